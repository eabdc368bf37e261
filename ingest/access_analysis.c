/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/access_analysis.h"

#include <string.h>

#include "ingest/bytes.h"
#include "ingest/one_file.h"
#include "ingest/rows.h"
#include "store/stmt.h"
#include "support/decimal.h"
#include "support/err.h"

enum column { DATE, CONFIG, CLASS, AGE, STORED, RETRIEVED, GETS, N_COLUMNS };

static const char *const column_names[N_COLUMNS] = {
    [DATE] = "Date",
    [CONFIG] = "ConfigId",
    [CLASS] = "StorageClass",
    [AGE] = "ObjectAge",
    [STORED] = "Storage_MB",
    [RETRIEVED] = "DataRetrieved_MB",
    [GETS] = "GetRequestCount",
};

enum { DAY_SIZE = sizeof "2024-10-01" };

struct analysis {
    struct one_file one; /* first: the file is the analysis */
    struct row_sink sink;
    size_t columns[N_COLUMNS]; /* place from 1 */
    size_t n_fields;           /* 0: the header was not met yet */
    struct stmt *insert;
};

static int take_header(struct analysis *analysis, const struct row *row, struct err *err)
{
    for (int column = 0; column < N_COLUMNS; column++) {
        for (size_t i = 0; i < row->n_fields && !analysis->columns[column]; i++) {
            analysis->columns[column] = slice_is(row->fields[i], column_names[column]) ? i + 1 : 0;
        }
        if (!analysis->columns[column]) {
            return FAIL(err, ERR_INPUT, "this Storage Class Analysis export has no column '%s'",
                        column_names[column]);
        }
    }
    analysis->n_fields = row->n_fields;
    return 0;
}

/* "09-30-2024", as S3 writes it, or "2024-09-30", as the latter. */
static bool read_day(struct slice text, char ret_day[DAY_SIZE])
{
    if (text.size != DAY_SIZE - 1) {
        return false;
    }
    bool american = text.text[2] == '-';
    memcpy(ret_day, american ? text.text + 6 : text.text, 4);
    ret_day[4] = '-';
    memcpy(ret_day + 5, american ? text.text : text.text + 5, 5);
    ret_day[DAY_SIZE - 1] = '\0';
    for (size_t i = 0; i < DAY_SIZE - 1; i++) {
        bool digit = ret_day[i] >= '0' && ret_day[i] <= '9';
        if (i == 4 || i == 7 ? ret_day[i] != '-' : !digit) {
            return false;
        }
    }
    return true;
}

/* The lower end of an age group: "015-029", "730+"; -1 for "ALL". */
static bool read_age(struct slice text, int64_t *ret_days)
{
    int64_t days = 0;
    size_t i = 0;
    if (slice_is(text, "ALL")) {
        *ret_days = -1;
        return true;
    }
    while (i < text.size && i < 5 && text.text[i] >= '0' && text.text[i] <= '9') {
        days = days * 10 + (text.text[i++] - '0');
    }
    *ret_days = days;
    return i > 0 && i < text.size && (text.text[i] == '-' || text.text[i] == '+');
}

/* Binds an amount, an empty one as 0; false if it is none. */
static bool bind_amount(struct analysis *analysis, const char *parameter, struct slice text,
                        char store[DECIMAL_TEXT_SIZE])
{
    struct decimal amount = DECIMAL_ZERO;
    if (text.size && (decimal_parse(text, &amount) || decimal_sign(amount) < 0)) {
        return false;
    }
    size_t size = decimal_format(amount, 0, store);
    stmt_bind_slice(analysis->insert, parameter, (struct slice){store, size});
    return true;
}

static int keep(struct analysis *analysis, const struct row *row, struct err *err)
{
    struct one_file *one = &analysis->one;
    struct slice field[N_COLUMNS];
    for (int column = 0; column < N_COLUMNS; column++) {
        field[column] = row->fields[analysis->columns[column] - 1];
    }
    char day[DAY_SIZE];
    char amounts[3][DECIMAL_TEXT_SIZE];
    int64_t age = 0;
    if (!read_day(field[DATE], day)) {
        return one_file_reject(one, row->number, DIAG_BAD_DATE, "Date", "is no date", err);
    }
    if (!read_age(field[AGE], &age)) {
        return one_file_reject(one, row->number, DIAG_BAD_VALUE, "ObjectAge", "is no age group",
                               err);
    }
    if (!bind_amount(analysis, ":stored", field[STORED], amounts[0]) ||
        !bind_amount(analysis, ":retrieved", field[RETRIEVED], amounts[1]) ||
        !bind_amount(analysis, ":gets", field[GETS], amounts[2])) {
        return one_file_reject(one, row->number, DIAG_BAD_AMOUNT, "DataRetrieved_MB",
                               "or an amount beside it is no amount", err);
    }
    stmt_bind_int(analysis->insert, ":source", one->source_id);
    stmt_bind_slice(analysis->insert, ":config", field[CONFIG]);
    stmt_bind_slice(analysis->insert, ":class", field[CLASS]);
    stmt_bind_int(analysis->insert, ":age", age);
    stmt_bind_text(analysis->insert, ":day", day);
    one->n_kept++;
    return stmt_run(analysis->insert, err);
}

static int take_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct analysis *analysis = (struct analysis *)((char *)sink - offsetof(struct analysis, sink));
    if (!analysis->n_fields) {
        return take_header(analysis, row, err);
    }
    analysis->one.n_read++;
    if (row->n_fields != analysis->n_fields) {
        return one_file_reject(&analysis->one, row->number, DIAG_FIELD_COUNT, "",
                               "has not as many fields as the header", err);
    }
    if (row->nul_field) {
        return one_file_reject(&analysis->one, row->number, DIAG_NUL_BYTE, "", "holds a NUL byte",
                               err);
    }
    return keep(analysis, row, err);
}

static int read_analysis(struct one_file *one, struct err *err)
{
    struct analysis *analysis = (struct analysis *)one;
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    int rc = stmt_prepare(one->run->store, "reads of objects",
                          "insert into object_access values (:source, :config, :class,"
                          " nullif(:age, -1), :day, :stored, :retrieved, :gets)",
                          &insert, err);
    if (rc < 0) {
        return rc;
    }
    analysis->insert = insert;
    rc = rows_read(one->bytes, &analysis->sink, err);
    analysis->insert = NULL;
    return rc;
}

/* By its header: no other file has these columns. */
static bool is_analysis(const struct input_file *file)
{
    char head[ONE_FILE_HEAD_SIZE];
    one_file_head(file, head);
    head[strcspn(head, "\r\n")] = '\0';
    return strstr(head, "ConfigId") && strstr(head, "ObjectAge") &&
           strstr(head, "DataRetrieved_MB");
}

int access_analysis_ingest(struct ingest_run *run, struct input_file *files,
                           struct file_state *states, size_t n_files, size_t *ret_n_used,
                           struct err *err)
{
    *ret_n_used = 0;
    for (size_t i = 0; i < n_files; i++) {
        if (files[i].claimed || states[i].fate != FATE_OPEN || !is_analysis(&files[i])) {
            continue;
        }
        struct analysis analysis = {.one = {.run = run,
                                            .file = &files[i],
                                            .kind = "inventory",
                                            .format = "s3-storage-class-analysis"},
                                    .sink = {.take = take_row}};
        int rc = one_file_load(&analysis.one, read_analysis, &states[i], err);
        if (rc < 0) {
            return rc;
        }
        files[i].claimed = true;
        *ret_n_used += (size_t)rc;
    }
    return 0;
}
