/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_VALUE_H
#define REPORTS_VALUE_H

/* Reading the result tree. Everything may be absent: what is not there is NULL, 0, ""
 * or false, and never a crash, because older results lack newer keys. */

#include <stdbool.h>

#include <jansson.h>

#include "support/decimal.h"

/* The value at a path of keys and array indices joined by '/': "/spend/dr_total" or
 * "spend/dr_total". NULL when any step is missing or the value is null. */
const json_t *value_at(const json_t *root, const char *path);

/* The text at the path, or "" when there is none. Borrowed from the tree. */
const char *value_text(const json_t *root, const char *path);

long long value_int(const json_t *root, const char *path);

/* An amount or ratio: a decimal string or an integer. False if there is none. */
bool value_decimal(const json_t *value, struct decimal *ret_value);
bool value_decimal_at(const json_t *root, const char *path, struct decimal *ret_value);

/* Present and not null, false, 0, "" or empty. */
bool value_is_set(const json_t *value);

#endif
