/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_STRBUF_H
#define SUPPORT_STRBUF_H

/* A growing string. `text` is always NUL-terminated and never NULL, also before
 * the first addition; it moves when the string grows. */

#include <stddef.h>

#include "support/cleanup.h"
#include "support/slice.h"

struct strbuf {
    char *text;
    size_t size;     /* bytes without the NUL */
    size_t capacity; /* 0: text is the shared empty string */
};

extern char strbuf_empty[1];

#define STRBUF_INIT                                                                                \
    {                                                                                              \
        strbuf_empty, 0, 0                                                                         \
    }

void strbuf_add(struct strbuf *buf, const char *text, size_t size);
void strbuf_adds(struct strbuf *buf, const char *text);
void strbuf_addc(struct strbuf *buf, char c);
void strbuf_addf(struct strbuf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bytes that are not UTF-8 are kept visibly: as U+FFFD. */
void strbuf_add_utf8(struct strbuf *buf, struct slice text);
void strbuf_clear(struct strbuf *buf);
void strbuf_release(struct strbuf *buf);

/* The text as an allocated string that is now the caller's; buf is empty afterwards. */
char *strbuf_detach(struct strbuf *buf);

static inline struct slice strbuf_slice(const struct strbuf *buf)
{
    return (struct slice){buf->text, buf->size};
}

#endif
