/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"

static void print_money(const char *label, const char *amount, const char *currency)
{
    char money[FIGURE_SIZE];
    figure_money(amount, money);
    printf("%-22s %18s %s\n", label, money, amount && currency ? currency : "");
}

static void print_totals(const json_t *result)
{
    const json_t *spend = json_object_get(result, "spend");
    const char *currency = loaded_text(result, "currency");
    char share[FIGURE_SIZE];
    figure_percent(loaded_text(spend, "dr_share"), share);
    putchar('\n');
    print_money("bill total", loaded_text(spend, "bill_total"), currency);
    print_money("disaster recovery", loaded_text(spend, "dr_total"), currency);
    printf("%-22s %18s\n", "share of the bill", share);
    print_money("the month before", loaded_text(spend, "previous_dr_total"), currency);
    print_money("budget", loaded_text(spend, "budget"), currency);
    if (loaded_text(spend, "unattributed_transfer")) {
        print_money("transfer, not counted", loaded_text(spend, "unattributed_transfer"), currency);
    }
}

/* One of the arrays [{"<name>": ..., "cost": ...}] of the result. */
static void print_by(const json_t *rows, const char *name, const char *title)
{
    struct table_column columns[] = {{name, TABLE_SHORTEN}, {"cost", TABLE_NUMBER}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 2);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        char money[FIGURE_SIZE];
        const char *key = loaded_text(row, name);
        figure_money(loaded_text(row, "cost"), money);
        const char *cells[] = {key && key[0] ? key : "(none)", money};
        table_add(table, cells);
    }
    table_print(table, title);
}

static void print_unclassified(const json_t *rows)
{
    static const struct table_column columns[] = {{"product", TABLE_TEXT},
                                                  {"usage type", TABLE_SHORTEN},
                                                  {"operation", TABLE_SHORTEN},
                                                  {"cost", TABLE_NUMBER}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 4);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        char money[FIGURE_SIZE];
        figure_money(loaded_text(row, "cost"), money);
        const char *cells[] = {loaded_text(row, "product"), loaded_text(row, "usage_type"),
                               loaded_text(row, "operation"), money};
        table_add(table, cells);
    }
    table_print(table, "looks like disaster recovery, but is not in the table");
}

/* --- by resource ------------------------------------------------------------ */

static struct decimal cost_of(const json_t *resource)
{
    struct decimal cost = DECIMAL_ZERO;
    const char *text = loaded_text(resource, "dr_cost");
    if (text) {
        decimal_read(slice_of(text), &cost);
    }
    return cost;
}

struct priced {
    json_t *resource;
    struct decimal cost;
};

static int dearest_first(const void *a, const void *b)
{
    const struct priced *x = a;
    const struct priced *y = b;
    int order = decimal_compare(y->cost, x->cost);
    return order
               ? order
               : strcmp(loaded_text(x->resource, "resource"), loaded_text(y->resource, "resource"));
}

/* [{"resource", "cost"}] of those that have a DR cost, the dearest first. */
static json_t *by_resource(const json_t *resources)
{
    size_t n = json_array_size(resources);
    struct priced *CLEANUP(mem_freep) sorted = mem_array(n + 1, sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        json_t *resource = json_array_get(resources, i);
        sorted[i] = (struct priced){resource, cost_of(resource)};
    }
    qsort(sorted, n, sizeof *sorted, dearest_first);
    json_t *rows = json_array();
    for (size_t i = 0; i < n; i++) {
        if (decimal_sign(sorted[i].cost) != 0) {
            json_array_append_new(rows,
                                  json_pack("{s:O, s:O}", "resource",
                                            json_object_get(sorted[i].resource, "resource"), "cost",
                                            json_object_get(sorted[i].resource, "dr_cost")));
        }
    }
    return rows;
}

static void print_dimension(const json_t *result, const char *name)
{
    const json_t *spend = json_object_get(result, "spend");
    char *CLEANUP(mem_freep) title = mem_format("by %s", name);
    if (strcmp(name, "resource") == 0) {
        json_t *CLEANUP(json_decrefp) rows = by_resource(json_object_get(result, "resources"));
        print_by(rows, name, title);
        return;
    }
    char *CLEANUP(mem_freep) key = mem_format("by_%s", name);
    print_by(json_object_get(spend, key), name, title);
}

static int print_json(const json_t *result, const struct options *options, struct err *err)
{
    static const char *const sections[] = {"spend", NULL};
    json_t *answer = loaded_answer(result, sections);
    if (options->by && strcmp(options->by, "resource") == 0) {
        json_object_set_new(json_object_get(answer, "spend"), "by_resource",
                            by_resource(json_object_get(result, "resources")));
    }
    return loaded_print_json(answer, err);
}

int cmd_spend(const struct options *options, struct err *err)
{
    json_t *CLEANUP(json_decrefp) result = NULL;
    int rc = loaded_analyse(options, &result, err);
    if (rc < 0) {
        return rc;
    }
    if (options->json) {
        rc = print_json(result, options, err);
        return rc < 0 ? rc : loaded_exit_code(result);
    }
    const json_t *spend = json_object_get(result, "spend");
    loaded_print_head(result, "DR spend");
    print_totals(result);
    if (options->by) {
        print_dimension(result, options->by);
    } else {
        print_dimension(result, "mechanism");
        print_dimension(result, "tier");
        print_by(json_object_get(spend, "by_method"), "method", "how the tier was found");
    }
    print_unclassified(json_object_get(spend, "unclassified"));
    return loaded_exit_code(result);
}
