/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/build.h"

#include <string.h>

#include "reports/format.h"
#include "reports/value.h"
#include "support/cleanup.h"
#include "support/err.h"

enum { DEPTH_MAX = 6, COLUMNS_MAX = 4, ITEMS_MAX = 12 };

static const char *const text_styles[] = {"body",    "lead", "note", "bullet",
                                          "callout", "code", NULL};
static const char *const tones[] = {"plain", "good", "bad", "muted", NULL};

/* The place of `name` in a list, or 0 (the default) when it is not there. */
static int place_in(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return 0;
}

struct block *build_block(struct builder *builder, enum block_kind kind)
{
    struct block *block = arena_alloc(&builder->document->arena, sizeof *block);

    block->kind = kind;
    *builder->tail = block;
    builder->tail = &block->next;
    return block;
}

int build_text(struct builder *builder, struct scope scope, const json_t *text,
               const char **ret_text, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) buf = STRBUF_INIT;
    int status = scope_expand(scope, text, &buf, err);

    if (status == 0) {
        *ret_text = document_text(builder->document, buf.text, buf.size);
    }
    return status;
}

int build_check_keys(const json_t *section, const char *const *allowed, struct err *err)
{
    const char *key = NULL;
    json_t *value = NULL;

    json_object_foreach((json_t *)section, key, value)
    {
        const char *const *name = allowed;

        while (*name && strcmp(*name, key) != 0) {
            name++;
        }
        if (!*name && strcmp(key, "block") != 0 && strcmp(key, "when") != 0) {
            return FAIL(err, ERR_INPUT, "block '%s' has no key '%s'", value_text(section, "block"),
                        key);
        }
    }
    return 0;
}

/* --- rows --------------------------------------------------------------------- */

struct where {
    const char *key;
    char *wanted; /* the texts that the value may have, each between '\n' */
};

static bool row_meets(const json_t *row, const struct where *where, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;

        strbuf_addc(&text, '\n');
        format_value(&text, value_at(row, where[i].key), "text");
        strbuf_addc(&text, '\n');
        if (!strstr(where[i].wanted, text.text)) {
            return false;
        }
    }
    return true;
}

/* {"verdict": ["fail", "pass"], "rule": "{id}"}: texts are filled in outside the row. */
static int read_where(struct scope scope, const json_t *json, struct where *where, size_t *ret_n,
                      struct err *err)
{
    const char *key = NULL;
    json_t *value = NULL;

    json_object_foreach((json_t *)json, key, value)
    {
        struct strbuf text = STRBUF_INIT;
        json_t *choice = NULL;
        size_t i = 0;
        int status = 0;

        if (*ret_n == ITEMS_MAX) {
            return FAIL(err, ERR_INPUT, "more than %d conditions in \"where\"", ITEMS_MAX);
        }
        strbuf_addc(&text, '\n');
        if (json_is_string(value)) {
            status = scope_expand(scope, value, &text, err);
            strbuf_addc(&text, '\n');
        }
        json_array_foreach(json_is_array(value) ? value : NULL, i, choice)
        {
            status = status < 0 ? status : scope_expand(scope, choice, &text, err);
            strbuf_addc(&text, '\n');
        }
        where[(*ret_n)++] = (struct where){key, strbuf_detach(&text)};
        if (status < 0) {
            return status;
        }
    }
    return 0;
}

int build_rows(struct builder *builder, struct scope scope, const json_t *section,
               const json_t ***ret_rows, size_t *ret_n, struct err *err)
{
    const json_t *array = scope_value(scope, value_text(section, "rows"));
    struct where where[ITEMS_MAX];
    size_t n_where = 0;
    const json_t *row = NULL;
    size_t i = 0;
    size_t n = 0;
    int status = read_where(scope, json_object_get(section, "where"), where, &n_where, err);

    *ret_rows = arena_alloc(&builder->document->arena,
                            (json_array_size(array) + 1) * sizeof(const json_t *));
    json_array_foreach((json_t *)array, i, row)
    {
        if (status == 0 && row_meets(row, where, n_where)) {
            (*ret_rows)[n++] = row;
        }
    }
    *ret_n = n;
    for (i = 0; i < n_where; i++) {
        mem_freep(&where[i].wanted);
    }
    return status;
}

/* --- blocks ---------------------------------------------------------------------- */

static int build_title(struct builder *builder, struct scope scope, const json_t *section,
                       struct err *err)
{
    static const char *const keys[] = {"text", NULL};
    const char *text = NULL;
    int status = build_check_keys(section, keys, err);

    status = status < 0 ? status
                        : build_text(builder, scope, json_object_get(section, "text"), &text, err);
    if (status == 0) {
        build_block(builder, BLOCK_TITLE)->text = text;
    }
    return status;
}

static int build_heading(struct builder *builder, struct scope scope, const json_t *section,
                         struct err *err)
{
    static const char *const keys[] = {"text", "level", NULL};
    const char *text = NULL;
    int status = build_check_keys(section, keys, err);

    status = status < 0 ? status
                        : build_text(builder, scope, json_object_get(section, "text"), &text, err);
    if (status == 0) {
        struct block *block = build_block(builder, BLOCK_HEADING);

        block->text = text;
        block->level = value_int(section, "level") == 2 ? 2 : 1;
    }
    return status;
}

static int build_paragraph(struct builder *builder, struct scope scope, const json_t *section,
                           struct err *err)
{
    static const char *const keys[] = {"text", "style", NULL};
    const char *text = NULL;
    int status = build_check_keys(section, keys, err);

    status = status < 0 ? status
                        : build_text(builder, scope, json_object_get(section, "text"), &text, err);
    if (status == 0 && *text) {
        struct block *block = build_block(builder, BLOCK_TEXT);

        block->text = text;
        block->style = (enum text_style)place_in(text_styles, value_text(section, "style"));
    }
    return status;
}

static int build_figure(struct builder *builder, struct scope scope, const json_t *item,
                        struct figure *figure, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) tone = STRBUF_INIT;
    int status = build_text(builder, scope, json_object_get(item, "label"), &figure->label, err);

    status = status < 0
                 ? status
                 : build_text(builder, scope, json_object_get(item, "value"), &figure->value, err);
    status = status < 0
                 ? status
                 : build_text(builder, scope, json_object_get(item, "note"), &figure->note, err);
    status = status < 0 ? status : scope_expand(scope, json_object_get(item, "tone"), &tone, err);
    figure->tone = (enum tone)place_in(tones, tone.text);
    return status;
}

static int build_figures(struct builder *builder, struct scope scope, const json_t *section,
                         struct err *err)
{
    static const char *const keys[] = {"items", NULL};
    const json_t *items = json_object_get(section, "items");
    const json_t *item = NULL;
    struct figure *figures =
        arena_alloc(&builder->document->arena, (json_array_size(items) + 1) * sizeof *figures);
    size_t n = 0;
    size_t i = 0;
    int status = build_check_keys(section, keys, err);

    json_array_foreach((json_t *)items, i, item)
    {
        if (status == 0 && scope_holds(scope, json_object_get(item, "when"))) {
            status = build_figure(builder, scope, item, &figures[n++], err);
        }
    }
    if (status == 0 && n > 0) {
        struct block *block = build_block(builder, BLOCK_FIGURES);

        block->figures = figures;
        block->n_figures = n;
    }
    return status;
}

static int build_contents(struct builder *builder, struct scope scope, const json_t *section,
                          struct err *err)
{
    static const char *const keys[] = {NULL};

    (void)scope;
    build_block(builder, BLOCK_CONTENTS);
    return build_check_keys(section, keys, err);
}

static int build_page_break(struct builder *builder, struct scope scope, const json_t *section,
                            struct err *err)
{
    static const char *const keys[] = {NULL};

    (void)scope;
    build_block(builder, BLOCK_PAGE_BREAK);
    return build_check_keys(section, keys, err);
}

static int build_columns(struct builder *builder, struct scope scope, const json_t *section,
                         int depth, struct err *err)
{
    static const char *const keys[] = {"columns", NULL};
    const json_t *columns = json_object_get(section, "columns");
    struct arena *arena = &builder->document->arena;
    struct block *block = NULL;
    const json_t *column = NULL;
    size_t i = 0;
    int status = build_check_keys(section, keys, err);

    if (status == 0 && (json_array_size(columns) == 0 || json_array_size(columns) > COLUMNS_MAX)) {
        status = FAIL(err, ERR_INPUT, "\"columns\" must hold 1 to %d columns", COLUMNS_MAX);
    }
    if (status < 0) {
        return status;
    }
    block = build_block(builder, BLOCK_COLUMNS);
    block->n_columns = json_array_size(columns);
    block->columns = arena_alloc(arena, block->n_columns * sizeof(void *));
    block->widths = arena_alloc(arena, block->n_columns * sizeof *block->widths);
    json_array_foreach((json_t *)columns, i, column)
    {
        struct builder inner = {builder->document, &block->columns[i]};
        double width = json_number_value(json_object_get(column, "width"));

        block->widths[i] = width > 0 && width <= 1 ? width : 1.0 / (double)block->n_columns;
        status = build_sections(&inner, scope, json_object_get(column, "blocks"), depth + 1, err);
        if (status < 0) {
            return status;
        }
    }
    return 0;
}

/* What a limit hides is said, in the template's words or these. */
static int build_rest(struct builder *builder, struct scope scope, const json_t *section,
                      size_t n_hidden, struct err *err)
{
    json_t *CLEANUP(json_decrefp) counts = json_pack("{s:I}", "rest", (json_int_t)n_hidden);
    struct scope inner = {scope.root, counts};
    const json_t *other = json_object_get(section, "other");
    const char *text = arena_format(&builder->document->arena, "%zu more", n_hidden);
    int status = other ? build_text(builder, inner, other, &text, err) : 0;

    if (status == 0) {
        struct block *block = build_block(builder, BLOCK_TEXT);

        block->text = text;
        block->style = TEXT_BULLET;
    }
    return status;
}

static int build_each(struct builder *builder, struct scope scope, const json_t *section, int depth,
                      struct err *err)
{
    static const char *const keys[] = {"rows", "where", "limit", "other", "blocks", NULL};
    const json_t **rows = NULL;
    size_t n = 0;
    size_t n_shown = 0;
    size_t limit = (size_t)value_int(section, "limit");
    int status = build_check_keys(section, keys, err);

    status = status < 0 ? status : build_rows(builder, scope, section, &rows, &n, err);
    n_shown = limit > 0 && n > limit ? limit : n;
    for (size_t i = 0; i < n_shown && status == 0; i++) {
        struct scope inner = {scope.root, rows[i]};

        status = build_sections(builder, inner, json_object_get(section, "blocks"), depth + 1, err);
    }
    if (status == 0 && n_shown < n) {
        status = build_rest(builder, scope, section, n - n_shown, err);
    }
    return status;
}

static const struct {
    const char *name;
    int (*build)(struct builder *builder, struct scope scope, const json_t *section,
                 struct err *err);
} block_kinds[] = {{"title", build_title},       {"heading", build_heading},
                   {"text", build_paragraph},    {"figures", build_figures},
                   {"table", build_table},       {"chart", build_chart},
                   {"contents", build_contents}, {"page_break", build_page_break}};

static int build_section(struct builder *builder, struct scope scope, const json_t *section,
                         int depth, struct err *err)
{
    const char *name = value_text(section, "block");

    if (strcmp(name, "columns") == 0) {
        return build_columns(builder, scope, section, depth, err);
    }
    if (strcmp(name, "each") == 0) {
        return build_each(builder, scope, section, depth, err);
    }
    for (size_t i = 0; i < sizeof block_kinds / sizeof *block_kinds; i++) {
        if (strcmp(block_kinds[i].name, name) == 0) {
            return block_kinds[i].build(builder, scope, section, err);
        }
    }
    return FAIL(err, ERR_INPUT, "no block is called '%s'", name);
}

int build_sections(struct builder *builder, struct scope scope, const json_t *sections, int depth,
                   struct err *err)
{
    const json_t *section = NULL;
    size_t i = 0;

    if (depth > DEPTH_MAX) {
        return FAIL(err, ERR_INPUT, "blocks are nested more than %d deep", DEPTH_MAX);
    }
    json_array_foreach((json_t *)sections, i, section)
    {
        if (!scope_holds(scope, json_object_get(section, "when"))) {
            continue;
        }
        int status = build_section(builder, scope, section, depth, err);
        if (status < 0) {
            err_prefix(err, "block %zu: ", i + 1);
            return status;
        }
    }
    return 0;
}
