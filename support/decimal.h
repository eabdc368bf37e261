/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_DECIMAL_H
#define SUPPORT_DECIMAL_H

/* Exact decimal amounts: money, quantities, prices. Never binary floating point.
 *
 * A value is a whole number of 10^-40 in 256 bits: 40 decimals, up to
 * +-5.7 * 10^36. A bill's own amounts must stay below 10^15 (decimal_parse), so a sum
 * has room for 10^21 of them; operations that leave the range say so and never wrap.
 * Forty decimals hold what spreadsheets and programs write with an exponent
 * ("2.5893953072562468e-05" has 21). Only decimal_mul, decimal_div, decimal_scale,
 * decimal_round and decimal_floor round. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/slice.h"

enum { DECIMAL_LIMBS = 4 };

struct decimal {
    uint64_t limb[DECIMAL_LIMBS]; /* two's complement, in 10^-40, lowest limb first */
};

enum {
    DECIMAL_PLACES = 40, /* decimals that a value can have */
    DECIMAL_WRITTEN_PLACES =
        20, /* decimals that an amount may be written with, before its exponent */
    DECIMAL_ROUNDED_PLACES = 20, /* decimals of a quotient */
    DECIMAL_TEXT_SIZE = 88,      /* room for any value with sign, point and NUL */
};

/* clang-format off */
#define DECIMAL_ZERO {{0, 0, 0, 0}}
/* clang-format on */

/* Reads an amount of a bill: optional sign, digits, optional fraction of at most 20
 * digits, optional exponent ("8.00098E-5"). Returns NULL, or what is wrong with it as the
 * end of a sentence ("has more than 20 decimals"); |value| < 10^15. */
const char *decimal_parse(struct slice text, struct decimal *ret_value);

/* Reads any value of the full range, such as a sum that was written by
 * decimal_format. False if it is none. */
bool decimal_read(struct slice text, struct decimal *ret_value);

/* Writes the value exactly: no exponent, no trailing zeros beyond `min_places`
 * decimals, "0" without a sign. Returns the length. */
size_t decimal_format(struct decimal value, unsigned min_places, char ret_text[DECIMAL_TEXT_SIZE]);

/* Each returns false, and leaves *ret_value alone, when the result is out of range
 * (or the divisor is 0). Products have 40 decimals, rounded half to even. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret_value);
bool decimal_sub(struct decimal a, struct decimal b, struct decimal *ret_value);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *ret_value);
bool decimal_div(struct decimal a, struct decimal b, unsigned places, struct decimal *ret_value);

/* a * b / c in one step, rounded once to 20 decimals, half to even. */
bool decimal_scale(struct decimal a, struct decimal b, struct decimal c, struct decimal *ret_value);

/* The part of `total` that falls to `weight` of `whole`, cut off towards zero after
 * `places` decimals. *ret_rest says how much was cut off: of two parts of one whole the
 * one with more has the larger rest. False also if `total` has more decimals. `weight` and
 * `whole` are not negative. */
bool decimal_share(struct decimal total, struct decimal weight, struct decimal whole,
                   unsigned places, struct decimal *ret_share, struct decimal *ret_rest);

/* How many decimals the value needs to be written exactly. */
unsigned decimal_places(struct decimal value);

struct decimal decimal_neg(struct decimal value);
struct decimal decimal_abs(struct decimal value);
struct decimal decimal_round(struct decimal value, unsigned places); /* half to even */
struct decimal decimal_floor(struct decimal value, unsigned places); /* towards minus infinity */
struct decimal decimal_of_int(long long value);

/* The whole part, towards zero; false if it does not fit. */
bool decimal_to_int(struct decimal value, int64_t *ret_whole);

/* For the geometry of charts only, never for a figure. */
double decimal_to_double(struct decimal value);

int decimal_sign(struct decimal value);                  /* -1, 0, 1 */
int decimal_compare(struct decimal a, struct decimal b); /* -1, 0, 1 */

#endif
