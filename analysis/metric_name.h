/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_METRIC_NAME_H
#define ANALYSIS_METRIC_NAME_H

/* The name of a figure is its place in report.json with dots between: "spend.dr_total". A
 * member of a list is named by its first member ("spend.by_tier.tier-0.cost"), by more of
 * them with '/' between where that is not enough ("spend.by_month_mechanism.2024-09/
 * backup_storage.cost"), or by its place from 0 ("tiering.proposals.3.gb"). Names that hold
 * dots themselves, such as ARNs, are matched whole. An amount called `cost`, `unblended` or
 * `amount` may be left out: "spend.by_tier.tier-0". */

#include <jansson.h>

#include "support/strbuf.h"

struct metric_place {
    const json_t *value;   /* of the result; NULL: nothing is called that */
    struct strbuf name;    /* in full: "spend.by_tier.tier-0.cost" */
    struct strbuf element; /* of the innermost list's member: "spend.by_tier.tier-0"; else "" */
    struct strbuf pattern; /* without names of members: "spend/by_tier/cost" */
    json_t *keys;          /* the texts and integers of the result and of the members */
};

#define METRIC_PLACE_INIT                                                                          \
    {                                                                                              \
        NULL, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, NULL                                          \
    }

void metric_place_find(const json_t *result, const char *name, struct metric_place *ret_place);
void metric_place_release(struct metric_place *place);

/* The shortest name of a list's member: its first members, else its place. */
void metric_element_name(const json_t *list, size_t index, struct strbuf *ret_name);

#endif
