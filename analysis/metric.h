/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_METRIC_H
#define ANALYSIS_METRIC_H

/* What a figure is made of. Each figure is one file, explain/metric/<its name without the
 * names of list members>.sql: front matter, then at most one SELECT.
 *
 *     -- what: DR spend of one tier         what the figure is, for people
 *     -- basis: usage                       of the bill's amounts; absent: the run's cost basis
 *     -- formula: DR total / bill total     how a derived figure comes about, for people
 *     -- input: spend.dr_total              a figure that goes into it; any number of them.
 *                                           {tier} is a text of the member, {self} its name;
 *                                           list[].x and list[verdict=accept].x are several
 *     -- unchecked: why                     it is not computed again here
 *
 * The columns of the SELECT say what it gives:
 *   cost_id, part   rows of `cost` and what the figure takes of each: they add up to it
 *   input, value    other figures or things that add up to it
 *   value           the figure itself, from the inputs, which are bound by their last name;
 *                   other columns are inputs too, under the names they have
 * Without one, the inputs add up to the figure. Texts and integers of the list's member and
 * of the result's top level are bound by name (:tier, :month). */

#include <stdint.h>

#include <jansson.h>

struct err;
struct store;

/* Explains a figure of a result on the store that gave it, after explain_open():
 *   "metric", "what", "value", "basis", "formula", "unchecked", "inputs" [{"input", "value"}],
 *   "facts" (the `n_shown` largest; -1: all), "sources" of all of them, "n_facts", "n_lines",
 * "sum", "whole", "n_shared", "computed" (null: not computed) and "agrees" (null: not computed, or
 *   "value" is null because nothing loaded tells it). The table `explained`
 * holds all facts until the next call. *ret_answer is null if nothing is called that. "cost_id" and
 * "source_id" tie facts and sources to ingest/bill_rows.h. */
int metric_explain(struct store *store, const json_t *result, const char *name, int64_t n_shown,
                   json_t **ret_answer, struct err *err);

/* The names of the figures of the result that can be explained, but those in lists of more
 * than 1000 members: a new array. */
json_t *metric_names(const json_t *result);

#endif
