/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_PRICE_OFFER_H
#define INGEST_PRICE_OFFER_H

/* A price list on its way into the store, whatever it is written in. */

#include "ingest/rows.h"
#include "ingest/run.h"
#include "support/decimal.h"
#include "support/diag.h"
#include "support/utc.h"

struct offer {
    struct ingest_run *run;
    const struct input_file *file;
    struct bytes *bytes; /* being read */
    struct stmt *insert;
    struct stmt *problem;
    int64_t source_id;
    char published[UTC_TEXT_SIZE]; /* "" until the list has said it */
    int64_t n_read;
    int64_t n_kept;
};

/* A price of one unit, from begin on. */
struct offer_price {
    struct slice service;    /* AmazonS3 */
    struct slice usage_type; /* with its Region's prefix */
    struct slice operation;
    struct slice region; /* "" if the list does not say */
    struct slice unit;
    struct slice begin;
    struct slice price; /* as written */
    struct slice currency;
};

/* Keeps a price, or rejects it where it is no amount; `row` and `column` are for that. */
int offer_keep(struct offer *offer, const struct offer_price *price, int64_t row,
               const char *column, struct err *err);

/* Rejects a row: keeps the problem and hands it on. */
int offer_reject(struct offer *offer, int64_t row, enum diag_code code, const char *column,
                 const char *text, struct err *err);

/* Reads what offer->bytes has open. ERR_INPUT: it is no price list that can be used.
 * (price_csv.c, price_json.c) */
int price_csv_read(struct offer *offer, struct err *err);
int price_json_read(struct offer *offer, struct err *err);

#endif
