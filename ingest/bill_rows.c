/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/bill_rows.h"

#include <string.h>

#include "ingest/bill.h"
#include "ingest/bytes.h"
#include "store/stmt.h"
#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"

/* A fact of the store that is looked for; facts[i] of the rollup is wanted[i]. */
struct known_fact {
    int64_t cost_id;
    int64_t n_lines;
    struct decimal sum; /* as stored */
};

struct search {
    const struct bill_rows_wanted *wanted;
    enum basis basis;
    struct rollup rollup; /* what the file's rows come to */
    struct known_fact *known;
    size_t known_capacity;
    struct bill_rows *rows;
};

static void search_release(struct search *search)
{
    rollup_release(&search->rollup);
    free(search->known);
}

static enum basis basis_of(const char *name)
{
    static const char *const names[BASIS_N] = {[BASIS_USAGE] = "usage",
                                               [BASIS_UNBLENDED] = "unblended",
                                               [BASIS_NET] = "net",
                                               [BASIS_AMORTIZED] = "amortized",
                                               [BASIS_NET_AMORTIZED] = "net-amortized",
                                               [BASIS_LIST] = "list"};
    int basis = 0;
    while (basis < BASIS_N - 1 && strcmp(names[basis], name) != 0) {
        basis++;
    }
    return (enum basis)basis;
}

/* --- what is looked for ------------------------------------------------------ */

/* Columns 0 to DIM_N - 1 are the dimensions, in their order. */
static const char facts_sql[] =
    "select c.month, c.payer, c.account, c.region, u.product_code, u.usage_type, u.operation,"
    " u.unit, c.line_type, i.invoice_id, i.entity, c.resource, t.tags, c.currency,"
    " c.id, c.n_lines, c.usage, c.unblended, c.net, c.amortized, c.net_amortized, c.list"
    " from cost c join usage_kind u on u.id = c.usage_id join invoice i on i.id = c.invoice_id"
    " join tag_set t on t.id = c.tag_set_id"
    " where c.source_id = :source and c.id in (select cost_id from %s)";

static int want_fact(struct search *search, struct bill *bill, const struct stmt *stmt,
                     struct err *err)
{
    enum { COLUMN_ID = DIM_N, COLUMN_LINES, COLUMN_AMOUNTS };
    uint32_t key[DIM_N];
    for (int i = 0; i < DIM_N; i++) {
        key[i] = intern_number(&bill->texts, stmt_slice(stmt, i), NULL);
    }
    size_t n = search->rollup.n_facts;
    rollup_put(&search->rollup, key);
    mem_reserve((void **)&search->known, &search->known_capacity, n + 1, sizeof *search->known);
    search->known[n] = (struct known_fact){.cost_id = stmt_int(stmt, COLUMN_ID),
                                           .n_lines = stmt_int(stmt, COLUMN_LINES)};
    if (search->rollup.n_facts == n ||
        !decimal_read(stmt_slice(stmt, COLUMN_AMOUNTS + (int)search->basis),
                      &search->known[n].sum)) {
        return FAIL(err, ERR_STORE, "the database holds a fact twice or one without an amount");
    }
    return 0;
}

static int want_facts(struct search *search, struct store *store, struct bill *bill,
                      struct err *err)
{
    char *CLEANUP(mem_freep) sql = mem_format(facts_sql, search->wanted->facts);
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "facts of a bill", sql, &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_int(stmt, ":source", search->wanted->source_id);
    while ((rc = stmt_step(stmt, err)) > 0) {
        if ((rc = want_fact(search, bill, stmt, err)) < 0) {
            return rc;
        }
    }
    return rc;
}

/* --- the file ---------------------------------------------------------------- */

static bool see_line(void *context, const uint32_t key[DIM_N], const struct charge *charge,
                     const char *file, int64_t number)
{
    struct search *search = context;
    struct fact *fact = rollup_find(&search->rollup, key);
    if (!fact) {
        return true;
    }
    struct bill_row row = {
        .cost_id = search->known[fact - search->rollup.facts].cost_id,
        .file = file,
        .number = number,
        .amount = charge->on[search->basis],
    };
    search->wanted->see(search->wanted->context, &row);
    search->rows->n_rows++;
    return fact_add(fact, charge) && decimal_add(search->rows->sum, row.amount, &search->rows->sum);
}

/* Problems of the data were told when the file was ingested. */
static void ignore(void *context, const struct diagnostic *problem)
{
    (void)context;
    (void)problem;
}

static int64_t count_differences(const struct search *search)
{
    int64_t n = 0;
    for (size_t i = 0; i < search->rollup.n_facts; i++) {
        const struct fact *fact = &search->rollup.facts[i];
        n += fact->n_lines != search->known[i].n_lines ||
             decimal_compare(fact->sum[search->basis], search->known[i].sum) != 0;
    }
    return n;
}

int bill_rows_read(struct store *store, const struct bill_rows_wanted *wanted,
                   struct bill_rows *ret_rows, struct err *err)
{
    *ret_rows = (struct bill_rows){0};
    struct bill CLEANUP(bill_release) bill = BILL_INIT;
    struct search CLEANUP(search_release) search = {.wanted = wanted,
                                                    .basis = basis_of(wanted->basis),
                                                    .rollup = ROLLUP_INIT,
                                                    .rows = ret_rows};
    struct bytes *CLEANUP(bytes_freep) bytes = NULL;
    struct bill_file CLEANUP(bill_file_release) file = {0};
    int rc = want_facts(&search, store, &bill, err);
    if (rc < 0 || (rc = bytes_open(wanted->location, wanted->location, &bytes, err)) < 0) {
        return rc;
    }
    bill.watch = (struct bill_watch){see_line, &search};
    rc = bill_read(&bill, bytes, (struct diag_sink){ignore, NULL}, (struct bill_progress){0}, &file,
                   err);
    ret_rows->n_differ = count_differences(&search);
    return rc;
}
