#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the fonts in templates/fonts from Debian's fonts-croscore; run once, by hand.

libharu 2.3.0 follows composite glyphs one level only when it makes its own subset, so a
nested composite would lose its accent: this script refuses such a font. It writes an empty
table last where a font has no `prep`, and fails when that lies at the end of a full buffer:
so each font gets one, the usual one of fonts without hints.
Needs python3-fonttools (Debian)."""

import logging
import sys

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

SOURCE = "/usr/share/fonts/truetype/croscore/"
FACES = ["Arimo-Regular", "Arimo-Bold", "Cousine-Regular"]
SYMBOLS = [0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
           0x221E, 0x25A0, 0x25A1, 0x25B2, 0x25B6, 0x25BC, 0x25CB, 0x25CF, 0xFFFD]
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x370, 0x400),
              *range(0x400, 0x460), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070),
              *range(0x20A0, 0x20C0), *SYMBOLS]


def components(glyphs, name):
    glyph = glyphs[name]
    return [c.glyphName for c in glyph.components] if glyph.isComposite() else []


def nested(font):
    glyphs = font["glyf"]
    return [name for name in font.getGlyphOrder()
            if any(components(glyphs, part) for part in components(glyphs, name))]


def main():
    logging.disable(logging.WARNING)
    for face in FACES:
        options = subset.Options()
        options.hinting = False
        options.layout_features = []
        options.name_IDs = ["*"]
        options.notdef_outline = True
        options.glyph_names = False
        options.legacy_cmap = False
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "DSIG"]
        font = TTFont(SOURCE + face + ".ttf", recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(font)
        bad = nested(font)
        if bad:
            sys.exit(f"{face}: nested composite glyphs {bad[:5]}: flatten them first")
        font["prep"] = newTable("prep")
        font["prep"].program = Program()
        font["prep"].program.fromAssembly(["PUSHW[]", "511", "SCANCTRL[]",
                                           "PUSHB[]", "4", "SCANTYPE[]"])
        path = f"templates/fonts/{face}.ttf"
        font.save(path)
        missing = [hex(c) for c in SYMBOLS if c not in font.getBestCmap()]
        print(path, len(font.getGlyphOrder()), "glyphs; not in the font:", missing)


if __name__ == "__main__":
    main()
