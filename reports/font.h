/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_FONT_H
#define REPORTS_FONT_H

/* The fonts that are compiled in (templates/fonts), one more that the user may name for
 * other scripts, and the width of their characters. The user's font is checked before
 * libharu sees it (font_table.h). */

#include <stdbool.h>
#include <stdint.h>

#include "support/asset.h"

struct err;

enum face { FACE_REGULAR, FACE_BOLD, FACE_MONO, FACE_FALLBACK, FACE_N };

enum { FONT_CHARACTERS = 0x10000, FONT_MISSING = 0xffff };

struct fonts {
    const struct asset *files[FACE_N]; /* FACE_FALLBACK: NULL when there is none */
    /* Advance of each character in 1/1000 em, or FONT_MISSING: also for a character that
     * would come out wrong, because it joins its neighbours or its glyph loses parts. */
    uint16_t advance[FACE_N][FONT_CHARACTERS];
    struct asset fallback; /* owns its bytes */
};

/* fallback_path may be NULL. Owned by the caller: fonts_free. */
int fonts_new(const char *fallback_path, struct fonts **ret_fonts, struct err *err);
void fonts_free(struct fonts *fonts);

#endif
