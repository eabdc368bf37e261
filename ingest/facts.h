/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_FACTS_H
#define INGEST_FACTS_H

/* The rows that a file's elements become: the statements of its call, run for each. */

#include "ingest/evidence.h"
#include "support/strbuf.h"

enum facts_step { FACTS_SAVEPOINT, FACTS_UNDO, FACTS_RELEASE, FACTS_DOCUMENT, FACTS_N };

struct facts {
    struct evidence_loader *loader;
    struct stmt *steps[FACTS_N];
    struct strbuf item; /* the JSON text of the element that is being stored */
};

int facts_open(struct facts *facts, struct evidence_loader *loader, struct err *err);
void facts_release(struct facts *facts);

/* Where an element stands in its file. */
struct place {
    const char *pointer; /* as stored with its rows */
    int64_t row;         /* of a CSV file, the header being row 1; 0: JSON */
};

/* Runs the statements of `call`, which is prepared, for one element: all of them, or none
 * and a diagnostic if the element is malformed. Counts it in `evidence`. */
int facts_add(struct facts *facts, const struct call *call, struct evidence *evidence,
              const json_t *element, struct place place, struct err *err);

/* Counts an element as rejected and says why. */
int facts_reject(struct facts *facts, struct evidence *evidence, struct place place,
                 const char *why, struct err *err);

/* Keeps the pages of an answer whole. */
int facts_add_documents(struct facts *facts, const struct evidence *evidence, const json_t *pages,
                        struct err *err);

#endif
