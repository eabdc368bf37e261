/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "support/cleanup.h"
#include "support/err.h"
#include "support/strbuf.h"

enum { BLOCK_SIZE = 65536 };

static void file_closep(FILE **file)
{
    if (*file) {
        fclose(*file);
    }
}

static void sha256_freep(struct sha256 **hash)
{
    sha256_free(*hash);
}

static int fail_file(struct err *err, const char *path)
{
    return FAIL(err, ERR_INPUT, "'%s' cannot be read: %s", path, strerror(errno));
}

int file_read(const char *path, size_t max, struct strbuf *ret_text, struct err *err)
{
    FILE *CLEANUP(file_closep) file = fopen(path, "rb");
    if (!file) {
        return fail_file(err, path);
    }
    char block[BLOCK_SIZE];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) {
        if (n > max - ret_text->size) {
            return FAIL(err, ERR_INPUT, "'%s' is larger than %zu bytes", path, max);
        }
        strbuf_add(ret_text, block, n);
    }
    return ferror(file) ? fail_file(err, path) : 0;
}

int file_sha256(const char *path, char ret_hex[SHA256_HEX_SIZE], struct err *err)
{
    FILE *CLEANUP(file_closep) file = fopen(path, "rb");
    if (!file) {
        return fail_file(err, path);
    }
    struct sha256 *CLEANUP(sha256_freep) hash = sha256_new();
    char block[BLOCK_SIZE];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) {
        sha256_add(hash, block, n);
    }
    if (ferror(file)) {
        return fail_file(err, path);
    }
    sha256_hex(hash, ret_hex);
    return 0;
}
