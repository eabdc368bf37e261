/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>

#include "reports/report.h"
#include "support/err.h"

static const char RESULT[] =
    "{\"schema\":\"drledger/report/1\",\"month\":\"2024-09\",\"as_of\":\"2024-10-01T05:00:00Z\","
    "\"sources\":[],\"spend\":{\"dr_total\":\"110.00\",\"previous_dr_total\":\"100.00\"},"
    "\"coverage\":{\"rules\":[],\"findings\":["
    "{\"rule\":\"A\",\"verdict\":\"pass\"},{\"rule\":\"B\",\"verdict\":\"fail\"},"
    "{\"rule\":\"C\",\"verdict\":\"insufficient_data\"},"
    "{\"rule\":\"D\",\"verdict\":\"not_applicable\"}]}}";

static json_t *render_json_of(const char *report)
{
    json_t *result = json_loads(RESULT, 0, NULL);
    struct err err = ERR_INIT;
    char *bytes = NULL;
    size_t size = 0;

    cr_assert(result != NULL);
    cr_assert(eq(int, report_render(report, "json", result, NULL, &bytes, &size, &err), 0), "%s",
              err.text);
    cr_assert(eq(chr, bytes[size - 1], '\n'));
    json_t *tree = json_loadb(bytes, size, 0, NULL);
    cr_assert(tree != NULL);
    free(bytes);
    json_decref(result);
    return tree;
}

static size_t n_findings(json_t *tree)
{
    return json_array_size(json_object_get(json_object_get(tree, "coverage"), "findings"));
}

Test(report, audit_lists_every_verdict_but_not_applicable)
{
    json_t *tree = render_json_of("audit");
    cr_assert(eq(sz, n_findings(tree), 3));
    cr_assert(eq(str, (char *)json_string_value(json_object_get(tree, "report")), "audit"));
    json_decref(tree);
}

Test(report, the_other_reports_list_what_needs_action)
{
    json_t *tree = render_json_of("finops");
    cr_assert(eq(sz, n_findings(tree), 2));
    json_decref(tree);
    tree = render_json_of("leadership");
    cr_assert(eq(sz, n_findings(tree), 2));
    json_decref(tree);
}

Test(report, json_holds_the_change_against_last_month)
{
    json_t *tree = render_json_of("finops");
    json_t *change = json_object_get(json_object_get(tree, "figures"), "change");
    cr_assert(eq(str, (char *)json_string_value(json_object_get(change, "amount")), "10.00"));
    cr_assert(eq(str, (char *)json_string_value(json_object_get(change, "ratio")), "0.1"));
    json_decref(tree);
}

Test(report, an_unknown_report_or_format_is_a_usage_error)
{
    json_t *result = json_object();
    struct err err = ERR_INIT;
    char *bytes = NULL;
    size_t size = 0;

    cr_assert(
        eq(int, report_render("weekly", "json", result, NULL, &bytes, &size, &err), ERR_USAGE));
    cr_assert(
        eq(int, report_render("audit", "docx", result, NULL, &bytes, &size, &err), ERR_USAGE));
    cr_assert(strstr(err.text, "docx") != NULL);
    json_decref(result);
}
