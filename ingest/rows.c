/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/rows.h"

#include <string.h>

#include <csv.h>

#include "ingest/bytes.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"

enum { BLOCK_SIZE = 64 * 1024, FIELD_STEP = 4096 };

struct reader {
    struct csv_parser parser;
    struct bytes *bytes;
    struct row_sink *sink;
    struct err *err;
    int rc; /* not 0: whatever libcsv still hands over is dropped */

    struct slice *fields;
    size_t fields_capacity;
    char *text; /* the fields of the row one after the other; libcsv reuses its own buffer */
    size_t text_size;
    size_t text_capacity;
    struct row row;
    bool seen_nul; /* somewhere in the file so far: only then are fields searched for it */
};

static int fail_at(struct reader *reader, const char *what)
{
    return FAIL(reader->err, ERR_INPUT, "'%s', row %lld, column %zu: %s; the file was not used",
                bytes_name(reader->bytes), (long long)reader->row.number, reader->row.n_fields + 1,
                what);
}

/* Makes room in the row's text and moves the fields that point into it. */
static void grow_text(struct reader *reader, size_t need)
{
    char *before = reader->text;
    mem_reserve((void **)&reader->text, &reader->text_capacity, need, 1);
    for (size_t i = 0; before && i < reader->row.n_fields; i++) {
        if (reader->fields[i].size) {
            reader->fields[i].text = reader->text + (reader->fields[i].text - before);
        }
    }
}

static void keep_field(struct reader *reader, struct slice field)
{
    size_t at = reader->row.n_fields;
    if (at >= reader->fields_capacity) {
        mem_reserve((void **)&reader->fields, &reader->fields_capacity, at + 1,
                    sizeof *reader->fields);
        reader->row.fields = reader->fields;
    }
    bool wanted =
        !reader->sink->wanted || (at < reader->sink->n_wanted && reader->sink->wanted[at]);
    if (!wanted || field.size == 0) {
        reader->fields[at] = (struct slice){"", 0};
        return;
    }
    if (reader->text_size + field.size > reader->text_capacity) {
        grow_text(reader, reader->text_size + field.size);
    }
    char *copy = reader->text + reader->text_size;
    memcpy(copy, field.text, field.size);
    reader->text_size += field.size;
    reader->fields[at] = (struct slice){copy, field.size};
}

static void on_field(void *text, size_t size, void *context)
{
    struct reader *reader = context;
    if (reader->rc) {
        return;
    }
    if (size > ROWS_MAX_FIELD) {
        reader->rc = fail_at(reader, "a field is longer than 1 MiB");
        return;
    }
    if (reader->row.n_fields >= ROWS_MAX_FIELDS || reader->text_size + size > ROWS_MAX_ROW) {
        reader->rc = fail_at(reader, "the row is too long");
        return;
    }
    if (reader->seen_nul && !reader->row.nul_field && size && memchr(text, '\0', size)) {
        reader->row.nul_field = reader->row.n_fields + 1;
    }
    keep_field(reader, (struct slice){text, size});
    reader->row.n_fields++;
}

static void on_row(int end, void *context)
{
    (void)end;
    struct reader *reader = context;
    if (reader->rc) {
        return;
    }
    reader->rc = reader->sink->take(reader->sink, &reader->row, reader->err);
    reader->row.number++;
    reader->row.n_fields = 0;
    reader->row.nul_field = 0;
    reader->text_size = 0;
}

/* libcsv trims what this says is a blank; blanks are data. */
static int never_blank(unsigned char c)
{
    (void)c;
    return 0;
}

static int parse_block(struct reader *reader, struct slice block)
{
    reader->seen_nul = reader->seen_nul || memchr(block.text, '\0', block.size) != NULL;
    size_t n = csv_parse(&reader->parser, block.text, block.size, on_field, on_row, reader);
    if (reader->rc) {
        return reader->rc;
    }
    if (n < block.size) {
        return fail_at(reader, csv_error(&reader->parser) == CSV_EPARSE
                                   ? "a quote stands inside or behind a field"
                                   : csv_strerror(csv_error(&reader->parser)));
    }
    if (reader->parser.entry_pos > ROWS_MAX_FIELD) {
        return fail_at(reader, "a field is longer than 1 MiB (a quote that is never closed?)");
    }
    return 0;
}

static int parse_all(struct reader *reader, char *block)
{
    static const struct slice mark = {"\xEF\xBB\xBF", 3};
    for (bool first = true;; first = false) {
        struct slice read = {block, 0};
        int rc = bytes_read(reader->bytes, block, BLOCK_SIZE, &read.size, reader->err);
        if (rc < 0) {
            return rc;
        }
        if (read.size == 0) {
            break;
        }
        if (first && slice_starts(read, mark)) {
            read = slice_from(read, mark.size);
        }
        if ((rc = parse_block(reader, read)) != 0) {
            return rc;
        }
    }
    if (csv_fini(&reader->parser, on_field, on_row, reader) != 0) {
        return fail_at(reader, "a quote is opened and never closed");
    }
    return reader->rc;
}

int rows_read(struct bytes *bytes, struct row_sink *sink, struct err *err)
{
    struct reader reader = {.bytes = bytes, .sink = sink, .err = err, .row = {.number = 1}};
    if (csv_init(&reader.parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return FAIL(err, ERR_BUG, "libcsv cannot start");
    }
    csv_set_space_func(&reader.parser, never_blank);
    csv_set_blk_size(&reader.parser, FIELD_STEP);
    char *CLEANUP(mem_freep) block = mem_alloc(BLOCK_SIZE);
    int rc = parse_all(&reader, block);
    csv_free(&reader.parser);
    free(reader.fields);
    free(reader.text);
    return rc == ROWS_STOP ? 0 : rc;
}
