/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/object_rows.h"

#include <string.h>
#include <strings.h>

#include "support/err.h"

enum { DAY = 86400, PROGRESS_ROWS = 65536 };

static const char *const column_names[OBJECT_N_COLUMNS] = {
    [OBJECT_BUCKET] = "Bucket",
    [OBJECT_SIZE] = "Size",
    [OBJECT_CLASS] = "StorageClass",
    [OBJECT_MODIFIED] = "LastModifiedDate",
    [OBJECT_LATEST] = "IsLatest",
    [OBJECT_DELETE_MARKER] = "IsDeleteMarker",
    [OBJECT_REPLICATION] = "ReplicationStatus",
    [OBJECT_LOCK_UNTIL] = "ObjectLockRetainUntilDate",
    [OBJECT_LEGAL_HOLD] = "ObjectLockLegalHoldStatus",
};

static struct slice field(const struct object_rows *rows, const struct row *row,
                          enum object_column column)
{
    size_t place = rows->columns[column];
    return place ? row->fields[place - 1] : (struct slice){"", 0};
}

static int reject(struct object_rows *rows, const struct row *row, enum diag_code code,
                  const char *column, const char *text, struct err *err)
{
    struct diagnostic problem = {
        .code = code, .level = DIAG_REJECT, .row = row->number, .column = column, .text = text};
    return rows->reject(rows->context, &problem, err);
}

/* A whole number below 10^15, more bytes than S3 lets an object have. */
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

/* Whether a time is written as S3 does, "2024-06-01T00:00:00.000Z": then its text sorts as
 * the time does, up to the fraction. */
static bool is_plain_time(struct slice text)
{
    static const char shape[] = "0000-00-00T00:00:00";
    if (text.size < sizeof shape || text.text[text.size - 1] != 'Z') {
        return false;
    }
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        bool digit = text.text[i] >= '0' && text.text[i] <= '9';
        if (shape[i] == '0' ? !digit : text.text[i] != shape[i]) {
            return false;
        }
    }
    return true;
}

/* The index into object_ages of what was modified then. */
static size_t find_age(const struct object_rows *rows, struct slice modified)
{
    enum { SECONDS_SIZE = 19 }; /* "2024-06-01T00:00:00" */
    int64_t seconds = 0;
    char text[UTC_TEXT_SIZE];
    if (!modified.size) {
        return 0;
    }
    if (!is_plain_time(modified)) {
        if (!utc_parse(modified, &seconds)) {
            return 0;
        }
        utc_format(seconds, text);
        modified = (struct slice){text, SECONDS_SIZE};
    }
    size_t age = OBJECT_N_AGES - 1;
    while (age > 1 && memcmp(modified.text, rows->written_by[age], SECONDS_SIZE) > 0) {
        age--;
    }
    return age;
}

static bool lasts(const struct object_rows *rows, struct slice until)
{
    int64_t seconds = 0;
    return until.size && utc_parse(until, &seconds) && seconds > rows->taken_at_seconds;
}

static enum object_hold find_hold(const struct object_rows *rows, const struct row *row)
{
    struct slice legal_hold = field(rows, row, OBJECT_LEGAL_HOLD);
    struct slice replication = field(rows, row, OBJECT_REPLICATION);
    if (legal_hold.size == 2 && strncasecmp(legal_hold.text, "on", 2) == 0) {
        return HOLD_LEGAL;
    }
    if (lasts(rows, field(rows, row, OBJECT_LOCK_UNTIL))) {
        return HOLD_LOCKED;
    }
    bool pending = slice_is(replication, "PENDING") || slice_is(replication, "FAILED");
    return pending ? HOLD_UNREPLICATED : HOLD_NONE;
}

static int take_object(struct object_rows *rows, const struct row *row, struct err *err)
{
    struct object object = {.class_name = field(rows, row, OBJECT_CLASS),
                            .current = !slice_is(field(rows, row, OBJECT_LATEST), "false"),
                            .hold = find_hold(rows, row),
                            .age = find_age(rows, field(rows, row, OBJECT_MODIFIED))};
    if (!read_size(field(rows, row, OBJECT_SIZE), &object.bytes)) {
        return reject(rows, row, DIAG_BAD_AMOUNT, "Size", "is no number of bytes", err);
    }
    if (!object.class_name.size) {
        return reject(rows, row, DIAG_BAD_VALUE, "StorageClass", "is empty", err);
    }
    const char *wrong = object_histogram_add(rows->histogram, &object);
    if (wrong) {
        return reject(rows, row, DIAG_BAD_VALUE, "StorageClass", wrong, err);
    }
    rows->n_kept++;
    return 0;
}

static int take_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct object_rows *rows = (struct object_rows *)sink;
    rows->n_read++;
    if (rows->n_read % PROGRESS_ROWS == 0 && rows->progress) {
        rows->progress(rows->context);
    }
    if (row->n_fields != rows->n_fields) {
        return reject(rows, row, DIAG_FIELD_COUNT, "",
                      "has not as many fields as the manifest names", err);
    }
    if (row->nul_field) {
        return reject(rows, row, DIAG_NUL_BYTE, "", "holds a NUL byte", err);
    }
    if (!slice_is(field(rows, row, OBJECT_BUCKET), rows->bucket)) {
        return reject(rows, row, DIAG_BAD_VALUE, "Bucket", "is not the bucket of the report", err);
    }
    if (slice_is(field(rows, row, OBJECT_DELETE_MARKER), "true")) {
        rows->n_delete_markers++;
        rows->n_kept++;
        return 0;
    }
    return take_object(rows, row, err);
}

static bool find_columns(struct object_rows *rows, const char *schema)
{
    struct slice rest = slice_of(schema);
    for (size_t place = 1; rest.size; place++) {
        const char *comma = memchr(rest.text, ',', rest.size);
        struct slice name = {rest.text, comma ? (size_t)(comma - rest.text) : rest.size};
        rest = slice_from(rest, name.size + (comma ? 1 : 0));
        while (name.size && *name.text == ' ') {
            name = slice_from(name, 1);
        }
        if (place > OBJECT_ROWS_MAX_FIELDS) {
            return false;
        }
        for (int column = 0; column < OBJECT_N_COLUMNS; column++) {
            if (slice_is(name, column_names[column])) {
                rows->columns[column] = place;
                rows->wanted[place - 1] = true;
            }
        }
        rows->n_fields = place;
    }
    return true;
}

const char *object_rows_init(struct object_rows *rows, const char *schema, const char *bucket,
                             int64_t taken_at_seconds, struct object_histogram *histogram)
{
    *rows = (struct object_rows){.sink = {.take = take_row},
                                 .histogram = histogram,
                                 .bucket = bucket,
                                 .taken_at_seconds = taken_at_seconds};
    if (!find_columns(rows, schema)) {
        return "fewer than 65 columns";
    }
    rows->sink.wanted = rows->wanted;
    rows->sink.n_wanted = rows->n_fields;
    utc_format(taken_at_seconds, rows->taken_at);
    for (size_t age = 1; age < OBJECT_N_AGES; age++) {
        utc_format(taken_at_seconds - (int64_t)object_ages[age] * DAY, rows->written_by[age]);
    }
    for (int column = 0; column < OBJECT_MODIFIED; column++) {
        if (!rows->columns[column]) {
            return column_names[column];
        }
    }
    return NULL;
}

bool object_rows_have(const struct object_rows *rows, enum object_column column)
{
    return rows->columns[column] != 0;
}
