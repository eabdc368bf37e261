/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_PDF_METADATA_H
#define REPORTS_PDF_METADATA_H

/* What a PDF says of itself, twice where PDF/A-1b asks for it: document information and
 * XMP, language, what its colours mean, and an /ID that comes from report.json. */

#include <hpdf.h>

struct report;

void pdf_metadata_set(HPDF_Doc doc, const struct report *report);

#endif
