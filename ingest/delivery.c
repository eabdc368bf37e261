/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/delivery.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/bill.h"
#include "ingest/bytes.h"
#include "ingest/load.h"
#include "ingest/manifest.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"

enum kind { KIND_OTHER, KIND_BILL, KIND_MANIFEST };

struct found_manifest {
    size_t file;
    struct manifest manifest;
    bool current; /* the newest of its export and month */
};

/* A folder whose bills a manifest decides about. */
struct governed {
    struct slice folder;
    bool in_vain; /* the manifest was refused */
};

struct plan {
    struct ingest_run *run;
    struct input_file *files;
    struct file_state *states;
    size_t n_files;
    enum kind *kinds;
    struct found_manifest *manifests;
    size_t n_manifests;
    size_t manifests_capacity;
    struct governed *governed;
    size_t n_governed;
    size_t governed_capacity;
};

static void settle(struct plan *plan, size_t file, enum file_fate fate, const char *message)
{
    plan->files[file].claimed = true;
    plan->states[file].fate = fate;
    plan->states[file].message = message;
}

/* --- what each file is ---------------------------------------------------- */

static bool is_side_file(const char *path)
{
    static const char *const tails[] = {"-RedshiftCommands.sql", "-RedshiftManifest.json",
                                        "-create-table.sql", "crawler-cfn.yml"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (slice_ends(slice_of(path), slice_of(tails[i]))) {
            return true;
        }
    }
    return strstr(path, "cost_and_usage_data_status") != NULL;
}

/* The first byte that is neither a mark nor a blank. */
static char first_byte(const char *block, size_t size)
{
    static const struct slice mark = {"\xEF\xBB\xBF", 3};
    struct slice text = {block, size};
    if (slice_starts(text, mark)) {
        text = slice_from(text, mark.size);
    }
    for (size_t i = 0; i < text.size; i++) {
        if (!strchr(" \t\r\n", text.text[i])) {
            return text.text[i];
        }
    }
    return '\0';
}

static int begins_json(const struct input_file *file, bool *ret_json, struct err *err)
{
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    char block[64];
    size_t size = 0;
    *ret_json = false;
    int rc = bytes_open(file->location, file->shown, &bytes, err);
    if (rc < 0 || (rc = bytes_next(bytes, err)) <= 0 ||
        (rc = bytes_read(bytes, block, sizeof block, &size, err)) < 0) {
        return rc;
    }
    char c = first_byte(block, size);
    *ret_json = c == '{' || c == '[';
    return 0;
}

static void note_manifest(struct plan *plan, size_t i)
{
    struct err ignored = ERR_INIT; /* what cannot be read as a manifest is none */
    struct found_manifest found = {.file = i};
    bool is = false;
    if (manifest_read(&plan->files[i], &plan->run->arena, &found.manifest, &is, &ignored) == 0 &&
        is) {
        mem_reserve((void **)&plan->manifests, &plan->manifests_capacity, plan->n_manifests + 1,
                    sizeof *plan->manifests);
        plan->manifests[plan->n_manifests++] = found;
        plan->kinds[i] = KIND_MANIFEST;
    }
}

/* A file that is damaged or lacks a column is a bill here: reading it tells what is
 * wrong with it. */
static void classify(struct plan *plan, size_t i)
{
    const struct input_file *file = &plan->files[i];
    struct err problem = ERR_INIT;
    bool json = false;
    if (is_side_file(file->path)) {
        settle(plan, i, FATE_LEFT_ALONE, "is a side file of a report, not part of the bill");
        return;
    }
    if (begins_json(file, &json, &problem) < 0) {
        plan->kinds[i] = KIND_BILL;
        return;
    }
    if (json) {
        note_manifest(plan, i);
        return;
    }
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    enum bill_format format = BILL_NONE;
    if (bytes_open(file->location, file->shown, &bytes, &problem) < 0 ||
        bill_sniff(bytes, &format, &problem) < 0 || format != BILL_NONE) {
        plan->kinds[i] = KIND_BILL;
    }
}

/* --- manifests ------------------------------------------------------------ */

static struct slice folder_of(const char *location)
{
    return (struct slice){location, (size_t)(strrchr(location, '/') - location)};
}

static struct slice parent_of(struct slice folder)
{
    const char *slash = memrchr(folder.text, '/', folder.size);
    return slash ? (struct slice){folder.text, (size_t)(slash - folder.text)} : folder;
}

static void govern(struct plan *plan, struct slice folder)
{
    mem_reserve((void **)&plan->governed, &plan->governed_capacity, plan->n_governed + 1,
                sizeof *plan->governed);
    plan->governed[plan->n_governed++] = (struct governed){.folder = folder};
}

/* NULL, or who decides about the file: a manifest that was used, if there is one. */
static const struct governed *governor_of(const struct plan *plan, const char *location)
{
    const struct governed *found = NULL;
    struct slice path = slice_of(location);
    for (size_t i = 0; i < plan->n_governed; i++) {
        struct slice folder = plan->governed[i].folder;
        if (slice_starts(path, folder) && path.text[folder.size] == '/' &&
            (!found || found->in_vain)) {
            found = &plan->governed[i];
        }
    }
    return found;
}

/* The data folder beside a metadata folder: .../metadata/BILLING_PERIOD=2024-09. */
static void govern_data_folder(struct plan *plan, const struct found_manifest *found)
{
    static const char metadata[] = "/metadata/";
    const char *location = plan->files[found->file].location;
    const char *at = strstr(location, metadata);
    if (at) {
        const char *period = strstr(at, "BILLING_PERIOD=");
        struct slice rest =
            period ? (struct slice){period, strcspn(period, "/")} : (struct slice){"", 0};
        if (rest.size) {
            govern(plan,
                   slice_of(arena_format(&plan->run->arena, "%.*s/data/%.*s", (int)(at - location),
                                         location, (int)rest.size, rest.text)));
        }
    }
}

static void mark_current(struct plan *plan)
{
    for (size_t i = 0; i < plan->n_manifests; i++) {
        struct found_manifest *mine = &plan->manifests[i];
        mine->current = true;
        for (size_t k = 0; k < plan->n_manifests; k++) {
            const struct found_manifest *other = &plan->manifests[k];
            if (k != i && strcmp(mine->manifest.export, other->manifest.export) == 0 &&
                strcmp(mine->manifest.period, other->manifest.period) == 0 &&
                manifest_compare(&mine->manifest, plan->files[mine->file].location,
                                 &other->manifest, plan->files[other->file].location) < 0) {
                mine->current = false;
            }
        }
    }
}

/* The files that a manifest names. False when one is missing: the manifest is refused. */
static bool find_files(struct plan *plan, const struct found_manifest *found,
                       struct delivery *delivery)
{
    const struct input_file *file = &plan->files[found->file];
    for (size_t i = 0; i < found->manifest.n_keys; i++) {
        const char *key = found->manifest.keys[i];
        size_t at = manifest_find(key, file->location, plan->files, plan->n_files);
        if (at == plan->n_files) {
            settle(plan, found->file, FATE_REFUSED,
                   arena_format(&plan->run->arena,
                                "names '%s', which is not among the files given; nothing of this "
                                "month was kept: fetch it and ingest the folder again",
                                key));
            return false;
        }
        delivery->files[delivery->n_files++] = at;
    }
    return true;
}

static struct slice last_part(struct slice folder)
{
    const char *slash = folder.size ? memrchr(folder.text, '/', folder.size) : NULL;
    return slash ? slice_from(folder, (size_t)(slash - folder.text) + 1) : folder;
}

/* Whether a file lies in a delivery's own folder below the month's folder, as its key
 * says: then older deliveries lie beside it. */
static bool lies_in_version(const char *location, const char *key, const char *version)
{
    struct slice here = folder_of(location);
    const char *slash = strrchr(key, '/');
    struct slice there = {key, slash ? (size_t)(slash - key) : 0};
    struct slice name = last_part(here);
    return *version && memmem(name.text, name.size, version, strlen(version)) &&
           name.size < there.size &&
           slice_equal(last_part(parent_of(here)), last_part(parent_of(there)));
}

static void govern_files(struct plan *plan, const struct found_manifest *found,
                         const struct delivery *delivery)
{
    govern(plan, folder_of(plan->files[found->file].location));
    govern_data_folder(plan, found);
    for (size_t i = 0; i < delivery->n_files; i++) {
        const char *location = plan->files[delivery->files[i]].location;
        bool of_version =
            lies_in_version(location, found->manifest.keys[i], found->manifest.version);
        struct slice folder = folder_of(location);
        govern(plan, of_version ? parent_of(folder) : folder);
    }
}

/* What the manifest decided about is left alone for good reason only if its own delivery
 * was of use. */
static void govern_in_vain(struct plan *plan, size_t first_governed)
{
    for (size_t i = first_governed; i < plan->n_governed; i++) {
        plan->governed[i].in_vain = true;
    }
}

static int load_manifest(struct plan *plan, struct loader *loader,
                         const struct found_manifest *found, struct err *err)
{
    struct delivery delivery = {
        .files =
            arena_alloc(&plan->run->arena, (found->manifest.n_keys + 1) * sizeof *delivery.files),
        .origin = arena_format(&plan->run->arena, "export:%s", found->manifest.export),
        .whole = true};
    size_t n_before = plan->n_governed;
    bool complete = find_files(plan, found, &delivery);
    govern_files(plan, found, &delivery);
    if (!complete) {
        govern_in_vain(plan, n_before);
        for (size_t i = 0; i < delivery.n_files; i++) {
            settle(plan, delivery.files[i], FATE_NOT_USED,
                   "belongs to a delivery of which a file is missing");
        }
        return 0;
    }
    settle(plan, found->file, FATE_LEFT_ALONE, "is the manifest of a bill");
    int rc = delivery.n_files ? loader_load(loader, &delivery, err) : 0;
    if (delivery.n_files && plan->states[delivery.files[0]].fate != FATE_LOADED) {
        plan->states[found->file].fate = FATE_NOT_USED;
        govern_in_vain(plan, n_before);
    }
    return rc;
}

static int load_manifests(struct plan *plan, struct loader *loader, struct err *err)
{
    mark_current(plan);
    for (size_t i = 0; i < plan->n_manifests; i++) {
        const struct found_manifest *found = &plan->manifests[i];
        if (!found->current) {
            govern(plan, folder_of(plan->files[found->file].location));
            settle(plan, found->file, FATE_LEFT_ALONE, "is the manifest of an older delivery");
            continue;
        }
        int rc = load_manifest(plan, loader, found, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

/* --- folders -------------------------------------------------------------- */

struct folder_file {
    struct slice folder;
    size_t file;
    size_t given; /* place of the folder's first file among all: deliveries keep the user's order */
};

static int by_folder(const void *a, const void *b)
{
    const struct folder_file *x = a;
    const struct folder_file *y = b;
    size_t shared = x->folder.size < y->folder.size ? x->folder.size : y->folder.size;
    int order = memcmp(x->folder.text, y->folder.text, shared);
    if (order == 0) {
        order = (x->folder.size > y->folder.size) - (x->folder.size < y->folder.size);
    }
    return order ? order : (x->file > y->file) - (x->file < y->file);
}

static int by_given(const void *a, const void *b)
{
    const struct folder_file *x = a;
    const struct folder_file *y = b;
    int order = (x->given > y->given) - (x->given < y->given);
    return order ? order : (x->file > y->file) - (x->file < y->file);
}

/* The bills that no manifest decides about, folder by folder. */
static size_t gather(struct plan *plan, struct folder_file *loose)
{
    size_t n = 0;
    for (size_t i = 0; i < plan->n_files; i++) {
        if (plan->kinds[i] != KIND_BILL || plan->files[i].claimed) {
            continue;
        }
        const struct governed *governor = governor_of(plan, plan->files[i].location);
        if (governor) {
            settle(plan, i, governor->in_vain ? FATE_NOT_USED : FATE_LEFT_ALONE,
                   "is not among the files that the manifest names");
        } else {
            loose[n++] = (struct folder_file){folder_of(plan->files[i].location), i, i};
        }
    }
    qsort(loose, n, sizeof *loose, by_folder);
    for (size_t i = 1; i < n; i++) {
        if (slice_equal(loose[i].folder, loose[i - 1].folder)) {
            loose[i].given = loose[i - 1].given;
        }
    }
    qsort(loose, n, sizeof *loose, by_given);
    return n;
}

static int load_folders(struct plan *plan, struct loader *loader, struct err *err)
{
    struct folder_file *CLEANUP(mem_freep) loose = mem_array(plan->n_files, sizeof *loose);
    size_t *CLEANUP(mem_freep) files = mem_array(plan->n_files, sizeof *files);
    size_t n = gather(plan, loose);
    for (size_t first = 0; first < n;) {
        struct delivery delivery = {.files = files};
        while (first + delivery.n_files < n &&
               loose[first + delivery.n_files].given == loose[first].given) {
            files[delivery.n_files] = loose[first + delivery.n_files].file;
            delivery.n_files++;
        }
        delivery.origin = arena_format(&plan->run->arena, "folder:%.*s",
                                       (int)loose[first].folder.size, loose[first].folder.text);
        int rc = loader_load(loader, &delivery, err);
        if (rc < 0) {
            return rc;
        }
        first += delivery.n_files;
    }
    return 0;
}

int deliveries_load(struct ingest_run *run, struct input_file *files, struct file_state *states,
                    size_t n_files, struct err *err)
{
    struct plan plan = {.run = run,
                        .files = files,
                        .states = states,
                        .n_files = n_files,
                        .kinds = mem_array(n_files, sizeof *plan.kinds)};
    for (size_t i = 0; i < n_files; i++) {
        if (!files[i].claimed && files[i].bytes) {
            classify(&plan, i);
        }
    }
    struct loader *CLEANUP(loader_freep) loader = NULL;
    int rc = loader_open(run, files, states, &loader, err);
    if (rc == 0 && (rc = load_manifests(&plan, loader, err)) == 0) {
        rc = load_folders(&plan, loader, err);
    }
    free(plan.kinds);
    free(plan.manifests);
    free(plan.governed);
    return rc;
}
