/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_FIGURES_H
#define REPORTS_FIGURES_H

/* Figures that reports derive from the result: change against last month, distance to
 * the budget, the projected year, counts of verdicts, the largest risks. They are put
 * into report.json as "figures", so what the PDF prints is what the JSON holds.
 * Amounts and ratios are decimal strings; what cannot be told is null. */

#include <jansson.h>

/* A new object; the caller's. */
json_t *figures_of(const json_t *result);

/* figures_groups.c: sums over lists, as new arrays that the caller owns.
 * All applications with resources that are not shown to be protected, the dearest to run
 * first:
 * {"application" (or null), "resources", "unknown", "cost" (absent when none is known)}. */
json_t *figures_exposed(const json_t *resources);

/* Files by format and status: {"format", "status", "files", "rows_read", ...}. */
json_t *figures_source_kinds(const json_t *sources);

#endif
