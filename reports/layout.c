/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/layout.h"

#include <math.h>
#include <string.h>

#include "reports/pen.h"
#include "support/banned.h"
#include "support/strbuf.h"

/* A longer paragraph can only come from data (a name of 5,000 characters); its whole text
 * is in report.json. */
enum { LINES_MAX = 14, FIGURES_PER_ROW = 4 };

static const double column_gap = 14;

/* The look ahead that keeps a heading with what it heads. */
static const double keep_with_next = 74;

double layout_font_advance(const void *context, enum face face, uint32_t code_point)
{
    const struct fonts *fonts = context;
    uint16_t advance =
        code_point < FONT_CHARACTERS ? fonts->advance[face][code_point] : FONT_MISSING;

    return advance == FONT_MISSING ? -1 : advance / 1000.0;
}

static void lay_blocks(struct pen *pen, const struct block *blocks);

/* --- text ---------------------------------------------------------------------- */

static void add_mark(struct pen *pen, const char *text, int level)
{
    struct layout *layout = pen->layout;

    if (pen->dry) {
        return;
    }
    mem_reserve((void **)&layout->marks, &layout->marks_capacity, layout->n_marks + 1,
                sizeof *layout->marks);
    layout->marks[layout->n_marks++] =
        (struct mark){text, level, layout->n_pages - 1, pen->y, pen->part};
}

/* A paragraph at the pen: lines may go over to the next page, one by one. */
static void lay_lines(struct pen *pen, struct style style, double indent, double leading,
                      const char *text)
{
    for (int n = 1; *text && n <= LINES_MAX; n++) {
        size_t next = 0;
        struct box box = {pen->left + indent, 0, pen->width - indent, leading, 1};

        pen_need(pen, leading);
        box.y = pen->y + style.size;
        size_t size = pen_line(pen, style, text, box.width, &next);
        if (n < LINES_MAX) {
            pen_text(pen, box.x, box.y, style, ALIGN_LEFT, text, size);
        } else {
            pen_wrap(pen, box, style, ALIGN_LEFT, text);
        }
        pen->y += leading;
        text += next;
    }
}

static void lay_title(struct pen *pen, const struct block *block)
{
    struct style style = {FACE_BOLD, pen->theme->title_size, pen->theme->ink};

    pen_need(pen, style.size * 4);
    add_mark(pen, block->text, 0);
    size_t outer = pen_open(pen, ROLE_TITLE, NULL);
    lay_lines(pen, style, 0, style.size * 1.2, block->text);
    pen_close(pen, outer);
    pen->y += 5;
}

static double height_of(const struct pen *pen, const struct block *block);

/* What must follow a heading on its page: the texts up to the first block of another
 * kind, and the beginning of that. */
static double height_to_keep(const struct pen *pen, const struct block *next)
{
    double height = 0;

    for (; next && height < pen->theme->page_height / 3; next = next->next) {
        bool goes_on = next->kind == BLOCK_TEXT || next->kind == BLOCK_HEADING;
        double own = height_of(pen, next);

        if (next->kind == BLOCK_PAGE_BREAK) {
            break;
        }
        height += next->kind == BLOCK_TABLE || goes_on ? fmin(own, keep_with_next) : own;
        if (!goes_on || next->style == TEXT_BULLET) {
            break;
        }
    }
    return height;
}

static void lay_heading(struct pen *pen, const struct block *block)
{
    const struct theme *theme = pen->theme;
    struct style style = {FACE_BOLD, block->level == 2 ? theme->body_size : theme->heading_size,
                          theme->ink};
    double before = block->level == 2 ? 7 : 12;
    double own =
        style.size * 1.25 * (double)pen_count_lines(pen, style, block->text, pen->width, 4);

    if (pen->y > pen->top) {
        pen->y += before;
    }
    pen_need(pen, own + (pen->dry ? 0 : height_to_keep(pen, block->next)));
    add_mark(pen, block->text, block->level);
    pen->section = block->text;
    size_t outer = pen_open(pen, block->level == 2 ? ROLE_SUBHEADING : ROLE_HEADING, NULL);
    lay_lines(pen, style, 0, style.size * 1.25, block->text);
    pen_close(pen, outer);
    pen->y += 3;
}

static void lay_boxed(struct pen *pen, const struct block *block)
{
    const struct theme *theme = pen->theme;
    bool code = block->style == TEXT_CODE;
    struct style style = {code ? FACE_MONO : FACE_REGULAR,
                          code ? theme->note_size : theme->body_size, theme->ink};
    double leading = style.size * 1.35;
    double inside = pen->width - 20;
    size_t n = pen_count_lines(pen, style, block->text, inside, LINES_MAX);
    double height = (double)n * leading + 9;

    pen_need(pen, height);
    pen_rect(pen, pen->left, pen->y, pen->width, height, theme->tint);
    pen_rect(pen, pen->left, pen->y, 3, height, code ? theme->rest : theme->fill[0]);
    pen_wrap(pen, (struct box){pen->left + 12, pen->y + 5 + style.size * 0.95, inside, leading, n},
             style, ALIGN_LEFT, block->text);
    pen->y += height + 5;
}

static void lay_bullet(struct pen *pen, struct style style, const char *text)
{
    size_t list = pen_open(pen, ROLE_ITEM, NULL);
    size_t item = 0;

    pen_need(pen, style.size * 1.4);
    item = pen_open(pen, ROLE_LABEL, NULL);
    pen_text(pen, pen->left + 2, pen->y + style.size, style, ALIGN_LEFT, "\u2022", 3);
    pen_close(pen, item);
    item = pen_open(pen, ROLE_BODY, NULL);
    lay_lines(pen, style, 11, style.size * 1.35, text);
    pen_close(pen, item);
    pen_close(pen, list);
    pen->y += 2;
}

static void lay_styled(struct pen *pen, const struct block *block)
{
    const struct theme *theme = pen->theme;
    struct style body = {FACE_REGULAR, theme->body_size, theme->ink};
    struct style note = {FACE_REGULAR, theme->note_size, theme->muted};
    struct style lead = {FACE_REGULAR, theme->body_size + 1.5, theme->ink};

    switch (block->style) {
    case TEXT_LEAD:
        lay_lines(pen, lead, 0, lead.size * 1.4, block->text);
        pen->y += 5;
        break;
    case TEXT_NOTE:
        lay_lines(pen, note, 0, note.size * 1.35, block->text);
        pen->y += 3;
        break;
    case TEXT_BULLET:
        lay_bullet(pen, body, block->text);
        break;
    case TEXT_CALLOUT:
    case TEXT_CODE:
        lay_boxed(pen, block);
        break;
    case TEXT_BODY:
        lay_lines(pen, body, 0, body.size * 1.35, block->text);
        pen->y += 4;
        break;
    }
}

static void lay_text(struct pen *pen, const struct block *block)
{
    size_t outer = block->style == TEXT_BULLET ? pen->part : pen_open(pen, ROLE_PARAGRAPH, NULL);

    lay_styled(pen, block);
    pen_close(pen, outer);
}

/* --- key figures ------------------------------------------------------------------ */

static uint32_t tone_colour(const struct theme *theme, enum tone tone)
{
    return tone == TONE_GOOD ? theme->good : tone == TONE_BAD ? theme->bad : theme->muted;
}

static void lay_figure(struct pen *pen, const struct figure *figure, double x, double width)
{
    const struct theme *theme = pen->theme;
    struct style label = {FACE_REGULAR, theme->table_size, theme->muted};
    struct style value = {FACE_BOLD, theme->title_size, theme->ink};
    struct style note = {FACE_REGULAR, theme->table_size, tone_colour(theme, figure->tone)};

    while (value.size > 9 && pen_width(pen, value, figure->value, strlen(figure->value)) > width) {
        value.size -= 0.5;
    }
    size_t outer = pen_open(pen, ROLE_PARAGRAPH, NULL);
    pen_rule(pen, x, pen->y, width, 1, theme->ink);
    pen_fit(pen, x, pen->y + 12, label, ALIGN_LEFT, figure->label, width);
    pen_close(pen, outer);
    pen_open(pen, ROLE_PARAGRAPH, NULL);
    pen_fit(pen, x, pen->y + 33, value, ALIGN_LEFT, figure->value, width);
    pen_close(pen, outer);
    pen_open(pen, ROLE_PARAGRAPH, NULL);
    pen_wrap(pen, (struct box){x, pen->y + 46, width, 10, 3}, note, ALIGN_LEFT, figure->note);
    pen_close(pen, outer);
}

static void lay_figures(struct pen *pen, const struct block *block)
{
    const struct theme *theme = pen->theme;
    struct style note = {FACE_REGULAR, theme->table_size, theme->muted};
    size_t n_rows = (block->n_figures + FIGURES_PER_ROW - 1) / FIGURES_PER_ROW;
    size_t per_row = (block->n_figures + n_rows - 1) / n_rows;
    double gap = 14;
    double width = (pen->width - gap * (double)(per_row - 1)) / (double)per_row;

    pen->y += 6;
    for (size_t i = 0; i < block->n_figures; i += per_row) {
        size_t end = i + per_row < block->n_figures ? i + per_row : block->n_figures;
        size_t lines = 0;

        for (size_t k = i; k < end; k++) {
            size_t n = pen_count_lines(pen, note, block->figures[k].note, width, 3);
            lines = n > lines ? n : lines;
        }
        double height = 38 + 10 * (double)lines;
        pen_need(pen, height);
        for (size_t k = i; k < end; k++) {
            lay_figure(pen, &block->figures[k], pen->left + (width + gap) * (double)(k - i), width);
        }
        pen->y += height + 10;
    }
}

/* --- columns ------------------------------------------------------------------------ */

static double column_width(const struct pen *pen, const struct block *block, size_t i)
{
    return (pen->width - column_gap * (double)(block->n_columns - 1)) * block->widths[i];
}

static double list_height(const struct pen *pen, const struct block *blocks, double width)
{
    struct pen dry = *pen;

    dry.dry = true;
    dry.width = width;
    /* Not at the top, where space before a heading is left out. */
    dry.y = dry.top + 1;
    lay_blocks(&dry, blocks);
    return dry.y - dry.top - 1;
}

static void lay_columns(struct pen *pen, const struct block *block)
{
    double height = 0;
    double x = pen->left;

    for (size_t i = 0; i < block->n_columns; i++) {
        height = fmax(height, list_height(pen, block->columns[i], column_width(pen, block, i)));
    }
    if (height > pen->bottom - pen->top) {
        for (size_t i = 0; i < block->n_columns; i++) {
            lay_blocks(pen, block->columns[i]);
        }
        return;
    }
    pen_need(pen, height);
    for (size_t i = 0; i < block->n_columns; i++) {
        struct pen inner = *pen;

        inner.left = x;
        inner.width = column_width(pen, block, i);
        lay_blocks(&inner, block->columns[i]);
        x += inner.width + column_gap;
    }
    pen->y += height;
}

static double height_of(const struct pen *pen, const struct block *block)
{
    struct block alone = *block;

    alone.next = NULL;
    /* The rows of a table do not matter for what stands above it. */
    if (alone.kind == BLOCK_TABLE && alone.table.n_rows > 4) {
        alone.table.n_rows = 4;
    }
    return list_height(pen, &alone, pen->width);
}

/* --- contents ------------------------------------------------------------------------- */

/* The sections behind the list of contents, whose pages are known only at the end. */
static size_t count_entries(const struct block *block)
{
    size_t n = 0;

    for (; block; block = block->next) {
        n = block->kind == BLOCK_CONTENTS ? 0 : n;
        n += block->kind == BLOCK_HEADING && block->level == 1;
    }
    return n;
}

static const double contents_leading = 14;

static void lay_contents(struct pen *pen)
{
    double height = contents_leading * (double)pen->n_entries + 6;

    pen_need(pen, fmin(height, pen->bottom - pen->top));
    size_t outer = pen_open(pen, ROLE_CONTENTS, NULL);
    add_mark(pen, NULL, 0);
    pen_close(pen, outer);
    pen->y += height;
}

/* Fills the space left by lay_contents, whose mark has no text. */
static void fill_contents(struct pen *pen)
{
    struct layout *layout = pen->layout;
    struct style style = {FACE_REGULAR, pen->theme->body_size, pen->theme->ink};
    size_t n_pages = layout->n_pages;
    bool found = false;
    double y = 0;

    for (size_t i = 0; i < layout->n_marks; i++) {
        const struct mark *mark = &layout->marks[i];
        char number[24];

        if (!mark->text) {
            found = true;
            y = mark->y + style.size;
            layout->n_pages = mark->page + 1; /* the page that the pen draws on */
            pen->part = mark->part;
        } else if (found && mark->level == 1 && y < pen->bottom) {
            size_t outer = pen_open(pen, ROLE_ENTRY, NULL);
            size_t entry = pen_open(pen, ROLE_LINK, NULL);

            (void)snprintf(number, sizeof number, " %zu", mark->page + 1);
            pen_fit(pen, pen->left, y, style, ALIGN_LEFT, mark->text, pen->width - 40);
            pen_text(pen, pen->left + pen->width, y, style, ALIGN_RIGHT, number, strlen(number));
            pen_rule(pen, pen->left, y + 4, pen->width, 0.25, pen->theme->rule);
            pen_link(pen, y - style.size, contents_leading, mark);
            pen_close(pen, entry);
            pen_close(pen, outer);
            y += contents_leading;
        }
    }
    layout->n_pages = n_pages;
    pen->part = 0;
}

/* --- pages --------------------------------------------------------------------------- */

static void lay_block(struct pen *pen, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_TITLE:
        lay_title(pen, block);
        break;
    case BLOCK_HEADING:
        lay_heading(pen, block);
        break;
    case BLOCK_TEXT:
        lay_text(pen, block);
        break;
    case BLOCK_FIGURES:
        lay_figures(pen, block);
        break;
    case BLOCK_TABLE:
        layout_table(pen, &block->table);
        break;
    case BLOCK_CHART:
        layout_chart(pen, &block->chart);
        break;
    case BLOCK_COLUMNS:
        lay_columns(pen, block);
        break;
    case BLOCK_CONTENTS:
        lay_contents(pen);
        break;
    case BLOCK_PAGE_BREAK:
        if (pen->y > pen->top) {
            pen_new_page(pen);
        }
        break;
    }
}

static bool is_item(const struct block *block)
{
    return block && block->kind == BLOCK_TEXT && block->style == TEXT_BULLET;
}

static void lay_blocks(struct pen *pen, const struct block *blocks)
{
    size_t outer = pen->part;
    const struct block *before = NULL;

    for (; blocks; blocks = blocks->next) {
        if (is_item(blocks) && !is_item(before)) {
            pen_open(pen, ROLE_LIST, NULL);
        }
        lay_block(pen, blocks);
        if (is_item(blocks) && !is_item(blocks->next)) {
            pen_close(pen, outer);
        }
        before = blocks;
    }
}

/* The line at the foot of every page. */
static void lay_footers(struct pen *pen, const struct document *document)
{
    struct layout *layout = pen->layout;
    size_t n_pages = layout->n_pages;
    struct style style = {FACE_REGULAR, 6.5, pen->theme->muted};

    for (size_t i = 0; i < n_pages; i++) {
        char number[64];
        double y = layout->page_height - 24;

        (void)snprintf(number, sizeof number, "page %zu of %zu", i + 1, n_pages);
        layout->n_pages = i + 1; /* the page that the pen draws on */
        pen_rule(pen, pen->left, y - 10, pen->width, 0.25, pen->theme->rule);
        pen_fit(pen, pen->left, y, style, ALIGN_LEFT, document->footer, pen->width - 70);
        pen_text(pen, pen->left + pen->width, y, style, ALIGN_RIGHT, number, strlen(number));
    }
    layout->n_pages = n_pages;
}

void layout_make(const struct document *document, const struct theme *theme,
                 const struct measure *measure, struct layout *ret_layout)
{
    double margin = theme->margin;
    struct pen pen = {.layout = ret_layout,
                      .theme = theme,
                      .measure = measure,
                      .left = margin,
                      .width = theme->page_width - 2 * margin,
                      .top = margin,
                      .bottom = theme->page_height - margin - 6,
                      .section = "",
                      .n_entries = count_entries(document->blocks)};

    *ret_layout =
        (struct layout){.page_width = theme->page_width, .page_height = theme->page_height};
    pen_open(&pen, ROLE_DOCUMENT, NULL);
    pen_new_page(&pen);
    lay_blocks(&pen, document->blocks);
    fill_contents(&pen);
    lay_footers(&pen, document);
}

void layout_release(struct layout *layout)
{
    for (size_t i = 0; i < layout->n_pages; i++) {
        free(layout->pages[i].ops);
    }
    free(layout->pages);
    free(layout->marks);
    free(layout->parts);
    arena_release(&layout->arena);
}
