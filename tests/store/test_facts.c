/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "store/facts.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"
#include "tests/lib/testlib.h"

static const char first[] =
    "insert into delivery values (1, 'bill', '/home/me', 'd1'), (2, 'inventory', '/x', 'd2');"
    "insert into source (id, delivery_id, path, location, sha256, bytes, format, status) values"
    " (7, 2, 'b.json', '/home/me/b.json', 's2', 5, 'aws-call', 'ok'),"
    " (9, 1, 'a.csv', '/home/me/a.csv', 's1', 9, 'cur-legacy', 'ok');"
    "insert into control_total values (9, 'USD', '1.50');"
    "insert into document values (7, '/a', '1', 'eu', 'x.y', '', '{\"k\":\"\xc5\xa1 \\\"q\\\"\"}');";

/* The same facts, loaded in another order from elsewhere. */
static const char second[] =
    "insert into delivery values (5, 'bill', '/srv', 'd1'), (3, 'inventory', '/y', 'd2');"
    "insert into source (id, delivery_id, path, location, sha256, bytes, format, status) values"
    " (9, 5, 'a.csv', '/srv/a.csv', 's1', 9, 'cur-legacy', 'ok'),"
    " (7, 3, 'b.json', '/srv/b.json', 's2', 5, 'aws-call', 'ok');"
    "insert into document values (7, '/a', '1', 'eu', 'x.y', '', '{\"k\":\"\xc5\xa1 \\\"q\\\"\"}');"
    "insert into control_total values (9, 'USD', '1.50');";

static int append(void *context, const char *table, struct strbuf *text, struct err *err)
{
    (void)table, (void)err;
    strbuf_add(context, text->text, text->size);
    return 0;
}

static void export_all(struct store *store, struct strbuf *out)
{
    struct err err = ERR_INIT;
    cr_assert(eq(int, facts_export(store, append, out, &err), 0), "%s", err.text);
}

static struct store *filled(const char *sql)
{
    struct err err = ERR_INIT;
    struct store *store = test_store();
    cr_assert(eq(int, store_run(store, "fill", sql, &err), 0), "%s", err.text);
    return store;
}

Test(facts, the_same_facts_are_the_same_text_whatever_the_order_and_the_folder)
{
    struct store *a = filled(first);
    struct store *b = filled(second);
    struct strbuf x = STRBUF_INIT;
    struct strbuf y = STRBUF_INIT;

    export_all(a, &x);
    export_all(b, &y);
    cr_expect(eq(str, x.text, y.text));
    cr_expect(strstr(x.text, "home") == NULL);
    cr_expect(strstr(x.text, "{\"table\":\"control_total\",\"columns\":[\"source_id\",\"currency\","
                             "\"unblended\"]}\n[9,\"USD\",\"1.50\"]\n") != NULL,
              "%s", x.text);
    strbuf_release(&x);
    strbuf_release(&y);
    store_close(a);
    store_close(b);
}

struct copying {
    struct store *to;
};

static int import(void *context, const char *table, struct strbuf *text, struct err *err)
{
    struct copying *copying = context;
    return facts_import(copying->to, table, strbuf_slice(text), err);
}

Test(facts, what_is_imported_is_exported_again)
{
    struct store *from = filled(first);
    struct copying copying = {test_store()};
    struct strbuf x = STRBUF_INIT;
    struct strbuf y = STRBUF_INIT;
    struct err err = ERR_INIT;

    cr_assert(eq(int, facts_export(from, import, &copying, &err), 0), "%s", err.text);
    export_all(from, &x);
    export_all(copying.to, &y);
    cr_expect(eq(str, x.text, y.text));
    char *rows = test_query(copying.to, "select s.path, d.body from document d"
                                        " join source s on s.id = d.source_id");
    cr_expect(eq(str, rows, "b.json|{\"k\":\"\xc5\xa1 \\\"q\\\"\"}\n"));
    free(rows);
    strbuf_release(&x);
    strbuf_release(&y);
    store_close(from);
    store_close(copying.to);
}

static void expect_refused(const char *table, const char *text, const char *why)
{
    struct store *store = test_store();
    struct err err = ERR_INIT;

    cr_expect(eq(int, facts_import(store, table, slice_of(text), &err), ERR_INPUT));
    cr_expect(strstr(err.text, why) != NULL, "%s", err.text);
    store_close(store);
}

Test(facts, text_of_other_columns_or_another_shape_is_refused)
{
    static const char header[] = "{\"table\":\"invoice\",\"columns\":[\"invoice_id\",\"payer\","
                                 "\"entity\"]}\n";
    char *text = NULL;

    expect_refused("invoice", "{\"table\":\"invoice\",\"columns\":[\"x\"]}\n", "line 1");
    expect_refused("nothing", header, "there is no table");
    text = mem_format("%s[\"a\",\"b\"]\n", header);
    expect_refused("invoice", text, "line 2: expected an array of 3");
    free(text);
    text = mem_format("%s[\"a\",\"b\",\"c\"]\n[\"a\n", header);
    expect_refused("invoice", text, "line 3");
    free(text);
    text = mem_format("%s[\"a\",\"b\",null]\n", header);
    expect_refused("invoice", text, "line 2");
    free(text);
}
