/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "analysis/pipeline.h"
#include "analysis/table.h"

int tiering_load(struct store *store, const struct analysis_options *options, struct err *err)
{
    static const struct {
        const char *file;
        const char *table;
    } tables[] = {
        {"cold_types.csv", "cold_type"},         {"prices.csv", "sample_price"},
        {"s3_classes.csv", "s3_class"},          {"s3_storage_classes.csv", "s3_storage_class"},
        {"s3_transitions.csv", "s3_transition"}, {"s3_price_keys.csv", "s3_price_key"},
        {"s3_price_steps.csv", "sample_step"},
    };
    (void)options;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < sizeof tables / sizeof *tables; i++) {
        rc = table_load(store, tables[i].file, tables[i].table, err);
    }
    return rc;
}
