/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_OBJECT_HISTOGRAM_H
#define INGEST_OBJECT_HISTOGRAM_H

/* Counts the objects of a bucket by class, version, hold, size and age. Its memory is the
 * same for ten objects and for ten billion. Counts and bytes are exact: nothing is
 * estimated from a bin, and the sum over the bins is the sum over the objects.
 *
 * Sizes are binned at the powers of two from 1 KiB to 1 GiB, so that 128 KiB, the least
 * that some classes bill, is the end of a bin. Ages are binned where classes and the usual
 * lifecycle rules have their minimum days. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/cleanup.h"
#include "support/slice.h"

enum object_hold { HOLD_NONE, HOLD_UNREPLICATED, HOLD_LOCKED, HOLD_LEGAL, OBJECT_N_HOLDS };

enum {
    OBJECT_N_AGES = 9, /* the first: not known */
    OBJECT_CLASS_SIZE = 64,
};

/* The lower ends in days; -1: not known. */
extern const int object_ages[OBJECT_N_AGES];

struct object {
    struct slice class_name;
    bool current;
    enum object_hold hold;
    size_t age; /* index into object_ages */
    int64_t bytes;
};

struct object_group {
    const char *class_name; /* the histogram's */
    bool current;
    enum object_hold hold;
    int age_days;
    int64_t size_from; /* bytes */
    int64_t n_objects;
    int64_t bytes;
};

struct object_histogram;

struct object_histogram *object_histogram_new(void);
void object_histogram_free(struct object_histogram *histogram);
DEFINE_CLEANUP(object_histogram_free, struct object_histogram *)

/* NULL, or why the object cannot be counted: a class too many or with too long a name, or
 * more bytes than can be summed. */
const char *object_histogram_add(struct object_histogram *histogram, const struct object *object);

/* The groups that hold objects, one a call, in a fixed order but for classes, which come
 * as they were met. *at begins at 0; false when there are no more. */
bool object_histogram_next(const struct object_histogram *histogram, size_t *at,
                           struct object_group *ret_group);

#endif
