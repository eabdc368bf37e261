/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/verify.h"

#include <stdarg.h>
#include <string.h>

#include "reports/archive.h"
#include "reports/package.h"
#include "reports/value.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/minisign.h"
#include "support/sha256.h"
#include "support/strbuf.h"

static const char passed[] = "passed";
static const char failed[] = "failed";
static const char not_checked[] = "not_checked";

json_t *verification_new(void)
{
    return json_pack("{s:b,s:[]}", "valid", 1, "checks");
}

void verification_add(json_t *verification, const char *check, const char *result,
                      const char *format, ...)
{
    char text[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    json_array_append_new(
        json_object_get(verification, "checks"),
        json_pack("{s:s,s:s,s:s}", "check", check, "result", result, "detail", text));
    if (strcmp(result, failed) == 0) {
        json_object_set_new(verification, "valid", json_false());
    }
}

bool verification_is_valid(const json_t *verification)
{
    return json_is_true(json_object_get(verification, "valid"));
}

/* --- manifests ------------------------------------------------------------------------- */

enum { HEX_SIZE = SHA256_HEX_SIZE - 1 };

struct manifest {
    const struct archive *archive;
    const char *name;
    bool of_payload; /* lists what is below data/; else the other files of the bag */
    size_t n_listed;
    char wrong[ERR_TEXT_SIZE];
};

static bool is_payload(const char *name)
{
    return slice_starts(slice_of(name), SLICE_LITERAL("data/"));
}

static bool fail_manifest(struct manifest *manifest, const char *file, const char *why)
{
    (void)snprintf(manifest->wrong, sizeof manifest->wrong, "%s: %s", file, why);
    return false;
}

/* One line, "<digest>  <path>", against the file it names. */
static bool check_line(struct manifest *manifest, struct slice line, struct strbuf *last)
{
    if (line.size < HEX_SIZE + 3 || memcmp(line.text + HEX_SIZE, "  ", 2) != 0) {
        return fail_manifest(manifest, manifest->name, "a line is not as sha256sum writes it");
    }
    char *CLEANUP(mem_freep) name = mem_slice_dup(slice_from(line, HEX_SIZE + 2));
    const struct archive_file *file = archive_find(manifest->archive, name);
    char digest[SHA256_HEX_SIZE];

    if (last->size && strcmp(last->text, name) >= 0) {
        return fail_manifest(manifest, manifest->name, "its lines are not sorted, or one is twice");
    }
    strbuf_clear(last);
    strbuf_adds(last, name);
    if (!file || is_payload(name) != manifest->of_payload) {
        return fail_manifest(manifest, name, "is listed and not there");
    }
    sha256_of(file->bytes, file->size, digest);
    manifest->n_listed++;
    return memcmp(digest, line.text, HEX_SIZE) == 0 ||
           fail_manifest(manifest, name,
                         manifest->of_payload
                             ? "is not what " PACKAGE_MANIFEST " says (its digest differs)"
                             : "is not what " PACKAGE_TAGMANIFEST " says (its digest differs)");
}

static bool check_lines(struct manifest *manifest)
{
    const struct archive_file *file = archive_find(manifest->archive, manifest->name);
    struct strbuf CLEANUP(strbuf_release) last = STRBUF_INIT;
    struct slice rest = file ? archive_bytes(file) : (struct slice){"", 0};

    if (!file) {
        return fail_manifest(manifest, manifest->name, "is missing");
    }
    while (rest.size > 0) {
        const char *end = memchr(rest.text, '\n', rest.size);
        struct slice line = {rest.text, end ? (size_t)(end - rest.text) : 0};
        if (!end) {
            return fail_manifest(manifest, manifest->name, "its last line is cut off");
        }
        if (!check_line(manifest, line, &last)) {
            return false;
        }
        rest = slice_from(rest, line.size + 1);
    }
    return true;
}

/* Whether the file is one that a manifest of the bag must list. */
static bool must_be_listed(const struct manifest *manifest, const char *name)
{
    return manifest->of_payload ? is_payload(name)
                                : !is_payload(name) && strcmp(name, PACKAGE_TAGMANIFEST) != 0 &&
                                      strcmp(name, PACKAGE_SIGNATURE) != 0;
}

static bool check_unlisted(struct manifest *manifest)
{
    const struct archive *archive = manifest->archive;
    const struct archive_file *file = archive_find(archive, manifest->name);

    for (size_t i = 0; i < archive->n; i++) {
        const char *name = archive->files[i].name;
        char *CLEANUP(mem_freep) line = mem_format("  %s\n", name);
        if (must_be_listed(manifest, name) &&
            !memmem(file->bytes, file->size, line, strlen(line))) {
            return fail_manifest(manifest, name, "is there and in no manifest");
        }
    }
    return true;
}

static bool check_manifest(const struct archive *archive, const char *name, bool of_payload,
                           json_t *verification)
{
    struct manifest manifest = {.archive = archive, .name = name, .of_payload = of_payload};
    const char *check = of_payload ? "files" : "bag files";
    bool ok = check_lines(&manifest) && check_unlisted(&manifest);

    if (ok) {
        verification_add(verification, check, passed, "%zu of %zu have the SHA-256 that %s states",
                         manifest.n_listed, manifest.n_listed, name);
    } else {
        verification_add(verification, check, failed, "%s", manifest.wrong);
    }
    return ok;
}

/* --- the bag, the signature --------------------------------------------------------------- */

static bool holds_text(const struct archive *archive, const char *name, const char *text)
{
    const struct archive_file *file = archive_find(archive, name);
    return file && memmem(file->bytes, file->size, text, strlen(text)) != NULL;
}

static void check_bag(const struct archive *archive, json_t *verification)
{
    struct strbuf CLEANUP(strbuf_release) oxum = STRBUF_INIT;
    const struct archive_file *bagit = archive_find(archive, PACKAGE_BAGIT);

    strbuf_adds(&oxum, "Payload-Oxum: ");
    package_oxum(archive, &oxum);
    strbuf_addc(&oxum, '\n');
    if (!bagit || !slice_is(archive_bytes(bagit), PACKAGE_BAGIT_TEXT)) {
        verification_add(verification, "bag", failed, PACKAGE_BAGIT ": is not that of BagIt 1.0");
    } else if (!holds_text(archive, PACKAGE_BAG_INFO, oxum.text)) {
        verification_add(verification, "bag", failed,
                         PACKAGE_BAG_INFO ": bytes and files are not as many as it states");
    } else {
        verification_add(verification, "bag", passed, "BagIt 1.0, %.*s (bytes.files)",
                         (int)(oxum.size - sizeof "Payload-Oxum: "),
                         oxum.text + sizeof "Payload-Oxum: " - 1);
    }
}

static void check_signature(const struct archive *archive, struct slice key, json_t *verification)
{
    const struct archive_file *signature = archive_find(archive, PACKAGE_SIGNATURE);
    const struct archive_file *manifest = archive_find(archive, PACKAGE_MANIFEST);
    const struct archive_file *tags = archive_find(archive, PACKAGE_TAGMANIFEST);
    struct strbuf CLEANUP(strbuf_release) comment = STRBUF_INIT;
    struct err err = ERR_INIT;
    char digest[SHA256_HEX_SIZE];

    if (!signature) {
        verification_add(verification, "signature", key.size ? failed : not_checked,
                         "the package is not signed");
        return;
    }
    if (!key.size) {
        verification_add(verification, "signature", not_checked,
                         "it is signed; give the signer's public key with --key");
        return;
    }
    if (minisign_verify(key, archive_bytes(manifest), archive_bytes(signature), &comment, &err) <
        0) {
        verification_add(verification, "signature", failed, PACKAGE_SIGNATURE ": %s", err.text);
        return;
    }
    sha256_of(tags->bytes, tags->size, digest);
    bool covers = strstr(comment.text, digest) != NULL;
    verification_add(verification, "signature", covers ? passed : failed,
                     covers ? "made with this key, over every file"
                            : PACKAGE_TAGMANIFEST ": is not the one that was signed");
}

/* --- statement and report ------------------------------------------------------------------ */

static json_t *load_json(const struct archive *archive, const char *name)
{
    const struct archive_file *file = archive_find(archive, name);
    return file ? json_loadb(file->bytes, file->size, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

/* The first file that the statement's subjects do not name as it is, or NULL. */
static const char *unstated_file(const struct archive *archive, const json_t *statement)
{
    const json_t *subjects = json_object_get(statement, "subject");
    json_t *CLEANUP(json_decrefp) digests = json_object();
    const json_t *subject = NULL;
    size_t i = 0;
    size_t n_payload = 0;

    json_array_foreach((json_t *)subjects, i, subject)
    {
        json_object_set(digests, value_text(subject, "name"),
                        json_object_get(json_object_get(subject, "digest"), "sha256"));
    }
    for (i = 0; i < archive->n; i++) {
        const struct archive_file *file = &archive->files[i];
        char digest[SHA256_HEX_SIZE];
        if (!is_payload(file->name) || strcmp(file->name, PACKAGE_STATEMENT) == 0) {
            continue;
        }
        n_payload++;
        sha256_of(file->bytes, file->size, digest);
        const char *stated = json_string_value(json_object_get(digests, file->name));
        if (!stated || strcmp(stated, digest) != 0) {
            return file->name;
        }
    }
    return json_array_size(subjects) == n_payload ? NULL : PACKAGE_STATEMENT;
}

static void check_statement(const struct archive *archive, json_t *verification)
{
    json_t *CLEANUP(json_decrefp) statement = load_json(archive, PACKAGE_STATEMENT);
    const char *previous = value_text(statement, "predicate/previous/digest/sha256");

    if (strcmp(value_text(statement, "_type"), "https://in-toto.io/Statement/v1") != 0) {
        verification_add(verification, "statement", failed,
                         PACKAGE_STATEMENT ": is no in-toto statement");
        return;
    }
    const char *unstated = unstated_file(archive, statement);
    if (unstated) {
        verification_add(verification, "statement", failed,
                         "%s: the statement names another digest for it, or none", unstated);
        return;
    }
    if (json_is_true(value_at(statement, "predicate/redacted"))) {
        verification_add(verification, "redaction", not_checked,
                         "redacted: pseudonyms for names, no facts: figures cannot be recomputed");
    }
    verification_add(verification, "statement", passed, "names every file; previous package: %s",
                     *previous ? previous : "none");
}

/* The PDF's /ID begins with the digest of the report.json that it shows. */
static bool pdf_shows(const struct archive_file *pdf, const char *json_digest)
{
    enum { ID_HEX = 32 };
    const char *id = NULL;

    for (struct slice rest = archive_bytes(pdf);;) {
        const char *next = memmem(rest.text, rest.size, "/ID", 3);
        if (!next) {
            break;
        }
        id = next;
        rest = slice_from(rest, (size_t)(next - rest.text) + 3);
    }
    size_t left = id ? (size_t)(pdf->bytes + pdf->size - id) : 0;
    const char *hex = id ? memchr(id, '<', left) : NULL;
    return hex && left - (size_t)(hex - id) > ID_HEX &&
           strncasecmp(hex + 1, json_digest, ID_HEX) == 0;
}

static void check_report(const struct archive *archive, json_t *verification)
{
    const struct archive_file *json = archive_find(archive, PACKAGE_REPORT);
    const struct archive_file *pdf = archive_find(archive, PACKAGE_PDF);
    json_t *CLEANUP(json_decrefp) report = load_json(archive, PACKAGE_REPORT);
    char digest[SHA256_HEX_SIZE];

    if (strcmp(value_text(report, "schema"), "drledger/report/1") != 0) {
        verification_add(verification, "report", failed,
                         PACKAGE_REPORT ": is no report of drledger");
        return;
    }
    sha256_of(json->bytes, json->size, digest);
    bool shown = pdf && pdf_shows(pdf, digest);
    verification_add(verification, "report", shown ? passed : failed,
                     shown ? "report.pdf names report.json by its digest"
                           : PACKAGE_PDF ": was not made from " PACKAGE_REPORT);
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool looks_like_package(const struct archive *archive)
{
    return archive_find(archive, PACKAGE_BAGIT) || archive_find(archive, PACKAGE_MANIFEST) ||
           archive_find(archive, PACKAGE_REPORT);
}

int verify_package(struct slice zip, struct slice key, json_t *verification,
                   struct archive *ret_archive, struct err *err)
{
    struct err refused = ERR_INIT;

    *ret_archive = (struct archive)ARCHIVE_INIT;
    if (!archive_is_zip(zip)) {
        return FAIL(err, ERR_INPUT, "this is no evidence package: it is no ZIP");
    }
    if (archive_read(zip, ret_archive, &refused) < 0) {
        verification_add(verification, "archive", failed, "%s", refused.text);
        verification_add(verification, "content", not_checked, "the archive cannot be trusted");
        return 0;
    }
    if (!looks_like_package(ret_archive)) {
        return FAIL(err, ERR_INPUT,
                    "this is a ZIP and no evidence package: it has no " PACKAGE_BAGIT);
    }
    verification_add(verification, "archive", passed,
                     "%zu files; no links, no doubles, nothing hidden", ret_archive->n);
    bool tags = check_manifest(ret_archive, PACKAGE_TAGMANIFEST, false, verification);
    bool files = check_manifest(ret_archive, PACKAGE_MANIFEST, true, verification);
    if (!tags || !files) {
        verification_add(verification, "content", not_checked, "the files are not those listed");
        return 0;
    }
    check_bag(ret_archive, verification);
    check_signature(ret_archive, key, verification);
    check_statement(ret_archive, verification);
    check_report(ret_archive, verification);
    return 0;
}
