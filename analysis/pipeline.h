/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_PIPELINE_H
#define ANALYSIS_PIPELINE_H

/* The parts of an analysis that SQL alone cannot do. Each is a hook that analysis.c
 * runs after the step (steps/NNN_*.sql) that made its tables. */

struct analysis_options;
struct err;
struct store;

/* Runs every step and its hook: afterwards the tables of views.md are there, up to the
 * rules. (analysis.c) */
int pipeline_run(struct store *store, const struct analysis_options *options, struct err *err);

/* Chooses month, as-of time and currency and fills `run`. (run.c) */
int run_choose(struct store *store, const struct analysis_options *options, struct err *err);

/* Reads and checks the policy and fills its tables. (policy.c) */
int policy_load(struct store *store, const struct analysis_options *options, struct err *err);

/* Loads the tables that say what a line of the bill is for. (mechanism.c) */
int mechanism_load(struct store *store, const struct analysis_options *options, struct err *err);

/* Fills the tables of what types and calls there are. (inventory_data.c) */
int inventory_data_load(struct store *store, const struct analysis_options *options,
                        struct err *err);

/* Loads the prices and what AWS says of its cold classes. (tiering.c) */
int tiering_load(struct store *store, const struct analysis_options *options, struct err *err);

/* Loads the rules, exceptions and attestations that the options name, runs every rule and
 * fills the tables of finding/create.sql. A rule that breaks its contract is ERR_INPUT.
 * (rule_run.c) */
int rules_run(struct store *store, const struct analysis_options *options, struct err *err);

/* Adds a sentence to the result's "notes": what page 1 of every report must say. */
int note_add(struct store *store, const char *text, struct err *err);

#endif
