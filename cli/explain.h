/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

/* The parts of `drledger explain`: one per kind of thing that can be explained. */

#include <stddef.h>

#include <jansson.h>

struct err;
struct options;
struct store;

/* A store on which the analysis has just run, and what it gave. All borrowed. */
struct explaining {
    const struct options *options;
    struct store *store;
    const json_t *result;
};

/* How many rows of `n` are shown (--rows). */
size_t explain_shown(const struct options *options, size_t n);

/* Says how many rows were left out, if any were. */
void explain_print_rest(size_t n, size_t shown, const char *what);

/* Each gives an answer of analysis/explain.h or metric.h after reading the files behind it
 * again, or null when nothing of its kind is called `name`. Every answer has "reread":
 * {"files", "changed", "gone"}; that of a figure made of lines also what they add up to, its
 * facts have "rows" and its sources "now", "rows" and "sum". */
int explain_rule_read(const struct explaining *explaining, const char *name, json_t **ret_answer,
                      struct err *err);
int explain_metric_read(const struct explaining *explaining, const char *name, json_t **ret_answer,
                        struct err *err);
int explain_resource_read(const struct explaining *explaining, const char *resource,
                          json_t **ret_answer, struct err *err);

void explain_rule_print(const struct explaining *explaining, const json_t *answer);
void explain_figure_print(const struct explaining *explaining, const json_t *answer);
void explain_resource_print(const struct explaining *explaining, const json_t *answer);

/* The lines, files and sums of a figure alone. */
void explain_metric_print(const json_t *answer, const char *title);

#endif
