/* SPDX-License-Identifier: Apache-2.0 */
#include "support/asset.h"

#include <string.h>

const struct asset *asset_find(const struct asset *table, const char *name)
{
    for (const struct asset *asset = table; asset->name; asset++) {
        if (strcmp(asset->name, name) == 0) {
            return asset;
        }
    }
    return NULL;
}
