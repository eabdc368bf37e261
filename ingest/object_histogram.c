/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/object_histogram.h"

#include <stdlib.h>
#include <string.h>

#include "support/mem.h"

enum { CLASSES_MAX = 32, N_SIZES = 22 };

const int object_ages[OBJECT_N_AGES] = {-1, 0, 30, 60, 90, 120, 180, 365, 730};

struct cell {
    int64_t n_objects;
    int64_t bytes;
};

enum { CELLS_OF_CLASS = 2 * OBJECT_N_HOLDS * OBJECT_N_AGES * N_SIZES };

struct object_histogram {
    char names[CLASSES_MAX][OBJECT_CLASS_SIZE];
    size_t n_classes;
    size_t last;   /* the class that was met last: objects come in runs */
    int64_t bytes; /* of all objects: so that no sum over cells can run over */
    struct cell cells[CLASSES_MAX * CELLS_OF_CLASS]; /* by class, version, hold, age, size */
};

struct object_histogram *object_histogram_new(void)
{
    return mem_alloc(sizeof(struct object_histogram));
}

void object_histogram_free(struct object_histogram *histogram)
{
    free(histogram);
}

/* The index of a class, or CLASSES_MAX if there is no room for one more. */
static size_t find_class(struct object_histogram *histogram, struct slice name)
{
    if (histogram->n_classes && slice_is(name, histogram->names[histogram->last])) {
        return histogram->last;
    }
    size_t i = 0;
    while (i < histogram->n_classes && !slice_is(name, histogram->names[i])) {
        i++;
    }
    if (i == CLASSES_MAX || name.size >= OBJECT_CLASS_SIZE) {
        return CLASSES_MAX;
    }
    if (i == histogram->n_classes) {
        memcpy(histogram->names[i], name.text, name.size);
        histogram->n_classes++;
    }
    histogram->last = i;
    return i;
}

/* 0: below 1 KiB; then one for each power of two. */
static size_t size_index(int64_t bytes)
{
    size_t i = 0;
    for (int64_t kib = bytes / 1024; kib && i < N_SIZES - 1; kib /= 2) {
        i++;
    }
    return i;
}

const char *object_histogram_add(struct object_histogram *histogram, const struct object *object)
{
    size_t class_index = find_class(histogram, object->class_name);
    if (class_index == CLASSES_MAX) {
        return "is one class too many, or has too long a name";
    }
    size_t at = class_index * 2 + object->current;
    at = at * OBJECT_N_HOLDS + object->hold;
    at = at * OBJECT_N_AGES + object->age;
    struct cell *cell = &histogram->cells[at * N_SIZES + size_index(object->bytes)];
    int64_t bytes = 0;
    if (__builtin_add_overflow(histogram->bytes, object->bytes, &bytes)) {
        return "makes more bytes than can be counted";
    }
    histogram->bytes = bytes;
    cell->bytes += object->bytes;
    cell->n_objects++;
    return NULL;
}

bool object_histogram_next(const struct object_histogram *histogram, size_t *at,
                           struct object_group *ret_group)
{
    const struct cell *cells = histogram->cells;
    size_t end = histogram->n_classes * CELLS_OF_CLASS;
    while (*at < end && !cells[*at].n_objects) {
        ++*at;
    }
    if (*at >= end) {
        return false;
    }
    size_t rest = *at;
    size_t size = rest % N_SIZES;
    size_t age = (rest /= N_SIZES) % OBJECT_N_AGES;
    size_t hold = (rest /= OBJECT_N_AGES) % OBJECT_N_HOLDS;
    size_t current = (rest /= OBJECT_N_HOLDS) % 2;
    *ret_group = (struct object_group){.class_name = histogram->names[rest / 2],
                                       .current = current == 1,
                                       .hold = (enum object_hold)hold,
                                       .age_days = object_ages[age],
                                       .size_from = size ? (int64_t)512 << size : 0,
                                       .n_objects = cells[*at].n_objects,
                                       .bytes = cells[*at].bytes};
    ++*at;
    return true;
}
