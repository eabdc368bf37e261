/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_ANSWER_H
#define INGEST_ANSWER_H

/* The printed answer of an AWS call, as shells leave it in a file: UTF-8 with or
 * without a byte order mark, UTF-16 with one, gzip'd, one JSON document, several
 * pages one after the other, or JSON lines.
 *
 * Limits: 512 MiB of text, brackets 256 deep. JSON with a key twice in one object
 * is refused: two readers would see two different things. */

#include <stdint.h>

#include <jansson.h>

#include "support/mem.h"
#include "support/sha256.h"
#include "support/strbuf.h"

struct err;

struct answer {
    struct strbuf text;           /* UTF-8, without a byte order mark */
    char sha256[SHA256_HEX_SIZE]; /* of the file as it is on disk */
    uint64_t bytes;               /* on disk */
    json_t *pages;                /* array of the documents in the file; NULL before answer_parse */
};

#define ANSWER_INIT                                                                                \
    {                                                                                              \
        STRBUF_INIT, "", 0, NULL                                                                   \
    }

/* Reads and decodes at most `limit` bytes of the file at `location` (0: all of it; with a
 * limit the digest is of that beginning only, and a cut character may be left out).
 * `shown` goes into messages. */
int answer_read(struct answer *answer, const char *location, const char *shown, size_t limit,
                struct err *err);
int answer_parse(struct answer *answer, const char *shown, struct err *err);
void answer_release(struct answer *answer);

/* Whether there is nothing but white space. */
bool answer_is_blank(const struct answer *answer);

/* Calls `see` for each key of the first object in the text, at its top level, as far
 * as the text goes: enough to recognise a file by its beginning. */
void answer_keys(struct slice text, void (*see)(void *context, struct slice key), void *context);

#endif
