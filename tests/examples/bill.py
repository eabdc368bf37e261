# SPDX-License-Identifier: Apache-2.0
"""Nine months of the organisation's bill: a legacy CUR up to August, by the month until it was
set to daily rows for August, and September as a CUR 2.0 export.

A line is written once below, with what it costs in September; every day of a month gets its
share, a little less the longer ago. Amounts are decimals with ten places, as AWS writes them.
"""

import base64
import csv
import datetime
import decimal
import gzip
import hashlib
import io
import json

from organization import (
    DATABASES, DR, FILE_SYSTEMS, HOME, INSTANCES, PAYER, POINTS, PROD, VAULT, VOLUMES, analytics,
    archive, batch_runner, claims, dispatch_db, dispatch_web_1, documents, finance_share, hexid,
    invoices, invoices_dr, ledger_app_1, ledger_db, ledger_events, logs, media, orders,
    reports_data, sessions, shared, shipments, uuid, vault_arn)

D = decimal.Decimal
TEN = D("0.0000000001")
MONTHS = tuple(range(1, 10))
GROWTH = D("0.03")  # of usage, from month to month up to August
NET = D("0.97")  # the private discount that September's net columns show

NAMES = {"AmazonEC2": "Amazon Elastic Compute Cloud", "AmazonRDS": "Amazon Relational Database "
         "Service", "AmazonS3": "Amazon Simple Storage Service", "AWSBackup": "AWS Backup",
         "AmazonDynamoDB": "Amazon DynamoDB", "AmazonEFS": "Amazon Elastic File System",
         "AmazonFSx": "Amazon FSx", "AmazonRedshift": "Amazon Redshift",
         "AmazonRoute53": "Amazon Route 53", "AWSELB": "Elastic Load Balancing",
         "AWSElasticDisasterRecovery": "AWS Elastic Disaster Recovery",
         "AmazonCloudWatch": "AmazonCloudWatch", "awskms": "AWS Key Management Service",
         "AWSSupportBusiness": "AWS Support (Business)", "ComputeSavingsPlans":
         "Savings Plans for AWS Compute usage"}


class Line:
    """What one resource costs by one usage type in a month: `amount` units at `rate`."""

    def __init__(self, product, usage, operation, resource, amount, rate, unit, tags=None,
                 region=HOME, account=PROD, kind="Usage", family="", months=MONTHS, days=None,
                 effective=None):
        self.__dict__.update(locals())
        self.amount, self.rate = D(str(amount)), D(str(rate))


def compute():
    rate = {"m6i.xlarge": "0.214", "m6i.large": "0.107", "c6i.2xlarge": "0.3648", "m5.large": "0.107"}
    for i in INSTANCES:
        prefix = "EUC1-" if i.region == DR else "EU-"
        if i in (dispatch_web_1, batch_runner):
            continue  # covered by the savings plan below
        new = {"months": (9,), "days": (30,)} if i.name == "dispatch-web-2" else {}
        hours = 6 if new else "month"
        yield Line("AmazonEC2", prefix + "BoxUsage:" + i.size, "RunInstances", i.id,
                   6 if hours == 6 else 720, rate[i.size], "Hrs", i.tags, i.region,
                   family="Compute Instance", **new)
    for i in INSTANCES:
        prefix = "EUC1-" if i.region == DR else "EU-"
        yield Line("AmazonEC2", prefix + "EBS:VolumeUsage.gp3", "CreateVolume-Gp3", i.volume,
                   i.volume_gb if i.name != "dispatch-web-2" else 1, "0.088", "GB-Mo", {}, i.region,
                   family="Storage", months=(9,) if i.name == "dispatch-web-2" else MONTHS,
                   days=(30,) if i.name == "dispatch-web-2" else None)
    for v in VOLUMES:
        yield Line("AmazonEC2", "EU-EBS:VolumeUsage.gp3", "CreateVolume-Gp3", v.id, v.gb, "0.088",
                   "GB-Mo", v.tags, family="Storage")
    yield Line("AmazonEC2", "EU-DataTransfer-Out-Bytes", "RunInstances", ledger_app_1.id, 812, "0.09",
               "GB", ledger_app_1.tags, family="Data Transfer")
    yield Line("AWSELB", "EU-LoadBalancerUsage", "LoadBalancing:Application",
               f"arn:aws:elasticloadbalancing:{HOME}:{PROD}:loadbalancer/app/dispatch/"
               + hexid("alb", 16), 720, "0.0252", "Hrs", dispatch_web_1.tags,
               family="Load Balancer-Application")
    yield Line("AmazonCloudWatch", "EU-TimedStorage-ByteHrs", "HourlyStorageMetering",
               f"arn:aws:logs:{HOME}:{PROD}:log-group:/ledger/app", 310, "0.03", "GB-Mo",
               family="Storage Snapshot")
    yield Line("awskms", "eu-west-1-KMS-Keys", "Unknown", "", 3, 1, "Keys")


def snapshots():
    def line(usage, snap, gb, rate, tags=None, region=HOME, operation="CreateSnapshot"):
        return Line("AmazonEC2", usage, operation,
                    f"arn:aws:ec2:{region}:{PROD}:snapshot/{snap}", gb, rate, "GB-Mo", tags, region,
                    family="Storage Snapshot")

    newest = {}
    for p in POINTS:  # the chain's bulk is billed with its first snapshot, the rest with later ones
        if p.resource.kind == "EBS":
            newest.setdefault((p.region, p.resource.name), []).append(p)
    for (region, _), points in sorted(newest.items()):
        points.sort(key=lambda p: p.created)
        for n, p in enumerate(points[:3]):
            yield line(("EU-" if region == HOME else "EUC1-") + "EBS:SnapshotUsage",
                       p.arn.split("/")[1], p.size_gb * D("0.7") if n == 0 else 9,
                       "0.05" if region == HOME else "0.054", region=region)
    yield line("EU-EBS:SnapshotUsage", "snap-0" + hexid("dlm 2024-10-01 00:10:00", 16), 180, "0.05",
               reports_data.tags)
    for day in (3, 17):
        yield line("EU-EBS:SnapshotUsage", "snap-0" + hexid(f"orphan {day}", 16), 610, "0.05")
    yield line("EU-EBS:SnapshotArchiveStorage", "snap-0" + hexid("archived", 16), 230, "0.0125",
               operation="")
    yield line("EU-EBS:FastSnapshotRestore", "snap-0" + hexid("archived", 16), 24, "0.75",
               operation="EnableFastSnapshotRestore")
    yield Line("AmazonEC2", "EU-EUC1-AWS-Out-Bytes", "EBS Snapshot Copy", "", 640, "0.02", "GB",
               family="Data Transfer")
    yield Line("AmazonEC2", "EU-EUC1-AWS-Out-Bytes", "PublicIP-Out", ledger_app_1.id, 95, "0.02", "GB",
               ledger_app_1.tags, family="Data Transfer")


def databases():
    rate = {"db.r6g.xlarge": "1.006", "db.m6g.large": "0.176", "db.t4g.medium": "0.072",
            "db.r6g.large": "0.26"}
    for d in DATABASES:
        multi = "Multi-AZUsage" if hasattr(d, "multi_az") else "InstanceUsage"
        if d is not dispatch_db:  # that one is reserved
            yield Line("AmazonRDS", f"EU-{multi}:{d.size}", "CreateDBInstance:0014", d.arn, 720,
                       rate[d.size], "Hrs", d.tags, family="Database Instance")
        yield Line("AmazonRDS", "EU-RDS:GP3-Storage", "CreateDBInstance:0014", d.arn, d.gb, "0.127",
                   "GB-Mo", d.tags, family="Database Storage")
    for m in orders.members:
        yield Line("AmazonRDS", "EU-InstanceUsage:db.r6g.large", "CreateDBInstance:0021",
                   f"arn:aws:rds:{HOME}:{PROD}:db:{m}", 720, "0.29", "Hrs", orders.tags,
                   family="Database Instance")
    yield Line("AmazonRDS", "EU-Aurora:StorageUsage", "CreateDBInstance:0021", orders.arn, 150, "0.11",
               "GB-Mo", orders.tags, family="Database Storage")
    yield Line("AmazonRDS", "EU-RDS:ChargedBackupUsage", "CreateDBInstance:0014", ledger_db.arn, 1240,
               "0.095", "GB-Mo", ledger_db.tags, family="Storage Snapshot")
    yield Line("AmazonRDS", "EU-RDS:ChargedBackupUsage", "CreateDBInstance:0002", dispatch_db.arn, 310,
               "0.095", "GB-Mo", dispatch_db.tags, family="Storage Snapshot")
    yield Line("AmazonRDS", "EU-RDS:ChargedBackupUsage", "CreateDBInstance:0014",
               f"arn:aws:rds:{HOME}:{PROD}:snapshot:ledger-db-before-upgrade", 420, "0.095", "GB-Mo",
               family="Storage Snapshot")
    yield Line("AmazonRDS", "EU-Aurora:BackupUsage", "CreateDBInstance:0021", orders.arn, 260, "0.022",
               "GB-Mo", orders.tags, family="Storage Snapshot")
    copy = next(p for p in POINTS if p.resource is ledger_db and p.vault == "critical-dr")
    yield Line("AmazonRDS", "EUC1-RDS:ChargedBackupUsage", "CreateDBInstance:0014", copy.arn, 700,
               "0.103", "GB-Mo", region=DR, family="Storage Snapshot")
    far = next(p for p in POINTS if p.account == VAULT)
    yield Line("AmazonRDS", "EUC1-RDS:ChargedBackupUsage", "CreateDBInstance:0014", far.arn, 540,
               "0.103", "GB-Mo", region=DR, account=VAULT, family="Storage Snapshot")
    yield Line("AmazonRedshift", "EU-Node:ra3.xlplus", "RunComputeNode:0001", analytics.arn, 1440,
               "1.202", "Node-Hrs", analytics.tags, family="Compute Instance")
    yield Line("AmazonRedshift", "EU-Redshift:PaidSnapshots", "RunComputeNode:0001", analytics.arn, 310,
               "0.024", "GB-Mo", analytics.tags, family="Storage Snapshot")


def tables():
    for t in (ledger_events, shipments, sessions):
        yield Line("AmazonDynamoDB", "EU-TimedStorage-ByteHrs", "StandardStorage", t.arn, t.gb, "0.283",
                   "GB-Mo", t.tags, family="Database Storage")
        yield Line("AmazonDynamoDB", "EU-WriteRequestUnits", "PayPerRequestThroughput", t.arn,
                   t.gb * 900000, "0.0000014135", "WriteRequestUnits", t.tags,
                   family="Amazon DynamoDB PayPerRequest Throughput")
    yield Line("AmazonDynamoDB", "EU-TimedPITRStorage-ByteHrs", "", ledger_events.arn, 90, "0.2264",
               "GB-Mo", ledger_events.tags, family="Database Storage")
    replica = ledger_events.arn.replace(HOME, DR)
    yield Line("AmazonDynamoDB", "EUC1-ReplWriteRequestUnits", "PayPerRequestThroughput", replica,
               81000000, "0.0000022875", "ReplicatedWriteRequestUnits", ledger_events.tags, DR,
               family="Amazon DynamoDB PayPerRequest Throughput")
    yield Line("AmazonDynamoDB", "EUC1-TimedStorage-ByteHrs", "StandardStorage", replica, 90, "0.306",
               "GB-Mo", ledger_events.tags, DR, family="Database Storage")


def backup_service():
    def line(usage, operation, resource, amount, rate, unit="GB-Mo", **more):
        return Line("AWSBackup", usage, operation, resource, amount, rate, unit,
                    family="AWS Backup Storage", **more)

    docs = [p for p in POINTS if p.resource is documents and p.rule == "monthly-365"]
    docs.sort(key=lambda p: p.created)
    for n, p in enumerate(docs[:-1]):  # the first holds everything, the others what changed
        yield line("EU-WarmStorage-ByteHrs-EFS", "Storage", p.arn, 780 if n == 0 else 46, "0.05",
                   months=[m for m in MONTHS if m == 9 or p.created < datetime.datetime(2024, m, 1)])
    yield line("EU-WarmStorage-ByteHrs-EFS", "Storage", vault_arn("standard"), 64, "0.05")
    for p in POINTS:
        if p.resource.name == "payroll-2022":
            yield line("EU-WarmStorage-ByteHrs-EFS", "Storage", p.arn, 210, "0.05")
        if p.resource is shared:
            yield line("EU-WarmStorage-ByteHrs-EFS", "Storage", p.arn, 61, "0.05", months=(9,))
    table = [p for p in POINTS if p.resource is shipments]
    for p in sorted(table, key=lambda p: p.created)[:2]:
        yield line("EU-WarmStorage-ByteHrs-DynamoDB", "Storage", p.arn, 140, "0.114", months=(9,))
    yield line("EU-ColdStorage-ByteHrs-EFS", "Storage", f"arn:aws:backup:{HOME}:{PROD}:recovery-point:"
               + uuid("cold point"), 300, "0.01")
    yield line("EU-EarlyDelete-ColdByteHrs-EFS", "Storage", f"arn:aws:backup:{HOME}:{PROD}:"
               "recovery-point:" + uuid("cold deleted"), 80, "0.01", months=(9,), days=(11,))
    yield line("EU-EUC1-CrossRegion-WarmBytes-EFS", "DataTransfer", vault_arn("standard"), 120, "0.04",
               "GB")
    yield line("EU-Restore-WarmBytes-EFS", "RestoreRecoveryPoint", docs[-2].arn, 820, "0.02", "GB",
               months=(9,), days=(21,))
    yield line("EU-BackupEvaluations-Count", "BackupEvaluations", "", 5200, "0.00125", "Evaluations")
    yield line("EU-Index-Objects-Count", "BackupIndex", vault_arn("standard"), 900000, "0.000001",
               "Objects", months=(9,))


def files():
    for f in FILE_SYSTEMS:
        yield Line("AmazonEFS", "EU-TimedStorage-ByteHrs", "", f.arn, f.gb, "0.33", "GB-Mo", f.tags,
                   family="Storage")
    yield Line("AmazonFSx", "EU-Storage.SAZ_2N:SSD", "CreateFileSystem:Windows", finance_share.arn, 600,
               "0.143", "GB-Mo", finance_share.tags, family="Storage")
    yield Line("AmazonFSx", "EU-BackupUsage", "CreateFileSystem:Windows", finance_share.arn, 75, "0.05",
               "GB-Mo", finance_share.tags, family="Storage", months=MONTHS[:-1])


def buckets():
    def line(usage, operation, b, amount, rate, unit="GB-Mo", **more):
        return Line("AmazonS3", usage, operation, b.name, amount, rate, unit, b.tags,
                    b.region, family="Storage" if unit == "GB-Mo" else "API Request", **more)

    for b, gb in ((invoices, 420), (claims, 260), (media, 5200), (logs, 900)):
        yield line("EU-TimedStorage-ByteHrs", "StandardStorage", b, gb, "0.023")
        yield line("EU-Requests-Tier1", "PutObject", b, gb * 800, "0.000005", "Requests")
    yield line("EUC1-TimedStorage-ByteHrs", "StandardStorage", invoices_dr, 420, "0.0245")
    yield line("EUC1-Requests-Tier1", "PutObjectForRepl", invoices_dr, 336000, "0.0000054", "Requests")
    yield line("EU-EUC1-AWS-Out-Bytes", "PutObjectForRepl", invoices, 38, "0.02", "GB")
    yield line("EU-TimedStorage-GlacierByteHrs", "GlacierStorage", archive, 3100, "0.0036")
    yield line("EU-TimedStorage-GlacierByteHrs", "GlacierObjectOverhead", archive, "12.4", "0.0036")
    yield line("EU-TimedStorage-ByteHrs", "GlacierS3ObjectOverhead", archive, "3.1", "0.023")
    yield line("EU-Requests-Tier3", "S3-GlacierTransition", archive, 4100, "0.00003", "Requests")
    yield line("EU-EarlyDelete-ByteHrs", "EarlyDelete-Glacier", archive, 55, "0.0036", months=(9,),
               days=(17,))
    yield line("EU-Requests-Tier1", "ReadBucketReplication", invoices, 900, "0.000005", "Requests")


def readiness():
    yield Line("AWSElasticDisasterRecovery", "EUC1-DRS-Replication", "Normal-Replication",
               f"arn:aws:drs:{DR}:{PROD}:source-server/s-{hexid('drs ledger-app-1')}", 720, "0.028",
               "Hrs", region=DR, family="Elastic Disaster Recovery")
    yield Line("AmazonRoute53", "Health-Check-Option-AWS", "Health-Check-HTTPS",
               f"arn:aws:route53:::healthcheck/{uuid('health check')}", 1, 1, "Checks", region="",
               family="DNS Health Check")
    yield Line("AmazonRoute53", "Health-Check-AWS", "Health-Check",
               f"arn:aws:route53:::healthcheck/{uuid('health check')}", 1, "0.5", "Checks", region="",
               family="DNS Health Check")


def commitments():
    """A reserved database and a savings plan, as their lines appear in a bill."""
    ri = f"arn:aws:rds:{HOME}:{PAYER}:ri:ri-{hexid('ri', 12)}"
    yield Line("AmazonRDS", "EU-InstanceUsage:db.m6g.large", "CreateDBInstance:0002", dispatch_db.arn,
               720, 0, "Hrs", dispatch_db.tags, kind="DiscountedUsage", family="Database Instance",
               effective="0.1162")
    yield Line("AmazonRDS", "EU-HeavyUsage:db.m6g.large", "CreateDBInstance:0002", ri, 720, "0.1162",
               "Hrs", account=PAYER, kind="RIFee", days=(1,))
    plan = f"arn:aws:savingsplans::{PAYER}:savingsplan/{uuid('plan')}"
    for i, rate, cheap in ((dispatch_web_1, "0.107", "0.0778"), (batch_runner, "0.3648", "0.2653")):
        usage = "EU-BoxUsage:" + i.size
        yield Line("AmazonEC2", usage, "RunInstances", i.id, 720, rate, "Hrs", i.tags,
                   kind="SavingsPlanCoveredUsage", family="Compute Instance", effective=cheap)
        yield Line("AmazonEC2", usage, "RunInstances", i.id, 720, "-" + rate, "Hrs", i.tags,
                   kind="SavingsPlanNegation", family="Compute Instance")
    yield Line("ComputeSavingsPlans", "ComputeSP:1yrNoUpfront", "", plan, 720, "0.36", "Hrs",
               account=PAYER, region="", kind="SavingsPlanRecurringFee", effective="0.3431")


def fees():
    yield Line("AWSSupportBusiness", "Dollar", "", "", 1, 240, "USD", account=PAYER, region="",
               kind="Fee", days=(1,))
    yield Line("AmazonEC2", "", "", "", 1, "-35.50", "", account=PAYER, region="", kind="Credit",
               days=(5,))
    yield Line("AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", "", 1, "-1.20", "", kind="Refund",
               days=(8,), months=(9,))
    for product in ("AmazonEC2", "AmazonRDS", "AWSBackup", "AmazonS3"):
        yield Line(product, "", "", "", 1, {"AmazonEC2": "148.31", "AmazonRDS": "251.07",
                   "AWSBackup": "18.44", "AmazonS3": "33.90"}[product], "", region="", kind="Tax",
                   days=(1,))


def lines(month):
    for part in (compute, snapshots, databases, tables, backup_service, files, buckets, readiness,
                 commitments, fees):
        yield from (line for line in part() if month in line.months)


def line_id(line):
    key = "|".join([line.product, line.usage, line.operation, line.resource, line.kind, line.account])
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().lower().rstrip("=")


def rows(month):
    """One dict per line and day, with neutral names."""
    first = datetime.date(2024, month, 1)
    n = (datetime.date(2024, month + 1, 1) - first).days
    grown = D(1) if month == 9 else D("0.94") - (8 - month) * GROWTH
    for line in lines(month):
        fixed = line.kind in ("Tax", "Credit", "Refund", "Fee") or line.unit in ("Hrs", "Node-Hrs")
        days = line.days or range(1, n + 1)
        total = line.amount if fixed else line.amount * grown
        if line.unit in ("Hrs", "Node-Hrs") and not line.days:
            total = line.amount / 30 * n
        for day in days:
            amount = (total / len(list(days))).quantize(TEN)
            cost = (amount * line.rate).quantize(TEN)
            start = datetime.datetime(2024, month, day)
            yield {"line": line, "start": start, "end": start + datetime.timedelta(days=1),
                   "amount": amount, "cost": cost, "first": first, "n": n, "id": line_id(line),
                   "effective": (amount * D(line.effective)).quantize(TEN) if line.effective else None}


def by_the_month(month):
    """The rows of a month with the days of a line in one."""
    whole = {}
    for row in rows(month):
        so_far = whole.setdefault(id(row["line"]), dict(row, amount=D(0), cost=D(0), effective=None))
        so_far["amount"] += row["amount"]
        so_far["cost"] += row["cost"]
        if row["effective"] is not None:
            so_far["effective"] = (so_far["effective"] or D(0)) + row["effective"]
        so_far |= {"start": datetime.datetime(2024, month, 1), "end": datetime.datetime(2024, month + 1, 1)}
    return whole.values()


def text(value):
    return format(value, "f")


def availability_zone(line):
    return line.region + "a" if line.product == "AmazonEC2" and "BoxUsage" in line.usage else ""


LEGACY = """identity/LineItemId identity/TimeInterval bill/InvoiceId bill/InvoicingEntity
bill/BillingEntity bill/BillType bill/PayerAccountId bill/BillingPeriodStartDate
bill/BillingPeriodEndDate lineItem/UsageAccountId lineItem/LineItemType lineItem/UsageStartDate
lineItem/UsageEndDate lineItem/ProductCode lineItem/UsageType lineItem/Operation
lineItem/AvailabilityZone lineItem/ResourceId lineItem/UsageAmount lineItem/NormalizationFactor
lineItem/NormalizedUsageAmount lineItem/CurrencyCode lineItem/UnblendedRate lineItem/UnblendedCost
lineItem/BlendedRate lineItem/BlendedCost lineItem/LineItemDescription lineItem/TaxType
lineItem/LegalEntity product/ProductName product/productFamily product/region product/servicecode
product/usagetype pricing/publicOnDemandCost pricing/publicOnDemandRate pricing/term pricing/unit
reservation/AmortizedUpfrontCostForUsage reservation/AmortizedUpfrontFeeForBillingPeriod
reservation/EffectiveCost reservation/RecurringFeeForUsage reservation/ReservationARN
reservation/UnusedAmortizedUpfrontFeeForBillingPeriod reservation/UnusedQuantity
reservation/UnusedRecurringFee savingsPlan/TotalCommitmentToDate savingsPlan/SavingsPlanARN
savingsPlan/SavingsPlanRate savingsPlan/UsedCommitment savingsPlan/SavingsPlanEffectiveCost
savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod
savingsPlan/RecurringCommitmentForBillingPeriod resourceTags/user:application
resourceTags/user:dr-role resourceTags/user:dr-tier resourceTags/user:owner""".split()


def legacy_row(r):
    line, iso = r["line"], lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ")
    n = r["first"].replace(month=r["first"].month + 1)
    paid = line.kind in ("Usage", "SavingsPlanCoveredUsage")
    out = {
        "identity/LineItemId": r["id"], "identity/TimeInterval": iso(r["start"]) + "/" + iso(r["end"]),
        "bill/InvoiceId": f"EUINGB24-{1180231 - (8 - r['first'].month) * 118403}", "bill/InvoicingEntity": "Amazon Web Services EMEA SARL",
        "bill/BillingEntity": "AWS", "bill/BillType": "Anniversary", "bill/PayerAccountId": PAYER,
        "bill/BillingPeriodStartDate": iso(r["first"]), "bill/BillingPeriodEndDate": iso(n),
        "lineItem/UsageAccountId": line.account, "lineItem/LineItemType": line.kind,
        "lineItem/UsageStartDate": iso(r["start"]), "lineItem/UsageEndDate": iso(r["end"]),
        "lineItem/ProductCode": line.product, "lineItem/UsageType": line.usage,
        "lineItem/Operation": line.operation, "lineItem/AvailabilityZone": availability_zone(line),
        "lineItem/ResourceId": line.resource, "lineItem/UsageAmount": text(r["amount"]),
        "lineItem/CurrencyCode": "USD", "lineItem/UnblendedRate": text(line.rate.quantize(TEN)),
        "lineItem/UnblendedCost": text(r["cost"]), "lineItem/BlendedRate":
        text(line.rate.quantize(TEN)), "lineItem/BlendedCost": text(r["cost"]),
        "lineItem/LineItemDescription": describe(line),
        "lineItem/TaxType": "VAT" if line.kind == "Tax" else "",
        "lineItem/LegalEntity": "Amazon Web Services EMEA SARL",
        "product/ProductName": NAMES[line.product], "product/productFamily": line.family,
        "product/region": line.region, "product/servicecode": line.product,
        "product/usagetype": line.usage, "pricing/unit": line.unit}
    if paid:
        out |= {"pricing/publicOnDemandCost": text(r["cost"]), "pricing/term": "OnDemand",
                "pricing/publicOnDemandRate": text(line.rate.quantize(TEN))}
    zero = text(D(0).quantize(TEN))
    if line.kind == "DiscountedUsage":
        out |= {"reservation/EffectiveCost": text(r["effective"]), "pricing/term": "Reserved",
                "reservation/AmortizedUpfrontCostForUsage": zero,
                "reservation/RecurringFeeForUsage": text(r["effective"])}
    if line.kind == "RIFee":
        out |= {"reservation/ReservationARN": line.resource, "reservation/UnusedRecurringFee": zero,
                "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod": zero,
                "reservation/UnusedQuantity": zero}
    if line.kind == "SavingsPlanCoveredUsage":
        out["savingsPlan/SavingsPlanEffectiveCost"] = text(r["effective"])
    if line.kind == "SavingsPlanRecurringFee":
        out |= {"savingsPlan/TotalCommitmentToDate": text(r["cost"]),
                "savingsPlan/UsedCommitment": text(r["effective"]),
                "savingsPlan/SavingsPlanARN": line.resource,
                "savingsPlan/RecurringCommitmentForBillingPeriod": text(r["cost"])}
    for key in ("application", "dr-role", "dr-tier", "owner"):
        out["resourceTags/user:" + key] = (line.tags or {}).get(key, "")
    return out


def describe(line):
    if line.kind == "Tax":
        return "Tax for product code " + line.product
    if line.kind in ("Usage", "SavingsPlanCoveredUsage", "RIFee"):
        return f"${line.rate} per {line.unit} of {line.usage}"
    return f"{line.kind} for {NAMES[line.product]}"


CUR2 = """bill_bill_type bill_billing_entity bill_billing_period_end_date
bill_billing_period_start_date bill_invoice_id bill_invoicing_entity bill_payer_account_id
bill_payer_account_name cost_category discount discount_total_discount identity_line_item_id
identity_time_interval line_item_availability_zone line_item_blended_cost line_item_currency_code
line_item_legal_entity line_item_line_item_description line_item_line_item_type
line_item_net_unblended_cost line_item_operation line_item_product_code line_item_resource_id
line_item_tax_type line_item_unblended_cost line_item_unblended_rate line_item_usage_account_id
line_item_usage_account_name line_item_usage_amount line_item_usage_end_date
line_item_usage_start_date line_item_usage_type pricing_public_on_demand_cost
pricing_public_on_demand_rate pricing_term pricing_unit product product_product_family
product_region_code product_servicecode product_usagetype reservation_effective_cost
reservation_net_effective_cost reservation_net_unused_amortized_upfront_fee_for_billing_period
reservation_net_unused_recurring_fee reservation_recurring_fee_for_usage
reservation_reservation_a_r_n reservation_unused_amortized_upfront_fee_for_billing_period
reservation_unused_quantity reservation_unused_recurring_fee resource_tags
savings_plan_net_savings_plan_effective_cost savings_plan_recurring_commitment_for_billing_period
savings_plan_savings_plan_a_r_n savings_plan_savings_plan_effective_cost
savings_plan_total_commitment_to_date savings_plan_used_commitment""".split()

SNAKE = {"bill/BillType": "bill_bill_type", "bill/BillingEntity": "bill_billing_entity",
         "bill/InvoiceId": "bill_invoice_id", "bill/InvoicingEntity": "bill_invoicing_entity",
         "bill/PayerAccountId": "bill_payer_account_id", "identity/LineItemId": "identity_line_item_id",
         "lineItem/AvailabilityZone": "line_item_availability_zone",
         "lineItem/BlendedCost": "line_item_blended_cost",
         "lineItem/CurrencyCode": "line_item_currency_code",
         "lineItem/LegalEntity": "line_item_legal_entity",
         "lineItem/LineItemDescription": "line_item_line_item_description",
         "lineItem/LineItemType": "line_item_line_item_type",
         "lineItem/Operation": "line_item_operation", "lineItem/ProductCode": "line_item_product_code",
         "lineItem/ResourceId": "line_item_resource_id", "lineItem/TaxType": "line_item_tax_type",
         "lineItem/UnblendedCost": "line_item_unblended_cost",
         "lineItem/UnblendedRate": "line_item_unblended_rate",
         "lineItem/UsageAccountId": "line_item_usage_account_id",
         "lineItem/UsageAmount": "line_item_usage_amount",
         "lineItem/UsageType": "line_item_usage_type",
         "pricing/publicOnDemandCost": "pricing_public_on_demand_cost",
         "pricing/publicOnDemandRate": "pricing_public_on_demand_rate", "pricing/term": "pricing_term",
         "pricing/unit": "pricing_unit", "product/productFamily": "product_product_family",
         "product/region": "product_region_code", "product/servicecode": "product_servicecode",
         "product/usagetype": "product_usagetype",
         "reservation/EffectiveCost": "reservation_effective_cost",
         "reservation/RecurringFeeForUsage": "reservation_recurring_fee_for_usage",
         "reservation/ReservationARN": "reservation_reservation_a_r_n",
         "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod":
             "reservation_unused_amortized_upfront_fee_for_billing_period",
         "reservation/UnusedQuantity": "reservation_unused_quantity",
         "reservation/UnusedRecurringFee": "reservation_unused_recurring_fee",
         "savingsPlan/TotalCommitmentToDate": "savings_plan_total_commitment_to_date",
         "savingsPlan/UsedCommitment": "savings_plan_used_commitment",
         "savingsPlan/SavingsPlanARN": "savings_plan_savings_plan_a_r_n",
         "savingsPlan/SavingsPlanEffectiveCost": "savings_plan_savings_plan_effective_cost",
         "savingsPlan/RecurringCommitmentForBillingPeriod":
             "savings_plan_recurring_commitment_for_billing_period"}

ACCOUNTS = {PAYER: "meridian-payer", PROD: "meridian-production", VAULT: "meridian-recovery"}


def cur2_row(r):
    line, old = r["line"], legacy_row(r)
    iso = lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    discounted = line.kind in ("Usage", "DiscountedUsage", "SavingsPlanCoveredUsage",
                               "SavingsPlanNegation")
    net = (r["cost"] * NET).quantize(TEN) if discounted else r["cost"]
    out = {new: old[key] for key, new in SNAKE.items() if key in old}
    out |= {"bill_invoice_id": "EUINGB24-1304417",
            "bill_billing_period_start_date": iso(r["first"]),
            "bill_billing_period_end_date": iso(r["first"].replace(month=r["first"].month + 1)),
            "bill_payer_account_name": ACCOUNTS[PAYER], "cost_category": "{}",
            "discount": "{}" if net == r["cost"] else json.dumps(
                {"edp": float(net - r["cost"])}, separators=(",", ":")),
            "discount_total_discount": text(net - r["cost"]),
            "identity_time_interval": f"{r['start']:%Y-%m-%dT%H:%M:%SZ}/{r['end']:%Y-%m-%dT%H:%M:%SZ}",
            "line_item_net_unblended_cost": text(net),
            "line_item_usage_account_name": ACCOUNTS[line.account],
            "line_item_usage_start_date": iso(r["start"]), "line_item_usage_end_date": iso(r["end"]),
            "product": json.dumps({"product_name": NAMES[line.product]}, separators=(",", ":")),
            "resource_tags": json.dumps({"user_" + k.replace("-", "_"): v for k, v in
                                         sorted((line.tags or {}).items()) if k != "backup"},
                                        separators=(",", ":"))}
    if line.kind == "DiscountedUsage":
        out["reservation_net_effective_cost"] = text((r["effective"] * NET).quantize(TEN))
    if line.kind == "RIFee":
        out["reservation_net_unused_recurring_fee"] = out["reservation_unused_recurring_fee"]
        out["reservation_net_unused_amortized_upfront_fee_for_billing_period"] = \
            out["reservation_unused_amortized_upfront_fee_for_billing_period"]
    if line.kind == "SavingsPlanCoveredUsage":
        out["savings_plan_net_savings_plan_effective_cost"] = text((r["effective"] * NET).quantize(TEN))
    return out


def csv_gz(header, table):
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    buffer = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, buffer, mtime=0) as f:
        f.write(out.getvalue().encode())
    return buffer.getvalue()


def legacy_manifest(month, assembly, keys):
    return json.dumps({
        "assemblyId": assembly, "account": PAYER, "columns": [
            {"category": c.split("/")[0], "name": c.split("/")[1],
             "type": "OptionalString"} for c in LEGACY],
        "charset": "UTF-8", "compression": "GZIP", "contentType": "text/csv",
        "reportId": hashlib.sha256(b"report").hexdigest(), "reportName": "meridian-cur",
        "billingPeriod": {"start": f"2024{month:02d}01T000000.000Z",
                          "end": f"2024{month + 1:02d}01T000000.000Z"},
        "bucket": "meridian-billing", "reportKeys": keys, "additionalArtifactKeys": []},
        indent=1) + "\n"


def legacy_delivery(month, assembly, parts):
    """One assembly of a month's legacy CUR: its manifest and the files that it names."""
    base = f"meridian-cur/2024{month:02d}01-2024{month + 1:02d}01/{assembly}"
    names = [f"{base}/meridian-cur-0000{n}.csv.gz" for n in range(1, len(parts) + 1)]
    manifest = legacy_manifest(month, assembly, ["cur/" + name for name in names]).encode()
    return {f"{base}/meridian-cur-Manifest.json": manifest,
            **{name: csv_gz(LEGACY, part) for name, part in zip(names, parts)}}


def legacy_month(month, assembly, parts):
    """A month's newest assembly; the manifest above it is its copy."""
    files = legacy_delivery(month, assembly, parts)
    name = f"meridian-cur/2024{month:02d}01-2024{month + 1:02d}01"
    return files | {f"{name}/meridian-cur-Manifest.json":
                    files[f"{name}/{assembly}/meridian-cur-Manifest.json"]}


def build():
    """Paths below bills/ and their bytes."""
    files = {}
    for month in MONTHS[:-2]:
        whole = [legacy_row(r) for r in by_the_month(month)]
        whole.sort(key=lambda r: r["identity/LineItemId"])
        files |= legacy_month(month, uuid(f"assembly {month}"), [whole])
    august = [legacy_row(r) for r in rows(8)]
    august.sort(key=lambda r: (r["identity/LineItemId"], r["identity/TimeInterval"]))
    half = len(august) // 2
    files |= legacy_delivery(8, uuid("assembly old"), [august[:60]])
    files |= legacy_month(8, uuid("assembly new"), [august[:half], august[half:]])

    september = [cur2_row(r) for r in rows(9)]
    september.sort(key=lambda r: (r["identity_line_item_id"], r["identity_time_interval"]))
    part = "data/BILLING_PERIOD=2024-09/meridian-cur2-00001.csv.gz"
    files[f"meridian-cur2/{part}"] = csv_gz(CUR2, september)
    files["meridian-cur2/metadata/BILLING_PERIOD=2024-09/meridian-cur2-Manifest.json"] = (json.dumps({
        "executionId": uuid("execution"),
        "exportArn": f"arn:aws:bcm-data-exports:us-east-1:{PAYER}:export/meridian-cur2-"
                     + uuid("export"),
        "columns": [{"name": c, "type": "double" if c.endswith("cost") else "string"} for c in CUR2],
        "dataFiles": [f"s3://meridian-billing/exports/meridian-cur2/{part}"]}, indent=1) + "\n").encode()
    return files
