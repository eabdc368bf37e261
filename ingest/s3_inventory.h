/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_S3_INVENTORY_H
#define INGEST_S3_INVENTORY_H

/* S3 Inventory reports: manifest.json, which names the columns and the data files, and the
 * data as headerless CSV. Objects are counted by class, version, size and age; nothing is
 * kept of a single one. The newest report of a bucket is the one that counts; a data file
 * that is missing or has another size than the manifest says refuses the report. */

#include "ingest/delivery.h"

/* Loads the reports among the unclaimed files and claims what belongs to them; the state of
 * one that cannot be used says why. *ret_n_used counts reports that are in the store
 * afterwards. Negative only when the store fails. */
int s3_inventory_ingest(struct ingest_run *run, struct input_file *files, struct file_state *states,
                        size_t n_files, size_t *ret_n_used, struct err *err);

#endif
