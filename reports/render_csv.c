/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/dataset.h"
#include "reports/renderer.h"

static int render_dataset(const struct dataset *dataset, struct strbuf *out, struct err *err)
{
    (void)err;
    dataset_csv(dataset, out);
    return 0;
}

const struct renderer render_csv = {"csv", 1, NULL, render_dataset};
