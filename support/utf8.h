/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_UTF8_H
#define SUPPORT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The code point at text[0..size) and its length in bytes (1..4). Bytes that are
 * not UTF-8 (also overlong forms and surrogates) give U+FFFD with length 1.
 * size must not be 0. */
uint32_t utf8_decode(const char *text, size_t size, size_t *ret_length);

/* Writes a code point (up to U+10FFFF) to out[4]; returns the number of bytes. */
size_t utf8_encode(uint32_t code_point, char out[4]);

/* Whether all of text[0..size) is well-formed UTF-8. */
int utf8_valid(const char *text, size_t size);

/* Drops an incomplete character at the end of a NUL-terminated string. */
void utf8_trim_tail(char *text);

#endif
