/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "reports/build.h"
#include "reports/format.h"
#include "reports/value.h"
#include "support/banned.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"

enum { COLUMNS_MAX = 12, SORT_MAX = 4, PLACES_MAX = 6, LINES_DEFAULT = 3 };

/* A table being made: the rows shown, then what the rest adds up to, then all of it. */
struct plan {
    struct builder *builder;
    struct scope scope;
    const json_t *section;
    const json_t **rows;
    size_t n_rows;
    size_t n_shown;   /* rows printed one by one */
    size_t n_printed; /* with the row for the others */
    size_t n_lines;   /* with the total */
    bool has_other;
    bool has_total;
    bool marked;    /* a figure carries the mark that mark_note explains */
    json_t *counts; /* {"count", "shown", "rest"} for notes and the last rows */
};

/* --- order ------------------------------------------------------------------- */

struct sort_key {
    const char *path;
    bool down;
    bool as_number;
};

struct sort_item {
    const json_t *row;
    size_t place; /* keeps equal rows in their order */
};

struct sort_order {
    struct sort_key keys[SORT_MAX];
    size_t n_keys;
};

static int compare_values(const json_t *a, const json_t *b, bool as_number)
{
    struct decimal x = DECIMAL_ZERO;
    struct decimal y = DECIMAL_ZERO;
    const char *s = json_string_value(a);
    const char *t = json_string_value(b);

    if (as_number) {
        bool known_x = value_decimal(a, &x);
        bool known_y = value_decimal(b, &y);
        return known_x != known_y ? (known_x ? 1 : -1) : decimal_compare(x, y);
    }
    return strcmp(s ? s : "", t ? t : "");
}

static int compare_items(const void *a, const void *b, void *context)
{
    const struct sort_item *x = a;
    const struct sort_item *y = b;
    const struct sort_order *order = context;

    for (size_t i = 0; i < order->n_keys; i++) {
        const struct sort_key *key = &order->keys[i];
        int r = compare_values(value_at(x->row, key->path), value_at(y->row, key->path),
                               key->as_number);
        if (r != 0) {
            return key->down ? -r : r;
        }
    }
    return (x->place > y->place) - (x->place < y->place);
}

/* "sort": ["-#cost", "name"]: '-' the largest first, '#' by amount instead of text. */
static void sort_rows(const json_t **rows, size_t n, const json_t *sort)
{
    struct sort_order order = {.n_keys = 0};
    struct sort_item *items = mem_array(n + 1, sizeof *items);
    const json_t *key = NULL;
    size_t i = 0;

    json_array_foreach((json_t *)sort, i, key)
    {
        const char *text = json_string_value(key);

        if (text && order.n_keys < SORT_MAX) {
            struct sort_key *k = &order.keys[order.n_keys++];

            k->down = *text == '-';
            text += k->down;
            k->as_number = *text == '#';
            k->path = text + k->as_number;
        }
    }
    for (i = 0; i < n; i++) {
        items[i] = (struct sort_item){rows[i], i};
    }
    if (order.n_keys > 0) {
        qsort_r(items, n, sizeof *items, compare_items, &order);
    }
    for (i = 0; i < n; i++) {
        rows[i] = items[i].row;
    }
    free(items);
}

/* --- columns that add up --------------------------------------------------------- */

/* The unit of the last printed decimal. */
static struct decimal unit_of(unsigned places)
{
    struct decimal unit = decimal_of_int(1);

    for (unsigned i = 1; i <= places; i++) {
        (void)decimal_div(unit, decimal_of_int(10), i, &unit);
    }
    return unit;
}

/* Rounds values[0..n) to `places` decimals so that they add up to their rounded sum:
 * each is rounded down and the units that are missing go to the largest remainders. */
static void round_to_sum(struct decimal *values, size_t n, unsigned places, struct decimal sum)
{
    struct decimal unit = unit_of(places);
    struct decimal missing = decimal_round(sum, places);
    struct decimal *rest = mem_array(n + 1, sizeof *rest);

    for (size_t i = 0; i < n; i++) {
        struct decimal down = decimal_floor(values[i], places);

        (void)decimal_sub(values[i], down, &rest[i]);
        (void)decimal_sub(missing, down, &missing);
        values[i] = down;
    }
    while (n > 0 && decimal_compare(missing, unit) >= 0) {
        size_t largest = 0;

        for (size_t i = 1; i < n; i++) {
            largest = decimal_compare(rest[i], rest[largest]) > 0 ? i : largest;
        }
        (void)decimal_add(values[largest], unit, &values[largest]);
        (void)decimal_sub(missing, unit, &missing);
        rest[largest] = decimal_of_int(-1);
    }
    free(rest);
}

struct amounts {
    struct decimal *values; /* one per printed row */
    bool *known;
    struct decimal sum;
};

static struct amounts read_amounts(const struct plan *plan, const char *key)
{
    struct arena *arena = &plan->builder->document->arena;
    struct amounts amounts = {arena_alloc(arena, (plan->n_printed + 1) * sizeof(struct decimal)),
                              arena_alloc(arena, plan->n_printed + 1), DECIMAL_ZERO};

    for (size_t i = 0; i < plan->n_rows; i++) {
        size_t place = i < plan->n_shown ? i : plan->n_shown;
        struct decimal value;

        if (place >= plan->n_printed || !value_decimal_at(plan->rows[i], key, &value)) {
            continue;
        }
        decimal_add(amounts.values[place], value, &amounts.values[place]);
        decimal_add(amounts.sum, value, &amounts.sum);
        amounts.known[place] = true;
    }
    return amounts;
}

static const char *printed(const struct plan *plan, struct decimal value, unsigned places,
                           const char *suffix)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;

    format_decimal(&text, value, places);
    strbuf_adds(&text, suffix);
    return arena_slice_dup(&plan->builder->document->arena, strbuf_slice(&text));
}

static void print_amounts(const struct plan *plan, struct amounts *amounts, unsigned places,
                          const char *suffix, const char **cells)
{
    bool known = false;

    round_to_sum(amounts->values, plan->n_printed, places, amounts->sum);
    for (size_t i = 0; i < plan->n_printed; i++) {
        known = known || amounts->known[i];
        cells[i] =
            amounts->known[i] ? printed(plan, amounts->values[i], places, suffix) : "unknown";
    }
    if (plan->has_total) {
        cells[plan->n_printed] = known ? printed(plan, amounts->sum, places, suffix) : "unknown";
    }
}

static void fill_sum(const struct plan *plan, const json_t *column, const char **cells)
{
    struct amounts amounts = read_amounts(plan, value_text(column, "sum"));
    long long places = value_int(column, "places");

    print_amounts(plan, &amounts, (unsigned)(places > PLACES_MAX ? PLACES_MAX : places), "", cells);
}

/* Each row's share of the column's sum, in percent with one decimal. */
static void fill_share(const struct plan *plan, const json_t *column, const char **cells)
{
    struct amounts amounts = read_amounts(plan, value_text(column, "share"));
    struct decimal whole = amounts.sum;
    struct decimal hundred = decimal_of_int(100);

    for (size_t i = 0; i < plan->n_printed; i++) {
        if (!decimal_scale(amounts.values[i], hundred, whole, &amounts.values[i])) {
            amounts.known[i] = false;
        }
    }
    if (decimal_sign(whole) == 0) {
        for (size_t i = 0; i < plan->n_lines; i++) {
            cells[i] = "\u2013";
        }
        return;
    }
    amounts.sum = hundred;
    print_amounts(plan, &amounts, 1, "\u00a0%", cells);
}

/* --- text columns ---------------------------------------------------------------- */

static int fill_text(struct plan *plan, const json_t *column, const char **cells, struct err *err)
{
    const char *complete = json_string_value(json_object_get(column, "mark_unless"));
    const json_t *text = json_object_get(column, "text");

    for (size_t i = 0; i < plan->n_shown; i++) {
        struct scope row = {plan->scope.root, plan->rows[i]};
        int status = build_text(plan->builder, row, text, &cells[i], err);

        if (status < 0) {
            return status;
        }
        if (complete && json_is_false(value_at(plan->rows[i], complete))) {
            cells[i] = arena_format(&plan->builder->document->arena, "%s\u00a0*", cells[i]);
            plan->marked = true;
        }
    }
    return 0;
}

static int fill_column(struct plan *plan, const json_t *json, struct column *column,
                       const char **cells, struct err *err)
{
    static const char *const keys[] = {"title",       "text",      "sum",  "share",
                                       "places",      "right",     "mono", "weight",
                                       "mark_unless", "max_lines", NULL};
    bool is_sum = json_object_get(json, "sum") != NULL;
    bool is_share = json_object_get(json, "share") != NULL;
    long long lines = value_int(json, "max_lines");
    int status = build_check_keys(json, keys, err);

    status = status < 0 ? status
                        : build_text(plan->builder, plan->scope, json_object_get(json, "title"),
                                     &column->title, err);
    if (status < 0) {
        return status;
    }
    column->right = is_sum || is_share || json_is_true(json_object_get(json, "right"));
    column->mono = json_is_true(json_object_get(json, "mono"));
    column->weight = (int)value_int(json, "weight");
    column->max_lines = lines > 0 && lines < 100 ? (int)lines : LINES_DEFAULT;
    for (size_t i = 0; i < plan->n_lines; i++) {
        cells[i] = "";
    }
    if (is_sum) {
        fill_sum(plan, json, cells);
    } else if (is_share) {
        fill_share(plan, json, cells);
    } else {
        status = fill_text(plan, json, cells, err);
    }
    return status;
}

/* The words in the first column of the rows for the others and for the total. */
static int fill_labels(const struct plan *plan, const char **cells, struct err *err)
{
    struct scope scope = {plan->scope.root, plan->counts};
    const json_t *other = json_object_get(plan->section, "other");
    int status = 0;

    if (plan->has_other && other) {
        status = build_text(plan->builder, scope, other, &cells[plan->n_shown], err);
    } else if (plan->has_other) {
        /* What a limit hides is always said, also by a template that has no words for it. */
        cells[plan->n_shown] = arena_format(&plan->builder->document->arena, "others (%zu)",
                                            plan->n_rows - plan->n_shown);
    }
    if (plan->has_total && status == 0) {
        status = build_text(plan->builder, scope, json_object_get(plan->section, "total"),
                            &cells[plan->n_printed], err);
    }
    return status;
}

static int fill_table(struct plan *plan, struct table *table, struct err *err)
{
    struct arena *arena = &plan->builder->document->arena;
    const json_t *columns = json_object_get(plan->section, "columns");
    const char **cells = arena_alloc(arena, (plan->n_lines + 1) * sizeof *cells);
    const json_t *column = NULL;
    size_t c = 0;

    table->n_rows = plan->n_lines;
    table->rows = arena_alloc(arena, (plan->n_lines + 1) * sizeof *table->rows);
    table->columns = arena_alloc(arena, COLUMNS_MAX * sizeof *table->columns);
    for (size_t i = 0; i < plan->n_lines; i++) {
        table->rows[i].cells = arena_alloc(arena, COLUMNS_MAX * sizeof *table->rows[i].cells);
        table->rows[i].kind = i < plan->n_shown     ? ROW_BODY
                              : i < plan->n_printed ? ROW_OTHER
                                                    : ROW_TOTAL;
    }
    json_array_foreach((json_t *)columns, c, column)
    {
        if (!scope_holds(plan->scope, json_object_get(column, "when"))) {
            continue;
        }
        if (table->n_columns == COLUMNS_MAX) {
            return FAIL(err, ERR_INPUT, "a table has more than %d columns", COLUMNS_MAX);
        }
        int status = fill_column(plan, column, &table->columns[table->n_columns], cells, err);
        if (status == 0 && table->n_columns == 0) {
            status = fill_labels(plan, cells, err);
        }
        if (status < 0) {
            return status;
        }
        for (size_t i = 0; i < plan->n_lines; i++) {
            table->rows[i].cells[table->n_columns] = cells[i];
        }
        table->n_columns++;
    }
    return 0;
}

static int fill_note(const struct plan *plan, struct table *table, struct err *err)
{
    struct scope scope = {plan->scope.root, plan->counts};
    const char *note = "";
    const char *mark = "";
    int status =
        build_text(plan->builder, scope, json_object_get(plan->section, "note"), &note, err);

    if (status == 0 && plan->marked) {
        status = build_text(plan->builder, scope, json_object_get(plan->section, "mark_note"),
                            &mark, err);
    }
    if (status == 0) {
        table->note = arena_format(&plan->builder->document->arena, "%s%s%s", note,
                                   *note && *mark ? " " : "", mark);
    }
    return status;
}

static int fill_details(const struct plan *plan, struct table *table, struct err *err)
{
    int status = 0;

    for (size_t i = 0; i < table->n_rows && status == 0; i++) {
        struct scope row = {plan->scope.root, i < plan->n_shown ? plan->rows[i] : NULL};

        table->rows[i].detail = "";
        if (row.item) {
            status = build_text(plan->builder, row, json_object_get(plan->section, "detail"),
                                &table->rows[i].detail, err);
        }
    }
    return status;
}

static void release_counts(struct plan *plan)
{
    json_decref(plan->counts);
}

int build_table(struct builder *builder, struct scope scope, const json_t *section, struct err *err)
{
    static const char *const keys[] = {"rows",  "where", "sort",  "limit",     "columns", "other",
                                       "total", "note",  "empty", "mark_note", "detail",  NULL};
    struct plan CLEANUP(release_counts)
        plan = {.builder = builder, .scope = scope, .section = section};
    size_t limit = (size_t)value_int(section, "limit");
    int status = build_check_keys(section, keys, err);

    status =
        status < 0 ? status : build_rows(builder, scope, section, &plan.rows, &plan.n_rows, err);
    if (status < 0) {
        return status;
    }
    sort_rows(plan.rows, plan.n_rows, json_object_get(section, "sort"));
    /* A row that says "other (1)" takes the place of the row it hides. */
    plan.n_shown = limit > 0 && plan.n_rows > limit + 1 ? limit : plan.n_rows;
    plan.has_other = plan.n_shown < plan.n_rows;
    plan.has_total = json_object_get(section, "total") && plan.n_rows > 0;
    plan.n_printed = plan.n_shown + plan.has_other;
    plan.n_lines = plan.n_printed + plan.has_total;
    plan.counts =
        json_pack("{s:I,s:I,s:I}", "count", (json_int_t)plan.n_rows, "shown",
                  (json_int_t)plan.n_shown, "rest", (json_int_t)(plan.n_rows - plan.n_shown));
    if (plan.n_rows == 0) {
        struct block *block = build_block(builder, BLOCK_TEXT);
        return build_text(builder, scope, json_object_get(section, "empty"), &block->text, err);
    }
    struct block *block = build_block(builder, BLOCK_TABLE);
    status = fill_table(&plan, &block->table, err);
    status = status < 0 ? status : fill_details(&plan, &block->table, err);
    return status < 0 ? status : fill_note(&plan, &block->table, err);
}
