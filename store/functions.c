/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL functions of every drledger database connection.
 *
 * Decimals are TEXT, exact (support/decimal.h); NULL in gives NULL out, text that
 * is no decimal or a result out of range is an SQL error.
 *   dec_sum(x)             aggregate, also over a window; NULLs do not count; '0' for no rows
 *   dec_add(a, b, ...)     dec_sub(a, b)     dec_mul(a, b)     dec_neg(a)
 *   dec_div(a, b, places)  half-even; NULL if b is 0
 *   dec_scale(a, b, c)     a * b / c, rounded once; NULL if c is 0
 *   dec_round(a, places)   half-even      dec_cmp(a, b)  -1, 0 or 1
 *   dec_split(total, nth, weight)  aggregate: one total in parts that add up (split.c)
 *   ratio(a, b)            dec_div to the 4 decimals of every printed ratio
 *   money(a)               the same value with at least 2 decimals, for output
 *   ORDER BY x COLLATE DECIMAL
 * Times:
 *   utc(x)                 any time of support/utc.h as 'YYYY-MM-DDTHH:MM:SSZ', else NULL
 *   duration_seconds(x)    ISO 8601 duration in seconds, else NULL
 *   duration_text(n)       seconds as people say them, in full: '1 d 2 h 30 min'
 * AWS names:
 *   arn_like(pattern, arn) wildcards * and ?, case-sensitive, whole string
 *   arn_part(arn, n)       field n of arn:partition:service:region:account:resource, '' if none
 *   partition(region)      'aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'
 *   tag_key(key)           compare form: no prefix, case or separators
 * Files:
 *   source_key(path, sha256)  a number of 48 bits that is always the same for the same file
 */

#include <string.h>

#include "store/internal.h"
#include "support/cleanup.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/strbuf.h"
#include "support/utc.h"

static struct slice value_slice(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return (struct slice){text ? text : "", text ? (size_t)sqlite3_value_bytes(value) : 0};
}

static bool any_null(int n, sqlite3_value **values)
{
    for (int i = 0; i < n; i++) {
        if (sqlite3_value_type(values[i]) == SQLITE_NULL) {
            return true;
        }
    }
    return false;
}

/* --- decimals ------------------------------------------------------------ */

static bool decimal_argument(sqlite3_context *context, sqlite3_value *value, struct decimal *ret)
{
    if (decimal_read(value_slice(value), ret)) {
        return true;
    }
    char *message = sqlite3_mprintf("'%.60s' is no decimal number", sqlite3_value_text(value));
    sqlite3_result_error(context, message ? message : "no decimal number", -1);
    sqlite3_free(message);
    return false;
}

static void result_decimal(sqlite3_context *context, struct decimal value, unsigned min_places)
{
    char text[DECIMAL_TEXT_SIZE];
    size_t size = decimal_format(value, min_places, text);
    sqlite3_result_text(context, text, (int)size, SQLITE_TRANSIENT);
}

static void result_checked(sqlite3_context *context, bool ok, struct decimal value)
{
    if (ok) {
        result_decimal(context, value, 0);
    } else {
        sqlite3_result_error(context, "the result is out of range", -1);
    }
}

/* Reads all arguments; false (and a result set) if one is NULL or no decimal. */
static bool decimal_arguments(sqlite3_context *context, int n, sqlite3_value **values,
                              struct decimal *ret)
{
    if (any_null(n, values)) {
        sqlite3_result_null(context);
        return false;
    }
    for (int i = 0; i < n; i++) {
        if (!decimal_argument(context, values[i], &ret[i])) {
            return false;
        }
    }
    return true;
}

/* SQLite aligns the memory of an aggregate to 8 bytes, a decimal wants 16: so the
 * total is copied in and out. */
struct sum {
    unsigned char total[sizeof(struct decimal)];
    bool overflow;
};

static void dec_sum_apply(sqlite3_context *context, sqlite3_value **values,
                          bool (*apply)(struct decimal, struct decimal, struct decimal *))
{
    struct sum *sum = sqlite3_aggregate_context(context, sizeof *sum);
    struct decimal value = DECIMAL_ZERO;
    if (!sum || any_null(1, values) || !decimal_argument(context, values[0], &value)) {
        return;
    }
    struct decimal total;
    memcpy(&total, sum->total, sizeof total);
    sum->overflow |= !apply(total, value, &total);
    memcpy(sum->total, &total, sizeof total);
}

static void dec_sum_step(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    dec_sum_apply(context, values, decimal_add);
}

/* A row that has left the window. */
static void dec_sum_inverse(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    dec_sum_apply(context, values, decimal_sub);
}

static void dec_sum_value(sqlite3_context *context)
{
    const struct sum *sum = sqlite3_aggregate_context(context, 0);
    struct decimal total = DECIMAL_ZERO;
    if (sum) {
        memcpy(&total, sum->total, sizeof total);
    }
    result_checked(context, !sum || !sum->overflow, total);
}

static void dec_add(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct decimal total = DECIMAL_ZERO;
    bool ok = true;
    for (int i = 0; i < n; i++) {
        struct decimal value = DECIMAL_ZERO;
        if (!decimal_arguments(context, 1, values + i, &value)) {
            return;
        }
        ok = ok && decimal_add(total, value, &total);
    }
    result_checked(context, ok, total);
}

static void dec_sub(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct decimal v[2] = {DECIMAL_ZERO, DECIMAL_ZERO};
    if (decimal_arguments(context, n, values, v)) {
        bool ok = decimal_sub(v[0], v[1], &v[0]);
        result_checked(context, ok, v[0]);
    }
}

static void dec_mul(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct decimal v[2] = {DECIMAL_ZERO, DECIMAL_ZERO};
    if (decimal_arguments(context, n, values, v)) {
        bool ok = decimal_mul(v[0], v[1], &v[0]);
        result_checked(context, ok, v[0]);
    }
}

static void dec_neg(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct decimal v[1] = {DECIMAL_ZERO};
    if (decimal_arguments(context, n, values, v)) {
        struct decimal zero = DECIMAL_ZERO;
        bool ok = decimal_sub(zero, v[0], &v[0]);
        result_checked(context, ok, v[0]);
    }
}

static void dec_cmp(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct decimal v[2] = {DECIMAL_ZERO, DECIMAL_ZERO};
    if (decimal_arguments(context, n, values, v)) {
        sqlite3_result_int(context, decimal_compare(v[0], v[1]));
    }
}

static void divide(sqlite3_context *context, sqlite3_value **values, int places)
{
    struct decimal v[2] = {DECIMAL_ZERO, DECIMAL_ZERO};
    if (!decimal_arguments(context, 2, values, v)) {
        return;
    }
    if (decimal_sign(v[1]) == 0 || places < 0 || places > DECIMAL_PLACES) {
        sqlite3_result_null(context);
        return;
    }
    bool ok = decimal_div(v[0], v[1], (unsigned)places, &v[0]);
    result_checked(context, ok, v[0]);
}

static void dec_div(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    divide(context, values, sqlite3_value_int(values[2]));
}

static void ratio(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    divide(context, values, 4);
}

static void dec_scale(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct decimal v[3] = {DECIMAL_ZERO, DECIMAL_ZERO, DECIMAL_ZERO};
    if (!decimal_arguments(context, n, values, v)) {
        return;
    }
    if (decimal_sign(v[2]) == 0) {
        sqlite3_result_null(context);
        return;
    }
    bool ok = decimal_scale(v[0], v[1], v[2], &v[0]);
    result_checked(context, ok, v[0]);
}

static void dec_round(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    struct decimal v[1] = {DECIMAL_ZERO};
    int places = sqlite3_value_int(values[1]);
    if (decimal_arguments(context, 1, values, v)) {
        bool ok = places >= 0 && places <= DECIMAL_PLACES;
        result_checked(context, ok, ok ? decimal_round(v[0], (unsigned)places) : v[0]);
    }
}

static void money(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct decimal v[1] = {DECIMAL_ZERO};
    if (decimal_arguments(context, n, values, v)) {
        result_decimal(context, v[0], 2);
    }
}

static int collate_decimal(void *context, int a_size, const void *a, int b_size, const void *b)
{
    (void)context;
    struct slice left = {a, (size_t)a_size};
    struct slice right = {b, (size_t)b_size};
    struct decimal x = DECIMAL_ZERO;
    struct decimal y = DECIMAL_ZERO;
    bool x_ok = decimal_read(left, &x);
    bool y_ok = decimal_read(right, &y);
    if (x_ok && y_ok) {
        return decimal_compare(x, y);
    }
    if (x_ok != y_ok) {
        return x_ok ? 1 : -1;
    }
    size_t shared = left.size < right.size ? left.size : right.size;
    int order = shared ? memcmp(a, b, shared) : 0;
    return order ? order : (left.size > right.size) - (left.size < right.size);
}

/* --- times --------------------------------------------------------------- */

static void utc(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    int64_t seconds = 0;
    if (any_null(1, values)) {
        return;
    }
    /* A JSON number reaches us as a binary double; whole seconds survive that. */
    bool ok = false;
    if (sqlite3_value_type(values[0]) == SQLITE_FLOAT) {
        double number = sqlite3_value_double(values[0]);
        ok = number >= 0 && number < 1e15;
        seconds = ok ? (int64_t)(number >= 1e11 ? number / 1000 : number) : 0;
    } else {
        ok = utc_parse(value_slice(values[0]), &seconds);
    }
    if (ok) {
        char text[UTC_TEXT_SIZE];
        utc_format(seconds, text);
        sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
    }
}

static void duration_seconds(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    int64_t seconds = 0;
    if (!any_null(1, values) && utc_parse_duration(value_slice(values[0]), &seconds)) {
        sqlite3_result_int64(context, seconds);
    }
}

static void duration_text(sqlite3_context *context, int n, sqlite3_value **values)
{
    static const struct {
        const char *name;
        int64_t seconds;
    } units[] = {{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}};
    if (any_null(n, values)) {
        return;
    }
    int64_t rest = sqlite3_value_int64(values[0]);
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (rest / units[i].seconds != 0) {
            strbuf_addf(&text, "%s%lld %s", text.size ? " " : "",
                        (long long)(rest / units[i].seconds), units[i].name);
        }
        rest %= units[i].seconds;
    }
    if (text.size == 0) {
        strbuf_adds(&text, "0 s");
    }
    sqlite3_result_text(context, text.text, (int)text.size, SQLITE_TRANSIENT);
}

/* --- AWS names ----------------------------------------------------------- */

/* Wildcard match of the whole text, linear but for backing up to the last star. */
static bool wildcard(struct slice pattern, struct slice text)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = SIZE_MAX;
    size_t mark = 0;
    while (t < text.size) {
        if (p < pattern.size && pattern.text[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size &&
                   (pattern.text[p] == '?' || pattern.text[p] == text.text[t])) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size && pattern.text[p] == '*') {
        p++;
    }
    return p == pattern.size;
}

static void arn_like(sqlite3_context *context, int n, sqlite3_value **values)
{
    if (!any_null(n, values)) {
        sqlite3_result_int(context, wildcard(value_slice(values[0]), value_slice(values[1])));
    }
}

static void arn_part(sqlite3_context *context, int n, sqlite3_value **values)
{
    if (any_null(n, values)) {
        return;
    }
    struct slice rest = value_slice(values[0]);
    int wanted = sqlite3_value_int(values[1]);
    if (!slice_starts(rest, SLICE_LITERAL("arn:"))) {
        sqlite3_result_text(context, "", 0, SQLITE_STATIC);
        return;
    }
    for (int i = 0; i < wanted; i++) {
        const char *colon = memchr(rest.text, ':', rest.size);
        if (!colon) {
            sqlite3_result_text(context, "", 0, SQLITE_STATIC);
            return;
        }
        rest = slice_from(rest, (size_t)(colon - rest.text) + 1);
    }
    const char *end = wanted < 5 ? memchr(rest.text, ':', rest.size) : NULL;
    size_t size = end ? (size_t)(end - rest.text) : rest.size;
    sqlite3_result_text(context, rest.text, (int)size, SQLITE_TRANSIENT);
}

static void partition(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    struct slice region = value_slice(values[0]);
    const char *name = "aws";
    if (slice_starts(region, SLICE_LITERAL("cn-"))) {
        name = "aws-cn";
    } else if (slice_starts(region, SLICE_LITERAL("us-gov-"))) {
        name = "aws-us-gov";
    } else if (slice_starts(region, SLICE_LITERAL("eusc-"))) {
        name = "aws-eusc";
    }
    sqlite3_result_text(context, name, -1, SQLITE_STATIC);
}

static void tag_key(sqlite3_context *context, int n, sqlite3_value **values)
{
    static const char *const prefixes[] = {"resourceTags/", "user:", "user_"};
    if (any_null(n, values)) {
        return;
    }
    struct slice key = value_slice(values[0]);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        struct slice prefix = slice_of(prefixes[i]);
        if (slice_starts(key, prefix)) {
            key = slice_from(key, prefix.size);
        }
    }
    struct strbuf CLEANUP(strbuf_release) plain = STRBUF_INIT;
    for (size_t i = 0; i < key.size; i++) {
        unsigned char c = (unsigned char)key.text[i];
        if (c >= 'A' && c <= 'Z') {
            strbuf_addc(&plain, (char)(c - 'A' + 'a'));
        } else if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            strbuf_addc(&plain, (char)c);
        }
    }
    sqlite3_result_text(context, plain.text, (int)plain.size, SQLITE_TRANSIENT);
}

/* --- files --------------------------------------------------------------- */

/* FNV-1a, cut to 48 bits, which SQLite stores in 6 bytes. */
static void source_key(sqlite3_context *context, int n, sqlite3_value **values)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (int i = 0; i < n; i++) {
        struct slice text = value_slice(values[i]);
        for (size_t j = 0; j <= text.size; j++) {
            hash ^= j < text.size ? (unsigned char)text.text[j] : 0U;
            hash *= 0x100000001b3U;
        }
    }
    sqlite3_result_int64(context, (sqlite3_int64)(hash >> 16));
}

int functions_register(sqlite3 *db, struct err *err)
{
    static const struct {
        const char *name;
        int n_arguments;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } scalars[] = {
        {"dec_add", -1, dec_add},
        {"dec_sub", 2, dec_sub},
        {"dec_mul", 2, dec_mul},
        {"dec_neg", 1, dec_neg},
        {"dec_div", 3, dec_div},
        {"dec_scale", 3, dec_scale},
        {"dec_round", 2, dec_round},
        {"dec_cmp", 2, dec_cmp},
        {"ratio", 2, ratio},
        {"money", 1, money},
        {"utc", 1, utc},
        {"duration_seconds", 1, duration_seconds},
        {"duration_text", 1, duration_text},
        {"arn_like", 2, arn_like},
        {"arn_part", 2, arn_part},
        {"partition", 1, partition},
        {"tag_key", 1, tag_key},
        {"source_key", 2, source_key},
    };
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int rc = sqlite3_create_window_function(db, "dec_sum", 1, flags, NULL, dec_sum_step,
                                            dec_sum_value, dec_sum_value, dec_sum_inverse, NULL);
    for (size_t i = 0; rc == SQLITE_OK && i < sizeof scalars / sizeof *scalars; i++) {
        rc = sqlite3_create_function_v2(db, scalars[i].name, scalars[i].n_arguments, flags, NULL,
                                        scalars[i].call, NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK) {
        rc = split_register(db);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_create_collation(db, "DECIMAL", SQLITE_UTF8, NULL, collate_decimal);
    }
    if (rc != SQLITE_OK) {
        return FAIL(err, ERR_STORE, "cannot register SQL functions: %s", sqlite3_errmsg(db));
    }
    return 0;
}
