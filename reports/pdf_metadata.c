/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/pdf_metadata.h"

#include <string.h>

#include <hpdf_doc.h>
#include <hpdf_pdfa.h>

#include "reports/document.h"
#include "reports/renderer.h"
#include "support/asset.h"
#include "support/banned.h"
#include "support/sha256.h"
#include "support/strbuf.h"
#include "support/utc.h"

extern const struct asset template_assets[];

enum { ID_SIZE = 16 };

#define CREATOR "drledger " DRLEDGER_VERSION

/* The number that the digits of text[from..from + size) make. */
static int digits(const char *text, size_t from, size_t size)
{
    int number = 0;

    for (size_t i = from; i < from + size; i++) {
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static void set_date(HPDF_Doc doc, int64_t seconds)
{
    char text[UTC_TEXT_SIZE];

    utc_format(seconds, text); /* 2024-10-01T05:00:00Z */
    HPDF_Date date = {.year = digits(text, 0, 4),
                      .month = digits(text, 5, 2),
                      .day = digits(text, 8, 2),
                      .hour = digits(text, 11, 2),
                      .minutes = digits(text, 14, 2),
                      .seconds = digits(text, 17, 2),
                      .ind = '+'};
    HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, date);
    HPDF_SetInfoDateAttr(doc, HPDF_INFO_MOD_DATE, date);
}

static void set_info(HPDF_Doc doc, const struct document *document)
{
    HPDF_Dict preferences = HPDF_Dict_New(doc->mmgr);

    HPDF_SetCurrentEncoder(doc, "UTF-8");
    HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, document->title);
    HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, CREATOR);
    HPDF_SetInfoAttr(doc, HPDF_INFO_PRODUCER, "libharu " HPDF_VERSION_TEXT);
    if (document->as_of != INT64_MIN) {
        set_date(doc, document->as_of);
    }
    HPDF_Dict_Add(doc->catalog, "Lang", HPDF_String_New(doc->mmgr, "en", NULL));
    HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
    HPDF_Dict_Add(doc->catalog, "ViewerPreferences", preferences);
}

/* The /ID ties the PDF to its report.json: the first 16 bytes of that file's SHA-256. */
static void set_id(HPDF_Doc doc, const char *hex)
{
    HPDF_BYTE id[ID_SIZE];
    HPDF_Array both = HPDF_Array_New(doc->mmgr);

    for (size_t i = 0; i < ID_SIZE; i++) {
        char pair[3] = {hex[i * 2], hex[i * 2 + 1], '\0'};
        id[i] = (HPDF_BYTE)strtoul(pair, NULL, 16);
    }
    HPDF_Dict_Add(doc->trailer, "ID", both);
    HPDF_Array_Add(both, HPDF_Binary_New(doc->mmgr, id, sizeof id));
    HPDF_Array_Add(both, HPDF_Binary_New(doc->mmgr, id, sizeof id));
}

/* libharu's own XMP forgets to escape. */
static void add_escaped(struct strbuf *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            strbuf_adds(out, "&amp;");
            break;
        case '<':
            strbuf_adds(out, "&lt;");
            break;
        case '>':
            strbuf_adds(out, "&gt;");
            break;
        default:
            strbuf_addc(out, *text);
        }
    }
}

static void add_dates(struct strbuf *out, int64_t as_of)
{
    char date[UTC_TEXT_SIZE];

    if (as_of != INT64_MIN) {
        utc_format(as_of, date);
        date[strlen(date) - 1] = '\0'; /* as in the document information: +00:00, not Z */
        strbuf_addf(out,
                    "<xmp:CreateDate>%s+00:00</xmp:CreateDate>\n"
                    "<xmp:ModifyDate>%s+00:00</xmp:ModifyDate>\n",
                    date, date);
    }
}

/* The same as the document information, and the digest of report.json. */
static void set_xmp(HPDF_Doc doc, const struct document *document, const char *hex)
{
    HPDF_Dict stream = HPDF_DictStream_New(doc->mmgr, doc->xref);
    struct strbuf xmp = STRBUF_INIT;

    strbuf_adds(&xmp, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                      "<rdf:Description rdf:about=\"\""
                      " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                      " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                      " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                      " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
                      "<pdfaid:part>1</pdfaid:part>\n"
                      "<pdfaid:conformance>B</pdfaid:conformance>\n"
                      "<dc:format>application/pdf</dc:format>\n"
                      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    add_escaped(&xmp, document->title);
    strbuf_addf(&xmp,
                "</rdf:li></rdf:Alt></dc:title>\n"
                "<dc:identifier>sha256:%s</dc:identifier>\n"
                "<xmp:CreatorTool>" CREATOR "</xmp:CreatorTool>\n"
                "<pdf:Producer>libharu " HPDF_VERSION_TEXT "</pdf:Producer>\n",
                hex);
    add_dates(&xmp, document->as_of);
    strbuf_adds(&xmp, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
    HPDF_Dict_AddName(stream, "Type", "Metadata");
    HPDF_Dict_AddName(stream, "Subtype", "XML");
    HPDF_Stream_Write(stream->stream, (const HPDF_BYTE *)xmp.text, (HPDF_UINT)xmp.size);
    HPDF_Dict_Add(doc->catalog, "Metadata", stream);
    strbuf_release(&xmp);
}

/* Colours are device RGB; the intent says that this means sRGB. */
static void set_intent(HPDF_Doc doc)
{
    const struct asset *profile = asset_find(template_assets, "sRGB.icc");
    HPDF_Dict icc = HPDF_DictStream_New(doc->mmgr, doc->xref);

    HPDF_Dict_AddNumber(icc, "N", 3);
    HPDF_Stream_Write(icc->stream, (const HPDF_BYTE *)profile->text, (HPDF_UINT)profile->size);
    icc->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    HPDF_PDFA_AppendOutputIntents(doc, "sRGB IEC61966-2.1", icc);
}

void pdf_metadata_set(HPDF_Doc doc, const struct report *report)
{
    char hex[SHA256_HEX_SIZE];

    sha256_of(report->json, report->json_size, hex);
    doc->pdf_version = HPDF_VER_14;
    set_info(doc, report->document);
    set_id(doc, hex);
    set_xmp(doc, report->document, hex);
    set_intent(doc);
}
