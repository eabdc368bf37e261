/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "analysis/metric.h"
#include "cli/explain.h"
#include "cli/figure.h"
#include "cli/loaded.h"
#include "cli/option.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "ingest/bill_rows.h"
#include "ingest/reread.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

static struct decimal amount_of(const json_t *object, const char *key)
{
    struct decimal value = DECIMAL_ZERO;
    const char *text = loaded_text(object, key);
    if (text) {
        decimal_read(slice_of(text), &value);
    }
    return value;
}

static void set_amount(json_t *object, const char *key, struct decimal value)
{
    char text[DECIMAL_TEXT_SIZE];
    decimal_format(value, 0, text);
    json_object_set_new(object, key, json_string(text));
}

/* --- reading the bill again ------------------------------------------------- */

/* The rows of one bill file on their way to the facts that are shown. */
struct listing {
    json_t *facts; /* cost id -> fact */
    const char *location;
    size_t rows_max; /* of a fact */
};

static json_t *row_of(const struct listing *listing, const struct bill_row *row)
{
    json_t *entry = json_object();
    const char *part = row->file + strlen(listing->location);
    if (*part == ':') {
        json_object_set_new(entry, "entry", json_string(part + 1));
    }
    json_object_set_new(entry, "row", json_integer(row->number));
    set_amount(entry, "amount", row->amount);
    return entry;
}

static void keep_row(void *context, const struct bill_row *row)
{
    struct listing *listing = context;
    char id[32];
    snprintf(id, sizeof id, "%" PRId64, row->cost_id);
    json_t *rows = json_object_get(json_object_get(listing->facts, id), "rows");
    if (rows && json_array_size(rows) < listing->rows_max) {
        json_array_append_new(rows, row_of(listing, row));
    }
}

/* Adds what the file says now to its entry in "sources". */
static int read_source(const struct explaining *explaining, const json_t *answer, json_t *source,
                       json_t *facts, struct err *err)
{
    const json_t *file = json_object_get(source, "file");
    struct listing listing = {facts, loaded_text(file, "location"),
                              explain_shown(explaining->options, SIZE_MAX)};
    struct reread *CLEANUP(reread_freep) now =
        reread_open(listing.location, loaded_text(file, "sha256"), loaded_text(file, "format"));
    json_object_set_new(source, "now", json_string(reread_state_name(reread_state(now))));
    if (reread_state(now) != REREAD_UNCHANGED) {
        return 0;
    }
    struct bill_rows_wanted wanted = {
        .source_id = loaded_int(source, "source_id"),
        .location = listing.location,
        .facts = "explained",
        .basis = loaded_text(answer, "basis"),
        .see = keep_row,
        .context = &listing,
    };
    struct bill_rows rows;
    int rc = bill_rows_read(explaining->store, &wanted, &rows, err);
    if (rc == 0) {
        json_object_set_new(source, "rows", json_integer(rows.n_rows));
        json_object_set_new(source, "differ", json_integer(rows.n_differ));
        set_amount(source, "sum", rows.sum);
    }
    return rc;
}

/* The facts of an answer by their cost id, each with an empty list of rows: a new object. */
static json_t *facts_by_id(const json_t *answer)
{
    json_t *by_id = json_object();
    size_t i = 0;
    json_t *fact = NULL;
    json_array_foreach(json_object_get(answer, "facts"), i, fact)
    {
        char id[32];
        snprintf(id, sizeof id, "%" PRId64, loaded_int(fact, "cost_id"));
        json_object_set_new(fact, "rows", json_array());
        json_object_set(by_id, id, fact);
    }
    return by_id;
}

/* Adds up what was read and compares it with the figure: "reread". */
static void add_up(json_t *answer)
{
    struct decimal sum = DECIMAL_ZERO;
    struct decimal others = DECIMAL_ZERO;
    json_int_t n_changed = 0;
    json_int_t n_gone = 0;
    bool equal = json_is_true(json_object_get(answer, "agrees"));
    size_t i = 0;
    json_t *source = NULL;
    json_array_foreach(json_object_get(answer, "sources"), i, source)
    {
        const char *now = loaded_text(source, "now");
        bool in_range = decimal_add(sum, amount_of(source, "sum"), &sum);
        n_gone += strcmp(now, reread_state_name(REREAD_GONE)) == 0;
        n_changed += strcmp(now, reread_state_name(REREAD_CHANGED)) == 0;
        equal = equal && in_range && loaded_int(source, "differ") == 0;
    }
    decimal_sub(amount_of(answer, "sum"), amount_of(answer, "whole"), &others);
    json_t *reread =
        json_pack("{s:I, s:I, s:I}", "files", (json_int_t)i, "changed", n_changed, "gone", n_gone);
    json_object_set_new(answer, "reread", reread);
    if (n_changed + n_gone > 0 || json_is_null(json_object_get(answer, "value"))) {
        json_object_set_new(reread, "equal", json_null());
        return;
    }
    set_amount(reread, "rows", sum);
    set_amount(reread, "of_others", others);
    equal = equal && decimal_add(sum, others, &sum) &&
            decimal_compare(sum, amount_of(answer, "value")) == 0;
    set_amount(reread, "sum", sum);
    json_object_set_new(reread, "equal", json_boolean(equal));
}

/* Takes away what only this program may know. */
static void strip(json_t *rows)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        json_object_del(row, "cost_id");
        json_object_del(row, "source_id");
        json_object_del(json_object_get(row, "file"), "location");
    }
}

int explain_metric_read(const struct explaining *explaining, const char *name, json_t **ret_answer,
                        struct err *err)
{
    json_t *CLEANUP(json_decrefp) answer = NULL;
    size_t most = explain_shown(explaining->options, SIZE_MAX);
    int rc = metric_explain(explaining->store, explaining->result, name,
                            most == SIZE_MAX ? -1 : (int64_t)most, &answer, err);
    json_t *sources = json_object_get(answer, "sources");
    if (rc == 0 && sources) {
        json_t *CLEANUP(json_decrefp) facts = facts_by_id(answer);
        size_t i = 0;
        json_t *source = NULL;
        json_array_foreach(sources, i, source)
        {
            if ((rc = read_source(explaining, answer, source, facts, err)) < 0) {
                return rc;
            }
        }
        add_up(answer);
        strip(json_object_get(answer, "facts"));
        strip(sources);
    }
    *ret_answer = TAKE(answer);
    return rc;
}

/* --- printing --------------------------------------------------------------- */

/* "rows 12, 45-47 and 3 more" of a fact; where none were read, how many there were. */
static void add_rows(struct strbuf *text, const json_t *fact)
{
    const json_t *rows = json_object_get(fact, "rows");
    int64_t n = (int64_t)json_array_size(rows);
    int64_t n_lines = loaded_int(fact, "lines");
    strbuf_adds(text, n_lines == 1 ? "row" : "rows");
    for (int64_t i = 0; i < n;) {
        int64_t first = loaded_int(json_array_get(rows, (size_t)i), "row");
        int64_t last = first;
        while (++i < n && loaded_int(json_array_get(rows, (size_t)i), "row") == last + 1) {
            last++;
        }
        strbuf_addf(text, "%s %" PRId64,
                    first == loaded_int(json_array_get(rows, 0), "row") ? "" : ",", first);
        if (last > first) {
            strbuf_addf(text, "-%" PRId64, last);
        }
    }
    if (n == 0) {
        strbuf_addf(text, " %" PRId64 " and %" PRId64 " more, not read again",
                    loaded_int(fact, "first_row"), n_lines - 1);
    } else if (n < n_lines) {
        strbuf_addf(text, " and %" PRId64 " more", n_lines - n);
    }
}

/* Appends "word value" where there is a value. */
static void add_word(struct strbuf *text, const char *word, const char *value)
{
    if (value && value[0]) {
        strbuf_addf(text, "%s%s%s", text->size ? "  " : "", word, value);
    }
}

static void add_line(struct table *table, const char *first, struct strbuf *text)
{
    if (text->size) {
        const char *cells[] = {first, text->text};
        table_add(table, cells);
    }
    strbuf_clear(text);
}

static void add_fact(struct table *table, const json_t *fact)
{
    struct strbuf CLEANUP(strbuf_release) text = STRBUF_INIT;
    add_word(&text, "", loaded_text(fact, "product"));
    add_word(&text, "", loaded_text(fact, "usage_type"));
    add_word(&text, "", loaded_text(fact, "operation"));
    add_word(&text, "", loaded_text(fact, "line_type"));
    add_line(table, loaded_text(fact, "amount"), &text);
    add_word(&text, "", loaded_text(fact, "resource"));
    add_line(table, "", &text);
    add_word(&text, "", loaded_text(fact, "mechanism"));
    add_word(&text, "", loaded_text(fact, "tier"));
    add_word(&text, "by ", loaded_text(fact, "method"));
    add_word(&text, "part of a shared line of ", loaded_text(fact, "part_of"));
    add_word(&text, "split by ", loaded_text(fact, "split_by"));
    add_line(table, "", &text);
    add_rows(&text, fact);
    add_word(&text, "of ", loaded_text(json_object_get(fact, "file"), "path"));
    add_line(table, "", &text);
}

static void print_facts(const json_t *answer, const char *title)
{
    static const struct table_column columns[] = {{"amount", TABLE_NUMBER},
                                                  {"for what, tied how, and where", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 2);
    const json_t *facts = json_object_get(answer, "facts");
    size_t i = 0;
    json_t *fact = NULL;
    json_array_foreach(facts, i, fact)
    {
        add_fact(table, fact);
    }
    table_print(table, title);
    explain_print_rest((size_t)loaded_int(answer, "n_facts"), json_array_size(facts),
                       "groups of lines");
}

static void print_sources(const json_t *sources)
{
    static const struct table_column columns[] = {{"rows", TABLE_NUMBER},
                                                  {"they come to", TABLE_NUMBER},
                                                  {"now", TABLE_TEXT},
                                                  {"file, and its sha256", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 4);
    size_t i = 0;
    json_t *source = NULL;
    json_array_foreach(sources, i, source)
    {
        const json_t *file = json_object_get(source, "file");
        const char *read = loaded_text(source, "sum");
        char rows[FIGURE_SIZE];
        figure_count(loaded_int(source, read ? "rows" : "lines"), rows);
        const char *cells[] = {rows, read ? read : loaded_text(source, "expected"),
                               loaded_text(source, "now"), loaded_text(file, "path")};
        const char *digest[] = {"", "", "", loaded_text(file, "sha256")};
        table_add(table, cells);
        table_add(table, digest);
    }
    table_print(table, "files");
}

static void print_inputs(const json_t *inputs)
{
    static const struct table_column columns[] = {{"what goes into it", TABLE_WRAP},
                                                  {"value", TABLE_WRAP}};
    struct table *CLEANUP(table_freep) table = table_new(columns, 2);
    size_t i = 0;
    json_t *input = NULL;
    json_array_foreach(inputs, i, input)
    {
        const json_t *value = json_object_get(input, "value");
        char number[32];
        snprintf(number, sizeof number, "%" PRId64, (int64_t)json_integer_value(value));
        const char *text = json_is_integer(value) ? number : json_string_value(value);
        const char *cells[] = {loaded_text(input, "input"), text ? text : "not known"};
        table_add(table, cells);
    }
    table_print(table, "inputs");
}

static void print_check(const json_t *answer)
{
    const json_t *reread = json_object_get(answer, "reread");
    const char *rows = loaded_text(reread, "rows");
    const char *unchecked = loaded_text(answer, "unchecked");
    putchar('\n');
    if (reread && !rows) {
        printf("%" PRId64 " of %" PRId64 " files changed, %" PRId64
               " gone: the rows cannot be added up again\n",
               loaded_int(reread, "changed"), loaded_int(reread, "files"),
               loaded_int(reread, "gone"));
    }
    if (rows) {
        printf("%-34s %s\n", "the rows, added up again", rows);
    }
    if (rows && loaded_int(answer, "n_shared") > 0) {
        printf("%-34s %s\n", "what of shared lines is others'", loaded_text(reread, "of_others"));
    }
    const char *computed = rows ? loaded_text(reread, "sum") : loaded_text(answer, "computed");
    bool equal = rows ? json_is_true(json_object_get(reread, "equal"))
                      : json_is_true(json_object_get(answer, "agrees"));
    if (unchecked) {
        printf("not computed again: %s\n", unchecked);
        return;
    }
    if (!rows || loaded_int(answer, "n_shared") > 0) {
        printf("%-34s %s\n", rows ? "which makes" : "computed from what is stored",
               computed ? computed : "-");
    }
    printf("%-34s %s: %s\n", "the figure", loaded_text(answer, "value"),
           equal ? "equal" : "NOT EQUAL");
}

void explain_metric_print(const json_t *answer, const char *title)
{
    if (json_object_get(answer, "facts")) {
        print_facts(answer, title);
        print_sources(json_object_get(answer, "sources"));
    } else {
        print_inputs(json_object_get(answer, "inputs"));
    }
    print_check(answer);
}

void explain_figure_print(const struct explaining *explaining, const json_t *answer)
{
    (void)explaining;
    const char *value = loaded_text(answer, "value");
    printf("\n%s%s%s = %s\n", terminal_ink(INK_BOLD), loaded_text(answer, "metric"),
           terminal_ink(INK_PLAIN), value ? value : "not known");
    table_print_text(loaded_text(answer, "what"));
    if (loaded_text(answer, "formula")) {
        char *CLEANUP(mem_freep) line = mem_format("= %s", loaded_text(answer, "formula"));
        table_print_text(line);
    }
    if (!value) {
        puts("what is loaded does not tell it");
        return;
    }
    if (json_object_get(answer, "facts")) {
        int64_t n_lines = loaded_int(answer, "n_lines");
        int64_t n_facts = loaded_int(answer, "n_facts");
        printf("%" PRId64 " %s of the bill, %s, in %" PRId64 " %s\n", n_lines,
               n_lines == 1 ? "line" : "lines", loaded_text(answer, "basis"), n_facts,
               n_facts == 1 ? "group" : "groups");
    }
    explain_metric_print(answer, "lines");
}
