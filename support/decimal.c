/* SPDX-License-Identifier: Apache-2.0 */
#include "support/decimal.h"

#include "support/banned.h"

__extension__ typedef unsigned __int128 u128;

enum {
    MAX_EXPONENT = 1000,
    WHOLE_DIGITS = 15,
    ANY_WHOLE_DIGITS = 37,
    WIDE_LIMBS = 2 * DECIMAL_LIMBS
};

/* An unsigned number: a magnitude in the lower half, a product in all of it. */
struct wide {
    uint64_t limb[WIDE_LIMBS];
};

static bool is_negative(struct decimal value)
{
    return value.limb[DECIMAL_LIMBS - 1] >> 63 != 0;
}

static struct wide widen(struct decimal value)
{
    struct wide wide = {{0}};
    for (int i = 0; i < DECIMAL_LIMBS; i++) {
        wide.limb[i] = value.limb[i];
    }
    return wide;
}

static struct wide magnitude(struct decimal value)
{
    return widen(decimal_abs(value));
}

static int wide_compare(const struct wide *a, const struct wide *b)
{
    for (int i = WIDE_LIMBS - 1; i >= 0; i--) {
        if (a->limb[i] != b->limb[i]) {
            return a->limb[i] > b->limb[i] ? 1 : -1;
        }
    }
    return 0;
}

static void wide_subtract(struct wide *a, const struct wide *b)
{
    uint64_t borrow = 0;
    for (int i = 0; i < WIDE_LIMBS; i++) {
        u128 difference = (u128)a->limb[i] - b->limb[i] - borrow;
        a->limb[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
}

/* wide = wide * factor + addend; the caller sees to it that it fits. */
static void wide_scale(struct wide *wide, uint64_t factor, uint64_t addend)
{
    u128 carry = addend;
    for (int i = 0; i < WIDE_LIMBS; i++) {
        carry += (u128)wide->limb[i] * factor;
        wide->limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

/* wide / divisor; returns the remainder. */
static uint64_t wide_divide_small(struct wide *wide, uint64_t divisor)
{
    u128 rest = 0;
    for (int i = WIDE_LIMBS - 1; i >= 0; i--) {
        rest = rest << 64 | wide->limb[i];
        wide->limb[i] = (uint64_t)(rest / divisor);
        rest %= divisor;
    }
    return (uint64_t)rest;
}

static bool wide_is_zero(const struct wide *wide)
{
    uint64_t any = 0;
    for (int i = 0; i < WIDE_LIMBS; i++) {
        any |= wide->limb[i];
    }
    return any == 0;
}

enum { CHUNK_DIGITS = 19 }; /* digits that always fit into 64 bits */

static uint64_t small_power_of_ten(unsigned exponent)
{
    uint64_t power = 1;
    while (exponent--) {
        power *= 10;
    }
    return power;
}

/* wide = wide * 10^exponent; the caller sees to it that it fits. */
static void wide_power_of_ten(struct wide *wide, unsigned exponent)
{
    for (; exponent > CHUNK_DIGITS; exponent -= CHUNK_DIGITS) {
        wide_scale(wide, small_power_of_ten(CHUNK_DIGITS), 0);
    }
    wide_scale(wide, small_power_of_ten(exponent), 0);
}

static struct wide power_of_ten(unsigned exponent)
{
    struct wide power = {{1}};
    wide_power_of_ten(&power, exponent);
    return power;
}

/* The product of two magnitudes of DECIMAL_LIMBS each. */
static struct wide multiply(const struct wide *a, const struct wide *b)
{
    struct wide product = {{0}};
    for (int i = 0; i < DECIMAL_LIMBS; i++) {
        u128 carry = 0;
        for (int j = 0; j < DECIMAL_LIMBS; j++) {
            carry += (u128)a->limb[i] * b->limb[j] + product.limb[i + j];
            product.limb[i + j] = (uint64_t)carry;
            carry >>= 64;
        }
        product.limb[i + DECIMAL_LIMBS] = (uint64_t)carry;
    }
    return product;
}

/* value / divisor, cut off, and what is left; false if the divisor is 0. Bit by bit: it
 * serves prices and ratios, not the rows of a bill. The divisor has DECIMAL_LIMBS limbs. */
static bool divide_rest(const struct wide *value, const struct wide *divisor,
                        struct wide *ret_quotient, struct wide *ret_rest)
{
    if (wide_is_zero(divisor)) {
        return false;
    }
    struct wide rest = {{0}};
    struct wide quotient = {{0}};
    int top = WIDE_LIMBS - 1;
    while (top > 0 && value->limb[top] == 0) {
        top--;
    }
    for (int bit = top * 64 + 63; bit >= 0; bit--) {
        wide_scale(&rest, 2, value->limb[bit / 64] >> (bit % 64) & 1);
        wide_scale(&quotient, 2, 0);
        if (wide_compare(&rest, divisor) >= 0) {
            wide_subtract(&rest, divisor);
            quotient.limb[0] |= 1;
        }
    }
    *ret_quotient = quotient;
    *ret_rest = rest;
    return true;
}

/* value / divisor, half to even; false if the divisor is 0. */
static bool divide(const struct wide *value, const struct wide *divisor, struct wide *ret_quotient)
{
    struct wide quotient = {{0}};
    struct wide rest = {{0}};
    if (!divide_rest(value, divisor, &quotient, &rest)) {
        return false;
    }
    struct wide to_next = *divisor;
    wide_subtract(&to_next, &rest);
    int nearer = wide_compare(&rest, &to_next);
    if (nearer > 0 || (nearer == 0 && (quotient.limb[0] & 1))) {
        wide_scale(&quotient, 1, 1);
    }
    *ret_quotient = quotient;
    return true;
}

/* False if the magnitude does not fit into a decimal. */
static bool to_decimal(const struct wide *wide, bool negative, struct decimal *ret_value)
{
    struct decimal value;
    uint64_t over = wide->limb[DECIMAL_LIMBS - 1] >> 63;
    for (int i = 0; i < DECIMAL_LIMBS; i++) {
        value.limb[i] = wide->limb[i];
        over |= wide->limb[DECIMAL_LIMBS + i];
    }
    if (over) {
        return false;
    }
    *ret_value = negative ? decimal_neg(value) : value;
    return true;
}

/* --- reading ------------------------------------------------------------- */

enum { MAX_DIGITS = 77 }; /* significant digits of the largest value */

/* The digits of a number as an integer, and where its point stands. */
struct digits {
    struct wide value; /* all significant digits as one integer, but for the chunk */
    uint64_t chunk;    /* the last digits, not yet in value */
    unsigned n_chunk;  /* how many they are */
    int n_significant; /* leading zeros not counted */
    int n_decimals;    /* written after the point, trailing zeros not counted */
    int exponent;      /* value * 10^exponent */
    int pending_zeros; /* trailing so far: "1.000000...0" must not run out of room */
    bool negative;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void flush_chunk(struct digits *number)
{
    wide_scale(&number->value, small_power_of_ten(number->n_chunk), number->chunk);
    number->chunk = 0;
    number->n_chunk = 0;
}

static bool append_digit(struct digits *number, unsigned digit)
{
    if (number->n_chunk == CHUNK_DIGITS) {
        flush_chunk(number);
    }
    number->chunk = number->chunk * 10 + digit;
    number->n_chunk++;
    return ++number->n_significant <= MAX_DIGITS;
}

/* False if there are more digits than any value has. */
static bool push_digit(struct digits *number, char c)
{
    if (c == '0') {
        number->pending_zeros += number->n_significant > 0;
        return true;
    }
    for (; number->pending_zeros > 0; number->pending_zeros--) {
        if (!append_digit(number, 0)) {
            return false;
        }
    }
    return append_digit(number, (unsigned)(c - '0'));
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
        if (decimals > MAX_EXPONENT || !push_digit(number, c)) {
            return false;
        }
    }
    int exponent = 0;
    if (!any || (at < text.size && text.text[at] != 'e' && text.text[at] != 'E') ||
        (at < text.size && !scan_exponent(text, at + 1, &exponent))) {
        return false;
    }
    flush_chunk(number);
    number->exponent = exponent - decimals + number->pending_zeros;
    number->n_decimals = decimals - number->pending_zeros;
    return true;
}

/* How many digits a reader lets a number have. */
struct digit_limits {
    int whole;   /* before the point */
    int written; /* after the point as it is written */
};

static const char *read_number(struct slice text, struct digit_limits limits,
                               struct decimal *ret_value)
{
    struct digits number = {.n_significant = 0};
    if (!scan(text, &number)) {
        return "is not a decimal number";
    }
    if (number.n_significant == 0) {
        *ret_value = (struct decimal)DECIMAL_ZERO;
        return NULL;
    }
    if (number.n_decimals > limits.written) {
        return "has more than 20 decimals";
    }
    if (number.exponent < -DECIMAL_PLACES) {
        return "has more than 40 decimals";
    }
    if (number.n_significant + number.exponent > limits.whole) {
        return "is not below 10^15";
    }
    wide_power_of_ten(&number.value, (unsigned)(number.exponent + DECIMAL_PLACES));
    return to_decimal(&number.value, number.negative, ret_value) ? NULL : "is out of range";
}

const char *decimal_parse(struct slice text, struct decimal *ret_value)
{
    static const struct digit_limits limits = {WHOLE_DIGITS, DECIMAL_WRITTEN_PLACES};
    return read_number(text, limits, ret_value);
}

bool decimal_read(struct slice text, struct decimal *ret_value)
{
    static const struct digit_limits limits = {ANY_WHOLE_DIGITS, DECIMAL_PLACES};
    return read_number(text, limits, ret_value) == NULL;
}

/* --- writing ------------------------------------------------------------- */

size_t decimal_format(struct decimal value, unsigned min_places, char ret_text[DECIMAL_TEXT_SIZE])
{
    struct wide units = magnitude(value);
    char digits[DECIMAL_TEXT_SIZE];
    size_t n = 0;
    unsigned places = DECIMAL_PLACES;
    for (unsigned i = 0; i < DECIMAL_PLACES; i++) {
        char digit = (char)('0' + (int)wide_divide_small(&units, 10));
        if (digit == '0' && n == 0 && places > min_places) {
            places--;
        } else {
            digits[n++] = digit;
        }
    }
    if (places) {
        digits[n++] = '.';
    }
    do {
        digits[n++] = (char)('0' + (int)wide_divide_small(&units, 10));
    } while (!wide_is_zero(&units));
    if (is_negative(value)) {
        digits[n++] = '-';
    }
    for (size_t i = 0; i < n; i++) {
        ret_text[i] = digits[n - 1 - i];
    }
    ret_text[n] = '\0';
    return n;
}

/* --- arithmetic ---------------------------------------------------------- */

int decimal_sign(struct decimal value)
{
    struct wide wide = widen(value);
    if (is_negative(value)) {
        return -1;
    }
    return wide_is_zero(&wide) ? 0 : 1;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    if (is_negative(a) != is_negative(b)) {
        return is_negative(a) ? -1 : 1;
    }
    struct wide left = widen(a);
    struct wide right = widen(b);
    return wide_compare(&left, &right);
}

struct decimal decimal_neg(struct decimal value)
{
    struct decimal negated;
    uint64_t carry = 1;
    for (int i = 0; i < DECIMAL_LIMBS; i++) {
        negated.limb[i] = ~value.limb[i] + carry;
        carry = carry && negated.limb[i] == 0;
    }
    return negated;
}

struct decimal decimal_abs(struct decimal value)
{
    return is_negative(value) ? decimal_neg(value) : value;
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret_value)
{
    struct decimal sum;
    u128 carry = 0;
    for (int i = 0; i < DECIMAL_LIMBS; i++) {
        carry += (u128)a.limb[i] + b.limb[i];
        sum.limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    if (is_negative(a) == is_negative(b) && is_negative(sum) != is_negative(a)) {
        return false;
    }
    *ret_value = sum;
    return true;
}

bool decimal_sub(struct decimal a, struct decimal b, struct decimal *ret_value)
{
    return decimal_add(a, decimal_neg(b), ret_value);
}

/* value / 10^DECIMAL_PLACES, half to even, by the three factors 10^19, 10^19 and 10^2: a
 * division bit by bit takes many times as long, and every product needs one. */
static void drop_places(struct wide *value)
{
    uint64_t low = wide_divide_small(value, small_power_of_ten(CHUNK_DIGITS));
    uint64_t middle = wide_divide_small(value, small_power_of_ten(CHUNK_DIGITS));
    uint64_t high = wide_divide_small(value, 100);
    bool more_than_half = high > 50 || (high == 50 && (low | middle) != 0);
    bool is_half = high == 50 && (low | middle) == 0;
    if (more_than_half || (is_half && (value->limb[0] & 1))) {
        wide_scale(value, 1, 1);
    }
}

bool decimal_mul(struct decimal a, struct decimal b, struct decimal *ret_value)
{
    struct wide left = magnitude(a);
    struct wide right = magnitude(b);
    struct wide product = multiply(&left, &right);
    drop_places(&product);
    return to_decimal(&product, is_negative(a) != is_negative(b), ret_value);
}

/* dividend / divisor rounded to `places`, both in the same unit. */
static bool quotient(struct wide dividend, const struct wide *divisor, unsigned places,
                     bool negative, struct decimal *ret_value)
{
    struct wide steps = {{0}};
    wide_power_of_ten(&dividend, places);
    if (!divide(&dividend, divisor, &steps)) {
        return false;
    }
    for (int i = DECIMAL_LIMBS; i < WIDE_LIMBS; i++) {
        if (steps.limb[i]) {
            return false;
        }
    }
    wide_power_of_ten(&steps, DECIMAL_PLACES - places);
    return to_decimal(&steps, negative, ret_value);
}

bool decimal_div(struct decimal a, struct decimal b, unsigned places, struct decimal *ret_value)
{
    struct wide divisor = magnitude(b);
    return quotient(magnitude(a), &divisor, places, is_negative(a) != is_negative(b), ret_value);
}

bool decimal_scale(struct decimal a, struct decimal b, struct decimal c, struct decimal *ret_value)
{
    struct decimal product = DECIMAL_ZERO;
    return decimal_mul(a, b, &product) &&
           decimal_div(product, c, DECIMAL_ROUNDED_PLACES, ret_value);
}

unsigned decimal_places(struct decimal value)
{
    struct wide units = magnitude(value);
    unsigned places = DECIMAL_PLACES;
    while (places > 0 && wide_divide_small(&units, 10) == 0) {
        places--;
    }
    return places;
}

bool decimal_share(struct decimal total, struct decimal weight, struct decimal whole,
                   unsigned places, struct decimal *ret_share, struct decimal *ret_rest)
{
    struct wide units = magnitude(total);
    struct wide factor = magnitude(weight);
    struct wide divisor = magnitude(whole);
    struct wide rest = {{0}};
    for (unsigned i = places; i < DECIMAL_PLACES; i++) {
        if (wide_divide_small(&units, 10) != 0) {
            return false;
        }
    }
    struct wide product = multiply(&units, &factor);
    if (!divide_rest(&product, &divisor, &units, &rest)) {
        return false;
    }
    wide_power_of_ten(&units, DECIMAL_PLACES - places);
    return to_decimal(&units, is_negative(total), ret_share) && to_decimal(&rest, false, ret_rest);
}

struct decimal decimal_floor(struct decimal value, unsigned places)
{
    struct wide units = magnitude(value);
    bool exact = true;
    for (unsigned i = places; i < DECIMAL_PLACES; i++) {
        exact &= wide_divide_small(&units, 10) == 0;
    }
    if (is_negative(value) && !exact) {
        wide_scale(&units, 1, 1);
    }
    wide_power_of_ten(&units, DECIMAL_PLACES - places);
    struct decimal result = value;
    (void)to_decimal(&units, is_negative(value), &result);
    return result;
}

struct decimal decimal_round(struct decimal value, unsigned places)
{
    struct wide units = magnitude(value);
    struct wide step = power_of_ten(DECIMAL_PLACES - places);
    struct decimal result = value;
    if (divide(&units, &step, &units)) {
        wide_power_of_ten(&units, DECIMAL_PLACES - places);
        (void)to_decimal(&units, is_negative(value), &result);
    }
    return result;
}

struct decimal decimal_of_int(long long value)
{
    bool negative = value < 0;
    struct wide units = {{negative ? -(uint64_t)value : (uint64_t)value}};
    struct decimal result = DECIMAL_ZERO;
    wide_power_of_ten(&units, DECIMAL_PLACES);
    (void)to_decimal(&units, negative, &result);
    return result;
}

bool decimal_to_int(struct decimal value, int64_t *ret_whole)
{
    struct wide units = magnitude(value);
    (void)wide_divide_small(&units, 10000000000000000000U);
    (void)wide_divide_small(&units, 10000000000000000000U);
    (void)wide_divide_small(&units, 100U);
    if (units.limb[0] > INT64_MAX || units.limb[1] || units.limb[2]) {
        return false;
    }
    *ret_whole = is_negative(value) ? -(int64_t)units.limb[0] : (int64_t)units.limb[0];
    return true;
}

double decimal_to_double(struct decimal value)
{
    struct decimal units = decimal_abs(value);
    double sum = 0;
    for (int i = DECIMAL_LIMBS - 1; i >= 0; i--) {
        sum = sum * 0x1p64 + (double)units.limb[i];
    }
    return (is_negative(value) ? -sum : sum) / 1e40;
}
