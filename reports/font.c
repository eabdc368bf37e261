/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/font.h"

#include <errno.h>
#include <string.h>

#include "reports/font_table.h"
#include "support/banned.h"
#include "support/err.h"
#include "support/mem.h"

extern const struct asset template_assets[];

static const char *const file_names[] = {[FACE_REGULAR] = "fonts/Arimo-Regular.ttf",
                                         [FACE_BOLD] = "fonts/Arimo-Bold.ttf",
                                         [FACE_MONO] = "fonts/Cousine-Regular.ttf"};

/* The largest fonts of all scripts have some 30 MB. */
enum { FILE_MAX = 64 * 1024 * 1024 };

/* --- widths ----------------------------------------------------------------------- */

struct widths {
    const struct asset *file;
    struct font_table hmtx;
    uint32_t n_metrics;
    uint32_t n_glyphs;
    uint32_t units_per_em;
};

static uint16_t advance_of(const struct widths *widths, uint32_t glyph)
{
    uint32_t metric = glyph < widths->n_metrics ? glyph : widths->n_metrics - 1;
    uint32_t units = font_table_u16(widths->hmtx, (size_t)metric * 4);
    uint32_t advance = units * 1000 / widths->units_per_em;

    return (uint16_t)(advance < FONT_MISSING ? advance : FONT_MISSING);
}

static void read_segment(const struct widths *widths, struct font_table cmap, uint32_t n,
                         uint32_t segment, uint16_t *advance)
{
    size_t ends = 14 + (size_t)segment * 2;
    size_t starts = ends + 2 + (size_t)n * 2;
    size_t deltas = starts + (size_t)n * 2;
    size_t offsets = deltas + (size_t)n * 2;
    uint32_t offset = font_table_u16(cmap, offsets);
    uint32_t start = font_table_u16(cmap, starts);
    uint32_t end = font_table_u16(cmap, ends);

    for (uint32_t c = start; c <= end && c < FONT_MISSING; c++) {
        uint32_t glyph = c;

        if (offset != 0) {
            glyph = font_table_u16(cmap, offsets + offset + (size_t)(c - start) * 2);
        }
        if (offset == 0 || glyph != 0) {
            glyph = (glyph + font_table_u16(cmap, deltas)) & 0xffff;
        }
        if (glyph != 0 && glyph < widths->n_glyphs && !font_table_is_nested(widths->file, glyph)) {
            advance[c] = advance_of(widths, glyph);
        }
    }
}

static bool read_widths(const struct asset *file, uint16_t *advance)
{
    struct font_table cmap = font_table_cmap(file);
    struct widths widths = {.file = file,
                            .hmtx = font_table_find(file, "hmtx"),
                            .n_metrics = font_table_u16(font_table_find(file, "hhea"), 34),
                            .n_glyphs = font_table_u16(font_table_find(file, "maxp"), 4),
                            .units_per_em = font_table_u16(font_table_find(file, "head"), 18)};
    uint32_t n = font_table_u16(cmap, 6) / 2;

    if (!cmap.bytes || !widths.hmtx.bytes || !widths.n_metrics || !widths.units_per_em) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        read_segment(&widths, cmap, n, i, advance);
    }
    return true;
}

/* --- the user's font --------------------------------------------------------------- */

/* Characters that are wrong when they are drawn one after the other: they join, reorder,
 * stand on others or run from right to left. Their names say more than such a picture. */
static const struct {
    uint32_t first, last;
} shaped[] = {{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0590, 0x10ff}, {0x1100, 0x11ff},
              {0x135d, 0x135f}, {0x1700, 0x18af}, {0x1900, 0x1cff}, {0x1dc0, 0x1dff},
              {0x20d0, 0x20ff}, {0x2cef, 0x2cf1}, {0x2de0, 0x2dff}, {0x302a, 0x302f},
              {0x3099, 0x309a}, {0xa66f, 0xa69f}, {0xa800, 0xabff}, {0xd7b0, 0xdfff},
              {0xfb1d, 0xfdff}, {0xfe00, 0xfe2f}, {0xfe70, 0xfeff}};

static void leave_out_shaped(uint16_t *advance)
{
    for (size_t i = 0; i < sizeof shaped / sizeof *shaped; i++) {
        for (uint32_t c = shaped[i].first; c <= shaped[i].last; c++) {
            advance[c] = FONT_MISSING;
        }
    }
}

static int read_file(struct fonts *fonts, const char *path, struct err *err)
{
    FILE *file = fopen(path, "rb");
    size_t size = 0;
    char *bytes = NULL;

    if (!file) {
        return FAIL(err, ERR_INPUT, "the fallback font '%s' cannot be opened: %s", path,
                    strerror(errno));
    }
    bytes = mem_array(FILE_MAX, 1);
    size = fread(bytes, 1, FILE_MAX, file);
    bool failed = ferror(file) != 0;
    (void)fclose(file);
    fonts->fallback = (struct asset){path, mem_grow(bytes, size + 1, 1), size};
    if (failed || size == FILE_MAX) {
        return FAIL(err, ERR_INPUT, "the fallback font '%s' %s", path,
                    failed ? "cannot be read" : "is larger than 64 MB");
    }
    return 0;
}

static int load_fallback(struct fonts *fonts, const char *path, struct err *err)
{
    int status = read_file(fonts, path, err);

    if (status < 0) {
        return status;
    }
    status = font_table_check(&fonts->fallback, err);
    if (status < 0 || !read_widths(&fonts->fallback, fonts->advance[FACE_FALLBACK])) {
        err_prefix(err, "the fallback font '%s' ", path);
        return status;
    }
    leave_out_shaped(fonts->advance[FACE_FALLBACK]);
    fonts->files[FACE_FALLBACK] = &fonts->fallback;
    return 0;
}

int fonts_new(const char *fallback_path, struct fonts **ret_fonts, struct err *err)
{
    struct fonts *fonts = mem_alloc(sizeof *fonts);
    int status = 0;

    memset(fonts->advance, 0xff, sizeof fonts->advance);
    for (int i = 0; i < FACE_FALLBACK && status == 0; i++) {
        fonts->files[i] = asset_find(template_assets, file_names[i]);
        if (!fonts->files[i] || !read_widths(fonts->files[i], fonts->advance[i])) {
            status = FAIL(err, ERR_BUG, "the built-in font %s cannot be read", file_names[i]);
        }
    }
    if (status == 0 && fallback_path) {
        status = load_fallback(fonts, fallback_path, err);
    }
    if (status < 0) {
        fonts_free(fonts);
        return status;
    }
    *ret_fonts = fonts;
    return 0;
}

void fonts_free(struct fonts *fonts)
{
    if (fonts) {
        free((char *)fonts->fallback.text);
        free(fonts);
    }
}
