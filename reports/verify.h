/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_VERIFY_H
#define REPORTS_VERIFY_H

/* Checks an evidence package by itself, offline. Each check passes, fails and names the
 * first file at fault, or is not made and says why: silence is no answer to an auditor. */

#include <stdbool.h>

#include <jansson.h>

#include "support/slice.h"

struct archive;
struct err;

/* The outcome: {"valid": bool, "checks": [{"check", "result", "detail"}]}, result being
 * "passed", "failed" or "not_checked". */
json_t *verification_new(void);
void verification_add(json_t *verification, const char *check, const char *result,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));
bool verification_is_valid(const json_t *verification);

/* Checks everything but the figures themselves. `key` is the text of a minisign public
 * key, or empty. *ret_archive holds the files when the archive itself could be read, and
 * is empty when not. ERR_INPUT: the bytes are no package at all. */
int verify_package(struct slice zip, struct slice key, json_t *verification,
                   struct archive *ret_archive, struct err *err);

#endif
