/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "cli/option.h"
#include "cli/terminal.h"
#include "support/err.h"
#include "support/mem.h"

static int exit_code_of(int rc)
{
    switch (rc) {
    case ERR_USAGE:
        return EXIT_USAGE;
    case ERR_INPUT:
        return EXIT_INPUT;
    case ERR_STORE:
        return EXIT_DATABASE;
    case ERR_OUTPUT:
        return EXIT_OUTPUT;
    default:
        return rc < 0 ? EXIT_BUG : rc;
    }
}

static int check_arguments(const struct command *command, const struct options *options,
                           struct err *err)
{
    size_t n = options->n_arguments - 1;
    if (n < command->min_arguments) {
        return FAIL(err, ERR_USAGE, "'%s' needs %s; see `drledger help %s`", command->name,
                    command->arguments, command->name);
    }
    if (n > command->max_arguments) {
        return FAIL(err, ERR_USAGE, "'%s' has no use for '%s'; see `drledger help %s`",
                    command->name, options->arguments[1 + command->max_arguments], command->name);
    }
    return 0;
}

static int run(int argc, char *const *argv, const char **arguments, struct err *err)
{
    struct options options;
    int rc = option_parse(argc, argv, arguments, &options, err);
    if (rc < 0) {
        return rc;
    }
    terminal_init(&options);
    if (options.version) {
        puts("drledger " DRLEDGER_VERSION);
        return EXIT_DONE;
    }
    if (options.n_arguments == 0) {
        command_help(NULL);
        return options.help ? EXIT_DONE : EXIT_USAGE;
    }
    const struct command *command = command_find(options.arguments[0], err);
    if (!command) {
        return ERR_USAGE;
    }
    if (options.help) {
        command_help(command);
        return EXIT_DONE;
    }
    rc = option_check(&options, command->options | OPTIONS_COMMON, command->name, err);
    if (rc < 0 || (rc = check_arguments(command, &options, err)) < 0) {
        return rc;
    }
    return command->run(&options, err);
}

int main(int argc, char **argv)
{
    struct err err = ERR_INIT;
    const char **CLEANUP(mem_freep) arguments = mem_array((size_t)argc + 1, sizeof *arguments);
    int rc = run(argc, argv, arguments, &err);
    if (rc >= 0 && (fflush(stdout) != 0 || ferror(stdout))) {
        rc = FAIL(&err, ERR_OUTPUT, "cannot write to standard output");
    }
    if (rc < 0) {
        fprintf(stderr, "drledger: %s\n", err.text);
    }
    return exit_code_of(rc);
}
