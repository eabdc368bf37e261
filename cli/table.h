/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

/* A table on stdout that fits 100 columns: numbers to the right, text to the left,
 * and the one column that may give way is wrapped or shortened in its middle.
 * Widths count characters, not bytes; wide East Asian characters count twice. */

#include <stddef.h>

#include "support/cleanup.h"

enum table_fit {
    TABLE_TEXT,    /* left, never cut */
    TABLE_NUMBER,  /* right, never cut */
    TABLE_STATE,   /* left; words such as fail and pass get their colour */
    TABLE_SHORTEN, /* left; cut in the middle when the table is too wide (--json has it whole) */
    TABLE_WRAP,    /* left; goes on in further lines when the table is too wide */
    TABLE_BELOW,   /* the last column: lines of its own below the row, without a title; rows that
                      follow each other with the same text have it once, below the last */
};

struct table_column {
    const char *title;
    enum table_fit fit;
};

struct table;

/* `columns` must outlive the table. */
struct table *table_new(const struct table_column *columns, size_t n_columns);
void table_free(struct table *table);
DEFINE_CLEANUP(table_free, struct table *)

size_t table_n_columns(const struct table *table);

/* Adds one row of n_columns cells, which are copied; NULL is an empty cell. */
void table_add(struct table *table, const char *const *cells);

/* Prints the table under its title; nothing at all when it has no rows. */
void table_print(const struct table *table, const char *title);

/* Prints running text, broken at blanks to the same width. */
void table_print_text(const char *text);

#endif
