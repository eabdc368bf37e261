/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_FONT_H
#define REPORTS_FONT_H

/* The fonts that are compiled in (templates/fonts), and the width of their characters.
 * Fonts never come from the user: libharu's parser trusts them. */

#include <stdbool.h>
#include <stdint.h>

#include "support/asset.h"

struct err;

enum face { FACE_REGULAR, FACE_BOLD, FACE_MONO, FACE_N };

enum { FONT_CHARACTERS = 0x10000, FONT_MISSING = 0xffff };

struct fonts {
    const struct asset *files[FACE_N];
    /* Advance of each character in 1/1000 em, or FONT_MISSING. */
    uint16_t advance[FACE_N][FONT_CHARACTERS];
};

/* Owned by the caller: fonts_free. */
int fonts_new(struct fonts **ret_fonts, struct err *err);
void fonts_free(struct fonts *fonts);

#endif
