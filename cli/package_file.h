/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_PACKAGE_FILE_H
#define CLI_PACKAGE_FILE_H

/* An evidence package as an input: only one that verifies by itself is read. */

#include <jansson.h>

#include "support/sha256.h"

struct err;

struct package_file {
    json_t *report;
    json_t *statement;
    char sha256[SHA256_HEX_SIZE]; /* of the ZIP */
};

int package_file_read(const char *path, struct package_file *ret_package, struct err *err);

/* The SHA-256 of the package that its statement names as the one before, or "". */
const char *package_file_previous(const struct package_file *package);

void package_file_release(struct package_file *package);

#endif
