/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/call.h"

#include <stdlib.h>
#include <string.h>

#include "store/stmt.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/slice.h"

extern const struct asset ingest_assets[];
extern const size_t ingest_assets_count;

/* --- front matter --------------------------------------------------------- */

static struct slice trim(struct slice text)
{
    while (text.size && (text.text[0] == ' ' || text.text[0] == '\t')) {
        text = slice_from(text, 1);
    }
    while (text.size && (text.text[text.size - 1] == ' ' || text.text[text.size - 1] == '\r')) {
        text.size--;
    }
    return text;
}

/* Prose with a colon in it is none. */
static bool is_word(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.text[i] != '-' && (text.text[i] < 'a' || text.text[i] > 'z')) {
            return false;
        }
    }
    return text.size > 0;
}

static struct words split_words(struct arena *arena, struct slice text)
{
    struct words words = {arena_alloc(arena, (text.size / 2 + 1) * sizeof(char *)), 0};
    while (text.size) {
        const char *blank = memchr(text.text, ' ', text.size);
        size_t size = blank ? (size_t)(blank - text.text) : text.size;
        if (size) {
            words.list[words.n++] = arena_slice_dup(arena, (struct slice){text.text, size});
        }
        text = slice_from(text, blank ? size + 1 : size);
    }
    return words;
}

static int set_property(struct call *call, struct arena *arena, struct slice word,
                        struct slice value, struct err *err)
{
    const struct {
        const char *word;
        const char **text;
        struct words *words;
    } properties[] = {
        {"call", NULL, &call->names},  {"items", &call->items, NULL},
        {"key", &call->key, NULL},     {"arn", &call->arn, NULL},
        {"name", &call->name, NULL},   {"required", NULL, &call->required},
        {"times", NULL, &call->times}, {"not-configured", NULL, &call->not_configured},
    };
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        if (slice_is(word, properties[i].word)) {
            if (properties[i].text) {
                *properties[i].text = arena_slice_dup(arena, value);
            } else {
                *properties[i].words = split_words(arena, value);
            }
            return 0;
        }
    }
    if (slice_is(word, "scope") && (slice_is(value, "global") || slice_is(value, "region"))) {
        call->is_global = slice_is(value, "global");
        return 0;
    }
    if (slice_is(word, "elements") && slice_is(value, "text")) {
        call->text_elements = true;
        return 0;
    }
    if (slice_is(word, "keep") && slice_is(value, "document")) {
        call->keep_document = true;
        return 0;
    }
    return FAIL(err, ERR_BUG, "%s: '%.*s: %.*s' is no front matter", call->file, (int)word.size,
                word.text, (int)value.size, value.text);
}

/* "/Reservations/..." is recognised by "Reservations". */
static const char *key_of_items(struct arena *arena, const char *items)
{
    size_t size = strcspn(items + 1, "/");
    return arena_slice_dup(arena, (struct slice){items + 1, size});
}

static int read_call(struct call *call, struct arena *arena, const struct asset *asset,
                     struct err *err)
{
    call->file = asset->name;
    call->sql = asset->text;
    for (const char *line = asset->text; strncmp(line, "--", 2) == 0;) {
        const char *end = strchr(line, '\n');
        struct slice text = {line + 2, end ? (size_t)(end - line) - 2 : strlen(line + 2)};
        const char *colon = memchr(text.text, ':', text.size);
        struct slice word = {text.text, colon ? (size_t)(colon - text.text) : 0};
        if (is_word(trim(word))) {
            int rc =
                set_property(call, arena, trim(word), trim(slice_from(text, word.size + 1)), err);
            if (rc < 0) {
                return rc;
            }
        }
        line = end ? end + 1 : "";
    }
    if (call->names.n == 0) {
        return FAIL(err, ERR_BUG, "%s: does not name its call", call->file);
    }
    if (!call->key && call->items) {
        call->key = key_of_items(arena, call->items);
    }
    return 0;
}

int call_table_init(struct call_table *table, struct err *err)
{
    *table = (struct call_table){.arena = ARENA_INIT};
    table->calls = arena_alloc(&table->arena, (ingest_assets_count + 1) * sizeof *table->calls);
    for (size_t i = 0; i < ingest_assets_count; i++) {
        if (strncmp(ingest_assets[i].name, "calls/", 6) != 0) {
            continue;
        }
        int rc = read_call(&table->calls[table->n++], &table->arena, &ingest_assets[i], err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

void call_table_release(struct call_table *table)
{
    for (size_t i = 0; i < table->n; i++) {
        for (size_t s = 0; s < table->calls[i].n_statements; s++) {
            stmt_free(table->calls[i].statements[s]);
        }
    }
    arena_release(&table->arena);
    table->n = 0;
}

/* --- looking up ----------------------------------------------------------- */

bool words_have(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->n; i++) {
        if (strcmp(words->list[i], word) == 0) {
            return true;
        }
    }
    return false;
}

struct call *call_find(struct call_table *table, const char *name)
{
    for (size_t i = 0; i < table->n; i++) {
        if (words_have(&table->calls[i].names, name)) {
            return &table->calls[i];
        }
    }
    return NULL;
}

struct call *call_find_by_key(struct call_table *table, struct slice key)
{
    struct call *found = NULL;
    for (size_t i = 0; i < table->n; i++) {
        struct call *call = &table->calls[i];
        if (call->key && slice_is(key, call->key)) {
            if (found) {
                return NULL;
            }
            found = call;
        }
    }
    return found;
}

int call_prepare(struct call *call, struct store *store, struct err *err)
{
    const char *sql = call->sql;
    for (int rc = 1; !call->prepared;) {
        struct stmt *CLEANUP(stmt_freep) stmt = NULL;
        rc = stmt_prepare_next(store, call->file, &sql, &stmt, err);
        if (rc < 0) {
            return rc;
        }
        if (rc == 0) {
            call->prepared = true;
        } else if (call->n_statements == CALL_MAX_STATEMENTS) {
            return FAIL(err, ERR_BUG, "%s: has more than %d statements", call->file,
                        CALL_MAX_STATEMENTS);
        } else {
            call->statements[call->n_statements++] = TAKE(stmt);
        }
    }
    return 0;
}

const json_t *call_value(const json_t *element, const char *pointer)
{
    while (element && pointer[0] == '/' && pointer[1]) {
        size_t size = strcspn(pointer + 1, "/");
        element = json_object_getn(element, pointer + 1, size);
        pointer += size + 1;
    }
    return element;
}
