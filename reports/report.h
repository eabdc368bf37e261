/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

/* A result (analysis/result.h) and a template make a document; a renderer writes it.
 * Nothing here asks the database. */

#include <stddef.h>

#include "analysis/result.h"

struct err;

struct report_options {
    const char *templates_dir;  /* --templates: files that replace the built-in ones; NULL */
    const char *page;           /* "A4" or "Letter"; NULL: the theme's */
    const char *classification; /* NULL: the theme's */
    const char *fallback_font;  /* --fallback-font: for characters that the own fonts lack; NULL */
};

/* Reports ("finops", "audit", "leadership") and formats ("pdf", "json", ...), each
 * ending with NULL. */
extern const char *const report_names[];
extern const char *const report_formats[];

/* One file of a report: its name goes on with `extension` ("pdf", "findings.csv"). */
struct report_file {
    char *extension;
    char *bytes;
    size_t size;
};

struct report_files {
    size_t n;
    struct report_file *items;
};

void report_files_release(struct report_files *files);

/* Renders one report into memory: one file, or one per dataset for formats of a single
 * table (CSV). The files are the caller's. The same result and options give the same
 * bytes. */
int report_render(const char *report, const char *format, const json_t *result,
                  const struct report_options *options, struct report_files *ret_files,
                  struct err *err);

/* The JSON Schema (draft-07) that every report.json meets; compiled in. */
const char *report_schema(size_t *ret_size);

#endif
