/* SPDX-License-Identifier: Apache-2.0 */
/* Price lists as JSON: products by SKU, then terms.OnDemand by SKU. A list can be hundreds of
 * megabytes: it goes by member by member, and the products wait in a temporary table of the
 * store for their terms. */
#include <string.h>

#include <jansson.h>

#include "ingest/bytes.h"
#include "ingest/json_members.h"
#include "ingest/price_offer.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/strbuf.h"

static const char *const objects[] = {"", "products", "terms/OnDemand", NULL};

struct list {
    struct json_members_sink sink; /* first: the sink is the list */
    struct offer *offer;
    struct stmt *put_product;
    struct stmt *find_product;
    int64_t n_products;
};

static void json_free(json_t **owner)
{
    json_decref(*owner);
}

/* A text member; empty if there is none. */
static struct slice text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    return text ? (struct slice){text, json_string_length(value)} : (struct slice){"", 0};
}

static int take_product(struct list *list, struct slice sku, const json_t *product, struct err *err)
{
    const json_t *attributes = json_object_get(product, "attributes");
    stmt_bind_slice(list->put_product, ":sku", sku);
    stmt_bind_slice(list->put_product, ":service", text_of(attributes, "servicecode"));
    stmt_bind_slice(list->put_product, ":usage_type", text_of(attributes, "usagetype"));
    stmt_bind_slice(list->put_product, ":operation", text_of(attributes, "operation"));
    stmt_bind_slice(list->put_product, ":region", text_of(attributes, "regionCode"));
    list->n_products++;
    return stmt_run(list->put_product, err);
}

/* One price of a term in each of its currencies; `price` has what the product says. */
static int take_dimension(struct list *list, struct offer_price *price, const char *pointer,
                          const json_t *dimension, struct err *err)
{
    const char *currency = NULL;
    json_t *amount = NULL;
    json_t *amounts = json_object_get(dimension, "pricePerUnit");
    price->unit = text_of(dimension, "unit");
    price->begin = text_of(dimension, "beginRange");
    json_object_foreach(amounts, currency, amount)
    {
        price->currency = slice_of(currency);
        price->price = text_of(amounts, currency);
        list->offer->one.n_read++;
        int rc = offer_keep(list->offer, price, 0, pointer, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

static int take_terms(struct list *list, struct slice sku, json_t *terms, struct err *err)
{
    struct stmt *product = list->find_product;
    const char *code = NULL;
    json_t *term = NULL;
    stmt_bind_slice(product, ":sku", sku);
    int rc = stmt_step(product, err);
    if (rc <= 0) {
        stmt_reset(product);
        return rc; /* terms of no product of this list price nothing */
    }
    struct offer_price price = {.service = stmt_slice(product, 0),
                                .usage_type = stmt_slice(product, 1),
                                .operation = stmt_slice(product, 2),
                                .region = stmt_slice(product, 3)};
    rc = 0;
    json_object_foreach(terms, code, term)
    {
        const char *rate = NULL;
        json_t *dimension = NULL;
        json_object_foreach(json_object_get(term, "priceDimensions"), rate, dimension)
        {
            struct strbuf CLEANUP(strbuf_release) pointer = STRBUF_INIT;
            strbuf_addf(&pointer, "/terms/OnDemand/%.*s/%s/priceDimensions/%s", (int)sku.size,
                        sku.text, code, rate);
            if (rc == 0) {
                rc = take_dimension(list, &price, pointer.text, dimension, err);
            }
        }
    }
    stmt_reset(product);
    return rc;
}

static void take_head(struct list *list, struct slice key, const json_t *value)
{
    int64_t published = 0;
    if (slice_is(key, "publicationDate") && json_is_string(value) &&
        utc_parse(slice_of(json_string_value(value)), &published)) {
        utc_format(published, list->offer->published);
    }
}

static int take(struct json_members_sink *sink, const char *object, struct slice key,
                struct slice text, struct err *err)
{
    struct list *list = (struct list *)sink;
    json_error_t wrong;
    json_t *CLEANUP(json_free) value =
        json_loadb(text.text, text.size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &wrong);
    if (!value) {
        return FAIL(err, ERR_INPUT, "/%s/%.*s: %s", object, (int)key.size, key.text, wrong.text);
    }
    if (*object == '\0') {
        take_head(list, key, value);
        return 0;
    }
    return strcmp(object, "products") == 0 ? take_product(list, key, value, err)
                                           : take_terms(list, key, value, err);
}

int price_json_read(struct offer *offer, struct err *err)
{
    struct store *store = offer->one.run->store;
    struct stmt *CLEANUP(stmt_freep) put = NULL;
    struct stmt *CLEANUP(stmt_freep) find = NULL;
    int rc = store_run(store, "products of a price list",
                       "create temp table if not exists offer_product(sku text primary key,"
                       " service text, usage_type text, operation text, region text)"
                       " strict, without rowid;"
                       "delete from temp.offer_product;",
                       err);
    if (rc < 0 ||
        (rc = stmt_prepare(store, "product of a price list",
                           "insert or replace into temp.offer_product values (:sku, :service,"
                           " :usage_type, :operation, :region)",
                           &put, err)) < 0 ||
        (rc = stmt_prepare(store, "product of a price list",
                           "select service, usage_type, operation, region from temp.offer_product"
                           " where sku = :sku",
                           &find, err)) < 0) {
        return rc;
    }
    struct list list = {.sink = {.objects = objects, .take = take},
                        .offer = offer,
                        .put_product = put,
                        .find_product = find};
    rc = json_members_read(offer->one.bytes, &list.sink, err);
    if (rc == 0 && !list.n_products) {
        return FAIL(err, ERR_INPUT, "names no products: is it an index of price lists?");
    }
    return rc;
}
