/* SPDX-License-Identifier: Apache-2.0 */

/* Any bytes as a bill: whatever they are, reading ends, and every row read is either
 * kept or rejected with a reason. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ingest/bill.h"
#include "ingest/bytes.h"
#include "support/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "broken: %s\n", what);
        abort();
    }
}

static void count_rejects(void *context, const struct diagnostic *problem)
{
    *(int64_t *)context += problem->level == DIAG_REJECT;
}

static void check_file(const struct bill *bill, const struct bill_file *file, int64_t n_rejects)
{
    int64_t n_lines = 0;
    for (size_t i = 0; i < bill->rollup.n_facts; i++) {
        n_lines += bill->rollup.facts[i].n_lines;
    }
    must(file->rows_read == file->rows_kept + file->rows_rejected, "read = kept + rejected");
    must(file->rows_kept == n_lines, "every row kept is in a fact");
    must(file->rows_rejected == n_rejects, "every rejected row has its reason");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    int fd = memfd_create("bill", 0);
    must(fd >= 0 && write(fd, bytes, size) == (ssize_t)size, "memfd");
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct err err = ERR_INIT;
    struct bytes *source = NULL;
    struct bill bill = BILL_INIT;
    struct bill_file file = {0};
    int64_t n_rejects = 0;
    struct diag_sink sink = {count_rejects, &n_rejects};
    struct bill_progress progress = {NULL, NULL};
    if (bytes_open(path, "bill", &source, &err) == 0) {
        if (bill_read(&bill, source, sink, progress, &file, &err) == 0) {
            check_file(&bill, &file, n_rejects);
        } else {
            must(err.text[0] != '\0', "a failure says why");
        }
    }
    bill_file_release(&file);
    bill_release(&bill);
    bytes_free(source);
    close(fd);
    return 0;
}
