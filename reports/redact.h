/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REDACT_H
#define REPORTS_REDACT_H

/* A result in which nobody's names are left: account ids, ARNs, ids, names and tag values
 * become pseudonyms, the same one wherever the same name stands; amounts, times, verdicts
 * and digests stay.
 *
 * What is not known to be harmless goes. templates/redaction.json lists the keys whose
 * values are AWS's or our own words (kept), those that hold names (always replaced), and
 * those with free text of people (withheld). In any other text a word stays only when it
 * is a number, a time, or a word that drledger itself ships (its queries, tables and
 * templates) and not the name of anything in the result.
 *
 * A pseudonym is a number in order of appearance, or, with a key, part of an HMAC of the
 * name: then it is the same in every package that is made with that key, and nobody
 * without the key can tell whether a guessed name is right. */

#include <jansson.h>

#include "support/slice.h"

struct asset;
struct err;

/* A new result; the caller's. `shipped` are the files whose words are harmless; `key` may
 * be empty. */
int redact_result(const json_t *result, const struct asset *shipped, struct slice key,
                  json_t **ret_result, struct err *err);

#endif
