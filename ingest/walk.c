/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"

struct walk {
    const char *given; /* as the user wrote it, without a final slash */
    const char *root;  /* absolute */
    struct arena *arena;
    struct file_list *list;
    struct err *err;
};

void file_list_release(struct file_list *list)
{
    free(list->files);
    *list = (struct file_list){0};
}

static int add_file(struct walk *walk, const char *path, const char *shown, const char *location,
                    const struct stat *info)
{
    struct file_list *list = walk->list;
    if (list->n_files == WALK_MAX_FILES) {
        return FAIL(walk->err, ERR_INPUT, "'%s': more than %d files; give fewer at a time",
                    walk->given, (int)WALK_MAX_FILES);
    }
    mem_reserve((void **)&list->files, &list->capacity, list->n_files + 1, sizeof *list->files);
    list->files[list->n_files++] = (struct input_file){
        .path = path, .shown = shown, .location = location, .bytes = (uint64_t)info->st_size};
    return 0;
}

static bool leads_out(const struct walk *walk, const char *location)
{
    char *CLEANUP(mem_freep) real = realpath(location, NULL);
    size_t size = strlen(walk->root);
    return !real || strncmp(real, walk->root, size) != 0 || real[size] != '/';
}

static int walk_folder(struct walk *walk, const char *below, int depth);

/* `below` is the path under the root, "" for the root itself. */
static int visit(struct walk *walk, const char *below, const char *name, int depth)
{
    const char *path = below[0] ? arena_format(walk->arena, "%s/%s", below, name)
                                : arena_strdup(walk->arena, name);
    const char *location = arena_format(walk->arena, "%s/%s", walk->root, path);
    struct stat info;
    if (lstat(location, &info) != 0) {
        return 0; /* gone since the folder was listed */
    }
    if (S_ISLNK(info.st_mode)) {
        if (stat(location, &info) != 0 || !S_ISREG(info.st_mode) || leads_out(walk, location)) {
            return 0;
        }
    }
    if (S_ISDIR(info.st_mode)) {
        return walk_folder(walk, path, depth + 1);
    }
    if (!S_ISREG(info.st_mode)) {
        return 0;
    }
    return add_file(walk, path, arena_format(walk->arena, "%s/%s", walk->given, path), location,
                    &info);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_dots(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int walk_folder(struct walk *walk, const char *below, int depth)
{
    if (depth > WALK_MAX_DEPTH) {
        return FAIL(walk->err, ERR_INPUT, "'%s/%s': more than %d folders deep", walk->given, below,
                    (int)WALK_MAX_DEPTH);
    }
    const char *location = arena_format(walk->arena, "%s/%s", walk->root, below);
    struct dirent **entries = NULL;
    int n = scandir(location, &entries, not_dots, by_bytes);
    if (n < 0) {
        return FAIL(walk->err, ERR_INPUT, "'%s/%s': cannot be listed: %s", walk->given, below,
                    strerror(errno));
    }
    int rc = 0;
    for (int i = 0; i < n; i++) {
        if (rc == 0) {
            rc = visit(walk, below, entries[i]->d_name, depth);
        }
        free(entries[i]);
    }
    free(entries);
    return rc;
}

static int by_path(const void *a, const void *b)
{
    const struct input_file *x = a;
    const struct input_file *y = b;
    return strcmp(x->path, y->path);
}

int walk_path(const char *path, struct arena *arena, struct file_list *list, const char **ret_root,
              struct err *err)
{
    char *CLEANUP(mem_freep) real = realpath(path, NULL);
    struct stat info;
    if (!real || stat(real, &info) != 0) {
        return FAIL(err, ERR_INPUT, "'%s': cannot be read: %s", path, strerror(errno));
    }
    char *given = arena_strdup(arena, path);
    for (size_t size = strlen(given); size > 1 && given[size - 1] == '/';) {
        given[--size] = '\0';
    }
    struct walk walk = {given, arena_strdup(arena, real), arena, list, err};
    if (S_ISDIR(info.st_mode)) {
        *ret_root = walk.root;
        size_t first = list->n_files;
        int rc = walk_folder(&walk, "", 1);
        if (list->n_files > first) {
            qsort(list->files + first, list->n_files - first, sizeof *list->files, by_path);
        }
        return rc;
    }
    if (!S_ISREG(info.st_mode)) {
        return FAIL(err, ERR_INPUT, "'%s': is neither a file nor a folder", path);
    }
    const char *name = strrchr(walk.root, '/') + 1;
    *ret_root = arena_slice_dup(arena, (struct slice){walk.root, (size_t)(name - walk.root - 1)});
    return add_file(&walk, name, given, walk.root, &info);
}
