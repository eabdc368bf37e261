/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/coverage_world.h"

static const char policy[] =
    "{\"schema\":\"drledger/policy/1\",\"tags\":{\"tier\":[\"dr-tier\"]},"
    "\"tiers\":[{\"id\":\"tier-0\",\"name\":\"Critical\",\"match\":[\"0\"],\"rpo\":\"PT1H\","
    "\"rto\":\"PT1H\"},{\"id\":\"tier-1\",\"name\":\"Weekly\",\"match\":[\"1\"],\"rpo\":\"P7D\","
    "\"rto\":\"PT24H\"}],\"default_tier\":\"tier-1\","
    "\"out_of_scope\":[{\"arns\":[\"arn:aws:ec2:*:*:instance/*\"],\"reason\":\"cattle\"}]}";

/* Runs with the policy above. */
static void run_with_policy(struct world *world)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) path = mem_format("%s/policy.json", dir);
    test_write(path, policy, strlen(policy));
    world_run(world, path);
    test_remove_dir(dir);
}

/* A line of September's bill. */
static void bill(struct world *world, const char *resource, const char *amount)
{
    world_sql(world, "insert or ignore into delivery values (1, 'bill', 'b', 'd');"
                     "insert or ignore into bill_month values ('2024-09', '1', 1, null, 0, 1);"
                     "insert or ignore into usage_kind values (1, 'AmazonEC2',"
                     " 'EUC1-EBS:VolumeUsage.gp3', 'CreateVolume-Gp3', 'GB-Mo');"
                     "insert or ignore into invoice values (1, 'i', '1', 'e');"
                     "insert or ignore into tag_set values (1, '{}')");
    world_add(world,
              "insert into cost(source_id, month, payer, account, region, usage_id, line_type,"
              " invoice_id, resource, tag_set_id, currency, n_lines, first_line, usage, unblended,"
              " net, amortized, net_amortized, list) values (1, '2024-09', '1', '" ACCOUNT
              "', '" REGION "', 1, 'Usage', 1, '%s', 1, 'USD', 1, 2, '1', '%s', '%s', '%s', '%s',"
              " '%s')",
              resource, amount, amount, amount, amount, amount);
}

static const char *text(const json_t *row, const char *key)
{
    const json_t *value = json_object_get(row, key);
    return json_is_null(value) ? "null" : json_string_value(value);
}

Test(headline, is_weighed_by_count_and_by_own_cost_and_counts_the_unknown_apart)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_volume(&world, VOLUME("vol-2"));
    world_volume(&world, VOLUME("vol-3"));
    world_snapshot(&world, VOLUME("vol-1"), "snap-1", "manual", FRESH);
    world_snapshot(&world, VOLUME("vol-3"), "snap-3", "manual", FRESH);
    bill(&world, "vol-1", "97.00");
    bill(&world, "vol-2", "2.000000001");
    bill(&world, "vol-2", "0.999999999");
    world_run(&world, NULL);
    json_t *headline = world_headline(&world);
    cr_expect_str_eq(text(headline, "by_count"), "0.6667");
    cr_expect_str_eq(text(headline, "by_cost"), "0.97");
    cr_expect_str_eq(text(headline, "spend_at_risk"), "3.00");
    cr_expect_eq(json_integer_value(json_object_get(headline, "cost_unknown")), 1);
    cr_expect_str_eq(text(world_of(&world, VOLUME("vol-1")), "own_cost"), "97.00");
    cr_expect_str_eq(text(world_of(&world, VOLUME("vol-3")), "own_cost"), "null");
    world_close(&world);
}

Test(headline, without_a_bill_has_no_figure_by_cost)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_run(&world, NULL);
    cr_expect_str_eq(text(world_headline(&world), "by_count"), "0");
    cr_expect_str_eq(text(world_headline(&world), "by_cost"), "null");
    cr_expect_str_eq(text(world_headline(&world), "spend_at_risk"), "null");
    world_close(&world);
}

Test(headline, a_tier_says_how_old_a_point_may_be)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-0"));
    world_volume(&world, VOLUME("vol-1"));
    world_tag(&world, VOLUME("vol-0"), "dr-tier", "0");
    world_snapshot(&world, VOLUME("vol-0"), "snap-0", "manual", "2024-09-30T04:59:59Z");
    world_snapshot(&world, VOLUME("vol-1"), "snap-1", "manual", "2024-09-24T06:00:00Z");
    run_with_policy(&world);
    expect_state(&world, VOLUME("vol-0"), "stale");
    expect_state(&world, VOLUME("vol-1"), "protected_elsewhere");
    world_close(&world);
}

Test(headline, an_instance_out_of_scope_still_protects_its_volume)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "EC2", INSTANCE("i-1"), "", "{}");
    world_resource(&world, "EBS", VOLUME("vol-1"), INSTANCE("i-1"), "{}");
    world_plan(&world, "p", "{\"Resources\":[\"arn:aws:ec2:*:*:instance/*\"]}");
    world_point(&world, INSTANCE("i-1"), "EC2", "image", "COMPLETED", FRESH);
    run_with_policy(&world);
    cr_expect_eq(json_integer_value(json_object_get(world_headline(&world), "in_scope")), 1);
    expect_state(&world, VOLUME("vol-1"), "protected");
    world_close(&world);
}

Test(headline, each_tier_shows_what_met_and_what_breached_its_target)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-0"));
    world_volume(&world, VOLUME("vol-none"));
    world_tag(&world, VOLUME("vol-0"), "dr-tier", "0");
    world_tag(&world, VOLUME("vol-none"), "dr-tier", "0");
    world_snapshot(&world, VOLUME("vol-0"), "snap-0", "manual", "2024-09-30T05:59:00Z");
    world_resource(
        &world, "RDS", DB("a"), "",
        "{\"BackupRetentionPeriod\":7,\"LatestRestorableTime\":\"2024-09-30T05:56:00Z\"}");
    world_tag(&world, DB("a"), "dr-tier", "0");
    run_with_policy(&world);
    json_t *row = world_find(json_object_get(json_object_get(world.result, "recovery"), "rpo"),
                             "tier", "tier-0");
    cr_expect_eq(json_integer_value(json_object_get(row, "target")), 3600);
    cr_expect_eq(json_integer_value(json_object_get(row, "resources")), 3);
    cr_expect_eq(json_integer_value(json_object_get(row, "met")), 1);
    cr_expect_eq(json_integer_value(json_object_get(row, "breached")), 1);
    cr_expect_eq(json_integer_value(json_object_get(row, "unknown")), 1);
    cr_expect_eq(json_integer_value(json_object_get(row, "worst")), 29 * 86400 + 21540);
    world_close(&world);
}

Test(headline, what_stands_in_the_bill_only_is_listed_and_in_no_population)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-known"));
    bill(&world, "vol-known", "1.00");
    bill(&world, "vol-gone", "2.50");
    bill(&world, "i-gone", "0.25");
    bill(&world, "eni-keeps-no-data", "4.00");
    world_run(&world, NULL);
    json_t *coverage = json_object_get(world.result, "coverage");
    json_t *unlisted = json_object_get(coverage, "not_in_inventory");
    cr_assert_eq(json_array_size(unlisted), 2);
    cr_expect_str_eq(text(json_array_get(unlisted, 0), "resource"), "i-gone");
    cr_expect_str_eq(text(json_array_get(unlisted, 0), "type"), "EC2");
    cr_expect_str_eq(text(json_array_get(unlisted, 1), "resource"), "vol-gone");
    cr_expect_str_eq(text(json_array_get(unlisted, 1), "monthly_cost"), "2.50");
    cr_expect_str_eq(text(json_array_get(unlisted, 1), "region"), "eu-central-1");
    cr_expect(json_is_false(json_object_get(json_array_get(unlisted, 1), "place_collected")),
              "the inventory has " REGION " only");
    cr_expect_eq(json_integer_value(json_object_get(world_headline(&world), "in_scope")), 1);
    world_close(&world);
}

Test(headline, what_is_in_scope_and_not_in_the_bill_is_listed)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-billed"));
    world_volume(&world, VOLUME("vol-unbilled"));
    bill(&world, "vol-billed", "1.00");
    world_run(&world, NULL);
    json_t *unbilled = json_object_get(json_object_get(world.result, "coverage"), "not_in_bill");
    cr_assert_eq(json_array_size(unbilled), 1);
    cr_expect_str_eq(text(json_array_get(unbilled, 0), "resource"), VOLUME("vol-unbilled"));
    world_close(&world);
}
