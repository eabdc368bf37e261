/* SPDX-License-Identifier: Apache-2.0 */
/* What DR spend is bought for, and whether the resources have what their tiers ask for. */
#include "tests/analysis/spend_world.h"

#define RDS    "arn:aws:rds:eu-west-1:111122223333:db:"
#define RDS_DR "arn:aws:rds:eu-central-1:111122223333:db:"
#define DYNAMO "arn:aws:dynamodb:eu-west-1:111122223333:table/"
#define VAULT  "arn:aws:backup:eu-west-1:111122223333:backup-vault:V"

static json_t *result_of(struct store *store)
{
    struct err err = ERR_INIT;
    json_t *result = NULL;
    struct analysis_options options = {.policy_path = SPEND_POLICY, .cost_basis = "unblended"};
    cr_assert_eq(analysis_run(store, &options, &result, &err), 0, "%s", err.text);
    return result;
}

static void expect_json(const json_t *rows, const char *wanted)
{
    char *CLEANUP(mem_freep) got = json_dumps(rows, JSON_COMPACT);
    cr_expect_str_eq(got, wanted, "got %s", got);
}

Test(strategy, spend_stands_beside_what_the_tiers_ask_for_and_both_add_up)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "RDS", RDS "ledger", NULL);
    add_resource(store, "DynamoDB", DYNAMO "t", NULL);
    add_line(store, "AmazonRDS", "EU-RDS:ChargedBackupUsage", "", RDS "ledger", NULL, "5");
    add_line(store, "AmazonDynamoDB", "EUC1-ReplWriteRequestUnits", "", DYNAMO "t", NULL, "3");
    add_line(store, "AmazonRDS", "EU-Aurora:ReplicatedWriteIO", "", "", NULL, "2");
    add_line(store, "AmazonRoute53", "Health-Check-AWS", "", "", NULL, "1");
    json_t *result = result_of(store);
    const json_t *spend = json_object_get(result, "spend");
    expect_json(json_object_get(spend, "by_strategy"),
                "[{\"strategy\":\"backup_and_restore\",\"cost\":\"5.00\",\"asked_cost\":\"3.00\","
                "\"tiers\":[\"tier-3\"]},"
                "{\"strategy\":\"warm_standby\",\"cost\":\"2.00\",\"asked_cost\":\"5.00\","
                "\"tiers\":[\"tier-0\"]},"
                "{\"strategy\":\"active_active\",\"cost\":\"3.00\",\"asked_cost\":\"0.00\","
                "\"tiers\":[]},"
                "{\"strategy\":\"none\",\"cost\":\"1.00\",\"asked_cost\":\"3.00\",\"tiers\":[]}]");
    expect_json(json_object_get(spend, "by_tier_strategy"),
                "[{\"tier\":\"tier-0\",\"asked\":\"warm_standby\",\"strategy\":"
                "\"backup_and_restore\",\"cost\":\"5.00\"},"
                "{\"tier\":\"tier-3\",\"asked\":\"backup_and_restore\",\"strategy\":"
                "\"active_active\",\"cost\":\"3.00\"},"
                "{\"tier\":\"unallocated\",\"asked\":null,\"strategy\":\"none\",\"cost\":\"1.00\"},"
                "{\"tier\":\"unallocated\",\"asked\":null,\"strategy\":\"warm_standby\","
                "\"cost\":\"2.00\"}]");
    json_decref(result);
}

Test(strategy, a_resource_is_under_or_over_protected_by_what_is_seen_of_it)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "RDS", RDS "ledger", NULL);     /* tier-0 asks for a warm standby */
    add_resource(store, "RDS", RDS "ledger-two", NULL); /* and this one has a replica */
    add_resource(store, "RDS", RDS_DR "replica", NULL); /* here */
    add_resource(store, "DynamoDB", DYNAMO "t", NULL);  /* tier-3 asks for backups only */
    add_point(store, VAULT, "p1", "RDS", RDS "ledger", "10");
    run(store, "update resource set copy_of_arn = '" RDS "ledger-two' where name = 'replica';"
               "update recovery_point set created_at = '2024-10-01T04:59:00Z';"
               "update resource set attributes = '{\"Replicas\":[{\"RegionName\":\"eu-central-1\","
               "\"ReplicaStatus\":\"ACTIVE\"}]}' where name = 't'");
    add_line(store, "AmazonDynamoDB", "EUC1-ReplWriteRequestUnits", "", DYNAMO "t", NULL, "3");
    add_line(store, "AmazonDynamoDB", "EU-TimedBackupStorage-ByteHrs", "", DYNAMO "t", NULL, "4");
    add_line(store, "AmazonRDS", "EU-InstanceUsage:db.t3.large", "", RDS "ledger", NULL, "20");
    analyse(store);
    expect_rows(store, "select arn, tier, asked, seen, fit from protection_fit order by arn",
                DYNAMO "t|tier-3|backup_and_restore|active_active|over\n" RDS
                       "ledger|tier-0|warm_standby|backup_and_restore|under\n" RDS
                       "ledger-two|tier-0|warm_standby|warm_standby|met\n");
    struct store *CLEANUP(store_closep) again = spend_world();
    json_t *empty = result_of(again);
    cr_expect(
        json_is_false(json_object_get(
            json_object_get(json_object_get(empty, "coverage"), "protection_fit"), "complete")),
        "without an inventory nothing is complete");
    json_decref(empty);
}

Test(strategy, what_is_spent_over_counts_only_what_goes_beyond_the_strategy)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "DynamoDB", DYNAMO "t", NULL);
    run(store, "update resource set attributes = '{\"Replicas\":[{\"RegionName\":\"eu-central-1\","
               "\"ReplicaStatus\":\"ACTIVE\"}]}'");
    add_line(store, "AmazonDynamoDB", "EUC1-ReplWriteRequestUnits", "", DYNAMO "t", NULL, "3");
    add_line(store, "AmazonDynamoDB", "EU-TimedBackupStorage-ByteHrs", "", DYNAMO "t", NULL, "4");
    json_t *result = result_of(store);
    const json_t *fit = json_object_get(json_object_get(result, "coverage"), "protection_fit");
    expect_json(json_array_get(json_object_get(fit, "tiers"), 1),
                "{\"tier\":\"tier-3\",\"asked\":\"backup_and_restore\",\"resources\":1,\"met\":0,"
                "\"under\":0,\"over\":1,\"unknown\":0,\"over_cost\":\"3.00\",\"under_cost\":"
                "\"0.00\"}");
    json_decref(result);
}

Test(strategy, transfer_between_regions_is_dr_only_where_the_policy_claims_it)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    static const char mirror[] = "{\"dr-role\":\"mirror\"}";
    add_line(store, "AmazonEC2", "EU-EUC1-AWS-Out-Bytes", "RunInstances", "i-1", mirror, "1");
    add_line(store, "AmazonEC2", "EU-USE1-AWS-Out-Bytes", "RunInstances", "i-1", mirror, "2");
    add_line(store, "AmazonEC2", "EU-EUC1-AWS-Out-Bytes", "RunInstances", "i-1", NULL, "4");
    add_line(store, "AmazonEC2", "EU-DataTransfer-Regional-Bytes", "", "i-1", mirror, "8");
    json_t *result = result_of(store);
    const json_t *spend = json_object_get(result, "spend");
    expect_json(json_object_get(spend, "by_mechanism"),
                "[{\"mechanism\":\"replication\",\"cost\":\"1.00\"}]");
    cr_expect_str_eq(json_string_value(json_object_get(spend, "unattributed_transfer")), "6.00");
    json_decref(result);
}
