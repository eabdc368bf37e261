/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_LOADED_H
#define CLI_LOADED_H

/* What the reading commands share: the database opened for reading, the analysis run
 * on it with the options given, and the result printed. A database that does not
 * exist yet is one with nothing loaded. */

#include <stdbool.h>

#include <jansson.h>

struct analysis_options;
struct err;
struct options;
struct store;

int loaded_open(const char *path, struct store **ret_store, struct err *err);

/* The part of the options that an analysis takes; borrowed. */
struct analysis_options loaded_analysis_options(const struct options *options);

/* *ret_result is the caller's. */
int loaded_analyse(const struct options *options, json_t **ret_result, struct err *err);

/* Whether the result rests on anything at all. */
bool loaded_anything(const json_t *result);

/* EXIT_DONE, or EXIT_PARTIAL with a word on stderr when nothing is loaded. */
int loaded_exit_code(const json_t *result);

/* Prints the line that says what a table is about (month, as-of, basis) and the notes. */
void loaded_print_head(const json_t *result, const char *subject);

/* " (incomplete)" of a figure that rests on calls which are missing, else "". */
const char *loaded_mark(const json_t *figure);

/* Prints those calls, one a line; nothing if there are none. */
void loaded_print_missing(const json_t *figure);

/* A new object with what every --json answer opens with; `sections` (NULL-terminated)
 * name the keys of the result that follow. */
json_t *loaded_answer(const json_t *result, const char *const *sections);

/* Prints a value as JSON with a line feed, and drops it. */
int loaded_print_json(json_t *value, struct err *err);

/* Shorthands for tables: a member as text, NULL when it is null or missing. */
const char *loaded_text(const json_t *object, const char *key);
int64_t loaded_int(const json_t *object, const char *key);

#endif
