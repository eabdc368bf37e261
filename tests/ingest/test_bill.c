/* SPDX-License-Identifier: Apache-2.0 */
#include <zip.h>

#include "tests/ingest/ingest_case.h"

/* What real files do to a CSV reader. */

static void expect_three_lines(struct ingest_case *it)
{
    cr_expect_eq(it->outcome.n_paths_unusable, 0, "%s", it->problems.text);
    cr_expect_eq(it->outcome.rows_kept, 3);
    case_expect(it, CASE_TOTALS, "3|0.6|0.6\n");
}

Test(bill, byte_order_mark_and_crlf)
{
    struct ingest_case it = case_new();
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    strbuf_adds(&text, "\xEF\xBB\xBF");
    for (const char *c = CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.2", "b")
             CASE_LINE("0.3", "c");
         *c; c++) {
        if (*c == '\n') {
            strbuf_addc(&text, '\r');
        }
        strbuf_addc(&text, *c);
    }
    case_write(&it, "a.csv", text.text);
    case_ingest(&it, "a.csv");
    expect_three_lines(&it);
    case_end(&it);
}

Test(bill, lone_carriage_returns_and_no_final_line_end)
{
    struct ingest_case it = case_new();
    char text[] = CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.2", "b") CASE_LINE("0.3", "c");
    for (char *c = text; *c; c++) {
        *c = *c == '\n' ? '\r' : *c;
    }
    text[strlen(text) - 1] = '\0';
    case_write(&it, "a.csv", text);
    case_ingest(&it, "a.csv");
    expect_three_lines(&it);
    case_end(&it);
}

Test(bill, blank_lines_at_the_end_are_no_rows)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv",
               CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.2", "b")
                   CASE_LINE("0.3", "c") "\n\n");
    case_ingest(&it, "a.csv");
    expect_three_lines(&it);
    case_end(&it);
}

Test(bill, tags_keep_line_breaks_quotes_commas_and_blanks)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv",
               CASE_HEADER CASE_LINE("0.1", "\"one\nline, \"\"two\"\"\"") CASE_LINE("x", " kept "));
    case_ingest(&it, "a.csv");
    case_expect(&it, "select tags from tag_set", "{\"user:Name\":\"one\\nline, \\\"two\\\"\"}\n");
    /* The line break in row 2 does not move the number of row 3. */
    cr_expect_str_eq(it.problems.text, "a.csv:3:lineItem/UnblendedCost:bad_amount:'x' is not a "
                                       "decimal number\n");
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", " kept "));
    case_ingest(&it, "a.csv");
    case_expect(&it, "select t.tags from cost c join tag_set t on t.id = c.tag_set_id",
                "{\"user:Name\":\" kept \"}\n");
    case_end(&it);
}

Test(bill, leading_zeros_of_accounts_are_kept)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_ingest(&it, "a.csv");
    case_expect(&it, "select payer, c.account, month, usage, newest_event from cost c, source",
                "011122223333|044455556666|2024-09|1.5|2024-09-02T01:00:00Z\n");
    case_end(&it);
}

Test(bill, bad_rows_are_rejected_with_row_and_column)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv",
               CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("1e15", "a")
                   CASE_LINE("0.000000000000000000001", "a") CASE_LINE("NaN", "a")
                       CASE_LINE("0.5", "a,b") CASE_LINE("1.5E-3", "a")
                           CASE_LINE("NULL", "a") "011122223333,2024-13-01,,,,,,,,,USD,,,\n"
                                                  ",2024-09-01,,,,,,,,,USD,,,\n"
                                                  "011122223333,2024-09-01\n");
    case_ingest(&it, "a.csv");
    cr_expect_eq(it.outcome.rows_read, 10);
    cr_expect_eq(it.outcome.rows_kept, 3);
    cr_expect_eq(it.outcome.rows_rejected, 7);
    cr_expect_eq(it.outcome.n_paths_unusable, 0);
    case_expect(&it, CASE_TOTALS, "3|0.1015|0.1015\n");
    case_expect(&it, "select line, column_name, code from diagnostic where level = 'reject'",
                "3|lineItem/UnblendedCost|bad_amount\n4|lineItem/UnblendedCost|bad_amount\n"
                "5|lineItem/UnblendedCost|bad_amount\n6||field_count\n"
                "9|bill/BillingPeriodStartDate|bad_date\n10|bill/PayerAccountId|bad_value\n"
                "11|lineItem/UsageAccountId|field_count\n");
    case_end(&it);
}

Test(bill, a_nul_byte_rejects_its_row)
{
    struct ingest_case it = case_new();
    char text[] = CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.2", "b#c");
    *strchr(text, '#') = '\0';
    case_write_bytes(&it, "a.csv", text, sizeof text - 1);
    case_ingest(&it, "a.csv");
    case_expect(&it, CASE_TOTALS, "1|0.1|0.1\n");
    case_expect(&it, "select line, column_name, code from diagnostic",
                "3|resourceTags/user:Name|nul_byte\n");
    case_end(&it);
}

Test(bill, what_is_not_utf_8_is_kept_visibly)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", "caf\xE9") CASE_LINE("0.2", "caf\xE9"));
    case_ingest(&it, "a.csv");
    case_expect(&it, "select tags from tag_set", "{\"user:Name\":\"caf\xEF\xBF\xBD\"}\n");
    case_expect(&it, "select line, code, level from diagnostic", "2|bad_utf8|note\n");
    case_expect(&it, CASE_TOTALS, "2|0.3|0.3\n");
    case_end(&it);
}

Test(bill, currencies_never_mix)
{
    struct ingest_case it = case_new();
    case_write(
        &it, "a.csv",
        CASE_HEADER CASE_LINE(
            "0.1", "") "011122223333,2024-09-01,0,Usage,2024-09-02,,AmazonS3,t,o,1,CNY,7,r-1,\n");
    case_ingest(&it, "a.csv");
    case_expect(&it, "select currency, unblended from control_total order by 1",
                "CNY|7\nUSD|0.1\n");
    case_expect(&it, "select currency, unblended from cost order by 1", "CNY|7\nUSD|0.1\n");
    case_end(&it);
}

Test(bill, a_nameless_last_column_is_ignored)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv",
               "bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"
               "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,"
               "lineItem/UsageType,lineItem/Operation,lineItem/UsageAmount,lineItem/CurrencyCode,"
               "lineItem/UnblendedCost,\n"
               "1,2024-09-01,2,Usage,2024-09-01,p,u,o,1,USD,0.1,\n"
               "1,2024-09-01,2,Usage,2024-09-01,p,u,o,1,USD,0.2,filled\n"
               "1,2024-09-01,2,Usage,2024-09-01,p,u,o,1,USD,0.3\n");
    case_ingest(&it, "a.csv");
    expect_three_lines(&it);
    case_end(&it);
}

static void expect_refused(struct ingest_case *it, const char *name, const char *why)
{
    case_ingest(it, name);
    cr_expect_eq(it->outcome.n_paths_unusable, 1, "%s: used", name);
    cr_expect(strstr(it->problems.text, why) != NULL, "%s: %s", why, it->problems.text);
    case_expect(it, "select count(*) from source", "0\n");
    case_expect(it, "select count(*) from cost", "0\n");
}

Test(bill, missing_and_doubled_required_columns_are_named)
{
    struct ingest_case it = case_new();
    case_write(&it, "missing.csv",
               "bill/PayerAccountId,bill/BillingPeriodStartDate,"
               "lineItem/UsageAccountId,lineItem/LineItemType\n1,2,3,4\n");
    expect_refused(&it, "missing.csv", "required column 'lineItem/UsageStartDate' is missing");
    char header[] = CASE_HEADER;
    header[strlen(header) - 1] = '\0';
    char *CLEANUP(mem_freep) doubled = mem_format("%s,lineItem/UnblendedCost\n", header);
    case_write(&it, "doubled.csv", doubled);
    expect_refused(&it, "doubled.csv", "'lineItem/UnblendedCost' occurs more than once");
    case_write(&it, "other.csv", "InvoiceID,UsageDate,Cost\n1,2024-09-01,3\n");
    case_ingest(&it, "other.csv");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    case_end(&it);
}

Test(bill, broken_quotes_and_huge_fields_refuse_the_file)
{
    struct ingest_case it = case_new();
    case_write(&it, "open.csv", CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.1", "\"never"));
    expect_refused(&it, "open.csv", "row 3, column 14: a quote is opened and never closed");
    case_write(&it, "inside.csv", CASE_HEADER CASE_LINE("0.1", "\"y\"z,w\"v"));
    expect_refused(&it, "inside.csv", "row 2, column 14: a quote stands inside or behind a field");
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    strbuf_adds(&text, CASE_HEADER);
    strbuf_adds(&text, CASE_LINE("0.1", "\""));
    text.size -= 1;
    for (int i = 0; i < 1024 * 1024 + 1; i++) {
        strbuf_addc(&text, 'x');
    }
    strbuf_adds(&text, "\"\n");
    case_write_bytes(&it, "huge.csv", text.text, text.size);
    expect_refused(&it, "huge.csv", "row 2, column 14: a field is longer than 1 MiB");
    case_end(&it);
}

Test(bill, a_header_alone_replaces_nothing)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_ingest(&it, "a.csv");
    case_write(&it, "a.csv", CASE_HEADER);
    case_ingest(&it, "a.csv");
    cr_expect_eq(it.outcome.n_paths_unusable, 0);
    case_expect(&it, "select status from source order by status", "empty\nok\n");
    case_expect(&it, CASE_TOTALS, "1|0.1|0.1\n");
    case_ingest(&it, "a.csv");
    case_expect(&it, "select status from source order by status", "empty\nok\n");
    case_end(&it);
}

Test(bill, rejected_rows_alone_replace_nothing)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_ingest(&it, "a.csv");
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("x", ""));
    case_ingest(&it, "a.csv");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    cr_expect_eq(it.outcome.rows_rejected, 1);
    case_expect(&it, CASE_TOTALS, "1|0.1|0.1\n");
    case_end(&it);
}

Test(bill, missing_paths_and_empty_inputs_are_unusable)
{
    struct ingest_case it = case_new();
    case_write(&it, "empty.csv", "");
    expect_refused(&it, "nowhere.csv", "cannot be read");
    case_ingest(&it, "empty.csv");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    struct ingest_case nothing = case_new();
    expect_refused(&nothing, "", "is an empty folder");
    case_end(&nothing);
    case_end(&it);
}

/* --- gzip and zip --------------------------------------------------------- */

Test(bill, gzip_members_follow_one_another)
{
    struct ingest_case it = case_new();
    unsigned char out[4096];
    size_t size = case_gzip(CASE_HEADER CASE_LINE("0.1", "a"), out, sizeof out);
    size += case_gzip(CASE_LINE("0.2", "b"), out + size, sizeof out - size);
    size += case_gzip(CASE_LINE("0.3", "c"), out + size, sizeof out - size);
    case_write_bytes(&it, "bill.data", out, size); /* the name does not matter */
    case_ingest(&it, "bill.data");
    expect_three_lines(&it);
    case_end(&it);
}

Test(bill, damaged_gzip_is_refused_and_nothing_kept)
{
    struct ingest_case it = case_new();
    unsigned char out[4096];
    size_t size = case_gzip(CASE_HEADER CASE_LINE("0.1", "a"), out, sizeof out);
    case_write_bytes(&it, "cut.csv.gz", out, size - 9);
    expect_refused(&it, "cut.csv.gz", "cut off");
    out[size - 5] ^= 1; /* the CRC */
    case_write_bytes(&it, "crc.csv.gz", out, size);
    expect_refused(&it, "crc.csv.gz", "damaged");
    case_end(&it);
}

struct entry {
    const char *name;
    const char *text;
};

static void write_zip(struct ingest_case *it, const char *name, const struct entry *entries,
                      size_t n)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", it->dir, name);
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    cr_assert_not_null(archive);
    for (size_t i = 0; i < n; i++) {
        zip_source_t *source =
            zip_source_buffer(archive, entries[i].text, strlen(entries[i].text), 0);
        cr_assert_geq(zip_file_add(archive, entries[i].name, source, 0), 0);
    }
    cr_assert_eq(zip_close(archive), 0);
}

Test(bill, zip_entries_are_files_in_a_row_and_others_are_left_alone)
{
    struct ingest_case it = case_new();
    static const struct entry entries[] = {
        {"readme.txt", "not, a \"bill\"\n"},
        {"part-1.csv", CASE_HEADER CASE_LINE("0.1", "a")},
        {"part-2.csv", CASE_HEADER CASE_LINE("0.2", "b") CASE_LINE("0.3", "c")}};
    write_zip(&it, "a.zip", entries, 3);
    case_ingest(&it, "a.zip");
    expect_three_lines(&it);
    case_expect(&it, "select count(*), rows_read from source where status = 'ok'", "1|3\n");
    case_end(&it);
}

Test(bill, a_zip_whose_names_climb_out_is_refused)
{
    static const char *const names[] = {"../a.csv", "/a.csv", "x/../../a.csv", "..\\a.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ingest_case it = case_new();
        struct entry entry = {names[i], CASE_HEADER CASE_LINE("0.1", "a")};
        write_zip(&it, "a.zip", &entry, 1);
        expect_refused(&it, "a.zip", "climbs out");
        case_end(&it);
    }
}
