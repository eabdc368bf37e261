/* SPDX-License-Identifier: Apache-2.0 */
/* AWS Backup: the points that are there, EBS under a plan, the low-cost tier, the reverse. */
#include "tests/analysis/tiering_world.h"

#define POINT(n) "arn:aws:backup:us-east-1:111122223333:recovery-point:" n
#define VOLUME   "arn:aws:ec2:us-east-1:111122223333:volume/vol-1"
#define BUCKET   "arn:aws:s3:::photos"

/* What `sql` gives when the steps have run. */
static void expect_rows(struct store *store, const char *sql, const char *want)
{
    analyse(store);
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, want, "%s", got);
    store_close(store);
}

/* A file system of two points of 50 GB, kept 365 days: 366 and 40 days old at 0.05. */
static struct store *two_points(void)
{
    struct store *store = efs("365", "tier-3");
    add_point(store, EFS, "EFS", "tier-3", POINT("2"), "2024-08-22T00:00:00Z");
    run(store,
        "delete from known_resource where rowid > 1; update point set delete_after_days = 365");
    return store;
}

Test(tiering_point, moves_the_points_that_have_ninety_days_left)
{
    /* The older one is due. The younger: 325 days left, 50 * (0.05 - 0.01) * 325 / 30; billed
     * for its first 40 days 50 * 0.05 * 40 / 30. */
    expect_rows(two_points(),
                "select substr(arn, -1), movable, gb, days_left, dec_round(billed_warm, 6),"
                " dec_round(saving, 6) from cold_point order by arn",
                "1|0|50|-1|30.5|-\n2|1|50|325|3.333333|21.666667\n");
}

Test(tiering_point, leaves_a_point_whose_cold_days_would_be_cut_short)
{
    struct store *store = two_points();
    /* 366 days old: 84 and 94 days left */
    run(store, "update point set delete_after_days = 450 where arn = '" POINT("1") "'");
    expect_rows(store, "select days_left, movable from cold_point order by arn limit 1", "84|0\n");
    store = two_points();
    run(store, "update point set delete_after_days = 460 where arn = '" POINT("1") "'");
    expect_rows(store, "select days_left, movable from cold_point order by arn limit 1", "94|1\n");
}

Test(tiering_point, keeps_a_young_point_warm_for_the_days_it_lacks)
{
    struct store *store = two_points();
    /* 10 days old: 20 more warm, then 335 cold: 2.5 * 335 / 30 - 0.5 * 335 / 30 */
    run(store, "update point set created_at = '2024-09-21T00:00:00Z' where arn = '" POINT("2") "'");
    expect_rows(store, "select days_left, dec_round(saving, 6) from cold_point where movable",
                "355|22.333333\n");
}

Test(tiering_point, changes_no_point_of_a_locked_vault)
{
    struct store *store = two_points();
    run(store, "insert into backup_vault values (1, '', '" VAULT "', 'main', '111122223333',"
               " 'us-east-1', 'BACKUP_VAULT', null, null, 1, 7, 400, null, 1)");
    expect_rows(store, "select sum(movable) from cold_point", "0\n");
}

Test(tiering_point, takes_what_the_bill_says_of_a_point_before_its_size)
{
    struct store *store = two_points();
    run(store, "update bill_line set resource_arn = '" POINT("2") "'");
    expect_rows(store, "select substr(arn, -1), gb from cold_point order by arn", "1|-\n2|100\n");
}

Test(tiering_point, gives_low_and_high_where_restores_and_increments_are_not_known)
{
    struct store *store = efs("365", "tier-3");
    run(store, "update known_resource set attributes = '{\"SizeInBytes\":{\"Value\":42949672960}}';"
               "insert into price values (1, 'AWSBackup', '2024-09-01T00:00:00Z',"
               " 'USE1-Restore-ColdBytes-EFS', '', '', 'GB', '0', '0.05', 'USD')");
    /* 1340/365; 40 of 100 GB are live and stay warm, 40 GB come back once a year at 0.03 more */
    expect(store, "dec_round(saving, 12), dec_round(saving_low, 12), dec_round(saving_high, 12)",
           "3.671232876712|2.102739726027|3.671232876712\n");
}

Test(tiering_point, counts_all_that_the_bill_shows_as_restored_at_worst)
{
    struct store *store = efs("365", "tier-3");
    run(store, "update known_resource set attributes = '{\"SizeInBytes\":{\"Value\":0}}';"
               "insert into price values (1, 'AWSBackup', '2024-09-01T00:00:00Z',"
               " 'USE1-Restore-ColdBytes-EFS', '', '', 'GB', '0', '0.05', 'USD')");
    add_bill(store, "'" EFS "'", "Restore-WarmBytes-EFS", "30", "0.60");
    /* 1340/365; 30 GB at 0.05 - 0.02 */
    expect(store, "dec_round(saving, 12), dec_round(saving_low, 12)",
           "3.671232876712|2.771232876712\n");
}

Test(tiering_point, survives_sizes_that_no_resource_has)
{
    struct store *store = two_points();
    run(store, "update point set bytes = 9223372036854775807;"
               "update known_resource set attributes ="
               " '{\"SizeInBytes\":{\"Value\":\"no number\"}}'");
    expect_rows(store,
                "select verdict, (select group_concat(gb) from cold_point)"
                " from tiering_proposal",
                "accept|50,50\n");
    store = two_points();
    run(store, "update point set bytes = -1");
    expect_rows(store,
                "select verdict, (select count(gb) from cold_point)"
                " from tiering_proposal",
                "accept|0\n");
}

/* Two file systems under one rule: what `change` does to the second one decides on both. */
static void expect_of_two(const char *change, const char *want)
{
    struct store *store = efs("365", "tier-3");
    add_point(store, EFS "b", "EFS", "tier-3", POINT("2"), "2023-10-01T00:00:00Z");
    add_bill(store, "'" EFS "b'", "WarmStorage-ByteHrs-EFS", "100", "5.00");
    run(store, change);
    expect(store, "verdict, saving is not null, change_json <> '{}'", want);
}

Test(tiering_point, changes_no_rule_that_backs_up_what_must_not_go_cold)
{
    expect_of_two("", "accept|1|1\naccept|1|1\n");
    expect_of_two("update known_resource set tier = 'tier-0' where arn = '" EFS "b'",
                  "held|1|0\nheld|1|0\n");
    expect_of_two("update bill_line set cost = '0.10' where source_arn = '" EFS "b'",
                  "held|1|0\nreject|1|0\n");
    expect_of_two("update known_resource set tier = 'tier-0' where arn = '" EFS "b';"
                  "update recovery_point set plan_rule_id = 's' where arn = '" POINT("2") "'",
                  "accept|1|1\ncannot_tell|0|0\n");
}

Test(tiering_point, counts_what_a_plan_selects_before_its_first_point)
{
    struct store *store = efs("365", "tier-3");
    run(store, "insert into known_resource(arn, type, tier) values ('arn:new', 'EFS', 'tier-0');"
               "insert into selected values ('arn:new', 'p')");
    expect(store, "verdict, reason like 'the same rule backs up arn:new,%'", "held|1\n");
}

Test(tiering_point, says_what_a_longer_retention_would_even_save)
{
    /* warm 60 days 10 a point, 30 warm and 90 cold 8: 2 less for the 60 days, 1 a month */
    expect(efs("60", "tier-3"),
           "verdict, saving, change_json, reason like '%needs at least 120, and retention is not"
           " lengthened%would even cost 1 less)'",
           "reject|0|{}|1\n");
    expect(efs("48", "tier-3"), "verdict, saving, reason like '%less)'", "reject|0|0\n");
}

/* A volume with a yearly rule `schedule`: a full snapshot and an increment of `gb`. */
static struct store *ebs_rule(const char *schedule, const char *gb)
{
    struct store *store = start();
    add_rule(store, "730");
    char *CLEANUP(mem_freep) sql =
        mem_format("update backup_plan_rule set opt_in_to_archive = 0, schedule = '%s'", schedule);
    run(store, sql);
    static const char *const points[][2] = {{"snap-1", "2023-01-01T00:00:00Z"},
                                            {"snap-2", "2023-07-01T00:00:00Z"}};
    for (size_t i = 0; i < 2; i++) {
        char *CLEANUP(mem_freep) arn =
            mem_format("arn:aws:ec2:us-east-1::snapshot/%s", points[i][0]);
        add_point(store, VOLUME, "EBS", "tier-3", arn, points[i][1]);
        char *CLEANUP(mem_freep) line = mem_format(
            "update recovery_point set created_at = '%s' where arn = '%s';"
            "insert into bill_line values (null, '2024-09', '111122223333', 'us-east-1',"
            " 'AmazonEC2', 'EBS:SnapshotUsage', 'CreateSnapshot', 'Usage', 'snapshot_storage',"
            " 'warm', '', '%s', '" VOLUME "', '%s', dec_mul('%s', '0.05'))",
            points[i][1], arn, arn, i == 0 ? "100" : gb, i == 0 ? "100" : gb);
        run(store, line);
    }
    run(store, "delete from known_resource where rowid > 1");
    return store;
}

Test(tiering_point, archives_no_snapshots_of_a_rule_that_runs_more_often_than_monthly)
{
    static const char *const often[] = {"cron(0 5 * * ? *)", "cron(0 5 ? * 1 *)",
                                        "cron(0 5 1,15 * ? *)", "cron(0 5 */7 * ? *)"};
    for (size_t i = 0; i < sizeof often / sizeof *often; i++) {
        expect(ebs_rule(often[i], "5"), "verdict, saving, reason like '%monthly or less often'",
               "reject|0|1\n");
    }
}

Test(tiering_point, refuses_the_increments_of_a_monthly_rule_from_the_bill_alone)
{
    /* all 105 GB freed, 2 * 100 GB billed in full at least: 5.25 - 2.5 leaves it open; with
     * what is freed at most below what is billed at least it is refused */
    expect(ebs_rule("cron(0 5 1 * ? *)", "5"), "verdict, saving, saving_high",
           "cannot_tell|-|2.75\n");
    struct store *store = ebs_rule("cron(0 5 ? * 2#1 *)", "5");
    add_bill(store, "null", "EBS:SnapshotArchiveStorage", "1000", "30");
    /* 5.25 - 200 * 0.03; likely: 5 - 100 * 0.03 + 0.25 - 105 * 0.03 */
    expect(store, "verdict, gb, saving, price_source", "reject|105|-0.9|bill\n");
}

/* Backups of a bucket: 1,000 GB at 0.05, a point that is 366 days old. */
static struct store *bucket_backups(const char *old_objects)
{
    struct store *store = start();
    add_rule(store, "365");
    add_point(store, BUCKET, "S3", "tier-3", POINT("1"), "2023-10-01T00:00:00Z");
    run(store, "update known_resource set name = 'photos'");
    add_bill(store, "'" BUCKET "'", "WarmStorage-ByteHrs-S3", "1000", "50");
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into object_group(source_id, bucket, taken_at, storage_class, current, hold,"
        " size_from, age_days, n_objects, bytes) values"
        " (1, 'photos', '', 'STANDARD', 1, '', 131072, 30, 1000, 400000000),"
        " (1, 'photos', '', 'STANDARD', 1, '', 131072, 90, %s, 600000000),"
        " (1, 'photos', '', 'STANDARD', 0, '', 131072, 90, 77, 900000000)",
        old_objects);
    run(store, sql);
    return store;
}

Test(tiering_point, moves_old_s3_backups_to_the_low_cost_warm_tier)
{
    /* 600 of 1,000 GB at 0.015 less; 100,000 objects at 0.00001 */
    expect(bucket_backups("100000"),
           "verdict, to_class, gb, saving, one_time_cost, json_extract(change_json,"
           " '$.BackupVaultName', '$.ResourceSelection[0].TieringDownSettingsInDays')",
           "reject|cold|1000|0|0|[null,null]\naccept|low_cost_warm|600|9|1|[\"main\",60]\n");
}

Test(tiering_point, leaves_s3_backups_of_many_small_objects)
{
    /* 10,800,000 objects: 108 of fees, as much as 12 months save */
    expect(bucket_backups("10800000"), "verdict, saving, one_time_cost, change_json",
           "reject|0|0|{}\nreject|9|108|{}\n");
}

Test(tiering_point, leaves_s3_backups_that_are_tiered_already)
{
    struct store *store = bucket_backups("100000");
    run(store, "insert into document values (1, '', '111122223333', 'us-east-1',"
               " 'backup.list-tiering-configurations', '',"
               " '{\"TieringConfigurations\":[{\"TieringConfigurationName\":\"all\"}]}')");
    expect(store, "verdict, to_class", "reject|cold\n");
}

Test(tiering_point, cannot_stop_what_no_plan_sends_cold)
{
    struct store *store = efs("120", "tier-3");
    run(store, "update backup_plan_rule set cold_after_days = 30; update point set plan_id = null");
    add_bill(store, "'" EFS "'", "ColdStorage-ByteHrs-EFS", "10", "0.70");
    expect(store, "kind, verdict, saving, saving_high",
           "backup_cold|cannot_tell|-|-\nreverse|cannot_tell|-|0.2\n");
}

Test(tiering_point, tells_of_early_deletions_where_nothing_is_left_in_cold)
{
    struct store *store = efs("120", "tier-3");
    run(store, "update backup_plan_rule set cold_after_days = 30");
    add_bill(store, "'" EFS "'", "EarlyDelete-ColdByteHrs-EFS", "60", "0.60");
    expect(store, "kind, verdict, saving, reason like '%0.6 was billed for nothing%'",
           "reverse|cannot_tell|-|1\n");
}

Test(tiering_point, tells_of_an_archived_snapshot_that_would_be_a_small_increment)
{
    struct store *store = ebs_rule("cron(0 5 1 * ? *)", "4");
    run(store, "delete from backup_plan_rule; delete from point;"
               "insert into snapshot(source_id, pointer, arn, id, kind, account, region,"
               " resource_arn, origin, state, tier) values (1, '', 'arn:old', 'snap-0', 'ebs',"
               " '111122223333', 'us-east-1', '" VOLUME "', 'manual', 'completed', 'archive');"
               "insert into bill_line values (null, '2024-09', '111122223333', 'us-east-1',"
               " 'AmazonEC2', 'EBS:SnapshotArchiveStorage', '', 'Usage', 'archive_storage',"
               " 'archive', '', 'arn:old', null, '100', '1.25')");
    /* 100 GB at 0.0125 against 4 GB, or all 100, at 0.05; 3.00 to bring it back */
    expect(store, "kind, verdict, saving, saving_low, saving_high, one_time_cost",
           "reverse|cannot_tell|-|-3.75|1.25|3\n");
}
