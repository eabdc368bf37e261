/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/theme.h"

#include <math.h>
#include <string.h>

#include "reports/template.h"
#include "reports/value.h"
#include "support/banned.h"
#include "support/cleanup.h"
#include "support/err.h"

enum { PATH_SIZE = 128, CONTRAST_PLACES = 10 };

static const double contrast_min = 4.5;

/* A size and the lengths in points that make sense for it. */
struct size {
    const char *path;
    double *size;
    double min, max;
};

static void release_json(json_t **tree)
{
    json_decref(*tree);
}

/* --- the user's theme over the built-in one ------------------------------------------ */

/* Lays `over` upon `base`; a key that base does not have is an error that names it, and
 * so is a value of another kind. */
static int lay_over(json_t *base, const json_t *over, const char *path, struct err *err)
{
    const char *key = NULL;
    json_t *value = NULL;
    int status = 0;

    json_object_foreach((json_t *)over, key, value)
    {
        json_t *known = json_object_get(base, key);
        bool number = json_is_number(known) && json_is_number(value);
        char inside[PATH_SIZE];

        (void)snprintf(inside, sizeof inside, "%s/%s", path, key);
        if (!known) {
            return FAIL(err, ERR_INPUT, "theme.json: there is no %s", inside);
        }
        if (json_typeof(known) != json_typeof(value) && !number) {
            return FAIL(err, ERR_INPUT, "theme.json: %s is of another kind in the built-in theme",
                        inside);
        }
        if (json_is_object(value)) {
            status = lay_over(known, value, inside, err);
        } else {
            json_object_set(base, key, value);
        }
        if (status < 0) {
            return status;
        }
    }
    return 0;
}

static int load_source(const char *dir, json_t **ret_source, struct err *err)
{
    json_t *CLEANUP(release_json) own = NULL;
    int status = template_load(NULL, "theme.json", ret_source, err);

    status = status < 0 ? status : template_load(dir, "theme.json", &own, err);
    if (status == 0 && !json_is_object(own)) {
        status = FAIL(err, ERR_INPUT, "theme.json: must be an object in braces");
    }
    return status < 0 ? status : lay_over(*ret_source, own, "", err);
}

/* --- values -------------------------------------------------------------------------- */

static int read_size(const json_t *json, const struct size *size, struct err *err)
{
    const json_t *value = value_at(json, size->path);
    double points = json_number_value(value);

    if (!json_is_number(value) || !(points >= size->min && points <= size->max)) {
        return FAIL(err, ERR_INPUT, "theme.json: %s must be a length from %g to %g points",
                    size->path, size->min, size->max);
    }
    *size->size = points;
    return 0;
}

static int read_sizes(struct theme *theme, const char *page, struct err *err)
{
    char width[PATH_SIZE];
    char height[PATH_SIZE];
    const struct size sizes[] = {{width, &theme->page_width, 300, 4000},
                                 {height, &theme->page_height, 400, 4000},
                                 {"/margin", &theme->margin, 30, 100},
                                 {"/sizes/title", &theme->title_size, 6, 30},
                                 {"/sizes/heading", &theme->heading_size, 6, 30},
                                 {"/sizes/body", &theme->body_size, 6, 18},
                                 {"/sizes/table", &theme->table_size, 6, 14},
                                 {"/sizes/note", &theme->note_size, 6, 14}};

    page = page ? page : value_text(theme->source, "/page");
    if (strchr(page, '/') || !*page || !json_object_get(value_at(theme->source, "/pages"), page)) {
        return FAIL(err, ERR_USAGE, "no page is called '%s': there are A4 and Letter", page);
    }
    (void)snprintf(width, sizeof width, "/pages/%s/width", page);
    (void)snprintf(height, sizeof height, "/pages/%s/height", page);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int status = read_size(theme->source, &sizes[i], err);
        if (status < 0) {
            return status;
        }
    }
    return 0;
}

/* The light of one channel, 0 to 1. */
static double linear(uint32_t channel)
{
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double contrast_on_white(uint32_t colour)
{
    double light = 0.2126 * linear(colour >> 16 & 255) + 0.7152 * linear(colour >> 8 & 255) +
                   0.0722 * linear(colour & 255);
    return 1.05 / (light + 0.05);
}

static int read_colour(const json_t *json, const char *path, bool is_text, uint32_t *ret_colour,
                       struct err *err)
{
    const char *text = value_text(json, path);
    size_t n_digits = *text == '#' ? strspn(text + 1, "0123456789abcdefABCDEF") : 0;

    if (n_digits != 6 || text[7] != '\0') {
        return FAIL(err, ERR_INPUT, "theme.json: %s must be a colour such as #0072B2", path);
    }
    *ret_colour = (uint32_t)strtoul(text + 1, NULL, 16);
    double contrast = contrast_on_white(*ret_colour);
    if (is_text && contrast < contrast_min) {
        return FAIL(err, ERR_INPUT,
                    "theme.json: %s is text, and %s is too light to be read on white: its "
                    "contrast is %.1f, and %.1f is needed",
                    path, text, floor(contrast * CONTRAST_PLACES) / CONTRAST_PLACES, contrast_min);
    }
    return 0;
}

static int read_colours(struct theme *theme, struct err *err)
{
    const struct {
        const char *path;
        uint32_t *colour;
        bool is_text;
    } colours[] = {{"/colours/ink", &theme->ink, true},    {"/colours/muted", &theme->muted, true},
                   {"/colours/rule", &theme->rule, false}, {"/colours/good", &theme->good, true},
                   {"/colours/bad", &theme->bad, true},    {"/colours/tint", &theme->tint, false},
                   {"/colours/rest", &theme->rest, false}};
    size_t n_series = json_array_size(value_at(theme->source, "/colours/series"));
    int status = 0;

    for (size_t i = 0; i < sizeof colours / sizeof *colours && status == 0; i++) {
        status =
            read_colour(theme->source, colours[i].path, colours[i].is_text, colours[i].colour, err);
    }
    if (status == 0 && n_series != THEME_SERIES) {
        return FAIL(err, ERR_INPUT, "theme.json: /colours/series must hold %d pairs, not %zu",
                    THEME_SERIES, n_series);
    }
    for (size_t i = 0; i < THEME_SERIES && status == 0; i++) {
        char path[PATH_SIZE];

        (void)snprintf(path, sizeof path, "/colours/series/%zu/fill", i);
        status = read_colour(theme->source, path, false, &theme->fill[i], err);
        (void)snprintf(path, sizeof path, "/colours/series/%zu/text", i);
        status = status < 0 ? status : read_colour(theme->source, path, true, &theme->text[i], err);
    }
    return status;
}

int theme_load(const char *dir, const char *page, struct theme *ret_theme, struct err *err)
{
    struct theme theme = {0};
    int status = load_source(dir, &theme.source, err);

    status = status < 0 ? status : read_sizes(&theme, page, err);
    status = status < 0 ? status : read_colours(&theme, err);
    if (status < 0) {
        theme_release(&theme);
        return status;
    }
    theme.classification = value_text(theme.source, "/classification");
    theme.organization = value_text(theme.source, "/organization");
    *ret_theme = theme;
    return 0;
}

void theme_release(struct theme *theme)
{
    json_decref(theme->source);
    theme->source = NULL;
}
