/* SPDX-License-Identifier: Apache-2.0 */
#include "support/err.h"

#include <stdio.h>
#include <string.h>

#include "support/utf8.h"

void err_set(struct err *err, enum err_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    err->code = code;
    utf8_trim_tail(err->text);
}

void err_prefix(struct err *err, const char *format, ...)
{
    char tail[ERR_TEXT_SIZE];
    memcpy(tail, err->text, sizeof tail);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof err->text) {
        snprintf(err->text + n, sizeof err->text - (size_t)n, "%s", tail);
    }
    utf8_trim_tail(err->text);
}
