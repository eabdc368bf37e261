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
    expect("select ratio('1', '3'), ratio('1', '0'), money('5'), dec_scale('10', '2', '3')",
           "0.3333|-|5.00|6.66666666666666666667\n");
    expect(
        "select x from (select '10' x union all select '9' union all select '-1.5') order by x collate decimal",
        "-1.5\n9\n10\n");
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
