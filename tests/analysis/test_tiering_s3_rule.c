/* SPDX-License-Identifier: Apache-2.0 */
/* Which lifecycle rule is proposed for a bucket, beside those that it has, and when none is. */
#include "tests/analysis/s3_world.h"

/* 976.5625 GB of a million objects of 1 MiB, 30 days old or older, not read. */
static struct store *million(const char *rto, const char *age_days)
{
    struct store *store = counted(rto, "976.5625", "22.4609375");
    add_objects(store, "131072", age_days, "1000000", "1048576000000");
    return store;
}

static void expect_change(struct store *store, const char *want)
{
    expect(store, "change_json", want);
}

Test(s3_rule, names_the_class_that_would_save_more_but_breaks_the_recovery_time)
{
    struct store *store = million("900", "90");
    analyse(store);
    char *CLEANUP(mem_freep) got = test_query(
        store, "select verdict, to_class, saving, instr(reason, 'DEEP_ARCHIVE would save more, but"
               " takes 12 h to read and tier tier-0 promises 15 min') > 0 from tiering_proposal");
    cr_expect_str_eq(got, "accept|GLACIER_IR|18.5546875|1\n", "%s", got);
    store_close(store);
}

Test(s3_rule, is_put_beside_the_rules_that_the_bucket_has)
{
    struct store *store = million("900", "90");
    add_rules(store, "{\"ID\":\"parts\",\"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"\"},"
                     "\"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}},"
                     "{\"ID\":\"old\",\"Status\":\"Disabled\",\"Prefix\":\"tmp/\","
                     "\"Expiration\":{\"Days\":1}}");
    expect_change(
        store, "{\"Rules\":[{\"ID\":\"parts\",\"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"\"},"
               "\"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}},"
               "{\"ID\":\"old\",\"Status\":\"Disabled\",\"Expiration\":{\"Days\":1},"
               "\"Filter\":{\"Prefix\":\"tmp/\"}},"
               "{\"ID\":\"drledger-glacier-ir-after-30-days\",\"Status\":\"Enabled\","
               "\"Filter\":{\"ObjectSizeGreaterThan\":131071},"
               "\"Transitions\":[{\"Days\":30,\"StorageClass\":\"GLACIER_IR\"}]}]}\n");
}

Test(s3_rule, counts_only_what_an_existing_rule_does_not_move_by_then)
{
    struct store *store = million("900", "90");
    add_objects(store, "131072", "365", "1000000", "1048576000000");
    run(store, "update bill_line set usage = '1953.125', cost = '44.921875'"
               " where suffix = 'TimedStorage-ByteHrs'");
    add_rules(store, "{\"ID\":\"year\",\"Status\":\"Enabled\",\"Filter\":{},"
                     "\"Transitions\":[{\"Days\":365,\"StorageClass\":\"DEEP_ARCHIVE\"}]}");
    /* 335 days in GLACIER_IR, then on: 976.5625 * 0.019, less the transitions of what comes
       each month, 20 * 30 / 335 */
    expect(store, "verdict, to_class, gb, dec_round(saving, 10)",
           "accept|GLACIER_IR|976.5625|16.7636427239\n");
}

Test(s3_rule, bills_the_whole_minimum_of_what_expires_before_it)
{
    /* kept 60 days in all: 30 of 90 days in GLACIER_IR, billed three times, and SIA's 30 just so */
    struct store *store = million("900", "30");
    add_rules(
        store,
        "{\"ID\":\"gone\",\"Status\":\"Enabled\",\"Filter\":{},\"Expiration\":{\"Days\":60}}");
    analyse(store);
    char *CLEANUP(mem_freep) got =
        test_query(store, "select to_class, cost_after, saving from s3_model where id like"
                          " 'moved%' and to_class in ('GLACIER_IR', 'STANDARD_IA')"
                          " and id like 'moved 3 %' order by 1");
    /* 976.5625 * 0.004 * 3 + 20; 976.5625 * 0.0125 + 10 */
    cr_expect_str_eq(got, "GLACIER_IR|31.71875|-9.2578125\nSTANDARD_IA|22.20703125|0.25390625\n",
                     "%s", got);
    store_close(store);
}

Test(s3_rule, cannot_tell_what_a_rule_for_some_objects_takes)
{
    static const char *const filters[] = {
        "\"Filter\":{\"Prefix\":\"logs/\"}", "\"Filter\":{\"Tag\":{\"Key\":\"a\",\"Value\":\"b\"}}",
        "\"Filter\":{\"And\":{\"Prefix\":\"\",\"ObjectSizeGreaterThan\":1000000}}"};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct store *store = million("900", "90");
        char *CLEANUP(mem_freep) rules =
            mem_format("{\"ID\":\"some\",\"Status\":\"Enabled\",%s,\"Expiration\":{\"Days\":400}}",
                       filters[i]);
        add_rules(store, rules);
        expect(store, "verdict, saving, instr(reason, 'rule some takes') > 0", "cannot_tell|-|1\n");
    }
}

Test(s3_rule, leaves_alone_what_a_rule_of_its_own_moves_already)
{
    struct store *store = million("900", "90");
    add_rules(store, "{\"ID\":\"drledger-glacier-ir-after-30-days\",\"Status\":\"Enabled\","
                     "\"Filter\":{\"ObjectSizeGreaterThan\":131071},"
                     "\"Transitions\":[{\"Days\":30,\"StorageClass\":\"GLACIER_IR\"}]}");
    expect(store, "*", "");
}

Test(s3_rule, holds_what_is_under_a_legal_hold_and_leaves_out_what_waits_for_its_copy)
{
    struct store *store = million("900", "90");
    run(store,
        "insert into object_group select source_id, bucket, taken_at, storage_class, current,"
        " 'legal_hold', size_from, age_days, 7, 7340032 from object_group");
    run(store,
        "insert into object_group select source_id, bucket, taken_at, storage_class, current,"
        " 'unreplicated', size_from, age_days, 5, 5242880 from object_group where hold = ''");
    run(store, "update bill_line set usage = '1000', cost = '23'"
               " where suffix = 'TimedStorage-ByteHrs'");
    expect(store, "verdict, reason, change_json",
           "held|7 of these objects are under a legal hold|{}\n");
}

Test(s3_rule, takes_noncurrent_versions_too)
{
    struct store *store = million("900", "90");
    run(store,
        "insert into object_group select source_id, bucket, taken_at, storage_class, 0, hold,"
        " size_from, age_days, n_objects, bytes from object_group");
    run(store, "update bill_line set usage = '1953.125', cost = '44.921875'"
               " where suffix = 'TimedStorage-ByteHrs'");
    analyse(store);
    char *CLEANUP(mem_freep) got =
        test_query(store, "select from_class, verdict, saving, change_json ->> '$.Rules[1].ID',"
                          " json_extract(change_json, '$.Rules[1].NoncurrentVersionTransitions[0]')"
                          " from tiering_proposal order by 1");
    cr_expect_str_eq(got,
                     "STANDARD|accept|18.5546875|drledger-noncurrent-glacier-ir-after-30-days|"
                     "{\"NoncurrentDays\":30,\"StorageClass\":\"GLACIER_IR\"}\n"
                     "STANDARD (noncurrent versions)|accept|18.5546875|"
                     "drledger-noncurrent-glacier-ir-after-30-days|"
                     "{\"NoncurrentDays\":30,\"StorageClass\":\"GLACIER_IR\"}\n",
                     "%s", got);
    store_close(store);
}

Test(s3_rule, moves_from_the_dearest_classes_at_the_price_of_the_last_step)
{
    /* 614,400 GB at three steps: 13,465.60; moving 102,400 of them frees the last step's */
    struct store *store = counted("900", "614400", "13465.6");
    add_objects(store, "134217728", "90", "102400", "109951162777600");
    analyse(store);
    char *CLEANUP(mem_freep) got = test_query(
        store,
        "select cost, saving from s3_outcome where to_class = 'GLACIER_IR' and min_size = 0");
    /* 2,150.40 - 102,400 * 0.004 */
    cr_expect_str_eq(got, "2150.4|1740.8\n", "%s", got);
    store_close(store);
}

Test(s3_rule, moves_out_of_infrequent_access_with_its_minimum_billed)
{
    struct store *store = counted("null", "976.5625", "22.4609375");
    run(store, "delete from bill_line");
    add_s3_bill(store, "TimedStorage-SIA-ByteHrs", "StandardIAStorage", "976.5625", "12.20703125");
    run(store, "update bill_line set resource_arn = 'arn:aws:s3:::vault-copies'");
    add_objects(store, "131072", "90", "1000000", "1048576000000");
    run(store, "update object_group set storage_class = 'STANDARD_IA'");
    /* 12.20703125 - 976.5625 * 0.00099 - overhead; one time: 50 and 30 days of STANDARD_IA */
    expect(store, "verdict, from_class, to_class, one_time_cost",
           "accept|STANDARD_IA|DEEP_ARCHIVE|62.20703125\n");
}

Test(s3_rule, keeps_the_setting_for_small_objects_that_a_new_configuration_would_replace)
{
    static const char *const pages[][2] = {
        {"\"TransitionDefaultMinimumObjectSize\":\"varies_by_storage_class\",", "1|0\n"},
        {"\"TransitionDefaultMinimumObjectSize\":\"all_storage_classes_128K\",", "0|0\n"},
        {"", "0|1\n"}};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct store *store = million("900", "90");
        add_rules(store, "{\"ID\":\"year\",\"Status\":\"Enabled\",\"Filter\":{},"
                         "\"Transitions\":[{\"Days\":365,\"StorageClass\":\"DEEP_ARCHIVE\"}]}");
        char *CLEANUP(mem_freep) sql = mem_format(
            "update document set body = replace(body, '{\"Rules\"', '{%s\"Rules\"')", pages[i][0]);
        run(store, sql);
        expect(store,
               "instr(reason, '-size varies_by_storage_class') > 0,"
               " instr(reason, 'may move objects below') > 0",
               pages[i][1]);
    }
}
