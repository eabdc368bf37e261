/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/manifest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"

enum { MAX_BYTES = 16 * 1024 * 1024 };

static json_t *member(const json_t *object, const char *key)
{
    return json_object_get(object, key);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(member(object, key));
    return text ? text : "";
}

/* "s3://bucket/a/b.csv.gz" and "/a/b.csv.gz" -> "a/b.csv.gz" */
static const char *plain_key(const char *key)
{
    if (strncmp(key, "s3://", 5) == 0) {
        const char *slash = strchr(key + 5, '/');
        key = slash ? slash : key;
    }
    return key + strspn(key, "/");
}

/* The folder part of a path without its final slash. */
static struct slice folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (struct slice){path, slash ? (size_t)(slash - path) : 0};
}

static struct slice last_part(struct slice path)
{
    const char *slash = path.size ? memrchr(path.text, '/', path.size) : NULL;
    return slash ? slice_from(path, (size_t)(slash - path.text) + 1) : path;
}

static bool holds(struct slice text, const char *part)
{
    size_t size = strlen(part);
    return size && memmem(text.text, text.size, part, size) != NULL;
}

/* The manifest of one delivery lies in a folder that is called as the key's folder and
 * after the delivery's id; the month's own is overwritten by each delivery. */
static bool lies_with_version(const struct manifest *manifest, const char *location)
{
    if (!manifest->n_keys) {
        return holds(last_part(folder_of(location)), manifest->version);
    }
    struct slice key_folder = last_part(folder_of(manifest->keys[0]));
    return slice_equal(key_folder, last_part(folder_of(location))) &&
           holds(key_folder, manifest->version);
}

/* "BILLING_PERIOD=2024-09" of the first key, else the key's folder. */
static const char *period_of_keys(const struct manifest *manifest, struct arena *arena)
{
    if (!manifest->n_keys) {
        return "";
    }
    const char *named = strstr(manifest->keys[0], "BILLING_PERIOD=");
    return named ? arena_slice_dup(arena, (struct slice){named, strcspn(named, "/")})
                 : arena_slice_dup(arena, folder_of(manifest->keys[0]));
}

static void take_keys(const json_t *list, struct arena *arena, struct manifest *manifest)
{
    size_t n = json_array_size(list);
    manifest->keys = arena_alloc(arena, (n + 1) * sizeof *manifest->keys);
    for (size_t i = 0; i < n; i++) {
        const char *key = json_string_value(json_array_get(list, i));
        if (key) {
            manifest->keys[manifest->n_keys++] = arena_strdup(arena, plain_key(key));
        }
    }
}

/* The manifest's own name without "-Manifest.json": how exports are called. */
static struct slice name_of(const char *location)
{
    struct slice name = last_part(slice_of(location));
    const struct slice tail = SLICE_LITERAL("-Manifest.json");
    return slice_ends(name, tail) ? (struct slice){name.text, name.size - tail.size} : name;
}

static void take_manifest(const json_t *root, const struct input_file *file, struct arena *arena,
                          struct manifest *manifest)
{
    const char *arn = text_of(root, "exportArn");
    const char *report = text_of(root, "reportName");
    struct slice name = *report ? slice_of(report) : name_of(file->location);
    manifest->export =
        *arn ? arena_strdup(arena, arn)
             : arena_format(arena, "%s/%.*s", text_of(root, "account"), (int)name.size, name.text);
    const char *version = text_of(root, "executionId");
    manifest->version = arena_strdup(arena, *version ? version : text_of(root, "assemblyId"));
    const json_t *keys = member(root, "reportKeys");
    take_keys(json_array_size(keys) ? keys : member(root, "dataFiles"), arena, manifest);
    const char *start = text_of(member(root, "billingPeriod"), "start");
    manifest->period = *start ? arena_strdup(arena, start) : period_of_keys(manifest, arena);
    manifest->of_version = lies_with_version(manifest, file->location);
}

static int read_text(const struct input_file *file, char *text, size_t *ret_size, struct err *err)
{
    FILE *stream = fopen(file->location, "rbe");
    if (!stream) {
        return FAIL(err, ERR_INPUT, "'%s': cannot be read: %s", file->shown, strerror(errno));
    }
    *ret_size = fread(text, 1, file->bytes, stream);
    fclose(stream);
    return 0;
}

int manifest_read(const struct input_file *file, struct arena *arena, struct manifest *ret_manifest,
                  bool *ret_is, struct err *err)
{
    *ret_manifest = (struct manifest){0};
    *ret_is = false;
    if (file->bytes == 0 || file->bytes > MAX_BYTES) {
        return 0;
    }
    char *CLEANUP(mem_freep) text = mem_alloc(file->bytes);
    size_t size = 0;
    int rc = read_text(file, text, &size, err);
    if (rc < 0 || (!holds((struct slice){text, size}, "\"reportKeys\"") &&
                   !holds((struct slice){text, size}, "\"dataFiles\""))) {
        return rc;
    }
    json_t *root = json_loadb(text, size, 0, NULL);
    if (json_is_array(member(root, "reportKeys")) || json_is_array(member(root, "dataFiles"))) {
        *ret_is = true;
        take_manifest(root, file, arena, ret_manifest);
    }
    json_decref(root);
    return 0;
}

/* How many whole parts (folders and the name) two paths end in together. */
static size_t common_tail(const char *a, const char *b)
{
    size_t n = 0;
    const char *x = a + strlen(a);
    const char *y = b + strlen(b);
    while (x > a && y > b && x[-1] == y[-1]) {
        x--;
        y--;
        n += *x == '/';
    }
    bool a_at_part = x == a || x[-1] == '/';
    bool b_at_part = y == b || y[-1] == '/';
    return n + (a_at_part && b_at_part && *x != '/' && *x != '\0');
}

static size_t common_head(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n]) {
        n++;
    }
    return n;
}

size_t manifest_find(const char *key, const char *manifest_location, const struct input_file *files,
                     size_t n_files)
{
    size_t best = n_files;
    size_t best_parts = 0;
    struct slice beside = folder_of(manifest_location);
    for (size_t i = 0; i < n_files; i++) {
        size_t parts = common_tail(key, files[i].location);
        bool enough =
            parts > 1 || (parts == 1 && slice_equal(folder_of(files[i].location), beside));
        /* Of two copies, the one nearer to the manifest. */
        bool nearer = enough && parts == best_parts &&
                      common_head(files[i].location, manifest_location) >
                          common_head(files[best].location, manifest_location);
        if ((enough && parts > best_parts) || nearer) {
            best = i;
            best_parts = parts;
        }
    }
    return best;
}

int manifest_compare(const struct manifest *a, const char *a_location, const struct manifest *b,
                     const char *b_location)
{
    if (a->of_version != b->of_version) {
        return a->of_version ? -1 : 1;
    }
    /* Newer deliveries lie in folders that begin with the time. */
    struct slice x = last_part(folder_of(a->n_keys ? a->keys[0] : ""));
    struct slice y = last_part(folder_of(b->n_keys ? b->keys[0] : ""));
    int order = memcmp(x.text, y.text, x.size < y.size ? x.size : y.size);
    if (order == 0) {
        order = (x.size > y.size) - (x.size < y.size);
    }
    return order ? order : strcmp(a_location, b_location);
}
