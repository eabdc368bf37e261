/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>

#include "reports/build.h"
#include "support/err.h"

static struct document document;

static void end(void)
{
    document_release(&document);
}

TestSuite(document, .fini = end);

static void assert_clean(const char *text, const char *wanted)
{
    cr_expect(eq(str, (char *)document_text(&document, text, strlen(text)), (char *)wanted));
}

Test(document, text_loses_what_would_hide_or_reorder_it)
{
    assert_clean("a\x01\x1b[31mb\nc", "a  [31mb c");
    assert_clean("\u202eevil\u202c", "evil");
    assert_clean("zero\u200bwidth", "zerowidth");
    assert_clean("\xc3"
                 "A\xff",
                 "\ufffd"
                 "A\ufffd");
    assert_clean("Škoda €", "Škoda €");
}

/* Builds one section over the root and returns its first block. */
static const struct block *build(const char *section, const char *root)
{
    json_t *sections = json_pack("[o]", json_loads(section, 0, NULL));
    json_t *tree = json_loads(root, 0, NULL);
    struct builder builder = {&document, &document.blocks};
    struct scope scope = {tree, NULL};
    struct err err = ERR_INIT;

    cr_assert(sections != NULL && tree != NULL);
    cr_assert(eq(int, build_sections(&builder, scope, sections, 0, &err), 0), "%s", err.text);
    json_decref(sections);
    json_decref(tree);
    return document.blocks;
}

Test(document, rounded_columns_add_up_to_the_rounded_total)
{
    const struct block *block = build(
        "{\"block\":\"table\",\"rows\":\"/r\",\"total\":\"all\",\"columns\":[{\"title\":\"n\","
        "\"text\":\"{n}\"},{\"title\":\"c\",\"sum\":\"c\",\"places\":2},{\"title\":\"s\","
        "\"share\":\"c\"}]}",
        "{\"r\":[{\"n\":\"a\",\"c\":\"0.005\"},{\"n\":\"b\",\"c\":\"0.005\"},"
        "{\"n\":\"d\",\"c\":\"0.005\"}]}");
    const struct table *table = &block->table;

    /* 0.015 rounds to 0.02, so two of the three equal rows get a cent. */
    cr_assert(eq(sz, table->n_rows, 4));
    cr_expect(eq(str, (char *)table->rows[0].cells[1], "0.01"));
    cr_expect(eq(str, (char *)table->rows[1].cells[1], "0.01"));
    cr_expect(eq(str, (char *)table->rows[2].cells[1], "0.00"));
    cr_expect(eq(str, (char *)table->rows[3].cells[1], "0.02"));
    cr_expect(eq(str, (char *)table->rows[0].cells[2], "33.4\u00a0%"));
    cr_expect(eq(str, (char *)table->rows[2].cells[2], "33.3\u00a0%"));
    cr_expect(eq(str, (char *)table->rows[3].cells[2], "100.0\u00a0%"));
}

Test(document, credits_are_rounded_so_that_columns_still_add_up)
{
    const struct block *block = build(
        "{\"block\":\"table\",\"rows\":\"/r\",\"total\":\"all\",\"columns\":[{\"title\":\"n\"},{\"title\":\"c\","
        "\"sum\":\"c\",\"places\":2}]}",
        "{\"r\":[{\"c\":\"-0.006\"},{\"c\":\"10.004\"},{\"c\":\"-3.333\"}]}");

    cr_expect(eq(str, (char *)block->table.rows[0].cells[1], "\u22120.01"));
    cr_expect(eq(str, (char *)block->table.rows[1].cells[1], "10.00"));
    cr_expect(eq(str, (char *)block->table.rows[2].cells[1], "\u22123.33"));
    cr_expect(eq(str, (char *)block->table.rows[3].cells[1], "6.66"));
}

Test(document, rows_beyond_the_limit_are_one_row_that_keeps_their_sum)
{
    const struct block *block = build(
        "{\"block\":\"table\",\"rows\":\"/r\",\"sort\":[\"-#c\"],\"limit\":2,\"other\":\"other "
        "({rest})\",\"total\":\"all\",\"columns\":[{\"title\":\"n\",\"text\":\"{n}\"},"
        "{\"title\":\"c\",\"sum\":\"c\",\"places\":0}]}",
        "{\"r\":[{\"n\":\"a\",\"c\":\"1\"},{\"n\":\"b\",\"c\":\"20\"},{\"n\":\"d\",\"c\":\"3\"},"
        "{\"n\":\"e\",\"c\":\"4\"}]}");
    const struct table *table = &block->table;

    cr_assert(eq(sz, table->n_rows, 4));
    cr_expect(eq(str, (char *)table->rows[0].cells[0], "b"));
    cr_expect(eq(str, (char *)table->rows[2].cells[0], "other (2)"));
    cr_expect(eq(str, (char *)table->rows[2].cells[1], "4"));
    cr_expect(eq(str, (char *)table->rows[3].cells[1], "28"));
}

Test(document, a_total_of_nothing_known_is_unknown_and_not_zero)
{
    const struct block *block =
        build("{\"block\":\"table\",\"rows\":\"/r\",\"total\":\"all\",\"columns\":["
              "{\"title\":\"n\",\"text\":\"{n}\"},{\"title\":\"c\",\"sum\":\"c\"}]}",
              "{\"r\":[{\"n\":\"a\",\"c\":null},{\"n\":\"b\"}]}");

    cr_expect(eq(str, (char *)block->table.rows[0].cells[1], "unknown"));
    cr_expect(eq(str, (char *)block->table.rows[2].cells[1], "unknown"));
}

Test(document, what_a_limit_hides_is_said_also_without_words_for_it)
{
    const struct block *block =
        build("{\"block\":\"table\",\"rows\":\"/r\",\"limit\":1,\"columns\":["
              "{\"title\":\"n\",\"text\":\"{}\"}]}",
              "{\"r\":[\"a\",\"b\",\"c\"]}");

    cr_assert(eq(sz, block->table.n_rows, 2));
    cr_expect(eq(str, (char *)block->table.rows[1].cells[0], "others (2)"));

    block = build("{\"block\":\"each\",\"rows\":\"/r\",\"limit\":1,\"blocks\":["
                  "{\"block\":\"text\",\"text\":\"{}\"}]}",
                  "{\"r\":[\"a\",\"b\",\"c\"]}");
    cr_assert(block->next != NULL);
    cr_expect(eq(str, (char *)block->next->text, "2 more"));
}

Test(document, a_figure_from_incomplete_evidence_is_marked_and_explained)
{
    const struct block *block =
        build("{\"block\":\"table\",\"rows\":\"/r\",\"mark_note\":\"* not complete\",\"columns\":["
              "{\"title\":\"c\",\"text\":\"{c|percent|none}\",\"mark_unless\":\"complete\"}]}",
              "{\"r\":[{\"c\":\"0.5\",\"complete\":false},{\"c\":\"0.5\",\"complete\":true}]}");

    cr_expect(eq(str, (char *)block->table.rows[0].cells[0], "50.0\u00a0%\u00a0*"));
    cr_expect(eq(str, (char *)block->table.rows[1].cells[0], "50.0\u00a0%"));
    cr_expect(eq(str, (char *)block->table.note, "* not complete"));
}

Test(document, the_first_text_whose_condition_holds_is_taken)
{
    const struct block *block = build(
        "{\"block\":\"title\",\"text\":[{\"when\":\"/up\",\"text\":\"rose\"},{\"when\":[\"!/up\","
        "\"/v=x\"],\"text\":\"fell to {/n|money} ({/gone|money|?}) {{}\"},{\"text\":\"same\"}]}",
        "{\"up\":false,\"v\":\"x\",\"n\":\"5\"}");
    cr_expect(eq(str, (char *)block->text, "fell to 5.00 (?) {}"));
}

Test(document, a_wrong_template_is_an_error_that_says_where)
{
    static const char *const wrong[] = {"[{\"block\":\"tabel\"}]",
                                        "[{\"block\":\"title\",\"txt\":\"x\"}]",
                                        "[{\"block\":\"text\",\"text\":\"{/a|euros}\"}]",
                                        "[{\"block\":\"text\",\"text\":\"{/a\"}]",
                                        "[{\"block\":\"chart\",\"chart\":\"pie\"}]",
                                        "[{\"block\":\"columns\",\"columns\":[]}]"};
    json_t *root = json_object();

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        json_t *sections = json_loads(wrong[i], 0, NULL);
        struct builder builder = {&document, &document.blocks};
        struct scope scope = {root, NULL};
        struct err err = ERR_INIT;

        cr_expect(eq(int, build_sections(&builder, scope, sections, 0, &err), ERR_INPUT), "%s",
                  wrong[i]);
        cr_expect(strncmp(err.text, "block 1: ", 9) == 0, "%s", err.text);
        json_decref(sections);
    }
    json_decref(root);
}
