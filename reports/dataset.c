/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/dataset.h"

#include <string.h>

#include "reports/value.h"
#include "support/cleanup.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

enum { FIELDS_MAX = 40, NAME_MAX_SIZE = 28 };

static const char *const kinds[] = {"text", "amount", "ratio", "count", "seconds", NULL};

/* --- cells ---------------------------------------------------------------------- */

static int add_bytes(const char *bytes, size_t size, void *buf)
{
    strbuf_add(buf, bytes, size);
    return 0;
}

/* Lists of plain values are joined; anything deeper is printed as JSON. */
static void add_value(struct strbuf *out, const json_t *value)
{
    const json_t *item = NULL;
    size_t i = 0;

    if (json_is_string(value)) {
        strbuf_add(out, json_string_value(value), json_string_length(value));
    } else if (json_is_array(value) && !json_is_object(json_array_get(value, 0))) {
        json_array_foreach((json_t *)value, i, item)
        {
            strbuf_adds(out, i ? "; " : "");
            add_value(out, item);
        }
    } else {
        (void)json_dump_callback(value, add_bytes, out,
                                 JSON_ENCODE_ANY | JSON_SORT_KEYS | JSON_COMPACT);
    }
}

static const char *cell_of(struct arena *arena, const json_t *value)
{
    if (!value || json_is_null(value)) {
        return NULL;
    }
    if (json_is_string(value)) {
        return json_string_value(value);
    }
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    add_value(&text, value);
    return arena_slice_dup(arena, strbuf_slice(&text));
}

/* --- columns -------------------------------------------------------------------- */

struct source {
    const char *path; /* in the row */
    struct field field;
};

static bool read_kind(const char *name, enum field_kind *ret_kind)
{
    for (int i = 0; kinds[i]; i++) {
        if (strcmp(kinds[i], name) == 0) {
            *ret_kind = (enum field_kind)i;
            return true;
        }
    }
    return false;
}

static const char *name_of(struct arena *arena, const char *path)
{
    struct strbuf CLEANUP(strbuf_release) name = STRBUF_INIT;

    for (const char *p = path; *p; p++) {
        if (p[0] == '/' && p[1] == '0') {
            p++;
        } else {
            strbuf_addc(&name, (char)(*p == '/' ? '_' : *p));
        }
    }
    return arena_slice_dup(arena, strbuf_slice(&name));
}

static int read_columns(struct arena *arena, const json_t *columns, struct source *sources,
                        size_t *ret_n, struct err *err)
{
    const json_t *column = NULL;
    size_t i = 0;

    if (json_array_size(columns) == 0 || json_array_size(columns) > FIELDS_MAX) {
        return FAIL(err, ERR_INPUT, "\"columns\" must hold 1 to %d columns", FIELDS_MAX);
    }
    json_array_foreach((json_t *)columns, i, column)
    {
        const char *text = json_string_value(column);
        const char *bar = text ? strchr(text, '|') : NULL;

        if (!text || (bar && !read_kind(bar + 1, &sources[i].field.kind))) {
            return FAIL(err, ERR_INPUT, "column %zu: expected \"path\" or \"path|kind\"", i + 1);
        }
        sources[i].path =
            arena_slice_dup(arena, (struct slice){text, bar ? (size_t)(bar - text) : strlen(text)});
        sources[i].field.name = name_of(arena, sources[i].path);
    }
    *ret_n = json_array_size(columns);
    return 0;
}

static bool is_name(const char *name)
{
    size_t size = strlen(name);
    return size > 0 && size <= NAME_MAX_SIZE &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == size;
}

/* --- building ------------------------------------------------------------------- */

static void fill_rows(struct arena *arena, const json_t *rows, const struct source *sources,
                      struct dataset *dataset)
{
    const json_t *row = NULL;
    size_t i = 0;

    dataset->n_rows = json_array_size(rows);
    dataset->cells =
        arena_alloc(arena, (dataset->n_rows * dataset->n_fields + 1) * sizeof *dataset->cells);
    json_array_foreach((json_t *)rows, i, row)
    {
        for (size_t f = 0; f < dataset->n_fields; f++) {
            const json_t *value = json_is_object(row) ? value_at(row, sources[f].path) : row;
            dataset->cells[i * dataset->n_fields + f] = cell_of(arena, value);
        }
    }
}

static int build_one(struct arena *arena, const json_t *content, const json_t *declared,
                     struct dataset *dataset, struct err *err)
{
    struct source sources[FIELDS_MAX] = {{NULL, {NULL, FIELD_TEXT}}};
    struct strbuf CLEANUP(strbuf_release) csv = STRBUF_INIT;
    int rc =
        read_columns(arena, json_object_get(declared, "columns"), sources, &dataset->n_fields, err);

    if (rc < 0) {
        return rc;
    }
    dataset->name = arena_strdup(arena, value_text(declared, "name"));
    if (!is_name(dataset->name)) {
        return FAIL(err, ERR_INPUT, "\"name\" must be up to %d lower-case letters, digits and '_'",
                    NAME_MAX_SIZE);
    }
    dataset->fields = arena_alloc(arena, dataset->n_fields * sizeof *dataset->fields);
    for (size_t i = 0; i < dataset->n_fields; i++) {
        dataset->fields[i] = sources[i].field;
    }
    fill_rows(arena, value_at(content, value_text(declared, "rows")), sources, dataset);
    dataset_csv(dataset, &csv);
    sha256_of(csv.text, csv.size, dataset->sha256);
    return 0;
}

static bool belongs_to(const json_t *declared, const char *report)
{
    const json_t *name = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(declared, "reports"), i, name)
    {
        if (json_is_string(name) && strcmp(json_string_value(name), report) == 0) {
            return true;
        }
    }
    return false;
}

int datasets_build(struct arena *arena, const char *report, const json_t *content,
                   const json_t *declared, struct datasets *ret_datasets, struct err *err)
{
    const json_t *list = json_object_get(declared, "datasets");
    const json_t *item = NULL;
    size_t i = 0;

    *ret_datasets = (struct datasets){
        0, arena_alloc(arena, (json_array_size(list) + 1) * sizeof(struct dataset))};
    json_array_foreach((json_t *)list, i, item)
    {
        if (!belongs_to(item, report)) {
            continue;
        }
        struct dataset *dataset = &ret_datasets->items[ret_datasets->n++];
        int rc = build_one(arena, content, item, dataset, err);
        if (rc < 0) {
            err_prefix(err, "datasets.json: dataset %zu: ", i + 1);
            return rc;
        }
    }
    return 0;
}

static json_t *view_of(const struct dataset *dataset)
{
    return json_pack("{s:o,s:I,s:s}", "file", json_sprintf("%s.csv", dataset->name), "rows",
                     (json_int_t)dataset->n_rows, "sha256", dataset->sha256);
}

json_t *datasets_view(const struct datasets *datasets)
{
    json_t *view = json_object();

    for (size_t i = 0; i < datasets->n; i++) {
        json_object_set_new(view, datasets->items[i].name, view_of(&datasets->items[i]));
    }
    return view;
}

json_t *datasets_files(const struct datasets *datasets, const char *json_sha256)
{
    json_t *list =
        json_pack("[{s:s,s:n,s:s}]", "file", "report.json", "rows", "sha256", json_sha256);

    for (size_t i = 0; i < datasets->n; i++) {
        json_array_append_new(list, view_of(&datasets->items[i]));
    }
    return list;
}

/* --- CSV ------------------------------------------------------------------------ */

static void add_cell(struct strbuf *out, const char *cell, enum field_kind kind)
{
    struct decimal number;
    bool guarded = *cell && strchr("=+-@\t\r", *cell) &&
                   (kind == FIELD_TEXT || !decimal_read(slice_of(cell), &number));
    bool quoted = strpbrk(cell, ",\"\r\n") != NULL;

    strbuf_adds(out, quoted ? "\"" : "");
    strbuf_adds(out, guarded ? "'" : "");
    for (const char *p = cell; *p; p++) {
        strbuf_adds(out, *p == '"' ? "\"" : "");
        strbuf_addc(out, *p);
    }
    strbuf_adds(out, quoted ? "\"" : "");
}

void dataset_csv(const struct dataset *dataset, struct strbuf *out)
{
    for (size_t f = 0; f < dataset->n_fields; f++) {
        strbuf_adds(out, f ? "," : "");
        strbuf_adds(out, dataset->fields[f].name);
    }
    strbuf_adds(out, "\r\n");
    for (size_t i = 0; i < dataset->n_rows; i++) {
        for (size_t f = 0; f < dataset->n_fields; f++) {
            const char *cell = dataset->cells[i * dataset->n_fields + f];
            strbuf_adds(out, f ? "," : "");
            add_cell(out, cell ? cell : "", dataset->fields[f].kind);
        }
        strbuf_adds(out, "\r\n");
    }
}
