/* SPDX-License-Identifier: Apache-2.0 */
/* From what the bill names to what it protects, over every copy between. */
#include "tests/analysis/spend_world.h"

#define EC2     "arn:aws:ec2:eu-west-1:111122223333:"
#define EC2_DR  "arn:aws:ec2:eu-central-1:111122223333:"
#define RDS     "arn:aws:rds:eu-west-1:111122223333:"
#define RDS_DR  "arn:aws:rds:eu-central-1:111122223333:"
#define SNAP    "arn:aws:ec2:eu-west-1::snapshot/"
#define SNAP_DR "arn:aws:ec2:eu-central-1::snapshot/"

static const char sources[] =
    "select resource, coalesce(source_arn, 'gone'), coalesce(tier, 'none'), method from bill_line"
    " where mechanism is not null order by first_line";

static void add_snapshot(struct store *store, const char *kind, const char *arn,
                         const char *resource, const char *copy_of, const char *description)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into snapshot (source_id, pointer, arn, id, kind, account, region, resource_arn,"
        " origin, state, copy_of_arn, description) select 2, '/s', a,"
        " replace(a, rtrim(a, replace(replace(a, '/', ''), ':', '')), ''), '%s', '111122223333',"
        " arn_part(a, 3), nullif('%s', ''), 'manual', 'completed', nullif('%s', ''), '%s'"
        " from (select '%s' as a)",
        kind, resource, copy_of, description, arn);
    run(store, sql);
}

static void add_snapshot_line(struct store *store, const char *resource)
{
    add_line(store, "AmazonEC2", "EU-EBS:SnapshotUsage", "CreateSnapshot", resource, NULL, "1");
}

Test(lineage, a_copy_leads_to_the_volume_over_every_copy_between)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "EBS", EC2 "volume/vol-1", "critical");
    add_snapshot(store, "ebs", SNAP "snap-a", EC2 "volume/vol-1", "", "");
    add_snapshot(store, "ebs", SNAP_DR "snap-b", "", SNAP "snap-a", "");
    add_snapshot(store, "ebs", SNAP "snap-c", "", SNAP_DR "snap-b", "");
    add_snapshot_line(store, EC2_DR "snapshot/snap-b");
    add_snapshot_line(store, "snap-c");
    analyse(store);
    expect_rows(store, sources,
                EC2_DR "snapshot/snap-b|" EC2 "volume/vol-1|tier-0|lineage\n"
                       "snap-c|" EC2 "volume/vol-1|tier-0|lineage\n");
}

Test(lineage, copies_that_name_each_other_in_a_ring_lead_nowhere_and_end)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_snapshot(store, "ebs", SNAP "snap-a", "", SNAP_DR "snap-b", "");
    add_snapshot(store, "ebs", SNAP_DR "snap-b", "", SNAP "snap-a", "");
    add_snapshot_line(store, "snap-a");
    analyse(store);
    expect_rows(store, sources, "snap-a|gone|none|unallocated\n");
}

Test(lineage, a_snapshot_behind_an_image_leads_to_the_instance_when_its_volume_is_gone)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "EC2", EC2 "instance/i-1", "critical");
    add_resource(store, "EC2", EC2 "instance/i-2", NULL);
    add_snapshot(store, "ebs", SNAP "snap-1", EC2 "volume/vol-gone", "",
                 "Created by CreateImage(i-1) for ami-1");
    add_snapshot(store, "ebs", SNAP_DR "snap-2", "", "",
                 "Copied for DestinationAmi ami-2 from SourceAmi ami-1 for SourceSnapshot snap-1."
                 " Task created on 1,695,000,000,000.");
    run(store,
        "insert into document values (2, '', '111122223333', 'eu-west-1',"
        " 'ec2.describe-images', '', '{\"Images\":[{\"ImageId\":\"ami-3\",\"SourceInstanceId\":"
        "\"i-2\",\"BlockDeviceMappings\":[{\"Ebs\":{\"SnapshotId\":\"snap-3\"}}]}]}')");
    add_snapshot(store, "ebs", SNAP "snap-3", EC2 "volume/vol-long-gone", "", "");
    add_snapshot_line(store, "snap-1");
    add_snapshot_line(store, "snap-2");
    add_snapshot_line(store, "snap-3");
    analyse(store);
    expect_rows(store, sources,
                "snap-1|" EC2 "instance/i-1|tier-0|lineage\n"
                "snap-2|" EC2 "instance/i-1|tier-0|lineage\n"
                "snap-3|" EC2 "instance/i-2|tier-3|lineage\n");
}

Test(lineage, a_copied_database_snapshot_belongs_to_the_database_where_it_was_taken)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "RDS", RDS "db:ledger", NULL);
    add_snapshot(store, "rds", RDS_DR "snapshot:copy", RDS_DR "db:ledger", RDS "snapshot:daily",
                 "");
    add_line(store, "AmazonRDS", "EUC1-RDS:ChargedBackupUsage", "", RDS_DR "snapshot:copy", NULL,
             "1");
    analyse(store);
    expect_rows(store, sources, RDS_DR "snapshot:copy|" RDS "db:ledger|tier-0|lineage\n");
}

Test(lineage, automated_backups_lead_to_their_database_or_cluster)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "RDS", RDS "db:ledger", NULL);
    add_resource(store, "Aurora", RDS "cluster:orders", NULL);
    run(store,
        "insert into document values (2, '', '111122223333', 'eu-central-1',"
        " 'rds.describe-db-instance-automated-backups', '', '{\"DBInstanceAutomatedBackups\":["
        "{\"DBInstanceAutomatedBackupsArn\":\"" RDS_DR "auto-backup:ab-1\",\"DBInstanceArn\":\"" RDS
        "db:ledger\"}]}'), (2, '', '111122223333', 'eu-west-1',"
        " 'rds.describe-db-cluster-automated-backups', '', '[{\"DBClusterAutomatedBackups\":["
        "{\"DBClusterAutomatedBackupsArn\":\"" RDS
        "cluster-auto-backup:ab-2\",\"DBClusterArn\":\"" RDS "cluster:orders\"}]}]')");
    add_line(store, "AmazonRDS", "EUC1-RDS:ChargedBackupUsage", "", RDS_DR "auto-backup:ab-1", NULL,
             "1");
    add_line(store, "AmazonRDS", "EU-Aurora:BackupUsage", "", RDS "cluster-auto-backup:ab-2", NULL,
             "1");
    analyse(store);
    expect_rows(store, sources,
                RDS_DR "auto-backup:ab-1|" RDS "db:ledger|tier-0|lineage\n" RDS
                       "cluster-auto-backup:ab-2|" RDS "cluster:orders|tier-3|lineage\n");
}

Test(lineage, some_arns_say_themselves_what_they_are_a_copy_of)
{
    static const char *const copies[][3] = {
        {"AmazonRDS", "RDS:ChargedBackupUsage", RDS "snapshot:rds:crm-2024-09-30-04-10"},
        {"AmazonRDS", "Aurora:BackupUsage", RDS "cluster-snapshot:rds:orders-2024-09-30-04-10"},
        {"AmazonRedshift", "Redshift:PaidSnapshots",
         "arn:aws:redshift:eu-west-1:111122223333:snapshot:dwh/weekly-1"},
        {"AmazonDynamoDB", "TimedBackupStorage-ByteHrs",
         "arn:aws:dynamodb:eu-west-1:111122223333:table/t/backup/01489602797149-73d8d5bc"}};
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "RDS", RDS "db:crm", NULL);
    add_resource(store, "Aurora", RDS "cluster:orders", NULL);
    add_resource(store, "Redshift", "arn:aws:redshift:eu-west-1:111122223333:cluster:dwh", NULL);
    add_resource(store, "DynamoDB", "arn:aws:dynamodb:eu-west-1:111122223333:table/t", NULL);
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++) {
        add_line(store, copies[i][0], copies[i][1], "", copies[i][2], NULL, "1");
    }
    analyse(store);
    expect_rows(store, "select method, source_arn from bill_line order by first_line",
                "lineage|" RDS "db:crm\nlineage|" RDS "cluster:orders\n"
                "lineage|arn:aws:redshift:eu-west-1:111122223333:cluster:dwh\n"
                "lineage|arn:aws:dynamodb:eu-west-1:111122223333:table/t\n");
}

Test(lineage, replicas_and_global_secondaries_in_a_recovery_region_stand_by)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    static const char instance[] = "InstanceUsage:db.r6g.large";
    char *CLEANUP(mem_freep) here = mem_format("EU-%s", instance);
    char *CLEANUP(mem_freep) there = mem_format("EUC1-%s", instance);
    add_resource(store, "RDS", RDS "db:ledger", NULL);
    add_resource(store, "RDS", RDS "db:ledger-ro", NULL);
    add_resource(store, "RDS", RDS_DR "db:ledger-dr", NULL);
    add_resource(store, "Aurora", RDS "cluster:orders", NULL);
    add_resource(store, "Aurora", RDS_DR "cluster:orders-dr", NULL);
    add_resource(store, "Aurora", RDS_DR "db:orders-dr-1", NULL);
    run(store, "update resource set copy_of_arn = '" RDS "db:ledger' where name like 'ledger-%';"
               "update resource set copy_of_arn = '" RDS "cluster:orders' where name = 'orders-dr';"
               "update resource set parent_arn = '" RDS_DR
               "cluster:orders-dr' where name = 'orders-dr-1'");
    add_line(store, "AmazonRDS", here, "CreateDBInstance:0014", RDS "db:ledger", NULL, "1");
    add_line(store, "AmazonRDS", here, "CreateDBInstance:0014", RDS "db:ledger-ro", NULL, "2");
    add_line(store, "AmazonRDS", there, "CreateDBInstance:0014", RDS_DR "db:ledger-dr", NULL, "4");
    add_line(store, "AmazonRDS", "EUC1-Aurora:StorageUsage", "", RDS_DR "cluster:orders-dr", NULL,
             "8");
    add_line(store, "AmazonRDS", there, "CreateDBInstance:0021", RDS_DR "db:orders-dr-1", NULL,
             "16");
    analyse(store);
    expect_rows(store,
                "select mechanism, tier, method, cost from bill_line where mechanism is not null"
                " order by first_line",
                "standby_resources|tier-0|direct|4\n"
                "standby_resources|tier-3|direct|8\n"
                "standby_resources|tier-3|direct|16\n");
}
