/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_CALL_FAILURE_H
#define INGEST_CALL_FAILURE_H

/* What a call that gave no answer says about itself. "Not configured", "denied" and
 * "failed" are three different things, and none of them is an empty list. */

#include "ingest/call.h"
#include "support/slice.h"

struct failure {
    const char *status; /* of the table source: not_configured, denied, failed */
    char message[512];  /* the line of stderr that says why */
};

/* Judges the stderr of a call; `call` may be NULL (unknown). */
void call_failure_read(const struct call *call, struct slice text, struct failure *ret_failure);

#endif
