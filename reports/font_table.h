/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_FONT_TABLE_H
#define REPORTS_FONT_TABLE_H

/* The tables of a TrueType file. Nothing is trusted: beyond the end of the file or of a
 * table every number is 0. */

#include <stdbool.h>
#include <stdint.h>

#include "support/asset.h"

struct err;

struct font_table {
    const unsigned char *bytes; /* NULL when the file has no such table */
    size_t size;
};

struct font_table font_table_find(const struct asset *file, const char *tag);
uint32_t font_table_u16(struct font_table table, size_t at);
uint32_t font_table_u32(struct font_table table, size_t at);

/* The map from Unicode to glyphs: platform 3, encoding 1, format 4, the one that libharu
 * uses. */
struct font_table font_table_cmap(const struct asset *file);

/* The outline of a glyph; empty for a blank or a glyph that does not exist. */
struct font_table font_table_glyph(const struct asset *file, uint32_t glyph);

/* Whether the glyph is made of glyphs that are themselves made of others. libharu 2.3.0
 * would lose those: its subsets follow composites one level only. */
bool font_table_is_nested(const struct asset *file, uint32_t glyph);

/* Whether libharu can be given this file: it trusts the counts and offsets of a font.
 * An error says what is wrong with the file, or that its licence bits forbid embedding. */
int font_table_check(const struct asset *file, struct err *err);

#endif
