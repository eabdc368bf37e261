/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_ROWS_H
#define INGEST_ROWS_H

/* The second stage: the rows of a CSV file (RFC 4180; CR, LF and CRLF end lines,
 * a byte order mark is skipped, empty lines are no rows, blanks are data).
 *
 * Rows are counted from 1, the header being row 1; a quoted line break does not
 * begin a row. Nothing is allocated per row. A field above ROWS_MAX_FIELD bytes, a
 * quote in the wrong place or one that is never closed refuses the file. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/slice.h"

struct bytes;
struct err;

enum {
    ROWS_MAX_FIELD = 1024 * 1024,    /* bytes */
    ROWS_MAX_ROW = 64 * 1024 * 1024, /* bytes */
    ROWS_MAX_FIELDS = 10000,
};

struct row {
    int64_t number;
    const struct slice *fields; /* valid until the handler returns */
    size_t n_fields;
    size_t nul_field; /* the first field with a NUL byte, from 1; 0: none */
};

/* Who takes the rows. `wanted` may be set when the header is taken: then only the
 * fields i with wanted[i] are filled in, the others are empty. */
struct row_sink {
    int (*take)(struct row_sink *sink, const struct row *row, struct err *err);
    const bool *wanted; /* NULL: all */
    size_t n_wanted;
};

enum { ROWS_STOP = 1 }; /* returned by take(): enough */

/* Reads the logical file that `bytes` has open to its end, or until take() returns
 * ROWS_STOP (0) or an error (negative, passed on). */
int rows_read(struct bytes *bytes, struct row_sink *sink, struct err *err);

#endif
