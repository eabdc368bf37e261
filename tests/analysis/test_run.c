/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

/* A bill of one line a month; invoice '' = an estimate. */
static const char base[] =
    "insert into delivery values (1, 'bill', 'folder:x', 'd');"
    "insert into source (id, delivery_id, path, location, sha256, bytes, format, status, "
    "newest_event)"
    " values (1, 1, 'a.csv', '/a.csv', 'aa', 1, 'cur-legacy', 'ok', '2024-09-12T00:00:00Z');"
    "insert into usage_kind values (1, 'AmazonEC2', 'BoxUsage', 'RunInstances', 'Hrs');"
    "insert into tag_set values (1, '{}');"
    "insert into invoice values (1, 'INV', '1', 'AWS'), (2, '', '1', 'AWS');";

static void add_line(struct store *store, const char *month, int invoice, const char *currency,
                     const char *amount)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert or ignore into bill_month values ('%s', '1', 1, null, 0, 1);"
        "insert into cost (source_id, month, payer, account, region, usage_id, line_type,"
        " invoice_id, resource, tag_set_id, currency, n_lines, first_line, usage, unblended, net,"
        " amortized, net_amortized, list) values (1, '%s', '1', '1', '', 1, 'Usage', %d, '', 1,"
        " '%s', 1, 2, '1', '%s', '1', '1', '1', '1')",
        month, month, invoice, currency, amount);
    cr_assert_eq(store_run(store, "line", sql, &err), 0, "%s", err.text);
}

static struct store *bill(void)
{
    struct err err = ERR_INIT;
    struct store *store = test_store();
    cr_assert_eq(store_run(store, "base", base, &err), 0, "%s", err.text);
    return store;
}

static void expect_run(struct store *store, const struct analysis_options *options,
                       const char *wanted)
{
    struct err err = ERR_INIT;
    cr_assert_eq(pipeline_run(store, options, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) got = test_query(
        store, "select month, month_start, month_end, previous_month, as_of, currency from run");
    cr_expect_str_eq(got, wanted, "got %s", got);
}

Test(run, takes_the_newest_month_that_is_over_or_wholly_invoiced)
{
    struct store *CLEANUP(store_closep) store = bill();
    add_line(store, "2024-07", 1, "USD", "1");
    add_line(store, "2024-08", 2, "USD", "1");
    add_line(store, "2024-09", 2, "USD", "1");
    expect_run(store, &(struct analysis_options){0},
               "2024-08|2024-08-01T00:00:00Z|2024-09-01T00:00:00Z|2024-07|2024-09-12T00:00:00Z|"
               "USD\n");
}

Test(run, lines_that_cost_nothing_need_no_invoice)
{
    struct store *CLEANUP(store_closep) store = bill();
    add_line(store, "2024-09", 1, "USD", "1");
    add_line(store, "2024-09", 2, "USD", "0.00");
    expect_run(store, &(struct analysis_options){0},
               "2024-09|2024-09-01T00:00:00Z|2024-10-01T00:00:00Z|2024-08|2024-09-12T00:00:00Z|"
               "USD\n");
    char *CLEANUP(mem_freep) notes =
        test_query(store, "select count(*) from note where text like '%estimate%'");
    cr_expect_str_eq(notes, "0\n");
}

Test(run, without_a_complete_month_takes_the_newest_and_says_so)
{
    struct store *CLEANUP(store_closep) store = bill();
    add_line(store, "2024-09", 2, "USD", "1");
    expect_run(store, &(struct analysis_options){0},
               "2024-09|2024-09-01T00:00:00Z|2024-10-01T00:00:00Z|2024-08|2024-09-12T00:00:00Z|"
               "USD\n");
    char *CLEANUP(mem_freep) notes =
        test_query(store, "select count(*) from note where text like '%estimate%'");
    cr_expect_str_eq(notes, "1\n");
}

Test(run, without_a_bill_takes_the_month_that_the_newest_evidence_closes)
{
    static const char *const cases[][2] = {
        {"2024-10-01T05:00:00Z", "2024-09|2024-09-01T00:00:00Z|2024-10-01T00:00:00Z|2024-08|"
                                 "2024-10-01T05:00:00Z|-\n"},
        {"2024-09-30T03:00:00Z", "2024-09|2024-09-01T00:00:00Z|2024-10-01T00:00:00Z|2024-08|"
                                 "2024-09-30T03:00:00Z|-\n"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct store *CLEANUP(store_closep) store = bill();
        expect_run(store, &(struct analysis_options){.as_of = cases[i][0]}, cases[i][1]);
    }
}

Test(run, obeys_the_month_and_time_that_are_asked_for)
{
    struct store *CLEANUP(store_closep) store = bill();
    add_line(store, "2024-01", 1, "EUR", "1");
    add_line(store, "2024-09", 1, "USD", "1");
    expect_run(store,
               &(struct analysis_options){.month = "2024-01", .as_of = "2024-02-01T02:00:00+01:00"},
               "2024-01|2024-01-01T00:00:00Z|2024-02-01T00:00:00Z|2023-12|2024-02-01T01:00:00Z|"
               "EUR\n");
}

Test(run, covers_the_currency_of_most_lines_and_names_the_others)
{
    struct store *CLEANUP(store_closep) store = bill();
    add_line(store, "2024-08", 1, "CNY", "1");
    add_line(store, "2024-08", 1, "USD", "1");
    add_line(store, "2024-08", 1, "USD", "1");
    expect_run(store, &(struct analysis_options){0},
               "2024-08|2024-08-01T00:00:00Z|2024-09-01T00:00:00Z|2024-07|2024-09-12T00:00:00Z|"
               "USD\n");
    char *CLEANUP(mem_freep) notes =
        test_query(store, "select count(*) from note where text like '%CNY%'");
    cr_expect_str_eq(notes, "1\n");
}

Test(run, refuses_what_does_not_exist_and_lists_what_does)
{
    static const struct {
        struct analysis_options options;
        const char *wanted;
    } cases[] = {
        {{.month = "2024-10"}, "loaded: 2024-08, 2024-09"},
        {{.month = "September"}, "write YYYY-MM"},
        {{.as_of = "soon"}, "--as-of"},
        {{.cost_basis = "blended"}, "net-amortized"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        struct store *CLEANUP(store_closep) store = bill();
        add_line(store, "2024-08", 1, "USD", "1");
        add_line(store, "2024-09", 1, "USD", "1");
        cr_expect_eq(pipeline_run(store, &cases[i].options, &err), ERR_USAGE);
        cr_expect(strstr(err.text, cases[i].wanted), "got %s", err.text);
    }
}
