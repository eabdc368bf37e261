/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_INGESTING_H
#define CLI_INGESTING_H

#include <stddef.h>

struct err;
struct options;

/* Loads every path into options->db, with progress, problems and a summary; returns
 * an exit code or a negative err_code. */
int ingesting_run(const struct options *options, const char *const *paths, size_t n_paths,
                  struct err *err);

#endif
