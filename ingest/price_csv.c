/* SPDX-License-Identifier: Apache-2.0 */
/* Price lists as CSV: a few lines of metadata, then a header that begins with SKU. Lists before
 * about 2021 lack columns (Region Code) and lines (Disclaimer) that newer ones have; all are found
 * by name. */
#include <string.h>

#include "ingest/bytes.h"
#include "ingest/price_offer.h"
#include "ingest/rows.h"
#include "support/err.h"

enum column {
    TERM_TYPE,
    BEGIN,
    UNIT,
    PRICE,
    CURRENCY,
    SERVICE,
    USAGE_TYPE,
    OPERATION, /* this one and those below may be missing */
    REGION,
    N_COLUMNS,
};

/* Spelled differently from offer to offer: compared without case and blanks. */
static const char *const column_names[N_COLUMNS] = {
    [TERM_TYPE] = "termtype",   [BEGIN] = "startingrange", [UNIT] = "unit",
    [PRICE] = "priceperunit",   [CURRENCY] = "currency",   [SERVICE] = "servicecode",
    [USAGE_TYPE] = "usagetype", [OPERATION] = "operation", [REGION] = "regioncode",
};

enum { METADATA_MAX = 20 /* rows before the header */ };

struct list {
    struct row_sink sink; /* first: the sink is the list */
    struct offer *offer;
    size_t columns[N_COLUMNS]; /* place from 1; 0: missing */
    size_t n_fields;           /* of the header; 0: it was not met yet */
};

static bool same_name(struct slice written, const char *plain)
{
    for (size_t i = 0; i < written.size; i++) {
        char c = written.text[i];
        if (c == ' ') {
            continue;
        }
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != *plain) {
            return false;
        }
        plain++;
    }
    return *plain == '\0';
}

static int take_header(struct list *list, const struct row *row, struct err *err)
{
    for (int column = 0; column < N_COLUMNS; column++) {
        for (size_t i = 0; i < row->n_fields && !list->columns[column]; i++) {
            if (same_name(row->fields[i], column_names[column])) {
                list->columns[column] = i + 1;
            }
        }
        if (!list->columns[column] && column < OPERATION) {
            return FAIL(err, ERR_INPUT, "this price list has no column '%s'", column_names[column]);
        }
    }
    list->n_fields = row->n_fields;
    return 0;
}

static int take_metadata(struct list *list, const struct row *row, struct err *err)
{
    struct slice first = row->n_fields ? row->fields[0] : (struct slice){"", 0};
    int64_t published = 0;
    if (slice_is(first, "SKU")) {
        return take_header(list, row, err);
    }
    if (slice_is(first, "Publication Date") && row->n_fields > 1 &&
        utc_parse(row->fields[1], &published)) {
        utc_format(published, list->offer->published);
    }
    if (row->number > METADATA_MAX) {
        return FAIL(err, ERR_INPUT, "has no header that begins with SKU in the first %d rows",
                    METADATA_MAX);
    }
    return 0;
}

static struct slice field(const struct list *list, const struct row *row, enum column column)
{
    size_t place = list->columns[column];
    return place ? row->fields[place - 1] : (struct slice){"", 0};
}

static int take_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct list *list = (struct list *)sink;
    struct offer *offer = list->offer;
    if (!list->n_fields) {
        return take_metadata(list, row, err);
    }
    if (row->n_fields != list->n_fields) {
        offer->one.n_read++;
        return one_file_reject(&offer->one, row->number, DIAG_FIELD_COUNT, "",
                               "has not as many fields as the header", err);
    }
    if (!slice_is(field(list, row, TERM_TYPE), "OnDemand")) {
        return 0;
    }
    offer->one.n_read++;
    if (row->nul_field) {
        return one_file_reject(&offer->one, row->number, DIAG_NUL_BYTE, "", "holds a NUL byte",
                               err);
    }
    struct offer_price price = {.service = field(list, row, SERVICE),
                                .usage_type = field(list, row, USAGE_TYPE),
                                .operation = field(list, row, OPERATION),
                                .region = field(list, row, REGION),
                                .unit = field(list, row, UNIT),
                                .begin = field(list, row, BEGIN),
                                .price = field(list, row, PRICE),
                                .currency = field(list, row, CURRENCY)};
    return offer_keep(offer, &price, row->number, "PricePerUnit", err);
}

int price_csv_read(struct offer *offer, struct err *err)
{
    struct list list = {.sink = {.take = take_row}, .offer = offer};
    int rc = rows_read(offer->one.bytes, &list.sink, err);
    if (rc == 0 && !list.n_fields) {
        return FAIL(err, ERR_INPUT, "has no header that begins with SKU");
    }
    return rc;
}
