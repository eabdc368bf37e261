/* SPDX-License-Identifier: Apache-2.0 */
/* render REPORT FORMAT RESULT.json OUT [PAGE [FALLBACK_FONT [TEMPLATES]]]: one report from a
 * result, for the test scripts, which look at the outcome with the tools that readers have. The
 * files of a format that has several are called OUT.EXTENSION. */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "reports/report.h"
#include "support/err.h"

static int write_file(const char *path, const struct report_file *file)
{
    FILE *out = fopen(path, "wb");
    int failed = !out || fwrite(file->bytes, 1, file->size, out) != file->size;
    return (out && fclose(out) != 0) || failed;
}

static int write_files(const char *out, const struct report_files *files)
{
    int failed = 0;

    for (size_t i = 0; i < files->n; i++) {
        char path[4096];

        (void)snprintf(path, sizeof path, "%s%s%s", out, files->n > 1 ? "." : "",
                       files->n > 1 ? files->items[i].extension : "");
        failed |= write_file(path, &files->items[i]);
    }
    return failed;
}

int main(int argc, char **argv)
{
    struct err err = ERR_INIT;
    struct report_files files = {0, NULL};

    if (argc < 5) {
        (void)fprintf(stderr,
                      "usage: render REPORT FORMAT RESULT.json OUT [PAGE [FONT [TEMPLATES]]]\n");
        return 2;
    }
    json_t *result = json_load_file(argv[3], JSON_ALLOW_NUL, NULL);
    struct report_options options = {.page = argc > 5 ? argv[5] : NULL,
                                     .fallback_font = argc > 6 && *argv[6] ? argv[6] : NULL,
                                     .templates_dir = argc > 7 ? argv[7] : NULL};

    if (!result || report_render(argv[1], argv[2], result, &options, &files, &err) < 0 ||
        write_files(argv[4], &files) != 0) {
        (void)fprintf(stderr, "render: %s\n", result ? err.text : "no result");
        return 1;
    }
    report_files_release(&files);
    json_decref(result);
    return 0;
}
