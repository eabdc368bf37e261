/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/pipeline.h"
#include "analysis/table.h"

int tiering_load(struct store *store, const struct analysis_options *options, struct err *err)
{
    (void)options;
    int rc = table_load(store, "cold_types.csv", "cold_type", err);
    if (rc == 0) {
        rc = table_load(store, "prices.csv", "sample_price", err);
    }
    return rc < 0 ? rc : table_load(store, "s3_classes.csv", "s3_class", err);
}
