/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include <stdbool.h>
#include <stdio.h>

#include "cli/terminal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "support/utf8.h"

enum {
    WIDTH = 100, /* columns of the terminal */
    GAP = 2,     /* blanks between columns */
    NARROW = 16, /* a column that gives way keeps at least this */
    INDENT = 4,  /* of what stands below a row */
};

struct table {
    const struct table_column *columns;
    size_t n_columns;
    char **cells; /* row by row */
    size_t n_cells;
    size_t capacity;
    struct arena arena;
};

struct table *table_new(const struct table_column *columns, size_t n_columns)
{
    struct table *table = mem_alloc(sizeof *table);
    table->columns = columns;
    table->n_columns = n_columns;
    return table;
}

void table_free(struct table *table)
{
    if (table) {
        arena_release(&table->arena);
        free((void *)table->cells);
        free(table);
    }
}

size_t table_n_columns(const struct table *table)
{
    return table->n_columns;
}

/* Line feeds and other control characters would break the table. */
static void blank_controls(char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f) {
            *text = ' ';
        }
    }
}

void table_add(struct table *table, const char *const *cells)
{
    mem_reserve((void **)&table->cells, &table->capacity, table->n_cells + table->n_columns,
                sizeof *table->cells);
    for (size_t i = 0; i < table->n_columns; i++) {
        char *cell = arena_strdup(&table->arena, cells[i] ? cells[i] : "");
        blank_controls(cell);
        table->cells[table->n_cells++] = cell;
    }
}

/* --- widths ----------------------------------------------------------------- */

static unsigned char_width(uint32_t c)
{
    bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
                (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
                (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
    bool combining = (c >= 0x300 && c <= 0x36f) || c == 0x200b || c == 0x200d;
    return combining ? 0 : wide ? 2 : 1;
}

static size_t text_width(struct slice text)
{
    size_t width = 0;
    for (size_t i = 0, n = 0; i < text.size; i += n) {
        width += char_width(utf8_decode(text.text + i, text.size - i, &n));
    }
    return width;
}

/* The longest start of `text` that is at most `width` wide, in bytes. */
static size_t fitting(struct slice text, size_t width)
{
    size_t used = 0;
    size_t n = 0;
    size_t i = 0;
    for (; i < text.size; i += n) {
        used += char_width(utf8_decode(text.text + i, text.size - i, &n));
        if (used > width) {
            break;
        }
    }
    return i;
}

/* The start of the shortest end of `text` that leaves at most `width`, in bytes. */
static size_t fitting_end(struct slice text, size_t width)
{
    size_t i = 0;
    while (text_width(slice_from(text, i)) > width) {
        size_t n = 0;
        utf8_decode(text.text + i, text.size - i, &n);
        i += n;
    }
    return i;
}

static bool gives_way(const struct table_column *column)
{
    return column->fit == TABLE_SHORTEN || column->fit == TABLE_WRAP;
}

/* The columns that stand beside each other. */
static size_t n_beside(const struct table *table)
{
    size_t n = table->n_columns;
    return n - (table->columns[n - 1].fit == TABLE_BELOW);
}

/* Takes what is too much from the widest column that may give way, again and again. */
static void fit_widths(const struct table *table, size_t *widths)
{
    size_t n = n_beside(table);
    for (;;) {
        size_t total = GAP * (n - 1);
        size_t widest = n;
        for (size_t i = 0; i < n; i++) {
            total += widths[i];
            if (gives_way(&table->columns[i]) && widths[i] > NARROW &&
                (widest == n || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        if (total <= WIDTH || widest == n) {
            return;
        }
        widths[widest]--;
    }
}

static void measure(const struct table *table, size_t *widths)
{
    for (size_t i = 0; i < n_beside(table); i++) {
        widths[i] = text_width(slice_of(table->columns[i].title));
    }
    for (size_t first = 0; first < table->n_cells; first += table->n_columns) {
        for (size_t i = 0; i < n_beside(table); i++) {
            size_t width = text_width(slice_of(table->cells[first + i]));
            widths[i] = width > widths[i] ? width : widths[i];
        }
    }
    fit_widths(table, widths);
}

/* --- printing --------------------------------------------------------------- */

static enum ink state_ink(const char *word)
{
    static const struct {
        const char *word;
        enum ink ink;
    } inks[] = {
        {"pass", INK_GREEN},         {"protected", INK_GREEN},
        {"accept", INK_GREEN},       {"protected_elsewhere", INK_GREEN},
        {"met", INK_GREEN},          {"fail", INK_RED},
        {"unprotected", INK_RED},    {"stale", INK_RED},
        {"reject", INK_RED},         {"blocked", INK_RED},
        {"refused", INK_RED},        {"selected_not_protected", INK_RED},
        {"unknown", INK_YELLOW},     {"insufficient_data", INK_YELLOW},
        {"cannot_tell", INK_YELLOW}, {"denied", INK_YELLOW},
        {"failed", INK_YELLOW},      {"truncated", INK_YELLOW},
        {"not_applicable", INK_DIM},
    };
    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++) {
        if (strcmp(word, inks[i].word) == 0) {
            return inks[i].ink;
        }
    }
    return INK_PLAIN;
}

static void spaces(struct strbuf *line, size_t n)
{
    strbuf_addf(line, "%*s", (int)n, "");
}

/* The bytes of `text` that go on this line of a wrapped cell: up to the last blank
 * that fits, else as much as fits. */
static size_t line_of(struct slice text, size_t width)
{
    size_t n = fitting(text, width);
    if (n == text.size) {
        return n;
    }
    for (size_t i = n; i > 0; i--) {
        if (text.text[i - 1] == ' ') {
            return i;
        }
    }
    return n > 0 ? n : text.size;
}

static void add_shortened(struct strbuf *line, struct slice text, size_t width)
{
    size_t head = fitting(text, (width - 1) / 2);
    size_t tail = fitting_end(text, width - 1 - text_width((struct slice){text.text, head}));
    strbuf_add(line, text.text, head);
    strbuf_adds(line, "\u2026");
    strbuf_add(line, text.text + tail, text.size - tail);
}

static void add_cell(struct strbuf *line, enum table_fit fit, struct slice text, size_t width)
{
    size_t own = text_width(text);
    enum ink ink = fit == TABLE_STATE ? state_ink(text.text) : INK_PLAIN;
    size_t pad = own < width ? width - own : 0;
    spaces(line, fit == TABLE_NUMBER ? pad : 0);
    if (own > width && fit == TABLE_SHORTEN) {
        add_shortened(line, text, width);
    } else {
        strbuf_adds(line, ink == INK_PLAIN ? "" : terminal_ink(ink));
        strbuf_add(line, text.text, text.size);
        strbuf_adds(line, ink == INK_PLAIN ? "" : terminal_ink(INK_PLAIN));
    }
    spaces(line, (fit == TABLE_NUMBER ? 0 : pad) + GAP);
}

static struct slice without_end_blanks(struct slice text)
{
    while (text.size > 0 && text.text[text.size - 1] == ' ') {
        text.size--;
    }
    return text;
}

static void print_line(struct strbuf *line)
{
    struct slice text = without_end_blanks(strbuf_slice(line));
    printf("%.*s\n", (int)text.size, text.text);
    strbuf_clear(line);
}

/* Prints one row, over as many lines as its wrapped cells need. */
static void print_row(const struct table *table, char *const *cells, const size_t *widths)
{
    struct slice *CLEANUP(mem_freep) rest = mem_array(table->n_columns, sizeof *rest);
    struct strbuf CLEANUP(strbuf_release) line = STRBUF_INIT;
    for (size_t i = 0; i < n_beside(table); i++) {
        rest[i] = slice_of(cells[i]);
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < n_beside(table); i++) {
            enum table_fit fit = table->columns[i].fit;
            size_t n = fit == TABLE_WRAP ? line_of(rest[i], widths[i]) : rest[i].size;
            struct slice part = without_end_blanks((struct slice){rest[i].text, n});
            add_cell(&line, fit, part, widths[i]);
            rest[i] = slice_from(rest[i], n);
            more = more || rest[i].size > 0;
        }
        print_line(&line);
    }
}

/* What stands below the row that begins at cell `row`, unless the next row says the same. */
static void print_below(const struct table *table, size_t row)
{
    size_t last = row + table->n_columns - 1;
    size_t next = last + table->n_columns;
    const char *text = table->cells[last];
    if (n_beside(table) == table->n_columns ||
        (next < table->n_cells && strcmp(text, table->cells[next]) == 0)) {
        return;
    }
    struct slice rest = slice_of(text);
    while (rest.size > 0) {
        size_t n = line_of(rest, WIDTH - INDENT);
        struct slice part = without_end_blanks((struct slice){rest.text, n});
        printf("%*s%.*s\n", INDENT, "", (int)part.size, part.text);
        rest = slice_from(rest, n);
    }
}

static void print_head(const struct table *table, const size_t *widths)
{
    struct strbuf CLEANUP(strbuf_release) line = STRBUF_INIT;
    for (size_t i = 0; i < n_beside(table); i++) {
        enum table_fit fit = table->columns[i].fit == TABLE_NUMBER ? TABLE_NUMBER : TABLE_TEXT;
        add_cell(&line, fit, slice_of(table->columns[i].title), widths[i]);
    }
    fputs(terminal_ink(INK_BOLD), stdout);
    print_line(&line);
    fputs(terminal_ink(INK_PLAIN), stdout);
}

void table_print(const struct table *table, const char *title)
{
    if (table->n_cells == 0) {
        return;
    }
    size_t *CLEANUP(mem_freep) widths = mem_array(table->n_columns, sizeof *widths);
    measure(table, widths);
    if (title) {
        printf("\n%s%s%s\n", terminal_ink(INK_BOLD), title, terminal_ink(INK_PLAIN));
    }
    print_head(table, widths);
    for (size_t i = 0; i < table->n_cells; i += table->n_columns) {
        print_row(table, table->cells + i, widths);
        print_below(table, i);
    }
}

void table_print_text(const char *text)
{
    struct slice rest = slice_of(text);
    while (rest.size > 0) {
        size_t n = line_of(rest, WIDTH);
        struct slice line = without_end_blanks((struct slice){rest.text, n});
        printf("%.*s\n", (int)line.size, line.text);
        rest = slice_from(rest, n);
    }
}
