/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/metric.h"

#include <string.h>

#include "analysis/metric_name.h"
#include "analysis/query.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"

extern const struct asset analysis_assets[];

static void json_free(json_t **owner)
{
    json_decref(*owner);
}

/* --- the file of a figure ---------------------------------------------------- */

enum { METRIC_INPUTS_MAX = 16 };

struct metric {
    const struct asset *file;
    struct arena arena;
    const char *what;
    const char *basis;
    const char *formula;
    const char *unchecked;
    const char *inputs[METRIC_INPUTS_MAX];
    size_t n_inputs;
    bool has_select;
};

static void metric_release(struct metric *metric)
{
    arena_release(&metric->arena);
}

static const struct asset *metric_file(const char *pattern)
{
    char *CLEANUP(mem_freep) name = mem_format("explain/metric/%s.sql", pattern);
    return asset_find(analysis_assets, name);
}

/* One line of front matter, without its dashes. */
static int read_entry(struct metric *metric, struct slice line, struct err *err)
{
    const struct {
        const char *word;
        const char **member;
    } words[] = {
        {"what: ", &metric->what},
        {"basis: ", &metric->basis},
        {"formula: ", &metric->formula},
        {"unchecked: ", &metric->unchecked},
        {"input: ", &metric->inputs[metric->n_inputs]},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct slice word = slice_of(words[i].word);
        if (slice_starts(line, word)) {
            *words[i].member = arena_slice_dup(&metric->arena, slice_from(line, word.size));
            metric->n_inputs += words[i].member == &metric->inputs[metric->n_inputs];
            if (metric->n_inputs == METRIC_INPUTS_MAX) {
                return FAIL(err, ERR_BUG, "%s: has too many inputs", metric->file->name);
            }
            return 0;
        }
    }
    return FAIL(err, ERR_BUG, "%s: unknown front matter '%.*s'", metric->file->name, (int)line.size,
                line.text);
}

static int read_metric(const struct asset *file, struct metric *ret_metric, struct err *err)
{
    struct metric *metric = ret_metric;
    metric->file = file;
    struct slice rest = {file->text, file->size};
    while (rest.size && !metric->has_select) {
        const char *end = memchr(rest.text, '\n', rest.size);
        struct slice line = {rest.text, end ? (size_t)(end - rest.text) : rest.size};
        if (slice_starts(line, SLICE_LITERAL("-- "))) {
            int rc = read_entry(metric, slice_from(line, 3), err);
            if (rc < 0) {
                return rc;
            }
        } else {
            metric->has_select = line.size > 0;
        }
        rest = slice_from(rest, line.size + (end != NULL));
    }
    return metric->what ? 0 : FAIL(err, ERR_BUG, "%s: does not say what it is", file->name);
}

/* --- inputs ------------------------------------------------------------------ */

/* `text` with {member} replaced by what the place's keys hold and {self} by its element. */
static char *with_names(const char *text, const struct metric_place *place)
{
    struct strbuf out = STRBUF_INIT;
    for (const char *open; (open = strchr(text, '{')); text = strchr(open, '}') + 1) {
        size_t size = strcspn(open + 1, "}");
        struct slice word = {open + 1, size};
        strbuf_add(&out, text, (size_t)(open - text));
        const char *value = slice_is(word, "self")
                                ? place->element.text
                                : json_string_value(json_object_getn(place->keys, open + 1, size));
        strbuf_adds(&out, value ? value : "");
    }
    strbuf_adds(&out, text);
    return strbuf_detach(&out);
}

static void add_input(json_t *inputs, const char *name, const json_t *value)
{
    json_array_append_new(inputs, json_pack("{s:s, s:O?}", "input", name, "value", value));
}

/* Whether a list's member meets "verdict=accept"; an empty condition is met. */
static bool meets(const json_t *element, struct slice condition)
{
    const char *equals = memchr(condition.text, '=', condition.size);
    if (!equals) {
        return true;
    }
    size_t size = (size_t)(equals - condition.text);
    const char *value = json_string_value(json_object_getn(element, condition.text, size));
    return value && slice_is(slice_from(condition, size + 1), value);
}

/* list[condition].member: one input for each member of the list that meets it. */
static void add_listed(const json_t *result, const char *text, const char *open, json_t *inputs)
{
    struct metric_place CLEANUP(metric_place_release) unused = METRIC_PLACE_INIT;
    char *CLEANUP(mem_freep) path = mem_slice_dup((struct slice){text, (size_t)(open - text)});
    struct slice condition = {open + 1, strcspn(open + 1, "]")};
    const char *member = open + condition.size + strlen("[].");
    const json_t *list = result;
    for (char *step = path; step; step = strchr(step, '.') ? strchr(step, '.') + 1 : NULL) {
        list = json_object_getn(list, step, strcspn(step, "."));
    }
    struct strbuf CLEANUP(strbuf_release) name = STRBUF_INIT;
    size_t i = 0;
    json_t *element = NULL;
    json_array_foreach(list, i, element)
    {
        const json_t *value = json_object_get(element, member);
        if (meets(element, condition) && value && !json_is_null(value)) {
            metric_element_name(list, i, &name);
            char *CLEANUP(mem_freep) full = mem_format("%s.%s.%s", path, name.text, member);
            add_input(inputs, full, value);
        }
    }
}

/* The declared inputs with their values. Their last names are added to the place's keys. */
static json_t *read_inputs(const json_t *result, const struct metric *metric,
                           struct metric_place *place)
{
    json_t *inputs = json_array();
    for (size_t i = 0; i < metric->n_inputs; i++) {
        char *CLEANUP(mem_freep) name = with_names(metric->inputs[i], place);
        const char *open = strchr(name, '[');
        if (open) {
            add_listed(result, name, open, inputs);
            continue;
        }
        struct metric_place CLEANUP(metric_place_release) input = METRIC_PLACE_INIT;
        metric_place_find(result, name, &input);
        add_input(inputs, name, input.value);
        if (input.value) {
            json_object_set(place->keys, strrchr(name, '.') + 1, (json_t *)input.value);
        }
    }
    return inputs;
}

/* --- what the file's SELECT gives --------------------------------------------- */

static bool add_amount(const json_t *text, struct decimal *sum)
{
    struct decimal value = DECIMAL_ZERO;
    const char *amount = json_string_value(text);
    return amount && decimal_read(slice_of(amount), &value) && decimal_add(*sum, value, sum);
}

static json_t *amount_json(struct decimal value)
{
    char text[DECIMAL_TEXT_SIZE];
    decimal_format(value, 0, text);
    return json_string(text);
}

/* The sum of the inputs; null where one is no amount. */
static json_t *sum_inputs(const json_t *inputs)
{
    struct decimal sum = DECIMAL_ZERO;
    size_t i = 0;
    json_t *input = NULL;
    json_array_foreach(inputs, i, input)
    {
        if (!add_amount(json_object_get(input, "value"), &sum)) {
            return json_null();
        }
    }
    return amount_json(sum);
}

/* Fills the table `explained` with what the SELECT names and describes it. */
static int collect_facts(struct store *store, const struct metric *metric, const json_t *keys,
                         json_t *answer, struct err *err)
{
    char *CLEANUP(mem_freep) sql =
        mem_format("insert into explained select x.cost_id, dec_sum(x.part),"
                   " case :basis when 'usage' then c.usage when 'unblended' then c.unblended"
                   " when 'net' then c.net when 'net-amortized' then c.net_amortized"
                   " when 'list' then c.list else c.amortized end\nfrom (\n%s\n) x"
                   " join cost c on c.id = x.cost_id group by x.cost_id",
                   metric->file->text);
    json_t *CLEANUP(json_free) none = NULL;
    int rc = query_array_of(store, metric->file->name, sql, keys, &none, err);
    if (rc < 0 || (rc = query_sections_of(store, "explain/facts", keys, answer, err)) < 0) {
        return rc;
    }
    json_object_set(answer, "computed", json_object_get(answer, "sum"));
    return 0;
}

/* The column `value` is the figure; what else the row holds goes into it. */
static void take_value(const json_t *row, json_t *answer)
{
    json_object_set_new(answer, "computed", json_null());
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)row, name, value)
    {
        if (strcmp(name, "value") == 0) {
            json_object_set(answer, "computed", value);
        } else if (!json_is_null(value)) {
            add_input(json_object_get(answer, "inputs"), name, value);
        }
    }
}

static int run_select(struct store *store, const struct metric *metric, const json_t *keys,
                      json_t *answer, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, metric->file->name, metric->file->text, &stmt, err);
    if (rc < 0) {
        return rc;
    }
    if (strcmp(stmt_column_name(stmt, 0), "cost_id") == 0) {
        return collect_facts(store, metric, keys, answer, err);
    }
    bool listed = strcmp(stmt_column_name(stmt, 0), "input") == 0;
    json_t *CLEANUP(json_free) rows = NULL;
    rc = query_array_of(store, metric->file->name, metric->file->text, keys, &rows, err);
    if (rc == 0 && listed) {
        json_object_set(answer, "inputs", rows);
        json_object_set_new(answer, "computed", sum_inputs(rows));
    } else if (rc == 0) {
        take_value(json_array_get(rows, 0), answer);
    }
    return rc;
}

/* --- a figure ---------------------------------------------------------------- */

static bool same_amount(const json_t *a, const json_t *b)
{
    struct decimal x = DECIMAL_ZERO;
    struct decimal y = DECIMAL_ZERO;
    return add_amount(a, &x) && add_amount(b, &y) && decimal_compare(x, y) == 0;
}

static int explain(struct store *store, const json_t *result, const struct metric *metric,
                   struct metric_place *place, json_t *answer, struct err *err)
{
    json_t *inputs = read_inputs(result, metric, place);
    json_object_set_new(answer, "inputs", inputs);
    json_object_set_new(answer, "computed", json_null());
    int rc = 0;
    if (metric->has_select) {
        rc = run_select(store, metric, place->keys, answer, err);
    } else if (!metric->unchecked) {
        json_object_set_new(answer, "computed", sum_inputs(inputs));
    }
    const json_t *computed = json_object_get(answer, "computed");
    bool checked = !metric->unchecked && !json_is_null(place->value);
    json_object_set_new(answer, "agrees",
                        checked ? json_boolean(same_amount(place->value, computed)) : json_null());
    return rc;
}

int metric_explain(struct store *store, const json_t *result, const char *name, int64_t n_shown,
                   json_t **ret_answer, struct err *err)
{
    struct metric_place CLEANUP(metric_place_release) place = METRIC_PLACE_INIT;
    struct metric CLEANUP(metric_release) metric = {0};
    metric_place_find(result, name, &place);
    const struct asset *file = place.value ? metric_file(place.pattern.text) : NULL;
    if (!file) {
        *ret_answer = json_null();
        return 0;
    }
    int rc = read_metric(file, &metric, err);
    if (rc < 0 || (rc = store_run(store, "explained", "delete from explained", err)) < 0) {
        return rc;
    }
    const char *basis =
        metric.basis ? metric.basis : json_string_value(json_object_get(result, "cost_basis"));
    json_t *CLEANUP(json_free) answer = json_pack(
        "{s:s, s:s, s:O, s:s, s:s?, s:s?}", "metric", place.name.text, "what", metric.what, "value",
        place.value, "basis", basis, "formula", metric.formula, "unchecked", metric.unchecked);
    json_object_set_new(place.keys, "basis", json_string(basis));
    json_object_set_new(place.keys, "limit", json_integer(n_shown));
    rc = explain(store, result, &metric, &place, answer, err);
    if (rc == 0) {
        *ret_answer = TAKE(answer);
    }
    return rc;
}

/* --- all names --------------------------------------------------------------- */

enum { NAMED_MAX = 1000 }; /* members of a list of more are not named one by one */

static void add_names(const json_t *value, const char *name, const char *pattern, json_t *names)
{
    struct strbuf CLEANUP(strbuf_release) step = STRBUF_INIT;
    const char *key = NULL;
    json_t *member = NULL;
    size_t i = 0;
    json_object_foreach((json_t *)value, key, member)
    {
        char *CLEANUP(mem_freep) n = mem_format("%s%s%s", name, *name ? "." : "", key);
        char *CLEANUP(mem_freep) p = mem_format("%s%s%s", pattern, *pattern ? "/" : "", key);
        add_names(member, n, p, names);
    }
    json_array_foreach(value, i, member)
    {
        if (json_is_object(member) && json_array_size(value) <= NAMED_MAX) {
            metric_element_name(value, i, &step);
            char *CLEANUP(mem_freep) n = mem_format("%s.%s", name, step.text);
            add_names(member, n, pattern, names);
        }
    }
    if (json_is_string(value) && metric_file(pattern)) {
        json_array_append_new(names, json_string(name));
    }
}

json_t *metric_names(const json_t *result)
{
    json_t *names = json_array();
    add_names(result, "", "", names);
    return names;
}
