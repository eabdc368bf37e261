/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_PEN_H
#define REPORTS_PEN_H

/* Inside layout: a place on a page, in a column of some width, and ways to draw there.
 * A dry pen draws nothing and never turns the page: how far it moves is the height of
 * what was laid out. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reports/document.h"
#include "reports/layout.h"
#include "reports/theme.h"

struct pen {
    struct layout *layout;
    const struct theme *theme;
    const struct measure *measure;
    double left;
    double width;
    double top;    /* where a page's content begins */
    double bottom; /* and ends */
    double y;
    const char *section; /* the heading that what is drawn stands under; "" before the first */
    size_t part;         /* what is drawn belongs to it */
    size_t n_entries;    /* of the list of contents */
    bool dry;
};

struct style {
    enum face face;
    double size;
    uint32_t colour;
};

enum align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };

void pen_new_page(struct pen *pen);

/* Begins a part inside the current one; what is drawn from now on belongs to it.
 * Returns the part to go back to by pen_close. */
size_t pen_open(struct pen *pen, enum role role, const char *alt);
void pen_close(struct pen *pen, size_t outer);

/* Turns the page unless `height` fits below y. */
void pen_need(struct pen *pen, double height);

double pen_width(const struct pen *pen, struct style style, const char *text, size_t size);
/* text[size] is read: the end of the text or what follows on the next line. */
void pen_text(struct pen *pen, double x, double y, struct style style, enum align align,
              const char *text, size_t size);

/* One line of text that is cut with an ellipsis where it would be wider than `width`. */
void pen_fit(struct pen *pen, double x, double y, struct style style, enum align align,
             const char *text, double width);

/* How many bytes of text make its first line of at most `width`; *ret_next is where the
 * next line begins. At least one character, so every text comes to its end. */
size_t pen_line(const struct pen *pen, struct style style, const char *text, double width,
                size_t *ret_next);

/* The number of lines of a text, at most `most`. */
size_t pen_count_lines(const struct pen *pen, struct style style, const char *text, double width,
                       size_t most);

/* Wraps a text into at most `most` lines from baseline y, the last one with an ellipsis
 * when there is more. Returns the number of lines. */
struct box {
    double x, y, width, leading;
    size_t most;
};
size_t pen_wrap(struct pen *pen, struct box box, struct style style, enum align align,
                const char *text);

void pen_rect(struct pen *pen, double x, double y, double w, double h, uint32_t colour);
void pen_rule(struct pen *pen, double x, double y, double length, double weight, uint32_t colour);
/* points are copied; closed areas are filled. */
void pen_path(struct pen *pen, enum op_kind kind, const double *points, size_t n_points,
              double weight, uint32_t colour);

/* A link over the width of the column to a heading. */
void pen_link(struct pen *pen, double y, double height, const struct mark *target);

/* layout_table.c, layout_chart.c: draw at the pen and move it below. */
void layout_table(struct pen *pen, const struct table *table);
void layout_chart(struct pen *pen, const struct chart *chart);

/* layout_alt.c: what a chart shows, in words; lives in the layout's arena. */
const char *layout_chart_alt(struct layout *layout, const struct chart *chart);

#endif
