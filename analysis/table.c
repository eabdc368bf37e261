/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/table.h"

#include <string.h>

#include "store/stmt.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/slice.h"
#include "support/strbuf.h"

extern const struct asset analysis_assets[];

enum { COLUMNS_MAX = 16 };

struct row {
    struct slice values[COLUMNS_MAX];
    size_t n;
};

/* Cuts one line off *rest; false at the end. */
static bool next_line(struct slice *rest, struct slice *ret_line)
{
    if (!rest->size) {
        return false;
    }
    const char *end = memchr(rest->text, '\n', rest->size);
    size_t size = end ? (size_t)(end - rest->text) : rest->size;
    *ret_line = (struct slice){rest->text, size};
    *rest = slice_from(*rest, end ? size + 1 : size);
    return true;
}

/* The next line that holds a row, split at its commas. */
static bool next_row(struct slice *rest, struct row *ret_row)
{
    struct slice line = {NULL, 0};
    do {
        if (!next_line(rest, &line)) {
            return false;
        }
    } while (!line.size || line.text[0] == '#');
    ret_row->n = 0;
    for (bool more = true; more && ret_row->n < COLUMNS_MAX;) {
        const char *comma = line.size ? memchr(line.text, ',', line.size) : NULL;
        size_t size = comma ? (size_t)(comma - line.text) : line.size;
        ret_row->values[ret_row->n++] = (struct slice){line.text, size};
        line = slice_from(line, comma ? size + 1 : size);
        more = comma != NULL;
    }
    return true;
}

static int prepare(struct store *store, const char *file, const char *table,
                   const struct row *header, struct stmt **ret_stmt, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) columns = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) sql = STRBUF_INIT;
    for (size_t i = 0; i < header->n; i++) {
        struct slice name = header->values[i];
        strbuf_addf(&columns, ", %.*s", (int)name.size, name.text);
    }
    strbuf_addf(&sql, "insert into %s (rank%s) values (:rank", table, columns.text);
    for (size_t i = 0; i < header->n; i++) {
        strbuf_addf(&sql, ", :%02zu", i);
    }
    strbuf_addc(&sql, ')');
    return stmt_prepare(store, file, sql.text, ret_stmt, err);
}

int table_load(struct store *store, const char *file, const char *table, struct err *err)
{
    const struct asset *asset = asset_find(analysis_assets, file);
    struct slice rest = {asset ? asset->text : "", asset ? asset->size : 0};
    struct row header = {0};
    if (!next_row(&rest, &header)) {
        return FAIL(err, ERR_BUG, "%s: is missing or has no header", file);
    }
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = prepare(store, file, table, &header, &stmt, err);
    int64_t rank = 0;
    for (struct row row; rc == 0 && next_row(&rest, &row);) {
        if (row.n != header.n) {
            return FAIL(err, ERR_BUG, "%s: row %lld has %zu values instead of %zu", file,
                        (long long)rank + 1, row.n, header.n);
        }
        stmt_bind_int(stmt, ":rank", ++rank);
        for (size_t i = 0; i < row.n; i++) {
            char name[] = {':', (char)('0' + i / 10), (char)('0' + i % 10), '\0'};
            stmt_bind_slice(stmt, name, row.values[i]);
        }
        rc = stmt_run(stmt, err);
    }
    return rc;
}
