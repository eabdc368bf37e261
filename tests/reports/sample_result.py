#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the result of an invented organisation (three accounts, twelve months) as the
analysis hands it to reports. Deterministic; every amount is exact.

    sample_result.py [--findings N] [--hostile] [--empty] [--no-policy] [--incomplete] FILE"""

import argparse
import hashlib
import json
from decimal import Decimal

ACCOUNTS = ["111122223333", "222233334444", "333344445555"]
REGIONS = ["eu-west-1", "eu-central-1", "us-east-1"]
TIERS = [("tier-0", 300, 900), ("tier-1", 3600, 14400), ("tier-2", 14400, 28800),
         ("tier-3", 86400, 86400)]
APPLICATIONS = ["payments-ledger", "order-intake", "customer-portal", "warehouse", "Škoda-connect",
                "reporting", "hr-archive", "pricing"]
TYPES = [("RDS", "rds:{r}:{a}:db:{n}"), ("EBS", "ec2:{r}:{a}:volume/vol-{h}"),
         ("S3", "s3:::{n}-{h}"), ("DynamoDB", "dynamodb:{r}:{a}:table/{n}"),
         ("EFS", "elasticfilesystem:{r}:{a}:file-system/fs-{h}"),
         ("EC2", "ec2:{r}:{a}:instance/i-{h}")]
MECHANISMS = {"snapshot_storage": "11240.37", "backup_storage": "9120.11",
              "cross_region_copy": "6210.94", "standby_resources": "4830.00",
              "archive_storage": "2760.458", "pitr_storage": "1904.277",
              "replication": "1288.12", "restore_and_test": "412.903", "failover_routing": "96.50",
              "backup_operations": "61.2117", "unclassified": "43.07"}
RULES = [
    ("CROSS_REGION_BACKUP", "Copies stand in a second region", "critical"),
    ("USE_AWS_BACKUP", "AWS Backup protects the resource", "high"),
    ("RTO_RPO_DEFINITION", "Each tier states its RTO and RPO", "high"),
    ("USE_AWS_DRS", "Servers that need minutes use AWS DRS", "medium"),
    ("BACKUP_ENCRYPTION", "Recovery points are encrypted", "critical"),
    ("S3_CRR", "Critical buckets replicate to another region", "high"),
    ("BACKUP_TESTING", "Restores are tested", "high"),
    ("RDS_BACKUP", "Databases keep automated backups", "high"),
    ("DYNAMODB_GLOBAL_TABLES", "Critical tables are global", "medium"),
    ("TERRAFORM_MULTI_REGION", "Infrastructure code covers two regions", "medium"),
    ("BACKUP_RETENTION", "Retention meets the tier", "high"),
    ("ROUTE53_HEALTH_CHECKS", "Failover records have health checks", "medium"),
    ("DR_RUNBOOKS", "Applications have runbooks", "medium"),
    ("USE_CLOUDENDURE", "CloudEndure is no longer in use", "low"),
    ("BACKUP_MONITORING", "Failed backups raise an alarm", "medium"),
    ("S3_VERSIONING", "Buckets keep versions that cannot be deleted", "medium"),
    ("DATABASE_BACKUP_STRATEGIES", "Databases have a suitable, fresh method", "high"),
    ("USE_BACKUP_VAULT", "Vaults are locked", "medium"),
    ("DR_TESTING_SCHEDULE", "Exercises follow a schedule", "medium"),
    ("TERRAFORM_DR", "Backup is part of infrastructure code", "low"),
    ("BACKUP_COMPLIANCE", "Audit Manager frameworks are in place", "low"),
    ("S3_GLACIER", "Old points move to cold storage", "low"),
    ("DR_COMMUNICATION", "Contacts are on record", "low"),
    ("BACKUP_IAM", "Backup roles follow least privilege", "high"),
    ("DR_COST_OPTIMIZATION", "Less than 5 % of the DR spend is waste", "low")]
REASONS = {
    "fail": ["no copy outside eu-west-1; the plan has no copy action",
             "newest recovery point is 31 h old, the tier allows 1 h",
             "retention of 14 days is shorter than the 35 days of the tier",
             "the vault is not locked: points can be deleted by any administrator"],
    "insufficient_data": ["backup.list-recovery-points-by-backup-vault failed with AccessDenied"],
    "pass": ["newest recovery point is 42 min old"]}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def months():
    return [f"2023-{m:02}" for m in (10, 11, 12)] + [f"2024-{m:02}" for m in range(1, 10)]


def mechanism_cost(index, month_index, amount):
    """The September figure scaled back in time, each mechanism in its own way."""
    back = 11 - month_index
    bend = (index * 7 + month_index * 5) % 4
    percent = 100 - back * (1 + index % 3) - (bend if back else 0)
    return (Decimal(amount) * percent / 100).quantize(Decimal("0.000001"))


def resources():
    rows = []
    for i in range(60):
        kind, arn = TYPES[i % len(TYPES)]
        tier, rpo, rto = TIERS[(i * 7 // 5) % len(TIERS)]
        application = APPLICATIONS[i % len(APPLICATIONS)]
        name = f"{application}-{i:02}"
        account, region = ACCOUNTS[i % 3], REGIONS[(i // 2) % 3]
        state = ["protected", "protected", "protected", "protected_elsewhere", "protected", "stale",
                 "protected", "unprotected", "protected", "protected", "selected_not_protected",
                 "protected"][i % 12]
        achieved = {"stale": 111600, "protected": rpo * 7 // 10,
                    "protected_elsewhere": rpo // 2}.get(state)
        rows.append({
            "resource": "arn:aws:" + arn.format(r=region, a=account, n=name, h=digest(name)[:17]),
            "type": kind, "account": account, "region": region, "tier": tier,
            "application": application, "state": state, "dr_cost": f"{(i * 37) % 211 + 3}.{i:02}",
            "own_cost": None if i % 17 == 16 else f"{(i * 271) % 1900 + 40}.{(i * 13) % 100:02}",
            "rpo_target": rpo, "rpo_achieved": achieved, "rto_target": rto,
            "rto_shown": 2700 if i % 9 == 0 else None, "restores": 1 if i % 9 == 0 else 0})
    return sorted(rows, key=lambda r: r["resource"])


def findings(rows, n_extra):
    out = []
    for k, (rule, _title, _severity) in enumerate(RULES):
        if rule == "USE_CLOUDENDURE":
            continue
        for i, row in enumerate(rows):
            if (i + k) % 3:
                continue
            roll = (i * 11 + k * 5) % 23
            verdict = "fail" if roll < 3 else "insufficient_data" if roll == 5 else "pass"
            excepted = verdict == "fail" and (i + k) % 9 == 0
            out.append({
                "rule": rule, "resource": row["resource"], "account": row["account"],
                "region": row["region"], "tier": row["tier"], "verdict": verdict,
                "overlay": "excepted" if excepted else None,
                "exception": "EX-1" if excepted else None,
                "reason": REASONS[verdict][(i + k) % len(REASONS[verdict])],
                "monthly_cost": row["own_cost"],
                "evidence": [{"path": f"inventory/{row['account']}/{row['region']}/backup.list.json",
                              "sha256": digest(row["resource"]), "pointer": f"/RecoveryPoints/{i}"}]})
    for i in range(n_extra):
        out.append(dict(out[0], rule="BACKUP_RETENTION", verdict="fail", overlay=None, exception=None,
                        resource=f"arn:aws:ec2:eu-west-1:111122223333:volume/vol-{i:017x}",
                        monthly_cost=f"{i % 97}.{i % 100:02}"))
    return sorted(out, key=lambda f: (f["rule"], f["resource"]))


def rules(found, incomplete):
    out = []
    for rule, title, severity in RULES:
        counts = {v: sum(f["rule"] == rule and f["verdict"] == v for f in found)
                  for v in ("pass", "fail", "insufficient_data")}
        n = sum(counts.values())
        missing = ["222233334444/us-east-1/backup.list-protected-resources"] \
            if incomplete and rule in ("CROSS_REGION_BACKUP", "USE_AWS_BACKUP") else []
        verdict = "fail" if counts["fail"] else "insufficient_data" if counts["insufficient_data"] \
            or missing else "pass" if counts["pass"] else "not_applicable"
        ratio = str((Decimal(counts["pass"]) / n).quantize(Decimal("0.0001"))) if n else None
        out.append({
            "id": rule, "title": title, "severity": severity, "verdict": verdict, **counts,
            "not_applicable": 60 - n if n < 60 else 0, "coverage": ratio, "coverage_by_cost": ratio,
            "excepted": sum(f["rule"] == rule and f["overlay"] == "excepted" for f in found),
            "complete": not missing, "missing": missing,
            "why": f"{title}: without it, a failure in the region may not be recoverable in time.",
            "remediation": "Add a copy action to the plan, or record an exception that says why not."})
    return sorted(out, key=lambda r: r["id"])


def by(rows, key, cost="cost"):
    sums = {}
    for row in rows:
        sums[row[key]] = sums.get(row[key], Decimal(0)) + Decimal(row[cost])
    return [{key: k, "cost": str(v)} for k, v in sorted(sums.items())]


PARTS = ("before", "after", "change", "price", "quantity", "new", "gone")


def parts(then, now):
    """A fifth of what changed is price; what cost nothing before is new."""
    change = now - then
    price = (change / 5).quantize(Decimal("0.000001")) if then else Decimal(0)
    return dict(zip(PARTS, map(str, (then, now, change, price, change - price if then else 0,
                                     0 if then else change, 0))))


def change(then, now):
    """What the analysis says moved the spend; the totals are the sums of the mechanisms."""
    rows = [dict(mechanism=a["mechanism"], **parts(Decimal(a["cost"]), Decimal(b["cost"])))
            for a, b in zip(then, now)]
    movers = [dict(row, account=ACCOUNTS[0], region=REGIONS[0], product="AmazonEC2", unit="GB-Mo",
                   usage_type="EBS:SnapshotUsage", operation="CreateSnapshot", tier="tier-0",
                   resource=f"arn:aws:ec2:eu-west-1:111122223333:volume/vol-{i:017x}",
                   kind="changed", quantity_before="100", quantity_after="110.5")
              for i, row in enumerate(sorted(rows, key=lambda r: -abs(Decimal(r["change"]))))]
    return {**{part: str(sum(Decimal(row[part]) for row in rows)) for part in PARTS},
            "by_mechanism": rows, "by_tier": [], "by_account": [], "movers": movers}


def forecast(monthly):
    """From March to August: September is an estimate."""
    cost = {r["month"]: Decimal(r["cost"]) for r in by(monthly, "month")}
    used = [m for m in months() if "2024-03" <= m <= "2024-08"]
    low, high = min(cost[m] for m in used), max(cost[m] for m in used)
    mean = (sum(cost[m] for m in used) / 6).quantize(Decimal("0.000001"))
    spent = sum(cost[m] for m in cost if "2024-01" <= m <= "2024-08")
    return {"year": "2024", "spent": str(spent), "months_spent": 8, "months_left": 4,
            "months_missing": [], "months_used": used, "monthly_mean": str(mean),
            "monthly_low": str(low), "monthly_high": str(high), "rest": str(mean * 4),
            "rest_low": str(low * 4), "rest_high": str(high * 4), "year_end": str(spent + mean * 4),
            "year_end_low": str(spent + low * 4), "year_end_high": str(spent + high * 4),
            "year_budget": "432000.00", "reason": None}


def monthly_costs():
    return [{"month": m, "mechanism": name, "cost": str(mechanism_cost(i, k, amount))}
            for k, m in enumerate(months()) for i, (name, amount) in enumerate(MECHANISMS.items())]


def spend():
    monthly = monthly_costs()
    now = [row for row in monthly if row["month"] == "2024-09"]
    total = sum(Decimal(row["cost"]) for row in now)
    then = [row for row in monthly if row["month"] == "2024-08"]
    previous = sum(Decimal(row["cost"]) for row in then)

    def split(key, names, parts):
        costs = [(total * part / 100).quantize(Decimal("0.000001")) for part in parts[:-1]]
        return [{key: n, "cost": str(c)} for n, c in zip(names, costs + [total - sum(costs)])]

    return {
        "bill_total": "412807.5512", "dr_total": str(total),
        "dr_share": str((total / Decimal("412807.5512")).quantize(Decimal("0.0001"))),
        "previous_dr_total": str(previous), "budget": "36000.00",
        "by_month": by(monthly, "month") and [dict(r, estimated=r["month"] == "2024-09")
                                              for r in by(monthly, "month")],
        "by_month_mechanism": monthly,
        "by_mechanism": by(now, "mechanism"),
        "by_tier": split("tier", ["tier-0", "tier-1", "tier-2", "tier-3", "unallocated"],
                         [31, 27, 19, 17, 6]),
        "by_storage_class": [dict(r, gb_months=g) for r, g in zip(
            split("storage_class", ["archive", "cold", "none", "warm"], [8, 5, 33, 54]),
            ["612345.5", "91021.25", "0", "402118.75"])],
        "by_account": split("account", ACCOUNTS, [52, 31, 17]),
        "by_region": split("region", REGIONS, [58, 29, 13]),
        "by_application": split("application", APPLICATIONS, [24, 19, 15, 12, 11, 9, 7, 3]),
        "by_method": split("method", ["assigned", "direct", "lineage", "tag", "unallocated"],
                           [9, 40, 33, 12, 6]),
        "unclassified": [
            {"product": "AWSBackup", "usage_type": "EUW1-SomethingNew-ByteHrs",
             "operation": "RestoreAccess", "cost": "40.05"},
            {"product": "AmazonRDS", "usage_type": "EUC1-RDS:SnapshotExportToS3v2", "operation": "",
             "cost": "3.02"}],
        "unattributed_transfer": "128.4400", "change": change(then, now),
        "budgets": [{"month": "2024-09", "budget": "36000.00", "cost": str(total),
                     "variance": str(total - 36000), "ratio": str(
                         (total / 36000 - 1).quantize(Decimal("0.0001"))), "band": "on_plan",
                     "estimated": True}],
        "reconciliation": [
            {"invoice_id": "EUINV24-1170021", "payer": ACCOUNTS[0], "entity": "Amazon Web Services "
             "EMEA SARL", "currency": "USD", "lines": 182342, "unblended": "401233.8812"},
            {"invoice_id": "EUINV24-1170377", "payer": ACCOUNTS[0], "entity": "AWS Marketplace",
             "currency": "USD", "lines": 312, "unblended": "11573.67"}]}


def tiering(rows):
    kinds = ["backup_cold", "ebs_archive", "s3_lifecycle", "s3_intelligent_tiering", "reverse"]
    verdicts = ["accept", "accept", "accept", "reject", "accept", "cannot_tell", "held"]
    proposals = []
    for i in range(14):
        saving = Decimal(f"{(i * 97) % 311 + 4}.{(i * 31) % 100:02}")
        verdict = verdicts[i % 7]
        if verdict == "reject":
            saving = -saving
        known = verdict != "cannot_tell"
        proposals.append({
            "kind": kinds[i % 5], "resource": rows[i * 3]["resource"], "verdict": verdict,
            "from": "warm", "to": "cold", "gb": f"{(i * 733) % 9000 + 120}.5",
            "monthly_saving": str(saving) if known else None, "one_time_cost": f"{i * 3}.20",
            "net_12_months": str(saving * 12 - Decimal(f"{i * 3}.20")) if known else None,
            "payback_months": "1" if known else None, "price_source": "bill" if i % 3 else "shipped",
            "reason": {"accept": "kept 365 days and not restored in 12 months",
                       "reject": "objects are smaller than 128 KB: overhead exceeds the saving",
                       "cannot_tell": "no price for cold storage in this region",
                       "held": "the vault is locked in compliance mode"}[verdict],
            "change": {"MoveToColdStorageAfterDays": 30}})
    net = sum(Decimal(p["monthly_saving"]) for p in proposals if p["verdict"] == "accept")
    return {"net_monthly_saving": str(net), "proposals": sorted(
        proposals, key=lambda p: (p["kind"], p["resource"]))}


def waste(rows):
    kinds = [("orphan", "high", None), ("expired", "high", "vault_lock"), ("warm", "high", None),
             ("double_protection", "medium", None), ("over_retention", "low", "unknown")]
    items = []
    for i in range(25):
        kind, confidence, blocker = kinds[i // 5]
        cost = None if i % 5 == 4 else f"{(i * 53) % 97 + 1}.{i:02}"
        saving = None if kind == "warm" or cost is None else "0.00" if blocker else cost
        items.append({
            "kind": kind, "resource": rows[i]["resource"], "account": rows[i]["account"],
            "region": rows[i]["region"], "vault": None, "tier": rows[i]["tier"], "points": i % 4 + 1,
            "recovery_points": [f"arn:aws:ec2:eu-west-1::snapshot/snap-{i:017x}"],
            "since": "2024-01-01T00:00:00Z", "age_days": 274, "cost": cost, "at_most": i % 2 == 1 and not blocker,
            "saving": saving, "confidence": confidence, "blocker": blocker,
            "reason": "what it was taken of is not in the inventory any more", "evidence": []})

    def total(key, holds):
        return str(sum(Decimal(i[key] or 0) for i in items if holds(i)))

    by_kind = [{"kind": k, "confidence": c, "items": 5, "points": sum(
        i["points"] for i in items if i["kind"] == k), "cost": total("cost", lambda i, k=k: i["kind"] == k),
        "saving": None if k == "warm" else total("saving", lambda i, k=k: i["kind"] == k),
        "at_most": True, "unpriced": 1} for k, c, _blocker in kinds]
    return {"total": total("cost", lambda i: True), "unpriced": 5, "at_most": True, "missing": [],
            "proven": total("cost", lambda i: i["confidence"] == "high"), "complete": True,
            "possible": total("cost", lambda i: i["confidence"] != "high"),
            "held": total("cost", lambda i: i["blocker"]), "judged_share": "0.02",
            "saving": total("saving", lambda i: i["confidence"] == "high"),
            "possible_saving": total("saving", lambda i: i["confidence"] != "high"),
            "judged": total("cost", lambda i: i["confidence"] == "high"), "by_kind": by_kind,
            "items": items}


KPIS = [("dr_share", "ratio", "0.092"), ("allocated_share", "ratio", "0.94"),
        ("cost_per_protected_resource", "amount", "723.1"), ("cost_per_protected_gb", "amount", "0.21"),
        ("cost_per_stored_gb_month", "amount", "0.034"), ("warm_to_cold", "number", "0.57"),
        ("archived_share_of_old_snapshots", "ratio", None), ("orphan_cost", "amount", "128.06"),
        ("restore_and_test_cost_12_months", "amount", None)]


def kpis():
    return [{"id": i, "unit": u, "value": v, "complete": i != "cost_per_protected_gb",
             "reason": None if v else "2 of the last 12 months are loaded"} for i, u, v in KPIS]


def unit_costs():
    return [{"tier": tier, "strategy": "backup_and_restore", "rpo_target": rpo, "rto_target": rto,
             "resources": 15, "protected": 12, "cost": "9000.00", "protected_gb": "1234.5",
             "cost_per_protected_resource": "750.00", "protected_with_size": 9,
             "cost_per_protected_gb": "0.25"} for tier, rpo, rto in TIERS]


def sources():
    out = []
    for month in months():
        out.append({"path": f"bills/cur-{month}-00001.csv.gz", "sha256": digest(month),
                    "format": "cur-legacy", "rows_read": 182654, "rows_kept": 182654 - (
                        2 if month == "2024-09" else 0), "rows_rejected": 2 if month == "2024-09"
                    else 0, "account": None, "region": None, "status": "ok",
                    "control_total": "412807.5512", "control_totals": {"USD": "412807.5512"}})
    for account in ACCOUNTS:
        for region in REGIONS:
            for call in ("backup.list-backup-plans", "backup.list-protected-resources",
                         "rds.describe-db-instances"):
                failed = (account, region, call) == (ACCOUNTS[1], "us-east-1",
                                                     "backup.list-protected-resources")
                path = f"inventory/{account}/{region}/{call}.json"
                n = 0 if failed else 7
                out.append({"path": path, "sha256": digest(path), "format": "aws-cli", "rows_read": n,
                            "rows_kept": n, "rows_rejected": 0, "account": account,
                            "region": region, "status": "failed" if failed else "ok",
                            "control_total": None, "control_totals": {}})
    return sorted(out, key=lambda s: s["path"])


def recovery(rows):
    rpo, rto = [], []
    for tier, target, rto_target in TIERS:
        own = [r for r in rows if r["tier"] == tier]
        known = [r["rpo_achieved"] for r in own if r["rpo_achieved"] is not None]
        rpo.append({"tier": tier, "target": target, "resources": len(own),
                    "met": sum(k <= target for k in known), "breached": sum(k > target for k in known),
                    "unknown": len(own) - len(known), "worst": max(known, default=None)})
        restores = sum(r["restores"] for r in own)
        rto.append({"tier": tier, "target": rto_target, "restores": restores,
                    "median": 2700 if restores else None, "p95": 2700 if restores else None,
                    "worst": 2700 if restores else None, "failures": 0})
    return {"rpo": rpo, "rto": rto}


def states(rows):
    out = []
    for state in ("protected", "protected_elsewhere", "stale", "blocked", "selected_not_protected",
                  "unknown", "unprotected"):
        own = [r for r in rows if r["state"] == state]
        out.append({"state": state, "resources": len(own),
                    "cost": str(sum(Decimal(r["own_cost"] or 0) for r in own))})
    return out


def empty():
    return {"schema": "drledger/report/1", "tool": {"name": "drledger", "version": "0.1.0"},
            "month": None, "as_of": None, "currency": None, "cost_basis": "amortized",
            "inputs_digest": "sha256:" + digest(""), "policy": {"present": False, "digest": None},
            "organization": None, "sources": [], "notes": ["Nothing is loaded."],
            "spend": {"bill_total": None, "dr_total": None, "dr_share": None,
                      "previous_dr_total": None, "budget": None, "by_tier": [], "by_mechanism": [],
                      "by_storage_class": [], "by_account": [], "by_region": [], "by_method": [],
                      "unclassified": [], "reconciliation": []},
            "coverage": {"headline": {"in_scope": 0, "protected": 0, "by_count": None,
                                      "by_cost": None, "spend_at_risk": None, "cost_unknown": 0,
                                      "complete": False, "missing": []},
                         "states": [], "findings": [], "rules": [
                             {"id": r, "title": t, "severity": s, "verdict": "insufficient_data",
                              "pass": 0, "fail": 0, "not_applicable": 0, "insufficient_data": 0,
                              "excepted": 0, "coverage": None, "coverage_by_cost": None,
                              "complete": False, "missing": [], "why": "", "remediation": ""}
                             for r, t, s in sorted(RULES)]},
            "resources": [], "recovery": {"rpo": [], "rto": []},
            "tiering": {"net_monthly_saving": None, "proposals": []}, "exceptions": [],
            "diagnostics": []}


def result(args):
    if args.empty:
        return empty()
    rows = resources()
    found = findings(rows, args.findings)
    fine = [r for r in rows if r["state"].startswith("protected")]
    priced = [r for r in rows if r["own_cost"]]
    cost = sum(Decimal(r["own_cost"]) for r in priced)
    safe = sum(Decimal(r["own_cost"]) for r in fine if r["own_cost"])
    return {
        "schema": "drledger/report/1", "tool": {"name": "drledger", "version": "0.1.0"},
        "month": "2024-09", "as_of": "2024-10-01T05:00:00Z", "currency": "USD",
        "cost_basis": "amortized", "inputs_digest": "sha256:" + digest("inputs"),
        "policy": {"present": not args.no_policy, "digest": None if args.no_policy
                   else "sha256:" + digest("policy")},
        "organization": "Nordlicht Handel AG",
        "notes": (["No policy was given: every stateful resource is in scope under one tier without "
                   "targets."] if args.no_policy else []) + ["September 2024 is an estimate: the bill "
                                                             "is not final."],
        "sources": sources(), "spend": spend(), "forecast": forecast(monthly_costs()),
        "coverage": {"headline": {
            "in_scope": len(rows), "protected": len(fine),
            "by_count": str((Decimal(len(fine)) / len(rows)).quantize(Decimal("0.0001"))),
            "by_cost": str((safe / cost).quantize(Decimal("0.0001"))),
            "spend_at_risk": str(cost - safe), "cost_unknown": len(rows) - len(priced),
            "complete": not args.incomplete, "missing":
                ["222233334444/us-east-1/backup.list-protected-resources"] if args.incomplete else []},
            "states": states(rows), "rules": rules(found, args.incomplete), "findings": found},
        "resources": rows, "recovery": recovery(rows), "tiering": tiering(rows), "waste": waste(rows), "kpis": kpis(),
        "unit_costs": unit_costs(),
        "exceptions": [
            {"id": "EX-1", "status": "active", "matches": 12, "expires_on": "2025-01-01",
             "rule": "CROSS_REGION_BACKUP", "kind": "mitigated", "owner": "platform team",
             "approver": "CISO", "reason": "data may not leave the country; a second provider holds "
             "a weekly copy", "approved_on": "2024-01-10"},
            {"id": "EX-2", "status": "expired", "matches": 3, "expires_on": "2024-06-30",
             "rule": "BACKUP_RETENTION", "kind": "waived", "owner": "warehouse team",
             "approver": "CISO", "reason": "migration", "approved_on": "2023-12-01"}],
        "diagnostics": [{"path": "bills/cur-2024-09-00001.csv.gz", "row": 88123,
                         "column": "lineItem/UnblendedCost", "code": "bad_amount", "level": "reject",
                         "message": "has more than 20 decimals"}]}


def make_hostile(tree):
    nasty = ["\u0634\u0628\u0643\u0629 \u05e9\u05dc\u05d5\u05dd \u202ertl\u202c", "emoji \U0001f525\U0001f680 fire",
             "control \u0001\u0007\u001b[31m\n\r\ttab", "x" * 5000, "{/spend/dr_total|money} %s %n",
             "\\(paren) <b>&amp;</b>", "e\u0301 combining", "", "\ufeff\u2028\u2029", "/" * 900]
    for i, row in enumerate(tree["resources"]):
        row["application"] = row["resource"] = nasty[i % len(nasty)]
    for i, finding in enumerate(tree["coverage"]["findings"]):
        finding["resource"] = finding["reason"] = finding["tier"] = nasty[i % len(nasty)]
    for i, source in enumerate(tree["sources"]):
        source["path"] = nasty[i % len(nasty)]
    for i, proposal in enumerate(tree["tiering"]["proposals"]):
        proposal["resource"] = proposal["reason"] = nasty[i % len(nasty)]
    for i, item in enumerate(tree["waste"]["items"]):
        item["resource"] = item["reason"] = nasty[i % len(nasty)]
    tree["spend"]["by_tier"][0]["tier"] = nasty[0]
    tree["spend"]["by_mechanism"][0]["cost"] = "-99999999999999.999"
    tree["spend"]["by_month_mechanism"][5]["cost"] = "-900000"
    tree["organization"] = nasty[3]
    tree["notes"] = nasty


def arguments(given=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--findings", type=int, default=0)
    for flag in ("hostile", "empty", "no-policy", "incomplete"):
        parser.add_argument("--" + flag, action="store_true")
    parser.add_argument("file", nargs="?")
    return parser.parse_args(given)


def main():
    args = arguments()
    tree = result(args)
    if args.hostile:
        make_hostile(tree)
    with open(args.file, "w", encoding="utf-8") as file:
        json.dump(tree, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
