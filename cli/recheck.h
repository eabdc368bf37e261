/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RECHECK_H
#define CLI_RECHECK_H

/* The evidence in an answer of analysis/explain.h, checked against the files as they are
 * now. */

#include <jansson.h>

struct table;

/* Reads every file that `answer` names again, each once: puts "now" (unchanged, ...) and
 * "value" (what stands at the pointer) beside it and takes "location" away. `answer` gets
 * "reread": {"files", "changed", "gone"}. */
void recheck_files(json_t *answer);

/* Adds each entry of an "evidence" array as rows of a table, into its last column of one or
 * two. */
void recheck_add(struct table *table, const json_t *evidence);

/* Prints one line that says how the files are. */
void recheck_print(const json_t *answer);

#endif
