/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_ERR_H
#define SUPPORT_ERR_H

/* An error: the operation cannot go on. Functions that can fail return an int,
 * 0 or a negative err_code, and take a `struct err *` as their last argument.
 * It is untouched on success and holds one sentence on failure: which file, row
 * and column, what was expected, what to do. Each layer adds what it alone knows
 * with err_prefix. Reporting never allocates.
 *
 * Something wrong in the data that we can go on after is no error: diag.h. */

#include <stdarg.h>

enum err_code {
    ERR_OK = 0,
    ERR_USAGE = -1,  /* the user asked for something that does not exist */
    ERR_INPUT = -2,  /* an input cannot be used */
    ERR_STORE = -3,  /* the database cannot be opened, read or written */
    ERR_OUTPUT = -4, /* a report or file cannot be written */
    ERR_BUG = -5,    /* this program is wrong */
};

enum { ERR_TEXT_SIZE = 1024 };

struct err {
    enum err_code code;
    char text[ERR_TEXT_SIZE]; /* UTF-8, cut at the end of a character if too long */
};

#define ERR_INIT                                                                                   \
    {                                                                                              \
        ERR_OK, ""                                                                                 \
    }

void err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts text before the message: "report 'audit': " + "no such column: x". */
void err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* return FAIL(err, ERR_INPUT, "...", ...): a plain `return err_set()` would make
 * the analyzer believe that the call may succeed. */
#define FAIL(err, code, ...) (err_set((err), (code), __VA_ARGS__), (int)(code))

#include "support/banned.h"

#endif
