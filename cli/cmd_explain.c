/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/analysis.h"
#include "analysis/explain.h"
#include "cli/command.h"
#include "cli/explain.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

enum { DEFAULT_ROWS = 20 };

size_t explain_shown(const struct options *options, size_t n)
{
    size_t most = options->rows ? (size_t)strtoul(options->rows, NULL, 10) : DEFAULT_ROWS;
    return most && most < n ? most : n;
}

void explain_print_rest(size_t n, size_t shown, const char *what)
{
    if (shown < n) {
        printf("%zu more %s; --rows 0 or --json lists all\n", n - shown, what);
    }
}

static int print_matches(const struct explaining *explaining, const json_t *matches,
                         struct err *err)
{
    if (explaining->options->json) {
        return loaded_print_json(json_pack("{s:O}", "matches", matches), err);
    }
    static const struct table_column columns[] = {{"resource", TABLE_TEXT}, {"type", TABLE_TEXT}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 2);
    size_t i = 0;
    json_t *match = NULL;
    json_array_foreach(matches, i, match)
    {
        const char *cells[] = {loaded_text(match, "resource"), loaded_text(match, "type")};
        table_add(table, cells);
    }
    printf("'%s' may be any of these:\n", explaining->options->arguments[1]);
    table_print(table, NULL);
    return EXIT_DONE;
}

static int unknown(const struct explaining *explaining, const char *name, struct err *err)
{
    const json_t *rules = json_object_get(json_object_get(explaining->result, "coverage"), "rules");
    size_t n = json_array_size(rules);
    const char **CLEANUP(mem_freep) names = mem_array(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = loaded_text(json_array_get(rules, i), "id");
    }
    const char *near = option_nearest(name, names);
    return FAIL(err, ERR_USAGE, "'%s' is neither a rule nor a resource that is loaded%s%s%s", name,
                near ? "; did you mean '" : "", near ? near : "",
                near ? "'?" : "; see `drledger help explain`");
}

static int explain(const struct explaining *explaining, const char *name, struct err *err)
{
    struct analysis_options analysis = loaded_analysis_options(explaining->options);
    json_t *CLEANUP(json_decrefp) rule = NULL;
    json_t *CLEANUP(json_decrefp) matches = NULL;
    int rc = explain_open(explaining->store, err);
    if (rc < 0 || (rc = explain_rule(explaining->store, &analysis, name, &rule, err)) < 0) {
        return rc;
    }
    if (json_is_object(rule)) {
        return explain_print_rule(explaining, rule, err);
    }
    if ((rc = explain_match(explaining->store, name, &matches, err)) < 0) {
        return rc;
    }
    if (json_array_size(matches) > 1) {
        return print_matches(explaining, matches, err);
    }
    const char *resource = loaded_text(json_array_get(matches, 0), "resource");
    return resource ? explain_print_resource(explaining, resource, err)
                    : unknown(explaining, name, err);
}

int cmd_explain(const struct options *options, struct err *err)
{
    struct store *CLEANUP(store_closep) store = NULL;
    json_t *CLEANUP(json_decrefp) result = NULL;
    struct analysis_options analysis = loaded_analysis_options(options);
    int rc = loaded_open(options->db, &store, err);
    if (rc < 0 || (rc = analysis_run(store, &analysis, &result, err)) < 0) {
        return rc;
    }
    struct explaining explaining = {options, store, result};
    return explain(&explaining, options->arguments[1], err);
}
