/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/ingest.h"

#include "support/err.h"

const struct ingest_format ingest_formats[] = {{NULL, NULL}};

int ingest_run(struct store *store, const char *const *paths, size_t n_paths,
               const struct ingest_options *options, struct diag_sink problems,
               struct ingest_outcome *ret_outcome, struct err *err)
{
    (void)store, (void)paths, (void)n_paths, (void)options, (void)problems, (void)ret_outcome;
    return FAIL(err, ERR_BUG, "not built yet");
}
