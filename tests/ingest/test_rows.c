/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/bytes.h"
#include "ingest/rows.h"
#include "tests/ingest/ingest_case.h"

/* Rows as "number:field|field\n". */
struct collector {
    struct row_sink sink;
    struct strbuf text;
    int64_t stop_at;
};

static int collect(struct row_sink *sink, const struct row *row, struct err *err)
{
    struct collector *collector = (struct collector *)sink;
    (void)err;
    strbuf_addf(&collector->text, "%lld:", (long long)row->number);
    for (size_t i = 0; i < row->n_fields; i++) {
        strbuf_adds(&collector->text, i ? "|" : "");
        strbuf_add(&collector->text, row->fields[i].text, row->fields[i].size);
    }
    strbuf_adds(&collector->text, row->nul_field ? "!\n" : "\n");
    return row->number == collector->stop_at ? ROWS_STOP : 0;
}

static int read_text(const char *text, size_t size, struct collector *collector, struct err *err)
{
    struct ingest_case it = case_new();
    case_write_bytes(&it, "a.csv", text, size);
    char *CLEANUP(mem_freep) path = mem_format("%s/a.csv", it.dir);
    struct bytes *bytes = NULL;
    cr_assert_eq(bytes_open(path, "a.csv", &bytes, err), 0);
    cr_assert_eq(bytes_next(bytes, err), 1);
    int rc = rows_read(bytes, &collector->sink, err);
    bytes_free(bytes);
    case_end(&it);
    return rc;
}

static void expect_rows(const char *text, const char *expected)
{
    struct collector collector = {.sink = {.take = collect}, .text = STRBUF_INIT};
    struct err err = ERR_INIT;
    cr_expect_eq(read_text(text, strlen(text), &collector, &err), 0, "%s", err.text);
    cr_expect_str_eq(collector.text.text, expected);
    strbuf_release(&collector.text);
}

Test(rows, every_kind_of_line_end_and_a_last_line_without_one)
{
    expect_rows("a,b\nc,d", "1:a|b\n2:c|d\n");
    expect_rows("a,b\r\nc,d\r\n\r\n", "1:a|b\n2:c|d\n");
    expect_rows("a,b\rc,d\r", "1:a|b\n2:c|d\n");
    expect_rows("", "");
}

Test(rows, blanks_and_empty_fields_are_data)
{
    expect_rows(" a ,\" b \",,\"\"\n", "1: a | b ||\n");
    expect_rows("\xEF\xBB\xBF\"a\"\n", "1:a\n");
}

Test(rows, a_quoted_line_break_is_part_of_its_field)
{
    expect_rows("\"a\nb\",\"c\"\"d\"\ne,f\n", "1:a\nb|c\"d\n2:e|f\n");
}

Test(rows, only_what_is_wanted_is_filled_in)
{
    static const bool wanted[] = {false, true};
    struct collector collector = {.sink = {.take = collect, .wanted = wanted, .n_wanted = 2},
                                  .text = STRBUF_INIT};
    struct err err = ERR_INIT;
    static const char text[] = "a,b,c\nd,e,f\n";
    cr_assert_eq(read_text(text, sizeof text - 1, &collector, &err), 0);
    cr_expect_str_eq(collector.text.text, "1:|b|\n2:|e|\n");
    strbuf_release(&collector.text);
}

Test(rows, a_nul_byte_is_told_in_its_row_only_and_taking_can_stop)
{
    struct collector collector = {.sink = {.take = collect}, .text = STRBUF_INIT, .stop_at = 3};
    struct err err = ERR_INIT;
    static const char text[] = "a\nb\0b\nc\nd\n";
    cr_assert_eq(read_text(text, sizeof text - 1, &collector, &err), 0);
    cr_expect_eq(memcmp(collector.text.text, "1:a\n2:b\0b!\n3:c\n", 16), 0);
    cr_expect_eq(collector.text.size, 15);
    strbuf_release(&collector.text);
}

Test(rows, rows_longer_than_a_block_come_whole)
{
    enum { FIELDS = 200, SIZE = 1000 };
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) expected = STRBUF_INIT;
    strbuf_adds(&expected, "1:");
    for (int i = 0; i < FIELDS; i++) {
        strbuf_adds(&text, i ? "," : "");
        strbuf_adds(&expected, i ? "|" : "");
        for (int k = 0; k < SIZE; k++) {
            strbuf_addc(&text, (char)('a' + i % 26));
            strbuf_addc(&expected, (char)('a' + i % 26));
        }
    }
    strbuf_addc(&text, '\n');
    strbuf_addc(&expected, '\n');
    expect_rows(text.text, expected.text);
}

Test(rows, a_misplaced_quote_names_row_and_column)
{
    struct collector collector = {.sink = {.take = collect}, .text = STRBUF_INIT};
    struct err err = ERR_INIT;
    static const char text[] = "a,b\nc,\"d\"x\n";
    cr_expect_eq(read_text(text, sizeof text - 1, &collector, &err), ERR_INPUT);
    cr_expect_str_eq(err.text, "'a.csv', row 2, column 2: a quote stands inside or behind a field; "
                               "the file was not used");
    strbuf_release(&collector.text);
}
