/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_ANALYSIS_SPEND_WORLD_H
#define TESTS_ANALYSIS_SPEND_WORLD_H

/* A month of a bill and the inventory behind it, built line by line. One account,
 * 111122223333; home eu-west-1, recovery eu-central-1; the policy of tests/analysis/spend. */

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/stmt.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define SPEND_POLICY SOURCE_DIR "/tests/analysis/spend/policy.json"

static inline void run(struct store *store, const char *sql)
{
    struct err err = ERR_INIT;
    cr_assert_eq(store_run(store, "world", sql, &err), 0, "%s", err.text);
}

static inline struct store *spend_world(void)
{
    struct store *store = test_store();
    run(store,
        "insert into delivery values (1, 'bill', 'folder:/b', 'd1'),"
        " (2, 'inventory', 'folder:/i', 'd2');"
        "insert into source (id, delivery_id, path, location, sha256, bytes, format, status,"
        " newest_event) values"
        " (1, 1, 'cur.csv', '/b/cur.csv', 'aa', 1, 'cur-legacy', 'ok', '2024-10-01T00:00:00Z'),"
        " (2, 2, 'i.json', '/i/i.json', 'bb', 1, 'aws-call', 'ok', '2024-10-01T05:00:00Z');"
        "insert into bill_month values ('2024-09', '999900000000', 1, '2024-10-01T00:00:00Z', 0, 1);"
        "insert into invoice values (1, 'INV-1', '999900000000', 'AWS EMEA SARL');"
        "insert into tag_set values (1, '{}');");
    return store;
}

/* A line of the bill; `tags` is a JSON object or NULL. */
static inline void add_line(struct store *store, const char *product, const char *usage_type,
                            const char *operation, const char *resource, const char *tags,
                            const char *cost)
{
    struct err err = ERR_INIT;
    static const char *const statements[] = {
        "insert or ignore into usage_kind (product_code, usage_type, operation, unit)"
        " values (:product, :usage, :operation, '')",
        "insert or ignore into tag_set (tags) values (:tags)",
        "insert into cost (source_id, month, payer, account, region, usage_id, line_type,"
        " invoice_id, resource, tag_set_id, currency, n_lines, first_line, usage, unblended, net,"
        " amortized, net_amortized, list)"
        " select 1, '2024-09', '999900000000', '111122223333', '', u.id, 'Usage', 1, :resource,"
        " t.id, 'USD', 1, (select count(*) + 2 from cost), :cost, :cost, :cost, :cost, :cost, :cost"
        " from usage_kind u, tag_set t where u.product_code = :product"
        " and u.usage_type = :usage and u.operation = :operation and t.tags = :tags"};
    const char *const values[][2] = {{":product", product},         {":usage", usage_type},
                                     {":operation", operation},     {":resource", resource},
                                     {":tags", tags ? tags : "{}"}, {":cost", cost}};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        struct stmt *CLEANUP(stmt_freep) stmt = NULL;
        cr_assert_eq(stmt_prepare(store, "line", statements[i], &stmt, &err), 0, "%s", err.text);
        for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
            if (stmt_has_parameter(stmt, values[j][0])) {
                stmt_bind_text(stmt, values[j][0], values[j][1]);
            }
        }
        cr_assert_eq(stmt_run(stmt, &err), 0, "%s", err.text);
    }
}

/* A resource of the account with the tier that its tag gives, or NULL. */
static inline void add_resource(struct store *store, const char *type, const char *arn,
                                const char *tier)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into resource (source_id, pointer, arn, type, account, region, name, state, detail)"
        " select 2, '/r', a, '%s', '111122223333', arn_part(a, 3),"
        " replace(a, rtrim(a, replace(replace(a, '/', ''), ':', '')), ''), 'available', 1"
        " from (select '%s' as a)",
        type, arn);
    run(store, sql);
    if (tier) {
        char *CLEANUP(mem_freep) tag =
            mem_format("insert into resource_tag values (2, '%s', 'dr-tier', '%s')", arn, tier);
        run(store, tag);
    }
}

/* A completed recovery point of AWS Backup in the vault VAULT of the account; `gb` is NULL
 * where the answer did not say. */
static inline void add_point(struct store *store, const char *vault, const char *id,
                             const char *type, const char *resource, const char *gb)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into recovery_point (source_id, pointer, arn, vault_arn, vault_name, account,"
        " region, resource_arn, resource_type, status, created_at, bytes)"
        " select 2, '/p', 'arn:aws:backup:' || arn_part(v, 3) || ':' || arn_part(v, 4)"
        " || ':recovery-point:%s', v, 'V', arn_part(v, 4), arn_part(v, 3), '%s', '%s', 'COMPLETED',"
        " '2024-09-10T00:00:00Z', %s * 1073741824 from (select '%s' as v)",
        id, resource, type, gb ? gb : "null", vault);
    run(store, sql);
}

static inline void analyse(struct store *store)
{
    struct err err = ERR_INIT;
    struct analysis_options options = {.policy_path = SPEND_POLICY, .cost_basis = "unblended"};
    cr_assert_eq(pipeline_run(store, &options, &err), 0, "%s", err.text);
}

static inline void expect_rows(struct store *store, const char *sql, const char *wanted)
{
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, wanted, "%s\ngot:\n%swanted:\n%s", sql, got, wanted);
}

#endif
