/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "analysis/difference.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/package_file.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utc.h"

static const char *const parts[] = {"before",   "after", "change", "price",
                                    "quantity", "new",   "gone"};
enum { N_PARTS = sizeof parts / sizeof *parts };

/* --- cost ------------------------------------------------------------------------ */

/* The change as a share of what it was, with its sign; "" where that was nothing. */
static void print_share(const json_t *cost)
{
    struct decimal before;
    struct decimal change;
    struct decimal share;
    if (!decimal_read(slice_of(loaded_text(cost, "before")), &before) ||
        !decimal_read(slice_of(loaded_text(cost, "change")), &change) ||
        decimal_sign(before) <= 0 || !decimal_div(change, before, 4, &share)) {
        putchar('\n');
        return;
    }
    char ratio[DECIMAL_TEXT_SIZE];
    char percent[FIGURE_SIZE];
    decimal_format(share, 0, ratio);
    figure_percent(ratio, percent);
    printf("  (%s%s)\n", decimal_sign(share) > 0 ? "+" : "", percent);
}

static void print_total(const json_t *difference)
{
    const json_t *cost = json_object_get(difference, "cost");
    const char *months[] = {loaded_text(json_object_get(difference, "from"), "month"),
                            loaded_text(json_object_get(difference, "to"), "month")};
    putchar('\n');
    for (size_t i = 0; i < N_PARTS; i++) {
        char money[FIGURE_SIZE];
        figure_money(loaded_text(cost, parts[i]), money);
        printf("%s%-*s %18s", i > 2 ? "  " : "", i > 2 ? 20 : 22, i < 2 ? months[i] : parts[i],
               money);
        if (i == 2) {
            print_share(cost);
        } else {
            putchar('\n');
        }
    }
}

static void print_breakdown(const json_t *cost, const char *by)
{
    struct table_column columns[1 + N_PARTS] = {{by, TABLE_SHORTEN}};
    for (size_t i = 0; i < N_PARTS; i++) {
        columns[i + 1] = (struct table_column){parts[i], TABLE_NUMBER};
    }
    struct table *CLEANUP(table_freep) table = table_new(columns, 1 + N_PARTS);
    char *CLEANUP(mem_freep) key = mem_format("by_%s", by);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(json_object_get(cost, key), i, row)
    {
        char money[N_PARTS][FIGURE_SIZE];
        const char *cells[1 + N_PARTS] = {loaded_text(row, by)};
        for (size_t p = 0; p < N_PARTS; p++) {
            figure_money(loaded_text(row, parts[p]), money[p]);
            cells[p + 1] = money[p];
        }
        table_add(table, cells);
    }
    char *CLEANUP(mem_freep) title = mem_format("by %s", by);
    table_print(table, title);
}

static void print_movers(const json_t *movers)
{
    static const struct table_column columns[] = {
        {"line", TABLE_TEXT},     {"resource", TABLE_SHORTEN}, {"usage type", TABLE_SHORTEN},
        {"before", TABLE_NUMBER}, {"after", TABLE_NUMBER},     {"change", TABLE_NUMBER}};
    enum { SHOWN = 10 };
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < json_array_size(movers) && i < SHOWN; i++) {
        const json_t *row = json_array_get(movers, i);
        char resource[FIGURE_NAME_SIZE];
        char money[3][FIGURE_SIZE];
        for (size_t p = 0; p < 3; p++) {
            figure_money(loaded_text(row, parts[p]), money[p]);
        }
        figure_resource(loaded_text(row, "resource"), resource);
        const char *cells[] = {loaded_text(row, "kind"),
                               resource[0] ? resource : "(none)",
                               loaded_text(row, "usage_type"),
                               money[0],
                               money[1],
                               money[2]};
        table_add(table, cells);
    }
    table_print(table, "what moved most (--json has more)");
}

/* --- findings ---------------------------------------------------------------------- */

static void print_findings(const json_t *findings, const char *which, const char *title)
{
    static const struct table_column columns[] = {{"rule", TABLE_TEXT},
                                                  {"resource", TABLE_SHORTEN},
                                                  {"before", TABLE_STATE},
                                                  {"now", TABLE_STATE}};
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(json_object_get(findings, which), i, row)
    {
        char resource[FIGURE_NAME_SIZE];
        const char *before = loaded_text(row, "before");
        const char *now = loaded_text(row, "verdict");
        figure_resource(loaded_text(row, "resource"), resource);
        const char *cells[] = {loaded_text(row, "rule"), resource, before ? before : "-",
                               now ? now : "-"};
        table_add(table, cells);
    }
    table_print(table, title);
}

static void print_difference(const json_t *difference, const json_t *result)
{
    const json_t *cost = json_object_get(difference, "cost");
    const json_t *findings = json_object_get(difference, "findings");
    char *CLEANUP(mem_freep) subject =
        mem_format("change from %s", loaded_text(json_object_get(difference, "from"), "month"));
    loaded_print_head(result, subject);
    if (json_is_object(cost)) {
        print_total(difference);
        print_breakdown(cost, "mechanism");
        print_breakdown(cost, "tier");
        print_breakdown(cost, "account");
        print_movers(json_object_get(cost, "movers"));
    }
    printf("\nfindings: %zu new, %zu fixed, %zu persistent\n",
           json_array_size(json_object_get(findings, "new")),
           json_array_size(json_object_get(findings, "fixed")),
           json_array_size(json_object_get(findings, "persistent")));
    print_findings(findings, "new", "new findings");
    print_findings(findings, "fixed", "fixed findings");
}

/* --- the command --------------------------------------------------------------------- */

static int analyse_month(const struct options *options, const char *month, json_t **ret_result,
                         struct err *err)
{
    struct options of_month = *options;
    of_month.month = month;
    return loaded_analyse(&of_month, ret_result, err);
}

static int compare(const json_t *before, const json_t *after, const struct options *options,
                   struct err *err)
{
    json_t *CLEANUP(json_decrefp) difference = NULL;
    int rc = difference_of(before, after, &difference, err);
    if (rc < 0) {
        return rc;
    }
    if (json_is_null(json_object_get(difference, "cost"))) {
        return FAIL(err, ERR_USAGE, "no bill of %s is loaded; no month of any bill is",
                    loaded_text(after, "month"));
    }
    if (options->json) {
        return loaded_print_json(json_incref(difference), err);
    }
    print_difference(difference, after);
    return EXIT_DONE;
}

static bool is_month(const char *text)
{
    int64_t start = 0;
    return utc_month_start(slice_of(text), &start);
}

static int diff_months(const struct options *options, const char *from, const char *to,
                       struct err *err)
{
    json_t *CLEANUP(json_decrefp) before = NULL;
    json_t *CLEANUP(json_decrefp) after = NULL;
    int rc = analyse_month(options, from, &before, err);
    if (rc < 0) {
        return rc;
    }
    if (!loaded_anything(before)) {
        return loaded_exit_code(before);
    }
    rc = analyse_month(options, to, &after, err);
    return rc < 0 ? rc : compare(before, after, options, err);
}

/* --- packages ------------------------------------------------------------------------ */

static int diff_packages(const struct options *options, const char *from, const char *to,
                         struct err *err)
{
    struct package_file CLEANUP(package_file_release) before = {0};
    struct package_file CLEANUP(package_file_release) after = {0};
    json_t *CLEANUP(json_decrefp) difference = NULL;
    int rc = package_file_read(from, &before, err);
    if (rc < 0 || (rc = package_file_read(to, &after, err)) < 0 ||
        (rc = difference_of(before.report, after.report, &difference, err)) < 0) {
        return rc;
    }
    bool follows = strcmp(package_file_previous(&after), before.sha256) == 0;
    if (options->json) {
        json_object_set_new(difference, "follows", json_boolean(follows));
        return loaded_print_json(json_incref(difference), err);
    }
    print_difference(difference, after.report);
    printf("\n'%s' %s '%s' as the package before it\n", to, follows ? "names" : "does not name",
           from);
    return EXIT_DONE;
}

int cmd_diff(const struct options *options, struct err *err)
{
    const char *from = options->arguments[1];
    const char *to = options->arguments[2];
    if (is_month(from) && is_month(to)) {
        return diff_months(options, from, to, err);
    }
    if (is_month(from) || is_month(to) || (access(from, F_OK) != 0 && !strchr(from, '.'))) {
        return FAIL(err, ERR_USAGE, "diff: '%s' is no month; write YYYY-MM, or name two packages",
                    is_month(from) ? to : from);
    }
    return diff_packages(options, from, to, err);
}
