/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "cli/option.h"
#include "support/err.h"

static struct options options;
static const char *arguments[16];
static struct err err;

static int parse(char *const *argv)
{
    int argc = 0;
    while (argv[argc]) {
        argc++;
    }
    return option_parse(argc, argv, arguments, &options, &err);
}

Test(option, takes_values_attached_and_apart_in_any_order)
{
    char *argv[] = {"drledger", "-qoDIR", "report", "--month=2024-09", "finops",
                    "--db",     "x.db",   "--",     "--json",          NULL};
    cr_assert_eq(parse(argv), 0);
    cr_expect_str_eq(options.output, "DIR");
    cr_expect_str_eq(options.month, "2024-09");
    cr_expect_str_eq(options.db, "x.db");
    cr_expect(options.quiet);
    cr_expect_not(options.json);
    cr_assert_eq(options.n_arguments, 3);
    cr_expect_str_eq(options.arguments[1], "finops");
    cr_expect_str_eq(options.arguments[2], "--json");
}

Test(option, takes_the_last_of_two_values)
{
    char *argv[] = {"drledger", "--db", "a", "--db=b", NULL};
    cr_assert_eq(parse(argv), 0);
    cr_expect_str_eq(options.db, "b");
}

Test(option, refuses_an_option_that_belongs_to_another_command)
{
    char *argv[] = {"drledger", "spend", "--fail-under", "90", NULL};
    cr_assert_eq(parse(argv), 0);
    cr_expect_eq(option_check(&options, OPTION_DB, "spend", &err), ERR_USAGE);
    cr_expect(strstr(err.text, "--fail-under"));
    cr_expect_eq(option_check(&options, OPTION_FAIL_UNDER, "coverage", &err), 0);
}

Test(option, suggests_the_nearest_name_and_nothing_for_what_is_far)
{
    static const char *const names[] = {"coverage", "spend", "sources", NULL};
    cr_expect_str_eq(option_nearest("covrage", names), "coverage");
    cr_expect_str_eq(option_nearest("source", names), "sources");
    cr_expect_str_eq(option_nearest("spnd", names), "spend");
    cr_expect_null(option_nearest("tiering", names));
    cr_expect_null(option_nearest("a-name-that-is-longer-than-every-name-there-is", names));
}
