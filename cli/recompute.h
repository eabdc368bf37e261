/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RECOMPUTE_H
#define CLI_RECOMPUTE_H

/* An evidence package judged again from nothing but itself. */

#include <jansson.h>

struct archive;
struct err;
struct store;

#define RECOMPUTE_FACTS ".jsonl" /* data/facts/TABLE.jsonl */

/* A new database in memory with the facts of the archive; the caller's. */
int recompute_load(const struct archive *archive, struct store **ret_store, struct err *err);

/* Judges the package again and adds to the verification how its report.json and CSV
 * files compare, or why that could not be done. */
int recompute_check(const struct archive *archive, json_t *verification, struct err *err);

#endif
