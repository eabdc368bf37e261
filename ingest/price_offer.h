/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_PRICE_OFFER_H
#define INGEST_PRICE_OFFER_H

/* A price list on its way into the store, whatever it is written in. */

#include "ingest/one_file.h"
#include "support/slice.h"
#include "support/utc.h"

struct offer {
    struct one_file one; /* first: the file is the offer */
    struct stmt *insert;
    char published[UTC_TEXT_SIZE]; /* "" until the list has said it */
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

/* Reads what offer->one.bytes has open. ERR_INPUT: it is no price list that can be used.
 * (price_csv.c, price_json.c) */
int price_csv_read(struct offer *offer, struct err *err);
int price_json_read(struct offer *offer, struct err *err);

#endif
