/* SPDX-License-Identifier: Apache-2.0 */
/* render REPORT FORMAT RESULT.json OUT [PAGE]: one report from a result, for the test
 * scripts, which look at the outcome with the tools that readers have. */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "reports/report.h"
#include "support/err.h"

int main(int argc, char **argv)
{
    struct err err = ERR_INIT;
    char *bytes = NULL;
    size_t size = 0;

    if (argc < 5) {
        (void)fprintf(stderr, "usage: render REPORT FORMAT RESULT.json OUT [PAGE]\n");
        return 2;
    }
    json_t *result = json_load_file(argv[3], JSON_ALLOW_NUL, NULL);
    struct report_options options = {.page = argc > 5 ? argv[5] : NULL};
    FILE *out = fopen(argv[4], "wb");

    if (!result || !out ||
        report_render(argv[1], argv[2], result, &options, &bytes, &size, &err) < 0 ||
        fwrite(bytes, 1, size, out) != size || fclose(out) != 0) {
        (void)fprintf(stderr, "render: %s\n", result ? err.text : "no result");
        return 1;
    }
    free(bytes);
    json_decref(result);
    return 0;
}
