/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/bill.h"

#include <string.h>

#include "ingest/bytes.h"
#include "ingest/rows.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utc.h"

void bill_release(struct bill *bill)
{
    rollup_release(&bill->rollup);
    maps_release(&bill->maps);
    intern_release(&bill->texts);
}

void bill_file_release(struct bill_file *file)
{
    free(file->parts);
    free(file->totals);
    *file = (struct bill_file){0};
}

int64_t bill_part_newest(const struct bill_part *part)
{
    return part->usage_end != BILL_NO_TIME ? part->usage_end : part->line_start;
}

/* Times repeat from row to row: the last one read is remembered. */
struct time_memo {
    char text[32];
    size_t size;
    int64_t seconds;
};

struct reader {
    struct row_sink sink; /* first: the sink is the reader */
    struct bill *bill;
    struct bytes *bytes;
    struct bill_file *file;
    struct diag_sink problems;
    struct bill_progress progress;
    struct columns columns;
    struct time_memo period;
    struct time_memo start;
    struct time_memo end;
    bool is_bill;        /* its header is one, whatever is wrong with it */
    uint32_t key[DIM_N]; /* of the row before: most cells repeat */
    int64_t month_of;    /* the period start that key[DIM_MONTH] was made of */
    bool has_key;
    size_t part; /* of the row before */
};

enum { PROGRESS_ROWS = 8192 };

/* --- problems ------------------------------------------------------------ */

static void tell(struct reader *reader, enum diag_level level, enum diag_code code,
                 const struct row *row, const char *column, const char *text)
{
    struct diagnostic problem = {.code = code,
                                 .level = level,
                                 .path = bytes_name(reader->bytes),
                                 .row = row->number,
                                 .column = column,
                                 .text = text};
    reader->problems.add(reader->problems.context, &problem);
}

static bool reject(struct reader *reader, enum diag_code code, const struct row *row,
                   const char *column, const char *text)
{
    tell(reader, DIAG_REJECT, code, row, column, text);
    return false;
}

static bool reject_cell(struct reader *reader, enum diag_code code, const struct row *row,
                        enum column column, const char *what)
{
    enum { SHOWN = 60 };
    struct slice cell = columns_get(&reader->columns, row, column);
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    strbuf_addc(&text, '\'');
    strbuf_add_utf8(&text, (struct slice){cell.text, cell.size < SHOWN ? cell.size : SHOWN});
    strbuf_addf(&text, "%s' %s", cell.size > SHOWN ? "..." : "", what);
    return reject(reader, code, row, reader->columns.names[column], text.text);
}

/* --- one row ------------------------------------------------------------- */

static bool check_shape(struct reader *reader, const struct row *row)
{
    const struct columns *columns = &reader->columns;
    if (row->nul_field) {
        size_t at = row->nul_field - 1;
        return reject(reader, DIAG_NUL_BYTE, row, at < columns->n_fields ? columns->header[at] : "",
                      "holds a NUL byte");
    }
    if (row->n_fields < columns->min_fields || row->n_fields > columns->n_fields) {
        char text[96];
        snprintf(text, sizeof text, "has %zu fields where the header has %zu", row->n_fields,
                 columns->n_fields);
        return reject(reader, DIAG_FIELD_COUNT, row,
                      row->n_fields < columns->n_fields ? columns->header[row->n_fields] : "",
                      text);
    }
    return true;
}

static bool read_amounts(struct reader *reader, const struct row *row, struct amounts *ret_amounts)
{
    for (int column = COL_FIRST_AMOUNT; column < COL_N; column++) {
        int i = column - COL_FIRST_AMOUNT;
        struct slice cell = columns_get(&reader->columns, row, (enum column)column);
        ret_amounts->given[i] = cell.size > 0;
        ret_amounts->value[i] = (struct decimal)DECIMAL_ZERO;
        if (cell.size) {
            const char *wrong = decimal_parse(cell, &ret_amounts->value[i]);
            if (wrong) {
                return reject_cell(reader, DIAG_BAD_AMOUNT, row, (enum column)column, wrong);
            }
        }
    }
    return true;
}

static bool read_time(struct reader *reader, const struct row *row, enum column column,
                      struct time_memo *memo)
{
    struct slice cell = columns_get(&reader->columns, row, column);
    if (memo->size == cell.size && memcmp(memo->text, cell.text, cell.size) == 0) {
        return true;
    }
    if (!utc_parse(cell, &memo->seconds)) {
        memo->size = 0;
        return reject_cell(reader, DIAG_BAD_DATE, row, column, "is no date or time");
    }
    memo->size = cell.size < sizeof memo->text ? cell.size : 0;
    memcpy(memo->text, cell.text, memo->size);
    return true;
}

/* The times of a line; an empty one (but the billing period) is BILL_NO_TIME. */
static bool read_times(struct reader *reader, const struct row *row, int64_t *ret_start,
                       int64_t *ret_end)
{
    *ret_start = BILL_NO_TIME;
    *ret_end = BILL_NO_TIME;
    if (!columns_get(&reader->columns, row, COL_PERIOD_START).size) {
        return reject(reader, DIAG_BAD_DATE, row, reader->columns.names[COL_PERIOD_START],
                      "is empty: the billing month cannot be told");
    }
    if (!read_time(reader, row, COL_PERIOD_START, &reader->period)) {
        return false;
    }
    if (columns_get(&reader->columns, row, COL_START).size) {
        if (!read_time(reader, row, COL_START, &reader->start)) {
            return false;
        }
        *ret_start = reader->start.seconds;
    }
    *ret_end = *ret_start;
    if (columns_get(&reader->columns, row, COL_END).size) {
        if (!read_time(reader, row, COL_END, &reader->end)) {
            return false;
        }
        *ret_end = reader->end.seconds;
    }
    return true;
}

static bool check_required(struct reader *reader, const struct row *row)
{
    static const enum column required[] = {COL_PAYER, COL_CURRENCY};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        if (!columns_get(&reader->columns, row, required[i]).size) {
            return reject(reader, DIAG_BAD_VALUE, row, reader->columns.names[required[i]],
                          "is empty");
        }
    }
    return true;
}

static void set_dimension(struct reader *reader, const struct row *row, enum dimension dimension,
                          struct slice text, enum column column)
{
    struct intern *texts = &reader->bill->texts;
    if (reader->has_key && slice_equal(intern_text(texts, reader->key[dimension]), text)) {
        return;
    }
    bool replaced = false;
    reader->key[dimension] = intern_number(texts, text, &replaced);
    if (replaced) {
        tell(reader, DIAG_NOTE, DIAG_BAD_UTF8, row, reader->columns.names[column],
             "is not UTF-8; its bad bytes are shown as U+FFFD");
    }
}

/* The region of an availability zone or local zone: us-east-1a, us-west-2-lax-1a. */
static struct slice region_of_zone(struct slice zone)
{
    size_t dash = 0;
    for (size_t i = 0; i < zone.size; i++) {
        bool digit = zone.text[i] >= '0' && zone.text[i] <= '9';
        if (zone.text[i] == '-') {
            dash = i;
        } else if (digit && dash && i == dash + 1) {
            size_t end = i + 1;
            while (end < zone.size && zone.text[end] >= '0' && zone.text[end] <= '9') {
                end++;
            }
            return (struct slice){zone.text, end};
        }
    }
    return zone;
}

static void set_region(struct reader *reader, const struct row *row)
{
    static const enum column named[] = {COL_REGION, COL_REGION_CODE};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        struct slice region = columns_get(&reader->columns, row, named[i]);
        if (region.size) {
            set_dimension(reader, row, DIM_REGION, region, named[i]);
            return;
        }
    }
    struct slice product = columns_get(&reader->columns, row, COL_PRODUCT_MAP);
    if (product.size) {
        uint32_t region = maps_region(&reader->bill->maps, product, &reader->bill->texts);
        if (intern_text(&reader->bill->texts, region).size) {
            reader->key[DIM_REGION] = region;
            return;
        }
    }
    set_dimension(reader, row, DIM_REGION,
                  region_of_zone(columns_get(&reader->columns, row, COL_ZONE)), COL_ZONE);
}

static void set_line_type(struct reader *reader, const struct row *row)
{
    struct slice type = columns_get(&reader->columns, row, COL_LINE_TYPE);
    struct slice class = columns_get(&reader->columns, row, COL_CHARGE_CLASS);
    if (class.size == 0 || slice_is(type, "Tax")) {
        set_dimension(reader, row, DIM_LINE_TYPE, type, COL_LINE_TYPE);
        return;
    }
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    strbuf_addf(&text, "%.*s (%.*s)", (int)type.size, type.text, (int)class.size, class.text);
    set_dimension(reader, row, DIM_LINE_TYPE, strbuf_slice(&text), COL_LINE_TYPE);
}

static void set_tags(struct reader *reader, const struct row *row)
{
    enum map_problem problem = MAP_FINE;
    reader->key[DIM_TAGS] =
        maps_tags(&reader->bill->maps, &reader->columns, row, &reader->bill->texts, &problem);
    const char *column =
        reader->columns.has[COL_TAGS] ? reader->columns.names[COL_TAGS] : "resourceTags";
    if (problem == MAP_BAD_JSON) {
        tell(reader, DIAG_WARNING, DIAG_BAD_JSON, row, column,
             "is no JSON object; the row is kept without these tags");
    } else if (problem == MAP_BAD_UTF8) {
        tell(reader, DIAG_NOTE, DIAG_BAD_UTF8, row, column,
             "is not UTF-8; its bad bytes are shown as U+FFFD");
    }
}

static void set_month(struct reader *reader, const struct row *row)
{
    if (reader->has_key && reader->month_of == reader->period.seconds) {
        return;
    }
    char month[UTC_TEXT_SIZE];
    utc_format(reader->period.seconds, month);
    set_dimension(reader, row, DIM_MONTH, (struct slice){month, sizeof "2024-09" - 1},
                  COL_PERIOD_START);
    reader->month_of = reader->period.seconds;
}

static void set_key(struct reader *reader, const struct row *row)
{
    static const struct {
        enum dimension dimension;
        enum column column;
    } plain[] = {
        {DIM_PAYER, COL_PAYER},
        {DIM_ACCOUNT, COL_ACCOUNT},
        {DIM_USAGE_TYPE, COL_USAGE_TYPE},
        {DIM_OPERATION, COL_OPERATION},
        {DIM_UNIT, COL_UNIT},
        {DIM_INVOICE, COL_INVOICE},
        {DIM_ENTITY, COL_ENTITY},
        {DIM_RESOURCE, COL_RESOURCE},
        {DIM_CURRENCY, COL_CURRENCY},
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        set_dimension(reader, row, plain[i].dimension,
                      columns_get(&reader->columns, row, plain[i].column), plain[i].column);
    }
    set_month(reader, row);
    enum column product =
        columns_get(&reader->columns, row, COL_PRODUCT).size ? COL_PRODUCT : COL_PRODUCT_NAME;
    set_dimension(reader, row, DIM_PRODUCT, columns_get(&reader->columns, row, product), product);
    set_region(reader, row);
    set_line_type(reader, row);
    set_tags(reader, row);
    reader->has_key = true;
}

/* --- sums ---------------------------------------------------------------- */

static int add_total(struct reader *reader, const struct row *row, struct decimal unblended,
                     struct err *err)
{
    struct bill_file *file = reader->file;
    uint32_t currency = reader->key[DIM_CURRENCY];
    size_t i = 0;
    while (i < file->n_totals && file->totals[i].currency != currency) {
        i++;
    }
    if (i == file->n_totals) {
        if (i == BILL_MAX_CURRENCIES) {
            return FAIL(err, ERR_INPUT, "'%s', row %lld: more than %d currencies in one file",
                        bytes_name(reader->bytes), (long long)row->number, (int)i);
        }
        mem_reserve((void **)&file->totals, &file->totals_capacity, i + 1, sizeof *file->totals);
        file->totals[file->n_totals++] = (struct bill_total){currency, DECIMAL_ZERO};
    }
    if (!decimal_add(file->totals[i].unblended, unblended, &file->totals[i].unblended)) {
        return FAIL(err, ERR_INPUT, "'%s', row %lld: the sum of the bill is out of range",
                    bytes_name(reader->bytes), (long long)row->number);
    }
    return 0;
}

static int find_part(struct reader *reader, const struct row *row, struct err *err)
{
    struct bill_file *file = reader->file;
    uint32_t month = reader->key[DIM_MONTH];
    uint32_t payer = reader->key[DIM_PAYER];
    size_t i = reader->part;
    if (i < file->n_parts && file->parts[i].month == month && file->parts[i].payer == payer) {
        return 0;
    }
    for (i = 0; i < file->n_parts; i++) {
        if (file->parts[i].month == month && file->parts[i].payer == payer) {
            reader->part = i;
            return 0;
        }
    }
    if (i == BILL_MAX_MONTHS) {
        return FAIL(err, ERR_INPUT, "'%s', row %lld: more than %d months and payers in one file",
                    bytes_name(reader->bytes), (long long)row->number, (int)i);
    }
    mem_reserve((void **)&file->parts, &file->parts_capacity, i + 1, sizeof *file->parts);
    file->parts[file->n_parts++] = (struct bill_part){
        .month = month,
        .payer = payer,
        .usage_end = BILL_NO_TIME,
        .line_start = BILL_NO_TIME,
        .has_net = columns_is_focus(&reader->columns) || reader->columns.has[COL_NET_UNBLENDED],
        .has_invoices = reader->columns.has[COL_INVOICE],
    };
    reader->part = i;
    return 0;
}

/* False when a sum leaves the range of decimals. */
static bool add_to_fact(const struct reader *reader, const struct charge *charge, int64_t row)
{
    const struct bill_watch *watch = &reader->bill->watch;
    return watch->see
               ? watch->see(watch->context, reader->key, charge, bytes_name(reader->bytes), row)
               : rollup_add(&reader->bill->rollup, reader->key, charge, row);
}

static int keep_line(struct reader *reader, const struct row *row, const struct charge *charge,
                     int64_t start, int64_t end, struct err *err)
{
    set_key(reader, row);
    int rc = find_part(reader, row, err);
    if (rc < 0 || (rc = add_total(reader, row, charge->on[BASIS_UNBLENDED], err)) < 0) {
        return rc;
    }
    struct bill_part *part = &reader->file->parts[reader->part];
    if (charge->is_usage && end > part->usage_end) {
        part->usage_end = end;
    }
    if (start > part->line_start) {
        part->line_start = start;
    }
    if (!add_to_fact(reader, charge, row->number)) {
        return FAIL(err, ERR_INPUT, "'%s', row %lld: a sum of the bill is out of range",
                    bytes_name(reader->bytes), (long long)row->number);
    }
    reader->file->rows_kept++;
    return 0;
}

static int take_line(struct reader *reader, const struct row *row, struct err *err)
{
    struct amounts amounts;
    struct charge charge;
    int64_t start = BILL_NO_TIME;
    int64_t end = BILL_NO_TIME;
    reader->file->rows_read++;
    bool good = check_shape(reader, row) && check_required(reader, row) &&
                read_times(reader, row, &start, &end) && read_amounts(reader, row, &amounts);
    if (good) {
        const char *wrong = charge_of_line(&reader->columns, row, &amounts, &charge);
        good = !wrong || reject_cell(reader, DIAG_BAD_AMOUNT, row, COL_UNBLENDED, wrong);
    }
    if (reader->progress.report && row->number % PROGRESS_ROWS == 0) {
        reader->progress.report(reader->progress.context, bytes_position(reader->bytes));
    }
    if (!good) {
        reader->file->rows_rejected++;
        return 0;
    }
    return keep_line(reader, row, &charge, start, end, err);
}

/* --- files --------------------------------------------------------------- */

static int take_header(struct reader *reader, const struct row *row, struct err *err)
{
    int rc = columns_read(row, bytes_name(reader->bytes), &reader->columns, err);
    reader->is_bill = rc < 0 || reader->columns.format != BILL_NONE;
    if (rc < 0 || !reader->is_bill) {
        return rc < 0 ? rc : ROWS_STOP;
    }
    if (reader->file->format == BILL_NONE) {
        reader->file->format = reader->columns.format;
    }
    reader->sink.wanted = reader->columns.wanted;
    reader->sink.n_wanted = reader->columns.n_fields;
    return 0;
}

static int take_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct reader *reader = (struct reader *)sink;
    return row->number == 1 ? take_header(reader, row, err) : take_line(reader, row, err);
}

static void leave_alone(struct reader *reader)
{
    struct row file = {.number = 0};
    tell(reader, DIAG_NOTE, DIAG_LEFT_ALONE, &file, "", "is no bill");
}

int bill_read(struct bill *bill, struct bytes *bytes, struct diag_sink problems,
              struct bill_progress progress, struct bill_file *ret_file, struct err *err)
{
    *ret_file = (struct bill_file){0};
    rollup_clear(&bill->rollup);
    int rc = 0;
    while ((rc = bytes_next(bytes, err)) > 0) {
        struct reader reader = {.sink = {.take = take_row},
                                .bill = bill,
                                .bytes = bytes,
                                .file = ret_file,
                                .problems = problems,
                                .progress = progress};
        rc = rows_read(bytes, &reader.sink, err);
        columns_release(&reader.columns);
        if (!reader.is_bill && !bytes_failed(bytes)) {
            leave_alone(&reader); /* an entry of an archive that is no bill, or no CSV */
        } else if (rc < 0) {
            break;
        }
    }
    if (rc < 0) {
        bill_file_release(ret_file);
        rollup_clear(&bill->rollup);
    }
    return rc;
}

/* --- which bill? --------------------------------------------------------- */

struct sniffer {
    struct row_sink sink; /* first: the sink is the sniffer */
    struct bytes *bytes;
    enum bill_format format;
};

static int sniff_header(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct sniffer *sniffer = (struct sniffer *)sink;
    struct columns columns;
    int rc = columns_read(row, bytes_name(sniffer->bytes), &columns, err);
    sniffer->format = rc < 0 ? BILL_LEGACY : columns.format;
    columns_release(&columns);
    return rc < 0 ? rc : ROWS_STOP;
}

int bill_sniff(struct bytes *bytes, enum bill_format *ret_format, struct err *err)
{
    *ret_format = BILL_NONE;
    int rc = 0;
    /* What is no CSV at all is no bill, and no error. */
    while (*ret_format == BILL_NONE && (rc = bytes_next(bytes, err)) > 0) {
        struct sniffer sniffer = {.sink = {.take = sniff_header}, .bytes = bytes};
        rc = rows_read(bytes, &sniffer.sink, err);
        *ret_format = sniffer.format;
        if (rc < 0 && (sniffer.format != BILL_NONE || bytes_failed(bytes))) {
            return rc;
        }
    }
    return rc < 0 && bytes_failed(bytes) ? rc : 0;
}
