/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "support/utc.h"

static const char *format(const char *text)
{
    static char out[UTC_TEXT_SIZE];
    int64_t seconds = 0;
    if (!utc_parse(slice_of(text), &seconds)) {
        return "-";
    }
    utc_format(seconds, out);
    return out;
}

Test(utc, reads_every_form_aws_writes)
{
    static const char *const cases[][2] = {
        {"2024-10-01", "2024-10-01T00:00:00Z"},
        {"2024-10-01T05:00:00Z", "2024-10-01T05:00:00Z"},
        {"2024-10-01T05:00:00.000Z", "2024-10-01T05:00:00Z"},
        {"2018-06-01 00:00:00", "2018-06-01T00:00:00Z"},
        {"2022-07-01 00:00:00.000", "2022-07-01T00:00:00Z"},
        {"2024-10-01T07:00:00+02:00", "2024-10-01T05:00:00Z"},
        {"2024-10-01T00:30:00.123456-0730", "2024-10-01T08:00:00Z"},
        {"20190101T000000.000Z", "2019-01-01T00:00:00Z"},
        {"1600721892.929", "2020-09-21T20:58:12Z"},
        {"1.611066134335E12", "2021-01-19T14:22:14Z"},
        {"2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"},
        {"2024-02-30", "-"},
        {"2024-13-01", "-"},
        {"2024-01-01T24:00:00Z", "-"},
        {"soon", "-"},
        {"", "-"},
        {"2024-01-01T00:00:00Zx", "-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_str_eq(format(cases[i][0]), cases[i][1], "%s -> %s", cases[i][0],
                         format(cases[i][0]));
    }
}

Test(utc, counts_months_and_durations)
{
    int64_t seconds = 0;
    char text[UTC_TEXT_SIZE];
    cr_assert(utc_month_start(SLICE_LITERAL("2024-01"), &seconds));
    utc_format(utc_add_months(seconds, -1), text);
    cr_expect_str_eq(text, "2023-12-01T00:00:00Z");
    cr_expect_not(utc_month_start(SLICE_LITERAL("2024-00"), &seconds));
    cr_assert(utc_parse_duration(SLICE_LITERAL("P1DT12H"), &seconds));
    cr_expect_eq(seconds, 129600);
    cr_assert(utc_parse_duration(SLICE_LITERAL("PT15M"), &seconds));
    cr_expect_eq(seconds, 900);
    cr_expect_not(utc_parse_duration(SLICE_LITERAL("P1M"), &seconds));
    cr_expect_not(utc_parse_duration(SLICE_LITERAL("PT"), &seconds));
    cr_expect_not(utc_parse_duration(SLICE_LITERAL("4h"), &seconds));
}
