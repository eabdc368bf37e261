/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_DIFFERENCE_H
#define ANALYSIS_DIFFERENCE_H

/* What changed between two results (result.h): two months of one database, or the
 * report.json of two packages. Pure functions: no store, no clock.
 *
 * Cost. Lines of `spend.lines` are the same when account, region, product, usage type,
 * operation, unit, resource, mechanism and tier are. The change of DR cost is, exactly,
 *   new       cost of the lines that only the later result has
 *   gone      minus the cost of the lines that only the earlier one has
 *   quantity  of a line in both: (quantity now - quantity then) x the effective rate then
 *             (cost then / quantity then, so discounts and credits are in the rate),
 *             rounded once to 20 decimals; 0 where nothing was used then, as of a line
 *             that is only a credit
 *   price     the rest of the change of a line in both: price, discounts, credits
 * and price + quantity + new + gone = change, in total and in each breakdown. What moves
 * to another tier is gone there and new here.
 *
 * Findings are the same when rule, resource, account and region are. One is open when its
 * verdict is fail or insufficient_data. `new`: open now and not before. `fixed`: open
 * before, and now a pass, or no longer asked of anything by a rule whose evidence is
 * complete. `persistent`: open before and not fixed; evidence that went missing fixes
 * nothing. An exception changes none of this and is shown beside a finding. */

#include <jansson.h>

struct err;

/* {"from", "to", "cost", "findings"}: the identities of both results and what follows
 * below; "cost" is null where one of them has no bill. ERR_INPUT when the results do not
 * compare: another currency or cost basis. *ret_difference is the caller's. */
int difference_of(const json_t *before, const json_t *after, json_t **ret_difference,
                  struct err *err);

/* {"before", "after", "change", "price", "quantity", "new", "gone", "by_mechanism": [...],
 * "by_tier": [...], "by_account": [...], "movers": [...]} of two arrays `spend.lines`; the
 * breakdowns hold the same amounts per name. Movers are the lines that changed most, with
 * `kind` (new, gone, or both parts in one line: changed), the largest first, DIFFERENCE_MOVERS
 * at most. */
int difference_cost(const json_t *before, const json_t *after, json_t **ret_cost, struct err *err);

enum { DIFFERENCE_MOVERS = 20 };

/* {"new": [...], "fixed": [...], "persistent": [...]} of the `coverage` of two results: each
 * finding with its "verdict" now and "before" (null: it was not there). A new object. */
json_t *difference_findings(const json_t *before, const json_t *after);

#endif
