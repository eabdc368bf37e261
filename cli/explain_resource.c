/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/explain.h"
#include "cli/explain.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/recheck.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

static void print_fact(const char *label, const char *text)
{
    if (text && text[0]) {
        char *CLEANUP(mem_freep) line = mem_format("%-14s %s", label, text);
        table_print_text(line);
    }
}

/* A duration of the answer beside its target; "-" where there is none. */
static void print_durations(const json_t *answer, const char *label, const char *shown_key,
                            const char *target_key)
{
    char shown[FIGURE_SIZE] = "not known";
    char target[FIGURE_SIZE] = "none";
    if (json_is_integer(json_object_get(answer, shown_key))) {
        figure_duration(loaded_int(answer, shown_key), shown);
    }
    if (json_is_integer(json_object_get(answer, target_key))) {
        figure_duration(loaded_int(answer, target_key), target);
    }
    printf("%-14s %s; target %s\n", label, shown, target);
}

static void print_costs(const json_t *answer, const char *currency)
{
    static const char *const keys[][2] = {{"own_cost", "own cost"}, {"dr_cost", "DR cost"}};
    for (size_t i = 0; i < 2; i++) {
        char money[FIGURE_SIZE];
        const char *amount = loaded_text(answer, keys[i][0]);
        figure_money(amount, money);
        printf("%-14s %s %s\n", keys[i][1], amount ? money : "the bill does not tell",
               amount && currency ? currency : "");
    }
}

static void print_what(const json_t *answer, const char *currency)
{
    const char *tier = loaded_text(answer, "tier");
    const char *because = loaded_text(answer, "tier_because");
    const char *type = loaded_text(answer, "type");
    printf("\n%s%s%s\n", terminal_ink(INK_BOLD), loaded_text(answer, "resource"),
           terminal_ink(INK_PLAIN));
    if (!type) {
        puts("no resource of the inventory; this is what rules and bill say of it");
        return;
    }
    char *CLEANUP(mem_freep) assigned =
        mem_format("%s%s%s", tier ? tier : "none", because ? ": " : "", because ? because : "");
    print_fact("type", type);
    print_fact("account", loaded_text(answer, "account"));
    print_fact("region", loaded_text(answer, "region"));
    print_fact("application", loaded_text(answer, "application"));
    print_fact("tier", assigned);
    print_fact("state", loaded_text(answer, "state"));
    print_fact("because", loaded_text(answer, "reason"));
    print_fact("out of scope", loaded_text(answer, "out_reason"));
    if (loaded_text(answer, "belongs_to") &&
        strcmp(loaded_text(answer, "belongs_to"), loaded_text(answer, "resource")) != 0) {
        print_fact("belongs to", loaded_text(answer, "belongs_to"));
    }
    print_durations(answer, "RPO achieved", "rpo_achieved", "rpo_target");
    print_durations(answer, "RTO shown", "rto_shown", "rto_target");
    print_costs(answer, currency);
}

/* A table of what an array of the answer holds: the first of `keys` as a word, the others as
 * text, and the evidence. */
static void print_array(const struct options *options, const json_t *answer, const char *name,
                        const char *const *keys)
{
    const struct table_column columns[] = {{keys[0], TABLE_STATE},
                                           {"what it is, and the evidence", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 2);
    const json_t *rows = json_object_get(answer, name);
    size_t shown = explain_shown(options, json_array_size(rows));
    for (size_t i = 0; i < shown; i++) {
        const json_t *row = json_array_get(rows, i);
        struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
        for (const char *const *key = keys + 1; *key; key++) {
            const char *value = loaded_text(row, *key);
            if (value && value[0]) {
                strbuf_addf(&text, "%s%s", text.size ? "  " : "", value);
            }
        }
        const char *cells[] = {loaded_text(row, keys[0]), text.text};
        table_add(table, cells);
        recheck_add(table, json_object_get(row, "evidence"));
    }
    table_print(table, name);
    explain_print_rest(json_array_size(rows), shown, name);
}

/* The lines of the bill behind the two costs; none where the bill has none. */
static void print_lines(const json_t *answer)
{
    static const char *const keys[][2] = {{"own_cost_lines", "own cost"},
                                          {"dr_cost_lines", "DR cost"}};
    for (size_t i = 0; i < 2; i++) {
        const json_t *lines = json_object_get(answer, keys[i][0]);
        if (loaded_int(lines, "n_facts") > 0) {
            explain_metric_print(lines, keys[i][1]);
        }
    }
}

void explain_resource_print(const struct explaining *explaining, const json_t *answer)
{
    static const char *const plan[] = {"name",   "plan",   "selection", "account",
                                       "region", "effect", NULL};
    static const char *const point[] = {"kind",    "created_at", "status", "origin",
                                        "account", "region",     "point",  NULL};
    static const char *const restore[] = {"status", "completed_at", "kind", "validation", NULL};
    static const char *const finding[] = {"verdict",   "rule",   "overlay",
                                          "exception", "reason", NULL};
    static const struct table_column columns[] = {
        {"file, digest, and what stands there", TABLE_WRAP}};
    print_what(answer, loaded_text(explaining->result, "currency"));
    struct table *CLEANUP(table_freep) own = table_new(columns, 1);
    recheck_add(own, json_object_get(answer, "evidence"));
    table_print(own, "evidence of its state");
    print_array(explaining->options, answer, "plans", plan);
    print_array(explaining->options, answer, "points", point);
    print_array(explaining->options, answer, "restores", restore);
    print_array(explaining->options, answer, "findings", finding);
    print_lines(answer);
    recheck_print(answer);
}

/* Adds the lines behind one of the resource's costs: the first of the figures called
 * `before` + resource + `behind` that the result has. */
static int add_lines(const struct explaining *explaining, const char *const names[][2],
                     const char *key, json_t *answer, struct err *err)
{
    json_t *CLEANUP(json_decrefp) lines = json_null();
    int rc = 0;
    for (size_t i = 0; rc == 0 && names[i][0] && json_is_null(lines); i++) {
        char *CLEANUP(mem_freep) name =
            mem_format("%s%s%s", names[i][0], loaded_text(answer, "resource"), names[i][1]);
        rc = explain_metric_read(explaining, name, &lines, err);
    }
    json_object_set(answer, key, lines);
    return rc;
}

int explain_resource_read(const struct explaining *explaining, const char *resource,
                          json_t **ret_answer, struct err *err)
{
    /* What is out of scope, or known to the bill alone, is no row of "resources". */
    static const char *const own_cost[][2] = {{"resources.", ".own_cost"}, {NULL, NULL}};
    static const char *const dr_cost[][2] = {
        {"resources.", ".dr_cost"}, {"spend.by_resource.", ".cost"}, {NULL, NULL}};
    json_t *CLEANUP(json_decrefp) answer = NULL;
    int rc = explain_resource(explaining->store, resource, &answer, err);
    if (rc < 0) {
        return rc;
    }
    recheck_files(answer);
    if ((rc = add_lines(explaining, own_cost, "own_cost_lines", answer, err)) < 0 ||
        (rc = add_lines(explaining, dr_cost, "dr_cost_lines", answer, err)) < 0) {
        return rc;
    }
    *ret_answer = TAKE(answer);
    return 0;
}
