/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include "ingest/intern.h"
#include "support/err.h"
#include "support/mem.h"

enum {
    BLOCK_SIZE = 128 * 1024,
    MAX_ENTRIES = 10000,
};

#define MAX_ENTRY_BYTES ((uint64_t)1 << 40)

enum kind { KIND_PLAIN, KIND_GZIP, KIND_ZIP };

struct bytes {
    const char *shown;
    enum kind kind;
    bool opened; /* the one logical file of a plain or gzip file was handed out */
    bool failed;
    bool ended; /* the logical file is at its end */
    uint64_t position;
    uint64_t fingerprint; /* of the blocks read, in order */

    int fd; /* plain and gzip; -1 */
    bool inflating;
    bool between_members;
    z_stream stream;
    unsigned char *input; /* BLOCK_SIZE bytes read from fd */

    zip_t *archive; /* ZIP */
    zip_file_t *entry;
    uint64_t n_entries;
    uint64_t next_entry;
    char *name; /* shown:entry */
};

static int fail_read(const struct bytes *bytes, struct err *err)
{
    return FAIL(err, ERR_INPUT, "'%s': cannot be read: %s", bytes->shown, strerror(errno));
}

/* read() that is not stopped by signals; the count, 0 at the end, or negative. */
static ssize_t read_fd(int fd, void *block, size_t size)
{
    ssize_t n = 0;
    do {
        n = read(fd, block, size);
    } while (n < 0 && errno == EINTR);
    return n;
}

/* --- opening ------------------------------------------------------------- */

/* A name that leaves the folder it would be unpacked in: absolute, a drive, or "..". */
static bool climbs_out(const char *name)
{
    if (name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':')) {
        return true;
    }
    for (const char *part = name; part; part = strpbrk(part, "/\\")) {
        part += part != name;
        if (strncmp(part, "..", 2) == 0 && (part[2] == '\0' || part[2] == '/' || part[2] == '\\')) {
            return true;
        }
    }
    return false;
}

static int open_zip(struct bytes *bytes, const char *location, struct err *err)
{
    int code = 0;
    bytes->archive = zip_open(location, ZIP_RDONLY, &code);
    if (!bytes->archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        int rc = FAIL(err, ERR_INPUT, "'%s': is no readable ZIP archive: %s", bytes->shown,
                      zip_error_strerror(&error));
        zip_error_fini(&error);
        return rc;
    }
    zip_int64_t n_entries = zip_get_num_entries(bytes->archive, 0);
    if (n_entries > MAX_ENTRIES) {
        return FAIL(err, ERR_INPUT, "'%s': has %lld entries, more than %d", bytes->shown,
                    (long long)n_entries, (int)MAX_ENTRIES);
    }
    bytes->n_entries = (uint64_t)n_entries;
    for (uint64_t i = 0; i < bytes->n_entries; i++) {
        const char *name = zip_get_name(bytes->archive, i, 0);
        if (!name || climbs_out(name)) {
            return FAIL(err, ERR_INPUT,
                        "'%s': entry '%s' climbs out of the archive; nothing of it was read",
                        bytes->shown, name ? name : "");
        }
    }
    return 0;
}

static int open_gzip(struct bytes *bytes, struct err *err)
{
    enum { GZIP_WINDOW = 15 + 16 };
    if (inflateInit2(&bytes->stream, GZIP_WINDOW) != Z_OK) {
        return FAIL(err, ERR_BUG, "'%s': zlib cannot start", bytes->shown);
    }
    bytes->inflating = true;
    return 0;
}

int bytes_open(const char *location, const char *shown, struct bytes **ret_bytes, struct err *err)
{
    struct bytes *CLEANUP(bytes_freep) bytes = mem_alloc(sizeof *bytes);
    bytes->shown = shown;
    bytes->fd = open(location, O_RDONLY | O_CLOEXEC);
    unsigned char magic[4] = {0};
    if (bytes->fd < 0) {
        return fail_read(bytes, err);
    }
    ssize_t n = read_fd(bytes->fd, magic, sizeof magic);
    if (n < 0 || lseek(bytes->fd, 0, SEEK_SET) < 0) {
        return fail_read(bytes, err);
    }
    int rc = 0;
    if (n >= 2 && magic[0] == 0x1f && magic[1] == 0x8b) {
        bytes->kind = KIND_GZIP;
        rc = open_gzip(bytes, err);
    } else if (n == 4 && memcmp(magic, "PK", 2) == 0 &&
               (magic[2] == 3 || magic[2] == 5)) { /* an archive, or an empty one */
        bytes->kind = KIND_ZIP;
        rc = open_zip(bytes, location, err);
    }
    if (rc < 0) {
        return rc;
    }
    if (bytes->kind != KIND_ZIP) {
        bytes->input = mem_alloc(BLOCK_SIZE);
    }
    *ret_bytes = TAKE(bytes);
    return 0;
}

void bytes_free(struct bytes *bytes)
{
    if (!bytes) {
        return;
    }
    if (bytes->inflating) {
        inflateEnd(&bytes->stream);
    }
    if (bytes->entry) {
        zip_fclose(bytes->entry);
    }
    if (bytes->archive) {
        zip_discard(bytes->archive);
    }
    if (bytes->fd >= 0) {
        close(bytes->fd);
    }
    free(bytes->input);
    free(bytes->name);
    free(bytes);
}

/* --- reading ------------------------------------------------------------- */

static int next_zip_entry(struct bytes *bytes, struct err *err)
{
    if (bytes->entry) {
        zip_fclose(bytes->entry);
        bytes->entry = NULL;
    }
    while (bytes->next_entry < bytes->n_entries) {
        zip_uint64_t index = bytes->next_entry++;
        const char *name = zip_get_name(bytes->archive, index, 0);
        if (name[0] && name[strlen(name) - 1] == '/') {
            continue;
        }
        free(bytes->name);
        bytes->name = mem_format("%s:%s", bytes->shown, name);
        zip_stat_t info;
        zip_stat_init(&info);
        if (zip_stat_index(bytes->archive, index, 0, &info) != 0 || !(info.valid & ZIP_STAT_SIZE) ||
            info.size > MAX_ENTRY_BYTES) {
            return FAIL(err, ERR_INPUT, "'%s': its size is unknown or above 1 TiB", bytes->name);
        }
        bytes->entry = zip_fopen_index(bytes->archive, index, 0);
        if (!bytes->entry) {
            return FAIL(err, ERR_INPUT, "'%s': cannot be read: %s", bytes->name,
                        zip_strerror(bytes->archive));
        }
        bytes->position += info.valid & ZIP_STAT_COMP_SIZE ? info.comp_size : 0;
        return 1;
    }
    return 0;
}

int bytes_next(struct bytes *bytes, struct err *err)
{
    bytes->ended = false;
    if (bytes->kind == KIND_ZIP) {
        int rc = next_zip_entry(bytes, err);
        bytes->failed = rc < 0;
        return rc;
    }
    bool first = !bytes->opened;
    bytes->opened = true;
    return first;
}

const char *bytes_name(const struct bytes *bytes)
{
    return bytes->name ? bytes->name : bytes->shown;
}

/* Refills the compressed input; 1: there is some, 0: the file is at its end. */
static int refill(struct bytes *bytes, struct err *err)
{
    if (bytes->stream.avail_in) {
        return 1;
    }
    ssize_t n = read_fd(bytes->fd, bytes->input, BLOCK_SIZE);
    if (n < 0) {
        return fail_read(bytes, err);
    }
    bytes->position += (uint64_t)n;
    bytes->stream.next_in = bytes->input;
    bytes->stream.avail_in = (unsigned)n;
    return n > 0;
}

/* After a member: the next one, or the zeros that some tools pad with. */
static int start_member(struct bytes *bytes, struct err *err)
{
    z_stream *stream = &bytes->stream;
    int rc = 0;
    while ((rc = refill(bytes, err)) > 0 && *stream->next_in == 0) {
        stream->next_in++;
        stream->avail_in--;
    }
    if (rc <= 0) {
        bytes->ended = true;
        return rc;
    }
    if (*stream->next_in != 0x1f) {
        return FAIL(err, ERR_INPUT, "'%s': there is something behind the end of the gzip data",
                    bytes->shown);
    }
    inflateReset(stream);
    bytes->between_members = false;
    return 0;
}

static int inflate_some(struct bytes *bytes, struct err *err)
{
    if (bytes->between_members) {
        return start_member(bytes, err);
    }
    int rc = refill(bytes, err);
    if (rc < 0) {
        return rc;
    }
    if (rc == 0) {
        return FAIL(err, ERR_INPUT, "'%s': the gzip data is cut off; fetch the file again",
                    bytes->shown);
    }
    int status = inflate(&bytes->stream, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
        bytes->between_members = true;
        return 0;
    }
    if (status != Z_OK && status != Z_BUF_ERROR) {
        return FAIL(err, ERR_INPUT, "'%s': the gzip data is damaged (%s); fetch the file again",
                    bytes->shown, bytes->stream.msg ? bytes->stream.msg : "unexpected end");
    }
    return 0;
}

static int read_gzip(struct bytes *bytes, char *block, size_t size, size_t *ret_size,
                     struct err *err)
{
    bytes->stream.next_out = (unsigned char *)block;
    bytes->stream.avail_out = (unsigned)size;
    while (bytes->stream.avail_out && !bytes->ended) {
        int rc = inflate_some(bytes, err);
        if (rc < 0) {
            return rc;
        }
    }
    *ret_size = size - bytes->stream.avail_out;
    return 0;
}

static int read_zip(struct bytes *bytes, char *block, size_t size, size_t *ret_size,
                    struct err *err)
{
    while (*ret_size < size) {
        zip_int64_t n = zip_fread(bytes->entry, block + *ret_size, size - *ret_size);
        if (n < 0) {
            return FAIL(err, ERR_INPUT, "'%s': the ZIP data is damaged (%s); fetch the file again",
                        bytes->name, zip_file_strerror(bytes->entry));
        }
        if (n == 0) {
            break;
        }
        *ret_size += (size_t)n;
    }
    return 0;
}

static int read_plain(struct bytes *bytes, char *block, size_t size, size_t *ret_size,
                      struct err *err)
{
    while (*ret_size < size) {
        ssize_t n = read_fd(bytes->fd, block + *ret_size, size - *ret_size);
        if (n < 0) {
            return fail_read(bytes, err);
        }
        if (n == 0) {
            break;
        }
        *ret_size += (size_t)n;
    }
    bytes->position += *ret_size;
    return 0;
}

int bytes_read(struct bytes *bytes, char *block, size_t size, size_t *ret_size, struct err *err)
{
    static int (*const readers[])(struct bytes *, char *, size_t, size_t *, struct err *) = {
        [KIND_PLAIN] = read_plain, [KIND_GZIP] = read_gzip, [KIND_ZIP] = read_zip};
    *ret_size = 0;
    int rc = readers[bytes->kind](bytes, block, size, ret_size, err);
    bytes->failed = rc < 0;
    if (*ret_size) {
        uint64_t both[] = {bytes->fingerprint, intern_hash(block, *ret_size)};
        bytes->fingerprint = intern_hash(both, sizeof both);
    }
    return rc;
}

uint64_t bytes_fingerprint(const struct bytes *bytes)
{
    return bytes->fingerprint;
}

bool bytes_failed(const struct bytes *bytes)
{
    return bytes->failed;
}

uint64_t bytes_position(const struct bytes *bytes)
{
    return bytes->position;
}

/* Hands the file as it is on disk to add(hash, ...), block by block. */
static int add_file(const char *location, const char *shown,
                    void (*add)(void *hash, const void *block, size_t size), void *hash,
                    struct err *err)
{
    int fd = open(location, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return FAIL(err, ERR_INPUT, "'%s': cannot be read: %s", shown, strerror(errno));
    }
    char *CLEANUP(mem_freep) block = mem_alloc(BLOCK_SIZE);
    ssize_t n = 0;
    while ((n = read_fd(fd, block, BLOCK_SIZE)) > 0) {
        add(hash, block, (size_t)n);
    }
    int code = errno;
    close(fd);
    return n == 0 ? 0 : FAIL(err, ERR_INPUT, "'%s': cannot be read: %s", shown, strerror(code));
}

static void add_to_sha256(void *hash, const void *block, size_t size)
{
    sha256_add(hash, block, size);
}

static void add_to_md5(void *hash, const void *block, size_t size)
{
    md5_add(hash, block, size);
}

int bytes_sha256(const char *location, const char *shown, char ret_hex[SHA256_HEX_SIZE],
                 struct err *err)
{
    struct sha256 *hash = sha256_new();
    int rc = add_file(location, shown, add_to_sha256, hash, err);
    sha256_hex(hash, ret_hex);
    sha256_free(hash);
    return rc;
}

int bytes_md5(const char *location, const char *shown, char ret_hex[MD5_HEX_SIZE], struct err *err)
{
    struct md5 *CLEANUP(md5_freep) hash = md5_new();
    ret_hex[0] = '\0';
    if (!hash) {
        return 0;
    }
    int rc = add_file(location, shown, add_to_md5, hash, err);
    if (rc == 0) {
        md5_hex(hash, ret_hex);
    }
    return rc;
}
