/* SPDX-License-Identifier: Apache-2.0 */
#include "support/utc.h"

#include <stdio.h>

#include "support/banned.h"
#include "support/decimal.h"

enum { DAY = 86400, HOUR = 3600, MINUTE = 60 };

/* Above this a bare number means milliseconds: the year 5138 in seconds. */
static const int64_t milliseconds_from = 100000000000;

/* Howard Hinnant's days_from_civil: days since 1970-01-01 in the proleptic
 * Gregorian calendar (howardhinnant.github.io/date_algorithms.html). */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil {
    int64_t year, month, day; /* month and day from 1 */
};

static struct civil civil_from_days(int64_t days)
{
    days += 719468;
    int64_t era = days / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    struct civil date = {year_of_era + era * 400, shifted + (shifted < 10 ? 3 : -9),
                         day_of_year - (153 * shifted + 2) / 5 + 1};
    date.year += date.month <= 2;
    return date;
}

/* Takes exactly `n` digits off the front of the text. */
static bool take_number(struct slice *text, size_t n, int64_t *ret_number)
{
    if (text->size < n) {
        return false;
    }
    int64_t number = 0;
    for (size_t i = 0; i < n; i++) {
        char c = text->text[i];
        if (c < '0' || c > '9') {
            return false;
        }
        number = number * 10 + (c - '0');
    }
    *text = slice_from(*text, n);
    *ret_number = number;
    return true;
}

static bool take_char(struct slice *text, char c)
{
    if (text->size == 0 || text->text[0] != c) {
        return false;
    }
    *text = slice_from(*text, 1);
    return true;
}

static bool take_date(struct slice *text, int64_t *ret_days)
{
    int64_t year = 0;
    int64_t month = 0;
    int64_t day = 0;
    if (!take_number(text, 4, &year)) {
        return false;
    }
    bool dashes = take_char(text, '-');
    if (!take_number(text, 2, &month) || (dashes && !take_char(text, '-')) ||
        !take_number(text, 2, &day)) {
        return false;
    }
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    *ret_days = days_from_civil(year, month, day);
    struct civil check = civil_from_days(*ret_days);
    return check.month == month && check.day == day;
}

static bool take_clock(struct slice *text, int64_t *ret_seconds)
{
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    if (!take_number(text, 2, &hour)) {
        return false;
    }
    bool colons = take_char(text, ':');
    if (!take_number(text, 2, &minute)) {
        return false;
    }
    if ((colons ? take_char(text, ':')
                : text->size && text->text[0] >= '0' && text->text[0] <= '9') &&
        !take_number(text, 2, &second)) {
        return false;
    }
    if (take_char(text, '.')) {
        size_t digits = 0;
        while (text->size && text->text[0] >= '0' && text->text[0] <= '9') {
            *text = slice_from(*text, 1);
            digits++;
        }
        if (digits == 0) {
            return false;
        }
    }
    *ret_seconds = hour * HOUR + minute * MINUTE + second;
    return hour < 24 && minute < 60 && second <= 60;
}

static bool take_offset(struct slice *text, int64_t *ret_seconds)
{
    *ret_seconds = 0;
    if (text->size == 0 || take_char(text, 'Z')) {
        return true;
    }
    if (slice_is(*text, " UTC")) {
        *text = slice_from(*text, text->size);
        return true;
    }
    int64_t sign = text->text[0] == '-' ? 1 : -1;
    if (!take_char(text, '+') && !take_char(text, '-')) {
        return false;
    }
    int64_t hours = 0;
    int64_t minutes = 0;
    if (!take_number(text, 2, &hours)) {
        return false;
    }
    (void)take_char(text, ':');
    if (text->size && !take_number(text, 2, &minutes)) {
        return false;
    }
    *ret_seconds = sign * (hours * HOUR + minutes * MINUTE);
    return hours < 24 && minutes < 60;
}

static bool parse_calendar(struct slice text, int64_t *ret_seconds)
{
    int64_t days = 0;
    int64_t clock = 0;
    int64_t offset = 0;
    if (!take_date(&text, &days)) {
        return false;
    }
    if (text.size) {
        if ((!take_char(&text, 'T') && !take_char(&text, ' ')) || !take_clock(&text, &clock) ||
            !take_offset(&text, &offset) || text.size) {
            return false;
        }
    }
    *ret_seconds = days * DAY + clock + offset;
    return true;
}

static bool parse_epoch(struct slice text, int64_t *ret_seconds)
{
    /* Fractions of any length: only whole seconds count. */
    struct decimal value;
    int64_t seconds = 0;
    if (text.size > 40 || !decimal_read(text, &value) || !decimal_to_int(value, &seconds)) {
        return false;
    }
    if (seconds >= milliseconds_from) {
        seconds /= 1000;
    }
    *ret_seconds = seconds;
    return seconds >= 0 && seconds < milliseconds_from;
}

bool utc_parse(struct slice text, int64_t *ret_seconds)
{
    return parse_calendar(text, ret_seconds) || (text.size != 8 && parse_epoch(text, ret_seconds));
}

void utc_format(int64_t seconds, char ret_text[UTC_TEXT_SIZE])
{
    int64_t days = seconds / DAY - (seconds % DAY < 0);
    int64_t clock = seconds - days * DAY;
    struct civil date = civil_from_days(days);
    snprintf(ret_text, UTC_TEXT_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ",
             (unsigned)date.year % 10000U, (unsigned)date.month % 100U, (unsigned)date.day % 100U,
             (unsigned)(clock / HOUR) % 100U, (unsigned)(clock / MINUTE % 60) % 100U,
             (unsigned)(clock % 60) % 100U);
}

bool utc_month_start(struct slice month, int64_t *ret_seconds)
{
    int64_t year = 0;
    int64_t number = 0;
    if (!take_number(&month, 4, &year) || !take_char(&month, '-') ||
        !take_number(&month, 2, &number) || month.size || year < 1 || number < 1 || number > 12) {
        return false;
    }
    *ret_seconds = days_from_civil(year, number, 1) * DAY;
    return true;
}

int64_t utc_add_months(int64_t seconds, int n)
{
    int64_t days = seconds / DAY - (seconds % DAY < 0);
    struct civil date = civil_from_days(days);
    int64_t months = date.year * 12 + date.month - 1 + n;
    return days_from_civil(months / 12, months % 12 + 1, 1) * DAY;
}

static int64_t unit_seconds(char unit, bool clock)
{
    switch (unit) {
    case 'W':
        return clock ? 0 : 7 * DAY;
    case 'D':
        return clock ? 0 : DAY;
    case 'H':
        return clock ? HOUR : 0;
    case 'M':
        return clock ? MINUTE : 0;
    case 'S':
        return clock ? 1 : 0;
    default:
        return 0;
    }
}

bool utc_parse_duration(struct slice text, int64_t *ret_seconds)
{
    if (!take_char(&text, 'P')) {
        return false;
    }
    bool clock = false;
    bool any = false;
    int64_t total = 0;
    while (text.size) {
        if (!clock && take_char(&text, 'T')) {
            clock = true;
            any = false;
            continue;
        }
        int64_t number = 0;
        size_t digits = 0;
        while (digits < text.size && digits < 10 && text.text[digits] >= '0' &&
               text.text[digits] <= '9') {
            digits++;
        }
        if (digits == 0 || !take_number(&text, digits, &number) || text.size == 0) {
            return false;
        }
        int64_t unit = unit_seconds(text.text[0], clock);
        if (unit == 0) {
            return false;
        }
        text = slice_from(text, 1);
        total += number * unit;
        any = true;
    }
    *ret_seconds = total;
    return any;
}
