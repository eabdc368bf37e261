/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_BILL_H
#define INGEST_BILL_H

/* A bill file through the stages, up to the rollup: nothing here knows the store.
 * rows read = rows kept + rows rejected, and the control totals are the exact sums of
 * the rows kept. */

#include <stdint.h>

#include "ingest/columns.h"
#include "ingest/intern.h"
#include "ingest/maps.h"
#include "ingest/rollup.h"
#include "support/diag.h"

struct bytes;
struct err;

/* Who is shown the rows that are kept, in place of the rollup. */
struct bill_watch {
    /* `file` is the logical file (bytes_name). False when a sum leaves the range of decimals. */
    bool (*see)(void *context, const uint32_t key[DIM_N], const struct charge *charge,
                const char *file, int64_t row);
    void *context;
};

/* What the files of one delivery share. */
struct bill {
    struct intern texts; /* of the rollup's keys */
    struct maps maps;
    struct rollup rollup; /* of the file read last */
    struct bill_watch watch;
};

#define BILL_INIT                                                                                  \
    {                                                                                              \
        INTERN_INIT, MAPS_INIT, ROLLUP_INIT,                                                       \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

void bill_release(struct bill *bill);

enum { BILL_MAX_MONTHS = 1000, BILL_MAX_CURRENCIES = 200 };

#define BILL_NO_TIME INT64_MIN

/* A billing month of a payer, in numbers of bill.texts. */
struct bill_part {
    uint32_t month;
    uint32_t payer;
    int64_t usage_end; /* newest; BILL_NO_TIME */
    int64_t line_start;
    bool has_net;
    bool has_invoices; /* the file says what has been invoiced */
};

struct bill_total {
    uint32_t currency;
    struct decimal unblended;
};

struct bill_file {
    enum bill_format format; /* BILL_NONE: no bill at all */
    int64_t rows_read;
    int64_t rows_kept;
    int64_t rows_rejected;
    struct bill_part *parts;
    size_t n_parts;
    size_t parts_capacity;
    struct bill_total *totals;
    size_t n_totals;
    size_t totals_capacity;
};

void bill_file_release(struct bill_file *file);

/* The newest event of a part: the end of its newest usage, else the start of its newest
 * other line (the end of a fee may lie ahead). BILL_NO_TIME if no line has a time. */
int64_t bill_part_newest(const struct bill_part *part);

struct bill_progress {
    void (*report)(void *context, uint64_t position); /* NULL: none */
    void *context;
};

/* Reads all of `bytes` into bill->rollup, which is emptied before. On failure nothing of
 * the file may be kept. */
int bill_read(struct bill *bill, struct bytes *bytes, struct diag_sink problems,
              struct bill_progress progress, struct bill_file *ret_file, struct err *err);

/* Which bill a file is, from its header (of a ZIP archive: the first that is one).
 * A bill with a missing or doubled required column is an error with *ret_format set. */
int bill_sniff(struct bytes *bytes, enum bill_format *ret_format, struct err *err);

#endif
