/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "cli/figure.h"

struct example {
    const char *given;
    const char *shown;
};

static void check(void (*figure)(const char *, char *), const struct example *examples, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char text[FIGURE_NAME_SIZE];
        figure(examples[i].given, text);
        cr_expect_str_eq(text, examples[i].shown, "'%s' gave '%s'",
                         examples[i].given ? examples[i].given : "NULL", text);
    }
}

Test(figure, shows_money_in_groups_of_three_rounded_half_to_even_once)
{
    static const struct example examples[] = {
        {"0", "0.00"},
        {"999.994999999999999999", "999.99"},
        {"999.995", "1,000.00"},
        {"0.125", "0.12"},
        {"0.135", "0.14"},
        {"-1234567.5", "-1,234,567.50"},
        {"-999", "-999.00"},
        {"-0.001", "0.00"},
        {"123456789012345678", "123,456,789,012,345,678.00"},
        {NULL, "-"},
        {"n/a", "n/a"},
    };
    check(figure_money, examples, sizeof examples / sizeof *examples);
}

Test(figure, shows_a_ratio_as_percent_with_one_decimal)
{
    static const struct example examples[] = {
        {"0.8123", "81.2%"}, {"0.8125", "81.2%"}, {"0.8135", "81.4%"}, {"1", "100.0%"},
        {"0", "0.0%"},       {"-0.05", "-5.0%"},  {NULL, "-"},
    };
    check(figure_percent, examples, sizeof examples / sizeof *examples);
}

Test(figure, names_a_resource_by_what_follows_its_account)
{
    static const struct example examples[] = {
        {"arn:aws:rds:eu-west-1:203040506070:db:ledger", "rds:db:ledger"},
        {"arn:aws:s3:::invoices", "s3:invoices"},
        {"arn:aws-cn:ec2:cn-north-1:1:volume/vol-1", "ec2:volume/vol-1"},
        {"arn:aws:s3", "arn:aws:s3"},
        {"tier:tier-0", "tier:tier-0"},
        {"a:b:c:d:e:f", "a:b:c:d:e:f"},
        {NULL, "-"},
    };
    check(figure_resource, examples, sizeof examples / sizeof *examples);
}

Test(figure, shows_bytes_counts_and_durations_in_units_that_people_read)
{
    static const struct {
        uint64_t bytes;
        const char *shown;
    } sizes[] = {{0, "0 B"},
                 {1023, "1023 B"},
                 {1024, "1.0 KiB"},
                 {1536, "1.5 KiB"},
                 {1048575, "1023.9 KiB"},
                 {1048576, "1.0 MiB"},
                 {UINT64_MAX, "1.5 EiB"}};
    static const struct {
        int64_t seconds;
        const char *shown;
    } times[] = {{0, "0s"},        {59, "59s"},   {60, "1m"},      {3600, "1h"},
                 {5400, "1h 30m"}, {86400, "1d"}, {93600, "1d 2h"}};
    char text[FIGURE_SIZE];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        figure_bytes(sizes[i].bytes, text);
        cr_expect_str_eq(text, sizes[i].shown);
    }
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        figure_duration(times[i].seconds, text);
        cr_expect_str_eq(text, times[i].shown);
    }
    figure_count(-1234567, text);
    cr_expect_str_eq(text, "-1,234,567");
}
