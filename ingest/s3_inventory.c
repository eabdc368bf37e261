/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/s3_inventory.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ingest/bytes.h"
#include "ingest/manifest.h"
#include "ingest/rows.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utc.h"

enum {
    MANIFEST_MAX = 16 * 1024 * 1024, /* bytes */
    GROUPS_MAX = 1024,
    CLASS_MAX = 64, /* bytes of a storage class's name */
    SMALL_BELOW = 128 * 1024,
    DAY = 86400,
};

enum column {
    SIZE,
    CLASS,
    MODIFIED, /* this one and those below may be missing */
    LATEST,
    DELETE_MARKER,
    N_COLUMNS,
};

static const char *const column_names[N_COLUMNS] = {
    [SIZE] = "Size",       [CLASS] = "StorageClass",           [MODIFIED] = "LastModifiedDate",
    [LATEST] = "IsLatest", [DELETE_MARKER] = "IsDeleteMarker",
};

struct group {
    char class_name[CLASS_MAX];
    bool current;
    bool small;
    int age_days; /* -1: not known */
    int64_t n_objects;
    int64_t bytes;
};

/* One report on its way. */
struct report {
    struct row_sink sink; /* first: the sink is the report */
    struct ingest_run *run;
    struct input_file *files;
    size_t n_files;
    struct input_file *manifest;
    const char *bucket; /* the manifest's */
    json_t *data;       /* its list of files; the manifest's */
    int64_t taken_at_seconds;
    size_t columns[N_COLUMNS]; /* place from 1; 0: missing */
    size_t n_fields;
    const struct input_file *file; /* being read */
    struct stmt *problem;
    int64_t source_id; /* of that file */
    int64_t n_read;
    int64_t n_kept;
    struct group groups[GROUPS_MAX];
    size_t n_groups;
};

/* --- rows -------------------------------------------------------------------- */

static struct slice field(const struct report *report, const struct row *row, enum column column)
{
    size_t place = report->columns[column];
    return place ? row->fields[place - 1] : (struct slice){"", 0};
}

static int reject(struct report *report, const struct row *row, enum diag_code code,
                  const char *column, const char *text, struct err *err)
{
    struct diagnostic problem = {.code = code,
                                 .level = DIAG_REJECT,
                                 .path = report->file->shown,
                                 .row = row->number,
                                 .column = column,
                                 .text = text};
    report->run->problems.add(report->run->problems.context, &problem);
    stmt_bind_int(report->problem, ":source", report->source_id);
    stmt_bind_int(report->problem, ":line", row->number);
    stmt_bind_text(report->problem, ":column", column);
    stmt_bind_text(report->problem, ":code", diag_code_name(code));
    stmt_bind_text(report->problem, ":message", text);
    return stmt_run(report->problem, err);
}

/* A whole number below 2^53, more bytes than S3 lets an object have. */
static bool read_size(struct slice text, int64_t *ret_size)
{
    int64_t size = 0;
    if (!text.size || text.size > 15) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.text[i] < '0' || text.text[i] > '9') {
            return false;
        }
        size = size * 10 + (text.text[i] - '0');
    }
    *ret_size = size;
    return true;
}

static int age_days(const struct report *report, struct slice modified)
{
    int64_t seconds = 0;
    if (!modified.size || !utc_parse(modified, &seconds)) {
        return -1;
    }
    int64_t days = (report->taken_at_seconds - seconds) / DAY;
    return days >= 180 ? 180 : days >= 90 ? 90 : days >= 30 ? 30 : 0;
}

static struct group *find_group(struct report *report, struct slice class_name, bool current,
                                bool small, int age)
{
    for (size_t i = 0; i < report->n_groups; i++) {
        struct group *group = &report->groups[i];
        if (group->current == current && group->small == small && group->age_days == age &&
            slice_is(class_name, group->class_name)) {
            return group;
        }
    }
    if (report->n_groups == GROUPS_MAX || class_name.size >= CLASS_MAX) {
        return NULL;
    }
    struct group *group = &report->groups[report->n_groups++];
    *group = (struct group){.current = current, .small = small, .age_days = age};
    memcpy(group->class_name, class_name.text, class_name.size);
    return group;
}

static int take_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct report *report = (struct report *)sink;
    report->n_read++;
    if (row->n_fields != report->n_fields) {
        return reject(report, row, DIAG_FIELD_COUNT, "",
                      "has not as many fields as the manifest names", err);
    }
    if (slice_is(field(report, row, DELETE_MARKER), "true")) {
        report->n_kept++;
        return 0;
    }
    int64_t size = 0;
    if (!read_size(field(report, row, SIZE), &size)) {
        return reject(report, row, DIAG_BAD_AMOUNT, "Size", "is no number of bytes", err);
    }
    struct slice latest = field(report, row, LATEST);
    struct group *group =
        find_group(report, field(report, row, CLASS), !slice_is(latest, "false"),
                   size < SMALL_BELOW, age_days(report, field(report, row, MODIFIED)));
    if (!group) {
        return reject(report, row, DIAG_BAD_VALUE, "StorageClass", "is one class too many", err);
    }
    group->n_objects++;
    group->bytes += size;
    report->n_kept++;
    return 0;
}

/* --- the manifest -------------------------------------------------------------- */

static void json_free(json_t **owner)
{
    json_decref(*owner);
}

/* The manifest as JSON if it is one of S3 Inventory, else NULL. */
static json_t *read_manifest(const struct input_file *file)
{
    const char *slash = strrchr(file->location, '/');
    if (strcmp(slash ? slash + 1 : file->location, "manifest.json") != 0 ||
        file->bytes > MANIFEST_MAX) {
        return NULL;
    }
    json_t *root = json_load_file(file->location, 0, NULL);
    if (!json_is_string(json_object_get(root, "sourceBucket")) ||
        !json_is_string(json_object_get(root, "fileSchema")) ||
        !json_is_array(json_object_get(root, "files"))) {
        json_decref(root);
        return NULL;
    }
    return root;
}

static void find_columns(struct report *report, const char *schema)
{
    struct slice rest = slice_of(schema);
    for (size_t place = 1; rest.size; place++) {
        const char *comma = memchr(rest.text, ',', rest.size);
        struct slice name = {rest.text, comma ? (size_t)(comma - rest.text) : rest.size};
        rest = slice_from(rest, name.size + (comma ? 1 : 0));
        while (name.size && *name.text == ' ') {
            name = slice_from(name, 1);
        }
        for (int column = 0; column < N_COLUMNS; column++) {
            if (slice_is(name, column_names[column])) {
                report->columns[column] = place;
            }
        }
        report->n_fields = place;
    }
}

/* What the manifest says; ERR_INPUT where it says too little. */
static int open_report(struct report *report, json_t *root, struct err *err)
{
    const char *format = json_string_value(json_object_get(root, "fileFormat"));
    const char *created = json_string_value(json_object_get(root, "creationTimestamp"));
    report->bucket = json_string_value(json_object_get(root, "sourceBucket"));
    report->data = json_object_get(root, "files");
    find_columns(report, json_string_value(json_object_get(root, "fileSchema")));
    if (format && strcmp(format, "CSV") != 0) {
        return FAIL(err, ERR_INPUT, "%s: its data is %s, only CSV is read", report->manifest->shown,
                    format);
    }
    if (!created || !utc_parse(slice_of(created), &report->taken_at_seconds)) {
        return FAIL(err, ERR_INPUT, "%s: creationTimestamp is no time", report->manifest->shown);
    }
    for (int column = 0; column < MODIFIED; column++) {
        if (!report->columns[column]) {
            return FAIL(err, ERR_INPUT,
                        "%s: the report lacks the field %s; add it to the inventory"
                        " configuration",
                        report->manifest->shown, column_names[column]);
        }
    }
    return 0;
}

/* --- into the store -------------------------------------------------------------- */

static int put_source(struct report *report, const struct input_file *file, struct err *err)
{
    char digest[SHA256_HEX_SIZE];
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = bytes_sha256(file->location, file->shown, digest, err);
    if (rc < 0 ||
        (rc = stmt_prepare(report->run->store, "S3 Inventory",
                           "insert into source(delivery_id, path, location, sha256, bytes, format,"
                           " status, rows_read, rows_kept, rows_rejected)"
                           " select id, :path, :location, :digest, :bytes, 's3-inventory', 'ok', 0,"
                           " 0, 0 from delivery where kind = 'inventory' and origin = :origin",
                           &stmt, err)) < 0) {
        return rc;
    }
    char *CLEANUP(mem_freep) origin = mem_format("s3-inventory:%s", report->bucket);
    stmt_bind_text(stmt, ":path", file->path);
    stmt_bind_text(stmt, ":location", file->location);
    stmt_bind_text(stmt, ":digest", digest);
    stmt_bind_int(stmt, ":bytes", (int64_t)file->bytes);
    stmt_bind_text(stmt, ":origin", origin);
    rc = stmt_run(stmt, err);
    report->source_id = store_last_id(report->run->store);
    return rc;
}

static int put_counts(struct report *report, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(report->run->store, "S3 Inventory",
                          "update source set rows_read = :read, rows_kept = :kept,"
                          " rows_rejected = :read - :kept where id = :source",
                          &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_int(stmt, ":read", report->n_read);
    stmt_bind_int(stmt, ":kept", report->n_kept);
    stmt_bind_int(stmt, ":source", report->source_id);
    report->run->outcome->rows_read += report->n_read;
    report->run->outcome->rows_kept += report->n_kept;
    report->run->outcome->rows_rejected += report->n_read - report->n_kept;
    return stmt_run(stmt, err);
}

static int put_groups(struct report *report, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(report->run->store, "object group",
                          "insert into object_group values (:source, :bucket, :taken_at, :class,"
                          " :current, :small, nullif(:age, -1), :n, :bytes)",
                          &stmt, err);
    char taken_at[UTC_TEXT_SIZE];
    utc_format(report->taken_at_seconds, taken_at);
    for (size_t i = 0; rc == 0 && i < report->n_groups; i++) {
        const struct group *group = &report->groups[i];
        stmt_bind_int(stmt, ":source", report->source_id);
        stmt_bind_text(stmt, ":bucket", report->bucket);
        stmt_bind_text(stmt, ":taken_at", taken_at);
        stmt_bind_text(stmt, ":class", group->class_name);
        stmt_bind_int(stmt, ":current", group->current);
        stmt_bind_int(stmt, ":small", group->small);
        stmt_bind_int(stmt, ":age", group->age_days);
        stmt_bind_int(stmt, ":n", group->n_objects);
        stmt_bind_int(stmt, ":bytes", group->bytes);
        rc = stmt_run(stmt, err);
    }
    return rc;
}

static int load_data(struct report *report, struct input_file *file, struct err *err)
{
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    report->file = file;
    report->n_read = report->n_kept = 0;
    int rc = put_source(report, file, err);
    if (rc == 0) {
        rc = bytes_open(file->location, file->shown, &bytes, err);
    }
    while (rc >= 0 && bytes && (rc = bytes_next(bytes, err)) > 0) {
        rc = rows_read(bytes, &report->sink, err);
    }
    file->claimed = true;
    return rc < 0 ? rc : put_counts(report, err);
}

static int load_all_data(struct report *report, struct err *err)
{
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(report->data, i, entry)
    {
        const char *key = json_string_value(json_object_get(entry, "key"));
        size_t at =
            key ? manifest_find(key, report->manifest->location, report->files, report->n_files)
                : report->n_files;
        struct input_file *file = at < report->n_files ? &report->files[at] : NULL;
        if (!file || file->claimed) {
            return FAIL(err, ERR_INPUT, "%s: its data file %s is not there",
                        report->manifest->shown, key ? key : "without a key");
        }
        const json_t *size = json_object_get(entry, "size");
        if (json_is_integer(size) && (uint64_t)json_integer_value(size) != file->bytes) {
            return FAIL(err, ERR_INPUT, "%s: has %llu bytes, its manifest says %lld", file->shown,
                        (unsigned long long)file->bytes, (long long)json_integer_value(size));
        }
        int rc = load_data(report, file, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

static int store_report(struct report *report, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) drop = NULL;
    struct stmt *CLEANUP(stmt_freep) put = NULL;
    struct stmt *CLEANUP(stmt_freep) problem = NULL;
    struct store *store = report->run->store;
    int rc = stmt_prepare(store, "S3 Inventory",
                          "delete from delivery where kind = 'inventory' and origin = :origin",
                          &drop, err);
    if (rc < 0 ||
        (rc = stmt_prepare(store, "S3 Inventory",
                           "insert into delivery(kind, origin, digest)"
                           " values ('inventory', :origin, '')",
                           &put, err)) < 0 ||
        (rc = stmt_prepare(store, "problem of S3 Inventory",
                           "insert into diagnostic(source_id, line, column_name, code, level,"
                           " message) values (:source, :line, :column, :code, 'reject', :message)",
                           &problem, err)) < 0) {
        return rc;
    }
    char *CLEANUP(mem_freep) origin = mem_format("s3-inventory:%s", report->bucket);
    stmt_bind_text(drop, ":origin", origin);
    stmt_bind_text(put, ":origin", origin);
    report->problem = problem;
    if ((rc = stmt_run(drop, err)) < 0 || (rc = stmt_run(put, err)) < 0 ||
        (rc = load_all_data(report, err)) < 0 ||
        (rc = put_source(report, report->manifest, err)) < 0) {
        return rc;
    }
    return put_groups(report, err);
}

/* 1 when a newer report of the bucket is in the store. */
static int is_outdated(const struct report *report, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    char taken_at[UTC_TEXT_SIZE];
    utc_format(report->taken_at_seconds, taken_at);
    int rc =
        stmt_prepare(report->run->store, "S3 Inventory",
                     "select 1 from object_group where bucket = :bucket and taken_at > :taken_at"
                     " limit 1",
                     &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(stmt, ":bucket", report->bucket);
    stmt_bind_text(stmt, ":taken_at", taken_at);
    return stmt_step(stmt, err);
}

static int load_report(struct report *report, json_t *root, struct err *err)
{
    int rc = open_report(report, root, err);
    if (rc < 0 || (rc = is_outdated(report, err)) != 0) {
        return rc;
    }
    if ((rc = store_begin(report->run->store, err)) < 0) {
        return rc;
    }
    if ((rc = store_report(report, err)) < 0) {
        store_rollback(report->run->store);
        return rc;
    }
    report->run->outcome->n_files_read += 1 + (int64_t)json_array_size(report->data);
    return store_commit(report->run->store, err);
}

int s3_inventory_ingest(struct ingest_run *run, struct input_file *files, struct file_state *states,
                        size_t n_files, size_t *ret_n_used, struct err *err)
{
    *ret_n_used = 0;
    for (size_t i = 0; i < n_files; i++) {
        json_t *CLEANUP(json_free) root =
            files[i].claimed || states[i].fate != FATE_OPEN ? NULL : read_manifest(&files[i]);
        if (!root) {
            continue;
        }
        struct report *CLEANUP(mem_freep) report = mem_alloc(sizeof *report);
        report->sink.take = take_row;
        report->run = run;
        report->files = files;
        report->n_files = n_files;
        report->manifest = &files[i];
        struct err why = ERR_INIT;
        int rc = load_report(report, root, &why);
        files[i].claimed = true;
        if (rc == ERR_INPUT || rc == 1) {
            states[i].fate = rc == 1 ? FATE_LEFT_ALONE : FATE_REFUSED;
            states[i].message = rc == 1 ? "a newer report of the bucket is loaded"
                                        : arena_strdup(&run->arena, why.text);
        } else if (rc < 0) {
            *err = why;
            return rc;
        } else {
            ++*ret_n_used;
        }
    }
    return 0;
}
