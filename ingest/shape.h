/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_SHAPE_H
#define INGEST_SHAPE_H

/* Where an answer of AWS has objects and lists (shapes.csv, from the services' models).
 * What stands there instead is not what AWS answers; queries that look inside would
 * stumble over it. Scalars are not checked here: whoever reads one judges it. */

#include <jansson.h>

struct err;

/* Called for each value that is something else, which is null by now. `pointer` says where
 * it stood in the file and lives for the call; `why` ends a sentence. */
typedef int shape_fault_fn(void *context, const char *pointer, const char *why, struct err *err);

/* Looks at each page of an answer of `call`; one that shapes.csv does not list has no
 * faults. Null and missing members are fine, null in a list of objects is not. Ends early with what
 * `report` returns below 0. */
int shape_check(const char *call, json_t *pages, shape_fault_fn *report, void *context,
                struct err *err);

#endif
