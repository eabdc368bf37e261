/* SPDX-License-Identifier: Apache-2.0 */
/* A rule that the user wrote (--rules): it runs like a shipped one, reads what
 * analysis/views.md documents and can do nothing else. */
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
    "null as account, null as region, null as tier, 'fail' as verdict, 'because' as reason,"       \
    " null as source_id, null as pointer"
#define RULE(resource, rest) HEAD "select " resource " as resource, " COLUMNS " " rest

/* Runs all rules with this one in a folder of the user's. */
static int run_with(struct store *store, const char *text, json_t **ret_result, struct err *err)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) file = mem_format("%s/mine.sql", dir);
    test_write(file, text, strlen(text));
    struct analysis_options options = {.rules_dir = dir};
    int rc = analysis_run(store, &options, ret_result, err);
    test_remove_dir(dir);
    return rc;
}

static const char bucket[] =
    "insert into source(id, path, location, sha256, bytes, format, status, account, region, call,"
    " item) values (1, 'p', '/secret/p', 's', 1, 'aws-call', 'ok', '111122223333', 'global',"
    " 's3api.list-buckets', '');"
    "insert into resource(source_id, pointer, arn, type, account, region, name, detail) values"
    " (1, '/Buckets/0', 'arn:aws:s3:::b', 'S3', '111122223333', 'eu-west-1', 'b', 0);";

Test(user_rule, runs_and_its_findings_stand_beside_the_others)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    cr_assert_eq(store_run(store, "bucket", bucket, &err), 0, "%s", err.text);
    json_t *result = NULL;
    cr_assert_eq(
        run_with(store, RULE("arn", "from known_resource where type = 'S3'"), &result, &err), 0,
        "%s", err.text);
    char *CLEANUP(mem_freep) got =
        test_query(store, "select resource, verdict, reason from finding where rule = 'MINE'");
    cr_expect_str_eq(got, "arn:aws:s3:::b|fail|because\n");
    cr_expect_eq(json_array_size(json_object_get(json_object_get(result, "coverage"), "rules")),
                 26);
    json_decref(result);
}

/* Each is refused, and nothing of it has happened. */
Test(user_rule, reads_what_is_documented_and_can_do_nothing_else)
{
    static const char *const statements[] = {
        HEAD "insert into finding(rule, resource, verdict, reason) values ('X', 'r', 'pass', '')",
        HEAD "update known_resource set tier = 'x'",
        HEAD "delete from recovery_point",
        HEAD "with x as (select 1) delete from resource",
        HEAD "delete from resource returning arn as resource, " COLUMNS,
        HEAD "create table mine(a)",
        HEAD "create temp view mine as select 1",
        HEAD "create temp trigger t after insert on finding begin delete from finding; end",
        HEAD "drop table resource",
        HEAD "attach '/tmp/drledger-user-rule.db' as other",
        HEAD "detach main",
        HEAD "pragma writable_schema = on",
        HEAD "pragma journal_mode = delete",
        HEAD "vacuum into '/tmp/drledger-user-rule.db'",
        HEAD "begin",
        HEAD "commit",
        HEAD "savepoint s",
        HEAD "analyze",
        HEAD "reindex",
        HEAD "explain select 1",
        RULE("load_extension('/tmp/x.so')", ""),
        RULE("random()", ""),
        RULE("hex(randomblob(8))", ""),
        RULE("name", "from sqlite_schema"),
        RULE("sql", "from sqlite_temp_schema"),
        RULE("name", "from temp.sqlite_master"),
        RULE("name", "from pragma_table_info('source')"),
        RULE("file", "from pragma_database_list"),
        RULE("data", "from sqlite_dbpage"),
        RULE("location", "from source"),
        RULE("location", "from main.source"),
        RULE("arn", "from resource where source_id in (select id from source)"),
        RULE("(select max(location) from source)", "from run"),
        RULE("resource", "from finding"),
        RULE("rule", "from rule_need"),
        RULE("arn", "from every_point"),
        RULE("arn", "from state_fact"),
        RULE("location", "from (select * from source)"),
        HEAD "with point as (select location from source) select location as resource, " COLUMNS
             " from point",
        HEAD "with recursive x(l) as (select location from source union all select l from x)"
             " select l as resource, " COLUMNS " from x limit 1",
        RULE("arn", "from known_resource; delete from resource"),
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        struct err err = ERR_INIT;
        struct store *CLEANUP(store_closep) store = test_store();
        cr_assert_eq(store_run(store, "bucket", bucket, &err), 0, "%s", err.text);
        json_t *result = NULL;
        cr_expect_eq(run_with(store, statements[i], &result, &err), ERR_INPUT, "%s", statements[i]);
        cr_expect(strstr(err.text, "mine.sql: ") != NULL, "%s: %s", statements[i], err.text);
        cr_expect_null(strstr(err.text, "/secret"), "%s", err.text);
        char *CLEANUP(mem_freep) left = test_query(
            store, "select (select count(*) from resource), (select tier from known_resource),"
                   " (select count(*) from sqlite_schema where name in ('mine', 't'))"
                   " + (select count(*) from sqlite_temp_schema where name in ('mine', 't'))");
        cr_expect_str_eq(left, "1|unclassified|0\n", "%s left %s", statements[i], left);
    }
    cr_expect_eq(fopen("/tmp/drledger-user-rule.db", "re"), NULL);
}

/* The shipped limit is minutes of work, so the statement alone is tried with a small one. */
Test(user_rule, that_goes_on_without_end_is_ended)
{
    static const char *const bombs[] = {
        "with recursive x(n) as (select 1 union all select n + 1 from x) select max(n) from x",
        "with recursive x(n) as (select 1 union all select n + 1 from x) select n from x",
        "with x(n) as (select value from json_each('[1,2,3,4,5,6,7,8,9,10]'))"
        " select count(*) from x a, x b, x c, x d, x e, x f, x g, x h, x i, x j, x k",
    };
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        static const char *const readable[] = {"run", NULL};
        struct err err = ERR_INIT;
        struct store *CLEANUP(store_closep) store = test_store();
        struct stmt *CLEANUP(stmt_freep) stmt = NULL;
        cr_assert_eq(stmt_prepare_select(store, "bomb", bombs[i], readable, &stmt, &err), 0, "%s",
                     err.text);
        stmt_limit_steps(stmt, 2);
        cr_expect_eq(stmt_run(stmt, &err), ERR_INPUT, "%s", bombs[i]);
        cr_expect(strstr(err.text, "bomb: was ended after 2 million steps") != NULL, "%s",
                  err.text);
        int64_t one = 0;
        cr_expect_eq(stmt_query_int(store, "select 1", &one, &err), 0, "%s", err.text);
    }
}

/* So that the limit is really set: a user's rule has it, a shipped one has none. */
Test(user_rule, is_known_as_one)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) file = mem_format("%s/mine.sql", dir);
    static const char text[] = RULE("'a'", "");
    test_write(file, text, strlen(text));
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    cr_assert_eq(rule_set_load(dir, &set, &err), 0, "%s", err.text);
    for (size_t i = 0; i < set.n; i++) {
        cr_expect_eq(set.rules[i].foreign, strcmp(set.rules[i].id, "MINE") == 0, "%s",
                     set.rules[i].id);
    }
    test_remove_dir(dir);
}
