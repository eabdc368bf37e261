/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/coverage_world.h"

static void expect_rows(struct world *world, const char *sql, const char *expected)
{
    char *CLEANUP(mem_freep) rows = test_query(world->store, sql);
    cr_expect_str_eq(rows, expected, "%s:\n%s", sql, rows);
}

Test(point, a_point_that_several_answers_show_is_one_and_a_parent_stands_for_its_parts)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "EFS", "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs",
                   "", "{}");
    for (int i = 0; i < 2; i++) {
        world_point(&world, "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs",
                    "EFS", "whole", "COMPLETED", FRESH);
    }
    world_point(&world, "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs", "EFS",
                "part", "COMPLETED", FRESH);
    world_sql(&world, "update recovery_point set parent_arn ="
                      " 'arn:aws:backup:eu-west-1:111122223333:recovery-point:whole'"
                      " where arn like '%:part'");
    world_run(&world, NULL);
    expect_rows(&world, "select arn from point",
                "arn:aws:backup:eu-west-1:111122223333:recovery-point:whole\n");
    world_close(&world);
}

Test(point, a_copied_snapshot_belongs_to_the_source_of_its_original)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_snapshot(&world, VOLUME("vol-1"), "snap-1", "manual", OLD);
    world_snapshot(&world, "", "snap-2", "copy", FRESH);
    world_sql(&world, "update snapshot set resource_arn = null, region = 'eu-central-1',"
                      " copy_of_arn = 'arn:aws:ec2:eu-west-1::snapshot/snap-1'"
                      " where id = 'snap-2'");
    world_resource(&world, "RDS", DB("a"), "", "{}");
    world_sql(&world,
              "insert into snapshot values (1, '/0', 'arn:snapshot:a', 'a', 'rds', '" ACCOUNT
              "', 'eu-central-1', 'arn:aws:rds:eu-central-1:111122223333:db:a', 'copy',"
              " 'available', null, '" FRESH "', 1, null, 1,"
              " 'arn:aws:rds:eu-west-1:111122223333:snapshot:x', '')");
    world_run(&world, NULL);
    expect_rows(
        &world,
        "select root_arn, source_region, region, is_copy from point where is_copy"
        " order by root_arn",
        VOLUME("vol-1") "|eu-west-1|eu-central-1|1\n" DB("a") "|eu-west-1|eu-central-1|1\n");
    world_close(&world);
}

Test(point, an_active_replica_of_a_table_in_another_region_protects_it)
{
    struct world world;
    world_open(&world);
    world_resource(
        &world, "DynamoDB", TABLE("global"), "",
        "{\"Replicas\":[{\"RegionName\":\"eu-central-1\",\"ReplicaStatus\":\"ACTIVE\"}]}");
    world_resource(&world, "DynamoDB", TABLE("creating"), "",
                   "{\"Replicas\":[{\"RegionName\":\"eu-central-1\","
                   "\"ReplicaStatus\":\"CREATING\"}]}");
    world_run(&world, NULL);
    expect_state(&world, TABLE("global"), "protected_elsewhere");
    expect_state(&world, TABLE("creating"), "unprotected");
    expect_rows(
        &world, "select arn, kind, region from point",
        "arn:aws:dynamodb:eu-central-1:111122223333:table/global|replication|eu-central-1\n");
    world_close(&world);
}

Test(point, of_a_source_that_a_complete_list_lacks_is_an_orphan)
{
    static const struct {
        const char *status;
        const char *orphans;
    } cases[] = {{"ok", "arn:aws:backup:eu-west-1:111122223333:recovery-point:gone\n"},
                 {"empty", "arn:aws:backup:eu-west-1:111122223333:recovery-point:gone\n"},
                 {"truncated", ""},
                 {"denied", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world;
        world_open(&world);
        world_volume(&world, VOLUME("vol-1"));
        world_point(&world, VOLUME("vol-1"), "EBS", "kept", "COMPLETED", FRESH);
        world_point(&world, VOLUME("vol-gone"), "EBS", "gone", "COMPLETED", FRESH);
        world_point(&world, "arn:aws:ec2:us-east-1:111122223333:volume/vol-far", "EBS", "far",
                    "COMPLETED", FRESH);
        world_without(&world, "ec2.describe-volumes", cases[i].status);
        world_run(&world, NULL);
        expect_rows(&world, "select arn from orphan_point", cases[i].orphans);
        cr_expect_eq(json_integer_value(json_object_get(world_headline(&world), "in_scope")), 1,
                     "an orphan is no resource");
        world_close(&world);
    }
}
