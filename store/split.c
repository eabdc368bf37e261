/* SPDX-License-Identifier: Apache-2.0 */
/* dec_split(total, nth, weight): splits one total over the rows of a group, by largest
 * remainder, into parts that add up to it exactly.
 *
 * The result is a JSON array of decimals, one for each row in the order of `nth`. Parts have
 * the decimals of the total, at least 2. A weight that is NULL counts as 0; where all are,
 * the rows share evenly. Of equal remainders the first row's counts. A credit is split as
 * the charge that it takes back. Any order of the rows gives the same parts. NULL for no
 * rows. */
#include <stdio.h>
#include <stdlib.h>

#include "store/internal.h"
#include "support/cleanup.h"
#include "support/decimal.h"
#include "support/mem.h"
#include "support/strbuf.h"

enum { MAX_PARTS = 1000000, MIN_PLACES = 2 };

struct part {
    sqlite3_int64 nth;
    struct decimal weight;
    struct decimal share;
    struct decimal rest; /* what the share was cut off by, comparable within one split */
};

struct split {
    struct decimal total;
    struct part *parts;
    size_t n;
    size_t capacity;
};

static bool read_decimal(sqlite3_value *value, struct decimal *ret_value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    size_t size = text ? (size_t)sqlite3_value_bytes(value) : 0;
    return decimal_read((struct slice){text ? text : "", size}, ret_value);
}

static void split_step(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    struct split **owner = sqlite3_aggregate_context(context, sizeof(struct split *));
    if (!owner || sqlite3_value_type(values[0]) == SQLITE_NULL) {
        return;
    }
    if (!*owner) {
        *owner = mem_alloc(sizeof **owner);
    }
    struct split *split = *owner;
    struct part part = {.nth = sqlite3_value_int64(values[1])};
    bool weighed = sqlite3_value_type(values[2]) != SQLITE_NULL;
    if (!read_decimal(values[0], &split->total) ||
        (weighed && !read_decimal(values[2], &part.weight)) || decimal_sign(part.weight) < 0) {
        sqlite3_result_error(context, "dec_split wants decimals, and no negative weight", -1);
        return;
    }
    if (split->n == MAX_PARTS) {
        sqlite3_result_error(context, "dec_split: more than 1000000 parts", -1);
        return;
    }
    mem_reserve((void **)&split->parts, &split->capacity, split->n + 1, sizeof part);
    split->parts[split->n++] = part;
}

static int by_place(const void *a, const void *b)
{
    const struct part *x = a;
    const struct part *y = b;
    return (x->nth > y->nth) - (x->nth < y->nth);
}

static int by_rest(const void *a, const void *b)
{
    const struct part *x = a;
    const struct part *y = b;
    int order = decimal_compare(y->rest, x->rest);
    return order ? order : by_place(a, b);
}

/* The sum of the weights; where it is 0, all weigh the same from here on. */
static bool weigh(struct split *split, struct decimal *ret_whole)
{
    struct decimal whole = DECIMAL_ZERO;
    for (size_t i = 0; i < split->n; i++) {
        if (!decimal_add(whole, split->parts[i].weight, &whole)) {
            return false;
        }
    }
    if (decimal_sign(whole) == 0) {
        whole = decimal_of_int((long long)split->n);
        for (size_t i = 0; i < split->n; i++) {
            split->parts[i].weight = decimal_of_int(1);
        }
    }
    *ret_whole = whole;
    return true;
}

/* 1 in the last of `places` decimals, with the sign of `total`. */
static bool last_unit(struct decimal total, unsigned places, struct decimal *ret_unit)
{
    char text[16];
    int size = snprintf(text, sizeof text, "%s1e-%u", decimal_sign(total) < 0 ? "-" : "", places);
    return decimal_read((struct slice){text, (size_t)size}, ret_unit);
}

/* Cuts every share off, then gives what is left, unit by unit, to the largest remainders:
 * it is less than one unit each. */
static bool share_out(struct split *split)
{
    unsigned places = decimal_places(split->total);
    places = places < MIN_PLACES ? MIN_PLACES : places;
    struct decimal unit = DECIMAL_ZERO;
    struct decimal left = split->total;
    struct decimal whole = DECIMAL_ZERO;
    if (!last_unit(left, places, &unit) || !weigh(split, &whole)) {
        return false;
    }
    for (size_t i = 0; i < split->n; i++) {
        struct part *part = &split->parts[i];
        if (!decimal_share(split->total, part->weight, whole, places, &part->share, &part->rest) ||
            !decimal_sub(left, part->share, &left)) {
            return false;
        }
    }
    qsort(split->parts, split->n, sizeof *split->parts, by_rest);
    for (size_t i = 0; i < split->n && decimal_sign(left) != 0; i++) {
        struct part *part = &split->parts[i];
        if (!decimal_add(part->share, unit, &part->share) || !decimal_sub(left, unit, &left)) {
            return false;
        }
    }
    qsort(split->parts, split->n, sizeof *split->parts, by_place);
    return true;
}

static void result_parts(sqlite3_context *context, const struct split *split)
{
    struct strbuf CLEANUP(strbuf_release) json = STRBUF_INIT;
    strbuf_addc(&json, '[');
    for (size_t i = 0; i < split->n; i++) {
        char text[DECIMAL_TEXT_SIZE];
        decimal_format(split->parts[i].share, 0, text);
        strbuf_addf(&json, "%s\"%s\"", i ? "," : "", text);
    }
    strbuf_addc(&json, ']');
    sqlite3_result_text(context, json.text, (int)json.size, SQLITE_TRANSIENT);
}

static void split_final(sqlite3_context *context)
{
    struct split **owner = sqlite3_aggregate_context(context, 0);
    struct split *split = owner ? *owner : NULL;
    if (!split) {
        return;
    }
    if (split->n && share_out(split)) {
        result_parts(context, split);
    } else if (split->n) {
        sqlite3_result_error(context, "dec_split: the result is out of range", -1);
    }
    free(split->parts);
    free(split);
}

int split_register(sqlite3 *db)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function_v2(db, "dec_split", 3, flags, NULL, NULL, split_step,
                                      split_final, NULL);
}
