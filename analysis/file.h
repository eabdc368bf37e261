/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_FILE_H
#define ANALYSIS_FILE_H

/* Small files of the user's: rules, policies, the evidence they name. */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "support/sha256.h"

struct err;
struct strbuf;

/* Appends the whole file, which may hold at most `max` bytes. */
int file_read(const char *path, size_t max, struct strbuf *ret_text, struct err *err);

/* The digest of a file of any size; ERR_INPUT when it cannot be read. */
int file_sha256(const char *path, char ret_hex[SHA256_HEX_SIZE], struct err *err);

/* JSON has no comments: in a user's file a key that begins with "//" is one. */
static inline bool file_key_is_comment(const char *key)
{
    return strncmp(key, "//", 2) == 0;
}

#endif
