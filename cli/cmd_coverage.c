/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <strings.h>

#include "cli/command.h"
#include "cli/expiring.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"

static void print_headline(const json_t *result)
{
    const json_t *headline = json_object_get(json_object_get(result, "coverage"), "headline");
    const char *currency = loaded_text(result, "currency");
    char by_count[FIGURE_SIZE];
    char by_cost[FIGURE_SIZE];
    char at_risk[FIGURE_SIZE];
    figure_percent(loaded_text(headline, "by_count"), by_count);
    figure_percent(loaded_text(headline, "by_cost"), by_cost);
    figure_money(loaded_text(headline, "spend_at_risk"), at_risk);
    printf("\nprotected: %" PRId64 " of %" PRId64
           " resources in scope, %s by count, %s by cost%s\n",
           loaded_int(headline, "protected"), loaded_int(headline, "in_scope"), by_count, by_cost,
           loaded_mark(headline));
    printf("spend at risk: %s %s a month; cost unknown of %" PRId64 " resources\n", at_risk,
           currency ? currency : "", loaded_int(headline, "cost_unknown"));
    loaded_print_missing(headline);
}

static void print_states(const json_t *states)
{
    static const struct table_column columns[] = {
        {"state", TABLE_STATE}, {"resources", TABLE_NUMBER}, {"monthly cost", TABLE_NUMBER}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 3);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(states, i, row)
    {
        char n[FIGURE_SIZE];
        char cost[FIGURE_SIZE];
        figure_count(loaded_int(row, "resources"), n);
        figure_money(loaded_text(row, "cost"), cost);
        const char *cells[] = {loaded_text(row, "state"), n, cost};
        table_add(table, cells);
    }
    table_print(table, "states");
}

/* A percentage, marked where evidence is missing. */
static void marked_percent(const json_t *figure, const char *key, char ret_text[FIGURE_SIZE])
{
    char percent[FIGURE_SIZE];
    figure_percent(loaded_text(figure, key), percent);
    snprintf(ret_text, FIGURE_SIZE, "%.64s%s", percent, loaded_mark(figure)[0] ? "*" : " ");
}

static void print_rules(const json_t *rules)
{
    static const struct table_column columns[] = {
        {"rule", TABLE_TEXT},       {"verdict", TABLE_STATE},   {"pass", TABLE_NUMBER},
        {"fail", TABLE_NUMBER},     {"n/a", TABLE_NUMBER},      {"no data", TABLE_NUMBER},
        {"excepted", TABLE_NUMBER}, {"by count", TABLE_NUMBER}, {"by cost", TABLE_NUMBER}};
    enum { N = sizeof columns / sizeof *columns, FIRST_COUNT = 2, N_COUNTS = 5 };
    static const char *const counts[N_COUNTS] = {"pass", "fail", "not_applicable",
                                                 "insufficient_data", "excepted"};
    struct table *CLEANUP(table_freep) table = table_new(columns, N);
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(rules, i, rule)
    {
        char text[N_COUNTS + 2][FIGURE_SIZE];
        const char *cells[N] = {loaded_text(rule, "id"), loaded_text(rule, "verdict")};
        for (size_t c = 0; c < N_COUNTS; c++) {
            figure_count(loaded_int(rule, counts[c]), text[c]);
        }
        marked_percent(rule, "coverage", text[N_COUNTS]);
        marked_percent(rule, "coverage_by_cost", text[N_COUNTS + 1]);
        for (size_t c = 0; c < N_COUNTS + 2; c++) {
            cells[FIRST_COUNT + c] = text[c];
        }
        table_add(table, cells);
    }
    table_print(table, "rules (* some evidence is missing: --rule ID names it)");
}

/* What was accepted, and what the evidence shows to stand in for it. */
static void print_exceptions(const json_t *exceptions)
{
    static const struct table_column columns[] = {
        {"exception", TABLE_TEXT},    {"rule", TABLE_TEXT},    {"status", TABLE_TEXT},
        {"matches", TABLE_NUMBER},    {"expires", TABLE_TEXT}, {"fallback", TABLE_TEXT},
        {"what is shown", TABLE_WRAP}};
    enum { N = sizeof columns / sizeof *columns };
    struct table *CLEANUP(table_freep) table = table_new(columns, N);
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(exceptions, i, row)
    {
        char matches[FIGURE_SIZE];
        figure_count(loaded_int(row, "matches"), matches);
        const char *fallback = loaded_text(row, "fallback");
        const char *cells[N] = {loaded_text(row, "id"),
                                loaded_text(row, "rule"),
                                loaded_text(row, "status"),
                                matches,
                                loaded_text(row, "expires_on"),
                                fallback ? fallback : "-",
                                loaded_text(row, "fallback_reason")};
        table_add(table, cells);
    }
    table_print(table, "exceptions (they change no verdict)");
}

/* --- one rule --------------------------------------------------------------- */

static json_t *find_rule(const json_t *result, const char *id)
{
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(json_object_get(json_object_get(result, "coverage"), "rules"), i, rule)
    {
        const char *name = loaded_text(rule, "id");
        if (name && strcasecmp(name, id) == 0) {
            return rule;
        }
    }
    return NULL;
}

static int unknown_rule(const json_t *result, const char *id, struct err *err)
{
    const json_t *rules = json_object_get(json_object_get(result, "coverage"), "rules");
    size_t n = json_array_size(rules);
    const char **CLEANUP(mem_freep) names = mem_array(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = loaded_text(json_array_get(rules, i), "id");
    }
    const char *near = option_nearest(id, names);
    return FAIL(err, ERR_USAGE, "there is no rule '%s'%s%s%s", id, near ? "; did you mean '" : "",
                near ? near : "", near ? "'?" : "; `drledger rules` lists them");
}

/* The findings of one rule: a new array. */
static json_t *findings_of(const json_t *result, const json_t *rule)
{
    json_t *mine = json_array();
    size_t i = 0;
    json_t *finding = NULL;
    json_array_foreach(json_object_get(json_object_get(result, "coverage"), "findings"), i, finding)
    {
        if (json_equal(json_object_get(finding, "rule"), json_object_get(rule, "id"))) {
            json_array_append(mine, finding);
        }
    }
    return mine;
}

static void print_findings(const json_t *findings)
{
    static const struct table_column columns[] = {{"resource", TABLE_SHORTEN},
                                                  {"tier", TABLE_TEXT},
                                                  {"verdict", TABLE_STATE},
                                                  {"exception", TABLE_TEXT},
                                                  {"reason", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 5);
    size_t i = 0;
    json_t *finding = NULL;
    json_array_foreach(findings, i, finding)
    {
        char resource[FIGURE_NAME_SIZE];
        figure_resource(loaded_text(finding, "resource"), resource);
        const char *cells[] = {resource, loaded_text(finding, "tier"),
                               loaded_text(finding, "verdict"), loaded_text(finding, "exception"),
                               loaded_text(finding, "reason")};
        table_add(table, cells);
    }
    table_print(table, "findings");
}

static void print_rule(const json_t *result, const json_t *rule)
{
    char by_count[FIGURE_SIZE];
    char by_cost[FIGURE_SIZE];
    figure_percent(loaded_text(rule, "coverage"), by_count);
    figure_percent(loaded_text(rule, "coverage_by_cost"), by_cost);
    printf("\n%s: %s\n", loaded_text(rule, "id"), loaded_text(rule, "verdict"));
    static const char *const texts[] = {"title", "why", "remediation"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (loaded_text(rule, texts[i])) {
            table_print_text(loaded_text(rule, texts[i]));
        }
    }
    printf("pass %" PRId64 ", fail %" PRId64 ", not applicable %" PRId64
           ", insufficient data %" PRId64 ": %s by count, %s by cost%s\n",
           loaded_int(rule, "pass"), loaded_int(rule, "fail"), loaded_int(rule, "not_applicable"),
           loaded_int(rule, "insufficient_data"), by_count, by_cost, loaded_mark(rule));
    loaded_print_missing(rule);
    json_t *CLEANUP(json_decrefp) findings = findings_of(result, rule);
    print_findings(findings);
}

/* --- the threshold ---------------------------------------------------------- */

/* Whether n of `all` is below `percent` of it, without any rounding. Nothing of
 * nothing is no coverage. */
static bool is_below(int64_t n, int64_t all, const char *percent)
{
    struct decimal limit = DECIMAL_ZERO;
    struct decimal have = decimal_of_int(n * 100);
    decimal_parse(slice_of(percent), &limit);
    return all == 0 ||
           (decimal_mul(limit, decimal_of_int(all), &limit) && decimal_compare(have, limit) < 0);
}

static bool misses(const json_t *result, const json_t *rule, const char *percent)
{
    if (rule) {
        int64_t pass = loaded_int(rule, "pass");
        return is_below(
            pass, pass + loaded_int(rule, "fail") + loaded_int(rule, "insufficient_data"), percent);
    }
    const json_t *headline = json_object_get(json_object_get(result, "coverage"), "headline");
    return is_below(loaded_int(headline, "protected"), loaded_int(headline, "in_scope"), percent);
}

static int exit_code(const struct options *options, const json_t *result, const json_t *rule)
{
    if (options->fail_under && misses(result, rule, options->fail_under)) {
        terminal_say("coverage is below %s%%", options->fail_under);
        return EXIT_MISSED;
    }
    return loaded_exit_code(result);
}

static int print_json(const json_t *result, json_t *rule, struct err *err)
{
    static const char *const sections[] = {"coverage", "recovery", "exceptions", NULL};
    json_t *answer = loaded_answer(result, sections);
    if (rule) {
        json_object_set_new(
            answer, "coverage",
            json_pack("{s:O, s:[O], s:o}", "headline",
                      json_object_get(json_object_get(result, "coverage"), "headline"), "rules",
                      rule, "findings", findings_of(result, rule)));
    }
    return loaded_print_json(answer, err);
}

int cmd_coverage(const struct options *options, struct err *err)
{
    json_t *CLEANUP(json_decrefp) result = NULL;
    int rc = loaded_analyse(options, &result, err);
    if (rc < 0) {
        return rc;
    }
    json_t *rule = options->rule ? find_rule(result, options->rule) : NULL;
    if (options->rule && !rule) {
        return unknown_rule(result, options->rule, err);
    }
    if (options->expiring_in) {
        return expiring_print(options, result, err);
    }
    if (options->json) {
        rc = print_json(result, rule, err);
        return rc < 0 ? rc : exit_code(options, result, rule);
    }
    loaded_print_head(result, "DR coverage");
    if (rule) {
        print_rule(result, rule);
    } else {
        const json_t *coverage = json_object_get(result, "coverage");
        print_headline(result);
        print_states(json_object_get(coverage, "states"));
        print_rules(json_object_get(coverage, "rules"));
        print_exceptions(json_object_get(result, "exceptions"));
    }
    return exit_code(options, result, rule);
}
