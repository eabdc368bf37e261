/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define SCHEMA "Bucket, Key, IsLatest, IsDeleteMarker, Size, LastModifiedDate, StorageClass"

static const char data[] =
    "\"copies\",\"a%20b\",\"true\",\"false\",\"131072\",\"2024-06-01T00:00:00.000Z\",\"STANDARD\"\n"
    "\"copies\",\"c\",\"true\",\"false\",\"200000\",\"2024-06-02T00:00:00.000Z\",\"STANDARD\"\n"
    "\"copies\",\"d\",\"true\",\"false\",\"131071\",\"2024-09-28T00:00:00.000Z\",\"STANDARD\"\n"
    "\"copies\",\"d\",\"false\",\"false\",\"7\",\"2024-01-01T00:00:00.000Z\",\"GLACIER\"\n"
    "\"copies\",\"e\",\"true\",\"true\",\"\",\"2024-09-01T00:00:00.000Z\",\"\"\n";

static void ignore(void *context, const struct diagnostic *problem)
{
    (void)context, (void)problem;
}

static void write_report(const char *dir, const char *created_ms, const char *schema,
                         const char *rows)
{
    char *CLEANUP(mem_freep) manifest = mem_format("%s/copies/daily/t/manifest.json", dir);
    char *CLEANUP(mem_freep) file = mem_format("%s/copies/daily/data/one.csv", dir);
    char *CLEANUP(mem_freep) text = mem_format(
        "{\"sourceBucket\":\"copies\",\"destinationBucket\":\"arn:aws:s3:::reports\","
        "\"version\":\"2016-11-30\",\"creationTimestamp\":\"%s\",\"fileFormat\":\"CSV\","
        "\"fileSchema\":\"%s\",\"files\":[{\"key\":\"copies/daily/data/one.csv\",\"size\":%zu,"
        "\"MD5checksum\":\"0\"}]}",
        created_ms, schema, strlen(rows));
    test_write(manifest, text, strlen(text));
    test_write(file, rows, strlen(rows));
}

static struct ingest_outcome ingest(struct store *store, const char *dir)
{
    struct ingest_options options = {0};
    struct ingest_outcome outcome = {0};
    struct err err = ERR_INIT;
    cr_assert_eq(
        ingest_run(store, &dir, 1, &options, (struct diag_sink){.add = ignore}, &outcome, &err), 0,
        "%s", err.text);
    return outcome;
}

static void expect(struct store *store, const char *sql, const char *want)
{
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, want, "%s", got);
}

Test(s3_inventory, counts_objects_by_class_version_size_and_age)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000", SCHEMA, data);
    struct ingest_outcome outcome = ingest(store, dir);
    cr_expect_eq(outcome.rows_read, 5);
    cr_expect_eq(outcome.rows_kept, 5);
    cr_expect_eq(outcome.n_files_read, 2);
    expect(store,
           "select bucket, taken_at, storage_class, current, small, age_days, n_objects, bytes"
           " from object_group order by bytes",
           "copies|2024-09-30T00:00:00Z|GLACIER|0|1|180|1|7\n"
           "copies|2024-09-30T00:00:00Z|STANDARD|1|1|0|1|131071\n"
           "copies|2024-09-30T00:00:00Z|STANDARD|1|0|90|2|331072\n");
    test_remove_dir(dir);
}

Test(s3_inventory, keeps_the_newest_report_of_a_bucket)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000", SCHEMA, data);
    ingest(store, dir);
    ingest(store, dir);
    expect(store, "select count(*), sum(n_objects) from object_group", "3|4\n");
    write_report(dir, "1727000000000", SCHEMA,
                 "\"copies\",\"x\",\"true\",\"false\",\"1\",\"\",\"STANDARD\"\n");
    ingest(store, dir);
    expect(store, "select count(*), sum(n_objects) from object_group", "3|4\n");
    test_remove_dir(dir);
}

Test(s3_inventory, refuses_a_report_whose_data_is_missing_cut_or_without_sizes)
{
    for (int i = 0; i < 3; i++) {
        char *CLEANUP(mem_freep) dir = test_dir();
        char *CLEANUP(mem_freep) file = mem_format("%s/copies/daily/data/one.csv", dir);
        struct store *CLEANUP(store_closep) store = test_store();
        write_report(dir, "1727654400000", i == 2 ? "Bucket, Key" : SCHEMA, data);
        if (i == 0) {
            cr_assert_eq(remove(file), 0);
        } else if (i == 1) {
            test_write(file, data, sizeof data - 10);
        }
        struct ingest_outcome outcome = ingest(store, dir);
        cr_expect_eq(outcome.n_files_refused, 1);
        expect(store, "select count(*) from object_group", "0\n");
        test_remove_dir(dir);
    }
}

Test(s3_inventory, rejects_a_row_without_a_size)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000", SCHEMA,
                 "\"copies\",\"a\",\"true\",\"false\",\"9\",\"\",\"STANDARD\"\n"
                 "\"copies\",\"b\",\"true\",\"false\",\"big\",\"\",\"STANDARD\"\n");
    struct ingest_outcome outcome = ingest(store, dir);
    cr_expect_eq(outcome.rows_kept, 1);
    cr_expect_eq(outcome.rows_rejected, 1);
    expect(store, "select age_days, n_objects from object_group", "-|1\n");
    test_remove_dir(dir);
}
