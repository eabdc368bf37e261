/* SPDX-License-Identifier: Apache-2.0 */
/* The call files themselves: each is sound, and each works on AWS's own shapes. */

#include "ingest/call.h"
#include "tests/ingest/inventory_fixture.h"

static const char account_region[] = "111122223333/eu-west-1/";

Test(calls, every_file_is_named_by_its_call_and_its_statements_compile)
{
    struct store *store = test_store();
    struct err err = ERR_INIT;
    struct call_table table;
    cr_assert_eq(call_table_init(&table, &err), 0, "%s", err.text);
    cr_assert_gt(table.n, 40);
    for (size_t i = 0; i < table.n; i++) {
        struct call *call = &table.calls[i];
        cr_expect_eq(call_prepare(call, store, &err), 0, "%s", err.text);
        char *CLEANUP(mem_freep) file = mem_format("calls/%s.sql", call->names.list[0]);
        cr_expect_str_eq(call->file, file);
        cr_expect(call->n_statements > 0 || call->keep_document, "%s keeps nothing", call->file);
        for (size_t n = 0; n < call->names.n; n++) {
            cr_expect_eq(call_find(&table, call->names.list[n]), call, "two files claim %s",
                         call->names.list[n]);
        }
    }
    call_table_release(&table);
    store_close(store);
}

Test(calls, none_rejects_the_shape_that_aws_documents)
{
    struct err err = ERR_INIT;
    struct call_table table;
    cr_assert_eq(call_table_init(&table, &err), 0, "%s", err.text);
    size_t n_tried = 0;
    for (size_t i = 0; i < table.n; i++) {
        for (size_t n = 0; n < table.calls[i].names.n; n++) {
            const char *name = table.calls[i].names.list[n];
            char *CLEANUP(mem_freep) below = mem_format("inventory/skeleton/%s.json", name);
            char *CLEANUP(mem_freep) shape = test_shared_data(below);
            if (!shape || table.calls[i].text_elements) { /* its strings hold no JSON */
                continue;
            }
            size_t size = 0;
            char *CLEANUP(mem_freep) text = test_read(shape, &size);
            char *CLEANUP(mem_freep) path = mem_format("%s%s/name.json", account_region, name);
            struct folder CLEANUP(folder_release) f = folder_new();
            folder_put(&f, path, text, size);
            folder_ingest(&f);
            cr_expect_eq(f.outcome.n_files_read, 1, "%s: %s", name, f.problems.text);
            cr_expect_eq(f.outcome.rows_rejected, 0, "%s: %s", name, f.problems.text);
            cr_expect_gt(f.outcome.rows_kept, 0, "%s", name);
            n_tried++;
        }
    }
    call_table_release(&table);
    if (n_tried == 0) {
        cr_skip("the shapes are not here");
    }
}
