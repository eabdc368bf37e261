/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_RUN_H
#define INGEST_RUN_H

/* What the files of this folder share during one ingest_run(). */

#include "ingest/ingest.h"
#include "support/mem.h"

/* A regular file below a path that was given. */
struct input_file {
    const char *path;     /* below the folder that was given, '/' separated; source.path */
    const char *shown;    /* as the user would write it; for messages */
    const char *location; /* absolute; source.location */
    uint64_t bytes;
    bool claimed; /* a reader has taken it */
};

struct ingest_run {
    struct store *store;
    const struct ingest_options *options;
    struct diag_sink problems;
    struct ingest_outcome *outcome;
    uint64_t done_bytes; /* on disk, of the files dealt with so far; for progress */
    uint64_t total_bytes;
    struct arena arena; /* everything that lives as long as the run */
};

/* Loads the inventory among the unclaimed files of one given path (`root`, absolute),
 * as one delivery in one transaction, and claims what it takes: AWS call results with
 * their .err and .rc, AWS Backup Audit Manager reports, AWS Config items, and Terraform's state and
 * plans. Files replaced are those of the same account, region, call and item. *ret_n_used counts
 * files that gave facts or a status. (inventory.c) */
int inventory_ingest(struct ingest_run *run, const char *root, struct input_file *files,
                     size_t n_files, size_t *ret_n_used, struct err *err);

#endif
