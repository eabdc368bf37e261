/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_MEM_H
#define SUPPORT_MEM_H

/* Allocation that cannot fail: when memory runs out the program ends with one
 * message. Every size that comes from input has a cap that is checked before.
 *
 * 1. A pointer returned by value is borrowed and dies with its parent; one
 *    returned through `ret_x` is yours.
 * 2. Locals that own use CLEANUP() (cleanup.h).
 * 3. Nothing is allocated per row; what lives with a result lives in its arena. */

#include <stddef.h>

#include "support/cleanup.h"
#include "support/slice.h"

void *mem_alloc(size_t size);                           /* zeroed */
void *mem_array(size_t count, size_t size);             /* zeroed; checks the product */
void *mem_grow(void *block, size_t count, size_t size); /* realloc; checks the product */
char *mem_strdup(const char *text);
char *mem_slice_dup(struct slice text); /* NUL-terminated copy */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Frees what a `char *` or `void *` local owns: char *CLEANUP(mem_freep) name = ... */
void mem_freep(void *owner);

/* Grows *array (of `item` bytes each) so that it holds at least `need` items. */
void mem_reserve(void **array, size_t *capacity, size_t need, size_t item);

/* Memory that is freed in one call. */
struct arena {
    struct arena_block *blocks;
};

#define ARENA_INIT                                                                                 \
    {                                                                                              \
        NULL                                                                                       \
    }

void *arena_alloc(struct arena *arena, size_t size); /* aligned for any type, zeroed */
char *arena_slice_dup(struct arena *arena, struct slice text);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void arena_release(struct arena *arena);

#endif
