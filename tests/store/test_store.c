/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

Test(store, is_private_and_reopens_read_only)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) path = mem_format("%s/a.db", dir);
    struct err err = ERR_INIT;
    struct store *store = NULL;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &err), 0, "%s", err.text);
    store_close(store);
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
    cr_assert_eq(store_open(path, STORE_READ, &store, &err), 0, "%s", err.text);
    cr_expect_lt(store_run(store, "write", "delete from source", &err), 0);
    cr_expect_eq(store_run(store, "temp", "create temp table t as select 1 x", &err), 0);
    store_close(store);
    test_remove_dir(dir);
}

/* Whether `path` with `suffix` exists. */
static bool beside(const char *path, const char *suffix)
{
    char *CLEANUP(mem_freep) name = mem_format("%s%s", path, suffix);
    return access(name, F_OK) == 0;
}

Test(store, leaves_one_file_that_reading_leaves_alone)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) path = mem_format("%s/a.db", dir);
    struct err err = ERR_INIT;
    struct store *store = NULL;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &err), 0, "%s", err.text);
    cr_expect(beside(path, "-wal"), "while it is written, readers are not kept waiting");
    store_close(store);
    cr_expect(!beside(path, "-wal") && !beside(path, "-shm"));
    cr_assert_eq(store_open(path, STORE_READ, &store, &err), 0, "%s", err.text);
    int64_t n_sources = -1;
    cr_expect_eq(stmt_query_int(store, "select count(*) from source", &n_sources, &err), 0);
    store_close(store);
    cr_expect_eq(n_sources, 0);
    cr_expect(!beside(path, "-wal") && !beside(path, "-shm"));
    test_remove_dir(dir);
}

Test(store, a_reader_sees_the_old_state_while_somebody_writes)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) path = mem_format("%s/a.db", dir);
    struct err err = ERR_INIT;
    struct store *writer = NULL;
    struct store *reader = NULL;
    cr_assert_eq(store_open(path, STORE_WRITE, &writer, &err), 0, "%s", err.text);
    cr_assert_eq(store_begin(writer, &err), 0);
    cr_assert_eq(store_run(writer, "add", "insert into invoice values (1, 'i', 'p', 'e')", &err), 0,
                 "%s", err.text);
    cr_assert_eq(store_open(path, STORE_READ, &reader, &err), 0, "%s", err.text);
    int64_t n_invoices = -1;
    cr_expect_eq(stmt_query_int(reader, "select count(*) from invoice", &n_invoices, &err), 0);
    cr_expect_eq(n_invoices, 0);
    cr_expect_eq(store_commit(writer, &err), 0);
    store_close(writer);
    cr_expect_eq(stmt_query_int(reader, "select count(*) from invoice", &n_invoices, &err), 0);
    cr_expect_eq(n_invoices, 1);
    store_close(reader);
    test_remove_dir(dir);
}

Test(store, refuses_a_file_that_is_no_database)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    char *CLEANUP(mem_freep) path = mem_format("%s/a.db", dir);
    test_write(
        path, "this is a text file, not a database, and it is long enough to be read as one\n", 78);
    struct err err = ERR_INIT;
    struct store *store = NULL;
    cr_expect_eq(store_open(path, STORE_WRITE, &store, &err), ERR_STORE);
    cr_expect(strstr(err.text, path) != NULL, "%s", err.text);
    test_remove_dir(dir);
}

static int prepare_select(struct store *store, const char *sql, struct err *err)
{
    static const char *const readable[] = {"invoice", "seen", NULL};
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    return stmt_prepare_select(store, "user", sql, readable, &stmt, err);
}

Test(store, somebody_elses_select_reads_only_what_is_listed)
{
    struct store *store = test_store();
    struct err err = ERR_INIT;
    cr_assert_eq(store_run(store, "setup",
                           "create temp table seen as select path from source;"
                           "create temp view hidden as select location from source",
                           &err),
                 0);
    static const char *const allowed[] = {
        "select path from seen",
        "select count(*) from seen",
        "with a as (select path from seen) select count(*) from a",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 9)"
        " select count(*) from n",
        "select count(*) from (select path from seen)",
        "select value from json_each('[1]')",
        "select count(*) from json_tree('[1]')",
        "select (select count(*) from invoice)"};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        cr_expect_eq(prepare_select(store, allowed[i], &err), 0, "%s: %s", allowed[i], err.text);
    }
    static const char *const denied[] = {
        "select * from source",
        "select count(*) from source",
        "select 1 from seen where exists (select 1 from source)",
        "with seen as (select location from source) select * from seen",
        "select * from hidden",
        "select count(*) from hidden",
        "select * from sqlite_master",
        "select count(*) from temp.sqlite_master",
        "select * from pragma_table_info('source')",
        "select count(*) from pragma_database_list",
        "select random()",
        "select current_timestamp",
        "select load_extension('x')",
        "delete from source",
        "insert into seen values ('x')",
        "attach ':memory:' as x",
        "pragma user_version",
        "create temp table t(x)"};
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        cr_expect_lt(prepare_select(store, denied[i], &err), 0, "%s", denied[i]);
    }
    cr_expect_eq(store_run(store, "after", "delete from source", &err), 0, "%s", err.text);
    store_close(store);
}
