/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_DELIVERY_H
#define INGEST_DELIVERY_H

/* Which bill files belong together, and their way into the store.
 *
 * A manifest names the files of one month: all of them are loaded or none. Of several
 * manifests of the same export and month the newest counts; files that it does not name
 * are left alone. Without a manifest the bill files of one folder, given in one command,
 * are a delivery; a file of it that cannot be used is refused by itself. */

#include "ingest/run.h"

enum file_fate {
    FATE_OPEN,        /* no bill, no manifest: for other readers */
    FATE_LOADED,      /* loaded, empty, or the same as what is loaded */
    FATE_LEFT_ALONE,  /* of a bill, but not of this delivery of it */
    FATE_NOT_USED,    /* of a delivery that was refused for another file's sake */
    FATE_REFUSED,     /* cannot be used */
    FATE_CONFLICT,    /* another export has delivered this month */
    FATE_REFUSED_KEPT /* cannot be used, and the store says so already */
};

struct file_state {
    enum file_fate fate;
    const char *message; /* when neither open nor loaded; the arena's */
    const char *format;  /* "" if none */
};

/* Loads the bills among the unclaimed files and claims every file that is part of one.
 * states[n_files] are filled in. Negative only when the store fails. */
int deliveries_load(struct ingest_run *run, struct input_file *files, struct file_state *states,
                    size_t n_files, struct err *err);

#endif
