/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

/* Files in, facts in the store. The format of a file is found from its content.
 *
 * Each delivery (a month of a bill, an inventory folder) is one transaction: a
 * kill at any moment leaves the old facts or the new ones. Rows read = rows kept
 * + rows rejected, always. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/diag.h"

struct err;
struct store;

struct ingest_options {
    const char *account; /* --account: for inventory whose path does not say; NULL */
    const char *region;  /* --region; NULL */
    bool replace;        /* --replace: a second delivery of a payer's month wins */
    /* Called now and then; NULL: no progress. Bytes as on disk. */
    void (*progress)(void *context, uint64_t done_bytes, uint64_t total_bytes);
    void *progress_context;
};

/* What happened, over all paths. */
struct ingest_outcome {
    int64_t n_files_read;
    int64_t n_files_left_alone;
    int64_t n_files_refused;
    int64_t n_files_unchanged; /* same bytes as already loaded */
    int64_t rows_read;
    int64_t rows_kept;
    int64_t rows_rejected;
    int64_t n_paths_unusable; /* paths that were given and gave nothing usable: exit code 3 */
};

/* Loads every path. A file that cannot be used is a diagnostic and is counted, and
 * the other paths go on; a negative return means that the store failed or that the
 * whole run makes no sense. */
int ingest_run(struct store *store, const char *const *paths, size_t n_paths,
               const struct ingest_options *options, struct diag_sink problems,
               struct ingest_outcome *ret_outcome, struct err *err);

/* The input formats, for `drledger formats` and the documentation. */
struct ingest_format {
    const char *name;    /* as in source.format: "cur-legacy" */
    const char *summary; /* one line */
};
extern const struct ingest_format ingest_formats[]; /* ends with a NULL name */

#endif
