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
