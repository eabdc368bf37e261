/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_PDF_STRUCTURE_H
#define REPORTS_PDF_STRUCTURE_H

/* The tagged structure of a PDF (ISO 32000-1, 14.7 and 14.8): the parts of a layout as
 * structure elements, and the marks in the pages that say which ink belongs to which.
 * libharu 2.3.0 has no calls for it; this uses the object functions that it exports.
 * What fails is told to the document's error handler. */

#include <stddef.h>

#include <hpdf.h>

struct layout;

struct pdf_structure;

/* Elements for all parts of the layout. The caller's; of no use without the document. */
struct pdf_structure *pdf_structure_new(HPDF_Doc doc, const struct layout *layout);
void pdf_structure_free(struct pdf_structure *structure);

/* Pages are begun once each, in order; between, marks say what the next operators draw:
 * a part, or with part 0 decoration. pdf_structure_end_page closes the last mark. */
void pdf_structure_begin_page(struct pdf_structure *structure, HPDF_Page page);
void pdf_structure_mark(struct pdf_structure *structure, size_t part);
void pdf_structure_end_page(struct pdf_structure *structure);

/* Ties an annotation of the current page to a part. */
void pdf_structure_link(struct pdf_structure *structure, size_t part, HPDF_Annotation link);

/* After the last page. */
void pdf_structure_finish(struct pdf_structure *structure);

#endif
