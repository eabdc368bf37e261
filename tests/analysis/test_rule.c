/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/rule.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define HEAD                                                                                       \
    "-- id: MINE\n-- title: Mine\n-- severity: low\n-- why: Because.\n-- remediation: Do it.\n"
#define COLUMNS                                                                                    \
    "'arn' as resource, null as account, null as region, null as tier, 'pass' as verdict,"         \
    " 'because' as reason, null as source_id, null as pointer"

static int parse(struct arena *arena, const char *text, struct rule *ret_rule, struct err *err)
{
    return rule_parse(arena, "rules/mine.sql", slice_of(text), ret_rule, err);
}

static int prepare(const char *text, struct err *err)
{
    struct arena CLEANUP(arena_release) arena = ARENA_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    struct rule rule = {0};
    int rc = parse(&arena, text, &rule, err);
    return rc < 0 ? rc : rule_prepare(store, &rule, &stmt, err);
}

Test(rule, front_matter_is_read_with_continued_lines_calls_and_parameters)
{
    struct err err = ERR_INIT;
    struct arena CLEANUP(arena_release) arena = ARENA_INIT;
    struct rule rule = {0};
    cr_assert_eq(parse(&arena,
                       "-- id: MINE\n-- title: A title: with a colon\n-- severity: high\n"
                       "-- why: One line\n--    and another.\r\n-- needs: a.one b.two\n"
                       "--    c.three\n-- param: days integer 7  Days of it.\n-- scan: yes\n"
                       "-- remediation: Do it.\nselect 1;\n",
                       &rule, &err),
                 0, "%s", err.text);
    cr_expect_str_eq(rule.title, "A title: with a colon");
    cr_expect_str_eq(rule.why, "One line and another.");
    cr_assert_eq(rule.needs.n, 3);
    cr_expect_str_eq(rule.needs.names[2], "c.three");
    cr_assert_eq(rule.n_params, 1);
    cr_expect_str_eq(rule.params[0].value, "7");
    cr_expect_str_eq(rule.params[0].description, "Days of it.");
    cr_expect(rule.scans);
    cr_expect(!rule.placeholder);
}

Test(rule, errors_in_the_front_matter_name_file_and_line)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {HEAD "-- colour: red\nselect 1", "rules/mine.sql: line 6: unknown key 'colour'"},
        {HEAD "-- id: MINE\nselect 1", "line 6: says twice 'id'"},
        {HEAD "-- param: days number 7 Days.\nselect 1", "line 6: expected 'name integer"},
        {HEAD "-- param: days integer 7\nselect 1", "line 6: expected 'name integer"},
        {HEAD "-- scan: perhaps\nselect 1", "line 6: scan is yes or absent"},
        {HEAD "-- just a remark\nselect 1", "line 6: expected 'key: value'"},
        {"-- id: MINE\n-- severity: urgent\nselect 1", "line 2: severity is critical"},
        {"-- id: MINE\n-- title:\nselect 1", "line 2: no value for 'title'"},
        {"-- id: MINE\nselect 1", "lacks 'title'"},
        {"select 1", "lacks 'id'"},
        {"-- id: OTHER\n-- title: T\n-- severity: low\n-- why: W\n-- remediation: R\nselect 1",
         "'OTHER' is not the file's name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        struct arena CLEANUP(arena_release) arena = ARENA_INIT;
        struct rule rule = {0};
        cr_expect_eq(parse(&arena, cases[i].text, &rule, &err), ERR_INPUT, "%s", cases[i].text);
        cr_expect(strstr(err.text, cases[i].message) != NULL, "%s", err.text);
    }
}

Test(rule, contract_is_checked)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {HEAD "select 1 as resource", "column 2 is 'missing', expected 'account'"},
        {HEAD "select 'a' as arn", "column 1 is 'arn', expected 'resource'"},
        {HEAD "select " COLUMNS ", 1 as extra", "column 9 is 'extra', expected 'nothing'"},
        {HEAD "select " COLUMNS " where 1 = :days", "':days' is not declared"},
        {HEAD "select " COLUMNS " where 1 = ?", "is not declared"},
        {HEAD "-- param: days integer 7 Days.\nselect " COLUMNS, "does not use it"},
        {HEAD "select " COLUMNS "; select 2", "more than one"},
        {HEAD "delete from document", "not authorized"},
        {HEAD "select " COLUMNS " from source", "not authorized"},
        {HEAD "select " COLUMNS " from source where location > ''", "prohibited"},
        {HEAD "select " COLUMNS " from sqlite_master", "not authorized"},
        {HEAD "attach ':memory:' as other", "not authorized"},
        {HEAD "select " COLUMNS " from nowhere", "no such table"},
        {HEAD, "no SQL statement"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        cr_expect_lt(prepare(cases[i].text, &err), 0, "%s", cases[i].text);
        cr_expect(strstr(err.text, cases[i].message) != NULL, "%s", err.text);
    }
    struct err err = ERR_INIT;
    cr_expect_eq(prepare(HEAD "select " COLUMNS " from document", &err), 0, "%s", err.text);
    cr_expect_eq(
        prepare(HEAD "-- param: days integer 7 Days.\nselect " COLUMNS " where 1 < :days", &err), 0,
        "%s", err.text);
}

Test(rule, folder_replaces_a_shipped_rule_and_adds_another)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) mine = mem_format("%s/mine.sql", dir);
    char *CLEANUP(mem_freep) theirs = mem_format("%s/rds_backup.sql", dir);
    static const char other[] = "-- id: RDS_BACKUP\n-- title: Ours\n-- severity: low\n-- why: W\n"
                                "-- remediation: R\nselect 1";
    test_write(mine, HEAD, strlen(HEAD));
    test_write(theirs, other, strlen(other));
    json_t *rules = NULL;
    cr_assert_eq(analysis_rules(dir, &rules, &err), 0, "%s", err.text);
    cr_expect_eq(json_array_size(rules), 26);
    size_t i = 0;
    json_t *rule = NULL;
    const char *before = "";
    int n_found = 0;
    json_array_foreach(rules, i, rule)
    {
        const char *id = json_string_value(json_object_get(rule, "id"));
        cr_expect_lt(strcmp(before, id), 0, "%s is out of order", id);
        before = id;
        n_found += strcmp(id, "MINE") == 0;
        n_found += strcmp(json_string_value(json_object_get(rule, "title")), "Ours") == 0;
    }
    cr_expect_eq(n_found, 2);
    json_decref(rules);
    test_remove_dir(dir);
}

Test(rule, folder_without_rules_is_refused)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) dir = test_dir();
    json_t *rules = NULL;
    cr_expect_eq(analysis_rules(dir, &rules, &err), ERR_INPUT);
    cr_expect(strstr(err.text, dir) != NULL, "%s", err.text);
    cr_expect_eq(analysis_rules("/nowhere/at/all", &rules, &err), ERR_INPUT);
    test_remove_dir(dir);
}
