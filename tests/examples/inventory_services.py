# SPDX-License-Identifier: Apache-2.0
"""What the services besides AWS Backup answer about the organisation."""

import datetime

from inventory import DENIED, GB, TOPIC, doc, page, scopes, tag_list
from organization import (
    ADMIN_ROLE, AS_OF, BUCKETS, DATABASES, DR, FILE_SYSTEMS, GONE_VOLUME, HOME, INSTANCES, KEY,
    KEY_DR, KEY_VAULT, POINTS, PROD, ROLE, TABLES, VAULT, VOLUMES, analytics, archive, claims,
    finance_share, hexid, invoices, invoices_dr, ledger_app_1, logs, orders, reports_data, stamp,
    uuid)


def compute(tree):
    for account, region in scopes():
        mine = [i for i in INSTANCES if (i.account, i.region) == (account, region)]
        tree.ok(account, region, "ec2.describe-instances", page("Reservations", [
            {"ReservationId": "r-0" + hexid("reservation " + i.name, 16), "OwnerId": account,
             "Groups": [], "Instances": [
                {"ImageId": "ami-0" + hexid("base image", 16), "InstanceId": i.id,
                 "InstanceType": i.size, "LaunchTime": i.created + "+00:00",
                 "Placement": {"AvailabilityZone": region + "a", "Tenancy": "default"},
                 "State": {"Code": 16, "Name": "running"}, "RootDeviceType": "ebs",
                 "RootDeviceName": "/dev/xvda", "BlockDeviceMappings": [
                     {"DeviceName": "/dev/xvda", "Ebs": {
                         "AttachTime": i.created + "+00:00", "DeleteOnTermination": True,
                         "Status": "attached", "VolumeId": i.volume}}] + [
                     {"DeviceName": "/dev/sdf", "Ebs": {
                         "AttachTime": i.created + "+00:00", "DeleteOnTermination": False,
                         "Status": "attached", "VolumeId": v.id}}
                     for v in VOLUMES if v.attached is i],
                 "Tags": tag_list({"Name": i.name} | i.tags)}]} for i in mine]))
        roots = [(i.volume, i.volume_gb, {"Name": i.name + "-root"}, i, "/dev/xvda", True)
                 for i in mine]
        data = [(v.id, v.gb, {"Name": v.name} | v.tags, v.attached, "/dev/sdf", v.encrypted)
                for v in VOLUMES if (v.account, v.region) == (account, region)]
        tree.ok(account, region, "ec2.describe-volumes", page("Volumes", [
            {"Attachments": [{"AttachTime": i.created + "+00:00", "Device": device,
                              "InstanceId": i.id, "State": "attached", "VolumeId": v,
                              "DeleteOnTermination": device == "/dev/xvda"}] if i else [],
             "AvailabilityZone": region + "a", "CreateTime": "2023-03-14T09:12:45+00:00",
             "Encrypted": encrypted, "Size": gb, "State": "in-use" if i else "available",
             "VolumeId": v, "VolumeType": "gp3", "Iops": 3000, "Throughput": 125,
             "Tags": tag_list(t)} for v, gb, t, i, device, encrypted in roots + data]))
        tree.ok(account, region, "ec2.describe-snapshots",
                page("Snapshots", snapshots(account, region)))
        tree.ok(account, region, "dlm.get-lifecycle-policies", page("Policies", [
            {"PolicyId": "policy-0" + hexid("dlm", 16), "Description": "Nightly reports-data",
             "State": "ENABLED", "Tags": {}, "PolicyType": "EBS_SNAPSHOT_MANAGEMENT"}]
            if (account, region) == (PROD, HOME) else []))


def snapshots(account, region):
    """The account's own snapshots: DLM's, an archived one, one whose volume is gone; and what
    AWS Backup made of the ledger's data volume."""
    def one(name, volume, t, gb, encrypted=True, tier="standard", description="", tag=None):
        out = {"SnapshotId": name if name.startswith("snap-") else "snap-0" + hexid(name, 16),
               "VolumeId": volume, "State": "completed", "StartTime": stamp(t),
               "CompletionTime": stamp(t + datetime.timedelta(minutes=11)), "Progress": "100%",
               "OwnerId": account, "Description": description, "VolumeSize": gb,
               "Encrypted": encrypted, "StorageTier": tier, "Tags": tag_list(tag or {})}
        return out | ({"KmsKeyId": KEY if region == HOME else KEY_DR} if encrypted else {})

    out = []
    if (account, region) == (PROD, HOME):
        for k in range(14):
            t = datetime.datetime(2024, 10, 1, 0, 10) - datetime.timedelta(days=k)
            out.append(one(f"dlm {t}", reports_data.id, t, 250, False,
                           description="Created for policy: policy-0" + hexid("dlm", 16),
                           tag={"aws:dlm:lifecycle-policy-id": "policy-0" + hexid("dlm", 16)}))
        out.append(one("archived", reports_data.id, datetime.datetime(2024, 1, 2, 0, 10), 250, False,
                       tier="archive", description="Year end 2023"))
        for day in (3, 17):
            out.append(one(f"orphan {day}", GONE_VOLUME, datetime.datetime(2023, 5, day, 22, 0), 800,
                           description="before the migration"))
    for p in POINTS:
        if p.resource.kind == "EBS" and (p.account, p.region) == (account, region):
            out.append(one(p.arn.split("/")[1], p.resource.id if region == HOME else
                           "vol-ffffffff", p.created, p.size_gb, p.encrypted,
                           description="This snapshot is created by the AWS Backup service.",
                           tag={"aws:backup:source-resource": p.resource.arn}))
    return sorted(out, key=lambda s: (s["StartTime"], s["SnapshotId"]), reverse=True)


def databases(tree):
    fresh = stamp(AS_OF - datetime.timedelta(minutes=4))
    for account, region in scopes():
        home = (account, region) == (PROD, HOME)
        tree.ok(account, region, "rds.describe-db-instances", page("DBInstances", [
            instance_of(d, fresh) for d in DATABASES] + [member(m, n == 0) for n, m in
                                                         enumerate(orders.members)] if home else []))
        tree.ok(account, region, "rds.describe-db-clusters", page("DBClusters", [
            {"AllocatedStorage": 1, "AvailabilityZones": [HOME + "a", HOME + "b"],
             "BackupRetentionPeriod": 7, "DBClusterIdentifier": orders.name, "Status": "available",
             "EarliestRestorableTime": "2024-09-24T02:10:31+00:00", "MultiAZ": True,
             "Engine": "aurora-postgresql", "EngineVersion": "15.4", "LatestRestorableTime": fresh,
             "DBClusterMembers": [{"DBInstanceIdentifier": m, "IsClusterWriter": n == 0,
                                   "DBClusterParameterGroupStatus": "in-sync", "PromotionTier": 1}
                                  for n, m in enumerate(orders.members)],
             "StorageEncrypted": True, "KmsKeyId": KEY, "DBClusterArn": orders.arn,
             "DbClusterResourceId": "cluster-" + hexid("orders", 26).upper(),
             "ClusterCreateTime": "2023-06-20T10:00:00+00:00", "DeletionProtection": True,
             "TagList": tag_list(orders.tags)}] if home else []))
        tree.ok(account, region, "rds.describe-db-snapshots", page("DBSnapshots", [
            {"DBSnapshotIdentifier": "ledger-db-before-upgrade", "DBInstanceIdentifier": "ledger-db",
             "SnapshotCreateTime": "2024-06-08T20:00:00+00:00", "Engine": "postgres",
             "AllocatedStorage": 500, "Status": "available", "SnapshotType": "manual",
             "Encrypted": True, "KmsKeyId": KEY,
             "DBSnapshotArn": f"arn:aws:rds:{HOME}:{PROD}:snapshot:ledger-db-before-upgrade",
             "TagList": []}] if home else []))
        tree.ok(account, region, "rds.describe-db-cluster-snapshots", page("DBClusterSnapshots", []))
        tree.ok(account, region, "rds.describe-db-instance-automated-backups",
                page("DBInstanceAutomatedBackups", [
                    {"DBInstanceArn": d.arn, "DbiResourceId": d.dbi, "Region": HOME,
                     "DBInstanceIdentifier": d.name, "Status": "active",
                     "RestoreWindow": {"EarliestTime": stamp(
                         AS_OF - datetime.timedelta(days=d.retention)), "LatestTime": fresh},
                     "BackupRetentionPeriod": d.retention, "Encrypted": True, "KmsKeyId": KEY,
                     "AllocatedStorage": d.gb, "Engine": d.engine}
                    for d in DATABASES if d.retention] if home else []))
        tree.ok(account, region, "rds.describe-db-cluster-automated-backups",
                page("DBClusterAutomatedBackups", []))
        tree.ok(account, region, "rds.describe-global-clusters", page("GlobalClusters", []))
        tree.ok(account, region, "redshift.describe-clusters", page("Clusters", [
            {"ClusterIdentifier": analytics.name, "NodeType": "ra3.xlplus",
             "ClusterStatus": "available", "ClusterCreateTime": "2023-09-01T07:00:00+00:00",
             "AutomatedSnapshotRetentionPeriod": 7, "ManualSnapshotRetentionPeriod": -1,
             "NumberOfNodes": 2, "Encrypted": True, "Tags": tag_list(analytics.tags),
             "ClusterNamespaceArn": f"arn:aws:redshift:{HOME}:{PROD}:namespace:{uuid('ns')}"}]
            if home else []))
        tree.ok(account, region, "redshift.describe-cluster-snapshots", page("Snapshots", [
            {"SnapshotIdentifier": f"rs:analytics-2024-{t:%m-%d}-05-00", "Status": "available",
             "ClusterIdentifier": analytics.name, "SnapshotCreateTime": stamp(t),
             "SnapshotType": "automated", "Encrypted": True, "OwnerAccount": PROD,
             "TotalBackupSizeInMegaBytes": 310000.0, "SnapshotArn":
             f"arn:aws:redshift:{HOME}:{PROD}:snapshot:analytics/rs:analytics-2024-{t:%m-%d}-05-00"}
            for t in (datetime.datetime(2024, 10, 1, 5) - datetime.timedelta(days=k)
                      for k in range(7))] if home else []))
        for call, key in (("docdb.describe-db-clusters", "DBClusters"),
                          ("neptune.describe-db-clusters", "DBClusters"),
                          ("elasticache.describe-replication-groups", "ReplicationGroups"),
                          ("elasticache.describe-snapshots", "Snapshots"),
                          ("memorydb.describe-clusters", "Clusters")):
            tree.ok(account, region, call, page(key, []))
    tables(tree)


def instance_of(d, fresh):
    out = {"DBInstanceIdentifier": d.name, "DBInstanceClass": d.size, "Engine": d.engine,
           "DBInstanceStatus": "available", "AllocatedStorage": d.gb,
           "InstanceCreateTime": "2023-03-20T08:00:00+00:00", "PreferredBackupWindow": "01:00-01:30",
           "BackupRetentionPeriod": d.retention, "AvailabilityZone": HOME + "a",
           "PendingModifiedValues": {}, "MultiAZ": getattr(d, "multi_az", False),
           "EngineVersion": "15.4" if d.engine == "postgres" else "8.0.35",
           "ReadReplicaDBInstanceIdentifiers": ["ledger-db-replica"] if d.name == "ledger-db" else [],
           "StorageType": "gp3", "StorageEncrypted": True, "KmsKeyId": KEY, "DbiResourceId": d.dbi,
           "DBInstanceArn": d.arn, "DeletionProtection": True, "TagList": tag_list(d.tags)}
    if d.retention:
        out["LatestRestorableTime"] = fresh
    if hasattr(d, "replica_of"):
        out["ReadReplicaSourceDBInstanceIdentifier"] = d.replica_of
    return out


def member(name, writer):
    return {"DBInstanceIdentifier": name, "DBInstanceClass": orders.size,
            "Engine": "aurora-postgresql", "DBInstanceStatus": "available", "AllocatedStorage": 1,
            "InstanceCreateTime": "2023-06-20T10:05:00+00:00", "BackupRetentionPeriod": 7,
            "AvailabilityZone": HOME + ("a" if writer else "b"), "PendingModifiedValues": {},
            "MultiAZ": False, "EngineVersion": "15.4", "ReadReplicaDBInstanceIdentifiers": [],
            "StorageType": "aurora", "StorageEncrypted": True, "KmsKeyId": KEY,
            "DbiResourceId": "db-" + hexid(name, 26).upper(), "DBClusterIdentifier": orders.name,
            "DBInstanceArn": f"arn:aws:rds:{HOME}:{PROD}:db:{name}", "TagList": []}


def tables(tree):
    for account, region in scopes():
        here = [t for t in TABLES if account == PROD and (region == HOME or t.replica)]
        tree.ok(account, region, "dynamodb.list-tables", doc({"TableNames": sorted(
            t.name for t in here)}))
        tree.ok(account, region, "dynamodb.list-global-tables", page("GlobalTables", []))
        tree.ok(account, region, "dynamodb.list-backups", page("BackupSummaries", []))
        for t in here:
            arn = t.arn.replace(HOME, region)
            table = {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                     "TableName": t.name, "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                     "TableStatus": "ACTIVE", "CreationDateTime": "2023-04-03T11:00:00+00:00",
                     "TableSizeBytes": t.gb * GB, "ItemCount": t.gb * 210000, "TableArn": arn,
                     "TableId": uuid("table " + t.name + region),
                     "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                     "DeletionProtectionEnabled": t.replica}
            if t.replica:
                table |= {"GlobalTableVersion": "2019.11.21", "Replicas": [
                    {"RegionName": DR if region == HOME else HOME, "ReplicaStatus": "ACTIVE"}]}
            tree.ok(account, region, "dynamodb.describe-table", doc({"Table": table}), t.name)
            pitr = {"PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 35,
                    "EarliestRestorableDateTime": "2024-08-27T05:25:00+00:00",
                    "LatestRestorableDateTime": "2024-10-01T05:25:00+00:00"}
            off = {"PointInTimeRecoveryStatus": "DISABLED"}
            tree.ok(account, region, "dynamodb.describe-continuous-backups", doc(
                {"ContinuousBackupsDescription": {
                    "ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription":
                    pitr if t.pitr and region == HOME else off}}), t.name)


def files(tree):
    for account, region in scopes():
        home = (account, region) == (PROD, HOME)
        tree.ok(account, region, "efs.describe-file-systems", page("FileSystems", [
            {"OwnerId": PROD, "CreationToken": f.name, "FileSystemId": f.id, "FileSystemArn": f.arn,
             "CreationTime": "2023-04-11T12:00:00+00:00", "LifeCycleState": "available",
             "Name": f.name, "NumberOfMountTargets": 2, "SizeInBytes": {
                 "Value": f.gb * GB, "Timestamp": "2024-10-01T04:00:00+00:00", "ValueInIA": 0,
                 "ValueInStandard": f.gb * GB, "ValueInArchive": 0},
             "PerformanceMode": "generalPurpose", "Encrypted": True, "KmsKeyId": KEY,
             "ThroughputMode": "elastic", "Tags": tag_list({"Name": f.name} | f.tags)}
            for f in FILE_SYSTEMS] if home else []))
        tree.ok(account, region, "efs.describe-replication-configurations", page("Replications", []))
        tree.ok(account, region, "fsx.describe-file-systems", page("FileSystems", [
            {"OwnerId": PROD, "CreationTime": "2023-08-08T08:00:00+00:00",
             "FileSystemId": finance_share.id, "FileSystemType": "WINDOWS", "Lifecycle": "AVAILABLE",
             "StorageCapacity": finance_share.gb, "StorageType": "SSD", "KmsKeyId": KEY,
             "ResourceARN": finance_share.arn, "Tags": tag_list(finance_share.tags),
             "WindowsConfiguration": {"DeploymentType": "SINGLE_AZ_2", "ThroughputCapacity": 32,
                                      "AutomaticBackupRetentionDays": 0}}] if home else []))
        tree.ok(account, region, "fsx.describe-backups", page("Backups", []))
        tree.ok(account, region, "fsx.describe-volumes", page("Volumes", []))
    for f in FILE_SYSTEMS:
        tree.ok(PROD, HOME, "efs.describe-backup-policy",
                doc({"BackupPolicy": {"Status": "DISABLED"}}), f.id)


def buckets(tree):
    g = "global"
    tree.ok(PROD, g, "s3api.list-buckets", page("Buckets", [
        {"Name": b.name, "CreationDate": "2023-03-01T09:00:00+00:00"} for b in BUCKETS],
        Owner={"ID": hexid("owner", 64)}))
    tree.ok(VAULT, g, "s3api.list-buckets", page("Buckets", [], Owner={"ID": hexid("vault", 64)}))
    not_found = "\nAn error occurred ({}) when calling the {} operation: {}\n"
    for b in BUCKETS:
        tree.ok(PROD, g, "s3api.get-bucket-location", doc({"LocationConstraint": b.region}), b.name)
        if b.tags:
            tree.ok(PROD, g, "s3api.get-bucket-tagging", page("TagSet", tag_list(b.tags)), b.name)
        else:
            tree.error(PROD, g, "s3api.get-bucket-tagging", not_found.format(
                "NoSuchTagSet", "GetBucketTagging", "The TagSet does not exist"), b.name)
        tree.ok(PROD, g, "s3api.get-bucket-encryption", doc({"ServerSideEncryptionConfiguration": {
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                       "BucketKeyEnabled": False}]}}), b.name)
        if b is claims:  # the reader's role may not look into this bucket
            tree.error(PROD, g, "s3api.get-bucket-replication", DENIED.format(
                "GetBucketReplication", PROD, "s3:GetReplicationConfiguration"), b.name)
        elif b is invoices:
            tree.ok(PROD, g, "s3api.get-bucket-replication", doc({"ReplicationConfiguration": {
                "Role": f"arn:aws:iam::{PROD}:role/s3-replication", "Rules": [
                    {"ID": "everything", "Priority": 1, "Filter": {}, "Status": "Enabled",
                     "Destination": {"Bucket": invoices_dr.arn},
                     "DeleteMarkerReplication": {"Status": "Enabled"}}]}}), b.name)
        else:
            tree.error(PROD, g, "s3api.get-bucket-replication", not_found.format(
                "ReplicationConfigurationNotFoundError", "GetBucketReplication",
                "The replication configuration was not found"), b.name)
        versioned = {invoices: {"Status": "Enabled", "MFADelete": "Disabled"},
                     invoices_dr: {"Status": "Enabled"}, archive: {"Status": "Enabled"},
                     claims: {"Status": "Suspended"}}
        tree.ok(PROD, g, "s3api.get-bucket-versioning",
                doc(versioned[b]) if b in versioned else "", b.name)
        if b is invoices:
            tree.ok(PROD, g, "s3api.get-object-lock-configuration", doc({"ObjectLockConfiguration": {
                "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {
                    "Mode": "COMPLIANCE", "Days": 90}}}}), b.name)
        else:
            tree.error(PROD, g, "s3api.get-object-lock-configuration", not_found.format(
                "ObjectLockConfigurationNotFoundError", "GetObjectLockConfiguration",
                "Object Lock configuration does not exist for this bucket"), b.name)
        if b in (archive, logs):
            move = ([{"Days": 30, "StorageClass": "GLACIER"}] if b is archive else
                    [{"Days": 30, "StorageClass": "STANDARD_IA"}])
            tree.ok(PROD, g, "s3api.get-bucket-lifecycle-configuration", page("Rules", [
                {"ID": "to-archive", "Filter": {"Prefix": ""}, "Status": "Enabled",
                 "Transitions": move}]), b.name)
        else:
            tree.error(PROD, g, "s3api.get-bucket-lifecycle-configuration", not_found.format(
                "NoSuchLifecycleConfiguration", "GetBucketLifecycleConfiguration",
                "The lifecycle configuration does not exist"), b.name)


def people(tree):
    """Who hears about a failure, who may do what, and what is recorded."""
    for account, region in scopes():
        home = (account, region) == (PROD, HOME)
        tree.ok(account, region, "sns.list-topics",
                page("Topics", [{"TopicArn": TOPIC}] if home else []))
        if account == VAULT:
            tree.error(account, region, "sns.list-subscriptions", DENIED.format(
                "ListSubscriptions", VAULT, "SNS:ListSubscriptions"))
        else:
            tree.ok(account, region, "sns.list-subscriptions", page("Subscriptions", [
                {"SubscriptionArn": f"{TOPIC}:{uuid('on call')}", "Owner": PROD, "Protocol": "email",
                 "Endpoint": "on-call@meridian.example", "TopicArn": TOPIC},
                {"SubscriptionArn": "PendingConfirmation", "Owner": PROD, "Protocol": "email",
                 "Endpoint": "head-of-operations@meridian.example", "TopicArn": TOPIC}]
                if home else []))
        tree.ok(account, region, "events.list-rules", page("Rules", [
            {"Name": "backup-failures", "Arn": f"arn:aws:events:{HOME}:{PROD}:rule/backup-failures",
             "EventPattern": '{"source":["aws.backup"],"detail-type":["Backup Job State Change",'
                             '"Copy Job State Change","Restore Job State Change"],'
                             '"detail":{"state":["FAILED","EXPIRED","ABORTED"]}}',
             "State": "ENABLED", "EventBusName": "default"}] if home else []))
        tree.ok(account, region, "cloudwatch.describe-alarms", page("MetricAlarms", [],
                                                                    CompositeAlarms=[]))
        tree.ok(account, region, "cloudtrail.describe-trails", page("trailList", [
            {"Name": "organization", "S3BucketName": logs.name, "IncludeGlobalServiceEvents": True,
             "IsMultiRegionTrail": True, "HomeRegion": HOME,
             "TrailARN": f"arn:aws:cloudtrail:{HOME}:{PROD}:trail/organization",
             "LogFileValidationEnabled": True, "IsOrganizationTrail": False}]
            if account == PROD else []))
        tree.ok(account, region, "configservice.describe-configuration-recorders",
                page("ConfigurationRecorders", [
                    {"name": "default", "roleARN": f"arn:aws:iam::{account}:role/config",
                     "recordingGroup": {"allSupported": True,
                                        "includeGlobalResourceTypes": True}}]))
        tree.ok(account, region, "configservice.describe-configuration-recorder-status",
                page("ConfigurationRecordersStatus", [
                    {"name": "default", "recording": True, "lastStatus": "SUCCESS"}]))
        tree.ok(account, region, "ssm.list-documents", page("DocumentIdentifiers", [
            {"Name": "Ledger-FailOver", "Owner": PROD, "DocumentType": "Automation",
             "DocumentVersion": "3", "CreatedDate": "2024-05-06T09:00:00+00:00"}] if home else []))
        tree.ok(account, region, "ssm.describe-automation-executions",
                page("AutomationExecutionMetadataList", []))
        tree.ok(account, region, "kms.list-keys", page("Keys", [
            {"KeyId": k.split("/")[1], "KeyArn": k} for k in keys(account, region)]))
        for k in keys(account, region):
            tree.ok(account, region, "kms.describe-key", doc({"KeyMetadata": {
                "AWSAccountId": account, "KeyId": k.split("/")[1], "Arn": k, "Enabled": True,
                "CreationDate": "2023-02-01T09:00:00+00:00", "KeyUsage": "ENCRYPT_DECRYPT",
                "KeyState": "Enabled", "Origin": "AWS_KMS", "KeyManager": "CUSTOMER"}}),
                k.split("/")[1])
        tree.ok(account, region, "drs.describe-source-servers",
                page("items", drs(account, region)))
        tree.ok(account, region, "drs.describe-jobs", page("items", []))
        tree.ok(account, region, "drs.describe-recovery-instances", page("items", []))
        tree.ok(account, region, "resiliencehub.list-apps", page("appSummaries", []))
        tree.ok(account, region, "arc-region-switch.list-plans", page("plans", []))
        tree.ok(account, region, "fis.list-experiments", page("experiments", []))
    tree.ok(PROD, HOME, "events.list-targets-by-rule",
            page("Targets", [{"Id": "alerts", "Arn": TOPIC}]), "backup-failures")
    tree.ok(PROD, HOME, "sns.get-topic-attributes", doc({"Attributes": {
        "TopicArn": TOPIC, "Owner": PROD, "SubscriptionsConfirmed": "1", "SubscriptionsPending": "1",
        "Policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":'
                  '["backup.amazonaws.com","events.amazonaws.com"]},"Action":"SNS:Publish",'
                  f'"Resource":"{TOPIC}"}}]}}'}}), "backup-alerts")
    tree.ok(PROD, HOME, "cloudtrail.get-trail-status", doc(
        {"IsLogging": True, "LatestDeliveryTime": "2024-10-01T05:10:00+00:00"}), "organization")
    tree.ok(PROD, HOME, "cloudtrail.get-event-selectors", doc(
        {"TrailARN": f"arn:aws:cloudtrail:{HOME}:{PROD}:trail/organization", "EventSelectors": [
            {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}]}),
        "organization")
    roles(tree)
    zones(tree)


def keys(account, region):
    return [KEY_VAULT] if account == VAULT else [KEY] if region == HOME else [KEY_DR]


def drs(account, region):
    if (account, region) != (PROD, DR):
        return []
    server = "s-" + hexid("drs ledger-app-1")
    return [{"sourceServerID": server, "arn": f"arn:aws:drs:{DR}:{PROD}:source-server/{server}",
             "tags": {}, "lastLaunchResult": "NOT_STARTED", "dataReplicationInfo": {
                 "lagDuration": "PT0S", "dataReplicationState": "CONTINUOUS",
                 "replicatedDisks": [{"deviceName": "/dev/xvda", "totalStorageBytes": 60 * GB,
                                      "replicatedStorageBytes": 60 * GB}]},
             "lifeCycle": {"addedToServiceDateTime": "2024-03-01T08:00:00+00:00",
                           "lastSeenByServiceDateTime": "2024-10-01T05:20:00+00:00"},
             "sourceProperties": {"identificationHints": {"hostname": "ledger-app-1",
                                                          "awsInstanceID": ledger_app_1.id}},
             "sourceCloudProperties": {"originAccountID": PROD, "originRegion": HOME},
             "replicationDirection": "FAILOVER"}]


def roles(tree):
    def role(arn, policies):
        return {"Path": "/service-role/" if "service-role" in arn else "/",
                "RoleName": arn.split("/")[-1], "RoleId": "AROA" + hexid(arn, 17).upper(),
                "Arn": arn, "CreateDate": "2023-02-01T09:30:00+00:00",
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"},
                     "Action": "sts:AssumeRole"}]},
                "InstanceProfileList": [], "RolePolicyList": [], "AttachedManagedPolicies": [
                    {"PolicyName": p.split("/")[-1], "PolicyArn": "arn:aws:iam::aws:policy/" + p}
                    for p in policies]}

    backup = ["service-role/AWSBackupServiceRolePolicyForBackup",
              "service-role/AWSBackupServiceRolePolicyForRestores"]
    for account, list_ in ((PROD, [role(ROLE, backup),
                                   role(ADMIN_ROLE, ["AdministratorAccess"])]), (VAULT, [])):
        tree.ok(account, "global", "iam.get-account-authorization-details", page(
            "RoleDetailList", list_, UserDetailList=[], GroupDetailList=[], Policies=[],
            IsTruncated=False))


def zones(tree):
    zone = "Z0" + hexid("zone", 18).upper()
    check = uuid("health check")
    tree.ok(PROD, "global", "route53.list-hosted-zones", page("HostedZones", [
        {"Id": "/hostedzone/" + zone, "Name": "meridian.example.", "CallerReference": uuid("zone"),
         "Config": {"PrivateZone": False}, "ResourceRecordSetCount": 4}], IsTruncated=False))

    def record(name, failover, address, **more):
        return {"Name": name, "Type": "A", "SetIdentifier": failover.lower(), "Failover": failover,
                "TTL": 60, "ResourceRecords": [{"Value": address}]} | more

    tree.ok(PROD, "global", "route53.list-resource-record-sets", page("ResourceRecordSets", [
        record("ledger.meridian.example.", "PRIMARY", "192.0.2.10", HealthCheckId=check),
        record("ledger.meridian.example.", "SECONDARY", "198.51.100.10"),
        record("dispatch.meridian.example.", "PRIMARY", "192.0.2.20"),  # nothing watches it
        record("dispatch.meridian.example.", "SECONDARY", "198.51.100.20")], IsTruncated=False,
        MaxItems="300"), zone)
    tree.ok(PROD, "global", "route53.list-health-checks", page("HealthChecks", [
        {"Id": check, "CallerReference": uuid("check"), "HealthCheckVersion": 1,
         "HealthCheckConfig": {"Type": "HTTPS", "FullyQualifiedDomainName": "ledger.meridian.example",
                               "Port": 443, "ResourcePath": "/health", "RequestInterval": 30,
                               "FailureThreshold": 3, "Inverted": False, "Disabled": False}}],
        IsTruncated=False, MaxItems="100"))
    tree.ok(VAULT, "global", "route53.list-hosted-zones", page("HostedZones", [],
                                                               IsTruncated=False))
    tree.ok(VAULT, "global", "route53.list-health-checks", page("HealthChecks", [],
                                                                IsTruncated=False))
    for account in (PROD, VAULT):
        tree.ok(account, "global", "organizations.list-policies", page("Policies", []))


def tagging(tree):
    for account, region in scopes():
        mine = [r for r in INSTANCES + VOLUMES + DATABASES + TABLES + FILE_SYSTEMS + BUCKETS
                + [orders, finance_share, analytics]
                if (r.account, r.region) == (account, region) and r.tags]
        tree.ok(account, region, "resourcegroupstaggingapi.get-resources",
                page("ResourceTagMappingList", [
                    {"ResourceARN": r.arn, "Tags": tag_list(r.tags)}
                    for r in sorted(mine, key=lambda r: r.arn)], PaginationToken=""))


def services(tree):
    for part in (compute, databases, files, buckets, people, tagging):
        part(tree)
