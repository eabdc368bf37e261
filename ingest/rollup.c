/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/rollup.h"

#include <string.h>

#include "ingest/intern.h"
#include "support/err.h"
#include "support/mem.h"

enum { FIRST_SLOTS = 1024, KEY_SIZE = DIM_N * sizeof(uint32_t) };

static void grow_slots(struct rollup *rollup)
{
    size_t n_slots = rollup->n_slots ? rollup->n_slots * 2 : FIRST_SLOTS;
    uint32_t *slots = mem_array(n_slots, sizeof *slots);
    for (size_t i = 0; i < rollup->n_facts; i++) {
        size_t at = intern_hash(rollup->facts[i].key, KEY_SIZE) & (n_slots - 1);
        while (slots[at]) {
            at = (at + 1) & (n_slots - 1);
        }
        slots[at] = (uint32_t)i + 1;
    }
    free(rollup->slots);
    rollup->slots = slots;
    rollup->n_slots = n_slots;
}

static struct fact *add_fact(struct rollup *rollup, const uint32_t key[DIM_N], int64_t line)
{
    mem_reserve((void **)&rollup->facts, &rollup->capacity, rollup->n_facts + 1,
                sizeof *rollup->facts);
    struct fact *fact = &rollup->facts[rollup->n_facts++];
    *fact = (struct fact){.first_line = line};
    memcpy(fact->key, key, KEY_SIZE);
    return fact;
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *find_slot(const struct rollup *rollup, const uint32_t key[DIM_N])
{
    size_t at = intern_hash(key, KEY_SIZE) & (rollup->n_slots - 1);
    for (; rollup->slots[at]; at = (at + 1) & (rollup->n_slots - 1)) {
        if (memcmp(rollup->facts[rollup->slots[at] - 1].key, key, KEY_SIZE) == 0) {
            break;
        }
    }
    return &rollup->slots[at];
}

static struct fact *find_fact(struct rollup *rollup, const uint32_t key[DIM_N], int64_t line)
{
    if (rollup->n_facts * 2 >= rollup->n_slots) {
        grow_slots(rollup);
    }
    uint32_t *slot = find_slot(rollup, key);
    if (*slot) {
        return &rollup->facts[*slot - 1];
    }
    *slot = (uint32_t)rollup->n_facts + 1;
    return add_fact(rollup, key, line);
}

struct fact *rollup_put(struct rollup *rollup, const uint32_t key[DIM_N])
{
    return find_fact(rollup, key, 0);
}

struct fact *rollup_find(const struct rollup *rollup, const uint32_t key[DIM_N])
{
    uint32_t slot = rollup->n_slots ? *find_slot(rollup, key) : 0;
    return slot ? &rollup->facts[slot - 1] : NULL;
}

bool fact_add(struct fact *fact, const struct charge *charge)
{
    fact->n_lines++;
    for (int i = 0; i < BASIS_N; i++) {
        if (!decimal_add(fact->sum[i], charge->on[i], &fact->sum[i])) {
            return false;
        }
    }
    return true;
}

bool rollup_add(struct rollup *rollup, const uint32_t key[DIM_N], const struct charge *charge,
                int64_t line)
{
    return fact_add(find_fact(rollup, key, line), charge);
}

void rollup_clear(struct rollup *rollup)
{
    rollup->n_facts = 0;
    if (rollup->n_slots) {
        memset(rollup->slots, 0, rollup->n_slots * sizeof *rollup->slots);
    }
}

void rollup_release(struct rollup *rollup)
{
    free(rollup->facts);
    free(rollup->slots);
    *rollup = (struct rollup)ROLLUP_INIT;
}
