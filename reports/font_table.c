/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/font_table.h"

#include <string.h>

#include "support/banned.h"
#include "support/err.h"

enum {
    DIRECTORY = 12, /* where the table directory begins, and the size of its entries */
    ENTRY = 16,
    COMPONENTS_MAX = 64,
    /* flags of a component */
    ARGS_ARE_WORDS = 0x1,
    HAS_SCALE = 0x8,
    MORE_COMPONENTS = 0x20,
    HAS_XY_SCALE = 0x40,
    HAS_MATRIX = 0x80,
    /* OS/2 fsType */
    RESTRICTED = 0x2,
    NO_SUBSETTING = 0x100,
    BITMAPS_ONLY = 0x200,
};

uint32_t font_table_u16(struct font_table table, size_t at)
{
    return at < table.size && table.size - at >= 2
               ? (uint32_t)(table.bytes[at] << 8 | table.bytes[at + 1])
               : 0;
}

uint32_t font_table_u32(struct font_table table, size_t at)
{
    return font_table_u16(table, at) << 16 | font_table_u16(table, at + 2);
}

static struct font_table part_of(struct font_table table, size_t at, size_t size)
{
    if (at > table.size || size > table.size - at) {
        return (struct font_table){NULL, 0};
    }
    return (struct font_table){table.bytes + at, size};
}

static struct font_table whole(const struct asset *file)
{
    return (struct font_table){(const unsigned char *)file->text, file->size};
}

struct font_table font_table_find(const struct asset *file, const char *tag)
{
    struct font_table all = whole(file);
    uint32_t n = font_table_u16(all, 4);

    for (uint32_t i = 0; i < n; i++) {
        size_t entry = DIRECTORY + (size_t)i * ENTRY;

        if (entry + ENTRY <= all.size && memcmp(all.bytes + entry, tag, 4) == 0) {
            return part_of(all, font_table_u32(all, entry + 8), font_table_u32(all, entry + 12));
        }
    }
    return (struct font_table){NULL, 0};
}

struct font_table font_table_cmap(const struct asset *file)
{
    struct font_table cmap = font_table_find(file, "cmap");
    uint32_t n = font_table_u16(cmap, 2);

    for (uint32_t i = 0; i < n; i++) {
        size_t entry = 4 + (size_t)i * 8;
        size_t at = font_table_u32(cmap, entry + 4);

        if (font_table_u16(cmap, entry) == 3 && font_table_u16(cmap, entry + 2) == 1 &&
            font_table_u16(cmap, at) == 4) {
            return part_of(cmap, at, font_table_u16(cmap, at + 2));
        }
    }
    return (struct font_table){NULL, 0};
}

static uint32_t count_glyphs(const struct asset *file)
{
    return font_table_u16(font_table_find(file, "maxp"), 4);
}

/* Where the outline of a glyph begins in "glyf". */
static size_t glyph_offset(const struct asset *file, uint32_t glyph)
{
    struct font_table loca = font_table_find(file, "loca");
    bool is_long = font_table_u16(font_table_find(file, "head"), 50) != 0;

    return is_long ? font_table_u32(loca, (size_t)glyph * 4)
                   : (size_t)font_table_u16(loca, (size_t)glyph * 2) * 2;
}

struct font_table font_table_glyph(const struct asset *file, uint32_t glyph)
{
    size_t from = glyph_offset(file, glyph);
    size_t to = glyph_offset(file, glyph + 1);

    if (glyph >= count_glyphs(file) || to <= from) {
        return (struct font_table){NULL, 0};
    }
    return part_of(font_table_find(file, "glyf"), from, to - from);
}

static bool is_composite(struct font_table glyph)
{
    return font_table_u16(glyph, 0) >= 0x8000; /* a negative number of contours */
}

static size_t component_size(uint32_t flags)
{
    return 4 + (flags & ARGS_ARE_WORDS ? 4u : 2u) +
           (flags & HAS_MATRIX     ? 8u
            : flags & HAS_XY_SCALE ? 4u
            : flags & HAS_SCALE    ? 2u
                                   : 0u);
}

/* Calls nothing for a simple glyph; else gives the components one by one: true and the
 * next glyph in *ret_glyph while there are any. *at begins as 0. */
static bool next_component(struct font_table glyph, size_t *at, uint32_t *ret_glyph)
{
    uint32_t flags = *at ? font_table_u16(glyph, *at) : 0;

    if (*at == 0) {
        *at = 10;
    } else if (flags & MORE_COMPONENTS) {
        *at += component_size(flags);
    } else {
        return false;
    }
    *ret_glyph = font_table_u16(glyph, *at + 2);
    return *at + 4 <= glyph.size;
}

bool font_table_is_nested(const struct asset *file, uint32_t glyph)
{
    struct font_table outline = font_table_glyph(file, glyph);
    uint32_t component = 0;
    size_t at = 0;

    if (!is_composite(outline)) {
        return false;
    }
    for (int i = 0; i < COMPONENTS_MAX && next_component(outline, &at, &component); i++) {
        if (is_composite(font_table_glyph(file, component))) {
            return true;
        }
    }
    return false;
}

/* --- may libharu see it ------------------------------------------------------------ */

static int check_kind(const struct asset *file, struct err *err)
{
    uint32_t kind = font_table_u32(whole(file), 0);

    if (kind == 0x4f54544f) { /* OTTO */
        return FAIL(err, ERR_INPUT,
                    "holds PostScript outlines; a font with TrueType outlines "
                    "(.ttf) is needed");
    }
    if (kind == 0x74746366) { /* ttcf */
        return FAIL(err, ERR_INPUT, "is a collection of fonts; a single font (.ttf) is needed");
    }
    if (kind != 0x00010000 && kind != 0x74727565) {
        return FAIL(err, ERR_INPUT, "is no TrueType font");
    }
    return 0;
}

static int check_tables(const struct asset *file, struct err *err)
{
    static const struct {
        const char *tag;
        size_t size;
    } needed[] = {{"head", 54}, {"maxp", 6}, {"hhea", 36}, {"hmtx", 4}, {"loca", 4},
                  {"glyf", 0},  {"cmap", 4}, {"name", 6},  {"OS/2", 78}};

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        struct font_table table = font_table_find(file, needed[i].tag);

        if (!table.bytes || table.size < needed[i].size) {
            return FAIL(err, ERR_INPUT, "is damaged: its table '%s' is missing or cut",
                        needed[i].tag);
        }
    }
    if (!font_table_cmap(file).bytes) {
        return FAIL(err, ERR_INPUT,
                    "has no map from Unicode that can be used (platform 3, "
                    "encoding 1, format 4)");
    }
    return 0;
}

static bool counts_fit(const struct asset *file)
{
    struct font_table loca = font_table_find(file, "loca");
    struct font_table name = font_table_find(file, "name");
    struct font_table cmap = font_table_cmap(file);
    size_t n_glyphs = count_glyphs(file);
    size_t n_metrics = font_table_u16(font_table_find(file, "hhea"), 34);
    size_t entry = font_table_u16(font_table_find(file, "head"), 50) ? 4 : 2;
    size_t n_segments = font_table_u16(cmap, 6) / 2;
    bool fits = n_glyphs > 0 && n_metrics > 0 && n_metrics <= n_glyphs &&
                font_table_u16(font_table_find(file, "head"), 18) > 0 &&
                loca.size >= (n_glyphs + 1) * entry && n_segments > 0 &&
                cmap.size >= 16 + n_segments * 8 &&
                font_table_find(file, "hmtx").size >= n_metrics * 4 + (n_glyphs - n_metrics) * 2;

    for (uint32_t i = 0; fits && i < font_table_u16(name, 2); i++) {
        size_t record = 6 + (size_t)i * 12;
        size_t at = font_table_u16(name, 4) + (size_t)font_table_u16(name, record + 10);

        fits = record + 12 <= name.size && at + font_table_u16(name, record + 8) <= name.size;
    }
    return fits;
}

static bool outlines_fit(const struct asset *file)
{
    uint32_t n_glyphs = count_glyphs(file);
    size_t end = font_table_find(file, "glyf").size;

    for (uint32_t g = 0; g < n_glyphs; g++) {
        struct font_table glyph = font_table_glyph(file, g);
        size_t from = glyph_offset(file, g);
        size_t to = glyph_offset(file, g + 1);
        uint32_t component = 0;
        size_t at = 0;

        if (from > to || to > end) {
            return false;
        }
        for (int i = 0; is_composite(glyph) && next_component(glyph, &at, &component); i++) {
            if (component >= n_glyphs || i == COMPONENTS_MAX) {
                return false;
            }
        }
    }
    return true;
}

int font_table_check(const struct asset *file, struct err *err)
{
    int status = check_kind(file, err);

    status = status < 0 ? status : check_tables(file, err);
    if (status < 0) {
        return status;
    }
    if (!counts_fit(file) || !outlines_fit(file)) {
        return FAIL(err, ERR_INPUT, "is damaged: its counts and offsets contradict each other");
    }
    uint32_t rights = font_table_u16(font_table_find(file, "OS/2"), 8);
    if ((rights & 0xf) == RESTRICTED || rights & (NO_SUBSETTING | BITMAPS_ONLY)) {
        return FAIL(err, ERR_INPUT, "does not allow to be embedded in part (OS/2 fsType 0x%x)",
                    rights);
    }
    return 0;
}
