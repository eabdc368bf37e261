/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/rule.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/file.h"
#include "store/stmt.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/strbuf.h"

enum { RULE_FILE_MAX = 1 << 20 };

extern const struct asset analysis_assets[];

/* --- front matter --------------------------------------------------------- */

struct front_matter {
    struct arena *arena;
    struct rule *rule;
    unsigned line; /* from 1: where the entry begins */
};

static int fail_at(const struct front_matter *at, struct err *err, const char *what,
                   const char *subject)
{
    return FAIL(err, ERR_INPUT, "%s: line %u: %s '%s'", at->rule->file, at->line, what, subject);
}

static bool one_of(const char *text, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(text, *words) == 0) {
            return true;
        }
    }
    return false;
}

static struct slice trim(struct slice text)
{
    while (text.size && (text.text[0] == ' ' || text.text[0] == '\t')) {
        text = slice_from(text, 1);
    }
    while (text.size && strchr(" \t\r", text.text[text.size - 1])) {
        text.size--;
    }
    return text;
}

/* Cuts the first word off *rest. Empty at the end. */
static struct slice next_word(struct slice *rest)
{
    *rest = trim(*rest);
    const char *blank = memchr(rest->text, ' ', rest->size);
    struct slice word = {rest->text, blank ? (size_t)(blank - rest->text) : rest->size};
    *rest = trim(slice_from(*rest, word.size));
    return word;
}

static int add_calls(struct front_matter *at, struct rule_calls *calls, const char *key,
                     const char *value, struct err *err)
{
    struct slice rest = slice_of(value);
    for (struct slice word = next_word(&rest); word.size; word = next_word(&rest)) {
        if (calls->n == RULE_CALLS_MAX) {
            return fail_at(at, err, "too many calls in", key);
        }
        calls->names[calls->n++] = arena_slice_dup(at->arena, word);
    }
    return 0;
}

static int add_param(struct front_matter *at, const char *value, struct err *err)
{
    static const char *const types[] = {"integer", "decimal", "text", NULL};
    struct rule *rule = at->rule;
    struct slice rest = slice_of(value);
    struct rule_param param = {
        .name = arena_slice_dup(at->arena, next_word(&rest)),
        .type = arena_slice_dup(at->arena, next_word(&rest)),
        .value = arena_slice_dup(at->arena, next_word(&rest)),
        .description = arena_slice_dup(at->arena, rest),
    };
    if (!*param.description || !one_of(param.type, types)) {
        return fail_at(at, err, "expected 'name integer|decimal|text default description', not",
                       value);
    }
    if (rule->n_params == RULE_PARAMS_MAX) {
        return fail_at(at, err, "too many parameters at", param.name);
    }
    for (size_t i = 0; i < rule->n_params; i++) {
        if (strcmp(rule->params[i].name, param.name) == 0) {
            return fail_at(at, err, "declares twice the parameter", param.name);
        }
    }
    rule->params[rule->n_params++] = param;
    return 0;
}

static int set_text(struct front_matter *at, const char **field, const char *key, const char *value,
                    struct err *err)
{
    if (*field) {
        return fail_at(at, err, "says twice", key);
    }
    *field = value;
    return 0;
}

static int set_entry(struct front_matter *at, const char *key, const char *value, struct err *err)
{
    static const char *const severities[] = {"critical", "high", "medium", "low", NULL};
    struct rule *rule = at->rule;
    const struct {
        const char *key;
        const char **field;
    } texts[] = {{"id", &rule->id},
                 {"title", &rule->title},
                 {"severity", &rule->severity},
                 {"why", &rule->why},
                 {"remediation", &rule->remediation}};
    if (strcmp(key, "severity") == 0 && !one_of(value, severities)) {
        return fail_at(at, err, "severity is critical, high, medium or low, not", value);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(key, texts[i].key) == 0) {
            return set_text(at, texts[i].field, key, value, err);
        }
    }
    if (strcmp(key, "needs") == 0) {
        return add_calls(at, &rule->needs, key, value, err);
    }
    if (strcmp(key, "uses") == 0) {
        return add_calls(at, &rule->uses, key, value, err);
    }
    if (strcmp(key, "param") == 0) {
        return add_param(at, value, err);
    }
    if (strcmp(key, "scan") == 0) {
        rule->scans = strcmp(value, "yes") == 0;
        return rule->scans ? 0 : fail_at(at, err, "scan is yes or absent, not", value);
    }
    if (strcmp(key, "status") == 0) {
        rule->placeholder = strcmp(value, "placeholder") == 0;
        return rule->placeholder ? 0
                                 : fail_at(at, err, "status is placeholder or absent, not", value);
    }
    return fail_at(at, err, "unknown key", key);
}

/* "id: RDS_BACKUP" and its continuation lines, without the dashes. */
static int set_lines(struct front_matter *at, const struct strbuf *lines, struct err *err)
{
    if (!lines->size) {
        return 0;
    }
    struct slice text = strbuf_slice(lines);
    const char *colon = memchr(text.text, ':', text.size);
    if (!colon) {
        return fail_at(at, err, "expected 'key: value', not", lines->text);
    }
    size_t key_size = (size_t)(colon - text.text);
    const char *key = arena_slice_dup(at->arena, trim((struct slice){text.text, key_size}));
    const char *value = arena_slice_dup(at->arena, trim(slice_from(text, key_size + 1)));
    return *value ? set_entry(at, key, value, err) : fail_at(at, err, "no value for", key);
}

static int check_complete(const struct rule *rule, struct err *err)
{
    const struct {
        const char *key, *value;
    } required[] = {{"id", rule->id},
                    {"title", rule->title},
                    {"severity", rule->severity},
                    {"why", rule->why},
                    {"remediation", rule->remediation}};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        if (!required[i].value) {
            return FAIL(err, ERR_INPUT,
                        "%s: the front matter lacks '%s': add the comment line '-- %s: ...'",
                        rule->file, required[i].key, required[i].key);
        }
    }
    const char *slash = strrchr(rule->file, '/');
    const char *name = slash ? slash + 1 : rule->file;
    size_t size = strlen(rule->id);
    bool same = strlen(name) == size + strlen(".sql") && strcmp(name + size, ".sql") == 0;
    for (size_t i = 0; same && i < size; i++) {
        char upper = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 'a' + 'A') : name[i];
        same = upper == rule->id[i];
    }
    return same ? 0
                : FAIL(err, ERR_INPUT, "%s: its id '%s' is not the file's name in upper case",
                       rule->file, rule->id);
}

int rule_parse(struct arena *arena, const char *file, struct slice text, struct rule *ret_rule,
               struct err *err)
{
    struct rule rule = {.file = arena_strdup(arena, file)};
    struct front_matter at = {arena, &rule, 1};
    struct strbuf CLEANUP(strbuf_release) lines = STRBUF_INIT;
    if (memchr(text.text, '\0', text.size)) {
        return FAIL(err, ERR_INPUT, "%s: holds a NUL byte and is no SQL text", file);
    }
    rule.sql = arena_slice_dup(arena, text);
    int rc = 0;
    for (unsigned line = 1; slice_starts(text, SLICE_LITERAL("--")); line++) {
        const char *end = memchr(text.text, '\n', text.size);
        size_t size = end ? (size_t)(end - text.text) : text.size;
        struct slice content = {text.text + 2, size - 2};
        text = slice_from(text, end ? size + 1 : size);
        if (slice_starts(content, SLICE_LITERAL("   "))) {
            strbuf_addc(&lines, ' ');
        } else {
            if ((rc = set_lines(&at, &lines, err)) < 0) {
                return rc;
            }
            strbuf_clear(&lines);
            at.line = line;
        }
        content = trim(content);
        strbuf_add(&lines, content.text, content.size);
    }
    if ((rc = set_lines(&at, &lines, err)) < 0 || (rc = check_complete(&rule, err)) < 0) {
        return rc;
    }
    *ret_rule = rule;
    return 0;
}

/* --- contract -------------------------------------------------------------- */

static const char *const columns[] = {"resource", "account", "region",    "tier",
                                      "verdict",  "reason",  "source_id", "pointer"};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* analysis/views.md, and what inventory calls said. Not `source`: it knows where files
 * lie on the machine that read them. What a view reads must be listed as well. */
static const char *const readable[] = {"run",
                                       "tier",
                                       "policy_tag",
                                       "assignment",
                                       "out_of_scope",
                                       "standby",
                                       "policy_region",
                                       "budget",
                                       "policy_param",
                                       "call_state",
                                       "inventory_scope",
                                       "known_resource",
                                       "known_tag",
                                       "bill_line",
                                       "resource_cost",
                                       "selected",
                                       "point",
                                       "orphan_point",
                                       "waste_item",
                                       "waste_line",
                                       "resource_state",
                                       "rpo",
                                       "restore",
                                       "exception",
                                       "attestation",
                                       "document",
                                       "resource",
                                       "resource_tag",
                                       "backup_vault",
                                       "recovery_point",
                                       "backup_plan",
                                       "backup_plan_rule",
                                       "backup_plan_copy",
                                       "backup_selection",
                                       "backup_job",
                                       "copy_job",
                                       "restore_job",
                                       "protected_resource",
                                       "region_opt_in",
                                       "snapshot",
                                       "resource_type",
                                       "call_gap",
                                       "answer_page",
                                       "tag_value",
                                       "application",
                                       "application_attestation",
                                       "application_runbook",
                                       "application_event",
                                       NULL};

static int check_columns(const struct rule *rule, const struct stmt *stmt, struct err *err)
{
    int n = stmt_n_columns(stmt);
    for (int i = 0; i < n || i < N_COLUMNS; i++) {
        const char *name = i < n ? stmt_column_name(stmt, i) : "missing";
        if (i >= N_COLUMNS || strcmp(name, columns[i]) != 0) {
            return FAIL(err, ERR_INPUT,
                        "%s: column %d is '%s', expected '%s': a rule selects resource, account, "
                        "region, tier, verdict, reason, source_id, pointer",
                        rule->file, i + 1, name, i < N_COLUMNS ? columns[i] : "nothing");
        }
    }
    return 0;
}

static bool is_declared(const struct rule *rule, const char *parameter)
{
    for (size_t i = 0; i < rule->n_params; i++) {
        if (parameter && *parameter == ':' && strcmp(parameter + 1, rule->params[i].name) == 0) {
            return true;
        }
    }
    return false;
}

static int check_params(const struct rule *rule, const struct stmt *stmt, struct err *err)
{
    for (int i = 1; i <= stmt_n_parameters(stmt); i++) {
        const char *parameter = stmt_parameter_name(stmt, i);
        if (!is_declared(rule, parameter)) {
            return FAIL(err, ERR_INPUT,
                        "%s: the parameter '%s' is not declared: add '-- param: name type default "
                        "description'",
                        rule->file, parameter ? parameter : "?");
        }
    }
    for (size_t i = 0; i < rule->n_params; i++) {
        char name[128];
        snprintf(name, sizeof name, ":%s", rule->params[i].name);
        if (strcmp(rule->params[i].name, RULE_EVIDENCE_AGE) != 0 &&
            !stmt_has_parameter(stmt, name)) {
            return FAIL(err, ERR_INPUT, "%s: declares the parameter '%s' and does not use it",
                        rule->file, rule->params[i].name);
        }
    }
    return 0;
}

int rule_prepare(struct store *store, const struct rule *rule, struct stmt **ret_stmt,
                 struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare_select(store, rule->file, rule->sql, readable, &stmt, err);
    if (rc < 0) {
        err->code = ERR_INPUT;
        return ERR_INPUT;
    }
    if (!stmt_is_readonly(stmt)) {
        return FAIL(err, ERR_INPUT, "%s: a rule may only SELECT", rule->file);
    }
    if ((rc = check_columns(rule, stmt, err)) < 0 || (rc = check_params(rule, stmt, err)) < 0) {
        return rc;
    }
    if (rule->foreign) {
        stmt_limit_steps(stmt, RULE_STEPS_MAX);
    }
    *ret_stmt = TAKE(stmt);
    return 0;
}

/* --- the set ---------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const struct rule *left = a;
    const struct rule *right = b;
    return strcmp(left->id, right->id);
}

static void put(struct rule_set *set, struct rule rule)
{
    for (size_t i = 0; i < set->n; i++) {
        if (strcmp(set->rules[i].id, rule.id) == 0) {
            set->rules[i] = rule;
            return;
        }
    }
    void *rules = set->rules;
    mem_reserve(&rules, &set->capacity, set->n + 1, sizeof *set->rules);
    set->rules = rules;
    set->rules[set->n++] = rule;
}

static int load_shipped(struct rule_set *set, struct err *err)
{
    for (const struct asset *asset = analysis_assets; asset->name; asset++) {
        if (strncmp(asset->name, "rules/", 6) != 0) {
            continue;
        }
        struct rule rule = {0};
        struct slice text = {asset->text, asset->size};
        int rc = rule_parse(&set->arena, asset->name, text, &rule, err);
        if (rc < 0) {
            return rc;
        }
        put(set, rule);
    }
    return 0;
}

static int load_file(struct rule_set *set, const char *dir, const char *name, struct err *err)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", dir, name);
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    struct rule rule = {0};
    int rc = file_read(path, RULE_FILE_MAX, &text, err);
    if (rc == 0) {
        rc = rule_parse(&set->arena, path, strbuf_slice(&text), &rule, err);
    }
    if (rc == 0) {
        rule.foreign = true;
        put(set, rule);
    }
    return rc;
}

static int load_dir(struct rule_set *set, const char *dir, struct err *err)
{
    DIR *folder = opendir(dir);
    if (!folder) {
        return FAIL(err, ERR_INPUT, "rules folder '%s' cannot be read: %s", dir, strerror(errno));
    }
    int rc = 0;
    size_t n_files = 0;
    for (const struct dirent *entry; rc == 0 && (entry = readdir(folder));) {
        if (slice_ends(slice_of(entry->d_name), SLICE_LITERAL(".sql"))) {
            rc = load_file(set, dir, entry->d_name, err);
            n_files++;
        }
    }
    closedir(folder);
    if (rc == 0 && n_files == 0) {
        return FAIL(err, ERR_INPUT, "rules folder '%s' holds no .sql file", dir);
    }
    return rc;
}

int rule_set_load(const char *dir, struct rule_set *ret_set, struct err *err)
{
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    int rc = load_shipped(&set, err);
    if (rc == 0 && dir) {
        rc = load_dir(&set, dir, err);
    }
    if (rc < 0) {
        return rc;
    }
    if (set.n) {
        qsort(set.rules, set.n, sizeof *set.rules, by_id);
    }
    *ret_set = set;
    set = (struct rule_set)RULE_SET_INIT;
    return 0;
}

void rule_set_release(struct rule_set *set)
{
    free(set->rules);
    arena_release(&set->arena);
    *set = (struct rule_set)RULE_SET_INIT;
}

static json_t *call_names(const struct rule_calls *calls)
{
    json_t *names = json_array();
    for (size_t i = 0; i < calls->n; i++) {
        json_array_append_new(names, json_string(calls->names[i]));
    }
    return names;
}

json_t *rule_describe(const struct rule *rule)
{
    json_t *params = json_array();
    for (size_t i = 0; i < rule->n_params; i++) {
        const struct rule_param *param = &rule->params[i];
        json_array_append_new(params, json_pack("{s:s, s:s, s:s, s:s}", "name", param->name, "type",
                                                param->type, "default", param->value, "description",
                                                param->description));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s}", "id", rule->id, "title",
                     rule->title, "severity", rule->severity, "why", rule->why, "remediation",
                     rule->remediation, "status", rule->placeholder ? "placeholder" : "complete",
                     "needs", call_names(&rule->needs), "uses", call_names(&rule->uses), "params",
                     params, "file", rule->file);
}

json_t *rule_set_describe(const struct rule_set *set)
{
    json_t *list = json_array();
    for (size_t i = 0; i < set->n; i++) {
        json_array_append_new(list, rule_describe(&set->rules[i]));
    }
    return list;
}

int analysis_rules(const char *rules_dir, json_t **ret_rules, struct err *err)
{
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    int rc = rule_set_load(rules_dir, &set, err);
    if (rc == 0) {
        *ret_rules = rule_set_describe(&set);
    }
    return rc;
}
