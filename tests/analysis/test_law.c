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

/* What one analysis says, as the laws look at it. */
struct outcome {
    json_t *result;
    char *verdicts; /* "RULE|{resource: verdict, ...}\n", by rule */
    char *calls;    /* "RULE|call\n": what each rule needs or uses */
};

static void outcome_release(struct outcome *outcome)
{
    json_decref(outcome->result);
    free(outcome->verdicts);
    free(outcome->calls);
}

static struct outcome outcome_without(const char *db, const char *part, int64_t source)
{
    struct err err = ERR_INIT;
    size_t size = 0;
    char *CLEANUP(mem_freep) bytes = test_read(db, &size);
    test_write(part, bytes, size);
    struct store *CLEANUP(store_closep) store = NULL;
    cr_assert_eq(store_open(part, STORE_WRITE, &store, &err), 0, "%s", err.text);
    struct outcome outcome = {.result = analyse_without(store, source)};
    outcome.verdicts =
        test_query(store, "select r.id, json_group_object(coalesce(f.resource, ''), f.verdict)"
                          " from rule r left join (select * from finding order by rule, resource) f"
                          " on f.rule = r.id group by r.id");
    outcome.calls = test_query(store, "select distinct rule, call from rule_need");
    return outcome;
}

/* The line of a table that begins with `id` and a bar, without its end. */
static struct slice line_of(const char *text, const char *id)
{
    char *CLEANUP(mem_freep) start = mem_format("\n%s|", id);
    const char *found = strncmp(text, start + 1, strlen(start) - 1) == 0 ? text : NULL;
    if (!found && (found = strstr(text, start))) {
        found++;
    }
    cr_assert_not_null(found, "%s", id);
    return (struct slice){found, strcspn(found, "\n")};
}

/* A rule's verdicts change only with what it says it reads. */
static void check_touched(const struct outcome *before, const struct outcome *after,
                          const char *call)
{
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(rules_of(before->result), i, rule)
    {
        const char *id = text_of(rule, "id");
        struct slice was = line_of(before->verdicts, id);
        struct slice is = line_of(after->verdicts, id);
        bool touched = was.size != is.size || memcmp(was.text, is.text, is.size) != 0;
        char *CLEANUP(mem_freep) need = mem_format("%s|%s\n", id, call);
        cr_expect(!touched || strstr(before->calls, need),
                  "%s changes without %s, which it neither needs nor uses", id, call);
    }
}

/* What could be saved is a figure too: holds that nobody asked for are not "none". */
static void check_saving(const json_t *before, const json_t *after, const char *file)
{
    const json_t *was = json_object_get(before, "waste");
    const json_t *is = json_object_get(after, "waste");
    if (json_is_true(json_object_get(is, "complete"))) {
        cr_expect(!rose(was, is, "saving"), "the saving rose without %s", file);
    }
}

static void check_raised(json_t *before, json_t *after, const char *file)
{
    check_saving(before, after, file);
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(rules_of(after), i, rule)
    {
        const json_t *was = json_array_get(rules_of(before), i);
        const char *id = text_of(rule, "id");
        cr_assert_str_eq(id, text_of(was, "id"));
        if (json_is_true(json_object_get(rule, "complete"))) {
            cr_expect(!rose(was, rule, "coverage"), "%s rose without %s", id, file);
            cr_expect(!rose(was, rule, "coverage_by_cost"), "%s rose by cost without %s", id, file);
        } else {
            cr_expect_str_neq(text_of(rule, "verdict"), "pass", "%s", id);
        }
    }
    const json_t *was = json_object_get(json_object_get(before, "coverage"), "headline");
    const json_t *is = json_object_get(json_object_get(after, "coverage"), "headline");
    if (json_is_true(json_object_get(is, "complete"))) {
        cr_expect(!rose(was, is, "by_count"), "the headline rose without %s", file);
        cr_expect(!rose(was, is, "by_cost"), "the headline rose by cost without %s", file);
    }
}

/* "id|call|path\n" of the files to take away: one of each call and status, or, where the
 * environment has LAW_WHOLE, all. */
static char *files_to_take(const char *db)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = NULL;
    cr_assert_eq(store_open(db, STORE_READ, &store, &err), 0, "%s", err.text);
    return test_query(store, getenv("LAW_WHOLE")
                                 ? "select id, call, path from source where call is not null"
                                 : "select max(id), call, path from source where call is not null"
                                   " group by call, status");
}

Test(law, taking_a_file_away_raises_no_unmarked_figure_and_touches_what_needs_it, .timeout = 900)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) db = mem_format("%s/all.db", dir);
    char *CLEANUP(mem_freep) part = mem_format("%s/part.db", dir);
    load_example(db);
    struct outcome CLEANUP(outcome_release) all = outcome_without(db, part, 0);
    char *CLEANUP(mem_freep) files = files_to_take(db);
    int n_taken = 0;
    for (char *line = files, *end = NULL; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        char call[128] = "";
        long long id = 0;
        cr_assert_eq(sscanf(line, "%lld|%127[^|]", &id, call), 2, "%s", line);
        struct outcome CLEANUP(outcome_release) rest = outcome_without(db, part, id);
        check_raised(all.result, rest.result, line);
        check_touched(&all, &rest, call);
        n_taken++;
    }
    cr_expect_gt(n_taken, 60);
    test_remove_dir(dir);
}
