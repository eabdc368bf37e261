/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <criterion/criterion.h>

#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"
#include "support/md5.h"
#include "support/mem.h"
#include "support/strbuf.h"
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

static void md5_of(const char *bytes, size_t size, char ret_hex[MD5_HEX_SIZE])
{
    struct md5 *CLEANUP(md5_freep) hash = md5_new();
    md5_add(hash, bytes, size);
    md5_hex(hash, ret_hex);
}

/* A file below the folder of the reports. */
static void write_below(const char *dir, const char *name, const char *bytes, size_t size)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/copies/daily/%s", dir, name);
    test_write(path, bytes, size);
}

/* The manifest of a report with these data files, and its checksum. */
static void write_manifest(const char *dir, const char *folder, const char *created_ms,
                           const char *format, const char *schema, const char *files)
{
    char *CLEANUP(mem_freep) name = mem_format("%s/manifest.json", folder);
    char *CLEANUP(mem_freep) checksum = mem_format("%s/manifest.checksum", folder);
    char *CLEANUP(mem_freep) text =
        mem_format("{\"sourceBucket\":\"copies\",\"destinationBucket\":\"arn:aws:s3:::reports\","
                   "\"version\":\"2016-11-30\",\"creationTimestamp\":\"%s\",\"fileFormat\":\"%s\","
                   "\"fileSchema\":\"%s\",\"files\":[%s]}",
                   created_ms, format, schema, files);
    char md5[MD5_HEX_SIZE];
    md5_of(text, strlen(text), md5);
    write_below(dir, name, text, strlen(text));
    write_below(dir, checksum, md5, strlen(md5));
}

/* An entry of a manifest for a data file of these bytes, which is written too. */
static char *write_data(const char *dir, const char *name, const char *bytes, size_t size)
{
    char md5[MD5_HEX_SIZE];
    md5_of(bytes, size, md5);
    write_below(dir, name, bytes, size);
    return mem_format("{\"key\":\"copies/daily/%s\",\"size\":%zu,\"MD5checksum\":\"%s\"}", name,
                      size, md5);
}

static void write_report(const char *dir, const char *created_ms, const char *schema,
                         const char *rows)
{
    char *CLEANUP(mem_freep) entry = write_data(dir, "data/one.csv", rows, strlen(rows));
    write_manifest(dir, "t", created_ms, "CSV", schema, entry);
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
    cr_expect_eq(outcome.n_files_left_alone, 1);
    expect(store,
           "select bucket, taken_at, storage_class, current, hold, size_from, age_days, n_objects,"
           " bytes from object_group order by bytes",
           "copies|2024-09-30T00:00:00Z|GLACIER|0||0|180|1|7\n"
           "copies|2024-09-30T00:00:00Z|STANDARD|1||65536|0|1|131071\n"
           "copies|2024-09-30T00:00:00Z|STANDARD|1||131072|120|2|331072\n");
    expect(store, "select all_versions, n_objects, n_delete_markers from object_report", "1|4|1\n");
    test_remove_dir(dir);
}

Test(s3_inventory, tells_ages_to_the_second_whatever_way_times_are_written)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000", "Bucket, Key, Size, LastModifiedDate, StorageClass",
                 "copies,30d,1,2024-08-31T00:00:00.999Z,A\n"
                 "copies,just-younger,2,2024-08-31T00:00:01.000Z,A\n"
                 "copies,with-a-zone,4,2024-08-31T02:00:00+02:00,A\n"
                 "copies,of-tomorrow,8,2024-12-01T00:00:00.000Z,A\n"
                 "copies,no-time,16,2024-0a-01T00:00:00.000Z,A\n"
                 "copies,ancient,32,2006-03-14T00:00:00.000Z,A\n");
    ingest(store, dir);
    expect(store, "select age_days, sum(bytes) from object_group group by 1",
           "-|16\n0|10\n30|5\n730|32\n");
    test_remove_dir(dir);
}

Test(s3_inventory, counts_apart_what_is_held_locked_or_waits_for_its_copy)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000",
                 "StorageClass, ObjectLockLegalHoldStatus, ObjectLockRetainUntilDate,"
                 " ReplicationStatus, Size, Key, Bucket",
                 "A,On,2025-01-01T00:00:00.000Z,FAILED,1,k,copies\n"
                 "A,Off,2025-01-01T00:00:00.000Z,PENDING,2,k,copies\n"
                 "A,Off,2024-01-01T00:00:00.000Z,COMPLETED,4,k,copies\n"
                 "A,,,FAILED,8,k,copies\nA,,,REPLICA,16,k,copies\n");
    ingest(store, dir);
    expect(store, "select hold, n_objects, bytes from object_group order by 1",
           "|2|20\nlegal_hold|1|1\nlocked|1|2\nunreplicated|1|8\n");
    test_remove_dir(dir);
}

Test(s3_inventory, keeps_a_row_whose_key_holds_encoded_quotes_commas_and_line_ends)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000", "Bucket, Key, Size, StorageClass",
                 "\"copies\",\"a%22b%2Cc%0Ad+e%C3%A9\",\"5\",\"STANDARD\"\n");
    cr_expect_eq(ingest(store, dir).rows_kept, 1);
    test_remove_dir(dir);
}

Test(s3_inventory, gives_the_same_histogram_whatever_the_order_of_rows_columns_and_files)
{
    static const char query[] = "select storage_class, current, hold, size_from, age_days,"
                                " n_objects, bytes from object_group order by 1, 2, 3, 4, 5";
    static const unsigned steps[] = {1, 3, 7, 9}; /* without a divisor of ROWS */
    enum { ROWS = 200 };
    char *CLEANUP(mem_freep) want = NULL;
    for (unsigned order = 0; order < 4; order++) {
        char *CLEANUP(mem_freep) dir = test_dir();
        struct store *CLEANUP(store_closep) store = test_store();
        struct strbuf CLEANUP(strbuf_release) first = STRBUF_INIT;
        struct strbuf CLEANUP(strbuf_release) second = STRBUF_INIT;
        int64_t bytes = 0;
        for (unsigned i = 0; i < ROWS; i++) {
            unsigned n = i * steps[order] % ROWS;
            unsigned long size = (unsigned long)n * n * n * 37;
            bytes += (int64_t)size;
            struct strbuf *part = (n + order) % 3 ? &first : &second;
            const char *kind = n % 3 ? "STANDARD" : "GLACIER";
            if (order % 2) {
                strbuf_addf(part, "%lu,k,%s,copies,2024-%02u-11T00:00:00.000Z\n", size, kind,
                            n % 9 + 1);
            } else {
                strbuf_addf(part, "copies,k,2024-%02u-11T00:00:00.000Z,%s,%lu\n", n % 9 + 1, kind,
                            size);
            }
        }
        char *CLEANUP(mem_freep) one = write_data(dir, "data/1.csv", first.text, first.size);
        char *CLEANUP(mem_freep) two = write_data(dir, "data/2.csv", second.text, second.size);
        char *CLEANUP(mem_freep) files =
            mem_format("%s,%s", order < 2 ? one : two, order < 2 ? two : one);
        write_manifest(dir, "t", "1727654400000", "CSV",
                       order % 2 ? "Size, Key, StorageClass, Bucket, LastModifiedDate"
                                 : "Bucket, Key, LastModifiedDate, StorageClass, Size",
                       files);
        cr_expect_eq(ingest(store, dir).rows_kept, ROWS);
        char *CLEANUP(mem_freep) sums = mem_format("%d|%lld\n", ROWS, (long long)bytes);
        expect(store, "select sum(n_objects), sum(bytes) from object_group", sums);
        char *got = test_query(store, query);
        if (want) {
            cr_expect_str_eq(got, want, "order %u", order);
            free(got);
        } else {
            want = got;
        }
        test_remove_dir(dir);
    }
}

Test(s3_inventory, keeps_the_newest_report_of_a_bucket)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000", SCHEMA, data);
    ingest(store, dir);
    struct ingest_outcome again = ingest(store, dir);
    cr_expect_eq(again.n_files_unchanged, 2);
    cr_expect_eq(again.rows_read, 0);
    expect(store, "select count(*), sum(n_objects) from object_group", "3|4\n");
    write_report(dir, "1727000000000", SCHEMA,
                 "\"copies\",\"x\",\"true\",\"false\",\"1\",\"\",\"STANDARD\"\n");
    ingest(store, dir);
    expect(store, "select count(*), sum(n_objects) from object_group", "3|4\n");
    test_remove_dir(dir);
}

Test(s3_inventory, reads_only_the_newest_of_several_reports_and_leaves_alone_what_is_for_hive)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    char *CLEANUP(mem_freep) entry = write_data(dir, "data/old.csv", "copies,k,7,A\n", 13);
    write_report(dir, "1727654400000", SCHEMA, data);
    write_manifest(dir, "a", "1727568000000", "CSV", "Bucket, Key, Size, StorageClass", entry);
    write_below(dir, "hive/dt=2024-09-30-00-00/symlink.txt", "s3://x", 6);
    struct ingest_outcome outcome = ingest(store, dir);
    cr_expect_eq(outcome.rows_read, 5);
    cr_expect_eq(outcome.n_files_refused, 0);
    /* two checksums, the older manifest and its data, Hive's list */
    cr_expect_eq(outcome.n_files_left_alone, 5);
    expect(store, "select count(*) from source where message like '%is in no format%'", "0\n");
    test_remove_dir(dir);
}

/* Ingests a report that cannot be used; nothing of it may be kept, and the message says why. */
static void expect_refused(const char *dir, const char *message)
{
    struct store *CLEANUP(store_closep) store = test_store();
    char *CLEANUP(mem_freep) note = mem_format("%s/a.csv", dir);
    test_write(note, "", 0);
    struct ingest_outcome outcome = ingest(store, dir);
    cr_expect_geq(outcome.n_files_refused, 1, "%s", message);
    cr_expect_eq(outcome.rows_read, 0, "%s", message);
    expect(store, "select count(*) from object_group", "0\n");
    char *CLEANUP(mem_freep) sql = mem_format(
        "select count(*) from source where status = 'refused' and path like '%%manifest.json' and message like '%s'",
        message);
    expect(store, sql, "1\n");
    test_remove_dir(dir);
}

Test(s3_inventory, refuses_a_report_whose_data_is_missing_cut_or_altered)
{
    for (int i = 0; i < 3; i++) {
        static const char *const messages[] = {"%one.csv is not there", "%its manifest says%",
                                               "%its MD5 is%"};
        char *CLEANUP(mem_freep) dir = test_dir();
        char *CLEANUP(mem_freep) file = mem_format("%s/copies/daily/data/one.csv", dir);
        char *CLEANUP(mem_freep) altered = mem_strdup(data);
        altered[10] ^= 1;
        write_report(dir, "1727654400000", SCHEMA, data);
        if (i == 0) {
            cr_assert_eq(remove(file), 0);
        } else {
            test_write(file, altered, sizeof data - 1 - (i == 1));
        }
        expect_refused(dir, messages[i]);
    }
}

Test(s3_inventory, refuses_a_manifest_that_its_checksum_belies_or_that_says_too_little)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    write_report(dir, "1727654400000", SCHEMA, data);
    write_below(dir, "t/manifest.checksum", "0123456789abcdef0123456789abcdef", 32);
    expect_refused(dir, "%fetch the report again");
    free(TAKE(dir));
    dir = test_dir();
    write_report(dir, "1727654400000", "Bucket, Key", data);
    expect_refused(dir, "%lacks the field Size%");
    free(TAKE(dir));
    dir = test_dir();
    write_report(dir, "soon", SCHEMA, data);
    expect_refused(dir, "%creationTimestamp is no time");
}

Test(s3_inventory, refuses_orc_and_parquet_and_says_what_to_do)
{
    static const char *const formats[] = {"ORC", "Parquet"};
    for (size_t i = 0; i < 2; i++) {
        char *CLEANUP(mem_freep) dir = test_dir();
        char *CLEANUP(mem_freep) entry = write_data(dir, "data/one.orc", "ORC", 3);
        write_manifest(dir, "t", "1727654400000", formats[i], SCHEMA, entry);
        expect_refused(dir, "%set the format of the inventory configuration to CSV");
    }
}

/* What gzip makes of a text; its size is *ret_size. */
static char *pack(const char *text, size_t size, size_t *ret_size)
{
    enum { GZIP_WINDOW = 15 + 16 };
    z_stream stream = {0};
    size_t room = size + 100;
    char *packed = mem_alloc(room);
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)text;
    stream.avail_in = (unsigned)size;
    stream.next_out = (unsigned char *)packed;
    stream.avail_out = (unsigned)room;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    *ret_size = room - stream.avail_out;
    deflateEnd(&stream);
    return packed;
}

Test(s3_inventory, refuses_gzip_that_ends_early_or_lies_about_what_is_in_it)
{
    for (int i = 0; i < 3; i++) {
        char *CLEANUP(mem_freep) dir = test_dir();
        size_t size = 0;
        char *CLEANUP(mem_freep) packed = pack(data, sizeof data - 1, &size);
        packed[size - 8] = (char)(packed[size - 8] ^ (i == 1)); /* of the CRC */
        char *CLEANUP(mem_freep) entry =
            write_data(dir, "data/one.csv.gz", packed, i == 2 ? size - 9 : size);
        write_manifest(dir, "t", "1727654400000", "CSV", SCHEMA, entry);
        if (i > 0) {
            expect_refused(dir, "its data file %one.csv.gz cannot be used: %");
            continue;
        }
        struct store *CLEANUP(store_closep) store = test_store();
        cr_expect_eq(ingest(store, dir).rows_kept, 5);
        test_remove_dir(dir);
    }
}

Test(s3_inventory, rejects_rows_that_are_cut_of_another_bucket_or_without_size_or_class)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    write_report(dir, "1727654400000", SCHEMA,
                 "\"copies\",\"a\",\"true\",\"false\",\"9\",\"\",\"STANDARD\"\n"
                 "\"copies\",\"b\",\"true\",\"false\",\"big\",\"\",\"STANDARD\"\n"
                 "\"copies\",\"c\",\"true\",\"false\",\"9\",\"\",\"\"\n"
                 "\"others\",\"d\",\"true\",\"false\",\"9\",\"\",\"STANDARD\"\n"
                 "\"copies\",\"e\"\n");
    struct ingest_outcome outcome = ingest(store, dir);
    cr_expect_eq(outcome.rows_kept, 1);
    cr_expect_eq(outcome.rows_rejected, 4);
    expect(store, "select age_days, n_objects from object_group", "-|1\n");
    expect(store, "select line, column_name, code from diagnostic order by line",
           "2|Size|bad_amount\n3|StorageClass|bad_value\n4|Bucket|bad_value\n5||field_count\n");
    test_remove_dir(dir);
}
