/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_TABLE_H
#define ANALYSIS_TABLE_H

/* The data tables of this layer (mechanisms.csv, regions.csv, ...): comma-separated,
 * a header of column names, no quotes, so no commas in values. Lines that begin with #
 * and empty lines are remarks. */

struct err;
struct store;

/* Inserts the rows of a shipped file into a table that has columns of its header's names,
 * and a column `rank` that is given the row's place, from 1. Empty values stay ''. */
int table_load(struct store *store, const char *file, const char *table, struct err *err);

#endif
