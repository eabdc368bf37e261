/* SPDX-License-Identifier: Apache-2.0 */

/* Any bytes as an evidence package's archive: reading ends, and what is read has safe,
 * distinct names and comes back the same when it is written again. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "reports/archive.h"
#include "support/err.h"
#include "support/strbuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "broken: %s\n", what);
        abort();
    }
}

static void check_again(struct archive *archive)
{
    struct strbuf CLEANUP(strbuf_release) zip = STRBUF_INIT;
    struct archive CLEANUP(archive_release) again = ARCHIVE_INIT;
    struct err err = ERR_INIT;

    must(archive_write(archive, &zip, &err) == 0, "what was read can be written");
    must(archive_read(strbuf_slice(&zip), &again, &err) == 0, "what was written can be read");
    must(again.n == archive->n, "as many files");
    for (size_t i = 0; i < archive->n; i++) {
        must(strcmp(archive->files[i].name, again.files[i].name) == 0, "the same names");
        must(slice_equal(archive_bytes(&archive->files[i]), archive_bytes(&again.files[i])),
             "the same bytes");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct archive CLEANUP(archive_release) archive = ARCHIVE_INIT;
    struct err err = ERR_INIT;

    if (archive_read((struct slice){(const char *)bytes, size}, &archive, &err) < 0) {
        must(err.text[0] != '\0', "a refusal says why");
        return 0;
    }
    for (size_t i = 0; i < archive.n; i++) {
        must(archive_name_is_safe(slice_of(archive.files[i].name)), "a name is safe");
        must(i == 0 || strcmp(archive.files[i - 1].name, archive.files[i].name) < 0,
             "names are sorted and distinct");
    }
    if (archive.n > 0) {
        check_again(&archive);
    }
    return 0;
}
