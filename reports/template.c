/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/template.h"

#include <string.h>

#include "reports/format.h"
#include "reports/value.h"
#include "support/asset.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"

extern const struct asset template_assets[];

enum { PLACEHOLDER_SIZE = 256 };

int template_load(const char *dir, const char *name, json_t **ret_json, struct err *err)
{
    const struct asset *asset = asset_find(template_assets, name);
    json_error_t problem;

    if (dir) {
        char *CLEANUP(mem_freep) path = mem_format("%s/%s", dir, name);
        FILE *file = fopen(path, "rb");

        if (file) {
            *ret_json = json_loadf(file, JSON_REJECT_DUPLICATES, &problem);
            (void)fclose(file);
            if (!*ret_json) {
                return FAIL(err, ERR_INPUT, "%s, line %d, column %d: %s", path, problem.line,
                            problem.column, problem.text);
            }
            return 0;
        }
    }
    if (!asset) {
        return FAIL(err, ERR_INPUT, "there is no template %s", name);
    }
    *ret_json = json_loadb(asset->text, asset->size, JSON_REJECT_DUPLICATES, &problem);
    if (!*ret_json) {
        return FAIL(err, ERR_BUG, "built-in template %s, line %d: %s", name, problem.line,
                    problem.text);
    }
    return 0;
}

/* --- scope ----------------------------------------------------------------- */

const json_t *scope_value(struct scope scope, const char *path)
{
    if (*path == '/') {
        return value_at(scope.root, path);
    }
    return scope.item ? value_at(scope.item, path) : NULL;
}

static bool condition_holds(struct scope scope, const char *condition)
{
    bool negated = *condition == '!';
    const char *path = condition + negated;
    const char *equals = strchr(path, '=');
    char name[PLACEHOLDER_SIZE];
    bool holds = false;

    (void)snprintf(name, sizeof name, "%.*s", equals ? (int)(equals - path) : (int)strlen(path),
                   path);
    const json_t *value = scope_value(scope, name);
    if (equals) {
        struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;

        format_value(&text, value, "text");
        holds = strcmp(text.text, equals + 1) == 0;
    } else {
        holds = value_is_set(value);
    }
    return holds != negated;
}

bool scope_holds(struct scope scope, const json_t *condition)
{
    const json_t *part = NULL;
    size_t i = 0;

    if (json_is_string(condition)) {
        return condition_holds(scope, json_string_value(condition));
    }
    json_array_foreach((json_t *)condition, i, part)
    {
        if (!json_is_string(part) || !condition_holds(scope, json_string_value(part))) {
            return false;
        }
    }
    return true;
}

/* Adds the placeholder whose text is inside[0..size). */
static int add_placeholder(struct scope scope, const char *inside, size_t size, struct strbuf *out,
                           struct err *err)
{
    char path[PLACEHOLDER_SIZE];
    char *kind = NULL;
    char *otherwise = NULL;

    if (size >= sizeof path) {
        return FAIL(err, ERR_INPUT, "placeholder too long: {%.40s...}", inside);
    }
    memcpy(path, inside, size);
    path[size] = '\0';
    kind = strchr(path, '|');
    if (kind) {
        *kind++ = '\0';
        otherwise = strchr(kind, '|');
    }
    if (otherwise) {
        *otherwise++ = '\0';
    }
    if (kind && !format_is_kind(kind)) {
        return FAIL(err, ERR_INPUT, "placeholder {%s|%s}: there is no kind '%s'", path, kind, kind);
    }
    if (!format_value(out, scope_value(scope, path), kind ? kind : "text")) {
        strbuf_adds(out, otherwise ? otherwise : "not known");
    }
    return 0;
}

static int expand(struct scope scope, const char *text, struct strbuf *out, struct err *err)
{
    while (*text) {
        size_t plain = strcspn(text, "{");

        strbuf_add(out, text, plain);
        text += plain;
        if (text[0] == '{' && text[1] == '{') {
            strbuf_addc(out, '{');
            text += 2;
        } else if (text[0] == '{') {
            size_t size = strcspn(text + 1, "}");

            if (text[1 + size] != '}') {
                return FAIL(err, ERR_INPUT, "a placeholder has no end: %.40s", text);
            }
            int status = add_placeholder(scope, text + 1, size, out, err);
            if (status < 0) {
                return status;
            }
            text += size + 2;
        }
    }
    return 0;
}

int scope_expand(struct scope scope, const json_t *text, struct strbuf *out, struct err *err)
{
    const json_t *choice = NULL;
    size_t i = 0;

    if (json_is_string(text)) {
        return expand(scope, json_string_value(text), out, err);
    }
    json_array_foreach((json_t *)text, i, choice)
    {
        if (scope_holds(scope, json_object_get(choice, "when"))) {
            return expand(scope, value_text(choice, "text"), out, err);
        }
    }
    return 0;
}

/* --- theme ------------------------------------------------------------------- */

static int read_colour(const json_t *json, const char *path, uint32_t *ret_colour, struct err *err)
{
    const char *text = value_text(json, path);
    char *end = NULL;
    unsigned long colour = *text == '#' ? strtoul(text + 1, &end, 16) : 0;

    if (strlen(text) != 7 || !end || *end != '\0') {
        return FAIL(err, ERR_INPUT, "theme.json: %s must be a colour such as #0072B2", path);
    }
    *ret_colour = (uint32_t)colour;
    return 0;
}

static int read_size(const json_t *json, const char *path, double *ret_points, struct err *err)
{
    const json_t *value = value_at(json, path);

    if (!json_is_number(value) || json_number_value(value) < 1 || json_number_value(value) > 4000) {
        return FAIL(err, ERR_INPUT, "theme.json: %s must be a length in points", path);
    }
    *ret_points = json_number_value(value);
    return 0;
}

static int read_sizes(struct theme *theme, const char *page, struct err *err)
{
    char width[PLACEHOLDER_SIZE];
    char height[PLACEHOLDER_SIZE];
    struct {
        const char *path;
        double *size;
    } sizes[] = {{width, &theme->page_width},
                 {height, &theme->page_height},
                 {"/margin", &theme->margin},
                 {"/sizes/title", &theme->title_size},
                 {"/sizes/heading", &theme->heading_size},
                 {"/sizes/body", &theme->body_size},
                 {"/sizes/table", &theme->table_size},
                 {"/sizes/note", &theme->note_size}};

    page = page ? page : value_text(theme->source, "/page");
    if (strchr(page, '/') || !*page || !json_object_get(value_at(theme->source, "/pages"), page)) {
        return FAIL(err, ERR_USAGE, "no page is called '%s': there are A4 and Letter", page);
    }
    (void)snprintf(width, sizeof width, "/pages/%s/width", page);
    (void)snprintf(height, sizeof height, "/pages/%s/height", page);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int status = read_size(theme->source, sizes[i].path, sizes[i].size, err);
        if (status < 0) {
            return status;
        }
    }
    return 0;
}

static int read_colours(struct theme *theme, struct err *err)
{
    struct {
        const char *path;
        uint32_t *colour;
    } colours[] = {{"/colours/ink", &theme->ink},   {"/colours/muted", &theme->muted},
                   {"/colours/rule", &theme->rule}, {"/colours/good", &theme->good},
                   {"/colours/bad", &theme->bad},   {"/colours/tint", &theme->tint},
                   {"/colours/rest", &theme->rest}};
    int status = 0;

    for (size_t i = 0; i < sizeof colours / sizeof *colours && status == 0; i++) {
        status = read_colour(theme->source, colours[i].path, colours[i].colour, err);
    }
    for (size_t i = 0; i < THEME_SERIES && status == 0; i++) {
        char path[PLACEHOLDER_SIZE];

        (void)snprintf(path, sizeof path, "/colours/series/%zu/fill", i);
        status = read_colour(theme->source, path, &theme->fill[i], err);
        (void)snprintf(path, sizeof path, "/colours/series/%zu/text", i);
        status = status < 0 ? status : read_colour(theme->source, path, &theme->text[i], err);
    }
    return status;
}

int theme_load(const char *dir, const char *page, struct theme *ret_theme, struct err *err)
{
    struct theme theme = {0};
    int status = template_load(dir, "theme.json", &theme.source, err);

    status = status < 0 ? status : read_sizes(&theme, page, err);
    status = status < 0 ? status : read_colours(&theme, err);
    if (status < 0) {
        theme_release(&theme);
        return status;
    }
    theme.classification = value_text(theme.source, "/classification");
    theme.organization = value_text(theme.source, "/organization");
    *ret_theme = theme;
    return 0;
}

void theme_release(struct theme *theme)
{
    json_decref(theme->source);
    theme->source = NULL;
}
