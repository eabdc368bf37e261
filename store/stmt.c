/* SPDX-License-Identifier: Apache-2.0 */
#include "store/stmt.h"

#include <stdlib.h>
#include <string.h>

#include "store/internal.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

struct stmt {
    sqlite3_stmt *handle;
    char *name;
    const char *unknown; /* the first parameter that was bound but is not in the SQL */
    int limit;           /* millions of steps that it may run; 0: no limit */
    int n_run;           /* millions of steps that it has run */
};

enum { STEPS_COUNTED = 1000000 };

int stmt_prepare(struct store *store, const char *name, const char *sql, struct stmt **ret_stmt,
                 struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = mem_alloc(sizeof *stmt);
    stmt->name = mem_strdup(name);
    const char *tail = NULL;
    if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, &tail) !=
        SQLITE_OK) {
        return FAIL(err, ERR_STORE, "%s: %s", name, sqlite3_errmsg(store->db));
    }
    if (!stmt->handle) {
        return FAIL(err, ERR_STORE, "%s: holds no SQL statement", name);
    }
    struct stmt *CLEANUP(stmt_freep) rest = mem_alloc(sizeof *rest);
    if (sqlite3_prepare_v2(store->db, tail, -1, &rest->handle, NULL) != SQLITE_OK || rest->handle) {
        return FAIL(err, ERR_STORE, "%s: holds more than one SQL statement", name);
    }
    *ret_stmt = TAKE(stmt);
    return 0;
}

int stmt_prepare_next(struct store *store, const char *name, const char **sql,
                      struct stmt **ret_stmt, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = mem_alloc(sizeof *stmt);
    stmt->name = mem_strdup(name);
    if (sqlite3_prepare_v3(store->db, *sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, sql) !=
        SQLITE_OK) {
        return FAIL(err, ERR_STORE, "%s: %s", name, sqlite3_errmsg(store->db));
    }
    if (!stmt->handle) {
        return 0;
    }
    *ret_stmt = TAKE(stmt);
    return 1;
}

void stmt_free(struct stmt *stmt)
{
    if (stmt) {
        sqlite3_finalize(stmt->handle);
        free(stmt->name);
        free(stmt);
    }
}

static int parameter_index(struct stmt *stmt, const char *parameter)
{
    int index = sqlite3_bind_parameter_index(stmt->handle, parameter);
    if (index == 0 && !stmt->unknown) {
        stmt->unknown = parameter;
    }
    return index;
}

void stmt_bind_slice(struct stmt *stmt, const char *parameter, struct slice text)
{
    sqlite3_bind_text64(stmt->handle, parameter_index(stmt, parameter), text.text ? text.text : "",
                        text.size, SQLITE_STATIC, SQLITE_UTF8);
}

void stmt_bind_text(struct stmt *stmt, const char *parameter, const char *text)
{
    if (text) {
        stmt_bind_slice(stmt, parameter, slice_of(text));
    } else {
        stmt_bind_null(stmt, parameter);
    }
}

void stmt_bind_int(struct stmt *stmt, const char *parameter, int64_t value)
{
    sqlite3_bind_int64(stmt->handle, parameter_index(stmt, parameter), value);
}

void stmt_bind_null(struct stmt *stmt, const char *parameter)
{
    sqlite3_bind_null(stmt->handle, parameter_index(stmt, parameter));
}

bool stmt_has_parameter(const struct stmt *stmt, const char *parameter)
{
    return sqlite3_bind_parameter_index(stmt->handle, parameter) != 0;
}

int stmt_n_parameters(const struct stmt *stmt)
{
    return sqlite3_bind_parameter_count(stmt->handle);
}

const char *stmt_parameter_name(const struct stmt *stmt, int number)
{
    return sqlite3_bind_parameter_name(stmt->handle, number);
}

void stmt_limit_steps(struct stmt *stmt, int millions)
{
    stmt->limit = millions;
    stmt->n_run = 0;
}

/* Called after every million steps; not 0 ends the statement. */
static int count_steps(void *context)
{
    struct stmt *stmt = context;
    return ++stmt->n_run >= stmt->limit;
}

static int step(struct stmt *stmt)
{
    if (stmt->limit == 0) {
        return sqlite3_step(stmt->handle);
    }
    sqlite3 *db = sqlite3_db_handle(stmt->handle);
    sqlite3_progress_handler(db, STEPS_COUNTED, count_steps, stmt);
    int rc = sqlite3_step(stmt->handle);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    return rc;
}

int stmt_step(struct stmt *stmt, struct err *err)
{
    if (stmt->unknown) {
        return FAIL(err, ERR_BUG, "%s: has no parameter %s", stmt->name, stmt->unknown);
    }
    int rc = step(stmt);
    if (rc == SQLITE_ROW) {
        return 1;
    }
    if (rc == SQLITE_DONE) {
        return 0;
    }
    if ((rc & 0xff) == SQLITE_INTERRUPT) {
        return FAIL(
            err, ERR_INPUT,
            "%s: was ended after %d million steps; does a query of it go on without end, or "
            "join tables without a condition?",
            stmt->name, stmt->limit);
    }
    /* What a statement that was prepared stumbles over while it runs is a value: one that
     * a column refuses, or that a function cannot take, such as text that is no JSON. */
    bool bad_value = (rc & 0xff) == SQLITE_CONSTRAINT || (rc & 0xff) == SQLITE_ERROR ||
                     (rc & 0xff) == SQLITE_MISMATCH || (rc & 0xff) == SQLITE_TOOBIG;
    return FAIL(err, bad_value ? ERR_INPUT : ERR_STORE, "%s: %s", stmt->name,
                sqlite3_errmsg(sqlite3_db_handle(stmt->handle)));
}

void stmt_reset(struct stmt *stmt)
{
    sqlite3_reset(stmt->handle);
}

int stmt_run(struct stmt *stmt, struct err *err)
{
    int rc = 0;
    do {
        rc = stmt_step(stmt, err);
    } while (rc > 0);
    stmt_reset(stmt);
    return rc;
}

int stmt_n_columns(const struct stmt *stmt)
{
    return sqlite3_column_count(stmt->handle);
}

const char *stmt_column_name(const struct stmt *stmt, int column)
{
    return sqlite3_column_name(stmt->handle, column);
}

enum stmt_type stmt_type(const struct stmt *stmt, int column)
{
    switch (sqlite3_column_type(stmt->handle, column)) {
    case SQLITE_INTEGER:
        return STMT_INT;
    case SQLITE_FLOAT:
        return STMT_REAL;
    case SQLITE_TEXT:
        return STMT_TEXT;
    case SQLITE_BLOB:
        return STMT_BLOB;
    default:
        return STMT_NULL;
    }
}

struct slice stmt_slice(const struct stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt->handle, column);
    size_t size = (size_t)sqlite3_column_bytes(stmt->handle, column);
    return (struct slice){text ? text : "", text ? size : 0};
}

const char *stmt_text(const struct stmt *stmt, int column)
{
    return stmt_slice(stmt, column).text;
}

int64_t stmt_int(const struct stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

bool stmt_is_null(const struct stmt *stmt, int column)
{
    return stmt_type(stmt, column) == STMT_NULL;
}

bool stmt_is_readonly(const struct stmt *stmt)
{
    return sqlite3_stmt_readonly(stmt->handle) != 0;
}

int stmt_query_int(struct store *store, const char *sql, int64_t *ret_value, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, sql, sql, &stmt, err);
    if (rc < 0) {
        return rc;
    }
    rc = stmt_step(stmt, err);
    if (rc > 0) {
        *ret_value = stmt_int(stmt, 0);
    }
    return rc < 0 ? rc : 0;
}
