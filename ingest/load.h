/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_LOAD_H
#define INGEST_LOAD_H

/* One delivery of a bill, from its files into the store: all in one transaction, which
 * replaces the months it covers. The same bytes again change nothing. */

#include <stdbool.h>
#include <stddef.h>

#include "ingest/delivery.h"
#include "support/cleanup.h"

struct delivery {
    const char *origin; /* as in the store's table delivery */
    size_t *files;      /* indices of the run's files */
    size_t n_files;
    bool whole; /* one file that cannot be used refuses all (a manifest names them) */
};

struct loader;

int loader_open(struct ingest_run *run, struct input_file *files, struct file_state *states,
                struct loader **ret_loader, struct err *err);
void loader_free(struct loader *loader);
DEFINE_CLEANUP(loader_free, struct loader *)

/* Claims the files and says what became of each. Negative only when the store fails. */
int loader_load(struct loader *loader, const struct delivery *delivery, struct err *err);

#endif
