/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_CONFIG_ITEMS_H
#define INGEST_CONFIG_ITEMS_H

/* AWS Config snapshots and history files (.json, .json.gz): their configuration items give
 * resources and tags by calls/aws-config.configuration-item.sql. They say too little about
 * AWS Backup itself, so they never stand in for its calls. */

#include "ingest/facts.h"

bool config_items_are(struct call_table *calls, const struct input_file *file);
int config_items_load(struct facts *facts, const struct input_file *file, struct err *err);

#endif
