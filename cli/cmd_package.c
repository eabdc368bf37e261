/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "analysis/analysis.h"
#include "analysis/file.h"
#include "analysis/rule.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/recompute.h"
#include "reports/archive.h"
#include "reports/package.h"
#include "reports/redact.h"
#include "reports/report.h"
#include "store/facts.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

enum { USER_FILE_MAX = 16 << 20, EVIDENCE_MAX = 64 << 20, KEY_MAX = 4096, REDACT_KEY_MIN = 16 };

/* --- what goes in ----------------------------------------------------------------------- */

static int add_facts(void *context, const char *table, struct strbuf *text, struct err *err)
{
    char *CLEANUP(mem_freep) name = mem_format("data/facts/%s" RECOMPUTE_FACTS, table);
    (void)err;
    archive_take(context, name, text);
    return 0;
}

static int add_file(struct archive *archive, const char *path, size_t max, const char *name,
                    struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    int rc = file_read(path, max, &text, err);
    if (rc == 0) {
        archive_take(archive, name, &text);
    }
    return rc;
}

/* One evidence file, beside the copy of the JSON file that names it. One that is missing
 * stays missing: the report says so, and so will the recomputation. */
static int add_evidence(struct archive *archive, const char *path, const char *folder,
                        const char *file, struct err *err)
{
    const char *slash = strrchr(path, '/');
    struct err missing = ERR_INIT;

    if (!archive_name_is_safe(slice_of(file))) {
        return FAIL(err, ERR_INPUT,
                    "'%s': the evidence '%s' does not lie below the folder of this file, as what "
                    "goes into a package must",
                    path, file);
    }
    char *CLEANUP(mem_freep) name = mem_format("%s/%s", folder, file);
    char *CLEANUP(mem_freep) source =
        mem_format("%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, file);
    archive_sort(archive);
    if (!archive_find(archive, name)) {
        (void)add_file(archive, source, EVIDENCE_MAX, name, &missing);
    }
    return 0;
}

/* exceptions.json or attestations.json, with the evidence that its entries name. */
static int add_entries(struct archive *archive, const char *path, const char *kind, struct err *err)
{
    char *CLEANUP(mem_freep) folder = mem_format("data/%s", kind);
    char *CLEANUP(mem_freep) name = mem_format("%s/%s.json", folder, kind);
    json_t *CLEANUP(json_decrefp) tree = NULL;
    json_t *entry = NULL;
    size_t i = 0;
    int rc = path ? add_file(archive, path, USER_FILE_MAX, name, err) : 0;

    if (!path || rc < 0) {
        return rc;
    }
    archive_sort(archive);
    const struct archive_file *file = archive_find(archive, name);
    tree = json_loadb(file->bytes, file->size, 0, NULL);
    json_array_foreach(json_object_get(tree, kind), i, entry)
    {
        json_t *evidence = NULL;
        size_t e = 0;
        json_array_foreach(json_object_get(entry, "evidence"), e, evidence)
        {
            const char *text = loaded_text(evidence, "file");
            if (text && (rc = add_evidence(archive, path, folder, text, err)) < 0) {
                return rc;
            }
        }
    }
    return 0;
}

static int add_user_files(struct archive *archive, const struct options *options, struct err *err)
{
    int rc = options->policy
                 ? add_file(archive, options->policy, USER_FILE_MAX, PACKAGE_POLICY, err)
                 : 0;
    if (rc < 0 || (rc = add_entries(archive, options->exceptions, "exceptions", err)) < 0) {
        return rc;
    }
    return add_entries(archive, options->attestations, "attestations", err);
}

static void add_queries(struct archive *archive)
{
    for (const struct asset *query = analysis_files(); query->name; query++) {
        char *CLEANUP(mem_freep) name = mem_format("data/queries/%s", query->name);
        if (!slice_starts(slice_of(query->name), SLICE_LITERAL("rules/"))) {
            archive_add(archive, name, (struct slice){query->text, query->size});
        }
    }
}

static int add_rules(struct archive *archive, const char *rules_dir, struct err *err)
{
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    int rc = rule_set_load(rules_dir, &set, err);

    for (size_t i = 0; rc == 0 && i < set.n; i++) {
        const char *slash = strrchr(set.rules[i].file, '/');
        char *CLEANUP(mem_freep) name =
            mem_format("data/rules/%s", slash ? slash + 1 : set.rules[i].file);
        archive_add(archive, name, slice_of(set.rules[i].sql));
    }
    return rc;
}

static int add_report(struct archive *archive, const json_t *result, const struct options *options,
                      struct err *err)
{
    static const char *const formats[] = {"pdf", "json", "csv"};
    const struct report_options report = {.templates_dir = options->templates_dir,
                                          .page = options->page,
                                          .classification = options->classification,
                                          .fallback_font = options->fallback_font};
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < sizeof formats / sizeof *formats; i++) {
        struct report_files CLEANUP(report_files_release) files = {0, NULL};
        rc = report_render("audit", formats[i], result, &report, &files, err);
        for (size_t f = 0; rc == 0 && f < files.n; f++) {
            char *CLEANUP(mem_freep) name = package_report_name(files.items[f].extension);
            archive_add(archive, name, (struct slice){files.items[f].bytes, files.items[f].size});
        }
    }
    return rc;
}

/* A file of a user's may hold names, a rule as well: a redacted package has what ships. */
static void add_shipped_rules(struct archive *archive)
{
    for (const struct asset *rule = analysis_files(); rule->name; rule++) {
        char *CLEANUP(mem_freep) name = mem_format("data/%s", rule->name);
        if (slice_starts(slice_of(rule->name), SLICE_LITERAL("rules/"))) {
            archive_add(archive, name, (struct slice){rule->text, rule->size});
        }
    }
}

/* --- the package -------------------------------------------------------------------------- */

/* The report is made of the facts as the package holds them, not of the database: what
 * recomputes it is what made it. */
static int judge(struct archive *archive, const struct options *options, json_t **ret_result,
                 struct err *err)
{
    struct store *CLEANUP(store_closep) loaded = NULL;
    struct store *CLEANUP(store_closep) again = NULL;
    struct analysis_options analysis = loaded_analysis_options(options);
    int rc = loaded_open(options->db, &loaded, err);

    if (rc < 0 || (rc = facts_export(loaded, add_facts, archive, err)) < 0) {
        return rc;
    }
    archive_sort(archive);
    rc = recompute_load(archive, &again, err);
    return rc < 0 ? rc : analysis_run(again, &analysis, ret_result, err);
}

/* What is left of a redacted package: the result with pseudonyms, and no facts. */
static int redact(struct archive *archive, const struct options *options, json_t **result,
                  struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) key = STRBUF_INIT;
    json_t *redacted = NULL;
    int rc = options->redact_key ? file_read(options->redact_key, KEY_MAX, &key, err) : 0;

    if (rc == 0 && options->redact_key && key.size < REDACT_KEY_MIN) {
        rc = FAIL(err, ERR_INPUT, "'%s': a key of less than %d bytes can be guessed",
                  options->redact_key, REDACT_KEY_MIN);
    }
    if (rc < 0 ||
        (rc = redact_result(*result, analysis_files(), strbuf_slice(&key), &redacted, err)) < 0) {
        return rc;
    }
    json_decref(*result);
    *result = redacted;
    archive_release(archive);
    return 0;
}

static int fill(struct archive *archive, const struct options *options, const json_t *result,
                struct err *err)
{
    int rc = add_report(archive, result, options, err);

    if (rc == 0 && options->redact) {
        add_shipped_rules(archive);
        add_queries(archive);
        return 0;
    }
    if (rc < 0 || (rc = add_user_files(archive, options, err)) < 0 ||
        (rc = add_rules(archive, options->rules_dir, err)) < 0) {
        return rc;
    }
    add_queries(archive);
    return 0;
}

static int seal(struct archive *archive, const struct options *options, const json_t *result,
                struct strbuf *ret_zip, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) key = STRBUF_INIT;
    char previous[SHA256_HEX_SIZE];
    json_t *CLEANUP(json_decrefp) invocation =
        json_pack("{s:s?,s:s?,s:s?,s:s?,s:s?}", "month", options->month, "as_of", options->as_of,
                  "cost_basis", options->cost, "page", options->page, "classification",
                  options->classification);
    int rc = options->sign ? file_read(options->sign, KEY_MAX, &key, err) : 0;

    if (rc == 0 && options->previous) {
        rc = file_sha256(options->previous, previous, err);
    }
    struct package_about about = {.result = result,
                                  .invocation = invocation,
                                  .previous = options->previous ? previous : NULL,
                                  .redacted = options->redact,
                                  .sign_key = strbuf_slice(&key)};
    if (rc == 0 && (rc = package_seal(archive, &about, err)) < 0 && options->sign) {
        err_prefix(err, "'%s': ", options->sign);
    }
    return rc < 0 ? rc : archive_write(archive, ret_zip, err);
}

int cmd_package(const struct options *options, struct err *err)
{
    const char *path = options->output ? options->output : "evidence.zip";
    struct archive CLEANUP(archive_release) archive = ARCHIVE_INIT;
    struct strbuf CLEANUP(strbuf_release) zip = STRBUF_INIT;
    json_t *CLEANUP(json_decrefp) result = NULL;
    char digest[SHA256_HEX_SIZE];
    int rc = judge(&archive, options, &result, err);

    if (rc == 0 && options->redact_key && !options->redact) {
        rc = FAIL(err, ERR_USAGE, "--redact-key goes with --redact");
    }
    if (rc == 0 && options->redact) {
        rc = redact(&archive, options, &result, err);
    }
    if (rc < 0 || (rc = fill(&archive, options, result, err)) < 0 ||
        (rc = seal(&archive, options, result, &zip, err)) < 0 ||
        (rc = files_make_folder_of(path, err)) < 0 ||
        (rc = files_write(path, zip.text, zip.size, err)) < 0) {
        return rc;
    }
    sha256_of(zip.text, zip.size, digest);
    printf("%s\n%zu files, SHA-256 %s\n", path, archive.n, digest);
    return loaded_exit_code(result);
}
