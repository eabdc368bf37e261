/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/coverage_world.h"

static json_t *achieved(const struct world *world, const char *arn)
{
    return json_object_get(world_of(world, arn), "rpo_achieved");
}

static json_t *tier_row(const struct world *world, const char *array)
{
    return world_find(json_object_get(json_object_get(world->result, "recovery"), array), "tier",
                      "unclassified");
}

static json_int_t number(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

/* A point at 05:00 of each of September's days, less those from `hole` to `hole_end`. */
static void daily_points(struct world *world, const char *arn, int hole, int hole_end)
{
    for (int day = 1; day <= 30; day++) {
        if (day < hole || day > hole_end) {
            char *CLEANUP(mem_freep) id = mem_format("%d", day);
            char *CLEANUP(mem_freep) at = mem_format("2024-09-%02dT05:00:00Z", day);
            world_point(world, arn, "EBS", id, "COMPLETED", at);
        }
    }
}

Test(recovery, a_hole_in_the_month_is_the_rpo_although_the_newest_point_is_fresh)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    daily_points(&world, VOLUME("vol-1"), 12, 12);
    world_point(&world, VOLUME("vol-1"), "EBS", "late", "COMPLETED", "2024-09-12T12:00:00Z");
    world_point(&world, VOLUME("vol-1"), "EBS", "new", "COMPLETED", "2024-09-30T05:58:00Z");
    world_run(&world, NULL);
    cr_expect_eq(json_integer_value(achieved(&world, VOLUME("vol-1"))), 31 * 3600);
    cr_expect_eq(number(tier_row(&world, "rpo"), "worst"), 31 * 3600);
    world_close(&world);
}

Test(recovery, the_gap_at_the_left_edge_begins_before_the_month)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_volume(&world, VOLUME("vol-2"));
    world_volume(&world, VOLUME("vol-new"));
    world_sql(&world, "update resource set created_at = '2024-09-29T00:00:00Z'"
                      " where name = 'vol-new'");
    daily_points(&world, VOLUME("vol-1"), 1, 1);
    world_point(&world, VOLUME("vol-1"), "EBS", "aug", "COMPLETED", "2024-08-30T05:00:00Z");
    world_point(&world, VOLUME("vol-2"), "EBS", "v2", "COMPLETED", "2024-09-03T00:00:00Z");
    world_point(&world, VOLUME("vol-2"), "EBS", "v2b", "COMPLETED", "2024-09-30T06:00:00Z");
    world_point(&world, VOLUME("vol-new"), "EBS", "n", "COMPLETED", "2024-09-29T12:00:00Z");
    world_run(&world, NULL);
    cr_expect_eq(json_integer_value(achieved(&world, VOLUME("vol-1"))), 3 * 86400);
    cr_expect_eq(json_integer_value(achieved(&world, VOLUME("vol-2"))), 27 * 86400 + 6 * 3600);
    cr_expect_eq(json_integer_value(achieved(&world, VOLUME("vol-new"))), 18 * 3600,
                 "the right edge is the as-of time");
    world_close(&world);
}

Test(recovery, points_of_completed_jobs_count_and_without_any_point_it_is_unknown)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_volume(&world, VOLUME("vol-2"));
    daily_points(&world, VOLUME("vol-1"), 12, 12);
    world_job(&world, VOLUME("vol-1"), "EBS", "gone", "2024-09-12T05:00:00Z");
    world_call(&world, "backup.list-recovery-points-by-backup-vault", "main", "ok");
    world_run(&world, NULL);
    cr_expect_eq(json_integer_value(achieved(&world, VOLUME("vol-1"))), 29 * 3600 - 5 * 3600);
    cr_expect(json_is_null(achieved(&world, VOLUME("vol-2"))));
    cr_expect_eq(number(tier_row(&world, "rpo"), "resources"), 2);
    world_close(&world);
}

Test(recovery, continuous_points_and_current_native_recovery_give_zero)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "RDS", DB("c"), "", "{}");
    world_point(&world, DB("c"), "RDS", "continuous:c", "AVAILABLE", "2024-02-01T05:00:00Z");
    world_resource(
        &world, "RDS", DB("hour"), "",
        "{\"BackupRetentionPeriod\":7,\"LatestRestorableTime\":\"2024-09-30T05:00:00Z\"}");
    world_resource(
        &world, "RDS", DB("late"), "",
        "{\"BackupRetentionPeriod\":7,\"LatestRestorableTime\":\"2024-09-30T04:59:59Z\"}");
    world_run(&world, NULL);
    cr_expect_eq(json_integer_value(achieved(&world, DB("c"))), 0);
    cr_expect(json_is_integer(achieved(&world, DB("c"))));
    cr_expect(json_is_integer(achieved(&world, DB("hour"))));
    cr_expect(json_is_null(achieved(&world, DB("late"))));
    world_close(&world);
}

static void restore(struct world *world, int id, const char *arn, const char *status, int minutes)
{
    world_add(world,
              "insert into restore_job(source_id, pointer, id, account, region, resource_arn,"
              " resource_type, status, created_at, completed_at) values (1, '/0', 'r%d', '" ACCOUNT
              "', '" REGION "', '%s', 'EBS', '%s', '2024-09-10T00:00:00Z',"
              " strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', '2024-09-10T00:00:00', '%d minutes'))",
              id, arn, status, minutes);
}

Test(recovery, restores_give_median_p95_and_worst_and_failures_stand_apart)
{
    struct world world;
    world_open(&world);
    world_volume(&world, VOLUME("vol-1"));
    world_volume(&world, VOLUME("vol-2"));
    restore(&world, 1, VOLUME("vol-1"), "COMPLETED", 10);
    restore(&world, 2, VOLUME("vol-1"), "COMPLETED", 20);
    restore(&world, 3, VOLUME("vol-1"), "COMPLETED", 40);
    restore(&world, 4, VOLUME("vol-1"), "COMPLETED", 60);
    restore(&world, 5, VOLUME("vol-2"), "FAILED", 90);
    restore(&world, 4, VOLUME("vol-1"), "COMPLETED", 60);
    world_run(&world, NULL);
    json_t *row = tier_row(&world, "rto");
    cr_expect_eq(number(row, "restores"), 4, "a job that two files list is one");
    cr_expect_eq(number(row, "median"), 1800);
    cr_expect_eq(number(row, "p95"), 3600);
    cr_expect_eq(number(row, "worst"), 3600);
    cr_expect_eq(number(row, "failures"), 1);
    cr_expect_eq(number(world_of(&world, VOLUME("vol-1")), "rto_shown"), 3600);
    cr_expect_eq(number(world_of(&world, VOLUME("vol-1")), "restores"), 4);
    cr_expect(json_is_null(json_object_get(world_of(&world, VOLUME("vol-2")), "rto_shown")));
    world_close(&world);
}
