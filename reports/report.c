/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/report.h"

#include <string.h>

#include "reports/figures.h"
#include "reports/renderer.h"
#include "reports/value.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/strbuf.h"

const char *const report_names[] = {"finops", "audit", "leadership", NULL};
const char *const report_formats[] = {"json", NULL};
static const struct renderer *const renderers[] = {&render_json};

static void release_json(json_t **tree)
{
    json_decref(*tree);
}

static const struct renderer *find_renderer(const char *format)
{
    for (size_t i = 0; i < sizeof renderers / sizeof *renderers; i++) {
        if (strcmp(renderers[i]->format, format) == 0) {
            return renderers[i];
        }
    }
    return NULL;
}

static int known(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0) {
        names++;
    }
    return *names != NULL;
}

/* The auditor gets every verdict that the result lists, the others what needs action. */
static int is_listed(const char *report, const json_t *finding)
{
    const char *verdict = value_text(finding, "verdict");

    if (strcmp(report, "audit") == 0) {
        return strcmp(verdict, "not_applicable") != 0;
    }
    return strcmp(verdict, "fail") == 0 || strcmp(verdict, "insufficient_data") == 0;
}

static json_t *listed_findings(const char *report, const json_t *findings)
{
    json_t *list = json_array();
    json_t *finding = NULL;
    size_t i = 0;

    json_array_foreach((json_t *)findings, i, finding)
    {
        if (is_listed(report, finding)) {
            json_array_append(list, finding);
        }
    }
    return list;
}

/* report.json: the result, the report's name, its findings and the derived figures. */
static json_t *content_of(const char *report, const json_t *result)
{
    json_t *content = json_copy((json_t *)result);
    json_t *coverage = json_copy(json_object_get(result, "coverage"));

    if (coverage) {
        json_object_set_new(coverage, "findings",
                            listed_findings(report, value_at(coverage, "findings")));
        json_object_set_new(content, "coverage", coverage);
    }
    json_object_set_new(content, "report", json_string(report));
    json_object_set_new(content, "figures", figures_of(result));
    return content;
}

static int add_bytes(const char *bytes, size_t size, void *buf)
{
    strbuf_add(buf, bytes, size);
    return 0;
}

int report_render(const char *report, const char *format, const json_t *result,
                  const struct report_options *options, char **ret_bytes, size_t *ret_size,
                  struct err *err)
{
    const struct renderer *renderer = find_renderer(format);
    json_t *CLEANUP(release_json) content = NULL;
    struct strbuf CLEANUP(strbuf_release) json = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) out = STRBUF_INIT;

    (void)options;
    if (!known(report_names, report)) {
        return FAIL(err, ERR_USAGE, "no report is called '%s': there are finops, audit, leadership",
                    report);
    }
    if (!renderer) {
        return FAIL(err, ERR_USAGE, "no report format is called '%s'", format);
    }
    if (!json_is_object(result)) {
        return FAIL(err, ERR_BUG, "report '%s': the result is no JSON object", report);
    }
    content = content_of(report, result);
    if (json_dump_callback(content, add_bytes, &json, JSON_SORT_KEYS | JSON_INDENT(2)) < 0) {
        return FAIL(err, ERR_BUG, "report '%s': the result holds text that is not UTF-8", report);
    }
    strbuf_addc(&json, '\n');

    struct report view = {report, content, json.text, json.size, NULL, NULL};
    int status = renderer->render(&view, &out, err);
    if (status < 0) {
        err_prefix(err, "report '%s' as %s: ", report, format);
        return status;
    }
    *ret_size = out.size;
    *ret_bytes = strbuf_detach(&out);
    return 0;
}
