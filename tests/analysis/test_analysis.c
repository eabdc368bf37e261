/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "store/store.h"
#include "support/err.h"
#include "tests/lib/testlib.h"

Test(analysis, with_nothing_loaded_there_is_no_month_and_no_figure)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    json_t *result = NULL;
    struct analysis_options options = {0};
    cr_assert_eq(analysis_run(store, &options, &result, &err), 0, "%s", err.text);
    cr_assert(json_is_null(json_object_get(result, "month")));
    cr_assert(json_is_null(json_object_get(result, "as_of")));
    cr_assert_eq(json_array_size(json_object_get(result, "sources")), 0);
    json_decref(result);
}
