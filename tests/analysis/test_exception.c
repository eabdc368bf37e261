/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/exception.h"
#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

/* sha256 of "hello" */
#define HELLO "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

static void run_file(struct store *store, const char *name)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", SOURCE_DIR, name);
    char *CLEANUP(mem_freep) sql = test_read(path, NULL);
    cr_assert_eq(store_run(store, name, sql, &err), 0, "%s", err.text);
}

/* Two databases: i-123 without automated backups, i-1234 with them. */
static struct store *prepared_store(void)
{
    struct err err = ERR_INIT;
    struct store *store = test_store();
    run_file(store, "tests/analysis/rules/schema.sql");
    run_file(store, "analysis/steps/500_exception.sql");
    cr_assert_eq(store_run(store, "given",
                           "insert into known_resource(arn, type, attributes) values"
                           " ('arn:i-123', 'RDS', '{\"BackupRetentionPeriod\":0}'),"
                           " ('arn:i-1234', 'RDS', '{\"BackupRetentionPeriod\":0}')",
                           &err),
                 0);
    return store;
}

static char *in_dir(const char *dir, const char *name, const char *text)
{
    char *path = mem_format("%s/%s", dir, name);
    test_write(path, text, strlen(text));
    return path;
}

static char *exceptions_text(const char *resource, const char *expires_on, const char *more)
{
    return mem_format(
        "{\"schema\":\"drledger/exceptions/1\",\"exceptions\":[{\"id\":\"EX-1\","
        "\"rule\":\"RDS_BACKUP\",\"resources\":[\"%s\"],\"kind\":\"waived\",\"reason\":\"R\","
        "\"owner\":\"O\",\"approver\":\"A\",\"approved_on\":\"2024-01-01\","
        "\"expires_on\":\"%s\"%s}]}",
        resource, expires_on, more);
}

/* Runs the rules with one exception; what RDS_BACKUP found, then the exception. */
static char *run_with(const char *resource, const char *expires_on, const char *more)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) text = exceptions_text(resource, expires_on, more);
    char *CLEANUP(mem_freep) path = in_dir(dir, "exceptions.json", text);
    char *CLEANUP(mem_freep) evidence = in_dir(dir, "proof.txt", "hello");
    struct store *CLEANUP(store_closep) store = prepared_store();
    struct analysis_options options = {.exceptions_path = path};
    cr_assert_eq(rules_run(store, &options, &err), 0, "%s", err.text);
    char *got = test_query(store, "select resource, verdict, overlay, exception from finding"
                                  " where rule = 'RDS_BACKUP' union all"
                                  " select id, status, null, null from exception");
    test_remove_dir(dir);
    return got;
}

static void expect(const char *resource, const char *expires_on, const char *more, const char *want)
{
    char *CLEANUP(mem_freep) got = run_with(resource, expires_on, more);
    cr_expect_str_eq(got, want, "%s", got);
}

Test(exception, is_laid_over_failures_of_the_whole_name_only)
{
    expect("arn:i-123", "2025-01-01", "",
           "arn:i-123|fail|excepted|EX-1\narn:i-1234|fail|-|-\nEX-1|active|-|-\n");
    expect("arn:i-*", "2025-01-01", "",
           "arn:i-123|fail|excepted|EX-1\narn:i-1234|fail|excepted|EX-1\nEX-1|active|-|-\n");
}

Test(exception, that_ended_says_so_and_covers_its_last_day)
{
    expect("arn:i-123", "2024-09-30", "",
           "arn:i-123|fail|exception_expired|EX-1\narn:i-1234|fail|-|-\nEX-1|expired|-|-\n");
    expect("arn:i-123", "2024-10-01", "",
           "arn:i-123|fail|excepted|EX-1\narn:i-1234|fail|-|-\nEX-1|active|-|-\n");
}

Test(exception, that_matches_nothing_is_unused)
{
    expect("arn:i-12", "2025-01-01", "",
           "arn:i-123|fail|-|-\narn:i-1234|fail|-|-\nEX-1|unused|-|-\n");
}

Test(exception, counts_only_while_its_evidence_is_what_it_was)
{
    expect("arn:i-123", "2025-01-01",
           ",\"evidence\":[{\"file\":\"proof.txt\",\"sha256\":\"" HELLO "\"}]",
           "arn:i-123|fail|excepted|EX-1\narn:i-1234|fail|-|-\nEX-1|active|-|-\n");
    expect("arn:i-123", "2025-01-01",
           ",\"evidence\":[{\"file\":\"gone.txt\",\"sha256\":\"" HELLO "\"}]",
           "arn:i-123|fail|-|-\narn:i-1234|fail|-|-\nEX-1|unused|-|-\n");
}

/* What the section says of exceptions on cross_region_not_feasible with these patterns (a
 * JSON array), where i-123 alone has a point in another account. */
static char *fallback_of(const char *patterns)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = prepared_store();
    struct analysis_options options = {0};
    char *CLEANUP(mem_freep) given =
        mem_format("insert into exception select 'EX-' || value, 'RDS_BACKUP', value,"
                   " 'cross_region_not_feasible', 'mitigated', 'R', '[]', 'O', 'A', '2024-01-01',"
                   " '2025-01-01', '[]', null, 'active' from json_each('%s');"
                   "insert into point(root_arn, arn, account) values ('arn:i-123', 'p', '9')",
                   patterns);
    cr_assert_eq(store_run(store, "given", given, &err), 0, "%s", err.text);
    cr_assert_eq(rules_run(store, &options, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) path = mem_format("%s/analysis/sections/exceptions.sql", SOURCE_DIR);
    char *CLEANUP(mem_freep) section = test_read(path, NULL);
    section[strlen(section) - 2] = '\0'; /* its semicolon */
    char *CLEANUP(mem_freep) query =
        mem_format("select id, matches, compensation_json ->> '$[0].verdict', fallback,"
                   " substr(fallback_reason, instr(fallback_reason, ' is ')) from (%s)",
                   section);
    return test_query(store, query);
}

Test(exception, on_a_fallback_shows_what_stands_in_for_the_rule)
{
    char *CLEANUP(mem_freep) each = fallback_of("[\"arn:i-123\",\"arn:i-1234\"]");
    cr_expect_str_eq(each,
                     "EX-arn:i-123|1|compensated|compensated| is shown\n"
                     "EX-arn:i-1234|1|not_shown|not_shown| is not shown\n",
                     "%s", each);
    char *CLEANUP(mem_freep) both = fallback_of("[\"arn:i-*\"]");
    cr_expect_str_eq(both, "EX-arn:i-*|2|compensated|partly_shown| is shown for 1 of 2\n", "%s",
                     both);
    char *CLEANUP(mem_freep) none = fallback_of("[\"arn:i-9\"]");
    cr_expect_str_eq(none, "EX-arn:i-9|0|-|-|-\n", "%s", none);
}

Test(exception, never_raises_a_figure)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) text = exceptions_text("*", "2025-01-01", "");
    char *CLEANUP(mem_freep) path = in_dir(dir, "exceptions.json", text);
    char *CLEANUP(mem_freep) section =
        mem_format("%s/analysis/sections/coverage/rules.sql", SOURCE_DIR);
    char *CLEANUP(mem_freep) rules = test_read(section, NULL);
    rules[strlen(rules) - 2] = '\0'; /* its semicolon */
    char *CLEANUP(mem_freep) query =
        mem_format("select id, verdict, pass, fail, insufficient_data, coverage, coverage_by_cost"
                   " from (%s)",
                   rules);
    char *figures[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        struct store *CLEANUP(store_closep) store = prepared_store();
        struct analysis_options options = {.exceptions_path = i ? path : NULL};
        cr_assert_eq(rules_run(store, &options, &err), 0, "%s", err.text);
        figures[i] = test_query(store, query);
    }
    cr_expect(strstr(figures[0], "RDS_BACKUP|fail|0|2|0|0|") != NULL, "%s", figures[0]);
    cr_expect_str_eq(figures[0], figures[1]);
    mem_freep(&figures[0]);
    mem_freep(&figures[1]);
    test_remove_dir(dir);
}

Test(exception, bad_entry_is_named_with_its_key)
{
    static const struct {
        const char *expires_on, *more, *message;
    } cases[] = {
        {"soon", "", "exceptions[0] (EX-1): key 'expires_on'"},
        {"2023-01-01", "", "exceptions[0] (EX-1): key 'expires_on'"},
        {"2025-01-01", ",\"colour\":\"red\"", "exceptions[0] (EX-1): key 'colour'"},
        {"2025-01-01", ",\"path\":\"elsewhere\"", "exceptions[0] (EX-1): key 'path'"},
        {"2025-01-01", ",\"evidence\":[{\"file\":\"a\"}]", "exceptions[0] (EX-1): key 'evidence'"},
        {"2025-01-01", ",\"compensating_controls\":[1]", "key 'compensating_controls'"},
        {"2025-01-01", "},{\"id\":\"EX-2\"", "exceptions[1] (EX-2): key 'rule': is missing"},
        {"2025-01-01", ",\"id\":\"EX-2\"", "no JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        char *CLEANUP(mem_freep) dir = test_dir();
        char *CLEANUP(mem_freep) text =
            exceptions_text("arn:i-123", cases[i].expires_on, cases[i].more);
        char *CLEANUP(mem_freep) path = in_dir(dir, "exceptions.json", text);
        struct store *CLEANUP(store_closep) store = prepared_store();
        struct analysis_options options = {.exceptions_path = path};
        cr_expect_eq(rules_run(store, &options, &err), ERR_INPUT, "%s", text);
        cr_expect(strstr(err.text, cases[i].message) != NULL, "%s", err.text);
        cr_expect(strstr(err.text, path) != NULL, "%s", err.text);
        test_remove_dir(dir);
    }
}

Test(attestation, expired_or_altered_does_not_count_and_is_noted)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) evidence = in_dir(dir, "runbook.txt", "hello");
    char *CLEANUP(mem_freep) path = in_dir(
        dir, "attestations.json",
        "{\"schema\":\"drledger/attestations/1\",\"attestations\":["
        "{\"rule\":\"DR_RUNBOOKS\",\"scope\":[\"shop\"],\"statement\":\"S\",\"author\":\"A\","
        "\"made_on\":\"2024-01-01\",\"valid_until\":\"2025-01-01\",\"evidence\":[{\"file\":"
        "\"runbook.txt\",\"sha256\":\"" HELLO "\"}]},"
        "{\"rule\":\"DR_RUNBOOKS\",\"scope\":[\"shop\"],\"statement\":\"S\",\"author\":\"B\","
        "\"made_on\":\"2024-01-01\",\"valid_until\":\"2024-09-30\"},"
        "{\"rule\":\"DR_RUNBOOKS\",\"scope\":[\"shop\"],\"statement\":\"S\",\"author\":\"C\","
        "\"made_on\":\"2024-01-01\",\"valid_until\":\"2025-01-01\",\"evidence\":[{\"file\":"
        "\"runbook.txt\",\"sha256\":\"0000000000000000000000000000000000000000000000000000000000"
        "000000\"}]}]}");
    struct store *CLEANUP(store_closep) store = prepared_store();
    struct analysis_options options = {.attestations_path = path};
    cr_assert_eq(rules_run(store, &options, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) got =
        test_query(store, "select author || ' ' || status from attestation"
                          " union all select text from note");
    cr_expect_str_eq(
        got, "A valid\nB expired\nC altered\n"
             "attestation 2 (DR_RUNBOOKS, B) does not count: it ended on 2024-09-30\n"
             "attestation 3 (DR_RUNBOOKS, C) does not count: its evidence runbook.txt is missing "
             "or altered\n");
    test_remove_dir(dir);
}
