/* SPDX-License-Identifier: Apache-2.0 */
/* Where the price of an S3 class comes from: the bill, else the newest loaded list, else the
 * shipped sample; by Region and operation, with the steps of Standard. */
#include "tests/analysis/s3_world.h"

static void add_price(struct store *store, const char *offer, const char *published,
                      const char *usage_type, const char *operation, const char *begin,
                      const char *price, const char *currency)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into price values (1, '%s', '%s', '%s', '%s', '', 'GB-Mo', '%s', '%s', '%s')",
        offer, published, usage_type, operation, begin, price, currency);
    run(store, sql);
}

static void expect_rate(struct store *store, const char *region, const char *class_name,
                        const char *what, const char *want)
{
    char *CLEANUP(mem_freep) sql =
        mem_format("select rate, source, as_of from s3_rate where region = '%s' and class = '%s'"
                   " and what = '%s'",
                   region, class_name, what);
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, want, "%s %s %s: %s", region, class_name, what, got);
}

Test(s3_price, is_the_bills_else_the_newest_lists_else_the_samples)
{
    struct store *store = start();
    add_s3_bill(store, "TimedStorage-GIR-ByteHrs", "GlacierInstantRetrievalStorage", "100", "0.39");
    add_price(store, "AmazonS3", "2024-01-01T00:00:00Z", "TimedStorage-SIA-ByteHrs", "", "0",
              "0.0124", "USD");
    add_price(store, "AmazonS3", "2024-09-01T00:00:00Z", "TimedStorage-SIA-ByteHrs", "", "0",
              "0.0123", "USD");
    add_price(store, "AmazonS3", "2024-09-02T00:00:00Z", "TimedStorage-SIA-ByteHrs", "", "0",
              "0.09", "CNY");
    analyse(store);
    expect_rate(store, "us-east-1", "GLACIER_IR", "storage", "0.0039|bill|2024-09\n");
    expect_rate(store, "us-east-1", "STANDARD_IA", "storage", "0.0123|price_list|2024-09-01\n");
    expect_rate(store, "us-east-1", "DEEP_ARCHIVE", "storage", "0.00099|sample|2026\n");
    expect_rate(store, "xx-nowhere-1", "STANDARD", "storage", "");
    store_close(store);
}

Test(s3_price, of_deep_archive_stands_in_an_offer_of_its_own)
{
    struct store *store = start();
    add_price(store, "AmazonS3GlacierDeepArchive", "2024-09-01T00:00:00Z",
              "EU-TimedStorage-GDA-ByteHrs", "DeepArchiveStorage", "0", "0.00098", "USD");
    add_price(store, "AmazonS3", "2024-09-01T00:00:00Z", "EU-Requests-Tier3",
              "S3-GlacierTransition", "0", "0.00003", "USD");
    add_price(store, "AmazonS3GlacierDeepArchive", "2024-09-01T00:00:00Z", "EU-Requests-Tier3",
              "S3-GDATransition", "0", "0.00006", "USD");
    analyse(store);
    expect_rate(store, "eu-west-1", "DEEP_ARCHIVE", "storage", "0.00098|price_list|2024-09-01\n");
    expect_rate(store, "eu-west-1", "GLACIER", "transition", "0.00003|price_list|2024-09-01\n");
    expect_rate(store, "eu-west-1", "DEEP_ARCHIVE", "transition",
                "0.00006|price_list|2024-09-01\n");
    store_close(store);
}

Test(s3_price, goes_down_by_the_steps_of_the_newest_list_or_of_the_sample)
{
    struct store *store = start();
    static const char *const steps[][2] = {{"0", "0.023"}, {"51200", "0.022"}, {"512000", "0.021"}};
    for (size_t i = 0; i < 3; i++) {
        add_price(store, "AmazonS3", "2024-09-01T00:00:00Z", "EU-TimedStorage-ByteHrs", "",
                  steps[i][0], steps[i][1], "USD");
        add_price(store, "AmazonS3", "2023-09-01T00:00:00Z", "EU-TimedStorage-ByteHrs", "",
                  steps[i][0], "0.03", "USD");
    }
    analyse(store);
    char *CLEANUP(mem_freep) got = test_query(
        store, "select list, begin_gb, rate from s3_step where list in ('eu-west-1', 'us-east-1',"
               " 'eu-central-1') order by list, begin_gb collate decimal");
    cr_expect_str_eq(got,
                     "eu-central-1|0|0.0245\n"
                     "eu-west-1|0|0.023\neu-west-1|51200|0.022\neu-west-1|512000|0.021\n"
                     "us-east-1|0|0.023\nus-east-1|51200|0.022\nus-east-1|512000|0.021\n",
                     "%s", got);
    store_close(store);
}
