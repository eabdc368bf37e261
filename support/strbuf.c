/* SPDX-License-Identifier: Apache-2.0 */
#include "support/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/mem.h"
#include "support/utf8.h"

char strbuf_empty[1];

static void reserve(struct strbuf *buf, size_t more)
{
    size_t need = buf->size + more + 1;
    if (need <= buf->capacity) {
        return;
    }
    void *text = buf->capacity ? buf->text : NULL;
    mem_reserve(&text, &buf->capacity, need, 1);
    buf->text = text;
}

void strbuf_add(struct strbuf *buf, const char *text, size_t size)
{
    reserve(buf, size);
    if (size) {
        memcpy(buf->text + buf->size, text, size);
    }
    buf->size += size;
    buf->text[buf->size] = '\0';
}

void strbuf_adds(struct strbuf *buf, const char *text)
{
    strbuf_add(buf, text, strlen(text));
}

void strbuf_addc(struct strbuf *buf, char c)
{
    strbuf_add(buf, &c, 1);
}

void strbuf_addf(struct strbuf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (size < 0) {
        return;
    }
    reserve(buf, (size_t)size);
    va_start(args, format);
    vsnprintf(buf->text + buf->size, (size_t)size + 1, format, args);
    va_end(args);
    buf->size += (size_t)size;
}

void strbuf_add_utf8(struct strbuf *buf, struct slice text)
{
    while (text.size) {
        size_t length = 0;
        char encoded[4];
        uint32_t code_point = utf8_decode(text.text, text.size, &length);
        strbuf_add(buf, encoded, utf8_encode(code_point, encoded));
        text = slice_from(text, length);
    }
}

void strbuf_clear(struct strbuf *buf)
{
    buf->size = 0;
    if (buf->capacity) {
        buf->text[0] = '\0';
    }
}

void strbuf_release(struct strbuf *buf)
{
    if (buf->capacity) {
        free(buf->text);
    }
    *buf = (struct strbuf)STRBUF_INIT;
}

char *strbuf_detach(struct strbuf *buf)
{
    char *text = buf->capacity ? buf->text : mem_strdup("");
    *buf = (struct strbuf)STRBUF_INIT;
    return text;
}
