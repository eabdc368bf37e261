#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a legacy bill of 30 columns: make_bill.py ROWS > bill.csv

The distinct facts are the same whatever the number of rows: 5,000 resources, each with
its account, usage type and tags; the hours of the month go by as rows are added."""

import sys

HEADER = (
    "identity/LineItemId,identity/TimeInterval,bill/InvoiceId,bill/InvoicingEntity,bill/BillingEntity,"
    "bill/BillType,bill/PayerAccountId,bill/BillingPeriodStartDate,bill/BillingPeriodEndDate,"
    "lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,"
    "lineItem/ProductCode,lineItem/UsageType,lineItem/Operation,lineItem/AvailabilityZone,"
    "lineItem/ResourceId,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedRate,"
    "lineItem/UnblendedCost,lineItem/BlendedCost,lineItem/LineItemDescription,product/region,"
    "pricing/publicOnDemandCost,pricing/unit,reservation/EffectiveCost,resourceTags/user:dr-tier,"
    "resourceTags/user:application"
)
USAGE = [
    ("AmazonEC2", "EU-EBS:SnapshotUsage", "CreateSnapshot", "snap", "GB-Mo"),
    ("AmazonEC2", "EU-BoxUsage:m5.large", "RunInstances", "i", "Hrs"),
    ("AmazonS3", "EU-TimedStorage-ByteHrs", "StandardStorage", "bucket", "GB-Mo"),
    ("AmazonRDS", "EU-RDS:ChargedBackupUsage", "CreateDBInstance", "db", "GB-Mo"),
    ("AWSBackup", "EU-WarmStorage-ByteHrs-EFS", "Storage", "vault", "GB-Mo"),
]
RESOURCES = 5000


def resource(number):
    product, usage_type, operation, name, unit = USAGE[number % len(USAGE)]
    account = "%012d" % (100000000000 + number % 20)
    head = f"AWS Europe,AWS,Anniversary,999999999999,2024-09-01T00:00:00Z,2024-10-01T00:00:00Z,{account},Usage"
    body = f"{product},{usage_type},{operation},eu-west-1a,{name}-{number:017x}"
    tail = f'"{operation}, per {unit}",eu-west-1'
    tags = f"{unit},,tier-{number % 4},app-{number % 50}"
    return head, body, tail, tags


def main():
    rows = int(sys.argv[1])
    resources = [resource(number) for number in range(RESOURCES)]
    hours = [f"2024-09-{1 + h // 24:02d}T{h % 24:02d}:00:00Z" for h in range(720)] + ["2024-10-01T00:00:00Z"]
    write = sys.stdout.write
    write(HEADER + "\n")
    for row in range(rows):
        head, body, tail, tags = resources[row % RESOURCES]
        hour = row // RESOURCES % 720
        start, end = hours[hour], hours[hour + 1]
        usage = f"0.{row % 997 + 1:010d}"
        cost = f"0.{row * 7919 % 999983:010d}"
        write(f"{row:052x},{start}/{end},,{head},{start},{end},{body},{usage},USD,0.0500000000,{cost},{cost},{tail},{cost},{tags}\n")


main()
