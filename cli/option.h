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

/* One bit each; a command names its own as a set. Not an enum, whose values are int. */
#define OPTION_DB             (UINT64_C(1) << 0)
#define OPTION_POLICY         (UINT64_C(1) << 1)
#define OPTION_EXCEPTIONS     (UINT64_C(1) << 2)
#define OPTION_ATTESTATIONS   (UINT64_C(1) << 3)
#define OPTION_MONTH          (UINT64_C(1) << 4)
#define OPTION_AS_OF          (UINT64_C(1) << 5)
#define OPTION_COST           (UINT64_C(1) << 6)
#define OPTION_RULES_DIR      (UINT64_C(1) << 7)
#define OPTION_JSON           (UINT64_C(1) << 8)
#define OPTION_RULE           (UINT64_C(1) << 9)
#define OPTION_FAIL_UNDER     (UINT64_C(1) << 10)
#define OPTION_BY             (UINT64_C(1) << 11)
#define OPTION_FORMAT         (UINT64_C(1) << 12)
#define OPTION_OUTPUT         (UINT64_C(1) << 13)
#define OPTION_TEMPLATES_DIR  (UINT64_C(1) << 14)
#define OPTION_PAGE           (UINT64_C(1) << 15)
#define OPTION_CLASSIFICATION (UINT64_C(1) << 16)
#define OPTION_REPLACE        (UINT64_C(1) << 17)
#define OPTION_ACCOUNT        (UINT64_C(1) << 18)
#define OPTION_REGION         (UINT64_C(1) << 19)
#define OPTION_QUIET          (UINT64_C(1) << 20)
#define OPTION_VERBOSE        (UINT64_C(1) << 21)
#define OPTION_NO_COLOR       (UINT64_C(1) << 22)
#define OPTION_HELP           (UINT64_C(1) << 23)
#define OPTION_VERSION        (UINT64_C(1) << 24)
#define OPTION_ROWS           (UINT64_C(1) << 25)
#define OPTION_EXPIRING_IN    (UINT64_C(1) << 26)
#define OPTION_PREVIOUS       (UINT64_C(1) << 27)
#define OPTION_SIGN           (UINT64_C(1) << 28)
#define OPTION_KEY            (UINT64_C(1) << 29)
#define OPTION_FALLBACK_FONT  (UINT64_C(1) << 30)
#define OPTION_RECOMPUTE      (UINT64_C(1) << 31)
#define OPTION_WASTE          (UINT64_C(1) << 32)
#define OPTION_REDACT         (UINT64_C(1) << 33)
#define OPTION_REDACT_KEY     (UINT64_C(1) << 34)

/* What every command takes, and what every command that runs the analysis takes. */
#define OPTIONS_COMMON (OPTION_QUIET | OPTION_VERBOSE | OPTION_NO_COLOR | OPTION_HELP)
#define OPTIONS_ANALYSIS                                                                           \
    (OPTION_DB | OPTION_POLICY | OPTION_EXCEPTIONS | OPTION_ATTESTATIONS | OPTION_MONTH |          \
     OPTION_AS_OF | OPTION_COST | OPTION_RULES_DIR)

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
    const char *previous;
    const char *sign;
    const char *key;
    const char *redact_key;
    bool recompute;
    bool redact;
    bool replace;
    bool waste;
    bool json;
    bool quiet;
    bool verbose;
    bool no_color;
    bool help;
    bool version;

    uint64_t given;         /* set of OPTION_ bits */
    const char **arguments; /* in their order; the first is the command */
    size_t n_arguments;
};

/* Parses argv[1..argc). `arguments` has room for argc pointers and is borrowed by the
 * result. Values with a fixed form (--month, --cost, ...) are checked here. */
int option_parse(int argc, char *const *argv, const char **arguments, struct options *ret_options,
                 struct err *err);

/* ERR_USAGE if an option was given that is not in `allowed`. */
int option_check(const struct options *options, uint64_t allowed, const char *command,
                 struct err *err);

/* Prints the rows of the table that are in `set`, for help. */
void option_help(uint64_t set);

/* The one of `names` (NULL-terminated) that a typo of it most likely meant, or NULL. */
const char *option_nearest(const char *typo, const char *const *names);

#endif
