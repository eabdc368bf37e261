/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_ACCESS_ANALYSIS_H
#define INGEST_ACCESS_ANALYSIS_H

/* Exports of S3's Storage Class Analysis: how much of what age was stored and read on each
 * day, as CSV, known by its header. The export does not name its bucket: its path does.
 * It recommends STANDARD_IA only; what is kept of it is the reads. */

#include "ingest/delivery.h"

/* Loads the exports among the unclaimed files and claims them. *ret_n_used counts those that
 * are in the store afterwards. Negative only when the store fails. */
int access_analysis_ingest(struct ingest_run *run, struct input_file *files,
                           struct file_state *states, size_t n_files, size_t *ret_n_used,
                           struct err *err);

#endif
