/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/reporting.h"
#include "reports/report.h"
#include "support/err.h"
#include "support/mem.h"

static int check_name(const char *what, const char *name, const char *const *names, struct err *err)
{
    for (size_t i = 0; names[i]; i++) {
        if (strcmp(name, names[i]) == 0) {
            return 0;
        }
    }
    const char *near = option_nearest(name, names);
    return FAIL(err, ERR_USAGE, "there is no %s '%s'%s%s%s", what, name,
                near ? "; did you mean '" : "", near ? near : "",
                near ? "'?" : "; `drledger formats` and `drledger help report` list them");
}

/* Calls `each` for every name of the comma-separated --format list. */
static int for_each_format(const struct options *options,
                           int (*each)(const char *format, void *context, struct err *err),
                           void *context, struct err *err)
{
    char *CLEANUP(mem_freep) list = mem_strdup(options->format ? options->format : "pdf,json");
    char *rest = list;
    int rc = 0;
    for (char *name = NULL; rc == 0 && (name = strsep(&rest, ","));) {
        rc = each(name, context, err);
    }
    return rc;
}

struct writing {
    const char *report;
    const json_t *result;
    const struct options *options;
    const char *folder;
};

static int write_format(const char *format, void *context, struct err *err)
{
    const struct writing *writing = context;
    const struct report_options options = {.templates_dir = writing->options->templates_dir,
                                           .page = writing->options->page,
                                           .classification = writing->options->classification,
                                           .fallback_font = writing->options->fallback_font};
    const char *month = loaded_text(writing->result, "month");
    struct report_files CLEANUP(report_files_release) files = {0, NULL};
    int rc = report_render(writing->report, format, writing->result, &options, &files, err);
    for (size_t i = 0; rc == 0 && i < files.n; i++) {
        char *CLEANUP(mem_freep) path =
            mem_format("%s/%s-%s.%s", writing->folder, writing->report, month ? month : "no-data",
                       files.items[i].extension);
        if ((rc = files_write(path, files.items[i].bytes, files.items[i].size, err)) == 0) {
            printf("%s\n", path);
        }
    }
    return rc;
}

int reporting_write(const char *report, const json_t *result, const struct options *options,
                    const char *folder, struct err *err)
{
    struct writing writing = {report, result, options, folder};
    int rc = files_make_folder(folder, err);
    return rc < 0 ? rc : for_each_format(options, write_format, &writing, err);
}

static int check_format(const char *format, void *context, struct err *err)
{
    (void)context;
    return check_name("format", format, report_formats, err);
}

int cmd_report(const struct options *options, struct err *err)
{
    const char *report = options->arguments[1];
    int rc = check_name("report", report, report_names, err);
    if (rc < 0 || (rc = for_each_format(options, check_format, NULL, err)) < 0) {
        return rc;
    }
    json_t *CLEANUP(json_decrefp) result = NULL;
    const char *folder = options->output ? options->output : ".";
    if ((rc = loaded_analyse(options, &result, err)) < 0 ||
        (rc = reporting_write(report, result, options, folder, err)) < 0) {
        return rc;
    }
    return loaded_exit_code(result);
}
