/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/archive.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "support/utf8.h"

/* 1980-01-01 in the words of MS-DOS, and a plain file that all may read. */
enum { DOS_DATE = 1 << 5 | 1, DOS_TIME = 0, FILE_MODE = 0100644, MODE_SHIFT = 16 };

void archive_release(struct archive *archive)
{
    for (size_t i = 0; archive && i < archive->n; i++) {
        free(archive->files[i].name);
        free(archive->files[i].bytes);
    }
    if (archive) {
        free(archive->files);
        *archive = (struct archive)ARCHIVE_INIT;
    }
}

void archive_own(struct archive *archive, const char *name, char *bytes, size_t size)
{
    void *files = archive->files;

    mem_reserve(&files, &archive->capacity, archive->n + 1, sizeof *archive->files);
    archive->files = files;
    archive->files[archive->n++] = (struct archive_file){mem_strdup(name), bytes, size};
}

void archive_add(struct archive *archive, const char *name, struct slice bytes)
{
    archive_own(archive, name, mem_slice_dup(bytes), bytes.size);
}

void archive_take(struct archive *archive, const char *name, struct strbuf *text)
{
    size_t size = text->size;
    archive_own(archive, name, strbuf_detach(text), size);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct archive_file *)a)->name, ((const struct archive_file *)b)->name);
}

void archive_sort(struct archive *archive)
{
    if (archive->n) {
        qsort(archive->files, archive->n, sizeof *archive->files, by_name);
    }
}

static int name_of(const void *name, const void *file)
{
    return strcmp(name, ((const struct archive_file *)file)->name);
}

const struct archive_file *archive_find(const struct archive *archive, const char *name)
{
    return archive->n ? bsearch(name, archive->files, archive->n, sizeof *archive->files, name_of)
                      : NULL;
}

struct slice archive_bytes(const struct archive_file *file)
{
    return (struct slice){file->bytes, file->size};
}

/* --- names ---------------------------------------------------------------------- */

static bool is_safe_part(struct slice part)
{
    return part.size > 0 && !slice_is(part, ".") && !slice_is(part, "..");
}

bool archive_name_is_safe(struct slice name)
{
    struct slice rest = name;

    if (name.size == 0 || name.size > ARCHIVE_NAME_MAX || !utf8_valid(name.text, name.size)) {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.text[i];
        if (c < ' ' || c == 0x7f || c == '\\' || c == ':') {
            return false;
        }
    }
    for (;;) {
        const char *slash = memchr(rest.text, '/', rest.size);
        struct slice part = {rest.text, slash ? (size_t)(slash - rest.text) : rest.size};
        if (!is_safe_part(part)) {
            return false;
        }
        if (!slash) {
            return true;
        }
        rest = slice_from(rest, part.size + 1);
    }
}

/* --- writing -------------------------------------------------------------------- */

static int add_entry(zip_t *zip, const struct archive_file *file, struct err *err)
{
    zip_source_t *source = zip_source_buffer(zip, file->bytes, file->size, 0);
    zip_int64_t index = source ? zip_file_add(zip, file->name, source, ZIP_FL_ENC_UTF_8) : -1;

    if (index < 0) {
        zip_source_free(source);
        return FAIL(err, ERR_OUTPUT, "'%s': %s", file->name, zip_strerror(zip));
    }
    zip_uint64_t i = (zip_uint64_t)index;
    if (zip_set_file_compression(zip, i, ZIP_CM_DEFLATE, 9) != 0 ||
        zip_file_set_dostime(zip, i, DOS_TIME, DOS_DATE, 0) != 0 ||
        zip_file_set_external_attributes(zip, i, 0, ZIP_OPSYS_UNIX,
                                         (zip_uint32_t)FILE_MODE << MODE_SHIFT) != 0) {
        return FAIL(err, ERR_OUTPUT, "'%s': %s", file->name, zip_strerror(zip));
    }
    return 0;
}

/* The written archive out of libzip's growing buffer. */
static int read_back(zip_source_t *source, struct strbuf *ret_zip, struct err *err)
{
    char block[1 << 16];
    zip_int64_t n = 0;

    if (zip_source_open(source) != 0) {
        return FAIL(err, ERR_OUTPUT, "the archive cannot be read back");
    }
    while ((n = zip_source_read(source, block, sizeof block)) > 0) {
        strbuf_add(ret_zip, block, (size_t)n);
    }
    zip_source_close(source);
    return n < 0 ? FAIL(err, ERR_OUTPUT, "the archive cannot be read back") : 0;
}

static int write_to(zip_source_t *source, const struct archive *archive, struct err *err)
{
    zip_error_t error;
    int rc = 0;

    zip_error_init(&error);
    zip_source_keep(source); /* zip_close would free it */
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (!zip) {
        zip_source_free(source);
        return FAIL(err, ERR_OUTPUT, "the archive: %s", zip_error_strerror(&error));
    }
    for (size_t i = 0; i < archive->n && rc == 0; i++) {
        rc = add_entry(zip, &archive->files[i], err);
    }
    if (rc == 0 && zip_close(zip) == 0) {
        return 0;
    }
    if (rc == 0) {
        rc = FAIL(err, ERR_OUTPUT, "the archive: %s", zip_strerror(zip));
    }
    zip_discard(zip);
    return rc;
}

int archive_write(struct archive *archive, struct strbuf *ret_zip, struct err *err)
{
    zip_error_t error;

    archive_sort(archive);
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    if (!source) {
        return FAIL(err, ERR_OUTPUT, "the archive: %s", zip_error_strerror(&error));
    }
    int rc = write_to(source, archive, err);
    rc = rc < 0 ? rc : read_back(source, ret_zip, err);
    zip_source_free(source);
    return rc;
}
