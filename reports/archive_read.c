/* SPDX-License-Identifier: Apache-2.0 */
/* Our own reader, because what matters here is all that a lenient one overlooks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "reports/archive.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utf8.h"

enum {
    LOCAL_SIGNATURE = 0x04034b50,
    CENTRAL_SIGNATURE = 0x02014b50,
    END_SIGNATURE = 0x06054b50,
    DESCRIPTOR_SIGNATURE = 0x08074b50,
    LOCAL_SIZE = 30,
    CENTRAL_SIZE = 46,
    END_SIZE = 22,
    DESCRIPTOR_SIZE = 12, /* without its signature, which is optional */

    FLAG_ENCRYPTED = 1 << 0,
    FLAG_DEFLATE_LEVEL = 1 << 1 | 1 << 2,
    FLAG_DESCRIPTOR = 1 << 3,
    FLAG_UTF8 = 1 << 11,

    METHOD_STORED = 0,
    METHOD_DEFLATED = 8,

    EXTRA_ZIP64 = 0x0001,
    EXTRA_UNICODE_PATH = 0x7075,

    MADE_BY_UNIX = 3,
    TYPE_MASK = 0170000,
    TYPE_FILE = 0100000,
    TYPE_FOLDER = 0040000,
};

struct entry {
    struct slice name;
    uint32_t needed; /* version of ZIP */
    uint32_t flags;
    uint32_t method;
    uint32_t time; /* and date; of no consequence, but written twice */
    uint32_t crc;
    uint32_t packed_size;
    uint32_t size;
    uint32_t offset;     /* of the local header */
    struct slice packed; /* known once the local header was read */
    size_t end;          /* behind its data and descriptor */
    bool is_folder;
};

struct reading {
    struct slice zip;
    struct entry *entries;
    size_t n;
};

static void reading_release(struct reading *reading)
{
    free(reading->entries);
}

static uint32_t u16(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const char *at)
{
    return u16(at) | u16(at + 2) << 16;
}

/* A name as messages show it: printable, and not endless. */
static int refuse(const struct entry *entry, const char *why, struct err *err)
{
    char shown[128];
    size_t n = 0;

    for (; n < entry->name.size && n < sizeof shown - 1; n++) {
        unsigned char c = (unsigned char)entry->name.text[n];
        shown[n] = (char)(c < ' ' || c == 0x7f ? '?' : c);
    }
    shown[n] = '\0';
    utf8_trim_tail(shown);
    return FAIL(err, ERR_INPUT, "'%s': %s", shown, why);
}

/* --- the list of entries ---------------------------------------------------------- */

bool archive_is_zip(struct slice zip)
{
    return zip.size >= 4 &&
           (u32(zip.text) == LOCAL_SIGNATURE ||
            (zip.size >= END_SIZE && u32(zip.text + zip.size - END_SIZE) == END_SIGNATURE));
}

static const char *check_extra(struct slice extra)
{
    while (extra.size >= 4) {
        size_t size = u16(extra.text + 2) + 4;
        uint32_t id = u16(extra.text);
        if (size > extra.size) {
            break;
        }
        if (id == EXTRA_ZIP64) {
            return "is in ZIP64, which packages never need";
        }
        if (id == EXTRA_UNICODE_PATH) {
            return "has a second name";
        }
        extra = slice_from(extra, size);
    }
    return extra.size ? "its header is damaged" : NULL;
}

static const char *check_flags(const struct entry *entry)
{
    if (entry->flags & FLAG_ENCRYPTED) {
        return "is encrypted";
    }
    if (entry->flags & ~(uint32_t)(FLAG_DEFLATE_LEVEL | FLAG_DESCRIPTOR | FLAG_UTF8)) {
        return "uses a feature of ZIP that packages never need";
    }
    if (entry->method != METHOD_STORED && entry->method != METHOD_DEFLATED) {
        return "is compressed in an unknown way";
    }
    return entry->method == METHOD_STORED && entry->packed_size != entry->size
               ? "its header is damaged"
               : NULL;
}

static const char *check_type(struct entry *entry, uint32_t made_by, uint32_t attributes)
{
    uint32_t type = made_by >> 8 == MADE_BY_UNIX ? attributes >> 16 & TYPE_MASK : 0;

    if (entry->name.size && entry->name.text[entry->name.size - 1] == '/') {
        entry->is_folder = true;
        entry->name.size--;
    }
    if (type != 0 && type != (entry->is_folder ? TYPE_FOLDER : TYPE_FILE)) {
        return "is a link or another special file";
    }
    return entry->is_folder && entry->size ? "is a folder with content" : NULL;
}

static int read_central(struct slice *rest, struct entry *entry, struct err *err)
{
    const char *at = rest->text;

    if (rest->size < CENTRAL_SIZE || u32(at) != CENTRAL_SIGNATURE) {
        return FAIL(err, ERR_INPUT, "the list of entries is damaged");
    }
    size_t name_size = u16(at + 28);
    size_t extra_size = u16(at + 30);
    size_t size = CENTRAL_SIZE + name_size + extra_size;
    if (size > rest->size) {
        return FAIL(err, ERR_INPUT, "the list of entries is damaged");
    }
    *entry = (struct entry){.name = {at + CENTRAL_SIZE, name_size},
                            .needed = u16(at + 6),
                            .flags = u16(at + 8),
                            .method = u16(at + 10),
                            .time = u32(at + 12),
                            .crc = u32(at + 16),
                            .packed_size = u32(at + 20),
                            .size = u32(at + 24),
                            .offset = u32(at + 42)};
    const char *wrong =
        u16(at + 32) || u16(at + 34) ? "has a comment or lies on another disk" : check_flags(entry);
    wrong = wrong ? wrong : check_extra((struct slice){at + CENTRAL_SIZE + name_size, extra_size});
    wrong = wrong ? wrong : check_type(entry, u16(at + 4), u32(at + 38));
    if (!wrong && !archive_name_is_safe(entry->name)) {
        wrong = "the name is no plain relative path";
    }
    *rest = slice_from(*rest, size);
    return wrong ? refuse(entry, wrong, err) : 0;
}

static int read_list(struct reading *reading, struct err *err)
{
    struct slice zip = reading->zip;
    uint64_t total = 0;

    if (zip.size < END_SIZE || u32(zip.text + zip.size - END_SIZE) != END_SIGNATURE) {
        return FAIL(err, ERR_INPUT, "the end of the archive is missing, or bytes follow it");
    }
    const char *end = zip.text + zip.size - END_SIZE;
    size_t n = u16(end + 10);
    size_t offset = u32(end + 16);
    if (u32(end + 4) || u16(end + 8) != n || u16(end + 20) || n > ARCHIVE_ENTRIES_MAX ||
        offset > zip.size - END_SIZE || u32(end + 12) != zip.size - END_SIZE - offset) {
        return FAIL(err, ERR_INPUT, "the end of the archive is damaged");
    }
    struct slice rest = {zip.text + offset, zip.size - END_SIZE - offset};
    reading->entries = mem_array(n + 1, sizeof *reading->entries);
    for (; reading->n < n; reading->n++) {
        struct entry *entry = &reading->entries[reading->n];
        int rc = read_central(&rest, entry, err);
        if (rc < 0) {
            return rc;
        }
        total += entry->size;
        if (total > ARCHIVE_BYTES_MAX) {
            return refuse(entry, "up to here the files are larger than 1 GiB", err);
        }
    }
    return rest.size ? FAIL(err, ERR_INPUT, "bytes follow the list of entries") : 0;
}

/* --- where the entries lie ---------------------------------------------------------- */

static bool descriptor_agrees(const struct entry *entry, const char *at)
{
    return u32(at) == entry->crc && u32(at + 4) == entry->packed_size && u32(at + 8) == entry->size;
}

/* Moves entry->end behind the descriptor that follows the data. */
static const char *read_descriptor(struct slice zip, struct entry *entry)
{
    const char *at = zip.text + entry->end;
    size_t left = zip.size - entry->end;

    if (left >= DESCRIPTOR_SIZE + 4 && u32(at) == DESCRIPTOR_SIGNATURE &&
        descriptor_agrees(entry, at + 4)) {
        entry->end += DESCRIPTOR_SIZE + 4;
        return NULL;
    }
    if (left >= DESCRIPTOR_SIZE && descriptor_agrees(entry, at)) {
        entry->end += DESCRIPTOR_SIZE;
        return NULL;
    }
    return "its data descriptor does not agree with the list of entries";
}

static const char *read_local(struct slice zip, struct entry *entry)
{
    const char *at = zip.text + entry->offset;
    size_t left = entry->offset < zip.size ? zip.size - entry->offset : 0;

    if (left < LOCAL_SIZE || u32(at) != LOCAL_SIGNATURE) {
        return "its header is missing";
    }
    size_t name_size = u16(at + 26);
    size_t start = LOCAL_SIZE + name_size + u16(at + 28);
    if (start > left || entry->packed_size > left - start) {
        return "its data reach beyond the archive";
    }
    struct slice name = {at + LOCAL_SIZE, name_size - (entry->is_folder && name_size)};
    bool described = entry->flags & FLAG_DESCRIPTOR;
    bool sizes = u32(at + 14) == entry->crc && u32(at + 18) == entry->packed_size &&
                 u32(at + 22) == entry->size;
    bool zeros = !u32(at + 14) && !u32(at + 18) && !u32(at + 22);
    if (!slice_equal(name, entry->name) || u16(at + 4) != entry->needed ||
        u16(at + 6) != entry->flags || u16(at + 8) != entry->method ||
        u32(at + 10) != entry->time || !(sizes || (described && zeros))) {
        return "its two headers do not agree";
    }
    const char *wrong = check_extra((struct slice){at + LOCAL_SIZE + name_size, u16(at + 28)});
    entry->packed = (struct slice){at + start, entry->packed_size};
    entry->end = entry->offset + start + entry->packed_size;
    return wrong || !described ? wrong : read_descriptor(zip, entry);
}

static int by_offset(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

/* From the first byte to the list of entries, each begins where the last one ended:
 * nothing can hide between them, and no data are used twice. */
static int check_places(struct reading *reading, struct err *err)
{
    size_t expected = 0;
    size_t list = u32(reading->zip.text + reading->zip.size - END_SIZE + 16);

    qsort(reading->entries, reading->n, sizeof *reading->entries, by_offset);
    for (size_t i = 0; i < reading->n; i++) {
        struct entry *entry = &reading->entries[i];
        const char *wrong = entry->offset != expected
                                ? "bytes lie before it that belong to no entry, or to two"
                                : read_local((struct slice){reading->zip.text, list}, entry);
        if (wrong) {
            return refuse(entry, wrong, err);
        }
        expected = entry->end;
    }
    return expected == list ? 0 : FAIL(err, ERR_INPUT, "bytes lie before the list of entries");
}

/* --- names against each other --------------------------------------------------------- */

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

static int compare_names(struct slice a, struct slice b)
{
    for (size_t i = 0; i < a.size && i < b.size; i++) {
        int x = lower(a.text[i]);
        int y = lower(b.text[i]);
        if (x != y) {
            return x - y;
        }
    }
    return (a.size > b.size) - (a.size < b.size);
}

static int by_folded_name(const void *a, const void *b)
{
    return compare_names(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* A file cannot also be a folder. */
static bool lies_in_a_file(const struct reading *reading, const struct entry *entry)
{
    for (size_t i = 0; i < entry->name.size; i++) {
        struct entry key = {.name = {entry->name.text, i}};
        const struct entry *above =
            entry->name.text[i] == '/'
                ? bsearch(&key, reading->entries, reading->n, sizeof key, by_folded_name)
                : NULL;
        if (above && !above->is_folder) {
            return true;
        }
    }
    return false;
}

static int check_names(struct reading *reading, struct err *err)
{
    qsort(reading->entries, reading->n, sizeof *reading->entries, by_folded_name);
    for (size_t i = 0; i < reading->n; i++) {
        const struct entry *entry = &reading->entries[i];
        if (i > 0 && by_folded_name(entry - 1, entry) == 0) {
            return refuse(entry, "is there twice, or differs from another in case only", err);
        }
        if (lies_in_a_file(reading, entry)) {
            return refuse(entry, "lies in a file", err);
        }
    }
    return 0;
}

/* --- content ------------------------------------------------------------------------- */

/* Unpacks into exactly entry->size bytes, using up all of the packed ones. */
static bool inflate_into(const struct entry *entry, char *bytes)
{
    z_stream stream = {.next_in = (const Bytef *)entry->packed.text,
                       .avail_in = (uInt)entry->packed.size,
                       .next_out = (Bytef *)bytes,
                       .avail_out = (uInt)entry->size};

    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return false;
    }
    int status = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    return status == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 0;
}

static int unpack(const struct entry *entry, struct archive *archive, struct err *err)
{
    char *CLEANUP(mem_freep) bytes = mem_alloc((size_t)entry->size + 1);
    bool whole = true;

    if (entry->method == METHOD_STORED) {
        memcpy(bytes, entry->packed.text, entry->size);
    } else {
        whole = inflate_into(entry, bytes);
    }
    if (!whole || crc32(0, (const Bytef *)bytes, (uInt)entry->size) != entry->crc) {
        return refuse(entry, "its content is damaged", err);
    }
    char *CLEANUP(mem_freep) name = mem_slice_dup(entry->name);
    archive_own(archive, name, TAKE(bytes), entry->size);
    return 0;
}

int archive_read(struct slice zip, struct archive *ret_archive, struct err *err)
{
    struct reading CLEANUP(reading_release) reading = {.zip = zip};
    struct archive CLEANUP(archive_release) archive = ARCHIVE_INIT;
    int rc = zip.size > ARCHIVE_BYTES_MAX ? FAIL(err, ERR_INPUT, "the archive is larger than 1 GiB")
                                          : read_list(&reading, err);

    if (rc < 0 || (rc = check_places(&reading, err)) < 0 || (rc = check_names(&reading, err)) < 0) {
        return rc;
    }
    for (size_t i = 0; i < reading.n && rc == 0; i++) {
        if (!reading.entries[i].is_folder) {
            rc = unpack(&reading.entries[i], &archive, err);
        }
    }
    if (rc < 0) {
        return rc;
    }
    archive_sort(&archive);
    *ret_archive = archive;
    archive = (struct archive)ARCHIVE_INIT;
    return 0;
}
