/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_PRICES_H
#define INGEST_PRICES_H

/* Price list offer files of the AWS Price List bulk API, as CSV and as JSON, told apart by
 * how they begin. Only on-demand prices are read, each step of one with where it begins;
 * prices of committed terms are no rows here. A file is a delivery of its own and replaces
 * what was read from the same place before. It goes by in one pass, whatever its size. */

#include "ingest/delivery.h"

/* Loads the offer files among the unclaimed files and claims them; one that cannot be used
 * leaves what is loaded and its state says why. *ret_n_used counts those that are in the
 * store afterwards. Negative only when the store fails. */
int prices_ingest(struct ingest_run *run, struct input_file *files, struct file_state *states,
                  size_t n_files, size_t *ret_n_used, struct err *err);

#endif
