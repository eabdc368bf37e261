/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_S3_INVENTORY_H
#define INGEST_S3_INVENTORY_H

/* S3 Inventory reports: manifest.json, which names the columns and the data files, and the
 * data as headerless CSV. Rows go by in one pass into a histogram (object_histogram.h);
 * nothing is kept of a single object. The newest report of a bucket is the one that counts.
 *
 * A report is taken whole or not at all: a data file that is missing, of another size or
 * with another MD5 than the manifest says, or that cannot be unpacked to its end, refuses
 * it, as does a manifest that is not what manifest.checksum was made of. ORC and Parquet
 * are not read. What a report leaves beside its data for Hive is left alone. */

#include "ingest/delivery.h"

/* Loads the reports among the unclaimed files and claims what belongs to them; the state of
 * one that cannot be used says why. *ret_n_used counts reports that are in the store
 * afterwards. Negative only when the store fails. */
int s3_inventory_ingest(struct ingest_run *run, struct input_file *files, struct file_state *states,
                        size_t n_files, size_t *ret_n_used, struct err *err);

#endif
