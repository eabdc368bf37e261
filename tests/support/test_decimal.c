/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "support/decimal.h"

static const char *format(const char *text)
{
    static char out[DECIMAL_TEXT_SIZE];
    struct decimal value = DECIMAL_ZERO;
    const char *why = decimal_parse(slice_of(text), &value);
    if (why) {
        return why;
    }
    decimal_format(value, 0, out);
    return out;
}

Test(decimal, reads_every_form_a_bill_uses)
{
    static const char *const cases[][2] = {
        {"0", "0"},
        {"-0.0", "0"},
        {"0.0000000000", "0"},
        {"8.00098E-5", "0.0000800098"},
        {"1.0e-07", "0.0000001"},
        {"4.4E-7", "0.00000044"},
        {"1E3", "1000"},
        {"+.5", "0.5"},
        {"5.", "5"},
        {"143227.763678187615017991", "143227.763678187615017991"},
        {"999999999999999.99999999999999999999", "999999999999999.99999999999999999999"},
        {"-0.00000000000000000001", "-0.00000000000000000001"},
        {"1.00000000000000000000000000000000000000000000", "1"},
        {"2.5893953072562468e-05", "0.000025893953072562468"},
        {"-6.76000409677302E-8", "-0.0000000676000409677302"},
        {"1e-40", "0.0000000000000000000000000000000000000001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_str_eq(format(cases[i][0]), cases[i][1], "%s -> %s", cases[i][0],
                         format(cases[i][0]));
    }
}

Test(decimal, refuses_what_it_would_have_to_round_or_guess)
{
    static const char *const cases[] = {"",
                                        "-",
                                        ".",
                                        "1,5",
                                        "1.2.3",
                                        "abc",
                                        "0x10",
                                        "NaN",
                                        "inf",
                                        "1e",
                                        "1e+",
                                        " 1",
                                        "1 ",
                                        "1e400",
                                        "1000000000000000",
                                        "1E15",
                                        "--1",
                                        "0.000000000000000000001",
                                        "0.10000000000000000000000001",
                                        "1.5e-40"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal value = DECIMAL_ZERO;
        cr_expect(decimal_parse(slice_of(cases[i]), &value) != NULL, "'%s'", cases[i]);
    }
}

static struct decimal of(const char *text)
{
    struct decimal value = DECIMAL_ZERO;
    cr_assert(decimal_read(slice_of(text), &value), "%s", text);
    return value;
}

static void expect(struct decimal value, const char *want)
{
    char text[DECIMAL_TEXT_SIZE];
    decimal_format(value, 0, text);
    cr_expect_str_eq(text, want, "%s, want %s", text, want);
}

Test(decimal, rounds_half_to_even_once)
{
    struct decimal value = DECIMAL_ZERO;
    cr_assert(decimal_div(of("1"), of("3"), 4, &value));
    expect(value, "0.3333");
    cr_assert(decimal_div(of("-0.00025"), of("1"), 4, &value));
    expect(value, "-0.0002");
    cr_assert(decimal_div(of("0.00035"), of("1"), 4, &value));
    expect(value, "0.0004");
    cr_assert(decimal_mul(of("999999999999.5"), of("1000000"), &value));
    expect(value, "999999999999500000");
    cr_assert(decimal_scale(of("10"), of("2"), of("3"), &value));
    expect(value, "6.66666666666666666667");
    expect(decimal_round(of("2.5"), 0), "2");
    expect(decimal_round(of("-3.5"), 0), "-4");
    cr_expect_not(decimal_div(of("1"), of("0"), 4, &value));
}

Test(decimal, rounds_a_product_at_its_last_decimal)
{
    static const char *const cases[][3] = {
        {"1e-40", "0.5", "0"}, /* half a unit: to the even neighbour */
        {"3e-40", "0.5", "0.0000000000000000000000000000000000000002"},
        {"-3e-40", "0.5", "-0.0000000000000000000000000000000000000002"},
        {"1e-40", "0.5000000000000000000000000000000000000001",
         "0.0000000000000000000000000000000000000001"},
        {"1e-40", "0.4999999999999999999999999999999999999999", "0"},
        {"7e-40", "0.501", "0.0000000000000000000000000000000000000004"},
        {"12345678901234.5678901234567890123456789", "98765.4321098765432109876543210987654321",
         "1219326311370217952.2618503273386678859448712086533622923332"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal value = DECIMAL_ZERO;
        cr_assert(decimal_mul(of(cases[i][0]), of(cases[i][1]), &value));
        expect(value, cases[i][2]);
    }
}

Test(decimal, gives_a_share_cut_off_and_says_how_much_is_left)
{
    struct decimal share = DECIMAL_ZERO;
    struct decimal rest = DECIMAL_ZERO;
    cr_assert(decimal_share(of("-100"), of("2"), of("3"), 2, &share, &rest));
    expect(share, "-66.66");
    struct decimal smaller = DECIMAL_ZERO;
    cr_assert(decimal_share(of("-100"), of("1"), of("3"), 2, &share, &smaller));
    expect(share, "-33.33");
    cr_expect_gt(decimal_compare(rest, smaller), 0, "0.666.. of a cent is more than 0.333..");
    cr_expect_not(decimal_share(of("0.001"), of("1"), of("3"), 2, &share, &rest),
                  "a share would lose a decimal of the total");
    cr_expect_not(decimal_share(of("1"), of("1"), of("0"), 2, &share, &rest));
    cr_expect_eq(decimal_places(of("12.3400")), 2);
    cr_expect_eq(decimal_places(of("1e-40")), 40);
    cr_expect_eq(decimal_places(of("0")), 0);
}

Test(decimal, never_wraps)
{
    struct decimal big = of("5000000000000000000000000000000000000");
    struct decimal value = DECIMAL_ZERO;
    cr_expect_not(decimal_add(big, big, &value));
    cr_expect_not(decimal_mul(big, big, &value));
    cr_expect_not(decimal_sub(decimal_neg(big), big, &value));
}
