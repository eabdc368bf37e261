/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_UTC_H
#define SUPPORT_UTC_H

/* Points in time as whole seconds since 1970-01-01T00:00:00Z, read from and
 * written as text without looking at the machine's clock, zone or locale.
 * Fractions of a second are cut off. Years 1 to 9999. */

#include <stdbool.h>
#include <stdint.h>

#include "support/slice.h"

enum { UTC_TEXT_SIZE = 21 }; /* "2024-10-01T05:00:00Z" */

/* Reads what AWS files hold: "2024-10-01", "2024-10-01T05:00:00Z", a fraction, a
 * blank instead of T, an offset (+02:00, +0200), no zone at all (UTC), the compact
 * "20240901T000000.000Z", seconds since the epoch with or without a fraction
 * (1600721892.929, 1.6E9), milliseconds since the epoch. */
bool utc_parse(struct slice text, int64_t *ret_seconds);

void utc_format(int64_t seconds, char ret_text[UTC_TEXT_SIZE]);

/* "2024-09" -> the first second of that month; false if it is no month. */
bool utc_month_start(struct slice month, int64_t *ret_seconds);

/* The first second of the month that is `n` months after the one `seconds` lies in. */
int64_t utc_add_months(int64_t seconds, int n);

/* Reads an ISO 8601 duration of weeks, days, hours, minutes, seconds: "PT15M",
 * "P1DT12H". Months and years have no fixed length and are refused. */
bool utc_parse_duration(struct slice text, int64_t *ret_seconds);

#endif
