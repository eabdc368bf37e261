/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_TERRAFORM_H
#define INGEST_TERRAFORM_H

/* What `terraform show -json` prints of a state or a plan, and raw state files.
 *
 * State holds secrets, so only this is kept, as one document of the call `terraform.show`
 * whose item is the path below the folder that was ingested:
 *   { "kind": "state" | "plan" | "raw_state", "terraform_version": ...,
 *     "regions":   [ the regions of its AWS resources, sorted ],
 *     "resources": [ { "address", "type", "arn", "id", "region" }, ... ],   managed aws_* only
 *     "changes":   [ { "address", "type", "actions" }, ... ] }              plan: not no-op
 * A resource's region is its `region` (AWS provider 6 and later), else that of its ARN. A
 * plan's resources have no ARN yet: there the constant regions of the providers that its
 * resources use are in `regions` too. */

#include "ingest/facts.h"

bool terraform_is(struct call_table *calls, const struct input_file *file);
int terraform_load(struct facts *facts, const struct input_file *file, struct err *err);

#endif
