/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/prices.h"

#include <string.h>

#include "ingest/bytes.h"
#include "ingest/rows.h"
#include "ingest/source_key.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utc.h"

enum column {
    TERM_TYPE,
    BEGIN,
    UNIT,
    PRICE,
    CURRENCY,
    OFFER,
    USAGE_TYPE,
    OPERATION, /* this one and those below may be missing */
    REGION,
    N_COLUMNS,
};

/* Spelled differently from offer to offer: compared without case and blanks. */
static const char *const column_names[N_COLUMNS] = {
    [TERM_TYPE] = "termtype",   [BEGIN] = "startingrange", [UNIT] = "unit",
    [PRICE] = "priceperunit",   [CURRENCY] = "currency",   [OFFER] = "servicecode",
    [USAGE_TYPE] = "usagetype", [OPERATION] = "operation", [REGION] = "regioncode",
};

enum { METADATA_MAX = 20 /* rows before the header */ };

struct offer {
    struct row_sink sink; /* first: the sink is the offer */
    struct ingest_run *run;
    const struct input_file *file;
    struct stmt *insert;
    struct stmt *problem;
    int64_t source_id;
    size_t columns[N_COLUMNS]; /* place from 1; 0: missing */
    size_t n_fields;           /* of the header; 0: it was not met yet */
    char published[UTC_TEXT_SIZE];
    int64_t n_read;
    int64_t n_kept;
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

static int take_header(struct offer *offer, const struct row *row, struct err *err)
{
    for (int column = 0; column < N_COLUMNS; column++) {
        for (size_t i = 0; i < row->n_fields && !offer->columns[column]; i++) {
            if (same_name(row->fields[i], column_names[column])) {
                offer->columns[column] = i + 1;
            }
        }
        if (!offer->columns[column] && column < OPERATION) {
            return FAIL(err, ERR_INPUT, "%s: this price list has no column '%s'",
                        offer->file->shown, column_names[column]);
        }
    }
    offer->n_fields = row->n_fields;
    return 0;
}

static int take_metadata(struct offer *offer, const struct row *row, struct err *err)
{
    struct slice first = row->n_fields ? row->fields[0] : (struct slice){"", 0};
    int64_t published = 0;
    if (slice_is(first, "SKU")) {
        return take_header(offer, row, err);
    }
    if (slice_is(first, "Publication Date") && row->n_fields > 1 &&
        utc_parse(row->fields[1], &published)) {
        utc_format(published, offer->published);
    }
    if (row->number > METADATA_MAX) {
        return FAIL(err, ERR_INPUT, "%s: no header that begins with SKU in the first %d rows",
                    offer->file->shown, METADATA_MAX);
    }
    return 0;
}

static struct slice field(const struct offer *offer, const struct row *row, enum column column)
{
    size_t place = offer->columns[column];
    return place ? row->fields[place - 1] : (struct slice){"", 0};
}

/* Rejects a row: keeps the problem and hands it on. */
static int reject(struct offer *offer, const struct row *row, enum diag_code code,
                  const char *column, const char *text, struct err *err)
{
    struct diagnostic problem = {.code = code,
                                 .level = DIAG_REJECT,
                                 .path = offer->file->shown,
                                 .row = row->number,
                                 .column = column,
                                 .text = text};
    offer->run->problems.add(offer->run->problems.context, &problem);
    stmt_bind_int(offer->problem, ":source", offer->source_id);
    stmt_bind_int(offer->problem, ":line", row->number);
    stmt_bind_text(offer->problem, ":column", column);
    stmt_bind_text(offer->problem, ":code", diag_code_name(code));
    stmt_bind_text(offer->problem, ":message", text);
    return stmt_run(offer->problem, err);
}

static int keep(struct offer *offer, const struct row *row, struct decimal price, struct err *err)
{
    static const struct {
        const char *parameter;
        enum column column;
    } bound[] = {{":offer", OFFER},         {":usage_type", USAGE_TYPE},
                 {":operation", OPERATION}, {":region", REGION},
                 {":unit", UNIT},           {":begin", BEGIN},
                 {":currency", CURRENCY}};
    for (size_t i = 0; i < sizeof bound / sizeof *bound; i++) {
        stmt_bind_slice(offer->insert, bound[i].parameter, field(offer, row, bound[i].column));
    }
    char text[DECIMAL_TEXT_SIZE];
    size_t size = decimal_format(price, 0, text);
    stmt_bind_slice(offer->insert, ":price", (struct slice){text, size});
    stmt_bind_int(offer->insert, ":source", offer->source_id);
    stmt_bind_text(offer->insert, ":published", offer->published);
    offer->n_kept++;
    return stmt_run(offer->insert, err);
}

static int take_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct offer *offer = (struct offer *)sink;
    if (!offer->n_fields) {
        return take_metadata(offer, row, err);
    }
    if (row->n_fields != offer->n_fields) {
        offer->n_read++;
        return reject(offer, row, DIAG_FIELD_COUNT, "", "has not as many fields as the header",
                      err);
    }
    if (!slice_is(field(offer, row, TERM_TYPE), "OnDemand")) {
        return 0;
    }
    offer->n_read++;
    if (row->nul_field) {
        return reject(offer, row, DIAG_NUL_BYTE, "", "holds a NUL byte", err);
    }
    struct decimal price = DECIMAL_ZERO;
    const char *wrong = decimal_parse(field(offer, row, PRICE), &price);
    if (wrong) {
        return reject(offer, row, DIAG_BAD_AMOUNT, "PricePerUnit", wrong, err);
    }
    return keep(offer, row, price, err);
}

/* --- files ------------------------------------------------------------------- */

/* Whether a file begins as offer files do. One that cannot be read is none. */
static bool is_offer(const struct input_file *file)
{
    struct err why = ERR_INIT;
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    char text[32] = "";
    size_t size = 0;
    if (bytes_open(file->location, file->shown, &bytes, &why) < 0 || bytes_next(bytes, &why) != 1 ||
        bytes_read(bytes, text, sizeof text - 1, &size, &why) < 0) {
        return false;
    }
    const char *start = text;
    start += strncmp(start, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    start += *start == '"' ? 1 : 0;
    return strncmp(start, "FormatVersion", 13) == 0 || strncmp(start, "SKU\",\"Offer", 11) == 0 ||
           strncmp(start, "SKU,Offer", 9) == 0;
}

static int read_offer(struct offer *offer, struct err *err)
{
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    int rc = bytes_open(offer->file->location, offer->file->shown, &bytes, err);
    while (rc >= 0 && (rc = bytes_next(bytes, err)) > 0) {
        rc = rows_read(bytes, &offer->sink, err);
    }
    if (rc == 0 && !offer->n_fields) {
        return FAIL(err, ERR_INPUT, "%s: no header that begins with SKU", offer->file->shown);
    }
    return rc;
}

static int run_once(struct store *store, const char *sql, const struct input_file *file,
                    const char *digest, struct err *err)
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
    return stmt_step(stmt, err);
}

/* Begins the delivery of a file anew; 1 when the same bytes are loaded already. */
static int open_delivery(struct offer *offer, const char *digest, struct err *err)
{
    struct store *store = offer->run->store;
    int rc = run_once(store,
                      "select 1 from delivery where kind = 'prices' and origin = :location"
                      " and digest = :digest",
                      offer->file, digest, err);
    if (rc != 0) {
        return rc;
    }
    static const char *const steps[] = {
        "delete from delivery where kind = 'prices' and origin = :location",
        "insert into delivery(kind, origin, digest) values ('prices', :location, :digest)",
        ("insert into source(id, delivery_id, path, location, sha256, bytes, format, status)"
         " values (" SOURCE_ID(
             ":digest") ", last_insert_rowid(), :path, :location, :digest, :bytes, 'price-list-csv', 'ok')")};
    for (size_t i = 0; rc == 0 && i < sizeof steps / sizeof *steps; i++) {
        rc = run_once(store, steps[i], offer->file, digest, err);
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
static int load_rows(struct offer *offer, struct err *err)
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
    rc = read_offer(offer, err);
    if (rc < 0) {
        return rc;
    }
    offer->run->outcome->n_files_read++;
    offer->run->outcome->rows_read += offer->n_read;
    offer->run->outcome->rows_kept += offer->n_kept;
    offer->run->outcome->rows_rejected += offer->n_read - offer->n_kept;
    return finish(offer, err);
}

static int load_file(struct offer *offer, struct err *err)
{
    char digest[SHA256_HEX_SIZE];
    int rc = bytes_sha256(offer->file->location, offer->file->shown, digest, err);
    if (rc < 0) {
        return rc;
    }
    if ((rc = store_begin(offer->run->store, err)) < 0) {
        return rc;
    }
    rc = open_delivery(offer, digest, err);
    if (rc == 0) {
        rc = load_rows(offer, err);
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
        if (files[i].claimed || states[i].fate != FATE_OPEN || !is_offer(&files[i])) {
            continue;
        }
        struct offer offer = {.sink = {.take = take_row}, .run = run, .file = &files[i]};
        struct err why = ERR_INIT;
        int rc = load_file(&offer, &why);
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
