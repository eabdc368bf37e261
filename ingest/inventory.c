/* SPDX-License-Identifier: Apache-2.0 */
/* AWS call results: which files belong to which call, and what each of them gives. */

#include <stdlib.h>
#include <string.h>

#include "ingest/answer.h"
#include "ingest/audit_report.h"
#include "ingest/call_failure.h"
#include "ingest/config_items.h"
#include "ingest/elements.h"
#include "ingest/evidence.h"
#include "ingest/facts.h"
#include "ingest/scope.h"
#include "ingest/shape.h"
#include "ingest/terraform.h"
#include "store/store.h"
#include "support/err.h"

static const char format[] = "aws-call";

enum { PEEK_BYTES = 1 << 16 };

/* A file and the call that it belongs to. */
struct part {
    struct scope scope; /* account and region NULL: the content must say */
    struct call *call;  /* NULL: a call that we have no file for */
    struct input_file *file;
    char *key; /* equal for the files of one call */
};

struct parts {
    struct part *list;
    size_t n;
    size_t capacity;
};

/* One call: its answer, its stderr, its exit code; any may be NULL, not all. */
struct call_files {
    const struct part *answer;
    const struct part *error;
    const struct part *exit_code;
};

/* The readers of files that are no call results. */
static const struct other_reader {
    bool (*is)(struct call_table *calls, const struct input_file *file);
    int (*load)(struct facts *facts, const struct input_file *file, struct err *err);
} other_readers[] = {
    {audit_report_is, audit_report_load},
    {config_items_are, config_items_load},
    {terraform_is, terraform_load},
};

struct other_file {
    const struct other_reader *reader;
    const struct input_file *file;
};

struct inventory {
    struct evidence_loader loader;
    struct facts facts;
    struct parts parts;
    struct other_file *others;
    size_t n_others;
    size_t others_capacity;
    json_t *seen; /* set of the scopes that this delivery has given already */
};

/* --- which files ---------------------------------------------------------- */

struct recognition {
    struct call_table *calls;
    struct call *call;
};

static void recognise_key(void *context, struct slice key)
{
    struct recognition *recognition = context;
    if (!recognition->call) {
        recognition->call = call_find_by_key(recognition->calls, key);
    }
}

/* The call that a JSON file of any name answers, by the keys at its beginning. */
static struct call *recognise(struct call_table *calls, const struct input_file *file)
{
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct recognition recognition = {calls, NULL};
    struct err err = ERR_INIT;
    if (answer_read(&answer, file->location, file->shown, PEEK_BYTES, &err) == 0) {
        answer_keys(strbuf_slice(&answer.text), recognise_key, &recognition);
    }
    return recognition.call;
}

/* The path up to its last '/', which files of one call share where the scope is not told. */
static struct slice folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (struct slice){path, slash ? (size_t)(slash - path) : 0};
}

static void consider_other(struct inventory *inventory, struct input_file *file)
{
    for (size_t i = 0; i < sizeof other_readers / sizeof *other_readers; i++) {
        if (other_readers[i].is(&inventory->loader.calls, file)) {
            void *list = inventory->others;
            mem_reserve(&list, &inventory->others_capacity, inventory->n_others + 1,
                        sizeof *inventory->others);
            inventory->others = list;
            inventory->others[inventory->n_others++] = (struct other_file){&other_readers[i], file};
            file->claimed = true;
            return;
        }
    }
}

static void consider(struct inventory *inventory, struct input_file *file)
{
    struct evidence_loader *loader = &inventory->loader;
    struct arena *arena = &loader->run->arena;
    struct part part = {.file = file};
    bool placed = scope_of_path(arena, file->location, &part.scope);
    if (part.scope.call) {
        part.call = call_find(&loader->calls, part.scope.call);
    }
    if (!placed && !part.call) {
        part.call = part.scope.part == SCOPE_ANSWER ? recognise(&loader->calls, file) : NULL;
        if (!part.call) {
            consider_other(inventory, file);
            return;
        }
        part.scope.call = part.call->names.list[0];
        part.scope.item = "";
        part.key = arena_format(arena, "~%s", file->location);
    } else if (!placed) {
        struct slice folder = folder_of(file->location);
        part.key = arena_format(arena, "~%.*s\n%s\n%s", (int)folder.size, folder.text,
                                part.scope.call, part.scope.item);
    } else {
        part.key = arena_format(arena, "%s\n%s\n%s\n%s", part.scope.account, part.scope.region,
                                part.scope.call, part.scope.item);
    }
    file->claimed = true;
    void *list = inventory->parts.list;
    mem_reserve(&list, &inventory->parts.capacity, inventory->parts.n + 1, sizeof part);
    inventory->parts.list = list;
    inventory->parts.list[inventory->parts.n++] = part;
}

static int compare_parts(const void *a, const void *b)
{
    const struct part *left = a;
    const struct part *right = b;
    int order = strcmp(left->key, right->key);
    if (order == 0) {
        order = (int)left->scope.part - (int)right->scope.part;
    }
    return order ? order : strcmp(left->file->location, right->file->location);
}

/* --- one answer ----------------------------------------------------------- */

/* What elements_each() hands to store_element(). */
struct loading {
    struct facts *facts;
    struct call *call;
    struct evidence *evidence;
    bool mended; /* elements that were no objects are null now, and counted */
    struct err *err;
};

static int store_element(void *context, json_t *element, const char *pointer)
{
    struct loading *loading = context;
    if (loading->mended && json_is_null(element)) {
        return 0;
    }
    return facts_add(loading->facts, loading->call, loading->evidence, element,
                     (struct place){pointer, 0}, loading->err);
}

static int reject_shape(void *context, const char *pointer, const char *why, struct err *err)
{
    struct loading *loading = context;
    loading->mended = true;
    loading->evidence->rows_read++;
    return facts_reject(loading->facts, loading->evidence, (struct place){pointer, 0}, why, err);
}

/* The empty object is how several get-* calls print that nothing is set. */
static bool is_nothing(const json_t *pages)
{
    const json_t *first = json_array_get(pages, 0);
    return json_array_size(pages) == 1 && json_is_object(first) && json_object_size(first) == 0;
}

static void judge(const struct call *call, const json_t *pages, struct evidence *evidence,
                  char *message, size_t message_size)
{
    bool is_list = call && call->items;
    if (elements_truncated(call, pages)) {
        evidence->status = "truncated";
        evidence->message = "a page token is left over: export the call without a page limit";
    } else if (evidence->rows_rejected > 0) {
        evidence->status = "truncated";
        snprintf(message, message_size, "%lld of %lld elements were rejected",
                 (long long)evidence->rows_rejected, (long long)evidence->rows_read);
        evidence->message = message;
    } else if ((is_list && evidence->rows_read == 0) ||
               (!call && elements_all_lists_empty(pages))) {
        evidence->status = "empty";
    } else {
        evidence->status = "ok";
    }
}

/* Stores an answer whose scope is known. */
static int store_answer(struct inventory *inventory, struct call *call, struct evidence *evidence,
                        json_t *pages, struct err *err)
{
    struct loading loading = {&inventory->facts, call, evidence, false, err};
    const char *shape = NULL;
    char message[80];
    int rc = 0;
    evidence->status = "ok";
    evidence->message = "";
    if (is_nothing(pages) && !(call && call->items)) {
        evidence->status = "not_configured";
        return evidence_finish(&inventory->loader, evidence, err);
    }
    if ((rc = shape_check(evidence->call, pages, reject_shape, &loading, err)) < 0) {
        return rc;
    }
    if (call && (call->items || call->n_statements > 0)) {
        rc = elements_each(call, pages, store_element, &loading, &shape);
    } else {
        evidence->rows_read += (int64_t)json_array_size(pages);
        evidence->rows_kept = (int64_t)json_array_size(pages);
    }
    if (rc >= 0 && shape) {
        rc = facts_reject(&inventory->facts, evidence, (struct place){"", 0}, shape, err);
        evidence->rows_read++;
    }
    if (rc >= 0 && (!call || call->keep_document)) {
        rc = facts_add_documents(&inventory->facts, evidence, pages, err);
    }
    if (rc < 0) {
        return rc;
    }
    judge(call, pages, evidence, message, sizeof message);
    return evidence_finish(&inventory->loader, evidence, err);
}

/* --- the scope of a file whose path does not say -------------------------- */

struct told {
    struct arena *arena;
    const struct call *call;
    const char *account;
    const char *region;
    bool disagrees;
};

static char *arn_field(struct arena *arena, const char *arn, int n)
{
    for (int i = 0; i < n && arn; i++) {
        arn = strchr(arn, ':');
        arn = arn ? arn + 1 : NULL;
    }
    return arn ? arena_slice_dup(arena, (struct slice){arn, strcspn(arn, ":")}) : NULL;
}

static int ask_element(void *context, json_t *element, const char *pointer)
{
    (void)pointer;
    struct told *told = context;
    const char *arn = json_string_value(call_value(element, told->call->arn));
    if (!arn || strncmp(arn, "arn:", 4) != 0) {
        return 0;
    }
    const char *region = arn_field(told->arena, arn, 3);
    const char *account = arn_field(told->arena, arn, 4);
    if (!region || !account || !scope_is_account(slice_of(account))) {
        return 0;
    }
    told->disagrees |=
        told->account && (strcmp(told->account, account) != 0 || strcmp(told->region, region) != 0);
    told->account = account;
    told->region = region;
    return 0;
}

/* Fills account, region and item from the content, then from the options. Returns NULL, or
 * why they cannot be told. */
static const char *complete_scope(struct inventory *inventory, struct call *call,
                                  struct evidence *evidence, json_t *pages)
{
    const struct ingest_options *options = inventory->loader.run->options;
    struct arena arena = ARENA_INIT;
    struct told told = {&arena, call, NULL, NULL, false};
    const char *shape = NULL;
    if (pages && call->arn) {
        elements_each(call, pages, ask_element, &told, &shape);
    }
    struct arena *kept = &inventory->loader.run->arena;
    const char *account = told.account ? told.account : options->account;
    const char *region = call->is_global                 ? "global"
                         : told.region && told.region[0] ? told.region
                                                         : options->region;
    evidence->account = account ? arena_strdup(kept, account) : NULL;
    evidence->region = region ? arena_strdup(kept, region) : NULL;
    arena_release(&arena);
    const json_t *name =
        pages && call->name ? call_value(json_array_get(pages, 0), call->name) : NULL;
    if (!evidence->item[0] && json_is_string(name)) {
        evidence->item = arena_strdup(kept, json_string_value(name));
    }
    if (told.disagrees) {
        return "holds several accounts or regions: put each call's file into ACCOUNT/REGION/";
    }
    if (!account || !region) {
        return "neither its path nor its content tells account and region: put it into "
               "ACCOUNT/REGION/ or give --account and --region";
    }
    return NULL;
}

/* 1 if another file of this delivery has given the same call already. */
static int seen_before(struct inventory *inventory, const struct evidence *evidence)
{
    char *CLEANUP(mem_freep) key = mem_format("%s\n%s\n%s\n%s", evidence->account, evidence->region,
                                              evidence->call, evidence->item);
    if (json_object_get(inventory->seen, key)) {
        return 1;
    }
    json_object_set_new_nocheck(inventory->seen, key, json_true());
    return 0;
}

/* --- one call ------------------------------------------------------------- */

/* The exit code in an .rc file; -1 if there is none that can be read. */
static long exit_code_of(const struct part *part)
{
    struct answer CLEANUP(answer_release) text = ANSWER_INIT;
    struct err err = ERR_INIT;
    if (!part ||
        answer_read(&text, part->file->location, part->file->shown, PEEK_BYTES, &err) < 0) {
        return -1;
    }
    char *end = text.text.text;
    long code = strtol(text.text.text, &end, 10);
    return end != text.text.text && code >= 0 ? code : -1;
}

static int load_failure(struct inventory *inventory, const struct call_files *files,
                        struct call *call, struct evidence *evidence, struct err *err)
{
    struct answer CLEANUP(answer_release) text = ANSWER_INIT;
    struct failure failure;
    const struct part *part = files->error ? files->error : files->exit_code;
    evidence->file = part->file;
    evidence->sha256 = text.sha256;
    struct err problem = ERR_INIT;
    if (answer_read(&text, part->file->location, part->file->shown, 0, &problem) < 0) {
        return evidence_refuse(&inventory->loader, evidence, DIAG_BAD_VALUE, problem.text, err);
    }
    call_failure_read(call, files->error ? strbuf_slice(&text.text) : (struct slice){"", 0},
                      &failure);
    evidence->bytes = text.bytes;
    evidence->status = failure.status;
    evidence->message = failure.message;
    int rc = evidence_add(&inventory->loader, evidence, err);
    return rc != 0 ? rc : evidence_finish(&inventory->loader, evidence, err);
}

/* A call that printed nothing and did not fail. */
static int load_nothing(struct inventory *inventory, const struct call *call, bool succeeded,
                        struct evidence *evidence, struct err *err)
{
    bool known = succeeded || (call && !call->items);
    evidence->status = known ? "not_configured" : "failed";
    evidence->message = known ? "" : "the file is empty and no exit code says that the call worked";
    int rc = evidence_add(&inventory->loader, evidence, err);
    return rc != 0 ? rc : evidence_finish(&inventory->loader, evidence, err);
}

static int load_answer(struct inventory *inventory, struct call *call, struct evidence *evidence,
                       struct answer *answer, struct err *err)
{
    struct evidence_loader *loader = &inventory->loader;
    struct err problem = ERR_INIT;
    if (answer_parse(answer, evidence->file->shown, &problem) < 0) {
        return evidence_refuse(loader, evidence, DIAG_BAD_JSON, problem.text, err);
    }
    if (!evidence->account) {
        const char *why = complete_scope(inventory, call, evidence, answer->pages);
        if (why) {
            return evidence_refuse(loader, evidence, DIAG_MISPLACED, why, err);
        }
        if (seen_before(inventory, evidence)) {
            return evidence_refuse(loader, evidence, DIAG_MISPLACED,
                                   "another file of this folder holds the same call of the same "
                                   "account and region",
                                   err);
        }
    }
    int rc = call ? call_prepare(call, loader->run->store, err) : 0;
    evidence->status = "ok";
    evidence->message = "";
    rc = rc < 0 ? rc : evidence_add(loader, evidence, err);
    return rc != 0 ? rc : store_answer(inventory, call, evidence, answer->pages, err);
}

static int refuse_duplicate(struct inventory *inventory, const struct part *part, struct err *err)
{
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct err unread = ERR_INIT;
    struct evidence evidence = {.file = part->file, .format = format, .item = part->scope.item};
    (void)answer_read(&answer, part->file->location, part->file->shown, 0, &unread);
    evidence.sha256 = answer.sha256;
    evidence.bytes = answer.bytes;
    return evidence_refuse(&inventory->loader, &evidence, DIAG_MISPLACED,
                           "another file beside it holds the same call: keep one of them", err);
}

static int load_call(struct inventory *inventory, const struct call_files *files, struct err *err)
{
    const struct part *any = files->answer  ? files->answer
                             : files->error ? files->error
                                            : files->exit_code;
    struct call *call = any->call;
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct evidence evidence = {.file = any->file,
                                .format = format,
                                .account = any->scope.account,
                                .region = any->scope.region,
                                .call = any->scope.call,
                                .item = any->scope.item,
                                .sha256 = answer.sha256};
    struct err problem = ERR_INIT;
    if (files->answer &&
        answer_read(&answer, any->file->location, any->file->shown, 0, &problem) < 0) {
        return evidence_refuse(&inventory->loader, &evidence, DIAG_BAD_JSON, problem.text, err);
    }
    evidence.bytes = answer.bytes;
    long exit_code = exit_code_of(files->exit_code);
    bool printed = files->answer && !answer_is_blank(&answer);
    if (exit_code <= 0 && printed) {
        return load_answer(inventory, call, &evidence, &answer, err);
    }
    if (!evidence.account) {
        const char *why = complete_scope(inventory, call, &evidence, NULL);
        if (why || seen_before(inventory, &evidence)) {
            return evidence_refuse(&inventory->loader, &evidence, DIAG_MISPLACED,
                                   why ? why : "another file holds the same call", err);
        }
    }
    bool complained = files->error && files->error->file->bytes > 0;
    if (exit_code == 0 || (exit_code < 0 && !complained)) {
        return load_nothing(inventory, call, exit_code == 0, &evidence, err);
    }
    return load_failure(inventory, files, call, &evidence, err);
}

/* Loads the call whose files are parts[first...]; *ret_next is behind them. */
static int load_group(struct inventory *inventory, size_t first, size_t *ret_next, struct err *err)
{
    struct call_files files = {NULL, NULL, NULL};
    const struct part *parts = inventory->parts.list;
    size_t i = first;
    for (; i < inventory->parts.n && strcmp(parts[i].key, parts[first].key) == 0; i++) {
        const struct part **place = parts[i].scope.part == SCOPE_ANSWER   ? &files.answer
                                    : parts[i].scope.part == SCOPE_STDERR ? &files.error
                                                                          : &files.exit_code;
        if (!*place) {
            *place = &parts[i];
        } else if (parts[i].scope.part == SCOPE_ANSWER) {
            int rc = refuse_duplicate(inventory, &parts[i], err);
            if (rc < 0) {
                return rc;
            }
        }
    }
    *ret_next = i;
    return load_call(inventory, &files, err);
}

static int load_all(struct inventory *inventory, const char *root, struct err *err)
{
    struct ingest_run *run = inventory->loader.run;
    int rc = evidence_open(&inventory->loader, run, root, err);
    rc = rc < 0 ? rc : facts_open(&inventory->facts, &inventory->loader, err);
    for (size_t i = 0; rc >= 0 && i < inventory->parts.n;) {
        rc = load_group(inventory, i, &i, err);
    }
    for (size_t i = 0; rc >= 0 && i < inventory->n_others; i++) {
        const struct other_file *other = &inventory->others[i];
        rc = other->reader->load(&inventory->facts, other->file, err);
    }
    return rc < 0 ? rc : evidence_close(&inventory->loader, err);
}

static void inventory_release(struct inventory *inventory)
{
    facts_release(&inventory->facts);
    evidence_release(&inventory->loader);
    json_decref(inventory->seen);
    free(inventory->parts.list);
    free(inventory->others);
}

int inventory_ingest(struct ingest_run *run, const char *root, struct input_file *files,
                     size_t n_files, size_t *ret_n_used, struct err *err)
{
    struct inventory CLEANUP(inventory_release)
        inventory = {.loader.run = run, .facts.item = STRBUF_INIT, .seen = json_object()};
    *ret_n_used = 0;
    int rc = call_table_init(&inventory.loader.calls, err);
    if (rc < 0) {
        return rc;
    }
    for (size_t i = 0; i < n_files; i++) {
        if (!files[i].claimed) {
            consider(&inventory, &files[i]);
        }
    }
    if (inventory.parts.n + inventory.n_others == 0) {
        return 0;
    }
    if (inventory.parts.n) {
        qsort(inventory.parts.list, inventory.parts.n, sizeof *inventory.parts.list, compare_parts);
    }
    rc = store_begin(run->store, err);
    if (rc < 0) {
        return rc;
    }
    rc = load_all(&inventory, root, err);
    /* A folder that gave nothing usable leaves the store as it was. */
    bool keep = rc >= 0 && inventory.loader.n_used > 0;
    rc = keep ? store_commit(run->store, err) : rc;
    if (!keep || rc < 0) {
        store_rollback(run->store);
    }
    *ret_n_used = inventory.loader.n_used;
    return rc;
}
