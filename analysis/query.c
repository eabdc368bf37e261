/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/query.h"

#include <string.h>

#include "store/stmt.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/slice.h"

extern const struct asset analysis_assets[];

static void json_free(json_t **owner)
{
    json_decref(*owner);
}

/* Adds one column to `row`. */
static int add_member(const struct stmt *stmt, int column, const char *name, json_t *row,
                      struct err *err)
{
    struct slice key = slice_of(stmt_column_name(stmt, column));
    struct slice text = stmt_slice(stmt, column);
    bool nested = slice_ends(key, SLICE_LITERAL("_json"));
    json_error_t why;
    json_t *value = NULL;
    switch (stmt_type(stmt, column)) {
    case STMT_NULL:
        value = json_null();
        break;
    case STMT_INT:
        value = json_integer(stmt_int(stmt, column));
        break;
    case STMT_TEXT:
        value = nested ? json_loadb(text.text, text.size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why)
                       : json_stringn(text.text, text.size);
        break;
    default:
        break;
    }
    if (!value) {
        return FAIL(err, ERR_BUG, "%s: column %s is no text, integer or JSON", name, key.text);
    }
    char *CLEANUP(mem_freep) plain =
        mem_slice_dup((struct slice){key.text, key.size - (nested ? strlen("_json") : 0)});
    json_object_set_new(row, plain, value);
    return 0;
}

static int read_row(const struct stmt *stmt, const char *name, json_t **ret_row, struct err *err)
{
    json_t *CLEANUP(json_free) row = json_object();
    for (int i = 0; i < stmt_n_columns(stmt); i++) {
        int rc = add_member(stmt, i, name, row, err);
        if (rc < 0) {
            return rc;
        }
    }
    *ret_row = TAKE(row);
    return 0;
}

static void bind_keys(struct stmt *stmt, const json_t *keys)
{
    for (int i = 1; i <= stmt_n_parameters(stmt); i++) {
        const char *parameter = stmt_parameter_name(stmt, i);
        const json_t *value = parameter ? json_object_get(keys, parameter + 1) : NULL;
        if (json_is_string(value)) {
            stmt_bind_text(stmt, parameter, json_string_value(value));
        } else if (json_is_integer(value)) {
            stmt_bind_int(stmt, parameter, json_integer_value(value));
        }
    }
}

int query_array_of(struct store *store, const char *name, const char *sql, const json_t *keys,
                   json_t **ret_rows, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, name, sql, &stmt, err);
    if (rc < 0) {
        return rc;
    }
    bind_keys(stmt, keys);
    json_t *CLEANUP(json_free) rows = json_array();
    while ((rc = stmt_step(stmt, err)) > 0) {
        json_t *row = NULL;
        if ((rc = read_row(stmt, name, &row, err)) < 0) {
            break;
        }
        json_array_append_new(rows, row);
    }
    if (rc == 0) {
        *ret_rows = TAKE(rows);
    }
    return rc;
}

int query_array(struct store *store, const char *name, const char *sql, json_t **ret_rows,
                struct err *err)
{
    return query_array_of(store, name, sql, NULL, ret_rows, err);
}

static int query_object_of(struct store *store, const char *name, const char *sql,
                           const json_t *keys, json_t **ret_row, struct err *err)
{
    json_t *CLEANUP(json_free) rows = NULL;
    int rc = query_array_of(store, name, sql, keys, &rows, err);
    if (rc < 0) {
        return rc;
    }
    if (json_array_size(rows) > 1) {
        return FAIL(err, ERR_BUG, "%s: gave %zu rows where one was expected", name,
                    json_array_size(rows));
    }
    json_t *row = json_array_get(rows, 0);
    *ret_row = row ? json_incref(row) : json_null();
    return 0;
}

int query_object(struct store *store, const char *name, const char *sql, json_t **ret_row,
                 struct err *err)
{
    return query_object_of(store, name, sql, NULL, ret_row, err);
}

/* The object that `name` ("spend/by_tier.sql") lies in, made where it is missing. */
static json_t *parent_of(json_t *result, const char *name, const char **ret_leaf)
{
    json_t *parent = result;
    for (const char *slash; (slash = strchr(name, '/')); name = slash + 1) {
        char *CLEANUP(mem_freep) key = mem_slice_dup((struct slice){name, (size_t)(slash - name)});
        if (!json_object_get(parent, key)) {
            json_object_set_new(parent, key, json_object());
        }
        parent = json_object_get(parent, key);
    }
    *ret_leaf = name;
    return parent;
}

static int run_section(struct store *store, const struct asset *section, const char *name,
                       const json_t *keys, json_t *result, struct err *err)
{
    bool single = slice_starts(slice_of(section->text), SLICE_LITERAL("-- object\n"));
    json_t *CLEANUP(json_free) value = NULL;
    int rc = (single ? query_object_of : query_array_of)(store, section->name, section->text, keys,
                                                         &value, err);
    if (rc < 0) {
        return rc;
    }
    const char *leaf = NULL;
    json_t *parent = parent_of(result, name, &leaf);
    if (strcmp(leaf, "_.sql") == 0) {
        if (json_is_object(value)) {
            json_object_update(parent, value);
        }
        return 0;
    }
    char *CLEANUP(mem_freep) key =
        mem_slice_dup((struct slice){leaf, strlen(leaf) - strlen(".sql")});
    json_object_set(parent, key, value);
    return 0;
}

int query_sections_of(struct store *store, const char *folder, const json_t *keys, json_t *result,
                      struct err *err)
{
    struct slice prefix = slice_of(folder);
    for (const struct asset *section = analysis_assets; section->name; section++) {
        struct slice name = slice_of(section->name);
        if (!slice_starts(name, prefix) || section->name[prefix.size] != '/' ||
            !slice_ends(name, SLICE_LITERAL(".sql"))) {
            continue;
        }
        int rc = run_section(store, section, section->name + prefix.size + 1, keys, result, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

int query_sections(struct store *store, const char *folder, json_t *result, struct err *err)
{
    return query_sections_of(store, folder, NULL, result, err);
}

const char *query_text(const char *name)
{
    char *CLEANUP(mem_freep) path = mem_format("queries/%s.sql", name);
    const struct asset *query = asset_find(analysis_assets, path);
    return query ? query->text : "";
}
