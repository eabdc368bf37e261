/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <criterion/criterion.h>

#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

/* The exact totals of real bills, as Python's decimal gives them. */

static void no_problem(void *context, const struct diagnostic *problem)
{
    (void)context;
    cr_expect_eq(problem->level, DIAG_NOTE, "%s row %lld: %s", problem->path,
                 (long long)problem->row, problem->text);
}

static void check_file(const char *file, const char *expected)
{
    char *CLEANUP(mem_freep) path = test_shared_data(file);
    if (!path) {
        cr_skip("the real bills are not here");
    }
    struct store *store = test_store();
    struct err err = ERR_INIT;
    struct ingest_options options = {0};
    struct ingest_outcome outcome;
    const char *const paths[] = {path};
    struct diag_sink sink = {no_problem, NULL};
    cr_assert_eq(ingest_run(store, paths, 1, &options, sink, &outcome, &err), 0, "%s", err.text);
    cr_expect_eq(outcome.n_paths_unusable, 0);
    char *CLEANUP(mem_freep) got =
        test_query(store, "select sum(c.n_lines), (select unblended from control_total),"
                          " dec_sum(c.unblended), dec_sum(c.amortized) from cost c");
    cr_expect_str_eq(got, expected);
    store_close(store);
}

Test(golden, a_daily_cur_2_cancels_to_the_last_digit)
{
    check_file("cur/scrubbed/cur2-daily-00001.csv",
               "1882|-0.0000000676|-0.0000000676|-0.0000000676\n");
}

Test(golden, an_hourly_legacy_report)
{
    check_file("cur/scrubbed/legacy-hourly-1.csv.gz",
               "19412|218.1678632876|218.1678632876|218.1678632876\n");
}

Test(golden, its_second_month_with_other_columns)
{
    check_file("cur/scrubbed/legacy-hourly-2.csv.gz", "2660|1.237035988|1.237035988|1.237035988\n");
}

Test(golden, a_report_with_amounts_in_scientific_notation)
{
    check_file("cur/finopsfoundation__focus_converters/focus_converter_base/tests/"
               "provider_config_tests/aws/sample-anonymous-aws-export-dataset.csv",
               "1281|1.6823086974|1.6823086974|1.6823086974\n");
}

Test(golden, amounts_with_more_digits_than_most_programs_keep)
{
    check_file("cur/project-koku__koku/extracted/koku-local/20180801-20180901/"
               "16e57707-f9e3-49be-8be6-b84e684b5194/koku-local-1.csv.gz",
               "13380|143227.76367818761501799105|143227.76367818761501799105|"
               "143227.76367818761501799105\n");
    check_file("cur/project-koku__koku/extracted/my-prefix/my-report/20180801-20180901/"
               "861af42f-713c-4a42-9562-9158a7625630/my-report-1.csv.gz",
               "6190|29684.780682464855373934184|29684.780682464855373934184|"
               "29684.780682464855373934184\n");
}
