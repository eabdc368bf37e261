/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_RESULT_H
#define ANALYSIS_RESULT_H

/* The result of an analysis is one JSON tree: exactly the keys of report.json
 * (schema drledger/report/1) without "report". Every renderer and every terminal
 * table reads this tree, so a figure is computed once and is the same everywhere.
 *
 * Beyond the fixed keys it holds what reports print:
 *   "organization"           text or null
 *   "notes": [text]          what page 1 must say: no policy, estimated month, ...
 *   "spend.by_month"         [{"month", "cost", "estimated"}] oldest first
 *   "spend.by_month_mechanism" [{"month", "mechanism", "cost"}]
 *   "spend.by_application"   [{"application", "cost"}]
 *   "spend.by_resource"      [{"resource", "cost"}] by what is protected, else by its own name
 *   "spend.by_strategy"      [{"strategy", "cost", "asked_cost", "tiers"}] bought and asked for
 *   "spend.by_tier_strategy" [{"tier", "asked", "strategy", "cost"}]
 *   "coverage.protection_fit" whether the resources have what their tiers' strategy asks for
 *   "spend.lines"            DR lines with quantity and cost: what difference.h compares
 *   "spend.change"           what moved the spend since the month before: difference_cost(); or
 * null "spend.budgets"          [{"month","budget","cost","variance","ratio","band","estimated"}]
 *   "forecast"               where the year ends, or the reason why that cannot be told
 *   "kpis"                   [{"id","unit","value","complete","reason"}]: null says why
 *   "unit_costs"             what protection costs per resource and GB, by tier
 *   "waste"                  what is paid for and protects nothing: totals, "by_kind", "items"
 *   "spend.unattributed_transfer" amount
 *   "coverage.findings"      every verdict except not_applicable (the audit report's list)
 *   "diagnostics"            [{"path","row","column","code","level","message"}]
 *   "expiring"               [{"kind","id","about","ends_on","days","who"}] soonest first
 *   exceptions carry "fallback", "fallback_reason" and "compensation" beside the user's words
 *   rules carry "title", "severity", "why", "remediation" beside their counts
 * Amounts and ratios are decimal strings, durations seconds, times RFC 3339 UTC. */

#include <jansson.h>

#endif
