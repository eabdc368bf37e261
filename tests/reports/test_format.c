/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <jansson.h>

#include "reports/format.h"

#define NBSP "\u00a0"

/* What a JSON value is printed as; "(nothing)" when it is not of that kind. */
static void assert_printed(const char *json, const char *kind, const char *wanted)
{
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    struct strbuf out = STRBUF_INIT;

    if (!format_value(&out, value, kind)) {
        strbuf_adds(&out, "(nothing)");
    }
    cr_expect(eq(str, out.text, (char *)wanted), "%s as %s", json, kind);
    strbuf_release(&out);
    json_decref(value);
}

Test(format, money_has_thousands_a_true_minus_and_two_decimals)
{
    assert_printed("\"1234567.5\"", "money", "1,234,567.50");
    assert_printed("\"-1234.5\"", "money", "\u22121,234.50");
    assert_printed("\"999\"", "money", "999.00");
    assert_printed("\"0\"", "money", "0.00");
    assert_printed("\"48213.44\"", "money:0", "48,213");
}

Test(format, money_is_rounded_half_to_even)
{
    assert_printed("\"0.125\"", "money", "0.12");
    assert_printed("\"0.135\"", "money", "0.14");
    assert_printed("\"0.12500000000000000001\"", "money", "0.13");
    assert_printed("\"-0.001\"", "money", "0.00");
}

Test(format, a_change_carries_its_sign)
{
    assert_printed("\"12.30\"", "change", "+12.30");
    assert_printed("\"-12.30\"", "change", "\u221212.30");
    assert_printed("\"0\"", "change", "0.00");
}

Test(format, a_share_is_never_rounded_to_all_or_nothing)
{
    assert_printed("\"0.9718\"", "percent", "97.2" NBSP "%");
    assert_printed("\"1\"", "percent", "100.0" NBSP "%");
    assert_printed("\"0.9996\"", "percent", "99.96" NBSP "%");
    assert_printed("\"0.0004\"", "percent", "0.04" NBSP "%");
    assert_printed("\"0\"", "percent", "0.0" NBSP "%");
}

Test(format, durations_use_their_two_largest_units)
{
    assert_printed("111600", "duration", "1" NBSP "d" NBSP "7" NBSP "h");
    assert_printed("900", "duration", "15" NBSP "min");
    assert_printed("0", "duration", "0" NBSP "s");
    assert_printed("86401", "duration", "1" NBSP "d");
    assert_printed("59", "duration", "59" NBSP "s");
}

Test(format, times_do_not_depend_on_the_machine)
{
    assert_printed("\"2024-10-01T05:00:00Z\"", "time", "2024-10-01" NBSP "05:00" NBSP "UTC");
    assert_printed("\"2024-10-01T05:00:00Z\"", "date", "2024-10-01");
    assert_printed("\"2024-09\"", "month", "September" NBSP "2024");
    assert_printed("\"2024-01\"", "month_short", "Jan" NBSP "24");
}

Test(format, a_digest_is_cut_to_eight_and_four)
{
    assert_printed("\"sha256:1f2e3a4b5c6d7e8f9ab0\"", "digest", "1f2e3a4b\u20269ab0");
}

Test(format, words_fit_their_count)
{
    assert_printed("1", "plural:file:files", "file");
    assert_printed("0", "plural:file:files", "files");
    assert_printed("[1,2]", "plural:call:calls", "calls");
    assert_printed("12345", "count", "12,345");
    assert_printed("\"pitr_storage\"", "label", "PITR storage");
    assert_printed("\"fail\"", "verdict", "\u25b2" NBSP "fail");
}

Test(format, what_is_missing_or_of_another_kind_prints_nothing)
{
    assert_printed("null", "money", "(nothing)");
    assert_printed("\"much\"", "money", "(nothing)");
    assert_printed("\"2024-13\"", "month", "(nothing)");
    assert_printed("{}", "text", "(nothing)");
    cr_expect(not(format_is_kind("euros")));
}
