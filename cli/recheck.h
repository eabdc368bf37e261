/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RECHECK_H
#define CLI_RECHECK_H

/* The evidence in an answer of analysis/explain.h, checked against the files as they are
 * now. */

#include <stdbool.h>

#include <jansson.h>

struct table;

/* How many files stand behind an answer, and how they are now. */
struct recheck_count {
    int64_t n_files;
    int64_t n_changed;
    int64_t n_gone;
};

/* Reads every file that `answer` names again, each once, and puts "now" (unchanged, ...) and
 * "value" (what stands at the pointer) beside it; takes "location" away. */
void recheck_files(json_t *answer, struct recheck_count *ret_count);

/* Adds each entry of an "evidence" array as rows of a table, into its last column of one or
 * two. */
void recheck_add(struct table *table, const json_t *evidence);

/* Prints one line that says how the files are, and returns the exit code that goes with it. */
int recheck_exit_code(const struct recheck_count *count);
void recheck_print(const struct recheck_count *count);

#endif
