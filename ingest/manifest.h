/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_MANIFEST_H
#define INGEST_MANIFEST_H

/* The manifest that AWS writes beside a bill: which files make up a month. Legacy
 * reports list them as `reportKeys`, CUR 2.0 and FOCUS exports as `dataFiles`. What a
 * manifest says about columns is not used: each file's own header decides. */

#include <stdbool.h>
#include <stddef.h>

#include "ingest/run.h"

struct manifest {
    const char *export;  /* which report or export; the same for all its deliveries */
    const char *period;  /* which month, in the manifest's words */
    const char *version; /* assembly or execution id; "" */
    const char **keys;   /* the files, as keys in S3 without bucket and leading slash */
    size_t n_keys;
    bool of_version; /* it lies in the folder of one delivery, not in that of the month */
};

/* Reads a file that may be a manifest: *ret_is is false for any other JSON (a
 * RedshiftManifest has neither list). Texts are the arena's. */
int manifest_read(const struct input_file *file, struct arena *arena, struct manifest *ret_manifest,
                  bool *ret_is, struct err *err);

/* Which of the files a key means: the one whose location ends in most of the key's
 * folders; its own name alone is enough only beside the manifest. The index, or
 * n_files when none does. */
size_t manifest_find(const char *key, const char *manifest_location, const struct input_file *files,
                     size_t n_files);

/* Which of two manifests of the same month is the newer: below 0, a is older. That of
 * the month is rewritten by each delivery and so beats that of any one delivery; among
 * equals the names of the deliveries' folders decide, bytewise. */
int manifest_compare(const struct manifest *a, const char *a_location, const struct manifest *b,
                     const char *b_location);

#endif
