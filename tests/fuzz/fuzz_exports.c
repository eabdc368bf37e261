/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are exported for drledger, told by their content: price lists (CSV, JSON), S3
 * Inventory data. An input is the bytes of such a file; one that begins with '#' is S3
 * Inventory data, whose first line, behind the '#', is the fileSchema of its manifest. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/ingest.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/drledger-fuzz-XXXXXX";
static char *data_file;
static char *manifest_file;

static void remove_all(void)
{
    unlink(data_file);
    unlink(manifest_file);
    rmdir(folder);
    free(data_file);
    free(manifest_file);
}

static void must(bool ok)
{
    if (!ok) {
        abort();
    }
}

static void ignore(void *context, const struct diagnostic *problem)
{
    (void)context, (void)problem;
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    must(file && fwrite(bytes, 1, size, file) == size);
    must(fclose(file) == 0);
}

/* The schema as it can stand in JSON without escapes. */
static size_t write_manifest(const char *text, size_t size)
{
    size_t n = 0;
    while (n < size && text[n] != '\n' && text[n] >= ' ' && text[n] < 127 && text[n] != '"' &&
           text[n] != '\\') {
        n++;
    }
    char *CLEANUP(mem_freep) manifest = mem_format(
        "{\"sourceBucket\":\"b\",\"creationTimestamp\":\"1727654400000\","
        "\"fileFormat\":\"CSV\",\"fileSchema\":\"%.*s\",\"files\":[{\"key\":\"data.csv\"}]}",
        (int)n, text);
    write_file(manifest_file, manifest, strlen(manifest));
    return n < size ? n + 1 : n;
}

static int64_t count(struct store *store, const char *sql)
{
    struct err err = ERR_INIT;
    int64_t n = 0;
    must(stmt_query_int(store, sql, &n, &err) == 0);
    return n;
}

/* Reads what lies in the folder twice: nothing is doubled, and no row is lost. */
static void ingest_folder(struct store *store)
{
    const char *paths[] = {folder};
    struct ingest_options options = {0};
    struct ingest_outcome outcome = {0};
    struct err err = ERR_INIT;
    for (int i = 0; i < 2; i++) {
        int64_t before = count(store, "select count(*) from price") +
                         count(store, "select count(*) from object_group");
        must(ingest_run(store, paths, 1, &options, (struct diag_sink){.add = ignore}, &outcome,
                        &err) == 0);
        must(outcome.rows_read == outcome.rows_kept + outcome.rows_rejected);
        must(i == 0 || before == count(store, "select count(*) from price") +
                                     count(store, "select count(*) from object_group"));
    }
    must(count(store, "select coalesce(sum(n_objects + n_delete_markers), 0) from object_report") ==
         count(store, "select coalesce(sum(rows_kept), 0) from source"
                      " where format = 's3-inventory'"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready) {
        must(mkdtemp(folder) != NULL);
        data_file = mem_format("%s/data.csv", folder);
        manifest_file = mem_format("%s/manifest.json", folder);
        must(atexit(remove_all) == 0);
        ready = true;
    }
    unlink(manifest_file);
    size_t at = 0;
    if (size && data[0] == '#') {
        at = 1 + write_manifest((const char *)data + 1, size - 1);
    }
    write_file(data_file, data + at, size - at);
    struct err err = ERR_INIT;
    struct store *store = NULL;
    must(store_open(":memory:", STORE_WRITE, &store, &err) == 0);
    ingest_folder(store);
    store_close(store);
    return 0;
}
