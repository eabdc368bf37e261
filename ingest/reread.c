/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/reread.h"

#include <string.h>
#include <sys/stat.h>

#include "ingest/answer.h"
#include "ingest/bytes.h"
#include "ingest/rows.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utf8.h"

enum { TEXT_BYTES = 4096 }; /* of a file that is no JSON */

struct reread {
    const char *location;
    enum reread_state state;
    bool secret;
    bool parsed; /* answer.pages was tried */
    struct answer answer;
};

const char *reread_state_name(enum reread_state state)
{
    static const char *const names[] = {[REREAD_UNCHANGED] = "unchanged",
                                        [REREAD_CHANGED] = "changed since it was read",
                                        [REREAD_GONE] = "gone"};
    return names[state];
}

struct reread *reread_open(const char *location, const char *sha256, const char *format)
{
    struct reread *file = mem_alloc(sizeof *file);
    *file = (struct reread){
        .location = location, .secret = strcmp(format, "terraform") == 0, .answer = ANSWER_INIT};
    char now[SHA256_HEX_SIZE];
    struct err err = ERR_INIT;
    struct stat status;
    bool regular = stat(location, &status) == 0 && S_ISREG(status.st_mode);
    if (!regular || bytes_sha256(location, location, now, &err) < 0) {
        file->state = REREAD_GONE;
    } else {
        file->state = strcmp(now, sha256) == 0 ? REREAD_UNCHANGED : REREAD_CHANGED;
    }
    return file;
}

void reread_free(struct reread *file)
{
    if (file) {
        answer_release(&file->answer);
        free(file);
    }
}

enum reread_state reread_state(const struct reread *file)
{
    return file->state;
}

/* --- JSON ----------------------------------------------------------------- */

/* One step of a pointer; `size` bytes of `name`. */
static json_t *member(json_t *value, const char *name, size_t size)
{
    if (!json_is_array(value)) {
        return json_object_getn(value, name, size);
    }
    size_t index = 0;
    for (size_t i = 0; i < size; i++) {
        if (name[i] < '0' || name[i] > '9' || index > json_array_size(value)) {
            return NULL;
        }
        index = index * 10 + (size_t)(name[i] - '0');
    }
    return size ? json_array_get(value, index) : NULL;
}

/* The pages of a file as pointers see them: the page itself, or the array of several. */
static json_t *json_at(json_t *pages, const char *pointer)
{
    json_t *value = json_array_size(pages) == 1 ? json_array_get(pages, 0) : pages;
    while (value && pointer[0] == '/' && pointer[1]) {
        size_t size = strcspn(pointer + 1, "/");
        value = member(value, pointer + 1, size);
        pointer += size + 1;
    }
    return value;
}

/* Reads the file at the first call. */
static void parse(struct reread *file)
{
    struct err err = ERR_INIT;
    if (!file->parsed) {
        file->parsed = true;
        if (answer_read(&file->answer, file->location, file->location, 0, &err) == 0) {
            (void)answer_parse(&file->answer, file->location, &err);
        }
    }
}

static json_t *json_value(struct reread *file, const char *pointer)
{
    parse(file);
    const struct strbuf *text = &file->answer.text;
    if (json_array_size(file->answer.pages) > 0) {
        json_t *value = json_at(file->answer.pages, pointer);
        return value ? json_incref(value) : json_null();
    }
    size_t size = text->size < TEXT_BYTES ? text->size : TEXT_BYTES;
    struct strbuf CLEANUP(strbuf_release) shown = STRBUF_INIT;
    strbuf_add_utf8(&shown, (struct slice){text->text, size});
    return shown.size ? json_string_nocheck(shown.text) : json_null();
}

/* --- CSV ------------------------------------------------------------------ */

struct row_finder {
    struct row_sink sink; /* first: the sink is the finder */
    int64_t wanted;
    json_t *header;
    json_t *row;
};

static json_t *cell(struct slice text)
{
    struct strbuf CLEANUP(strbuf_release) valid = STRBUF_INIT;
    strbuf_add_utf8(&valid, text);
    return json_string_nocheck(valid.text);
}

static int find_row(struct row_sink *sink, const struct row *row, struct err *err)
{
    (void)err;
    struct row_finder *finder = (struct row_finder *)sink;
    if (row->number == 1) {
        for (size_t i = 0; i < row->n_fields; i++) {
            json_array_append_new(finder->header, cell(row->fields[i]));
        }
    }
    if (row->number != finder->wanted) {
        return 0;
    }
    finder->row = json_object();
    for (size_t i = 0; i < row->n_fields; i++) {
        const char *name = json_string_value(json_array_get(finder->header, i));
        if (name && row->fields[i].size) {
            json_object_set_new_nocheck(finder->row, name, cell(row->fields[i]));
        }
    }
    return ROWS_STOP;
}

static json_t *csv_value(const struct reread *file, const char *number)
{
    struct err err = ERR_INIT;
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    struct row_finder finder = {
        .sink = {.take = find_row}, .wanted = strtoll(number, NULL, 10), .header = json_array()};
    if (bytes_open(file->location, file->location, &bytes, &err) == 0 &&
        bytes_next(bytes, &err) > 0) {
        (void)rows_read(bytes, &finder.sink, &err); /* what cannot be read has no value */
    }
    json_decref(finder.header);
    return finder.row ? finder.row : json_null();
}

json_t *reread_value(struct reread *file, const char *pointer)
{
    if (file->state == REREAD_GONE || file->secret) {
        return json_null();
    }
    bool is_row = pointer[0] >= '0' && pointer[0] <= '9';
    return is_row ? csv_value(file, pointer) : json_value(file, pointer);
}
