/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/intern.h"
#include "ingest/rollup.h"
#include "tests/ingest/ingest_case.h"

Test(intern, equal_texts_have_equal_numbers_also_after_growing)
{
    struct intern intern = INTERN_INIT;
    enum { N = 5000 };
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < N; i++) {
            char text[32];
            int size = snprintf(text, sizeof text, "text number %u", i);
            cr_assert_eq(intern_number(&intern, (struct slice){text, (size_t)size}, NULL), i);
        }
    }
    cr_expect(slice_is(intern_text(&intern, 4999), "text number 4999"));
    intern_release(&intern);
}

Test(intern, bad_bytes_share_the_number_of_their_visible_form)
{
    struct intern intern = INTERN_INIT;
    bool replaced = false;
    uint32_t latin = intern_number(&intern, slice_of("caf\xE9"), &replaced);
    cr_expect(replaced);
    cr_expect_eq(intern_number(&intern, slice_of("caf\xEF\xBF\xBD"), &replaced), latin);
    cr_expect_not(replaced);
    cr_expect_eq(intern_number(&intern, slice_of("caf\xE9"), &replaced), latin);
    cr_expect_not(replaced);
    cr_expect(slice_is(intern_text(&intern, latin), "caf\xEF\xBF\xBD"));
    intern_release(&intern);
}

Test(rollup, lines_with_the_same_key_are_one_fact)
{
    struct rollup rollup = ROLLUP_INIT;
    struct charge charge = {0};
    charge.on[BASIS_UNBLENDED] = decimal_of_int(2);
    enum { KEYS = 3000 };
    for (int64_t line = 2; line < 2 + 3 * KEYS; line++) {
        uint32_t key[DIM_N] = {[DIM_RESOURCE] = (uint32_t)(line % KEYS)};
        cr_assert(rollup_add(&rollup, key, &charge, line));
    }
    cr_expect_eq(rollup.n_facts, KEYS);
    for (size_t i = 0; i < rollup.n_facts; i++) {
        cr_expect_eq(rollup.facts[i].n_lines, 3);
        cr_expect_eq(rollup.facts[i].first_line, (int64_t)i + 2);
        cr_expect_eq(decimal_compare(rollup.facts[i].sum[BASIS_UNBLENDED], decimal_of_int(6)), 0);
    }
    rollup_clear(&rollup);
    cr_expect_eq(rollup.n_facts, 0);
    rollup_release(&rollup);
}

Test(rollup, a_sum_that_leaves_the_range_is_told)
{
    struct rollup rollup = ROLLUP_INIT;
    struct charge charge = {0};
    uint32_t key[DIM_N] = {0};
    /* 3.6 * 10^36, of a range up to 5.7 * 10^36. */
    cr_assert(decimal_mul(decimal_of_int(9000000000000000000), decimal_of_int(400000000000000000),
                          &charge.on[BASIS_LIST]));
    cr_expect(rollup_add(&rollup, key, &charge, 2));
    cr_expect_not(rollup_add(&rollup, key, &charge, 3));
    rollup_release(&rollup);
}
