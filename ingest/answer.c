/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/answer.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "support/cleanup.h"
#include "support/err.h"
#include "support/utf8.h"

enum {
    MAX_DEPTH = 256,
    BLOCK_BYTES = 1 << 16,
};
static const size_t max_text_bytes = (size_t)512 << 20;

/* --- bytes ---------------------------------------------------------------- */

static void close_file(FILE **file)
{
    if (*file) {
        fclose(*file);
    }
}

static int read_bytes(const char *location, const char *shown, size_t limit,
                      struct strbuf *ret_bytes, struct err *err)
{
    FILE *CLEANUP(close_file) file = fopen(location, "rbe");
    if (!file) {
        return FAIL(err, ERR_INPUT, "%s: cannot be opened: %s", shown, strerror(errno));
    }
    size_t most = limit ? limit : max_text_bytes;
    char *CLEANUP(mem_freep) block = mem_alloc(BLOCK_BYTES);
    for (size_t n; (n = fread(block, 1, BLOCK_BYTES, file)) > 0;) {
        if (n > most - ret_bytes->size) {
            if (!limit) {
                return FAIL(err, ERR_INPUT, "%s: is larger than %zu MiB; export it in pages", shown,
                            max_text_bytes >> 20);
            }
            n = most - ret_bytes->size;
        }
        strbuf_add(ret_bytes, block, n);
        if (limit && ret_bytes->size == limit) {
            break;
        }
    }
    if (ferror(file)) {
        return FAIL(err, ERR_INPUT, "%s: cannot be read: %s", shown, strerror(errno));
    }
    return 0;
}

static void end_inflate(z_stream *stream)
{
    inflateEnd(stream);
}

/* Unpacks one or more gzip members. `partial`: a cut end is no error. */
static int gunzip(struct slice packed, const char *shown, bool partial, struct strbuf *ret_bytes,
                  struct err *err)
{
    z_stream CLEANUP(end_inflate) stream = {0};
    if (packed.size > UINT_MAX || inflateInit2(&stream, 15 + 16) != Z_OK) {
        return FAIL(err, ERR_INPUT, "%s: cannot be unpacked", shown);
    }
    unsigned char *CLEANUP(mem_freep) block = mem_alloc(BLOCK_BYTES);
    stream.next_in = (const unsigned char *)packed.text;
    stream.avail_in = (uInt)packed.size;
    for (;;) {
        stream.next_out = block;
        stream.avail_out = BLOCK_BYTES;
        int rc = inflate(&stream, Z_NO_FLUSH);
        if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
            return FAIL(err, ERR_INPUT, "%s: is damaged gzip data after %llu bytes", shown,
                        (unsigned long long)stream.total_in);
        }
        size_t n = BLOCK_BYTES - stream.avail_out;
        if (n > max_text_bytes - ret_bytes->size) {
            return FAIL(err, ERR_INPUT, "%s: unpacks to more than %zu MiB", shown,
                        max_text_bytes >> 20);
        }
        strbuf_add(ret_bytes, (const char *)block, n);
        if (rc == Z_STREAM_END) {
            if (stream.avail_in == 0) {
                return 0;
            }
            inflateReset(&stream);
        } else if (stream.avail_in == 0 && stream.avail_out > 0) {
            if (partial) {
                return 0;
            }
            return FAIL(err, ERR_INPUT, "%s: the gzip data ends too early", shown);
        }
    }
}

static uint32_t utf16_unit(struct slice bytes, size_t at, bool big_endian)
{
    unsigned char first = (unsigned char)bytes.text[at];
    unsigned char second = (unsigned char)bytes.text[at + 1];
    return big_endian ? (uint32_t)(first << 8 | second) : (uint32_t)(second << 8 | first);
}

/* UTF-16 to UTF-8; a surrogate without its other half becomes U+FFFD. */
static void decode_utf16(struct slice bytes, bool big_endian, struct strbuf *ret_text)
{
    for (size_t i = 0; i + 1 < bytes.size; i += 2) {
        uint32_t c = utf16_unit(bytes, i, big_endian);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size) {
            uint32_t low = utf16_unit(bytes, i + 2, big_endian);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD;
        }
        char out[4];
        strbuf_add(ret_text, out, utf8_encode(c, out));
    }
}

/* Leaves the text without its byte order mark, as UTF-8. */
static void decode_text(struct strbuf *bytes, struct strbuf *ret_text)
{
    struct slice raw = strbuf_slice(bytes);
    if (slice_starts(raw, SLICE_LITERAL("\xFF\xFE"))) {
        decode_utf16(slice_from(raw, 2), false, ret_text);
    } else if (slice_starts(raw, SLICE_LITERAL("\xFE\xFF"))) {
        decode_utf16(slice_from(raw, 2), true, ret_text);
    } else if (slice_starts(raw, SLICE_LITERAL("\xEF\xBB\xBF"))) {
        strbuf_add(ret_text, raw.text + 3, raw.size - 3);
    } else {
        struct strbuf moved = *bytes;
        *bytes = *ret_text;
        *ret_text = moved;
    }
}

int answer_read(struct answer *answer, const char *location, const char *shown, size_t limit,
                struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) raw = STRBUF_INIT;
    int rc = read_bytes(location, shown, limit, &raw, err);
    if (rc < 0) {
        return rc;
    }
    answer->bytes = raw.size;
    sha256_of(raw.text, raw.size, answer->sha256);
    if (slice_starts(strbuf_slice(&raw), SLICE_LITERAL("\x1F\x8B"))) {
        struct strbuf CLEANUP(strbuf_release) plain = STRBUF_INIT;
        rc = gunzip(strbuf_slice(&raw), shown, limit != 0, &plain, err);
        if (rc < 0) {
            return rc;
        }
        decode_text(&plain, &answer->text);
    } else {
        decode_text(&raw, &answer->text);
    }
    return 0;
}

void answer_release(struct answer *answer)
{
    strbuf_release(&answer->text);
    json_decref(answer->pages);
    answer->pages = NULL;
}

/* --- JSON ----------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool answer_is_blank(const struct answer *answer)
{
    for (size_t i = 0; i < answer->text.size; i++) {
        if (!is_blank(answer->text.text[i])) {
            return false;
        }
    }
    return true;
}

/* The index behind the string literal that opens at `at`; the text's size if it has no end. */
static size_t skip_string(struct slice text, size_t at)
{
    for (size_t i = at + 1; i < text.size; i++) {
        if (text.text[i] == '\\') {
            i++;
        } else if (text.text[i] == '"') {
            return i + 1;
        }
    }
    return text.size;
}

/* Before a recursive parser sees it. */
static int check_depth(struct slice text, const char *shown, struct err *err)
{
    size_t depth = 0;
    size_t line = 1;
    for (size_t i = 0; i < text.size;) {
        char c = text.text[i];
        if (c == '"') {
            i = skip_string(text, i);
            continue;
        }
        if (c == '\n') {
            line++;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
        if (depth > MAX_DEPTH) {
            return FAIL(err, ERR_INPUT, "%s: line %zu: is nested deeper than %d levels", shown,
                        line, MAX_DEPTH);
        }
        i++;
    }
    return 0;
}

/* Where an error of a later page lies in the whole file. */
static void locate(struct slice text, size_t start, const json_error_t *problem, size_t *ret_line,
                   size_t *ret_column)
{
    size_t line = problem->line > 0 ? (size_t)problem->line : 1;
    size_t column = problem->column > 0 ? (size_t)problem->column : 1;
    size_t line_start = 0;
    size_t lines_before = 0;
    for (size_t i = 0; i < start; i++) {
        if (text.text[i] == '\n') {
            lines_before++;
            line_start = i + 1;
        }
    }
    *ret_column = line == 1 ? column + start - line_start : column;
    *ret_line = line + lines_before;
}

int answer_parse(struct answer *answer, const char *shown, struct err *err)
{
    struct slice text = strbuf_slice(&answer->text);
    int rc = check_depth(text, shown, err);
    if (rc < 0) {
        return rc;
    }
    answer->pages = json_array();
    size_t at = 0;
    for (;;) {
        while (at < text.size && (is_blank(text.text[at]))) {
            at++;
        }
        if (at == text.size) {
            return 0;
        }
        json_error_t problem;
        json_t *page = json_loadb(text.text + at, text.size - at,
                                  JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &problem);
        if (!page) {
            size_t line = 0;
            size_t column = 0;
            locate(text, at, &problem, &line, &column);
            return FAIL(err, ERR_INPUT, "%s: line %zu, column %zu: is no JSON: %s", shown, line,
                        column, problem.text);
        }
        json_array_append_new(answer->pages, page);
        at += problem.position > 0 ? (size_t)problem.position : 1;
    }
}

void answer_keys(struct slice text, void (*see)(void *context, struct slice key), void *context)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.size;) {
        char c = text.text[i];
        if (c == '"') {
            size_t end = skip_string(text, i);
            size_t next = end;
            while (next < text.size && is_blank(text.text[next])) {
                next++;
            }
            if (depth == 1 && next < text.size && text.text[next] == ':') {
                see(context, (struct slice){text.text + i + 1, end - i - 2});
            }
            i = end;
            continue;
        }
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (depth <= 1) {
                return;
            }
            depth--;
        }
        i++;
    }
}
