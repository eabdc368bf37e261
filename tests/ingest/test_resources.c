/* SPDX-License-Identifier: Apache-2.0 */
/* What the calls of the services say about resources, their copies and their tags. */

#include "tests/ingest/inventory_fixture.h"

#define SCOPE  "111122223333/eu-west-1/"
#define GLOBAL "111122223333/global/"

Test(resources, instances_and_volumes_get_arns_and_attached_volumes_their_instance)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "ec2.describe-instances.json",
        "{\"Reservations\": [{\"Instances\": [{\"InstanceId\": \"i-1\", \"State\": {\"Name\": "
        "\"running\"}, \"LaunchTime\": \"2024-05-01T00:00:00Z\", \"BlockDeviceMappings\": [{\"Ebs\": "
        "{\"AttachTime\": \"2023-01-01T00:00:00Z\"}}], \"Tags\": [{\"Key\": \"dr-tier\", \"Value\": "
        "\"0\"}]}]}, {\"Instances\": [{\"InstanceId\": \"i-2\", \"State\": {\"Name\": \"stopped\"}, "
        "\"LaunchTime\": \"2024-05-01T00:00:00Z\"}]}]}");
    folder_put_text(
        &f, SCOPE "ec2.describe-volumes.json",
        "{\"Volumes\": [{\"VolumeId\": \"vol-1\", \"State\": \"in-use\", \"Size\": 8, \"Encrypted\": "
        "true, \"Attachments\": [{\"InstanceId\": \"i-1\"}]}, {\"VolumeId\": \"vol-2\", \"State\": "
        "\"available\", \"Size\": 8, \"Encrypted\": false, \"Attachments\": []}]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f,
                "select arn, type, state, created_at, parent_arn, pointer from resource "
                "order by arn",
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-1|EC2|running|2023-01-01T00:00:00Z|"
                "-|/Reservations/0/Instances/0\n"
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-2|EC2|stopped|2024-05-01T00:00:00Z|"
                "-|/Reservations/1/Instances/0\n"
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1|EBS|in-use|-|"
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-1|/Volumes/0\n"
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-2|EBS|available|-|-|/Volumes/1\n");
    EXPECT_ROWS(&f, "select arn, key, value from resource_tag",
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-1|dr-tier|0\n");
    EXPECT_ROWS(&f, "select name, attributes ->> '$.Encrypted' from resource where type = 'EBS'",
                "vol-1|1\nvol-2|0\n");
}

Test(resources, arns_follow_the_partition)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, "111122223333/cn-north-1/dynamodb.list-tables.json",
                    "{\"TableNames\": [\"t\"]}");
    folder_put_text(&f, "111122223333/us-gov-west-1/dynamodb.list-tables.json",
                    "{\"TableNames\": [\"t\"]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select arn from resource order by arn",
                "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/t\n"
                "arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/t\n");
}

Test(resources, databases_are_typed_by_engine_and_know_cluster_and_source)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "rds.describe-db-instances.json",
        "{\"DBInstances\": ["
        "{\"DBInstanceIdentifier\": \"plain\", \"Engine\": \"postgres\", \"DBInstanceStatus\": "
        "\"available\", \"BackupRetentionPeriod\": 7, \"LatestRestorableTime\": "
        "\"2024-09-30T23:55:00Z\", \"TagList\": [{\"Key\": \"a\", \"Value\": \"b\"}]},"
        "{\"DBInstanceIdentifier\": \"member\", \"Engine\": \"aurora-mysql\", "
        "\"DBClusterIdentifier\": \"c\"},"
        "{\"DBInstanceIdentifier\": \"near\", \"Engine\": \"postgres\", "
        "\"ReadReplicaSourceDBInstanceIdentifier\": \"plain\"},"
        "{\"DBInstanceIdentifier\": \"far\", \"Engine\": \"postgres\", "
        "\"ReadReplicaSourceDBInstanceIdentifier\": "
        "\"arn:aws:rds:us-east-1:111122223333:db:other\"}]}");
    folder_put_text(&f, SCOPE "rds.describe-db-clusters.json",
                    "{\"DBClusters\": ["
                    "{\"DBClusterIdentifier\": \"c\", \"Engine\": \"aurora-mysql\"},"
                    "{\"DBClusterIdentifier\": \"d\", \"Engine\": \"docdb\"},"
                    "{\"DBClusterIdentifier\": \"n\", \"Engine\": \"neptune\", "
                    "\"ReplicationSourceIdentifier\": "
                    "\"arn:aws:rds:us-east-1:111122223333:cluster:n\"},"
                    "{\"DBClusterIdentifier\": \"z\", \"Engine\": \"mysql\"}]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f,
                "select name, type, parent_arn, copy_of_arn from resource where arn like '%:db:%' "
                "order by name",
                "far|RDS|-|arn:aws:rds:us-east-1:111122223333:db:other\n"
                "member|Aurora|arn:aws:rds:eu-west-1:111122223333:cluster:c|-\n"
                "near|RDS|-|arn:aws:rds:eu-west-1:111122223333:db:plain\n"
                "plain|RDS|-|-\n");
    EXPECT_ROWS(&f,
                "select name, type, copy_of_arn from resource where arn like '%:cluster:%' "
                "order by name",
                "c|Aurora|-\nd|DocumentDB|-\n"
                "n|Neptune|arn:aws:rds:us-east-1:111122223333:cluster:n\nz|RDS|-\n");
    EXPECT_ROWS(&f,
                "select attributes ->> '$.BackupRetentionPeriod', attributes ->> "
                "'$.LatestRestorableTime' from resource where name = 'plain'",
                "7|2024-09-30T23:55:00Z\n");
    EXPECT_ROWS(&f, "select arn, key from resource_tag",
                "arn:aws:rds:eu-west-1:111122223333:db:plain|a\n");
}

Test(resources, a_bucket_learns_its_region_from_the_call_that_knows_it)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, GLOBAL "s3api.list-buckets.json",
        "{\"Buckets\": [{\"Name\": \"old\", \"CreationDate\": \"2020-01-01T00:00:00Z\"}, "
        "{\"Name\": \"new\", \"BucketRegion\": \"eu-north-1\"}]}");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-location/old.json",
                    "{\"LocationConstraint\": null}");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-location/older.json",
                    "{\"LocationConstraint\": \"EU\"}");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-location/my.dotted.bucket.json",
                    "{\"LocationConstraint\": \"ap-south-1\"}");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-tagging/old.json",
                    "{\"TagSet\": [{\"Key\": \"k\", \"Value\": \"v\"}]}");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-versioning/old.json",
                    "{\"Status\": \"Enabled\", \"MFADelete\": \"Enabled\"}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select arn, region, detail from resource order by arn, detail",
                "arn:aws:s3:::my.dotted.bucket|ap-south-1|1\n"
                "arn:aws:s3:::new|eu-north-1|0\n"
                "arn:aws:s3:::old||0\n"
                "arn:aws:s3:::old|us-east-1|1\n"
                "arn:aws:s3:::older|eu-west-1|1\n");
    EXPECT_ROWS(&f, "select arn, key, value from resource_tag", "arn:aws:s3:::old|k|v\n");
    EXPECT_ROWS(&f, "select call, item, region, body ->> '$.MFADelete' from document",
                "s3api.get-bucket-versioning|old|global|Enabled\n");
}

Test(resources, snapshots_say_what_they_are_of_and_who_made_them)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "ec2.describe-snapshots.json",
        "{\"Snapshots\": ["
        "{\"SnapshotId\": \"snap-1\", \"VolumeId\": \"vol-1\", \"State\": \"completed\", "
        "\"OwnerId\": \"111122223333\", \"VolumeSize\": 2, \"Encrypted\": true, \"Description\": "
        "\"This snapshot is created by the AWS Backup service.\"},"
        "{\"SnapshotId\": \"snap-2\", \"VolumeId\": \"vol-ffffffff\", \"State\": \"completed\", "
        "\"OwnerId\": \"111122223333\", \"VolumeSize\": 2, \"StorageTier\": \"archive\", "
        "\"Description\": \"[Copied snap-9 from us-east-1] nightly\"},"
        "{\"SnapshotId\": \"snap-3\", \"VolumeId\": \"vol-1\", \"State\": \"completed\", \"Tags\": "
        "[{\"Key\": \"aws:dlm:lifecycle-policy-id\", \"Value\": \"p\"}]},"
        "{\"SnapshotId\": \"snap-4\", \"VolumeId\": \"vol-1\", \"State\": \"pending\"}]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f,
                "select id, arn, resource_arn, origin, tier, bytes, copy_of_arn from snapshot "
                "order by id",
                "snap-1|arn:aws:ec2:eu-west-1::snapshot/snap-1|"
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1|awsbackup|standard|2147483648|-\n"
                "snap-2|arn:aws:ec2:eu-west-1::snapshot/snap-2|-|copy|archive|2147483648|"
                "arn:aws:ec2:us-east-1::snapshot/snap-9\n"
                "snap-3|arn:aws:ec2:eu-west-1::snapshot/snap-3|"
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1|dlm|standard|-|-\n"
                "snap-4|arn:aws:ec2:eu-west-1::snapshot/snap-4|"
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1|manual|standard|-|-\n");
}

Test(resources, replication_destinations_are_copies)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "efs.describe-replication-configurations.json",
        "{\"Replications\": [{\"SourceFileSystemArn\": "
        "\"arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1\", \"Destinations\": "
        "[{\"Status\": \"ENABLED\", \"FileSystemId\": \"fs-2\", \"Region\": \"eu-central-1\"}]}]}");
    folder_put_text(
        &f, SCOPE "rds.describe-global-clusters.json",
        "{\"GlobalClusters\": [{\"GlobalClusterIdentifier\": \"g\", \"Engine\": \"aurora-mysql\", "
        "\"GlobalClusterMembers\": [{\"DBClusterArn\": "
        "\"arn:aws:rds:eu-west-1:111122223333:cluster:a\", \"IsWriter\": true}, {\"DBClusterArn\": "
        "\"arn:aws:rds:eu-central-1:111122223333:cluster:b\", \"IsWriter\": false}]}]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select arn, type, region, copy_of_arn, detail from resource order by arn",
                "arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-2|EFS|"
                "eu-central-1|arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1|0\n"
                "arn:aws:rds:eu-central-1:111122223333:cluster:b|Aurora|eu-central-1|"
                "arn:aws:rds:eu-west-1:111122223333:cluster:a|0\n");
}

Test(resources, a_plan_gives_its_rules_and_copies_and_never_is_no_lifetime)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "backup.get-backup-plan/p-1.json",
        "{\"BackupPlanId\": \"p-1\", \"BackupPlanArn\": "
        "\"arn:aws:backup:eu-west-1:111122223333:backup-plan:p-1\", \"BackupPlan\": "
        "{\"BackupPlanName\": \"daily\", \"Rules\": [{\"RuleName\": \"r\", \"RuleId\": \"r-1\", "
        "\"TargetBackupVaultName\": \"v\", \"Lifecycle\": {\"DeleteAfterDays\": -1, "
        "\"MoveToColdStorageAfterDays\": 30}, \"CopyActions\": [{\"DestinationBackupVaultArn\": "
        "\"arn:aws:backup:eu-central-1:111122223333:backup-vault:dr\", \"Lifecycle\": "
        "{\"DeleteAfterDays\": 35}}]}]}}");
    folder_ingest(&f);
    EXPECT_ROWS(&f,
                "select pointer, rule_id, schedule, delete_after_days, cold_after_days from "
                "backup_plan_rule",
                "/BackupPlan/Rules/0|r-1|cron(0 5 ? * * *)|-|30\n");
    EXPECT_ROWS(&f,
                "select pointer, destination_vault_arn, delete_after_days from backup_plan_copy",
                "/BackupPlan/Rules/0/CopyActions/0|"
                "arn:aws:backup:eu-central-1:111122223333:backup-vault:dr|35\n");
    EXPECT_ROWS(&f, "select id, name, detail from backup_plan", "p-1|daily|1\n");
}

Test(resources, a_file_system_has_the_volumes_that_hold_data_and_a_table_its_own_backups)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "fsx.describe-volumes.json",
        "{\"Volumes\":["
        "{\"VolumeId\":\"fsvol-1\",\"FileSystemId\":\"fs-1\",\"VolumeType\":\"ONTAP\","
        "\"Lifecycle\":\"CREATED\",\"ResourceARN\":"
        "\"arn:aws:fsx:eu-west-1:111122223333:volume/fs-1/fsvol-1\",\"OntapConfiguration\":"
        "{\"StorageVirtualMachineRoot\":false,\"OntapVolumeType\":\"RW\","
        "\"SizeInMegabytes\":2048},\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}]},"
        "{\"VolumeId\":\"fsvol-2\",\"FileSystemId\":\"fs-1\",\"VolumeType\":\"ONTAP\","
        "\"ResourceARN\":\"arn:aws:fsx:eu-west-1:111122223333:volume/fs-1/fsvol-2\","
        "\"OntapConfiguration\":{\"StorageVirtualMachineRoot\":true}},"
        "{\"VolumeId\":\"fsvol-3\",\"FileSystemId\":\"fs-1\",\"VolumeType\":\"ONTAP\","
        "\"ResourceARN\":\"arn:aws:fsx:eu-west-1:111122223333:volume/fs-1/fsvol-3\","
        "\"OntapConfiguration\":{\"OntapVolumeType\":\"DP\"}},"
        "{\"VolumeId\":\"fsvol-4\",\"FileSystemId\":\"fs-2\",\"VolumeType\":\"OPENZFS\","
        "\"ResourceARN\":\"arn:aws:fsx:eu-west-1:111122223333:volume/fs-2/fsvol-4\"}]}");
    folder_put_text(
        &f, SCOPE "dynamodb.list-backups.json",
        "{\"BackupSummaries\":[{\"TableName\":\"t\",\"TableArn\":"
        "\"arn:aws:dynamodb:eu-west-1:111122223333:table/t\",\"BackupArn\":"
        "\"arn:aws:dynamodb:eu-west-1:111122223333:table/t/backup/1\",\"BackupName\":\"b\","
        "\"BackupStatus\":\"AVAILABLE\",\"BackupType\":\"USER\",\"BackupSizeBytes\":5,"
        "\"BackupCreationDateTime\":1727672400.5}]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f,
                "select name, type, state, attributes ->> '$.FileSystemId', attributes ->> "
                "'$.StorageCapacity' from resource",
                "fsvol-1|FSx|CREATED|fs-1|2\n");
    EXPECT_ROWS(&f, "select key, value from resource_tag", "a|1\n");
    EXPECT_ROWS(&f, "select kind, resource_arn, origin, state, created_at, bytes from snapshot",
                "dynamodb|arn:aws:dynamodb:eu-west-1:111122223333:table/t|manual|AVAILABLE|"
                "2024-09-30T05:00:00Z|5\n");
}
