/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "ingest/ingest.h"
#include "store/store.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define HEADER                                                                                     \
    "Date,ConfigId,Filter,StorageClass,ObjectAge,ObjectCount,DataUploaded_MB,Storage_MB,"          \
    "DataRetrieved_MB,GetRequestCount,CumulativeAccessRatio,ObjectAgeForSIATransition,"            \
    "RecommendedObjectAgeForSIATransition\n"

static void ignore(void *context, const struct diagnostic *problem)
{
    (void)context, (void)problem;
}

static struct ingest_outcome ingest(struct store *store, const char *dir, const char *text)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/analytics/copies/all.csv", dir);
    struct ingest_options options = {0};
    struct ingest_outcome outcome = {0};
    struct err err = ERR_INIT;
    test_write(path, text, strlen(text));
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

Test(access_analysis, keeps_what_was_read_of_each_age_and_day)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    struct ingest_outcome outcome =
        ingest(store, dir,
               HEADER "09-30-2024,all,,STANDARD,000-014,,,1024.5,9.25,17,0.1,,\n"
                      "09-30-2024,all,,STANDARD,730+,,,2048,0,0,0.0,,\n"
                      "2024-09-30,all,,STANDARD,ALL,100,5,4096,9.25,18,,,\n");
    cr_expect_eq(outcome.rows_kept, 3);
    expect(store,
           "select config, storage_class, age_from, day, stored_mb, retrieved_mb, n_gets"
           " from object_access order by age_from",
           "all|STANDARD|-|2024-09-30|4096|9.25|18\n"
           "all|STANDARD|0|2024-09-30|1024.5|9.25|17\n"
           "all|STANDARD|730|2024-09-30|2048|0|0\n");
    expect(store, "select path, format from source",
           "analytics/copies/all.csv|s3-storage-class-analysis\n");
    test_remove_dir(dir);
}

Test(access_analysis, rejects_rows_without_a_day_an_age_or_amounts)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    struct ingest_outcome outcome = ingest(store, dir,
                                           HEADER "yesterday_,all,,STANDARD,ALL,,,,,,,,\n"
                                                  "09-30-2024,all,,STANDARD,old,,,,,,,,\n"
                                                  "09-30-2024,all,,STANDARD,15-29,,,,-1,,,,\n"
                                                  "09-30-2024,all,,STANDARD\n"
                                                  "09-30-2024,all,,STANDARD,15-29,,,,,,,,\n");
    cr_expect_eq(outcome.rows_read, 5);
    cr_expect_eq(outcome.rows_kept, 1);
    expect(store, "select line, column_name, code from diagnostic order by line",
           "2|Date|bad_date\n3|ObjectAge|bad_value\n4|DataRetrieved_MB|bad_amount\n"
           "5||field_count\n");
    test_remove_dir(dir);
}

Test(access_analysis, replaces_what_it_read_from_the_same_place)
{
    char *CLEANUP(mem_freep) dir = test_dir();
    struct store *CLEANUP(store_closep) store = test_store();
    ingest(store, dir, HEADER "09-29-2024,all,,STANDARD,ALL,,,1,1,1,,,\n");
    cr_expect_eq(
        ingest(store, dir, HEADER "09-29-2024,all,,STANDARD,ALL,,,1,1,1,,,\n").n_files_unchanged,
        1);
    ingest(store, dir, HEADER "09-30-2024,all,,STANDARD,ALL,,,1,2,1,,,\n");
    expect(store, "select day, retrieved_mb from object_access", "2024-09-30|2\n");
    test_remove_dir(dir);
}
