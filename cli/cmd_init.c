/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/option.h"
#include "cli/terminal.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"

extern const struct asset starter_assets[];

int cmd_init(const struct options *options, struct err *err)
{
    const char *folder = options->n_arguments > 1 ? options->arguments[1] : ".";
    int rc = files_make_folder(folder, err);
    for (const struct asset *file = starter_assets; rc == 0 && file->name; file++) {
        char *CLEANUP(mem_freep) path = mem_format("%s/%s", folder, file->name);
        if (access(path, F_OK) == 0) {
            terminal_say("%s exists and is left as it is", path);
        } else if ((rc = files_write(path, file->text, file->size, err)) == 0) {
            printf("%s\n", path);
        }
    }
    return rc < 0 ? rc : EXIT_DONE;
}
