/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_PDF_FONT_H
#define REPORTS_PDF_FONT_H

/* Fonts from memory for libharu 2.3.0, which has no call for it, with what its own
 * subsets lack: a ToUnicode map that readers accept, CapHeight and CIDSet. */

#include <hpdf.h>

#include "support/asset.h"

/* A font with the encoder "UTF-8"; tag is the six letters before its name. It dies with
 * the document. NULL when libharu refuses (its error handler has been told). */
HPDF_Font pdf_font_new(HPDF_Doc pdf, const struct asset *file, const char *tag);

#endif
