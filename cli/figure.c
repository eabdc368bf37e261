/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/figure.h"

#include <stdbool.h>
#include <stdio.h>

#include "support/decimal.h"
#include "support/err.h"

/* Reads `text`; otherwise writes what to show in its place. */
static bool read(const char *text, struct decimal *ret_value, char ret_text[FIGURE_SIZE])
{
    if (text && decimal_read(slice_of(text), ret_value)) {
        return true;
    }
    snprintf(ret_text, FIGURE_SIZE, "%s", text ? text : "-");
    return false;
}

/* Copies a decimal number, with a comma between each three digits before the point. */
static void group(const char *number, char ret_text[FIGURE_SIZE])
{
    size_t sign = number[0] == '-';
    size_t digits = strcspn(number + sign, ".");
    size_t n = 0;
    for (size_t i = 0; number[i] && n + 2 < FIGURE_SIZE; i++) {
        if (i > sign && i < sign + digits && (sign + digits - i) % 3 == 0) {
            ret_text[n++] = ',';
        }
        ret_text[n++] = number[i];
    }
    ret_text[n] = '\0';
}

void figure_money(const char *amount, char ret_text[FIGURE_SIZE])
{
    struct decimal value;
    if (read(amount, &value, ret_text)) {
        char number[DECIMAL_TEXT_SIZE];
        decimal_format(decimal_round(value, 2), 2, number);
        group(number, ret_text);
    }
}

void figure_percent(const char *ratio, char ret_text[FIGURE_SIZE])
{
    struct decimal value;
    if (!read(ratio, &value, ret_text)) {
        return;
    }
    if (!decimal_mul(value, decimal_of_int(100), &value)) {
        snprintf(ret_text, FIGURE_SIZE, "%s", ratio);
        return;
    }
    char number[DECIMAL_TEXT_SIZE];
    decimal_format(decimal_round(value, 1), 1, number);
    snprintf(ret_text, FIGURE_SIZE, "%s%%", number);
}

void figure_count(int64_t n, char ret_text[FIGURE_SIZE])
{
    char number[DECIMAL_TEXT_SIZE];
    decimal_format(decimal_of_int(n), 0, number);
    group(number, ret_text);
}

void figure_bytes(uint64_t bytes, char ret_text[FIGURE_SIZE])
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    unsigned unit = 0;
    uint64_t tenths = bytes > UINT64_MAX / 10 ? UINT64_MAX : bytes * 10;
    while (tenths >= 10240) {
        tenths /= 1024;
        unit++;
    }
    if (unit == 0) {
        snprintf(ret_text, FIGURE_SIZE, "%u B", (unsigned)bytes);
    } else {
        snprintf(ret_text, FIGURE_SIZE, "%u.%u %s", (unsigned)(tenths / 10),
                 (unsigned)(tenths % 10), units[unit]);
    }
}

void figure_resource(const char *arn, char ret_text[FIGURE_NAME_SIZE])
{
    /* arn : partition : service : region : account : resource */
    enum { N_COLONS = 5 };
    const char *colon[N_COLONS] = {NULL};
    const char *at = arn && strncmp(arn, "arn:", 4) == 0 ? arn : "";
    size_t n = 0;
    for (; n < N_COLONS && (at = strchr(at, ':')); n++) {
        colon[n] = at++;
    }
    if (n == N_COLONS) {
        snprintf(ret_text, FIGURE_NAME_SIZE, "%.*s%s", (int)(colon[2] - colon[1] - 1), colon[1] + 1,
                 colon[4]);
    } else {
        snprintf(ret_text, FIGURE_NAME_SIZE, "%s", arn ? arn : "-");
    }
}

void figure_duration(int64_t seconds, char ret_text[FIGURE_SIZE])
{
    long long d = seconds / 86400;
    long long h = seconds / 3600 % 24;
    long long m = seconds / 60 % 60;
    if (d > 0 && h > 0) {
        snprintf(ret_text, FIGURE_SIZE, "%lldd %lldh", d, h);
    } else if (d > 0) {
        snprintf(ret_text, FIGURE_SIZE, "%lldd", d);
    } else if (h > 0 && m > 0) {
        snprintf(ret_text, FIGURE_SIZE, "%lldh %lldm", h, m);
    } else if (h > 0) {
        snprintf(ret_text, FIGURE_SIZE, "%lldh", h);
    } else if (m > 0) {
        snprintf(ret_text, FIGURE_SIZE, "%lldm", m);
    } else {
        snprintf(ret_text, FIGURE_SIZE, "%llds", (long long)seconds);
    }
}
