/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/json_members.h"

#include <stdint.h>
#include <stdlib.h>

#include "ingest/bytes.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

enum { BLOCK_SIZE = 64 * 1024, END = -1 };

struct cutter {
    struct bytes *bytes;
    struct json_members_sink *sink;
    struct err *err;
    int rc; /* not 0: reading has failed */
    char *block;
    size_t size;
    size_t at;
    uint64_t before;     /* bytes of the blocks before this one */
    struct strbuf key;   /* of the member */
    struct strbuf value; /* of the member, where it is wanted */
};

static int fail(struct cutter *cutter, const char *what)
{
    if (cutter->rc == 0) {
        cutter->rc = FAIL(cutter->err, ERR_INPUT, "'%s', byte %llu: %s", bytes_name(cutter->bytes),
                          (unsigned long long)(cutter->before + cutter->at), what);
    }
    return cutter->rc;
}

/* The next character, still to be read; END at the end of the file or after a failure. */
static int peek(struct cutter *cutter)
{
    if (cutter->rc) {
        return END;
    }
    if (cutter->at == cutter->size) {
        cutter->before += cutter->size;
        cutter->at = cutter->size = 0;
        cutter->rc =
            bytes_read(cutter->bytes, cutter->block, BLOCK_SIZE, &cutter->size, cutter->err);
        if (cutter->rc || cutter->size == 0) {
            return END;
        }
    }
    return (unsigned char)cutter->block[cutter->at];
}

static int next(struct cutter *cutter)
{
    int c = peek(cutter);
    cutter->at += c != END;
    return c;
}

static int peek_word(struct cutter *cutter)
{
    int c = peek(cutter);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        cutter->at++;
        c = peek(cutter);
    }
    return c;
}

/* Reads the character that must come, after blanks. */
static int expect(struct cutter *cutter, int wanted, const char *what)
{
    if (peek_word(cutter) != wanted) {
        return fail(cutter, what);
    }
    cutter->at++;
    return 0;
}

static int keep(struct cutter *cutter, struct strbuf *text, int c, size_t max)
{
    if (!text) {
        return 0;
    }
    if (text->size >= max) {
        return fail(cutter, "a value or key is too long");
    }
    strbuf_addc(text, (char)c);
    return 0;
}

/* Reads on to the end of a string whose first quote was read. Its last quote is kept too if
 * with_quote. */
static int read_string(struct cutter *cutter, struct strbuf *text, size_t max, bool with_quote)
{
    for (bool escaped = false;;) {
        int c = next(cutter);
        if (c == END) {
            return fail(cutter, "the file ends within a string");
        }
        bool ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if ((!ends || with_quote) && keep(cutter, text, c, max) < 0) {
            return cutter->rc;
        }
        if (ends) {
            return 0;
        }
    }
}

/* Reads a value of any kind; text may be NULL. */
static int read_value(struct cutter *cutter, struct strbuf *text)
{
    size_t depth = 0;
    int c = peek_word(cutter);
    if (c == END || c == ',' || c == '}' || c == ']') {
        return fail(cutter, "a value is missing");
    }
    do {
        c = next(cutter);
        if (c == END) {
            return fail(cutter, "the file ends within a value");
        }
        if (keep(cutter, text, c, JSON_MEMBERS_MAX_VALUE) < 0) {
            return cutter->rc;
        }
        if (c == '"' && read_string(cutter, text, JSON_MEMBERS_MAX_VALUE, true) < 0) {
            return cutter->rc;
        }
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        c = peek(cutter);
    } while (depth || (c != ',' && c != '}' && c != ']' && c != END && c != ' ' && c != '\n' &&
                       c != '\r' && c != '\t'));
    return cutter->rc;
}

/* Whether an object of this path is chosen: which. */
static const char *chosen(const struct cutter *cutter, struct slice path)
{
    for (const char *const *object = cutter->sink->objects; *object; object++) {
        if (slice_is(path, *object)) {
            return *object;
        }
    }
    return NULL;
}

/* The path of the member `key` of the object `path`, if it is a chosen object or leads to
 * one: a part of that object's name. */
static bool leads_on(const struct cutter *cutter, struct slice path, struct slice key,
                     struct slice *ret_path)
{
    for (const char *const *object = cutter->sink->objects; *object; object++) {
        struct slice rest = slice_of(*object);
        if (!slice_starts(rest, path)) {
            continue;
        }
        rest = slice_from(rest, path.size);
        if (path.size && slice_starts(rest, SLICE_LITERAL("/"))) {
            rest = slice_from(rest, 1);
        } else if (path.size) {
            continue;
        }
        if (key.size && slice_starts(rest, key) &&
            (rest.size == key.size || rest.text[key.size] == '/')) {
            *ret_path = (struct slice){*object, (size_t)(rest.text - *object) + key.size};
            return true;
        }
    }
    return false;
}

static int read_object(struct cutter *cutter, struct slice path);

/* A member of the object `path` whose key was read. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the longest chosen path */
static int read_member(struct cutter *cutter, struct slice path)
{
    struct slice inner = {NULL, 0};
    int c = peek_word(cutter);
    if (c == '{' && leads_on(cutter, path, strbuf_slice(&cutter->key), &inner)) {
        return read_object(cutter, inner);
    }
    const char *object = chosen(cutter, path);
    bool wanted = object && (path.size || (c != '{' && c != '['));
    strbuf_clear(&cutter->value);
    if (read_value(cutter, wanted ? &cutter->value : NULL) < 0 || !wanted) {
        return cutter->rc;
    }
    cutter->rc = cutter->sink->take(cutter->sink, object, strbuf_slice(&cutter->key),
                                    strbuf_slice(&cutter->value), cutter->err);
    return cutter->rc;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static int read_object(struct cutter *cutter, struct slice path)
{
    if (expect(cutter, '{', "is no JSON object") < 0) {
        return cutter->rc;
    }
    if (peek_word(cutter) == '}') {
        cutter->at++;
        return 0;
    }
    for (int c = ','; c == ',';) {
        strbuf_clear(&cutter->key);
        if (expect(cutter, '"', "a key is missing") < 0 ||
            read_string(cutter, &cutter->key, JSON_MEMBERS_MAX_KEY, false) < 0 ||
            expect(cutter, ':', "a colon is missing") < 0 || read_member(cutter, path) < 0) {
            return cutter->rc;
        }
        c = peek_word(cutter);
        if (c != ',' && c != '}') {
            return fail(cutter, c == END ? "the file ends early" : "a comma is missing");
        }
        cutter->at++;
    }
    return 0;
}

int json_members_read(struct bytes *bytes, struct json_members_sink *sink, struct err *err)
{
    char *CLEANUP(mem_freep) block = mem_alloc(BLOCK_SIZE);
    struct cutter cutter = {.bytes = bytes,
                            .sink = sink,
                            .err = err,
                            .block = block,
                            .key = STRBUF_INIT,
                            .value = STRBUF_INIT};
    if (peek(&cutter) == 0xEF) { /* a byte order mark */
        cutter.at = cutter.size < 3 ? cutter.size : 3;
    }
    if (read_object(&cutter, (struct slice){"", 0}) == 0 && peek_word(&cutter) != END) {
        fail(&cutter, "something follows the JSON object");
    }
    strbuf_release(&cutter.key);
    strbuf_release(&cutter.value);
    return cutter.rc;
}
