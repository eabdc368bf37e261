/* SPDX-License-Identifier: Apache-2.0 */
#include "support/utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead < 0xE0) {
        return 2;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
        return 3;
    }
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

uint32_t utf8_decode(const char *text, size_t size, size_t *ret_length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t length = sequence_length(lead);
    *ret_length = 1;
    if (length == 1) {
        return lead;
    }
    if (length == 0 || length > size) {
        return REPLACEMENT;
    }
    uint32_t code_point = lead & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xC0) != 0x80) {
            return REPLACEMENT;
        }
        code_point = code_point << 6 | (next & 0x3FU);
    }
    if (code_point < least[length] || code_point > 0x10FFFF ||
        (code_point >= 0xD800 && code_point < 0xE000)) {
        return REPLACEMENT;
    }
    *ret_length = length;
    return code_point;
}

size_t utf8_encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

int utf8_valid(const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t length = 0;
        uint32_t code_point = utf8_decode(text + i, size - i, &length);
        if (code_point == REPLACEMENT && length == 1) {
            return 0;
        }
        i += length;
    }
    return 1;
}

void utf8_trim_tail(char *text)
{
    size_t size = strlen(text);
    size_t back = 0;
    while (back < 3 && back < size && ((unsigned char)text[size - 1 - back] & 0xC0) == 0x80) {
        back++;
    }
    if (back == size) {
        return;
    }
    size_t want = sequence_length((unsigned char)text[size - 1 - back]);
    if (want > back + 1) {
        text[size - 1 - back] = '\0';
    }
}
