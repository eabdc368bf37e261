/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_ROLLUP_H
#define INGEST_ROLLUP_H

/* The fourth stage: lines summed to the grain of the store's table `cost`. Memory
 * grows with the number of distinct facts, never with the number of lines. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/charge.h"

/* What a fact is distinguished by; each is the number of an interned text. */
enum dimension {
    DIM_MONTH, /* 2024-09 */
    DIM_PAYER,
    DIM_ACCOUNT,
    DIM_REGION,
    DIM_PRODUCT,
    DIM_USAGE_TYPE,
    DIM_OPERATION,
    DIM_UNIT,
    DIM_LINE_TYPE,
    DIM_INVOICE,
    DIM_ENTITY,
    DIM_RESOURCE,
    DIM_TAGS, /* canonical JSON */
    DIM_CURRENCY,
    DIM_N,
};

struct fact {
    struct decimal sum[BASIS_N];
    uint32_t key[DIM_N];
    int64_t n_lines;
    int64_t first_line; /* row number */
};

struct rollup {
    struct fact *facts; /* in order of first sight */
    size_t n_facts;
    size_t capacity;
    uint32_t *slots; /* index into facts + 1; 0 = free; a power of two of them */
    size_t n_slots;
};

#define ROLLUP_INIT                                                                                \
    {                                                                                              \
        NULL, 0, 0, NULL, 0                                                                        \
    }

/* Adds a line. False when a sum leaves the range of decimals. */
bool fact_add(struct fact *fact, const struct charge *charge);
bool rollup_add(struct rollup *rollup, const uint32_t key[DIM_N], const struct charge *charge,
                int64_t line);

/* The fact of that key, which is new and empty if there was none. */
struct fact *rollup_put(struct rollup *rollup, const uint32_t key[DIM_N]);

/* The fact of that key, or NULL. */
struct fact *rollup_find(const struct rollup *rollup, const uint32_t key[DIM_N]);
void rollup_clear(struct rollup *rollup); /* empty, but keeps its memory */
void rollup_release(struct rollup *rollup);

#endif
