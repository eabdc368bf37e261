/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_REREAD_H
#define INGEST_REREAD_H

/* A file of evidence, read again by the readers that ingested it: has it changed since,
 * and what stands now where a finding points? Of Terraform state, which holds secrets, no
 * value is read. */

#include <jansson.h>

#include "support/cleanup.h"

enum reread_state {
    REREAD_UNCHANGED,
    REREAD_CHANGED, /* other bytes than were ingested */
    REREAD_GONE,    /* cannot be opened */
};

/* "unchanged", "changed since it was read", "gone" */
const char *reread_state_name(enum reread_state state);

struct reread;

/* `sha256` and `format` as in the store's table source. Never fails: a file that cannot be
 * read is gone. */
struct reread *reread_open(const char *location, const char *sha256, const char *format);
void reread_free(struct reread *file);
DEFINE_CLEANUP(reread_free, struct reread *)

enum reread_state reread_state(const struct reread *file);

/* The value at a JSON pointer, or the row of that number of a CSV file as an object; of
 * what is no JSON (the stderr of a call) its text. A new reference; null where nothing is
 * there or the file has changed so that it cannot be taken apart. */
json_t *reread_value(struct reread *file, const char *pointer);

#endif
