#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the result of a large organisation: 20,000 resources in 120 accounts and 18
regions, 10,000 failures, 12,000 files, long names and wide amounts. Deterministic.

    large_result.py FILE"""

import json
import sys
from decimal import Decimal

import sample_result
from sample_result import RULES, TIERS, TYPES, digest

N_RESOURCES, N_FAILURES, N_SOURCES, N_APPLICATIONS = 20000, 10000, 12000, 300
REGIONS = [f"{a}-{b}-{n}" for a in ("eu", "us", "ap") for b in ("west", "central", "southeast")
           for n in (1, 2)]
STATES = ["protected"] * 11 + ["protected_elsewhere"] * 2 + ["stale", "blocked", "unknown",
                                                             "selected_not_protected", "unprotected"]
LONG = "europe-wide-shared-customer-relationship-and-loyalty-programme-production-primary"


def account(i):
    return f"{100000000000 + 7654321987 * (i % 120):012}"


def cost(i):
    return Decimal(f"{(i * 7919) % 9973}.{i % 100:02}") * (1000 if i % 500 == 0 else 1)


def application(i):
    return f"app-{i % N_APPLICATIONS:03}-" + (LONG if i % 40 == 0 else "service")


def resource(i):
    kind, arn = TYPES[i % len(TYPES)]
    tier, rpo, rto = TIERS[(i * 7 // 5) % len(TIERS)]
    name = f"{application(i)}-{i:05}"
    state = STATES[i % len(STATES)]
    fresh = state.startswith("protected")
    return {"resource": "arn:aws:" + arn.format(r=REGIONS[i % 18], a=account(i), n=name,
                                                h=digest(name)[:17]),
            "type": kind, "account": account(i), "region": REGIONS[i % 18], "tier": tier,
            "application": application(i), "state": state, "dr_cost": str(cost(i) / 10),
            "own_cost": None if i % 50 == 49 else str(cost(i)), "rpo_target": rpo,
            "rpo_achieved": rpo // 2 if fresh else 31536000 * 3 if state == "stale" else None,
            "rto_target": rto, "rto_shown": None, "restores": 0}


def failure(i, rows):
    row = rows[(i * 7) % len(rows)]
    return {"rule": RULES[(i * i) % len(RULES)][0], "resource": row["resource"],
            "account": row["account"], "region": row["region"], "tier": row["tier"],
            "verdict": "insufficient_data" if i % 9 == 0 else "fail",
            "overlay": "excepted" if i % 40 == 3 else None,
            "exception": f"EXCEPTION-2024-{i:05}" if i % 40 == 3 else None,
            "reason": "the newest recovery point is of 2023-01-01T00:00:00Z, and the tier asks for one "
                      "in the last 5 min; " + ("its vault is " + LONG if i % 30 == 0 else "no plan"),
            "monthly_cost": row["own_cost"],
            "evidence": [{"path": f"inventory/{row['account']}/{row['region']}/backup.list-recovery-"
                                  f"points-by-backup-vault/{LONG if i % 30 == 0 else 'standard'}.json",
                          "sha256": digest(str(i)), "pointer": f"/RecoveryPoints/{i}/Status"}]}


def source(i):
    path = f"exports/2024-10-01/inventory/{account(i)}/{REGIONS[i % 18]}/backup.get-backup-plan/" \
           f"{digest(str(i))[:36]}.json"
    return {"path": path, "sha256": digest(path), "format": "aws-call", "rows_read": i % 3000,
            "rows_kept": i % 3000, "rows_rejected": 0, "account": account(i),
            "region": REGIONS[i % 18], "status": ["ok", "empty", "denied"][i % 3],
            "control_total": None, "control_totals": {}}


def split(key, names, total):
    """total over the names, each half of what is left."""
    rows, left = [], total
    for name in names[:-1]:
        part = (left / 7).quantize(Decimal("0.000001"))
        rows.append({key: name, "cost": str(part)})
        left -= part
    return sorted([*rows, {key: names[-1], "cost": str(left)}], key=lambda row: row[key])


def enlarge(tree):
    rows = sorted((resource(i) for i in range(N_RESOURCES)), key=lambda row: row["resource"])
    found = sorted((failure(i, rows) for i in range(N_FAILURES)),
                   key=lambda f: (f["rule"], f["resource"]))
    fine = [row for row in rows if row["state"].startswith("protected")]
    priced = [row for row in rows if row["own_cost"]]
    whole = sum(Decimal(row["own_cost"]) for row in priced)
    safe = sum(Decimal(row["own_cost"]) for row in fine if row["own_cost"])
    missing = [f"{account(i)}/{REGIONS[i % 18]}/backup.list-recovery-points-by-backup-vault"
               for i in range(300)]
    coverage, spend = tree["coverage"], tree["spend"]
    coverage["findings"], coverage["states"] = found, sample_result.states(rows)
    coverage["rules"] = sample_result.rules(found, False)
    for rule in coverage["rules"][:5]:
        rule.update(complete=False, missing=missing)
    coverage["headline"].update(
        in_scope=len(rows), protected=len(fine), cost_unknown=len(rows) - len(priced),
        by_count=str((Decimal(len(fine)) / len(rows)).quantize(Decimal("0.0001"))),
        by_cost=str((safe / whole).quantize(Decimal("0.0001"))), spend_at_risk=str(whole - safe),
        complete=False, missing=missing)
    total = Decimal("1234567890.123456")
    spend.update(
        dr_total=str(total), bill_total="98765432109.87", previous_dr_total="1199999999.99",
        dr_share="0.0125", budget="1000000000.00",
        by_tier=split("tier", [t[0] for t in TIERS] + ["unallocated"], total),
        by_account=split("account", [account(i) for i in range(120)], total),
        by_region=split("region", REGIONS, total),
        by_application=split("application", [application(i) for i in range(N_APPLICATIONS)], total),
        reconciliation=[{"invoice_id": f"EUINV24-{i:09}", "payer": account(i), "entity":
                         "Amazon Web Services EMEA SARL, succursale française et Cie", "currency": "USD",
                         "lines": 123456789, "unblended": "1234567890.12"} for i in range(80)])
    for row in spend["by_month_mechanism"]:
        row["cost"] = str(Decimal(row["cost"]) * 32000)
    tree.update(
        organization="Vereinigte Süddeutsche Versicherungs- und Rückversicherungsgesellschaft auf "
                     "Gegenseitigkeit, Niederlassung für Österreich und die Schweiz", resources=rows,
        recovery=sample_result.recovery(rows), sources=[source(i) for i in range(N_SOURCES)],
        exceptions=[{"id": f"EXCEPTION-2024-{i:05}", "status": ["active", "expired", "unused"][i % 3],
                     "matches": i, "expires_on": "2025-01-01", "rule": RULES[i % 25][0],
                     "kind": "mitigated", "owner": "platform engineering, on behalf of " + LONG,
                     "approver": "Chief Information Security Officer", "approved_on": "2024-01-10",
                     "reason": "The data may not leave the country. " * 4} for i in range(400)],
        diagnostics=[{"path": f"bills/{LONG}/cur-{i:05}.csv.gz", "row": 88123456 + i,
                      "column": "lineItem/UnblendedCost", "code": "bad_amount", "level": "reject",
                      "message": "has more than 20 decimals"} for i in range(500)])


def main():
    tree = sample_result.result(sample_result.arguments([]))
    enlarge(tree)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(tree, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
