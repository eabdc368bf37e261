/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_QUERY_H
#define ANALYSIS_QUERY_H

/* SQL rows as JSON. TEXT becomes a string, INTEGER an integer, NULL null; a column
 * `x_json` holds JSON and becomes the member `x`. Binary floating point has no place
 * in a result: a REAL or BLOB column is an error. */

#include <jansson.h>

struct err;
struct store;

/* All rows as a new array of objects; `name` is the query's in error messages. */
int query_array(struct store *store, const char *name, const char *sql, json_t **ret_rows,
                struct err *err);

/* The same for a statement with parameters: each `:name` is the text or integer that `keys`
 * has under that name, else NULL. */
int query_array_of(struct store *store, const char *name, const char *sql, const json_t *keys,
                   json_t **ret_rows, struct err *err);

/* The only row as a new object, or null where there is none. */
int query_object(struct store *store, const char *name, const char *sql, json_t **ret_row,
                 struct err *err);

/* Runs every `<folder>/.../<name>.sql` of this layer's files and puts what it gives where
 * its path says: "sections/spend/by_tier.sql" at result.spend.by_tier. A file whose
 * first line is `-- object` gives one object, which is merged into its parent when the
 * file is called `_.sql`; every other file gives an array. */
int query_sections(struct store *store, const char *folder, json_t *result, struct err *err);

/* The same with parameters, as query_array_of binds them. */
int query_sections_of(struct store *store, const char *folder, const json_t *keys, json_t *result,
                      struct err *err);

/* The shipped query queries/<name>.sql. */
const char *query_text(const char *name);

#endif
