/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/audit_report.h"

#include <string.h>

#include "ingest/answer.h"
#include "ingest/bytes.h"
#include "ingest/elements.h"
#include "ingest/rows.h"
#include "support/err.h"
#include "support/utf8.h"

static const char format[] = "backup-audit-report";
static const char prefix[] = "backup-audit-report.";

enum { PEEK_BYTES = 1 << 16, MAX_COLUMN = 64, MAX_COLUMNS = 128 };

/* Letters only, in lower case, cut at MAX_COLUMN. */
static void column_key(struct slice name, char ret_key[MAX_COLUMN])
{
    size_t n = 0;
    for (size_t i = 0; i < name.size && n + 1 < MAX_COLUMN; i++) {
        char c = name.text[i];
        if (c >= 'A' && c <= 'Z') {
            c = (char)(c - 'A' + 'a');
        }
        if (c >= 'a' && c <= 'z') {
            ret_key[n++] = c;
        }
    }
    ret_key[n] = '\0';
}

/* The kind of report whose required columns are all in `item`, an object with column keys. */
static struct call *kind_of(struct call_table *calls, const json_t *item)
{
    for (size_t i = 0; i < calls->n; i++) {
        struct call *call = &calls->calls[i];
        bool fits = strncmp(call->names.list[0], prefix, sizeof prefix - 1) == 0;
        for (size_t r = 0; fits && r < call->required.n; r++) {
            fits = call_value(item, call->required.list[r]) != NULL;
        }
        if (fits) {
            return call;
        }
    }
    return NULL;
}

/* --- CSV ------------------------------------------------------------------ */

struct csv_report {
    struct row_sink sink; /* first: rows_read hands it back */
    struct call_table *calls;
    struct facts *facts; /* NULL: rows are only counted */
    bool header_only;
    struct evidence *evidence;
    struct call *call; /* NULL: the header is not that of a report */
    char columns[MAX_COLUMNS][MAX_COLUMN];
    size_t n_columns;
    json_t *item;
};

static int take_header(struct csv_report *report, const struct row *row)
{
    if (row->n_fields > MAX_COLUMNS) {
        return ROWS_STOP;
    }
    json_t *header = json_object();
    for (size_t i = 0; i < row->n_fields; i++) {
        column_key(row->fields[i], report->columns[i]);
        json_object_set_new(header, report->columns[i], json_true());
    }
    report->n_columns = row->n_fields;
    report->call = kind_of(report->calls, header);
    json_decref(header);
    return report->call && !report->header_only ? 0 : ROWS_STOP;
}

static int take_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct csv_report *report = (struct csv_report *)sink;
    if (row->number == 1) {
        return take_header(report, row);
    }
    if (!report->facts) {
        return 0;
    }
    char pointer[24];
    snprintf(pointer, sizeof pointer, "%lld", (long long)row->number);
    if (row->n_fields != report->n_columns || row->nul_field) {
        report->evidence->rows_read++;
        return facts_reject(
            report->facts, report->evidence, (struct place){"", row->number},
            row->nul_field ? "has a NUL byte" : "has more or fewer fields than the header", err);
    }
    json_object_clear(report->item);
    for (size_t i = 0; i < row->n_fields; i++) {
        struct slice field = row->fields[i];
        if (field.size && utf8_valid(field.text, field.size)) {
            json_object_set_new(report->item, report->columns[i],
                                json_stringn_nocheck(field.text, field.size));
        }
    }
    return facts_add(report->facts, report->call, report->evidence, report->item,
                     (struct place){pointer, row->number}, err);
}

static int read_csv(struct csv_report *report, const struct input_file *file, struct err *err)
{
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    report->sink.take = take_row;
    int rc = bytes_open(file->location, file->shown, &bytes, err);
    if (rc >= 0) {
        rc = bytes_next(bytes, err);
    }
    if (rc <= 0) {
        return rc;
    }
    report->item = json_object();
    rc = rows_read(bytes, &report->sink, err);
    json_decref(report->item);
    return rc;
}

/* --- JSON ----------------------------------------------------------------- */

static json_t *with_column_keys(json_t *element)
{
    json_t *item = json_object();
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(element, key, value)
    {
        char column[MAX_COLUMN];
        column_key(slice_of(key), column);
        bool empty = json_is_null(value) || (json_is_string(value) && !json_string_length(value));
        if (!empty) {
            json_object_set(item, column, value);
        }
    }
    return item;
}

static int load_json(struct facts *facts, struct evidence *evidence, const struct answer *answer,
                     struct err *err)
{
    struct call *call = NULL;
    const json_t *items = json_object_get(json_array_get(answer->pages, 0), "reportItems");
    size_t i = 0;
    json_t *element = NULL;
    json_array_foreach(items, i, element)
    {
        json_t *CLEANUP(json_decrefp) item = with_column_keys(element);
        if (!call) {
            call = kind_of(&facts->loader->calls, item);
        }
        char pointer[48];
        snprintf(pointer, sizeof pointer, "/reportItems/%zu", i);
        struct place place = {pointer, 0};
        int rc = 0;
        if (call) {
            rc = call_prepare(call, facts->loader->run->store, err);
            rc = rc < 0 ? rc : facts_add(facts, call, evidence, item, place, err);
        } else {
            evidence->rows_read++;
            rc = facts_reject(facts, evidence, place, "is of no report that is known", err);
        }
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

/* --- a file --------------------------------------------------------------- */

static void see_report_items(void *context, struct slice key)
{
    bool *found = context;
    *found = *found || slice_is(key, "reportItems");
}

static bool has_ending(const struct input_file *file, const char *ending)
{
    struct slice path = slice_of(file->location);
    char packed[16];
    snprintf(packed, sizeof packed, "%s.gz", ending);
    return slice_ends(path, slice_of(ending)) || slice_ends(path, slice_of(packed));
}

static bool is_json(const struct input_file *file)
{
    return has_ending(file, ".json");
}

bool audit_report_is(struct call_table *calls, const struct input_file *file)
{
    struct err err = ERR_INIT;
    if (is_json(file)) {
        struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
        bool found = false;
        if (answer_read(&answer, file->location, file->shown, PEEK_BYTES, &err) == 0) {
            answer_keys(strbuf_slice(&answer.text), see_report_items, &found);
        }
        return found;
    }
    struct csv_report report = {.calls = calls, .header_only = true};
    return has_ending(file, ".csv") && read_csv(&report, file, &err) >= 0 && report.call;
}

/* Reads the file to its end, so that a damaged one is refused before anything is replaced. */
static int check_csv(struct facts *facts, const struct input_file *file, struct call **ret_call,
                     struct err *err)
{
    struct csv_report report = {.calls = &facts->loader->calls};
    int rc = read_csv(&report, file, err);
    if (rc >= 0 && !report.call) {
        return FAIL(err, ERR_INPUT, "%s: is no report", file->shown);
    }
    *ret_call = report.call;
    return rc;
}

static int load_csv(struct facts *facts, struct evidence *evidence, struct call *call,
                    struct err *err)
{
    struct csv_report report = {
        .calls = &facts->loader->calls, .facts = facts, .evidence = evidence};
    int rc = call_prepare(call, facts->loader->run->store, err);
    return rc < 0 ? rc : read_csv(&report, evidence->file, err);
}

int audit_report_load(struct facts *facts, const struct input_file *file, struct err *err)
{
    struct evidence_loader *loader = facts->loader;
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct evidence evidence = evidence_of_file(file, format, answer.sha256);
    struct err problem = ERR_INIT;
    int rc = answer_read(&answer, file->location, file->shown, 0, &problem);
    evidence.bytes = answer.bytes;
    struct call *call = NULL;
    if (rc == 0) {
        rc = is_json(file) ? answer_parse(&answer, file->shown, &problem)
                           : check_csv(facts, file, &call, &problem);
    }
    if (rc < 0) {
        return evidence_refuse(loader, &evidence, DIAG_BAD_JSON, problem.text, err);
    }
    rc = evidence_add(loader, &evidence, err);
    if (rc != 0) {
        return rc;
    }
    rc = is_json(file) ? load_json(facts, &evidence, &answer, err)
                       : load_csv(facts, &evidence, call, err);
    if (rc < 0) {
        return rc;
    }
    evidence.status = evidence.rows_read ? "ok" : "empty";
    return evidence_finish(loader, &evidence, err);
}
