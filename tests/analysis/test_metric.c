/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/explain.h"
#include "analysis/metric.h"
#include "analysis/metric_name.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define FACTS  SOURCE_DIR "/tests/analysis/spend/facts.sql"
#define POLICY SOURCE_DIR "/tests/analysis/spend/policy.json"

/* --- names ------------------------------------------------------------------- */

static json_t *invented(void)
{
    static const char text[] =
        "{\"month\": \"2024-09\", \"spend\": {\"dr_total\": \"1.00\","
        " \"by_tier\": [{\"tier\": \"t\", \"cost\": \"2.00\"}, {\"tier\": \"t.1\", \"cost\": \"3.00\"}],"
        " \"pairs\": [{\"a\": \"x\", \"b\": \"y\", \"cost\": \"4.00\"},"
        "             {\"a\": \"x\", \"b\": \"z\", \"cost\": \"5.00\"}]}}";
    return json_loads(text, 0, NULL);
}

static void expect_place(const char *name, const char *value, const char *pattern)
{
    struct metric_place CLEANUP(metric_place_release) place = METRIC_PLACE_INIT;
    json_t *result = invented();
    metric_place_find(result, name, &place);
    const char *found = json_string_value(place.value);
    cr_expect(value ? found && strcmp(found, value) == 0 : !place.value, "%s is %s", name,
              found ? found : "nothing");
    if (pattern) {
        cr_expect_str_eq(place.pattern.text, pattern);
    }
    json_decref(result);
}

Test(metric_name, is_the_place_in_the_result)
{
    expect_place("spend.dr_total", "1.00", "spend/dr_total");
    expect_place("spend.by_tier.t.cost", "2.00", "spend/by_tier/cost");
    expect_place("spend.by_tier.1.cost", "3.00", "spend/by_tier/cost");
    expect_place("spend.pairs.x/z.cost", "5.00", "spend/pairs/cost");
}

Test(metric_name, may_hold_dots_and_leave_the_cost_out)
{
    expect_place("spend.by_tier.t.1", "3.00", "spend/by_tier/cost");
    expect_place("spend.by_tier.t", "2.00", "spend/by_tier/cost");
    expect_place("spend.pairs.x/y", "4.00", "spend/pairs/cost");
}

Test(metric_name, that_means_several_or_nothing_finds_nothing)
{
    static const char *const names[] = {"",
                                        "spend",
                                        "spend.by_tier",
                                        "spend.pairs.x",
                                        "spend.by",
                                        "spend.by_tier.t.2",
                                        "spend.dr_total.x",
                                        ".",
                                        "spend.by_tier.99999999999"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        expect_place(names[i], NULL, NULL);
    }
}

Test(metric_name, of_a_member_is_as_short_as_it_can_be)
{
    json_t *result = invented();
    const json_t *spend = json_object_get(result, "spend");
    struct strbuf CLEANUP(strbuf_release) name = STRBUF_INIT;
    metric_element_name(json_object_get(spend, "by_tier"), 1, &name);
    cr_expect_str_eq(name.text, "t.1");
    metric_element_name(json_object_get(spend, "pairs"), 1, &name);
    cr_expect_str_eq(name.text, "x/z");
    json_decref(result);
}

/* --- figures ----------------------------------------------------------------- */

struct world {
    struct store *store;
    json_t *result;
};

static struct world analysed(const char *cost_basis)
{
    struct err err = ERR_INIT;
    struct world world = {test_store(), NULL};
    char *CLEANUP(mem_freep) sql = test_read(FACTS, NULL);
    cr_assert_eq(store_run(world.store, "facts", sql, &err), 0, "%s", err.text);
    struct analysis_options options = {.policy_path = POLICY, .cost_basis = cost_basis};
    cr_assert_eq(analysis_run(world.store, &options, &world.result, &err), 0, "%s", err.text);
    cr_assert_eq(explain_open(world.store, &err), 0, "%s", err.text);
    return world;
}

static void world_release(struct world *world)
{
    json_decref(world->result);
    store_close(world->store);
}

static json_t *explained(struct world *world, const char *name)
{
    struct err err = ERR_INIT;
    json_t *answer = NULL;
    cr_assert_eq(metric_explain(world->store, world->result, name, -1, &answer, &err), 0, "%s: %s",
                 name, err.text);
    cr_assert(json_is_object(answer), "%s", name);
    return answer;
}

Test(metric, every_figure_of_the_result_is_what_its_file_says)
{
    static const char *const bases[] = {"amortized", "unblended", "net-amortized", "list"};
    for (size_t b = 0; b < sizeof bases / sizeof *bases; b++) {
        struct world CLEANUP(world_release) world = analysed(bases[b]);
        json_t *names = metric_names(world.result);
        cr_expect_gt(json_array_size(names), 40);
        size_t i = 0;
        json_t *name = NULL;
        json_array_foreach(names, i, name)
        {
            json_t *answer = explained(&world, json_string_value(name));
            const json_t *agrees = json_object_get(answer, "agrees");
            cr_expect(json_is_true(agrees) || json_object_get(answer, "unchecked"),
                      "%s, %s: %s is computed as %s", bases[b], json_string_value(name),
                      json_string_value(json_object_get(answer, "value")),
                      json_string_value(json_object_get(answer, "computed")));
            json_decref(answer);
        }
        json_decref(names);
    }
}

Test(metric, part_of_a_shared_line_is_marked_and_adds_up)
{
    struct err err = ERR_INIT;
    struct world CLEANUP(world_release) world = analysed(NULL);
    /* One DR line is divided: a third of it goes to a tier of its own. */
    static const char share[] =
        "create temp table shared as select * from bill_line where mechanism is not null"
        " and month = (select month from run) and dec_cmp(cost, '0') > 0 order by cost_id limit 1;"
        "update bill_line set cost = dec_sub(cost, '0.01')"
        " where cost_id = (select cost_id from shared);"
        "update shared set cost = '0.01', tier = 'tier-x', method = 'lineage';"
        "insert into bill_line select * from shared;";
    cr_assert_eq(store_run(world.store, "share", share, &err), 0, "%s", err.text);
    json_t *answer = explained(&world, "spend.dr_total");
    cr_expect(json_is_true(json_object_get(answer, "agrees")));
    cr_expect_eq(json_integer_value(json_object_get(answer, "n_shared")), 0);
    json_decref(answer);
    json_array_append_new(json_object_get(json_object_get(world.result, "spend"), "by_tier"),
                          json_pack("{s:s, s:s}", "tier", "tier-x", "cost", "0.01"));
    answer = explained(&world, "spend.by_tier.tier-x");
    cr_expect(json_is_true(json_object_get(answer, "agrees")));
    cr_expect_eq(json_integer_value(json_object_get(answer, "n_shared")), 1);
    const json_t *fact = json_array_get(json_object_get(answer, "facts"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(fact, "amount")), "0.01");
    cr_expect(json_is_string(json_object_get(fact, "part_of")));
    json_decref(answer);
}

Test(metric, figure_that_is_wrong_does_not_agree)
{
    struct world CLEANUP(world_release) world = analysed(NULL);
    json_object_set_new(json_object_get(world.result, "spend"), "dr_total", json_string("1.00"));
    json_t *answer = explained(&world, "spend.dr_total");
    cr_expect(json_is_false(json_object_get(answer, "agrees")));
    json_decref(answer);
}
