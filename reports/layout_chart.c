/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "reports/format.h"
#include "reports/pen.h"
#include "support/banned.h"
#include "support/strbuf.h"

enum { STEPS = 5, LABELS_MAX = 8, RING_POINTS = 121 };

static const double axis_max = 1e15;   /* no amount is larger */
static const double label_space = 9.5; /* between the baselines of direct labels */

static struct style small(uint32_t colour)
{
    return (struct style){FACE_REGULAR, 6.5, colour};
}

/* The colour of a series; what is beyond the palette is "other". */
static uint32_t fill_of(const struct pen *pen, const struct chart *chart, size_t series)
{
    bool other = strncmp(chart->series[series].name, "Other (", 7) == 0;
    return other || series >= THEME_SERIES ? pen->theme->rest : pen->theme->fill[series];
}

static uint32_t text_of(const struct pen *pen, const struct chart *chart, size_t series)
{
    bool other = strncmp(chart->series[series].name, "Other (", 7) == 0;
    return other || series >= THEME_SERIES ? pen->theme->muted : pen->theme->text[series];
}

/* Half way to white: what is estimated. */
static uint32_t lighter(uint32_t colour)
{
    return ((colour >> 1) & 0x7f7f7f) + 0x808080;
}

static void lay_chart_title(struct pen *pen, const struct chart *chart)
{
    struct style style = {FACE_BOLD, pen->theme->body_size, pen->theme->ink};

    if (*chart->title) {
        size_t outer = pen_open(pen, ROLE_PARAGRAPH, NULL);
        struct box box = {pen->left, pen->y + style.size, pen->width, style.size * 1.25, 3};
        size_t n = pen_wrap(pen, box, style, ALIGN_LEFT, chart->title);
        pen_close(pen, outer);
        pen->y += (double)n * style.size * 1.25 + 5;
    }
}

/* --- scale ------------------------------------------------------------------------ */

struct scale {
    double low; /* 0, or below it when credits are larger than costs */
    double high;
    double step;
};

/* A step of 1, 2, 2.5 or 5 times a power of ten that gives at most STEPS lines. */
static double nice_step(double range)
{
    static const double nice[] = {1, 2, 2.5, 5, 10};
    double power = pow(10, floor(log10(range / STEPS)));

    for (size_t i = 0; i < sizeof nice / sizeof *nice; i++) {
        if (nice[i] * power * STEPS >= range * 0.999) {
            return nice[i] * power;
        }
    }
    return power * 10;
}

static struct scale scale_of(double low, double high)
{
    double range = high - low;

    if (!isfinite(range) || range <= 0) {
        return (struct scale){0, 1, 1};
    }
    double step = nice_step(range);
    return (struct scale){floor(low / step) * step, ceil(high / step * 0.999) * step, step};
}

/* A number of the axis, all of one axis in the same unit. */
static void add_number(struct strbuf *out, double value, const struct scale *scale)
{
    bool millions = fmax(scale->high, -scale->low) >= MILLIONS_FROM;
    double shown = millions ? value / MILLION : value;
    struct decimal number = decimal_of_int(llround(fmin(fmax(shown, -axis_max), axis_max) * 100));

    decimal_div(number, decimal_of_int(100), 2, &number);
    format_decimal(out, number, fabs(shown - round(shown)) < 0.005 ? 0 : 2);
    strbuf_adds(out, millions ? "M" : "");
}

static size_t count_steps(struct scale scale)
{
    return (size_t)llround((scale.high - scale.low) / scale.step);
}

/* The space that the numbers left of the plot need. */
static double axis_width(const struct pen *pen, struct scale scale)
{
    double width = 0;

    for (size_t i = 0; i <= count_steps(scale); i++) {
        struct strbuf text = STRBUF_INIT;

        add_number(&text, scale.low + (double)i * scale.step, &scale);
        width = fmax(width, pen_width(pen, small(0), text.text, text.size));
        strbuf_release(&text);
    }
    return width + 5;
}

struct plot {
    struct scale scale;
    double x0, y0, width, height;
};

static double plot_y(const struct plot *plot, double value)
{
    return plot->y0 -
           (value - plot->scale.low) / (plot->scale.high - plot->scale.low) * plot->height;
}

static void lay_axis(struct pen *pen, struct scale scale, const struct plot *plot)
{
    const struct theme *theme = pen->theme;

    for (size_t i = 0; i <= count_steps(scale); i++) {
        double value = scale.low + (double)i * scale.step;
        bool zero = fabs(value) < scale.step / 2;
        double y = plot_y(plot, value);
        struct strbuf text = STRBUF_INIT;

        pen_rule(pen, plot->x0, y, plot->width, zero ? 0.6 : 0.3,
                 zero ? theme->muted : theme->rule);
        add_number(&text, value, &scale);
        pen_text(pen, plot->x0 - 4, y + 2.2, small(theme->muted), ALIGN_RIGHT, text.text,
                 text.size);
        strbuf_release(&text);
    }
}

/* --- stacked bars ------------------------------------------------------------------- */

static void stack_extent(const struct chart *chart, double *ret_low, double *ret_high)
{
    *ret_low = 0;
    *ret_high = isnan(chart->target) ? 0 : chart->target;
    for (size_t p = 0; p < chart->n_points; p++) {
        double up = 0;
        double down = 0;

        for (size_t s = 0; s < chart->n_series; s++) {
            up += fmax(chart->series[s].values[p], 0);
            down += fmin(chart->series[s].values[p], 0);
        }
        *ret_high = fmax(*ret_high, up);
        *ret_low = fmin(*ret_low, down);
    }
}

/* One bar; ret_middle[series] is where its part stands. */
static void lay_stack(struct pen *pen, const struct chart *chart, const struct plot *plot,
                      size_t point, double *ret_middle)
{
    double slot = plot->width / (double)chart->n_points;
    double bar = fmin(slot * 0.7, 34);
    double x = plot->x0 + slot * (double)point + (slot - bar) / 2;
    double up = 0;
    double down = 0;
    /* Grey paper shows two colours as one; a line of white between them does not fade. */
    const double seam = 0.8;
    struct style name = small(pen->theme->muted);
    struct style total = small(pen->theme->ink);

    for (size_t s = 0; s < chart->n_series; s++) {
        double value = chart->series[s].values[point];
        double *edge = value < 0 ? &down : &up;
        double from = plot_y(plot, *edge);
        double to = plot_y(plot, *edge + value);
        uint32_t colour = fill_of(pen, chart, s);

        *edge += value;
        pen_rect(pen, x, fmin(from, to) + seam / 2, bar, fabs(to - from) - seam,
                 chart->estimated && chart->estimated[point] ? lighter(colour) : colour);
        ret_middle[s] = (from + to) / 2;
    }
    pen_fit(pen, x + bar / 2, plot->y0 + 9, name, ALIGN_CENTRE, chart->points[point], slot * 1.3);
    if (pen_width(pen, total, chart->labels[point], strlen(chart->labels[point])) <= slot - 3 ||
        point == chart->n_points - 1) {
        pen_text(pen, x + bar / 2, plot_y(plot, up) - 2.5, total, ALIGN_CENTRE,
                 chart->labels[point], strlen(chart->labels[point]));
    }
    if (!isnan(chart->target) && point == chart->n_points - 1) {
        pen_rule(pen, x - 4, plot_y(plot, chart->target), bar + 8, 1.4, pen->theme->ink);
    }
}

/* Names beside the last bar, each near its part and none over another. */
static void lay_series_names(struct pen *pen, const struct chart *chart, const struct plot *plot,
                             double *middle)
{
    double x = plot->x0 + plot->width + 6;
    double width = pen->left + pen->width - x;
    double lowest = plot->y0 + 2;
    bool has_target = !isnan(chart->target);
    double target = has_target ? plot_y(plot, chart->target) : 0;
    double top = lowest;

    for (size_t s = 0; s < chart->n_series; s++) {
        double y = fmin(middle[s] + 2.5, lowest);
        struct style style = {FACE_REGULAR, 7.5, text_of(pen, chart, s)};
        struct strbuf text = STRBUF_INIT;

        if (has_target && fabs(y - target - 2.5) < label_space) {
            y = target + 2.5 + label_space;
            y = y > lowest ? target + 2.5 - label_space : y;
        }
        /* The figure is whole, whatever becomes of the name. */
        strbuf_addf(&text, " %s", chart->series[s].label);
        double figure = pen_width(pen, style, text.text, text.size);
        double name = pen_width(pen, style, chart->series[s].name, strlen(chart->series[s].name));
        name = fmin(name, fmax(width - figure, 0));
        pen_fit(pen, x, y, style, ALIGN_LEFT, chart->series[s].name, name);
        pen_text(pen, x + name, y, style, ALIGN_LEFT, text.text, text.size);
        strbuf_release(&text);
        lowest = y - label_space;
        top = y;
    }
    if (has_target) {
        struct style style = {FACE_BOLD, 7.5, pen->theme->ink};
        double y = target + 2.5;

        pen_fit(pen, x, fabs(y - top) < label_space ? top - label_space : y, style, ALIGN_LEFT,
                chart->target_label, width);
    }
}

static void lay_stacked(struct pen *pen, const struct chart *chart)
{
    double names = fmin(pen->width * 0.27, 130);
    double middle[LABELS_MAX] = {0};
    double low = 0;
    double high = 0;

    stack_extent(chart, &low, &high);
    struct scale scale = scale_of(low, high);
    double axis = axis_width(pen, scale);
    struct plot plot = {scale, pen->left + axis, pen->y + chart->height - 12,
                        pen->width - axis - names, chart->height - 22};
    lay_axis(pen, scale, &plot);
    for (size_t p = 0; p < chart->n_points; p++) {
        lay_stack(pen, chart, &plot, p, middle);
    }
    lay_series_names(pen, chart, &plot, middle);
    pen->y += chart->height + 4;
}

static void lay_caption(struct pen *pen, const char *caption)
{
    struct style style = {FACE_REGULAR, pen->theme->note_size, pen->theme->muted};

    if (*caption) {
        pen_fit(pen, pen->left, pen->y + style.size, style, ALIGN_LEFT, caption, pen->width);
        pen->y += style.size * 1.3 + 3;
    }
}

/* --- horizontal bars ------------------------------------------------------------------ */

static void lay_bars(struct pen *pen, const struct chart *chart)
{
    const double *values = chart->series[0].values;
    struct style style = {FACE_REGULAR, 7.5, pen->theme->ink};
    double name_width = 0;
    double label_width = 0;
    double high = 0;

    for (size_t p = 0; p < chart->n_points; p++) {
        name_width =
            fmax(name_width, pen_width(pen, style, chart->points[p], strlen(chart->points[p])));
        label_width =
            fmax(label_width, pen_width(pen, style, chart->labels[p], strlen(chart->labels[p])));
        high = fmax(high, fabs(values[p]));
    }
    name_width = fmin(name_width, pen->width * 0.4);
    double room = fmax(pen->width - name_width - label_width - 12, 10);
    for (size_t p = 0; p < chart->n_points; p++) {
        double length = high > 0 ? fabs(values[p]) / high * room : 0;
        double x = pen->left + name_width + 6;

        pen_fit(pen, pen->left, pen->y + 8, style, ALIGN_LEFT, chart->points[p], name_width);
        pen_rect(pen, x, pen->y + 1.5, length, 8.5,
                 values[p] < 0 ? pen->theme->rest : pen->theme->fill[0]);
        pen_text(pen, x + length + 4, pen->y + 8, style, ALIGN_LEFT, chart->labels[p],
                 strlen(chart->labels[p]));
        pen->y += 13;
    }
    pen->y += 4;
    lay_caption(pen, chart->caption);
}

/* --- one share of a whole ---------------------------------------------------------------- */

static void lay_ring(struct pen *pen, double x, double y, double radius, double from, double to,
                     uint32_t colour)
{
    double points[RING_POINTS * 4];
    size_t n = 2 + (size_t)((RING_POINTS - 2) * (to - from));

    if (to - from < 1e-6) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        double angle = 2 * M_PI * (from + (to - from) * (double)i / (double)(n - 1));

        points[i * 2] = x + radius * sin(angle);
        points[i * 2 + 1] = y - radius * cos(angle);
        points[(2 * n - 1 - i) * 2] = x + radius * 0.68 * sin(angle);
        points[(2 * n - 1 - i) * 2 + 1] = y - radius * 0.68 * cos(angle);
    }
    pen_path(pen, OP_POLYGON, points, n * 2, 0, colour);
}

static void lay_share(struct pen *pen, const struct chart *chart)
{
    const struct theme *theme = pen->theme;
    struct style value = {FACE_BOLD, 14, theme->ink};
    struct style caption = {FACE_REGULAR, theme->note_size, theme->muted};
    double radius = fmin(chart->height, pen->width) / 2 - 4;
    double x = pen->left + pen->width / 2;
    double y = pen->y + radius + 4;
    double share = fmin(fmax(chart->series[0].values[0], 0), 1);

    while (value.size > 8 &&
           pen_width(pen, value, chart->labels[0], strlen(chart->labels[0])) > radius * 1.15) {
        value.size -= 0.5;
    }
    lay_ring(pen, x, y, radius, 0, share, theme->fill[0]);
    lay_ring(pen, x, y, radius, share, 1, theme->rest);
    pen_fit(pen, x, y + 5, value, ALIGN_CENTRE, chart->labels[0], radius * 1.3);
    pen->y = y + radius + 6;
    size_t n = pen_wrap(
        pen, (struct box){pen->left, pen->y + caption.size, pen->width, caption.size * 1.3, 4},
        caption, ALIGN_CENTRE, chart->caption);
    pen->y += (double)n * caption.size * 1.3 + 2;
}

/* --- small multiples ------------------------------------------------------------------------ */

static void lay_line(struct pen *pen, const struct series *series, size_t n_points,
                     const struct plot *plot)
{
    double points[2 * 64];
    size_t n = n_points < 64 ? n_points : 64;
    struct style label = {FACE_BOLD, 7.5, pen->theme->ink};
    double step = n > 1 ? plot->width / (double)(n - 1) : 0;

    if (n == 0) {
        return;
    }
    for (size_t p = 0; p < n; p++) {
        points[p * 2] = plot->x0 + step * (double)p;
        points[p * 2 + 1] = plot_y(plot, series->values[p]);
    }
    pen_path(pen, OP_POLYLINE, points, n, 1.2, pen->theme->fill[0]);
    double x = points[(n - 1) * 2];
    double y = points[(n - 1) * 2 + 1];
    pen_rect(pen, x - 1.5, y - 1.5, 3, 3, pen->theme->fill[5]);
    pen_text(pen, x, y - 4, label, ALIGN_RIGHT, series->label, strlen(series->label));
}

static void lay_multiples(struct pen *pen, const struct chart *chart)
{
    double gap = 14;
    double width = (pen->width - gap * (double)(chart->n_series - 1)) / (double)chart->n_series;
    double low = 0;
    double high = 0;

    for (size_t s = 0; s < chart->n_series; s++) {
        for (size_t p = 0; p < chart->n_points; p++) {
            high = fmax(high, chart->series[s].values[p]);
            low = fmin(low, chart->series[s].values[p]);
        }
    }
    for (size_t s = 0; s < chart->n_series; s++) {
        struct plot plot = {scale_of(low, high), pen->left + (width + gap) * (double)s,
                            pen->y + chart->height - 12, width, chart->height - 26};

        pen_rule(pen, plot.x0, plot_y(&plot, 0), width, 0.4, pen->theme->rest);
        lay_line(pen, &chart->series[s], chart->n_points, &plot);
        pen_fit(pen, plot.x0, plot.y0 + 9, small(pen->theme->muted), ALIGN_LEFT,
                chart->series[s].name, width);
    }
    pen->y += chart->height + 4;
}

static double title_height(const struct pen *pen, const struct chart *chart)
{
    struct style style = {FACE_BOLD, pen->theme->body_size, pen->theme->ink};
    return (double)pen_count_lines(pen, style, chart->title, pen->width, 3) * style.size * 1.25 + 5;
}

void layout_chart(struct pen *pen, const struct chart *chart)
{
    double height = chart->kind == CHART_BARS ? 13 * (double)chart->n_points : chart->height + 20;

    pen_need(pen, height + title_height(pen, chart));
    lay_chart_title(pen, chart);
    size_t outer =
        pen_open(pen, ROLE_FIGURE, pen->dry ? NULL : layout_chart_alt(pen->layout, chart));
    switch (chart->kind) {
    case CHART_STACKED:
        lay_stacked(pen, chart);
        break;
    case CHART_BARS:
        lay_bars(pen, chart);
        break;
    case CHART_SHARE:
        lay_share(pen, chart);
        break;
    case CHART_MULTIPLES:
        lay_multiples(pen, chart);
        break;
    }
    pen_close(pen, outer);
    pen->y += 2;
}
