/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

/* Runs a policy of this text; the message of its error, "" if it is accepted. */
static void expect_error(const char *body, const char *wanted)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) path = mem_format("%s/policy.json", dir);
    char *CLEANUP(mem_freep) text =
        mem_format("{\"schema\": \"drledger/policy/1\", \"tiers\": [{\"id\": \"a\"}], %s}", body);
    test_write(path, text, strlen(text));
    struct store *CLEANUP(store_closep) store = test_store();
    int rc = pipeline_run(store, &(struct analysis_options){.policy_path = path}, &err);
    test_remove_dir(dir);
    if (!*wanted) {
        cr_expect_eq(rc, 0, "%s: %s", body, err.text);
        return;
    }
    cr_expect_eq(rc, ERR_INPUT, "%s was accepted", body);
    cr_expect(strstr(err.text, wanted), "%s: got %s", body, err.text);
    cr_expect(strstr(err.text, "policy.json"), "%s names no file", err.text);
}

Test(policy, an_error_names_the_file_and_the_place)
{
    expect_error("\"teir\": 1", "/teir: is no key");
    expect_error("\"default_tier\": \"b\"", "/default_tier: must be the id of a tier");
    expect_error("\"assign\": [{\"tier\": \"a\", \"accounts\": [\"123456789012\"]},"
                 " {\"tier\": \"b\", \"arns\": [\"arn:aws:s3:::x\"]}]",
                 "/assign/1/tier: must be the id of a tier");
    expect_error("\"assign\": [{\"tier\": \"a\"}]", "/assign/0: names no resource");
    expect_error("\"assign\": [{\"tier\": \"a\", \"arns\": [\"x\"]}]",
                 "/assign/0/arns/0: must be an ARN");
    expect_error("\"assign\": [{\"tier\": \"a\", \"accounts\": [123456789012]}]",
                 "/assign/0/accounts/0: must be an account id");
    expect_error("\"out_of_scope\": {}", "/out_of_scope: must be a list");
    expect_error("\"standby\": [{\"tag\": \"dr\"}]", "/standby/0/tag: must be a tag");
    expect_error("\"budget\": {\"2024-13\": \"1\"}", "/budget/2024-13: is no month");
    expect_error("\"budget\": {\"2024-12\": 1}", "/budget/2024-12: must be an amount");
    expect_error("\"tags\": {\"a/b\": []}", "/tags/a~1b: is no key");
    expect_error("\"organization\": \"x\", \"organization\": \"y\"", "duplicate");
}

Test(policy, a_tier_is_checked_key_by_key)
{
    static const struct {
        const char *tier;
        const char *wanted;
    } cases[] = {
        {"{}", "/tiers/0/id: is required"},
        {"{\"id\": \"x\", \"strategy\": \"hot\"}", "/tiers/0/strategy: must be one of"},
        {"{\"id\": \"x\", \"rto\": \"15m\"}", "/tiers/0/rto: must be an ISO 8601 duration"},
        {"{\"id\": \"x\", \"rpo\": \"P1M\"}", "/tiers/0/rpo: must be an ISO 8601 duration"},
        {"{\"id\": \"x\", \"cross_region\": \"yes\"}", "/tiers/0/cross_region: must be true"},
        {"{\"id\": \"x\", \"min_retention_days\": -1}", "/tiers/0/min_retention_days: must be"},
        {"{\"id\": \"x\"}, {\"id\": \"x\"}", "/tiers: two tiers"},
        {"{\"id\": \"unallocated\"}", "/tiers: no tier can be called"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        char *CLEANUP(mem_freep) dir = test_dir();
        char *CLEANUP(mem_freep) path = mem_format("%s/policy.json", dir);
        char *CLEANUP(mem_freep) text =
            mem_format("{\"schema\": \"drledger/policy/1\", \"tiers\": [%s]}", cases[i].tier);
        test_write(path, text, strlen(text));
        struct store *CLEANUP(store_closep) store = test_store();
        cr_expect_eq(pipeline_run(store, &(struct analysis_options){.policy_path = path}, &err),
                     ERR_INPUT);
        cr_expect(strstr(err.text, cases[i].wanted), "got %s", err.text);
        test_remove_dir(dir);
    }
}

Test(policy, every_key_of_the_contract_is_accepted)
{
    expect_error("\"organization\": \"O\", \"home_regions\": [\"eu-west-1\"], \"dr_regions\": []",
                 "");
    expect_error(
        "\"standby\": [{\"accounts\": [\"444455556666\"], \"regions\": [\"eu-central-1\"]}]", "");
    expect_error(
        "\"// why\": [1], \"tags\": {\"//\": \"x\", \"tier\": [\"t\"]}, \"budget\": {\"// b\": 1}",
        "");
    expect_error("\"cold_after_days\": 30, \"params\": {\"x\": 5}", "");
}

Test(policy, what_is_no_policy_is_refused)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    int rc = pipeline_run(store, &(struct analysis_options){.policy_path = "/no/such/policy.json"},
                          &err);
    cr_expect_eq(rc, ERR_INPUT);
    cr_expect(strstr(err.text, "/no/such/policy.json"));
}

Test(policy, its_values_reach_the_tables)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    struct analysis_options options = {.policy_path =
                                           SOURCE_DIR "/tests/analysis/spend/policy.json"};
    cr_assert_eq(pipeline_run(store, &options, &err), 0, "%s", err.text);
    static const struct {
        const char *sql;
        const char *wanted;
    } cases[] = {
        {"select id, rank, name, strategy, rto, rpo, min_retention_days, cross_region, "
         "restore_test_days from tier order by rank",
         "tier-0|0|Mission critical|warm_standby|900|300|35|1|90\n"
         "tier-3|1|Standard|backup_and_restore|86400|86400|35|0|365\n"},
        {"select kind, key, rank from policy_tag order by kind, rank",
         "application|application|0\napplication|app|1\nowner|owner|0\ntier|drtier|0\n"},
        {"select rank, tag_key, tag_value, accounts, regions from standby order by rank",
         "0|drrole|standby|-|-\n1|-|-|[\"444455556666\"]|[\"eu-central-1\"]\n"},
        {"select name, value from policy_param order by name",
         "cold_after_days|45\nmax_waste|0.05\n"},
        {"select region, role from policy_region order by region",
         "eu-central-1|dr\neu-west-1|home\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *CLEANUP(mem_freep) got = test_query(store, cases[i].sql);
        cr_expect_str_eq(got, cases[i].wanted, "%s: got %s", cases[i].sql, got);
    }
}
