/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

/* Everything that is loaded, as text in one canonical form: a file of JSON lines per
 * table. The same facts give the same text, whatever the order or the machine they were
 * loaded on: rows are sorted, ids (but those of sources, which follow from the files) are
 * the places of rows in that order, and the paths of the machine are left out.
 *
 * The first line is {"table":"cost","columns":[...]}, each further one an array with a
 * row's values. An id that is a place is not written: it is the number of the line. */

#include <stddef.h>

#include "support/slice.h"

struct err;
struct store;
struct strbuf;

/* Hands the text of every table to `add`, in an order in which facts_import can take
 * them: what is referred to comes first. `add` may take the text (strbuf_detach). */
int facts_export(struct store *store,
                 int (*add)(void *context, const char *table, struct strbuf *text, struct err *err),
                 void *context, struct err *err);

/* Calls `each` for the tables in that order. */
int facts_tables(struct store *store,
                 int (*each)(void *context, const char *table, struct err *err), void *context,
                 struct err *err);

/* Fills one empty table of a new store. Text that is not exactly what facts_export
 * writes for this version's tables is ERR_INPUT and names the line. */
int facts_import(struct store *store, const char *table, struct slice text, struct err *err);

#endif
