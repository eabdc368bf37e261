/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_EXPLAIN_H
#define ANALYSIS_EXPLAIN_H

/* What stands behind a verdict or a figure. Ask on a store on which analysis_run() has just
 * run: the tables of views.md are still there. The questions are SQL, explain/ beside the
 * sections of the result; nothing here reads a file of the user's.
 *
 * An answer names files as {"path", "sha256", "format", "status", "message", "location",
 * "pointer"}: `location` is for reading the file again and must not be printed. */

#include <jansson.h>

struct analysis_options;
struct err;
struct store;

/* Once after analysis_run(). */
int explain_open(struct store *store, struct err *err);

/* The rule's front matter with the parameters in force, its SQL as run, "population" and
 * "findings" (all of them, worst first). *ret_answer is null if there is no such rule. */
int explain_rule(struct store *store, const struct analysis_options *options, const char *id,
                 json_t **ret_answer, struct err *err);

/* What a name may mean: [{"resource", "type"}], sorted. */
int explain_match(struct store *store, const char *name, json_t **ret_resources, struct err *err);

/* State, tier, plans, points, restores and findings of one resource. */
int explain_resource(struct store *store, const char *resource, json_t **ret_answer,
                     struct err *err);

#endif
