/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/intern.h"

#include <string.h>

#include "support/cleanup.h"
#include "support/err.h"
#include "support/strbuf.h"
#include "support/utf8.h"

struct intern_text {
    struct slice text;
    uint64_t hash;
    uint32_t number; /* its own, or that of its replaced form */
    int64_t note;
};

enum { FIRST_SLOTS = 1024 };

uint64_t intern_hash(const void *bytes, size_t size)
{
    const uint64_t multiplier = 0x9E3779B97F4A7C15U; /* 2^64 / golden ratio */
    const char *at = bytes;
    uint64_t hash = size * multiplier;
    for (; size >= sizeof hash; size -= sizeof hash, at += sizeof hash) {
        uint64_t word = 0;
        memcpy(&word, at, sizeof word);
        hash = (hash ^ word) * multiplier;
        hash ^= hash >> 32;
    }
    uint64_t word = 0;
    memcpy(&word, at, size);
    hash = (hash ^ word) * multiplier;
    return hash ^ hash >> 29;
}

static void grow_slots(struct intern *intern)
{
    size_t n_slots = intern->n_slots ? intern->n_slots * 2 : FIRST_SLOTS;
    uint32_t *slots = mem_array(n_slots, sizeof *slots);
    for (size_t i = 0; i < intern->n_texts; i++) {
        size_t at = intern->texts[i].hash & (n_slots - 1);
        while (slots[at]) {
            at = (at + 1) & (n_slots - 1);
        }
        slots[at] = (uint32_t)i + 1;
    }
    free(intern->slots);
    intern->slots = slots;
    intern->n_slots = n_slots;
}

/* The slot that holds the text, or the free one where it belongs. */
static uint32_t *find_slot(const struct intern *intern, struct slice text, uint64_t hash)
{
    size_t at = hash & (intern->n_slots - 1);
    for (;; at = (at + 1) & (intern->n_slots - 1)) {
        uint32_t slot = intern->slots[at];
        if (!slot || (intern->texts[slot - 1].hash == hash &&
                      slice_equal(intern->texts[slot - 1].text, text))) {
            return &intern->slots[at];
        }
    }
}

static uint32_t add_text(struct intern *intern, struct slice text, uint64_t hash, uint32_t *slot)
{
    uint32_t number = (uint32_t)intern->n_texts;
    mem_reserve((void **)&intern->texts, &intern->capacity, intern->n_texts + 1,
                sizeof *intern->texts);
    intern->texts[intern->n_texts++] =
        (struct intern_text){{arena_slice_dup(&intern->arena, text), text.size}, hash, number, -1};
    *slot = number + 1;
    if (intern->n_texts * 2 > intern->n_slots) {
        grow_slots(intern);
    }
    return number;
}

uint32_t intern_number(struct intern *intern, struct slice text, bool *ret_replaced)
{
    if (ret_replaced) {
        *ret_replaced = false;
    }
    if (!intern->n_slots) {
        grow_slots(intern);
    }
    uint64_t hash = intern_hash(text.text, text.size);
    uint32_t *slot = find_slot(intern, text, hash);
    if (*slot) {
        return intern->texts[*slot - 1].number;
    }
    uint32_t number = add_text(intern, text, hash, slot);
    if (text.size && !utf8_valid(text.text, text.size)) {
        struct strbuf CLEANUP(strbuf_release) clean = STRBUF_INIT;
        strbuf_add_utf8(&clean, text);
        uint32_t replaced = intern_number(intern, strbuf_slice(&clean), NULL);
        intern->texts[number].number = replaced;
        number = replaced;
        if (ret_replaced) {
            *ret_replaced = true;
        }
    }
    return number;
}

struct slice intern_text(const struct intern *intern, uint32_t number)
{
    return intern->texts[number].text;
}

int64_t intern_note(const struct intern *intern, uint32_t number)
{
    return intern->texts[number].note;
}

void intern_set_note(struct intern *intern, uint32_t number, int64_t note)
{
    intern->texts[number].note = note;
}

void intern_release(struct intern *intern)
{
    free(intern->texts);
    free(intern->slots);
    arena_release(&intern->arena);
    *intern = (struct intern)INTERN_INIT;
}
