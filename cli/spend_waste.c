/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/spend_waste.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/table.h"
#include "support/err.h"

static void print_amount(const char *label, const json_t *waste, const char *key,
                         const char *remark)
{
    char money[FIGURE_SIZE];
    figure_money(loaded_text(waste, key), money);
    printf("%-22s %18s%s%s\n", label, money, remark[0] ? "  " : "", remark);
}

static void print_totals(const json_t *waste)
{
    char share[FIGURE_SIZE];
    putchar('\n');
    print_amount("proven", waste, "proven", "");
    print_amount("possible", waste, "possible", "somebody has to say");
    print_amount("saved without it", waste, "saving",
                 json_is_true(json_object_get(waste, "at_most"))
                     ? "proven, at most, without what is held"
                     : "proven, without what is held");
    print_amount("held", waste, "held", "locked, on hold, or not known whether it is");
    figure_percent(loaded_text(waste, "judged_share"), share);
    printf("%-22s %18s  of DR spend, as DR_COST_OPTIMIZATION counts\n", "share", share);
}

/* "<= " before what is an upper bound. */
static void saving_text(const json_t *row, char ret_text[FIGURE_SIZE + 8])
{
    char money[FIGURE_SIZE];
    const char *saving = loaded_text(row, "saving");
    figure_money(saving, money);
    snprintf(ret_text, FIGURE_SIZE + 8, "%s%s",
             saving && json_is_true(json_object_get(row, "at_most")) ? "<= " : "", money);
}

static void print_kinds(const json_t *kinds)
{
    static const struct table_column columns[] = {
        {"kind", TABLE_TEXT},       {"confidence", TABLE_TEXT}, {"items", TABLE_NUMBER},
        {"points", TABLE_NUMBER},   {"cost", TABLE_NUMBER},     {"saves", TABLE_NUMBER},
        {"unpriced", TABLE_NUMBER},
    };
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(kinds, i, row)
    {
        char n[3][FIGURE_SIZE];
        char cost[FIGURE_SIZE];
        char saving[FIGURE_SIZE + 8];
        figure_count(loaded_int(row, "items"), n[0]);
        figure_count(loaded_int(row, "points"), n[1]);
        figure_count(loaded_int(row, "unpriced"), n[2]);
        figure_money(loaded_text(row, "cost"), cost);
        saving_text(row, saving);
        const char *cells[] = {loaded_text(row, "kind"),
                               loaded_text(row, "confidence"),
                               n[0],
                               n[1],
                               cost,
                               saving,
                               n[2]};
        table_add(table, cells);
    }
    table_print(table, "by kind");
}

static void print_items(const json_t *items)
{
    static const struct table_column columns[] = {
        {"kind", TABLE_TEXT},   {"resource", TABLE_SHORTEN}, {"points", TABLE_NUMBER},
        {"age", TABLE_NUMBER},  {"cost", TABLE_NUMBER},      {"saves", TABLE_NUMBER},
        {"held by", TABLE_TEXT}};
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(items, i, row)
    {
        char resource[FIGURE_NAME_SIZE];
        char points[FIGURE_SIZE];
        char age[FIGURE_SIZE] = "-";
        char cost[FIGURE_SIZE];
        char saving[FIGURE_SIZE + 8];
        figure_resource(loaded_text(row, "resource"), resource);
        figure_count(loaded_int(row, "points"), points);
        if (json_is_integer(json_object_get(row, "age_days"))) {
            snprintf(age, sizeof age, "%" PRId64 "d", loaded_int(row, "age_days"));
        }
        figure_money(loaded_text(row, "cost"), cost);
        saving_text(row, saving);
        const char *cells[] = {loaded_text(row, "kind"),   resource, points, age, cost, saving,
                               loaded_text(row, "blocker")};
        table_add(table, cells);
    }
    table_print(table, "item by item (--json has the points, the reasons and the evidence)");
}

void spend_waste_print(const json_t *result)
{
    const json_t *waste = json_object_get(result, "waste");
    const json_t *missing = json_object_get(waste, "missing");
    loaded_print_head(result, "waste");
    print_totals(waste);
    print_kinds(json_object_get(waste, "by_kind"));
    print_items(json_object_get(waste, "items"));
    if (!loaded_text(waste, "total")) {
        puts("\nnot complete: without a bill and an inventory, what is waste cannot be told");
    } else if (json_array_size(missing)) {
        printf("\nnot complete: %zu calls were not answered (first: %s); more may be waste\n",
               json_array_size(missing), json_string_value(json_array_get(missing, 0)));
    }
}
