/* SPDX-License-Identifier: Apache-2.0 */
/* What reading does to a move: low, likely and high, Storage Class Analysis, and
 * Intelligent-Tiering where it is not known what will be read. */
#include "tests/analysis/s3_world.h"

/* 10,240 GB of 10 MiB objects that were read `n` times in each of two months. */
static struct store *read_bucket(const char *n)
{
    struct store *store = counted("900", "10240", "235.52");
    add_objects(store, "8388608", "30", "1048576", "10995116277760");
    char *CLEANUP(mem_freep) sql = mem_format(
        "update bill_line set resource_arn = 'arn:aws:s3:::vault-copies', usage = 2 * %s, cost ="
        " '0.00' where suffix = 'Requests-Tier2'",
        n);
    run(store, sql);
    return store;
}

Test(s3_read, is_spread_evenly_over_objects_of_one_size)
{
    /* 1,000 reads of 10 MiB: 9.765625 GB at 0.03 and 1,000 requests at 0.00001 - 0.0000004 */
    struct store *store = read_bucket("1000");
    expect(store,
           "verdict, to_class, saving_high, dec_sub(saving_high, saving),"
           " dec_cmp(saving_low, saving)",
           "accept|GLACIER_IR|194.56|0.30256875|0\n");
}

Test(s3_read, by_age_is_believed_from_storage_class_analysis)
{
    /* 5 % of what is 30 days old or older is read a month: 512 GB for 15.36 (E4) */
    struct store *store = read_bucket("0");
    run(store, "update source set path = 'analytics/vault-copies/all.csv';"
               "insert into object_access values"
               " (1, 'all', 'STANDARD', 0, '2024-09-30', '0', '300', '0'),"
               " (1, 'all', 'STANDARD', 30, '2024-09-28', '0', '52428.8', '0'),"
               " (1, 'all', 'STANDARD', 30, '2024-09-29', '0', '0', '0'),"
               " (1, 'all', 'STANDARD', 30, '2024-09-30', '0', '0.0', '0'),"
               " (1, 'all', 'STANDARD', null, '2024-09-30', '0', '40000', '0')");
    expect(store,
           "verdict, to_class, saving, one_time_cost, dec_sub(dec_mul(saving, 12), one_time_cost)",
           "accept|GLACIER_IR|179.2|20.97152|2129.42848\n");
}

Test(s3_read, bars_the_archive_and_leaves_it_to_the_user_where_it_tips_the_scale)
{
    struct store *store = read_bucket("3000000");
    run(store, "update tier set rto = null");
    expect(store, "kind, verdict, to_class, saving",
           "s3_lifecycle|cannot_tell|STANDARD_IA|-\n"
           "s3_intelligent_tiering|reject|INTELLIGENT_TIERING|-2.62144\n");
}

Test(s3_read, that_may_mean_a_few_huge_objects_is_watched_by_intelligent_tiering)
{
    /* a million objects of 1 MiB and 24 of 1 GiB, read 100,000 times a month: whether a rule
       pays depends on which; watching them costs 2.50006 a month */
    struct store *store = counted("900", "1000.5625", "23.0129375");
    add_objects(store, "1048576", "30", "1000000", "1048576000000");
    add_objects(store, "1073741824", "30", "24", "25769803776");
    run(store, "update bill_line set resource_arn = 'arn:aws:s3:::vault-copies', usage = '200000',"
               " cost = '0.08' where suffix = 'Requests-Tier2'");
    analyse(store);
    char *CLEANUP(mem_freep) got =
        test_query(store, "select kind, verdict, saving_low, saving_high, one_time_cost,"
                          " change_json ->> '$.Rules[0].Transitions[0].StorageClass'"
                          " from tiering_proposal order by kind");
    cr_expect_str_eq(
        got,
        "s3_intelligent_tiering|accept|-2.50006|16.5106275|10.00024|INTELLIGENT_TIERING\n"
        "s3_lifecycle|cannot_tell|-2981.9493125|19.0106875|20.00048|-\n",
        "%s", got);
    store_close(store);
}
