/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_DIAG_H
#define SUPPORT_DIAG_H

/* A diagnostic: something in the data is wrong and the run goes on. Problems in
 * input are data, not control flow: each is handed to a sink, which stores, counts
 * and shows them. (An error, after which nothing goes on, is err.h.) */

#include <stdint.h>

#include "support/slice.h"

enum diag_code {
    DIAG_FIELD_COUNT, /* a row has more or fewer fields than the header */
    DIAG_BAD_AMOUNT,  /* no decimal number, too large, or too many decimals */
    DIAG_BAD_DATE,    /* no date or time */
    DIAG_NUL_BYTE,    /* a NUL byte in a row */
    DIAG_BAD_VALUE,   /* a required value is empty or malformed */
    DIAG_BAD_JSON,    /* a map or document that is not JSON */
    DIAG_BAD_UTF8,    /* bytes that are not UTF-8, kept visibly replaced */
    DIAG_MISPLACED,   /* a file whose account, region or call cannot be told */
    DIAG_LEFT_ALONE,  /* a file that is no input */
    DIAG_REFUSED,     /* a file that cannot be used; nothing of it was kept */
    DIAG_N
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_REJECT };

struct diagnostic {
    enum diag_code code;
    enum diag_level level;
    const char *path;   /* as the user gave it */
    int64_t row;        /* from 1, the header being row 1; 0: the file as a whole */
    const char *column; /* header name or JSON pointer; "" if none */
    const char *text;   /* what is wrong, one sentence without a full stop */
};

/* Where problems go: store them, count them, show the first few. */
struct diag_sink {
    void (*add)(void *context, const struct diagnostic *problem);
    void *context;
};

/* The code as stored and printed: "bad_amount". */
const char *diag_code_name(enum diag_code code);

#endif
