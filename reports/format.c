/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/format.h"

#include <string.h>
#include <strings.h>

#include "reports/value.h"
#include "support/banned.h"
#include "support/utc.h"

#define MINUS "\u2212"
#define NBSP  "\u00a0"

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

static void add_grouped(struct strbuf *out, const char *digits, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0) {
            strbuf_addc(out, ',');
        }
        strbuf_addc(out, digits[i]);
    }
}

void format_decimal(struct strbuf *out, struct decimal value, unsigned places)
{
    char text[DECIMAL_TEXT_SIZE];
    const char *digits = text;

    decimal_format(decimal_round(value, places), places, text);
    if (*digits == '-') {
        strbuf_adds(out, MINUS);
        digits++;
    }
    size_t whole = strcspn(digits, ".");
    add_grouped(out, digits, whole);
    strbuf_adds(out, digits + whole);
}

void format_permille(struct strbuf *out, long long permille)
{
    struct decimal value = decimal_of_int(permille);

    decimal_div(value, decimal_of_int(10), 1, &value);
    format_decimal(out, value, 1);
    strbuf_adds(out, NBSP "%");
}

void format_compact(struct strbuf *out, struct decimal value)
{
    struct decimal large = decimal_of_int(MILLIONS_FROM);
    struct decimal millions = DECIMAL_ZERO;

    if (decimal_compare(decimal_abs(value), large) < 0 ||
        !decimal_div(value, decimal_of_int(MILLION), 1, &millions)) {
        format_decimal(out, value, 0);
        return;
    }
    bool thousands = decimal_compare(decimal_abs(millions), decimal_of_int(1000)) >= 0;
    format_decimal(out, millions, thousands ? 0 : 1);
    strbuf_adds(out, "M");
}

static unsigned places_of(const char *argument, unsigned otherwise)
{
    return *argument >= '0' && *argument <= '9' ? (unsigned)(*argument - '0') : otherwise;
}

static bool add_money(struct strbuf *out, const json_t *value, const char *argument)
{
    struct decimal amount;

    if (!value_decimal(value, &amount)) {
        return false;
    }
    format_decimal(out, amount, places_of(argument, 2));
    return true;
}

static bool add_compact(struct strbuf *out, const json_t *value, const char *argument)
{
    struct decimal amount;

    (void)argument;
    if (!value_decimal(value, &amount)) {
        return false;
    }
    format_compact(out, amount);
    return true;
}

static bool add_change(struct strbuf *out, const json_t *value, const char *argument)
{
    struct decimal amount;

    if (!value_decimal(value, &amount)) {
        return false;
    }
    if (decimal_sign(amount) > 0) {
        strbuf_addc(out, '+');
    }
    return add_money(out, value, argument);
}

static bool add_number(struct strbuf *out, const json_t *value, const char *argument)
{
    struct decimal amount;

    if (!value_decimal(value, &amount)) {
        return false;
    }
    format_decimal(out, amount, places_of(argument, 1));
    return true;
}

/* One decimal; two where one would claim "100.0 %" or "0.0 %" of what is neither. */
static bool add_percent(struct strbuf *out, const json_t *value, const char *argument)
{
    struct decimal ratio;
    struct decimal percent;
    struct decimal rounded;
    unsigned places = 1;

    (void)argument;
    if (!value_decimal(value, &ratio) || !decimal_mul(ratio, decimal_of_int(100), &percent)) {
        return false;
    }
    rounded = decimal_round(percent, 1);
    if (decimal_compare(rounded, percent) != 0 &&
        (decimal_sign(rounded) == 0 || decimal_compare(rounded, decimal_of_int(100)) == 0)) {
        places = 2;
    }
    format_decimal(out, percent, places);
    strbuf_adds(out, NBSP "%");
    return true;
}

static bool add_count(struct strbuf *out, const json_t *value, const char *argument)
{
    struct decimal count;

    (void)argument;
    if (json_is_array(value)) {
        count = decimal_of_int((long long)json_array_size(value));
    } else if (!value_decimal(value, &count)) {
        return false;
    }
    format_decimal(out, count, 0);
    return true;
}

static bool add_duration(struct strbuf *out, const json_t *value, const char *argument)
{
    static const struct {
        long long seconds;
        const char *unit;
    } units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    struct decimal exact;
    char text[DECIMAL_TEXT_SIZE];
    long long seconds = 0;
    int shown = 0;

    (void)argument;
    if (!value_decimal(value, &exact)) {
        return false;
    }
    if (decimal_sign(exact) < 0) {
        return add_number(out, value, "0");
    }
    decimal_format(decimal_round(exact, 0), 0, text);
    seconds = strtoll(text, NULL, 10);
    for (size_t i = 0; i < sizeof units / sizeof *units && shown < 2; i++) {
        long long n = seconds / units[i].seconds;

        seconds %= units[i].seconds;
        if (n > 0) {
            strbuf_addf(out, "%s%lld" NBSP "%s", shown ? NBSP : "", n, units[i].unit);
            shown++;
        } else {
            shown += shown > 0;
        }
    }
    if (shown == 0) {
        strbuf_adds(out, "0" NBSP "s");
    }
    return true;
}

static bool add_time(struct strbuf *out, const json_t *value, const char *argument)
{
    int64_t seconds = 0;
    char text[UTC_TEXT_SIZE];

    (void)argument;
    if (!json_is_string(value) || !utc_parse(slice_of(json_string_value(value)), &seconds)) {
        return false;
    }
    utc_format(seconds, text);
    strbuf_add(out, text, 10);
    strbuf_adds(out, NBSP);
    strbuf_add(out, text + 11, 5);
    strbuf_adds(out, NBSP "UTC");
    return true;
}

static bool add_date(struct strbuf *out, const json_t *value, const char *argument)
{
    int64_t seconds = 0;
    char text[UTC_TEXT_SIZE];

    (void)argument;
    if (!json_is_string(value) || !utc_parse(slice_of(json_string_value(value)), &seconds)) {
        return false;
    }
    utc_format(seconds, text);
    strbuf_add(out, text, 10);
    return true;
}

static const char *month_name(const json_t *value, const char **ret_text)
{
    int64_t start = 0;
    int number = 0;

    *ret_text = json_string_value(value);
    if (!*ret_text || !utc_month_start(slice_of(*ret_text), &start)) {
        return NULL;
    }
    number = ((*ret_text)[5] - '0') * 10 + ((*ret_text)[6] - '0');
    return month_names[number - 1];
}

static bool add_month(struct strbuf *out, const json_t *value, const char *argument)
{
    const char *text = NULL;
    const char *name = month_name(value, &text);

    (void)argument;
    if (!name) {
        return false;
    }
    strbuf_addf(out, "%s" NBSP "%.4s", name, text);
    return true;
}

static bool add_month_short(struct strbuf *out, const json_t *value, const char *argument)
{
    const char *text = NULL;
    const char *name = month_name(value, &text);

    (void)argument;
    if (!name) {
        return false;
    }
    strbuf_add(out, name, 3);
    if (strcmp(text + 5, "01") == 0) {
        strbuf_addf(out, NBSP "%.2s", text + 2);
    }
    return true;
}

static bool add_digest(struct strbuf *out, const json_t *value, const char *argument)
{
    const char *text = json_string_value(value);

    (void)argument;
    if (!text) {
        return false;
    }
    text += strncmp(text, "sha256:", 7) == 0 ? 7 : 0;
    size_t size = strlen(text);
    if (size <= 12) {
        strbuf_adds(out, text);
    } else {
        strbuf_addf(out, "%.8s\u2026%s", text, text + size - 4);
    }
    return true;
}

/* An identifier's word that is written otherwise in a sentence. */
static const char *spelled(const char *word, size_t size)
{
    static const char *const acronyms[] = {"EBS", "PITR", "S3", "DRS", "DR", "RPO", "RTO", "GB"};

    for (size_t i = 0; i < sizeof acronyms / sizeof *acronyms; i++) {
        if (strlen(acronyms[i]) == size && strncasecmp(acronyms[i], word, size) == 0) {
            return acronyms[i];
        }
    }
    return NULL;
}

static bool add_words(struct strbuf *out, const json_t *value, const char *argument)
{
    const char *text = json_string_value(value);

    (void)argument;
    while (text && *text) {
        size_t size = strcspn(text, "_");
        const char *word = spelled(text, size);

        strbuf_add(out, word ? word : text, size);
        text += size;
        if (*text == '_') {
            strbuf_addc(out, ' ');
            text++;
        }
    }
    return text != NULL;
}

static bool add_label(struct strbuf *out, const json_t *value, const char *argument)
{
    size_t start = out->size;

    if (!add_words(out, value, argument)) {
        return false;
    }
    if (out->size > start && out->text[start] >= 'a' && out->text[start] <= 'z') {
        out->text[start] = (char)(out->text[start] - 'a' + 'A');
    }
    return true;
}

static bool add_verdict(struct strbuf *out, const json_t *value, const char *argument)
{
    static const struct {
        const char *verdict;
        const char *shown;
    } verdicts[] = {{"pass", "\u25a0" NBSP "pass"},
                    {"fail", "\u25b2" NBSP "fail"},
                    {"insufficient_data", "\u25cf" NBSP "insufficient data"},
                    {"not_applicable", "\u25cb" NBSP "not applicable"}};

    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        if (json_is_string(value) && strcmp(json_string_value(value), verdicts[i].verdict) == 0) {
            strbuf_adds(out, verdicts[i].shown);
            return true;
        }
    }
    return add_words(out, value, argument);
}

static bool add_plural(struct strbuf *out, const json_t *value, const char *argument)
{
    struct decimal count;
    size_t one = strcspn(argument, ":");

    if (json_is_array(value)) {
        count = decimal_of_int((long long)json_array_size(value));
    } else if (!value_decimal(value, &count)) {
        return false;
    }
    if (decimal_compare(count, decimal_of_int(1)) == 0) {
        strbuf_add(out, argument, one);
    } else {
        strbuf_adds(out, argument + one + (argument[one] == ':'));
    }
    return true;
}

static bool add_text(struct strbuf *out, const json_t *value, const char *argument)
{
    const json_t *item = NULL;
    size_t i = 0;

    (void)argument;
    if (json_is_string(value)) {
        strbuf_add(out, json_string_value(value), json_string_length(value));
    } else if (json_is_integer(value)) {
        strbuf_addf(out, "%lld", (long long)json_integer_value(value));
    } else if (json_is_boolean(value)) {
        strbuf_adds(out, json_is_true(value) ? "yes" : "no");
    } else if (json_is_array(value)) {
        json_array_foreach((json_t *)value, i, item)
        {
            strbuf_adds(out, i ? ", " : "");
            add_text(out, item, "");
        }
    } else {
        return false;
    }
    return true;
}

static const struct kind {
    const char *name;
    bool (*add)(struct strbuf *out, const json_t *value, const char *argument);
} kinds[] = {{"money", add_money},
             {"compact", add_compact},
             {"change", add_change},
             {"number", add_number},
             {"percent", add_percent},
             {"count", add_count},
             {"duration", add_duration},
             {"date", add_date},
             {"time", add_time},
             {"month", add_month},
             {"month_short", add_month_short},
             {"digest", add_digest},
             {"words", add_words},
             {"label", add_label},
             {"verdict", add_verdict},
             {"plural", add_plural},
             {"text", add_text}};

static const struct kind *find_kind(const char *kind)
{
    size_t size = strcspn(kind, ":");

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strlen(kinds[i].name) == size && memcmp(kinds[i].name, kind, size) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

bool format_is_kind(const char *kind)
{
    return find_kind(kind) != NULL;
}

bool format_value(struct strbuf *out, const json_t *value, const char *kind)
{
    const struct kind *found = find_kind(*kind ? kind : "text");
    const char *argument = strchr(kind, ':');

    return found && value && !json_is_null(value) &&
           found->add(out, value, argument ? argument + 1 : "");
}
