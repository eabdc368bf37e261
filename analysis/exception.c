/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/exception.h"

#include <string.h>

#include <jansson.h>

#include "analysis/file.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "support/utc.h"

enum { USER_FILE_MAX = 16 << 20, DAY_SIZE = 10, SHA256_SIZE = 64 };

enum kind { TEXT, OPTIONAL_TEXT, DAY, TEXTS, OPTIONAL_TEXTS, EVIDENCE };

struct key {
    const char *name;
    enum kind kind;
    const char *const *words; /* what a text may be; NULL: anything */
};

/* One kind of user file. */
struct format {
    const char *schema;
    const char *list; /* key of the array of entries */
    const struct key *keys;
    size_t n_keys;
};

static const char *const kinds[] = {"waived", "mitigated", NULL};
static const char *const paths[] = {
    "cross_region_not_feasible", "aws_backup_unavailable",  "rto_rpo_unmet",
    "dr_test_not_possible",      "encryption_not_possible", NULL};

static const struct key exception_keys[] = {
    {"id", TEXT, NULL},
    {"rule", TEXT, NULL},
    {"resources", TEXTS, NULL},
    {"path", OPTIONAL_TEXT, paths},
    {"kind", OPTIONAL_TEXT, kinds},
    {"reason", TEXT, NULL},
    {"compensating_controls", OPTIONAL_TEXTS, NULL},
    {"owner", TEXT, NULL},
    {"approver", TEXT, NULL},
    {"approved_on", DAY, NULL},
    {"expires_on", DAY, NULL},
    {"evidence", EVIDENCE, NULL},
};
static const struct format exception_format = {"drledger/exceptions/1", "exceptions",
                                               exception_keys,
                                               sizeof exception_keys / sizeof *exception_keys};

static const struct key attestation_keys[] = {
    {"rule", TEXT, NULL},         {"scope", TEXTS, NULL}, {"statement", TEXT, NULL},
    {"author", TEXT, NULL},       {"made_on", DAY, NULL}, {"valid_until", DAY, NULL},
    {"evidence", EVIDENCE, NULL},
};
static const struct format attestation_format = {
    "drledger/attestations/1", "attestations", attestation_keys,
    sizeof attestation_keys / sizeof *attestation_keys};

/* Where we are in a user's file, for messages. */
struct place {
    const char *path;
    const struct format *format;
    size_t number;     /* of the entry, from 1; 0: the file itself */
    const char *entry; /* its id, or its rule, or "" */
};

static int fail_key(const struct place *at, const char *key, const char *what, struct err *err)
{
    if (at->number == 0) {
        return FAIL(err, ERR_INPUT, "'%s': key '%s': %s", at->path, key, what);
    }
    return FAIL(err, ERR_INPUT, "'%s': %s[%zu] (%s): key '%s': %s", at->path, at->format->list,
                at->number - 1, at->entry, key, what);
}

/* --- checking one entry ------------------------------------------------------ */

static bool is_day(const char *text)
{
    int64_t seconds = 0;
    char back[UTC_TEXT_SIZE];
    if (strlen(text) != DAY_SIZE || !utc_parse(slice_of(text), &seconds)) {
        return false;
    }
    utc_format(seconds, back);
    return strncmp(back, text, DAY_SIZE) == 0;
}

static const char *check_text(const struct key *key, const json_t *value)
{
    if (!json_is_string(value) || !*json_string_value(value)) {
        return "expected a text that is not empty";
    }
    const char *text = json_string_value(value);
    if (key->kind == DAY && !is_day(text)) {
        return "expected a day like \"2025-01-31\"";
    }
    for (const char *const *word = key->words; word && *word; word++) {
        if (strcmp(*word, text) == 0) {
            return NULL;
        }
    }
    return key->words ? "expected one of the words that the manual lists for it" : NULL;
}

static const char *check_texts(const json_t *value, bool may_be_empty)
{
    if (!json_is_array(value) || (!may_be_empty && json_array_size(value) == 0)) {
        return "expected a list of texts";
    }
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(value, i, item)
    {
        if (!json_is_string(item) || !*json_string_value(item)) {
            return "expected a list of texts that are not empty";
        }
    }
    return NULL;
}

static bool is_digest(const char *text)
{
    return text && strlen(text) == SHA256_SIZE && strspn(text, "0123456789abcdef") == SHA256_SIZE;
}

static const char *check_evidence(const json_t *value)
{
    size_t i = 0;
    json_t *item = NULL;
    if (!json_is_array(value)) {
        return "expected a list of {\"file\", \"sha256\"}";
    }
    json_array_foreach(value, i, item)
    {
        const char *file = json_string_value(json_object_get(item, "file"));
        if (json_object_size(item) != 2 || !file || !*file ||
            !is_digest(json_string_value(json_object_get(item, "sha256")))) {
            return "expected {\"file\", \"sha256\"}, the digest as 64 lower-case hex digits";
        }
    }
    return NULL;
}

static const char *check_value(const struct key *key, const json_t *value)
{
    switch (key->kind) {
    case TEXTS:
        return check_texts(value, false);
    case OPTIONAL_TEXTS:
        return value ? check_texts(value, true) : NULL;
    case EVIDENCE:
        return value ? check_evidence(value) : NULL;
    case OPTIONAL_TEXT:
        return value ? check_text(key, value) : NULL;
    default:
        return value ? check_text(key, value) : "is missing and is required";
    }
}

static bool is_known(const struct format *format, const char *name)
{
    for (size_t i = 0; i < format->n_keys; i++) {
        if (strcmp(format->keys[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static int check_entry(const struct place *at, json_t *entry, struct err *err)
{
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(entry, name, value)
    {
        if (!file_key_is_comment(name) && !is_known(at->format, name)) {
            return fail_key(at, name, "is not known here", err);
        }
    }
    for (size_t i = 0; i < at->format->n_keys; i++) {
        const struct key *key = &at->format->keys[i];
        const char *wrong = check_value(key, json_object_get(entry, key->name));
        if (wrong) {
            return fail_key(at, key->name, wrong, err);
        }
    }
    return 0;
}

/* --- reading a file ---------------------------------------------------------- */

static int read_file(struct place *at, json_t **ret_file, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    json_error_t wrong;
    int rc = file_read(at->path, USER_FILE_MAX, &text, err);
    if (rc < 0) {
        return rc;
    }
    json_t *CLEANUP(json_decrefp) file =
        json_loadb(text.text, text.size, JSON_REJECT_DUPLICATES, &wrong);
    if (!file) {
        return FAIL(err, ERR_INPUT, "'%s': line %d: no JSON: %s", at->path, wrong.line, wrong.text);
    }
    const char *schema = json_string_value(json_object_get(file, "schema"));
    if (!schema || strcmp(schema, at->format->schema) != 0) {
        char what[128];
        snprintf(what, sizeof what, "expected \"%s\"", at->format->schema);
        return fail_key(at, "schema", what, err);
    }
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(file, name, value)
    {
        if (!file_key_is_comment(name) && strcmp(name, "schema") != 0 &&
            strcmp(name, at->format->list) != 0) {
            return fail_key(at, name, "is not known here", err);
        }
    }
    if (!json_is_array(json_object_get(file, at->format->list))) {
        return fail_key(at, at->format->list, "expected a list of entries", err);
    }
    *ret_file = TAKE(file);
    return 0;
}

/* Moves on to entry `i` and checks it. */
static int enter(struct place *at, json_t *entries, size_t i, json_t **ret_entry, struct err *err)
{
    json_t *entry = json_array_get(entries, i);
    const char *id = json_string_value(json_object_get(entry, "id"));
    const char *rule = json_string_value(json_object_get(entry, "rule"));
    at->number = i + 1;
    at->entry = id ? id : rule ? rule : "no id";
    if (!json_is_object(entry)) {
        return FAIL(err, ERR_INPUT, "'%s': %s[%zu]: expected an object", at->path, at->format->list,
                    i);
    }
    *ret_entry = entry;
    return check_entry(at, entry, err);
}

/* The first evidence file that is not there or not what it was, or NULL. */
static const char *altered_file(const struct place *at, const json_t *evidence)
{
    const char *slash = strrchr(at->path, '/');
    int folder = slash ? (int)(slash - at->path) + 1 : 0;
    size_t i = 0;
    json_t *item = NULL;
    json_array_foreach(evidence, i, item)
    {
        const char *file = json_string_value(json_object_get(item, "file"));
        const char *wanted = json_string_value(json_object_get(item, "sha256"));
        char *CLEANUP(mem_freep) path =
            mem_format("%.*s%s", *file == '/' ? 0 : folder, at->path, file);
        char digest[SHA256_HEX_SIZE] = "";
        struct err ignored = ERR_INIT;
        if (file_sha256(path, digest, &ignored) < 0 || strcmp(digest, wanted) != 0) {
            return file;
        }
    }
    return NULL;
}

static const char *text_of(const json_t *entry, const char *key)
{
    return json_string_value(json_object_get(entry, key));
}

static void bind_json(struct stmt *stmt, const char *parameter, const json_t *list, char **ret_text)
{
    *ret_text = list ? json_dumps(list, JSON_COMPACT | JSON_SORT_KEYS) : mem_strdup("[]");
    stmt_bind_text(stmt, parameter, *ret_text);
}

/* Runs `insert` once for each of the entry's patterns or scopes. */
static int insert_each(struct stmt *insert, const struct place *at, const json_t *entry,
                       const char *list, struct err *err)
{
    char *CLEANUP(mem_freep) evidence = NULL;
    bind_json(insert, ":evidence", json_object_get(entry, "evidence"), &evidence);
    stmt_bind_text(insert, ":altered", altered_file(at, json_object_get(entry, "evidence")));
    for (size_t i = 0; i < at->format->n_keys; i++) {
        const struct key *key = &at->format->keys[i];
        if (key->kind == TEXT || key->kind == OPTIONAL_TEXT || key->kind == DAY) {
            char parameter[64];
            snprintf(parameter, sizeof parameter, ":%s", key->name);
            if (stmt_has_parameter(insert, parameter)) {
                stmt_bind_text(insert, parameter, text_of(entry, key->name));
            }
        }
    }
    size_t i = 0;
    json_t *item = NULL;
    int rc = 0;
    json_array_foreach(json_object_get(entry, list), i, item)
    {
        stmt_bind_text(insert, ":item", json_string_value(item));
        if ((rc = stmt_run(insert, err)) < 0) {
            break;
        }
    }
    return rc;
}

/* --- exceptions --------------------------------------------------------------- */

static int check_days(const struct place *at, const json_t *entry, const char *first,
                      const char *last, struct err *err)
{
    return strcmp(text_of(entry, first), text_of(entry, last)) <= 0
               ? 0
               : fail_key(at, last, "lies before the day it begins", err);
}

/* The rule must exist: a misspelt one would silently excuse nothing. */
static int check_rule(struct store *store, const struct place *at, const json_t *entry,
                      struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "find rule", "select 1 from rule where id = :id", &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(stmt, ":id", text_of(entry, "rule"));
    rc = stmt_step(stmt, err);
    return rc == 0 ? fail_key(at, "rule", "there is no such rule (see 'drledger rules')", err)
                   : (rc < 0 ? rc : 0);
}

static int check_unique(const struct place *at, const json_t *entries, const json_t *entry,
                        struct err *err)
{
    for (size_t i = 0; i + 1 < at->number; i++) {
        if (strcmp(text_of(json_array_get(entries, i), "id"), text_of(entry, "id")) == 0) {
            return fail_key(at, "id", "is used by an entry before", err);
        }
    }
    return 0;
}

int exceptions_load(struct store *store, const char *path, struct err *err)
{
    static const char sql[] =
        "insert into exception select :id, :rule, :item, :path, coalesce(:kind, 'waived'), :reason, :controls, :owner,"
        " :approver, :approved_on, :expires_on, :evidence, :altered, case"
        " when substr(as_of, 1, 10) < :approved_on then 'not_yet_valid'"
        " when substr(as_of, 1, 10) > :expires_on then 'expired' else 'active' end from run";
    if (!path) {
        return 0;
    }
    struct place at = {path, &exception_format, 0, ""};
    json_t *CLEANUP(json_decrefp) file = NULL;
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    int rc = read_file(&at, &file, err);
    if (rc < 0 || (rc = stmt_prepare(store, "insert exception", sql, &insert, err)) < 0) {
        return rc;
    }
    json_t *entries = json_object_get(file, at.format->list);
    for (size_t i = 0; i < json_array_size(entries); i++) {
        json_t *entry = NULL;
        if ((rc = enter(&at, entries, i, &entry, err)) < 0 ||
            (rc = check_days(&at, entry, "approved_on", "expires_on", err)) < 0 ||
            (rc = check_rule(store, &at, entry, err)) < 0 ||
            (rc = check_unique(&at, entries, entry, err)) < 0) {
            return rc;
        }
        char *CLEANUP(mem_freep) controls = NULL;
        bind_json(insert, ":controls", json_object_get(entry, "compensating_controls"), &controls);
        if ((rc = insert_each(insert, &at, entry, "resources", err)) < 0) {
            return rc;
        }
    }
    return 0;
}

int attestations_load(struct store *store, const char *path, struct err *err)
{
    static const char sql[] =
        "insert into attestation select :number, :rule, :item, :statement, :author, :made_on,"
        " :valid_until, :evidence, :altered, case when :altered is not null then 'altered'"
        " when substr(as_of, 1, 10) < :made_on then 'not_yet_valid'"
        " when substr(as_of, 1, 10) > :valid_until then 'expired' else 'valid' end from run";
    if (!path) {
        return 0;
    }
    struct place at = {path, &attestation_format, 0, ""};
    json_t *CLEANUP(json_decrefp) file = NULL;
    struct stmt *CLEANUP(stmt_freep) insert = NULL;
    int rc = read_file(&at, &file, err);
    if (rc < 0 || (rc = stmt_prepare(store, "insert attestation", sql, &insert, err)) < 0) {
        return rc;
    }
    json_t *entries = json_object_get(file, at.format->list);
    for (size_t i = 0; i < json_array_size(entries); i++) {
        json_t *entry = NULL;
        if ((rc = enter(&at, entries, i, &entry, err)) < 0 ||
            (rc = check_days(&at, entry, "made_on", "valid_until", err)) < 0 ||
            (rc = check_rule(store, &at, entry, err)) < 0) {
            return rc;
        }
        stmt_bind_int(insert, ":number", (int64_t)at.number);
        if ((rc = insert_each(insert, &at, entry, "scope", err)) < 0) {
            return rc;
        }
    }
    return 0;
}
