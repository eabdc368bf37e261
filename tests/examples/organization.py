# SPDX-License-Identifier: Apache-2.0
"""Meridian Freight, an invented organisation: its accounts, resources and plans.

Nothing here is random: every id is derived from a name, so that the generated
files are the same wherever and whenever they are made.
"""

import datetime
import hashlib

PAYER = "102030405060"
PROD = "203040506070"
VAULT = "304050607080"  # the isolated recovery account
HOME = "eu-west-1"
DR = "eu-central-1"

AS_OF = datetime.datetime(2024, 10, 1, 5, 30)


def hexid(name, length=17):
    return hashlib.sha256(name.encode()).hexdigest()[:length]


def uuid(name):
    h = hashlib.sha256(name.encode()).hexdigest()
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-8{h[17:20]}-{h[20:32]}"


def stamp(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def tags(**pairs):
    return {k.replace("_", "-"): v for k, v in pairs.items()}


class Resource:
    """One resource: what the inventory and the bill both have to name."""

    def __init__(self, kind, name, arn, tag, account=PROD, region=HOME, **more):
        self.kind, self.name, self.arn, self.tags = kind, name, arn, tag
        self.account, self.region = account, region
        self.__dict__.update(more)


def instance(name, tag, size, volume_gb, region=HOME, created="2023-03-14T09:12:44"):
    i = "i-0" + hexid("instance " + name, 16)
    return Resource("EC2", name, f"arn:aws:ec2:{region}:{PROD}:instance/{i}", tag, region=region,
                    id=i, size=size, volume="vol-0" + hexid("root " + name, 16),
                    volume_gb=volume_gb, created=created)


def volume(name, tag, gb, attached=None, encrypted=True):
    v = "vol-0" + hexid("volume " + name, 16)
    return Resource("EBS", name, f"arn:aws:ec2:{HOME}:{PROD}:volume/{v}", tag, id=v, gb=gb,
                    attached=attached, encrypted=encrypted)


LEDGER = tags(dr_tier="0", application="ledger", owner="finance-platform")
DISPATCH = tags(dr_tier="1", application="dispatch", owner="operations", backup="silver")
DOCS = tags(dr_tier="1", application="documents", owner="legal")
REPORTS = tags(dr_tier="2", application="reporting", owner="analytics", backup="bronze")

ledger_app_1 = instance("ledger-app-1", LEDGER, "m6i.xlarge", 60)
ledger_app_2 = instance("ledger-app-2", LEDGER, "m6i.xlarge", 60)
dispatch_web_1 = instance("dispatch-web-1", DISPATCH, "m6i.large", 40)
dispatch_web_2 = instance("dispatch-web-2", DISPATCH, "m6i.large", 40,
                          created="2024-09-30T18:20:09")  # after the last nightly run
batch_runner = instance("batch-runner", REPORTS, "c6i.2xlarge", 80)
legacy_files = instance("legacy-files", {}, "m5.large", 500)  # nobody tagged it
ledger_standby = instance("ledger-standby", tags(dr_role="standby", application="ledger"),
                          "m6i.large", 60, region=DR)
INSTANCES = [ledger_app_1, ledger_app_2, dispatch_web_1, dispatch_web_2, batch_runner,
             legacy_files, ledger_standby]

ledger_data = volume("ledger-data", LEDGER, 400, attached=ledger_app_1)
reports_data = volume("reports-data", tags(dr_tier="2", application="reporting"), 250,
                      attached=batch_runner, encrypted=False)
scratch = volume("scratch", tags(dr_tier="3", application="reporting"), 100)
VOLUMES = [ledger_data, reports_data, scratch]
GONE_VOLUME = "vol-0" + hexid("volume deleted in 2023", 16)


def database(name, tag, size, gb, engine, retention, **more):
    return Resource("RDS", name, f"arn:aws:rds:{HOME}:{PROD}:db:{name}", tag, size=size, gb=gb,
                    engine=engine, retention=retention, dbi="db-" + hexid(name, 26).upper(), **more)


ledger_db = database("ledger-db", LEDGER, "db.r6g.xlarge", 500, "postgres", 35, multi_az=True)
dispatch_db = database("dispatch-db", DISPATCH, "db.m6g.large", 200, "mysql", 7)
staging_db = database("staging-db", tags(dr_tier="2", application="ledger-staging"),
                      "db.t4g.medium", 50, "postgres", 0)  # automated backups switched off
ledger_replica = database("ledger-db-replica", LEDGER, "db.r6g.large", 500, "postgres", 0,
                          replica_of="ledger-db")
orders = Resource("Aurora", "orders", f"arn:aws:rds:{HOME}:{PROD}:cluster:orders", DISPATCH,
                  size="db.r6g.large", members=["orders-1", "orders-2"])
DATABASES = [ledger_db, dispatch_db, staging_db, ledger_replica]


def table(name, tag, gb, pitr, replica=False):
    return Resource("DynamoDB", name, f"arn:aws:dynamodb:{HOME}:{PROD}:table/{name}", tag, gb=gb,
                    pitr=pitr, replica=replica)


ledger_events = table("ledger-events", LEDGER, 90, True, replica=True)
shipments = table("shipments", DISPATCH, 140, False)
sessions = table("sessions", tags(dr_tier="3", application="dispatch"), 6, False)
TABLES = [ledger_events, shipments, sessions]


def file_system(name, tag, gb):
    i = "fs-0" + hexid("efs " + name, 16)
    return Resource("EFS", name, f"arn:aws:elasticfilesystem:{HOME}:{PROD}:file-system/{i}", tag,
                    id=i, gb=gb)


documents = file_system("documents", tags(dr_tier="2", application="documents", owner="legal"), 820)
shared = file_system("shared", tags(dr_tier="2", application="intranet"), 120)
FILE_SYSTEMS = [documents, shared]

_fsx = "fs-0" + hexid("fsx finance-share", 16)
finance_share = Resource("FSx", "finance-share", f"arn:aws:fsx:{HOME}:{PROD}:file-system/{_fsx}",
                         tags(dr_tier="2", application="finance", backup="silver"), id=_fsx, gb=600)

analytics = Resource("Redshift", "analytics",
                     f"arn:aws:redshift:{HOME}:{PROD}:cluster:analytics",
                     tags(dr_tier="3", application="reporting"))


def bucket(name, tag, region=HOME):
    full = "meridian-" + name
    return Resource("S3", full, f"arn:aws:s3:::{full}", tag, region=region)


invoices = bucket("invoices", LEDGER)
invoices_dr = bucket("invoices-dr", LEDGER, region=DR)
claims = bucket("claims", DOCS)
archive = bucket("archive", tags(dr_tier="3", application="documents"))
media = bucket("media", tags(dr_tier="3", application="marketing"))
logs = bucket("access-logs", {})
BUCKETS = [invoices, invoices_dr, claims, archive, media, logs]

KEY = f"arn:aws:kms:{HOME}:{PROD}:key/{uuid('key home')}"
KEY_DR = f"arn:aws:kms:{DR}:{PROD}:key/{uuid('key dr')}"
KEY_VAULT = f"arn:aws:kms:{DR}:{VAULT}:key/{uuid('key vault')}"
ROLE = f"arn:aws:iam::{PROD}:role/service-role/AWSBackupDefaultServiceRole"
ADMIN_ROLE = f"arn:aws:iam::{PROD}:role/backup-operator"


def vault_arn(name, account=PROD, region=HOME):
    return f"arn:aws:backup:{region}:{account}:backup-vault:{name}"


GOLD, SILVER, BRONZE, RECORDS = (uuid("plan " + n) for n in ("gold", "silver", "bronze", "records"))


class Point:
    """A recovery point, from which also its job, its snapshot and its bill lines come."""

    def __init__(self, resource, vault, created, plan=None, rule=None, days=None, account=PROD,
                 region=HOME, source_vault=None, size_gb=0, encrypted=True, status="COMPLETED",
                 continuous=False, minutes=24):
        self.__dict__.update(locals())
        self.completed = created + datetime.timedelta(minutes=minutes)
        self.job = uuid(f"job {resource.name} {created} {account} {region}")
        self.arn = self._arn()

    def _arn(self):
        where, kind = f"{self.region}:{self.account}", self.resource.kind
        if self.continuous:
            return (f"arn:aws:backup:{where}:recovery-point:continuous:"
                    f"{self.resource.dbi.lower()}-{hexid(self.resource.arn, 8)}")
        if kind == "EC2":
            return f"arn:aws:ec2:{self.region}::image/ami-0{hexid(self.job, 16)}"
        if kind == "EBS":
            return f"arn:aws:ec2:{self.region}::snapshot/snap-0{hexid(self.job, 16)}"
        if kind == "RDS":
            return f"arn:aws:rds:{where}:snapshot:awsbackup:job-{self.job}"
        if kind == "Aurora":
            return f"arn:aws:rds:{where}:cluster-snapshot:awsbackup:job-{self.job}"
        return f"arn:aws:backup:{where}:recovery-point:{self.job}"


def _days(count, hour, minute, step=1):
    last = datetime.datetime(2024, 10, 1, hour, minute)
    return [last - datetime.timedelta(days=step * k) for k in range(count)]


def _points():
    out = []
    gold = [(ledger_app_1, 60, 0), (ledger_app_2, 60, 4), (ledger_data, 400, 8),
            (ledger_db, 500, 12)]
    for r, size, minute in gold:
        for t in _days(35, 3, minute):
            if r is ledger_app_2 and t.day in (15, 16) and t.month == 9:
                continue  # two failed nights: the recovery point objective was missed
            out.append(Point(r, "critical", t, GOLD, "daily-35", 35, size_gb=size))
            if r is ledger_data and t >= datetime.datetime(2024, 9, 19):
                continue  # copies of the data volume fail since 19 September
            if t >= datetime.datetime(2024, 9, 17, 12):
                out.append(Point(r, "critical-dr", t + datetime.timedelta(minutes=40), GOLD,
                                 "daily-35", 14, region=DR, source_vault=vault_arn("critical"),
                                 size_gb=size))
    out.append(Point(ledger_db, "critical", datetime.datetime(2024, 3, 2, 3, 30), GOLD,
                     "continuous", 35, size_gb=500, status="AVAILABLE", continuous=True))
    for t in _days(5, 4, 0, step=7):
        out.append(Point(ledger_db, "isolated", t, GOLD, "daily-35", 90, account=VAULT, region=DR,
                         source_vault=vault_arn("critical"), size_gb=500, minutes=36))
    for r, size, minute in [(dispatch_web_1, 40, 0), (dispatch_db, 200, 5), (orders, 150, 10),
                            (shipments, 140, 15)]:
        for t in _days(14, 2, minute):
            out.append(Point(r, "standard", t, SILVER, "daily-14", 14, size_gb=size))
    for t in _days(5, 1, 0, step=7):
        out.append(Point(batch_runner, "standard", t, BRONZE, "weekly-35", 35, size_gb=80))
    for t in _days(14, 1, 30):
        out.append(Point(documents, "standard", t, RECORDS, "daily-14", 14, size_gb=820))
    for k in range(12):
        month = datetime.datetime(2024 if k < 10 else 2023, 10 - k if k < 10 else 22 - k, 1, 1, 45)
        out.append(Point(documents, "standard", month, RECORDS, "monthly-365", 365, size_gb=820))
    for day in (5, 12):  # then someone changed the tag, and the backups stopped
        out.append(Point(shared, "Default", datetime.datetime(2024, 9, day, 4, 0), BRONZE,
                         "weekly-35", 35, size_gb=120))
    old = Resource("EFS", "payroll-2022",
                   f"arn:aws:elasticfilesystem:{HOME}:{PROD}:file-system/fs-0"
                   + hexid("efs payroll", 16), {})
    for month in (1, 4, 7):  # its file system is gone, the points are kept for ever
        out.append(Point(old, "Default", datetime.datetime(2023, month, 1, 4, 0), size_gb=210))
    plain = Resource("EBS", "reports-data", reports_data.arn, {}, id=reports_data.id)
    for t in _days(2, 0, 30, step=9):
        out.append(Point(plain, "Default", t, None, None, 60, size_gb=250, encrypted=False))
    return out


POINTS = _points()
