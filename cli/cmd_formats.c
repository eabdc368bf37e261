/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "ingest/ingest.h"
#include "reports/report.h"
#include "support/err.h"

static json_t *formats(void)
{
    json_t *inputs = json_array();
    json_t *outputs = json_array();
    for (const struct ingest_format *f = ingest_formats; f->name; f++) {
        json_array_append_new(inputs,
                              json_pack("{s:s, s:s}", "name", f->name, "summary", f->summary));
    }
    for (const char *const *name = report_formats; *name; name++) {
        json_array_append_new(outputs, json_pack("{s:s}", "name", *name));
    }
    return json_pack("{s:o, s:o}", "inputs", inputs, "outputs", outputs);
}

int cmd_formats(const struct options *options, struct err *err)
{
    if (options->json) {
        return loaded_print_json(formats(), err);
    }
    static const struct table_column in[] = {{"format", TABLE_TEXT}, {"", TABLE_WRAP}};
    static const struct table_column out[] = {{"format", TABLE_TEXT}};
    struct table *CLEANUP(table_freep) inputs = table_new(in, 2);
    struct table *CLEANUP(table_freep) outputs = table_new(out, 1);
    for (const struct ingest_format *f = ingest_formats; f->name; f++) {
        const char *cells[] = {f->name, f->summary};
        table_add(inputs, cells);
    }
    for (const char *const *name = report_formats; *name; name++) {
        table_add(outputs, name);
    }
    table_print(inputs, "can be read");
    table_print(outputs, "reports can be written as");
    return EXIT_DONE;
}
