/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/prices.h"

#include <string.h>

#include "ingest/bytes.h"
#include "ingest/price_offer.h"
#include "ingest/source_key.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

/* --- prices ------------------------------------------------------------------ */

int offer_reject(struct offer *offer, int64_t row, enum diag_code code, const char *column,
                 const char *text, struct err *err)
{
    struct diagnostic problem = {.code = code,
                                 .level = DIAG_REJECT,
                                 .path = offer->file->shown,
                                 .row = row,
                                 .column = column,
                                 .text = text};
    offer->run->problems.add(offer->run->problems.context, &problem);
    stmt_bind_int(offer->problem, ":source", offer->source_id);
    stmt_bind_int(offer->problem, ":line", row);
    stmt_bind_text(offer->problem, ":column", column);
    stmt_bind_text(offer->problem, ":code", diag_code_name(code));
    stmt_bind_text(offer->problem, ":message", text);
    return stmt_run(offer->problem, err);
}

int offer_keep(struct offer *offer, const struct offer_price *price, int64_t row,
               const char *column, struct err *err)
{
    struct decimal amount = DECIMAL_ZERO;
    const char *wrong = decimal_parse(price->price, &amount);
    if (wrong) {
        return offer_reject(offer, row, DIAG_BAD_AMOUNT, column, wrong, err);
    }
    struct decimal begin = DECIMAL_ZERO;
    if (price->begin.size && decimal_parse(price->begin, &begin)) {
        return offer_reject(offer, row, DIAG_BAD_AMOUNT, "StartingRange", "is no amount", err);
    }
    char amount_text[DECIMAL_TEXT_SIZE];
    char begin_text[DECIMAL_TEXT_SIZE];
    struct slice amount_slice = {amount_text, decimal_format(amount, 0, amount_text)};
    struct slice begin_slice = {begin_text, decimal_format(begin, 0, begin_text)};
    stmt_bind_int(offer->insert, ":source", offer->source_id);
    stmt_bind_text(offer->insert, ":published", offer->published);
    stmt_bind_slice(offer->insert, ":offer", price->service);
    stmt_bind_slice(offer->insert, ":usage_type", price->usage_type);
    stmt_bind_slice(offer->insert, ":operation", price->operation);
    stmt_bind_slice(offer->insert, ":region", price->region);
    stmt_bind_slice(offer->insert, ":unit", price->unit);
    stmt_bind_slice(offer->insert, ":begin", begin_slice);
    stmt_bind_slice(offer->insert, ":price", amount_slice);
    stmt_bind_slice(offer->insert, ":currency", price->currency);
    offer->n_kept++;
    return stmt_run(offer->insert, err);
}

/* --- files ------------------------------------------------------------------- */

static const struct kind {
    const char *format; /* source.format */
    int (*read)(struct offer *offer, struct err *err);
} csv = {"price-list-csv", price_csv_read}, json = {"price-list-json", price_json_read};

/* What a file is by its beginning: NULL = no offer file, as is one that cannot be read. */
static const struct kind *find_kind(const struct input_file *file)
{
    enum { HEAD_SIZE = 4096 };
    struct err why = ERR_INIT;
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    char *CLEANUP(mem_freep) text = mem_alloc(HEAD_SIZE);
    size_t size = 0;
    if (bytes_open(file->location, file->shown, &bytes, &why) < 0 || bytes_next(bytes, &why) != 1 ||
        bytes_read(bytes, text, HEAD_SIZE - 1, &size, &why) < 0) {
        return NULL;
    }
    const char *start = text;
    start += strncmp(start, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    start += strspn(start, " \t\r\n");
    if (*start == '{') {
        return strstr(start, "\"formatVersion\"") && strstr(start, "\"offerCode\"") &&
                       !strstr(start, "\"offers\"")
                   ? &json
                   : NULL;
    }
    start += *start == '"' ? 1 : 0;
    return strncmp(start, "FormatVersion", 13) == 0 || strncmp(start, "SKU\",\"Offer", 11) == 0 ||
                   strncmp(start, "SKU,Offer", 9) == 0
               ? &csv
               : NULL;
}

static int read_offer(struct offer *offer, const struct kind *kind, struct err *err)
{
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    int rc = bytes_open(offer->file->location, offer->file->shown, &bytes, err);
    offer->bytes = bytes;
    while (rc >= 0 && (rc = bytes_next(bytes, err)) > 0) {
        rc = kind->read(offer, err);
    }
    return rc;
}

static int run_once(struct store *store, const char *sql, const struct input_file *file,
                    const char *digest, const char *format, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "price list", sql, &stmt, err);
    if (rc < 0) {
        return rc;
    }
    if (stmt_has_parameter(stmt, ":location")) {
        stmt_bind_text(stmt, ":location", file->location);
    }
    if (stmt_has_parameter(stmt, ":path")) {
        stmt_bind_text(stmt, ":path", file->path);
    }
    if (stmt_has_parameter(stmt, ":bytes")) {
        stmt_bind_int(stmt, ":bytes", (int64_t)file->bytes);
    }
    if (stmt_has_parameter(stmt, ":digest")) {
        stmt_bind_text(stmt, ":digest", digest);
    }
    if (stmt_has_parameter(stmt, ":format")) {
        stmt_bind_text(stmt, ":format", format);
    }
    return stmt_step(stmt, err);
}

/* Begins the delivery of a file anew; 1 when the same bytes are loaded already. */
static int open_delivery(struct offer *offer, const char *digest, const struct kind *kind,
                         struct err *err)
{
    struct store *store = offer->run->store;
    int rc = run_once(store,
                      "select 1 from delivery where kind = 'prices' and origin = :location"
                      " and digest = :digest",
                      offer->file, digest, kind->format, err);
    if (rc != 0) {
        return rc;
    }
    static const char *const steps[] = {
        "delete from delivery where kind = 'prices' and origin = :location",
        "insert into delivery(kind, origin, digest) values ('prices', :location, :digest)",
        "insert into source(id, delivery_id, path, location, sha256, bytes, format, status)"
        " values (" SOURCE_ID(
            ":digest") ", last_insert_rowid(), :path, :location, :digest, :bytes, :format, 'ok')"};
    for (size_t i = 0; rc == 0 && i < sizeof steps / sizeof *steps; i++) {
        rc = run_once(store, steps[i], offer->file, digest, kind->format, err);
    }
    offer->source_id = store_last_id(store);
    return rc;
}

static int finish(struct offer *offer, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(offer->run->store, "price list",
                          "update source set status = iif(:read > 0, 'ok', 'empty'),"
                          " rows_read = :read, rows_kept = :kept, rows_rejected = :read - :kept"
                          " where id = :source",
                          &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_int(stmt, ":read", offer->n_read);
    stmt_bind_int(stmt, ":kept", offer->n_kept);
    stmt_bind_int(stmt, ":source", offer->source_id);
    return stmt_run(stmt, err);
}

/* ERR_INPUT: the file cannot be used. */
static int load_rows(struct offer *offer, const struct kind *kind, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    struct stmt *CLEANUP(stmt_freep) problem = NULL;
    int rc = stmt_prepare(offer->run->store, "price",
                          "insert into price values (:source, :offer, :published, :usage_type,"
                          " :operation, :region, :unit, :begin, :price, :currency)",
                          &insert, err);
    if (rc == 0) {
        rc = stmt_prepare(offer->run->store, "problem of a price list",
                          "insert into diagnostic(source_id, line, column_name, code, level,"
                          " message) values (:source, :line, :column, :code, 'reject', :message)",
                          &problem, err);
    }
    if (rc < 0) {
        return rc;
    }
    offer->insert = insert;
    offer->problem = problem;
    rc = read_offer(offer, kind, err);
    if (rc < 0) {
        return rc;
    }
    offer->run->outcome->n_files_read++;
    offer->run->outcome->rows_read += offer->n_read;
    offer->run->outcome->rows_kept += offer->n_kept;
    offer->run->outcome->rows_rejected += offer->n_read - offer->n_kept;
    return finish(offer, err);
}

static int load_file(struct offer *offer, const struct kind *kind, struct err *err)
{
    char digest[SHA256_HEX_SIZE];
    int rc = bytes_sha256(offer->file->location, offer->file->shown, digest, err);
    if (rc < 0) {
        return rc;
    }
    if ((rc = store_begin(offer->run->store, err)) < 0) {
        return rc;
    }
    rc = open_delivery(offer, digest, kind, err);
    if (rc == 0) {
        rc = load_rows(offer, kind, err);
    } else if (rc == 1) {
        offer->run->outcome->n_files_unchanged++;
        rc = 0;
    }
    if (rc < 0) {
        store_rollback(offer->run->store);
        return rc;
    }
    return store_commit(offer->run->store, err);
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
        struct offer offer = {.run = run, .file = &files[i]};
        struct err why = ERR_INIT;
        int rc = load_file(&offer, kind, &why);
        files[i].claimed = true;
        if (rc == ERR_INPUT) {
            states[i].fate = FATE_REFUSED;
            states[i].message = arena_strdup(&run->arena, why.text);
        } else if (rc < 0) {
            *err = why;
            return rc;
        } else {
            ++*ret_n_used;
        }
    }
    return 0;
}
