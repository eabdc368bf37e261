/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/pipeline.h"
#include "analysis/table.h"

int inventory_data_load(struct store *store, const struct analysis_options *options,
                        struct err *err)
{
    (void)options;
    int rc = table_load(store, "resource_types.csv", "resource_type", err);
    return rc < 0 ? rc : table_load(store, "inventory_calls.csv", "inventory_call", err);
}
