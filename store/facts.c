/* SPDX-License-Identifier: Apache-2.0 */
#include "store/facts.h"

#include <string.h>

#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

/* What only the machine that read the files could use; no figure rests on it. */
static const struct {
    const char *table;
    const char *column;
} private_columns[] = {{"source", "location"}, {"delivery", "origin"}};

static bool is_private(const char *table, const char *column)
{
    for (size_t i = 0; i < sizeof private_columns / sizeof *private_columns; i++) {
        if (strcmp(private_columns[i].table, table) == 0 &&
            strcmp(private_columns[i].column, column) == 0) {
            return true;
        }
    }
    return false;
}

/* The id of a source follows from its path and content and settles ties between equals
 * in the analysis, so it is written as it is. */
static bool keeps_ids(const char *table)
{
    return strcmp(table, "source") == 0;
}

/* How one table is written: the columns that are, and the expression of each. */
struct shape {
    char *table;
    struct strbuf columns;     /* a, b, c */
    struct strbuf json;        /* "a","b","c" */
    struct strbuf expressions; /* t.a, (select rank ...), '' */
    struct strbuf values;      /* json_extract(:row, '$[0]'), ... */
    int64_t n_columns;
    bool has_id;
};

static void shape_release(struct shape *shape)
{
    free(shape->table);
    strbuf_release(&shape->columns);
    strbuf_release(&shape->json);
    strbuf_release(&shape->expressions);
    strbuf_release(&shape->values);
}

#define SHAPE_INIT                                                                                 \
    {                                                                                              \
        NULL, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, 0, false                         \
    }

static void add_column(struct shape *shape, const char *column, const char *refers_to)
{
    const char *comma = shape->n_columns ? ", " : "";

    strbuf_addf(&shape->columns, "%s%s", comma, column);
    strbuf_addf(&shape->json, "%s\"%s\"", shape->n_columns ? "," : "", column);
    strbuf_addf(&shape->values, "%sjson_extract(:row, '$[%lld]')", comma,
                (long long)shape->n_columns);
    if (is_private(shape->table, column)) {
        strbuf_addf(&shape->expressions, "%s'' as %s", comma, column);
    } else if (*refers_to && !keeps_ids(refers_to)) {
        strbuf_addf(&shape->expressions, "%s(select rank from temp.rank_%s where id = t.%s) as %s",
                    comma, refers_to, column, column);
    } else {
        strbuf_addf(&shape->expressions, "%st.%s", comma, column);
    }
    shape->n_columns++;
}

static int read_shape(struct store *store, const char *table, struct shape *shape, struct err *err)
{
    static const char sql[] = "select c.name, coalesce(f.\"table\", ''), c.pk and c.name = 'id'"
                              " from pragma_table_info(:table) c"
                              " left join pragma_foreign_key_list(:table) f on f.\"from\" = c.name"
                              " order by c.cid";
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "columns", sql, &stmt, err);

    if (rc < 0) {
        return rc;
    }
    shape->table = mem_strdup(table);
    stmt_bind_text(stmt, ":table", shape->table);
    while ((rc = stmt_step(stmt, err)) > 0) {
        if (stmt_int(stmt, 2) && !keeps_ids(table)) {
            shape->has_id = true;
        } else {
            add_column(shape, stmt_text(stmt, 0), stmt_text(stmt, 1));
        }
    }
    return rc;
}

/* Columns 1 to n as `order by` counts them. */
static void add_order(struct strbuf *sql, const struct shape *shape)
{
    for (int64_t i = 1; i <= shape->n_columns; i++) {
        strbuf_addf(sql, "%s%lld", i > 1 ? ", " : "", (long long)i);
    }
}

/* The names first, so that no statement is open while `each` runs its own. */
static int list_tables(struct store *store, struct strbuf *ret_names, struct err *err)
{
    /* A table can only refer to one that was there before it. */
    static const char sql[] = "select name from main.sqlite_schema"
                              " where type = 'table' and name not like 'sqlite_%' order by rowid";
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "tables", sql, &stmt, err);

    while (rc >= 0 && (rc = stmt_step(stmt, err)) > 0) {
        struct slice name = stmt_slice(stmt, 0);
        strbuf_add(ret_names, name.text, name.size);
        strbuf_addc(ret_names, '\0');
    }
    return rc;
}

int facts_tables(struct store *store,
                 int (*each)(void *context, const char *table, struct err *err), void *context,
                 struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) names = STRBUF_INIT;
    int rc = list_tables(store, &names, err);

    for (size_t at = 0; rc == 0 && at < names.size; at += strlen(names.text + at) + 1) {
        rc = each(context, names.text + at, err);
    }
    return rc;
}

/* --- export --------------------------------------------------------------------- */

struct exporting {
    struct store *store;
    int (*add)(void *context, const char *table, struct strbuf *text, struct err *err);
    void *context;
};

/* The place of each row in the canonical order, which is its id in the text. */
static int rank_rows(struct store *store, const struct shape *shape, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) sql = STRBUF_INIT;

    strbuf_addf(&sql,
                "drop table if exists temp.rank_%s;"
                "create temp table rank_%s(id integer primary key, rank integer);"
                "insert into temp.rank_%s select id, row_number() over ()"
                " from (select %s, t.id from main.%s t order by ",
                shape->table, shape->table, shape->table, shape->expressions.text, shape->table);
    add_order(&sql, shape);
    strbuf_adds(&sql, ", t.id)");
    return store_run(store, "rank", sql.text, err);
}

static void add_header(const struct shape *shape, struct strbuf *text)
{
    strbuf_addf(text, "{\"table\":\"%s\",\"columns\":[%s]}\n", shape->table, shape->json.text);
}

static int write_rows(struct store *store, const struct shape *shape, struct strbuf *text,
                      struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) sql = STRBUF_INIT;
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;

    strbuf_addf(&sql, "select json_array(%s) from (select %s from main.%s t order by ",
                shape->columns.text, shape->expressions.text, shape->table);
    add_order(&sql, shape);
    strbuf_adds(&sql, ")");
    int rc = stmt_prepare(store, shape->table, sql.text, &stmt, err);
    while (rc >= 0 && (rc = stmt_step(stmt, err)) > 0) {
        struct slice row = stmt_slice(stmt, 0);
        strbuf_add(text, row.text, row.size);
        strbuf_addc(text, '\n');
    }
    return rc;
}

static int export_table(void *context, const char *table, struct err *err)
{
    struct exporting *exporting = context;
    struct shape CLEANUP(shape_release) shape = SHAPE_INIT;
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    int rc = read_shape(exporting->store, table, &shape, err);

    if (rc == 0 && shape.has_id) {
        rc = rank_rows(exporting->store, &shape, err);
    }
    if (rc == 0) {
        add_header(&shape, &text);
        rc = write_rows(exporting->store, &shape, &text, err);
    }
    return rc < 0 ? rc : exporting->add(exporting->context, shape.table, &text, err);
}

int facts_export(struct store *store,
                 int (*add)(void *context, const char *table, struct strbuf *text, struct err *err),
                 void *context, struct err *err)
{
    struct exporting exporting = {store, add, context};
    return facts_tables(store, export_table, &exporting, err);
}

/* --- import --------------------------------------------------------------------- */

static struct slice next_line(struct slice *rest)
{
    const char *end = memchr(rest->text, '\n', rest->size);
    struct slice line = {rest->text, end ? (size_t)(end - rest->text) : rest->size};
    *rest = slice_from(*rest, end ? line.size + 1 : line.size);
    return line;
}

static int check_header(const struct shape *shape, struct slice line, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) wanted = STRBUF_INIT;

    add_header(shape, &wanted);
    struct slice header = {wanted.text, wanted.size - 1};
    return slice_equal(header, line)
               ? 0
               : FAIL(err, ERR_INPUT, "line 1: these are not the columns of this version's '%s'",
                      shape->table);
}

static int insert_rows(struct store *store, const struct shape *shape, struct slice rest,
                       struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) sql = STRBUF_INIT;
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int64_t n_lines = 1;

    strbuf_addf(&sql, "insert into %s (%s) select %s where json_array_length(:row) = %lld",
                shape->table, shape->columns.text, shape->values.text, (long long)shape->n_columns);
    int rc = stmt_prepare(store, shape->table, sql.text, &stmt, err);
    while (rc == 0 && rest.size > 0) {
        stmt_bind_slice(stmt, ":row", next_line(&rest));
        n_lines++;
        if ((rc = stmt_run(stmt, err)) < 0) {
            err_prefix(err, "line %lld: ", (long long)n_lines);
            err->code = ERR_INPUT;
            return ERR_INPUT;
        }
        if (store_changes(store) != 1) {
            return FAIL(err, ERR_INPUT, "line %lld: expected an array of %lld values",
                        (long long)n_lines, (long long)shape->n_columns);
        }
    }
    return rc;
}

int facts_import(struct store *store, const char *table, struct slice text, struct err *err)
{
    struct shape CLEANUP(shape_release) shape = SHAPE_INIT;
    int rc = read_shape(store, table, &shape, err);

    if (rc == 0 && shape.n_columns == 0) {
        rc = FAIL(err, ERR_INPUT, "there is no table '%s'", table);
    }
    if (rc == 0) {
        rc = check_header(&shape, next_line(&text), err);
    }
    return rc < 0 ? rc : insert_rows(store, &shape, text, err);
}
