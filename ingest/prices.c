/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/prices.h"

#include <string.h>

#include "ingest/price_offer.h"
#include "store/stmt.h"
#include "support/decimal.h"
#include "support/err.h"

int offer_keep(struct offer *offer, const struct offer_price *price, int64_t row,
               const char *column, struct err *err)
{
    struct decimal amount = DECIMAL_ZERO;
    struct decimal begin = DECIMAL_ZERO;
    const char *wrong = decimal_parse(price->price, &amount);
    if (wrong) {
        return one_file_reject(&offer->one, row, DIAG_BAD_AMOUNT, column, wrong, err);
    }
    if (price->begin.size && decimal_parse(price->begin, &begin)) {
        return one_file_reject(&offer->one, row, DIAG_BAD_AMOUNT, "StartingRange", "is no amount",
                               err);
    }
    char amount_text[DECIMAL_TEXT_SIZE];
    char begin_text[DECIMAL_TEXT_SIZE];
    struct slice amount_slice = {amount_text, decimal_format(amount, 0, amount_text)};
    struct slice begin_slice = {begin_text, decimal_format(begin, 0, begin_text)};
    stmt_bind_int(offer->insert, ":source", offer->one.source_id);
    stmt_bind_text(offer->insert, ":published", offer->published);
    stmt_bind_slice(offer->insert, ":offer", price->service);
    stmt_bind_slice(offer->insert, ":usage_type", price->usage_type);
    stmt_bind_slice(offer->insert, ":operation", price->operation);
    stmt_bind_slice(offer->insert, ":region", price->region);
    stmt_bind_slice(offer->insert, ":unit", price->unit);
    stmt_bind_slice(offer->insert, ":begin", begin_slice);
    stmt_bind_slice(offer->insert, ":price", amount_slice);
    stmt_bind_slice(offer->insert, ":currency", price->currency);
    offer->one.n_kept++;
    return stmt_run(offer->insert, err);
}

static int read_with(struct one_file *one, int (*read)(struct offer *offer, struct err *err),
                     struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    struct offer *offer = (struct offer *)one;
    int rc = stmt_prepare(one->run->store, "price",
                          "insert into price values (:source, :offer, :published, :usage_type,"
                          " :operation, :region, :unit, :begin, :price, :currency)",
                          &insert, err);
    if (rc < 0) {
        return rc;
    }
    offer->insert = insert;
    rc = read(offer, err);
    offer->insert = NULL;
    return rc;
}

static int read_csv(struct one_file *one, struct err *err)
{
    return read_with(one, price_csv_read, err);
}

static int read_json(struct one_file *one, struct err *err)
{
    return read_with(one, price_json_read, err);
}

static const struct kind {
    const char *format; /* source.format */
    int (*read)(struct one_file *one, struct err *err);
} csv = {"price-list-csv", read_csv}, json = {"price-list-json", read_json};

/* What a file is by its beginning: NULL = no offer file, as is one that cannot be read. */
static const struct kind *find_kind(const struct input_file *file)
{
    char head[ONE_FILE_HEAD_SIZE];
    one_file_head(file, head);
    const char *start = head + strspn(head, " \t\r\n");
    if (*start == '{') {
        bool is_offer = strstr(start, "\"formatVersion\"") && strstr(start, "\"offerCode\"") &&
                        !strstr(start, "\"offers\"");
        return is_offer ? &json : NULL;
    }
    start += *start == '"' ? 1 : 0;
    return strncmp(start, "FormatVersion", 13) == 0 || strncmp(start, "SKU\",\"Offer", 11) == 0 ||
                   strncmp(start, "SKU,Offer", 9) == 0
               ? &csv
               : NULL;
}

int prices_ingest(struct ingest_run *run, struct input_file *files, struct file_state *states,
                  size_t n_files, size_t *ret_n_used, struct err *err)
{
    *ret_n_used = 0;
    for (size_t i = 0; i < n_files; i++) {
        const struct kind *kind =
            files[i].claimed || states[i].fate != FATE_OPEN ? NULL : find_kind(&files[i]);
        if (!kind) {
            continue;
        }
        struct offer offer = {
            .one = {.run = run, .file = &files[i], .kind = "prices", .format = kind->format}};
        int rc = one_file_load(&offer.one, kind->read, &states[i], err);
        if (rc < 0) {
            return rc;
        }
        files[i].claimed = true;
        *ret_n_used += (size_t)rc;
    }
    return 0;
}
