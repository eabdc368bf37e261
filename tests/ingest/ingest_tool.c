/* SPDX-License-Identifier: Apache-2.0 */

/* Ingests paths into a database for the Python checks: ingest_tool DATABASE PATH... */

#include <stdio.h>

#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"

static void show(void *context, const struct diagnostic *problem)
{
    (void)context;
    if (problem->level != DIAG_NOTE) {
        fprintf(stderr, "%s: row %lld: %s\n", problem->path, (long long)problem->row,
                problem->text);
    }
}

int main(int n_arguments, char **arguments)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = NULL;
    struct ingest_options options = {0};
    struct ingest_outcome outcome;
    struct diag_sink problems = {show, NULL};
    if (n_arguments < 3 || store_open(arguments[1], STORE_WRITE, &store, &err) < 0 ||
        ingest_run(store, (const char *const *)arguments + 2, (size_t)n_arguments - 2, &options,
                   problems, &outcome, &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        return 2;
    }
    return outcome.n_paths_unusable ? 3 : 0;
}
