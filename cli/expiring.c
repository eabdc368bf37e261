/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/expiring.h"

#include <stdio.h>

#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "support/err.h"
#include "support/mem.h"

/* Those of the result's "expiring" that end in `days` or earlier: a new array. */
static json_t *within(const json_t *result, int64_t days)
{
    json_t *list = json_array();
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(json_object_get(result, "expiring"), i, entry)
    {
        if (loaded_int(entry, "days") <= days) {
            json_array_append(list, entry);
        }
    }
    return list;
}

static void print_entry(struct table *table, const json_t *entry)
{
    char days[FIGURE_SIZE];
    figure_count(loaded_int(entry, "days"), days);
    const char *cells[] = {loaded_text(entry, "ends_on"), days,
                           loaded_text(entry, "kind"),    loaded_text(entry, "id"),
                           loaded_text(entry, "about"),   loaded_text(entry, "who")};
    table_add(table, cells);
}

int expiring_print(const struct options *options, const json_t *result, struct err *err)
{
    static const struct table_column columns[] = {
        {"ends on", TABLE_TEXT}, {"days left", TABLE_NUMBER}, {"what", TABLE_TEXT},
        {"id", TABLE_SHORTEN},   {"of", TABLE_TEXT},          {"owner or author", TABLE_WRAP}};
    int64_t days = strtoll(options->expiring_in, NULL, 10);
    json_t *CLEANUP(json_decrefp) list = within(result, days);
    if (options->json) {
        json_t *out = loaded_answer(result, (const char *const[]){NULL});
        json_object_set_new(out, "expiring_in", json_integer(days));
        json_object_set(out, "expiring", list);
        int rc = loaded_print_json(out, err);
        return rc < 0 ? rc : loaded_exit_code(result);
    }
    loaded_print_head(result, "what ends soon");
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(list, i, entry)
    {
        print_entry(table, entry);
    }
    table_print(table, NULL);
    if (json_array_size(list) == 0) {
        printf("\nnothing ends within %s days\n", options->expiring_in);
    }
    return loaded_exit_code(result);
}
