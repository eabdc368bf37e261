/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>

#include "reports/report.h"
#include "support/err.h"
#include "tests/lib/testlib.h"

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
    struct report_files files = {0, NULL};

    cr_assert(result != NULL);
    cr_assert(eq(int, report_render(report, "json", result, NULL, &files, &err), 0), "%s",
              err.text);
    cr_assert(eq(sz, files.n, 1));
    cr_assert(eq(chr, files.items[0].bytes[files.items[0].size - 1], '\n'));
    json_t *tree = json_loadb(files.items[0].bytes, files.items[0].size, 0, NULL);
    cr_assert(tree != NULL);
    report_files_release(&files);
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
    struct report_files files = {0, NULL};

    cr_assert(eq(int, report_render("weekly", "json", result, NULL, &files, &err), ERR_USAGE));
    cr_assert(eq(int, report_render("audit", "docx", result, NULL, &files, &err), ERR_USAGE));
    cr_assert(strstr(err.text, "docx") != NULL);
    json_decref(result);
}

Test(report, formats_and_renderers_are_the_same_list)
{
    json_t *result = json_loads(RESULT, 0, NULL);

    for (size_t i = 0; report_formats[i]; i++) {
        struct err err = ERR_INIT;
        struct report_files files = {0, NULL};

        cr_expect(eq(int, report_render("audit", report_formats[i], result, NULL, &files, &err), 0),
                  "%s: %s", report_formats[i], err.text);
        cr_expect(gt(sz, files.n, 0));
        for (size_t f = 0; f < files.n; f++) {
            cr_expect(gt(sz, files.items[f].size, 0), "%s", files.items[f].extension);
        }
        report_files_release(&files);
    }
    json_decref(result);
}

/* Renders leadership.pdf with one template of the user's own. */
static int render_with(const char *name, const char *text, struct err *err)
{
    char *dir = test_dir();
    char path[512];
    struct report_options options = {.templates_dir = dir};
    json_t *result = json_loads(RESULT, 0, NULL);
    struct report_files files = {0, NULL};

    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    test_write(path, text, strlen(text));
    int status = report_render("leadership", "pdf", result, &options, &files, err);
    report_files_release(&files);
    json_decref(result);
    test_remove_dir(dir);
    free(dir);
    return status;
}

Test(report, a_template_of_the_user_replaces_the_built_in_one)
{
    struct err err = ERR_INIT;
    cr_assert(eq(int,
                 render_with("leadership.json",
                             "{\"title\":\"t\",\"footer\":\"f\",\"sections\":[]}", &err),
                 0),
              "%s", err.text);
}

Test(report, a_broken_template_is_named_with_line_and_place)
{
    struct err err = ERR_INIT;

    cr_expect(eq(int, render_with("leadership.json", "{\n\"title\": }", &err), ERR_INPUT));
    cr_expect(strstr(err.text, "leadership.json, line 2") != NULL, "%s", err.text);
    cr_expect(eq(int,
                 render_with("leadership.json", "{\"sections\":[{\"block\":\"tabel\"}]}", &err),
                 ERR_INPUT));
    cr_expect(strstr(err.text, "template leadership.json: block 1") != NULL, "%s", err.text);
    cr_expect(eq(int, render_with("theme.json", "{\"page\":\"A3\"}", &err), ERR_USAGE));
    cr_expect(strstr(err.text, "A3") != NULL, "%s", err.text);
}

Test(report, the_schema_that_ships_is_json)
{
    size_t size = 0;
    const char *text = report_schema(&size);
    json_t *schema = json_loadb(text, size, 0, NULL);

    cr_assert(schema != NULL);
    cr_expect(eq(str, (char *)json_string_value(json_object_get(schema, "title")),
                 "report.json of drledger"));
    json_decref(schema);
}
