/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_ELEMENTS_H
#define INGEST_ELEMENTS_H

/* The elements in the answer of a call: recovery points, instances, buckets. */

#include <jansson.h>

#include "ingest/call.h"
#include "support/strbuf.h"

/* Calls `see` for each element of the file's pages with its JSON pointer; a file of one
 * page is that page, one of several the array of them. A file may also hold the bare
 * elements (JSON lines, or a --query that printed the array), flattened
 * ("CreatedBy_BackupPlanId") or not. Stops at the first negative return and hands it on.
 *
 * *ret_shape is NULL, or what is wrong with the file as a whole as the end of a sentence;
 * then `see` was called for the pages before at most. */
int elements_each(const struct call *call, json_t *pages,
                  int (*see)(void *context, json_t *element, const char *pointer), void *context,
                  const char **ret_shape);

/* Whether the last page says that there is more: a page token or a flag. */
bool elements_truncated(const struct call *call, const json_t *pages);

/* Whether the answer of a call that is not in the table is an empty list: all its
 * lists, of which it has one at least, are empty. */
bool elements_all_lists_empty(const json_t *pages);

/* What is wrong with an element by the front matter of its call, or NULL; *ret_pointer
 * is the pointer in the element. */
const char *elements_fault(const struct call *call, const json_t *element,
                           const char **ret_pointer);

#endif
