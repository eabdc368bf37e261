/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/coverage_world.h"

#define NONE     "unprotected"
#define SELECTED "selected_not_protected"

/* What one plan makes of the resources that every case has. */
struct expected {
    const char *selection;
    const char *volume;   /* vol-1, tagged stage=prod, team=a */
    const char *instance; /* i-123, tagged stage=test */
    const char *plain;    /* RDS instance, no tag */
    const char *cluster;  /* Aurora cluster with the member m, no tag */
    const char *bucket;   /* tagged stage=prod */
};

static void expect_selection(struct expected e, const char *opted_out)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_tag(&world, VOLUME("vol-1"), "stage", "prod");
    world_tag(&world, VOLUME("vol-1"), "team", "a");
    world_resource(&world, "EC2", INSTANCE("i-123"), "", "{}");
    world_tag(&world, INSTANCE("i-123"), "stage", "test");
    world_resource(&world, "RDS", DB("plain"), "", "{}");
    world_resource(&world, "Aurora", CLUSTER("c"), "", "{}");
    world_resource(&world, "Aurora", DB("m"), CLUSTER("c"), "{}");
    world_resource(&world, "S3", BUCKET("b"), "", "{}");
    world_tag(&world, BUCKET("b"), "stage", "prod");
    world_plan(&world, "p", e.selection);
    if (opted_out) {
        world_add(&world, "update region_opt_in set opted_in = 0 where type = '%s'", opted_out);
    }
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), e.volume);
    expect_state(&world, INSTANCE("i-123"), e.instance);
    expect_state(&world, DB("plain"), e.plain);
    expect_state(&world, CLUSTER("c"), e.cluster);
    expect_state(&world, BUCKET("b"), e.bucket);
    world_close(&world);
}

Test(selection, is_resources_or_tags_and_every_condition_and_no_not_resources)
{
    static const struct expected cases[] = {
        {"{}", SELECTED, SELECTED, SELECTED, SELECTED, SELECTED},
        {"{\"Resources\":[\"*\"]}", SELECTED, SELECTED, SELECTED, SELECTED, SELECTED},
        {"{\"Resources\":[\"arn:aws:ec2:*\"]}", SELECTED, SELECTED, NONE, NONE, NONE},
        {"{\"Resources\":[\"arn:aws:ec2:*:*:instance/*\"]}", NONE, SELECTED, NONE, NONE, NONE},
        {"{\"Resources\":[\"" INSTANCE("i-12") "\"]}", NONE, NONE, NONE, NONE, NONE},
        {"{\"Resources\":[\"" INSTANCE("i-1234") "\"]}", NONE, NONE, NONE, NONE, NONE},
        {"{\"Resources\":[\"arn:aws:*:*:*:*1*\"]}", SELECTED, SELECTED, NONE, NONE, NONE},
        {"{\"Resources\":[\"arn:aws:rds:*:*:db:*\"]}", NONE, NONE, SELECTED, NONE, NONE},
        {"{\"Resources\":[\"arn:aws:rds:*:*:cluster:*\"]}", NONE, NONE, NONE, SELECTED, NONE},
        {"{\"Resources\":[\"arn:aws:s3:::*\"]}", NONE, NONE, NONE, NONE, SELECTED},
        {"{\"Resources\":[\"*\"],\"NotResources\":[\"arn:aws:ec2:*:*:volume/*\",\"" BUCKET(
             "b") "\"]}",
         NONE, SELECTED, SELECTED, SELECTED, NONE},
        {"{\"ListOfTags\":[{\"ConditionType\":\"STRINGEQUALS\",\"ConditionKey\":\"stage\","
         "\"ConditionValue\":\"prod\"}]}",
         SELECTED, NONE, NONE, NONE, SELECTED},
        {"{\"ListOfTags\":[{\"ConditionType\":\"STRINGEQUALS\",\"ConditionKey\":\"Stage\","
         "\"ConditionValue\":\"prod\"}]}",
         NONE, NONE, NONE, NONE, NONE},
        {"{\"Resources\":[\"arn:aws:rds:*:*:db:*\"],\"ListOfTags\":[{\"ConditionType\":"
         "\"STRINGEQUALS\",\"ConditionKey\":\"stage\",\"ConditionValue\":\"test\"}]}",
         NONE, SELECTED, SELECTED, NONE, NONE},
        {"{\"Resources\":[\"*\"],\"Conditions\":{\"StringEquals\":[{\"ConditionKey\":"
         "\"aws:ResourceTag/stage\",\"ConditionValue\":\"prod\"}]}}",
         SELECTED, NONE, NONE, NONE, SELECTED},
        {"{\"Resources\":[\"*\"],\"Conditions\":{\"StringEquals\":[{\"ConditionKey\":"
         "\"aws:ResourceTag/stage\",\"ConditionValue\":\"prod\"}],\"StringLike\":[{"
         "\"ConditionKey\":\"aws:ResourceTag/team\",\"ConditionValue\":\"*\"}]}}",
         SELECTED, NONE, NONE, NONE, NONE},
        {"{\"Resources\":[\"*\"],\"Conditions\":{\"StringLike\":[{\"ConditionKey\":"
         "\"aws:ResourceTag/stage\",\"ConditionValue\":\"*ro*\"}],\"StringEquals\":[]}}",
         SELECTED, NONE, NONE, NONE, SELECTED},
        {"{\"Resources\":[\"*\"],\"Conditions\":{\"StringNotEquals\":[{\"ConditionKey\":"
         "\"aws:ResourceTag/stage\",\"ConditionValue\":\"prod\"}]}}",
         NONE, SELECTED, SELECTED, SELECTED, NONE},
        {"{\"Resources\":[\"*\"],\"Conditions\":{\"StringNotLike\":[{\"ConditionKey\":"
         "\"aws:ResourceTag/stage\",\"ConditionValue\":\"te*\"}]}}",
         SELECTED, NONE, SELECTED, SELECTED, SELECTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_selection(cases[i], NULL);
    }
}

Test(selection, opt_in_decides_for_wildcards_and_tags_and_always_for_clusters)
{
    static const char blocked[] = "blocked";
    static const struct expected volumes[] = {
        {"{\"Resources\":[\"arn:aws:ec2:*\"]}", blocked, SELECTED, NONE, NONE, NONE},
        {"{\"Resources\":[\"arn:aws:ec2:*:*:*\"]}", blocked, SELECTED, NONE, NONE, NONE},
        {"{\"Resources\":[\"arn:aws:ec2:*:*:volume/*\"]}", SELECTED, NONE, NONE, NONE, NONE},
        {"{\"Resources\":[\"" VOLUME("vol-1") "\"]}", SELECTED, NONE, NONE, NONE, NONE},
        {"{\"ListOfTags\":[{\"ConditionType\":\"STRINGEQUALS\",\"ConditionKey\":\"stage\","
         "\"ConditionValue\":\"prod\"}]}",
         blocked, NONE, NONE, NONE, SELECTED},
    };
    for (size_t i = 0; i < sizeof volumes / sizeof *volumes; i++) {
        expect_selection(volumes[i], "EBS");
    }
    static const struct expected cluster = {
        "{\"Resources\":[\"" CLUSTER("c") "\"]}", NONE, NONE, NONE, blocked, NONE};
    expect_selection(cluster, "Aurora");
}

Test(selection, protects_only_the_region_of_its_plan)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_resource(&world, "S3", BUCKET("b"), "", "{}");
    world_plan_at(&world, "eu-central-1", "p", "{\"Resources\":[\"*\"]}");
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), NONE);
    expect_state(&world, BUCKET("b"), NONE);
    world_close(&world);
}

Test(selection, of_a_deleted_plan_does_not_count)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_plan(&world, "p", "{\"Resources\":[\"*\"]}");
    world_sql(&world, "update backup_plan set deleted_at = '2024-09-01T00:00:00Z'");
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), NONE);
    world_close(&world);
}

Test(selection, by_tags_that_were_not_collected_is_unknown)
{
    static const char *const selections[] = {
        "{\"ListOfTags\":[{\"ConditionType\":\"STRINGEQUALS\",\"ConditionKey\":\"k\","
        "\"ConditionValue\":\"v\"}]}",
        "{\"Resources\":[\"*\"],\"Conditions\":{\"StringNotEquals\":[{\"ConditionKey\":"
        "\"aws:ResourceTag/k\",\"ConditionValue\":\"v\"}]}}"};
    for (size_t i = 0; i < sizeof selections / sizeof *selections; i++) {
        struct world world;
        world_open(&world);
        world_resource(&world, "DynamoDB", TABLE("t"), "", "{}");
        world_volume(&world, VOLUME("vol-1"));
        world_plan(&world, "p", selections[i]);
        world_without(&world, "resourcegroupstaggingapi.get-resources", NULL);
        world_run(&world, NULL);
        expect_state(&world, TABLE("t"), "unknown");
        expect_state(&world, VOLUME("vol-1"), i ? SELECTED : NONE);
        world_close(&world);
    }
}

Test(selection, without_opt_in_settings_is_unknown_until_its_plan_made_a_fresh_point)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_volume(&world, VOLUME("vol-2"));
    world_plan(&world, "p", "{\"Resources\":[\"*\"]}");
    world_point(&world, VOLUME("vol-2"), "EBS", "r2", "COMPLETED", FRESH);
    world_sql(&world, "update recovery_point set plan_id = 'p'");
    world_sql(&world, "delete from region_opt_in");
    world_without(&world, "backup.describe-region-settings", "denied");
    world_run(&world, NULL);
    expect_state(&world, VOLUME("vol-1"), "unknown");
    expect_state(&world, VOLUME("vol-2"), "protected");
    world_close(&world);
}
