/* SPDX-License-Identifier: Apache-2.0 */
#include "support/decimal.h"

#include "support/banned.h"

__extension__ typedef unsigned __int128 u128;

enum { MAX_EXPONENT = 1000, WHOLE_DIGITS = 15 };

static const u128 one = (u128)10000000000U * 10000000000U; /* 10^20 */
static const u128 max_units = ((u128)1 << 127) - 1;

/* A product of two 128-bit magnitudes. */
struct u256 {
    u128 high;
    u128 low;
};

static u128 magnitude(decimal_units units)
{
    return units < 0 ? -(u128)units : (u128)units;
}

static u128 power_of_ten(unsigned exponent)
{
    u128 power = 1;
    while (exponent--) {
        power *= 10;
    }
    return power;
}

/* --- reading ------------------------------------------------------------- */

/* The digits of a number as an integer, and where its point stands. */
struct digits {
    u128 value;        /* all significant digits as one integer */
    int n_significant; /* of value, leading zeros not counted */
    int exponent;      /* value * 10^exponent */
    bool negative;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Adds a digit; trailing zeros stay pending so that "1.0000000000000000000000"
 * does not run out of room. False if there are more digits than any value has. */
static bool push_digit(struct digits *number, int *pending_zeros, char c)
{
    if (c == '0' && number->n_significant == 0) {
        return true;
    }
    if (c == '0') {
        ++*pending_zeros;
        return true;
    }
    for (; *pending_zeros > 0; --*pending_zeros) {
        number->value *= 10;
        if (++number->n_significant > 38) {
            return false;
        }
    }
    number->value = number->value * 10 + (unsigned)(c - '0');
    return ++number->n_significant <= 38;
}

static bool scan_exponent(struct slice text, size_t at, int *ret_exponent)
{
    bool negative = at < text.size && text.text[at] == '-';
    if (at < text.size && (text.text[at] == '-' || text.text[at] == '+')) {
        at++;
    }
    if (at == text.size) {
        return false;
    }
    int exponent = 0;
    for (; at < text.size; at++) {
        if (!is_digit(text.text[at])) {
            return false;
        }
        if (exponent < MAX_EXPONENT) {
            exponent = exponent * 10 + (text.text[at] - '0');
        }
    }
    *ret_exponent = negative ? -exponent : exponent;
    return true;
}

static bool scan(struct slice text, struct digits *number)
{
    size_t at = 0;
    if (text.size && (text.text[0] == '-' || text.text[0] == '+')) {
        number->negative = text.text[0] == '-';
        at++;
    }
    bool any = false;
    bool point = false;
    int pending_zeros = 0;
    int decimals = 0;
    for (; at < text.size; at++) {
        char c = text.text[at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(c)) {
            break;
        }
        any = true;
        decimals += point;
        if (decimals > MAX_EXPONENT || !push_digit(number, &pending_zeros, c)) {
            return false;
        }
    }
    int exponent = 0;
    if (!any || (at < text.size && text.text[at] != 'e' && text.text[at] != 'E') ||
        (at < text.size && !scan_exponent(text, at + 1, &exponent))) {
        return false;
    }
    number->exponent = exponent - decimals + pending_zeros;
    return true;
}

static const char *to_units(struct slice text, int whole_digits, struct decimal *ret_value)
{
    struct digits number = {0};
    if (!scan(text, &number)) {
        return "is not a decimal number of at most 38 digits";
    }
    if (number.value == 0) {
        ret_value->units = 0;
        return NULL;
    }
    if (number.exponent < -DECIMAL_PLACES) {
        return "has more than 20 decimals";
    }
    if (number.n_significant + number.exponent > whole_digits) {
        return "is not below 10^15";
    }
    u128 units = 0;
    if (__builtin_mul_overflow(
            number.value, power_of_ten((unsigned)(number.exponent + DECIMAL_PLACES)), &units) ||
        units > max_units) {
        return "is out of range";
    }
    ret_value->units = number.negative ? -(decimal_units)units : (decimal_units)units;
    return NULL;
}

const char *decimal_parse(struct slice text, struct decimal *ret_value)
{
    return to_units(text, WHOLE_DIGITS, ret_value);
}

bool decimal_read(struct slice text, struct decimal *ret_value)
{
    return to_units(text, WHOLE_DIGITS + 4, ret_value) == NULL;
}

/* --- writing ------------------------------------------------------------- */

size_t decimal_format(struct decimal value, unsigned min_places, char ret_text[DECIMAL_TEXT_SIZE])
{
    u128 units = magnitude(value.units);
    u128 whole = units / one;
    u128 fraction = units % one;
    char digits[DECIMAL_TEXT_SIZE];
    size_t n = 0;
    unsigned places = DECIMAL_PLACES;
    while (places > min_places && fraction % 10 == 0) {
        fraction /= 10;
        places--;
    }
    for (unsigned i = 0; i < places; i++) {
        digits[n++] = (char)('0' + (int)(fraction % 10));
        fraction /= 10;
    }
    if (places) {
        digits[n++] = '.';
    }
    do {
        digits[n++] = (char)('0' + (int)(whole % 10));
        whole /= 10;
    } while (whole);
    if (value.units < 0) {
        digits[n++] = '-';
    }
    for (size_t i = 0; i < n; i++) {
        ret_text[i] = digits[n - 1 - i];
    }
    ret_text[n] = '\0';
    return n;
}

/* --- arithmetic ---------------------------------------------------------- */

bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret_value)
{
    decimal_units sum = 0;
    if (__builtin_add_overflow(a.units, b.units, &sum)) {
        return false;
    }
    ret_value->units = sum;
    return true;
}

bool decimal_sub(struct decimal a, struct decimal b, struct decimal *ret_value)
{
    decimal_units difference = 0;
    if (__builtin_sub_overflow(a.units, b.units, &difference)) {
        return false;
    }
    ret_value->units = difference;
    return true;
}

static struct u256 multiply(u128 a, u128 b)
{
    const u128 mask = ((u128)1 << 64) - 1;
    u128 low = (a & mask) * (b & mask);
    u128 middle = (a >> 64) * (b & mask) + (low >> 64);
    u128 other = (a & mask) * (b >> 64) + (middle & mask);
    return (struct u256){(a >> 64) * (b >> 64) + (middle >> 64) + (other >> 64),
                         (other << 64) | (low & mask)};
}

/* value / divisor, half to even; false if the quotient is out of range. Bit by
 * bit: it serves prices and ratios, not the rows of a bill. */
static bool divide(struct u256 value, u128 divisor, u128 *ret_quotient)
{
    if (divisor == 0 || value.high >= divisor) {
        return false;
    }
    u128 rest = value.high;
    u128 quotient = 0;
    for (int bit = 127; bit >= 0; bit--) {
        bool carry = rest >> 127 != 0;
        rest = rest << 1 | (value.low >> bit & 1);
        quotient <<= 1;
        if (carry || rest >= divisor) {
            rest -= divisor;
            quotient |= 1;
        }
    }
    u128 to_next = divisor - rest;
    if (rest > to_next || (rest == to_next && (quotient & 1))) {
        quotient++;
    }
    *ret_quotient = quotient;
    return quotient <= max_units;
}

static bool signed_result(u128 units, bool negative, struct decimal *ret_value)
{
    ret_value->units = negative ? -(decimal_units)units : (decimal_units)units;
    return true;
}

bool decimal_scale(struct decimal a, struct decimal b, struct decimal c, struct decimal *ret_value)
{
    u128 units = 0;
    bool negative = ((a.units < 0) != (b.units < 0)) != (c.units < 0);
    return divide(multiply(magnitude(a.units), magnitude(b.units)), magnitude(c.units), &units) &&
           signed_result(units, negative, ret_value);
}

bool decimal_mul(struct decimal a, struct decimal b, struct decimal *ret_value)
{
    return decimal_scale(a, b, (struct decimal){(decimal_units)one}, ret_value);
}

bool decimal_div(struct decimal a, struct decimal b, unsigned places, struct decimal *ret_value)
{
    u128 steps = 0;
    u128 step = power_of_ten(DECIMAL_PLACES - places);
    u128 units = 0;
    if (!divide(multiply(magnitude(a.units), power_of_ten(places)), magnitude(b.units), &steps) ||
        __builtin_mul_overflow(steps, step, &units) || units > max_units) {
        return false;
    }
    return signed_result(units, (a.units < 0) != (b.units < 0), ret_value);
}

struct decimal decimal_round(struct decimal value, unsigned places)
{
    u128 step = power_of_ten(DECIMAL_PLACES - places);
    u128 units = magnitude(value.units);
    u128 rest = units % step;
    units -= rest;
    if (rest > step - rest || (rest == step - rest && (units / step & 1))) {
        units += step;
    }
    return (struct decimal){value.units < 0 ? -(decimal_units)units : (decimal_units)units};
}

struct decimal decimal_of_int(long long value)
{
    return (struct decimal){(decimal_units)value * (decimal_units)one};
}
