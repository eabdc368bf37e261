/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/exception.h"
#include "analysis/pipeline.h"
#include "analysis/rule.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/decimal.h"
#include "support/err.h"

extern const struct asset analysis_assets[];

/* --- declaring ----------------------------------------------------------------- */

static int insert_calls(struct stmt *insert, const struct rule *rule,
                        const struct rule_calls *calls, struct err *err)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < calls->n; i++) {
        stmt_bind_text(insert, ":rule", rule->id);
        stmt_bind_text(insert, ":call", calls->names[i]);
        stmt_bind_int(insert, ":uses", calls == &rule->uses);
        rc = stmt_run(insert, err);
    }
    return rc;
}

static bool needs_bill(const struct rule *rule)
{
    for (size_t i = 0; i < rule->needs.n; i++) {
        if (strcmp(rule->needs.names[i], "bill") == 0) {
            return true;
        }
    }
    return false;
}

static int declare_rules(struct store *store, const struct rule_set *set, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    struct stmt *CLEANUP(stmt_freep) needs = NULL;
    int rc = stmt_prepare(store, "insert rule",
                          "insert into rule values (:id, :title, :severity, :why, :remediation,"
                          " :needs_bill, :placeholder, null)",
                          &insert, err);
    if (rc == 0) {
        rc = stmt_prepare(store, "insert need",
                          "insert into rule_need values (:rule, :call, :uses)", &needs, err);
    }
    for (size_t i = 0; rc == 0 && i < set->n; i++) {
        const struct rule *rule = &set->rules[i];
        stmt_bind_text(insert, ":id", rule->id);
        stmt_bind_text(insert, ":title", rule->title);
        stmt_bind_text(insert, ":severity", rule->severity);
        stmt_bind_text(insert, ":why", rule->why);
        stmt_bind_text(insert, ":remediation", rule->remediation);
        stmt_bind_int(insert, ":needs_bill", needs_bill(rule));
        stmt_bind_int(insert, ":placeholder", rule->placeholder);
        if ((rc = stmt_run(insert, err)) == 0 &&
            (rc = insert_calls(needs, rule, &rule->needs, err)) == 0) {
            rc = insert_calls(needs, rule, &rule->uses, err);
        }
    }
    return rc;
}

/* --- parameters ---------------------------------------------------------------- */

static bool read_integer(const char *text, int64_t *ret_value)
{
    char *end = NULL;
    errno = 0;
    *ret_value = strtoll(text, &end, 10);
    return *text && !*end && errno == 0;
}

/* The age is the runner's own: finding/settle.sql looks at it. */
static int keep_evidence_age(struct store *store, const struct rule *rule, int64_t days,
                             struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "evidence age",
                          "update rule set evidence_days = :days where id = :id", &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_int(stmt, ":days", days);
    stmt_bind_text(stmt, ":id", rule->id);
    return stmt_run(stmt, err);
}

static int bind_param(struct store *store, struct stmt *stmt, const struct rule *rule,
                      const struct rule_param *param, const char *value, struct err *err)
{
    char name[128];
    snprintf(name, sizeof name, ":%s", param->name);
    int64_t number = 0;
    struct decimal amount = DECIMAL_ZERO;
    bool integer = strcmp(param->type, "integer") == 0;
    bool decimal = strcmp(param->type, "decimal") == 0;
    if ((integer && !read_integer(value, &number)) ||
        (decimal && !decimal_read(slice_of(value), &amount))) {
        return FAIL(err, ERR_INPUT, "%s: the parameter '%s' must be %s, not '%s'", rule->file,
                    param->name, integer ? "a whole number" : "a decimal number", value);
    }
    if (integer && strcmp(param->name, RULE_EVIDENCE_AGE) == 0) {
        return keep_evidence_age(store, rule, number, err);
    }
    if (integer) {
        stmt_bind_int(stmt, name, number);
    } else {
        stmt_bind_text(stmt, name, value);
    }
    return 0;
}

/* The policy's value where it has one, else the default. The texts are copied into
 * the set's arena, for a bound text is borrowed. */
static int bind_params(struct store *store, struct rule_set *set, const struct rule *rule,
                       struct stmt *stmt, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) find = NULL;
    int rc = stmt_prepare(store, "policy parameter",
                          "select value from policy_param where name = :name", &find, err);
    for (size_t i = 0; rc == 0 && i < rule->n_params; i++) {
        const struct rule_param *param = &rule->params[i];
        const char *value = param->value;
        stmt_bind_text(find, ":name", param->name);
        if ((rc = stmt_step(find, err)) < 0) {
            return rc;
        }
        if (rc > 0) {
            value = arena_slice_dup(&set->arena, stmt_slice(find, 0));
        }
        stmt_reset(find);
        rc = bind_param(store, stmt, rule, param, value, err);
    }
    return rc;
}

/* --- running ------------------------------------------------------------------- */

static int check_row(const struct rule *rule, const struct stmt *row, struct err *err)
{
    static const char *const verdicts[] = {"pass", "fail", "not_applicable", "insufficient_data"};
    struct slice verdict = stmt_slice(row, 4);
    bool known = false;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        known |= slice_is(verdict, verdicts[i]);
    }
    if (!known) {
        return FAIL(err, ERR_INPUT,
                    "%s: gives '%s' the verdict '%s', which is not pass, fail, not_applicable or "
                    "insufficient_data",
                    rule->file, stmt_text(row, 0), stmt_text(row, 4));
    }
    if (stmt_slice(row, 0).size == 0) {
        return FAIL(err, ERR_INPUT, "%s: a row without a resource", rule->file);
    }
    return 0;
}

static void bind_column(struct stmt *insert, const char *parameter, const struct stmt *row,
                        int column)
{
    if (stmt_is_null(row, column)) {
        stmt_bind_null(insert, parameter);
    } else if (stmt_type(row, column) == STMT_INT) {
        stmt_bind_int(insert, parameter, stmt_int(row, column));
    } else {
        stmt_bind_slice(insert, parameter, stmt_slice(row, column));
    }
}

static int insert_row(struct stmt *insert, const struct rule *rule, const struct stmt *row,
                      struct err *err)
{
    static const char *const parameters[] = {":resource", ":account", ":region",    ":tier",
                                             ":verdict",  ":reason",  ":source_id", ":pointer"};
    int rc = check_row(rule, row, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(insert, ":rule", rule->id);
    for (int i = 0; i < (int)(sizeof parameters / sizeof *parameters); i++) {
        bind_column(insert, parameters[i], row, i);
    }
    return stmt_run(insert, err);
}

static int run_rule(struct store *store, struct rule_set *set, const struct rule *rule,
                    struct stmt *insert, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = rule_prepare(store, rule, &stmt, err);
    if (rc < 0 || (rc = bind_params(store, set, rule, stmt, err)) < 0) {
        return rc;
    }
    for (int n = 0; (rc = stmt_step(stmt, err)) > 0; n++) {
        if (rule->foreign && n == RULE_ROWS_MAX) {
            return FAIL(err, ERR_INPUT, "%s: gives more than %d rows", rule->file, RULE_ROWS_MAX);
        }
        if ((rc = insert_row(insert, rule, stmt, err)) < 0) {
            return rc;
        }
    }
    if (rc < 0) {
        err->code = ERR_INPUT;
        return ERR_INPUT;
    }
    return 0;
}

static int run_all(struct store *store, struct rule_set *set, struct err *err)
{
    /* What a rule names twice keeps its worst verdict: a second row cannot hide the
     * first. */
    static const char sql[] =
        "insert into finding values (:rule, :resource, nullif(:account, ''), nullif(:region, ''),"
        " nullif(:tier, ''), :verdict,"
        " coalesce(:reason, 'the rule gives no reason'), null, :source_id, :pointer, null, null)"
        " on conflict (rule, resource) do update set verdict = excluded.verdict,"
        " reason = excluded.reason, source_id = excluded.source_id, pointer = excluded.pointer"
        " where instr('fail,insufficient_data,pass,not_applicable', excluded.verdict)"
        " < instr('fail,insufficient_data,pass,not_applicable', verdict)";
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    int rc = stmt_prepare(store, "insert finding", sql, &insert, err);
    for (size_t i = 0; rc == 0 && i < set->n; i++) {
        rc = run_rule(store, set, &set->rules[i], insert, err);
    }
    return rc;
}

static int run_script(struct store *store, const char *name, struct err *err)
{
    const struct asset *script = asset_find(analysis_assets, name);
    return store_run(store, name, script->text, err);
}

int rules_run(struct store *store, const struct analysis_options *options, struct err *err)
{
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    int rc = rule_set_load(options->rules_dir, &set, err);
    if (rc < 0 || (rc = run_script(store, "finding/create.sql", err)) < 0 ||
        (rc = declare_rules(store, &set, err)) < 0 ||
        (rc = exceptions_load(store, options->exceptions_path, err)) < 0 ||
        (rc = attestations_load(store, options->attestations_path, err)) < 0 ||
        (rc = run_script(store, "finding/application.sql", err)) < 0 ||
        (rc = run_all(store, &set, err)) < 0) {
        return rc;
    }
    return run_script(store, "finding/settle.sql", err);
}
