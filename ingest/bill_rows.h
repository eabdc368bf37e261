/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_BILL_ROWS_H
#define INGEST_BILL_ROWS_H

/* The rows of a bill that facts of the store were summed from: the file is read again, in
 * one pass, by the stages that ingested it. Memory grows with the distinct texts of the
 * file and the facts that are wanted, never with the rows. */

#include <stdint.h>

#include "ingest/charge.h"
#include "support/diag.h"

struct err;
struct store;

struct bill_row {
    int64_t cost_id;  /* the fact that it belongs to */
    const char *file; /* "bill.csv.gz", "bill.zip:part-1.csv" */
    int64_t number;   /* from 1, the header being row 1 */
    struct decimal amount;
};

struct bill_rows_wanted {
    int64_t source_id;
    const char *location;
    const char *facts; /* a table of the store with a column cost_id */
    const char *basis; /* usage, unblended, net, amortized, net-amortized, list */
    void (*see)(void *context, const struct bill_row *row); /* in the order of the file */
    void *context;
};

struct bill_rows {
    int64_t n_rows;
    struct decimal sum;
    int64_t n_differ; /* facts whose rows no longer come to what is stored */
};

/* ERR_INPUT when the file cannot be read as the bill that it was. */
int bill_rows_read(struct store *store, const struct bill_rows_wanted *wanted,
                   struct bill_rows *ret_rows, struct err *err);

#endif
