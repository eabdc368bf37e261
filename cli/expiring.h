/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_EXPIRING_H
#define CLI_EXPIRING_H

#include <jansson.h>

struct err;
struct options;

/* Prints what ends within options->expiring_in days of the as-of time, the soonest first, as
 * a table or JSON. An exit code, or a negative err_code. */
int expiring_print(const struct options *options, const json_t *result, struct err *err);

#endif
