/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

/* Shared by the files of this folder only. */

#include <stdbool.h>

#include <sqlite3.h>

struct err;

struct store {
    sqlite3 *db;
    bool leaves_plain; /* opened for writing: without a log beside it when it is closed */
};

/* Registers the SQL functions and the DECIMAL collation (functions.h). */
int functions_register(sqlite3 *db, struct err *err);

/* Registers the aggregate dec_split (split.c); functions_register calls it. */
int split_register(sqlite3 *db);

#endif
