/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_FIGURE_H
#define CLI_FIGURE_H

/* Figures as people read them in a terminal. They come from the exact decimal
 * strings of the result and are rounded once, half to even. NULL and JSON null give
 * "-"; text that is no number is shown as it is. */

#include <stdint.h>

enum { FIGURE_SIZE = 112, FIGURE_NAME_SIZE = 256 };

void figure_money(const char *amount, char ret_text[FIGURE_SIZE]);  /* "1,234.50" */
void figure_percent(const char *ratio, char ret_text[FIGURE_SIZE]); /* "81.2%" of "0.8123" */
void figure_count(int64_t n, char ret_text[FIGURE_SIZE]);           /* "12,345" */
void figure_bytes(uint64_t bytes, char ret_text[FIGURE_SIZE]);      /* "12.3 MiB" */
void figure_resource(const char *arn,
                     char ret_text[FIGURE_NAME_SIZE]); /* without partition, Region, account */
void figure_duration(int64_t seconds, char ret_text[FIGURE_SIZE]); /* "2d 4h", "35m" */

#endif
