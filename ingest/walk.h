/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_WALK_H
#define INGEST_WALK_H

/* The regular files below a path, in bytewise order of their paths. Links to folders
 * are not followed, links to files only where they lead to a file below the root. */

#include "ingest/run.h"

enum { WALK_MAX_DEPTH = 64, WALK_MAX_FILES = 1000000 };

struct file_list {
    struct input_file *files; /* the array is owned, its texts are the arena's */
    size_t n_files;
    size_t capacity;
};

void file_list_release(struct file_list *list);

/* Appends the files of `path`, or the file that it is. *ret_root is the absolute path
 * of the folder (of the file's folder). */
int walk_path(const char *path, struct arena *arena, struct file_list *list, const char **ret_root,
              struct err *err);

#endif
