/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "reports/build.h"
#include "reports/format.h"
#include "reports/value.h"
#include "support/banned.h"
#include "support/cleanup.h"
#include "support/err.h"

/* More points than this are cut off at the old end; more series join "other". */
enum { POINTS_MAX = 12, SERIES_MAX = 64, SERIES_SHOWN = 5, BARS_MAX = 12 };

/* Only for drawing: a length on paper needs no more digits than a double has. */
static double drawn(struct decimal value)
{
    return decimal_to_double(value);
}

static const char *dup_text(struct builder *builder, const char *text)
{
    return document_text(builder->document, text, strlen(text));
}

static const char *formatted(struct builder *builder, struct decimal value)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;

    format_compact(&text, value);
    return arena_slice_dup(&builder->document->arena, strbuf_slice(&text));
}

/* --- months x series --------------------------------------------------------------- */

/* Sums of a value by point and series, filled from rows in any order. */
struct grid {
    const char *points[POINTS_MAX];
    size_t n_points;
    const char *series[SERIES_MAX];
    size_t n_series;
    struct decimal cells[SERIES_MAX][POINTS_MAX];
    struct decimal totals[SERIES_MAX];
};

static size_t place_of(const char *const *names, size_t n, const char *name)
{
    size_t i = 0;

    while (i < n && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

/* Keeps the newest points, oldest first. */
static void add_point(struct grid *grid, const char *name)
{
    size_t place = 0;

    if (!*name || place_of(grid->points, grid->n_points, name) < grid->n_points) {
        return;
    }
    while (place < grid->n_points && strcmp(grid->points[place], name) < 0) {
        place++;
    }
    if (grid->n_points == POINTS_MAX) {
        if (place == 0) {
            return;
        }
        memmove(grid->points, grid->points + 1, (place - 1) * sizeof *grid->points);
        grid->points[place - 1] = name;
        return;
    }
    memmove(grid->points + place + 1, grid->points + place,
            (grid->n_points - place) * sizeof *grid->points);
    grid->points[place] = name;
    grid->n_points++;
}

static void add_cell(struct grid *grid, const char *point, const char *name, struct decimal value)
{
    size_t p = place_of(grid->points, grid->n_points, point);
    size_t s = place_of(grid->series, grid->n_series, name);

    if (p == grid->n_points) {
        return;
    }
    if (s == grid->n_series) {
        /* Beyond the last slot all share one; the table below the chart names them. */
        s = s < SERIES_MAX ? grid->n_series++ : SERIES_MAX - 1;
        grid->series[s] = name;
    }
    decimal_add(grid->cells[s][p], value, &grid->cells[s][p]);
    decimal_add(grid->totals[s], value, &grid->totals[s]);
}

static void read_grid(const json_t **rows, size_t n, const json_t *section, struct grid *grid)
{
    const char *point = value_text(section, "point");
    const char *series = value_text(section, "series");
    const char *value = value_text(section, "value");
    struct decimal amount;

    for (size_t i = 0; i < n; i++) {
        add_point(grid, value_text(rows[i], point));
    }
    for (size_t i = 0; i < n; i++) {
        if (value_decimal_at(rows[i], value, &amount)) {
            add_cell(grid, value_text(rows[i], point), *series ? value_text(rows[i], series) : "",
                     amount);
        }
    }
}

/* Series by what they cost over all points, the largest first. */
static void rank_series(const struct grid *grid, size_t order[SERIES_MAX])
{
    for (size_t i = 0; i < grid->n_series; i++) {
        size_t place = i;

        while (place > 0 && decimal_compare(grid->totals[i], grid->totals[order[place - 1]]) > 0) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = i;
    }
}

static void name_series(struct builder *builder, const char *name, struct series *series)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    json_t *value = json_string(name);

    format_value(&text, value, "label");
    json_decref(value);
    series->name = dup_text(builder, text.text);
}

static void fill_series(struct builder *builder, const struct grid *grid, struct chart *chart)
{
    struct arena *arena = &builder->document->arena;
    size_t order[SERIES_MAX] = {0};
    size_t shown = grid->n_series > SERIES_SHOWN ? SERIES_SHOWN - 1 : grid->n_series;

    rank_series(grid, order);
    chart->n_series = shown + (shown < grid->n_series);
    chart->series = arena_alloc(arena, (chart->n_series + 1) * sizeof *chart->series);
    for (size_t s = 0; s < chart->n_series; s++) {
        struct series *series = &chart->series[s];
        struct decimal last = DECIMAL_ZERO;

        series->values = arena_alloc(arena, POINTS_MAX * sizeof *series->values);
        for (size_t i = s; i < (s < shown ? s + 1 : grid->n_series); i++) {
            for (size_t p = 0; p < grid->n_points; p++) {
                series->values[p] += drawn(grid->cells[order[i]][p]);
            }
            decimal_add(last, grid->cells[order[i]][grid->n_points - 1], &last);
        }
        series->label = formatted(builder, last);
        if (s < shown) {
            name_series(builder, grid->series[order[s]], series);
        } else {
            series->name = arena_format(arena, "Other (%zu)", grid->n_series - shown);
        }
    }
}

static void fill_points(struct builder *builder, const struct grid *grid, const json_t *estimates,
                        struct chart *chart)
{
    struct arena *arena = &builder->document->arena;

    chart->n_points = grid->n_points;
    chart->points = arena_alloc(arena, POINTS_MAX * sizeof *chart->points);
    chart->labels = arena_alloc(arena, POINTS_MAX * sizeof *chart->labels);
    chart->estimated = arena_alloc(arena, POINTS_MAX);
    for (size_t p = 0; p < grid->n_points; p++) {
        struct strbuf CLEANUP(strbuf_release) name = STRBUF_INIT;
        struct decimal total = DECIMAL_ZERO;
        json_t *value = json_string(grid->points[p]);
        const json_t *month = NULL;
        size_t i = 0;

        if (!format_value(&name, value, "month_short")) {
            format_value(&name, value, "text");
        }
        json_decref(value);
        chart->points[p] = dup_text(builder, name.text);
        for (size_t s = 0; s < grid->n_series; s++) {
            decimal_add(total, grid->cells[s][p], &total);
        }
        chart->labels[p] = formatted(builder, total);
        json_array_foreach((json_t *)estimates, i, month)
        {
            if (strcmp(value_text(month, "month"), grid->points[p]) == 0) {
                chart->estimated[p] = json_is_true(value_at(month, "estimated"));
            }
        }
    }
}

static int build_grid(struct builder *builder, struct scope scope, const json_t *section,
                      struct chart *chart, struct err *err)
{
    struct grid *CLEANUP(mem_freep) grid = mem_alloc(sizeof *grid);
    const json_t **rows = NULL;
    size_t n = 0;
    struct decimal target;
    int status = build_rows(builder, scope, section, &rows, &n, err);

    if (status < 0) {
        return status;
    }
    read_grid(rows, n, section, grid);
    fill_points(builder, grid, scope_value(scope, value_text(section, "estimated")), chart);
    if (grid->n_points > 0) {
        fill_series(builder, grid, chart);
    }
    if (value_decimal(scope_value(scope, value_text(section, "target")), &target)) {
        chart->target = drawn(target);
        status = build_text(builder, scope, json_object_get(section, "target_label"),
                            &chart->target_label, err);
    }
    return status;
}

/* --- bars and shares ------------------------------------------------------------------ */

static int build_bars(struct builder *builder, struct scope scope, const json_t *section,
                      struct chart *chart, struct err *err)
{
    struct arena *arena = &builder->document->arena;
    const json_t **rows = NULL;
    size_t n = 0;
    int status = build_rows(builder, scope, section, &rows, &n, err);

    chart->n_series = 1;
    chart->series = arena_alloc(arena, sizeof *chart->series);
    chart->series->name = chart->series->label = "";
    chart->series->values = arena_alloc(arena, BARS_MAX * sizeof(double));
    chart->points = arena_alloc(arena, BARS_MAX * sizeof *chart->points);
    chart->labels = arena_alloc(arena, BARS_MAX * sizeof *chart->labels);
    for (size_t i = 0; i < n && chart->n_points < BARS_MAX && status == 0; i++) {
        struct scope row = {scope.root, rows[i]};
        size_t p = chart->n_points;
        struct decimal value;

        if (!value_decimal_at(rows[i], value_text(section, "value"), &value)) {
            continue;
        }
        chart->series->values[p] = drawn(value);
        status = build_text(builder, row, json_object_get(section, "name"), &chart->points[p], err);
        status = status < 0 ? status
                            : build_text(builder, row, json_object_get(section, "label"),
                                         &chart->labels[p], err);
        chart->n_points++;
    }
    if (status == 0 && n > BARS_MAX) {
        chart->caption = arena_format(arena, "The first %d of %zu.", BARS_MAX, n);
    }
    return status;
}

static int build_share(struct builder *builder, struct scope scope, const json_t *section,
                       struct chart *chart, struct err *err)
{
    struct arena *arena = &builder->document->arena;
    struct decimal share;

    if (!value_decimal(scope_value(scope, value_text(section, "value")), &share)) {
        return 0;
    }
    chart->n_points = 1;
    chart->n_series = 1;
    chart->series = arena_alloc(arena, sizeof *chart->series);
    chart->series->name = chart->series->label = "";
    chart->series->values = arena_alloc(arena, sizeof(double));
    chart->series->values[0] = fmin(fmax(drawn(share), 0), 1);
    chart->labels = arena_alloc(arena, sizeof *chart->labels);
    int status =
        build_text(builder, scope, json_object_get(section, "label"), &chart->labels[0], err);
    return status < 0 ? status
                      : build_text(builder, scope, json_object_get(section, "caption"),
                                   &chart->caption, err);
}

static const struct {
    const char *name;
    enum chart_kind kind;
    double height; /* points, when the template says nothing */
    int (*build)(struct builder *builder, struct scope scope, const json_t *section,
                 struct chart *chart, struct err *err);
} chart_kinds[] = {{"stacked", CHART_STACKED, 150, build_grid},
                   {"multiples", CHART_MULTIPLES, 70, build_grid},
                   {"bars", CHART_BARS, 0, build_bars},
                   {"share", CHART_SHARE, 110, build_share}};

int build_chart(struct builder *builder, struct scope scope, const json_t *section, struct err *err)
{
    static const char *const keys[] = {"chart",  "title",        "rows",   "where",     "point",
                                       "series", "value",        "name",   "label",     "caption",
                                       "target", "target_label", "height", "estimated", NULL};
    const char *name = value_text(section, "chart");
    struct chart chart = {.target = NAN, .title = "", .caption = "", .target_label = ""};
    size_t k = 0;
    int status = build_check_keys(section, keys, err);

    if (status < 0) {
        return status;
    }
    while (k < sizeof chart_kinds / sizeof *chart_kinds && strcmp(chart_kinds[k].name, name) != 0) {
        k++;
    }
    if (k == sizeof chart_kinds / sizeof *chart_kinds) {
        return FAIL(err, ERR_INPUT, "no chart is called '%s'", name);
    }
    double height = json_number_value(json_object_get(section, "height"));
    chart.kind = chart_kinds[k].kind;
    chart.height = height > 0 && height < 600 ? height : chart_kinds[k].height;
    status = build_text(builder, scope, json_object_get(section, "title"), &chart.title, err);
    status = status < 0 ? status : chart_kinds[k].build(builder, scope, section, &chart, err);
    if (status == 0 && chart.n_points > 0 && chart.n_series > 0) {
        build_block(builder, BLOCK_CHART)->chart = chart;
    }
    return status;
}
