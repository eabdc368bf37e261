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

/* The same, whatever the name says. */
static struct ingest_outcome ingest_shared(struct store *store, const char *name)
{
    struct ingest_options options = {0};
    struct ingest_outcome outcome = {.n_files_read = -1};
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) path = test_shared_data(name);
    const char *paths[] = {path};
    if (path) {
        cr_assert_eq(ingest_run(store, paths, 1, &options, (struct diag_sink){.add = ignore},
                                &outcome, &err),
                     0, "%s", err.text);
    }
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

#define OFFER                                                                                      \
    "{\"formatVersion\":\"v1.0\",\"disclaimer\":\"a, \\\"b\\\" {\",\"offerCode\":\"AmazonS3\","    \
    "\"version\":\"1\",\"publicationDate\":\"2024-09-05T10:00:00Z\",\n\"products\" : {\n"
#define PRODUCT(sku, usage_type, operation)                                                        \
    "\"" sku "\" : {\"sku\":\"" sku "\",\"productFamily\":\"Storage\",\"attributes\":{"            \
    "\"servicecode\":\"AmazonS3\",\"location\":\"EU (Ireland)\",\"regionCode\":\"eu-west-1\","     \
    "\"usagetype\":\"" usage_type "\",\"operation\":\"" operation "\"}}"
#define TERM(sku, dimensions)                                                                      \
    "\"" sku "\":{\"" sku ".JRTCKXETXF\":{\"offerTermCode\":\"JRTCKXETXF\",\"sku\":\"" sku "\","   \
    "\"priceDimensions\":{" dimensions "},\"termAttributes\":{}}}"
#define DIMENSION(code, begin, currency, price)                                                    \
    "\"" code "\":{\"rateCode\":\"" code "\",\"description\":\"}\",\"beginRange\":\"" begin        \
    "\",\"endRange\":\"Inf\",\"unit\":\"GB-Mo\",\"appliesTo\":[],\"pricePerUnit\":{\"" currency    \
    "\":\"" price "\"}}"

static const char offer_json[] = OFFER
    PRODUCT("A1", "EU-TimedStorage-ByteHrs", "") "," PRODUCT("A2", "EU-TimedStorage-GDA-ByteHrs", "DeepArchiveStorage") "},\n\"terms\":{\"OnDemand\":{" TERM(
        "A1",
        DIMENSION("a", "0", "USD", "0.0230000000") "," DIMENSION(
            "b", "51200", "USD",
            "0.0220000000")) "," TERM("A2",
                                      DIMENSION("c", "0", "CNY",
                                                "0.007")) "},\"Reserved\":{" TERM("A1",
                                                                                  DIMENSION(
                                                                                      "d", "0",
                                                                                      "USD",
                                                                                      "9")) "}}}";

Test(prices, keeps_each_step_and_currency_of_a_list_in_json)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    struct ingest_outcome outcome = ingest(store, dir, offer_json);
    cr_expect_eq(outcome.rows_read, 3);
    cr_expect_eq(outcome.rows_kept, 3);
    expect(
        store,
        "select offer, published, usage_type, operation, region, unit, begin_range, price,"
        " currency from price order by price",
        "AmazonS3|2024-09-05T10:00:00Z|EU-TimedStorage-GDA-ByteHrs|DeepArchiveStorage|eu-west-1|"
        "GB-Mo|0|0.007|CNY\n"
        "AmazonS3|2024-09-05T10:00:00Z|EU-TimedStorage-ByteHrs||eu-west-1|GB-Mo|51200|0.022|USD\n"
        "AmazonS3|2024-09-05T10:00:00Z|EU-TimedStorage-ByteHrs||eu-west-1|GB-Mo|0|0.023|USD\n");
    expect(store, "select format, status from source", "price-list-json|ok\n");
    test_remove_dir(dir);
}

Test(prices, rejects_a_price_in_json_that_is_no_amount_and_says_where)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    struct ingest_outcome outcome = ingest(
        store, dir,
        OFFER PRODUCT("A1", "X", "") "},\"terms\":{\"OnDemand\":{" TERM(
            "A1", DIMENSION("a", "0", "USD", "dear") "," DIMENSION("b", "0", "USD", "1")) "}}}");
    cr_expect_eq(outcome.rows_rejected, 1);
    cr_expect_eq(outcome.rows_kept, 1);
    expect(store, "select column_name, code from diagnostic",
           "/terms/OnDemand/A1/A1.JRTCKXETXF/priceDimensions/a|bad_amount\n");
    test_remove_dir(dir);
}

Test(prices, refuses_json_that_is_cut_or_broken_or_an_index_and_keeps_what_is_loaded)
{
    static const char *const wrong[][2] = {
        {OFFER PRODUCT("A1", "X", ""), "%the file ends early"},
        {OFFER "\"A1\":{\"sku\":\"A1", "%the file ends within a%"},
        {OFFER "\"A1\":{\"sku\" \"A1\"}}}", "/products/A1:%"},
        {OFFER PRODUCT("A1", "X", "") "}}\n{}", "%something follows the JSON object"},
        {OFFER PRODUCT("A1", "X", "") " \"A2\":{}}}", "%a comma is missing"},
        {"{\"formatVersion\":\"v1.0\",\"offerCode\":\"AmazonS3\",\"versions\":{\"1\":{}}}",
         "names no products%"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *CLEANUP(mem_freep) dir = test_dir();
        struct store *CLEANUP(store_closep) store = test_store();
        ingest(store, dir, offer_json);
        struct ingest_outcome outcome = ingest(store, dir, wrong[i][0]);
        cr_expect_eq(outcome.n_files_refused, 1, "%s", wrong[i][1]);
        expect(store, "select count(*) from price", "3\n");
        test_remove_dir(dir);
        struct store *CLEANUP(store_closep) empty = test_store();
        char *CLEANUP(mem_freep) note = mem_format("%s/note.csv", dir);
        test_write(note, METADATA HEADER ROW("OnDemand", "1"),
                   sizeof METADATA HEADER ROW("OnDemand", "1") - 1);
        char *CLEANUP(mem_freep) list = mem_format("%s/list.json", dir);
        test_write(list, wrong[i][0], strlen(wrong[i][0]));
        const char *paths[] = {dir};
        struct ingest_options options = {0};
        struct err err = ERR_INIT;
        ingest_run(empty, paths, 1, &options, (struct diag_sink){.add = ignore}, &outcome, &err);
        char *CLEANUP(mem_freep) sql =
            mem_format("select count(*) from source where status = 'refused' and message like '%s'",
                       wrong[i][1]);
        expect(empty, sql, "1\n");
        test_remove_dir(dir);
    }
}

Test(prices, refuses_json_with_a_member_too_large_to_hold)
{
    enum { SIZE = 1200 * 1024 };
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) padding = mem_alloc(SIZE);
    memset(padding, ' ', SIZE - 1);
    struct store *CLEANUP(store_closep) store = test_store();
    char *CLEANUP(mem_freep) text = mem_format("%s\"A1\":{%s}}}", OFFER, padding);
    cr_expect_eq(ingest(store, dir, text).n_files_refused, 1);
    test_remove_dir(dir);
}

Test(prices, reads_what_aws_has_published_over_the_years)
{
    static const struct {
        const char *name;
        int64_t rows;
        const char *query;
        const char *want;
    } files[] = {
        {"prices/AmazonS3_eu-west-1_20180404.csv", 49,
         "select begin_range, price from price where usage_type = 'EU-TimedStorage-ByteHrs'"
         " order by cast(begin_range as integer)",
         "0|0.023\n51200|0.022\n512000|0.021\n"},
        {"prices/AmazonRDS_backup_eu-west-1_2018.csv", 3,
         "select operation, price from price order by 1",
         "|0.095\nCreateDBInstance:0016|0.021\nCreateDBInstance:0021|0.022\n"},
        {"prices/AmazonEC2_snapshot_eu-west-1_2021.csv", 1, "select usage_type, price from price",
         "EU-EBS:SnapshotUsage|0.05\n"},
        {"prices/comprehend_ap-south-1_20260116160258_head.csv", 6,
         "select distinct region, published from price", "ap-south-1|2026-01-16T16:02:58Z\n"}};
    size_t n_read = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct store *CLEANUP(store_closep) store = test_store();
        struct ingest_outcome outcome = ingest_shared(store, files[i].name);
        if (outcome.n_files_read < 0) {
            continue;
        }
        n_read++;
        cr_expect_eq(outcome.rows_kept, files[i].rows, "%s", files[i].name);
        expect(store, files[i].query, files[i].want);
    }
    if (!n_read) {
        cr_skip("the published lists are not here");
    }
}
