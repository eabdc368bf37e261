/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/internal.h"
#include "store/stmt.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"

extern const struct asset store_assets[];
extern const size_t store_assets_count;

enum { BUSY_TIMEOUT_MS = 10000 };

static int fail_db(struct store *store, struct err *err, const char *what, const char *path)
{
    return FAIL(err, ERR_STORE, "database '%s': %s: %s", path, what, sqlite3_errmsg(store->db));
}

/* Creates the file with mode 0600 before SQLite would create it with the umask's. */
static int create_private(const char *path, struct err *err)
{
    if (strcmp(path, ":memory:") == 0 || access(path, F_OK) == 0) {
        return 0;
    }
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return FAIL(err, ERR_STORE, "database '%s': cannot be created: %s", path, strerror(errno));
    }
    close(fd);
    return 0;
}

static int version_of(struct store *store, int64_t *ret_version, struct err *err)
{
    *ret_version = 0;
    return stmt_query_int(store, "PRAGMA user_version", ret_version, err);
}

static int migrate(struct store *store, const char *path, struct err *err)
{
    int64_t version = 0;
    int rc = version_of(store, &version, err);
    if (rc < 0) {
        err_prefix(err, "'%s' is no drledger database: ", path);
        return rc;
    }
    if (version > (int64_t)store_assets_count) {
        return FAIL(
            err, ERR_STORE,
            "database '%s' was written by a newer drledger (schema %lld, this one knows %zu)", path,
            (long long)version, store_assets_count);
    }
    for (size_t i = (size_t)version; i < store_assets_count; i++) {
        char pragma[64];
        snprintf(pragma, sizeof pragma, "PRAGMA user_version = %zu", i + 1);
        if ((rc = store_begin(store, err)) < 0 ||
            (rc = store_run(store, store_assets[i].name, store_assets[i].text, err)) < 0 ||
            (rc = store_run(store, "user_version", pragma, err)) < 0 ||
            (rc = store_commit(store, err)) < 0) {
            store_rollback(store);
            err_prefix(err, "database '%s': ", path);
            return rc;
        }
    }
    return 0;
}

static int check_version(struct store *store, const char *path, struct err *err)
{
    int64_t version = 0;
    int rc = version_of(store, &version, err);
    if (rc < 0) {
        err_prefix(err, "'%s' is no drledger database: ", path);
        return rc;
    }
    if (version != (int64_t)store_assets_count) {
        return FAIL(
            err, ERR_STORE,
            "database '%s' has schema %lld, this drledger needs %zu: ingest once to migrate it",
            path, (long long)version, store_assets_count);
    }
    return 0;
}

int store_open(const char *path, enum store_mode mode, struct store **ret_store, struct err *err)
{
    static const char setup[] = "PRAGMA foreign_keys = ON;"
                                "PRAGMA temp_store = MEMORY;"
                                "PRAGMA trusted_schema = OFF;"
                                "PRAGMA cell_size_check = ON;";
    if (mode == STORE_READ && access(path, R_OK) != 0) {
        return FAIL(err, ERR_STORE, "database '%s' cannot be read: %s; run 'drledger ingest' first",
                    path, strerror(errno));
    }
    int rc = mode == STORE_WRITE ? create_private(path, err) : 0;
    if (rc < 0) {
        return rc;
    }
    struct store *CLEANUP(store_closep) store = mem_alloc(sizeof *store);
    int flags =
        mode == STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK) {
        return fail_db(store, err, "cannot be opened", path);
    }
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    if ((rc = functions_register(store->db, err)) < 0 ||
        (rc = store_run(store, "setup", setup, err)) < 0) {
        return rc;
    }
    if (mode == STORE_WRITE) {
        if ((rc = store_run(store, "journal",
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", err)) < 0) {
            err_prefix(err, "'%s' is no drledger database: ", path);
            return rc;
        }
        store->leaves_plain = true;
        rc = migrate(store, path, err);
    } else {
        rc = check_version(store, path, err);
    }
    if (rc < 0) {
        return rc;
    }
    *ret_store = TAKE(store);
    return 0;
}

/* Ends write-ahead logging, so that the file is all there is: it can then be read from a
 * folder or a medium that cannot be written, and reading leaves no file beside it. While
 * somebody else has it open it stays as it is. */
static void leave_plain(struct store *store)
{
    sqlite3_busy_timeout(store->db, 0);
    sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
}

void store_close(struct store *store)
{
    if (store) {
        if (store->leaves_plain) {
            leave_plain(store);
        }
        sqlite3_close_v2(store->db);
        free(store);
    }
}

int store_begin(struct store *store, struct err *err)
{
    return store_run(store, "begin", "BEGIN IMMEDIATE", err);
}

int store_commit(struct store *store, struct err *err)
{
    return store_run(store, "commit", "COMMIT", err);
}

void store_rollback(struct store *store)
{
    if (!sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

int store_run(struct store *store, const char *name, const char *sql, struct err *err)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        return FAIL(err, ERR_STORE, "%s: %s", name, sqlite3_errmsg(store->db));
    }
    return 0;
}

int64_t store_last_id(const struct store *store)
{
    return sqlite3_last_insert_rowid(store->db);
}

int64_t store_changes(const struct store *store)
{
    return sqlite3_changes64(store->db);
}
