/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/pipeline.h"
#include "analysis/table.h"

int mechanism_load(struct store *store, const struct analysis_options *options, struct err *err)
{
    (void)options;
    int rc = table_load(store, "products.csv", "product_name", err);
    if (rc == 0) {
        rc = table_load(store, "regions.csv", "billing_prefix", err);
    }
    return rc < 0 ? rc : table_load(store, "mechanisms.csv", "mechanism_rule", err);
}
