/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/analysis.h"
#include "analysis/explain.h"
#include "analysis/metric.h"
#include "cli/command.h"
#include "cli/explain.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "reports/figures.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

enum { DEFAULT_ROWS = 20 };

size_t explain_shown(const struct options *options, size_t n)
{
    size_t most = options->rows ? (size_t)strtoul(options->rows, NULL, 10) : DEFAULT_ROWS;
    return most && most < n ? most : n;
}

void explain_print_rest(size_t n, size_t shown, const char *what)
{
    if (shown < n) {
        printf("%zu more %s; --rows 0 or --json lists all\n", n - shown, what);
    }
}

/* --- what is meant ---------------------------------------------------------- */

enum kind { KIND_RULE, KIND_METRIC, KIND_RESOURCE, KIND_MATCHES };

/* One argument, explained. */
struct explained {
    enum kind kind;
    json_t *answer;
};

static const char *kind_name(enum kind kind)
{
    static const char *const names[] = {[KIND_RULE] = "rule",
                                        [KIND_METRIC] = "metric",
                                        [KIND_RESOURCE] = "resource",
                                        [KIND_MATCHES] = "matches"};
    return names[kind];
}

/* A name below which there are figures: says so. False if there are none. */
static bool names_several(const json_t *metrics, const char *name, struct err *err)
{
    const char *first = NULL;
    size_t n = 0;
    size_t i = 0;
    json_t *metric = NULL;
    json_array_foreach(metrics, i, metric)
    {
        const char *full = json_string_value(metric);
        if (name[0] && strncmp(full, name, strlen(name)) == 0 && full[strlen(name)] == '.') {
            first = n++ ? first : full;
        }
    }
    if (n > 0) {
        err_set(err, ERR_USAGE, "'%s' is no figure by itself; there are %zu below it, such as '%s'",
                name, n, first);
    }
    return n > 0;
}

/* What the user may have meant: a rule or a figure. */
static int unknown(const struct explaining *explaining, const char *name, struct err *err)
{
    const json_t *rules = json_object_get(json_object_get(explaining->result, "coverage"), "rules");
    json_t *CLEANUP(json_decrefp) metrics = metric_names(explaining->result);
    if (names_several(metrics, name, err)) {
        return ERR_USAGE;
    }
    size_t n_rules = json_array_size(rules);
    size_t n = n_rules + json_array_size(metrics);
    const char **CLEANUP(mem_freep) names = mem_array(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = i < n_rules ? loaded_text(json_array_get(rules, i), "id")
                               : json_string_value(json_array_get(metrics, i - n_rules));
    }
    const char *near = option_nearest(name, names);
    return FAIL(err, ERR_USAGE, "'%s' is no rule, figure or resource that is loaded%s%s%s", name,
                near ? "; did you mean '" : "", near ? near : "",
                near ? "'?" : "; see `drledger help explain`");
}

static int explain_as(const struct explaining *explaining, enum kind kind, const char *name,
                      struct explained *ret_explained, struct err *err)
{
    static int (*const read[])(const struct explaining *, const char *, json_t **,
                               struct err *) = {[KIND_RULE] = explain_rule_read,
                                                [KIND_METRIC] = explain_metric_read,
                                                [KIND_RESOURCE] = explain_resource_read};
    json_t *CLEANUP(json_decrefp) answer = NULL;
    int rc = read[kind](explaining, name, &answer, err);
    if (rc < 0 || !json_is_object(answer)) {
        return rc;
    }
    *ret_explained = (struct explained){kind, TAKE(answer)};
    return 1;
}

/* The answer is the caller's. 1, or negative. */
static int explain(const struct explaining *explaining, const char *name,
                   struct explained *ret_explained, struct err *err)
{
    json_t *CLEANUP(json_decrefp) matches = NULL;
    int rc = explain_as(explaining, KIND_RULE, name, ret_explained, err);
    if (rc != 0 || (rc = explain_as(explaining, KIND_METRIC, name, ret_explained, err)) != 0 ||
        (rc = explain_match(explaining->store, name, &matches, err)) < 0) {
        return rc;
    }
    const char *resource = loaded_text(json_array_get(matches, 0), "resource");
    if (json_array_size(matches) > 1) {
        *ret_explained = (struct explained){KIND_MATCHES, TAKE(matches)};
        return 1;
    }
    return resource ? explain_as(explaining, KIND_RESOURCE, resource, ret_explained, err)
                    : unknown(explaining, name, err);
}

/* --- output ----------------------------------------------------------------- */

static void print_matches(const json_t *matches)
{
    static const struct table_column columns[] = {{"resource", TABLE_TEXT}, {"type", TABLE_TEXT}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 2);
    size_t i = 0;
    json_t *match = NULL;
    json_array_foreach(matches, i, match)
    {
        const char *cells[] = {loaded_text(match, "resource"), loaded_text(match, "type")};
        table_add(table, cells);
    }
    table_print(table, "several resources are called so; explain one of");
}

static void print(const struct explaining *explaining, const struct explained *explained)
{
    switch (explained->kind) {
    case KIND_RULE:
        explain_rule_print(explaining, explained->answer);
        break;
    case KIND_METRIC:
        explain_figure_print(explaining, explained->answer);
        break;
    case KIND_RESOURCE:
        explain_resource_print(explaining, explained->answer);
        break;
    case KIND_MATCHES:
        print_matches(explained->answer);
        break;
    }
}

static int worse(int a, int b)
{
    return a == EXIT_MISSED || b == EXIT_MISSED ? EXIT_MISSED : a > b ? a : b;
}

/* What does not hold any more weighs more than what can no longer be seen. */
static int exit_code(const json_t *answer)
{
    static const char *const parts[] = {"own_cost_lines", "dr_cost_lines"};
    const json_t *reread = json_object_get(answer, "reread");
    if (json_is_false(json_object_get(answer, "agrees")) || loaded_int(reread, "changed") > 0 ||
        json_is_false(json_object_get(reread, "equal"))) {
        return EXIT_MISSED;
    }
    int code = loaded_int(reread, "gone") > 0 ? EXIT_PARTIAL : EXIT_DONE;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const json_t *part = json_object_get(answer, parts[i]);
        code = worse(code, part ? exit_code(part) : EXIT_DONE);
    }
    return code;
}

/* Explains every argument; in JSON one is the answer, several are the array "explained". */
static int explain_all(const struct explaining *explaining, struct err *err)
{
    const struct options *options = explaining->options;
    json_t *CLEANUP(json_decrefp) list = json_array();
    int code = loaded_exit_code(explaining->result);
    for (size_t i = 1; i < options->n_arguments; i++) {
        struct explained explained = {0};
        int rc = explain(explaining, options->arguments[i], &explained, err);
        if (rc < 0) {
            return rc;
        }
        code = worse(code, exit_code(explained.answer));
        if (!options->json) {
            if (i == 1) {
                loaded_print_head(explaining->result, "what is behind it");
            }
            print(explaining, &explained);
        }
        json_array_append_new(list,
                              json_pack("{s:o}", kind_name(explained.kind), explained.answer));
    }
    if (options->json) {
        json_t *out = loaded_answer(explaining->result, (const char *const[]){NULL});
        if (json_array_size(list) == 1) {
            json_object_update(out, json_array_get(list, 0));
        } else {
            json_object_set(out, "explained", list);
        }
        int rc = loaded_print_json(out, err);
        return rc < 0 ? rc : code;
    }
    return code;
}

/* Without an argument: the figures that can be explained. */
static int list_figures(const struct explaining *explaining, struct err *err)
{
    json_t *CLEANUP(json_decrefp) names = metric_names(explaining->result);
    if (explaining->options->json) {
        return loaded_print_json(json_pack("{s:O}", "figures", names), err);
    }
    size_t i = 0;
    json_t *name = NULL;
    json_array_foreach(names, i, name)
    {
        puts(json_string_value(name));
    }
    return EXIT_DONE;
}

int cmd_explain(const struct options *options, struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    json_t *CLEANUP(json_decrefp) result = NULL;
    struct analysis_options analysis = loaded_analysis_options(options);
    int rc = loaded_open(options->db, &store, err);
    if (rc < 0 || (rc = analysis_run(store, &analysis, &result, err)) < 0 ||
        (rc = explain_open(store, err)) < 0) {
        return rc;
    }
    json_object_set_new(result, "figures", figures_of(result));
    struct explaining explaining = {options, store, result};
    return options->n_arguments > 1 ? explain_all(&explaining, err)
                                    : list_figures(&explaining, err);
}
