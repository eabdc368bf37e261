/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/facts.h"

#include <string.h>

#include "ingest/elements.h"
#include "store/stmt.h"
#include "support/err.h"

static const char *const step_sql[FACTS_N] = {
    [FACTS_SAVEPOINT] = "savepoint element",
    [FACTS_UNDO] = "rollback to element",
    [FACTS_RELEASE] = "release element",
    [FACTS_DOCUMENT] =
        ("insert into document(source_id, pointer, account, region, call, item, body) "
         "values (:source, :pointer, :account, :region, :call, :name, :item)"),
};

int facts_open(struct facts *facts, struct evidence_loader *loader, struct err *err)
{
    facts->loader = loader;
    int rc = 0;
    for (int i = 0; rc >= 0 && i < FACTS_N; i++) {
        rc = stmt_prepare(loader->run->store, "element", step_sql[i], &facts->steps[i], err);
    }
    return rc;
}

void facts_release(struct facts *facts)
{
    for (int i = 0; i < FACTS_N; i++) {
        stmt_free(facts->steps[i]);
        facts->steps[i] = NULL;
    }
    strbuf_release(&facts->item);
}

static int append_json(const char *bytes, size_t size, void *context)
{
    strbuf_add(context, bytes, size);
    return 0;
}

/* The JSON text of a value, valid until the next one. 15 digits print a time with its
 * fraction as AWS wrote it. */
static struct slice json_text(struct facts *facts, const json_t *value)
{
    strbuf_clear(&facts->item);
    json_dump_callback(value, append_json, &facts->item,
                       JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    return strbuf_slice(&facts->item);
}

static void bind_if(struct stmt *stmt, const char *parameter, const char *text)
{
    if (stmt_has_parameter(stmt, parameter)) {
        stmt_bind_text(stmt, parameter, text);
    }
}

static int run_statement(struct stmt *stmt, const struct evidence *evidence, struct slice item,
                         const char *pointer, struct err *err)
{
    if (stmt_has_parameter(stmt, ":source")) {
        stmt_bind_int(stmt, ":source", evidence->id);
    }
    if (stmt_has_parameter(stmt, ":item")) {
        stmt_bind_slice(stmt, ":item", item);
    }
    bind_if(stmt, ":pointer", pointer);
    bind_if(stmt, ":account", evidence->account);
    bind_if(stmt, ":region", evidence->region);
    bind_if(stmt, ":name", evidence->item);
    return stmt_run(stmt, err);
}

int facts_reject(struct facts *facts, struct evidence *evidence, struct place place,
                 const char *why, struct err *err)
{
    struct diagnostic problem = {DIAG_BAD_VALUE, DIAG_REJECT,   evidence->file->shown,
                                 place.row,      place.pointer, why};
    evidence->rows_rejected++;
    return evidence_diagnose(facts->loader, evidence, &problem, err);
}

/* The value that is wrong: its pointer in the file, or the column of a CSV row. */
static int reject_value(struct facts *facts, struct evidence *evidence, struct place place,
                        const char *where, const char *why, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) at = STRBUF_INIT;
    if (place.row == 0) {
        strbuf_adds(&at, place.pointer);
        strbuf_adds(&at, strcmp(where, "/") == 0 ? "" : where);
    } else {
        strbuf_adds(&at, where + 1);
    }
    return facts_reject(facts, evidence, (struct place){at.text, place.row}, why, err);
}

int facts_add(struct facts *facts, const struct call *call, struct evidence *evidence,
              const json_t *element, struct place place, struct err *err)
{
    evidence->rows_read++;
    const char *where = NULL;
    const char *fault = elements_fault(call, element, &where);
    if (fault) {
        return reject_value(facts, evidence, place, where, fault, err);
    }
    struct slice item = json_text(facts, element);
    struct err problem = ERR_INIT;
    int rc = stmt_run(facts->steps[FACTS_SAVEPOINT], err);
    if (rc < 0) {
        return rc;
    }
    for (size_t i = 0; rc >= 0 && i < call->n_statements; i++) {
        rc = run_statement(call->statements[i], evidence, item, place.pointer, &problem);
    }
    if (rc == ERR_INPUT) {
        rc = stmt_run(facts->steps[FACTS_UNDO], err);
        rc = rc < 0 ? rc : facts_reject(facts, evidence, place, problem.text, err);
    } else if (rc < 0) {
        *err = problem;
    } else {
        evidence->rows_kept++;
    }
    return rc < 0 ? rc : stmt_run(facts->steps[FACTS_RELEASE], err);
}

int facts_add_documents(struct facts *facts, const struct evidence *evidence, const json_t *pages,
                        struct err *err)
{
    struct stmt *add = facts->steps[FACTS_DOCUMENT];
    size_t n = json_array_size(pages);
    for (size_t i = 0; i < n; i++) {
        char pointer[32] = "";
        if (n > 1) {
            snprintf(pointer, sizeof pointer, "/%zu", i);
        }
        stmt_bind_text(add, ":call", evidence->call);
        int rc =
            run_statement(add, evidence, json_text(facts, json_array_get(pages, i)), pointer, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}
