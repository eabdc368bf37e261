# SPDX-License-Identifier: Apache-2.0
"""The answers of read-only AWS calls about the organisation, one file per call."""

import datetime
import json

from organization import (
    ADMIN_ROLE, AS_OF, BRONZE, DR, GOLD, HOME, KEY, KEY_DR, KEY_VAULT, POINTS, PROD, RECORDS, ROLE,
    SILVER, VAULT, dispatch_db, documents, hexid, ledger_app_1, ledger_app_2, ledger_data,
    ledger_db, logs, stamp, uuid, vault_arn)

GB = 1 << 30
TOPIC = f"arn:aws:sns:{HOME}:{PROD}:backup-alerts"
DENIED = ("\nAn error occurred (AccessDenied) when calling the {} operation: User: arn:aws:sts::"
          "{}:assumed-role/evidence-reader/export is not authorized to perform: {}\n")


def page(key, items, **more):
    """A result page with one element per line, so that a change shows as one line."""
    rest = "".join(f",{json.dumps(k)}:{compact(v)}" for k, v in more.items())
    body = ",\n".join(compact(i) for i in items)
    return f'{{"{key}":[' + (f"\n{body}\n" if items else "") + f"]{rest}}}\n"


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def doc(value):
    return json.dumps(value, indent=2) + "\n"


def tag_list(pairs):
    return [{"Key": k, "Value": v} for k, v in pairs.items()]


class Tree:
    """Files by path: ACCOUNT/REGION/CALL[/ITEM].json, .err, .rc"""

    def __init__(self):
        self.files = {}

    def ok(self, account, region, call, text, item=None):
        self.files[self._path(account, region, call, item) + ".json"] = text

    def error(self, account, region, call, message, item=None):
        path = self._path(account, region, call, item)
        self.files[path + ".err"], self.files[path + ".rc"] = message, "254\n"

    @staticmethod
    def _path(account, region, call, item):
        return f"{account}/{region}/{call}" + (f"/{item}" if item else "")


def created_by(plan, rule):
    return {"BackupPlanId": plan, "BackupPlanArn": f"arn:aws:backup:{HOME}:{PROD}:backup-plan:{plan}",
            "BackupRuleId": uuid(plan + rule)}


def key_of(p):
    if not p.encrypted:
        return None
    return KEY_VAULT if p.account == VAULT else KEY_DR if p.region == DR else KEY


def recovery_point(p):
    out = {"RecoveryPointArn": p.arn, "BackupVaultName": p.vault,
           "BackupVaultArn": vault_arn(p.vault, p.account, p.region)}
    if p.source_vault:
        out["SourceBackupVaultArn"] = p.source_vault
    out |= {"ResourceArn": p.resource.arn, "ResourceType": p.resource.kind}
    if p.plan:
        out["CreatedBy"] = created_by(p.plan, p.rule)
    out |= {"IamRoleArn": ROLE, "Status": p.status, "CreationDate": stamp(p.created),
            "CompletionDate": stamp(p.completed), "BackupSizeInBytes": p.size_gb * GB}
    if p.days and not p.continuous:
        out["CalculatedLifecycle"] = {"DeleteAt": stamp(p.created + datetime.timedelta(days=p.days))}
    if p.days:
        out["Lifecycle"] = {"DeleteAfterDays": p.days}
    if p.encrypted:
        out["EncryptionKeyArn"] = key_of(p)
    return out | {"IsEncrypted": p.encrypted, "IsParent": False, "ResourceName": p.resource.name,
                  "VaultType": "BACKUP_VAULT"}


def vaults(tree):
    shapes = [("critical", PROD, HOME, {"Locked": True, "MinRetentionDays": 30}, KEY),
              ("standard", PROD, HOME, {"Locked": False}, KEY),
              ("Default", PROD, HOME, {"Locked": False}, KEY),
              ("critical-dr", PROD, DR, {"Locked": False}, KEY_DR),
              ("isolated", VAULT, DR, {"Locked": True, "MinRetentionDays": 60,
                                       "MaxRetentionDays": 400,
                                       "LockDate": "2024-02-04T00:00:00+00:00"}, KEY_VAULT)]
    deny = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Resource": "*",
        "Action": ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle",
                   "backup:PutBackupVaultAccessPolicy"]}]}
    for account, region in scopes():
        mine = [s for s in shapes if s[1:3] == (account, region)]
        tree.ok(account, region, "backup.list-backup-vaults", page("BackupVaultList", [
            {"BackupVaultName": n, "BackupVaultArn": vault_arn(n, a, r), "VaultType": "BACKUP_VAULT",
             "VaultState": "AVAILABLE", "CreationDate": "2023-02-01T10:00:00+00:00",
             "EncryptionKeyArn": key, "EncryptionKeyType": "CUSTOMER_MANAGED_KMS_KEY",
             "NumberOfRecoveryPoints": sum((p.vault, p.account, p.region) == (n, a, r)
                                           for p in POINTS)} | lock
            for n, a, r, lock, key in mine]))
        for n, a, r, _, _ in mine:
            points = sorted((p for p in POINTS if (p.vault, p.account, p.region) == (n, a, r)),
                            key=lambda p: (p.created, p.arn), reverse=True)
            tree.ok(a, r, "backup.list-recovery-points-by-backup-vault",
                    page("RecoveryPoints", [recovery_point(p) for p in points]), n)
            if n in ("critical", "critical-dr", "isolated"):
                tree.ok(a, r, "backup.get-backup-vault-access-policy", doc(
                    {"BackupVaultName": n, "BackupVaultArn": vault_arn(n, a, r),
                     "Policy": json.dumps(deny)}), n)
            else:
                tree.error(a, r, "backup.get-backup-vault-access-policy",
                           "\nAn error occurred (ResourceNotFoundException) when calling the "
                           "GetBackupVaultAccessPolicy operation: No policy is attached to "
                           f"backup vault {n}\n", n)
            if n == "critical":
                tree.ok(a, r, "backup.get-backup-vault-notifications", doc(
                    {"BackupVaultName": n, "BackupVaultArn": vault_arn(n, a, r),
                     "SNSTopicArn": TOPIC,
                     "BackupVaultEvents": ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED",
                                           "RESTORE_JOB_COMPLETED"]}), n)
            else:
                tree.error(a, r, "backup.get-backup-vault-notifications",
                           "\nAn error occurred (ResourceNotFoundException) when calling the "
                           "GetBackupVaultNotifications operation: Backup vault notifications "
                           f"not found for {n}\n", n)


def plans(tree):
    def rule(plan, name, vault, cron, days, copies=(), **more):
        out = {"RuleName": name, "TargetBackupVaultName": vault, "ScheduleExpression": cron,
               "StartWindowMinutes": 60, "CompletionWindowMinutes": 360,
               "Lifecycle": {"DeleteAfterDays": days}, "RuleId": uuid(plan + name),
               "EnableContinuousBackup": False, "ScheduleExpressionTimezone": "Etc/UTC"} | more
        if copies:
            out["CopyActions"] = [{"Lifecycle": {"DeleteAfterDays": d}, "DestinationBackupVaultArn": v}
                                  for v, d in copies]
        return out

    every = {
        GOLD: ("gold", [
            rule(GOLD, "daily-35", "critical", "cron(0 3 ? * * *)", 35,
                 [(vault_arn("critical-dr", PROD, DR), 14), (vault_arn("isolated", VAULT, DR), 90)]),
            rule(GOLD, "continuous", "critical", "cron(30 3 ? * * *)", 35,
                 EnableContinuousBackup=True)]),
        SILVER: ("silver", [rule(SILVER, "daily-14", "standard", "cron(0 2 ? * * *)", 14)]),
        BRONZE: ("bronze", [rule(BRONZE, "weekly-35", "standard", "cron(0 1 ? * TUE *)", 35)]),
        RECORDS: ("records", [
            rule(RECORDS, "daily-14", "standard", "cron(30 1 ? * * *)", 14),
            rule(RECORDS, "monthly-365", "standard", "cron(45 1 1 * ? *)", 365)]),
    }
    by_tag = lambda key, value: {"ListOfTags": [{"ConditionType": "STRINGEQUALS",
                                                 "ConditionKey": key, "ConditionValue": value}]}
    selections = {
        GOLD: ("tier-0", {"Resources": [ledger_app_1.arn, ledger_app_2.arn, ledger_data.arn,
                                        "arn:aws:rds:*:*:db:ledger-db"]}, ROLE),
        SILVER: ("backup-silver", by_tag("backup", "silver"), ROLE),
        BRONZE: ("backup-bronze", by_tag("backup", "bronze"), ADMIN_ROLE),
        RECORDS: ("documents", {"Resources": [documents.arn]}, ROLE),
    }
    arn = lambda plan: f"arn:aws:backup:{HOME}:{PROD}:backup-plan:{plan}"
    for account, region in scopes():
        mine = every if (account, region) == (PROD, HOME) else {}
        tree.ok(account, region, "backup.list-backup-plans", page("BackupPlansList", [
            {"BackupPlanArn": arn(p), "BackupPlanId": p, "CreationDate": "2023-02-01T10:20:00+00:00",
             "VersionId": uuid("version " + p), "BackupPlanName": name,
             "LastExecutionDate": "2024-10-01T03:00:00+00:00"} for p, (name, _) in mine.items()]))
    for p, (name, rules) in every.items():
        tree.ok(PROD, HOME, "backup.get-backup-plan", doc(
            {"BackupPlan": {"BackupPlanName": name, "Rules": rules}, "BackupPlanId": p,
             "BackupPlanArn": arn(p), "VersionId": uuid("version " + p),
             "CreationDate": "2023-02-01T10:20:00+00:00",
             "LastExecutionDate": "2024-10-01T03:00:00+00:00"}), p)
        label, body, role = selections[p]
        one = uuid("selection " + p)
        tree.ok(PROD, HOME, "backup.list-backup-selections", page("BackupSelectionsList", [
            {"SelectionId": one, "SelectionName": label, "BackupPlanId": p,
             "CreationDate": "2023-02-01T10:25:00+00:00", "IamRoleArn": role}]), p)
        tree.ok(PROD, HOME, "backup.get-backup-selection", doc(
            {"BackupSelection": {"SelectionName": label, "IamRoleArn": role, "Resources": [],
                                 "ListOfTags": [], "NotResources": [], "Conditions": {}} | body,
             "SelectionId": one, "BackupPlanId": p, "CreationDate": "2023-02-01T10:25:00+00:00"}),
            one)


def backup_jobs(tree):
    since = AS_OF - datetime.timedelta(days=4)
    jobs = [{"AccountId": PROD, "BackupJobId": p.job, "BackupVaultName": p.vault,
             "BackupVaultArn": vault_arn(p.vault), "RecoveryPointArn": p.arn,
             "ResourceArn": p.resource.arn, "CreationDate": stamp(p.created),
             "CompletionDate": stamp(p.completed), "State": "COMPLETED", "PercentDone": "100.0",
             "BackupSizeInBytes": p.size_gb * GB, "IamRoleArn": ROLE,
             "CreatedBy": created_by(p.plan, p.rule), "ResourceType": p.resource.kind,
             "IsParent": False, "MessageCategory": "SUCCESS"}
            for p in POINTS if p.plan and not p.source_vault and not p.continuous
            and p.created >= since]
    for day in (15, 16):
        t = datetime.datetime(2024, 9, day, 3, 4)
        jobs.append({"AccountId": PROD, "BackupJobId": uuid(f"failed job {day}"),
                     "BackupVaultName": "critical", "BackupVaultArn": vault_arn("critical"),
                     "ResourceArn": ledger_app_2.arn, "CreationDate": stamp(t),
                     "CompletionDate": stamp(t + datetime.timedelta(minutes=2)), "State": "FAILED",
                     "StatusMessage": "Access Denied trying to call AWS Backup service",
                     "PercentDone": "0.0", "BackupSizeInBytes": 0, "IamRoleArn": ROLE,
                     "CreatedBy": created_by(GOLD, "daily-35"), "ResourceType": "EC2",
                     "IsParent": False, "MessageCategory": "AccessDenied"})
    jobs.sort(key=lambda j: (j["CreationDate"], j["BackupJobId"]), reverse=True)
    return jobs


def copy_jobs():
    def job(resource, t, state, message=None, target="critical-dr", account=PROD):
        out = {"AccountId": PROD, "CopyJobId": uuid(f"copy {resource.name} {t} {target}"),
               "SourceBackupVaultArn": vault_arn("critical"),
               "DestinationBackupVaultArn": vault_arn(target, account, DR),
               "ResourceArn": resource.arn, "CreationDate": stamp(t),
               "CompletionDate": stamp(t + datetime.timedelta(minutes=24)), "State": state,
               "IamRoleArn": ROLE, "CreatedBy": created_by(GOLD, "daily-35"),
               "ResourceType": resource.kind, "IsParent": False}
        return out | ({"StatusMessage": message} if message else {})

    out = [job(p.resource, p.created, "COMPLETED", target=p.vault, account=p.account)
           | {"DestinationRecoveryPointArn": p.arn, "BackupSizeInBytes": p.size_gb * GB}
           for p in POINTS if p.source_vault and p.created >= datetime.datetime(2024, 9, 28)]
    for day in range(28, 31):
        out.append(job(ledger_data, datetime.datetime(2024, 9, day, 3, 48), "FAILED",
                       "Copy job failed. The target encryption key is not accessible"))
    return sorted(out, key=lambda j: (j["CreationDate"], j["CopyJobId"]), reverse=True)


def restore_jobs():
    testing = f"arn:aws:backup:{HOME}:{PROD}:restore-testing-plan:quarterly-{hexid('rtp', 8)}"

    def job(resource, start, minutes, status="COMPLETED", tested=False, validation=None,
            message=None):
        t = datetime.datetime.fromisoformat(start)
        point = next(p for p in POINTS if p.resource.arn == resource.arn)
        out = {"AccountId": PROD, "RestoreJobId": uuid(f"restore {resource.name} {start}"),
               "RecoveryPointArn": point.arn, "SourceResourceArn": resource.arn,
               "BackupVaultArn": vault_arn(point.vault), "CreationDate": stamp(t),
               "CompletionDate": stamp(t + datetime.timedelta(minutes=minutes)), "Status": status,
               "PercentDone": "100.00%" if status == "COMPLETED" else "0.00%",
               "BackupSizeInBytes": point.size_gb * GB, "IamRoleArn": ROLE,
               "ResourceType": resource.kind,
               "RecoveryPointCreationDate": stamp(t - datetime.timedelta(hours=9))}
        if tested:
            out |= {"CreatedBy": {"RestoreTestingPlanArn": testing}, "DeletionStatus": "SUCCESSFUL"}
        if validation:
            out["ValidationStatus"] = validation
        return out | ({"StatusMessage": message} if message else {})

    return [job(ledger_db, "2024-09-21T12:00:00", 42, tested=True, validation="SUCCESSFUL"),
            job(documents, "2024-09-21T12:10:00", 190, tested=True, validation="SUCCESSFUL"),
            job(ledger_app_1, "2024-09-18T13:00:00", 6, status="FAILED",
                message="Encountered a problem with your EC2 instance restore: instance type "
                        "m6i.xlarge is not available in the chosen zone"),
            job(ledger_app_1, "2024-09-18T13:40:00", 18),
            job(dispatch_db, "2024-09-04T09:30:00", 55)], testing


def backup(tree):
    restores, testing = restore_jobs()
    opted = {"Aurora": True, "DocumentDB": True, "DynamoDB": True, "EBS": True, "EC2": True,
             "EFS": True, "FSx": False, "Neptune": True, "RDS": True, "Redshift": False, "S3": False,
             "Storage Gateway": False, "Timestream": False, "VirtualMachine": False}
    for account, region in scopes():
        home = (account, region) == (PROD, HOME)
        tree.ok(account, region, "backup.list-backup-jobs",
                page("BackupJobs", backup_jobs(tree) if home else []))
        tree.ok(account, region, "backup.list-copy-jobs",
                page("CopyJobs", copy_jobs() if home else []))
        tree.ok(account, region, "backup.list-restore-jobs",
                page("RestoreJobs", restores if home else []))
        newest = {}
        for p in POINTS:
            if (p.account, p.region) == (account, region):
                if p.resource.arn not in newest or newest[p.resource.arn].created < p.created:
                    newest[p.resource.arn] = p
        tree.ok(account, region, "backup.list-protected-resources", page("Results", [
            {"ResourceArn": a, "ResourceType": p.resource.kind, "LastBackupTime": stamp(p.created),
             "ResourceName": p.resource.name, "LastBackupVaultArn": vault_arn(p.vault, account, region),
             "LastRecoveryPointArn": p.arn} for a, p in sorted(newest.items())]))
        tree.ok(account, region, "backup.describe-region-settings", doc(
            {"ResourceTypeOptInPreference": opted,
             "ResourceTypeManagementPreference": {"DynamoDB": True, "EFS": True}}))
        tree.ok(account, region, "backup.list-legal-holds", page("LegalHolds", []))
        name = testing.split(":")[-1].rsplit("-", 1)[0]
        tree.ok(account, region, "backup.list-restore-testing-plans", page("RestoreTestingPlans", [
            {"CreationTime": "2024-02-10T08:00:00+00:00",
             "LastExecutionTime": "2024-09-21T12:00:00+00:00", "RestoreTestingPlanArn": testing,
             "RestoreTestingPlanName": name, "ScheduleExpression": "cron(0 12 21 3,6,9,12 ? *)",
             "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowHours": 24}] if home else []))
        tree.ok(account, region, "backup.list-frameworks", page("Frameworks", [
            {"FrameworkName": "dr_controls",
             "FrameworkArn": f"arn:aws:backup:{HOME}:{PROD}:framework:dr_controls-{uuid('fw')}",
             "FrameworkDescription": "Backup controls", "NumberOfControls": 3,
             "CreationTime": "2023-05-02T09:00:00+00:00",
             "DeploymentStatus": "COMPLETED"}] if home else []))
        tree.ok(account, region, "backup.list-report-plans", page("ReportPlans", [
            {"ReportPlanArn": f"arn:aws:backup:{HOME}:{PROD}:report-plan:daily_jobs-{uuid('rp')}",
             "ReportPlanName": "daily_jobs", "ReportSetting": {"ReportTemplate": "BACKUP_JOB_REPORT"},
             "ReportDeliveryChannel": {"S3BucketName": logs.name, "Formats": ["CSV", "JSON"]},
             "DeploymentStatus": "COMPLETED", "CreationTime": "2023-05-02T09:10:00+00:00",
             "LastAttemptedExecutionTime": "2024-10-01T02:12:00+00:00",
             "LastSuccessfulExecutionTime": "2024-10-01T02:12:00+00:00"}] if home else []))
    tree.ok(PROD, HOME, "backup.get-restore-testing-plan", doc({"RestoreTestingPlan": {
        "CreationTime": "2024-02-10T08:00:00+00:00", "LastExecutionTime": "2024-09-21T12:00:00+00:00",
        "RecoveryPointSelection": {"Algorithm": "LATEST_WITHIN_WINDOW", "IncludeVaults": ["*"],
                                   "RecoveryPointTypes": ["SNAPSHOT"], "SelectionWindowDays": 30},
        "RestoreTestingPlanArn": testing, "RestoreTestingPlanName": name,
        "ScheduleExpression": "cron(0 12 21 3,6,9,12 ? *)", "StartWindowHours": 24}}), name)
    tree.ok(PROD, HOME, "backup.list-restore-testing-selections", page("RestoreTestingSelections", [
        {"CreationTime": "2024-02-10T08:05:00+00:00", "IamRoleArn": ROLE,
         "ProtectedResourceType": kind, "RestoreTestingPlanName": name,
         "RestoreTestingSelectionName": kind.lower(), "ValidationWindowHours": 4}
        for kind in ("RDS", "EFS")]), name)
    tree.ok(PROD, HOME, "backup.describe-framework", doc(
        {"FrameworkName": "dr_controls",
         "FrameworkArn": f"arn:aws:backup:{HOME}:{PROD}:framework:dr_controls-{uuid('fw')}",
         "FrameworkDescription": "Backup controls", "FrameworkControls": [
             {"ControlName": "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN"},
             {"ControlName": "BACKUP_RECOVERY_POINT_ENCRYPTED"},
             {"ControlName": "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK",
              "ControlInputParameters": [{"ParameterName": "requiredRetentionDays",
                                          "ParameterValue": "35"}]}],
         "CreationTime": "2023-05-02T09:00:00+00:00", "DeploymentStatus": "COMPLETED",
         "FrameworkStatus": "ACTIVE"}), "dr_controls")
    for account in (PROD, VAULT):
        tree.ok(account, "global", "backup.describe-global-settings", doc(
            {"GlobalSettings": {"isCrossAccountBackupEnabled": "true"},
             "LastUpdateTime": "2023-02-01T10:00:00+00:00"}))


def scopes():
    return [(PROD, HOME), (PROD, DR), (VAULT, DR)]


def build():
    from inventory_services import services  # the other services, in a file of their own
    tree = Tree()
    vaults(tree)
    plans(tree)
    backup(tree)
    services(tree)
    return tree.files
