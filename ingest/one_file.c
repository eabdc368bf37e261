/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/one_file.h"

#include <string.h>

#include "ingest/bytes.h"
#include "ingest/source_key.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

int one_file_reject(struct one_file *one, int64_t row, enum diag_code code, const char *column,
                    const char *text, struct err *err)
{
    struct diagnostic problem = {.code = code,
                                 .level = DIAG_REJECT,
                                 .path = one->file->shown,
                                 .row = row,
                                 .column = column,
                                 .text = text};
    one->run->problems.add(one->run->problems.context, &problem);
    stmt_bind_int(one->problem, ":source", one->source_id);
    stmt_bind_int(one->problem, ":line", row);
    stmt_bind_text(one->problem, ":column", column);
    stmt_bind_text(one->problem, ":code", diag_code_name(code));
    stmt_bind_text(one->problem, ":message", text);
    return stmt_run(one->problem, err);
}

static int run_once(struct one_file *one, const char *sql, const char *digest, struct err *err)
{
    const struct {
        const char *parameter;
        const char *text;
    } texts[] = {{":location", one->file->location},
                 {":path", one->file->path},
                 {":digest", digest},
                 {":kind", one->kind},
                 {":format", one->format}};
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(one->run->store, one->format, sql, &stmt, err);
    if (rc < 0) {
        return rc;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (stmt_has_parameter(stmt, texts[i].parameter)) {
            stmt_bind_text(stmt, texts[i].parameter, texts[i].text);
        }
    }
    if (stmt_has_parameter(stmt, ":bytes")) {
        stmt_bind_int(stmt, ":bytes", (int64_t)one->file->bytes);
    }
    return stmt_step(stmt, err);
}

/* Begins the delivery anew; 1 when the same bytes are loaded already. */
static int open_delivery(struct one_file *one, const char *digest, struct err *err)
{
    static const char *const steps[] = {
        "delete from delivery where kind = :kind and origin = :location",
        "insert into delivery(kind, origin, digest) values (:kind, :location, :digest)",
        "insert into source(id, delivery_id, path, location, sha256, bytes, format, status)"
        " values (" SOURCE_ID(":digest") ", last_insert_rowid(), :path, :location, :digest, :bytes,"
                                         " :format, 'ok')"};
    int rc = run_once(one,
                      "select 1 from delivery where kind = :kind and origin = :location"
                      " and digest = :digest",
                      digest, err);
    for (size_t i = 0; rc == 0 && i < sizeof steps / sizeof *steps; i++) {
        rc = run_once(one, steps[i], digest, err);
        one->source_id = store_last_id(one->run->store);
    }
    return rc;
}

static int put_counts(struct one_file *one, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    struct ingest_outcome *outcome = one->run->outcome;
    int rc = stmt_prepare(one->run->store, one->format,
                          "update source set status = iif(:read > 0, 'ok', 'empty'),"
                          " rows_read = :read, rows_kept = :kept, rows_rejected = :read - :kept"
                          " where id = :source",
                          &stmt, err);
    if (rc < 0) {
        return rc;
    }
    outcome->n_files_read++;
    outcome->rows_read += one->n_read;
    outcome->rows_kept += one->n_kept;
    outcome->rows_rejected += one->n_read - one->n_kept;
    stmt_bind_int(stmt, ":read", one->n_read);
    stmt_bind_int(stmt, ":kept", one->n_kept);
    stmt_bind_int(stmt, ":source", one->source_id);
    return stmt_run(stmt, err);
}

static int read_all(struct one_file *one, int (*read)(struct one_file *one, struct err *err),
                    struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) problem = NULL;
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    int rc = stmt_prepare(one->run->store, one->format,
                          "insert into diagnostic(source_id, line, column_name, code, level,"
                          " message) values (:source, :line, :column, :code, 'reject', :message)",
                          &problem, err);
    if (rc < 0 || (rc = bytes_open(one->file->location, one->file->shown, &bytes, err)) < 0) {
        return rc;
    }
    one->problem = problem;
    one->bytes = bytes;
    while (rc >= 0 && (rc = bytes_next(bytes, err)) > 0) {
        rc = read(one, err);
    }
    one->problem = NULL;
    one->bytes = NULL;
    return rc < 0 ? rc : put_counts(one, err);
}

static int load(struct one_file *one, int (*read)(struct one_file *one, struct err *err),
                struct err *err)
{
    char digest[SHA256_HEX_SIZE];
    struct store *store = one->run->store;
    int rc = bytes_sha256(one->file->location, one->file->shown, digest, err);
    if (rc < 0 || (rc = store_begin(store, err)) < 0) {
        return rc;
    }
    rc = open_delivery(one, digest, err);
    if (rc == 1) {
        one->run->outcome->n_files_unchanged++;
        rc = 0;
    } else if (rc == 0) {
        rc = read_all(one, read, err);
    }
    if (rc < 0) {
        store_rollback(store);
        return rc;
    }
    return store_commit(store, err);
}

int one_file_load(struct one_file *one, int (*read)(struct one_file *one, struct err *err),
                  struct file_state *state, struct err *err)
{
    struct err why = ERR_INIT;
    int rc = load(one, read, &why);
    if (rc == ERR_INPUT) {
        state->fate = FATE_REFUSED;
        state->message = arena_strdup(&one->run->arena, why.text);
        return 0;
    }
    if (rc < 0) {
        *err = why;
        return rc;
    }
    return 1;
}

void one_file_head(const struct input_file *file, char ret_head[ONE_FILE_HEAD_SIZE])
{
    struct err why = ERR_INIT;
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    size_t size = 0;
    if (bytes_open(file->location, file->shown, &bytes, &why) < 0 || bytes_next(bytes, &why) != 1 ||
        bytes_read(bytes, ret_head, ONE_FILE_HEAD_SIZE - 1, &size, &why) < 0) {
        size = 0;
    }
    size_t mark = size >= 3 && memcmp(ret_head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    memmove(ret_head, ret_head + mark, size - mark);
    ret_head[size - mark] = '\0';
}
