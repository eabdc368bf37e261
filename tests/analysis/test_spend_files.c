/* SPDX-License-Identifier: Apache-2.0 */
/* The laws of the spend on real bills. */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <jansson.h>

#include "analysis/analysis.h"
#include "ingest/ingest.h"
#include "store/store.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

static void ignore(void *context, const struct diagnostic *problem)
{
    (void)context, (void)problem;
}

static struct decimal amount(const json_t *object, const char *key)
{
    struct decimal value = DECIMAL_ZERO;
    const char *text = json_string_value(json_object_get(object, key));
    cr_assert(text && decimal_read(slice_of(text), &value), "%s is no amount", key);
    return value;
}

static struct decimal sum(const json_t *rows, const char *key)
{
    struct decimal total = DECIMAL_ZERO;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        cr_assert(decimal_add(total, amount(json_array_get(rows, i), key), &total));
    }
    return total;
}

static json_t *analyse(const char *path, const char *basis)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    struct ingest_options ingest = {0};
    struct ingest_outcome outcome = {0};
    cr_assert_eq(
        ingest_run(store, &path, 1, &ingest, (struct diag_sink){ignore, NULL}, &outcome, &err), 0,
        "%s", err.text);
    cr_assert_gt(outcome.rows_kept, 0, "%s gave no rows", path);
    json_t *result = NULL;
    struct analysis_options options = {.cost_basis = basis};
    cr_assert_eq(analysis_run(store, &options, &result, &err), 0, "%s", err.text);
    return result;
}

static void expect_laws(const char *path)
{
    static const char *const arrays[] = {"by_tier",          "by_mechanism", "by_storage_class",
                                         "by_method",        "by_account",   "by_region",
                                         "by_application",   "by_resource",  "by_strategy",
                                         "by_tier_strategy", "lines"};
    json_t *result = analyse(path, "unblended");
    const json_t *spend = json_object_get(result, "spend");
    struct decimal dr = amount(spend, "dr_total");
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        struct decimal total = sum(json_object_get(spend, arrays[i]), "cost");
        cr_expect_eq(decimal_compare(total, dr), 0, "%s: %s does not add up", path, arrays[i]);
    }
    struct decimal invoiced = sum(json_object_get(spend, "reconciliation"), "unblended");
    cr_expect_eq(decimal_compare(invoiced, amount(spend, "bill_total")), 0,
                 "%s: the invoices do not add up to the bill", path);
    json_decref(result);
}

Test(spend_files, real_bills_add_up_in_every_direction)
{
    static const char *const files[] = {
        "cur/scrubbed/legacy-hourly-1.csv.gz",
        "cur/scrubbed/cur2-daily-00001.csv",
        "cur/finopsfoundation__focus_converters/focus_converter_base/tests/provider_config_tests/"
        "aws/sample-anonymous-aws-export-dataset.csv",
        "cur/FinOps-Open-Cost-and-Usage-Spec__FOCUS-Sample-Data/FOCUS-1.0/focus_sample.csv",
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *CLEANUP(mem_freep) path = test_shared_data(files[i]);
        if (path) {
            expect_laws(path);
            n++;
        }
    }
    if (n == 0) {
        cr_skip("the real bills are not beside the project");
    }
}

Test(spend_files, the_example_organisation_adds_up_too)
{
    expect_laws(SOURCE_DIR "/examples/organization");
}
