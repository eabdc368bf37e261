/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_CALL_H
#define INGEST_CALL_H

/* What is known of an AWS call: one file ingest/calls/<service>.<call>.sql each.
 * Its front matter says where the elements of the answer are and what they must
 * hold; its statements are run once per element, with any of the parameters
 *   :source   source.id                 :pointer  JSON pointer of the element
 *   :item     the element as JSON       :name     NAME of a call made per item, else ''
 *   :account  :region                   scope of the call
 *
 * Front matter, `-- word: value` lines before the first statement:
 *   call            the names of the call; several where services share an answer
 *   items           JSON pointer of the array of elements, `*` stepping over one array
 *                   on the way; absent: the whole answer is one element
 *   elements        `text`: each element is JSON in a string
 *   scope           region or global
 *   required        pointers of strings, and of times, without which an element is rejected
 *   times           pointers of times that must be readable where they are there
 *   not-configured  error codes by which AWS says that nothing is configured
 *   keep            `document`: the answer is also kept whole
 *   key             a top-level key by which a file without a telling name is known;
 *                   absent: the first part of `items`
 *   arn             pointer, in the element, of an ARN of the call's account and region
 *   name            pointer, in the answer, of NAME, for a file whose path has none */

#include <jansson.h>

#include "support/mem.h"

struct err;
struct stmt;
struct store;

enum { CALL_MAX_STATEMENTS = 8 };

struct words {
    const char **list;
    size_t n;
};

struct call {
    const char *file; /* name of the asset, for messages */
    const char *sql;
    struct words names; /* the first is given to a file whose name does not tell */
    const char *items;  /* NULL: the whole answer is one element */
    const char *key;
    const char *arn;
    const char *name;
    struct words required;
    struct words times;
    struct words not_configured;
    bool is_global;
    bool keep_document;
    bool text_elements;
    struct stmt *statements[CALL_MAX_STATEMENTS]; /* prepared at first use */
    size_t n_statements;
    bool prepared;
};

struct call_table {
    struct call *calls; /* sorted by file */
    size_t n;
    struct arena arena;
};

/* Reads the embedded files. An error is a bug in one of them. */
int call_table_init(struct call_table *table, struct err *err);
void call_table_release(struct call_table *table);

/* The call of that name, or NULL. */
struct call *call_find(struct call_table *table, const char *name);

/* The one call whose answer has this top-level key; NULL if none or several have it. */
struct call *call_find_by_key(struct call_table *table, struct slice key);

int call_prepare(struct call *call, struct store *store, struct err *err);

bool words_have(const struct words *words, const char *word);

/* The value at a JSON pointer of plain keys ("/CreatedBy/BackupPlanId"; "/" is the
 * value itself), or NULL. */
const json_t *call_value(const json_t *element, const char *pointer);

#endif
