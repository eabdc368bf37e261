/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_JSON_MEMBERS_H
#define INGEST_JSON_MEMBERS_H

/* Cuts a JSON document that is too large to hold into the members of chosen objects. What
 * is handed out is the text of one member's value, for jansson to read; all else is passed
 * over. Only as much is checked as is needed to find the ends of values: that a member's
 * value is JSON is for its reader to find out.
 *
 * An object is chosen by the keys that lead to it, joined by '/': "" is the document itself
 * (only its members that are no objects or arrays are handed out), "products", "terms/OnDemand". */

#include <stddef.h>

#include "support/slice.h"

struct bytes;
struct err;

enum {
    JSON_MEMBERS_MAX_VALUE = 1024 * 1024, /* bytes of a member; a larger one refuses the file */
    JSON_MEMBERS_MAX_KEY = 1024,
};

struct json_members_sink {
    const char *const *objects; /* those chosen; ends with NULL */
    /* object is one of `objects`; key is as written, without its quotes; value is text. */
    int (*take)(struct json_members_sink *sink, const char *object, struct slice key,
                struct slice value, struct err *err);
};

/* Reads the logical file that `bytes` has open to its end. ERR_INPUT where it is no JSON
 * object or ends early, with the place in bytes. */
int json_members_read(struct bytes *bytes, struct json_members_sink *sink, struct err *err);

#endif
