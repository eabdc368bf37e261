/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_ANALYSIS_TIERING_WORLD_H
#define TESTS_ANALYSIS_TIERING_WORLD_H

/* Tiering on its own: the tables it reads are made by hand here, as analysis/views.md
 * describes them; steps/6*.sql run as shipped. */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

extern const struct asset analysis_assets[];

#define EFS   "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-1"
#define TABLE "arn:aws:dynamodb:us-east-1:111122223333:table/orders"
#define VAULT "arn:aws:backup:us-east-1:111122223333:backup-vault:main"

static const char *const tables =
    "create temp table run(month, month_start, month_end, previous_month, as_of, currency);"
    "insert into run values ('2024-09', '2024-09-01T00:00:00Z', '2024-10-01T00:00:00Z', '2024-08',"
    " '2024-10-01T00:00:00Z', 'USD');"
    "create temp table policy_param(name, value);"
    "create temp table tier(id, rto);"
    "insert into tier values ('tier-0', 900), ('tier-3', 259200);"
    "create temp table call_state(account, region, call, item, status, source_id);"
    "create temp view answer_page as select call, account, region, item, source_id, pointer,"
    " body as page from document;"
    "create temp table billing_prefix(prefix, region);"
    "insert into billing_prefix values ('USE1', 'us-east-1'), ('EU', 'eu-west-1');"
    "create temp table known_resource(arn, type, tier, account, region, name, created_at, attributes,"
    " tier_method);"
    "create temp table selected(arn, plan_id);"
    "create temp table call_gap(account, region, call);"
    "create temp table call_answered(account, region, call, item);"
    "create temp table type_call(type, call);"
    "create temp table resource_type(type, tags);"
    "create temp table policy_tag(kind, key);"
    "create temp table tag_value(arn, kind, value);"
    "create temp table tier_value(value, tier);"
    "create temp view snapshot_once as select * from snapshot;"
    "create temp view recovery_point_once as select * from recovery_point;"
    "create temp table point(root_arn, arn, kind, created_at, region, account, vault_arn, is_copy,"
    " continuous, live, plan_id, delete_after_days integer, cold_after_days integer, bytes);"
    "create temp table bill_line(cost_id integer primary key, month, account, region, product,"
    " suffix, operation, line_type, mechanism, storage_class, resource, resource_arn, source_arn,"
    " usage, cost);"
    "insert into source(id, path, location, sha256, bytes, format, status)"
    " values (1, 'a', 'a', '', 0, 'x', 'ok');";

static inline void run(struct store *store, const char *sql)
{
    struct err err = ERR_INIT;
    cr_assert_eq(store_run(store, "test", sql, &err), 0, "%s", err.text);
}

static inline struct store *start(void)
{
    struct store *store = test_store();
    run(store, tables);
    return store;
}

/* A plan `p` with one rule `r`. NULL days: kept for ever. */
static inline void add_rule(struct store *store, const char *retention_days)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into backup_plan values (1, '', 'p', 'arn:p', 'plan', '111122223333', 'us-east-1',"
        " null, 1);"
        "insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id, name,"
        " vault_name, delete_after_days)"
        " values (1, '', 'p', '111122223333', 'us-east-1', 'r', 'daily', 'main', %s);",
        retention_days);
    run(store, sql);
}

/* One point of `resource` that rule r made, and the resource itself. */
static inline void add_point(struct store *store, const char *resource, const char *type,
                             const char *tier, const char *point, const char *created_at)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into known_resource(arn, type, tier, account, region, name) values ('%s', '%s', '%s', '111122223333', 'us-east-1', 'x');"
        "insert into point values ('%s', '%s', 'backup', '%s', 'us-east-1', '111122223333',"
        " '" VAULT "', 0, 0, 1, 'p', null, null, 1073741824);"
        "insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account, region,"
        " resource_arn, resource_type, status, plan_id, plan_rule_id, plan_rule_name)"
        " values (1, '', '%s', '" VAULT "', 'main', '111122223333', 'us-east-1', '%s', '%s',"
        " 'COMPLETED', 'p', 'r', 'daily');",
        resource, type, tier, resource, point, created_at, point, resource, type);
    run(store, sql);
}

static inline void add_bill(struct store *store, const char *resource, const char *suffix,
                            const char *usage, const char *cost)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into bill_line values (null, '2024-09', '111122223333', 'us-east-1', 'AWSBackup',"
        " '%s', 'Storage', 'Usage', 'backup_storage', 'warm', '', %s, %s, '%s', '%s');",
        suffix, resource, resource, usage, cost);
    run(store, sql);
}

/* The usual case: an EFS file system of 100 GB at 0.05, kept `days`, in `tier`. */
static inline struct store *efs(const char *days, const char *tier)
{
    struct store *store = start();
    add_rule(store, days);
    add_point(store, EFS, "EFS", tier, "arn:aws:backup:us-east-1:111122223333:recovery-point:1",
              "2023-10-01T00:00:00Z");
    add_bill(store, "'" EFS "'", "WarmStorage-ByteHrs-EFS", "100", "5.00");
    return store;
}

static inline void analyse(struct store *store)
{
    struct err err = ERR_INIT;
    for (const struct asset *step = analysis_assets; step->name; step++) {
        if (strncmp(step->name, "steps/6", 7) != 0) {
            continue;
        }
        cr_assert_eq(store_run(store, step->name, step->text, &err), 0, "%s", err.text);
        if (strcmp(step->name, "steps/600_tiering.sql") == 0) {
            cr_assert_eq(tiering_load(store, NULL, &err), 0, "%s", err.text);
        }
    }
}

/* Runs the steps, compares what `columns` of all proposals hold, and closes the store. */
static inline void expect(struct store *store, const char *columns, const char *want)
{
    analyse(store);
    char *CLEANUP(mem_freep) sql =
        mem_format("select %s from tiering_proposal order by resource", columns);
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, want, "%s", got);
    store_close(store);
}

static inline void add_s3_bill(struct store *store, const char *suffix, const char *operation,
                               const char *usage, const char *cost)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into bill_line values (null, '2024-09', '111122223333', 'us-east-1', 'AmazonS3',"
        " '%s', '%s', 'Usage', null, null, 'vault-copies', null, null, '%s', '%s');",
        suffix, operation, usage, cost);
    run(store, sql);
}

#endif
