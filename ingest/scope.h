/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_SCOPE_H
#define INGEST_SCOPE_H

/* What the path of an exported AWS call says:
 *   .../ACCOUNT/REGION/SERVICE.CALL.json
 *   .../ACCOUNT/REGION/SERVICE.CALL/NAME.json      NAME may have folders of its own
 * with .json.gz, .jsonl and .ndjson for .json, and beside each X.err and X.rc (also
 * X.json.err). ACCOUNT is 12 digits, REGION looks like one or is `global`. */

#include "support/mem.h"

enum scope_part { SCOPE_NONE, SCOPE_ANSWER, SCOPE_STDERR, SCOPE_EXIT_CODE };

struct scope {
    const char *account; /* NULL: the path does not say */
    const char *region;  /* NULL: the path does not say */
    const char *call;    /* SERVICE.CALL, or NULL */
    const char *item;    /* NAME, else '' */
    enum scope_part part;
};

/* True if the whole scope is there. Otherwise account and region are NULL, and call and
 * item are what the last one or two parts of the path look like. Allocates in `arena`.
 * False and SCOPE_NONE if the file's ending is none of an exported call. */
bool scope_of_path(struct arena *arena, const char *path, struct scope *ret_scope);

bool scope_is_account(struct slice text);
bool scope_is_region(struct slice text); /* `global` included */

#endif
