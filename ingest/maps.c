/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/maps.h"

#include <string.h>

#include <jansson.h>

#include "ingest/rows.h"
#include "support/cleanup.h"
#include "support/err.h"

void maps_release(struct maps *maps)
{
    intern_release(&maps->tags);
    intern_release(&maps->products);
    strbuf_release(&maps->scratch);
}

static uint32_t intern_json(json_t *object, struct intern *texts)
{
    char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    uint32_t number = intern_number(texts, slice_of(text ? text : "{}"), NULL);
    free(text);
    return number;
}

static void set_tag(json_t *object, const char *key, struct slice value)
{
    struct strbuf CLEANUP(strbuf_release) clean = STRBUF_INIT;
    strbuf_add_utf8(&clean, value);
    if (!json_object_get(object, key)) {
        json_object_set_new(object, key, json_stringn(clean.text, clean.size));
    }
}

/* --- one column per tag -------------------------------------------------- */

static struct slice tag_cell(const struct columns *columns, const struct row *row, size_t i)
{
    struct slice cell = row->fields[columns->tags[i].at];
    return slice_is(cell, "NULL") ? (struct slice){"", 0} : cell;
}

/* "12:", by hand: this runs for every tag of every row. */
static void add_size(struct strbuf *out, size_t size)
{
    char digits[24];
    size_t at = sizeof digits;
    digits[--at] = ':';
    do {
        digits[--at] = (char)('0' + size % 10);
        size /= 10;
    } while (size);
    strbuf_add(out, digits + at, sizeof digits - at);
}

/* The row's tags as a text that differs when they differ: "8:user:Env4:prod" per tag. */
static void spell_tags(const struct columns *columns, const struct row *row, struct strbuf *out)
{
    strbuf_clear(out);
    for (size_t i = 0; i < columns->n_tags; i++) {
        struct slice cell = tag_cell(columns, row, i);
        if (cell.size) {
            const char *key = columns->tags[i].key;
            add_size(out, strlen(key));
            strbuf_adds(out, key);
            add_size(out, cell.size);
            strbuf_add(out, cell.text, cell.size);
        }
    }
}

static uint32_t tags_of_columns(const struct columns *columns, const struct row *row,
                                struct intern *texts)
{
    json_t *object = json_object();
    for (size_t i = 0; i < columns->n_tags; i++) {
        struct slice cell = tag_cell(columns, row, i);
        if (cell.size) {
            set_tag(object, columns->tags[i].key, cell);
        }
    }
    uint32_t number = intern_json(object, texts);
    json_decref(object);
    return number;
}

/* --- maps in a cell ------------------------------------------------------ */

/* Adds the strings and numbers of a JSON map; what is there already stays. */
static bool add_map(json_t *object, struct slice text)
{
    if (text.size == 0) {
        return true;
    }
    struct strbuf CLEANUP(strbuf_release) clean = STRBUF_INIT;
    strbuf_add_utf8(&clean, text);
    json_t *map = json_loadb(clean.text, clean.size, 0, NULL);
    if (!json_is_object(map)) {
        json_decref(map);
        return false;
    }
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(map, key, value)
    {
        if (!json_is_null(value) && !json_object_get(object, key)) {
            json_object_set(object, key, value);
        }
    }
    json_decref(map);
    return true;
}

static uint32_t tags_of_maps(struct slice tags, struct slice more, struct intern *texts,
                             enum map_problem *ret_problem)
{
    json_t *object = json_object();
    if (!add_map(object, tags) || !add_map(object, more)) {
        *ret_problem = MAP_BAD_JSON;
    }
    uint32_t number = intern_json(object, texts);
    json_decref(object);
    return number;
}

uint32_t maps_tags(struct maps *maps, const struct columns *columns, const struct row *row,
                   struct intern *texts, enum map_problem *ret_problem)
{
    struct slice map = columns_get(columns, row, COL_TAGS);
    struct slice more = columns_get(columns, row, COL_MORE_TAGS);
    *ret_problem = MAP_FINE;
    spell_tags(columns, row, &maps->scratch);
    if (map.size || more.size) {
        strbuf_addf(&maps->scratch, "/%zu:", map.size);
        strbuf_add(&maps->scratch, map.text, map.size);
        strbuf_add(&maps->scratch, more.text, more.size);
    }
    bool replaced = false;
    uint32_t spelled = intern_number(&maps->tags, strbuf_slice(&maps->scratch), &replaced);
    if (replaced) {
        *ret_problem = MAP_BAD_UTF8;
    }
    int64_t known = intern_note(&maps->tags, spelled);
    if (known >= 0) {
        return (uint32_t)known;
    }
    uint32_t canonical = map.size || more.size ? tags_of_maps(map, more, texts, ret_problem)
                                               : tags_of_columns(columns, row, texts);
    intern_set_note(&maps->tags, spelled, canonical);
    return canonical;
}

uint32_t maps_region(struct maps *maps, struct slice product, struct intern *texts)
{
    uint32_t spelled = intern_number(&maps->products, product, NULL);
    int64_t known = intern_note(&maps->products, spelled);
    if (known >= 0) {
        return (uint32_t)known;
    }
    json_t *object = json_object();
    add_map(object, product);
    const char *region = json_string_value(json_object_get(object, "region"));
    uint32_t found = intern_number(texts, slice_of(region ? region : ""), NULL);
    json_decref(object);
    intern_set_note(&maps->products, spelled, found);
    return found;
}
