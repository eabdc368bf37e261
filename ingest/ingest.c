/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/ingest.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/access_analysis.h"
#include "ingest/bill_store.h"
#include "ingest/bytes.h"
#include "ingest/delivery.h"
#include "ingest/prices.h"
#include "ingest/run.h"
#include "ingest/s3_inventory.h"
#include "ingest/walk.h"
#include "store/store.h"
#include "support/cleanup.h"
#include "support/err.h"

const struct ingest_format ingest_formats[] = {
    {"cur-legacy", "AWS Cost and Usage Report: CSV, also in .gz or .zip, with or without manifest"},
    {"cur2", "CUR 2.0 data export: CSV, its maps as JSON"},
    {"cur-athena", "legacy CUR as Athena holds it: CSV with snake_case columns"},
    {"focus-1.0", "FOCUS 1.0 as AWS exports it: CSV"},
    {"focus-1.2", "FOCUS 1.2 as AWS exports it: CSV"},
    {"aws-call", "the result of a read-only AWS call: SERVICE.CALL.json, with its .err and .rc"},
    {"backup-audit-report", "AWS Backup Audit Manager report: CSV or JSON"},
    {"aws-config", "AWS Config snapshot or history file"},
    {"terraform", "terraform show -json of a state or plan, or a raw state file"},
    {"price-list-csv", "AWS price list offer file: CSV, its on-demand prices"},
    {"price-list-json", "AWS price list offer file: JSON, its on-demand prices"},
    {"s3-storage-class-analysis",
     "export of S3's Storage Class Analysis: CSV, what is read of which age"},
    {"s3-inventory",
     "S3 Inventory report: manifest.json, its checksum and its CSV data (not ORC, Parquet)"},
    {NULL, NULL},
};

/* One path that was given. */
struct given {
    const char *root; /* absolute; NULL: it cannot be read */
    size_t first;     /* its files */
    size_t n_files;
    size_t n_used_inventory; /* and price lists, S3 Inventory reports */
};

struct driver {
    struct ingest_run run;
    struct given *given;
    size_t n_given;
    struct file_list list;
    struct file_state *states;
};

static void tell(struct driver *driver, enum diag_level level, enum diag_code code,
                 const char *path, const char *text)
{
    struct diagnostic problem = {
        .code = code, .level = level, .path = path, .row = 0, .column = "", .text = text};
    driver->run.problems.add(driver->run.problems.context, &problem);
}

/* --- the files ------------------------------------------------------------ */

static void walk_all(struct driver *driver, const char *const *paths)
{
    for (size_t i = 0; i < driver->n_given; i++) {
        struct given *given = &driver->given[i];
        struct err err = ERR_INIT;
        given->first = driver->list.n_files;
        if (walk_path(paths[i], &driver->run.arena, &driver->list, &given->root, &err) < 0) {
            driver->list.n_files = given->first;
            given->root = NULL;
            tell(driver, DIAG_WARNING, DIAG_REFUSED, paths[i], err.text);
        }
        given->n_files = driver->list.n_files - given->first;
        if (given->root && !given->n_files) {
            tell(driver, DIAG_WARNING, DIAG_REFUSED, paths[i], "is an empty folder");
        }
    }
}

static int by_location(const void *a, const void *b)
{
    const struct input_file *x = *(const struct input_file *const *)a;
    const struct input_file *y = *(const struct input_file *const *)b;
    int order = strcmp(x->location, y->location);
    return order ? order : (x > y) - (x < y);
}

/* A file that was given twice is read once: *ret_first[i] is the index of its first
 * occurrence. */
static size_t *find_repeats(struct driver *driver)
{
    size_t n = driver->list.n_files;
    struct input_file *files = driver->list.files;
    struct input_file **sorted = mem_array(n, sizeof(struct input_file *));
    size_t *first = mem_array(n, sizeof *first);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = &files[i];
    }
    qsort(sorted, n, sizeof(struct input_file *), by_location);
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(sorted[i] - files);
        bool repeats = i > 0 && strcmp(sorted[i]->location, sorted[i - 1]->location) == 0;
        first[at] = repeats ? first[sorted[i - 1] - files] : at;
        files[at].claimed = repeats;
        driver->run.total_bytes += repeats ? 0 : files[at].bytes;
    }
    free(sorted);
    return first;
}

/* --- inventory ------------------------------------------------------------ */

static void inventory_done(struct driver *driver, const struct given *given)
{
    for (size_t i = given->first; i < given->first + given->n_files; i++) {
        const struct input_file *file = &driver->list.files[i];
        if (file->claimed && driver->states[i].fate == FATE_OPEN) {
            driver->run.done_bytes += file->bytes;
        }
    }
    if (driver->run.options->progress) {
        driver->run.options->progress(driver->run.options->progress_context, driver->run.done_bytes,
                                      driver->run.total_bytes);
    }
}

static int load_inventories(struct driver *driver, struct err *err)
{
    for (size_t i = 0; i < driver->n_given; i++) {
        struct given *given = &driver->given[i];
        if (!given->n_files) {
            continue;
        }
        struct input_file *files = driver->list.files + given->first;
        struct file_state *states = driver->states + given->first;
        size_t n_price_lists = 0;
        size_t n_reports = 0;
        size_t n_analyses = 0;
        /* Price lists first: one in JSON can be too large for who reads it whole. */
        int rc = prices_ingest(&driver->run, files, states, given->n_files, &n_price_lists, err);
        if (rc == 0) {
            rc = inventory_ingest(&driver->run, given->root, files, given->n_files,
                                  &given->n_used_inventory, err);
        }
        if (rc == 0) {
            rc = s3_inventory_ingest(&driver->run, files, states, given->n_files, &n_reports, err);
        }
        if (rc == 0) {
            rc = access_analysis_ingest(&driver->run, files, states, given->n_files, &n_analyses,
                                        err);
        }
        if (rc < 0) {
            return rc;
        }
        given->n_used_inventory += n_price_lists + n_reports + n_analyses;
        inventory_done(driver, given);
    }
    return 0;
}

/* --- what is left --------------------------------------------------------- */

static bool is_refused(enum file_fate fate)
{
    return fate == FATE_REFUSED || fate == FATE_CONFLICT || fate == FATE_REFUSED_KEPT;
}

static void settle_rest(struct driver *driver)
{
    for (size_t i = 0; i < driver->list.n_files; i++) {
        const struct input_file *file = &driver->list.files[i];
        struct file_state *state = &driver->states[i];
        if (state->fate == FATE_OPEN && !file->claimed) {
            state->fate = FATE_NOT_USED;
            state->message = file->bytes ? "is in no format that drledger reads" : "is empty";
        }
    }
}

/* Whether the path gave something, or held what rightly was left alone. */
static bool gave_something(const struct driver *driver, const struct given *given,
                           const size_t *first)
{
    bool any = given->n_used_inventory > 0;
    for (size_t i = given->first; i < given->first + given->n_files; i++) {
        enum file_fate fate = driver->states[first[i]].fate;
        if (fate == FATE_CONFLICT) {
            return false;
        }
        any = any || fate == FATE_LOADED || fate == FATE_LEFT_ALONE;
    }
    return any;
}

/* Tells of one file. What was left alone is a remark; but where its path gave nothing
 * it is the reason why. */
static void report_file(struct driver *driver, size_t i, bool path_usable)
{
    struct ingest_outcome *outcome = driver->run.outcome;
    const struct file_state *state = &driver->states[i];
    const char *shown = driver->list.files[i].shown;
    if (is_refused(state->fate)) {
        outcome->n_files_refused += state->fate != FATE_REFUSED_KEPT; /* counted when kept */
        tell(driver, DIAG_WARNING, DIAG_REFUSED, shown, state->message);
    } else if (state->fate == FATE_LEFT_ALONE || state->fate == FATE_NOT_USED) {
        outcome->n_files_left_alone++;
        tell(driver, path_usable ? DIAG_NOTE : DIAG_WARNING, DIAG_LEFT_ALONE, shown,
             state->message);
    }
}

static int put_rest(struct driver *driver, struct bill_store *bills, struct err *err)
{
    for (size_t i = 0; i < driver->list.n_files; i++) {
        const struct file_state *state = &driver->states[i];
        bool refused = state->fate == FATE_REFUSED || state->fate == FATE_CONFLICT;
        if (!refused && state->fate != FATE_LEFT_ALONE && state->fate != FATE_NOT_USED) {
            continue;
        }
        const struct input_file *file = &driver->list.files[i];
        char sha256[SHA256_HEX_SIZE] = "";
        struct err unreadable = ERR_INIT;
        if (bytes_sha256(file->location, file->shown, sha256, &unreadable) < 0) {
            sha256[0] = '\0';
        }
        struct source_entry entry = {.file = file,
                                     .sha256 = sha256,
                                     .format = "",
                                     .status = refused ? "refused" : "left_alone",
                                     .message = state->message};
        int64_t source = 0;
        int rc = bill_store_source(bills, &entry, &source, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

/* `sources` lists what was refused and left alone, but only beside something that was
 * used: a run that gives nothing leaves the store as it was. */
static int register_rest(struct driver *driver, struct err *err)
{
    struct bill_store *CLEANUP(bill_store_freep) bills = NULL;
    int rc = bill_store_open(driver->run.store, &bills, err);
    if (rc < 0 || (rc = store_begin(driver->run.store, err)) < 0) {
        return rc;
    }
    if ((rc = put_rest(driver, bills, err)) < 0 ||
        (rc = store_commit(driver->run.store, err)) < 0) {
        store_rollback(driver->run.store);
    }
    return rc;
}

static int finish(struct driver *driver, const size_t *first, struct err *err)
{
    size_t n_usable = 0;
    settle_rest(driver);
    for (size_t i = 0; i < driver->n_given; i++) {
        const struct given *given = &driver->given[i];
        bool usable = gave_something(driver, given, first);
        for (size_t file = given->first; file < given->first + given->n_files; file++) {
            report_file(driver, file, usable);
        }
        n_usable += usable;
    }
    driver->run.outcome->n_paths_unusable = (int64_t)(driver->n_given - n_usable);
    return n_usable ? register_rest(driver, err) : 0;
}

int ingest_run(struct store *store, const char *const *paths, size_t n_paths,
               const struct ingest_options *options, struct diag_sink problems,
               struct ingest_outcome *ret_outcome, struct err *err)
{
    *ret_outcome = (struct ingest_outcome){0};
    struct driver driver = {.run = {.store = store,
                                    .options = options,
                                    .problems = problems,
                                    .outcome = ret_outcome,
                                    .arena = ARENA_INIT},
                            .given = mem_array(n_paths, sizeof *driver.given),
                            .n_given = n_paths};
    walk_all(&driver, paths);
    driver.states = mem_array(driver.list.n_files, sizeof *driver.states);
    size_t *first = find_repeats(&driver);
    int rc =
        deliveries_load(&driver.run, driver.list.files, driver.states, driver.list.n_files, err);
    if (rc == 0 && (rc = load_inventories(&driver, err)) == 0) {
        rc = finish(&driver, first, err);
    }
    free(first);
    free(driver.states);
    free(driver.given);
    file_list_release(&driver.list);
    arena_release(&driver.run.arena);
    return rc;
}
