# SPDX-License-Identifier: Apache-2.0
"""Where other tools are known to go wrong, from the files of AWS to the printed verdict."""

import datetime
import json

import harness

ACCOUNT, HOME, DR = "111122223333", "eu-west-1", "eu-central-1"
AS_OF = datetime.datetime(2024, 9, 30, 6, tzinfo=datetime.timezone.utc)
VAULT = f"arn:aws:backup:{HOME}:{ACCOUNT}:backup-vault:main"
POLICY = {
    "schema": "drledger/policy/1", "home_regions": [HOME], "dr_regions": [DR], "default_tier": "gold",
    "tags": {"application": ["application"]},
    "tiers": [{"id": "gold", "name": "Gold", "match": ["gold"], "strategy": "warm_standby",
               "rto": "PT4H", "rpo": "PT24H", "min_retention_days": 7, "cross_region": True,
               "restore_test_days": 90}]}


def ago(**delta):
    return (AS_OF - datetime.timedelta(**delta)).isoformat()


def volume(name):
    return f"arn:aws:ec2:{HOME}:{ACCOUNT}:volume/{name}"


def instance(name):
    return f"arn:aws:ec2:{HOME}:{ACCOUNT}:instance/{name}"


class Traps(harness.Case):
    def answer(self, call, content, item=None, region=HOME):
        region = "global" if call.startswith("s3api.") else region
        place = f"inventory/{ACCOUNT}/{region}/{call}" + (f"/{item}" if item else "")
        self.write(place + ".json", json.dumps(content))

    def failure(self, call, code, item=None, region=HOME):
        region = "global" if call.startswith("s3api.") else region
        place = f"inventory/{ACCOUNT}/{region}/{call}" + (f"/{item}" if item else "")
        self.write(place + ".err", f"An error occurred ({code}) when calling the operation: no\n")
        self.write(place + ".rc", "254\n")

    def volumes(self, **tags):
        """Volumes by name, each with its tags."""
        self.answer("ec2.describe-volumes", {"Volumes": [
            {"VolumeId": name, "State": "available", "Size": 8, "CreateTime": ago(days=300),
             "Attachments": [], "Tags": [{"Key": k, "Value": v} for k, v in own.items()]}
            for name, own in tags.items()]})

    def plan(self, selection, **rule):
        self.answer("backup.list-backup-plans", {"BackupPlansList": [
            {"BackupPlanId": "p", "BackupPlanName": "daily", "CreationDate": ago(days=200),
             "BackupPlanArn": f"arn:aws:backup:{HOME}:{ACCOUNT}:backup-plan:p"}]})
        self.answer("backup.get-backup-plan", {
            "BackupPlanId": "p", "BackupPlanArn": f"arn:aws:backup:{HOME}:{ACCOUNT}:backup-plan:p",
            "BackupPlan": {"BackupPlanName": "daily", "Rules": [
                {"RuleName": "r", "RuleId": "r", "TargetBackupVaultName": "main",
                 "Lifecycle": {"DeleteAfterDays": 35}, **rule}]}}, "p")
        self.answer("backup.list-backup-selections", {"BackupSelectionsList": [
            {"SelectionId": "s", "SelectionName": "s", "BackupPlanId": "p",
             "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/backup"}]}, "p")
        self.answer("backup.get-backup-selection", {
            "SelectionId": "s", "BackupPlanId": "p", "BackupSelection":
            {"SelectionName": "s", "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/backup", **selection}}, "s")
        self.answer("backup.describe-region-settings", {
            "ResourceTypeOptInPreference": {"EBS": True, "EC2": True, "RDS": True, "S3": True}})

    def vault(self, points=(), **lock):
        self.answer("backup.list-backup-vaults", {"BackupVaultList": [
            {"BackupVaultName": "main", "BackupVaultArn": VAULT, "VaultType": "BACKUP_VAULT",
             "NumberOfRecoveryPoints": len(points), **lock}]})
        self.answer("backup.list-recovery-points-by-backup-vault", {"RecoveryPoints": list(points)}, "main")

    def point(self, resource, kind, number, at, **more):
        return {"RecoveryPointArn": f"arn:aws:ec2:{HOME}::snapshot/snap-{number:08d}", "BackupVaultName": "main",
                "BackupVaultArn": VAULT, "ResourceArn": resource, "ResourceType": kind, "Status": "COMPLETED",
                "CreationDate": at, "CompletionDate": at, "IsEncrypted": True, "CreatedBy":
                {"BackupPlanId": "p", "BackupRuleId": "r"}, **more}

    def coverage(self, **files):
        self.write("policy.json", json.dumps(POLICY))
        arguments = ["--policy", "policy.json", "--as-of", AS_OF.isoformat()]
        for name, content in files.items():
            self.write(f"{name}.json", json.dumps(content))
            arguments += [f"--{name}", f"{name}.json"]
        self.run_tool("ingest", "inventory", "-q", expect=None)
        self.run_tool("report", "audit", "--format", "json", "-o", "out", *arguments, expect=None)
        self.told = json.loads(next((self.dir / "out").glob("audit-*.json")).read_text())
        return self.told

    def finding(self, rule, resource):
        found = [f for f in self.told["coverage"]["findings"] if (f["rule"], f["resource"]) == (rule, resource)]
        return found[0] if found else {"verdict": "not_applicable", "reason": "", "overlay": None}

    def expect(self, rule, resource, verdict, words=""):
        found = self.finding(rule, resource)
        self.assertEqual(found["verdict"], verdict, f"{rule} {resource}: {found['reason']}")
        self.assertIn(words, found["reason"])

    def state(self, resource):
        return [r for r in self.told["resources"] if r["resource"] == resource][0]

    def test_tags_select(self):
        """a plan that selects by a tag's value counts, and another value does not"""
        self.volumes(yes={"backup": "daily"}, no={"backup": "never"}, bare={})
        self.plan({"ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup",
                                   "ConditionValue": "daily"}]})
        self.vault([self.point(volume(v), "EBS", i, ago(hours=5)) for i, v in enumerate(("yes", "no", "bare"))])
        self.coverage()
        self.expect("USE_AWS_BACKUP", volume("yes"), "pass")
        self.expect("USE_AWS_BACKUP", volume("no"), "fail", "no plan")
        self.expect("USE_AWS_BACKUP", volume("bare"), "fail", "no plan")

    def test_same_region_replication(self):
        """replication within the Region is not cross-Region"""
        self.answer("s3api.list-buckets", {"Buckets": [{"Name": n, "CreationDate": ago(days=300)}
                                                       for n in ("near", "far", "copy-near", "copy-far")]})
        for name, region in (("near", HOME), ("far", HOME), ("copy-near", HOME), ("copy-far", DR)):
            self.answer("s3api.get-bucket-location", {"LocationConstraint": region}, name)
            self.answer("s3api.get-bucket-versioning", {"Status": "Enabled"}, name)
        for name in ("near", "far"):
            self.answer("s3api.get-bucket-replication", {"ReplicationConfiguration": {"Role": "r", "Rules": [
                {"ID": "all", "Priority": 1, "Status": "Enabled", "Filter": {},
                 "Destination": {"Bucket": f"arn:aws:s3:::copy-{name}"}}]}}, name)
        self.coverage()
        self.expect("S3_CRR", "arn:aws:s3:::near", "fail", "within its own Region only")
        self.expect("S3_CRR", "arn:aws:s3:::far", "pass", DR)

    def test_stale_protected_list(self):
        """an entry of list-protected-resources is no protection when its vault has no point"""
        self.volumes(gone={"backup": "daily"})
        self.plan({"Resources": [volume("gone")]})
        self.vault()
        self.answer("backup.list-protected-resources", {"Results": [
            {"ResourceArn": volume("gone"), "ResourceType": "EBS", "LastBackupTime": ago(hours=2)}]})
        self.coverage()
        self.assertEqual(self.state(volume("gone"))["state"], "selected_not_protected")
        self.expect("USE_AWS_BACKUP", volume("gone"), "fail", "no recovery point")

    def test_hole(self):
        """a hole of 31 hours breaches an RPO of 24 although the newest point is minutes old"""
        hours = [h for h in range(0, 24 * 40, 12) if not 96 < h < 96 + 31] + [96 + 31]
        self.volumes(holed={}, whole={})
        self.plan({"Resources": ["*"]})
        self.vault([self.point(volume("holed"), "EBS", i, ago(hours=h, minutes=5)) for i, h in enumerate(hours)]
                   + [self.point(volume("whole"), "EBS", 500 + h, ago(hours=h, minutes=5))
                      for h in range(0, 24 * 40, 12)])
        self.coverage()
        self.assertEqual(self.state(volume("holed"))["state"], "protected")
        self.assertEqual(self.state(volume("holed"))["rpo_achieved"], 31 * 3600)
        self.assertEqual(self.state(volume("whole"))["rpo_achieved"], 12 * 3600)
        self.expect("RTO_RPO_DEFINITION", "tier:gold", "fail", "1 d 7 h")

    def drill(self, *launched):
        self.answer("ec2.describe-instances", {"Reservations": [{"OwnerId": ACCOUNT, "Instances": [
            {"InstanceId": "i-1", "State": {"Name": "running"}, "LaunchTime": ago(days=300),
             "Tags": [{"Key": "application", "Value": "shop"}]}]}]})
        self.answer("drs.describe-source-servers", {"items": [
            {"sourceServerID": "s-1", "arn": f"arn:aws:drs:{DR}:{ACCOUNT}:source-server/s-1",
             "sourceProperties": {"identificationHints": {"awsInstanceID": "i-1"}},
             "dataReplicationInfo": {"dataReplicationState": "CONTINUOUS", "lagDuration": "PT30S"}}]}, region=DR)
        self.answer("drs.describe-jobs", {"items": [
            {"jobID": "j", "type": "LAUNCH", "initiatedBy": "START_DRILL", "status": "COMPLETED",
             "creationDateTime": ago(days=3), "endDateTime": ago(days=3), "participatingServers":
             [{"sourceServerID": f"s-{n}", "launchStatus": status} for n, status in enumerate(launched, 1)]}]},
                    region=DR)
        self.plan({"Resources": ["*"]})
        self.vault([self.point(instance("i-1"), "EC2", 1, ago(hours=5))])
        self.answer("backup.list-restore-jobs", {"RestoreJobs": []})
        self.coverage()

    def test_failed_launch(self):
        """a COMPLETED job with a launch that FAILED is no successful drill"""
        self.drill("FAILED")
        self.expect("BACKUP_TESTING", "type:EC2", "fail", "failed")
        self.expect("DR_TESTING_SCHEDULE", "application:shop", "fail", "did not succeed")

    def test_launched(self):
        """a job whose servers were launched is a drill"""
        self.drill("LAUNCHED")
        self.expect("BACKUP_TESTING", "type:EC2", "pass")
        self.expect("DR_TESTING_SCHEDULE", "application:shop", "pass")

    def test_access_denied(self):
        """AccessDenied is not none: of what nobody saw nothing is said"""
        self.answer("s3api.list-buckets", {"Buckets": [{"Name": n, "CreationDate": ago(days=300)}
                                                       for n in ("none", "denied", "never")]})
        for name in ("none", "denied", "never"):
            self.answer("s3api.get-bucket-location", {"LocationConstraint": HOME}, name)
            self.answer("s3api.get-bucket-versioning", {"Status": "Enabled"}, name)
        self.failure("s3api.get-bucket-replication", "ReplicationConfigurationNotFoundError", "none")
        self.failure("s3api.get-bucket-replication", "AccessDenied", "denied")
        told = self.coverage()
        self.expect("S3_CRR", "arn:aws:s3:::none", "fail", "no replication rule")
        self.expect("S3_CRR", "arn:aws:s3:::denied", "insufficient_data", "not exported")
        self.expect("S3_CRR", "arn:aws:s3:::never", "insufficient_data", "not exported")
        rule = [r for r in told["coverage"]["rules"] if r["id"] == "S3_CRR"][0]
        self.assertFalse(rule["complete"])
        self.assertIn(f"{ACCOUNT}/global/s3api.get-bucket-replication", rule["missing"])

    def test_continuous(self):
        """a continuous point is current however long ago it was created, until it is STOPPED"""
        database = f"arn:aws:rds:{HOME}:{ACCOUNT}:db:"
        self.answer("rds.describe-db-instances", {"DBInstances": [
            {"DBInstanceIdentifier": n, "DBInstanceArn": database + n, "Engine": "postgres",
             "DBInstanceStatus": "available", "InstanceCreateTime": ago(days=300), "BackupRetentionPeriod": 0}
            for n in ("runs", "stopped")]})
        self.answer("s3api.list-buckets", {"Buckets": [{"Name": "b", "CreationDate": ago(days=300)}]})
        self.answer("s3api.get-bucket-location", {"LocationConstraint": HOME}, "b")
        self.plan({"Resources": ["*"]}, EnableContinuousBackup=True)
        self.vault([self.point(database + n, "RDS", i, ago(days=120), Status=status, RecoveryPointArn=
                               f"arn:aws:rds:{HOME}:{ACCOUNT}:auto-backup:continuous:{n}")
                    for i, (n, status) in enumerate((("runs", "AVAILABLE"), ("stopped", "STOPPED")))]
                   + [self.point("arn:aws:s3:::b", "S3", 9, ago(days=120), RecoveryPointArn=
                                 f"arn:aws:backup:{HOME}:{ACCOUNT}:recovery-point:b")])
        self.coverage()
        self.expect("USE_AWS_BACKUP", database + "runs", "pass")
        self.expect("USE_AWS_BACKUP", database + "stopped", "fail")
        self.expect("USE_AWS_BACKUP", "arn:aws:s3:::b", "pass")
        self.assertEqual(self.state(database + "runs")["rpo_achieved"], 0)

    def test_lock(self):
        """a lock without a date can be removed, one whose date is past cannot"""
        for lock, words in (({"Locked": True}, "may remove it"),
                            ({"Locked": True, "LockDate": ago(days=10)}, "for good"),
                            ({"Locked": True, "LockDate": ago(days=-2)}, "can be changed until")):
            self.vault([self.point(volume("v"), "EBS", 1, ago(hours=5))], **lock)
            self.coverage()
            self.expect("USE_BACKUP_VAULT", VAULT, "pass", words)
        self.vault([self.point(volume("v"), "EBS", 1, ago(hours=5))], Locked=False)
        self.failure("backup.get-backup-vault-access-policy", "ResourceNotFoundException", "main")
        self.coverage()
        self.expect("USE_BACKUP_VAULT", VAULT, "fail", "without a lock")

    def test_mfa_and_lifecycle(self):
        """MFA delete and a lifecycle exclude each other: each rule says what stands in"""
        archive = {"Rules": [{"ID": "a", "Status": "Enabled", "Filter": {"Prefix": ""},
                              "Transitions": [{"Days": 90, "StorageClass": "DEEP_ARCHIVE"}]}]}
        self.answer("s3api.list-buckets", {"Buckets": [{"Name": n, "CreationDate": ago(days=300)}
                                                       for n in ("mfa", "cycle", "lock")]})
        for name in ("mfa", "cycle", "lock"):
            self.answer("s3api.get-bucket-location", {"LocationConstraint": HOME}, name)
            self.answer("s3api.get-bucket-versioning", {
                "Status": "Enabled", "MFADelete": "Enabled" if name == "mfa" else "Disabled"}, name)
        self.failure("s3api.get-bucket-lifecycle-configuration", "NoSuchLifecycleConfiguration", "mfa")
        self.failure("s3api.get-object-lock-configuration", "ObjectLockConfigurationNotFoundError", "mfa")
        self.failure("s3api.get-object-lock-configuration", "ObjectLockConfigurationNotFoundError", "cycle")
        self.answer("s3api.get-bucket-lifecycle-configuration", archive, "cycle")
        self.answer("s3api.get-bucket-lifecycle-configuration", archive, "lock")
        self.answer("s3api.get-object-lock-configuration", {"ObjectLockConfiguration": {
            "ObjectLockEnabled": "Enabled"}}, "lock")
        self.coverage()
        self.expect("S3_VERSIONING", "arn:aws:s3:::mfa", "pass", "MFA delete")
        self.expect("S3_GLACIER", "arn:aws:s3:::mfa", "not_applicable")
        self.expect("S3_VERSIONING", "arn:aws:s3:::cycle", "fail", "its lifecycle excludes MFA delete")
        self.expect("S3_GLACIER", "arn:aws:s3:::cycle", "pass")
        self.expect("S3_VERSIONING", "arn:aws:s3:::lock", "pass", "Object Lock")
        self.expect("S3_GLACIER", "arn:aws:s3:::lock", "pass")

    def test_whole_names(self):
        """the pattern i-123 never matches i-1234, be it in an exception or a selection"""
        self.answer("ec2.describe-instances", {"Reservations": [{"OwnerId": ACCOUNT, "Instances": [
            {"InstanceId": n, "State": {"Name": "running"}, "LaunchTime": ago(days=300), "Tags": []}
            for n in ("i-123", "i-1234", "i-0123")]}]})
        self.plan({"Resources": [instance("i-123")]})
        self.vault()
        self.coverage(exceptions={"schema": "drledger/exceptions/1", "exceptions": [
            {"id": "EX", "rule": "USE_AWS_BACKUP", "resources": [instance("i-123")], "kind": "waived",
             "path": "aws_backup_unavailable", "reason": "r", "owner": "o", "approver": "a",
             "compensating_controls": [], "approved_on": "2024-01-01", "expires_on": "2025-01-01", "evidence": []}]})
        self.expect("USE_AWS_BACKUP", instance("i-123"), "fail", "a plan selects it")
        self.assertEqual(self.finding("USE_AWS_BACKUP", instance("i-123"))["overlay"], "excepted")
        for name in ("i-1234", "i-0123"):
            self.assertNotIn("a plan selects it", self.finding("USE_AWS_BACKUP", instance(name))["reason"])
            self.assertIsNone(self.finding("USE_AWS_BACKUP", instance(name))["overlay"])


if __name__ == "__main__":
    harness.main()
