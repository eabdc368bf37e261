/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/figures.h"
#include "reports/value.h"

static json_t *figures_from(const char *result)
{
    json_t *tree = json_loads(result, 0, NULL);

    cr_assert(tree != NULL);
    json_t *figures = figures_of(tree);
    json_decref(tree);
    cr_assert(figures != NULL);
    return figures;
}

static void assert_figure(const json_t *figures, const char *path, const char *wanted)
{
    cr_expect(eq(str, (char *)value_text(figures, path), (char *)wanted), "%s", path);
}

Test(figures, an_empty_result_gives_figures_that_say_nothing_is_known)
{
    json_t *figures = figures_from("{}");

    cr_expect(not(value_is_set(value_at(figures, "/loaded"))));
    cr_expect(value_at(figures, "/change") == NULL);
    cr_expect(value_at(figures, "/budget") == NULL);
    json_decref(figures);
}

Test(figures, risks_leave_out_what_an_exception_covers)
{
    json_t *figures = figures_from(
        "{\"coverage\":{\"rules\":["
        "{\"id\":\"LOW\",\"severity\":\"low\"},{\"id\":\"HIGH\",\"severity\":\"high\"},"
        "{\"id\":\"COVERED\",\"severity\":\"critical\"}],\"findings\":["
        "{\"rule\":\"LOW\",\"verdict\":\"fail\",\"monthly_cost\":\"900\"},"
        "{\"rule\":\"HIGH\",\"verdict\":\"fail\",\"monthly_cost\":\"1.5\",\"resource\":\"x\"},"
        "{\"rule\":\"HIGH\",\"verdict\":\"fail\",\"monthly_cost\":null},"
        "{\"rule\":\"HIGH\",\"verdict\":\"fail\",\"overlay\":\"exception_expired\"},"
        "{\"rule\":\"COVERED\",\"verdict\":\"fail\",\"overlay\":\"excepted\"}]}}");

    cr_expect(eq(sz, json_array_size(value_at(figures, "/risks")), 2));
    assert_figure(figures, "/risks/0/rule", "HIGH");
    assert_figure(figures, "/risks/0/monthly_cost", "1.50");
    assert_figure(figures, "/risks/0/worst", "x");
    cr_expect(eq(llong, value_int(figures, "/risks/0/failures"), 3));
    assert_figure(figures, "/risks/1/rule", "LOW");
    json_decref(figures);
}

Test(figures, a_budget_that_holds_is_told_from_one_that_is_exceeded)
{
    json_t *figures =
        figures_from("{\"month\":\"2024-09\",\"spend\":{\"dr_total\":\"90\",\"budget\":\"100\","
                     "\"previous_dr_total\":\"0\"}}");

    assert_figure(figures, "/budget/amount", "-10.00");
    cr_expect(value_is_set(value_at(figures, "/budget/down")));
    assert_figure(figures, "/change/amount", "90.00");
    cr_expect(value_at(figures, "/change/ratio") == NULL);
    json_decref(figures);
}

Test(figures, exposed_applications_are_those_not_protected_the_dearest_first)
{
    json_t *figures = figures_from(
        "{\"resources\":["
        "{\"application\":\"a\",\"state\":\"stale\",\"own_cost\":\"1.10\"},"
        "{\"application\":\"b\",\"state\":\"unprotected\",\"own_cost\":\"7\"},"
        "{\"application\":\"a\",\"state\":\"unknown\",\"own_cost\":\"2.05\"},"
        "{\"application\":null,\"state\":\"blocked\",\"own_cost\":null},"
        "{\"application\":\"c\",\"state\":\"protected\",\"own_cost\":\"99\"},"
        "{\"application\":\"d\",\"state\":\"protected_elsewhere\",\"own_cost\":\"99\"}]}");

    cr_assert(eq(sz, json_array_size(value_at(figures, "/exposed")), 3));
    assert_figure(figures, "/exposed/0/application", "b");
    assert_figure(figures, "/exposed/1/application", "a");
    assert_figure(figures, "/exposed/1/cost", "3.15");
    cr_expect(eq(int, (int)value_int(figures, "/exposed/1/resources"), 2));
    cr_expect(eq(int, (int)value_int(figures, "/exposed/1/unknown"), 1));
    cr_expect(value_at(figures, "/exposed/2/cost") == NULL, "an unknown cost is not 0");
    json_decref(figures);
}

Test(figures, files_are_counted_by_format_and_status)
{
    json_t *figures = figures_from(
        "{\"sources\":["
        "{\"format\":\"cur2\",\"status\":\"ok\",\"rows_read\":5,\"rows_kept\":4,\"rows_rejected\":1},"
        "{\"format\":\"aws-call\",\"status\":\"denied\"},"
        "{\"format\":\"cur2\",\"status\":\"ok\",\"rows_read\":2,\"rows_kept\":2}]}");

    cr_assert(eq(sz, json_array_size(value_at(figures, "/inputs/kinds")), 2));
    assert_figure(figures, "/inputs/kinds/0/format", "aws-call");
    cr_expect(eq(int, (int)value_int(figures, "/inputs/kinds/1/files"), 2));
    cr_expect(eq(int, (int)value_int(figures, "/inputs/kinds/1/rows_read"), 7));
    cr_expect(eq(int, (int)value_int(figures, "/inputs/kinds/1/rows_rejected"), 1));
    json_decref(figures);
}
