/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_REPORTING_H
#define CLI_REPORTING_H

#include <jansson.h>

struct err;
struct options;

/* Writes one report of `result` as FOLDER/REPORT-MONTH.EXT in every format that
 * options->format names, and prints the names of the files. 0 or a negative err_code. */
int reporting_write(const char *report, const json_t *result, const struct options *options,
                    const char *folder, struct err *err);

#endif
