/* SPDX-License-Identifier: Apache-2.0 */
/* The policy is checked as a whole before anything is kept of it: a key that is not
 * known is an error, because a misspelt one would silently change every figure. Then
 * policy/<name>.sql, each one statement over :policy, fill the tables. */
#include <string.h>

#include <jansson.h>

#include "analysis/analysis.h"
#include "analysis/file.h"
#include "analysis/pipeline.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "support/utc.h"

extern const struct asset analysis_assets[];

enum { POLICY_FILE_MAX = 16 << 20 };

static const char policy_schema[] = "drledger/policy/1";

static void json_free(json_t **owner)
{
    json_decref(*owner);
}

/* --- checking --------------------------------------------------------------- */

struct checker {
    const char *path;
    const json_t *root;
    struct strbuf pointer; /* where we are in the document */
    struct err *err;
};

typedef int check_fn(struct checker *at, const json_t *value);

struct field {
    const char *name;
    check_fn *check;
    bool required;
};

#define N_FIELDS(fields) (sizeof(fields) / sizeof *(fields))

static int fail_at(struct checker *at, const char *what)
{
    return FAIL(at->err, ERR_INPUT, "policy '%s': %s: %s", at->path,
                at->pointer.size ? at->pointer.text : "(the document)", what);
}

/* Goes one step down in the pointer and returns what to give to leave(). */
static size_t enter(struct checker *at, const char *key)
{
    size_t before = at->pointer.size;
    strbuf_addc(&at->pointer, '/');
    for (const char *c = key; *c; c++) {
        if (*c == '~' || *c == '/') {
            strbuf_adds(&at->pointer, *c == '~' ? "~0" : "~1");
        } else {
            strbuf_addc(&at->pointer, *c);
        }
    }
    return before;
}

static void leave(struct checker *at, size_t before)
{
    at->pointer.size = before;
    if (at->pointer.capacity) {
        at->pointer.text[before] = '\0';
    }
}

static int check_member(struct checker *at, const json_t *object, const struct field *field)
{
    const json_t *value = json_object_get(object, field->name);
    if (!value && !field->required) {
        return 0;
    }
    size_t before = enter(at, field->name);
    int rc = value ? field->check(at, value) : fail_at(at, "is required and missing");
    leave(at, before);
    return rc;
}

/* Keys that begin with // are remarks. */
static int check_known(struct checker *at, const char *key, const struct field *fields, size_t n)
{
    if (file_key_is_comment(key)) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(fields[i].name, key) == 0) {
            return 0;
        }
    }
    enter(at, key);
    return fail_at(at, "is no key that drledger knows here");
}

static int check_object(struct checker *at, const json_t *value, const struct field *fields,
                        size_t n)
{
    if (!json_is_object(value)) {
        return fail_at(at, "must be an object");
    }
    const char *key = NULL;
    json_t *member = NULL;
    json_object_foreach((json_t *)value, key, member)
    {
        int rc = check_known(at, key, fields, n);
        if (rc < 0) {
            return rc;
        }
    }
    for (size_t i = 0; i < n; i++) {
        int rc = check_member(at, value, &fields[i]);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

static int check_list(struct checker *at, const json_t *value, check_fn *check)
{
    if (!json_is_array(value)) {
        return fail_at(at, "must be a list");
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        char index[24];
        snprintf(index, sizeof index, "%zu", i);
        size_t before = enter(at, index);
        int rc = check(at, json_array_get(value, i));
        if (rc < 0) {
            return rc;
        }
        leave(at, before);
    }
    return 0;
}

static int check_text(struct checker *at, const json_t *value)
{
    if (!json_is_string(value)) {
        return fail_at(at, "must be a text");
    }
    return json_string_length(value) ? 0 : fail_at(at, "must not be empty");
}

static int check_texts(struct checker *at, const json_t *value)
{
    return check_list(at, value, check_text);
}

static int check_flag(struct checker *at, const json_t *value)
{
    return json_is_boolean(value) ? 0 : fail_at(at, "must be true or false");
}

static int check_days(struct checker *at, const json_t *value)
{
    bool ok = json_is_integer(value) && json_integer_value(value) >= 0 &&
              json_integer_value(value) <= 36500;
    return ok ? 0 : fail_at(at, "must be a whole number of days, 0 to 36500");
}

static int check_schema(struct checker *at, const json_t *value)
{
    bool ok = json_is_string(value) && strcmp(json_string_value(value), policy_schema) == 0;
    return ok ? 0 : fail_at(at, "must be \"drledger/policy/1\"");
}

static int check_duration(struct checker *at, const json_t *value)
{
    int64_t seconds = 0;
    bool ok = json_is_string(value) &&
              utc_parse_duration(slice_of(json_string_value(value)), &seconds) && seconds >= 0;
    return ok ? 0 : fail_at(at, "must be an ISO 8601 duration such as \"PT15M\" or \"P1D\"");
}

static int check_strategy(struct checker *at, const json_t *value)
{
    static const char *const known[] = {"backup_and_restore", "pilot_light", "warm_standby",
                                        "active_active"};
    for (size_t i = 0; json_is_string(value) && i < N_FIELDS(known); i++) {
        if (strcmp(json_string_value(value), known[i]) == 0) {
            return 0;
        }
    }
    return fail_at(at, "must be one of backup_and_restore, pilot_light, warm_standby, "
                       "active_active");
}

static int check_account(struct checker *at, const json_t *value)
{
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    bool ok = strlen(text) == 12 && strspn(text, "0123456789") == 12;
    return ok ? 0 : fail_at(at, "must be an account id of 12 digits, as a text");
}

static int check_accounts(struct checker *at, const json_t *value)
{
    return check_list(at, value, check_account);
}

static int check_arn(struct checker *at, const json_t *value)
{
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    bool ok = strncmp(text, "arn:", 4) == 0 || text[0] == '*';
    return ok ? 0 : fail_at(at, "must be an ARN, or a pattern of one with *");
}

static int check_arns(struct checker *at, const json_t *value)
{
    return check_list(at, value, check_arn);
}

static int check_tag(struct checker *at, const json_t *value)
{
    const char *equals = json_is_string(value) ? strchr(json_string_value(value), '=') : NULL;
    bool ok = equals && equals > json_string_value(value);
    return ok ? 0 : fail_at(at, "must be a tag, written \"key=value\"");
}

static int check_tier_reference(struct checker *at, const json_t *value)
{
    const json_t *tiers = json_object_get(at->root, "tiers");
    for (size_t i = 0; json_is_string(value) && i < json_array_size(tiers); i++) {
        const json_t *id = json_object_get(json_array_get(tiers, i), "id");
        if (json_is_string(id) && json_equal(id, value)) {
            return 0;
        }
    }
    return fail_at(at, "must be the id of a tier in /tiers");
}

static int check_tags(struct checker *at, const json_t *value)
{
    static const struct field fields[] = {{"tier", check_texts, false},
                                          {"application", check_texts, false},
                                          {"owner", check_texts, false}};
    return check_object(at, value, fields, N_FIELDS(fields));
}

static int check_tier(struct checker *at, const json_t *value)
{
    static const struct field fields[] = {
        {"id", check_text, true},
        {"name", check_text, false},
        {"match", check_texts, false},
        {"strategy", check_strategy, false},
        {"rto", check_duration, false},
        {"rpo", check_duration, false},
        {"min_retention_days", check_days, false},
        {"cross_region", check_flag, false},
        {"restore_test_days", check_days, false},
    };
    return check_object(at, value, fields, N_FIELDS(fields));
}

static int check_tiers(struct checker *at, const json_t *value)
{
    int rc = check_list(at, value, check_tier);
    for (size_t i = 0; rc == 0 && i < json_array_size(value); i++) {
        const json_t *id = json_object_get(json_array_get(value, i), "id");
        if (strcmp(json_string_value(id), "unallocated") == 0) {
            return fail_at(at, "no tier can be called 'unallocated'");
        }
        for (size_t j = 0; j < i; j++) {
            if (json_equal(id, json_object_get(json_array_get(value, j), "id"))) {
                return fail_at(at, "two tiers have the same id");
            }
        }
    }
    return rc;
}

/* An entry that names nothing would match everything. */
static int check_names_something(struct checker *at, const json_t *value)
{
    static const char *const keys[] = {"arns", "accounts", "regions", "tag"};
    for (size_t i = 0; i < N_FIELDS(keys); i++) {
        if (json_object_get(value, keys[i])) {
            return 0;
        }
    }
    return fail_at(at, "names no resource: give arns or accounts");
}

static int check_assignment(struct checker *at, const json_t *value)
{
    static const struct field fields[] = {{"tier", check_tier_reference, true},
                                          {"arns", check_arns, false},
                                          {"accounts", check_accounts, false}};
    int rc = check_object(at, value, fields, N_FIELDS(fields));
    return rc < 0 ? rc : check_names_something(at, value);
}

static int check_exclusion(struct checker *at, const json_t *value)
{
    static const struct field fields[] = {{"arns", check_arns, false},
                                          {"accounts", check_accounts, false},
                                          {"reason", check_text, false}};
    int rc = check_object(at, value, fields, N_FIELDS(fields));
    return rc < 0 ? rc : check_names_something(at, value);
}

static int check_standby(struct checker *at, const json_t *value)
{
    static const struct field fields[] = {{"tag", check_tag, false},
                                          {"accounts", check_accounts, false},
                                          {"regions", check_texts, false},
                                          {"arns", check_arns, false}};
    int rc = check_object(at, value, fields, N_FIELDS(fields));
    return rc < 0 ? rc : check_names_something(at, value);
}

static int check_assign(struct checker *at, const json_t *value)
{
    return check_list(at, value, check_assignment);
}

static int check_out_of_scope(struct checker *at, const json_t *value)
{
    return check_list(at, value, check_exclusion);
}

static int check_standbys(struct checker *at, const json_t *value)
{
    return check_list(at, value, check_standby);
}

static int check_budget_entry(struct checker *at, const char *month, const json_t *value)
{
    int64_t seconds = 0;
    struct decimal amount = DECIMAL_ZERO;
    if (!utc_month_start(slice_of(month), &seconds)) {
        return fail_at(at, "is no month: write YYYY-MM");
    }
    bool ok = json_is_string(value) && !decimal_parse(slice_of(json_string_value(value)), &amount);
    return ok ? 0 : fail_at(at, "must be an amount, as a text such as \"50000.00\"");
}

static int check_param(struct checker *at, const char *name, const json_t *value)
{
    (void)name;
    bool ok = json_is_string(value) || json_is_integer(value) || json_is_boolean(value);
    return ok ? 0 : fail_at(at, "must be a text, a whole number, true or false");
}

static int check_map(struct checker *at, const json_t *value,
                     int check(struct checker *at, const char *key, const json_t *value))
{
    if (!json_is_object(value)) {
        return fail_at(at, "must be an object");
    }
    const char *key = NULL;
    json_t *member = NULL;
    json_object_foreach((json_t *)value, key, member)
    {
        size_t before = enter(at, key);
        int rc = file_key_is_comment(key) ? 0 : check(at, key, member);
        if (rc < 0) {
            return rc;
        }
        leave(at, before);
    }
    return 0;
}

static int check_budget(struct checker *at, const json_t *value)
{
    return check_map(at, value, check_budget_entry);
}

static int check_params(struct checker *at, const json_t *value)
{
    return check_map(at, value, check_param);
}

static int check_policy(const char *path, const json_t *root, struct err *err)
{
    static const struct field fields[] = {
        {"schema", check_schema, true},
        {"organization", check_text, false},
        {"home_regions", check_texts, false},
        {"dr_regions", check_texts, false},
        {"tags", check_tags, false},
        {"tiers", check_tiers, false},
        {"default_tier", check_tier_reference, false},
        {"assign", check_assign, false},
        {"out_of_scope", check_out_of_scope, false},
        {"standby", check_standbys, false},
        {"transfer", check_standbys, false},
        {"budget", check_budget, false},
        {"cold_after_days", check_days, false},
        {"params", check_params, false},
    };
    struct checker at = {path, root, STRBUF_INIT, err};
    int rc = check_object(&at, root, fields, N_FIELDS(fields));
    strbuf_release(&at.pointer);
    return rc;
}

/* --- loading ---------------------------------------------------------------- */

static int fill(struct store *store, struct slice policy, const char *digest, struct err *err)
{
    for (const struct asset *query = analysis_assets; query->name; query++) {
        if (!slice_starts(slice_of(query->name), SLICE_LITERAL("policy/"))) {
            continue;
        }
        struct stmt *CLEANUP(stmt_freep) stmt = NULL;
        int rc = stmt_prepare(store, query->name, query->text, &stmt, err);
        if (rc < 0) {
            return rc;
        }
        stmt_bind_slice(stmt, ":policy", policy);
        if (stmt_has_parameter(stmt, ":digest")) {
            stmt_bind_text(stmt, ":digest", digest);
        }
        if ((rc = stmt_run(stmt, err)) < 0) {
            return rc;
        }
    }
    return 0;
}

static int no_tiers(struct store *store, struct err *err)
{
    return store_run(store, "no tiers",
                     "insert into tier (id, rank, name, match)"
                     " values ('unclassified', 0, 'unclassified', '[]');"
                     "insert into default_tier values ('unclassified')",
                     err);
}

static int no_policy(struct store *store, struct err *err)
{
    int rc = no_tiers(store, err);
    if (rc == 0) {
        rc = store_run(store, "no policy", "insert into policy_file values (null, null)", err);
    }
    return rc < 0 ? rc
                  : note_add(store,
                             "No policy was given: every stateful resource is in scope under one "
                             "tier 'unclassified' with no targets.",
                             err);
}

int policy_load(struct store *store, const struct analysis_options *options, struct err *err)
{
    const char *path = options->policy_path;
    if (!path) {
        return no_policy(store, err);
    }
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    int rc = file_read(path, POLICY_FILE_MAX, &text, err);
    if (rc < 0) {
        err_prefix(err, "policy ");
        return rc;
    }
    struct slice bom = SLICE_LITERAL("\xEF\xBB\xBF");
    struct slice body = strbuf_slice(&text);
    body = slice_from(body, slice_starts(body, bom) ? bom.size : 0);
    json_error_t why;
    json_t *CLEANUP(json_free) root =
        json_loadb(body.text, body.size, JSON_REJECT_DUPLICATES, &why);
    if (!root) {
        return FAIL(err, ERR_INPUT, "policy '%s': line %d, column %d: %s", path, why.line,
                    why.column, why.text);
    }
    char digest[SHA256_HEX_SIZE];
    sha256_of(text.text, text.size, digest);
    if ((rc = check_policy(path, root, err)) < 0 || (rc = fill(store, body, digest, err)) < 0) {
        return rc;
    }
    return json_array_size(json_object_get(root, "tiers")) ? 0 : no_tiers(store, err);
}
