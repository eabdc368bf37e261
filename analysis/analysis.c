/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/analysis.h"

#include "support/err.h"

int analysis_run(struct store *store, const struct analysis_options *options, json_t **ret_result,
                 struct err *err)
{
    (void)store, (void)options, (void)ret_result;
    return FAIL(err, ERR_BUG, "not built yet");
}
