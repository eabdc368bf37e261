/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_MAPS_H
#define INGEST_MAPS_H

/* Cells and columns that are maps: tags, and CUR 2.0's product. Each distinct text is
 * taken apart once. */

#include "ingest/columns.h"
#include "ingest/intern.h"
#include "support/strbuf.h"

struct maps {
    struct intern tags;     /* tags as the file has them; note: the canonical form's number */
    struct intern products; /* note: the region's number */
    struct strbuf scratch;
};

#define MAPS_INIT                                                                                  \
    {                                                                                              \
        INTERN_INIT, INTERN_INIT, STRBUF_INIT                                                      \
    }

void maps_release(struct maps *maps);

/* What is wrong with a map, told when its text is seen for the first time. */
enum map_problem { MAP_FINE, MAP_BAD_JSON, MAP_BAD_UTF8 };

/* The tags of a row as one compact JSON object, keys as the file spells them, sorted;
 * "{}" without tags or where the map is no JSON object. A number of `texts`. */
uint32_t maps_tags(struct maps *maps, const struct columns *columns, const struct row *row,
                   struct intern *texts, enum map_problem *ret_problem);

/* The value "region" of the product map, or "". A number of `texts`. */
uint32_t maps_region(struct maps *maps, struct slice product, struct intern *texts);

#endif
