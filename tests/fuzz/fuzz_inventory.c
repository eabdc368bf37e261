/* SPDX-License-Identifier: Apache-2.0 */
/* The answer of an AWS call, from bytes to rows. The first line of an input is the name of
 * the file below ACCOUNT/REGION/ ("backup.list-backup-vaults.json"), the rest its bytes. */

#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/run.h"
#include "store/store.h"
#include "support/err.h"

enum { MAX_NAME = 120 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/drledger-fuzz-XXXXXX";

static void remove_folder(void)
{
    rmdir(folder);
}

static void must(bool ok)
{
    if (!ok) {
        abort();
    }
}

/* Only names that stay in the folder. */
static size_t name_size(const uint8_t *data, size_t size)
{
    size_t n = 0;
    while (n < size && n < MAX_NAME && data[n] != '\n') {
        bool plain = (data[n] >= 'a' && data[n] <= 'z') || (data[n] >= '0' && data[n] <= '9') ||
                     data[n] == '-' || data[n] == '.';
        if (!plain) {
            return 0;
        }
        n++;
    }
    return n < size && data[n] == '\n' && n > 2 ? n : 0;
}

static void ingest_file(struct store *store, struct input_file *file)
{
    struct ingest_options options = {.account = "111122223333", .region = "eu-west-1"};
    struct ingest_outcome outcome = {0};
    struct ingest_run run = {
        .store = store, .options = &options, .outcome = &outcome, .arena = ARENA_INIT};
    struct err err = ERR_INIT;
    size_t n_used = 0;
    must(inventory_ingest(&run, folder, file, 1, &n_used, &err) == 0);
    must(outcome.rows_read == outcome.rows_kept + outcome.rows_rejected);
    arena_release(&run.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready) {
        must(mkdtemp(folder) != NULL);
        must(atexit(remove_folder) == 0);
        ready = true;
    }
    size_t n = name_size(data, size);
    if (n == 0) {
        return 0;
    }
    char *location = mem_format("%s/%.*s", folder, (int)n, (const char *)data);
    FILE *file = fopen(location, "wb");
    must(file && fwrite(data + n + 1, 1, size - n - 1, file) == size - n - 1);
    must(fclose(file) == 0);
    struct err err = ERR_INIT;
    struct store *store = NULL;
    must(store_open(":memory:", STORE_WRITE, &store, &err) == 0);
    struct input_file input = {
        .path = location, .shown = location, .location = location, .bytes = size - n - 1};
    ingest_file(store, &input);
    input.claimed = false;
    ingest_file(store, &input);
    store_close(store);
    unlink(location);
    free(location);
    return 0;
}
