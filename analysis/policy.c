/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/err.h"

static int no_policy(struct store *store, struct err *err)
{
    int rc = store_run(store, "no policy",
                       "insert into tier (id, rank, name, match) "
                       "values ('unclassified', 0, 'unclassified', '[]');"
                       "insert into default_tier values ('unclassified');"
                       "insert into policy_file values (null, null)",
                       err);
    return rc < 0 ? rc
                  : note_add(store,
                             "No policy was given: every stateful resource is in scope under one "
                             "tier 'unclassified' with no targets.",
                             err);
}

int policy_load(struct store *store, const struct analysis_options *options, struct err *err)
{
    (void)options;
    return no_policy(store, err);
}
