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

/* Each prints its answer, as a table or JSON, and returns an exit code or a negative
 * err_code. `answer` is one of analysis/explain.h and is changed. */
int explain_print_rule(const struct explaining *explaining, json_t *answer, struct err *err);
int explain_print_resource(const struct explaining *explaining, const char *resource,
                           struct err *err);

#endif
