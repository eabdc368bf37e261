/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_ARCHIVE_H
#define REPORTS_ARCHIVE_H

/* A set of files in memory, written to and read from a ZIP.
 *
 * Written: sorted by name, all dated 1980-01-01, no other metadata; the same files give
 * the same bytes. Read: as from somebody who wants to deceive. Entries must lie one
 * after the other without gaps from the first byte to the last; both headers of an entry
 * must agree with each other and with its content; names must be plain relative paths
 * that no file system can confuse. Links, encryption, comments, ZIP64 and anything above
 * the caps below are refused. */

#include <stdbool.h>
#include <stddef.h>

#include "support/slice.h"

struct err;
struct strbuf;

enum {
    ARCHIVE_ENTRIES_MAX = 65000,
    ARCHIVE_NAME_MAX = 1024,
    ARCHIVE_BYTES_MAX = 1 << 30, /* of the ZIP, and of all its files together */
};

struct archive_file {
    char *name; /* "data/report.json" */
    char *bytes;
    size_t size;
};

struct archive {
    size_t n;
    size_t capacity;
    struct archive_file *files; /* of one that was read: sorted by name */
};

#define ARCHIVE_INIT                                                                               \
    {                                                                                              \
        0, 0, NULL                                                                                 \
    }

void archive_release(struct archive *archive);

/* Adds a file: with a copy of the bytes, with the bytes of `text`, which is empty
 * afterwards, or with bytes that are the archive's from now on. */
void archive_add(struct archive *archive, const char *name, struct slice bytes);
void archive_take(struct archive *archive, const char *name, struct strbuf *text);
void archive_own(struct archive *archive, const char *name, char *bytes, size_t size);

void archive_sort(struct archive *archive);

/* The file called so, or NULL; the archive must be sorted. */
const struct archive_file *archive_find(const struct archive *archive, const char *name);
struct slice archive_bytes(const struct archive_file *file);

/* Whether a name may stand in an archive: a relative path of UTF-8 without "..", empty
 * parts, backslashes, colons or control characters. */
bool archive_name_is_safe(struct slice name);

/* Sorts the archive and appends it as a ZIP. */
int archive_write(struct archive *archive, struct strbuf *ret_zip, struct err *err);

/* Whether the bytes claim to be a ZIP at all. */
bool archive_is_zip(struct slice zip);

/* Reads a ZIP whole. On failure (ERR_INPUT) the message names the entry at fault. */
int archive_read(struct slice zip, struct archive *ret_archive, struct err *err);

#endif
