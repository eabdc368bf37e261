/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <criterion/criterion.h>

#include "store/store.h"
#include "tests/lib/testlib.h"

static void expect(const char *sql, const char *want)
{
    struct store *store = test_store();
    char *got = test_query(store, sql);
    cr_expect_str_eq(got, want, "%s -> %s", sql, got);
    free(got);
    store_close(store);
}

Test(functions, sums_decimals_exactly)
{
    expect("select dec_sum(x) from (select '0.1' x union all select '0.2' union all select null)",
           "0.3\n");
    expect("select dec_sum(x) from (select '1' x) where 0", "0\n");
    expect("select dec_sum(x) over (order by x rows between 1 preceding and current row)"
           " from (select '0.1' x union all select '0.2' union all select '0.4')",
           "0.1\n0.3\n0.6\n");
    expect("select ratio('1', '3'), ratio('1', '0'), money('5'), dec_scale('10', '2', '3')",
           "0.3333|-|5.00|6.66666666666666666667\n");
    expect(
        "select x from (select '10' x union all select '9' union all select '-1.5') order by x collate decimal",
        "-1.5\n9\n10\n");
}

Test(functions, splits_an_amount_by_largest_remainder_so_that_the_parts_add_up)
{
    expect("select dec_split('12000', column1, column2) from (values (1, 60), (2, 30), (3, 10))",
           "[\"7200\",\"3600\",\"1200\"]\n");
    expect("select dec_split('100.00', column1, 1) from (values (1), (2), (3))",
           "[\"33.34\",\"33.33\",\"33.33\"]\n");
    expect("select dec_split('-0.0000000005', column1, column2) from (values (1, '1.5'), (2, 1))",
           "[\"-0.0000000003\",\"-0.0000000002\"]\n");
    expect("select dec_split('1', column1, column2) from (values (3, 1), (2, 3), (1, 3))",
           "[\"0.43\",\"0.43\",\"0.14\"]\n");
}

Test(functions, splits_evenly_where_no_weight_is_known_and_gives_what_is_unknown_nothing)
{
    expect("select dec_split('0.05', column1, column2) from (values (1, null), (2, 0))",
           "[\"0.03\",\"0.02\"]\n");
    expect("select dec_split('5', column1, column2) from (values (1, null), (2, 7))",
           "[\"0\",\"5\"]\n");
    expect(
        "select dec_split(null, column1, 1), dec_split('1', column1, 1) from (values (1)) where 0",
        "-|-\n");
}

Test(functions, reads_times_arns_and_tag_keys)
{
    expect(
        "select utc(1600721892.929), utc('2024-10-01T07:00:00+02:00'), utc('soon'), duration_seconds('PT15M')",
        "2020-09-21T20:58:12Z|2024-10-01T05:00:00Z|-|900\n");
    expect("select arn_like('arn:aws:rds:*:*:db:ledger*', 'arn:aws:rds:eu-west-1:1:db:ledger-1'),"
           " arn_like('i-123', 'i-1234')",
           "1|0\n");
    expect(
        "select arn_part('arn:aws:rds:eu-west-1:111122223333:db:a:b', 3), arn_part('arn:aws:rds:r:1:db:a', 5),"
        " arn_part('vol-1', 3)",
        "eu-west-1|db:a|\n");
    expect(
        "select tag_key('resourceTags/user:Cost-Center'), tag_key('user_cost_center'), tag_key('CostCenter')",
        "costcenter|costcenter|costcenter\n");
}

Test(functions, says_durations_as_people_do)
{
    expect("select duration_text(259200), duration_text(93784), duration_text(900), "
           "duration_text(0), duration_text(null)",
           "3 d|1 d 2 h 3 min 4 s|15 min|0 s|-\n");
}

Test(functions, gives_a_file_the_same_number_always_and_another_one_another)
{
    expect(
        "select source_key('a/b.json', 'ff') = source_key('a/b.json', 'ff'),"
        " source_key('a', 'b') <> source_key('ab', ''), source_key('a', 'b') between 0 and 1 << 48",
        "1|1|1\n");
}
