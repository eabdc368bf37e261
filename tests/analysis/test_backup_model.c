/* SPDX-License-Identifier: Apache-2.0 */
/* The cost model by itself, with quantities and prices of our own. */
#include "tests/analysis/tiering_world.h"

/* Adds a case and compares what the view says of it. */
static void model(const char *cases, const char *figures, const char *want)
{
    struct store *CLEANUP(store_closep) store = start();
    analyse(store);
    run(store, cases);
    char *CLEANUP(mem_freep) got = test_query(store, figures);
    cr_expect_str_eq(got, want, "%s", got);
}

Test(backup_model, bills_any_part_of_a_day_as_the_day_where_days_are_billed)
{
    model("insert into held_case(id, gb, rate, hours, by_day) values"
          " ('a', '90', '0.04', 25, 0), ('b', '90', '0.04', 25, 1), ('c', '90', '0.04', 24, 1)",
          "select cost, cost_divisor, gb_months from held_model",
          "90|720|2250\n172.8|720|4320\n86.4|720|2160\n");
}

Test(backup_model, bills_the_days_that_lack_of_the_minimum_and_no_more)
{
    model(
        "insert into held_case(id, gb, rate, hours, minimum_days) values"
        " ('a', '10', '0.02', 2159, 90), ('b', '10', '0.02', 2160, 90), ('c', '10', '0.02', 9999, 90)",
        "select early_delete from held_model", "0.2\n0\n0\n");
}

Test(backup_model, bills_ninety_cold_days_of_a_point_that_is_kept_shorter)
{
    /* 40 GB at 0.1: 20 warm days, then 90 or more cold ones at 0.02 */
    model("insert into cold_case values ('a', '40', '4', '0.02', 60, 20, 90),"
          " ('b', '40', '4', '0.02', 110, 20, 90), ('c', '40', '4', '0.02', 200, 20, 90)",
          "select valid, warm_life, cold_life, saving_life from cold_model",
          "0|240|152|88\n1|440|152|288\n1|800|224|576\n");
}

Test(backup_model, bills_no_minimum_of_what_is_kept_for_ever)
{
    model("insert into cold_case values ('a', '40', '4', '0.02', 60, 20, 0)",
          "select valid, cold_life, saving_life from cold_model", "1|112|128\n");
}

Test(backup_model, breaks_even_where_both_plans_cost_the_same)
{
    model("insert into cold_case values ('a', '40', '4', '0.02', 60, 20, 90)",
          "select break_even_days, break_even_days_divisor, 4 * 38 from cold_model", "152|4|152\n");
}

Test(backup_model, bills_the_full_size_of_an_archived_increment)
{
    /* 5 GB of a volume of 105 GB */
    model("insert into archive_case values ('a', '105', '5', '5', '0.25', '0.0125', '0.03', '0.5')",
          "select saving, restore_cost, restores_cost, needed_gb, needed_gb_divisor"
          " from archive_model",
          "-1.0625|3.15|1.575|6.5625|0.25\n");
}

Test(backup_model, archives_a_chain_at_the_full_size_of_each_point)
{
    model("insert into chain_case values ('a', '200', '8', 6, '0.05', '0.0125', '0.02', 5)",
          "select stored_gb, cost, archived_cost, saving, naive_cost, first_copy_cost, copies_cost"
          " from chain_model",
          "240|12|15|-3|3|4|0.8\n");
}

Test(backup_model, moves_only_what_is_old_to_the_low_cost_warm_tier)
{
    model("insert into low_cost_case values ('a', '100', '60', 1000, '0.05', '0.03', '0.001')",
          "select cost, cost_after, saving, fee, payback_months, payback_months_divisor"
          " from low_cost_model",
          "5|3.8|1.2|1|1|1.2\n");
}
