/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/analysis.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/difference.h"
#include "analysis/file.h"
#include "analysis/pipeline.h"
#include "analysis/query.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/slice.h"

extern const struct asset analysis_assets[];

static void json_free(json_t **owner)
{
    json_decref(*owner);
}

static void sha256_freep(struct sha256 **hash)
{
    sha256_free(*hash);
}

const struct asset *analysis_files(void)
{
    return analysis_assets;
}

/* --- the steps -------------------------------------------------------------- */

typedef int hook_fn(struct store *store, const struct analysis_options *options, struct err *err);

/* What C does after a step made its tables. */
static const struct {
    const char *step;
    hook_fn *run;
} hooks[] = {
    {"steps/100_run.sql", run_choose},
    {"steps/110_policy.sql", policy_load},
    {"steps/300_usage_class.sql", mechanism_load},
    {"steps/600_tiering.sql", tiering_load},
    {"steps/390_inventory_data.sql", inventory_data_load},
};

static int run_hooks(struct store *store, const struct analysis_options *options, const char *step,
                     struct err *err)
{
    for (size_t i = 0; i < sizeof hooks / sizeof *hooks; i++) {
        if (strcmp(hooks[i].step, step) == 0) {
            int rc = hooks[i].run(store, options, err);
            if (rc < 0) {
                return rc;
            }
        }
    }
    return 0;
}

int pipeline_run(struct store *store, const struct analysis_options *options, struct err *err)
{
    for (const struct asset *step = analysis_assets; step->name; step++) {
        if (!slice_starts(slice_of(step->name), SLICE_LITERAL("steps/"))) {
            continue;
        }
        int rc = store_run(store, step->name, step->text, err);
        if (rc < 0 || (rc = run_hooks(store, options, step->name, err)) < 0) {
            return rc;
        }
    }
    return 0;
}

/* --- the result ------------------------------------------------------------- */

static int add_query(struct store *store, const char *query, json_t *result, const char *key,
                     struct err *err)
{
    json_t *rows = NULL;
    int rc = query_array(store, query, query_text(query), &rows, err);
    if (rc == 0) {
        json_object_set_new(result, key, rows);
    }
    return rc;
}

static int digest_sources(struct store *store, struct sha256 *hash, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "inputs", query_text("inputs"), &stmt, err);
    while (rc >= 0 && (rc = stmt_step(stmt, err)) > 0) {
        struct slice line = stmt_slice(stmt, 0);
        sha256_add(hash, line.text, line.size);
    }
    return rc;
}

/* One digest over everything that the figures rest on: what is loaded, whatever the
 * order it came in, and the user's own files. */
static int add_inputs_digest(struct store *store, const struct analysis_options *options,
                             json_t *result, struct err *err)
{
    const struct {
        const char *name;
        const char *path;
    } files[] = {{"policy", options->policy_path},
                 {"exceptions", options->exceptions_path},
                 {"attestations", options->attestations_path}};
    struct sha256 *CLEANUP(sha256_freep) hash = sha256_new();
    int rc = digest_sources(store, hash, err);
    for (size_t i = 0; rc == 0 && i < sizeof files / sizeof *files; i++) {
        char hex[SHA256_HEX_SIZE];
        if (files[i].path && (rc = file_sha256(files[i].path, hex, err)) == 0) {
            char *CLEANUP(mem_freep) line = mem_format("%s  %s\n", hex, files[i].name);
            sha256_add(hash, line, strlen(line));
        }
    }
    char hex[SHA256_HEX_SIZE];
    sha256_hex(hash, hex);
    if (rc == 0) {
        json_object_set_new(result, "inputs_digest", json_sprintf("sha256:%s", hex));
    }
    return rc;
}

static int add_notes(struct store *store, json_t *result, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "notes", "select text from note order by rowid", &stmt, err);
    json_t *notes = json_array();
    json_object_set_new(result, "notes", notes);
    while (rc >= 0 && (rc = stmt_step(stmt, err)) > 0) {
        json_array_append_new(notes, json_string(stmt_text(stmt, 0)));
    }
    return rc;
}

/* result.spend.change: what moved DR cost since the month before, null where that is not
 * loaded. */
static int add_change(struct store *store, json_t *result, struct err *err)
{
    json_t *spend = json_object_get(result, "spend");
    json_t *CLEANUP(json_free) before = NULL;
    json_t *change = NULL;
    if (!json_is_string(json_object_get(spend, "previous_dr_total")) ||
        !json_is_string(json_object_get(spend, "dr_total"))) {
        json_object_set_new(spend, "change", json_null());
        return 0;
    }
    int rc = query_array(store, "lines_before", query_text("lines_before"), &before, err);
    if (rc < 0 ||
        (rc = difference_cost(before, json_object_get(spend, "lines"), &change, err)) < 0) {
        return rc;
    }
    json_object_set_new(spend, "change", change);
    return 0;
}

int analysis_run(struct store *store, const struct analysis_options *options, json_t **ret_result,
                 struct err *err)
{
    json_t *CLEANUP(json_free) result =
        json_pack("{s:s, s:{s:s, s:s}}", "schema", "drledger/report/1", "tool", "name", "drledger",
                  "version", DRLEDGER_VERSION);
    /* One read transaction: an ingest that ends meanwhile is not seen. */
    int rc = store_run(store, "begin", "BEGIN", err);
    if (rc < 0 || (rc = pipeline_run(store, options, err)) < 0 ||
        (rc = rules_run(store, options, err)) < 0 ||
        (rc = query_sections(store, "sections", result, err)) < 0 ||
        (rc = add_change(store, result, err)) < 0 ||
        (rc = add_inputs_digest(store, options, result, err)) < 0 ||
        (rc = add_notes(store, result, err)) < 0 ||
        (rc = add_query(store, "sources", result, "sources", err)) < 0 ||
        (rc = add_query(store, "diagnostics", result, "diagnostics", err)) < 0) {
        return rc;
    }
    *ret_result = TAKE(result);
    return 0;
}

int analysis_sources(struct store *store, json_t **ret_sources, struct err *err)
{
    json_t *CLEANUP(json_free) result = json_object();
    int rc = add_query(store, "sources", result, "sources", err);
    if (rc < 0 || (rc = add_query(store, "diagnostics", result, "diagnostics", err)) < 0) {
        return rc;
    }
    *ret_sources = TAKE(result);
    return 0;
}
