/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_ASSET_H
#define SUPPORT_ASSET_H

/* A file that was compiled into the binary (cmake/EmbedFiles.cmake). A table of
 * them is sorted by name and ends with a NULL name. */

#include <stddef.h>

struct asset {
    const char *name; /* path below the folder that embeds it: "rules/rds_backup.sql" */
    const char *text; /* the bytes, and a NUL behind them */
    size_t size;      /* bytes without that NUL */
};

/* The asset called `name`, or NULL. */
const struct asset *asset_find(const struct asset *table, const char *name);

#endif
