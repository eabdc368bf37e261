/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/package.h"

#include <string.h>

#include "reports/archive.h"
#include "reports/template.h"
#include "reports/value.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/minisign.h"
#include "support/sha256.h"
#include "support/strbuf.h"

extern const struct asset template_assets[];

enum { DAY_SIZE = 10 }; /* "2024-10-01" */

static bool is_payload(const struct archive_file *file)
{
    return slice_starts(slice_of(file->name), SLICE_LITERAL("data/"));
}

char *package_report_name(const char *extension)
{
    return strchr(extension, '.') ? mem_format("data/csv/%s", extension)
                                  : mem_format("data/report.%s", extension);
}

void package_oxum(const struct archive *archive, struct strbuf *out)
{
    size_t n_bytes = 0;
    size_t n_files = 0;

    for (size_t i = 0; i < archive->n; i++) {
        if (is_payload(&archive->files[i])) {
            n_bytes += archive->files[i].size;
            n_files++;
        }
    }
    strbuf_addf(out, "%zu.%zu", n_bytes, n_files);
}

/* --- README and statement ------------------------------------------------------------ */

static int add_readme(struct archive *archive, const struct package_about *about, struct err *err)
{
    json_t *CLEANUP(json_decrefp) view = json_copy((json_t *)about->result);
    json_t *CLEANUP(json_decrefp) text =
        json_string(asset_find(template_assets, "package.txt")->text);
    struct strbuf CLEANUP(strbuf_release) out = STRBUF_INIT;

    json_object_set_new(view, "package",
                        json_pack("{s:s,s:b,s:b}", "version", DRLEDGER_VERSION, "redacted",
                                  about->redacted, "signed", about->sign_key.size > 0));
    int rc = scope_expand((struct scope){view, NULL}, text, &out, err);
    if (rc < 0) {
        err_prefix(err, "package.txt: ");
        return rc;
    }
    archive_take(archive, "data/README.txt", &out);
    return 0;
}

static json_t *subjects_of(const struct archive *archive)
{
    json_t *subjects = json_array();

    for (size_t i = 0; i < archive->n; i++) {
        const struct archive_file *file = &archive->files[i];
        char digest[SHA256_HEX_SIZE];

        sha256_of(file->bytes, file->size, digest);
        json_array_append_new(
            subjects, json_pack("{s:s,s:{s:s}}", "name", file->name, "digest", "sha256", digest));
    }
    return subjects;
}

static int add_bytes(const char *bytes, size_t size, void *buf)
{
    strbuf_add(buf, bytes, size);
    return 0;
}

static void add_statement(struct archive *archive, const struct package_about *about)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    json_t *previous =
        about->previous ? json_pack("{s:{s:s}}", "digest", "sha256", about->previous) : json_null();
    json_t *CLEANUP(json_decrefp) statement =
        json_pack("{s:s,s:o,s:s,s:{s:{s:s,s:s},s:O,s:O?,s:O?,s:b,s:o}}", "_type",
                  "https://in-toto.io/Statement/v1", "subject", subjects_of(archive),
                  "predicateType", "urn:drledger:evidence:1", "predicate", "tool", "name",
                  "drledger", "version", DRLEDGER_VERSION, "invocation", about->invocation,
                  "inputs_digest", json_object_get(about->result, "inputs_digest"), "policy",
                  json_object_get(about->result, "policy"), "redacted", about->redacted, "previous",
                  previous);

    (void)json_dump_callback(statement, add_bytes, &text, JSON_SORT_KEYS | JSON_INDENT(2));
    strbuf_addc(&text, '\n');
    archive_take(archive, PACKAGE_STATEMENT, &text);
}

/* --- the bag --------------------------------------------------------------------------- */

static void add_digest_line(struct strbuf *out, const struct archive_file *file)
{
    char digest[SHA256_HEX_SIZE];

    sha256_of(file->bytes, file->size, digest);
    strbuf_addf(out, "%s  %s\n", digest, file->name);
}

static void add_manifest(struct archive *archive, const char *name, bool of_payload)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;

    archive_sort(archive);
    for (size_t i = 0; i < archive->n; i++) {
        if (is_payload(&archive->files[i]) == of_payload) {
            add_digest_line(&text, &archive->files[i]);
        }
    }
    archive_take(archive, name, &text);
}

static void add_label(struct strbuf *out, const char *label, const char *value)
{
    if (!*value) {
        return;
    }
    strbuf_addf(out, "%s: ", label);
    for (const char *p = value; *p; p++) {
        strbuf_addc(out, (char)((unsigned char)*p < ' ' ? ' ' : *p));
    }
    strbuf_addc(out, '\n');
}

static void add_bag_info(struct archive *archive, const struct package_about *about)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) oxum = STRBUF_INIT;
    struct slice as_of = slice_of(value_text(about->result, "as_of"));
    char *CLEANUP(mem_freep) day =
        mem_slice_dup((struct slice){as_of.text, as_of.size < DAY_SIZE ? as_of.size : DAY_SIZE});
    char *CLEANUP(mem_freep) what =
        mem_format("Evidence on disaster recovery, %s", value_text(about->result, "month"));

    package_oxum(archive, &oxum);
    add_label(&text, "Source-Organization", value_text(about->result, "organization"));
    add_label(&text, "External-Description", what);
    add_label(&text, "Bagging-Date", day);
    add_label(&text, "Payload-Oxum", oxum.text);
    add_label(&text, "Bag-Software-Agent", "drledger " DRLEDGER_VERSION);
    archive_take(archive, PACKAGE_BAG_INFO, &text);
}

static int add_signature(struct archive *archive, const struct package_about *about,
                         struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) signature = STRBUF_INIT;
    const struct archive_file *tags = archive_find(archive, PACKAGE_TAGMANIFEST);
    char digest[SHA256_HEX_SIZE];

    sha256_of(tags->bytes, tags->size, digest);
    char *CLEANUP(mem_freep) comment =
        mem_format("drledger evidence package; " PACKAGE_TAGMANIFEST " sha256:%s", digest);
    int rc = minisign_sign(about->sign_key, archive_bytes(archive_find(archive, PACKAGE_MANIFEST)),
                           comment, &signature, err);
    if (rc == 0) {
        archive_take(archive, PACKAGE_SIGNATURE, &signature);
    }
    return rc;
}

int package_seal(struct archive *archive, const struct package_about *about, struct err *err)
{
    int rc = add_readme(archive, about, err);
    if (rc < 0) {
        return rc;
    }
    archive_sort(archive);
    add_statement(archive, about);
    add_manifest(archive, PACKAGE_MANIFEST, true);
    add_bag_info(archive, about);
    archive_add(archive, PACKAGE_BAGIT, SLICE_LITERAL(PACKAGE_BAGIT_TEXT));
    add_manifest(archive, PACKAGE_TAGMANIFEST, false);
    archive_sort(archive);
    return about->sign_key.size ? add_signature(archive, about, err) : 0;
}
