/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

/* The database: one SQLite file, opened for writing by ingest or read-only by
 * everything else. This folder holds the only code that includes sqlite3.h.
 *
 * A read-only store still has a temporary schema of its own, in memory: analysis
 * builds its intermediate tables there. SQL that a user wrote is prepared with
 * stmt_prepare_select (stmt.h), which takes even that away. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/cleanup.h"

struct err;
struct store;

enum store_mode {
    STORE_WRITE, /* create the file (mode 0600) if need be and migrate it */
    STORE_READ,  /* the file must exist and be of this version */
};

/* Opens `path` (":memory:" only for STORE_WRITE). */
int store_open(const char *path, enum store_mode mode, struct store **ret_store, struct err *err);
void store_close(struct store *store);
DEFINE_CLEANUP(store_close, struct store *)

/* Transactions do not nest. A store that is closed inside one rolls it back. */
int store_begin(struct store *store, struct err *err);
int store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);

/* Runs a script of one or more statements; `name` goes into error messages. */
int store_run(struct store *store, const char *name, const char *sql, struct err *err);

int64_t store_last_id(const struct store *store);
int64_t store_changes(const struct store *store); /* rows changed by the last statement */

#endif
