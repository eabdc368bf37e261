/* SPDX-License-Identifier: Apache-2.0 */
/* The worked examples of AWS prices, by the views that the proposals use.
 *
 * worked/<subject>.sql puts an example's quantities into the cases of the cost model and what the
 * model says of them into `worked`. Each row of worked_examples.tsv finds its figure there
 * by its id, its key and its place among the rows of that id and key. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "store/stmt.h"
#include "support/decimal.h"
#include "support/slice.h"
#include "tests/analysis/tiering_world.h"

static int is_script(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && strcmp(dot, ".sql") == 0;
}

/* The cost model as an analysis leaves it, with every example's figures in `worked`. */
static struct store *worked(void)
{
    struct store *store = start();
    analyse(store);
    run(store, "create temp table worked(id, key, nth integer, figure, divisor,"
               " primary key (id, key, nth))");
    struct dirent **entries = NULL;
    int n = scandir(SOURCE_DIR "/tests/analysis/worked", &entries, is_script, alphasort);
    cr_assert_gt(n, 0);
    for (int i = 0; i < n; i++) {
        char *CLEANUP(mem_freep) path =
            mem_format(SOURCE_DIR "/tests/analysis/worked/%s", entries[i]->d_name);
        char *CLEANUP(mem_freep) sql = test_read(path, NULL);
        run(store, sql);
        free(entries[i]);
    }
    free(entries);
    return store;
}

/* figure / divisor = a / b, as figure * b = divisor * a: no division, no rounding. */
static bool is_equal(const char *figure, const char *divisor, const char *expected)
{
    const char *slash = strchr(expected, '/');
    struct slice a = {expected, slash ? (size_t)(slash - expected) : strlen(expected)};
    struct decimal v[4];
    if (!decimal_read(a, &v[0])) {
        return strcmp(figure, expected) == 0;
    }
    bool ok = decimal_read(slice_of(slash ? slash + 1 : "1"), &v[1]) &&
              decimal_read(slice_of(figure), &v[2]) && decimal_read(slice_of(divisor), &v[3]) &&
              decimal_mul(v[2], v[1], &v[2]) && decimal_mul(v[3], v[0], &v[3]);
    return ok && decimal_compare(v[2], v[3]) == 0;
}

/* The cells of a line, cut in place; missing ones are "". */
static void cut_cells(char *line, char *cells[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cells[i] = line ? strsep(&line, "\t") : "";
    }
}

static void check_row(struct store *store, const char *id, const char *key, const char *expected)
{
    struct err err = ERR_INIT;
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    cr_assert_eq(stmt_prepare(store, "figure",
                              "select figure, divisor, nth, rowid from worked"
                              " where id = :id and key = :key and not coalesce(seen, 0)"
                              " order by nth limit 1",
                              &stmt, &err),
                 0, "%s", err.text);
    stmt_bind_text(stmt, ":id", id);
    stmt_bind_text(stmt, ":key", key);
    cr_assert_eq(stmt_step(stmt, &err), 1, "%s %s: no script gives it", id, key);
    cr_expect(is_equal(stmt_text(stmt, 0), stmt_text(stmt, 1), expected),
              "%s %s %s: %s over %s is not %s", id, key, stmt_text(stmt, 2), stmt_text(stmt, 0),
              stmt_text(stmt, 1), expected);
    char *CLEANUP(mem_freep) sql =
        mem_format("update worked set seen = 1 where rowid = %s", stmt_text(stmt, 3));
    stmt_reset(stmt);
    run(store, sql);
}

Test(worked_examples, come_out_exactly)
{
    char *CLEANUP(mem_freep) path = test_shared_data("prices/worked_examples.tsv");
    if (!path) {
        cr_skip("worked_examples.tsv is not here");
    }
    char *CLEANUP(mem_freep) text = test_read(path, NULL);
    struct store *CLEANUP(store_closep) store = worked();
    run(store, "alter table worked add column seen");
    size_t n_rows = 0;
    char *rest = text;
    strsep(&rest, "\n"); /* the header: id, what, inputs, key, expected, note */
    for (char *line = NULL; (line = strsep(&rest, "\n")) != NULL && *line;) {
        char *cells[5];
        cut_cells(line, cells, sizeof cells / sizeof *cells);
        check_row(store, cells[0], cells[3], cells[4]);
        n_rows++;
    }
    cr_expect_eq(n_rows, 86);
    char *CLEANUP(mem_freep) unseen =
        test_query(store, "select id, key, nth from worked where seen is null");
    cr_expect_str_eq(unseen, "", "figures that no example asks for: %s", unseen);
}
