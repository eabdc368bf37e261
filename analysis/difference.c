/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/difference.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

enum { BEFORE, AFTER, N_SIDES };
enum { PRICE, QUANTITY, NEW, GONE, N_PARTS };

static const char *const part_names[N_PARTS] = {"price", "quantity", "new", "gone"};

/* What makes two lines the same, in the order of spend.lines. */
static const char *const line_key[] = {"account",    "region",    "product",
                                       "usage_type", "operation", "unit",
                                       "resource",   "mechanism", "tier"};
enum { N_LINE_KEY = sizeof line_key / sizeof *line_key };

struct line {
    const json_t *facts; /* borrowed: its row in either result */
    bool in[N_SIDES];
    struct decimal cost[N_SIDES];
    struct decimal quantity[N_SIDES];
    struct decimal part[N_PARTS];
    struct decimal change;
};

struct lines {
    struct line *all;
    size_t n;
    size_t capacity;
    json_t *index; /* key -> place in `all` */
};

struct sums {
    const char *name; /* borrowed */
    struct decimal cost[N_SIDES];
    struct decimal part[N_PARTS];
};

static void lines_release(struct lines *lines)
{
    free(lines->all);
    json_decref(lines->index);
}

static const char *text_of(const json_t *row, const char *key)
{
    const char *text = json_string_value(json_object_get(row, key));
    return text ? text : "";
}

static json_t *decimal_json(struct decimal value, unsigned min_places)
{
    char text[DECIMAL_TEXT_SIZE];
    decimal_format(value, min_places, text);
    return json_string(text);
}

static json_t *money_json(struct decimal value)
{
    return decimal_json(value, 2);
}

static int too_large(struct err *err)
{
    return FAIL(err, ERR_INPUT, "spend.lines: the amounts leave the range of exact decimals");
}

/* --- pairing ------------------------------------------------------------------ */

static int read_amount(const json_t *row, const char *key, size_t place, struct decimal *ret_value,
                       struct err *err)
{
    const char *text = json_string_value(json_object_get(row, key));
    if (!text || !decimal_read(slice_of(text), ret_value)) {
        return FAIL(err, ERR_INPUT, "spend.lines/%zu: '%s' must be a decimal string", place, key);
    }
    return 0;
}

/* The line with the key of `row`; a new one if there is none yet. */
static struct line *line_of(struct lines *lines, const json_t *row)
{
    struct strbuf CLEANUP(strbuf_release) key = STRBUF_INIT;
    for (size_t i = 0; i < N_LINE_KEY; i++) {
        strbuf_adds(&key, text_of(row, line_key[i]));
        strbuf_addc(&key, '\n');
    }
    const json_t *place = json_object_get(lines->index, key.text);
    if (place) {
        return &lines->all[json_integer_value(place)];
    }
    json_object_set_new(lines->index, key.text, json_integer((json_int_t)lines->n));
    mem_reserve((void **)&lines->all, &lines->capacity, lines->n + 1, sizeof *lines->all);
    lines->all[lines->n] = (struct line){.facts = row};
    return &lines->all[lines->n++];
}

static int add_side(struct lines *lines, const json_t *rows, int side, struct err *err)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        struct decimal cost;
        struct decimal quantity;
        int rc = read_amount(row, "cost", i, &cost, err);
        if (rc < 0 || (rc = read_amount(row, "quantity", i, &quantity, err)) < 0) {
            return rc;
        }
        struct line *line = line_of(lines, row);
        line->in[side] = true;
        if (!decimal_add(line->cost[side], cost, &line->cost[side]) ||
            !decimal_add(line->quantity[side], quantity, &line->quantity[side])) {
            return too_large(err);
        }
    }
    return 0;
}

/* --- the four parts ----------------------------------------------------------- */

/* (quantity now - quantity then) x cost then / quantity then; 0 without a quantity then. */
static bool quantity_effect(const struct line *line, struct decimal *ret_effect)
{
    struct decimal used;
    if (decimal_sign(line->quantity[BEFORE]) <= 0) {
        return true;
    }
    return decimal_sub(line->quantity[AFTER], line->quantity[BEFORE], &used) &&
           decimal_scale(used, line->cost[BEFORE], line->quantity[BEFORE], ret_effect);
}

static bool split_change(struct line *line)
{
    if (!decimal_sub(line->cost[AFTER], line->cost[BEFORE], &line->change)) {
        return false;
    }
    if (!line->in[BEFORE] || !line->in[AFTER]) {
        line->part[line->in[AFTER] ? NEW : GONE] = line->change;
        return true;
    }
    return quantity_effect(line, &line->part[QUANTITY]) &&
           decimal_sub(line->change, line->part[QUANTITY], &line->part[PRICE]);
}

static bool add_line(struct sums *sums, const struct line *line)
{
    bool fits = true;
    for (int side = 0; side < N_SIDES; side++) {
        fits = fits && decimal_add(sums->cost[side], line->cost[side], &sums->cost[side]);
    }
    for (int part = 0; part < N_PARTS; part++) {
        fits = fits && decimal_add(sums->part[part], line->part[part], &sums->part[part]);
    }
    return fits;
}

/* Adds "before", "after", "change" and the four parts to `row`. */
static void set_amounts(json_t *row, const struct decimal cost[N_SIDES],
                        const struct decimal part[N_PARTS])
{
    struct decimal change = DECIMAL_ZERO;
    (void)decimal_sub(cost[AFTER], cost[BEFORE], &change); /* fits: its lines' changes did */
    json_object_set_new(row, "before", money_json(cost[BEFORE]));
    json_object_set_new(row, "after", money_json(cost[AFTER]));
    json_object_set_new(row, "change", money_json(change));
    for (int i = 0; i < N_PARTS; i++) {
        json_object_set_new(row, part_names[i], money_json(part[i]));
    }
}

/* --- breakdowns --------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct sums *)a)->name, ((const struct sums *)b)->name);
}

static int break_down(const struct lines *lines, const char *by, json_t *ret_cost, struct err *err)
{
    struct sums *CLEANUP(mem_freep) groups = mem_array(lines->n + 1, sizeof *groups);
    size_t n = 0;
    json_t *CLEANUP(json_decrefp) index = json_object();
    for (size_t i = 0; i < lines->n; i++) {
        const char *name = text_of(lines->all[i].facts, by);
        const json_t *place = json_object_get(index, name);
        size_t at = place ? (size_t)json_integer_value(place) : n;
        if (!place) {
            json_object_set_new(index, name, json_integer((json_int_t)n));
            groups[n++].name = name;
        }
        if (!add_line(&groups[at], &lines->all[i])) {
            return too_large(err);
        }
    }
    qsort(groups, n, sizeof *groups, by_name);
    json_t *rows = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *row = json_pack("{s:s}", by, groups[i].name);
        set_amounts(row, groups[i].cost, groups[i].part);
        json_array_append_new(rows, row);
    }
    char *CLEANUP(mem_freep) key = mem_format("by_%s", by);
    json_object_set_new(ret_cost, key, rows);
    return 0;
}

/* --- movers ------------------------------------------------------------------- */

static int largest_first(const void *a, const void *b)
{
    const struct line *x = a;
    const struct line *y = b;
    int order = decimal_compare(decimal_abs(y->change), decimal_abs(x->change));
    for (size_t i = 0; order == 0 && i < N_LINE_KEY; i++) {
        order = strcmp(text_of(x->facts, line_key[i]), text_of(y->facts, line_key[i]));
    }
    return order;
}

static const char *kind_of(const struct line *line)
{
    if (line->in[BEFORE] && line->in[AFTER]) {
        return "changed";
    }
    return line->in[AFTER] ? "new" : "gone";
}

/* Sorts the lines: their index does not hold afterwards. */
static json_t *movers(struct lines *lines)
{
    if (lines->n) {
        qsort(lines->all, lines->n, sizeof *lines->all, largest_first);
    }
    json_t *rows = json_array();
    for (size_t i = 0; i < lines->n && i < DIFFERENCE_MOVERS; i++) {
        const struct line *line = &lines->all[i];
        if (decimal_sign(line->change) == 0) {
            break;
        }
        json_t *row = json_object();
        for (size_t k = 0; k < N_LINE_KEY; k++) {
            json_object_set_new(row, line_key[k], json_string(text_of(line->facts, line_key[k])));
        }
        json_object_set_new(row, "kind", json_string(kind_of(line)));
        set_amounts(row, line->cost, line->part);
        json_object_set_new(row, "quantity_before", decimal_json(line->quantity[BEFORE], 0));
        json_object_set_new(row, "quantity_after", decimal_json(line->quantity[AFTER], 0));
        json_array_append_new(rows, row);
    }
    return rows;
}

int difference_cost(const json_t *before, const json_t *after, json_t **ret_cost, struct err *err)
{
    struct lines CLEANUP(lines_release) lines = {.index = json_object()};
    struct sums total = {.name = ""};
    int rc = add_side(&lines, before, BEFORE, err);
    if (rc < 0 || (rc = add_side(&lines, after, AFTER, err)) < 0) {
        return rc;
    }
    for (size_t i = 0; i < lines.n; i++) {
        if (!split_change(&lines.all[i]) || !add_line(&total, &lines.all[i])) {
            return too_large(err);
        }
    }
    json_t *CLEANUP(json_decrefp) cost = json_object();
    set_amounts(cost, total.cost, total.part);
    if ((rc = break_down(&lines, "mechanism", cost, err)) < 0 ||
        (rc = break_down(&lines, "tier", cost, err)) < 0 ||
        (rc = break_down(&lines, "account", cost, err)) < 0) {
        return rc;
    }
    json_object_set_new(cost, "movers", movers(&lines));
    *ret_cost = TAKE(cost);
    return 0;
}

/* --- two results ---------------------------------------------------------------- */

/* What says which result it is. */
static json_t *identity(const json_t *result)
{
    static const char *const keys[] = {"month", "as_of", "currency", "cost_basis", "inputs_digest"};
    json_t *row = json_object();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(result, keys[i]);
        json_object_set_new(row, keys[i], value ? json_incref(value) : json_null());
    }
    return row;
}

static const json_t *lines_of(const json_t *result)
{
    const json_t *spend = json_object_get(result, "spend");
    return json_is_string(json_object_get(spend, "dr_total")) ? json_object_get(spend, "lines")
                                                              : NULL;
}

static int check_comparable(const json_t *before, const json_t *after, struct err *err)
{
    static const struct {
        const char *key;
        const char *what;
    } same[] = {{"currency", "currency"}, {"cost_basis", "cost basis"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const char *a = text_of(before, same[i].key);
        const char *b = text_of(after, same[i].key);
        if (strcmp(a, b) != 0) {
            return FAIL(err, ERR_INPUT, "costs of %s (%s) and %s (%s) have another %s each",
                        text_of(before, "month"), a, text_of(after, "month"), b, same[i].what);
        }
    }
    return 0;
}

int difference_of(const json_t *before, const json_t *after, json_t **ret_difference,
                  struct err *err)
{
    const json_t *then = lines_of(before);
    const json_t *now = lines_of(after);
    json_t *CLEANUP(json_decrefp) cost = json_null();
    if (then && now) {
        int rc = check_comparable(before, after, err);
        if (rc < 0 || (rc = difference_cost(then, now, &cost, err)) < 0) {
            return rc;
        }
    }
    *ret_difference = json_pack("{s:o, s:o, s:O, s:o}", "from", identity(before), "to",
                                identity(after), "cost", cost, "findings",
                                difference_findings(json_object_get(before, "coverage"),
                                                    json_object_get(after, "coverage")));
    return 0;
}
