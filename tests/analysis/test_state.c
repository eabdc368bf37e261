/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/coverage_world.h"

#define ALL_VOLUMES "{\"Resources\":[\"arn:aws:ec2:*:*:volume/*\"]}"
#define TAGGED                                                                                     \
    "{\"ListOfTags\":[{\"ConditionType\":\"STRINGEQUALS\",\"ConditionKey\":\"backup\",\"ConditionValue\":\"daily\"}]}"

Test(state, a_selected_resource_with_a_fresh_point_is_protected)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_volume(&world, VOLUME("vol-2"));
    world_volume(&world, VOLUME("vol-3"));
    world_plan(&world, "p", ALL_VOLUMES);
    world_point(&world, VOLUME("vol-1"), "EBS", "r1", "COMPLETED", FRESH);
    world_point(&world, VOLUME("vol-2"), "EBS", "r2", "COMPLETED", OLD);
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), "protected");
    expect_state(&world, VOLUME("vol-2"), "stale");
    expect_state(&world, VOLUME("vol-3"), "selected_not_protected");
    world_close(&world);
}

Test(state, a_point_is_fresh_for_24_hours_to_the_second)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_volume(&world, VOLUME("vol-2"));
    world_plan(&world, "p", ALL_VOLUMES);
    world_point(&world, VOLUME("vol-1"), "EBS", "r1", "COMPLETED", "2024-09-29T06:00:00Z");
    world_point(&world, VOLUME("vol-2"), "EBS", "r2", "COMPLETED", "2024-09-29T05:59:59Z");
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), "protected");
    expect_state(&world, VOLUME("vol-2"), "stale");
    world_close(&world);
}

Test(state, points_that_are_gone_partial_or_yet_to_come_protect_nothing)
{
    static const char *const statuses[] = {"DELETING", "EXPIRED", "PARTIAL", "CREATING"};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct world world;
        world_open(&world);
        world_volume(&world, VOLUME("vol-1"));
        world_point(&world, VOLUME("vol-1"), "EBS", "r1", statuses[i], FRESH);
        world_point(&world, VOLUME("vol-1"), "EBS", "r2", "COMPLETED", "2024-09-30T06:00:01Z");
        world_run(&world, NULL);
        expect_state(&world, VOLUME("vol-1"), "unprotected");
        world_close(&world);
    }
}

Test(state, what_no_plan_gives_is_protected_elsewhere)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-demand"));
    world_point(&world, VOLUME("vol-demand"), "EBS", "r1", "COMPLETED", FRESH);
    world_volume(&world, VOLUME("vol-dlm"));
    world_snapshot(&world, VOLUME("vol-dlm"), "snap-1", "dlm", FRESH);
    world_resource(&world, "RDS", DB("auto"), "",
                   "{\"BackupRetentionPeriod\":7,\"LatestRestorableTime\":\"" FRESH "\"}");
    world_resource(&world, "RDS", DB("off"), "",
                   "{\"BackupRetentionPeriod\":0,\"LatestRestorableTime\":\"" FRESH "\"}");
    world_resource(&world, "DynamoDB", TABLE("pitr"), "", "{}");
    world_document(&world, "dynamodb.describe-continuous-backups", "pitr",
                   "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\","
                   "\"PointInTimeRecoveryDescription\":{\"PointInTimeRecoveryStatus\":\"ENABLED\","
                   "\"LatestRestorableDateTime\":\"" FRESH "\"}}}");
    world_resource(&world, "DynamoDB", TABLE("nopitr"), "", "{}");
    world_document(
        &world, "dynamodb.describe-continuous-backups", "nopitr",
        "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\","
        "\"PointInTimeRecoveryDescription\":{\"PointInTimeRecoveryStatus\":\"DISABLED\"}}}");
    world_resource(&world, "DynamoDB", TABLE("demand"), "", "{}");
    world_add(&world,
              "insert into snapshot(source_id, pointer, arn, id, kind, account, region,"
              " resource_arn, origin, state, created_at) values ((select min(id) from source),"
              " '', 'backup', 'b', 'dynamodb', '" ACCOUNT "', '" REGION
              "', '" TABLE("demand") "', 'manual', 'AVAILABLE', '" FRESH "')");
    world_run(&world, NULL);
    expect_state(&world, TABLE("demand"), "protected_elsewhere");
    expect_state(&world, VOLUME("vol-demand"), "protected_elsewhere");
    expect_state(&world, VOLUME("vol-dlm"), "protected_elsewhere");
    expect_state(&world, DB("auto"), "protected_elsewhere");
    expect_state(&world, DB("off"), "unprotected");
    expect_state(&world, TABLE("pitr"), "protected_elsewhere");
    expect_state(&world, TABLE("nopitr"), "unprotected");
    world_close(&world);
}

Test(state, only_replication_of_a_whole_versioned_bucket_protects_it)
{
    static const struct {
        const char *name;
        const char *versioning;
        const char *rule;
        const char *state;
    } cases[] = {
        {"whole", "Enabled", "\"Status\":\"Enabled\",\"Filter\":{}", "protected_elsewhere"},
        {"v1", "Enabled", "\"Status\":\"Enabled\",\"Prefix\":\"\"", "protected_elsewhere"},
        {"part", "Enabled", "\"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"a/\"}", "unprotected"},
        {"off", "Enabled", "\"Status\":\"Disabled\",\"Filter\":{}", "unprotected"},
        {"suspended", "Suspended", "\"Status\":\"Enabled\",\"Filter\":{}", "unprotected"},
    };
    struct world world;
    world_open(&world);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *CLEANUP(mem_freep) arn = mem_format(BUCKET("%s"), cases[i].name);
        char *CLEANUP(mem_freep) rules =
            mem_format("{\"ReplicationConfiguration\":{\"Rules\":[{%s,\"Destination\":{\"Bucket\":"
                       "\"arn:aws:s3:::copy\"}}]}}",
                       cases[i].rule);
        char *CLEANUP(mem_freep) versioning =
            mem_format("{\"Status\":\"%s\"}", cases[i].versioning);
        world_resource(&world, "S3", arn, "", "{}");
        world_document(&world, "s3api.get-bucket-replication", strrchr(arn, ':') + 1, rules);
        world_document(&world, "s3api.get-bucket-versioning", strrchr(arn, ':') + 1, versioning);
    }
    world_run(&world, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *CLEANUP(mem_freep) arn = mem_format(BUCKET("%s"), cases[i].name);
        expect_state(&world, arn, cases[i].state);
    }
    world_close(&world);
}

Test(state, a_server_that_replicates_protects_its_instance_only)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "EC2", INSTANCE("i-123"), "", "{}");
    world_resource(&world, "EC2", INSTANCE("i-1234"), "", "{}");
    world_document(
        &world, "drs.describe-source-servers", "",
        "{\"items\":[{\"arn\":\"arn:drs:1\",\"sourceProperties\":{\"identificationHints\":"
        "{\"awsInstanceID\":\"i-123\"}},\"dataReplicationInfo\":{"
        "\"dataReplicationState\":\"CONTINUOUS\",\"lagDuration\":\"PT30S\"}},"
        "{\"arn\":\"arn:drs:2\",\"sourceProperties\":{\"identificationHints\":"
        "{\"awsInstanceID\":\"i-1234\"}},\"dataReplicationInfo\":{"
        "\"dataReplicationState\":\"STALLED\"}}]}");
    world_run(&world, NULL);
    expect_state(&world, INSTANCE("i-123"), "protected_elsewhere");
    expect_state(&world, INSTANCE("i-1234"), "unprotected");
    world_close(&world);
}

Test(state, a_continuous_point_is_current_however_old_it_is)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "RDS", DB("a"), "", "{}");
    world_resource(&world, "RDS", DB("b"), "", "{}");
    world_plan(&world, "p", "{\"Resources\":[\"arn:aws:rds:*:*:db:*\"]}");
    world_point(&world, DB("a"), "RDS", "continuous:a", "AVAILABLE", "2024-02-01T05:00:00Z");
    world_point(&world, DB("b"), "RDS", "continuous:b", "STOPPED", "2024-02-01T05:00:00Z");
    world_run(&world, NULL);
    expect_state(&world, DB("a"), "protected");
    expect_state(&world, DB("b"), "stale");
    world_close(&world);
}

Test(state, a_stale_entry_of_list_protected_resources_is_no_protection)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_sql(&world, "insert into protected_resource values (1, '/0', '" VOLUME(
                          "vol-1") "', 'EBS', '" ACCOUNT "', '" REGION "', '" FRESH "')");
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), "unprotected");
    world_close(&world);
}

Test(state, an_attached_volume_without_points_takes_the_state_of_its_instance)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "EC2", INSTANCE("i-1"), "", "{}");
    world_resource(&world, "EBS", VOLUME("vol-1"), INSTANCE("i-1"), "{}");
    world_resource(&world, "EBS", VOLUME("vol-2"), INSTANCE("i-1"), "{}");
    world_snapshot(&world, VOLUME("vol-2"), "snap-2", "manual", OLD);
    world_plan(&world, "p", "{\"Resources\":[\"" INSTANCE("i-1") "\"]}");
    world_point(&world, INSTANCE("i-1"), "EC2", "image", "COMPLETED", FRESH);
    world_run(&world, NULL);
    expect_state(&world, INSTANCE("i-1"), "protected");
    expect_state(&world, VOLUME("vol-1"), "protected");
    expect_state(&world, VOLUME("vol-2"), "stale");
    world_close(&world);
}

Test(state, an_instance_is_as_protected_as_the_worst_of_its_volumes)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "EC2", INSTANCE("i-all"), "", "{}");
    world_resource(&world, "EBS", VOLUME("vol-1"), INSTANCE("i-all"), "{}");
    world_resource(&world, "EBS", VOLUME("vol-2"), INSTANCE("i-all"), "{}");
    world_resource(&world, "EC2", INSTANCE("i-some"), "", "{}");
    world_resource(&world, "EBS", VOLUME("vol-3"), INSTANCE("i-some"), "{}");
    world_resource(&world, "EBS", VOLUME("vol-4"), INSTANCE("i-some"), "{}");
    world_snapshot(&world, VOLUME("vol-1"), "snap-1", "dlm", FRESH);
    world_snapshot(&world, VOLUME("vol-2"), "snap-2", "dlm", FRESH);
    world_snapshot(&world, VOLUME("vol-3"), "snap-3", "dlm", FRESH);
    world_resource(&world, "EC2", INSTANCE("i-old"), "", "{}");
    world_resource(&world, "EBS", VOLUME("vol-5"), INSTANCE("i-old"), "{}");
    world_snapshot(&world, VOLUME("vol-5"), "snap-5", "manual", OLD);
    world_run(&world, NULL);
    expect_state(&world, INSTANCE("i-old"), "unprotected");
    expect_state(&world, VOLUME("vol-5"), "stale");
    expect_state(&world, INSTANCE("i-all"), "protected_elsewhere");
    expect_state(&world, INSTANCE("i-some"), "unprotected");
    world_close(&world);
}

Test(state, a_tag_selection_in_a_region_that_has_not_opted_in_is_blocked)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_tag(&world, VOLUME("vol-1"), "backup", "daily");
    world_plan(&world, "p", TAGGED);
    world_sql(&world, "update region_opt_in set opted_in = 0 where type = 'EBS'");
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), "blocked");
    world_close(&world);
}

Test(state, a_point_that_only_a_job_tells_of_counts_where_its_vault_was_not_listed)
{
    for (int listed = 0; listed < 2; listed++) {
        struct world world;
        world_open(&world);
        world_volume(&world, VOLUME("vol-1"));
        world_plan(&world, "p", ALL_VOLUMES);
        world_job(&world, VOLUME("vol-1"), "EBS", "j1", FRESH);
        if (listed) {
            world_call(&world, "backup.list-recovery-points-by-backup-vault", "main", "ok");
        }
        world_run(&world, NULL);
        expect_state(&world, VOLUME("vol-1"), listed ? "selected_not_protected" : "protected");
        world_close(&world);
    }
}

Test(state, missing_evidence_is_unknown_never_unprotected)
{
    static const char *const calls[] = {"backup.list-backup-vaults", "backup.list-backup-plans",
                                        "backup.list-backup-selections", "ec2.describe-snapshots"};
    static const char *const statuses[] = {NULL, "denied", "truncated"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls * 3; i++) {
        struct world world;
        world_open(&world);
        world_volume(&world, VOLUME("vol-1"));
        world_plan(&world, "p", "{\"Resources\":[\"" VOLUME("vol-other") "\"]}");
        world_without(&world, calls[i / 3], statuses[i % 3]);
        world_run(&world, NULL);
        expect_state(&world, VOLUME("vol-1"), "unknown");
        world_close(&world);
    }
}

Test(state, no_point_is_told_only_where_the_vaults_were_listed)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-none"));
    world_volume(&world, VOLUME("vol-old"));
    world_plan(&world, "p", ALL_VOLUMES);
    world_point(&world, VOLUME("vol-old"), "EBS", "r1", "COMPLETED", OLD);
    world_sql(&world,
              "insert into backup_vault(source_id, pointer, arn, name, account, region, type)"
              " values (1, '/0', 'arn:v', 'other', '" ACCOUNT "', '" REGION "', 'BACKUP_VAULT')");
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-none"), "unknown");
    expect_state(&world, VOLUME("vol-old"), "unknown");
    world_close(&world);
}

Test(state, a_terminated_instance_is_gone_and_its_points_are_orphans)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "EC2", INSTANCE("i-1"), "", "{}");
    world_resource(&world, "EC2", INSTANCE("i-2"), "", "{}");
    world_sql(&world, "update resource set state = 'terminated' where name = 'i-2'");
    world_point(&world, INSTANCE("i-2"), "EC2", "image", "COMPLETED", FRESH);
    world_run(&world, NULL);
    cr_expect_eq(json_integer_value(json_object_get(world_headline(&world), "in_scope")), 1);
    char *CLEANUP(mem_freep) orphans = test_query(world.store, "select root_arn from orphan_point");
    cr_expect_str_eq(orphans, INSTANCE("i-2") "\n");
    world_close(&world);
}

Test(state, without_any_event_in_the_evidence_what_runs_now_still_protects)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "RDS", DB("auto"), "",
                   "{\"BackupRetentionPeriod\":7,\"LatestRestorableTime\":\"" FRESH "\"}");
    world_resource(&world, "RDS", DB("behind"), "",
                   "{\"BackupRetentionPeriod\":7,\"LatestRestorableTime\":\"" OLD "\"}");
    world_resource(
        &world, "DynamoDB", TABLE("global"), "",
        "{\"Replicas\":[{\"RegionName\":\"eu-central-1\",\"ReplicaStatus\":\"ACTIVE\"}]}");
    world_volume(&world, VOLUME("vol-1"));
    struct analysis_options options = {0};
    struct err err = ERR_INIT;
    cr_assert_eq(analysis_run(world.store, &options, &world.result, &err), 0, "%s", err.text);
    expect_state(&world, DB("auto"), "protected_elsewhere");
    expect_state(&world, DB("behind"), "stale");
    expect_state(&world, TABLE("global"), "protected_elsewhere");
    expect_state(&world, VOLUME("vol-1"), "unprotected");
    world_close(&world);
}
