/* SPDX-License-Identifier: Apache-2.0 */
#include <zip.h>

#include "ingest/bill_rows.h"
#include "ingest/reread.h"
#include "store/stmt.h"
#include "support/sha256.h"
#include "tests/ingest/ingest_case.h"

/* --- a file of evidence ------------------------------------------------------ */

static void expect_value(struct ingest_case *it, const char *name, const char *format,
                         const char *pointer, const char *expected)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", it->dir, name);
    size_t size = 0;
    char *CLEANUP(mem_freep) bytes = test_read(path, &size);
    char hex[SHA256_HEX_SIZE];
    sha256_of(bytes, size, hex);
    struct reread *CLEANUP(reread_freep) file = reread_open(path, hex, format);
    cr_expect_eq(reread_state(file), REREAD_UNCHANGED);
    json_t *value = reread_value(file, pointer);
    char *CLEANUP(mem_freep) text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    cr_expect_str_eq(text, expected, "%s at '%s' is %s", name, pointer, text);
    json_decref(value);
}

Test(reread, value_at_a_pointer_of_one_page_and_of_several)
{
    struct ingest_case it = case_new();
    unsigned char out[512];
    case_write(&it, "one.json", "{\"A\": [{\"B\": 7}, {\"B\": \"x\"}]}");
    case_write(&it, "two.json", "{\"A\": [1]}\n{\"A\": [2]}");
    case_write_bytes(&it, "packed.json", out, case_gzip("{\"A\": true}", out, sizeof out));
    case_write_bytes(&it, "utf16.json", "\xFF\xFE{\0\"\0A\0\"\0:\0003\0}\0", 16);
    expect_value(&it, "one.json", "aws-call", "/A/1/B", "\"x\"");
    expect_value(&it, "one.json", "aws-call", "/A/0", "{\"B\":7}");
    expect_value(&it, "one.json", "aws-call", "", "{\"A\":[{\"B\":7},{\"B\":\"x\"}]}");
    expect_value(&it, "two.json", "aws-call", "/1/A/0", "2");
    expect_value(&it, "packed.json", "aws-call", "/A", "true");
    expect_value(&it, "utf16.json", "aws-call", "/A", "3");
    case_end(&it);
}

Test(reread, pointer_that_leads_nowhere_has_no_value)
{
    struct ingest_case it = case_new();
    case_write(&it, "one.json", "{\"A\": [{\"B\": 7}]}");
    static const char *const pointers[] = {"/A/1", "/A/x", "/A/0/C", "/B",
                                           "/A/99999999999999999999"};
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        expect_value(&it, "one.json", "aws-call", pointers[i], "null");
    }
    case_end(&it);
}

Test(reread, row_of_a_report_and_text_of_a_failed_call)
{
    struct ingest_case it = case_new();
    case_write(&it, "report.csv", "Job Id,Status\nj-1,COMPLETED\nj-2,\"FAILED\"\n");
    case_write(&it, "call.err", "An error occurred (AccessDenied)");
    expect_value(&it, "report.csv", "backup-audit-report", "3",
                 "{\"Job Id\":\"j-2\",\"Status\":\"FAILED\"}");
    expect_value(&it, "report.csv", "backup-audit-report", "9", "null");
    expect_value(&it, "call.err", "aws-call", "", "\"An error occurred (AccessDenied)\"");
    case_end(&it);
}

Test(reread, nothing_of_terraform_state_is_shown)
{
    struct ingest_case it = case_new();
    case_write(&it, "state.json", "{\"password\": \"hunter2\"}");
    expect_value(&it, "state.json", "terraform", "/password", "null");
    case_end(&it);
}

Test(reread, changed_file_and_missing_file_say_so)
{
    struct ingest_case it = case_new();
    case_write(&it, "one.json", "{\"A\": 1}");
    char *CLEANUP(mem_freep) path = mem_format("%s/one.json", it.dir);
    struct reread *CLEANUP(reread_freep) changed = reread_open(path, "00", "aws-call");
    cr_expect_eq(reread_state(changed), REREAD_CHANGED);
    char *CLEANUP(mem_freep) other = mem_format("%s/two.json", it.dir);
    struct reread *CLEANUP(reread_freep) gone = reread_open(other, "00", "aws-call");
    cr_expect_eq(reread_state(gone), REREAD_GONE);
    json_t *value = reread_value(gone, "/A");
    cr_expect(json_is_null(value));
    json_decref(value);
    case_end(&it);
}

/* --- the rows of a bill ------------------------------------------------------ */

static void list_row(void *context, const struct bill_row *row)
{
    const char *name = strrchr(row->file, '/');
    char amount[DECIMAL_TEXT_SIZE];
    decimal_format(row->amount, 0, amount);
    strbuf_addf(context, "%s %lld %s\n", name ? name + 1 : row->file, (long long)row->number,
                amount);
}

/* Reads the rows of the facts of the first bill that `where` names. */
static struct bill_rows read_rows(struct ingest_case *it, const char *file, const char *where,
                                  struct strbuf *ret_rows)
{
    struct err err = ERR_INIT;
    int64_t source = 0;
    struct bill_rows rows;
    char *CLEANUP(mem_freep) location = mem_format("%s/%s", it->dir, file);
    char *CLEANUP(mem_freep) sql =
        mem_format("create temp table wanted as select id as cost_id from cost where %s", where);
    cr_assert_eq(store_run(it->store, "wanted", sql, &err), 0, "%s", err.text);
    cr_assert_eq(stmt_query_int(it->store, "select min(source_id) from cost", &source, &err), 0);
    struct bill_rows_wanted wanted = {source, location, "wanted", "unblended", list_row, ret_rows};
    cr_assert_eq(bill_rows_read(it->store, &wanted, &rows, &err), 0, "%s", err.text);
    return rows;
}

Test(bill_rows, rows_of_a_fact_are_found_and_add_up)
{
    struct ingest_case it = case_new();
    struct strbuf CLEANUP(strbuf_release) list = STRBUF_INIT;
    case_write(&it, "bill.csv",
               CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.2", "b") CASE_LINE("x", "a")
                   CASE_LINE("0.000000000003", "a"));
    case_ingest(&it, "bill.csv");
    struct bill_rows rows = read_rows(
        &it, "bill.csv", "tag_set_id = (select id from tag_set where tags like '%\"a\"%')", &list);
    cr_expect_str_eq(list.text, "bill.csv 2 0.1\nbill.csv 5 0.000000000003\n");
    char sum[DECIMAL_TEXT_SIZE];
    decimal_format(rows.sum, 0, sum);
    cr_expect_str_eq(sum, "0.100000000003");
    cr_expect_eq(rows.n_rows, 2);
    cr_expect_eq(rows.n_differ, 0);
    case_end(&it);
}

Test(bill_rows, rows_that_no_longer_come_to_the_stored_fact_are_counted)
{
    struct ingest_case it = case_new();
    struct strbuf CLEANUP(strbuf_release) list = STRBUF_INIT;
    case_write(&it, "bill.csv", CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.2", "b"));
    case_ingest(&it, "bill.csv");
    case_write(&it, "bill.csv", CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.3", "b"));
    cr_expect_eq(read_rows(&it, "bill.csv", "true", &list).n_differ, 1);
    case_end(&it);
}

static void add_entry(zip_t *archive, const char *name, const char *text)
{
    zip_source_t *source = zip_source_buffer(archive, text, strlen(text), 0);
    cr_assert_geq(zip_file_add(archive, name, source, 0), 0);
}

Test(bill_rows, entry_of_an_archive_is_named_with_the_row)
{
    struct ingest_case it = case_new();
    struct strbuf CLEANUP(strbuf_release) list = STRBUF_INIT;
    char *CLEANUP(mem_freep) path = mem_format("%s/bill.zip", it.dir);
    zip_t *archive = zip_open(path, ZIP_CREATE, NULL);
    add_entry(archive, "1.csv", CASE_HEADER CASE_LINE("0.1", "a"));
    add_entry(archive, "2.csv", CASE_HEADER CASE_LINE("0.2", "b") CASE_LINE("0.3", "a"));
    cr_assert_eq(zip_close(archive), 0);
    case_ingest(&it, "bill.zip");
    cr_expect_eq(read_rows(&it, "bill.zip", "true", &list).n_differ, 0);
    cr_expect_str_eq(list.text,
                     "bill.zip:1.csv 2 0.1\nbill.zip:2.csv 2 0.2\nbill.zip:2.csv 3 0.3\n");
    case_end(&it);
}
