/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define METADATA                                                                                   \
    "\"FormatVersion\",\"v1.0\"\n\"Disclaimer\",\"List prices, before discounts\"\n"               \
    "\"Publication Date\",\"2024-09-05T10:00:00Z\"\n\"Version\",\"1\"\n\"OfferCode\",\"AWSBackup\"\n"
#define HEADER                                                                                       \
    "\"SKU\",\"TermType\",\"StartingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"serviceCode\"," \
    "\"usageType\",\"operation\",\"Region Code\"\n"
#define ROW(term, price)                                                                           \
    "\"A1\",\"" term "\",\"0\",\"GB-Mo\",\"" price "\",\"USD\",\"AWSBackup\","                     \
    "\"EU-ColdStorage-ByteHrs-EFS\",\"Storage\",\"eu-west-1\"\n"

static void ignore(void *context, const struct diagnostic *problem)
{
    (void)context, (void)problem;
}

static struct ingest_outcome ingest(struct store *store, const char *dir, const char *text)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/index.csv", dir);
    const char *paths[] = {path};
    struct ingest_options options = {0};
    struct ingest_outcome outcome = {0};
    struct err err = ERR_INIT;
    test_write(path, text, strlen(text));
    cr_assert_eq(
        ingest_run(store, paths, 1, &options, (struct diag_sink){.add = ignore}, &outcome, &err), 0,
        "%s", err.text);
    return outcome;
}

static void expect(struct store *store, const char *sql, const char *want)
{
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, want, "%s", got);
}

Test(prices, keeps_the_on_demand_prices_of_an_offer_with_its_date)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    struct ingest_outcome outcome =
        ingest(store, dir, METADATA HEADER ROW("OnDemand", "0.0100000000") ROW("Reserved", "0.5"));
    cr_expect_eq(outcome.rows_read, 1);
    cr_expect_eq(outcome.rows_kept, 1);
    cr_expect_eq(outcome.n_paths_unusable, 0);
    expect(store, "select offer, published, usage_type, operation, region, price from price",
           "AWSBackup|2024-09-05T10:00:00Z|EU-ColdStorage-ByteHrs-EFS|Storage|eu-west-1|0.01\n");
    test_remove_dir(dir);
}

Test(prices, replaces_what_it_read_from_the_same_place_and_knows_the_same_bytes)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    ingest(store, dir, METADATA HEADER ROW("OnDemand", "0.01"));
    cr_expect_eq(ingest(store, dir, METADATA HEADER ROW("OnDemand", "0.01")).n_files_unchanged, 1);
    ingest(store, dir, METADATA HEADER ROW("OnDemand", "0.02"));
    expect(store, "select price from price", "0.02\n");
    expect(store, "select count(*) from source", "1\n");
    test_remove_dir(dir);
}

Test(prices, rejects_a_row_whose_price_is_no_amount)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    struct ingest_outcome outcome =
        ingest(store, dir, METADATA HEADER ROW("OnDemand", "dear") ROW("OnDemand", "0.02"));
    cr_expect_eq(outcome.rows_rejected, 1);
    cr_expect_eq(outcome.rows_kept, 1);
    expect(store, "select line, column_name, code from diagnostic", "7|PricePerUnit|bad_amount\n");
    test_remove_dir(dir);
}

Test(prices, refuses_a_list_without_a_column_that_it_needs)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    ingest(store, dir, METADATA HEADER ROW("OnDemand", "0.01"));
    struct ingest_outcome outcome =
        ingest(store, dir, METADATA "\"SKU\",\"TermType\",\"Unit\"\n\"A\",\"OnDemand\",\"GB\"\n");
    cr_expect_eq(outcome.n_files_refused, 1);
    cr_expect_eq(outcome.n_paths_unusable, 1);
    expect(store, "select count(*) from price", "1\n");
    test_remove_dir(dir);
}
