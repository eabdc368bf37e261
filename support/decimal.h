/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_DECIMAL_H
#define SUPPORT_DECIMAL_H

/* Exact decimal amounts: money, quantities, prices. Never binary floating point.
 *
 * A value is a whole number of 10^-20 in 128 bits: 20 decimals, up to
 * +-1.7 * 10^18. A bill's own amounts must stay below 10^15 (decimal_parse), so
 * a sum has room for thousands of times that; operations that leave the range
 * say so and never wrap. Only decimal_mul, decimal_div and decimal_round round,
 * always half to even. */

#include <stdbool.h>
#include <stddef.h>

#include "support/slice.h"

__extension__ typedef __int128 decimal_units;

struct decimal {
    decimal_units units; /* in 10^-20 */
};

enum {
    DECIMAL_PLACES = 20,
    DECIMAL_TEXT_SIZE = 48, /* room for any value with sign, point and NUL */
};

#define DECIMAL_ZERO                                                                               \
    {                                                                                              \
        0                                                                                          \
    }

/* Reads an amount of a bill: optional sign, digits, optional fraction, optional
 * exponent ("8.00098E-5"). Returns NULL, or what is wrong with it as the end of a
 * sentence ("has more than 20 decimals"); |value| < 10^15. */
const char *decimal_parse(struct slice text, struct decimal *ret_value);

/* Reads any value of the full range, such as a sum that was written by
 * decimal_format. False if it is none. */
bool decimal_read(struct slice text, struct decimal *ret_value);

/* Writes the value exactly: no exponent, no trailing zeros beyond `min_places`
 * decimals, "0" without a sign. Returns the length. */
size_t decimal_format(struct decimal value, unsigned min_places, char ret_text[DECIMAL_TEXT_SIZE]);

/* Each returns false, and leaves *ret_value alone, when the result is out of range
 * (or the divisor is 0). */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret_value);
bool decimal_sub(struct decimal a, struct decimal b, struct decimal *ret_value);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *ret_value);
bool decimal_div(struct decimal a, struct decimal b, unsigned places, struct decimal *ret_value);

/* a * b / c in one step, rounded once to 20 decimals. */
bool decimal_scale(struct decimal a, struct decimal b, struct decimal c, struct decimal *ret_value);

struct decimal decimal_round(struct decimal value, unsigned places);
struct decimal decimal_of_int(long long value);

static inline int decimal_sign(struct decimal value)
{
    return (value.units > 0) - (value.units < 0);
}

static inline int decimal_compare(struct decimal a, struct decimal b)
{
    return (a.units > b.units) - (a.units < b.units);
}

#endif
