/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "cli/option.h"
#include "support/err.h"

enum { ANY = 1 << 20 }; /* more arguments than a command line holds */

const struct command commands[] = {
    {"demo", "", "Show everything on a built-in example, in ./drledger-demo/",
     "Unpacks an invented organisation (two months of its bill, its inventory, its policy),\n"
     "ingests it, and writes the three reports as PDF and JSON. Running it again starts over.",
     0, 0, 0, cmd_demo},
    {"init", "[DIR]", "Write commented starter files for policy, exceptions and attestations",
     "Files that exist are left as they are.", 0, 0, 1, cmd_init},
    {"ingest", "PATH...", "Load bills and inventory: any mix of files and folders",
     "The format is found from the content; `drledger formats` lists them. Loading a month\n"
     "replaces that month; loading the same bytes again changes nothing.",
     OPTION_DB | OPTION_REPLACE | OPTION_ACCOUNT | OPTION_REGION, 1, ANY, cmd_ingest},
    {"sources", "", "What is loaded, with rows, control totals, gaps and rejects", NULL,
     OPTIONS_ANALYSIS | OPTION_JSON, 0, 0, cmd_sources},
    {"coverage", "", "What is protected, by count and by cost, and the verdict of every rule", NULL,
     OPTIONS_ANALYSIS | OPTION_JSON | OPTION_RULE | OPTION_FAIL_UNDER | OPTION_EXPIRING_IN, 0, 0,
     cmd_coverage},
    {"spend", "", "What disaster recovery costs, reconciled to the bill", NULL,
     OPTIONS_ANALYSIS | OPTION_JSON | OPTION_BY | OPTION_WASTE, 0, 0, cmd_spend},
    {"tiering", "", "What colder storage would save, and what would lose money", NULL,
     OPTIONS_ANALYSIS | OPTION_JSON, 0, 0, cmd_tiering},
    {"explain", "[RULE | RESOURCE | METRIC]...",
     "The rows, files and SQL behind a verdict or a figure",
     "RULE is one that `drledger rules` lists. RESOURCE is an ARN, a bare id or a name, with * and ?\n"
     "as in policies; if several match, they are listed. METRIC is the place of an amount in\n"
     "report.json with dots between, a member of a list by its name: spend.dr_total,\n"
     "spend.by_tier.tier-0, resources.ARN.dr_cost; without an argument all of them are listed.\n"
     "Every file behind it is read again and every row added up: exit 1 if one has changed or a\n"
     "sum differs, 4 if one is gone.",
     OPTIONS_ANALYSIS | OPTION_JSON | OPTION_ROWS, 0, ANY, cmd_explain},
    {"diff", "MONTH MONTH | A.zip B.zip",
     "What changed between two months, or two evidence packages",
     "The change of cost = price + quantity + new + gone; findings are new, fixed or persistent.\n"
     "A line of the bill is the same in both months when account, region, product, usage type,\n"
     "operation, unit, resource, mechanism and tier are. quantity = change of usage at the\n"
     "effective rate of the first month; price = the rest of the change of such a line; new\n"
     "and gone = lines of one month only. The four add up to the change exactly. Findings of\n"
     "two months are judged on the inventory that is loaded, those of packages stand in them.",
     (OPTIONS_ANALYSIS & ~OPTION_MONTH) | OPTION_JSON, 2, 2, cmd_diff},
    {"report", "NAME", "Write a report: finops, audit or leadership",
     "Writes DIR/NAME-MONTH.pdf and the other formats asked for. A file is replaced only\n"
     "when the new one is complete.",
     OPTIONS_ANALYSIS | OPTION_FORMAT | OPTION_OUTPUT | OPTION_TEMPLATES_DIR | OPTION_PAGE |
         OPTION_CLASSIFICATION | OPTION_FALLBACK_FONT,
     1, 1, cmd_report},
    {"package", "", "Write the auditor's package: the report and all that is needed to check it",
     "A ZIP with the audit report, its tables, the facts, rules and policy behind it and the\n"
     "digest of every file (a BagIt bag). The same inputs give the same bytes. Default file:\n"
     "evidence.zip. With --redact it holds the report, its tables and the shipped rules only.",
     OPTIONS_ANALYSIS | OPTION_OUTPUT | OPTION_TEMPLATES_DIR | OPTION_PAGE | OPTION_CLASSIFICATION |
         OPTION_FALLBACK_FONT | OPTION_PREVIOUS | OPTION_SIGN | OPTION_REDACT | OPTION_REDACT_KEY,
     0, 0, cmd_package},
    {"verify", "PACKAGE", "Check a package, offline: its files, signature and figures",
     "Says what was checked and what was not, and names the first file at fault (exit 1).",
     OPTION_KEY | OPTION_RECOMPUTE | OPTION_JSON, 1, 1, cmd_verify},
    {"rules", "", "The rules: what each asks, and what it needs", NULL,
     OPTION_RULES_DIR | OPTION_JSON, 0, 0, cmd_rules},
    {"formats", "", "What can be read and what can be written", NULL, OPTION_JSON, 0, 0,
     cmd_formats},
    {"help", "[COMMAND]", "This overview, or the options of a command", NULL, 0, 0, 1, cmd_help},
    {0},
};

const struct command *command_find(const char *name, struct err *err)
{
    const char *names[sizeof commands / sizeof *commands] = {NULL};
    for (size_t i = 0; commands[i].name; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            return &commands[i];
        }
        names[i] = commands[i].name;
    }
    const char *near = option_nearest(name, names);
    if (near) {
        err_set(err, ERR_USAGE, "unknown command '%s'; did you mean '%s'?", name, near);
    } else {
        err_set(err, ERR_USAGE, "unknown command '%s'; `drledger help` lists them", name);
    }
    return NULL;
}

static void overview(void)
{
    puts("drledger " DRLEDGER_VERSION ": what disaster recovery on AWS costs and what it covers\n\n"
         "usage: drledger COMMAND [OPTIONS] [ARGUMENTS]\n\n"
         "commands:");
    for (const struct command *c = commands; c->name; c++) {
        printf("  %-10s %s\n", c->name, c->summary);
    }
    puts("\noptions of every command:");
    option_help(OPTIONS_COMMON);
    puts("\nTry `drledger demo` first; `drledger help COMMAND` shows a command's options.\n\n"
         "exit codes:\n"
         "  0  done                               4  done, but rows or files were rejected,\n"
         "  1  below a threshold, or a check failed  or nothing is loaded\n"
         "  2  wrong usage                        5  the database failed\n"
         "  3  an input could not be used         6  a report could not be written\n"
         "                                        70 a bug");
}

void command_help(const struct command *command)
{
    if (!command) {
        overview();
        return;
    }
    printf("usage: drledger %s%s%s%s\n\n%s.\n", command->name, command->options ? " [OPTIONS]" : "",
           command->arguments[0] ? " " : "", command->arguments, command->summary);
    if (command->details) {
        printf("\n%s\n", command->details);
    }
    puts("\noptions:");
    option_help(command->options | OPTIONS_COMMON);
}

int cmd_help(const struct options *options, struct err *err)
{
    const struct command *command = NULL;
    if (options->n_arguments > 1 && !(command = command_find(options->arguments[1], err))) {
        return ERR_USAGE;
    }
    command_help(command);
    return EXIT_DONE;
}
