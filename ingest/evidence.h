/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_EVIDENCE_H
#define INGEST_EVIDENCE_H

/* The rows of `source`, `delivery` and `diagnostic` for files that are evidence of an
 * inventory. A loader works inside the transaction of one delivery. */

#include "ingest/call.h"
#include "ingest/run.h"

struct stmt;

enum evidence_step {
    EVIDENCE_FIND,
    EVIDENCE_FIND_FILE,
    EVIDENCE_ADD,
    EVIDENCE_MOVE,
    EVIDENCE_FINISH,
    EVIDENCE_DELETE,
    EVIDENCE_DIAGNOSTIC,
    EVIDENCE_N,
};

struct evidence_loader {
    struct ingest_run *run;
    struct call_table calls;
    int64_t delivery_id;
    size_t n_used; /* files that gave facts or a status */
    struct stmt *steps[EVIDENCE_N];
};

/* One row of `source` in the making. Strings are borrowed. */
struct evidence {
    const struct input_file *file;
    const char *format; /* of `ingest_formats` */
    const char *sha256;
    uint64_t bytes;
    const char *account; /* NULL for reports, whose rows say it */
    const char *region;
    const char *call;
    const char *item;
    const char *status;
    const char *message;
    int64_t id; /* once added */
    int64_t rows_read;
    int64_t rows_kept;
    int64_t rows_rejected;
};

/* The evidence of a file that is no answer of one call in one place, before it is read. */
static inline struct evidence evidence_of_file(const struct input_file *file, const char *format,
                                               const char *sha256)
{
    return (struct evidence){.file = file,
                             .format = format,
                             .sha256 = sha256,
                             .item = "",
                             .status = "ok",
                             .message = ""};
}

/* Opens the delivery of the folder `root`; the transaction is the caller's. */
int evidence_open(struct evidence_loader *loader, struct ingest_run *run, const char *root,
                  struct err *err);

/* Settles the delivery: its digest, and deliveries that this one has emptied. */
int evidence_close(struct evidence_loader *loader, struct err *err);
void evidence_release(struct evidence_loader *loader);

/* Adds the source and deletes what it replaces: the same call, item, account and region, or
 * the same file. 0: go on and load its rows; 1: the same bytes are already loaded. */
int evidence_add(struct evidence_loader *loader, struct evidence *evidence, struct err *err);

/* Writes status, counts and the newest event, and counts the file in the outcome. */
int evidence_finish(struct evidence_loader *loader, struct evidence *evidence, struct err *err);

/* Keeps the file as one that cannot be used, with the reason. It takes no call's place. */
int evidence_refuse(struct evidence_loader *loader, struct evidence *evidence, enum diag_code code,
                    const char *reason, struct err *err);

/* Stores a diagnostic of the source and hands it on. */
int evidence_diagnose(struct evidence_loader *loader, const struct evidence *evidence,
                      const struct diagnostic *problem, struct err *err);

#endif
