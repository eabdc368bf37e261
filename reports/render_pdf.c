/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include <hpdf.h>
#include <hpdf_annotation.h>
#include <hpdf_doc.h>
#include <hpdf_pages.h>

#include "reports/document.h"
#include "reports/font.h"
#include "reports/layout.h"
#include "reports/pdf_font.h"
#include "reports/pdf_metadata.h"
#include "reports/pdf_structure.h"
#include "reports/renderer.h"
#include "reports/theme.h"
#include "support/cleanup.h"
#include "support/err.h"

/* Draws a layout with libharu 2.3.0, as a PDF/A-1b with tags. Times, names and the /ID come from
 * the report, so the same report gives the same bytes. After an error libharu does nothing more;
 * the first one is kept and looked at in the end. */

enum { PAGES_PER_NODE = 128, OUTLINE_LEVELS = 3, PRINT_FLAG = 4 };

static const char *const font_tags[FACE_N] = {"DRLAAA", "DRLAAB", "DRLAAC", "DRLAAD"};

struct failure {
    HPDF_STATUS status;
    HPDF_STATUS detail;
};

struct pdf {
    HPDF_Doc doc;
    HPDF_Font fonts[FACE_N];
    HPDF_Page *pages;
    const struct layout *layout;
    struct pdf_structure *structure;
    struct failure failure;
};

static void remember(HPDF_STATUS status, HPDF_STATUS detail, void *context)
{
    struct failure *failure = context;

    if (failure->status == HPDF_OK) {
        *failure = (struct failure){status, detail};
    }
}

static HPDF_REAL real(double value)
{
    return (HPDF_REAL)(round(value * 100) / 100);
}

/* libharu counts from the bottom of the page. */
static HPDF_REAL upward(const struct pdf *pdf, double y)
{
    return real(pdf->layout->page_height - y);
}

/* --- marks ---------------------------------------------------------------------- */

static void set_fill(HPDF_Page page, uint32_t colour)
{
    HPDF_Page_SetRGBFill(page, real((colour >> 16 & 255) / 255.0),
                         real((colour >> 8 & 255) / 255.0), real((colour & 255) / 255.0));
}

static void set_stroke(HPDF_Page page, const struct op *op)
{
    HPDF_Page_SetRGBStroke(page, real((op->colour >> 16 & 255) / 255.0),
                           real((op->colour >> 8 & 255) / 255.0), real((op->colour & 255) / 255.0));
    HPDF_Page_SetLineWidth(page, real(op->size));
}

static void draw_text(const struct pdf *pdf, HPDF_Page page, const struct op *op)
{
    set_fill(page, op->colour);
    HPDF_Page_BeginText(page);
    HPDF_Page_SetFontAndSize(page, pdf->fonts[op->face], real(op->size));
    HPDF_Page_TextOut(page, real(op->x), upward(pdf, op->y), op->text);
    HPDF_Page_EndText(page);
}

static void draw_path(const struct pdf *pdf, HPDF_Page page, const struct op *op)
{
    HPDF_Page_MoveTo(page, real(op->points[0]), upward(pdf, op->points[1]));
    for (size_t i = 1; i < op->n_points; i++) {
        HPDF_Page_LineTo(page, real(op->points[i * 2]), upward(pdf, op->points[i * 2 + 1]));
    }
}

/* To a place on a page without changing the reader's zoom, which the public call
 * refuses; part of what it is put into, because validators do not follow references. */
static HPDF_Array destination(const struct pdf *pdf, size_t page, double y)
{
    HPDF_Array to = HPDF_Array_New(pdf->doc->mmgr);

    if (to) {
        HPDF_Array_Add(to, pdf->pages[page]);
        HPDF_Array_AddName(to, "XYZ");
        HPDF_Array_AddReal(to, 0);
        HPDF_Array_AddReal(to, upward(pdf, fmax(y - 10, 0)));
        HPDF_Array_AddNumber(to, 0);
    }
    return to;
}

static HPDF_Array annotations_of(const struct pdf *pdf, HPDF_Page page)
{
    HPDF_Array annotations = HPDF_Dict_GetItem(page, "Annots", HPDF_OCLASS_ARRAY);

    if (!annotations) {
        annotations = HPDF_Array_New(pdf->doc->mmgr);
        HPDF_Dict_Add(page, "Annots", annotations);
    }
    return annotations;
}

static void add_link(const struct pdf *pdf, HPDF_Page page, const struct op *op)
{
    HPDF_Rect rect = {real(op->x), upward(pdf, op->y + op->h), real(op->x + op->w),
                      upward(pdf, op->y)};
    HPDF_Annotation link =
        HPDF_Annotation_New(pdf->doc->mmgr, pdf->doc->xref, HPDF_ANNOT_LINK, rect);

    if (link) {
        HPDF_Dict_Add(link, "Dest", destination(pdf, op->page, op->target_y));
        HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
        HPDF_Dict_AddNumber(link, "F", PRINT_FLAG);
        HPDF_Array_Add(annotations_of(pdf, page), link);
        pdf_structure_link(pdf->structure, op->part, link);
    }
}

static void draw(const struct pdf *pdf, HPDF_Page page, const struct op *op)
{
    if (op->kind != OP_LINK) {
        pdf_structure_mark(pdf->structure, op->part);
    }
    switch (op->kind) {
    case OP_TEXT:
        draw_text(pdf, page, op);
        break;
    case OP_RECT:
        set_fill(page, op->colour);
        HPDF_Page_Rectangle(page, real(op->x), upward(pdf, op->y + op->h), real(op->w),
                            real(op->h));
        HPDF_Page_Fill(page);
        break;
    case OP_LINE:
        set_stroke(page, op);
        HPDF_Page_MoveTo(page, real(op->x), upward(pdf, op->y));
        HPDF_Page_LineTo(page, real(op->x + op->w), upward(pdf, op->y + op->h));
        HPDF_Page_Stroke(page);
        break;
    case OP_POLYLINE:
        set_stroke(page, op);
        HPDF_Page_SetLineJoin(page, HPDF_ROUND_JOIN);
        draw_path(pdf, page, op);
        HPDF_Page_Stroke(page);
        break;
    case OP_POLYGON:
        set_fill(page, op->colour);
        draw_path(pdf, page, op);
        HPDF_Page_ClosePath(page);
        HPDF_Page_Fill(page);
        break;
    case OP_LINK:
        add_link(pdf, page, op);
        break;
    }
}

/* --- the file ---------------------------------------------------------------------- */

static void add_outline(struct pdf *pdf)
{
    HPDF_Encoder encoder = HPDF_GetEncoder(pdf->doc, "UTF-8");
    HPDF_Outline parents[OUTLINE_LEVELS + 1] = {NULL};

    for (size_t i = 0; i < pdf->layout->n_marks; i++) {
        const struct mark *mark = &pdf->layout->marks[i];

        if (!mark->text || !*mark->text) {
            continue;
        }
        HPDF_Outline parent = mark->level == 2 ? parents[1] : NULL;
        HPDF_Outline entry = HPDF_CreateOutline(pdf->doc, parent, mark->text, encoder);
        if (entry) {
            HPDF_Dict_Add(entry, "Dest", destination(pdf, mark->page, mark->y));
            HPDF_Outline_SetOpened(entry, HPDF_FALSE);
            parents[mark->level] = entry;
        }
    }
    if (pdf->layout->n_pages > 4) {
        HPDF_SetPageMode(pdf->doc, HPDF_PAGE_MODE_USE_OUTLINE);
    }
}

static void add_pages(struct pdf *pdf)
{
    for (size_t i = 0; i < pdf->layout->n_pages && pdf->failure.status == HPDF_OK; i++) {
        pdf->pages[i] = HPDF_AddPage(pdf->doc);
        HPDF_Page_SetWidth(pdf->pages[i], real(pdf->layout->page_width));
        HPDF_Page_SetHeight(pdf->pages[i], real(pdf->layout->page_height));
    }
    for (size_t i = 0; i < pdf->layout->n_pages && pdf->failure.status == HPDF_OK; i++) {
        const struct page *page = &pdf->layout->pages[i];

        pdf_structure_begin_page(pdf->structure, pdf->pages[i]);
        for (size_t k = 0; k < page->n_ops && pdf->failure.status == HPDF_OK; k++) {
            draw(pdf, pdf->pages[i], &page->ops[k]);
        }
        pdf_structure_end_page(pdf->structure);
    }
    pdf_structure_finish(pdf->structure);
    if (pdf->failure.status == HPDF_OK) {
        HPDF_AddPageLabel(pdf->doc, 0, HPDF_PAGE_NUM_STYLE_DECIMAL, 1, "");
        add_outline(pdf);
    }
}

static void save(struct pdf *pdf, struct strbuf *out)
{
    HPDF_BYTE bytes[16384];

    if (pdf->failure.status != HPDF_OK || HPDF_SaveToStream(pdf->doc) != HPDF_OK) {
        return;
    }
    HPDF_ResetStream(pdf->doc);
    HPDF_UINT32 left = HPDF_GetStreamSize(pdf->doc);
    while (left > 0 && pdf->failure.status == HPDF_OK) {
        HPDF_UINT32 size = left < sizeof bytes ? left : sizeof bytes;

        HPDF_ReadFromStream(pdf->doc, bytes, &size);
        strbuf_add(out, (const char *)bytes, size);
        left = size > 0 ? left - size : 0;
    }
}

static int write_pdf(struct pdf *pdf, const struct report *report, const struct fonts *fonts,
                     struct strbuf *out, struct err *err)
{
    pdf->doc = HPDF_New(remember, &pdf->failure);
    if (!pdf->doc) {
        return FAIL(err, ERR_OUTPUT, "libharu cannot start (0x%04lX)", pdf->failure.status);
    }
    HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_ALL);
    HPDF_SetPagesConfiguration(pdf->doc, PAGES_PER_NODE);
    HPDF_UseUTFEncodings(pdf->doc);
    for (int i = 0; i < FACE_N && pdf->failure.status == HPDF_OK; i++) {
        pdf->fonts[i] =
            !fonts->files[i] ? NULL : pdf_font_new(pdf->doc, fonts->files[i], font_tags[i]);
    }
    if (pdf->failure.status == HPDF_OK) {
        pdf_metadata_set(pdf->doc, report);
        pdf->structure = pdf_structure_new(pdf->doc, pdf->layout);
        add_pages(pdf);
        save(pdf, out);
    }
    pdf_structure_free(pdf->structure);
    HPDF_Free(pdf->doc);
    if (pdf->failure.status != HPDF_OK) {
        return FAIL(err, ERR_OUTPUT, "libharu cannot write the PDF (0x%04lX, detail %lu)",
                    pdf->failure.status, pdf->failure.detail);
    }
    return 0;
}

DEFINE_CLEANUP(fonts_free, struct fonts *)

static int render(const struct report *report, struct strbuf *out, struct err *err)
{
    struct fonts *CLEANUP(fonts_freep) fonts = NULL;
    struct layout CLEANUP(layout_release) layout = {.n_pages = 0};
    int status = fonts_new(report->fallback_font, &fonts, err);

    if (status < 0) {
        return status;
    }
    struct measure measure = {layout_font_advance, fonts};
    layout_make(report->document, report->theme, &measure, &layout);

    struct pdf pdf = {.layout = &layout};
    pdf.pages = mem_array(layout.n_pages, sizeof(HPDF_Page));
    status = write_pdf(&pdf, report, fonts, out, err);
    free(pdf.pages);
    return status;
}

const struct renderer render_pdf = {"pdf", 1, render, NULL};
