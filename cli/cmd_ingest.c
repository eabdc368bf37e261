/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/figure.h"
#include "cli/ingesting.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

static void print_counts(const struct ingest_outcome *outcome)
{
    char read[FIGURE_SIZE];
    char kept[FIGURE_SIZE];
    char rejected[FIGURE_SIZE];
    figure_count(outcome->rows_read, read);
    figure_count(outcome->rows_kept, kept);
    figure_count(outcome->rows_rejected, rejected);
    printf("files: %" PRId64 " read, %" PRId64 " unchanged, %" PRId64 " left alone, %" PRId64
           " refused\n",
           outcome->n_files_read, outcome->n_files_unchanged, outcome->n_files_left_alone,
           outcome->n_files_refused);
    printf("rows:  %s read, %s kept, %s rejected\n", read, kept, rejected);
}

static void join_months(const json_t *months, struct strbuf *ret_text)
{
    size_t i = 0;
    json_t *month = NULL;
    json_array_foreach(months, i, month)
    {
        strbuf_addf(ret_text, "%s%s", i ? " " : "", json_string_value(month));
    }
}

/* One row per bill file and currency: the control total is exact, so not rounded. */
static void add_totals(struct table *table, const json_t *source)
{
    struct strbuf CLEANUP(strbuf_release) months = STRBUF_INIT;
    join_months(json_object_get(source, "months"), &months);
    char kept[FIGURE_SIZE];
    figure_count(loaded_int(source, "rows_kept"), kept);
    const char *currency = NULL;
    json_t *total = NULL;
    json_object_foreach(json_object_get(source, "control_totals"), currency, total)
    {
        const char *cells[] = {months.text, loaded_text(source, "path"), kept,
                               json_string_value(total), currency};
        table_add(table, cells);
    }
}

static void print_totals(const json_t *sources)
{
    static const struct table_column columns[] = {{"month", TABLE_TEXT},
                                                  {"bill", TABLE_SHORTEN},
                                                  {"rows", TABLE_NUMBER},
                                                  {"control total", TABLE_NUMBER},
                                                  {"", TABLE_TEXT}};
    struct table *CLEANUP(table_freep) table = table_new(columns, sizeof columns / sizeof *columns);
    size_t i = 0;
    json_t *source = NULL;
    json_array_foreach(json_object_get(sources, "sources"), i, source)
    {
        add_totals(table, source);
    }
    table_print(table, "bills loaded");
}

int ingesting_run(const struct options *options, const char *const *paths, size_t n_paths,
                  struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    int rc = store_open(options->db, STORE_WRITE, &store, err);
    if (rc < 0) {
        return rc;
    }
    struct problems problems = {{0}};
    struct ingest_outcome outcome = {0};
    struct ingest_options ingest = {.account = options->account,
                                    .region = options->region,
                                    .replace = options->replace,
                                    .progress = progress_show};
    rc = ingest_run(store, paths, n_paths, &ingest, problems_sink(&problems), &outcome, err);
    progress_clear();
    problems_end(&problems);
    json_t *CLEANUP(json_decrefp) sources = NULL;
    if (rc < 0 || (rc = analysis_sources(store, &sources, err)) < 0) {
        return rc;
    }
    print_counts(&outcome);
    print_totals(sources);
    if (outcome.n_paths_unusable > 0) {
        return EXIT_INPUT;
    }
    return outcome.rows_rejected > 0 || outcome.n_files_refused > 0 ? EXIT_PARTIAL : EXIT_DONE;
}

int cmd_ingest(const struct options *options, struct err *err)
{
    return ingesting_run(options, options->arguments + 1, options->n_arguments - 1, err);
}
