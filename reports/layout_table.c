/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "reports/pen.h"
#include "support/banned.h"

enum { COLUMNS_MAX = 12, HEADER_LINES = 3, DETAIL_LINES = 8, NOTE_LINES = 6 };

/* A part of a PDF has at most 32,767 children; a longer table is several parts. */
enum { ROWS_PER_PART = 10000 };

static const double column_gap = 10; /* between columns */
static const double width_min = 26;
static const double fixed_max = 220; /* a column without weight is never wider */
static const double detail_indent = 8;
static const double note_gap = 4;    /* between a table and its note */
static const double row_space = 4.5; /* above and below the lines of a row, together */

struct grid {
    struct pen *pen;
    const struct table *table;
    double x[COLUMNS_MAX];
    double width[COLUMNS_MAX];
    double leading;
};

static struct style cell_style(const struct grid *grid, size_t column, enum row_kind kind)
{
    const struct theme *theme = grid->pen->theme;
    enum face face = kind == ROW_TOTAL                   ? FACE_BOLD
                     : grid->table->columns[column].mono ? FACE_MONO
                                                         : FACE_REGULAR;
    double size = face == FACE_MONO ? theme->table_size - 1 : theme->table_size;

    return (struct style){face, size, kind == ROW_OTHER ? theme->muted : theme->ink};
}

static struct style header_style(const struct grid *grid)
{
    const struct theme *theme = grid->pen->theme;
    return (struct style){FACE_BOLD, theme->table_size - 0.5, theme->ink};
}

/* --- widths ---------------------------------------------------------------------- */

/* How wide a column would like to be: its widest cell, or the longest word of its title. */
static double natural_width(const struct grid *grid, size_t column)
{
    const struct table *table = grid->table;
    const char *title = table->columns[column].title;
    double width = width_min;

    for (size_t i = 0; i < table->n_rows; i++) {
        const char *text = table->rows[i].cells[column];
        struct style style = cell_style(grid, column, table->rows[i].kind);
        width = fmax(width, pen_width(grid->pen, style, text, strlen(text)));
    }
    while (*title) {
        size_t word = strcspn(title, " ");
        width = fmax(width, pen_width(grid->pen, header_style(grid), title, word));
        title += word + strspn(title + word, " ");
    }
    return width + 0.5;
}

/* Gives the weighted columns what is left: none more than it needs while another lacks
 * space, and the rest by weight, so that the table fills its width. */
static void share_out(struct grid *grid, const int *weight, double left)
{
    const size_t n = grid->table->n_columns;
    bool settled[COLUMNS_MAX] = {false};
    bool again = true;
    double need = 0;
    int weights = 0;

    for (size_t c = 0; c < n; c++) {
        need += weight[c] ? grid->width[c] : 0;
        weights += weight[c];
        settled[c] = weight[c] == 0;
    }
    if (need <= left) {
        for (size_t c = 0; c < n; c++) {
            grid->width[c] += (left - need) * weight[c] / weights;
        }
        return;
    }
    while (again) {
        again = false;
        for (size_t c = 0; c < n; c++) {
            if (!settled[c] && grid->width[c] <= left * weight[c] / weights) {
                settled[c] = again = true;
                left -= grid->width[c];
                weights -= weight[c];
            }
        }
    }
    for (size_t c = 0; c < n; c++) {
        if (!settled[c]) {
            grid->width[c] = fmax(left * weight[c] / weights, width_min);
        }
    }
}

static void measure_columns(struct grid *grid)
{
    const size_t n = grid->table->n_columns;
    int weight[COLUMNS_MAX] = {0};
    int is_words[COLUMNS_MAX] = {0};
    double room = grid->pen->width - column_gap * (double)(n - 1);
    double numbers = 0; /* width of the columns that stand right: never squeezed */
    double words = 0;   /* of the others without weight */
    double weighted = 0;
    int weights = 0;

    for (size_t c = 0; c < n; c++) {
        weight[c] = grid->table->columns[c].weight;
        weights += weight[c];
        grid->width[c] = natural_width(grid, c);
    }
    weight[0] = weights ? weight[0] : 1;
    for (size_t c = 0; c < n; c++) {
        grid->width[c] = weight[c] ? grid->width[c] : fmin(grid->width[c], fixed_max);
        is_words[c] = !weight[c] && !grid->table->columns[c].right;
        *(weight[c] ? &weighted : is_words[c] ? &words : &numbers) += grid->width[c];
    }
    /* Weighted columns keep what they need, at most half of what the numbers leave; the
     * widest words wrap. */
    double most = fmax(fmax(room - numbers, 0) / 2, room - numbers - weighted);
    if (words > most) {
        share_out(grid, is_words, most);
        words = most;
    }
    share_out(grid, weight, room - numbers - words);

    double x = grid->pen->left;
    for (size_t c = 0; c < n; c++) {
        grid->x[c] = x;
        x += grid->width[c] + column_gap;
    }
}

/* --- rows ------------------------------------------------------------------------ */

/* The width of a cell. The words of the last rows, in the first cell, may run over the
 * empty ones beside it. */
static double cell_width(const struct grid *grid, const struct row *row, size_t column)
{
    double width = grid->width[column];

    for (size_t c = 1; row->kind != ROW_BODY && column == 0 && c < grid->table->n_columns; c++) {
        if (*row->cells[c]) {
            break;
        }
        width += column_gap + grid->width[c];
    }
    return width;
}

static struct style detail_style(const struct grid *grid)
{
    const struct theme *theme = grid->pen->theme;
    return (struct style){FACE_REGULAR, theme->note_size - 0.5, theme->muted};
}

/* The line below a row's cells; set in a little so that it reads as part of the row. */
static struct box detail_box(const struct grid *grid)
{
    const struct pen *pen = grid->pen;
    return (struct box){pen->left + detail_indent, 0, pen->width - detail_indent,
                        detail_style(grid).size * 1.25, DETAIL_LINES};
}

static double detail_height(const struct grid *grid, const struct row *row)
{
    struct box box = detail_box(grid);

    return box.leading *
           (double)pen_count_lines(grid->pen, detail_style(grid), row->detail, box.width, box.most);
}

static double row_height(const struct grid *grid, const struct row *row)
{
    size_t lines = 1;

    for (size_t c = 0; c < grid->table->n_columns; c++) {
        size_t n =
            pen_count_lines(grid->pen, cell_style(grid, c, row->kind), row->cells[c],
                            cell_width(grid, row, c), (size_t)grid->table->columns[c].max_lines);
        lines = n > lines ? n : lines;
    }
    return (double)lines * grid->leading + detail_height(grid, row) + row_space;
}

static void draw_row(const struct grid *grid, const struct row *row, double height)
{
    struct pen *pen = grid->pen;
    const struct theme *theme = pen->theme;
    double baseline = pen->y + row_space / 2 + theme->table_size * 0.9;
    size_t table = pen_open(pen, ROLE_ROW, NULL);
    size_t first = 0;

    if (row->kind == ROW_TOTAL) {
        pen_rule(pen, pen->left, pen->y, pen->width, 0.8, theme->ink);
    }
    for (size_t c = 0; c < grid->table->n_columns; c++) {
        const struct column *column = &grid->table->columns[c];
        struct box box = {grid->x[c], baseline, cell_width(grid, row, c), grid->leading,
                          (size_t)column->max_lines};
        size_t outer = pen_open(pen, ROLE_CELL, NULL);
        pen_wrap(pen, box, cell_style(grid, c, row->kind), column->right ? ALIGN_RIGHT : ALIGN_LEFT,
                 row->cells[c]);
        first = c == 0 ? pen->part : first;
        pen_close(pen, outer);
    }
    struct box detail = detail_box(grid);
    detail.y = pen->y + height - row_space / 2 - detail_height(grid, row) + detail_style(grid).size;
    pen->part = first;
    pen_wrap(pen, detail, detail_style(grid), ALIGN_LEFT, row->detail);
    pen_close(pen, table);
    pen->y += height;
    if (row->kind != ROW_TOTAL) {
        pen_rule(pen, pen->left, pen->y, pen->width, 0.25, theme->rule);
    }
}

static size_t header_lines(const struct grid *grid)
{
    size_t lines = 1;

    for (size_t c = 0; c < grid->table->n_columns; c++) {
        size_t n = pen_count_lines(grid->pen, header_style(grid), grid->table->columns[c].title,
                                   grid->width[c], HEADER_LINES);
        lines = n > lines ? n : lines;
    }
    return lines;
}

/* Titles stand on the rule, however many lines they take. Repeated, they are decoration:
 * who listens to the table has heard them. */
static void draw_header(const struct grid *grid, size_t lines, bool continued)
{
    struct pen *pen = grid->pen;
    size_t table = pen->part;
    struct style style = header_style(grid);
    struct style note = {FACE_REGULAR, pen->theme->note_size, pen->theme->muted};

    if (continued) {
        pen->part = 0;
        char *text = mem_format("%s%scontinued", pen->section, *pen->section ? ", " : "");

        pen_fit(pen, pen->left, pen->y + note.size, note, ALIGN_LEFT, text, pen->width);
        pen->y += note.size * 1.6;
        free(text);
    } else {
        pen_open(pen, ROLE_ROW, NULL);
    }
    for (size_t c = 0; c < grid->table->n_columns; c++) {
        const struct column *column = &grid->table->columns[c];
        size_t row = continued ? 0 : pen_open(pen, ROLE_HEADER_CELL, NULL);
        size_t own = pen_count_lines(pen, style, column->title, grid->width[c], HEADER_LINES);
        double y = pen->y + style.size + (double)(lines - own) * grid->leading;

        pen_wrap(pen, (struct box){grid->x[c], y, grid->width[c], grid->leading, HEADER_LINES},
                 style, column->right ? ALIGN_RIGHT : ALIGN_LEFT, column->title);
        pen_close(pen, row);
    }
    pen_close(pen, table);
    pen->y += (double)lines * grid->leading + 2;
    pen_rule(pen, pen->left, pen->y, pen->width, 0.8, pen->theme->ink);
}

/* --- the note ---------------------------------------------------------------------- */

static struct style note_style(const struct grid *grid)
{
    return (struct style){FACE_REGULAR, grid->pen->theme->note_size, grid->pen->theme->muted};
}

static struct box note_box(const struct grid *grid)
{
    struct style style = note_style(grid);
    struct box box = {grid->pen->left, 0, grid->pen->width, style.size * 1.3, NOTE_LINES};

    box.most = pen_count_lines(grid->pen, style, grid->table->note, box.width, box.most);
    return box;
}

static double note_height(const struct grid *grid)
{
    struct box box = note_box(grid);

    return box.most ? (double)box.most * box.leading + 3 : 0;
}

static void draw_note(const struct grid *grid)
{
    struct pen *pen = grid->pen;
    struct style style = note_style(grid);
    struct box box = note_box(grid);

    if (box.most > 0) {
        size_t outer = pen_open(pen, ROLE_PARAGRAPH, NULL);

        pen_need(pen, note_height(grid));
        box.y = pen->y + style.size;
        pen_wrap(pen, box, style, ALIGN_LEFT, grid->table->note);
        pen_close(pen, outer);
        pen->y += note_height(grid);
    }
}

/* What stays on the page of a row: the total below it, and the note below the last. */
static double height_below(const struct grid *grid, size_t row)
{
    const struct table *table = grid->table;
    double height = 0;

    row++;
    if (row < table->n_rows && table->rows[row].kind == ROW_TOTAL) {
        height += row_height(grid, &table->rows[row++]);
    }
    return row == table->n_rows ? height + note_gap + note_height(grid) : height;
}

void layout_table(struct pen *pen, const struct table *table)
{
    struct grid grid = {.pen = pen, .table = table, .leading = pen->theme->table_size * 1.22};

    if (table->n_columns == 0 || table->n_rows == 0) {
        return;
    }
    measure_columns(&grid);
    size_t lines = header_lines(&grid);
    double header = (double)lines * grid.leading + 2;

    pen_need(pen, header + row_height(&grid, &table->rows[0]) + height_below(&grid, 0));
    size_t outer = pen_open(pen, ROLE_TABLE, NULL);
    draw_header(&grid, lines, false);
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct row *row = &table->rows[i];
        double height = row_height(&grid, row);
        bool fits = pen->y + height + height_below(&grid, i) <= pen->bottom;

        if (!pen->dry && !fits && i > 0 && row->kind != ROW_TOTAL) {
            pen_new_page(pen);
            draw_header(&grid, lines, true);
        }
        if (i > 0 && i % ROWS_PER_PART == 0) {
            pen_close(pen, outer);
            pen_open(pen, ROLE_TABLE, NULL);
        }
        draw_row(&grid, row, height);
    }
    pen_close(pen, outer);
    pen->y += note_gap;
    draw_note(&grid);
    pen->y += 2;
}
