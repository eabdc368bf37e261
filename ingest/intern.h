/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_INTERN_H
#define INGEST_INTERN_H

/* Each distinct text once, with a number: equal texts have equal numbers, counted
 * from 0 in order of first sight. Text that is not UTF-8 is kept visibly replaced
 * (U+FFFD) and shares the number of its replaced form. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/mem.h"

struct intern_text;

struct intern {
    struct intern_text *texts;
    size_t n_texts;
    size_t capacity;
    uint32_t *slots; /* number + 1; 0 = free; a power of two of them */
    size_t n_slots;
    struct arena arena;
};

#define INTERN_INIT                                                                                \
    {                                                                                              \
        NULL, 0, 0, NULL, 0, ARENA_INIT                                                            \
    }

/* *ret_replaced (may be NULL) is true when the text is seen for the first time and is
 * not UTF-8. */
uint32_t intern_number(struct intern *intern, struct slice text, bool *ret_replaced);

/* The text of a number, as it is stored; lives as long as `intern`. */
struct slice intern_text(const struct intern *intern, uint32_t number);

/* What was remembered with a text: any number from 0; -1 at first. */
int64_t intern_note(const struct intern *intern, uint32_t number);
void intern_set_note(struct intern *intern, uint32_t number, int64_t note);

void intern_release(struct intern *intern);

/* A hash of bytes for tables that never show their order. */
uint64_t intern_hash(const void *bytes, size_t size);

#endif
