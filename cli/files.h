/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_FILES_H
#define CLI_FILES_H

/* Files that are written whole or not at all: into a temporary file beside the target,
 * onto the disk, and only then under the target's name. Failures are ERR_OUTPUT. */

#include <stddef.h>

struct err;

int files_write(const char *path, const void *bytes, size_t size, struct err *err);

/* Makes a folder and those above it; one that exists is fine. */
int files_make_folder(const char *path, struct err *err);

/* The same for the folder that `path` lies in. */
int files_make_folder_of(const char *path, struct err *err);

#endif
