/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/dataset.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

/* What templates/datasets.json would say. */
static json_t *declare(const char *name, const char *columns)
{
    return json_pack("{s:[{s:s,s:s,s:[s],s:o}]}", "datasets", "name", name, "rows", "/t", "reports",
                     "audit", "columns", json_loads(columns, 0, NULL));
}

static void expect_refused(const char *name, const char *columns, const char *why)
{
    struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct datasets datasets;
    json_t *declared = declare(name, columns);

    cr_expect(eq(int, datasets_build(&arena, "audit", NULL, declared, &datasets, &err), ERR_INPUT));
    cr_expect(strstr(err.text, why) != NULL, "%s", err.text);
    json_decref(declared);
    arena_release(&arena);
}

static void expect_csv(const char *columns, const char *row, const char *csv)
{
    struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct datasets datasets;
    struct strbuf out = STRBUF_INIT;
    char *content = mem_format("{\"t\":[%s]}", row);
    json_t *declaration = declare("t", columns);
    json_t *tree = json_loads(content, 0, NULL);

    cr_assert(eq(int, datasets_build(&arena, "audit", tree, declaration, &datasets, &err), 0), "%s",
              err.text);
    dataset_csv(&datasets.items[0], &out);
    cr_expect(eq(str, out.text, (char *)csv));
    strbuf_release(&out);
    json_decref(declaration);
    json_decref(tree);
    arena_release(&arena);
    free(content);
}

Test(dataset, a_text_that_looks_like_a_formula_is_guarded)
{
    expect_csv("[\"a\"]", "{\"a\":\"=1+1\"},{\"a\":\"-1\"},{\"a\":\"@x\"},{\"a\":\"\\tx\"}",
               "a\r\n'=1+1\r\n'-1\r\n'@x\r\n'\tx\r\n");
}

Test(dataset, a_number_is_never_guarded_and_what_is_none_is)
{
    expect_csv("[\"a|amount\"]", "{\"a\":\"-1.50\"},{\"a\":-3},{\"a\":\"-x\"}",
               "a\r\n-1.50\r\n-3\r\n'-x\r\n");
}

Test(dataset, quotes_commas_and_line_ends_are_quoted)
{
    expect_csv("[\"a\",\"b/0/c\"]", "{\"a\":\"x,\\\"y\\\"\",\"b\":[{\"c\":\"1\\r\\n2\"}]}",
               "a,b_c\r\n\"x,\"\"y\"\"\",\"1\r\n2\"\r\n");
}

Test(dataset, lists_are_joined_deeper_values_are_json_and_null_is_empty)
{
    expect_csv("[\"a\",\"b\",\"c\",\"d\"]",
               "{\"a\":[\"x\",\"y\"],\"b\":{\"k\":\"v\"},\"c\":null,\"d\":true}",
               "a,b,c,d\r\nx; y,\"{\"\"k\"\":\"\"v\"\"}\",,true\r\n");
}

Test(dataset, a_row_that_is_a_text_is_its_only_column)
{
    expect_csv("[\"call\"]", "\"a/b\"", "call\r\na/b\r\n");
}

Test(dataset, a_wrong_declaration_says_which_dataset_and_column)
{
    expect_refused("t", "[\"a|euros\"]", "dataset 1: column 1");
    expect_refused("t", "[]", "\"columns\"");
    expect_refused("../t", "[\"a\"]", "\"name\"");
}
