/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_DATASET_H
#define REPORTS_DATASET_H

/* A list of report.json as a plain table, whole and exact: every row, no rounding, no
 * limit. It is for formats that programs and spreadsheets read; a page shows the same
 * rows cut and rounded (struct table) and names the digest of the dataset's CSV.
 *
 * Which datasets a report has, and their columns, stands in templates/datasets.json:
 *     {"name": "findings", "rows": "/coverage/findings", "reports": ["audit"],
 *      "columns": ["rule", "monthly_cost|amount", "evidence/0/path"]}
 * A column is a path in the row and a kind: text (also without one), amount, ratio,
 * count, seconds. Its name is the path with '_' for '/'; "/0" is left out. A row that is
 * no object but a text is its own only column. */

#include <stddef.h>

#include <jansson.h>

#include "support/sha256.h"

struct arena;
struct err;
struct strbuf;

enum field_kind { FIELD_TEXT, FIELD_AMOUNT, FIELD_RATIO, FIELD_COUNT, FIELD_SECONDS };

struct field {
    const char *name;
    enum field_kind kind;
};

struct dataset {
    const char *name; /* lower-case letters and '_': part of file names and sheets */
    size_t n_fields;
    struct field *fields;
    size_t n_rows;
    const char **cells;           /* n_rows times n_fields; NULL where there is no value */
    char sha256[SHA256_HEX_SIZE]; /* of dataset_csv */
};

struct datasets {
    size_t n;
    struct dataset *items;
};

/* The datasets of one report; everything lives in the arena, but for texts that are
 * borrowed from `content`. */
int datasets_build(struct arena *arena, const char *report, const json_t *content,
                   const json_t *declared, struct datasets *ret_datasets, struct err *err);

/* As templates see them, the caller's: {"findings": {"file", "rows", "sha256"}} by name,
 * and the same as a list that report.json's digest opens. */
json_t *datasets_view(const struct datasets *datasets);
json_t *datasets_files(const struct datasets *datasets, const char *json_sha256);

/* The dataset as CSV (RFC 4180, UTF-8, a header line). A text that a spreadsheet would
 * take for a formula (it begins with = + - @ TAB or CR) gets an apostrophe in front;
 * a number never does. */
void dataset_csv(const struct dataset *dataset, struct strbuf *out);

#endif
