/* SPDX-License-Identifier: Apache-2.0 */
/* Laws that hold for all rules together, on the example organisation: with nothing
 * loaded nothing is claimed, and taking an inventory file away never raises a figure
 * that is not marked as incomplete. */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "ingest/ingest.h"
#include "store/store.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

static json_t *rules_of(json_t *result)
{
    return json_object_get(json_object_get(result, "coverage"), "rules");
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

Test(law, with_nothing_loaded_every_rule_is_insufficient_data_without_a_figure)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = test_store();
    json_t *result = NULL;
    struct analysis_options options = {0};
    cr_assert_eq(analysis_run(store, &options, &result, &err), 0, "%s", err.text);
    cr_assert_eq(json_array_size(rules_of(result)), 25);
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(rules_of(result), i, rule)
    {
        cr_expect_str_eq(text_of(rule, "verdict"), "insufficient_data", "%s", text_of(rule, "id"));
        cr_expect(json_is_null(json_object_get(rule, "coverage")), "%s", text_of(rule, "id"));
        cr_expect(json_is_null(json_object_get(rule, "coverage_by_cost")));
    }
    json_decref(result);
}

static void ignore(void *context, const struct diagnostic *problem)
{
    (void)context, (void)problem;
}

static void load_example(const char *db)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = NULL;
    cr_assert_eq(store_open(db, STORE_WRITE, &store, &err), 0, "%s", err.text);
    char *CLEANUP(mem_freep) inventory =
        mem_format("%s/examples/organization/inventory", SOURCE_DIR);
    char *CLEANUP(mem_freep) bills =
        mem_format("%s/examples/organization/bills/meridian-cur2", SOURCE_DIR);
    const char *paths[] = {inventory, bills};
    struct ingest_options options = {0};
    struct ingest_outcome outcome = {0};
    struct diag_sink sink = {ignore, NULL};
    cr_assert_eq(ingest_run(store, paths, 2, &options, sink, &outcome, &err), 0, "%s", err.text);
    cr_assert_eq(outcome.n_paths_unusable, 0);
}

/* The analysis of the loaded example without one of its files (0: with all). */
static json_t *analyse_without(struct store *store, int64_t source)
{
    struct err err = ERR_INIT;
    char *CLEANUP(mem_freep) policy =
        mem_format("%s/examples/organization/policy.json", SOURCE_DIR);
    char *CLEANUP(mem_freep) remove =
        mem_format("delete from source where id = %lld", (long long)source);
    cr_assert_eq(store_run(store, "remove", remove, &err), 0, "%s", err.text);
    json_t *result = NULL;
    struct analysis_options options = {.policy_path = policy, .as_of = "2024-10-01T05:00:00Z"};
    cr_assert_eq(analysis_run(store, &options, &result, &err), 0, "%s", err.text);
    return result;
}

static bool rose(const json_t *before, const json_t *after, const char *key)
{
    const char *was = text_of(before, key);
    const char *is = text_of(after, key);
    struct decimal a = DECIMAL_ZERO;
    struct decimal b = DECIMAL_ZERO;
    if (!is) {
        return false;
    }
    cr_assert(decimal_read(slice_of(is), &b));
    cr_assert(!was || decimal_read(slice_of(was), &a));
    return !was || decimal_compare(b, a) > 0;
}

static void compare(json_t *before, json_t *after, int64_t source)
{
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(rules_of(after), i, rule)
    {
        const json_t *was = json_array_get(rules_of(before), i);
        const char *id = text_of(rule, "id");
        cr_assert_str_eq(id, text_of(was, "id"));
        if (json_is_true(json_object_get(rule, "complete"))) {
            cr_expect(!rose(was, rule, "coverage"), "%s rose without source %lld", id,
                      (long long)source);
            cr_expect(!rose(was, rule, "coverage_by_cost"), "%s rose by cost without source %lld",
                      id, (long long)source);
        } else {
            cr_expect_str_neq(text_of(rule, "verdict"), "pass", "%s", id);
        }
    }
}

Test(law, taking_a_file_away_never_raises_a_figure_that_is_not_marked, .timeout = 100)
{
    enum { STEP = 16 };
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) db = mem_format("%s/all.db", dir);
    char *CLEANUP(mem_freep) part = mem_format("%s/part.db", dir);
    load_example(db);
    size_t size = 0;
    char *CLEANUP(mem_freep) bytes = test_read(db, &size);
    struct err err = ERR_INIT;
    json_t *all = NULL;
    int n_taken = 0;
    for (int64_t source = 0; source < 10000; source += STEP) {
        test_write(part, bytes, size);
        struct store *CLEANUP(store_closep) store = NULL;
        cr_assert_eq(store_open(part, STORE_WRITE, &store, &err), 0, "%s", err.text);
        char *CLEANUP(mem_freep) exists = mem_format(
            "select count(*) from source where id = %lld and call is not null", (long long)source);
        char *CLEANUP(mem_freep) n = test_query(store, exists);
        if (source != 0 && strcmp(n, "1\n") != 0) {
            break;
        }
        json_t *result = analyse_without(store, source);
        if (!all) {
            all = result;
            continue;
        }
        compare(all, result, source);
        json_decref(result);
        n_taken++;
    }
    cr_expect_gt(n_taken, 8);
    json_decref(all);
    test_remove_dir(dir);
}
