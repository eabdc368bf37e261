/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_BYTES_H
#define INGEST_BYTES_H

/* The first stage: the bytes of a file, decompressed. What a file is (plain, gzip,
 * ZIP) is told by its first bytes, never by its name.
 *
 * A file on disk holds one or more logical files: a plain or gzip file is one (all
 * its gzip members in a row), a ZIP archive is one per entry, in the archive's order.
 * A damaged or truncated file is an error, at the latest when its end is read: who
 * reads must keep nothing before bytes_next() has returned 0. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/cleanup.h"
#include "support/md5.h"
#include "support/sha256.h"

struct bytes;
struct err;

/* `shown` is the path as messages print it; borrowed, as `location` is. Refuses a ZIP
 * archive with a name that climbs out of it. */
int bytes_open(const char *location, const char *shown, struct bytes **ret_bytes, struct err *err);
void bytes_free(struct bytes *bytes);
DEFINE_CLEANUP(bytes_free, struct bytes *)

/* Opens the next logical file: 1, or 0 when there is none, or negative. What is left
 * of the one before is skipped unread. */
int bytes_next(struct bytes *bytes, struct err *err);

/* "bill.csv.gz", or "bill.zip:part-1.csv"; until the next bytes_next. */
const char *bytes_name(const struct bytes *bytes);

/* Fills block[0..size) as far as the logical file goes; fewer bytes only at its end. */
int bytes_read(struct bytes *bytes, char *block, size_t size, size_t *ret_size, struct err *err);

/* Whether reading has failed: the file is damaged, whatever is in it. */
bool bytes_failed(const struct bytes *bytes);

/* Bytes on disk consumed so far, for progress (ZIP: in proportion of the entries read). */
uint64_t bytes_position(const struct bytes *bytes);

/* A fingerprint of all that was read so far, decompressed: a file and its gzip or ZIP have
 * the same. No defence against malice. */
uint64_t bytes_fingerprint(const struct bytes *bytes);

/* The digest of the file as it is on disk. */
int bytes_sha256(const char *location, const char *shown, char ret_hex[SHA256_HEX_SIZE],
                 struct err *err);

/* Its MD5; "" on a machine whose policy forbids MD5. */
int bytes_md5(const char *location, const char *shown, char ret_hex[MD5_HEX_SIZE], struct err *err);

#endif
