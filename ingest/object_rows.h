/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_OBJECT_ROWS_H
#define INGEST_OBJECT_ROWS_H

/* The rows of S3 Inventory's data: what each field means is said by the manifest's
 * fileSchema, in any order; a row has no header above it. Keys are URL-encoded, so that no
 * key can break a row; they are not kept. Delete markers have no size and are counted apart. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/object_histogram.h"
#include "ingest/rows.h"
#include "support/diag.h"
#include "support/utc.h"

enum object_column {
    OBJECT_BUCKET,
    OBJECT_SIZE,
    OBJECT_CLASS,
    OBJECT_MODIFIED, /* this one and those below may be missing */
    OBJECT_LATEST,
    OBJECT_DELETE_MARKER,
    OBJECT_REPLICATION,
    OBJECT_LOCK_UNTIL,
    OBJECT_LEGAL_HOLD,
    OBJECT_N_COLUMNS,
};

enum { OBJECT_ROWS_MAX_FIELDS = 64 };

struct object_rows {
    struct row_sink sink; /* first: the sink is the rows */
    struct object_histogram *histogram;
    const char *bucket;
    char taken_at[UTC_TEXT_SIZE];
    int64_t taken_at_seconds;
    char written_by[OBJECT_N_AGES][UTC_TEXT_SIZE]; /* who is older was written by then */
    size_t columns[OBJECT_N_COLUMNS];              /* place from 1; 0: missing */
    bool wanted[OBJECT_ROWS_MAX_FIELDS];
    size_t n_fields;
    int64_t n_delete_markers;

    int64_t n_read; /* of the data file at hand, as n_kept */
    int64_t n_kept;
    /* Keeps the problem of a row; negative: it could not be kept. */
    int (*reject)(void *context, const struct diagnostic *problem, struct err *err);
    void (*progress)(void *context); /* now and then */
    void *context;
};

/* Reads the schema of a report that was begun at taken_at_seconds. `bucket` and `histogram` are
 * borrowed. NULL, or what the schema lacks, as people read it. */
const char *object_rows_init(struct object_rows *rows, const char *schema, const char *bucket,
                             int64_t taken_at_seconds, struct object_histogram *histogram);

bool object_rows_have(const struct object_rows *rows, enum object_column column);

#endif
