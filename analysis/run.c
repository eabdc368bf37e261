/* SPDX-License-Identifier: Apache-2.0 */
/* Which month, seen from when, in which currency. */
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "analysis/query.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "support/utc.h"

/* Appends the first column of every row, separated by ", ". `month` is bound as :month
 * where it is not NULL. */
static int list(struct store *store, const char *sql, const char *month, struct strbuf *ret_text,
                struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "choose the run", sql, &stmt, err);
    if (rc < 0) {
        return rc;
    }
    if (month) {
        stmt_bind_text(stmt, ":month", month);
    }
    while ((rc = stmt_step(stmt, err)) > 0) {
        strbuf_adds(ret_text, ret_text->size ? ", " : "");
        strbuf_adds(ret_text, stmt_text(stmt, 0));
    }
    return rc;
}

int note_add(struct store *store, const char *text, struct err *err)
{
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    int rc = stmt_prepare(store, "note", "insert into note values (:text)", &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(stmt, ":text", text);
    return stmt_run(stmt, err);
}

/* The as-of time as UTC text, empty when nothing is loaded. */
static int choose_as_of(struct store *store, const char *asked, struct strbuf *ret_as_of,
                        struct err *err)
{
    if (!asked) {
        return list(store, "select max(newest_event) from source having max(newest_event) <> ''",
                    NULL, ret_as_of, err);
    }
    int64_t seconds = 0;
    if (!utc_parse(slice_of(asked), &seconds)) {
        return FAIL(err, ERR_USAGE, "--as-of: '%s' is no time; write 2024-10-01T05:00:00Z", asked);
    }
    char text[UTC_TEXT_SIZE];
    utc_format(seconds, text);
    strbuf_adds(ret_as_of, text);
    return 0;
}

static int check_month(struct store *store, const char *month, struct err *err)
{
    int64_t seconds = 0;
    if (!utc_month_start(slice_of(month), &seconds)) {
        return FAIL(err, ERR_USAGE, "--month: '%s' is no month; write YYYY-MM", month);
    }
    struct strbuf CLEANUP(strbuf_release) loaded = STRBUF_INIT;
    int rc = list(store, "select month from month_loaded order by month", NULL, &loaded, err);
    if (rc < 0) {
        return rc;
    }
    if (loaded.size && !strstr(loaded.text, month)) {
        return FAIL(err, ERR_USAGE, "no bill of %s is loaded; loaded: %s", month, loaded.text);
    }
    return 0;
}

/* An inventory that is collected on the first day of a month closes the one before. */
static int month_of_evidence(struct store *store, const char *as_of, struct strbuf *ret_month,
                             struct err *err)
{
    int rc = list(store, "select strftime('%Y-%m', :month, '-1 day')", as_of, ret_month, err);
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    strbuf_addf(&text, "No bill is loaded: %s is the month of the newest evidence.",
                ret_month->text);
    return rc < 0 ? rc : note_add(store, text.text, err);
}

/* The newest complete month of the bill; else the newest; without any bill the month
 * of the newest evidence. Empty when nothing is loaded. */
static int choose_month(struct store *store, const char *as_of, struct strbuf *ret_month,
                        struct err *err)
{
    static const char complete[] =
        "select month from month_loaded where not estimated"
        " or strftime('%Y-%m', month || '-01', '+1 month') || '-01T00:00:00Z' <= :month"
        " order by month desc limit 1";
    int rc = list(store, complete, as_of, ret_month, err);
    if (rc < 0 || ret_month->size) {
        return rc;
    }
    rc = list(store, "select month from month_loaded order by month desc limit 1", NULL, ret_month,
              err);
    if (rc < 0) {
        return rc;
    }
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    if (ret_month->size) {
        strbuf_addf(&text,
                    "No complete month is loaded: %s is not over yet and its bill is an "
                    "estimate.",
                    ret_month->text);
        return note_add(store, text.text, err);
    }
    return as_of[0] ? month_of_evidence(store, as_of, ret_month, err) : 0;
}

/* The currency of most lines of the month; the others are named in a note. */
static int choose_currency(struct store *store, const char *month, struct strbuf *ret_currency,
                           struct err *err)
{
    static const char by_lines[] =
        "select currency from cost where month = :month"
        " group by currency order by sum(n_lines) desc, currency limit 1";
    static const char others[] =
        "select distinct currency from cost where month = :month and currency <> "
        "(select currency from cost where month = :month"
        " group by currency order by sum(n_lines) desc, currency limit 1) order by currency";
    int rc = list(store, by_lines, month, ret_currency, err);
    struct strbuf CLEANUP(strbuf_release) left_out = STRBUF_INIT;
    if (rc == 0) {
        rc = list(store, others, month, &left_out, err);
    }
    if (rc < 0 || !left_out.size) {
        return rc;
    }
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    strbuf_addf(&text,
                "The bill of %s also has lines in %s: this report covers %s only; the "
                "reconciliation lists all.",
                month, left_out.text, ret_currency->text);
    return note_add(store, text.text, err);
}

static int check_basis(const char *basis, struct err *err)
{
    static const char *const known[] = {"unblended", "net", "amortized", "net-amortized", "list"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(basis, known[i]) == 0) {
            return 0;
        }
    }
    return FAIL(err, ERR_USAGE,
                "--cost: '%s' is none of unblended, net, amortized, net-amortized, list", basis);
}

int run_choose(struct store *store, const struct analysis_options *options, struct err *err)
{
    const char *basis = options->cost_basis ? options->cost_basis : "amortized";
    struct strbuf CLEANUP(strbuf_release) as_of = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) month = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) currency = STRBUF_INIT;
    int rc = check_basis(basis, err);
    if (rc < 0 || (rc = choose_as_of(store, options->as_of, &as_of, err)) < 0) {
        return rc;
    }
    if (options->month) {
        strbuf_adds(&month, options->month);
        rc = check_month(store, options->month, err);
    } else {
        rc = choose_month(store, as_of.text, &month, err);
    }
    if (rc < 0 || (rc = choose_currency(store, month.text, &currency, err)) < 0) {
        return rc;
    }
    struct stmt *CLEANUP(stmt_freep) stmt = NULL;
    rc = stmt_prepare(store, "run",
                      "insert into run select nullif(:month, ''),"
                      " strftime('%Y-%m-01T00:00:00Z', :month || '-01'),"
                      " strftime('%Y-%m-01T00:00:00Z', :month || '-01', '+1 month'),"
                      " strftime('%Y-%m', :month || '-01', '-1 month'),"
                      " nullif(:as_of, ''), nullif(:currency, ''), :cost_basis, :policy_present",
                      &stmt, err);
    if (rc < 0) {
        return rc;
    }
    stmt_bind_text(stmt, ":month", month.text);
    stmt_bind_text(stmt, ":as_of", as_of.text);
    stmt_bind_text(stmt, ":currency", currency.text);
    stmt_bind_text(stmt, ":cost_basis", basis);
    stmt_bind_int(stmt, ":policy_present", options->policy_path != NULL);
    return stmt_run(stmt, err);
}
