/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_ONE_FILE_H
#define INGEST_ONE_FILE_H

/* An export that is a delivery of its own: one file, one transaction. It replaces what was
 * read from the same place before; the same bytes again change nothing; one that cannot be
 * used leaves what is loaded. */

#include "ingest/delivery.h"

struct one_file {
    struct ingest_run *run;
    const struct input_file *file;
    const char *kind;   /* delivery.kind */
    const char *format; /* source.format */

    struct bytes *bytes; /* being read */
    int64_t source_id;
    int64_t n_read; /* rows */
    int64_t n_kept;
    struct stmt *problem;
};

/* Loads the file and tells its state; `read` takes the logical file that one->bytes has
 * open, ERR_INPUT: it cannot be used. 1: it is in the store; 0: refused; negative: the store
 * failed. */
int one_file_load(struct one_file *one, int (*read)(struct one_file *one, struct err *err),
                  struct file_state *state, struct err *err);

/* Keeps the problem of a row and hands it on; negative: the store failed. */
int one_file_reject(struct one_file *one, int64_t row, enum diag_code code, const char *column,
                    const char *text, struct err *err);

/* The beginning of the file, unpacked and NUL-terminated, without a byte order mark; "" where
 * it cannot be read. */
enum { ONE_FILE_HEAD_SIZE = 4096 };
void one_file_head(const struct input_file *file, char ret_head[ONE_FILE_HEAD_SIZE]);

#endif
