/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/document.h"
#include "reports/layout.h"
#include "reports/pen.h"
#include "reports/theme.h"
#include "support/err.h"

/* Every character is half an em wide, so that the tests can count. */
static double half_em(const void *context, enum face face, uint32_t code_point)
{
    (void)context;
    (void)face;
    return code_point == 0x1f525 ? -1 : 0.5;
}

static struct theme theme;
static struct document document;
static struct layout layout;
static const struct measure measure = {half_em, NULL};

static void begin(void)
{
    struct err err = ERR_INIT;

    cr_assert(eq(int, theme_load(NULL, "A4", &theme, &err), 0), "%s", err.text);
    memset(&document, 0, sizeof document);
    memset(&layout, 0, sizeof layout);
    document.footer = "footer";
}

static void end(void)
{
    layout_release(&layout);
    document_release(&document);
    theme_release(&theme);
}

TestSuite(layout, .init = begin, .fini = end);

static struct block *add_block(enum block_kind kind)
{
    struct block **tail = &document.blocks;

    while (*tail) {
        tail = &(*tail)->next;
    }
    *tail = arena_alloc(&document.arena, sizeof **tail);
    (*tail)->kind = kind;
    return *tail;
}

static struct table *add_table(size_t n_rows, const char *name, bool total)
{
    struct table *table = &add_block(BLOCK_TABLE)->table;

    table->n_columns = 2;
    table->columns = arena_alloc(&document.arena, 2 * sizeof *table->columns);
    table->columns[0] = (struct column){"Name", false, false, 1, 3};
    table->columns[1] = (struct column){"Cost", true, false, 0, 1};
    table->n_rows = n_rows;
    table->rows = arena_alloc(&document.arena, (n_rows + 1) * sizeof *table->rows);
    table->note = "";
    for (size_t i = 0; i < n_rows; i++) {
        table->rows[i].kind = total && i + 1 == n_rows ? ROW_TOTAL : ROW_BODY;
        table->rows[i].cells = arena_alloc(&document.arena, 2 * sizeof(char *));
        table->rows[i].cells[0] = arena_format(&document.arena, "%s-%zu", name, i);
        table->rows[i].cells[1] = "1,234.50";
        table->rows[i].detail = "";
    }
    return table;
}

static void make(void)
{
    layout_make(&document, &theme, &measure, &layout);
}

static size_t count_texts(const char *text)
{
    size_t n = 0;

    for (size_t p = 0; p < layout.n_pages; p++) {
        for (size_t i = 0; i < layout.pages[p].n_ops; i++) {
            const struct op *op = &layout.pages[p].ops[i];
            n += op->kind == OP_TEXT && strcmp(op->text, text) == 0;
        }
    }
    return n;
}

static size_t page_of(const char *text)
{
    for (size_t p = 0; p < layout.n_pages; p++) {
        for (size_t i = 0; i < layout.pages[p].n_ops; i++) {
            const struct op *op = &layout.pages[p].ops[i];
            if (op->kind == OP_TEXT && strcmp(op->text, text) == 0) {
                return p;
            }
        }
    }
    return SIZE_MAX;
}

static void assert_inside_margins(void)
{
    for (size_t p = 0; p < layout.n_pages; p++) {
        for (size_t i = 0; i < layout.pages[p].n_ops; i++) {
            const struct op *op = &layout.pages[p].ops[i];
            if (op->kind == OP_TEXT) {
                cr_expect(op->x >= theme.margin - 0.1, "page %zu: %s", p, op->text);
                cr_expect(op->x + op->w <= layout.page_width - theme.margin + 0.1, "page %zu: %s",
                          p, op->text);
                cr_expect(op->y > theme.margin && op->y < layout.page_height - 20, "page %zu: %s",
                          p, op->text);
            }
        }
    }
}

Test(layout, a_long_table_repeats_its_header_on_every_page)
{
    add_table(200, "row", false);
    make();
    cr_assert(gt(sz, layout.n_pages, 2));
    cr_expect(eq(sz, count_texts("Cost"), layout.n_pages));
    cr_expect(eq(sz, count_texts("continued"), layout.n_pages - 1));
    assert_inside_margins();
}

Test(layout, a_table_that_goes_on_names_its_section)
{
    struct block *heading = add_block(BLOCK_HEADING);

    heading->text = "Sources";
    heading->level = 1;
    add_table(200, "row", false);
    make();
    cr_expect(eq(sz, count_texts("Sources, continued"), layout.n_pages - 1));
}

Test(layout, what_explains_a_row_stays_with_it_and_loses_nothing)
{
    struct table *table = add_table(120, "row", false);

    for (size_t i = 0; i < table->n_rows; i++) {
        table->rows[i].detail = arena_format(&document.arena, "detail-%zu", i);
    }
    make();
    assert_inside_margins();
    for (size_t i = 0; i < table->n_rows; i++) {
        cr_expect(eq(sz, page_of(table->rows[i].detail), page_of(table->rows[i].cells[0])), "%zu",
                  i);
    }
}

Test(layout, a_path_is_broken_behind_a_slash_rather_than_a_hyphen)
{
    struct pen pen = {.theme = &theme, .measure = &measure};
    struct style style = {FACE_REGULAR, 10, 0};
    size_t next = 0;

    cr_expect(eq(sz, pen_line(&pen, style, "account/eu-west-1/list-vaults", 100, &next), 18));
    cr_expect(eq(sz, pen_line(&pen, style, "a/list-backup-plans-of-x", 100, &next), 20));
}

Test(layout, no_row_is_lost_doubled_or_split)
{
    add_table(200, "row", false);
    make();
    for (size_t i = 0; i < 200; i++) {
        char name[24];
        (void)snprintf(name, sizeof name, "row-%zu", i);
        cr_expect(eq(sz, count_texts(name), 1), "%s", name);
    }
}

Test(layout, a_total_is_never_alone_on_a_page)
{
    for (size_t n = 30; n < 75; n++) {
        char last[24];
        char total[24];

        add_table(n, "row", true);
        make();
        (void)snprintf(last, sizeof last, "row-%zu", n - 2);
        (void)snprintf(total, sizeof total, "row-%zu", n - 1);
        cr_expect(eq(sz, page_of(last), page_of(total)), "%zu rows", n);
        end();
        begin();
    }
}

Test(layout, every_page_says_which_of_how_many_it_is)
{
    add_table(200, "row", false);
    make();
    for (size_t p = 0; p < layout.n_pages; p++) {
        char text[64];
        (void)snprintf(text, sizeof text, "page %zu of %zu", p + 1, layout.n_pages);
        cr_expect(eq(sz, page_of(text), p));
    }
    cr_expect(eq(sz, count_texts("footer"), layout.n_pages));
}

Test(layout, a_word_longer_than_its_column_is_wrapped_and_then_cut_visibly)
{
    char *word = malloc(5001);
    memset(word, 'x', 5000);
    word[5000] = '\0';
    add_table(3, word, false);
    struct block *text = add_block(BLOCK_TEXT);
    text->text = word;
    make();
    assert_inside_margins();
    cr_expect(eq(sz, layout.n_pages, 1));
    free(word);
}

Test(layout, a_character_that_no_font_has_is_named)
{
    struct block *text = add_block(BLOCK_TEXT);
    text->text = "fire \U0001f525 drill";
    make();
    cr_expect(eq(sz, count_texts("fire [U+1F525] drill"), 1));
}

Test(layout, a_heading_stays_with_what_it_heads)
{
    for (size_t n = 40; n < 60; n++) {
        add_table(n, "row", false);
        struct block *heading = add_block(BLOCK_HEADING);
        heading->text = "Heading";
        heading->level = 1;
        add_table(4, "next", false);
        make();
        cr_expect(eq(sz, page_of("Heading"), page_of("next-0")), "%zu rows", n);
        end();
        begin();
    }
}

Test(layout, contents_name_the_page_of_each_heading)
{
    add_block(BLOCK_CONTENTS);
    add_block(BLOCK_PAGE_BREAK);
    struct block *heading = add_block(BLOCK_HEADING);
    heading->text = "Far away";
    heading->level = 1;
    make();
    cr_expect(eq(sz, count_texts("Far away"), 2));
    cr_expect(eq(sz, page_of("Far away"), 0));
    cr_expect(eq(sz, page_of(" 2"), 0));
}

Test(layout, charts_of_nothing_or_of_no_numbers_stay_finite)
{
    const double strange[][2] = {{0, 0}, {NAN, INFINITY}, {-5, 3}, {1e-300, 1e300}};

    for (size_t k = 0; k < 4; k++) {
        for (enum chart_kind kind = CHART_STACKED; kind <= CHART_MULTIPLES; kind++) {
            struct chart *chart = &add_block(BLOCK_CHART)->chart;
            static const char *names[] = {"a", "b"};

            *chart = (struct chart){.kind = kind,
                                    .title = "t",
                                    .caption = "",
                                    .n_points = 2,
                                    .points = names,
                                    .labels = names,
                                    .n_series = 1,
                                    .target = NAN,
                                    .target_label = "",
                                    .height = 100};
            chart->series = arena_alloc(&document.arena, sizeof *chart->series);
            chart->series->name = chart->series->label = "s";
            chart->series->values = (double *)strange[k];
        }
    }
    make();
    for (size_t p = 0; p < layout.n_pages; p++) {
        for (size_t i = 0; i < layout.pages[p].n_ops; i++) {
            const struct op *op = &layout.pages[p].ops[i];
            cr_expect(isfinite(op->x) && isfinite(op->y) && isfinite(op->w) && isfinite(op->h));
            for (size_t n = 0; n < op->n_points * 2; n++) {
                cr_expect(isfinite(op->points[n]));
            }
        }
    }
}

Test(layout, both_pages_use_the_same_margins)
{
    struct err err = ERR_INIT;

    theme_release(&theme);
    cr_assert(eq(int, theme_load(NULL, "Letter", &theme, &err), 0));
    add_table(100, "row", false);
    make();
    cr_expect(eq(dbl, layout.page_width, 612));
    assert_inside_margins();
}
