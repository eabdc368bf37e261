/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "support/err.h"
#include "support/mem.h"

/* The points that a changed plan would not reach, as a sentence; "" if there are none. */
static void existing_points(const json_t *proposal, char *text, size_t size)
{
    const json_t *points = json_object_get(proposal, "existing_points");
    char saving[FIGURE_SIZE];
    figure_money(loaded_text(points, "saving"), saving);
    long long movable = json_integer_value(json_object_get(points, "movable"));
    long long all = json_integer_value(json_object_get(points, "points"));
    text[0] = '\0';
    if (movable > 0) {
        snprintf(text, size, "; moving %lld of the %lld points that are there saves %s more, once",
                 movable, all, saving);
    }
}

/* Proposals with one verdict, and why. */
static void print_proposals(const json_t *proposals, const char *verdict, const char *title)
{
    static const struct table_column columns[] = {
        {"kind", TABLE_TEXT},           {"to", TABLE_TEXT},         {"resource", TABLE_SHORTEN},
        {"GB", TABLE_NUMBER},           {"at worst", TABLE_NUMBER}, {"saves/month", TABLE_NUMBER},
        {"in 12 months", TABLE_NUMBER}, {"reason", TABLE_BELOW}};
    static const char *const figures[] = {"gb", "monthly_saving_low", "monthly_saving",
                                          "net_12_months"};
    enum { N_FIGURES = sizeof figures / sizeof *figures };
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t i = 0;
    json_t *p = NULL;
    json_array_foreach(proposals, i, p)
    {
        const char *mine = loaded_text(p, "verdict");
        if (!mine || strcmp(mine, verdict) != 0) {
            continue;
        }
        char resource[FIGURE_NAME_SIZE];
        char shown[N_FIGURES][FIGURE_SIZE];
        char points[FIGURE_SIZE + 100];
        figure_resource(loaded_text(p, "resource"), resource);
        for (size_t f = 0; f < N_FIGURES; f++) {
            figure_money(loaded_text(p, figures[f]), shown[f]);
        }
        existing_points(p, points, sizeof points);
        char *CLEANUP(mem_freep) reason = mem_format("%s%s", loaded_text(p, "reason"), points);
        const char *cells[] = {loaded_text(p, "kind"),
                               loaded_text(p, "to"),
                               resource,
                               shown[0],
                               shown[1],
                               shown[2],
                               shown[3],
                               reason};
        table_add(table, cells);
    }
    table_print(table, title);
}

int cmd_tiering(const struct options *options, struct err *err)
{
    json_t *CLEANUP(json_decrefp) result = NULL;
    int rc = loaded_analyse(options, &result, err);
    if (rc < 0) {
        return rc;
    }
    if (options->json) {
        static const char *const sections[] = {"tiering", NULL};
        rc = loaded_print_json(loaded_answer(result, sections), err);
        return rc < 0 ? rc : loaded_exit_code(result);
    }
    const json_t *tiering = json_object_get(result, "tiering");
    const json_t *proposals = json_object_get(tiering, "proposals");
    const char *currency = loaded_text(result, "currency");
    char saving[FIGURE_SIZE];
    figure_money(loaded_text(tiering, "net_monthly_saving"), saving);
    loaded_print_head(result, "storage tiering");
    printf("\nnet saving of what is proposed: %s %s a month%s\n", saving, currency ? currency : "",
           loaded_mark(tiering));
    loaded_print_missing(tiering);
    print_proposals(proposals, "accept", "proposed (--json has the change to make)");
    print_proposals(proposals, "held", "held back");
    print_proposals(proposals, "reject", "not worth it, or not possible");
    print_proposals(proposals, "cannot_tell", "cannot be told");
    return loaded_exit_code(result);
}
