/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/analysis.h"
#include "cli/command.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "support/err.h"

int cmd_rules(const struct options *options, struct err *err)
{
    json_t *CLEANUP(json_decrefp) rules = NULL;
    int rc = analysis_rules(options->rules_dir, &rules, err);
    if (rc < 0) {
        return rc;
    }
    if (options->json) {
        return loaded_print_json(json_pack("{s:O}", "rules", rules), err);
    }
    static const struct table_column columns[] = {
        {"rule", TABLE_TEXT}, {"severity", TABLE_TEXT}, {"what it asks", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 3);
    size_t i = 0;
    json_t *rule = NULL;
    json_array_foreach(rules, i, rule)
    {
        const char *cells[] = {loaded_text(rule, "id"), loaded_text(rule, "severity"),
                               loaded_text(rule, "title")};
        table_add(table, cells);
    }
    table_print(table, NULL);
    return EXIT_DONE;
}
