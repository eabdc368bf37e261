/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/redact.h"
#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"

/* What stands for the shipped queries. */
static const struct asset shipped[] = {
    {"regions.csv", "eu-west-1,Ireland\n", 18},
    {"rules/x.sql", "-- why: Points can be lost.\nselect 'it has no copy' -- e.g. orders\n", 66},
    {NULL, NULL, 0}};

static char *redact(const char *result, const char *key)
{
    struct err err = ERR_INIT;
    json_t *tree = json_loads(result, 0, NULL);
    json_t *redacted = NULL;

    cr_assert(tree != NULL);
    cr_assert(eq(int, redact_result(tree, shipped, slice_of(key), &redacted, &err), 0), "%s",
              err.text);
    char *text = json_dumps(redacted, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(redacted);
    json_decref(tree);
    return text;
}

static void expect(const char *result, const char *redacted)
{
    char *CLEANUP(mem_freep) text = redact(result, "");
    cr_expect(eq(str, text, (char *)redacted));
}

Test(redact, an_arn_keeps_what_says_its_kind_and_loses_account_and_name)
{
    expect("{\"resource\":\"arn:aws:rds:eu-west-1:111122223333:db:ledger\"}",
           "{\"resource\":\"arn:aws:rds:eu-west-1:account-1:db:name-1\"}");
}

Test(redact, one_name_has_one_pseudonym_in_every_key_and_text)
{
    expect(
        "{\"account\":\"111122223333\",\"name\":\"ledger\",\"reason\":\"it has no copy of ledger in "
        "111122223333\",\"path\":\"111122223333/ledger.json\"}",
        "{\"account\":\"account-1\",\"name\":\"name-1\",\"path\":\"account-1/name-1.json\","
        "\"reason\":\"it has no copy of name-1 in account-1\"}");
}

Test(redact, a_word_that_does_not_ship_is_replaced_also_where_a_comment_says_it)
{
    expect("{\"reason\":\"it has no copy, says Mallory of orders\"}",
           "{\"reason\":\"it has no copy, name-1 name-2 of name-3\"}");
}

Test(redact, a_name_of_several_words_is_replaced_as_one)
{
    expect("{\"owner\":\"M. Okafor\",\"note\":\"M. Okafor has it\"}",
           "{\"note\":\"name-1 has it\",\"owner\":\"name-1\"}");
}

Test(redact, amounts_times_measures_and_kept_keys_stay)
{
    expect(
        "{\"cost\":\"-123456789012.5\",\"gb\":\"123456789012\",\"reason\":\"35 days, 2h, 0.023, "
        "2024-10-01T04:36:00Z\",\"usage_type\":\"EUC1-Secret:x\",\"n\":7,\"z\":null}",
        "{\"cost\":\"-123456789012.5\",\"gb\":\"123456789012\",\"n\":7,\"reason\":\"35 days, 2h, "
        "0.023, 2024-10-01T04:36:00Z\",\"usage_type\":\"EUC1-Secret:x\",\"z\":null}");
}

Test(redact, free_text_of_people_is_withheld)
{
    expect("{\"exceptions\":[{\"reason\":\"our secret\"}],\"statement\":\"s\"}",
           "{\"exceptions\":[{\"reason\":\"withheld\"}],\"statement\":\"withheld\"}");
}

Test(redact, what_stands_for_no_name_stays)
{
    expect("{\"application\":\"unallocated\",\"resource\":\"application:unallocated\"}",
           "{\"application\":\"unallocated\",\"resource\":\"application:unallocated\"}");
}

Test(redact, a_key_makes_pseudonyms_that_do_not_depend_on_what_else_is_there)
{
    char *CLEANUP(mem_freep) one = redact("{\"name\":\"b\"}", "a long enough key");
    char *CLEANUP(mem_freep) other = redact("{\"item\":\"a\",\"name\":\"b\"}", "a long enough key");
    char *CLEANUP(mem_freep) third = redact("{\"name\":\"b\"}", "another key, as long");

    cr_expect(strstr(other, one + 1) != NULL, "%s in %s", one, other);
    cr_expect(ne(str, one, third));
}
