/* SPDX-License-Identifier: Apache-2.0 */
#include "support/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/banned.h"

enum { ARENA_BLOCK_SIZE = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    _Alignas(max_align_t) unsigned char bytes[];
};

static void *checked(void *block)
{
    if (!block) {
        fputs("drledger: out of memory\n", stderr);
        abort();
    }
    return block;
}

static size_t product(size_t count, size_t size)
{
    size_t total = 0;
    if (__builtin_mul_overflow(count, size, &total)) {
        checked(NULL);
    }
    return total ? total : 1;
}

void *mem_alloc(size_t size)
{
    return checked(calloc(1, size ? size : 1));
}

void *mem_array(size_t count, size_t size)
{
    return checked(calloc(1, product(count, size)));
}

void *mem_grow(void *block, size_t count, size_t size)
{
    return checked(realloc(block, product(count, size)));
}

char *mem_strdup(const char *text)
{
    return mem_slice_dup(slice_of(text));
}

char *mem_slice_dup(struct slice text)
{
    char *copy = mem_array(text.size + 1, 1);
    if (text.size) {
        memcpy(copy, text.text, text.size);
    }
    return copy;
}

__attribute__((format(printf, 2, 0))) static char *format_into(struct arena *arena,
                                                               const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0) {
        return checked(NULL);
    }
    size_t room = (size_t)size + 1;
    char *text = arena ? arena_alloc(arena, room) : mem_alloc(room);
    vsnprintf(text, room, format, args);
    return text;
}

char *mem_format(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = format_into(NULL, format, args);
    va_end(args);
    return text;
}

void mem_freep(void *owner)
{
    free(*(void **)owner);
}

void mem_reserve(void **array, size_t *capacity, size_t need, size_t item)
{
    if (need <= *capacity) {
        return;
    }
    size_t room = *capacity ? *capacity : 16;
    while (room < need) {
        room = product(room, 2);
    }
    *array = mem_grow(*array, room, item);
    *capacity = room;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    size_t room = product((size + align - 1) / align, align);
    struct arena_block *block = arena->blocks;
    if (!block || block->size - block->used < room) {
        size_t block_size = room > ARENA_BLOCK_SIZE ? room : ARENA_BLOCK_SIZE;
        block = mem_alloc(sizeof *block + block_size);
        block->size = block_size;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *at = block->bytes + block->used;
    block->used += room;
    return at;
}

char *arena_slice_dup(struct arena *arena, struct slice text)
{
    char *copy = arena_alloc(arena, text.size + 1);
    if (text.size) {
        memcpy(copy, text.text, text.size);
    }
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_slice_dup(arena, slice_of(text));
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = format_into(arena, format, args);
    va_end(args);
    return text;
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->blocks; block;) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->blocks = NULL;
}
