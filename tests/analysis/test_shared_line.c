/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that several resources share: who gets which part, and that the parts add up. */
#include "tests/analysis/spend_world.h"

#define VAULT "arn:aws:backup:eu-west-1:111122223333:backup-vault:V"
#define EFS   "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/"
#define EC2   "arn:aws:ec2:eu-west-1:111122223333:"
#define RDS   "arn:aws:rds:eu-west-1:111122223333:db:"

static const char parts[] =
    "select part, replace(coalesce(source_arn, 'gone'), rtrim(coalesce(source_arn, 'gone'),"
    " replace(replace(coalesce(source_arn, 'gone'), '/', ''), ':', '')), ''), coalesce(tier, 'none'),"
    " method, coalesce(split_by, 'whole'), cost from bill_line where mechanism is not null"
    " order by first_line, part";

/* Three file systems in one vault, of 60, 30 and 10 GB. */
static struct store *vault_of_three(void)
{
    struct store *store = spend_world();
    add_resource(store, "EFS", EFS "fs-1", "critical");
    add_resource(store, "EFS", EFS "fs-2", NULL);
    add_resource(store, "EFS", EFS "fs-3", NULL);
    add_point(store, VAULT, "p1", "EFS", EFS "fs-1", "40");
    add_point(store, VAULT, "p2", "EFS", EFS "fs-1", "20");
    add_point(store, VAULT, "p3", "EFS", EFS "fs-2", "30");
    add_point(store, VAULT, "p4", "EFS", EFS "fs-3", "10");
    return store;
}

Test(shared_line, a_vault_s_line_is_split_by_the_protected_gb_of_its_points)
{
    struct store *CLEANUP(store_closep) store = vault_of_three();
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT, NULL, "12000");
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT, "{\"note\":\"x\"}",
             "-0.05");
    analyse(store);
    expect_rows(store, parts,
                "1|fs-1|tier-0|lineage|protected_gb|7200\n"
                "2|fs-2|tier-3|lineage|protected_gb|3600\n"
                "3|fs-3|tier-3|lineage|protected_gb|1200\n"
                "1|fs-1|tier-0|lineage|protected_gb|-0.03\n"
                "2|fs-2|tier-3|lineage|protected_gb|-0.02\n"
                "3|fs-3|tier-3|lineage|protected_gb|0\n");
    expect_rows(store,
                "select cost_id, dec_sum(usage), dec_sum(cost), dec_sum(unblended), dec_sum(list),"
                " max(split_gb collate decimal) from bill_line group by cost_id",
                "1|12000|12000|12000|12000|60\n2|-0.05|-0.05|-0.05|-0.05|60\n");
    expect_rows(store, "select arn, dr_cost from resource_cost order by arn",
                EFS "fs-1|7199.97\n" EFS "fs-2|3599.98\n" EFS "fs-3|1200\n");
}

Test(shared_line, where_a_size_is_not_known_all_sources_share_evenly)
{
    struct store *CLEANUP(store_closep) store = vault_of_three();
    add_point(store, VAULT, "p5", "EFS", EFS "fs-3", NULL);
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT, NULL, "100.00");
    analyse(store);
    expect_rows(store, parts,
                "1|fs-1|tier-0|lineage|even|33.34\n"
                "2|fs-2|tier-3|lineage|even|33.33\n"
                "3|fs-3|tier-3|lineage|even|33.33\n");
}

Test(shared_line, points_of_another_type_time_or_class_have_no_part)
{
    struct store *CLEANUP(store_closep) store = vault_of_three();
    run(store, "update recovery_point set created_at = '2024-10-01T00:00:00Z' where arn like '%p1';"
               "update recovery_point set delete_at = '2024-08-31T00:00:00Z' where arn like '%p2';"
               "update recovery_point set storage_class = 'COLD' where arn like '%p4'");
    add_resource(store, "DynamoDB", "arn:aws:dynamodb:eu-west-1:111122223333:table/t", NULL);
    add_point(store, VAULT, "p6", "DynamoDB", "arn:aws:dynamodb:eu-west-1:111122223333:table/t",
              "5");
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT, NULL, "2");
    add_line(store, "AWSBackup", "EU-ColdStorage-ByteHrs-EFS", "Storage", VAULT, NULL, "3");
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-DynamoDB", "Storage", "", NULL, "4");
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-S3", "Storage", VAULT, NULL, "5");
    analyse(store);
    expect_rows(store, parts,
                "1|fs-2|tier-3|lineage|protected_gb|2\n"
                "1|fs-3|tier-3|lineage|protected_gb|3\n"
                "1|t|tier-3|lineage|protected_gb|4\n"
                "1|gone|none|unallocated|whole|5\n");
}

Test(shared_line, where_no_point_of_the_month_is_listed_any_more_those_that_are_speak_for_them)
{
    struct store *CLEANUP(store_closep) store = vault_of_three();
    run(store, "update recovery_point set created_at = '2024-10-01T00:00:00Z'");
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT, NULL, "10");
    analyse(store);
    expect_rows(store, parts,
                "1|fs-1|tier-0|lineage|protected_gb|6\n"
                "2|fs-2|tier-3|lineage|protected_gb|3\n"
                "3|fs-3|tier-3|lineage|protected_gb|1\n");
}

Test(shared_line, what_the_line_s_own_tags_say_comes_first)
{
    struct store *CLEANUP(store_closep) store = vault_of_three();
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT,
             "{\"dr-tier\":\"3\"}", "100");
    analyse(store);
    expect_rows(store, parts, "1|gone|tier-3|tag|whole|100\n");
}

Test(shared_line, the_part_of_a_source_that_is_gone_stays_unallocated)
{
    struct store *CLEANUP(store_closep) store = vault_of_three();
    add_point(store, VAULT, "p7", "EFS", EFS "fs-9", "100");
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT, NULL, "10");
    analyse(store);
    expect_rows(store, parts,
                "1|fs-1|tier-0|lineage|protected_gb|3\n"
                "2|fs-2|tier-3|lineage|protected_gb|1.5\n"
                "3|fs-3|tier-3|lineage|protected_gb|0.5\n"
                "4|gone|none|unallocated|protected_gb|5\n");
}

Test(shared_line, a_vault_whose_listing_broke_off_is_not_split)
{
    struct store *CLEANUP(store_closep) store = vault_of_three();
    run(store, "insert into source (id, delivery_id, path, location, sha256, bytes, format, status,"
               " account, region, call, item) values (3, 2, 'p.json', '/p', 'cc', 1, 'aws-call',"
               " 'truncated', '111122223333', 'eu-west-1',"
               " 'backup.list-recovery-points-by-backup-vault', 'V')");
    add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", VAULT, NULL, "10");
    analyse(store);
    expect_rows(store, parts, "1|gone|none|unallocated|whole|10\n");
}

Test(shared_line, a_region_s_database_backups_are_shared_by_its_databases)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "RDS", RDS "ledger", NULL);
    add_resource(store, "RDS", RDS "crm", NULL);
    add_resource(store, "RDS", RDS "scratch", NULL);
    add_resource(store, "Aurora", "arn:aws:rds:eu-west-1:111122223333:cluster:orders", NULL);
    run(store,
        "update resource set attributes = '{\"BackupRetentionPeriod\":7,\"AllocatedStorage\":30}'"
        " where name in ('ledger', 'crm', 'orders');"
        "insert into snapshot (source_id, pointer, arn, id, kind, account, region, resource_arn,"
        " origin, state, created_at, bytes) values (2, '/s', '" RDS
        "x', 's', 'rds', '111122223333', 'eu-west-1', '" RDS
        "crm', 'manual', 'available', '2024-01-01T00:00:00Z', 60 * 1073741824)");
    add_line(store, "AmazonRDS", "EU-RDS:ChargedBackupUsage", "", "", NULL, "12");
    add_line(store, "AmazonRDS", "EU-Aurora:BackupUsage", "", "", NULL, "7");
    add_line(store, "AmazonRDS", "EUC1-RDS:ChargedBackupUsage", "", "", NULL, "5");
    analyse(store);
    expect_rows(store, parts,
                "1|crm|tier-3|lineage|protected_gb|9\n"
                "2|ledger|tier-0|lineage|protected_gb|3\n"
                "1|orders|tier-3|lineage|protected_gb|7\n"
                "1|gone|none|unallocated|whole|5\n");
}

Test(shared_line, a_snapshot_transfer_is_shared_by_the_copies_made_in_the_month)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "EBS", EC2 "volume/vol-1", "critical");
    add_resource(store, "EBS", EC2 "volume/vol-2", NULL);
    run(store,
        "insert into snapshot (source_id, pointer, arn, id, kind, account, region, resource_arn,"
        " origin, state, created_at, bytes, copy_of_arn) values"
        " (2, '/1', 'arn:aws:ec2:eu-west-1::snapshot/snap-1', 'snap-1', 'ebs', '111122223333',"
        " 'eu-west-1', '" EC2
        "volume/vol-1', 'manual', 'completed', '2024-09-02T00:00:00Z', 100, null),"
        " (2, '/2', 'arn:aws:ec2:eu-west-1::snapshot/snap-2', 'snap-2', 'ebs', '111122223333',"
        " 'eu-west-1', '" EC2
        "volume/vol-2', 'manual', 'completed', '2024-09-02T00:00:00Z', 100, null),"
        " (2, '/3', 'arn:aws:ec2:eu-central-1::snapshot/snap-3', 'snap-3', 'ebs', '111122223333',"
        " 'eu-central-1', null, 'copy', 'completed', '2024-09-03T00:00:00Z', 300,"
        " 'arn:aws:ec2:eu-west-1::snapshot/snap-1'),"
        " (2, '/4', 'arn:aws:ec2:eu-central-1::snapshot/snap-4', 'snap-4', 'ebs', '111122223333',"
        " 'eu-central-1', null, 'copy', 'completed', '2024-09-03T00:00:00Z', 100,"
        " 'arn:aws:ec2:eu-west-1::snapshot/snap-2'),"
        " (2, '/5', 'arn:aws:ec2:eu-central-1::snapshot/snap-5', 'snap-5', 'ebs', '111122223333',"
        " 'eu-central-1', null, 'copy', 'completed', '2024-08-03T00:00:00Z', 900,"
        " 'arn:aws:ec2:eu-west-1::snapshot/snap-2')");
    add_line(store, "AmazonEC2", "EU-EUC1-AWS-Out-Bytes", "EBS Snapshot Copy", "", NULL, "4");
    add_line(store, "AmazonEC2", "EU-USE1-AWS-Out-Bytes", "EBS Snapshot Copy", "", NULL, "6");
    analyse(store);
    expect_rows(store, parts,
                "1|vol-1|tier-0|lineage|protected_gb|3\n"
                "2|vol-2|tier-3|lineage|protected_gb|1\n"
                "1|gone|none|unallocated|whole|6\n");
}

Test(shared_line, a_staging_area_costs_what_the_servers_behind_it_cost)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    add_resource(store, "EC2", EC2 "instance/i-1", "critical");
    add_resource(store, "EC2", EC2 "instance/i-2", NULL);
    add_resource(store, "EC2", "arn:aws:ec2:eu-central-1:111122223333:instance/i-staging", NULL);
    add_resource(store, "EC2", "arn:aws:ec2:eu-central-1:111122223333:instance/i-drill", NULL);
    add_resource(store, "EBS", "arn:aws:ec2:eu-central-1:111122223333:volume/vol-s", NULL);
    run(store,
        "insert into document values (2, '', '111122223333', 'eu-central-1',"
        " 'drs.describe-source-servers', '', '{\"items\":["
        "{\"sourceServerID\":\"s-1\",\"arn\":\"arn:aws:drs:eu-central-1:111122223333:source-server/s-1\","
        "\"sourceProperties\":{\"identificationHints\":{\"awsInstanceID\":\"i-1\"}},"
        "\"dataReplicationInfo\":{\"replicatedDisks\":[{\"totalStorageBytes\":3000000000}]}},"
        "{\"sourceServerID\":\"s-2\",\"arn\":\"arn:aws:drs:eu-central-1:111122223333:source-server/s-2\","
        "\"sourceProperties\":{\"identificationHints\":{\"awsInstanceID\":\"i-2\"}},"
        "\"dataReplicationInfo\":{\"replicatedDisks\":[{\"totalStorageBytes\":500000000},"
        "{\"totalStorageBytes\":500000000}]}}]}');"
        "insert into resource_tag select 2, arn, 'AWSElasticDisasterRecoveryManaged',"
        " 'drs.amazonaws.com' from resource where name in ('i-staging', 'i-drill', 'vol-s');"
        "insert into resource_tag select 2, arn, 'AWSElasticDisasterRecoverySourceServerID',"
        " iif(name = 'vol-s', 's-2', 's-1') from resource where name in ('i-drill', 'vol-s');"
        "update resource set parent_arn = 'arn:aws:ec2:eu-central-1:111122223333:instance/i-staging'"
        " where name = 'vol-s'");
    add_line(store, "AWSElasticDisasterRecovery", "EUC1-DRS-Replication", "Normal-Replication",
             "arn:aws:drs:eu-central-1:111122223333:source-server/s-1", NULL, "20");
    add_line(store, "AmazonEC2", "EUC1-BoxUsage:t3.small", "RunInstances", "i-staging", NULL, "8");
    add_line(store, "AmazonEC2", "EUC1-EBS:VolumeUsage.gp3", "CreateVolume-Gp3", "vol-s", NULL,
             "2");
    add_line(store, "AmazonEC2", "EUC1-BoxUsage:m5.large", "RunInstances", "i-drill", NULL, "9");
    analyse(store);
    expect_rows(store,
                "select mechanism, cost from bill_line where first_line >= 4 order by first_line",
                "drs_replication|2\n-|9\n");
    expect_rows(store, parts,
                "1|i-1|tier-0|lineage|whole|20\n"
                "1|i-1|tier-0|lineage|protected_gb|6\n"
                "2|i-2|tier-3|lineage|protected_gb|2\n"
                "1|i-2|tier-3|lineage|whole|2\n");
    expect_rows(store, "select name, out_reason from known_resource where not in_scope order by 1",
                "i-staging|staging area of Elastic Disaster Recovery\n"
                "vol-s|staging area of Elastic Disaster Recovery\n");
}

/* The same dice in every run. */
static unsigned roll(unsigned *state, unsigned sides)
{
    *state = *state * 1103515245U + 12345U;
    return *state / 65536U % sides;
}

Test(shared_line, parts_add_up_to_their_line_whatever_the_digits)
{
    struct store *CLEANUP(store_closep) store = spend_world();
    unsigned state = 7;
    for (unsigned vault = 0; vault < 12; vault++) {
        char *CLEANUP(mem_freep) arn = mem_format(VAULT "%u", vault);
        for (unsigned point = 0; point <= vault; point++) {
            char *CLEANUP(mem_freep) id = mem_format("p%u-%u", vault, point);
            char *CLEANUP(mem_freep) of = mem_format(EFS "fs-%u", roll(&state, 9));
            char *CLEANUP(mem_freep) gb = mem_format("%u", roll(&state, 1000));
            add_point(store, arn, id, "EFS", of, roll(&state, 5) ? gb : NULL);
        }
        for (unsigned line = 0; line < 5; line++) {
            char *CLEANUP(mem_freep) cost = mem_format("%s%u.%u", roll(&state, 4) ? "" : "-",
                                                       roll(&state, 3000), roll(&state, 32768));
            add_line(store, "AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", arn, NULL, cost);
        }
    }
    analyse(store);
    expect_rows(store,
                "select count(distinct cost_id), count(*) > 150, min(split_by), max(split_by)"
                " from bill_line where split_by is not null",
                "60|1|even|protected_gb\n");
    expect_rows(
        store,
        "select c.id from cost c join bill_line l on l.cost_id = c.id group by c.id"
        " having dec_cmp(dec_sum(l.cost), c.unblended) <> 0"
        " or dec_cmp(dec_sum(l.usage), c.usage) <> 0 or dec_cmp(dec_sum(l.list), c.list) <> 0"
        " or max(l.part) <> count(*)",
        "");
}
