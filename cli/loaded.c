/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/loaded.h"

#include <stdio.h>
#include <unistd.h>

#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/option.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

/* Whether `path` names no file in a folder that exists. */
static bool is_new(const char *path)
{
    if (access(path, F_OK) == 0) {
        return false;
    }
    const char *slash = strrchr(path, '/');
    char *CLEANUP(mem_freep) folder =
        slash ? mem_slice_dup((struct slice){path, (size_t)(slash - path) + 1}) : mem_strdup(".");
    return access(folder, F_OK) == 0;
}

int loaded_open(const char *path, struct store **ret_store, struct err *err)
{
    if (is_new(path)) {
        terminal_say("'%s' does not exist yet: nothing is loaded", path);
        return store_open(":memory:", STORE_WRITE, ret_store, err);
    }
    return store_open(path, STORE_READ, ret_store, err);
}

struct analysis_options loaded_analysis_options(const struct options *options)
{
    return (struct analysis_options){
        .policy_path = options->policy,
        .exceptions_path = options->exceptions,
        .attestations_path = options->attestations,
        .month = options->month,
        .as_of = options->as_of,
        .cost_basis = options->cost,
        .rules_dir = options->rules_dir,
    };
}

int loaded_analyse(const struct options *options, json_t **ret_result, struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    int rc = loaded_open(options->db, &store, err);
    if (rc < 0) {
        return rc;
    }
    struct analysis_options analysis = loaded_analysis_options(options);
    return analysis_run(store, &analysis, ret_result, err);
}

bool loaded_anything(const json_t *result)
{
    size_t i = 0;
    json_t *source = NULL;
    json_array_foreach(json_object_get(result, "sources"), i, source)
    {
        const char *status = loaded_text(source, "status");
        if (status && strcmp(status, "refused") != 0 && strcmp(status, "left_alone") != 0) {
            return true;
        }
    }
    return false;
}

int loaded_exit_code(const json_t *result)
{
    if (loaded_anything(result)) {
        return EXIT_DONE;
    }
    terminal_say("nothing is loaded; start with `drledger ingest PATH...`");
    return EXIT_PARTIAL;
}

void loaded_print_head(const json_t *result, const char *subject)
{
    const char *organization = loaded_text(result, "organization");
    const char *month = loaded_text(result, "month");
    const char *as_of = loaded_text(result, "as_of");
    const char *currency = loaded_text(result, "currency");
    printf("%s%s%s%s%s%s", terminal_ink(INK_BOLD), organization ? organization : "",
           organization ? ": " : "", subject, terminal_ink(INK_PLAIN), month ? ", " : "");
    printf("%s", month ? month : "");
    if (as_of) {
        printf(", as of %s", as_of);
    }
    if (currency) {
        printf(", %s cost in %s", loaded_text(result, "cost_basis"), currency);
    }
    putchar('\n');
    size_t i = 0;
    json_t *note = NULL;
    json_array_foreach(json_object_get(result, "notes"), i, note)
    {
        char *CLEANUP(mem_freep) line = mem_format("note: %s", json_string_value(note));
        table_print_text(line);
    }
}

json_t *loaded_answer(const json_t *result, const char *const *sections)
{
    static const char *const head[] = {"tool",          "month",  "as_of", "currency", "cost_basis",
                                       "inputs_digest", "policy", "notes", NULL};
    json_t *answer = json_object();
    for (const char *const *key = head; *key; key++) {
        json_object_set(answer, *key, json_object_get(result, *key));
    }
    for (const char *const *key = sections; *key; key++) {
        json_object_set(answer, *key, json_object_get(result, *key));
    }
    return answer;
}

const char *loaded_mark(const json_t *figure)
{
    return json_is_false(json_object_get(figure, "complete")) ? " (incomplete)" : "";
}

void loaded_print_missing(const json_t *figure)
{
    size_t i = 0;
    json_t *call = NULL;
    json_array_foreach(json_object_get(figure, "missing"), i, call)
    {
        printf("%s%s\n", i ? "  " : "evidence missing:\n  ", json_string_value(call));
    }
}

int loaded_print_json(json_t *value, struct err *err)
{
    json_t *CLEANUP(json_decrefp) owned = value;
    if (json_dumpf(owned, stdout, JSON_INDENT(2)) != 0) {
        return FAIL(err, ERR_OUTPUT, "cannot write to standard output");
    }
    putchar('\n');
    return EXIT_DONE;
}

const char *loaded_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

int64_t loaded_int(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}
