/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/archive.h"
#include "support/err.h"
#include "support/strbuf.h"

static void write_archive(const char *const *names, size_t n, struct strbuf *zip)
{
    struct archive archive = ARCHIVE_INIT;
    struct err err = ERR_INIT;

    for (size_t i = 0; i < n; i++) {
        archive_add(&archive, names[i], slice_of(names[i]));
    }
    cr_assert(eq(int, archive_write(&archive, zip, &err), 0), "%s", err.text);
    archive_release(&archive);
}

static int read_archive(struct slice zip, struct archive *archive)
{
    struct err err = ERR_INIT;
    int rc = archive_read(zip, archive, &err);
    cr_expect(rc == 0 || err.text[0] != '\0');
    return rc;
}

Test(archive, what_is_written_is_read_and_the_order_of_adding_leaves_no_trace)
{
    static const char *const names[] = {"data/b", "data/\xc5\xa1", "a"};
    static const char *const again[] = {"a", "data/b", "data/\xc5\xa1"};
    struct strbuf one = STRBUF_INIT;
    struct strbuf other = STRBUF_INIT;
    struct archive archive = ARCHIVE_INIT;

    write_archive(names, 3, &one);
    write_archive(again, 3, &other);
    cr_expect(slice_equal(strbuf_slice(&one), strbuf_slice(&other)));
    cr_assert(eq(int, read_archive(strbuf_slice(&one), &archive), 0));
    cr_expect(eq(sz, archive.n, 3));
    for (size_t i = 0; i < archive.n; i++) {
        const struct archive_file *file = archive_find(&archive, again[i]);
        cr_assert(file != NULL);
        cr_expect(slice_is(archive_bytes(file), again[i]));
    }
    cr_expect(archive_find(&archive, "data") == NULL);
    archive_release(&archive);
    strbuf_release(&one);
    strbuf_release(&other);
}

Test(archive, no_byte_can_be_changed_unseen_but_those_that_say_nothing)
{
    static const char *const names[] = {"data/report.json", "bagit.txt"};
    struct strbuf zip = STRBUF_INIT;
    size_t n_unseen = 0;

    write_archive(names, 2, &zip);
    for (size_t i = 0; i < zip.size; i++) {
        struct archive archive = ARCHIVE_INIT;
        zip.text[i] ^= 0x10;
        if (read_archive(strbuf_slice(&zip), &archive) == 0) {
            n_unseen++;
            cr_expect(eq(sz, archive.n, 2));
            for (size_t f = 0; f < archive.n; f++) {
                cr_expect(slice_is(archive_bytes(&archive.files[f]), archive.files[f].name),
                          "byte %zu", i);
            }
        }
        archive_release(&archive);
        zip.text[i] ^= 0x10;
    }
    /* Of each of the two entries what is written once: its maker and its attributes. */
    cr_expect(le(sz, n_unseen, 2 * 8), "%zu", n_unseen);
    strbuf_release(&zip);
}

Test(archive, a_name_must_be_a_plain_relative_path)
{
    static const char *const bad[] = {"",   "/a",  "a/",   "a//b", ".",    "./a",  "a/..",
                                      "..", "a/.", "a\\b", "c:/a", "a\nb", "\xff", "a/../b"};
    static const char *const good[] = {"a", "a/b", "..a", "a..b", "a b", "\xc5\xa1/x", ".a"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect(not(archive_name_is_safe(slice_of(bad[i]))), "%s", bad[i]);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        cr_expect(archive_name_is_safe(slice_of(good[i])), "%s", good[i]);
    }
}
