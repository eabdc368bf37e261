/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_BUILD_H
#define REPORTS_BUILD_H

/* Template and report.json to document: build.c walks the sections, build_table.c makes
 * tables whose columns add up, build_chart.c makes charts. */

#include <jansson.h>

#include "reports/document.h"
#include "reports/template.h"

struct err;

struct builder {
    struct document *document;
    struct block **tail; /* where the next block is hung */
};

/* Appends the blocks of a list of sections. `depth` guards against templates that nest
 * without end. */
int build_sections(struct builder *builder, struct scope scope, const json_t *sections, int depth,
                   struct err *err);

int build_table(struct builder *builder, struct scope scope, const json_t *section,
                struct err *err);
int build_chart(struct builder *builder, struct scope scope, const json_t *section,
                struct err *err);

/* For the above: a new block at the end; a text of the template filled in ("" if it is
 * missing); the rows of "rows" that meet "where", as an array of borrowed rows in the
 * arena. */
struct block *build_block(struct builder *builder, enum block_kind kind);
int build_text(struct builder *builder, struct scope scope, const json_t *text,
               const char **ret_text, struct err *err);
int build_rows(struct builder *builder, struct scope scope, const json_t *section,
               const json_t ***ret_rows, size_t *ret_n, struct err *err);

/* Keys of a section that its kind knows; another one is an error of the template that
 * would otherwise go unseen. `allowed` ends with NULL. */
int build_check_keys(const json_t *section, const char *const *allowed, struct err *err);

#endif
