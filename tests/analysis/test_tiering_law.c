/* SPDX-License-Identifier: Apache-2.0 */
/* A law of tiering: what is accepted for a resource never saves more than the bill shows
 * for it. Held to invented organisations, the same ones in every run. */
#include <stdint.h>

#include "support/strbuf.h"
#include "tests/analysis/tiering_world.h"

#define SCOPE "'111122223333', 'us-east-1'"

enum { N_WORLDS = 40, N_RESOURCES = 6 };

/* 0 .. n-1, of a fixed sequence. */
static unsigned dice(uint64_t *state, unsigned n)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(*state >> 33) % n;
}

static void add_line(struct strbuf *sql, const char *product, const char *suffix,
                     const char *operation, const char *resource_arn, const char *source_arn,
                     unsigned gb, unsigned price)
{
    strbuf_addf(sql,
                "insert into bill_line values (null, '2024-09', " SCOPE ", '%s', '%s', '%s',"
                " 'Usage', iif('%s' = 'AmazonS3', null, 'backup_storage'), 'warm', '', '%s', '%s',"
                " '%u.%u', dec_mul('%u.%u', '0.%03u'));",
                product, suffix, operation, product, resource_arn, source_arn, gb, gb % 10, gb,
                gb % 10, price);
}

/* A file system with points of up to two rules, billed as a whole or by point. */
static void add_file_system(struct strbuf *sql, uint64_t *state, unsigned i)
{
    static const char *const types[] = {"EFS", "DynamoDB", "Timestream", "RDS"};
    const char *type = types[dice(state, 4)];
    unsigned by_point = dice(state, 2);
    unsigned n_points = 1 + dice(state, 5);
    strbuf_addf(sql,
                "insert into known_resource(arn, type, tier, account, region, name)"
                " values ('arn:fs%u', '%s', 'tier-3', " SCOPE ", 'fs%u');",
                i, type, i);
    for (unsigned p = 0; p < n_points; p++) {
        strbuf_addf(sql,
                    "insert into point values ('arn:fs%u', 'arn:aws:backup:::p%u-%u', 'backup',"
                    " date('2024-09-30', '-%u days') || 'T00:00:00Z', 'us-east-1', '111122223333',"
                    " '" VAULT "', 0, 0, 1, 'p', 365, null, %u);"
                    "insert into recovery_point(source_id, pointer, arn, vault_arn, vault_name,"
                    " account, region, resource_arn, resource_type, status, plan_id, plan_rule_id)"
                    " values (1, '', 'arn:aws:backup:::p%u-%u', '" VAULT "', 'main', " SCOPE
                    ", 'arn:fs%u', '%s', 'COMPLETED', 'p', '%s');",
                    i, i, p, dice(state, 400), 1 + dice(state, 1000000), i, p, i, type,
                    dice(state, 2) ? "r" : "s");
        char *CLEANUP(mem_freep) suffix = mem_format("WarmStorage-ByteHrs-%s", type);
        char *CLEANUP(mem_freep) point = mem_format("arn:aws:backup:::p%u-%u", i, p);
        char *CLEANUP(mem_freep) source = mem_format("arn:fs%u", i);
        if (by_point || p == 0) {
            add_line(sql, "AWSBackup", suffix, "Storage", by_point ? point : source, source,
                     dice(state, 900), 1 + dice(state, 99));
        }
    }
    char *CLEANUP(mem_freep) cold = mem_format("ColdStorage-ByteHrs-%s", type);
    char *CLEANUP(mem_freep) source = mem_format("arn:fs%u", i);
    add_line(sql, "AWSBackup", cold, "Storage", source, source, dice(state, 300),
             1 + dice(state, 60));
}

/* A chain of snapshots, some with blocks listed; the volume may be gone. */
static void add_chain(struct strbuf *sql, uint64_t *state, unsigned i)
{
    unsigned n = 1 + dice(state, 5);
    for (unsigned s = 0; s < n; s++) {
        char *CLEANUP(mem_freep) arn = mem_format("arn:snap-%u-%u", i, s);
        strbuf_addf(sql,
                    "insert into snapshot(source_id, pointer, arn, id, kind, account, region,"
                    " resource_arn, origin, state, created_at) values (1, '', '%s', 'snap-%u-%u',"
                    " 'ebs', " SCOPE
                    ", 'arn:vol%u', 'manual', 'completed', '2023-0%u-01T00:00:00Z');",
                    arn, i, s, i, s + 1);
        add_line(sql, "AmazonEC2", "EBS:SnapshotUsage", "", arn, arn, dice(state, 200),
                 1 + dice(state, 99));
        for (unsigned list = 0; list < 2; list++) {
            char *CLEANUP(mem_freep) before =
                list ? mem_format("'snap-%u-%u'", i, s - 1) : mem_strdup("null");
            strbuf_addf(sql,
                        "insert into source(id, path, location, sha256, bytes, format, status)"
                        " select max(id) + 1, 'b' || max(id), '', '', 0, 'x', 'ok' from source;"
                        "insert into block_listing select max(id), '', " SCOPE ", %s,"
                        " 'snap-%u-%u', 524288 from source;"
                        "insert into block_run select max(id), %u, %u, 1, 1 from source;",
                        s == 0 ? "null" : before, i, s, dice(state, 1000),
                        1000 + dice(state, 400000));
        }
    }
}

/* A bucket whose Standard storage nobody reads. */
static void add_bucket(struct strbuf *sql, uint64_t *state, unsigned i)
{
    char *CLEANUP(mem_freep) arn = mem_format("arn:aws:s3:::b%u", i);
    strbuf_addf(sql,
                "insert into known_resource(arn, type, tier, account, region, name)"
                " values ('%s', 'S3', 'tier-3', " SCOPE ", 'b%u');",
                arn, i);
    add_line(sql, "AmazonS3", "TimedStorage-ByteHrs", "StandardStorage", arn, arn,
             dice(state, 5000), 1 + dice(state, 40));
    strbuf_addf(sql,
                "insert into bill_line select null, '2024-08', account, region, product,"
                " suffix, operation, line_type, mechanism, storage_class, resource,"
                " resource_arn, source_arn, usage, cost from bill_line where resource_arn = '%s';",
                arn);
}

static struct store *world(uint64_t *state)
{
    static void (*const kinds[])(struct strbuf *, uint64_t *, unsigned) = {add_file_system,
                                                                           add_chain, add_bucket};
    struct store *store = start();
    add_rule(store, dice(state, 2) ? "365" : "null");
    run(store, "insert into call_state values (" SCOPE ", 'ec2.describe-volumes', '', 'empty', 1)");
    struct strbuf CLEANUP(strbuf_release) sql = STRBUF_INIT;
    for (unsigned i = 0; i < N_RESOURCES; i++) {
        kinds[dice(state, 3)](&sql, state, i);
    }
    run(store, sql.text);
    return store;
}

Test(tiering_law, what_is_accepted_saves_no_more_than_the_bill_shows_for_the_resource)
{
    uint64_t state = 20241001;
    size_t n_accepted = 0;
    for (unsigned i = 0; i < N_WORLDS; i++) {
        struct store *store = world(&state);
        analyse(store);
        char *CLEANUP(mem_freep) broken = test_query(
            store, "select p.resource, p.saving, b.cost from (select resource, dec_sum(saving) as"
                   " saving, dec_sum(dec_sub(dec_mul(saving, 12), one_time_cost)) as net"
                   " from tiering_proposal where verdict = 'accept' group by resource) p"
                   " left join (select source_arn, dec_sum(cost) as cost from bill_line"
                   " where month = '2024-09' group by source_arn) b on b.source_arn = p.resource"
                   " where b.cost is null or dec_cmp(p.saving, b.cost) > 0"
                   " or dec_cmp(p.net, dec_mul(b.cost, 12)) > 0");
        cr_expect_str_eq(broken, "", "world %u: %s", i, broken);
        char *CLEANUP(mem_freep) order = test_query(
            store, "select count(*) from tiering_proposal where verdict = 'accept'"
                   " and (saving is null or dec_cmp(saving, '0') <= 0 or change_json = '{}'"
                   " or dec_cmp(saving, coalesce(saving_high, saving)) > 0"
                   " or dec_cmp(saving, coalesce(saving_low, saving)) < 0) and kind <> 'reverse'");
        cr_expect_str_eq(order, "0\n", "world %u", i);
        char *CLEANUP(mem_freep) accepted =
            test_query(store, "select kind from tiering_proposal where verdict = 'accept'");
        n_accepted += strlen(accepted) > 0;
        store_close(store);
    }
    cr_expect_gt(n_accepted, N_WORLDS / 2, "only %zu worlds with anything accepted", n_accepted);
}
