/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/load.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/bill.h"
#include "ingest/bill_store.h"
#include "ingest/bytes.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"

struct loader {
    struct ingest_run *run;
    struct input_file *files;
    struct file_state *states;
    struct bill_store *bills;

    /* of the delivery at hand */
    const struct delivery *delivery;
    char (*digests)[SHA256_HEX_SIZE]; /* [n_files]; "" where the file cannot be read */
    uint64_t *fingerprints;           /* [n_files] of what was loaded, decompressed; 0: nothing */
    int64_t id;
    struct bill bill;
    struct bill_part *parts; /* of all its files */
    size_t n_parts;
    size_t parts_capacity;
    struct ingest_outcome counts;
};

int loader_open(struct ingest_run *run, struct input_file *files, struct file_state *states,
                struct loader **ret_loader, struct err *err)
{
    struct loader *CLEANUP(loader_freep) loader = mem_alloc(sizeof *loader);
    *loader = (struct loader){.run = run, .files = files, .states = states, .bill = BILL_INIT};
    int rc = bill_store_open(run->store, &loader->bills, err);
    if (rc < 0) {
        return rc;
    }
    *ret_loader = TAKE(loader);
    return 0;
}

void loader_free(struct loader *loader)
{
    if (loader) {
        bill_store_free(loader->bills);
        bill_release(&loader->bill);
        free(loader->digests);
        free(loader->fingerprints);
        free(loader->parts);
        free(loader);
    }
}

static void settle(struct loader *loader, size_t i, enum file_fate fate, const char *message)
{
    size_t file = loader->delivery->files[i];
    loader->files[file].claimed = true;
    loader->states[file].fate = fate;
    loader->states[file].message = message;
}

static void settle_all(struct loader *loader, enum file_fate fate, const char *message)
{
    for (size_t i = 0; i < loader->delivery->n_files; i++) {
        settle(loader, i, fate, message);
    }
}

static struct input_file *file_at(const struct loader *loader, size_t i)
{
    return &loader->files[loader->delivery->files[i]];
}

static const char *remember(struct loader *loader, const char *text)
{
    return arena_strdup(&loader->run->arena, text);
}

/* --- bytes ---------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The digest of every file, and of the delivery: of their sorted digests. */
static void digest_files(struct loader *loader, char ret_digest[SHA256_HEX_SIZE])
{
    size_t n = loader->delivery->n_files;
    free(loader->digests);
    free(loader->fingerprints);
    loader->digests = mem_array(n, sizeof *loader->digests);
    loader->fingerprints = mem_array(n, sizeof *loader->fingerprints);
    char(*sorted)[SHA256_HEX_SIZE] = mem_array(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        struct err unreadable = ERR_INIT; /* is told when the file is opened to be read */
        const struct input_file *file = file_at(loader, i);
        if (bytes_sha256(file->location, file->shown, loader->digests[i], &unreadable) < 0) {
            loader->digests[i][0] = '\0';
        }
        memcpy(sorted[i], loader->digests[i], SHA256_HEX_SIZE);
    }
    qsort(sorted, n, sizeof *sorted, by_text);
    struct sha256 *hash = sha256_new();
    for (size_t i = 0; i < n; i++) {
        sha256_add(hash, sorted[i], strlen(sorted[i]));
    }
    sha256_hex(hash, ret_digest);
    sha256_free(hash);
    free(sorted);
}

static void report_progress(void *context, uint64_t position)
{
    const struct ingest_run *run = context;
    if (run->options->progress) {
        run->options->progress(run->options->progress_context, run->done_bytes + position,
                               run->total_bytes);
    }
}

static void file_done(struct loader *loader, size_t i)
{
    loader->run->done_bytes += file_at(loader, i)->bytes;
    report_progress(loader->run, 0);
}

/* --- files ---------------------------------------------------------------- */

static void merge_parts(struct loader *loader, const struct bill_file *file)
{
    for (size_t i = 0; i < file->n_parts; i++) {
        const struct bill_part *part = &file->parts[i];
        size_t k = 0;
        while (k < loader->n_parts &&
               (loader->parts[k].month != part->month || loader->parts[k].payer != part->payer)) {
            k++;
        }
        if (k == loader->n_parts) {
            mem_reserve((void **)&loader->parts, &loader->parts_capacity, k + 1,
                        sizeof *loader->parts);
            loader->parts[loader->n_parts++] = *part;
            continue;
        }
        struct bill_part *mine = &loader->parts[k];
        mine->usage_end = part->usage_end > mine->usage_end ? part->usage_end : mine->usage_end;
        mine->line_start =
            part->line_start > mine->line_start ? part->line_start : mine->line_start;
        mine->has_net = mine->has_net || part->has_net;
        mine->has_invoices = mine->has_invoices || part->has_invoices;
    }
}

/* Reads a file into the rollup; problems go to its source. */
static int read_file(struct loader *loader, size_t i, int64_t source, struct bill_file *ret_file,
                     struct err *err)
{
    const struct input_file *file = file_at(loader, i);
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    struct problem_keeper keeper = {
        .bills = loader->bills, .source = source, .next = loader->run->problems, .err = err};
    struct bill_progress progress = {report_progress, loader->run};
    *ret_file = (struct bill_file){0};
    int rc = bytes_open(file->location, file->shown, &bytes, err);
    if (rc == 0) {
        rc = bill_read(&loader->bill, bytes, bill_store_keeper(&keeper), progress, ret_file, err);
    }
    if (rc == 0) {
        loader->fingerprints[i] = bytes_fingerprint(bytes);
    }
    if (keeper.rc < 0) {
        bill_file_release(ret_file);
        return keeper.rc;
    }
    if (rc == 0 && ret_file->format == BILL_NONE) {
        rc = FAIL(err, ERR_INPUT, "'%s': holds no bill", file->shown);
    }
    return rc;
}

static int put_source(struct loader *loader, size_t i, const char *status, const char *message,
                      int64_t *ret_source, struct err *err)
{
    struct source_entry entry = {.file = file_at(loader, i),
                                 .sha256 = loader->digests[i],
                                 .format = "",
                                 .status = status,
                                 .message = message,
                                 .delivery = loader->id};
    return bill_store_source(loader->bills, &entry, ret_source, err);
}

/* A file that cannot be used stays in the store as such, within its delivery. */
static int refuse_file(struct loader *loader, size_t i, int64_t source, const char *message,
                       struct err *err)
{
    settle(loader, i, FATE_REFUSED_KEPT, message);
    loader->counts.n_files_refused++;
    int64_t refused = 0;
    int rc = bill_store_drop_source(loader->bills, source, err);
    return rc < 0 ? rc : put_source(loader, i, "refused", message, &refused, err);
}

static int keep_file(struct loader *loader, size_t i, int64_t source, const struct bill_file *file,
                     struct err *err)
{
    bool all_rejected = file->rows_read && !file->rows_kept;
    const char *status = !file->rows_read ? "empty" : all_rejected ? "refused" : "ok";
    const char *message = !file->rows_read ? "has a header and no rows"
                          : all_rejected   ? "every row was rejected"
                                           : "";
    settle(loader, i, all_rejected ? FATE_REFUSED_KEPT : FATE_LOADED, message);
    loader->counts.n_files_refused += all_rejected;
    loader->counts.n_files_read += !all_rejected;
    loader->counts.rows_read += file->rows_read;
    loader->counts.rows_kept += file->rows_kept;
    loader->counts.rows_rejected += file->rows_rejected;
    merge_parts(loader, file);
    return bill_store_facts(loader->bills, source, &loader->bill, file, status, message, err);
}

/* Whether a file of this delivery holds the same, perhaps compressed otherwise. */
static bool find_twin(const struct loader *loader, size_t i, size_t *ret_twin)
{
    for (size_t k = 0; k < i; k++) {
        if (loader->fingerprints[k] == loader->fingerprints[i]) {
            *ret_twin = k;
            return true;
        }
    }
    return false;
}

/* A bill beside its own gzip counts once. */
static int leave_twin(struct loader *loader, size_t i, int64_t source, size_t twin, struct err *err)
{
    settle(
        loader, i, FATE_LEFT_ALONE,
        arena_format(&loader->run->arena, "holds the same as '%s'", file_at(loader, twin)->path));
    return bill_store_drop_source(loader->bills, source, err);
}

/* ERR_INPUT only from a delivery that is whole or nothing. */
static int load_file(struct loader *loader, size_t i, struct err *err)
{
    int64_t source = 0;
    int rc = put_source(loader, i, "ok", "", &source, err);
    if (rc < 0) {
        return rc;
    }
    struct bill_file file;
    struct err problem = ERR_INIT;
    rc = read_file(loader, i, source, &file, &problem);
    if (rc == ERR_INPUT && !loader->delivery->whole) {
        rc = refuse_file(loader, i, source, remember(loader, problem.text), err);
    } else if (rc < 0) {
        settle(loader, i, FATE_REFUSED, remember(loader, problem.text));
        *err = problem;
    } else {
        size_t twin = 0;
        rc = find_twin(loader, i, &twin) ? leave_twin(loader, i, source, twin, err)
                                         : keep_file(loader, i, source, &file, err);
    }
    bill_file_release(&file);
    return rc;
}

/* --- months --------------------------------------------------------------- */

static const char *text_at(const struct loader *loader, uint32_t number)
{
    return intern_text(&loader->bill.texts, number).text;
}

/* *ret_conflict: a month that another export has delivered, as a sentence; or NULL. */
static int find_conflict(struct loader *loader, const char **ret_conflict, struct err *err)
{
    *ret_conflict = NULL;
    for (size_t i = 0; i < loader->n_parts && !loader->run->options->replace; i++) {
        const char *month = text_at(loader, loader->parts[i].month);
        const char *payer = text_at(loader, loader->parts[i].payer);
        const char *owner = NULL;
        int rc =
            bill_store_owner(loader->bills, month, payer, loader->delivery->origin, &owner, err);
        if (rc < 0) {
            return rc;
        }
        if (owner) {
            *ret_conflict = arena_format(
                &loader->run->arena,
                "holds %s of payer %s, which is already loaded from %s; nothing was changed: "
                "give --replace to keep this one instead",
                month, payer, owner);
            return 0;
        }
    }
    return 0;
}

/* A file that was part of a loaded month and cannot be used any more would leave a hole
 * in it: then the month stays as it is. *ret_lost: such a file's index, or n_files. */
static int find_lost(struct loader *loader, size_t *ret_lost, struct err *err)
{
    size_t n = loader->delivery->n_files;
    bool lost = false;
    for (*ret_lost = 0; *ret_lost < n; ++*ret_lost) {
        size_t file = loader->delivery->files[*ret_lost];
        if (loader->states[file].fate != FATE_REFUSED_KEPT) {
            continue;
        }
        int rc = bill_store_in_use(loader->bills, &loader->files[file], loader->id, &lost, err);
        if (rc < 0 || lost) {
            return rc;
        }
    }
    return 0;
}

static int take_months(struct loader *loader, struct err *err)
{
    for (size_t i = 0; i < loader->n_parts; i++) {
        const struct bill_part *part = &loader->parts[i];
        int rc = bill_store_take_month(loader->bills, loader->id, text_at(loader, part->month),
                                       text_at(loader, part->payer), part, err);
        if (rc < 0) {
            return rc;
        }
    }
    return bill_store_end(loader->bills, loader->id, loader->n_parts > 0, err);
}

static void count(struct ingest_outcome *total, const struct ingest_outcome *more)
{
    total->n_files_read += more->n_files_read;
    total->n_files_refused += more->n_files_refused;
    total->n_files_unchanged += more->n_files_unchanged;
    total->rows_read += more->rows_read;
    total->rows_kept += more->rows_kept;
    total->rows_rejected += more->rows_rejected;
}

/* Nothing usable in the whole delivery: nothing of it is kept. */
static bool gave_nothing(const struct loader *loader)
{
    return loader->counts.n_files_read == 0;
}

/* All or nothing, for the sake of one file. */
static void refuse_all(struct loader *loader, size_t culprit, const char *others)
{
    for (size_t i = 0; i < loader->delivery->n_files; i++) {
        struct file_state *state = &loader->states[loader->delivery->files[i]];
        if (i == culprit) {
            state->fate = FATE_REFUSED;
        } else {
            settle(loader, i, FATE_NOT_USED, others);
        }
    }
    loader->counts = (struct ingest_outcome){0};
}

static void refuse_each(struct loader *loader)
{
    for (size_t i = 0; i < loader->delivery->n_files; i++) {
        struct file_state *state = &loader->states[loader->delivery->files[i]];
        state->fate = state->fate == FATE_LEFT_ALONE ? FATE_NOT_USED : FATE_REFUSED;
    }
    loader->counts.n_files_refused = 0; /* counted with the refused */
}

/* With all files read: whether they may take their months. */
static int judge(struct loader *loader, bool *ret_keep, struct err *err)
{
    const char *conflict = NULL;
    size_t lost = 0;
    int rc = find_conflict(loader, &conflict, err);
    *ret_keep = false;
    if (rc < 0) {
        return rc;
    }
    if (conflict) {
        settle_all(loader, FATE_CONFLICT, conflict);
        loader->counts = (struct ingest_outcome){0};
        return 0;
    }
    if (gave_nothing(loader)) {
        refuse_each(loader);
        return 0;
    }
    if ((rc = find_lost(loader, &lost, err)) < 0) {
        return rc;
    }
    *ret_keep = lost == loader->delivery->n_files;
    if (!*ret_keep) {
        refuse_all(loader, lost,
                   "belongs to a month that is loaded with a file which cannot be used any more; "
                   "the month stays as it is");
    }
    return 0;
}

/* Inside the transaction. 1: commit, 0: nothing is to be kept. */
static int fill(struct loader *loader, const char *digest, struct err *err)
{
    int rc = bill_store_delivery(loader->bills, loader->delivery->origin, digest, &loader->id, err);
    for (size_t i = 0; i < loader->delivery->n_files && rc == 0; i++) {
        rc = load_file(loader, i, err);
        file_done(loader, i);
        if (rc == ERR_INPUT) {
            refuse_all(loader, i, "belongs to a delivery of which a file cannot be used");
            return 0;
        }
    }
    bool keep = false;
    if (rc < 0 || (rc = judge(loader, &keep, err)) < 0 || !keep) {
        return rc;
    }
    rc = take_months(loader, err);
    return rc < 0 ? rc : 1;
}

static int load_new(struct loader *loader, const char *digest, struct err *err)
{
    int rc = store_begin(loader->run->store, err);
    if (rc < 0) {
        return rc;
    }
    rc = fill(loader, digest, err);
    if (rc > 0) {
        rc = store_commit(loader->run->store, err);
    } else {
        store_rollback(loader->run->store);
    }
    return rc;
}

int loader_load(struct loader *loader, const struct delivery *delivery, struct err *err)
{
    char digest[SHA256_HEX_SIZE];
    int64_t known = 0;
    loader->delivery = delivery;
    loader->n_parts = 0;
    digest_files(loader, digest);
    int rc = bill_store_find(loader->bills, digest, &known, &loader->counts, err);
    if (rc < 0) {
        return rc;
    }
    if (known) {
        settle_all(loader, FATE_LOADED, "");
        for (size_t i = 0; i < delivery->n_files; i++) {
            file_done(loader, i);
        }
    } else {
        rc = load_new(loader, digest, err);
        bill_release(&loader->bill);
    }
    if (rc >= 0) {
        count(loader->run->outcome, &loader->counts);
    }
    return rc < 0 ? rc : 0;
}
