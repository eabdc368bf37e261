/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/spend_waste.h"
#include "cli/table.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

static void print_money(const char *label, const char *amount, const char *currency)
{
    char money[FIGURE_SIZE];
    figure_money(amount, money);
    printf("%-22s %18s %s\n", label, money, amount && currency ? currency : "");
}

/* Where the year ends, or at least its rest; else why that cannot be told. */
static void print_forecast(const json_t *result)
{
    const json_t *forecast = json_object_get(result, "forecast");
    bool whole = loaded_text(forecast, "year_end") != NULL;
    const char *expected = loaded_text(forecast, whole ? "year_end" : "rest");
    if (!expected) {
        printf("%-22s %18s  %s\n", "forecast", "-", loaded_text(forecast, "reason"));
        return;
    }
    char low[FIGURE_SIZE];
    char high[FIGURE_SIZE];
    char money[FIGURE_SIZE];
    figure_money(expected, money);
    figure_money(loaded_text(forecast, whole ? "year_end_low" : "rest_low"), low);
    figure_money(loaded_text(forecast, whole ? "year_end_high" : "rest_high"), high);
    char *CLEANUP(mem_freep) label =
        mem_format("%s %s", whole ? "forecast for" : "rest of", loaded_text(forecast, "year"));
    printf("%-22s %18s %s, between %s and %s\n", label, money, loaded_text(result, "currency"), low,
           high);
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
    print_forecast(result);
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

struct priced {
    json_t *row;
    struct decimal cost;
};

static int dearest_first(const void *a, const void *b)
{
    const struct priced *x = a;
    const struct priced *y = b;
    int order = decimal_compare(y->cost, x->cost);
    return order ? order : strcmp(loaded_text(x->row, "resource"), loaded_text(y->row, "resource"));
}

/* The rows of by_resource, the dearest first; those that cost nothing are left out. */
static json_t *by_cost(const json_t *by_resource)
{
    size_t n = json_array_size(by_resource);
    struct priced *CLEANUP(mem_freep) sorted = mem_array(n + 1, sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        sorted[i].row = json_array_get(by_resource, i);
        decimal_read(slice_of(loaded_text(sorted[i].row, "cost")), &sorted[i].cost);
    }
    qsort(sorted, n, sizeof *sorted, dearest_first);
    json_t *rows = json_array();
    for (size_t i = 0; i < n; i++) {
        if (decimal_sign(sorted[i].cost) != 0) {
            json_array_append(rows, sorted[i].row);
        }
    }
    return rows;
}

/* --- by strategy ------------------------------------------------------------ */

/* What is bought beside what the tiers ask for; then whether the resources have it. */
static void print_strategies(const json_t *rows)
{
    static const struct table_column columns[] = {{"strategy", TABLE_TEXT},
                                                  {"bought for it", TABLE_NUMBER},
                                                  {"in tiers that ask for it", TABLE_NUMBER},
                                                  {"tiers", TABLE_SHORTEN}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 4);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        char cost[FIGURE_SIZE];
        char asked[FIGURE_SIZE];
        figure_money(loaded_text(row, "cost"), cost);
        figure_money(loaded_text(row, "asked_cost"), asked);
        struct strbuf CLEANUP(strbuf_release) tiers = STRBUF_INIT;
        size_t j = 0;
        json_t *tier = NULL;
        json_array_foreach(json_object_get(row, "tiers"), j, tier)
        {
            strbuf_addf(&tiers, "%s%s", j ? ", " : "", json_string_value(tier));
        }
        const char *cells[] = {loaded_text(row, "strategy"), cost, asked,
                               tiers.size ? tiers.text : ""};
        table_add(table, cells);
    }
    table_print(table, "by strategy");
}

static void print_fit(const json_t *fit)
{
    static const char *const counts[] = {"resources", "met", "under", "over", "unknown"};
    enum { N_COUNTS = sizeof counts / sizeof *counts };
    static const struct table_column columns[] = {
        {"tier", TABLE_SHORTEN},   {"asks for", TABLE_TEXT},     {"resources", TABLE_NUMBER},
        {"met", TABLE_NUMBER},     {"under", TABLE_NUMBER},      {"over", TABLE_NUMBER},
        {"unknown", TABLE_NUMBER}, {"spent over", TABLE_NUMBER}, {"run under", TABLE_NUMBER}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 9);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(json_object_get(fit, "tiers"), i, row)
    {
        char number[N_COUNTS][24];
        char over[FIGURE_SIZE];
        char under[FIGURE_SIZE];
        for (size_t j = 0; j < N_COUNTS; j++) {
            snprintf(number[j], sizeof number[j], "%lld",
                     (long long)json_integer_value(json_object_get(row, counts[j])));
        }
        figure_money(loaded_text(row, "over_cost"), over);
        figure_money(loaded_text(row, "under_cost"), under);
        const char *asked = loaded_text(row, "asked");
        const char *cells[] = {loaded_text(row, "tier"),
                               asked ? asked : "(nothing)",
                               number[0],
                               number[1],
                               number[2],
                               number[3],
                               number[4],
                               over,
                               under};
        table_add(table, cells);
    }
    table_print(table, json_is_true(json_object_get(fit, "complete"))
                           ? "what protects the resources of each tier"
                           : "what protects the resources of each tier (incomplete)");
}

static void print_dimension(const json_t *result, const char *name)
{
    const json_t *spend = json_object_get(result, "spend");
    char *CLEANUP(mem_freep) title = mem_format("by %s", name);
    char *CLEANUP(mem_freep) key = mem_format("by_%s", name);
    const json_t *rows = json_object_get(spend, key);
    if (strcmp(name, "strategy") == 0) {
        print_strategies(rows);
        print_fit(json_object_get(json_object_get(result, "coverage"), "protection_fit"));
    } else if (strcmp(name, "resource") == 0) {
        json_t *CLEANUP(json_decrefp) sorted = by_cost(rows);
        print_by(sorted, name, title);
    } else {
        print_by(rows, name, title);
    }
}

static int print_json(const json_t *result, const struct options *options, struct err *err)
{
    static const char *const sections[] = {"spend", "forecast", "kpis", "unit_costs", NULL};
    static const char *const waste[] = {"waste", NULL};
    if (options->waste) {
        return loaded_print_json(loaded_answer(result, waste), err);
    }
    json_t *answer = loaded_answer(result, sections);
    if (options->by && strcmp(options->by, "strategy") == 0) {
        json_object_set(answer, "protection_fit",
                        json_object_get(json_object_get(result, "coverage"), "protection_fit"));
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
    if (options->waste) {
        spend_waste_print(result);
        return loaded_exit_code(result);
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
