/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_THEME_H
#define REPORTS_THEME_H

/* How a report looks: templates/theme.json, over which a theme.json of the user's own is
 * laid; that one names only what it changes. Colours that serve as text must be readable
 * on white (contrast 4.5, WCAG 2.1); names that a theme does not know are errors. */

#include <stdint.h>

#include <jansson.h>

struct err;

enum { THEME_SERIES = 6 };

/* Sizes in points, colours 0xRRGGBB. */
struct theme {
    double page_width;
    double page_height;
    double margin;
    double title_size;
    double heading_size;
    double body_size;
    double table_size;
    double note_size;
    uint32_t ink;
    uint32_t muted; /* text of less weight */
    uint32_t rule;
    uint32_t good; /* as text */
    uint32_t bad;  /* as text */
    uint32_t tint; /* behind callouts */
    uint32_t rest; /* the part of a chart that is not the point; "other" */
    uint32_t fill[THEME_SERIES];
    uint32_t text[THEME_SERIES]; /* the twin of a fill that is dark enough for text */
    const char *classification;
    const char *organization;
    json_t *source; /* owns the texts */
};

/* The theme for a page "A4" or "Letter" (NULL: the theme's own). dir (--templates) may
 * hold a theme.json; NULL for none. */
int theme_load(const char *dir, const char *page, struct theme *ret_theme, struct err *err);
void theme_release(struct theme *theme);

#endif
