/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/evidence.h"

#include <string.h>

#include "ingest/source_key.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/sha256.h"

static const char *const step_sql[EVIDENCE_N] = {
    [EVIDENCE_FIND] =
        "select id, sha256, status from source where format = :format and call is :call and "
        "account is :account and region is :region and item is :item and status <> 'refused'",
    [EVIDENCE_FIND_FILE] = "select id, sha256, status from source where location = :location and "
                           "(status = 'refused' or call is null)",
    [EVIDENCE_ADD] =
        "insert into source(id, delivery_id, path, location, sha256, bytes, format, status, message, "
        "account, region, call, item) values (" SOURCE_ID(
            ":sha256") ", :delivery, :path, :location, :sha256, :bytes, "
                       ":format, :status, :message, :account, :region, :call, :item)",
    [EVIDENCE_MOVE] = "update source set delivery_id = :delivery, path = :path, location = "
                      ":location, bytes = :bytes where id = :id",
    /* Only what has happened: a deletion date or a next run lies in the future. */
    [EVIDENCE_FINISH] =
        "update source set status = :status, message = :message, rows_read = :rows_read, "
        "rows_kept = :rows_kept, rows_rejected = :rows_rejected, newest_event = "
        "(select max(t) from ("
        " select coalesce(completed_at, created_at) as t from recovery_point"
        "  where source_id = :id and status in ('COMPLETED', 'PARTIAL', 'AVAILABLE')"
        " union all select completed_at from backup_job where source_id = :id"
        " union all select completed_at from copy_job where source_id = :id"
        " union all select completed_at from restore_job where source_id = :id)) where id = :id",
    [EVIDENCE_DELETE] = "delete from source where id = :id",
    [EVIDENCE_DIAGNOSTIC] =
        "insert into diagnostic(source_id, line, column_name, code, level, message) "
        "values (:source, :line, :column, :code, :level, :message)",
};

int evidence_open(struct evidence_loader *loader, struct ingest_run *run, const char *root,
                  struct err *err)
{
    loader->run = run;
    for (int i = 0; i < EVIDENCE_N; i++) {
        int rc = stmt_prepare(run->store, "inventory", step_sql[i], &loader->steps[i], err);
        if (rc < 0) {
            return rc;
        }
    }
    struct stmt *CLEANUP(stmt_freep) find = NULL;
    struct stmt *CLEANUP(stmt_freep) add = NULL;
    int rc = stmt_prepare(run->store, "delivery",
                          "select id from delivery where kind = 'inventory' and origin = :origin",
                          &find, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(find, ":origin", root);
    rc = stmt_step(find, err);
    if (rc != 0) {
        loader->delivery_id = stmt_int(find, 0);
        return rc < 0 ? rc : 0;
    }
    rc = stmt_prepare(
        run->store, "delivery",
        "insert into delivery(kind, origin, digest) values ('inventory', :origin, '')", &add, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(add, ":origin", root);
    rc = stmt_run(add, err);
    loader->delivery_id = store_last_id(run->store);
    return rc;
}

static int digest_of_delivery(struct evidence_loader *loader, char ret_hex[SHA256_HEX_SIZE],
                              struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) list = NULL;
    int rc = stmt_prepare(loader->run->store, "digest",
                          "select sha256 from source where delivery_id = :delivery order by sha256",
                          &list, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_int(list, ":delivery", loader->delivery_id);
    struct sha256 *hash = sha256_new();
    while ((rc = stmt_step(list, err)) > 0) {
        struct slice digest = stmt_slice(list, 0);
        sha256_add(hash, digest.text, digest.size);
    }
    sha256_hex(hash, ret_hex);
    sha256_free(hash);
    return rc;
}

int evidence_close(struct evidence_loader *loader, struct err *err)
{
    char digest[SHA256_HEX_SIZE];
    int rc = digest_of_delivery(loader, digest, err);
    if (rc < 0) {
        return rc;
    }
    struct stmt *CLEANUP(stmt_freep) update = NULL;
    rc = stmt_prepare(loader->run->store, "digest",
                      "update delivery set digest = :digest where id = :id", &update, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(update, ":digest", digest);
    stmt_bind_int(update, ":id", loader->delivery_id);
    rc = stmt_run(update, err);
    return rc < 0 ? rc
                  : store_run(loader->run->store, "emptied deliveries",
                              "delete from delivery where kind = 'inventory' and not exists "
                              "(select 1 from source where delivery_id = delivery.id)",
                              err);
}

void evidence_release(struct evidence_loader *loader)
{
    for (int i = 0; i < EVIDENCE_N; i++) {
        stmt_free(loader->steps[i]);
        loader->steps[i] = NULL;
    }
    call_table_release(&loader->calls);
}

static int move_source(struct evidence_loader *loader, const struct evidence *evidence, int64_t id,
                       struct err *err)
{
    struct stmt *move = loader->steps[EVIDENCE_MOVE];
    stmt_bind_int(move, ":delivery", loader->delivery_id);
    stmt_bind_text(move, ":path", evidence->file->path);
    stmt_bind_text(move, ":location", evidence->file->location);
    stmt_bind_int(move, ":bytes", (int64_t)evidence->bytes);
    stmt_bind_int(move, ":id", id);
    return stmt_run(move, err);
}

static int delete_source(struct evidence_loader *loader, int64_t id, struct err *err)
{
    stmt_bind_int(loader->steps[EVIDENCE_DELETE], ":id", id);
    return stmt_run(loader->steps[EVIDENCE_DELETE], err);
}

static int insert_source(struct evidence_loader *loader, struct evidence *evidence, struct err *err)
{
    struct stmt *add = loader->steps[EVIDENCE_ADD];
    stmt_bind_int(add, ":delivery", loader->delivery_id);
    stmt_bind_text(add, ":path", evidence->file->path);
    stmt_bind_text(add, ":location", evidence->file->location);
    stmt_bind_text(add, ":sha256", evidence->sha256);
    stmt_bind_int(add, ":bytes", (int64_t)evidence->bytes);
    stmt_bind_text(add, ":format", evidence->format);
    stmt_bind_text(add, ":status", evidence->status);
    stmt_bind_text(add, ":message", evidence->message);
    stmt_bind_text(add, ":account", evidence->account);
    stmt_bind_text(add, ":region", evidence->region);
    stmt_bind_text(add, ":call", evidence->call);
    stmt_bind_text(add, ":item", evidence->item);
    int rc = stmt_run(add, err);
    evidence->id = store_last_id(loader->run->store);
    return rc;
}

/* Runs a query for sources that this one would replace. 1: it is one of them, unchanged. */
static int replace_found(struct evidence_loader *loader, struct stmt *find,
                         const struct evidence *evidence, struct err *err)
{
    int rc = 0;
    bool unchanged = false;
    while (!unchanged && (rc = stmt_step(find, err)) > 0) {
        int64_t id = stmt_int(find, 0);
        unchanged = strcmp(stmt_text(find, 1), evidence->sha256) == 0 &&
                    strcmp(stmt_text(find, 2), "refused") != 0;
        rc = unchanged ? move_source(loader, evidence, id, err) : delete_source(loader, id, err);
        if (rc < 0) {
            break;
        }
    }
    stmt_reset(find);
    return rc < 0 ? rc : unchanged;
}

static int replace_file(struct evidence_loader *loader, const struct evidence *evidence,
                        struct err *err)
{
    struct stmt *find = loader->steps[EVIDENCE_FIND_FILE];
    stmt_bind_text(find, ":location", evidence->file->location);
    return replace_found(loader, find, evidence, err);
}

int evidence_add(struct evidence_loader *loader, struct evidence *evidence, struct err *err)
{
    int rc = replace_file(loader, evidence, err);
    if (rc == 0 && evidence->call) {
        struct stmt *find = loader->steps[EVIDENCE_FIND];
        stmt_bind_text(find, ":format", evidence->format);
        stmt_bind_text(find, ":call", evidence->call);
        stmt_bind_text(find, ":account", evidence->account);
        stmt_bind_text(find, ":region", evidence->region);
        stmt_bind_text(find, ":item", evidence->item);
        rc = replace_found(loader, find, evidence, err);
    }
    if (rc > 0) {
        loader->run->outcome->n_files_unchanged++;
        loader->n_used++;
    }
    return rc != 0 ? rc : insert_source(loader, evidence, err);
}

int evidence_finish(struct evidence_loader *loader, struct evidence *evidence, struct err *err)
{
    struct stmt *finish = loader->steps[EVIDENCE_FINISH];
    stmt_bind_text(finish, ":status", evidence->status);
    stmt_bind_text(finish, ":message", evidence->message);
    stmt_bind_int(finish, ":rows_read", evidence->rows_read);
    stmt_bind_int(finish, ":rows_kept", evidence->rows_kept);
    stmt_bind_int(finish, ":rows_rejected", evidence->rows_rejected);
    stmt_bind_int(finish, ":id", evidence->id);
    struct ingest_outcome *outcome = loader->run->outcome;
    outcome->n_files_read++;
    outcome->rows_read += evidence->rows_read;
    outcome->rows_kept += evidence->rows_kept;
    outcome->rows_rejected += evidence->rows_rejected;
    loader->n_used += evidence->rows_kept > 0 || evidence->rows_read == 0;
    return stmt_run(finish, err);
}

int evidence_refuse(struct evidence_loader *loader, struct evidence *evidence, enum diag_code code,
                    const char *reason, struct err *err)
{
    evidence->status = "refused";
    evidence->message = reason;
    evidence->account = NULL;
    evidence->region = NULL;
    evidence->call = NULL;
    int rc = replace_file(loader, evidence, err);
    if (rc == 0) {
        rc = insert_source(loader, evidence, err);
    }
    if (rc < 0) {
        return rc;
    }
    loader->run->outcome->n_files_refused++;
    struct diagnostic problem = {code, DIAG_REJECT, evidence->file->shown, 0, "", reason};
    return evidence_diagnose(loader, evidence, &problem, err);
}

int evidence_diagnose(struct evidence_loader *loader, const struct evidence *evidence,
                      const struct diagnostic *problem, struct err *err)
{
    static const char *const levels[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_REJECT] = "reject"};
    struct stmt *add = loader->steps[EVIDENCE_DIAGNOSTIC];
    stmt_bind_int(add, ":source", evidence->id);
    stmt_bind_int(add, ":line", problem->row);
    stmt_bind_text(add, ":column", problem->column);
    stmt_bind_text(add, ":code", diag_code_name(problem->code));
    stmt_bind_text(add, ":level", levels[problem->level]);
    stmt_bind_text(add, ":message", problem->text);
    if (loader->run->problems.add) {
        loader->run->problems.add(loader->run->problems.context, problem);
    }
    return stmt_run(add, err);
}
