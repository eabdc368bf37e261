/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/document.h"

#include <string.h>
#include <utf8proc.h>

#include "support/banned.h"
#include "support/strbuf.h"
#include "support/utf8.h"

/* A tag value or name may be as long as its file allows; no cell shows more than this. */
enum { TEXT_CAP = 8192 };

/* Below it nothing composes. */
enum { FIRST_COMBINING = 0x300 };

void document_release(struct document *document)
{
    if (document) {
        arena_release(&document->arena);
        document->blocks = NULL;
    }
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* Marks without ink: they would let a name reorder or hide the text around it. */
static bool is_invisible(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

/* Letter and accent as one character, as fonts have them: file systems keep them apart. */
static const char *composed(struct document *document, struct slice text)
{
    utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)text.text);
    const char *copy = nfc ? arena_slice_dup(&document->arena, slice_of((const char *)nfc))
                           : arena_slice_dup(&document->arena, text);

    free(nfc);
    return copy;
}

const char *document_text(struct document *document, const char *text, size_t size)
{
    struct strbuf clean = STRBUF_INIT;
    bool may_compose = false;
    size_t i = 0;

    while (i < size && clean.size < TEXT_CAP) {
        size_t length = 0;
        char bytes[4];
        uint32_t c = utf8_decode(text + i, size - i, &length);

        if (is_control(c)) {
            strbuf_addc(&clean, ' ');
        } else if (!is_invisible(c)) {
            strbuf_add(&clean, bytes, utf8_encode(c, bytes));
            may_compose = may_compose || c >= FIRST_COMBINING;
        }
        i += length;
    }
    if (i < size) {
        strbuf_adds(&clean, "\u2026");
    }
    const char *copy = may_compose ? composed(document, strbuf_slice(&clean))
                                   : arena_slice_dup(&document->arena, strbuf_slice(&clean));
    strbuf_release(&clean);
    return copy;
}
