/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

/* Inventory answers that came in whole: too many to list without being asked. */
static bool is_plain_answer(const json_t *source)
{
    const char *status = loaded_text(source, "status");
    return loaded_text(source, "call") && status &&
           (strcmp(status, "ok") == 0 || strcmp(status, "empty") == 0 ||
            strcmp(status, "not_configured") == 0);
}

static void print_files(const json_t *sources, bool all)
{
    static const struct table_column columns[] = {
        {"file", TABLE_SHORTEN}, {"format", TABLE_TEXT},     {"status", TABLE_STATE},
        {"rows", TABLE_NUMBER},  {"rejected", TABLE_NUMBER}, {"control total", TABLE_NUMBER},
    };
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t n_hidden = 0;
    size_t i = 0;
    json_t *source = NULL;
    json_array_foreach(sources, i, source)
    {
        if (!all && is_plain_answer(source)) {
            n_hidden++;
            continue;
        }
        char rows[FIGURE_SIZE];
        char rejected[FIGURE_SIZE];
        char total[FIGURE_SIZE];
        figure_count(loaded_int(source, "rows_kept"), rows);
        figure_count(loaded_int(source, "rows_rejected"), rejected);
        figure_money(loaded_text(source, "control_total"), total);
        const char *cells[] = {loaded_text(source, "path"),
                               loaded_text(source, "format"),
                               loaded_text(source, "status"),
                               rows,
                               rejected,
                               loaded_text(source, "control_total") ? total : ""};
        table_add(table, cells);
    }
    table_print(table, "files");
    if (n_hidden > 0) {
        printf("%s%zu more answers of AWS calls came in whole; -v or --json lists them\n",
               n_hidden < i ? "" : "\n", n_hidden);
    }
}

/* How the calls of one account and region went. */
struct scope {
    const char *account;
    const char *region;
    int64_t n_calls;
    int64_t n_denied;
    int64_t n_failed;
    int64_t n_truncated;
    const char *newest;
};

static void count_call(struct scope *scope, const json_t *source)
{
    const char *status = loaded_text(source, "status");
    const char *newest = loaded_text(source, "newest_event");
    scope->n_calls++;
    scope->n_denied += strcmp(status, "denied") == 0;
    scope->n_failed += strcmp(status, "failed") == 0;
    scope->n_truncated += strcmp(status, "truncated") == 0;
    if (newest && (!scope->newest || strcmp(newest, scope->newest) > 0)) {
        scope->newest = newest;
    }
}

static void add_scope(struct table *table, const struct scope *scope)
{
    char calls[FIGURE_SIZE];
    char denied[FIGURE_SIZE];
    char failed[FIGURE_SIZE];
    char truncated[FIGURE_SIZE];
    figure_count(scope->n_calls, calls);
    figure_count(scope->n_denied, denied);
    figure_count(scope->n_failed, failed);
    figure_count(scope->n_truncated, truncated);
    const char *cells[] = {scope->account, scope->region, calls,        denied,
                           failed,         truncated,     scope->newest};
    table_add(table, cells);
}

struct scopes {
    struct scope *items;
    size_t n;
    size_t capacity;
};

static struct scope *find_scope(struct scopes *scopes, const char *account, const char *region)
{
    for (size_t i = 0; i < scopes->n; i++) {
        if (strcmp(scopes->items[i].account, account) == 0 &&
            strcmp(scopes->items[i].region, region) == 0) {
            return &scopes->items[i];
        }
    }
    mem_reserve((void **)&scopes->items, &scopes->capacity, scopes->n + 1, sizeof *scopes->items);
    scopes->items[scopes->n] = (struct scope){.account = account, .region = region};
    return &scopes->items[scopes->n++];
}

static void print_scopes(const json_t *sources)
{
    static const struct table_column columns[] = {
        {"account", TABLE_TEXT},      {"region", TABLE_TEXT},   {"answers", TABLE_NUMBER},
        {"denied", TABLE_NUMBER},     {"failed", TABLE_NUMBER}, {"truncated", TABLE_NUMBER},
        {"newest event", TABLE_TEXT},
    };
    struct scopes scopes = {0};
    size_t i = 0;
    json_t *source = NULL;
    json_array_foreach(sources, i, source)
    {
        const char *account = loaded_text(source, "account");
        const char *region = loaded_text(source, "region");
        if (account && region && loaded_text(source, "call")) {
            count_call(find_scope(&scopes, account, region), source);
        }
    }
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    for (size_t at = 0; at < scopes.n; at++) {
        add_scope(table, &scopes.items[at]);
    }
    free(scopes.items);
    table_print(table, "inventory");
}

int cmd_sources(const struct options *options, struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    json_t *CLEANUP(json_decrefp) result = NULL;
    int rc = loaded_open(options->db, &store, err);
    if (rc < 0 || (rc = analysis_sources(store, &result, err)) < 0) {
        return rc;
    }
    if (options->json) {
        return loaded_print_json(json_incref(result), err);
    }
    const json_t *sources = json_object_get(result, "sources");
    if (json_array_size(sources) == 0) {
        puts("nothing is loaded");
        return EXIT_DONE;
    }
    print_files(sources, options->verbose);
    print_scopes(sources);
    return EXIT_DONE;
}
