/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/figure.h"
#include "cli/files.h"
#include "cli/ingesting.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/reporting.h"
#include "cli/terminal.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"

extern const struct asset example_assets[];

#define FOLDER "drledger-demo"
#define MARK   FOLDER "/.made-by-drledger-demo"

/* The folder must be ours, empty or not there: a user's own files are never touched. */
static int check_folder(struct err *err)
{
    if (access(MARK, F_OK) == 0) {
        return 0;
    }
    DIR *folder = opendir(FOLDER);
    if (!folder) {
        return errno == ENOENT
                   ? 0
                   : FAIL(err, ERR_OUTPUT, "cannot open '" FOLDER "': %s", strerror(errno));
    }
    int n_entries = 0;
    while (readdir(folder)) {
        n_entries++;
    }
    closedir(folder);
    if (n_entries > 2) { /* more than "." and ".." */
        return FAIL(err, ERR_OUTPUT,
                    "'" FOLDER "' holds files that demo did not make; move it away first");
    }
    return 0;
}

static int unpack(struct err *err)
{
    int rc = files_make_folder(FOLDER, err);
    if (rc == 0) {
        rc = files_write(MARK, "", 0, err);
    }
    for (const struct asset *file = example_assets; rc == 0 && file->name; file++) {
        char *CLEANUP(mem_freep) path = mem_format(FOLDER "/%s", file->name);
        if ((rc = files_make_folder_of(path, err)) == 0) {
            rc = files_write(path, file->text, file->size, err);
        }
    }
    return rc;
}

/* The demo starts over each time: its database holds nothing but the example. */
static void remove_database(void)
{
    static const char *const files[] = {FOLDER "/drledger.db", FOLDER "/drledger.db-wal",
                                        FOLDER "/drledger.db-shm"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        unlink(files[i]);
    }
}

static void print_summary(const json_t *result)
{
    const json_t *spend = json_object_get(result, "spend");
    const json_t *headline = json_object_get(json_object_get(result, "coverage"), "headline");
    char bill[FIGURE_SIZE];
    char dr[FIGURE_SIZE];
    char share[FIGURE_SIZE];
    char by_count[FIGURE_SIZE];
    char by_cost[FIGURE_SIZE];
    char at_risk[FIGURE_SIZE];
    figure_money(loaded_text(spend, "bill_total"), bill);
    figure_money(loaded_text(spend, "dr_total"), dr);
    figure_percent(loaded_text(spend, "dr_share"), share);
    figure_percent(loaded_text(headline, "by_count"), by_count);
    figure_percent(loaded_text(headline, "by_cost"), by_cost);
    figure_money(loaded_text(headline, "spend_at_risk"), at_risk);
    const char *currency = loaded_text(result, "currency");
    putchar('\n');
    loaded_print_head(result, "disaster recovery");
    printf("spend:    %s of %s %s (%s)\n", dr, bill, currency ? currency : "", share);
    printf("coverage: %s by count, %s by cost; %s %s a month at risk\n\n", by_count, by_cost,
           at_risk, currency ? currency : "");
}

static int write_reports(const json_t *result, const struct options *options, struct err *err)
{
    static const char *const reports[] = {"finops", "audit", "leadership"};
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < sizeof reports / sizeof *reports; i++) {
        rc = reporting_write(reports[i], result, options, FOLDER "/reports", err);
    }
    return rc;
}

int cmd_demo(const struct options *options, struct err *err)
{
    static const char *const paths[] = {FOLDER "/bills", FOLDER "/inventory"};
    struct options demo = *options;
    demo.db = FOLDER "/drledger.db";
    demo.policy = FOLDER "/policy.json";
    demo.exceptions = FOLDER "/exceptions.json";
    demo.attestations = FOLDER "/attestations.json";
    int rc = check_folder(err);
    if (rc < 0 || (rc = unpack(err)) < 0) {
        return rc;
    }
    remove_database();
    json_t *CLEANUP(json_decrefp) result = NULL;
    if ((rc = ingesting_run(&demo, paths, sizeof paths / sizeof *paths, err)) != EXIT_DONE ||
        (rc = loaded_analyse(&demo, &result, err)) < 0) {
        return rc;
    }
    print_summary(result);
    if ((rc = write_reports(result, &demo, err)) < 0) {
        return rc;
    }
    puts("\nOpen " FOLDER "/reports/leadership-2024-09.pdf first: one page, one answer.\n"
         "Then, in " FOLDER ":\n"
         "  drledger coverage --policy policy.json --exceptions exceptions.json\n"
         "  drledger spend --policy policy.json --by application\n"
         "  drledger tiering --policy policy.json");
    return EXIT_DONE;
}
