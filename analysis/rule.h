/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ANALYSIS_RULE_H
#define ANALYSIS_RULE_H

/* A rule is one file, rules/<id>.sql: its front matter as comments, then one SELECT.
 *
 *     -- id: RDS_BACKUP                       the file's name in upper case
 *     -- title: RDS databases can be restored to a point in time
 *     -- severity: high                       critical, high, medium or low
 *     -- why: One sentence for the reader of a report,
 *     --   goes on in lines indented by three blanks or more.
 *     -- needs: rds.describe-db-instances     calls, separated by blanks
 *     -- uses: rds.describe-db-snapshots      calls that may add a pass, and no more
 *     -- param: min_days integer 7  Days that backups must be kept.
 *     -- scan: yes                            reads a whole table, and means to
 *     -- remediation: What to do about a failure.
 *     -- status: placeholder                  only of a rule that judges nothing yet
 *     select resource, account, region, tier, verdict, reason, source_id, pointer
 *       from ... where ... :min_days ...
 *
 * Columns, exactly these in this order, one row per thing that is judged:
 *   resource   what the finding is about, unique within the rule: an ARN, account:ID,
 *              tier:ID, application:NAME, ... A resource whose tier does not ask for
 *              it is a row with not_applicable; one out of scope is no row.
 *   account, region, tier   '' or NULL where it has none
 *   verdict    pass, fail, not_applicable, insufficient_data
 *   reason     why, as half a sentence in words: no capital, no full stop
 *   source_id, pointer      the evidence: a row of `source`, a JSON pointer or row in
 *              it; NULL where the verdict rests on something that is absent
 *
 * `needs` names every call whose absence could hide a resource or excuse a failure:
 * where an account and region of the inventory lacks one (never made, denied, failed
 * or cut short), the rule is incomplete and cannot pass. `bill` needs a loaded month;
 * `inventory`, `points` and `states` stand for the calls that list the resources
 * themselves, their points outside AWS Backup, and all that their states rest on.
 *
 * `uses` names calls that can only speak for a resource: without them the rule is
 * strict, and still complete. Every call that a rule reads is in one of the two.
 *
 * A param is an integer, decimal or text; the policy's "params" override its
 * default by name. It is bound as :name and must be used. max_evidence_age_days is the
 * runner's own: a rule that declares it gives no pass where the newest recurring event
 * in the evidence of the account is longer ago (finding/settle.sql).
 *
 * A rule reads the tables of analysis/views.md and the inventory tables of the store,
 * and nothing else (stmt_prepare_select). One that is not shipped ends after
 * RULE_STEPS_MAX and RULE_ROWS_MAX. */

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "support/cleanup.h"
#include "support/mem.h"
#include "support/slice.h"

struct err;
struct stmt;
struct store;

enum { RULE_PARAMS_MAX = 8, RULE_CALLS_MAX = 32 };

/* Millions of steps, some tens of seconds; the shipped rules need a few for 100,000 points. */
enum { RULE_STEPS_MAX = 1000, RULE_ROWS_MAX = 2000000 };

#define RULE_EVIDENCE_AGE "max_evidence_age_days"

struct rule_calls {
    const char *names[RULE_CALLS_MAX];
    size_t n;
};

struct rule_param {
    const char *name;
    const char *type; /* integer, decimal, text */
    const char *value;
    const char *description;
};

struct rule {
    const char *file; /* as error messages name it */
    const char *id;
    const char *title;
    const char *severity;
    const char *why;
    const char *remediation;
    struct rule_calls needs;
    struct rule_calls uses;
    struct rule_param params[RULE_PARAMS_MAX];
    size_t n_params;
    bool scans;
    bool placeholder;
    bool foreign;    /* from a folder of the user's: its steps and rows are limited */
    const char *sql; /* the whole file */
};

/* Reads the front matter of a file called `file` ("rules/rds_backup.sql"). The rule
 * borrows from the arena only. */
int rule_parse(struct arena *arena, const char *file, struct slice text, struct rule *ret_rule,
               struct err *err);

/* Prepares the rule's statement and checks the contract: one statement that only
 * reads what a rule may read, the columns, every parameter declared and used. */
int rule_prepare(struct store *store, const struct rule *rule, struct stmt **ret_stmt,
                 struct err *err);

/* The shipped rules and those of a folder, which replace or add; sorted by id. */
struct rule_set {
    struct arena arena;
    struct rule *rules;
    size_t n;
    size_t capacity;
};

#define RULE_SET_INIT                                                                              \
    {                                                                                              \
        ARENA_INIT, NULL, 0, 0                                                                     \
    }

int rule_set_load(const char *dir, struct rule_set *ret_set, struct err *err); /* dir may be NULL */
void rule_set_release(struct rule_set *set);

/* The front matter of one rule as a new JSON object, and of all rules as an array. */
json_t *rule_describe(const struct rule *rule);
json_t *rule_set_describe(const struct rule_set *set);

#endif
