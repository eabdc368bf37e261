/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_STMT_H
#define STORE_STMT_H

/* A prepared statement. It keeps its name and its SQL, and both are in every
 * error message. Parameters are bound by name only; binding a name that the SQL
 * does not have is an error at the next step, so that a typo cannot pass. */

#include <stdbool.h>
#include <stdint.h>

#include "support/cleanup.h"
#include "support/slice.h"

struct err;
struct store;
struct stmt;

/* One statement; text after it is an error. `name` is copied. */
int stmt_prepare(struct store *store, const char *name, const char *sql, struct stmt **ret_stmt,
                 struct err *err);

/* A statement of somebody else's, such as a user's rule: it may only SELECT, and
 * only from the tables named in `readable` (NULL-terminated; a view and all that it
 * reads must be named), its own common table expressions, json_each and json_tree. It cannot see
 * the schema, the clock's current_* words or chance. Anything else is refused here. */
int stmt_prepare_select(struct store *store, const char *name, const char *sql,
                        const char *const *readable, struct stmt **ret_stmt, struct err *err);

/* It ends with ERR_INPUT once it has run that many million steps of SQLite's machine: what
 * somebody else wrote may go on without end. */
void stmt_limit_steps(struct stmt *stmt, int millions);

/* The first statement of a script; *sql moves behind it. 1: prepared; 0: only blanks
 * and comments were left; negative: an error. */
int stmt_prepare_next(struct store *store, const char *name, const char **sql,
                      struct stmt **ret_stmt, struct err *err);
void stmt_free(struct stmt *stmt);
DEFINE_CLEANUP(stmt_free, struct stmt *)

/* Text is borrowed until the next stmt_reset: nothing is copied. */
void stmt_bind_slice(struct stmt *stmt, const char *parameter, struct slice text);
void stmt_bind_text(struct stmt *stmt, const char *parameter,
                    const char *text); /* NULL binds NULL */
void stmt_bind_int(struct stmt *stmt, const char *parameter, int64_t value);
void stmt_bind_null(struct stmt *stmt, const char *parameter);
bool stmt_has_parameter(const struct stmt *stmt, const char *parameter);

/* Parameters are numbered from 1; one that has no name is NULL. */
int stmt_n_parameters(const struct stmt *stmt);
const char *stmt_parameter_name(const struct stmt *stmt, int number);

/* 1: a row is there; 0: done; negative: an error, ERR_INPUT if a value broke a
 * constraint of its table. */
int stmt_step(struct stmt *stmt, struct err *err);

/* Ready to be stepped again; bindings are kept. */
void stmt_reset(struct stmt *stmt);

/* stmt_step to the end, then stmt_reset. For statements that return no rows. */
int stmt_run(struct stmt *stmt, struct err *err);

enum stmt_type { STMT_NULL, STMT_INT, STMT_REAL, STMT_TEXT, STMT_BLOB };

int stmt_n_columns(const struct stmt *stmt);
const char *stmt_column_name(const struct stmt *stmt, int column);
enum stmt_type stmt_type(const struct stmt *stmt, int column);
struct slice stmt_slice(const struct stmt *stmt,
                        int column); /* empty for NULL; until the next step */
const char *stmt_text(const struct stmt *stmt, int column); /* "" for NULL; until the next step */
int64_t stmt_int(const struct stmt *stmt, int column);
bool stmt_is_null(const struct stmt *stmt, int column);

bool stmt_is_readonly(const struct stmt *stmt);

/* One value from one query without parameters; *ret_value is unchanged if it has no row. */
int stmt_query_int(struct store *store, const char *sql, int64_t *ret_value, struct err *err);

#endif
