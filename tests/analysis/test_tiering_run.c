/* SPDX-License-Identifier: Apache-2.0 */
/* Tiering through the whole analysis: bill and inventory in, `tiering` of the report out. */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <jansson.h>

#include "analysis/analysis.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define ACCOUNT "111122223333"
#define REGION  "us-east-1"
#define EFS(id) "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/" id
#define VAULT   "arn:aws:backup:us-east-1:111122223333:backup-vault:main"

static void run(struct store *store, const char *sql)
{
    struct err err = ERR_INIT;
    cr_assert_eq(store_run(store, "test", sql, &err), 0, "%s", err.text);
}

static void add_call(struct store *store, const char *call, const char *item)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into source(path, location, sha256, bytes, format, status, account, region, call,"
        " item, newest_event) values ('%s/%s', '', '%s', 1, 'aws-cli', 'ok', '" ACCOUNT
        "', '" REGION "', '%s', '%s', '2024-10-01T00:00:00Z')",
        call, item, call, call, item);
    run(store, sql);
}

/* A plan that keeps points a year, and every call that could speak against a change. */
static struct store *start(void)
{
    static const char *const calls[] = {"backup.list-backup-vaults",
                                        "backup.list-legal-holds",
                                        "backup.list-restore-jobs",
                                        "backup.list-backup-plans",
                                        "efs.describe-file-systems",
                                        "dynamodb.list-tables",
                                        "resourcegroupstaggingapi.get-resources"};
    struct store *store = test_store();
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        add_call(store, calls[i], "");
    }
    add_call(store, "backup.list-recovery-points-by-backup-vault", "main");
    add_call(store, "backup.get-backup-plan", "p");
    add_call(store, "backup.list-backup-selections", "p");
    run(store,
        "insert into backup_vault values (1, '', '" VAULT "', 'main', '" ACCOUNT "', '" REGION
        "', 'BACKUP_VAULT', null, null, 0, null, null, null, 2);"
        "insert into backup_plan values (1, '', 'p', 'arn:p', 'plan', '" ACCOUNT "', '" REGION
        "', null, 1);"
        "insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id, name,"
        " vault_name, delete_after_days) values (1, '', 'p', '" ACCOUNT "', '" REGION
        "', 'r', 'yearly', 'main', 365);"
        "insert into delivery values (1, 'bill', 'folder:b', 'd');"
        "insert into invoice values (1, 'i', 'payer', 'AWS');"
        "insert into tag_set values (1, '{}');"
        "insert into bill_month values ('2024-09', 'payer', 1, '2024-10-01T00:00:00Z', 0, 1);"
        "insert into usage_kind values"
        " (1, 'AWSBackup', 'USE1-WarmStorage-ByteHrs-EFS', 'Storage', 'GB-Mo'),"
        " (2, 'AWSBackup', 'USE1-ColdStorage-ByteHrs-EFS', 'Storage', 'GB-Mo')");
    return store;
}

static void add_line(struct store *store, int usage_id, const char *resource, const char *usage,
                     const char *cost)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into cost(source_id, month, payer, account, region, usage_id, line_type,"
        " invoice_id, resource, tag_set_id, currency, n_lines, first_line, usage, unblended, net,"
        " amortized, net_amortized, list) values (1, '2024-09', 'payer', '" ACCOUNT "', '" REGION
        "', %d, 'Usage', 1, '%s', 1, 'USD', 1, 2, '%s', '%s', '%s', '%s', '%s', '%s')",
        usage_id, resource, usage, cost, cost, cost, cost, cost);
    run(store, sql);
}

/* A file system, its year-old point, and what the bill says under the point's name. */
static void add_file_system(struct store *store, const char *id, const char *usage,
                            const char *cost)
{
    char *CLEANUP(mem_freep) point =
        mem_format("arn:aws:backup:us-east-1:111122223333:recovery-point:%s", id);
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into resource values (1, '/0', '" EFS(
            "%s") "', 'EFS', '" ACCOUNT "', '" REGION
                  "', '%s', '2023-01-01T00:00:00Z', 'available', null, null, 1, '{}');"
                  "insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account, region,"
                  " resource_arn, resource_type, status, created_at, completed_at, plan_id, plan_rule_id,"
                  " delete_after_days) values (1, '/0', '%s', '" VAULT "', 'main', '" ACCOUNT
                  "', '" REGION "', '" EFS(
                      "%s") "', 'EFS', 'COMPLETED', '2023-10-02T00:00:00Z', '2023-10-02T01:00:00Z',"
                            " 'p', 'r', 365)",
        id, id, point, id);
    run(store, sql);
    add_line(store, 1, point, usage, cost);
}

static json_t *tiering(struct store *store)
{
    struct err err = ERR_INIT;
    struct analysis_options options = {0};
    json_t *result = NULL;
    cr_assert_eq(analysis_run(store, &options, &result, &err), 0, "%s", err.text);
    json_t *part = json_incref(json_object_get(result, "tiering"));
    json_decref(result);
    cr_assert_not_null(part);
    return part;
}

static const char *text(json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value ? value : "(none)";
}

Test(tiering_run, gives_the_proposal_with_every_key_of_the_report)
{
    struct store *CLEANUP(store_closep) store = start();
    add_file_system(store, "fs-1", "73", "3.65");
    add_line(store, 2, "", "50", "0.50");
    json_t *part = tiering(store);
    json_t *proposal = json_array_get(json_object_get(part, "proposals"), 0);
    cr_expect_eq(json_array_size(json_object_get(part, "proposals")), 1);
    /* 73 GB-months: (3.65 * 335 - 73 * 0.01 * 335) / 365 */
    cr_expect_str_eq(text(part, "net_monthly_saving"), "2.68");
    cr_expect(json_is_true(json_object_get(part, "complete")));
    static const char *const wanted[][2] = {{"kind", "backup_cold"},
                                            {"resource", EFS("fs-1")},
                                            {"verdict", "accept"},
                                            {"from", "warm"},
                                            {"to", "cold"},
                                            {"gb", "73"},
                                            {"monthly_saving", "2.68"},
                                            {"one_time_cost", "0.00"},
                                            {"net_12_months", "32.16"},
                                            {"payback_months", "0"},
                                            {"price_source", "bill"},
                                            {"plan_rule", "yearly"},
                                            {"plan", "p"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        cr_expect_str_eq(text(proposal, wanted[i][0]), wanted[i][1], "%s: %s", wanted[i][0],
                         text(proposal, wanted[i][0]));
    }
    json_t *change = json_object_get(proposal, "change");
    cr_expect_eq(json_integer_value(json_object_get(change, "MoveToColdStorageAfterDays")), 30);
    cr_expect_eq(json_integer_value(json_object_get(change, "DeleteAfterDays")), 365);
    json_decref(part);
}

Test(tiering_run, marks_the_figure_when_a_call_that_could_speak_against_it_is_missing)
{
    static const char *const calls[] = {"backup.list-backup-vaults", "backup.list-legal-holds",
                                        "backup.list-restore-jobs", "backup.list-backup-plans",
                                        "backup.list-recovery-points-by-backup-vault"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct store *CLEANUP(store_closep) store = start();
        add_file_system(store, "fs-1", "73", "3.65");
        add_line(store, 2, "", "50", "0.50");
        char *CLEANUP(mem_freep) sql =
            mem_format("update source set call = 'x.y' where call = '%s'", calls[i]);
        run(store, sql);
        json_t *part = tiering(store);
        cr_expect(json_is_false(json_object_get(part, "complete")), "%s", calls[i]);
        cr_expect_eq(json_array_size(json_object_get(part, "missing")), 1, "%s", calls[i]);
        json_decref(part);
    }
}

Test(tiering_run, adds_up_what_is_accepted_and_nothing_else)
{
    struct store *CLEANUP(store_closep) store = start();
    add_file_system(store, "fs-1", "73", "3.65");
    add_file_system(store, "fs-2", "730", "36.50");
    add_file_system(store, "fs-3", "0", "0");
    add_line(store, 2, "", "50", "0.50");
    json_t *part = tiering(store);
    cr_expect_str_eq(text(part, "net_monthly_saving"), "29.48");
    json_t *last = json_array_get(json_object_get(part, "proposals"), 2);
    cr_expect_str_eq(text(last, "verdict"), "cannot_tell");
    cr_expect(json_is_null(json_object_get(last, "monthly_saving")));
    json_decref(part);
}

Test(tiering_run, proposes_nothing_without_a_bill)
{
    struct store *CLEANUP(store_closep) store = start();
    add_file_system(store, "fs-1", "73", "3.65");
    run(store, "delete from cost; delete from bill_month");
    json_t *part = tiering(store);
    cr_expect_str_eq(text(part, "net_monthly_saving"), "0.00");
    cr_expect_str_eq(text(json_array_get(json_object_get(part, "proposals"), 0), "verdict"),
                     "cannot_tell");
    json_decref(part);
}
