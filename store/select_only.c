/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdlib.h>

#include "store/internal.h"
#include "store/stmt.h"
#include "support/err.h"
#include "support/mem.h"

/* While one statement is compiled: what it may read, and what there is. */
struct guard {
    const char *const *readable; /* NULL-terminated */
    char **existing;             /* every table and view, NULL-terminated */
};

static void guard_release(struct guard *guard)
{
    for (char **name = guard->existing; name && *name; name++) {
        free(*name);
    }
    free(guard->existing);
}

static bool listed(const char *const *names, const char *name)
{
    for (; name && names && *names; names++) {
        if (sqlite3_stricmp(*names, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool exists(const struct guard *guard, const char *name)
{
    return sqlite3_strnicmp(name, "sqlite_", 7) == 0 || sqlite3_strnicmp(name, "pragma_", 7) == 0 ||
           listed((const char *const *)guard->existing, name);
}

/* SQLite asks for the columns of tables and views, never of a common table
 * expression; but count(*) over one asks for its name with an empty column. What a
 * view or an expression reads is asked under its own name, so an expression called
 * like a readable table opens no door. */
static bool may_read(const struct guard *guard, const char *table, const char *column)
{
    static const char *const functions[] = {"json_each", "json_tree", NULL};
    return listed(guard->readable, table) || listed(functions, table) ||
           (table && column && !*column && !exists(guard, table));
}

static int authorize(void *context, int action, const char *first, const char *second,
                     const char *schema, const char *view)
{
    static const char *const denied[] = {
        "load_extension", "random",       "randomblob", "current_timestamp",
        "current_date",   "current_time", NULL};
    (void)schema, (void)view;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return listed(denied, second) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_READ:
        return may_read(context, first, second) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int list_existing(struct store *store, struct guard *guard, struct err *err)
{
    /* The first use of json_each on a connection declares it, which the authorizer
     * would have to allow: hence the join. */
    static const char sql[] = "select name from main.sqlite_schema"
                              " union select name from temp.sqlite_schema"
                              " union select 'json' from json_each('[]'), json_tree('[]')";
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "list tables", sql, &stmt, err);
    void *names = NULL;
    size_t capacity = 0;
    size_t n = 0;
    while (rc >= 0 && (rc = stmt_step(stmt, err)) > 0) {
        mem_reserve(&names, &capacity, n + 2, sizeof *guard->existing);
        guard->existing = names;
        guard->existing[n++] = mem_strdup(stmt_text(stmt, 0));
        guard->existing[n] = NULL;
    }
    return rc;
}

int stmt_prepare_select(struct store *store, const char *name, const char *sql,
                        const char *const *readable, struct stmt **ret_stmt, struct err *err)
{
    struct guard CLEANUP(guard_release) guard = {readable, NULL};
    int rc = list_existing(store, &guard, err);
    if (rc < 0) {
        return rc;
    }
    sqlite3_set_authorizer(store->db, authorize, &guard);
    rc = stmt_prepare(store, name, sql, ret_stmt, err);
    sqlite3_set_authorizer(store->db, NULL, NULL);
    return rc;
}
