/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/font.h"

#include <string.h>

#include "support/banned.h"
#include "support/err.h"
#include "support/mem.h"

extern const struct asset template_assets[];

static const char *const file_names[FACE_N] = {"fonts/Arimo-Regular.ttf", "fonts/Arimo-Bold.ttf",
                                               "fonts/Cousine-Regular.ttf"};

/* A big-endian number inside a file; 0 beyond its end, so a cut file gives no widths
 * instead of a crash. */
static uint32_t read_u16(const struct asset *file, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)file->text;
    return at + 2 <= file->size ? (uint32_t)(bytes[at] << 8 | bytes[at + 1]) : 0;
}

static uint32_t read_u32(const struct asset *file, size_t at)
{
    return read_u16(file, at) << 16 | read_u16(file, at + 2);
}

/* Where a table begins, 0 if there is none. */
static size_t find_table(const struct asset *file, const char *tag)
{
    uint32_t n = read_u16(file, 4);

    for (uint32_t i = 0; i < n; i++) {
        size_t entry = 12 + (size_t)i * 16;
        if (entry + 16 <= file->size && memcmp(file->text + entry, tag, 4) == 0) {
            return read_u32(file, entry + 8);
        }
    }
    return 0;
}

/* The cmap subtable of format 4 (Unicode BMP), 0 if there is none. */
static size_t find_cmap(const struct asset *file)
{
    size_t cmap = find_table(file, "cmap");
    uint32_t n = cmap ? read_u16(file, cmap + 2) : 0;

    for (uint32_t i = 0; i < n; i++) {
        size_t sub = cmap + read_u32(file, cmap + 4 + (size_t)i * 8 + 4);
        if (read_u16(file, sub) == 4) {
            return sub;
        }
    }
    return 0;
}

struct widths {
    const struct asset *file;
    size_t hmtx;
    uint32_t n_metrics;
    uint32_t units_per_em;
};

static uint16_t advance_of(const struct widths *widths, uint32_t glyph)
{
    uint32_t metric = glyph < widths->n_metrics ? glyph : widths->n_metrics - 1;
    uint32_t units = read_u16(widths->file, widths->hmtx + (size_t)metric * 4);

    return (uint16_t)(units * 1000 / widths->units_per_em);
}

static void read_segment(const struct widths *widths, size_t cmap, uint32_t n, uint32_t segment,
                         uint16_t *advance)
{
    size_t ends = cmap + 14 + (size_t)segment * 2;
    size_t starts = ends + 2 + (size_t)n * 2;
    size_t deltas = starts + (size_t)n * 2;
    size_t offsets = deltas + (size_t)n * 2;
    uint32_t offset = read_u16(widths->file, offsets);
    uint32_t start = read_u16(widths->file, starts);
    uint32_t end = read_u16(widths->file, ends);

    for (uint32_t c = start; c <= end && c < FONT_MISSING; c++) {
        uint32_t glyph = c;

        if (offset != 0) {
            glyph = read_u16(widths->file, offsets + offset + (size_t)(c - start) * 2);
        }
        if (offset == 0 || glyph != 0) {
            glyph = (glyph + read_u16(widths->file, deltas)) & 0xffff;
        }
        if (glyph != 0) {
            advance[c] = advance_of(widths, glyph);
        }
    }
}

static bool read_widths(const struct asset *file, uint16_t *advance)
{
    size_t head = find_table(file, "head");
    size_t hhea = find_table(file, "hhea");
    size_t cmap = find_cmap(file);
    struct widths widths = {file, find_table(file, "hmtx"), read_u16(file, hhea + 34),
                            read_u16(file, head + 18)};
    uint32_t n = read_u16(file, cmap + 6) / 2;

    memset(advance, 0xff, FONT_CHARACTERS * sizeof *advance);
    if (!head || !hhea || !cmap || !widths.hmtx || !widths.n_metrics || !widths.units_per_em) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        read_segment(&widths, cmap, n, i, advance);
    }
    return true;
}

int fonts_new(struct fonts **ret_fonts, struct err *err)
{
    struct fonts *fonts = mem_alloc(sizeof *fonts);

    for (int i = 0; i < FACE_N; i++) {
        fonts->files[i] = asset_find(template_assets, file_names[i]);
        if (!fonts->files[i] || !read_widths(fonts->files[i], fonts->advance[i])) {
            fonts_free(fonts);
            return FAIL(err, ERR_BUG, "the built-in font %s cannot be read", file_names[i]);
        }
    }
    *ret_fonts = fonts;
    return 0;
}

void fonts_free(struct fonts *fonts)
{
    free(fonts);
}
