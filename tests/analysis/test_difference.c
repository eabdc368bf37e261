/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/difference.h"
#include "support/err.h"
#include "support/mem.h"

static json_t *parse(const char *text)
{
    json_error_t why;
    json_t *value = json_loads(text, 0, &why);
    cr_assert(value, "%s", why.text);
    return value;
}

/* "before>now" of each finding of one list, in its order. */
static void expect_findings(const json_t *difference, const char *list, const char *wanted)
{
    char got[256] = "";
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(json_object_get(difference, list), i, row)
    {
        const char *before = json_string_value(json_object_get(row, "before"));
        const char *now = json_string_value(json_object_get(row, "verdict"));
        size_t used = strlen(got);
        snprintf(got + used, sizeof got - used, "%s%s %s>%s", i ? ", " : "",
                 json_string_value(json_object_get(row, "resource")), before ? before : "none",
                 now ? now : "none");
    }
    cr_expect_str_eq(got, wanted, "%s: %s", list, got);
}

struct given {
    const char *rule;
    const char *resource;
    const char *verdict;
};

/* A result's "coverage" with these findings, the last without a rule; `complete` names the
 * rules whose evidence is whole. */
static json_t *coverage(const char *complete, const struct given *findings)
{
    json_t *rows = json_array();
    for (const struct given *f = findings; f->rule; f++) {
        json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:n, s:s}", "rule", f->rule,
                                              "resource", f->resource, "account", "1", "region",
                                              "verdict", f->verdict));
    }
    return json_pack("{s:[{s:s, s:b}, {s:s, s:b}], s:o}", "rules", "id", "R", "complete",
                     strchr(complete, 'R') != NULL, "id", "S", "complete",
                     strchr(complete, 'S') != NULL, "findings", rows);
}

Test(difference, a_finding_is_new_fixed_or_persistent)
{
    static const struct given then[] = {{"R", "kept", "fail"},
                                        {"R", "mended", "fail"},
                                        {"R", "broken", "pass"},
                                        {"R", "told", "insufficient_data"},
                                        {0}};
    static const struct given now[] = {{"R", "kept", "fail"},   {"R", "mended", "pass"},
                                       {"R", "broken", "fail"}, {"R", "told", "fail"},
                                       {"R", "added", "fail"},  {0}};
    json_t *before = coverage("R", then);
    json_t *after = coverage("R", now);
    json_t *difference = difference_findings(before, after);
    expect_findings(difference, "new", "broken pass>fail, added none>fail");
    expect_findings(difference, "fixed", "mended fail>pass");
    expect_findings(difference, "persistent", "kept fail>fail, told insufficient_data>fail");
    json_decref(before);
    json_decref(after);
    json_decref(difference);
}

Test(difference, evidence_that_went_missing_fixes_nothing)
{
    static const struct given then[] = {{"R", "gone", "fail"},
                                        {"R", "blind", "fail"},
                                        {"S", "hidden", "fail"},
                                        {"T", "unasked", "fail"},
                                        {0}};
    static const struct given now[] = {{"R", "blind", "insufficient_data"}, {0}};
    json_t *before = coverage("RS", then);
    json_t *after = coverage("R", now);
    json_t *difference = difference_findings(before, after);
    expect_findings(difference, "new", "");
    expect_findings(difference, "fixed", "gone fail>none");
    expect_findings(difference, "persistent",
                    "blind fail>insufficient_data, hidden fail>none, unasked fail>none");
    json_decref(before);
    json_decref(after);
    json_decref(difference);
}

#define LINE(resource, cost, quantity)                                                             \
    "{\"account\":\"1\",\"mechanism\":\"m\",\"tier\":\"t\",\"resource\":\"" resource               \
    "\",\"cost\":\"" cost "\",\"quantity\":\"" quantity "\"}"

Test(difference, each_part_is_what_its_definition_says)
{
    struct err err = ERR_INIT;
    /* A third of a unit more at 1.00 for three; a credit only; one gone; one new. */
    json_t *before = parse(
        "[" LINE("used", "1", "3") "," LINE("credit", "-5", "0") "," LINE("gone", "2", "1") "]");
    json_t *after = parse(
        "[" LINE("used", "1.5", "4") "," LINE("credit", "-7", "0") "," LINE("new", "0.1", "1") "]");
    json_t *cost = NULL;
    cr_assert_eq(difference_cost(before, after, &cost, &err), 0, "%s", err.text);
    static const char *const wanted[][2] = {
        {"before", "-2.00"},
        {"after", "-5.40"},
        {"change", "-3.40"},
        {"new", "0.10"},
        {"gone", "-2.00"},
        {"quantity", "0.33333333333333333333"},
        {"price", "-1.83333333333333333333"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect_str_eq(json_string_value(json_object_get(cost, wanted[i][0])), wanted[i][1], "%s",
                         wanted[i][0]);
    }
    json_t *first = json_array_get(json_object_get(cost, "movers"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(first, "resource")), "credit");
    json_decref(before);
    json_decref(after);
    json_decref(cost);
}

Test(difference, a_line_without_an_exact_amount_is_refused_by_its_place)
{
    struct err err = ERR_INIT;
    json_t *good = parse("[" LINE("a", "1", "3") "]");
    json_t *bad = parse("[" LINE("a", "1", "3") ",{\"cost\":1.5,\"quantity\":\"1\"}]");
    json_t *cost = NULL;
    cr_expect_eq(difference_cost(good, bad, &cost, &err), ERR_INPUT);
    cr_expect_str_eq(err.text, "spend.lines/1: 'cost' must be a decimal string");
    json_decref(good);
    json_decref(bad);
}

Test(difference, results_in_two_currencies_do_not_compare)
{
    struct err err = ERR_INIT;
    json_t *usd = parse("{\"month\":\"2024-08\",\"currency\":\"USD\",\"spend\":{\"dr_total\":\"0\","
                        "\"lines\":[]}}");
    json_t *eur = parse("{\"month\":\"2024-09\",\"currency\":\"EUR\",\"spend\":{\"dr_total\":\"0\","
                        "\"lines\":[]}}");
    json_t *none = parse("{\"month\":\"2024-07\",\"spend\":{\"dr_total\":null,\"lines\":[]}}");
    json_t *difference = NULL;
    cr_expect_eq(difference_of(usd, eur, &difference, &err), ERR_INPUT);
    cr_assert_eq(difference_of(none, eur, &difference, &err), 0, "%s", err.text);
    cr_expect(json_is_null(json_object_get(difference, "cost")));
    json_decref(usd);
    json_decref(eur);
    json_decref(none);
    json_decref(difference);
}
