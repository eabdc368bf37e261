/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped rules: each keeps the contract and judges its fixture as it should.
 * A fixture is a folder rules/<id>/ with given.sql (rows on top of rules/schema.sql)
 * and want.txt (its findings as resource|verdict|reason). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "analysis/rule.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

static void run_file(struct store *store, const char *name)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", SOURCE_DIR, name);
    char *CLEANUP(mem_freep) sql = test_read(path, NULL);
    cr_assert_eq(store_run(store, name, sql, &err), 0, "%s", err.text);
}

static struct store *prepared_store(void)
{
    struct store *store = test_store();
    run_file(store, "tests/analysis/rules/schema.sql");
    run_file(store, "analysis/steps/500_exception.sql");
    return store;
}

/* With the tables that stand between the steps and the rules. */
static struct store *ready_store(void)
{
    struct store *store = prepared_store();
    run_file(store, "analysis/finding/application.sql");
    return store;
}

static char *fixture_of(const struct rule *rule, const char *file)
{
    char *id = mem_strdup(rule->id);
    for (char *c = id; *c; c++) {
        *c = (char)tolower(*c);
    }
    char *path = mem_format("tests/analysis/rules/%s/%s", id, file);
    free(id);
    return path;
}

static bool fixture_exists(const char *name)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", SOURCE_DIR, name);
    return access(path, R_OK) == 0;
}

/* The findings of a rule on its fixture, changed by `more`, as resource|verdict|reason. */
static char *judge(const struct rule *rule, const char *more)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) given = fixture_of(rule, "given.sql");
    struct store *CLEANUP(store_closep) store = prepared_store();
    run_file(store, given);
    cr_assert_eq(store_run(store, "more", more, &err), 0, "%s", err.text);
    struct analysis_options options = {0};
    cr_assert_eq(rules_run(store, &options, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) query =
        mem_format("select resource, verdict, reason from finding where rule = '%s'"
                   " order by resource",
                   rule->id);
    return test_query(store, query);
}

/* More than one world for a rule: beside want.txt, what it says without a policy, without a
 * state of Terraform, and with a parameter set. */
static const struct world {
    const char *want, *more;
} worlds[] = {
    {"want.txt", ""},
    {"want-without-policy.txt", "update run set policy_present = 0"},
    {"want-without-state.txt", "delete from document where call = 'terraform.show'"},
    {"want-customer-key.txt", "insert into policy_param values ('require_customer_key', '1')"},
};
enum { N_WORLDS = sizeof worlds / sizeof *worlds };

/* What the rule should say in a world; NULL where its fixture does not say. */
static char *wanted(const struct rule *rule, const struct world *world)
{
    char *CLEANUP(mem_freep) name = fixture_of(rule, world->want);
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", SOURCE_DIR, name);
    return fixture_exists(name) ? test_read(path, NULL) : NULL;
}

Test(rules, each_judges_its_fixture_as_it_should)
{
    struct err err = ERR_INIT;
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    cr_assert_eq(rule_set_load(NULL, &set, &err), 0, "%s", err.text);
    for (size_t i = 0; i < set.n; i++) {
        const struct rule *rule = &set.rules[i];
        for (int w = 0; w < N_WORLDS; w++) {
            char *CLEANUP(mem_freep) want = wanted(rule, &worlds[w]);
            cr_expect(want || w > 0 || rule->placeholder, "%s has no fixture", rule->id);
            if (want) {
                char *CLEANUP(mem_freep) got = judge(rule, worlds[w].more);
                cr_expect_str_eq(got, want, "%s gives for %s:\n%s", rule->id, worlds[w].want, got);
            }
        }
    }
}

static bool shows(const struct rule *rule, const char *verdict)
{
    char *CLEANUP(mem_freep) field = mem_format("|%s|", verdict);
    bool found = false;
    for (int w = 0; w < N_WORLDS; w++) {
        char *CLEANUP(mem_freep) want = wanted(rule, &worlds[w]);
        found |= want && strstr(want, field);
    }
    return found;
}

Test(rules, each_fixture_shows_every_verdict_that_its_rule_can_give)
{
    static const char *const verdicts[] = {"pass", "fail", "not_applicable", "insufficient_data"};
    struct err err = ERR_INIT;
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    cr_assert_eq(rule_set_load(NULL, &set, &err), 0, "%s", err.text);
    for (size_t i = 0; i < set.n; i++) {
        for (size_t v = 0; v < sizeof verdicts / sizeof *verdicts; v++) {
            char *CLEANUP(mem_freep) literal = mem_format("'%s'", verdicts[v]);
            cr_expect(!strstr(set.rules[i].sql, literal) || shows(&set.rules[i], verdicts[v]),
                      "%s: no thing of its fixture is %s", set.rules[i].id, verdicts[v]);
        }
    }
}

Test(rules, there_are_25_and_each_keeps_the_contract)
{
    struct err err = ERR_INIT;
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    cr_assert_eq(rule_set_load(NULL, &set, &err), 0, "%s", err.text);
    cr_expect_eq(set.n, 25);
    struct store *CLEANUP(store_closep) store = ready_store();
    for (size_t i = 0; i < set.n; i++) {
        struct stmt *CLEANUP(stmt_freep) stmt = NULL;
        cr_expect_eq(rule_prepare(store, &set.rules[i], &stmt, &err), 0, "%s", err.text);
    }
}

/* "SCAN x" in a query plan, but for the rows of a subquery or a constant. */
static bool plan_scans(struct store *store, const struct rule *rule)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) sql = mem_format("explain query plan %s", rule->sql);
    struct stmt *CLEANUP(stmt_freep) plan = NULL;
    cr_assert_eq(stmt_prepare(store, rule->file, sql, &plan, &err), 0, "%s", err.text);
    bool scans = false;
    while (stmt_step(plan, &err) > 0) {
        const char *step = stmt_text(plan, 3);
        scans |= strncmp(step, "SCAN ", 5) == 0 && !strstr(step, "CONSTANT ROW");
    }
    return scans;
}

Test(rules, a_scan_is_announced)
{
    struct err err = ERR_INIT;
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    cr_assert_eq(rule_set_load(NULL, &set, &err), 0, "%s", err.text);
    struct store *CLEANUP(store_closep) store = ready_store();
    for (size_t i = 0; i < set.n; i++) {
        cr_expect_eq(plan_scans(store, &set.rules[i]), set.rules[i].scans,
                     "%s: '-- scan: yes' and its query plan differ", set.rules[i].file);
    }
}

Test(rules, placeholders_never_pass)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = prepared_store();
    struct analysis_options options = {0};
    cr_assert_eq(rules_run(store, &options, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) path =
        mem_format("%s/analysis/sections/coverage/rules.sql", SOURCE_DIR);
    char *CLEANUP(mem_freep) section = test_read(path, NULL);
    section[strlen(section) - 2] = '\0'; /* its semicolon */
    char *CLEANUP(mem_freep) query =
        mem_format("select count(*) from (%s) where verdict <> 'insufficient_data'"
                   " and id in (select id from rule where placeholder)",
                   section);
    char *CLEANUP(mem_freep) got = test_query(store, query);
    cr_expect_str_eq(got, "0\n");
}

/* The findings of S3_VERSIONING by verdict, its evidence being of `newest`. */
static char *verdicts_of_evidence(const char *newest, const char *policy)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = prepared_store();
    run_file(store, "tests/analysis/rules/s3_versioning/given.sql");
    char *CLEANUP(mem_freep) age = mem_format(
        "insert into backup_job(source_id, pointer, id, account, region, resource_arn,"
        " resource_type, state, completed_at) values (1, '', 'j', '111122223333', 'eu-west-1', '',"
        " 'S3', 'COMPLETED', '%s');"
        "insert into policy_param select 'max_evidence_age_days', '%s' where '%s' <> ''",
        newest, policy, policy);
    cr_assert_eq(store_run(store, "age", age, &err), 0, "%s", err.text);
    struct analysis_options options = {0};
    cr_assert_eq(rules_run(store, &options, &err), 0, "%s", err.text);
    return test_query(store, "select count(*) filter (where verdict = 'pass') > 0,"
                             " count(*) filter (where verdict = 'fail') > 0,"
                             " count(*) filter (where reason like 'the newest evidence is of %"
                             " days ago: %' and verdict = 'insufficient_data') > 0"
                             " from finding where rule = 'S3_VERSIONING'");
}

Test(rules, a_pass_on_evidence_older_than_its_parameter_is_none_and_a_failure_stays)
{
    static const struct {
        const char *newest, *policy, *want;
    } cases[] = {{"2024-07-01T05:00:00Z", "", "1|1|0\n"},
                 {"2024-07-01T04:59:59Z", "", "0|1|1\n"},
                 {"2024-07-01T05:00:00Z", "30", "0|1|1\n"},
                 {"2024-06-01T00:00:00Z", "365", "1|1|0\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *CLEANUP(mem_freep) got = verdicts_of_evidence(cases[i].newest, cases[i].policy);
        cr_expect_str_eq(got, cases[i].want, "%s, %s: %s", cases[i].newest, cases[i].policy, got);
    }
}
