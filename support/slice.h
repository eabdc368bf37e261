/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_SLICE_H
#define SUPPORT_SLICE_H

/* Borrowed text: not NUL-terminated, valid as long as its owner says. */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *text;
    size_t size; /* bytes */
};

#define SLICE_LITERAL(s) ((struct slice){(s), sizeof(s) - 1})

static inline struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.text, b.text, a.size) == 0);
}

static inline bool slice_is(struct slice a, const char *text)
{
    return slice_equal(a, slice_of(text));
}

static inline bool slice_starts(struct slice a, struct slice prefix)
{
    return a.size >= prefix.size &&
           (prefix.size == 0 || memcmp(a.text, prefix.text, prefix.size) == 0);
}

static inline bool slice_ends(struct slice a, struct slice suffix)
{
    return a.size >= suffix.size && (suffix.size == 0 || memcmp(a.text + a.size - suffix.size,
                                                                suffix.text, suffix.size) == 0);
}

/* a without its first n bytes; n must not exceed a.size. */
static inline struct slice slice_from(struct slice a, size_t n)
{
    return (struct slice){a.text + n, a.size - n};
}

/* Takes what stands before the first `separator`, or all there is, off *rest, and the
 * separator with it. */
static inline struct slice slice_cut(struct slice *rest, char separator)
{
    const char *found = rest->size ? memchr(rest->text, separator, rest->size) : NULL;
    struct slice taken = {rest->text, found ? (size_t)(found - rest->text) : rest->size};
    *rest = slice_from(*rest, taken.size + (found != NULL));
    return taken;
}

#endif
