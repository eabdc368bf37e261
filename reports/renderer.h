/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_RENDERER_H
#define REPORTS_RENDERER_H

/* A renderer turns a report into the bytes of one format. Adding a format is one file
 * and one line in the table of report.c. A renderer that has pages uses layout.h; one
 * that has none (terminal, HTML) walks the blocks of document.h; one for tables (CSV,
 * XLSX) takes its datasets. */

#include <jansson.h>

#include "support/strbuf.h"

struct dataset;
struct document;
struct err;
struct theme;

struct report {
    const char *name;      /* "finops" */
    const json_t *content; /* report.json as a tree */
    const char *json;      /* report.json as bytes, canonical */
    size_t json_size;
    const struct theme *theme;
    const struct document *document; /* NULL for a renderer that needs none */
    const char *fallback_font;       /* the path of a font for other scripts; NULL */
};

struct renderer {
    const char *format; /* also the file name's extension */
    int needs_document;
    /* The whole report as one file; NULL for a format that makes a file per dataset. */
    int (*render)(const struct report *report, struct strbuf *out, struct err *err);
    int (*render_dataset)(const struct dataset *dataset, struct strbuf *out, struct err *err);
};

extern const struct renderer render_csv;
extern const struct renderer render_json;
extern const struct renderer render_pdf;
extern const struct renderer render_xlsx;

#endif
