/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/analysis/s3_world.h"

Test(tiering_s3, finds_small_objects_that_cost_more_in_infrequent_access)
{
    /* 10,000,000 objects of 50 KiB: 476.837158203125 GB, billed as 128 KiB each */
    struct store *store = start();
    add_s3_bill(store, "TimedStorage-SIA-ByteHrs", "StandardIAStorage", "476.837158203125",
                "5.9604644775390625");
    add_s3_bill(store, "TimedStorage-SIA-SmObjects", "StandardIASizeOverhead", "743.865966796875",
                "9.2983245849609375");
    add_s3_bill(store, "TimedStorage-ByteHrs", "StandardStorage", "1000", "23");
    expect(
        store, "kind, resource, verdict, from_class, to_class, saving, price_source",
        "reverse|arn:aws:s3:::vault-copies|accept|STANDARD_IA|STANDARD|4.291534423828125|bill\n");
}

Test(tiering_s3, leaves_alone_a_cold_class_that_pays)
{
    struct store *store = start();
    add_s3_bill(store, "TimedStorage-SIA-ByteHrs", "StandardIAStorage", "100", "1.25");
    expect(store, "*", "");
}

Test(tiering_s3, counts_the_overhead_of_archived_objects_to_their_class)
{
    /* 100,000,000 objects of 1 KiB in DEEP_ARCHIVE: 40 KiB of overhead each */
    struct store *store = start();
    add_s3_bill(store, "TimedStorage-GDA-ByteHrs", "DeepArchiveStorage", "95.367431640625",
                "0.09441375732421875");
    add_s3_bill(store, "TimedStorage-GDA-ByteHrs", "DeepArchiveObjectOverhead", "3051.7578125",
                "3.021240234375");
    add_s3_bill(store, "TimedStorage-ByteHrs", "DeepArchiveS3ObjectOverhead", "762.939453125",
                "17.547607421875");
    expect(store, "verdict, from_class, gb, dec_round(saving, 10), price_source",
           "accept|DEEP_ARCHIVE|95.367431640625|18.4698104858|sample\n");
}

Test(tiering_s3, weighs_the_monitoring_of_intelligent_tiering_against_what_it_saves)
{
    /* 1,024 GB of 256 KiB: 4,194,304 objects watched for 10.48576 a month */
    struct store *store = start();
    add_s3_bill(store, "Monitoring-Automation-INT", "", "4194304", "10.48576");
    add_s3_bill(store, "TimedStorage-INT-IA-ByteHrs", "IntelligentTieringIAStorage", "1024",
                "12.8");
    expect(store, "*", "");
    store = start();
    add_s3_bill(store, "Monitoring-Automation-INT", "", "4194304", "10.48576");
    add_s3_bill(store, "TimedStorage-INT-FA-ByteHrs", "IntelligentTieringFAStorage", "1024",
                "23.552");
    expect(store, "verdict, from_class, saving", "accept|INTELLIGENT_TIERING|10.48576\n");
}

Test(tiering_s3, cannot_tell_when_only_the_reads_of_a_month_make_a_class_dear)
{
    struct store *store = start();
    add_s3_bill(store, "TimedStorage-GIR-ByteHrs", "GlacierInstantRetrievalStorage", "100", "0.40");
    add_s3_bill(store, "Retrieval-GIR", "", "100", "3.00");
    expect(store, "kind, verdict, saving", "reverse|cannot_tell|-\n");
}

Test(tiering_s3, moves_what_nobody_reads_to_instant_retrieval)
{
    /* 1024 * (0.023 - 0.004) a month; 8,388,608 transitions at 0.00002 */
    expect(bucket(), "kind, verdict, to_class, gb, saving, one_time_cost, price_source",
           "s3_lifecycle|accept|GLACIER_IR|1024|19.456|167.77216|sample\n");
}

Test(tiering_s3, moves_only_what_two_months_hold)
{
    struct store *store = bucket();
    run(store, "update bill_line set usage = '512', cost = '11.776' where month = '2024-08'");
    expect(store, "verdict, gb, saving", "accept|512|9.728\n");
}

Test(tiering_s3, cannot_tell_for_a_bucket_that_is_read_or_of_one_month_only)
{
    static const char *const changes[] = {
        "update bill_line set resource_arn = 'arn:aws:s3:::vault-copies'",
        "delete from bill_line where month = '2024-08'"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct store *store = bucket();
        run(store, changes[i]);
        expect(store, "verdict, saving, change_json", "cannot_tell|-|{}\n");
    }
}

Test(tiering_s3, leaves_alone_a_bucket_with_a_lifecycle_of_its_own)
{
    static const char *const rules[][2] = {
        {"{\"Status\":\"Enabled\",\"Transitions\":[{\"Days\":1,\"StorageClass\":\"GLACIER\"}]}",
         "0\n"},
        {"{\"Status\":\"Enabled\",\"Expiration\":{\"Days\":30}}", "0\n"},
        {"{\"Status\":\"Disabled\",\"Expiration\":{\"Days\":30}}", "1\n"}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct store *store = bucket();
        add_rules(store, rules[i][0]);
        expect(store, "count(*)", rules[i][1]);
    }
}

static void expect_figure(struct store *store, const char *class_name, const char *want)
{
    analyse(store);
    char *CLEANUP(mem_freep) sql =
        mem_format("select gb, saving, one_time_cost, dec_sub(dec_mul(saving, 12), one_time_cost),"
                   " dec_div(one_time_cost, saving, 4) from s3_outcome"
                   " where to_class = '%s' and min_size in (select max(min_size) from s3_outcome)",
                   class_name);
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, want, "%s", got);
    store_close(store);
}

Test(tiering_s3, figures_a_million_objects_of_one_mebibyte_into_glacier)
{
    struct store *store = counted("null", "976.5625", "22.4609375");
    add_objects(store, "131072", "30", "1000000", "1048576000000");
    expect_figure(store, "GLACIER", "976.5625|18.65997314453125|30|193.919677734375|1.6077\n");
}

Test(tiering_s3, figures_a_hundred_million_tiny_objects_into_deep_archive)
{
    struct store *store = counted("null", "1525.87890625", "35.09521484375");
    add_objects(store, "131072", "30", "100000000", "1638400000000");
    expect_figure(store, "DEEP_ARCHIVE",
                  "1525.87890625|13.0157470703125|5000|-4843.81103515625|384.1501\n");
}

Test(tiering_s3, takes_the_class_with_the_best_year_where_the_recovery_time_allows_it)
{
    struct store *store = counted("null", "976.5625", "22.4609375");
    add_objects(store, "131072", "30", "1000000", "1048576000000");
    /* 12 * (22.4609375 - 1007.080078125 * 0.00099 - 7.62939453125 * 0.023) - 50 */
    expect(store, "verdict, to_class, dec_sub(dec_mul(saving, 12), one_time_cost)",
           "accept|DEEP_ARCHIVE|205.46142578125\n");
}

Test(tiering_s3, moves_no_young_objects)
{
    struct store *store = counted("900", "100", "2.3");
    add_objects(store, "131072", "0", "10", "1073741824");
    expect(store, "verdict, gb, saving", "reject|0|0\n");
}

Test(tiering_s3, rejects_ten_million_small_objects_with_what_they_would_lose)
{
    /* 10,000,000 objects of 10,000 bytes: 93.13 GB, billed as 1220.70 in GLACIER_IR */
    struct store *store = counted("null", "100", "2.3");
    add_objects(store, "8192", "90", "10000000", "100000000000");
    expect(store, "verdict, to_class, saving, one_time_cost",
           "reject|GLACIER_IR|-2.74077057838439941406|200\n");
}

Test(tiering_s3, rejects_what_does_not_earn_back_its_transitions_in_a_year)
{
    /* 1,000,000 objects of 160 KiB: 12 * 152.587890625 * 0.019 = 34.79 against a fee of 20;
       at a fee of 0.05 for 1,000 it is 50 */
    struct store *store = counted("900", "200", "4.6");
    add_objects(store, "131072", "30", "1000000", "163840000000");
    add_s3_bill(store, "Requests-Tier4", "S3-GIRTransition", "1000", "0.05");
    add_s3_bill(store, "Requests-Tier4", "S3-SIATransition", "1000", "0.05");
    add_s3_bill(store, "Requests-Tier4", "S3-INTTransition", "1000", "0.05");
    expect(store, "kind, verdict, saving, one_time_cost",
           "s3_lifecycle|reject|2.899169921875|50\n"
           "s3_lifecycle|held|2.67486572265625|30\n"
           "s3_intelligent_tiering|reject|0.399169921875|50\n");
}

Test(tiering_s3, cannot_tell_when_inventory_and_bill_do_not_belong_together)
{
    struct store *store = counted("900", "100", "2.3");
    add_objects(store, "131072", "30", "1000000", "1048576000000");
    expect(store, "verdict, saving", "cannot_tell|-\n");
}

/* 500 GB in a class for each of two months, with what else it bills in each. */
static struct store *in_class(const char *suffix, const char *operation, const char *cost,
                              const char *access, const char *before, const char *now)
{
    struct store *store = start();
    run(store, "insert into known_resource(arn, type, tier, account, region, name) values"
               " ('arn:aws:s3:::vault-copies', 'S3', 'tier-0', '111122223333', 'us-east-1',"
               " 'vault-copies')");
    add_s3_bill(store, suffix, operation, "500", cost);
    add_s3_bill(store, access, "", "1", before);
    run(store, "update bill_line set month = '2024-08'");
    add_s3_bill(store, suffix, operation, "500", cost);
    add_s3_bill(store, access, "", "1", now);
    run(store, "update bill_line set resource_arn = 'arn:aws:s3:::vault-copies'");
    return store;
}

Test(tiering_s3, takes_reads_of_both_months_for_a_steady_state_by_the_lesser_of_them)
{
    /* 500 GB in GLACIER_IR for 2.00, read for 12.00 and 11.00; Standard would cost 11.50 */
    struct store *store = in_class("TimedStorage-GIR-ByteHrs", "GlacierInstantRetrievalStorage",
                                   "2.00", "Retrieval-GIR", "12.00", "11.00");
    expect(store, "kind, verdict, from_class, saving, change_json",
           "reverse|accept|GLACIER_IR|1.5|{\"StorageClass\":\"STANDARD\"}\n");
}

Test(tiering_s3, finds_a_rule_that_deletes_long_before_the_minimum_of_its_class)
{
    /* deleted after 10 of 180 days: 500 * 0.00099 * 17 = 8.415 a month for unused days, with
       0.495 of storage still less than Standard's 11.50; after 5, 17.325 */
    static const char *const days[] = {"11", "6"};
    static const char *const want[] = {"", "reverse|accept|DEEP_ARCHIVE|6.32|1\n"};
    for (size_t i = 0; i < 2; i++) {
        struct store *store = in_class("TimedStorage-GDA-ByteHrs", "DeepArchiveStorage", "0.495",
                                       "EarlyDelete-GDA", "0.00", i ? "18.00" : "9.00");
        char *CLEANUP(mem_freep) rules = mem_format(
            "{\"ID\":\"brief\",\"Status\":\"Enabled\",\"Filter\":{},\"Transitions\":[{\"Days\":1,"
            "\"StorageClass\":\"DEEP_ARCHIVE\"}],\"Expiration\":{\"Days\":%s}}",
            days[i]);
        add_rules(store, rules);
        expect(store,
               "kind, verdict, from_class, saving,"
               " change_json = '{\"Rules\":[{\"ID\":\"brief\",\"Status\":\"Enabled\",\"Filter\":{},"
               "\"Expiration\":{\"Days\":6}}]}'",
               want[i]);
    }
}

Test(tiering_s3, narrows_the_rules_that_bring_small_objects_into_a_class)
{
    static const char *const filters[][2] = {
        {"{\"Prefix\":\"\"}", "{\"ObjectSizeGreaterThan\":131071}"},
        {"{\"Prefix\":\"logs/\"}",
         "{\"And\":{\"Prefix\":\"logs/\",\"ObjectSizeGreaterThan\":131071}}"},
        {"{\"Tag\":{\"Key\":\"a\",\"Value\":\"b\"}}",
         "{\"And\":{\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}],\"ObjectSizeGreaterThan\":131071}}"},
        {"{\"And\":{\"Prefix\":\"x\",\"Tags\":[]}}",
         "{\"And\":{\"Prefix\":\"x\",\"Tags\":[],\"ObjectSizeGreaterThan\":131071}}"}};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct store *store = in_class("TimedStorage-SIA-ByteHrs", "StandardIAStorage", "6.25",
                                       "TimedStorage-SIA-SmObjects", "9.30", "9.30");
        char *CLEANUP(mem_freep) rules = mem_format(
            "{\"ID\":\"sia\",\"Status\":\"Enabled\",\"Filter\":%s,\"Transitions\":[{\"Days\":30,"
            "\"StorageClass\":\"STANDARD_IA\"}]}",
            filters[i][0]);
        add_rules(store, rules);
        char *CLEANUP(mem_freep) want = mem_format("accept|4.05|%s\n", filters[i][1]);
        expect(store, "verdict, saving, json_extract(change_json, '$.Rules[0].Filter')", want);
    }
}
