/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

/* What stands between us and the user's eyes: whether colour and progress make
 * sense, and how much to say. Results go to stdout; all else is a message on stderr. */

#include <stdbool.h>

struct options;

void terminal_init(const struct options *options);

/* A remark on stderr, unless -q. The line feed is added. */
void terminal_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Whether -v or -q was given. */
bool terminal_verbose(void);
bool terminal_quiet(void);

/* Whether stderr is a terminal on which a progress line may be drawn. */
bool terminal_draws_progress(void);

enum ink { INK_PLAIN, INK_BOLD, INK_DIM, INK_RED, INK_GREEN, INK_YELLOW };

/* The escape sequence that starts an ink on stdout, or "" when colour is off;
 * INK_PLAIN ends the others. */
const char *terminal_ink(enum ink ink);

#endif
