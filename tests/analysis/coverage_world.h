/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_ANALYSIS_COVERAGE_WORLD_H
#define TESTS_ANALYSIS_COVERAGE_WORLD_H

/* A small inventory, written as rows: account 111122223333 in eu-west-1, every call of the
 * minimum set answered, looked at on 2024-09-30T06:00:00Z. Tests add what they are about. */

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define ACCOUNT "111122223333"
#define REGION  "eu-west-1"
#define AS_OF   "2024-09-30T06:00:00Z"
#define FRESH   "2024-09-30T05:00:00Z"
#define OLD     "2024-09-20T05:00:00Z"

#define VOLUME(id)   "arn:aws:ec2:eu-west-1:111122223333:volume/" id
#define INSTANCE(id) "arn:aws:ec2:eu-west-1:111122223333:instance/" id
#define DB(id)       "arn:aws:rds:eu-west-1:111122223333:db:" id
#define CLUSTER(id)  "arn:aws:rds:eu-west-1:111122223333:cluster:" id
#define TABLE(id)    "arn:aws:dynamodb:eu-west-1:111122223333:table/" id
#define BUCKET(id)   "arn:aws:s3:::" id

struct world {
    struct store *store;
    json_t *result;
};

static inline void world_sql(struct world *world, const char *sql)
{
    struct err err = ERR_INIT;
    cr_assert_eq(store_run(world->store, "world", sql, &err), 0, "%s", err.text);
}

__attribute__((format(printf, 2, 3))) static inline void world_add(struct world *world,
                                                                   const char *format, ...)
{
    char sql[4096];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(sql, sizeof sql, format, arguments);
    va_end(arguments);
    cr_assert(size > 0 && (size_t)size < sizeof sql);
    world_sql(world, sql);
}

static inline void world_call_at(struct world *world, const char *region, const char *call,
                                 const char *item, const char *status)
{
    world_add(world,
              "insert into source(path, location, sha256, bytes, format, status, account, region,"
              " call, item) values ('%s/%s/%s', '', '%s', 1, 'aws-cli', '%s', '" ACCOUNT
              "', '%s', '%s', '%s')",
              region, call, item, call, status, region, call, item);
}

static inline void world_call(struct world *world, const char *call, const char *item,
                              const char *status)
{
    world_call_at(world, strncmp(call, "s3api.", 6) == 0 ? "global" : REGION, call, item, status);
}

/* The call is never made (status NULL) or ends with that status. */
static inline void world_without(struct world *world, const char *call, const char *status)
{
    if (status) {
        world_add(world, "update source set status = '%s' where call = '%s'", status, call);
    } else {
        world_add(world, "delete from source where call = '%s'", call);
    }
}

static inline void world_open(struct world *world)
{
    static const char *const calls[] = {
        "facts.of-this-test", /* source 1: every fact is its */
        "backup.list-backup-vaults",
        "backup.list-backup-plans",
        "backup.list-backup-jobs",
        "backup.list-copy-jobs",
        "backup.list-restore-jobs",
        "backup.describe-region-settings",
        "drs.describe-source-servers",
        "rds.describe-db-instances",
        "rds.describe-db-clusters",
        "rds.describe-db-instance-automated-backups",
        "rds.describe-global-clusters",
        "dynamodb.list-tables",
        "ec2.describe-instances",
        "ec2.describe-volumes",
        "ec2.describe-snapshots",
        "efs.describe-file-systems",
        "efs.describe-replication-configurations",
        "resourcegroupstaggingapi.get-resources",
        "s3api.list-buckets",
    };
    *world = (struct world){.store = test_store()};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        world_call(world, calls[i], "", "ok");
    }
    world_sql(world, "insert into region_opt_in select 1, '', '" ACCOUNT "', '" REGION
                     "', value, 1 from json_each('[\"EC2\",\"EBS\",\"RDS\",\"Aurora\","
                     "\"DynamoDB\",\"EFS\",\"S3\",\"DocumentDB\",\"Neptune\"]')");
}

static inline void world_resource(struct world *world, const char *type, const char *arn,
                                  const char *parent_arn, const char *attributes)
{
    const char *slash = strrchr(arn, '/');
    const char *name = (slash ? slash : strrchr(arn, ':')) + 1;
    world_add(world,
              "insert into resource values (1, '/0', '%s', '%s', '" ACCOUNT "', '" REGION
              "', '%s', '2024-01-01T00:00:00Z', 'available', nullif('%s', ''), null, 1, '%s')",
              arn, type, name, parent_arn, attributes);
    if (strcmp(type, "S3") == 0) {
        world_call(world, "s3api.get-bucket-location", name, "ok");
        world_call(world, "s3api.get-bucket-versioning", name, "not_configured");
        world_call(world, "s3api.get-bucket-replication", name, "not_configured");
        world_call(world, "s3api.get-bucket-tagging", name, "not_configured");
    }
    if (strcmp(type, "DynamoDB") == 0) {
        world_call(world, "dynamodb.describe-table", name, "ok");
        world_call(world, "dynamodb.describe-continuous-backups", name, "ok");
    }
}

static inline void world_volume(struct world *world, const char *arn)
{
    world_resource(world, "EBS", arn, "", "{}");
}

static inline void world_tag(struct world *world, const char *arn, const char *key,
                             const char *value)
{
    world_add(world, "insert into resource_tag values (1, '%s', '%s', '%s')", arn, key, value);
}

/* A plan of one selection. */
static inline void world_plan_at(struct world *world, const char *region, const char *id,
                                 const char *selection)
{
    world_add(world,
              "insert into backup_plan values (1, '/0', '%s', 'arn:plan:%s', '%s', '" ACCOUNT
              "', '%s', null, 1)",
              id, id, id, region);
    world_add(world,
              "insert into backup_selection values (1, '/0', '%s', 's-%s', 's', '" ACCOUNT
              "', '%s', null, '%s', 1)",
              id, id, region, selection);
    world_call_at(world, region, "backup.list-backup-selections", id, "ok");
}

static inline void world_plan(struct world *world, const char *id, const char *selection)
{
    world_plan_at(world, REGION, id, selection);
}

static inline void world_point(struct world *world, const char *resource, const char *type,
                               const char *id, const char *status, const char *created_at)
{
    world_add(world,
              "insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name, account,"
              " region, resource_arn, resource_type, status, created_at, completed_at)"
              " values (1, '/0', 'arn:aws:backup:eu-west-1:111122223333:recovery-point:%s',"
              " 'arn:aws:backup:eu-west-1:111122223333:backup-vault:main', 'main', '" ACCOUNT
              "', '" REGION "', '%s', '%s', '%s', '%s', '%s')",
              id, resource, type, status, created_at, created_at);
}

static inline void world_job(struct world *world, const char *resource, const char *type,
                             const char *id, const char *created_at)
{
    world_add(world,
              "insert into backup_job(source_id, pointer, id, account, region, resource_arn,"
              " resource_type, vault_arn, recovery_point_arn, state, created_at, completed_at)"
              " values (1, '/0', '%s', '" ACCOUNT "', '" REGION "', '%s', '%s',"
              " 'arn:aws:backup:eu-west-1:111122223333:backup-vault:main',"
              " 'arn:aws:backup:eu-west-1:111122223333:recovery-point:%s', 'COMPLETED', '%s',"
              " '%s')",
              id, resource, type, id, created_at, created_at);
}

static inline void world_snapshot(struct world *world, const char *volume, const char *id,
                                  const char *origin, const char *created_at)
{
    world_add(world,
              "insert into snapshot values (1, '/0', 'arn:aws:ec2:eu-west-1::snapshot/%s', '%s',"
              " 'ebs', '" ACCOUNT "', '" REGION "', '%s', '%s', 'completed', 'standard', '%s', 1,"
              " null, 1, null, '')",
              id, id, volume, origin, created_at);
}

static inline void world_document(struct world *world, const char *call, const char *item,
                                  const char *body)
{
    world_add(world, "insert into document values (1, '', '" ACCOUNT "', '%s', '%s', '%s', '%s')",
              strncmp(call, "s3api.", 6) == 0 ? "global" : REGION, call, item, body);
}

static inline void world_run(struct world *world, const char *policy_path)
{
    struct analysis_options options = {.as_of = AS_OF, .policy_path = policy_path};
    struct err err = ERR_INIT;
    cr_assert_eq(analysis_run(world->store, &options, &world->result, &err), 0, "%s", err.text);
}

/* The element of an array of the result whose member `key` is `value`. */
static inline json_t *world_find(json_t *array, const char *key, const char *value)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(array, i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, key)), value) == 0) {
            return row;
        }
    }
    cr_assert_fail("no %s '%s'", key, value);
    return NULL;
}

static inline json_t *world_of(const struct world *world, const char *arn)
{
    return world_find(json_object_get(world->result, "resources"), "resource", arn);
}

static inline const char *world_state(const struct world *world, const char *arn)
{
    return json_string_value(json_object_get(world_of(world, arn), "state"));
}

static inline json_t *world_headline(const struct world *world)
{
    return json_object_get(json_object_get(world->result, "coverage"), "headline");
}

static inline void world_close(struct world *world)
{
    json_decref(world->result);
    store_close(world->store);
}

#define expect_state(world, arn, expected)                                                         \
    cr_expect_str_eq(world_state(world, arn), expected, "%s: %s, %s", arn,                         \
                     world_state(world, arn),                                                      \
                     json_string_value(json_object_get(world_of(world, arn), "reason")))

#endif
