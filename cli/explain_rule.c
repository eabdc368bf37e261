/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/analysis.h"
#include "analysis/explain.h"
#include "cli/explain.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/recheck.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "support/err.h"
#include "support/mem.h"

/* The rule's row of the result: its verdict and coverage. */
static const json_t *counted(const json_t *result, const json_t *id)
{
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(json_object_get(json_object_get(result, "coverage"), "rules"), i, rule)
    {
        if (json_equal(json_object_get(rule, "id"), id)) {
            return rule;
        }
    }
    return NULL;
}

static void print_population(const json_t *answer)
{
    const json_t *n = json_object_get(answer, "population");
    char by_count[FIGURE_SIZE];
    char by_cost[FIGURE_SIZE];
    figure_percent(loaded_text(answer, "coverage"), by_count);
    figure_percent(loaded_text(answer, "coverage_by_cost"), by_cost);
    printf("\nin scope %" PRId64 " = %" PRId64 " pass + %" PRId64 " fail + %" PRId64
           " not applicable + %" PRId64 " insufficient data\n",
           loaded_int(n, "in_scope"), loaded_int(n, "pass"), loaded_int(n, "fail"),
           loaded_int(n, "not_applicable"), loaded_int(n, "insufficient_data"));
    printf("coverage: %s by count, %s by cost%s\n", by_count, by_cost,
           json_is_false(json_object_get(answer, "complete")) ? " (incomplete)" : "");
}

static void print_list(const json_t *texts, const char *title)
{
    size_t i = 0;
    json_t *text = NULL;
    json_array_foreach(texts, i, text)
    {
        printf("%s%s  %s", i ? "" : title, i ? "" : "\n", json_string_value(text));
        putchar('\n');
    }
}

static void print_params(const json_t *params)
{
    static const struct table_column columns[] = {{"parameter", TABLE_TEXT},
                                                  {"in force", TABLE_TEXT},
                                                  {"default", TABLE_TEXT},
                                                  {"what it is", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 4);
    size_t i = 0;
    json_t *param = NULL;
    json_array_foreach(params, i, param)
    {
        const char *cells[] = {loaded_text(param, "name"), loaded_text(param, "value"),
                               loaded_text(param, "default"), loaded_text(param, "description")};
        table_add(table, cells);
    }
    table_print(table, "parameters");
}

static void add_finding(struct table *table, const json_t *finding)
{
    const char *tier = loaded_text(finding, "tier");
    const char *overlay = loaded_text(finding, "overlay");
    const char *exception = loaded_text(finding, "exception");
    char *CLEANUP(mem_freep) what =
        mem_format("%s%s%s%s%s%s%s", loaded_text(finding, "resource"), tier ? "  " : "",
                   tier ? tier : "", overlay ? "  " : "", overlay ? overlay : "",
                   exception ? " by " : "", exception ? exception : "");
    const char *head[] = {loaded_text(finding, "verdict"), what};
    const char *why[] = {"", loaded_text(finding, "reason")};
    table_add(table, head);
    table_add(table, why);
    recheck_add(table, json_object_get(finding, "evidence"));
}

static void print_findings(const struct options *options, const json_t *findings)
{
    static const struct table_column columns[] = {{"verdict", TABLE_STATE},
                                                  {"of what, why, and the evidence", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 2);
    size_t n = json_array_size(findings);
    size_t shown = explain_shown(options, n);
    for (size_t i = 0; i < shown; i++) {
        add_finding(table, json_array_get(findings, i));
    }
    table_print(table, "findings");
    explain_print_rest(n, shown, "findings");
}

void explain_rule_print(const struct explaining *explaining, const json_t *answer)
{
    static const char *const texts[] = {"title", "why", "remediation"};
    printf("\n%s%s%s: %s, severity %s\n", terminal_ink(INK_BOLD), loaded_text(answer, "id"),
           terminal_ink(INK_PLAIN), loaded_text(answer, "verdict"),
           loaded_text(answer, "severity"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        table_print_text(loaded_text(answer, texts[i]));
    }
    print_population(answer);
    print_list(json_object_get(answer, "missing"), "calls that are missing:");
    print_list(json_object_get(answer, "needs"), "calls that it needs:");
    print_list(json_object_get(answer, "uses"), "calls that can only add a pass:");
    print_params(json_object_get(answer, "params"));
    print_findings(explaining->options, json_object_get(answer, "findings"));
    recheck_print(answer);
    printf("\n%sas run: %s%s\n%s", terminal_ink(INK_BOLD), loaded_text(answer, "file"),
           terminal_ink(INK_PLAIN), loaded_text(answer, "sql"));
}

int explain_rule_read(const struct explaining *explaining, const char *name, json_t **ret_answer,
                      struct err *err)
{
    struct analysis_options analysis = loaded_analysis_options(explaining->options);
    int rc = explain_rule(explaining->store, &analysis, name, ret_answer, err);
    if (rc == 0 && json_is_object(*ret_answer)) {
        recheck_files(*ret_answer);
        json_object_update_missing(
            *ret_answer, (json_t *)counted(explaining->result, json_object_get(*ret_answer, "id")));
    }
    return rc;
}
