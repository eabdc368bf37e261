/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

/* Inventory answers that came in whole: too many to list without being asked. */
static bool is_plain_answer(const json_t *source)
{
    const char *status = loaded_text(source, "status");
    return loaded_text(source, "call") && status &&
           (strcmp(status, "ok") == 0 || strcmp(status, "empty") == 0 ||
            strcmp(status, "not_configured") == 0);
}

static void print_files(const json_t *sources, bool all)
{
    static const struct table_column columns[] = {
        {"file", TABLE_SHORTEN}, {"format", TABLE_TEXT},     {"status", TABLE_STATE},
        {"rows", TABLE_NUMBER},  {"rejected", TABLE_NUMBER}, {"control total", TABLE_NUMBER},
    };
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t n_hidden = 0;
    size_t i = 0;
    json_t *source = NULL;
    json_array_foreach(sources, i, source)
    {
        if (!all && is_plain_answer(source)) {
            n_hidden++;
            continue;
        }
        char rows[FIGURE_SIZE];
        char rejected[FIGURE_SIZE];
        char total[FIGURE_SIZE];
        figure_count(loaded_int(source, "rows_kept"), rows);
        figure_count(loaded_int(source, "rows_rejected"), rejected);
        figure_money(loaded_text(source, "control_total"), total);
        const char *cells[] = {loaded_text(source, "path"),
                               loaded_text(source, "format"),
                               loaded_text(source, "status"),
                               rows,
                               rejected,
                               loaded_text(source, "control_total") ? total : ""};
        table_add(table, cells);
    }
    table_print(table, "files");
    if (n_hidden > 0) {
        printf("%s%zu more answers of AWS calls came in whole; -v or --json lists them\n",
               n_hidden < i ? "" : "\n", n_hidden);
    }
}

static const char *count_cell(const json_t *row, const char *key, char ret_text[FIGURE_SIZE])
{
    figure_count(loaded_int(row, key), ret_text);
    return ret_text;
}

static void print_months(const json_t *months)
{
    static const struct table_column columns[] = {
        {"month", TABLE_TEXT},    {"payer", TABLE_SHORTEN},
        {"rows", TABLE_NUMBER},   {"unblended", TABLE_NUMBER},
        {"currency", TABLE_TEXT}, {"usage until", TABLE_TEXT},
        {"", TABLE_TEXT},
    };
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t i = 0;
    json_t *month = NULL;
    json_array_foreach(months, i, month)
    {
        char rows[FIGURE_SIZE];
        char total[FIGURE_SIZE];
        figure_money(loaded_text(month, "unblended"), total);
        const char *cells[] = {loaded_text(month, "month"),
                               loaded_text(month, "payer"),
                               count_cell(month, "lines", rows),
                               total,
                               loaded_text(month, "currency"),
                               loaded_text(month, "usage_end"),
                               json_is_true(json_object_get(month, "estimated")) ? "estimate" : ""};
        table_add(table, cells);
    }
    table_print(table, "bills");
}

/* The ways in which a call can end, as columns: title and key of the result. */
static const struct {
    const char *title;
    const char *key;
} outcomes[] = {
    {"collected", "collected"}, {"empty", "empty"},   {"not conf.", "not_configured"},
    {"refused", "refused"},     {"failed", "failed"}, {"truncated", "truncated"},
    {"never run", "never_run"},
};

enum { N_OUTCOMES = sizeof outcomes / sizeof *outcomes };

/* Account, Region, a count per outcome, then how old the newest event in them is. */
static void print_collection(const json_t *collection)
{
    struct table_column columns[N_OUTCOMES + 3] = {{"account", TABLE_TEXT}, {"region", TABLE_TEXT}};
    for (size_t at = 0; at < N_OUTCOMES; at++) {
        columns[at + 2] = (struct table_column){outcomes[at].title, TABLE_NUMBER};
    }
    columns[N_OUTCOMES + 2] = (struct table_column){"age", TABLE_NUMBER};
    struct table *CLEANUP(table_freep) table = table_new(columns, N_OUTCOMES + 3);
    size_t i = 0;
    json_t *scope = NULL;
    json_array_foreach(collection, i, scope)
    {
        char counts[N_OUTCOMES][FIGURE_SIZE];
        char age[FIGURE_SIZE] = "";
        const char *cells[N_OUTCOMES + 3] = {loaded_text(scope, "account"),
                                             loaded_text(scope, "region")};
        for (size_t at = 0; at < N_OUTCOMES; at++) {
            cells[at + 2] = count_cell(scope, outcomes[at].key, counts[at]);
        }
        if (loaded_text(scope, "newest_event")) {
            figure_duration(loaded_int(scope, "age"), age);
        }
        cells[N_OUTCOMES + 2] = age;
        table_add(table, cells);
    }
    table_print(table, "inventory: calls and their items");
}

/* What the inventory lacks, named so that it can be collected. */
static void print_gaps(const json_t *calls, bool all)
{
    static const struct table_column columns[] = {{"account", TABLE_TEXT},
                                                  {"region", TABLE_TEXT},
                                                  {"call", TABLE_TEXT},
                                                  {"status", TABLE_STATE},
                                                  {"missing", TABLE_NUMBER}};
    enum { SHOWN = 40 };
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t n_gaps = 0;
    size_t i = 0;
    json_t *call = NULL;
    json_array_foreach(calls, i, call)
    {
        int64_t n_missing = loaded_int(call, "refused") + loaded_int(call, "failed") +
                            loaded_int(call, "truncated") + loaded_int(call, "never_run");
        if (n_missing == 0 || (n_gaps++ >= SHOWN && !all)) {
            continue;
        }
        char missing[FIGURE_SIZE];
        figure_count(n_missing, missing);
        const char *cells[] = {loaded_text(call, "account"), loaded_text(call, "region"),
                               loaded_text(call, "call"), loaded_text(call, "status"), missing};
        table_add(table, cells);
    }
    table_print(table, "gaps: calls to collect");
    if (n_gaps > SHOWN && !all) {
        printf("%zu more; -v or --json lists them\n", n_gaps - SHOWN);
    }
}

static json_t *answer_of(const json_t *result)
{
    const json_t *coverage = json_object_get(result, "coverage");
    return json_pack("{s:O, s:O, s:O, s:O, s:O}", "sources", json_object_get(result, "sources"),
                     "diagnostics", json_object_get(result, "diagnostics"), "months",
                     json_object_get(json_object_get(result, "spend"), "months"), "collection",
                     json_object_get(coverage, "collection"), "calls",
                     json_object_get(coverage, "calls"));
}

int cmd_sources(const struct options *options, struct err *err)
{
    json_t *CLEANUP(json_decrefp) result = NULL;
    int rc = loaded_analyse(options, &result, err);
    if (rc < 0) {
        return rc;
    }
    json_t *CLEANUP(json_decrefp) answer = answer_of(result);
    if (options->json) {
        return loaded_print_json(json_incref(answer), err);
    }
    const json_t *sources = json_object_get(answer, "sources");
    if (json_array_size(sources) == 0) {
        puts("nothing is loaded");
        return EXIT_DONE;
    }
    print_files(sources, options->verbose);
    print_months(json_object_get(answer, "months"));
    print_collection(json_object_get(answer, "collection"));
    print_gaps(json_object_get(answer, "calls"), options->verbose);
    return EXIT_DONE;
}
