/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/scope.h"

#include <string.h>

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool scope_is_account(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.text[i])) {
            return false;
        }
    }
    return text.size == 12;
}

/* "eu-west-1", "us-gov-east-1", "us-iso-west-1": letters, words, a number. */
bool scope_is_region(struct slice text)
{
    if (slice_is(text, "global")) {
        return true;
    }
    size_t n_hyphens = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.text[i];
        bool last = i + 1 == text.size;
        bool hyphen_ok = c == '-' && i > 1 && !last && text.text[i - 1] != '-';
        n_hyphens += hyphen_ok;
        if (!hyphen_ok && (last ? !is_digit(c) : !is_lower(c) && !(is_digit(c) && i > 4))) {
            return false;
        }
    }
    return n_hyphens >= 2 && n_hyphens <= 4 && text.size <= 32;
}

/* SERVICE.CALL: "backup.list-backup-vaults". */
static bool is_call(struct slice text)
{
    const char *dot = memchr(text.text, '.', text.size);
    if (!dot || dot == text.text || dot + 1 == text.text + text.size) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        char c = text.text[i];
        if (!is_lower(c) && !is_digit(c) && c != '-' && text.text + i != dot) {
            return false;
        }
    }
    return true;
}

/* Takes the ending off; false if it is none that we know. */
static bool take_ending(struct slice *path, enum scope_part *ret_part)
{
    static const struct {
        const char *text;
        enum scope_part part;
    } endings[] = {
        {".json", SCOPE_ANSWER},       {".json.gz", SCOPE_ANSWER},  {".jsonl", SCOPE_ANSWER},
        {".ndjson", SCOPE_ANSWER},     {".jsonl.gz", SCOPE_ANSWER}, {".json.err", SCOPE_STDERR},
        {".json.rc", SCOPE_EXIT_CODE}, {".err", SCOPE_STDERR},      {".rc", SCOPE_EXIT_CODE},
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct slice ending = slice_of(endings[i].text);
        if (slice_ends(*path, ending)) {
            path->size -= ending.size;
            *ret_part = endings[i].part;
            return true;
        }
    }
    return false;
}

/* The part of the path before *end, which moves to its beginning. */
static struct slice part_before(struct slice path, size_t *end)
{
    size_t start = *end;
    while (start > 0 && path.text[start - 1] != '/') {
        start--;
    }
    struct slice part = {path.text + start, *end - start};
    *end = start > 0 ? start - 1 : 0;
    return part;
}

/* The call and item of a path without ACCOUNT/REGION. */
static void loose_scope(struct arena *arena, struct slice path, struct scope *scope)
{
    size_t end = path.size;
    struct slice last = part_before(path, &end);
    struct slice folder = part_before(path, &end);
    if (is_call(folder)) {
        scope->call = arena_slice_dup(arena, folder);
        scope->item = arena_slice_dup(arena, last);
    } else if (is_call(last)) {
        scope->call = arena_slice_dup(arena, last);
    }
}

bool scope_of_path(struct arena *arena, const char *path, struct scope *ret_scope)
{
    *ret_scope = (struct scope){.item = ""};
    struct slice rest = slice_of(path);
    if (!take_ending(&rest, &ret_scope->part)) {
        return false;
    }
    for (size_t end = rest.size; end > 0;) {
        size_t call_end = end;
        struct slice call = part_before(rest, &end);
        size_t before = end;
        struct slice region = part_before(rest, &before);
        struct slice account = part_before(rest, &before);
        if (is_call(call) && scope_is_region(region) && scope_is_account(account)) {
            size_t item_start = call_end < rest.size ? call_end + 1 : rest.size;
            ret_scope->account = arena_slice_dup(arena, account);
            ret_scope->region = arena_slice_dup(arena, region);
            ret_scope->call = arena_slice_dup(arena, call);
            ret_scope->item = arena_slice_dup(arena, slice_from(rest, item_start));
            return true;
        }
    }
    loose_scope(arena, rest, ret_scope);
    return false;
}
