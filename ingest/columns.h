/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_COLUMNS_H
#define INGEST_COLUMNS_H

/* The third stage: what the columns of a bill mean. Every file's own header decides;
 * order does not matter, columns that are not listed here are not read. */

#include <stdbool.h>
#include <stddef.h>

#include "support/slice.h"

struct err;
struct row;

enum column {
    /* texts */
    COL_PAYER,
    COL_PERIOD_START,
    COL_ACCOUNT,
    COL_LINE_TYPE,
    COL_START,
    COL_END,
    COL_PRODUCT,
    COL_PRODUCT_NAME, /* FOCUS ServiceName, where x_ServiceCode is empty */
    COL_USAGE_TYPE,
    COL_OPERATION,
    COL_UNIT,
    COL_CURRENCY,
    COL_INVOICE,
    COL_ENTITY,
    COL_RESOURCE,
    COL_REGION,
    COL_REGION_CODE, /* where COL_REGION is empty */
    COL_ZONE,
    COL_DESCRIPTION,
    COL_CHARGE_CLASS, /* FOCUS */
    COL_RESERVATION,  /* ARN */
    COL_TAGS,         /* maps as JSON */
    COL_MORE_TAGS,
    COL_PRODUCT_MAP,
    /* amounts */
    COL_USAGE,
    COL_UNBLENDED, /* FOCUS: billed */
    COL_NET_UNBLENDED,
    COL_EFFECTIVE, /* FOCUS */
    COL_LIST,      /* public on-demand cost */
    COL_RI_EFFECTIVE,
    COL_RI_NET_EFFECTIVE,
    COL_RI_UNUSED_UPFRONT,
    COL_RI_NET_UNUSED_UPFRONT,
    COL_RI_UNUSED_RECURRING,
    COL_RI_NET_UNUSED_RECURRING,
    COL_SP_EFFECTIVE,
    COL_SP_NET_EFFECTIVE,
    COL_SP_COMMITTED, /* total commitment to date */
    COL_SP_USED,
    COL_SP_RECURRING,
    COL_SP_NET_RECURRING,
    COL_SP_UPFRONT, /* amortized, for the billing period */
    COL_SP_NET_UPFRONT,
    COL_N,
    COL_FIRST_AMOUNT = COL_USAGE,
    COL_N_AMOUNTS = COL_N - COL_FIRST_AMOUNT,
};

enum bill_format { BILL_NONE, BILL_LEGACY, BILL_CUR2, BILL_ATHENA, BILL_FOCUS_10, BILL_FOCUS_12 };

/* As in source.format: "cur-legacy"; "" for BILL_NONE. */
const char *bill_format_name(enum bill_format format);

struct tag_column {
    size_t at;
    const char
        *key; /* "user:Name" of resourceTags/user:Name; "user_name" of resource_tags_user_name */
};

struct columns {
    enum bill_format format;
    char **header;     /* [n_fields] the names as the file has them */
    size_t n_fields;   /* of every row */
    size_t min_fields; /* n_fields, or one less where the last column has no name */
    size_t at[COL_N];
    bool has[COL_N];
    const char *names[COL_N]; /* as the header spells them; borrowed from static tables */
    struct tag_column *tags;  /* one column per tag (legacy and Athena); sorted by key */
    size_t n_tags;
    bool *wanted; /* [n_fields] */
};

/* Reads a header. A row that is no bill's header gives 0 and format BILL_NONE; a bill
 * whose required column is missing or doubled is an error that names it. */
int columns_read(const struct row *header, const char *name, struct columns *ret_columns,
                 struct err *err);
void columns_release(struct columns *columns);

/* The cell, empty where the file has no such column or the cell is a literal NULL. */
struct slice columns_get(const struct columns *columns, const struct row *row, enum column column);

static inline bool columns_is_focus(const struct columns *columns)
{
    return columns->format == BILL_FOCUS_10 || columns->format == BILL_FOCUS_12;
}

#endif
