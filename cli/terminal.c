/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/option.h"
#include "cli/progress.h"
#include "support/err.h"

static struct {
    bool quiet;
    bool verbose;
    bool color;
    bool draws_progress;
} terminal;

/* https://no-color.org: set and not empty means no colour. */
static bool environment_refuses_color(void)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return (no_color && no_color[0]) || (term && strcmp(term, "dumb") == 0);
}

void terminal_init(const struct options *options)
{
    terminal.quiet = options->quiet;
    terminal.verbose = options->verbose;
    terminal.color =
        !options->no_color && !environment_refuses_color() && isatty(STDOUT_FILENO) == 1;
    terminal.draws_progress = !options->quiet && isatty(STDERR_FILENO) == 1;
}

void terminal_say(const char *format, ...)
{
    if (terminal.quiet) {
        return;
    }
    progress_clear();
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

bool terminal_verbose(void)
{
    return terminal.verbose;
}

bool terminal_quiet(void)
{
    return terminal.quiet;
}

bool terminal_draws_progress(void)
{
    return terminal.draws_progress;
}

const char *terminal_ink(enum ink ink)
{
    static const char *const sequences[] = {
        [INK_PLAIN] = "\033[0m", [INK_BOLD] = "\033[1m",   [INK_DIM] = "\033[2m",
        [INK_RED] = "\033[31m",  [INK_GREEN] = "\033[32m", [INK_YELLOW] = "\033[33m",
    };
    return terminal.color ? sequences[ink] : "";
}
