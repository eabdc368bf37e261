/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "analysis/file.h"
#include "cli/command.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/recompute.h"
#include "cli/terminal.h"
#include "reports/archive.h"
#include "reports/package.h"
#include "reports/value.h"
#include "reports/verify.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/minisign.h"
#include "support/strbuf.h"

enum { KEY_MAX = 4096 };

/* --key is the key itself, as minisign prints it, or names a file with it. */
static int read_key(const char *key, struct strbuf *ret_text, struct err *err)
{
    int rc = 0;

    if (!key) {
        return 0;
    }
    if (minisign_is_public_key(slice_of(key))) {
        strbuf_adds(ret_text, key);
        return 0;
    }
    rc = file_read(key, KEY_MAX, ret_text, err);
    if (rc == 0 && !minisign_is_public_key(strbuf_slice(ret_text))) {
        rc = FAIL(err, ERR_INPUT, "'%s': this is no minisign public key", key);
    }
    return rc;
}

static void add_unasked(const struct archive *archive, const struct options *options,
                        json_t *verification)
{
    if (!options->recompute) {
        verification_add(verification, "recomputation", "not_checked",
                         "whether the report follows from the facts: ask with --recompute");
    }
    verification_add(verification, "originals", "not_checked",
                     archive->n ? "the raw files: data/csv/sources.csv has their digests"
                                : "the raw files");
}

static void print_head(const struct archive *archive, const char *path)
{
    const struct archive_file *file = archive_find(archive, PACKAGE_REPORT);
    json_t *CLEANUP(json_decrefp) report =
        file ? json_loadb(file->bytes, file->size, 0, NULL) : NULL;
    const char *organization = value_text(report, "organization");
    const char *month = value_text(report, "month");

    printf("%s%s%s: %s%s%s%s%s\n", terminal_ink(INK_BOLD), path, terminal_ink(INK_PLAIN),
           *organization ? organization : "evidence package", *month ? ", " : "", month,
           *value_text(report, "as_of") ? ", as of " : "", value_text(report, "as_of"));
}

static void print_checks(const json_t *verification)
{
    static const struct {
        const char *result;
        const char *shown;
        enum ink ink;
    } words[] = {{"passed", "ok", INK_GREEN},
                 {"failed", "FAILED", INK_RED},
                 {"not_checked", "not checked", INK_YELLOW}};
    json_t *line = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(verification, "checks"), i, line)
    {
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            if (strcmp(words[w].result, loaded_text(line, "result")) == 0) {
                printf("  %s%-11s%s  %-13s  %s\n", terminal_ink(words[w].ink), words[w].shown,
                       terminal_ink(INK_PLAIN), loaded_text(line, "check"),
                       loaded_text(line, "detail"));
            }
        }
    }
    puts(verification_is_valid(verification) ? "valid: everything that was checked holds"
                                             : "NOT VALID");
}

int cmd_verify(const struct options *options, struct err *err)
{
    const char *path = options->arguments[1];
    struct strbuf CLEANUP(strbuf_release) zip = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) key = STRBUF_INIT;
    struct archive CLEANUP(archive_release) archive = ARCHIVE_INIT;
    json_t *CLEANUP(json_decrefp) verification = verification_new();
    int rc = file_read(path, ARCHIVE_BYTES_MAX, &zip, err);

    if (rc < 0 || (rc = read_key(options->key, &key, err)) < 0) {
        return rc;
    }
    rc = verify_package(strbuf_slice(&zip), strbuf_slice(&key), verification, &archive, err);
    if (rc < 0) {
        err_prefix(err, "'%s': ", path);
        return rc;
    }
    if (options->recompute && verification_is_valid(verification) &&
        (rc = recompute_check(&archive, verification, err)) < 0) {
        return rc;
    }
    add_unasked(&archive, options, verification);
    bool valid = verification_is_valid(verification);
    if (options->json) {
        rc = loaded_print_json(json_incref(verification), err);
    } else {
        print_head(&archive, path);
        print_checks(verification);
    }
    return rc < 0 ? rc : valid ? EXIT_DONE : EXIT_MISSED;
}
