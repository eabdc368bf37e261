/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_DOCUMENT_H
#define REPORTS_DOCUMENT_H

/* A report as blocks of finished text: every figure is formatted, every row chosen,
 * nothing says where it stands on a page. Page renderers lay it out (layout.h); a
 * renderer without pages walks the blocks, one for tables takes the datasets.
 *
 * All of it lives in the document's arena and dies with it. Texts are valid UTF-8
 * without control characters (document_text sees to that). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reports/dataset.h"
#include "support/mem.h"

enum block_kind {
    BLOCK_TITLE,   /* a page's title: states the finding */
    BLOCK_HEADING, /* a section's title */
    BLOCK_TEXT,    /* one paragraph */
    BLOCK_FIGURES, /* a row of key figures */
    BLOCK_TABLE,
    BLOCK_CHART,
    BLOCK_COLUMNS,  /* blocks side by side */
    BLOCK_CONTENTS, /* the list of headings with their pages */
    BLOCK_PAGE_BREAK,
};

enum text_style { TEXT_BODY, TEXT_LEAD, TEXT_NOTE, TEXT_BULLET, TEXT_CALLOUT, TEXT_CODE };

/* A tone is always accompanied by a word or a shape; colour alone says nothing. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_MUTED };

struct figure {
    const char *label;
    const char *value;
    const char *note;
    enum tone tone; /* of the note */
};

struct column {
    const char *title;
    bool right;    /* numbers stand right, text left */
    bool mono;     /* digests and ids */
    int weight;    /* share of the width that is left over; 0: as wide as its cells */
    int max_lines; /* a longer cell ends with an ellipsis: its whole text is in report.json */
};

enum row_kind { ROW_BODY, ROW_OTHER, ROW_TOTAL };

struct row {
    enum row_kind kind;
    const char **cells; /* one per column */
    const char *detail; /* in small letters below the cells, over the whole width; "" for none */
};

struct table {
    size_t n_columns;
    struct column *columns;
    size_t n_rows;
    struct row *rows;
    const char *note; /* below the table; "" for none */
};

enum chart_kind {
    CHART_STACKED,   /* one stacked bar per point: months */
    CHART_BARS,      /* one horizontal bar per point */
    CHART_SHARE,     /* one share of one whole: a ring */
    CHART_MULTIPLES, /* one small line per series, same scale */
};

struct series {
    const char *name;
    double *values;    /* one per point, for drawing only: finite */
    const char *label; /* of the newest value */
};

struct chart {
    enum chart_kind kind;
    const char *title;
    size_t n_points;
    const char **points; /* name of each point */
    const char **labels; /* printed value of each point (bars; totals of a stack) */
    bool *estimated;     /* drawn lighter; NULL for none */
    size_t n_series;
    struct series *series; /* the first stands at the bottom */
    double target;         /* a line (budget) or tick; NAN for none */
    const char *target_label;
    const char *caption; /* in the ring, or below the chart */
    double height;       /* points */
};

struct block {
    enum block_kind kind;
    struct block *next;
    union {
        struct {
            const char *text;
            enum text_style style; /* BLOCK_TEXT */
            int level;             /* BLOCK_HEADING: 1 or 2 */
        };
        struct {
            size_t n_figures;
            struct figure *figures;
        };
        struct table table;
        struct chart chart;
        struct {
            size_t n_columns;
            struct block **columns; /* each a list of blocks */
            double *widths;         /* shares of the width, adding up to 1 */
        };
    };
};

struct document {
    struct arena arena;
    const char *title; /* of the file */
    const char *footer;
    int64_t as_of; /* seconds since 1970, UTC; INT64_MIN when nothing is loaded */
    struct block *blocks;
    struct datasets datasets;
};

void document_release(struct document *document);

/* A copy in the arena that is safe to print: bytes that are not UTF-8 become U+FFFD,
 * control characters and line ends become blanks, marks that reorder text are dropped,
 * letters and their accents become one character (NFC). */
const char *document_text(struct document *document, const char *text, size_t size);

#endif
