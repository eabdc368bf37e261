/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/stat.h>

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

Test(store, frozen_reads_only_what_is_listed)
{
    struct store *store = test_store();
    struct err err = ERR_INIT;
    cr_assert_eq(store_run(store, "view", "create temp view seen as select path from source", &err),
                 0);
    static const char *const readable[] = {"seen", NULL};
    cr_assert_eq(store_freeze(store, readable, &err), 0, "%s", err.text);
    static const char *const denied[] = {
        "select * from source",   "select count(*) from source", "select * from sqlite_master",
        "delete from source",     "attach ':memory:' as x",      "pragma user_version",
        "create temp table t(x)", "select load_extension('x')"};
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        struct stmt *CLEANUP(stmt_freep) stmt = NULL;
        cr_expect_lt(stmt_prepare(store, "user", denied[i], &stmt, &err), 0, "%s", denied[i]);
    }
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    cr_expect_eq(stmt_prepare(store, "user",
                              "with a as (select path from seen) select path from a", &stmt, &err),
                 0, "%s", err.text);
    stmt_free(TAKE(stmt));
    store_close(store);
}
