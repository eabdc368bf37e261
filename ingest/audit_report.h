/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_AUDIT_REPORT_H
#define INGEST_AUDIT_REPORT_H

/* Report files of AWS Backup Audit Manager, CSV or JSON, of both generations: backup, copy,
 * restore and scan jobs, resource and control compliance. A report is known by its columns.
 *
 * Columns are matched by their letters only, in lower case ("Resource ARN" and
 * "resourceArn" are one), and that is how the files calls/backup-audit-report.*.sql see
 * them. An empty field is an absent one. */

#include "ingest/facts.h"

bool audit_report_is(struct call_table *calls, const struct input_file *file);

/* Loads the file as a source of its own, in the place of what was loaded from it before. */
int audit_report_load(struct facts *facts, const struct input_file *file, struct err *err);

#endif
