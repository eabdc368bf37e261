/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_PACKAGE_H
#define REPORTS_PACKAGE_H

/* The evidence package: a bag (BagIt, RFC 8493) of files in an archive.
 *
 *   bagit.txt  bag-info.txt                    what it is
 *   data/...                                   the evidence; README.txt is for its reader
 *   data/statement.json                        in-toto Statement: every file with its
 *                                              digest, how they were made, the package before
 *   manifest-sha256.txt                        digests of data/, for `sha256sum -c`
 *   tagmanifest-sha256.txt                     digests of the three above it
 *   manifest-sha256.txt.minisig                if it is signed; its trusted comment names
 *                                              the digest of tagmanifest-sha256.txt
 *
 * Nothing in it depends on the clock or on where it was made. */

#include <stdbool.h>

#include <jansson.h>

#include "support/slice.h"

struct archive;
struct err;
struct strbuf;

#define PACKAGE_BAGIT        "bagit.txt"
#define PACKAGE_BAG_INFO     "bag-info.txt"
#define PACKAGE_MANIFEST     "manifest-sha256.txt"
#define PACKAGE_TAGMANIFEST  "tagmanifest-sha256.txt"
#define PACKAGE_SIGNATURE    PACKAGE_MANIFEST ".minisig"
#define PACKAGE_STATEMENT    "data/statement.json"
#define PACKAGE_REPORT       "data/report.json"
#define PACKAGE_PDF          "data/report.pdf"
#define PACKAGE_POLICY       "data/policy/policy.json"
#define PACKAGE_EXCEPTIONS   "data/exceptions/exceptions.json"
#define PACKAGE_ATTESTATIONS "data/attestations/attestations.json"
#define PACKAGE_BAGIT_TEXT   "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

struct package_about {
    const json_t *result;     /* what the report was made of */
    const json_t *invocation; /* the options as given, which recomputing needs to know */
    const char *previous;     /* SHA-256 of the package before, or NULL */
    bool redacted;
    struct slice sign_key; /* text of a minisign secret key; empty: not signed */
};

/* Adds the README, the statement and the files of the bag to an archive that holds the
 * evidence (all of its names begin with "data/"). */
int package_seal(struct archive *archive, const struct package_about *about, struct err *err);

/* Where a file of the report lies: "pdf" gives data/report.pdf, "findings.csv"
 * data/csv/findings.csv. The caller's. */
char *package_report_name(const char *extension);

/* Appends "BYTES.FILES" of what is below data/. */
void package_oxum(const struct archive *archive, struct strbuf *out);

#endif
