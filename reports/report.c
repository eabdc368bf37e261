/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/report.h"

#include <string.h>

#include "reports/build.h"
#include "reports/document.h"
#include "reports/figures.h"
#include "reports/renderer.h"
#include "reports/template.h"
#include "reports/theme.h"
#include "reports/value.h"
#include "support/asset.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/sha256.h"
#include "support/strbuf.h"
#include "support/utc.h"

const char *const report_names[] = {"finops", "audit", "leadership", NULL};
const char *const report_formats[] = {"pdf", "json", "csv", "xlsx", NULL};
static const struct renderer *const renderers[] = {&render_pdf, &render_json, &render_csv,
                                                   &render_xlsx, NULL};

extern const struct asset schema_assets[];

static void release_json(json_t **tree)
{
    json_decref(*tree);
}

static const struct renderer *find_renderer(const char *format)
{
    for (size_t i = 0; renderers[i]; i++) {
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

/* --- the document ------------------------------------------------------------- */

static int expand_into(struct builder *builder, struct scope scope, const json_t *template,
                       const char *key, const char **ret_text, struct err *err)
{
    int status = build_text(builder, scope, json_object_get(template, key), ret_text, err);

    if (status < 0) {
        err_prefix(err, "\"%s\": ", key);
    }
    return status;
}

static void add_texts(json_t *set, const json_t *rows, const char *key)
{
    const json_t *row = NULL;
    size_t i = 0;

    json_array_foreach((json_t *)rows, i, row)
    {
        if (*value_text(row, key)) {
            json_object_set_new(set, value_text(row, key), json_true());
        }
    }
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The table of scope names so many accounts, regions or types. */
enum { SCOPE_NAMES = 40 };

/* The distinct texts under a key of the resources and the sources, sorted: which
 * accounts, which regions. Null when there are none. */
static json_t *distinct(const json_t *content, const char *key)
{
    json_t *CLEANUP(release_json) set = json_object();
    json_t *list = NULL;
    const char *name = NULL;
    json_t *value = NULL;
    size_t n = 0;

    add_texts(set, value_at(content, "/resources"), key);
    add_texts(set, value_at(content, "/sources"), key);
    if (json_object_size(set) == 0) {
        return json_null();
    }
    const char **names = mem_array(json_object_size(set), sizeof *names);
    json_object_foreach(set, name, value)
    {
        names[n++] = name;
    }
    qsort(names, n, sizeof *names, compare_texts);
    list = json_array();
    for (size_t i = 0; i < n && i < SCOPE_NAMES; i++) {
        json_array_append_new(list, json_string(names[i]));
    }
    if (n > SCOPE_NAMES) {
        char *rest = mem_format("and %zu more (resources.csv)", n - SCOPE_NAMES);

        json_array_append_new(list, json_string(rest));
        free(rest);
    }
    free(names);
    return list;
}

static void add_item(json_t *list, const char *item, json_t *value)
{
    json_array_append_new(list, json_pack("{s:s,s:o}", "item", item, "value", value));
}

/* Who, what, when and with which inputs: the auditor's table of scope. */
static json_t *scope_of(const json_t *content, const char *organization)
{
    const char *policy = value_text(content, "/policy/digest");
    json_t *list = json_array();

    add_item(list, "Entity", *organization ? json_string(organization) : json_null());
    add_item(list, "Billing period", json_copy(json_object_get(content, "month")));
    add_item(list, "Evidence up to", json_copy(json_object_get(content, "as_of")));
    add_item(list, "Accounts", distinct(content, "account"));
    add_item(list, "Regions", distinct(content, "region"));
    add_item(list, "Resource types", distinct(content, "type"));
    add_item(list, "Cost basis", json_copy(json_object_get(content, "cost_basis")));
    add_item(list, "Tool", json_string("drledger " DRLEDGER_VERSION));
    add_item(list, "Inputs", json_copy(json_object_get(content, "inputs_digest")));
    add_item(list, "Policy", json_string(*policy ? policy : "none"));
    return list;
}

/* What templates see as "/document": things about this report that report.json does not
 * hold, because its own digest is among them. */
static json_t *view_of(const struct report *report, const struct report_options *options,
                       const struct datasets *datasets)
{
    const char *classification = options && options->classification ? options->classification
                                                                    : report->theme->classification;
    const char *organization = value_text(report->content, "/organization");
    json_t *view = json_copy((json_t *)report->content);
    char digest[SHA256_HEX_SIZE];

    organization = *organization ? organization : report->theme->organization;
    sha256_of(report->json, report->json_size, digest);
    json_object_set_new(
        view, "document",
        json_pack("{s:s,s:s,s:s?,s:s,s:o,s:o,s:o}", "json_sha256", digest, "classification",
                  classification, "organization", *organization ? organization : NULL, "version",
                  DRLEDGER_VERSION, "scope", scope_of(report->content, organization), "datasets",
                  datasets_view(datasets), "files", datasets_files(datasets, digest)));
    return view;
}

static int build_datasets(const struct report *report, const struct report_options *options,
                          struct document *document, struct err *err)
{
    json_t *CLEANUP(release_json) declared = NULL;
    int status =
        template_load(options ? options->templates_dir : NULL, "datasets.json", &declared, err);

    return status < 0 ? status
                      : datasets_build(&document->arena, report->name, report->content, declared,
                                       &document->datasets, err);
}

static int build_document(const struct report *report, const struct report_options *options,
                          struct document *document, struct err *err)
{
    char *CLEANUP(mem_freep) name = mem_format("%s.json", report->name);
    json_t *CLEANUP(release_json) template = NULL;
    json_t *CLEANUP(release_json) view = NULL;
    struct builder builder = {document, &document->blocks};
    int status = build_datasets(report, options, document, err);

    status = status < 0
                 ? status
                 : template_load(options ? options->templates_dir : NULL, name, &template, err);
    if (status < 0) {
        return status;
    }
    view = view_of(report, options, &document->datasets);
    struct scope scope = {view, NULL};
    document->as_of = INT64_MIN;
    (void)utc_parse(slice_of(value_text(view, "/as_of")), &document->as_of);
    status = expand_into(&builder, scope, template, "title", &document->title, err);
    status = status < 0 ? status
                        : expand_into(&builder, scope, template, "footer", &document->footer, err);
    status = status < 0
                 ? status
                 : build_sections(&builder, scope, json_object_get(template, "sections"), 0, err);
    if (status < 0) {
        err_prefix(err, "template %s: ", name);
    }
    return status;
}

/* --- rendering ---------------------------------------------------------------- */

void report_files_release(struct report_files *files)
{
    for (size_t i = 0; files && i < files->n; i++) {
        free(files->items[i].extension);
        free(files->items[i].bytes);
    }
    if (files) {
        free(files->items);
        *files = (struct report_files){0, NULL};
    }
}

/* Appends a file that takes over the bytes of `out`. */
static void add_file(struct report_files *files, char *extension, struct strbuf *out)
{
    size_t size = out->size;

    files->items = mem_grow(files->items, files->n + 1, sizeof *files->items);
    files->items[files->n++] = (struct report_file){extension, strbuf_detach(out), size};
}

static int render_files(const struct renderer *renderer, const struct report *report,
                        struct report_files *files, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) out = STRBUF_INIT;
    int status = 0;

    if (renderer->render) {
        status = renderer->render(report, &out, err);
        if (status == 0) {
            add_file(files, mem_strdup(renderer->format), &out);
        }
        return status;
    }
    const struct datasets *datasets = report->document ? &report->document->datasets : NULL;
    for (size_t i = 0; datasets && i < datasets->n && status == 0; i++) {
        const struct dataset *dataset = &datasets->items[i];

        status = renderer->render_dataset(dataset, &out, err);
        if (status == 0) {
            add_file(files, mem_format("%s.%s", dataset->name, renderer->format), &out);
        }
    }
    return status;
}

static int render_document(const struct renderer *renderer, const struct report *content,
                           const struct report_options *options, struct report_files *files,
                           struct err *err)
{
    struct theme CLEANUP(theme_release) theme = {0};
    struct document CLEANUP(document_release) document = {.blocks = NULL};
    struct report report = *content;
    int status = theme_load(options ? options->templates_dir : NULL, options ? options->page : NULL,
                            &theme, err);

    report.theme = &theme;
    report.fallback_font = options ? options->fallback_font : NULL;
    status = status < 0 ? status : build_document(&report, options, &document, err);
    report.document = &document;
    return status < 0 ? status : render_files(renderer, &report, files, err);
}

int report_render(const char *report, const char *format, const json_t *result,
                  const struct report_options *options, struct report_files *ret_files,
                  struct err *err)
{
    const struct renderer *renderer = find_renderer(format);
    json_t *CLEANUP(release_json) content = NULL;
    struct strbuf CLEANUP(strbuf_release) json = STRBUF_INIT;
    struct report_files CLEANUP(report_files_release) files = {0, NULL};

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

    struct report view = {report, content, json.text, json.size, NULL, NULL, NULL};
    int status = renderer->needs_document ? render_document(renderer, &view, options, &files, err)
                                          : render_files(renderer, &view, &files, err);
    if (status < 0) {
        err_prefix(err, "report '%s' as %s: ", report, format);
        return status;
    }
    *ret_files = files;
    files = (struct report_files){0, NULL};
    return 0;
}

const char *report_schema(size_t *ret_size)
{
    const struct asset *schema = asset_find(schema_assets, "report.schema.json");

    *ret_size = schema->size;
    return schema->text;
}
