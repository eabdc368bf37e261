/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/bill_store.h"

#include <stdio.h>

#include "ingest/source_key.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/utc.h"

enum statement {
    FIND_DELIVERY,
    PUT_DELIVERY,
    DROP_STALE_SOURCE,
    PUT_SOURCE,
    DROP_SOURCE,
    SET_SOURCE,
    PUT_PROBLEM,
    PUT_TOTAL,
    PUT_USAGE,
    PUT_INVOICE,
    PUT_TAGS,
    PUT_COST,
    FIND_OWNER,
    FIND_USE,
    DROP_MONTH,
    STALE_DELIVERY,
    PUT_MONTH,
    SWEEP_DELIVERIES,
    FREE_SOURCES,
    DROP_DELIVERY,
    N_STATEMENTS,
};

static const char *const texts[N_STATEMENTS] = {
    [FIND_DELIVERY] =
        "select d.id, sum(s.rows_read), sum(s.rows_kept), sum(s.rows_rejected),"
        " sum(s.status = 'refused'), count(*)"
        " from delivery d join source s on s.delivery_id = d.id"
        " where d.kind = 'bill' and d.digest = :digest group by d.id order by d.id limit 1",
    [PUT_DELIVERY] = "insert into delivery(kind, origin, digest) values ('bill', :origin, :digest)",
    [DROP_STALE_SOURCE] = "delete from source where location = :location and delivery_id is null",
    [PUT_SOURCE] =
        "insert into source(id, delivery_id, path, location, sha256, bytes, format, status, message)"
        " values (" SOURCE_ID(
            ":sha256") ", nullif(:delivery, 0), :path, :location, :sha256, :bytes, :format, :status,"
                       " :message)",
    [DROP_SOURCE] = "delete from source where id = :source",
    [SET_SOURCE] = "update source set format = :format, status = :status, message = :message,"
                   " rows_read = :read, rows_kept = :kept, rows_rejected = :rejected,"
                   " newest_event = :newest where id = :source",
    [PUT_PROBLEM] = "insert into diagnostic(source_id, line, column_name, code, level, message)"
                    " values (:source, :line, :column, :code, :level, :message)",
    [PUT_TOTAL] = "insert into control_total(source_id, currency, unblended)"
                  " values (:source, :currency, :unblended)",
    [PUT_USAGE] = "insert into usage_kind(product_code, usage_type, operation, unit)"
                  " values (:product, :usage_type, :operation, :unit)"
                  " on conflict do update set unit = excluded.unit returning id",
    [PUT_INVOICE] = "insert into invoice(invoice_id, payer, entity)"
                    " values (:invoice, :payer, :entity)"
                    " on conflict do update set entity = excluded.entity returning id",
    [PUT_TAGS] = "insert into tag_set(tags) values (:tags)"
                 " on conflict do update set tags = excluded.tags returning id",
    [PUT_COST] =
        "insert into cost(source_id, month, payer, account, region, usage_id, line_type,"
        " invoice_id, resource, tag_set_id, currency, n_lines, first_line, usage, unblended,"
        " net, amortized, net_amortized, list)"
        " values (:source, :month, :payer, :account, :region, :usage_id, :line_type,"
        " :invoice_id, :resource, :tag_set_id, :currency, :n_lines, :first_line, :usage,"
        " :unblended, :net, :amortized, :net_amortized, :list)",
    [FIND_OWNER] = "select d.origin from bill_month b join delivery d on d.id = b.delivery_id"
                   " where b.month = :month and b.payer = :payer and d.origin <> :origin",
    [FIND_USE] = "select 1 from source s join bill_month b on b.delivery_id = s.delivery_id"
                 " where s.location = :location and s.status = 'ok'"
                 " and s.delivery_id <> :delivery limit 1",
    [DROP_MONTH] = "delete from cost where month = :month and payer = :payer and source_id not in"
                   " (select id from source where delivery_id = :delivery)",
    /* What lost a month no longer holds what its bytes say. */
    [STALE_DELIVERY] =
        "update delivery set digest = '' where id <> :delivery and id in"
        " (select delivery_id from bill_month where month = :month and payer = :payer)",
    [PUT_MONTH] = "insert or replace into bill_month(month, payer, delivery_id, usage_end, has_net,"
                  " has_invoices) values (:month, :payer, :delivery, :usage_end, :has_net,"
                  " :has_invoices)",
    [SWEEP_DELIVERIES] =
        "delete from delivery where kind = 'bill' and id <> :delivery and"
        " not exists (select 1 from bill_month b where b.delivery_id = delivery.id)",
    [FREE_SOURCES] = "update source set delivery_id = null where delivery_id = :delivery",
    [DROP_DELIVERY] = "delete from delivery where id = :delivery",
};

struct bill_store {
    struct store *store;
    struct stmt *statements[N_STATEMENTS];
    struct intern ids; /* of usage kinds, invoices and tag sets of this delivery; note: id */
    char *owner;
};

int bill_store_open(struct store *store, struct bill_store **ret_bills, struct err *err)
{
    struct bill_store *CLEANUP(bill_store_freep) bills = mem_alloc(sizeof *bills);
    bills->store = store;
    for (int i = 0; i < N_STATEMENTS; i++) {
        int rc = stmt_prepare(store, "ingest a bill", texts[i], &bills->statements[i], err);
        if (rc < 0) {
            return rc;
        }
    }
    *ret_bills = TAKE(bills);
    return 0;
}

void bill_store_free(struct bill_store *bills)
{
    if (bills) {
        for (int i = 0; i < N_STATEMENTS; i++) {
            stmt_free(bills->statements[i]);
        }
        intern_release(&bills->ids);
        free(bills->owner);
        free(bills);
    }
}

/* --- deliveries and sources ---------------------------------------------- */

int bill_store_find(struct bill_store *bills, const char *digest, int64_t *ret_delivery,
                    struct ingest_outcome *ret_rows, struct err *err)
{
    struct stmt *find = bills->statements[FIND_DELIVERY];
    *ret_delivery = 0;
    *ret_rows = (struct ingest_outcome){0};
    stmt_bind_text(find, ":digest", digest);
    int rc = stmt_step(find, err);
    if (rc > 0) {
        *ret_delivery = stmt_int(find, 0);
        ret_rows->rows_read = stmt_int(find, 1);
        ret_rows->rows_kept = stmt_int(find, 2);
        ret_rows->rows_rejected = stmt_int(find, 3);
        ret_rows->n_files_refused = stmt_int(find, 4);
        ret_rows->n_files_unchanged = stmt_int(find, 5) - ret_rows->n_files_refused;
        rc = 0;
    }
    stmt_reset(find);
    return rc;
}

int bill_store_delivery(struct bill_store *bills, const char *origin, const char *digest,
                        int64_t *ret_delivery, struct err *err)
{
    struct stmt *put = bills->statements[PUT_DELIVERY];
    intern_release(&bills->ids);
    stmt_bind_text(put, ":origin", origin);
    stmt_bind_text(put, ":digest", digest);
    int rc = stmt_run(put, err);
    *ret_delivery = store_last_id(bills->store);
    return rc;
}

int bill_store_source(struct bill_store *bills, const struct source_entry *entry,
                      int64_t *ret_source, struct err *err)
{
    struct stmt *drop = bills->statements[DROP_STALE_SOURCE];
    stmt_bind_text(drop, ":location", entry->file->location);
    int rc = stmt_run(drop, err);
    if (rc < 0) {
        return rc;
    }
    struct stmt *put = bills->statements[PUT_SOURCE];
    stmt_bind_int(put, ":delivery", entry->delivery);
    stmt_bind_text(put, ":path", entry->file->path);
    stmt_bind_text(put, ":location", entry->file->location);
    stmt_bind_text(put, ":sha256", entry->sha256);
    stmt_bind_int(put, ":bytes", (int64_t)entry->file->bytes);
    stmt_bind_text(put, ":format", entry->format);
    stmt_bind_text(put, ":status", entry->status);
    stmt_bind_text(put, ":message", entry->message);
    rc = stmt_run(put, err);
    *ret_source = store_last_id(bills->store);
    return rc;
}

int bill_store_drop_source(struct bill_store *bills, int64_t source, struct err *err)
{
    stmt_bind_int(bills->statements[DROP_SOURCE], ":source", source);
    return stmt_run(bills->statements[DROP_SOURCE], err);
}

/* --- problems ------------------------------------------------------------ */

static const char *level_name(enum diag_level level)
{
    static const char *const names[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_REJECT] = "reject"};
    return names[level];
}

static void keep_problem(void *context, const struct diagnostic *problem)
{
    struct problem_keeper *keeper = context;
    struct stmt *put = keeper->bills->statements[PUT_PROBLEM];
    if (keeper->rc == 0) {
        stmt_bind_int(put, ":source", keeper->source);
        stmt_bind_int(put, ":line", problem->row);
        stmt_bind_text(put, ":column", problem->column);
        stmt_bind_text(put, ":code", diag_code_name(problem->code));
        stmt_bind_text(put, ":level", level_name(problem->level));
        stmt_bind_text(put, ":message", problem->text);
        keeper->rc = stmt_run(put, keeper->err);
    }
    keeper->next.add(keeper->next.context, problem);
}

struct diag_sink bill_store_keeper(struct problem_keeper *keeper)
{
    return (struct diag_sink){keep_problem, keeper};
}

/* --- facts --------------------------------------------------------------- */

/* The id that an insert ... returning id gives, remembered under `name`. */
static int find_id(struct bill_store *bills, struct stmt *put, const char *name, int64_t *ret_id,
                   struct err *err)
{
    int rc = stmt_step(put, err);
    if (rc > 0) {
        *ret_id = stmt_int(put, 0);
        intern_set_note(&bills->ids, intern_number(&bills->ids, slice_of(name), NULL), *ret_id);
    }
    stmt_reset(put);
    return rc < 0 ? rc : 0;
}

static bool know_id(struct bill_store *bills, const char *name, int64_t *ret_id)
{
    *ret_id = intern_note(&bills->ids, intern_number(&bills->ids, slice_of(name), NULL));
    return *ret_id >= 0;
}

static void bind_dimension(struct stmt *stmt, const char *parameter, const struct bill *bill,
                           const struct fact *fact, enum dimension dimension)
{
    stmt_bind_slice(stmt, parameter, intern_text(&bill->texts, fact->key[dimension]));
}

static int usage_id(struct bill_store *bills, const struct bill *bill, const struct fact *fact,
                    int64_t *ret_id, struct err *err)
{
    char name[64];
    const uint32_t *key = fact->key;
    snprintf(name, sizeof name, "u%u,%u,%u,%u", key[DIM_PRODUCT], key[DIM_USAGE_TYPE],
             key[DIM_OPERATION], key[DIM_UNIT]);
    if (know_id(bills, name, ret_id)) {
        return 0;
    }
    struct stmt *put = bills->statements[PUT_USAGE];
    bind_dimension(put, ":product", bill, fact, DIM_PRODUCT);
    bind_dimension(put, ":usage_type", bill, fact, DIM_USAGE_TYPE);
    bind_dimension(put, ":operation", bill, fact, DIM_OPERATION);
    bind_dimension(put, ":unit", bill, fact, DIM_UNIT);
    return find_id(bills, put, name, ret_id, err);
}

static int invoice_id(struct bill_store *bills, const struct bill *bill, const struct fact *fact,
                      int64_t *ret_id, struct err *err)
{
    char name[64];
    const uint32_t *key = fact->key;
    snprintf(name, sizeof name, "i%u,%u,%u", key[DIM_INVOICE], key[DIM_PAYER], key[DIM_ENTITY]);
    if (know_id(bills, name, ret_id)) {
        return 0;
    }
    struct stmt *put = bills->statements[PUT_INVOICE];
    bind_dimension(put, ":invoice", bill, fact, DIM_INVOICE);
    bind_dimension(put, ":payer", bill, fact, DIM_PAYER);
    bind_dimension(put, ":entity", bill, fact, DIM_ENTITY);
    return find_id(bills, put, name, ret_id, err);
}

static int tag_set_id(struct bill_store *bills, const struct bill *bill, const struct fact *fact,
                      int64_t *ret_id, struct err *err)
{
    char name[64];
    snprintf(name, sizeof name, "t%u", fact->key[DIM_TAGS]);
    if (know_id(bills, name, ret_id)) {
        return 0;
    }
    struct stmt *put = bills->statements[PUT_TAGS];
    bind_dimension(put, ":tags", bill, fact, DIM_TAGS);
    return find_id(bills, put, name, ret_id, err);
}

static int put_fact(struct bill_store *bills, int64_t source, const struct bill *bill,
                    const struct fact *fact, struct err *err)
{
    static const char *const sums[BASIS_N] = {[BASIS_USAGE] = ":usage",
                                              [BASIS_UNBLENDED] = ":unblended",
                                              [BASIS_NET] = ":net",
                                              [BASIS_AMORTIZED] = ":amortized",
                                              [BASIS_NET_AMORTIZED] = ":net_amortized",
                                              [BASIS_LIST] = ":list"};
    int64_t usage = 0;
    int64_t invoice = 0;
    int64_t tags = 0;
    int rc = 0;
    if ((rc = usage_id(bills, bill, fact, &usage, err)) < 0 ||
        (rc = invoice_id(bills, bill, fact, &invoice, err)) < 0 ||
        (rc = tag_set_id(bills, bill, fact, &tags, err)) < 0) {
        return rc;
    }
    struct stmt *put = bills->statements[PUT_COST];
    stmt_bind_int(put, ":source", source);
    bind_dimension(put, ":month", bill, fact, DIM_MONTH);
    bind_dimension(put, ":payer", bill, fact, DIM_PAYER);
    bind_dimension(put, ":account", bill, fact, DIM_ACCOUNT);
    bind_dimension(put, ":region", bill, fact, DIM_REGION);
    bind_dimension(put, ":line_type", bill, fact, DIM_LINE_TYPE);
    bind_dimension(put, ":resource", bill, fact, DIM_RESOURCE);
    bind_dimension(put, ":currency", bill, fact, DIM_CURRENCY);
    stmt_bind_int(put, ":usage_id", usage);
    stmt_bind_int(put, ":invoice_id", invoice);
    stmt_bind_int(put, ":tag_set_id", tags);
    stmt_bind_int(put, ":n_lines", fact->n_lines);
    stmt_bind_int(put, ":first_line", fact->first_line);
    char amounts[BASIS_N][DECIMAL_TEXT_SIZE];
    for (int i = 0; i < BASIS_N; i++) {
        size_t size = decimal_format(fact->sum[i], 0, amounts[i]);
        stmt_bind_slice(put, sums[i], (struct slice){amounts[i], size});
    }
    return stmt_run(put, err);
}

static int put_totals(struct bill_store *bills, int64_t source, const struct bill *bill,
                      const struct bill_file *file, struct err *err)
{
    struct stmt *put = bills->statements[PUT_TOTAL];
    for (size_t i = 0; i < file->n_totals; i++) {
        char amount[DECIMAL_TEXT_SIZE];
        decimal_format(file->totals[i].unblended, 0, amount);
        stmt_bind_int(put, ":source", source);
        stmt_bind_slice(put, ":currency", intern_text(&bill->texts, file->totals[i].currency));
        stmt_bind_text(put, ":unblended", amount);
        int rc = stmt_run(put, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

static void bind_time(struct stmt *stmt, const char *parameter, int64_t seconds,
                      char text[UTC_TEXT_SIZE])
{
    if (seconds == BILL_NO_TIME) {
        stmt_bind_null(stmt, parameter);
    } else {
        utc_format(seconds, text);
        stmt_bind_text(stmt, parameter, text);
    }
}

int bill_store_facts(struct bill_store *bills, int64_t source, struct bill *bill,
                     const struct bill_file *file, const char *status, const char *message,
                     struct err *err)
{
    int rc = put_totals(bills, source, bill, file, err);
    for (size_t i = 0; i < bill->rollup.n_facts && rc == 0; i++) {
        rc = put_fact(bills, source, bill, &bill->rollup.facts[i], err);
    }
    if (rc < 0) {
        return rc;
    }
    int64_t newest = BILL_NO_TIME;
    for (size_t i = 0; i < file->n_parts; i++) {
        int64_t event = bill_part_newest(&file->parts[i]);
        newest = event > newest ? event : newest;
    }
    char newest_text[UTC_TEXT_SIZE];
    struct stmt *set = bills->statements[SET_SOURCE];
    bind_time(set, ":newest", newest, newest_text);
    stmt_bind_text(set, ":format", bill_format_name(file->format));
    stmt_bind_text(set, ":status", status);
    stmt_bind_text(set, ":message", message);
    stmt_bind_int(set, ":read", file->rows_read);
    stmt_bind_int(set, ":kept", file->rows_kept);
    stmt_bind_int(set, ":rejected", file->rows_rejected);
    stmt_bind_int(set, ":source", source);
    return stmt_run(set, err);
}

/* --- months -------------------------------------------------------------- */

int bill_store_owner(struct bill_store *bills, const char *month, const char *payer,
                     const char *origin, const char **ret_owner, struct err *err)
{
    struct stmt *find = bills->statements[FIND_OWNER];
    stmt_bind_text(find, ":month", month);
    stmt_bind_text(find, ":payer", payer);
    stmt_bind_text(find, ":origin", origin);
    int rc = stmt_step(find, err);
    *ret_owner = NULL;
    if (rc > 0) {
        free(bills->owner);
        bills->owner = mem_strdup(stmt_text(find, 0));
        *ret_owner = bills->owner;
    }
    stmt_reset(find);
    return rc < 0 ? rc : 0;
}

int bill_store_in_use(struct bill_store *bills, const struct input_file *file, int64_t delivery,
                      bool *ret_in_use, struct err *err)
{
    struct stmt *find = bills->statements[FIND_USE];
    stmt_bind_text(find, ":location", file->location);
    stmt_bind_int(find, ":delivery", delivery);
    int rc = stmt_step(find, err);
    *ret_in_use = rc > 0;
    stmt_reset(find);
    return rc < 0 ? rc : 0;
}

int bill_store_take_month(struct bill_store *bills, int64_t delivery, const char *month,
                          const char *payer, const struct bill_part *part, struct err *err)
{
    static const enum statement steps[] = {DROP_MONTH, STALE_DELIVERY, PUT_MONTH};
    char usage_end[UTC_TEXT_SIZE];
    bind_time(bills->statements[PUT_MONTH], ":usage_end", bill_part_newest(part), usage_end);
    stmt_bind_int(bills->statements[PUT_MONTH], ":has_net", part->has_net);
    stmt_bind_int(bills->statements[PUT_MONTH], ":has_invoices", part->has_invoices);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct stmt *step = bills->statements[steps[i]];
        stmt_bind_int(step, ":delivery", delivery);
        stmt_bind_text(step, ":month", month);
        stmt_bind_text(step, ":payer", payer);
        int rc = stmt_run(step, err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

int bill_store_end(struct bill_store *bills, int64_t delivery, bool took_months, struct err *err)
{
    static const enum statement kept[] = {SWEEP_DELIVERIES};
    static const enum statement dissolved[] = {FREE_SOURCES, DROP_DELIVERY};
    const enum statement *steps = took_months ? kept : dissolved;
    size_t n_steps = took_months ? 1 : 2;
    for (size_t i = 0; i < n_steps; i++) {
        stmt_bind_int(bills->statements[steps[i]], ":delivery", delivery);
        int rc = stmt_run(bills->statements[steps[i]], err);
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}
