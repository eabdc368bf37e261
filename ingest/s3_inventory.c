/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/s3_inventory.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ingest/bytes.h"
#include "ingest/manifest.h"
#include "ingest/object_rows.h"
#include "ingest/source_key.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

enum {
    MANIFEST_MAX = 16 * 1024 * 1024, /* bytes */
    CHECKSUM_MAX = 4096,             /* bytes of a manifest.checksum */
};

/* A manifest among the files. */
struct report {
    json_t *root;
    const char *bucket; /* root's, as the two below */
    const char *schema;
    const json_t *data;
    size_t at; /* the manifest's index into the files */
    int64_t taken_at_seconds;
};

struct loader {
    struct ingest_run *run;
    struct input_file *files;
    struct file_state *states;
    size_t n_files;
    const struct report *report;  /* on its way, as what follows */
    char digest[SHA256_HEX_SIZE]; /* of its manifest */
    struct object_rows rows;
    const struct input_file *file; /* being read */
    struct bytes *bytes;
    struct stmt *problem;
    int64_t source_id; /* of that file */
};

static const struct input_file *manifest_of(const struct loader *loader)
{
    return &loader->files[loader->report->at];
}

static int prepare(const struct loader *loader, const char *sql, struct stmt **ret_stmt,
                   struct err *err)
{
    return stmt_prepare(loader->run->store, "S3 Inventory", sql, ret_stmt, err);
}

/* --- the manifests ------------------------------------------------------------- */

static const char *text_of(const json_t *root, const char *key)
{
    return json_string_value(json_object_get(root, key));
}

/* The manifest as JSON if the file is one of S3 Inventory, else NULL. */
static json_t *read_manifest(const struct input_file *file)
{
    if (file->bytes > MANIFEST_MAX ||
        !slice_ends(slice_of(file->location), SLICE_LITERAL(".json"))) {
        return NULL;
    }
    json_t *root = json_load_file(file->location, 0, NULL);
    if (!text_of(root, "sourceBucket") || !text_of(root, "fileSchema") ||
        !json_is_array(json_object_get(root, "files"))) {
        json_decref(root);
        return NULL;
    }
    return root;
}

static struct report report_of(json_t *root, size_t at)
{
    struct report report = {.root = root,
                            .bucket = text_of(root, "sourceBucket"),
                            .schema = text_of(root, "fileSchema"),
                            .data = json_object_get(root, "files"),
                            .at = at,
                            .taken_at_seconds = -1};
    const char *created = text_of(root, "creationTimestamp");
    if (created) {
        (void)utc_parse(slice_of(created), &report.taken_at_seconds);
    }
    return report;
}

/* Newest first: then the older ones of a bucket need not be read. */
static int by_time(const void *a, const void *b)
{
    const struct report *x = a;
    const struct report *y = b;
    int order =
        (x->taken_at_seconds < y->taken_at_seconds) - (x->taken_at_seconds > y->taken_at_seconds);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* What the manifest says must be enough to read the data by. */
static int check_manifest(struct loader *loader, struct object_histogram *histogram,
                          struct err *err)
{
    const struct report *report = loader->report;
    const char *format = text_of(report->root, "fileFormat");
    if (format && strcmp(format, "CSV") != 0) {
        return FAIL(err, ERR_INPUT,
                    "its data is %s, and only CSV is read: set the format of the inventory"
                    " configuration to CSV",
                    format);
    }
    if (report->taken_at_seconds < 0) {
        return FAIL(err, ERR_INPUT, "creationTimestamp is no time");
    }
    const char *lacking = object_rows_init(&loader->rows, report->schema, report->bucket,
                                           report->taken_at_seconds, histogram);
    if (lacking) {
        return FAIL(err, ERR_INPUT,
                    "the report lacks the field %s; add it to the inventory configuration",
                    lacking);
    }
    return 0;
}

/* The file of this name beside the manifest, or NULL. */
static struct input_file *beside_manifest(const struct loader *loader, const char *name)
{
    const char *location = manifest_of(loader)->location;
    const char *slash = strrchr(location, '/');
    char *CLEANUP(mem_freep) wanted =
        mem_format("%.*s/%s", slash ? (int)(slash - location) : 0, location, name);
    for (size_t i = 0; i < loader->n_files; i++) {
        if (strcmp(loader->files[i].location, wanted) == 0) {
            return &loader->files[i];
        }
    }
    return NULL;
}

/* ERR_INPUT where manifest.checksum is there and is that of other bytes. */
static int check_checksum(const struct loader *loader, struct err *err)
{
    const struct input_file *file = beside_manifest(loader, "manifest.checksum");
    const struct input_file *manifest = manifest_of(loader);
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    char want[MD5_HEX_SIZE] = "";
    char have[MD5_HEX_SIZE] = "";
    size_t size = 0;
    if (!file || file->bytes > CHECKSUM_MAX) {
        return 0;
    }
    int rc = bytes_open(file->location, file->shown, &bytes, err);
    if (rc < 0 || (rc = bytes_next(bytes, err)) < 0 ||
        (rc = bytes_read(bytes, want, sizeof want - 1, &size, err)) < 0 ||
        (rc = bytes_md5(manifest->location, manifest->shown, have, err)) < 0) {
        return rc;
    }
    if (*have && strcasecmp(want, have) != 0) {
        return FAIL(err, ERR_INPUT,
                    "its MD5 is %s and manifest.checksum says %s: fetch the report again", have,
                    want);
    }
    return 0;
}

/* --- rows ------------------------------------------------------------------------ */

static int keep_problem(void *context, const struct diagnostic *problem, struct err *err)
{
    struct loader *loader = context;
    struct diagnostic shown = *problem;
    shown.path = loader->file->shown;
    loader->run->problems.add(loader->run->problems.context, &shown);
    stmt_bind_int(loader->problem, ":source", loader->source_id);
    stmt_bind_int(loader->problem, ":line", problem->row);
    stmt_bind_text(loader->problem, ":column", problem->column);
    stmt_bind_text(loader->problem, ":code", diag_code_name(problem->code));
    stmt_bind_text(loader->problem, ":message", problem->text);
    return stmt_run(loader->problem, err);
}

static void show_progress(void *context)
{
    const struct loader *loader = context;
    const struct ingest_run *run = loader->run;
    if (run->options->progress) {
        run->options->progress(run->options->progress_context,
                               run->done_bytes + bytes_position(loader->bytes), run->total_bytes);
    }
}

/* --- into the store -------------------------------------------------------------- */

static int put_source(struct loader *loader, const struct input_file *file, const char *digest,
                      struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc =
        prepare(loader,
                "insert into source(id, delivery_id, path, location, sha256, bytes, format,"
                " status, rows_read, rows_kept, rows_rejected)"
                " select " SOURCE_ID(
                    ":digest") ", id, :path, :location, :digest, :bytes, 's3-inventory', 'ok', 0,"
                               " 0, 0 from delivery where kind = 'inventory' and origin = :origin",
                &stmt, err);
    if (rc < 0) {
        return rc;
    }
    char *CLEANUP(mem_freep) origin = mem_format("s3-inventory:%s", loader->report->bucket);
    stmt_bind_text(stmt, ":path", file->path);
    stmt_bind_text(stmt, ":location", file->location);
    stmt_bind_text(stmt, ":digest", digest);
    stmt_bind_int(stmt, ":bytes", (int64_t)file->bytes);
    stmt_bind_text(stmt, ":origin", origin);
    rc = stmt_run(stmt, err);
    loader->source_id = store_last_id(loader->run->store);
    return rc;
}

static int put_counts(struct loader *loader, struct err *err)
{
    const struct object_rows *rows = &loader->rows;
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = prepare(loader,
                     "update source set rows_read = :read, rows_kept = :kept,"
                     " rows_rejected = :read - :kept where id = :source",
                     &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_int(stmt, ":read", rows->n_read);
    stmt_bind_int(stmt, ":kept", rows->n_kept);
    stmt_bind_int(stmt, ":source", loader->source_id);
    loader->run->outcome->rows_read += rows->n_read;
    loader->run->outcome->rows_kept += rows->n_kept;
    loader->run->outcome->rows_rejected += rows->n_read - rows->n_kept;
    return stmt_run(stmt, err);
}

static int put_groups(struct loader *loader, int64_t *ret_n_objects, struct err *err)
{
    static const char *const holds[OBJECT_N_HOLDS] = {[HOLD_NONE] = "",
                                                      [HOLD_UNREPLICATED] = "unreplicated",
                                                      [HOLD_LOCKED] = "locked",
                                                      [HOLD_LEGAL] = "legal_hold"};
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = prepare(loader,
                     "insert into object_group values (:source, :bucket, :taken_at, :class,"
                     " :current, :hold, :size, nullif(:age, -1), :n, :bytes)",
                     &stmt, err);
    size_t at = 0;
    for (struct object_group group;
         rc == 0 && object_histogram_next(loader->rows.histogram, &at, &group);) {
        stmt_bind_int(stmt, ":source", loader->source_id);
        stmt_bind_text(stmt, ":bucket", loader->report->bucket);
        stmt_bind_text(stmt, ":taken_at", loader->rows.taken_at);
        stmt_bind_text(stmt, ":class", group.class_name);
        stmt_bind_int(stmt, ":current", group.current);
        stmt_bind_text(stmt, ":hold", holds[group.hold]);
        stmt_bind_int(stmt, ":size", group.size_from);
        stmt_bind_int(stmt, ":age", group.age_days);
        stmt_bind_int(stmt, ":n", group.n_objects);
        stmt_bind_int(stmt, ":bytes", group.bytes);
        rc = stmt_run(stmt, err);
        *ret_n_objects += group.n_objects;
    }
    return rc;
}

static int put_report(struct loader *loader, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int64_t n_objects = 0;
    int rc = put_source(loader, manifest_of(loader), loader->digest, err);
    if (rc < 0 || (rc = put_groups(loader, &n_objects, err)) < 0 ||
        (rc = prepare(loader,
                      "insert into object_report values (:source, :bucket, :taken_at, :versions,"
                      " :n, :markers)",
                      &stmt, err)) < 0) {
        return rc;
    }
    stmt_bind_int(stmt, ":source", loader->source_id);
    stmt_bind_text(stmt, ":bucket", loader->report->bucket);
    stmt_bind_text(stmt, ":taken_at", loader->rows.taken_at);
    stmt_bind_int(stmt, ":versions", object_rows_have(&loader->rows, OBJECT_LATEST));
    stmt_bind_int(stmt, ":n", n_objects);
    stmt_bind_int(stmt, ":markers", loader->rows.n_delete_markers);
    return stmt_run(stmt, err);
}

/* --- data ------------------------------------------------------------------------ */

/* The file that an entry of the manifest means, or NULL. */
static struct input_file *find_data(const struct loader *loader, const json_t *entry)
{
    const char *key = text_of(entry, "key");
    size_t at =
        key ? manifest_find(key, manifest_of(loader)->location, loader->files, loader->n_files)
            : loader->n_files;
    return at < loader->n_files ? &loader->files[at] : NULL;
}

/* ERR_INPUT where the file is not the one that the manifest means. */
static int check_data(const struct input_file *file, const json_t *entry, struct err *err)
{
    const json_t *size = json_object_get(entry, "size");
    const char *md5 = text_of(entry, "MD5checksum");
    char have[MD5_HEX_SIZE] = "";
    if (json_is_integer(size) && (uint64_t)json_integer_value(size) != file->bytes) {
        return FAIL(err, ERR_INPUT, "%s: has %llu bytes, its manifest says %lld", file->shown,
                    (unsigned long long)file->bytes, (long long)json_integer_value(size));
    }
    if (!md5 || strlen(md5) != MD5_HEX_SIZE - 1) {
        return 0;
    }
    int rc = bytes_md5(file->location, file->shown, have, err);
    if (rc == 0 && *have && strcasecmp(have, md5) != 0) {
        return FAIL(err, ERR_INPUT, "%s: its MD5 is %s, its manifest says %s", file->shown, have,
                    md5);
    }
    return rc;
}

static int load_data(struct loader *loader, struct input_file *file, struct err *err)
{
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    char digest[SHA256_HEX_SIZE];
    loader->file = file;
    loader->rows.n_read = loader->rows.n_kept = 0;
    int rc = bytes_sha256(file->location, file->shown, digest, err);
    if (rc < 0 || (rc = put_source(loader, file, digest, err)) < 0 ||
        (rc = bytes_open(file->location, file->shown, &bytes, err)) < 0) {
        return rc;
    }
    loader->bytes = bytes;
    while (rc >= 0 && (rc = bytes_next(bytes, err)) > 0) {
        rc = rows_read(bytes, &loader->rows.sink, err);
    }
    file->claimed = true;
    return rc < 0 ? rc : put_counts(loader, err);
}

static int load_all_data(struct loader *loader, struct err *err)
{
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(loader->report->data, i, entry)
    {
        const char *key = text_of(entry, "key");
        struct input_file *file = find_data(loader, entry);
        const struct file_state *state = file ? &loader->states[file - loader->files] : NULL;
        if (state && state->message) {
            return FAIL(err, ERR_INPUT, "its data file %s cannot be used: %s", key, state->message);
        }
        if (!file || file->claimed) {
            return FAIL(err, ERR_INPUT, "its data file %s is not there",
                        key ? key : "without a key");
        }
        int rc = check_data(file, entry, err);
        if (rc < 0 || (rc = load_data(loader, file, err)) < 0) {
            return rc;
        }
    }
    return 0;
}

/* --- a report --------------------------------------------------------------------- */

static int open_delivery(const struct loader *loader, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) drop = NULL;
    struct stmt *CLEANUP(stmt_freep) put = NULL;
    char *CLEANUP(mem_freep) origin = mem_format("s3-inventory:%s", loader->report->bucket);
    int rc = prepare(loader, "delete from delivery where kind = 'inventory' and origin = :origin",
                     &drop, err);
    if (rc < 0 || (rc = prepare(loader,
                                "insert into delivery(kind, origin, digest)"
                                " values ('inventory', :origin, :digest)",
                                &put, err)) < 0) {
        return rc;
    }
    stmt_bind_text(drop, ":origin", origin);
    stmt_bind_text(put, ":origin", origin);
    stmt_bind_text(put, ":digest", loader->digest);
    rc = stmt_run(drop, err);
    return rc < 0 ? rc : stmt_run(put, err);
}

/* Replaces what is loaded of the bucket. */
static int replace_report(struct loader *loader, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) problem = NULL;
    int rc = prepare(loader,
                     "insert into diagnostic(source_id, line, column_name, code, level, message)"
                     " values (:source, :line, :column, :code, 'reject', :message)",
                     &problem, err);
    loader->problem = problem;
    if (rc == 0 && (rc = open_delivery(loader, err)) == 0 &&
        (rc = load_all_data(loader, err)) == 0) {
        rc = put_report(loader, err);
    }
    loader->problem = NULL;
    return rc;
}

enum standing { STANDS_NEW, STANDS_OLDER, STANDS_SAME };

/* How the report stands to what is loaded of its bucket; negative: the store failed. */
static int compare_loaded(const struct loader *loader, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = prepare(loader,
                     "select iif(d.digest = :digest, 2, 1) from object_report r"
                     " join source s on s.id = r.source_id join delivery d on d.id = s.delivery_id"
                     " where r.bucket = :bucket and (d.digest = :digest or r.taken_at > :taken_at)",
                     &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(stmt, ":bucket", loader->report->bucket);
    stmt_bind_text(stmt, ":taken_at", loader->rows.taken_at);
    stmt_bind_text(stmt, ":digest", loader->digest);
    rc = stmt_step(stmt, err);
    return rc > 0 ? (int)stmt_int(stmt, 0) : rc;
}

/* A standing, or negative; ERR_INPUT: the report cannot be used. */
static int load_report(struct loader *loader, struct err *err)
{
    struct object_histogram *CLEANUP(object_histogram_freep) histogram = object_histogram_new();
    struct store *store = loader->run->store;
    const struct input_file *manifest = manifest_of(loader);
    int rc = check_manifest(loader, histogram, err);
    if (rc < 0 || (rc = check_checksum(loader, err)) < 0 ||
        (rc = bytes_sha256(manifest->location, manifest->shown, loader->digest, err)) < 0 ||
        (rc = compare_loaded(loader, err)) != STANDS_NEW || (rc = store_begin(store, err)) < 0) {
        return rc;
    }
    loader->rows.reject = keep_problem;
    loader->rows.progress = show_progress;
    loader->rows.context = loader;
    if ((rc = replace_report(loader, err)) < 0) {
        store_rollback(store);
        return rc;
    }
    return store_commit(store, err);
}

/* Says of every file of the report what became of it. */
static void settle(struct loader *loader, enum file_fate fate, const char *message)
{
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(loader->report->data, i, entry)
    {
        struct input_file *file = find_data(loader, entry);
        struct file_state *state = file ? &loader->states[file - loader->files] : NULL;
        if (!file || state->fate != FATE_OPEN) {
            continue;
        }
        if (fate == FATE_OPEN) {
            file->claimed = true;
        } else if (!file->claimed || fate == FATE_REFUSED) {
            file->claimed = true;
            state->fate = FATE_NOT_USED;
            state->message = "is part of an S3 Inventory report that is not used";
        }
    }
    struct input_file *checksum = beside_manifest(loader, "manifest.checksum");
    if (checksum) {
        checksum->claimed = true;
        loader->states[checksum - loader->files] =
            (struct file_state){FATE_LEFT_ALONE, "the checksum of an S3 Inventory manifest", ""};
    }
    loader->files[loader->report->at].claimed = true;
    loader->states[loader->report->at].fate = fate;
    loader->states[loader->report->at].message = message;
}

/* Negative only when the store fails. */
static int take_report(struct loader *loader, size_t *n_used, struct err *err)
{
    struct ingest_outcome *outcome = loader->run->outcome;
    struct ingest_outcome before = *outcome;
    int64_t n_files = 1 + (int64_t)json_array_size(loader->report->data);
    struct err why = ERR_INIT;
    int rc = load_report(loader, &why);
    if (rc == ERR_INPUT) {
        *outcome = before;
        settle(loader, FATE_REFUSED, arena_strdup(&loader->run->arena, why.text));
        return 0;
    }
    if (rc < 0) {
        *err = why;
        return rc;
    }
    if (rc == STANDS_OLDER) {
        settle(loader, FATE_LEFT_ALONE, "a newer report of the bucket is loaded");
        return 0;
    }
    settle(loader, FATE_OPEN, NULL);
    *(rc == STANDS_SAME ? &outcome->n_files_unchanged : &outcome->n_files_read) += n_files;
    ++*n_used;
    return 0;
}

/* Hive's list of a report's data says nothing that the manifest does not. */
static void leave_symlinks(struct loader *loader)
{
    for (size_t i = 0; i < loader->n_files; i++) {
        struct slice path = slice_of(loader->files[i].location);
        if (!loader->files[i].claimed && loader->states[i].fate == FATE_OPEN &&
            slice_ends(path, SLICE_LITERAL("/symlink.txt"))) {
            loader->files[i].claimed = true;
            loader->states[i] = (struct file_state){
                FATE_LEFT_ALONE, "lists the data of an S3 Inventory report for Hive", ""};
        }
    }
}

int s3_inventory_ingest(struct ingest_run *run, struct input_file *files, struct file_state *states,
                        size_t n_files, size_t *ret_n_used, struct err *err)
{
    struct loader loader = {.run = run, .files = files, .states = states, .n_files = n_files};
    struct report *CLEANUP(mem_freep) reports = mem_array(n_files, sizeof *reports);
    size_t n_reports = 0;
    *ret_n_used = 0;
    for (size_t i = 0; i < n_files; i++) {
        json_t *root =
            files[i].claimed || states[i].fate != FATE_OPEN ? NULL : read_manifest(&files[i]);
        if (root) {
            reports[n_reports++] = report_of(root, i);
        }
    }
    qsort(reports, n_reports, sizeof *reports, by_time);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n_reports; i++) {
        loader.report = &reports[i];
        rc = take_report(&loader, ret_n_used, err);
    }
    for (size_t i = 0; i < n_reports; i++) {
        json_decref(reports[i].root);
    }
    if (n_reports) {
        leave_symlinks(&loader);
    }
    return rc;
}
