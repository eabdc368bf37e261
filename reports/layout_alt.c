/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "reports/document.h"
#include "reports/layout.h"
#include "reports/pen.h"
#include "support/strbuf.h"

/* A reader is told so much and no more: the tables have the rest. */
enum { ALT_CAP = 1500 };

static const char *const kinds[] = {[CHART_STACKED] = "Stacked bars",
                                    [CHART_BARS] = "Bars",
                                    [CHART_SHARE] = "Ring",
                                    [CHART_MULTIPLES] = "Small lines on one scale"};

static void add_points(struct strbuf *out, const struct chart *chart)
{
    for (size_t p = 0; p < chart->n_points; p++) {
        strbuf_addf(out, "%s %s %s", p ? "," : "", chart->points[p], chart->labels[p]);
        if (chart->estimated && chart->estimated[p]) {
            strbuf_adds(out, " (estimated)");
        }
    }
    strbuf_adds(out, ".");
}

static void add_series(struct strbuf *out, const struct chart *chart)
{
    const char *newest = chart->n_points ? chart->points[chart->n_points - 1] : "";

    strbuf_addf(out, " In %s:", newest);
    for (size_t s = 0; s < chart->n_series; s++) {
        strbuf_addf(out, "%s %s %s", s ? "," : "", chart->series[s].name, chart->series[s].label);
    }
    strbuf_adds(out, ".");
}

const char *layout_chart_alt(struct layout *layout, const struct chart *chart)
{
    struct strbuf alt = STRBUF_INIT;

    strbuf_addf(&alt, "%s: %s.", kinds[chart->kind], chart->title);
    switch (chart->kind) {
    case CHART_STACKED:
        add_points(&alt, chart);
        add_series(&alt, chart);
        break;
    case CHART_MULTIPLES:
        add_series(&alt, chart);
        break;
    case CHART_BARS:
        add_points(&alt, chart);
        break;
    case CHART_SHARE:
        strbuf_addf(&alt, " %s %s.", chart->labels[0], chart->caption);
        break;
    }
    if (!isnan(chart->target) && *chart->target_label) {
        strbuf_addf(&alt, " %s.", chart->target_label);
    }
    struct slice text = {alt.text, alt.size < ALT_CAP ? alt.size : ALT_CAP};
    while (text.size < alt.size && ((unsigned char)alt.text[text.size] & 0xc0) == 0x80) {
        text.size--;
    }
    const char *copy = arena_slice_dup(&layout->arena, text);
    strbuf_release(&alt);
    return copy;
}
