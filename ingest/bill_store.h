/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_BILL_STORE_H
#define INGEST_BILL_STORE_H

/* The last stage: a delivery of a bill into the store, in one transaction that the
 * caller begins and ends. */

#include <stdbool.h>
#include <stdint.h>

#include "ingest/bill.h"
#include "ingest/run.h"
#include "support/cleanup.h"

struct bill_store;

int bill_store_open(struct store *store, struct bill_store **ret_bills, struct err *err);
void bill_store_free(struct bill_store *bills);
DEFINE_CLEANUP(bill_store_free, struct bill_store *)

/* The delivery that holds exactly these bytes, or 0; with the rows of its files and the
 * number of its files that were refused. */
int bill_store_find(struct bill_store *bills, const char *digest, int64_t *ret_delivery,
                    struct ingest_outcome *ret_rows, struct err *err);

int bill_store_delivery(struct bill_store *bills, const char *origin, const char *digest,
                        int64_t *ret_delivery, struct err *err);

/* A file that was looked at; `delivery` 0 = of none. Replaces what the store says of the
 * same location outside of any delivery. */
struct source_entry {
    const struct input_file *file;
    const char *sha256;
    const char *format;
    const char *status;
    const char *message;
    int64_t delivery;
};
int bill_store_source(struct bill_store *bills, const struct source_entry *entry,
                      int64_t *ret_source, struct err *err);
int bill_store_drop_source(struct bill_store *bills, int64_t source, struct err *err);

/* A sink that keeps problems with a source and hands them on. After reading, `rc` tells
 * whether the store took them all. */
struct problem_keeper {
    struct bill_store *bills;
    int64_t source;
    struct diag_sink next;
    int rc;
    struct err *err;
};
struct diag_sink bill_store_keeper(struct problem_keeper *keeper);

/* What was read from a source: its facts, totals and counts. */
int bill_store_facts(struct bill_store *bills, int64_t source, struct bill *bill,
                     const struct bill_file *file, const char *status, const char *message,
                     struct err *err);

/* Whether the month belongs to a delivery of another origin: its origin (until the next
 * call), or NULL. */
int bill_store_owner(struct bill_store *bills, const char *month, const char *payer,
                     const char *origin, const char **ret_owner, struct err *err);

/* Whether the file is part of a month that is loaded, by another delivery. */
int bill_store_in_use(struct bill_store *bills, const struct input_file *file, int64_t delivery,
                      bool *ret_in_use, struct err *err);

/* Makes the delivery the month's only one. */
int bill_store_take_month(struct bill_store *bills, int64_t delivery, const char *month,
                          const char *payer, const struct bill_part *part, struct err *err);

/* Ends a delivery: drops those that hold no month any more; one that took no month
 * itself is dissolved, its sources stay as files that gave nothing. */
int bill_store_end(struct bill_store *bills, int64_t delivery, bool took_months, struct err *err);

#endif
