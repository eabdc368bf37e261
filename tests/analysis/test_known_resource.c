/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

static const char source[] =
    "insert into delivery values (1, 'inventory', '/i', 'd');"
    "insert into source (id, delivery_id, path, location, sha256, bytes, format, status, account,"
    " region, call, item) values (1, 1, 'b.json', '/b', 'bb', 1, 'aws-call', 'ok', "
    "'111122223333', 'eu-west-1', 'x.y', ''), (2, 1, 'a.json', '/a', 'aa', 1, 'aws-call', 'ok', "
    "'111122223333', 'global', 'x.z', '');";

/* What the steps make of a resource table: name|region|role|copy of, by name and region. */
static void expect_roles(const char *facts, const char *wanted)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    cr_assert_eq(store_run(store, "source", source, &err), 0, "%s", err.text);
    cr_assert_eq(store_run(store, "facts", facts, &err), 0, "%s", err.text);
    struct analysis_options options = {.policy_path =
                                           SOURCE_DIR "/tests/analysis/spend/policy.json"};
    cr_assert_eq(pipeline_run(store, &options, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) got =
        test_query(store, "select name, region, role, coalesce(copy_of_arn, 'none'), "
                          "coalesce(root_arn, 'none') from known_resource order by name, region");
    cr_expect_str_eq(got, wanted, "got\n%s", got);
}

Test(known_resource, of_a_table_s_equal_replicas_the_home_region_s_is_the_source)
{
    expect_roles(
        "insert into resource (source_id, pointer, arn, type, account, region, name, created_at, "
        "detail, attributes) values"
        " (1, '/1', 'arn:aws:dynamodb:us-east-1:1:table/t', 'DynamoDB', '1', 'us-east-1', 't', "
        "'2019-01-01T00:00:00Z', 1, "
        "'{\"Replicas\":[{\"RegionName\":\"eu-west-1\"},{\"RegionName\":\"sa-east-1\"}]}'),"
        " (1, '/2', 'arn:aws:dynamodb:eu-west-1:1:table/t', 'DynamoDB', '1', 'eu-west-1', 't', "
        "'2024-01-01T00:00:00Z', 0, '{}');",
        "t|eu-west-1|source|none|arn:aws:dynamodb:eu-west-1:1:table/t\n"
        "t|us-east-1|replica|arn:aws:dynamodb:eu-west-1:1:table/t|"
        "arn:aws:dynamodb:eu-west-1:1:table/t\n");
}

Test(known_resource, the_destination_of_an_enabled_replication_rule_is_a_copy)
{
    expect_roles(
        "insert into resource (source_id, pointer, arn, type, account, region, name, detail) values"
        " (1, '/1', 'arn:aws:s3:::main', 'S3', '1', '', 'main', 0),"
        " (2, '', 'arn:aws:s3:::main', 'S3', '1', 'eu-west-1', 'main', 0),"
        " (1, '/2', 'arn:aws:s3:::copy', 'S3', '1', 'eu-central-1', 'copy', 1),"
        " (1, '/3', 'arn:aws:s3:::off', 'S3', '1', 'eu-central-1', 'off', 1);"
        "insert into document values (2, '', '1', 'global', 's3api.get-bucket-replication', 'main',"
        " '{\"ReplicationConfiguration\":{\"Rules\":["
        "{\"Status\":\"Enabled\",\"Destination\":{\"Bucket\":\"arn:aws:s3:::copy\"}},"
        "{\"Status\":\"Disabled\",\"Destination\":{\"Bucket\":\"arn:aws:s3:::off\"}}]}}');",
        "copy|eu-central-1|replica|arn:aws:s3:::main|arn:aws:s3:::main\n"
        "main|eu-west-1|source|none|arn:aws:s3:::main\n"
        "off|eu-central-1|source|none|arn:aws:s3:::off\n");
}

Test(known_resource, a_copy_of_what_the_inventory_lacks_is_a_copy_without_a_root)
{
    expect_roles(
        "insert into resource (source_id, pointer, arn, type, account, region, name, copy_of_arn, "
        "detail) values (1, '/1', 'arn:aws:rds:eu-west-1:1:db:r', 'RDS', '1', 'eu-west-1', 'r', "
        "'arn:aws:rds:us-east-1:2:db:s', 1);",
        "r|eu-west-1|replica|arn:aws:rds:us-east-1:2:db:s|none\n");
}

Test(known_resource,
     a_cache_without_snapshots_and_a_file_system_backed_up_by_its_volumes_are_no_part_of_it)
{
    static const char facts[] =
        "insert into resource (source_id, pointer, arn, type, account, region, name, detail,"
        " attributes) values"
        " (1, '/1', 'c:a', 'ElastiCache', '1', 'eu-west-1', 'a', 1, "
        "'{\"SnapshotRetentionLimit\":0}'),"
        " (1, '/2', 'c:b', 'ElastiCache', '1', 'eu-west-1', 'b', 1, "
        "'{\"SnapshotRetentionLimit\":0}'),"
        " (1, '/3', 'c:c', 'ElastiCache', '1', 'eu-west-1', 'c', 1, "
        "'{\"SnapshotRetentionLimit\":3}'),"
        " (1, '/4', 'c:d', 'ElastiCache', '1', 'us-east-1', 'd', 1, "
        "'{\"SnapshotRetentionLimit\":0}'),"
        " (1, '/5', 'c:e', 'ElastiCache', '1', 'us-east-1', 'e', 1, '{\"Engine\":\"memcached\"}'),"
        " (1, '/6', 'f:f', 'FSx', '1', 'us-east-1', 'f', 1, '{\"FileSystemType\":\"ONTAP\"}'),"
        " (1, '/7', 'f:g', 'FSx', '1', 'us-east-1', 'g', 1, '{\"FileSystemType\":\"ONTAP\"}'),"
        " (1, '/8', 'f:h', 'FSx', '1', 'us-east-1', 'h', 1, "
        "'{\"FileSystemType\":\"ONTAP\",\"FileSystemId\":\"g\"}');"
        "insert into snapshot (source_id, pointer, arn, id, kind, account, region, resource_arn,"
        " origin, state) values (1, '/s', 's', 's', 'elasticache', '1', 'eu-west-1', 'c:b', "
        "'manual', 'available');"
        "insert into source (id, path, location, sha256, bytes, format, status, account, region,"
        " call, item) values (9, 's', '/s', 'ss', 1, 'aws-call', 'ok', '1', 'eu-west-1',"
        " 'elasticache.describe-snapshots', '');";
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    cr_assert_eq(store_run(store, "source", source, &err), 0, "%s", err.text);
    cr_assert_eq(store_run(store, "facts", facts, &err), 0, "%s", err.text);
    cr_assert_eq(pipeline_run(store, &(struct analysis_options){0}, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) got = test_query(
        store, "select name, in_scope, coalesce(out_reason, '') from known_resource order by name");
    cr_expect_str_eq(got,
                     "a|0|a cache without snapshots\nb|1|\nc|1|\nd|1|\n"
                     "e|0|a cache without snapshots\nf|1|\ng|0|backed up by its volumes\nh|1|\n",
                     "got\n%s", got);
}
