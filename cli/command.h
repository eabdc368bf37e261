/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* The commands. To add one:
 *   1. write cli/cmd_<name>.c with `int cmd_<name>(const struct options *, struct err *)`,
 *   2. declare it below and add its row to the table in cli/commands.c,
 *   3. give it a test in tests/e2e; `help` and the help test find it by themselves.
 *
 * A command returns an exit code, or a negative err_code with its message in err:
 * main() prints the message and turns the code into an exit code. */

#include <stddef.h>
#include <stdint.h>

struct err;
struct options;

enum exit_code {
    EXIT_DONE = 0,
    EXIT_MISSED = 1,   /* done, but a threshold was missed or a verification failed */
    EXIT_USAGE = 2,    /* wrong usage */
    EXIT_INPUT = 3,    /* an input could not be used; nothing of it was kept */
    EXIT_PARTIAL = 4,  /* done, but rows or files were rejected, or nothing was loaded */
    EXIT_DATABASE = 5, /* the database could not be opened or written */
    EXIT_OUTPUT = 6,   /* a report could not be written */
    EXIT_BUG = 70,
};

struct command {
    const char *name;
    const char *arguments; /* as usage shows them: "PATH..." */
    const char *summary;   /* one line */
    const char *details;   /* what help says beyond the options; NULL */
    uint64_t options;      /* set of OPTION_ bits (option.h) beside the common ones */
    size_t min_arguments;
    size_t max_arguments;
    int (*run)(const struct options *options, struct err *err);
};

extern const struct command commands[]; /* ends with a NULL name */

/* The command called `name`, or NULL with a message that suggests the nearest. */
const struct command *command_find(const char *name, struct err *err);

/* Prints the help of one command, or the overview for NULL. */
void command_help(const struct command *command);

int cmd_demo(const struct options *options, struct err *err);
int cmd_init(const struct options *options, struct err *err);
int cmd_ingest(const struct options *options, struct err *err);
int cmd_sources(const struct options *options, struct err *err);
int cmd_coverage(const struct options *options, struct err *err);
int cmd_spend(const struct options *options, struct err *err);
int cmd_tiering(const struct options *options, struct err *err);
int cmd_explain(const struct options *options, struct err *err);
int cmd_diff(const struct options *options, struct err *err);
int cmd_report(const struct options *options, struct err *err);
int cmd_package(const struct options *options, struct err *err);
int cmd_verify(const struct options *options, struct err *err);
int cmd_rules(const struct options *options, struct err *err);
int cmd_formats(const struct options *options, struct err *err);
int cmd_help(const struct options *options, struct err *err);

#endif
