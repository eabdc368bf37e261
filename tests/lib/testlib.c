/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/lib/testlib.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

static void must(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "test helper failed: %s: %m\n", what);
        abort();
    }
}

char *test_dir(void)
{
    char *dir = mem_strdup("/tmp/drledger-test-XXXXXX");
    must(mkdtemp(dir) != NULL, dir);
    return dir;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info, (void)type, (void)where;
    return remove(path);
}

void test_remove_dir(const char *dir)
{
    nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

void test_write(const char *path, const char *bytes, size_t size)
{
    char *CLEANUP(mem_freep) copy = mem_strdup(path);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0755);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    must(file != NULL, path);
    must(fwrite(bytes, 1, size, file) == size, path);
    must(fclose(file) == 0, path);
}

char *test_read(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    must(file != NULL, path);
    struct strbuf text = STRBUF_INIT;
    char block[65536];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) {
        strbuf_add(&text, block, n);
    }
    fclose(file);
    if (ret_size) {
        *ret_size = text.size;
    }
    return strbuf_detach(&text);
}

struct store *test_store(void)
{
    struct err err = ERR_INIT;
    struct store *store = NULL;
    must(store_open(":memory:", STORE_WRITE, &store, &err) == 0, err.text);
    return store;
}

char *test_query(struct store *store, const char *sql)
{
    struct err err = ERR_INIT;
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    must(stmt_prepare(store, "test query", sql, &stmt, &err) == 0, err.text);
    struct strbuf text = STRBUF_INIT;
    int rc = 0;
    while ((rc = stmt_step(stmt, &err)) > 0) {
        for (int i = 0; i < stmt_n_columns(stmt); i++) {
            strbuf_adds(&text, i ? "|" : "");
            strbuf_adds(&text, stmt_is_null(stmt, i) ? "-" : stmt_text(stmt, i));
        }
        strbuf_addc(&text, '\n');
    }
    must(rc == 0, err.text);
    return strbuf_detach(&text);
}

char *test_shared_data(const char *path)
{
    const char *root = getenv("DRLEDGER_SHARED_DATA");
    char *full = root ? mem_format("%s/%s", root, path)
                      : mem_format("%s/../shared/data/%s", SOURCE_DIR, path);
    if (access(full, R_OK) == 0) {
        return full;
    }
    free(full);
    return NULL;
}
