/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_INGEST_INVENTORY_FIXTURE_H
#define TESTS_INGEST_INVENTORY_FIXTURE_H

/* A folder of exported calls in a temporary directory, and its ingest into a store. */

#include <criterion/criterion.h>

#include "ingest/run.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "tests/lib/testlib.h"

struct folder {
    char *dir;
    struct store *store;
    struct ingest_options options;
    struct ingest_outcome outcome; /* of the last folder_ingest */
    struct strbuf problems;        /* of the last: "code pointer: text\n" */
    size_t n_used;
    const char *paths[64];
    size_t n_paths;
};

static inline void folder_note(void *context, const struct diagnostic *problem)
{
    strbuf_addf(context, "%s %s: %s\n", diag_code_name(problem->code), problem->column,
                problem->text);
}

static inline struct folder folder_new(void)
{
    struct folder folder = {.dir = test_dir(), .store = test_store(), .problems = STRBUF_INIT};
    return folder;
}

/* Adds or overwrites a file below the folder; `path` must outlive it. */
static inline void folder_put(struct folder *folder, const char *path, const char *bytes,
                              size_t size)
{
    char *CLEANUP(mem_freep) location = mem_format("%s/%s", folder->dir, path);
    test_write(location, bytes, size);
    for (size_t i = 0; i < folder->n_paths; i++) {
        if (strcmp(folder->paths[i], path) == 0) {
            return;
        }
    }
    cr_assert_lt(folder->n_paths, sizeof folder->paths / sizeof *folder->paths);
    folder->paths[folder->n_paths++] = path;
}

static inline void folder_put_text(struct folder *folder, const char *path, const char *text)
{
    folder_put(folder, path, text, strlen(text));
}

/* Ingests all files of the folder; returns the number of files that were claimed. */
static inline size_t folder_ingest(struct folder *folder)
{
    struct ingest_run run = {.store = folder->store,
                             .options = &folder->options,
                             .problems = {folder_note, &folder->problems},
                             .outcome = &folder->outcome,
                             .arena = ARENA_INIT};
    folder->outcome = (struct ingest_outcome){0};
    strbuf_clear(&folder->problems);
    struct input_file *files = mem_array(folder->n_paths + 1, sizeof *files);
    for (size_t i = 0; i < folder->n_paths; i++) {
        char *location = arena_format(&run.arena, "%s/%s", folder->dir, folder->paths[i]);
        size_t size = 0;
        char *CLEANUP(mem_freep) bytes = test_read(location, &size);
        files[i] = (struct input_file){folder->paths[i], folder->paths[i], location, size, false};
    }
    struct err err = ERR_INIT;
    int rc = inventory_ingest(&run, folder->dir, files, folder->n_paths, &folder->n_used, &err);
    cr_assert_eq(rc, 0, "%s", err.text);
    size_t n_claimed = 0;
    for (size_t i = 0; i < folder->n_paths; i++) {
        n_claimed += files[i].claimed;
    }
    free(files);
    arena_release(&run.arena);
    return n_claimed;
}

static inline void folder_release(struct folder *folder)
{
    store_close(folder->store);
    test_remove_dir(folder->dir);
    free(folder->dir);
    strbuf_release(&folder->problems);
}

/* Expects the rows of a query as "a|b\n" lines. */
#define EXPECT_ROWS(folder, sql, expected)                                                         \
    do {                                                                                           \
        char *CLEANUP(mem_freep) rows_ = test_query((folder)->store, sql);                         \
        cr_expect_str_eq(rows_, expected, "%s gave:\n%s", sql, rows_);                             \
    } while (0)

#endif
