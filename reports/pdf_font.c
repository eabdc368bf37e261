/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/pdf_font.h"

#include <string.h>

#include <hpdf_doc.h>
#include <hpdf_font.h>
#include <hpdf_fontdef.h>

#include "support/err.h"

enum { CHARACTERS = 0x10000, RANGES_PER_BLOCK = 100 };

/* libharu writes "begincidrange", which belongs into another kind of map: readers warn
 * and some lose the text. Codes are UTF-16 already, so each range maps to itself. */
static void replace_to_unicode(HPDF_Font font)
{
    HPDF_Dict map = ((HPDF_FontAttr)font->attr)->cmap_stream;
    char line[80];

    HPDF_MemStream_FreeData(map->stream);
    map->stream->size = 0;
    HPDF_Stream_WriteStr(
        map->stream, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                     "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (int base = 0; base < 256; base += RANGES_PER_BLOCK) {
        int n = 256 - base < RANGES_PER_BLOCK ? 256 - base : RANGES_PER_BLOCK;

        (void)snprintf(line, sizeof line, "%d beginbfrange\n", n);
        HPDF_Stream_WriteStr(map->stream, line);
        for (int i = base; i < base + n; i++) {
            (void)snprintf(line, sizeof line, "<%02X00> <%02XFF> <%02X00>\n", (unsigned)i,
                           (unsigned)i, (unsigned)i);
            HPDF_Stream_WriteStr(map->stream, line);
        }
        HPDF_Stream_WriteStr(map->stream, "endbfrange\n");
    }
    HPDF_Stream_WriteStr(map->stream,
                         "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    HPDF_Dict_AddName(map, "CMapName", "Adobe-Identity-UCS");
}

/* One bit per character whose glyph is in the subset. */
static void add_cid_set(HPDF_Dict descriptor, HPDF_Font font)
{
    HPDF_FontAttr attr = font->attr;
    HPDF_TTFontDefAttr ttf = attr->fontdef->attr;
    HPDF_Dict set = HPDF_DictStream_New(font->mmgr, attr->xref);
    HPDF_BYTE bits[CHARACTERS / 8] = {0x80};
    HPDF_UINT size = 1;

    for (HPDF_UINT c = 1; c < CHARACTERS; c++) {
        HPDF_UINT16 glyph = HPDF_TTFontDef_GetGlyphid(attr->fontdef, (HPDF_UINT16)c);

        if (glyph != 0 && ttf->glyph_tbl.flgs[glyph]) {
            bits[c / 8] |= (HPDF_BYTE)(0x80 >> c % 8);
            size = c / 8 + 1;
        }
    }
    if (set) {
        set->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
        HPDF_Stream_Write(set->stream, bits, size);
        HPDF_Dict_Add(descriptor, "CIDSet", set);
    }
}

/* The descriptor exists only once the font itself has been written. The descendant
 * font comes right behind it, so its hook (libharu has none there) can complete it. */
static HPDF_STATUS complete_descriptor(HPDF_Dict descendant)
{
    HPDF_Font font = descendant->attr;
    HPDF_FontDef def = ((HPDF_FontAttr)font->attr)->fontdef;

    if (def->descriptor) {
        HPDF_Dict_AddNumber(def->descriptor, "CapHeight", def->cap_height);
        add_cid_set(def->descriptor, font);
    }
    return HPDF_OK;
}

HPDF_Font pdf_font_new(HPDF_Doc pdf, const struct asset *file, const char *tag)
{
    HPDF_Stream stream = HPDF_MemStream_New(pdf->mmgr, (HPDF_UINT)file->size);
    HPDF_FontDef def = NULL;
    HPDF_Font font = NULL;
    char name[HPDF_LIMIT_MAX_NAME_LEN + 1];

    if (!stream || HPDF_Stream_Write(stream, (const HPDF_BYTE *)file->text,
                                     (HPDF_UINT)file->size) != HPDF_OK) {
        return NULL;
    }
    def = HPDF_TTFontDef_Load(pdf->mmgr, stream, HPDF_TRUE);
    if (!def || HPDF_List_Add(pdf->fontdef_list, def) != HPDF_OK) {
        return NULL;
    }
    (void)snprintf(name, sizeof name, "%s", tag);
    HPDF_TTFontDef_SetTagName(def, name);
    /* Found by its tag: the user's font may be called as one of ours. */
    memcpy(def->base_font, name, sizeof name);
    font = HPDF_GetFont(pdf, def->base_font, "UTF-8");
    if (font) {
        HPDF_Dict descendant = ((HPDF_FontAttr)font->attr)->descendant_font;

        replace_to_unicode(font);
        descendant->attr = font;
        descendant->before_write_fn = complete_descriptor;
    }
    return font;
}
