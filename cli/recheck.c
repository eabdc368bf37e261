/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/recheck.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/loaded.h"
#include "cli/table.h"
#include "ingest/reread.h"
#include "support/err.h"
#include "support/mem.h"

enum { SHOWN_VALUE = 160 }; /* bytes of a value in a table; --json has it whole */

/* --- reading again ---------------------------------------------------------- */

struct entries {
    json_t **list; /* borrowed from the answer */
    size_t n;
    size_t capacity;
};

/* Collects every object of the answer that names a file. */
static void collect(json_t *value, struct entries *entries)
{
    size_t i = 0;
    const char *key = NULL;
    json_t *member = NULL;
    if (loaded_text(value, "location")) {
        mem_reserve((void **)&entries->list, &entries->capacity, entries->n + 1, sizeof(json_t *));
        entries->list[entries->n++] = value;
        return;
    }
    json_array_foreach(value, i, member)
    {
        collect(member, entries);
    }
    json_object_foreach(value, key, member)
    {
        collect(member, entries);
    }
}

static int by_location(const void *a, const void *b)
{
    const json_t *left = *(json_t *const *)a;
    const json_t *right = *(json_t *const *)b;
    int order = strcmp(loaded_text(left, "location"), loaded_text(right, "location"));
    return order ? order : strcmp(loaded_text(left, "sha256"), loaded_text(right, "sha256"));
}

struct counts {
    int64_t n_files;
    int64_t n_changed;
    int64_t n_gone;
};

static void check_file(json_t **entries, size_t n, struct counts *count)
{
    struct reread *CLEANUP(reread_freep) file =
        reread_open(loaded_text(entries[0], "location"), loaded_text(entries[0], "sha256"),
                    loaded_text(entries[0], "format"));
    enum reread_state state = reread_state(file);
    count->n_files++;
    count->n_changed += state == REREAD_CHANGED;
    count->n_gone += state == REREAD_GONE;
    for (size_t i = 0; i < n; i++) {
        const char *pointer = loaded_text(entries[i], "pointer");
        json_object_set_new(entries[i], "now", json_string(reread_state_name(state)));
        json_object_set_new(entries[i], "value",
                            pointer ? reread_value(file, pointer) : json_null());
    }
}

void recheck_files(json_t *answer)
{
    struct entries entries = {0};
    struct counts counts = {0};
    collect(answer, &entries);
    if (entries.n) {
        qsort(entries.list, entries.n, sizeof(json_t *), by_location);
    }
    for (size_t first = 0, end = 0; first < entries.n; first = end) {
        while (end < entries.n && by_location(&entries.list[first], &entries.list[end]) == 0) {
            end++;
        }
        check_file(entries.list + first, end - first, &counts);
    }
    for (size_t i = 0; i < entries.n; i++) {
        json_object_del(entries.list[i], "location");
    }
    free(entries.list);
    json_object_set_new(answer, "reread",
                        json_pack("{s:I, s:I, s:I}", "files", counts.n_files, "changed",
                                  counts.n_changed, "gone", counts.n_gone));
}

/* --- printing --------------------------------------------------------------- */

static void add_line(struct table *table, const char *text)
{
    const char *cells[] = {"", text};
    table_add(table, cells + (table_n_columns(table) == 1));
}

/* As much of a value as a table shows, cut at the end of a character; the caller's. */
static char *shown_value(const json_t *value)
{
    if (json_is_null(value)) {
        return mem_strdup("");
    }
    char *CLEANUP(mem_freep) text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    size_t n = strlen(text);
    if (n <= SHOWN_VALUE) {
        return mem_format(": %s", text);
    }
    for (n = SHOWN_VALUE; (text[n] & 0xC0) == 0x80; n--) {
    }
    return mem_format(": %.*s\u2026", (int)n, text);
}

void recheck_add(struct table *table, const json_t *evidence)
{
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(evidence, i, entry)
    {
        const char *pointer = loaded_text(entry, "pointer");
        char *CLEANUP(mem_freep) place =
            mem_format("%s %s", loaded_text(entry, "path"),
                       !pointer ? "" : (pointer[0] ? pointer : "(the whole answer)"));
        char *CLEANUP(mem_freep) digest = mem_format("sha256 %s", loaded_text(entry, "sha256"));
        char *CLEANUP(mem_freep) value = shown_value(json_object_get(entry, "value"));
        char *CLEANUP(mem_freep) now = mem_format("%s%s", loaded_text(entry, "now"), value);
        add_line(table, place);
        add_line(table, digest);
        add_line(table, now);
    }
}

void recheck_print(const json_t *answer)
{
    const json_t *reread = json_object_get(answer, "reread");
    int64_t n_files = loaded_int(reread, "files");
    int64_t n_changed = loaded_int(reread, "changed");
    int64_t n_gone = loaded_int(reread, "gone");
    if (n_files > 0) {
        printf("\n%" PRId64 " files read again: %" PRId64 " unchanged, %" PRId64
               " changed, %" PRId64 " gone\n",
               n_files, n_files - n_changed - n_gone, n_changed, n_gone);
    }
}
