/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook: a sheet that says where the figures come from, then one per dataset.
 * A spreadsheet's numbers are binary and hold 15 digits; where a column has a figure
 * with more, the exact text stands in a column beside it. */
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "reports/document.h"
#include "reports/renderer.h"
#include "reports/value.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/sha256.h"
#include "support/utf8.h"

enum {
    SAFE_DIGITS = 15,       /* decimal digits that survive in a binary number */
    CELL_MAX = 32767,       /* bytes of text; the format counts UTF-16 units, never more */
    ROWS_MAX = 1048575,     /* below the header */
    WIDTH_MAX = 60,         /* characters */
    EPOCH_1980 = 315532800, /* where nothing is loaded; also the date of the ZIP's entries */
    WIDTH_ROWS = 200,       /* rows that decide a column's width */
    FIELD_KINDS = FIELD_SECONDS + 1,
};

struct book {
    lxw_workbook *workbook;
    lxw_format *header;
    lxw_format *formats[FIELD_KINDS]; /* NULL: text */
    lxw_error error;                  /* the first */
};

static void note(struct book *book, lxw_error error)
{
    if (book->error == LXW_NO_ERROR) {
        book->error = error;
    }
}

static void make_formats(struct book *book)
{
    static const char *const codes[FIELD_KINDS] = {[FIELD_AMOUNT] = "#,##0.00",
                                                   [FIELD_RATIO] = "0.0%",
                                                   [FIELD_COUNT] = "#,##0",
                                                   [FIELD_SECONDS] = "#,##0"};

    book->header = workbook_add_format(book->workbook);
    format_set_bold(book->header);
    format_set_bottom(book->header, LXW_BORDER_THIN);
    for (size_t i = 0; i < FIELD_KINDS; i++) {
        if (codes[i]) {
            book->formats[i] = workbook_add_format(book->workbook);
            format_set_num_format(book->formats[i], codes[i]);
        }
    }
}

/* --- cells ---------------------------------------------------------------------- */

static void write_text(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                       const char *text, lxw_format *format)
{
    if (strlen(text) <= CELL_MAX) {
        note(book, worksheet_write_string(sheet, row, column, text, format));
        return;
    }
    char *CLEANUP(mem_freep) cut = mem_slice_dup((struct slice){text, CELL_MAX});
    utf8_trim_tail(cut);
    note(book, worksheet_write_string(sheet, row, column, cut, format));
}

/* Whether a binary number cannot give back all the digits of this amount. */
static bool loses_digits(const char *amount)
{
    size_t digits = 0;
    size_t zeros = 0; /* at the end */

    for (const char *p = amount; *p; p++) {
        if (*p >= '0' && *p <= '9' && (digits > 0 || *p != '0')) {
            digits++;
            zeros = *p == '0' ? zeros + 1 : 0;
        }
    }
    return digits - zeros > SAFE_DIGITS;
}

static bool needs_exact(const struct dataset *dataset, size_t field)
{
    for (size_t i = 0; dataset->fields[field].kind != FIELD_TEXT && i < dataset->n_rows; i++) {
        const char *cell = dataset->cells[i * dataset->n_fields + field];
        if (cell && loses_digits(cell)) {
            return true;
        }
    }
    return false;
}

static void write_cell(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                       const char *cell, enum field_kind kind)
{
    struct decimal number;

    if (kind != FIELD_TEXT && decimal_read(slice_of(cell), &number)) {
        note(book, worksheet_write_number(sheet, row, column, decimal_to_double(number),
                                          book->formats[kind]));
    } else {
        write_text(book, sheet, row, column, cell, NULL);
    }
}

/* --- sheets --------------------------------------------------------------------- */

static double width_of(const struct dataset *dataset, size_t field, const char *title)
{
    size_t width = strlen(title) + 3; /* the filter's button */

    for (size_t i = 0; i < dataset->n_rows && i < WIDTH_ROWS; i++) {
        const char *cell = dataset->cells[i * dataset->n_fields + field];
        size_t size = cell ? strlen(cell) + 1 : 0;
        width = size > width ? size : width;
    }
    return width > WIDTH_MAX ? WIDTH_MAX : (double)width;
}

static void write_column(struct book *book, lxw_worksheet *sheet, const struct dataset *dataset,
                         size_t field, lxw_col_t column, bool exact)
{
    char *CLEANUP(mem_freep) title =
        mem_format("%s%s", dataset->fields[field].name, exact ? "_exact" : "");
    enum field_kind kind = exact ? FIELD_TEXT : dataset->fields[field].kind;

    note(book, worksheet_set_column(sheet, column, column, width_of(dataset, field, title), NULL));
    write_text(book, sheet, 0, column, title, book->header);
    for (size_t i = 0; i < dataset->n_rows && i < ROWS_MAX; i++) {
        const char *cell = dataset->cells[i * dataset->n_fields + field];
        if (cell) {
            write_cell(book, sheet, (lxw_row_t)i + 1, column, cell, kind);
        }
    }
}

static void write_dataset(struct book *book, const struct dataset *dataset)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, dataset->name);
    size_t n_rows = dataset->n_rows < ROWS_MAX ? dataset->n_rows : ROWS_MAX;
    lxw_col_t column = 0;

    if (!sheet) {
        note(book, LXW_ERROR_SHEETNAME_ALREADY_USED);
        return;
    }
    for (size_t f = 0; f < dataset->n_fields; f++) {
        write_column(book, sheet, dataset, f, column++, false);
        if (needs_exact(dataset, f)) {
            write_column(book, sheet, dataset, f, column++, true);
        }
    }
    worksheet_freeze_panes(sheet, 1, 0);
    note(book, worksheet_autofilter(sheet, 0, 0, (lxw_row_t)n_rows, (lxw_col_t)(column - 1)));
}

/* Where the figures come from, and which sheets there are. */
static void write_readme(struct book *book, const struct report *report)
{
    static const char *const keys[] = {"organization", "month",      "as_of",
                                       "currency",     "cost_basis", "inputs_digest"};
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, "README");
    char digest[SHA256_HEX_SIZE];
    lxw_row_t row = 0;

    note(book, worksheet_set_column(sheet, 0, 0, 24, NULL));
    note(book, worksheet_set_column(sheet, 1, 2, 72, NULL));
    write_text(book, sheet, row++, 0, report->document->title, book->header);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        write_text(book, sheet, row, 0, keys[i], NULL);
        write_text(book, sheet, row++, 1, value_text(report->content, keys[i]), NULL);
    }
    sha256_of(report->json, report->json_size, digest);
    write_text(book, sheet, row, 0, "report.json, SHA-256", NULL);
    write_text(book, sheet, row++, 1, digest, NULL);
    write_text(book, sheet, row, 0, "made by", NULL);
    write_text(book, sheet, row++, 1, "drledger " DRLEDGER_VERSION, NULL);
    write_text(book, sheet, row++, 0,
               "Numbers hold 15 digits here; where a figure has more, a column *_exact has them "
               "all. Ratios are shares of 1, durations seconds, times UTC.",
               NULL);
    row++;
    write_text(book, sheet, row, 0, "sheet", book->header);
    write_text(book, sheet, row, 1, "SHA-256 of the same table as CSV", book->header);
    write_text(book, sheet, row++, 2, "rows", book->header);
    for (size_t i = 0; i < report->document->datasets.n; i++) {
        const struct dataset *dataset = &report->document->datasets.items[i];
        write_text(book, sheet, row, 0, dataset->name, NULL);
        write_text(book, sheet, row, 1, dataset->sha256, NULL);
        note(book, worksheet_write_number(sheet, row++, 2, (double)dataset->n_rows,
                                          book->formats[FIELD_COUNT]));
    }
}

static int read_back(int fd, struct strbuf *out, struct err *err)
{
    struct stat file;
    if (fstat(fd, &file) != 0 || file.st_size <= 0) {
        return FAIL(err, ERR_OUTPUT, "the workbook is empty");
    }
    void *bytes = mmap(NULL, (size_t)file.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED) {
        return FAIL(err, ERR_OUTPUT, "the workbook cannot be read back");
    }
    strbuf_add(out, bytes, (size_t)file.st_size);
    munmap(bytes, (size_t)file.st_size);
    return 0;
}

/* The library writes to a path only; this one is in memory. */
static int write_book(const struct report *report, int fd, struct err *err)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct book book = {.workbook = workbook_new(path), .error = LXW_NO_ERROR};
    int64_t as_of = report->document->as_of;
    char *CLEANUP(mem_freep) title = mem_strdup(report->document->title);
    char author[] = "drledger " DRLEDGER_VERSION;
    lxw_doc_properties properties = {
        .title = title, .author = author, .created = as_of > 0 ? as_of : EPOCH_1980};

    if (!book.workbook) {
        return FAIL(err, ERR_OUTPUT, "the workbook cannot be made");
    }
    note(&book, workbook_set_properties(book.workbook, &properties));
    make_formats(&book);
    write_readme(&book, report);
    for (size_t i = 0; i < report->document->datasets.n; i++) {
        write_dataset(&book, &report->document->datasets.items[i]);
    }
    note(&book, workbook_close(book.workbook));
    if (book.error != LXW_NO_ERROR) {
        return FAIL(err, ERR_OUTPUT, "the workbook: %s", lxw_strerror(book.error));
    }
    return 0;
}

static int render(const struct report *report, struct strbuf *out, struct err *err)
{
    int fd = memfd_create("xlsx", MFD_CLOEXEC);
    if (fd < 0) {
        return FAIL(err, ERR_OUTPUT, "no memory for the workbook");
    }
    int status = write_book(report, fd, err);
    status = status < 0 ? status : read_back(fd, out, err);
    close(fd);
    return status;
}

const struct renderer render_xlsx = {"xlsx", 1, render, NULL};
