/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/recompute.h"

#include <errno.h>
#include <ftw.h>
#include <unistd.h>

#include "analysis/analysis.h"
#include "cli/files.h"
#include "reports/archive.h"
#include "reports/package.h"
#include "reports/report.h"
#include "reports/value.h"
#include "reports/verify.h"
#include "store/facts.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"

static const char check[] = "recomputation";

/* --- facts -------------------------------------------------------------------------- */

struct loading {
    const struct archive *archive;
    struct store *store;
};

static int load_table(void *context, const char *table, struct err *err)
{
    const struct loading *loading = context;
    char *CLEANUP(mem_freep) name = mem_format("data/facts/%s" RECOMPUTE_FACTS, table);
    const struct archive_file *file = archive_find(loading->archive, name);

    if (!file) {
        return FAIL(err, ERR_INPUT, "%s: is missing", name);
    }
    int rc = facts_import(loading->store, table, archive_bytes(file), err);
    if (rc < 0) {
        err_prefix(err, "%s: ", name);
    }
    return rc;
}

int recompute_load(const struct archive *archive, struct store **ret_store, struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    int rc = store_open(":memory:", STORE_WRITE, &store, err);
    struct loading loading = {archive, store};

    if (rc < 0 || (rc = store_begin(store, err)) < 0 ||
        (rc = facts_tables(store, load_table, &loading, err)) < 0 ||
        (rc = store_commit(store, err)) < 0) {
        return rc;
    }
    *ret_store = TAKE(store);
    return 0;
}

/* --- the package's own rules and files, on disk for a moment --------------------------- */

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info, (void)type, (void)place;
    return remove(path);
}

static void remove_folder(char **folder)
{
    enum { OPEN_FOLDERS = 16 };
    if (*folder) {
        (void)nftw(*folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
        free(*folder);
    }
}

static int make_folder(char **ret_folder, struct err *err)
{
    const char *base = getenv("TMPDIR");
    char *CLEANUP(mem_freep) folder =
        mem_format("%s/drledger-verify-XXXXXX", base && *base ? base : "/tmp");

    if (!mkdtemp(folder)) {
        return FAIL(err, ERR_OUTPUT, "cannot make a folder like '%s': %s", folder, strerror(errno));
    }
    *ret_folder = TAKE(folder);
    return 0;
}

static bool is_needed(const char *name)
{
    static const char *const folders[] = {"data/rules/", "data/policy/", "data/exceptions/",
                                          "data/attestations/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        if (slice_starts(slice_of(name), slice_of(folders[i]))) {
            return true;
        }
    }
    return false;
}

static int unpack(const struct archive *archive, const char *folder, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; i < archive->n && rc == 0; i++) {
        const struct archive_file *file = &archive->files[i];
        char *CLEANUP(mem_freep) path = mem_format("%s/%s", folder, file->name);
        if (is_needed(file->name) && (rc = files_make_folder_of(path, err)) == 0) {
            rc = files_write(path, file->bytes, file->size, err);
        }
    }
    return rc;
}

/* --- comparing -------------------------------------------------------------------------- */

/* A query of the package that this version runs otherwise, or NULL. */
static const char *other_query(const struct archive *archive)
{
    for (const struct asset *query = analysis_files(); query->name; query++) {
        char *CLEANUP(mem_freep) name = mem_format("data/queries/%s", query->name);
        const struct archive_file *file = archive_find(archive, name);
        if (!slice_starts(slice_of(query->name), SLICE_LITERAL("rules/")) &&
            (!file ||
             !slice_equal(archive_bytes(file), (struct slice){query->text, query->size}))) {
            return query->name;
        }
    }
    return NULL;
}

struct comparison {
    size_t n_files;
    char *differs; /* the first file that does; NULL: none */
    size_t line;   /* in it */
};

static void comparison_release(struct comparison *comparison)
{
    free(comparison->differs);
}

static size_t first_difference(struct slice a, struct slice b)
{
    size_t line = 1;
    for (size_t i = 0; i < a.size && i < b.size && a.text[i] == b.text[i]; i++) {
        line += a.text[i] == '\n';
    }
    return line;
}

/* Compares one format of the report with the files of the package. */
static int compare(const struct archive *archive, const json_t *result, const char *format,
                   const struct report_options *options, struct comparison *ret_comparison,
                   struct err *err)
{
    struct report_files CLEANUP(report_files_release) files = {0, NULL};
    int rc = report_render("audit", format, result, options, &files, err);

    ret_comparison->n_files = files.n;
    for (size_t i = 0; rc == 0 && !ret_comparison->differs && i < files.n; i++) {
        const struct report_file *again = &files.items[i];
        char *CLEANUP(mem_freep) name = package_report_name(again->extension);
        const struct archive_file *file = archive_find(archive, name);
        struct slice bytes = {again->bytes, again->size};
        if (!file || !slice_equal(archive_bytes(file), bytes)) {
            ret_comparison->line = file ? first_difference(archive_bytes(file), bytes) : 1;
            ret_comparison->differs = TAKE(name);
        }
    }
    return rc;
}

/* The figures must come out byte for byte. */
static int compare_figures(const struct archive *archive, const json_t *result, const char *format,
                           json_t *verification, struct err *err)
{
    struct comparison CLEANUP(comparison_release) comparison = {0};
    int rc = compare(archive, result, format, NULL, &comparison, err);

    if (rc < 0) {
        return rc;
    }
    if (comparison.differs) {
        verification_add(verification, check, "failed",
                         "%s: comes out otherwise, first in line %zu", comparison.differs,
                         comparison.line);
    } else {
        verification_add(verification, check, "passed",
                         "%zu %s %s out byte for byte from the packaged facts and rules",
                         comparison.n_files, format,
                         comparison.n_files == 1 ? "file comes" : "files come");
    }
    return 0;
}

/* The pages may come out otherwise by another version of libharu or zlib, or by templates
 * and fonts of one's own: that proves nothing, but it is said. */
static int compare_pages(const struct archive *archive, const json_t *result,
                         const json_t *invocation, json_t *verification, struct err *err)
{
    struct comparison CLEANUP(comparison_release) comparison = {0};
    const struct report_options options = {
        .page = json_string_value(json_object_get(invocation, "page")),
        .classification = json_string_value(json_object_get(invocation, "classification"))};
    int rc = compare(archive, result, "pdf", &options, &comparison, err);

    if (rc < 0) {
        return rc;
    }
    verification_add(verification, check, comparison.differs ? "not_checked" : "passed",
                     comparison.differs
                         ? "report.pdf comes out otherwise here (templates, libharu, zlib?)"
                         : "report.pdf comes out byte for byte");
    return 0;
}

static const char *existing(const struct archive *archive, const char *folder, const char *name,
                            char **ret_path)
{
    *ret_path = mem_format("%s/%s", folder, name);
    return archive_find(archive, name) ? *ret_path : NULL;
}

static int judge(const struct archive *archive, const char *folder, const json_t *invocation,
                 json_t **ret_result, struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    char *CLEANUP(mem_freep) policy = NULL;
    char *CLEANUP(mem_freep) exceptions = NULL;
    char *CLEANUP(mem_freep) attestations = NULL;
    char *CLEANUP(mem_freep) rules = mem_format("%s/data/rules", folder);
    struct analysis_options options = {
        .policy_path = existing(archive, folder, PACKAGE_POLICY, &policy),
        .exceptions_path = existing(archive, folder, PACKAGE_EXCEPTIONS, &exceptions),
        .attestations_path = existing(archive, folder, PACKAGE_ATTESTATIONS, &attestations),
        .month = json_string_value(json_object_get(invocation, "month")),
        .as_of = json_string_value(json_object_get(invocation, "as_of")),
        .cost_basis = json_string_value(json_object_get(invocation, "cost_basis")),
        .rules_dir = rules,
    };
    int rc = recompute_load(archive, &store, err);
    return rc < 0 ? rc : analysis_run(store, &options, ret_result, err);
}

static int judge_and_compare(const struct archive *archive, const json_t *statement,
                             json_t *verification, struct err *err)
{
    char *CLEANUP(remove_folder) folder = NULL;
    json_t *CLEANUP(json_decrefp) result = NULL;
    const json_t *invocation = value_at(statement, "predicate/invocation");
    struct err why = ERR_INIT;
    int rc = make_folder(&folder, err);

    if (rc < 0 || (rc = unpack(archive, folder, err)) < 0) {
        return rc;
    }
    if (judge(archive, folder, invocation, &result, &why) < 0) {
        verification_add(verification, check, "failed", "%s", why.text);
        return 0;
    }
    if ((rc = compare_figures(archive, result, "json", verification, err)) < 0 ||
        (rc = compare_figures(archive, result, "csv", verification, err)) < 0) {
        return rc;
    }
    return compare_pages(archive, result, invocation, verification, err);
}

int recompute_check(const struct archive *archive, json_t *verification, struct err *err)
{
    const struct archive_file *file = archive_find(archive, PACKAGE_STATEMENT);
    json_t *CLEANUP(json_decrefp) statement =
        file ? json_loadb(file->bytes, file->size, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const char *other = other_query(archive);

    if (json_is_true(value_at(statement, "predicate/redacted"))) {
        verification_add(verification, check, "failed",
                         "cannot be done: the package is redacted and holds no facts");
        return 0;
    }
    if (other) {
        verification_add(verification, check, "failed",
                         "cannot be done: the package was made by drledger %s, whose %s differs; "
                         "use that version",
                         value_text(statement, "predicate/tool/version"), other);
        return 0;
    }
    return judge_and_compare(archive, statement, verification, err);
}
