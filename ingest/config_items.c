/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/config_items.h"

#include <string.h>

#include "ingest/answer.h"
#include "support/err.h"

static const char format[] = "aws-config";
static const char call_name[] = "aws-config.configuration-item";

enum { PEEK_BYTES = 1 << 16 };

static void see_key(void *context, struct slice key)
{
    bool *found = context;
    *found |= slice_is(key, "configurationItems");
}

bool config_items_are(struct call_table *calls, const struct input_file *file)
{
    (void)calls;
    struct slice path = slice_of(file->location);
    if (!slice_ends(path, SLICE_LITERAL(".json")) && !slice_ends(path, SLICE_LITERAL(".json.gz"))) {
        return false;
    }
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct err err = ERR_INIT;
    bool found = false;
    if (answer_read(&answer, file->location, file->shown, PEEK_BYTES, &err) == 0) {
        answer_keys(strbuf_slice(&answer.text), see_key, &found);
    }
    return found;
}

static int add_items(struct facts *facts, struct evidence *evidence, const json_t *pages,
                     struct err *err)
{
    struct call *call = call_find(&facts->loader->calls, call_name);
    if (!call) {
        return FAIL(err, ERR_BUG, "no file for %s", call_name);
    }
    int rc = call_prepare(call, facts->loader->run->store, err);
    size_t n_pages = json_array_size(pages);
    for (size_t p = 0; rc >= 0 && p < n_pages; p++) {
        const json_t *items = json_object_get(json_array_get(pages, p), "configurationItems");
        for (size_t i = 0; rc >= 0 && i < json_array_size(items); i++) {
            char pointer[80];
            if (n_pages > 1) {
                snprintf(pointer, sizeof pointer, "/%zu/configurationItems/%zu", p, i);
            } else {
                snprintf(pointer, sizeof pointer, "/configurationItems/%zu", i);
            }
            rc = facts_add(facts, call, evidence, json_array_get(items, i),
                           (struct place){pointer, 0}, err);
        }
    }
    return rc;
}

int config_items_load(struct facts *facts, const struct input_file *file, struct err *err)
{
    struct evidence_loader *loader = facts->loader;
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct evidence evidence = evidence_of_file(file, format, answer.sha256);
    struct err problem = ERR_INIT;
    int rc = answer_read(&answer, file->location, file->shown, 0, &problem);
    evidence.bytes = answer.bytes;
    rc = rc < 0 ? rc : answer_parse(&answer, file->shown, &problem);
    if (rc < 0) {
        return evidence_refuse(loader, &evidence, DIAG_BAD_JSON, problem.text, err);
    }
    rc = evidence_add(loader, &evidence, err);
    if (rc != 0) {
        return rc;
    }
    rc = add_items(facts, &evidence, answer.pages, err);
    evidence.status = evidence.rows_read ? "ok" : "empty";
    return rc < 0 ? rc : evidence_finish(loader, &evidence, err);
}
