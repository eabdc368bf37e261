/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option.h"

#include <stdio.h>

#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utc.h"

struct option {
    uint64_t id;
    char letter;       /* 0: none */
    const char *name;  /* without the dashes */
    const char *value; /* what usage calls its value; NULL: a flag */
    const char *help;
    size_t member; /* offset in struct options of its const char * or bool */
};

#define MEMBER(name) offsetof(struct options, name)

/* In the order that help shows them. */
static const struct option table[] = {
    {OPTION_RULE, 0, "rule", "ID", "only this rule, with what it found", MEMBER(rule)},
    {OPTION_FAIL_UNDER, 0, "fail-under", "PCT", "exit 1 when the coverage is below PCT percent",
     MEMBER(fail_under)},
    {OPTION_EXPIRING_IN, 0, "expiring-in", "DAYS",
     "what ends within DAYS: exceptions, attestations, vault locks", MEMBER(expiring_in)},
    {OPTION_ROWS, 0, "rows", "N", "findings, lines and rows to show at most; default 20, 0 for all",
     MEMBER(rows)},
    {OPTION_BY, 0, "by", "WHAT",
     "tier, mechanism, account, region, application, resource or strategy", MEMBER(by)},
    {OPTION_WASTE, 0, "waste", NULL, "what is paid for and protects nothing, thing by thing",
     MEMBER(waste)},
    {OPTION_FORMAT, 0, "format", "LIST",
     "pdf, json, csv, xlsx, with commas between; default pdf,json", MEMBER(format)},
    {OPTION_OUTPUT, 'o', "output", "PATH",
     "folder to write into (package: file); default the working directory", MEMBER(output)},
    {OPTION_TEMPLATES_DIR, 0, "templates", "DIR", "report templates that replace the built-in ones",
     MEMBER(templates_dir)},
    {OPTION_PAGE, 0, "page", "SIZE", "A4 or Letter", MEMBER(page)},
    {OPTION_CLASSIFICATION, 0, "classification", "TEXT", "printed on every page",
     MEMBER(classification)},
    {OPTION_FALLBACK_FONT, 0, "fallback-font", "FILE",
     "a .ttf for characters that the reports' own fonts lack", MEMBER(fallback_font)},
    {OPTION_PREVIOUS, 0, "previous", "FILE", "the package before, whose digest goes into this one",
     MEMBER(previous)},
    {OPTION_SIGN, 0, "sign", "KEYFILE", "sign with this minisign secret key (without password)",
     MEMBER(sign)},
    {OPTION_REDACT, 0, "redact", NULL, "pseudonyms for accounts, ARNs and names; no facts inside",
     MEMBER(redact)},
    {OPTION_REDACT_KEY, 0, "redact-key", "FILE",
     "a secret that gives the same pseudonyms in every package", MEMBER(redact_key)},
    {OPTION_KEY, 0, "key", "PUBKEY", "the signer's minisign public key, or a file with it",
     MEMBER(key)},
    {OPTION_RECOMPUTE, 0, "recompute", NULL, "judge again from the packaged facts and compare",
     MEMBER(recompute)},
    {OPTION_REPLACE, 0, "replace", NULL, "let this delivery of a month replace one from elsewhere",
     MEMBER(replace)},
    {OPTION_ACCOUNT, 0, "account", "ID", "account of inventory files whose path does not say",
     MEMBER(account)},
    {OPTION_REGION, 0, "region", "NAME", "region of inventory files whose path does not say",
     MEMBER(region)},
    {OPTION_JSON, 0, "json", NULL, "print JSON instead of tables", MEMBER(json)},
    {OPTION_DB, 0, "db", "FILE", "the database; default drledger.db", MEMBER(db)},
    {OPTION_POLICY, 0, "policy", "FILE", "tiers, targets and scope (see `drledger init`)",
     MEMBER(policy)},
    {OPTION_EXCEPTIONS, 0, "exceptions", "FILE", "failures that somebody has accepted",
     MEMBER(exceptions)},
    {OPTION_ATTESTATIONS, 0, "attestations", "FILE", "statements on what no AWS file can show",
     MEMBER(attestations)},
    {OPTION_MONTH, 0, "month", "YYYY-MM", "default: the newest complete month loaded",
     MEMBER(month)},
    {OPTION_AS_OF, 0, "as-of", "TIME", "default: the newest evidence loaded", MEMBER(as_of)},
    {OPTION_COST, 0, "cost", "BASIS",
     "unblended, net, amortized, net-amortized or list; default amortized", MEMBER(cost)},
    {OPTION_RULES_DIR, 0, "rules", "DIR", "rule files that replace or join the built-in ones",
     MEMBER(rules_dir)},
    {OPTION_QUIET, 'q', "quiet", NULL, "print results and errors only", MEMBER(quiet)},
    {OPTION_VERBOSE, 'v', "verbose", NULL, "print remarks too", MEMBER(verbose)},
    {OPTION_NO_COLOR, 0, "no-color", NULL, "never use colour", MEMBER(no_color)},
    {OPTION_HELP, 'h', "help", NULL, "print this help", MEMBER(help)},
    {OPTION_VERSION, 0, "version", NULL, "print the version", MEMBER(version)},
};
enum { N_OPTIONS = sizeof table / sizeof *table };

/* --- the nearest name ------------------------------------------------------- */

enum { NEAREST_MAX = 80 }; /* longer names are never suggested */

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(b);
    size_t row[NEAREST_MAX + 1];
    if (n > NEAREST_MAX || strlen(a) > NEAREST_MAX) {
        return SIZE_MAX;
    }
    for (size_t j = 0; j <= n; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, change);
        }
    }
    return row[n];
}

const char *option_nearest(const char *typo, const char *const *names)
{
    const char *best = NULL;
    size_t best_distance = strlen(typo) < 5 ? 2 : 3; /* nearer than this + 1 */
    for (; *names; names++) {
        size_t d = distance(typo, *names);
        if (d < best_distance || (d == best_distance && !best)) {
            best_distance = d;
            best = *names;
        }
    }
    return best;
}

/* --- parsing ---------------------------------------------------------------- */

static int unknown(struct slice name, struct err *err)
{
    const char *names[N_OPTIONS + 1] = {NULL};
    for (size_t i = 0; i < N_OPTIONS; i++) {
        names[i] = table[i].name;
    }
    char *CLEANUP(mem_freep) typo = mem_slice_dup(name);
    const char *near = option_nearest(typo, names);
    if (near) {
        return FAIL(err, ERR_USAGE, "unknown option --%s; did you mean --%s?", typo, near);
    }
    return FAIL(err, ERR_USAGE, "unknown option --%s; `drledger help` lists them", typo);
}

static const struct option *find_name(struct slice name)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        if (slice_is(name, table[i].name)) {
            return &table[i];
        }
    }
    return NULL;
}

static const struct option *find_letter(char letter)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        if (table[i].letter == letter) {
            return &table[i];
        }
    }
    return NULL;
}

static void set_flag(struct options *options, const struct option *option)
{
    *(bool *)((char *)options + option->member) = true;
    options->given |= option->id;
}

static void set_value(struct options *options, const struct option *option, const char *value)
{
    *(const char **)((char *)options + option->member) = value;
    options->given |= option->id;
}

struct cursor {
    char *const *next; /* arguments not yet looked at, NULL-terminated */
};

/* The value of `option`: what is attached to it, else the next argument. */
static int take_value(struct options *options, const struct option *option, const char *attached,
                      struct cursor *at, struct err *err)
{
    if (!attached && !*at->next) {
        return FAIL(err, ERR_USAGE, "--%s needs a value: --%s %s", option->name, option->name,
                    option->value);
    }
    set_value(options, option, attached ? attached : *at->next++);
    return 0;
}

static int parse_long(struct options *options, const char *text, struct cursor *at, struct err *err)
{
    const char *equals = strchr(text, '=');
    struct slice name = {text, equals ? (size_t)(equals - text) : strlen(text)};
    const struct option *option = find_name(name);
    if (!option) {
        return unknown(name, err);
    }
    if (option->value) {
        return take_value(options, option, equals ? equals + 1 : NULL, at, err);
    }
    if (equals) {
        return FAIL(err, ERR_USAGE, "--%s takes no value", option->name);
    }
    set_flag(options, option);
    return 0;
}

/* "-qv", "-o DIR", "-oDIR" */
static int parse_letters(struct options *options, const char *text, struct cursor *at,
                         struct err *err)
{
    for (; *text; text++) {
        const struct option *option = find_letter(*text);
        if (!option) {
            return FAIL(err, ERR_USAGE, "unknown option -%c; `drledger help` lists them", *text);
        }
        if (option->value) {
            return take_value(options, option, text[1] ? text + 1 : NULL, at, err);
        }
        set_flag(options, option);
    }
    return 0;
}

/* --- checks ----------------------------------------------------------------- */

static int check_one_of(const char *name, const char *value, const char *const *choices,
                        struct err *err)
{
    for (size_t i = 0; value && choices[i]; i++) {
        if (strcmp(value, choices[i]) == 0) {
            return 0;
        }
    }
    if (!value) {
        return 0;
    }
    const char *near = option_nearest(value, choices);
    return FAIL(err, ERR_USAGE, "--%s: there is no '%s'%s%s%s", name, value,
                near ? "; did you mean '" : "", near ? near : "",
                near ? "'?" : "; see `drledger help`");
}

/* A whole number from 0; `value` may be NULL. */
static int check_count(const char *name, const char *value, struct err *err)
{
    enum { DIGITS_MAX = 6 };
    size_t n = value ? strspn(value, "0123456789") : 1;
    if (n == 0 || n > DIGITS_MAX || (value && value[n])) {
        return FAIL(err, ERR_USAGE, "--%s: '%s' is no whole number from 0 to 999999", name, value);
    }
    return 0;
}

static int check_values(const struct options *options, struct err *err)
{
    static const char *const bases[] = {"unblended",     "net",  "amortized",
                                        "net-amortized", "list", NULL};
    static const char *const dimensions[] = {"tier",        "mechanism", "account",  "region",
                                             "application", "resource",  "strategy", NULL};
    static const char *const pages[] = {"A4", "Letter", NULL};
    int64_t seconds = 0;
    if (options->month && !utc_month_start(slice_of(options->month), &seconds)) {
        return FAIL(err, ERR_USAGE, "--month: '%s' is no month; write YYYY-MM", options->month);
    }
    if (options->as_of && !utc_parse(slice_of(options->as_of), &seconds)) {
        return FAIL(err, ERR_USAGE, "--as-of: '%s' is no time; write 2024-10-01T05:00:00Z",
                    options->as_of);
    }
    struct decimal percent = DECIMAL_ZERO;
    if (options->fail_under &&
        (decimal_parse(slice_of(options->fail_under), &percent) || decimal_sign(percent) < 0 ||
         decimal_compare(percent, decimal_of_int(100)) > 0)) {
        return FAIL(err, ERR_USAGE, "--fail-under: '%s' is no percentage from 0 to 100",
                    options->fail_under);
    }
    int rc = check_count("rows", options->rows, err);
    if (rc < 0 || (rc = check_count("expiring-in", options->expiring_in, err)) < 0 ||
        (rc = check_one_of("cost", options->cost, bases, err)) < 0 ||
        (rc = check_one_of("by", options->by, dimensions, err)) < 0) {
        return rc;
    }
    return check_one_of("page", options->page, pages, err);
}

int option_parse(int argc, char *const *argv, const char **arguments, struct options *ret_options,
                 struct err *err)
{
    struct options options = {.db = "drledger.db", .arguments = arguments};
    struct cursor at = {argv + (argc > 0)};
    bool ended = false;
    int rc = 0;
    while (rc == 0 && *at.next) {
        const char *text = *at.next++;
        if (ended || text[0] != '-' || text[1] == '\0') {
            arguments[options.n_arguments++] = text;
        } else if (strcmp(text, "--") == 0) {
            ended = true;
        } else if (text[1] == '-') {
            rc = parse_long(&options, text + 2, &at, err);
        } else {
            rc = parse_letters(&options, text + 1, &at, err);
        }
    }
    if (rc == 0) {
        rc = check_values(&options, err);
    }
    *ret_options = options;
    return rc;
}

int option_check(const struct options *options, uint64_t allowed, const char *command,
                 struct err *err)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        if (options->given & table[i].id & ~allowed) {
            return FAIL(err, ERR_USAGE, "'%s' has no option --%s; see `drledger help %s`", command,
                        table[i].name, command);
        }
    }
    return 0;
}

void option_help(uint64_t set)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *option = &table[i];
        if (set & option->id) {
            char letter[] = {'-', option->letter, ',', '\0'};
            char *CLEANUP(mem_freep) name =
                mem_format("%s --%s%s%s", option->letter ? letter : "   ", option->name,
                           option->value ? " " : "", option->value ? option->value : "");
            printf("  %-26s %s\n", name, option->help);
        }
    }
}
