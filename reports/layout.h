/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_LAYOUT_H
#define REPORTS_LAYOUT_H

/* Places a document on pages. The outcome is a list of marks per page (text, boxes,
 * lines, areas) that any back end can draw; layout knows widths of characters by a
 * callback and nothing of PDF.
 *
 * Lengths are points, y grows downwards from the top edge of the page, the y of a text
 * is its baseline. Every number is finite and rounded to 1/100 point. Rows are never
 * split, headers are repeated, nothing stands outside the margins. */

#include <stddef.h>
#include <stdint.h>

#include "reports/font.h"
#include "support/mem.h"

struct document;
struct theme;

/* Advance of a character in em; negative when the face lacks it: then it is drawn with
 * FACE_FALLBACK, and when that lacks it too its name is: "[U+1F525]". */
struct measure {
    double (*advance)(const void *context, enum face face, uint32_t code_point);
    const void *context;
};

/* What a piece of the page is, for readers that cannot see it. The parts make a tree
 * whose order is the reading order. */
enum role {
    ROLE_DOCUMENT, /* the root, part 0; an op of part 0 is decoration, not content */
    ROLE_TITLE,
    ROLE_HEADING,
    ROLE_SUBHEADING,
    ROLE_PARAGRAPH,
    ROLE_LIST,
    ROLE_ITEM,
    ROLE_LABEL, /* an item's bullet */
    ROLE_BODY,  /* and its text */
    ROLE_TABLE,
    ROLE_ROW,
    ROLE_HEADER_CELL,
    ROLE_CELL,
    ROLE_FIGURE,
    ROLE_CONTENTS,
    ROLE_ENTRY,
    ROLE_LINK,
    ROLE_N
};

struct part {
    enum role role;
    size_t parent;
    const char *alt; /* what a figure shows, in words; NULL for the others */
};

enum op_kind { OP_TEXT, OP_RECT, OP_LINE, OP_POLYLINE, OP_POLYGON, OP_LINK };

struct op {
    enum op_kind kind;
    size_t part;
    enum face face;
    uint32_t colour; /* 0xRRGGBB */
    double x, y;
    double w, h;          /* box; end of a line relative to x, y */
    double size;          /* of the font, or the width of a line */
    const char *text;     /* UTF-8 that the face can print */
    const double *points; /* x, y pairs */
    size_t n_points;
    size_t page;     /* where a link leads */
    double target_y; /* on that page */
};

struct page {
    struct op *ops;
    size_t n_ops;
    size_t capacity;
};

/* A heading, for outlines and lists of contents. */
struct mark {
    const char *text;
    int level;
    size_t page;
    double y;
    size_t part;
};

struct layout {
    struct arena arena;
    double page_width;
    double page_height;
    struct page *pages;
    size_t n_pages;
    size_t pages_capacity;
    struct mark *marks;
    size_t n_marks;
    size_t marks_capacity;
    struct part *parts;
    size_t n_parts;
    size_t parts_capacity;
};

/* Fills ret_layout; its texts may point into the document, which must outlive it. */
void layout_make(const struct document *document, const struct theme *theme,
                 const struct measure *measure, struct layout *ret_layout);
void layout_release(struct layout *layout);

/* Measures with the compiled-in fonts; context is a struct fonts. */
double layout_font_advance(const void *context, enum face face, uint32_t code_point);

#endif
