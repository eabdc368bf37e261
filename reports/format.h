/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_FORMAT_H
#define REPORTS_FORMAT_H

/* How values are printed. Rounding happens here and only here, half to even.
 *
 *   money[:places]   1,234.50        U+2212 as minus; 2 decimals
 *   compact          1,234 or 56.7M  without decimals, from ten millions on in millions
 *   change           +1,234.50       with a sign
 *   number[:places]  12,345.7        a quantity
 *   percent          97.2 %          of a ratio; never 100 or 0 unless it is exactly that
 *   count            1,234
 *   duration         1 d 7 h         of seconds; the two largest units
 *   date, time, month, month_short   2024-10-01, 2024-10-01 05:00 UTC, September 2024, Sep
 *   digest           1f2e3a4b…9ab0   8 + 4 hex digits
 *   words            backup storage  an identifier in words
 *   label            Backup storage  the same, as the beginning of a line
 *   verdict          ▲ fail          word and shape, so that grey paper loses nothing
 *   plural:one:many  the word that fits a count
 *   text             as it is (also without a kind)
 */

#include <stdbool.h>

#include <jansson.h>

#include "support/decimal.h"
#include "support/strbuf.h"

enum { MILLION = 1000000, MILLIONS_FROM = 10 * MILLION };

/* Adds the value printed as `kind`. False, and nothing is added, when the value is
 * missing or not of that kind. */
bool format_value(struct strbuf *out, const json_t *value, const char *kind);

/* Whether templates may use this kind. */
bool format_is_kind(const char *kind);

/* value with thousands separators and exactly `places` decimals, rounded half to even. */
void format_decimal(struct strbuf *out, struct decimal value, unsigned places);

/* For charts, where a figure has the width of a bar: 9,876,543 and 12.3M and 1,235M. */
void format_compact(struct strbuf *out, struct decimal value);

/* A value of 0.1 steps, for instance 972 as "97.2 %". */
void format_permille(struct strbuf *out, long long permille);

#endif
