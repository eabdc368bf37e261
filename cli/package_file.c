/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/package_file.h"

#include "analysis/file.h"
#include "cli/loaded.h"
#include "reports/archive.h"
#include "reports/package.h"
#include "reports/value.h"
#include "reports/verify.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

static json_t *read_json(const struct archive *archive, const char *name)
{
    const struct archive_file *file = archive_find(archive, name);
    return file ? json_loadb(file->bytes, file->size, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

static const char *first_fault(const json_t *verification)
{
    json_t *line = NULL;
    size_t i = 0;
    json_array_foreach(json_object_get(verification, "checks"), i, line)
    {
        if (strcmp(loaded_text(line, "result"), "failed") == 0) {
            return loaded_text(line, "detail");
        }
    }
    return "";
}

int package_file_read(const char *path, struct package_file *ret_package, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) zip = STRBUF_INIT;
    struct archive CLEANUP(archive_release) archive = ARCHIVE_INIT;
    json_t *CLEANUP(json_decrefp) verification = verification_new();
    int rc = file_read(path, ARCHIVE_BYTES_MAX, &zip, err);

    if (rc < 0) {
        return rc;
    }
    rc = verify_package(strbuf_slice(&zip), (struct slice){"", 0}, verification, &archive, err);
    if (rc < 0) {
        err_prefix(err, "'%s': ", path);
        return rc;
    }
    if (!verification_is_valid(verification)) {
        return FAIL(err, ERR_INPUT, "'%s' is not valid: %s", path, first_fault(verification));
    }
    ret_package->report = read_json(&archive, PACKAGE_REPORT);
    ret_package->statement = read_json(&archive, PACKAGE_STATEMENT);
    sha256_of(zip.text, zip.size, ret_package->sha256);
    return 0;
}

const char *package_file_previous(const struct package_file *package)
{
    return value_text(package->statement, "predicate/previous/digest/sha256");
}

void package_file_release(struct package_file *package)
{
    json_decref(package->report);
    json_decref(package->statement);
    *package = (struct package_file){0};
}
