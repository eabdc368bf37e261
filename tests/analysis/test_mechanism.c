/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

struct example {
    const char *product;
    const char *usage_type;
    const char *operation;
    const char *expected; /* mechanism|storage class|region|destination|suffix; - = none */
};

static void check(const struct example *examples, size_t n)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    cr_assert_eq(stmt_prepare(store, "example",
                              "insert into usage_kind values (:id, :product, :usage, :op, '')",
                              &insert, &err),
                 0, "%s", err.text);
    for (size_t i = 0; i < n; i++) {
        stmt_bind_int(insert, ":id", (int64_t)i);
        stmt_bind_text(insert, ":product", examples[i].product);
        stmt_bind_text(insert, ":usage", examples[i].usage_type);
        stmt_bind_text(insert, ":op", examples[i].operation);
        cr_assert_eq(stmt_run(insert, &err), 0, "%s", err.text);
    }
    struct analysis_options options = {0};
    cr_assert_eq(pipeline_run(store, &options, &err), 0, "%s", err.text);
    for (size_t i = 0; i < n; i++) {
        char *CLEANUP(mem_freep) sql =
            mem_format("select coalesce(mechanism, '-') || '|' || coalesce(storage_class, '-') ||"
                       " '|' || coalesce(region, '-') || '|' || coalesce(destination_region, '-') "
                       "|| '|' || suffix"
                       " from usage_class where usage_id = %zu",
                       i);
        char *CLEANUP(mem_freep) got = test_query(store, sql);
        char *CLEANUP(mem_freep) wanted = mem_format("%s\n", examples[i].expected);
        cr_expect_str_eq(got, wanted, "%s %s %s: got %s", examples[i].product,
                         examples[i].usage_type, examples[i].operation, got);
    }
}

#define CHECK(examples) check((examples), sizeof(examples) / sizeof *(examples))

Test(mechanism, storage_of_backups_and_snapshots_has_a_class)
{
    static const struct example examples[] = {
        {"AWSBackup", "EUC1-WarmStorage-ByteHrs-EFS", "Storage",
         "backup_storage|warm|eu-central-1|-|WarmStorage-ByteHrs-EFS"},
        {"AWSBackup", "USE1-WarmStorage-ByteHrs-EBS-LAGV", "Storage",
         "backup_storage|warm|us-east-1|-|WarmStorage-ByteHrs-EBS-LAGV"},
        {"AWSBackup", "EU-ColdStorage-ByteHrs-DynamoDB", "Storage",
         "backup_storage|cold|eu-west-1|-|ColdStorage-ByteHrs-DynamoDB"},
        {"AmazonRDS", "RDS:ChargedBackupUsage", "CreateDBInstance:0014",
         "backup_storage|warm|-|-|RDS:ChargedBackupUsage"},
        {"AmazonRDS", "APS3-RDSCustom:ChargedBackupUsage", "",
         "backup_storage|warm|ap-south-1|-|RDSCustom:ChargedBackupUsage"},
        {"AmazonRDS", "EUW1-Aurora:BackupUsage", "CreateDBInstance:0021",
         "backup_storage|warm|eu-west-1|-|Aurora:BackupUsage"},
        {"AmazonRDS", "Aurora:BacktrackUsage", "", "pitr_storage|warm|-|-|Aurora:BacktrackUsage"},
        {"AmazonDocDB", "USE2-BackupUsage", "CreateDBInstance:0023",
         "backup_storage|warm|us-east-2|-|BackupUsage"},
        {"AmazonNeptune", "BackupUsage", "", "backup_storage|warm|-|-|BackupUsage"},
        {"AmazonFSx", "LAX1-BackupUsage", "CreateFileSystem:Windows",
         "backup_storage|warm|us-west-2|-|BackupUsage"},
        {"AmazonFSx", "USE1-BackupUsage.MultiAZ", "CreateFileSystem:ONTAP",
         "backup_storage|warm|us-east-1|-|BackupUsage.MultiAZ"},
        {"AmazonDynamoDB", "USE1-TimedBackupStorage-ByteHrs", "",
         "backup_storage|warm|us-east-1|-|TimedBackupStorage-ByteHrs"},
        {"AmazonDynamoDB", "EUN1-TimedPITRStorage-ByteHrs", "",
         "pitr_storage|warm|eu-north-1|-|TimedPITRStorage-ByteHrs"},
        {"AmazonMCS", "USW2-TimedPITRStorage-ByteHrs", "",
         "pitr_storage|warm|us-west-2|-|TimedPITRStorage-ByteHrs"},
        {"AWSStorageGateway", "Gateway:VTL-Storage", "",
         "backup_storage|warm|-|-|Gateway:VTL-Storage"},
        {"AWSStorageGateway", "EUC1-Gateway:VTS-Storage", "",
         "archive_storage|archive|eu-central-1|-|Gateway:VTS-Storage"},
        {"AWSStorageGatewayDeepArchive", "Gateway:VTS-Storage-DA", "TapeBytes",
         "archive_storage|archive|-|-|Gateway:VTS-Storage-DA"},
        {"AmazonEC2", "EBS:SnapshotUsage", "CreateSnapshot",
         "snapshot_storage|warm|-|-|EBS:SnapshotUsage"},
        {"AmazonEC2", "USW2-LAX1-EBS:SnapshotUsage", "CreateSnapshot",
         "snapshot_storage|warm|us-west-2|-|EBS:SnapshotUsage"},
        {"AmazonEC2", "EBS:SnapshotUsage.outposts", "",
         "snapshot_storage|warm|-|-|EBS:SnapshotUsage.outposts"},
        {"AmazonEC2", "EUC1-EBS:SnapshotArchiveStorage", "",
         "archive_storage|archive|eu-central-1|-|EBS:SnapshotArchiveStorage"},
        {"AmazonRedshift", "Redshift:PaidSnapshots", "RunComputeNode:0001",
         "snapshot_storage|warm|-|-|Redshift:PaidSnapshots"},
        {"AmazonElastiCache", "EUC1-ElastiCache:BackupUsage", "CreateCacheSnapshot",
         "snapshot_storage|warm|eu-central-1|-|ElastiCache:BackupUsage"},
        {"AmazonMemoryDB", "USE1-SnapshotUsage", "CreateSnapshot",
         "snapshot_storage|warm|us-east-1|-|SnapshotUsage"},
        {"AmazonGlacier", "TimedStorage-ByteHrs", "Storage",
         "archive_storage|archive|-|-|TimedStorage-ByteHrs"},
    };
    CHECK(examples);
}

Test(mechanism, only_the_operation_tells_what_an_s3_line_is_for)
{
    static const struct example examples[] = {
        {"AmazonS3", "TimedStorage-ByteHrs", "StandardStorage", "-|-|-|-|TimedStorage-ByteHrs"},
        {"AmazonS3", "TimedStorage-ByteHrs", "GlacierS3ObjectOverhead",
         "archive_storage|archive|-|-|TimedStorage-ByteHrs"},
        {"AmazonS3", "TimedStorage-ByteHrs", "DeepArchiveS3ObjectOverhead",
         "archive_storage|archive|-|-|TimedStorage-ByteHrs"},
        {"AmazonS3", "TimedStorage-ByteHrs", "DeepArchiveRestoreObject",
         "restore_and_test|-|-|-|TimedStorage-ByteHrs"},
        {"AmazonS3", "TimedStorage-ByteHrs", "INTDAAS3ObjectOverhead",
         "archive_storage|archive|-|-|TimedStorage-ByteHrs"},
        {"AmazonS3", "EU-TimedStorage-GlacierByteHrs", "GlacierObjectOverhead",
         "archive_storage|archive|eu-west-1|-|TimedStorage-GlacierByteHrs"},
        {"AmazonS3", "EUC1-TimedStorage-GDA-Staging", "DeepArchiveStagingStorage",
         "archive_storage|archive|eu-central-1|-|TimedStorage-GDA-Staging"},
        {"AmazonS3", "TimedStorage-GIR-SmObjects", "GlacierInstantRetrievalSizeOverhead",
         "archive_storage|archive|-|-|TimedStorage-GIR-SmObjects"},
        {"AmazonS3", "TimedStorage-INT-AIA-ByteHrs", "",
         "archive_storage|archive|-|-|TimedStorage-INT-AIA-ByteHrs"},
        {"AmazonS3", "TimedStorage-INT-IA-ByteHrs", "", "-|-|-|-|TimedStorage-INT-IA-ByteHrs"},
        {"AmazonS3GlacierDeepArchive", "TimedStorage-GDA-ByteHrs", "DeepArchiveStorage",
         "archive_storage|archive|-|-|TimedStorage-GDA-ByteHrs"},
        {"AmazonS3", "TimedStorage-SIA-SmObjects", "StandardIASizeOverhead",
         "-|-|-|-|TimedStorage-SIA-SmObjects"},
        {"AmazonS3", "Tables-TimedStorage-ByteHrs", "", "-|-|-|-|Tables-TimedStorage-ByteHrs"},
        {"AmazonS3", "Requests-Tier1", "PutObjectForRepl", "replication|-|-|-|Requests-Tier1"},
        {"AmazonS3", "EUC1-Requests-GLACIER-Tier1", "PutObjectReplTime",
         "replication|-|eu-central-1|-|Requests-GLACIER-Tier1"},
        {"AmazonS3", "EU-EUC1-AWS-Out-Bytes", "GetObjectForRepl",
         "replication|-|eu-west-1|eu-central-1|AWS-Out-Bytes"},
        {"AmazonS3", "USE1-USW2-S3RTC-Out-Bytes", "PutObjectReplTime",
         "replication|-|us-east-1|us-west-2|S3RTC-Out-Bytes"},
        {"AmazonS3", "EU-EUC1-AWS-Out-Bytes", "GetObject",
         "-|-|eu-west-1|eu-central-1|AWS-Out-Bytes"},
        {"AmazonS3", "Requests-Tier2", "ReadBucketReplication", "-|-|-|-|Requests-Tier2"},
        {"AmazonS3", "EU-Requests-GLACIER-Tier2", "WriteBucketReplication",
         "-|-|eu-west-1|-|Requests-GLACIER-Tier2"},
        {"AmazonS3", "Requests-Tier3", "S3-GDATransition",
         "backup_operations|-|-|-|Requests-Tier3"},
        {"AmazonS3", "Requests-Tier3", "RestoreObject", "restore_and_test|-|-|-|Requests-Tier3"},
        {"AmazonS3", "Requests-Tier4", "S3-SIATransition", "-|-|-|-|Requests-Tier4"},
        {"AmazonS3", "Requests-Tier4", "S3-GIRTransition",
         "backup_operations|-|-|-|Requests-Tier4"},
        {"AmazonS3", "Standard-Retrieval-Bytes", "DeepArchiveRestoreObject",
         "restore_and_test|-|-|-|Standard-Retrieval-Bytes"},
        {"AmazonS3", "EarlyDelete-GDA", "DeleteObject", "early_delete|-|-|-|EarlyDelete-GDA"},
        {"AmazonS3", "EarlyDelete-SIA", "DeleteObject", "-|-|-|-|EarlyDelete-SIA"},
        {"AmazonS3", "EU-MRAP-Out-Bytes", "", "-|-|-|-|EU-MRAP-Out-Bytes"},
    };
    CHECK(examples);
}

Test(mechanism, copies_replicas_restores_and_operations_have_their_rows)
{
    static const struct example examples[] = {
        {"AWSBackup", "APS2-CAN2-CrossRegion-WarmBytes-Aurora", "DataTransfer",
         "cross_region_copy|-|ap-southeast-2|ca-west-1|CrossRegion-WarmBytes-Aurora"},
        {"AWSBackup", "APN1-CrossRegion-WarmBytes-EFS", "DataTransfer",
         "cross_region_copy|-|ap-northeast-1|-|CrossRegion-WarmBytes-EFS"},
        {"AWSBackup", "USE1-EarlyDelete-ColdByteHrs-EFS", "Storage",
         "early_delete|-|us-east-1|-|EarlyDelete-ColdByteHrs-EFS"},
        {"AWSBackup", "EU-PartialRestore-Jobs-EFS", "RestoreRecoveryPoint",
         "restore_and_test|-|eu-west-1|-|PartialRestore-Jobs-EFS"},
        {"AWSBackup", "USE1-RT-RecoveryPoints", "",
         "restore_and_test|-|us-east-1|-|RT-RecoveryPoints"},
        {"AWSBackup", "USE1-BackupEvaluations-Count", "BackupEvaluations",
         "backup_operations|-|us-east-1|-|BackupEvaluations-Count"},
        {"AWSBackup", "EU-SomethingNew", "Index", "unclassified|-|eu-west-1|-|SomethingNew"},
        {"AmazonEC2", "USE1-USW2-AWS-Out-Bytes", "EBS Snapshot Copy",
         "cross_region_copy|-|us-east-1|us-west-2|AWS-Out-Bytes"},
        {"AWSDataTransfer", "USW2-AWS-Out-Bytes", "EBS Snapshot Copy",
         "cross_region_copy|-|us-west-2|-|AWS-Out-Bytes"},
        {"AmazonEC2", "USE1-USW2-AWS-Out-Bytes", "RunInstances",
         "-|-|us-east-1|us-west-2|AWS-Out-Bytes"},
        {"AmazonEC2", "EBS:FastSnapshotRestore", "EnableFastSnapshotRestore",
         "restore_and_test|-|-|-|EBS:FastSnapshotRestore"},
        {"AmazonEC2", "EBS:SnapshotArchiveRetrieval", "",
         "restore_and_test|-|-|-|EBS:SnapshotArchiveRetrieval"},
        {"AmazonEC2", "EBS:SnapshotArchiveEarlyDelete", "",
         "early_delete|-|-|-|EBS:SnapshotArchiveEarlyDelete"},
        {"AmazonEC2", "EU-EBS:directAPI.snapshot.Get", "",
         "backup_operations|-|eu-west-1|-|EBS:directAPI.snapshot.Get"},
        {"AmazonEC2", "EBS:VolumeUsage.gp3", "CreateVolume-Gp3", "-|-|-|-|EBS:VolumeUsage.gp3"},
        {"AmazonRedshift", "USE1-Redshift:InterRegionSnapshotCopy", "",
         "cross_region_copy|-|us-east-1|-|Redshift:InterRegionSnapshotCopy"},
        {"AmazonRDS", "Aurora:ReplicatedWriteIO", "",
         "global_tables|-|-|-|Aurora:ReplicatedWriteIO"},
        {"AmazonRDS", "RDS:SnapshotExportToS3", "",
         "backup_operations|-|-|-|RDS:SnapshotExportToS3"},
        {"AmazonRDS", "RDS:Multi-AZ-GP2-Storage", "CreateDBInstance:0014",
         "-|-|-|-|RDS:Multi-AZ-GP2-Storage"},
        {"AmazonDynamoDB", "IA-ReplWriteRequestUnits", "PayPerRequestThroughput",
         "global_tables|-|-|-|IA-ReplWriteRequestUnits"},
        {"AmazonDynamoDB", "EUC1-ReplWriteCapacityUnit-Hrs", "CommittedThroughput",
         "global_tables|-|eu-central-1|-|ReplWriteCapacityUnit-Hrs"},
        {"AmazonDynamoDB", "IA-TimedStorage-ByteHrs", "", "-|-|-|-|IA-TimedStorage-ByteHrs"},
        {"AmazonElastiCache", "USE1-USW2-AWS-Out-Bytes", "GlobalDatastore:Redis",
         "global_tables|-|us-east-1|us-west-2|AWS-Out-Bytes"},
        {"AWSElasticDisasterRecovery", "USE1-DRS-Replication", "Normal-Replication",
         "drs_replication|-|us-east-1|-|DRS-Replication"},
        {"AmazonRoute53", "Health-Check-Option-Non-AWS", "Health-Check-HTTPS",
         "failover_routing|-|-|-|Health-Check-Option-Non-AWS"},
        {"AmazonRoute53", "DNS-Queries", "A", "-|-|-|-|DNS-Queries"},
        {"AWSR53AppRecoveryController", "Global-Cluster-Hours", "ClusterOperation",
         "failover_routing|-|-|-|Cluster-Hours"},
        {"AWSResilienceHub", "USE1-PaidTierApplication", "Application",
         "backup_operations|-|us-east-1|-|PaidTierApplication"},
        {"AmazonGlacier", "EU-Bulk-Retrieval-Bytes", "",
         "restore_and_test|-|eu-west-1|-|Bulk-Retrieval-Bytes"},
        {"AmazonGlacier", "Requests-Tier1", "UploadArchive",
         "backup_operations|-|-|-|Requests-Tier1"},
        {"AmazonGlacier", "EUC1-AWS-Out-Bytes", "ListVaults", "-|-|eu-central-1|-|AWS-Out-Bytes"},
        {"AWSStorageGatewayDeepArchive", "USE1-Retrieval-Bytes-DA", "",
         "restore_and_test|-|us-east-1|-|Retrieval-Bytes-DA"},
    };
    CHECK(examples);
}

Test(mechanism, a_telling_name_without_a_row_is_listed_and_a_foreign_product_is_not)
{
    static const struct example examples[] = {
        {"AmazonEC2", "EBS:SnapshotUsageOfAnotherKind", "",
         "unclassified|-|-|-|EBS:SnapshotUsageOfAnotherKind"},
        {"AmazonRedshift", "RMS:ServerlessStorage", "BackupRetention",
         "unclassified|-|-|-|RMS:ServerlessStorage"},
        {"AmazonEFS", "EUC1-ReplicationWrites", "",
         "unclassified|-|eu-central-1|-|ReplicationWrites"},
        {"AmazonEFS", "EUC1-TimedStorage-ByteHrs", "", "-|-|eu-central-1|-|TimedStorage-ByteHrs"},
        {"AmazonCloudWatch", "TimedStorage-ByteHrs", "HourlyStorageMetering",
         "-|-|-|-|TimedStorage-ByteHrs"},
        {"AmazonQ", "Use", "q-developer-snapshot", "-|-|-|-|Use"},
        {"Amazon Simple Storage Service", "EUC1-TimedStorage-GlacierByteHrs", "GlacierStorage",
         "archive_storage|archive|eu-central-1|-|TimedStorage-GlacierByteHrs"},
        {"AWS Backup", "EUC1:WarmStorage-ByteHrs-EBS", "",
         "backup_storage|warm|eu-central-1|-|WarmStorage-ByteHrs-EBS"},
    };
    CHECK(examples);
}
