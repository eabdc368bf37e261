# SPDX-License-Identifier: Apache-2.0
"""make_inventory.py POINTS FOLDER: an inventory of POINTS recovery points of a fifth as
many volumes, all selected by tag by one of 50 plans, as a read-only export leaves it."""
import json
import os
import sys

ACCOUNT, PLANS, POINTS_EACH = "111122223333", 50, 5
HOME, AWAY = "eu-west-1", "eu-central-1"


def volume(i):
    return {"VolumeId": f"vol-{i:017x}", "Size": 100, "State": "available", "Encrypted": True,
            "CreateTime": "2024-01-01T00:00:00Z", "Attachments": [],
            "Tags": [{"Key": "dr-tier", "Value": str(i % 4)}, {"Key": "backup", "Value": f"p{i % PLANS}"}]}


def point(i, n_volumes):
    day = 1 + i // n_volumes * 6
    vault = f"arn:aws:backup:{HOME}:{ACCOUNT}:backup-vault:v"
    return {"RecoveryPointArn": f"arn:aws:ec2:{HOME}::snapshot/snap-{i:017x}",
            "BackupVaultName": "v", "BackupVaultArn": vault,
            "ResourceArn": f"arn:aws:ec2:{HOME}:{ACCOUNT}:volume/vol-{i % n_volumes:017x}",
            "ResourceType": "EBS", "Status": "COMPLETED", "BackupSizeInBytes": 107374182400,
            "CreationDate": f"2024-09-{day:02d}T05:00:00+00:00",
            "CompletionDate": f"2024-09-{day:02d}T05:30:00+00:00",
            "Lifecycle": {"DeleteAfterDays": 35}, "IsEncrypted": True,
            "EncryptionKeyArn": f"arn:aws:kms:{HOME}:{ACCOUNT}:key/k",
            "CreatedBy": {"BackupPlanId": f"plan-{i % n_volumes % PLANS}", "BackupRuleId": "r"}}


def plan_files(k):
    plan = f"plan-{k}"
    arn = f"arn:aws:backup:{HOME}:{ACCOUNT}:backup-plan:{plan}"
    role = f"arn:aws:iam::{ACCOUNT}:role/backup"
    rule = {"RuleName": "r", "RuleId": "r", "TargetBackupVaultName": "v",
            "ScheduleExpression": "cron(0 5 ? * * *)", "Lifecycle": {"DeleteAfterDays": 35}, "CopyActions": []}
    conditions = {"StringEquals": [{"ConditionKey": "aws:ResourceTag/backup", "ConditionValue": f"p{k}"}],
                  "StringNotEquals": [], "StringLike": [], "StringNotLike": []}
    selection = {"SelectionName": "s", "IamRoleArn": role, "Resources": ["*"], "NotResources": [],
                 "ListOfTags": [], "Conditions": conditions}
    return {
        f"backup.get-backup-plan/{plan}": {"BackupPlan": {"BackupPlanName": f"p{k}", "Rules": [rule]},
                                           "BackupPlanId": plan, "BackupPlanArn": arn},
        f"backup.list-backup-selections/{plan}": {"BackupSelectionsList": [
            {"SelectionId": f"s-{k}", "SelectionName": "s", "BackupPlanId": plan, "IamRoleArn": role}]},
        f"backup.get-backup-selection/s-{k}": {"BackupSelection": selection, "SelectionId": f"s-{k}",
                                               "BackupPlanId": plan}}


def answers(region, n_points):
    n_volumes = n_points // POINTS_EACH
    vault = {"BackupVaultName": "v", "BackupVaultArn": f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:v",
             "VaultType": "BACKUP_VAULT", "NumberOfRecoveryPoints": n_points}
    files = {
        "ec2.describe-volumes": {"Volumes": [volume(i) for i in range(n_volumes)]},
        "ec2.describe-instances": {"Reservations": []}, "ec2.describe-snapshots": {"Snapshots": []},
        "rds.describe-db-instances": {"DBInstances": []}, "rds.describe-db-clusters": {"DBClusters": []},
        "dynamodb.list-tables": {"TableNames": []}, "efs.describe-file-systems": {"FileSystems": []},
        "backup.list-backup-vaults": {"BackupVaultList": [vault]},
        "backup.list-recovery-points-by-backup-vault/v": {
            "RecoveryPoints": [point(i, n_volumes) for i in range(n_points)]},
        "backup.list-backup-plans": {"BackupPlansList": [
            {"BackupPlanArn": f"arn:aws:backup:{region}:{ACCOUNT}:backup-plan:plan-{k}",
             "BackupPlanId": f"plan-{k}", "BackupPlanName": f"p{k}"} for k in range(PLANS if n_points else 0)]},
        "backup.describe-region-settings": {"ResourceTypeOptInPreference": {"EBS": True}},
        "backup.list-backup-jobs": {"BackupJobs": []}, "backup.list-copy-jobs": {"CopyJobs": []},
        "backup.list-restore-jobs": {"RestoreJobs": []}, "backup.list-protected-resources": {"Results": []}}
    for k in range(PLANS if n_points else 0):
        files.update(plan_files(k))
    return files


def main():
    n_points, folder = int(sys.argv[1]), sys.argv[2]
    places = {f"{ACCOUNT}/{HOME}": answers(HOME, n_points), f"{ACCOUNT}/{AWAY}": answers(AWAY, 0),
              f"{ACCOUNT}/global": {"s3api.list-buckets": {"Buckets": []}}}
    for place, files in places.items():
        for call, answer in files.items():
            path = os.path.join(folder, place, call + ".json")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(answer, file)


main()
