/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_ANALYSIS_H
#define ANALYSIS_ANALYSIS_H

#include "analysis/result.h"

struct asset;
struct err;
struct store;

struct analysis_options {
    const char *policy_path;       /* NULL: none */
    const char *exceptions_path;   /* NULL: none */
    const char *attestations_path; /* NULL: none */
    const char *month;             /* "YYYY-MM"; NULL: the newest complete month loaded */
    const char *as_of;             /* UTC; NULL: the newest evidence time loaded */
    const char *cost_basis; /* unblended, net, amortized, net-amortized, list; NULL: amortized */
    const char *rules_dir;  /* --rules: files that replace or add rules; NULL */
};

/* Runs everything on a store opened with STORE_READ. *ret_result is the caller's: json_decref. */
int analysis_run(struct store *store, const struct analysis_options *options, json_t **ret_result,
                 struct err *err);

/* Every query, rule and table that is compiled in ("sections/_.sql"); the last has no
 * name. */
const struct asset *analysis_files(void);

/* The rules as declared (id, title, why, severity, needs, params, remediation): a new
 * JSON array for `drledger rules`, sorted by id. */
int analysis_rules(const char *rules_dir, json_t **ret_rules, struct err *err);

/* What is loaded: {"sources": [...]} as in report.json, with "diagnostics". */
int analysis_sources(struct store *store, json_t **ret_sources, struct err *err);

#endif
