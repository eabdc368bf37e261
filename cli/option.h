/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

/* The options. Each is declared once, in the table of option.c: parsing, usage and
 * help all come from that row. Options and arguments may stand in any order, also
 * before the command; "--" ends the options. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* One bit each; a command names its own as a set. */
enum option_id {
    OPTION_DB = 1 << 0,
    OPTION_POLICY = 1 << 1,
    OPTION_EXCEPTIONS = 1 << 2,
    OPTION_ATTESTATIONS = 1 << 3,
    OPTION_MONTH = 1 << 4,
    OPTION_AS_OF = 1 << 5,
    OPTION_COST = 1 << 6,
    OPTION_RULES_DIR = 1 << 7,
    OPTION_JSON = 1 << 8,
    OPTION_RULE = 1 << 9,
    OPTION_FAIL_UNDER = 1 << 10,
    OPTION_BY = 1 << 11,
    OPTION_FORMAT = 1 << 12,
    OPTION_OUTPUT = 1 << 13,
    OPTION_TEMPLATES_DIR = 1 << 14,
    OPTION_PAGE = 1 << 15,
    OPTION_CLASSIFICATION = 1 << 16,
    OPTION_REPLACE = 1 << 17,
    OPTION_ACCOUNT = 1 << 18,
    OPTION_REGION = 1 << 19,
    OPTION_QUIET = 1 << 20,
    OPTION_VERBOSE = 1 << 21,
    OPTION_NO_COLOR = 1 << 22,
    OPTION_HELP = 1 << 23,
    OPTION_VERSION = 1 << 24,
    OPTION_ROWS = 1 << 25,
    OPTION_EXPIRING_IN = 1 << 26,
    OPTION_FALLBACK_FONT = 1 << 30,
};

/* What every command takes, and what every command that runs the analysis takes. */
enum {
    OPTIONS_COMMON = OPTION_QUIET | OPTION_VERBOSE | OPTION_NO_COLOR | OPTION_HELP,
    OPTIONS_ANALYSIS = OPTION_DB | OPTION_POLICY | OPTION_EXCEPTIONS | OPTION_ATTESTATIONS |
                       OPTION_MONTH | OPTION_AS_OF | OPTION_COST | OPTION_RULES_DIR,
};

/* What the user asked for. Text is borrowed from argv; NULL: not given. */
struct options {
    const char *db;
    const char *policy;
    const char *exceptions;
    const char *attestations;
    const char *month;
    const char *as_of;
    const char *cost;
    const char *rules_dir;
    const char *rule;
    const char *fail_under;
    const char *by;
    const char *format;
    const char *output;
    const char *templates_dir;
    const char *page;
    const char *classification;
    const char *fallback_font;
    const char *account;
    const char *region;
    const char *rows;
    const char *expiring_in;
    bool replace;
    bool json;
    bool quiet;
    bool verbose;
    bool no_color;
    bool help;
    bool version;

    uint32_t given;         /* set of enum option_id */
    const char **arguments; /* in their order; the first is the command */
    size_t n_arguments;
};

/* Parses argv[1..argc). `arguments` has room for argc pointers and is borrowed by the
 * result. Values with a fixed form (--month, --cost, ...) are checked here. */
int option_parse(int argc, char *const *argv, const char **arguments, struct options *ret_options,
                 struct err *err);

/* ERR_USAGE if an option was given that is not in `allowed`. */
int option_check(const struct options *options, uint32_t allowed, const char *command,
                 struct err *err);

/* Prints the rows of the table that are in `set`, for help. */
void option_help(uint32_t set);

/* The one of `names` (NULL-terminated) that a typo of it most likely meant, or NULL. */
const char *option_nearest(const char *typo, const char *const *names);

#endif
