/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_ANALYSIS_S3_WORLD_H
#define TESTS_ANALYSIS_S3_WORLD_H

/* A bucket for tests of tiering: what the bill, S3 Inventory and its lifecycle say of it. */

#include "tests/analysis/tiering_world.h"

/* A bucket of 1,024 GB in Standard in both months, in a bill that shows requests. */
static inline struct store *bucket(void)
{
    struct store *store = start();
    run(store,
        "insert into known_resource(arn, type, tier, account, region, name) values ('arn:aws:s3:::vault-copies', 'S3', 'tier-0',"
        " '111122223333', 'us-east-1', 'vault-copies')");
    add_s3_bill(store, "TimedStorage-ByteHrs", "StandardStorage", "1024", "23.552");
    run(store, "update bill_line set month = '2024-08'");
    add_s3_bill(store, "TimedStorage-ByteHrs", "StandardStorage", "1024", "23.552");
    run(store, "update bill_line set resource_arn = 'arn:aws:s3:::vault-copies'");
    add_s3_bill(store, "Requests-Tier2", "GetObject", "7", "0.01");
    return store;
}

/* Objects in Standard, of `size_from` bytes or more each. age_days "null": not known. */
static inline void add_objects(struct store *store, const char *size_from, const char *age_days,
                               const char *n_objects, const char *bytes)
{
    char *CLEANUP(mem_freep) sql =
        mem_format("insert into object_group values (1, 'vault-copies', '2024-09-29T00:00:00Z',"
                   " 'STANDARD', 1, '', %s, %s, %s, %s)",
                   size_from, age_days, n_objects, bytes);
    run(store, sql);
}

/* A bucket of n objects in Standard at 0.023, by S3 Inventory (to be filled) and by the bill. */
static inline struct store *counted(const char *rto, const char *gb, const char *cost)
{
    struct store *store = bucket();
    char *CLEANUP(mem_freep) sql = mem_format("update tier set rto = %s where id = 'tier-0';"
                                              "update bill_line set usage = '%s', cost = '%s'"
                                              " where suffix = 'TimedStorage-ByteHrs';"
                                              "insert into object_report values (1, 'vault-copies',"
                                              " '2024-09-29T00:00:00Z', 1, 1, 0)",
                                              rto, gb, cost);
    run(store, sql);
    return store;
}

/* The bucket's lifecycle rules, as AWS answers. */
static inline void add_rules(struct store *store, const char *rules)
{
    char *CLEANUP(mem_freep) sql = mem_format(
        "insert into document values (1, '', '111122223333', 'global',"
        " 's3api.get-bucket-lifecycle-configuration', 'vault-copies', '{\"Rules\":[%s]}');"
        "insert into call_state values ('111122223333', 'global',"
        " 's3api.get-bucket-lifecycle-configuration', 'vault-copies', 'ok', 1);",
        rules);
    run(store, sql);
}

#endif
