/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/tiering_world.h"

Test(tiering, moves_the_share_of_days_beyond_the_warm_period)
{
    /* (5.00 * 335 - 100 * 0.01 * 335) / 365 = 1340/365 */
    expect(efs("365", "tier-3"), "verdict, gb, dec_round(saving, 12), price_source, change_json",
           "accept|100|3.671232876712|sample|"
           "{\"DeleteAfterDays\":365,\"MoveToColdStorageAfterDays\":30}\n");
}

Test(tiering, gives_the_saving_of_one_point_a_month_kept_a_year)
{
    /* 100 GB a month kept 365 days are 100 * 365/30 GB-months; warm 365/6, cold plan 97/6 */
    struct store *store = efs("365", "tier-3");
    run(store, "update bill_line set usage = '1216.66666666666666666667',"
               " cost = '60.83333333333333333333'");
    expect(store, "verdict, dec_round(saving, 15)", "accept|44.666666666666667\n");
}

Test(tiering, takes_the_cold_price_of_the_bill_before_the_sample)
{
    struct store *store = efs("365", "tier-3");
    add_bill(store, "null", "ColdStorage-ByteHrs-EFS", "1000", "20");
    expect(store, "verdict, dec_round(saving, 12), price_source", "accept|2.753424657534|bill\n");
}

Test(tiering, takes_a_loaded_price_list_before_the_sample)
{
    struct store *store = efs("365", "tier-3");
    run(store,
        "insert into price values"
        " (1, 'AWSBackup', '2024-08-01T00:00:00Z', 'USE1-ColdStorage-ByteHrs-EFS', 'Storage',"
        "  'us-east-1', 'GB-Mo', '0', '0.030', 'USD'),"
        " (1, 'AWSBackup', '2024-09-01T00:00:00Z', 'USE1-ColdStorage-ByteHrs-EFS', 'Storage',"
        "  '', 'GB-Mo', '0', '0.020', 'USD'),"
        " (1, 'AWSBackup', '2024-09-01T00:00:00Z', 'EU-ColdStorage-ByteHrs-EFS', 'Storage',"
        "  'eu-west-1', 'GB-Mo', '0', '0.040', 'USD'),"
        " (1, 'AWSBackup', '2024-09-01T00:00:00Z', 'USE1-ColdStorage-ByteHrs-EFS', 'Storage',"
        "  '', 'GB-Mo', '100', '0.001', 'USD')");
    expect(store, "verdict, dec_round(saving, 12), price_source",
           "accept|2.753424657534|price_list\n");
}

Test(tiering, accepts_exactly_ninety_cold_days_and_no_day_less)
{
    expect(efs("120", "tier-3"), "verdict, saving", "accept|3\n");
    expect(efs("119", "tier-3"), "verdict, saving, change_json", "reject|0|{}\n");
}

Test(tiering, says_what_a_short_retention_would_lose)
{
    /* (5.00 * 5 - 100 * 0.01 * 90) / 35 */
    expect(efs("35", "tier-3"), "verdict, dec_round(saving, 12)", "reject|-1.857142857143\n");
}

Test(tiering, rejects_with_its_figure_what_costs_more_in_cold)
{
    struct store *store = efs("150", "tier-3");
    add_bill(store, "null", "ColdStorage-ByteHrs-EFS", "100", "6");
    expect(store, "verdict, saving, one_time_cost", "reject|-0.8|0\n");
}

Test(tiering, holds_what_would_break_the_recovery_time_of_the_tier)
{
    expect(efs("365", "tier-0"), "verdict, change_json", "held|{}\n");
}

Test(tiering, holds_what_a_legal_hold_covers)
{
    struct store *store = efs("365", "tier-3");
    run(store, "insert into document values (1, '', '111122223333', 'us-east-1',"
               " 'backup.list-legal-holds', '',"
               " '{\"LegalHolds\":[{\"LegalHoldId\":\"h\",\"Status\":\"ACTIVE\"}]}')");
    expect(store, "verdict", "held\n");
}

Test(tiering, reads_the_selection_of_a_legal_hold_where_it_is_loaded)
{
    static const char *const vaults[][2] = {{"main", "held\n"}, {"other", "accept\n"}};
    for (size_t i = 0; i < 2; i++) {
        struct store *store = efs("365", "tier-3");
        char *CLEANUP(mem_freep) sql = mem_format(
            "insert into document values (1, '', '111122223333', 'us-east-1',"
            " 'backup.list-legal-holds', '', '{\"LegalHolds\":[{\"LegalHoldId\":\"h\",\"Status\":\"ACTIVE\"}]}'),"
            " (1, '', '111122223333', 'us-east-1', 'backup.get-legal-hold', 'h',"
            " '{\"LegalHoldId\":\"h\",\"RecoveryPointSelection\":{\"VaultNames\":[\"%s\"]}}')",
            vaults[i][0]);
        run(store, sql);
        expect(store, "verdict", vaults[i][1]);
    }
}

Test(tiering, takes_a_legal_hold_that_names_nothing_for_one_on_everything)
{
    struct store *store = efs("365", "tier-3");
    run(store, "insert into document values (1, '', '111122223333', 'us-east-1',"
               " 'backup.list-legal-holds', '',"
               " '{\"LegalHolds\":[{\"LegalHoldId\":\"h\",\"Status\":\"CREATING\"}]}'),"
               " (1, '', '111122223333', 'us-east-1', 'backup.get-legal-hold', 'h',"
               " '{\"LegalHoldId\":\"h\",\"RecoveryPointSelection\":{\"VaultNames\":[],"
               "\"DateRange\":{\"FromDate\":1}}}')");
    expect(store, "verdict", "held\n");
}

Test(tiering, ignores_a_legal_hold_that_was_lifted)
{
    struct store *store = efs("365", "tier-3");
    run(store, "insert into document values (1, '', '111122223333', 'us-east-1',"
               " 'backup.list-legal-holds', '',"
               " '{\"LegalHolds\":[{\"LegalHoldId\":\"h\",\"Status\":\"CANCELED\"}]}')");
    expect(store, "verdict", "accept\n");
}

Test(tiering, holds_a_retention_that_the_vault_lock_refuses)
{
    struct store *store = efs("365", "tier-3");
    run(store, "insert into backup_vault values (1, '', '" VAULT "', 'main', '111122223333',"
               " 'us-east-1', 'BACKUP_VAULT', null, null, 1, 7, 300, null, 1)");
    expect(store, "verdict", "held\n");
    store = efs("365", "tier-3");
    run(store, "insert into backup_vault values (1, '', '" VAULT "', 'main', '111122223333',"
               " 'us-east-1', 'BACKUP_VAULT', null, null, 1, 7, 400, null, 1)");
    expect(store, "verdict", "accept\n");
}

Test(tiering, rejects_continuous_points_and_air_gapped_vaults)
{
    struct store *store = efs("365", "tier-3");
    run(store, "update point set continuous = 1");
    expect(store, "verdict, saving", "reject|0\n");
    store = efs("365", "tier-3");
    run(store, "update recovery_point set vault_type = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'");
    expect(store, "verdict, saving", "reject|0\n");
}

Test(tiering, rejects_types_that_cannot_go_cold)
{
    struct store *store = efs("365", "tier-3");
    run(store, "update known_resource set type = 'RDS'");
    expect(store, "verdict, reason", "reject|RDS backups have no cold storage\n");
}

Test(tiering, tells_advanced_dynamodb_backups_from_plain_ones)
{
    static const char *const points[][2] = {
        {"arn:aws:backup:us-east-1:111122223333:recovery-point:1", "accept\n"},
        {"arn:aws:dynamodb:us-east-1:111122223333:table/orders/backup/1", "reject\n"}};
    for (size_t i = 0; i < 2; i++) {
        struct store *store = start();
        add_rule(store, "365");
        add_point(store, TABLE, "DynamoDB", "tier-3", points[i][0], "2023-10-01T00:00:00Z");
        add_bill(store, "'" TABLE "'", "WarmStorage-ByteHrs-DynamoDB", "10", "1.00");
        add_bill(store, "null", "ColdStorage-ByteHrs-DynamoDB", "10", "0.30");
        expect(store, "verdict", points[i][1]);
    }
}

Test(tiering, cannot_tell_for_incremental_ebs_snapshots)
{
    struct store *store = efs("365", "tier-3");
    run(store, "update known_resource set type = 'EBS'");
    expect(store, "verdict, saving", "cannot_tell|-\n");
}

Test(tiering, cannot_tell_without_a_cold_price_or_a_billed_quantity)
{
    struct store *store = efs("365", "tier-3");
    run(store, "delete from bill_line");
    expect(store, "verdict, gb, saving", "cannot_tell|-|-\n");
    store = start();
    add_rule(store, "365");
    add_point(store, TABLE, "DynamoDB", "tier-3",
              "arn:aws:backup:us-east-1:111122223333:recovery-point:1", "2023-10-01T00:00:00Z");
    add_bill(store, "'" TABLE "'", "WarmStorage-ByteHrs-DynamoDB", "10", "1.00");
    expect(store, "verdict, gb, saving", "cannot_tell|10|-\n");
}

Test(tiering, proposes_nothing_where_points_go_cold_already)
{
    struct store *store = efs("365", "tier-3");
    run(store, "update backup_plan_rule set cold_after_days = 30");
    expect(store, "verdict", "");
}

Test(tiering, cannot_tell_for_points_that_no_plan_makes)
{
    struct store *store = efs("365", "tier-3");
    run(store, "update point set plan_id = null; update recovery_point set plan_rule_id = null");
    expect(store, "verdict", "cannot_tell\n");
}

Test(tiering, counts_a_retention_without_end_to_the_age_of_the_oldest_point)
{
    /* 366 days old: (5.00 * 336 - 100 * 0.01 * 336) / 366 */
    expect(efs("null", "tier-3"), "verdict, dec_round(saving, 12), change_json",
           "accept|3.672131147541|{\"MoveToColdStorageAfterDays\":30}\n");
}

Test(tiering, takes_the_warm_period_of_the_policy)
{
    struct store *store = efs("120", "tier-3");
    run(store, "insert into policy_param values ('cold_after_days', '8')");
    /* 4.00 * 112/120 */
    expect(store, "verdict, dec_round(saving, 12)", "accept|3.733333333333\n");
}

Test(tiering, charges_the_restores_that_would_have_come_from_cold)
{
    struct store *store = efs("365", "tier-3");
    run(store, "insert into restore_job(source_id, pointer, id, account, region, resource_type,"
               " recovery_point_arn, status, created_at) values (1, '', 'j', '111122223333',"
               " 'us-east-1', 'EFS', 'arn:aws:backup:us-east-1:111122223333:recovery-point:1',"
               " 'COMPLETED', '2024-09-10T00:00:00Z')");
    expect(store, "verdict, saving", "cannot_tell|-\n");
    store = efs("120", "tier-3");
    add_bill(store, "null", "Restore-ColdBytes-EFS", "10", "0.30");
    run(store, "insert into restore_job(source_id, pointer, id, account, region, resource_type,"
               " recovery_point_arn, status, created_at) values (1, '', 'j', '111122223333',"
               " 'us-east-1', 'EFS', 'arn:aws:backup:us-east-1:111122223333:recovery-point:1',"
               " 'COMPLETED', '2024-09-10T00:00:00Z')");
    /* 3.00 less 1 GB at 0.03 - 0.02 */
    expect(store, "verdict, saving", "accept|2.99\n");
}

Test(tiering, shares_the_billed_quantity_between_the_rules_of_a_resource)
{
    struct store *store = efs("365", "tier-3");
    add_point(store, EFS, "EFS", "tier-3", "arn:aws:backup:us-east-1:111122223333:recovery-point:2",
              "2024-09-20T00:00:00Z");
    run(store, "delete from known_resource where rowid > 1;"
               "insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id,"
               " name, vault_name, delete_after_days) values (1, '', 'p', '111122223333',"
               " 'us-east-1', 's', 'weekly', 'main', 35);"
               "update recovery_point set plan_rule_id = 's' where arn like '%:2';"
               "update point set bytes = 3221225472 where arn like '%:1'");
    expect(store, "verdict, gb, rule_id", "accept|75|r\nreject|25|s\n");
}

Test(tiering, takes_the_billed_quantity_of_a_rule_from_lines_that_name_its_points)
{
    struct store *store = efs("365", "tier-3");
    add_point(store, EFS, "EFS", "tier-3", "arn:aws:backup:us-east-1:111122223333:recovery-point:2",
              "2024-09-20T00:00:00Z");
    run(store, "delete from known_resource where rowid > 1;"
               "insert into backup_plan_rule(source_id, pointer, plan_id, account, region, rule_id,"
               " name, vault_name, delete_after_days) values (1, '', 'p', '111122223333',"
               " 'us-east-1', 's', 'weekly', 'main', 35);"
               "update recovery_point set plan_rule_id = 's' where arn like '%:2';"
               "update bill_line set resource_arn ="
               " 'arn:aws:backup:us-east-1:111122223333:recovery-point:1'");
    expect(store, "verdict, gb, rule_id", "accept|100|r\nreject|-|s\n");
}

Test(tiering, never_saves_more_than_the_bill_shows)
{
    static const char *const prices[] = {"0.0001", "1", "5", "77.125"};
    static const char *const days[] = {"120", "121", "400", "36500", "null"};
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        for (size_t j = 0; j < sizeof days / sizeof *days; j++) {
            struct store *store = efs(days[j], "tier-3");
            char *CLEANUP(mem_freep) sql =
                mem_format("update bill_line set cost = '%s'", prices[i]);
            run(store, sql);
            expect(
                store,
                "count(*), sum(verdict = 'accept' and (dec_cmp(saving, '0') <= 0 or dec_cmp(saving,"
                " (select cost from bill_line)) > 0))",
                "1|0\n");
        }
    }
}

Test(tiering, finds_cold_backups_that_cost_more_than_warm_ones)
{
    struct store *store = efs("120", "tier-3");
    run(store, "update backup_plan_rule set cold_after_days = 30");
    add_bill(store, "'" EFS "'", "ColdStorage-ByteHrs-EFS", "10", "0.10");
    add_bill(store, "'" EFS "'", "EarlyDelete-ColdByteHrs-EFS", "60", "0.60");
    expect(store, "kind, verdict, gb, saving, change_json",
           "reverse|accept|10|0.2|{\"DeleteAfterDays\":120}\n");
}
