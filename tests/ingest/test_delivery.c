/* SPDX-License-Identifier: Apache-2.0 */
#include "store/stmt.h"
#include "tests/ingest/ingest_case.h"

/* What belongs together, what replaces what. */

#define FACTS "select month, payer, dec_sum(unblended) from cost group by 1, 2 order by 1, 2"

static void write_manifest(struct ingest_case *it, const char *name, const char *assembly,
                           const char *keys)
{
    char *CLEANUP(mem_freep) text = mem_format(
        "{\"assemblyId\": \"%s\", \"account\": \"011122223333\", \"reportName\": \"rpt\","
        " \"billingPeriod\": {\"start\": \"20240901T000000.000Z\","
        " \"end\": \"20241001T000000.000Z\"}, \"reportKeys\": [%s]}",
        assembly, keys);
    case_write(it, name, text);
}

static void write_old_and_new(struct ingest_case *it)
{
    case_write(it, "in/20240901-20241001/old/rpt-1.csv", CASE_HEADER CASE_LINE("5", ""));
    case_write(it, "in/20240901-20241001/new/rpt-1.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_write(it, "in/20240901-20241001/new/rpt-2.csv", CASE_HEADER CASE_LINE("0.2", ""));
    write_manifest(it, "in/20240901-20241001/old/rpt-Manifest.json", "old",
                   "\"p/rpt/20240901-20241001/old/rpt-1.csv\"");
    write_manifest(it, "in/20240901-20241001/new/rpt-Manifest.json", "new",
                   "\"p/rpt/20240901-20241001/new/rpt-1.csv\","
                   "\"p/rpt/20240901-20241001/new/rpt-2.csv\"");
    write_manifest(it, "in/20240901-20241001/rpt-Manifest.json", "new",
                   "\"/p/rpt/20240901-20241001/new/rpt-1.csv\","
                   "\"/p/rpt/20240901-20241001/new/rpt-2.csv\"");
    case_write(it, "in/20240901-20241001/new/rpt-RedshiftManifest.json", "{\"entries\": []}");
}

Test(delivery, the_manifest_of_the_month_decides)
{
    struct ingest_case it = case_new();
    write_old_and_new(&it);
    case_ingest(&it, "in");
    case_expect(&it, FACTS, "2024-09|011122223333|0.3\n");
    cr_expect_eq(it.outcome.n_paths_unusable, 0);
    cr_expect_eq(it.outcome.n_files_refused, 0);
    case_expect(&it, "select path from source where status = 'left_alone' and path like '%.csv'",
                "20240901-20241001/old/rpt-1.csv\n");
    case_expect(&it, "select origin from delivery", "export:011122223333/rpt\n");
    case_end(&it);
}

Test(delivery, ingesting_twice_is_ingesting_once)
{
    static const char all[] =
        "select s.path, s.status, s.rows_kept, c.unblended, c.n_lines from source s"
        " left join cost c on c.source_id = s.id order by 1, 4";
    struct ingest_case it = case_new();
    write_old_and_new(&it);
    case_ingest(&it, "in");
    char *CLEANUP(mem_freep) once = test_query(it.store, all);
    char *CLEANUP(mem_freep) id = test_query(it.store, "select id from delivery");
    case_ingest(&it, "in");
    cr_expect_eq(it.outcome.n_files_unchanged, 2);
    case_expect(&it, all, once);
    case_expect(&it, "select id from delivery", id);
    case_end(&it);
}

Test(delivery, a_file_the_manifest_names_must_be_there)
{
    struct ingest_case it = case_new();
    case_write(&it, "in/a/rpt-1.csv", CASE_HEADER CASE_LINE("0.1", ""));
    write_manifest(&it, "in/a/rpt-Manifest.json", "a", "\"a/rpt-1.csv\",\"a/rpt-2.csv\"");
    case_ingest(&it, "in");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    cr_expect(strstr(it.problems.text, "names 'a/rpt-2.csv'"), "%s", it.problems.text);
    case_expect(&it, "select count(*) from cost", "0\n");
    case_expect(&it, "select count(*) from source", "0\n");
    case_end(&it);
}

Test(delivery, one_damaged_chunk_refuses_the_month_of_a_manifest)
{
    struct ingest_case it = case_new();
    case_write(&it, "in/a/rpt-1.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_write(&it, "in/a/rpt-2.csv", CASE_HEADER CASE_LINE("0.1", "\"open"));
    case_write(&it, "in/other/bill.csv",
               CASE_HEADER "1,2024-08-01,2,Usage,2024-08-01,,p,u,o,1,USD,7,,\n");
    write_manifest(&it, "in/a/rpt-Manifest.json", "a", "\"a/rpt-1.csv\",\"a/rpt-2.csv\"");
    case_ingest(&it, "in");
    cr_expect_eq(it.outcome.n_paths_unusable, 0);
    cr_expect_eq(it.outcome.n_files_refused, 1);
    case_expect(&it, FACTS, "2024-08|1|7\n");
    case_expect(&it, "select path, status from source order by path",
                "a/rpt-1.csv|left_alone\na/rpt-2.csv|refused\na/rpt-Manifest.json|left_alone\n"
                "other/bill.csv|ok\n");
    case_end(&it);
}

Test(delivery, a_month_that_its_manifest_cannot_give_makes_the_path_unusable)
{
    struct ingest_case it = case_new();
    case_write(&it, "in/a/rpt-1.csv", CASE_HEADER CASE_LINE("0.1", "\"open"));
    write_manifest(&it, "in/a/rpt-Manifest.json", "a", "\"a/rpt-1.csv\"");
    case_ingest(&it, "in");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    case_expect(&it, "select count(*) from source", "0\n");
    case_end(&it);
}

Test(delivery, without_a_manifest_a_damaged_file_is_refused_by_itself)
{
    struct ingest_case it = case_new();
    case_write(&it, "in/1.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_write(&it, "in/2.csv", CASE_HEADER CASE_LINE("0.1", "\"open"));
    for (int i = 0; i < 2; i++) {
        case_ingest(&it, "in");
        cr_expect_eq(it.outcome.n_paths_unusable, 0);
        cr_expect_eq(it.outcome.n_files_refused, 1, "run %d", i);
        case_expect(&it, "select path, status from source order by path",
                    "1.csv|ok\n2.csv|refused\n");
    }
    case_end(&it);
}

Test(delivery, a_month_is_not_replaced_by_less_of_itself)
{
    struct ingest_case it = case_new();
    case_write(&it, "in/1.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_write(&it, "in/2.csv", CASE_HEADER CASE_LINE("0.2", ""));
    case_ingest(&it, "in");
    case_write(&it, "in/2.csv", CASE_HEADER CASE_LINE("0.2", "\"open"));
    case_ingest(&it, "in");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    cr_expect_eq(it.outcome.n_files_refused, 1);
    case_expect(&it, FACTS, "2024-09|011122223333|0.3\n");
    case_end(&it);
}

Test(delivery, cur_2_manifests_name_files_in_the_data_folder)
{
    struct ingest_case it = case_new();
    static const char header[] =
        "bill_payer_account_id,bill_billing_period_start_date,line_item_usage_account_id,"
        "line_item_line_item_type,line_item_usage_start_date,line_item_product_code,"
        "line_item_usage_type,line_item_operation,line_item_usage_amount,line_item_currency_code,"
        "line_item_unblended_cost,resource_tags,product\n";
    char *CLEANUP(mem_freep) current =
        mem_format("%s1,2024-09-01,2,Usage,2024-09-01T00:00:00.000Z,p,u,o,1,USD,0.1,"
                   "\"{\"\"user_b\"\":\"\"2\"\",\"\"user_a\"\":\"\"1\"\"}\","
                   "\"{\"\"region\"\":\"\"eu-west-1\"\"}\"\n",
                   header);
    char *CLEANUP(mem_freep) older =
        mem_format("%s1,2024-09-01,2,Usage,2024-09-01,p,u,o,1,USD,9,{},{}\n", header);
    case_write(&it, "e/data/BILLING_PERIOD=2024-09/2024-09-09T00:00:00.000Z-x2/e-00001.csv",
               current);
    case_write(&it, "e/data/BILLING_PERIOD=2024-09/2024-09-08T00:00:00.000Z-x1/e-00001.csv", older);
    case_write(&it, "e/metadata/BILLING_PERIOD=2024-09/e-Manifest.json",
               "{\"executionId\":\"x2\",\"exportArn\":\"arn:aws:bcm-data-exports:e\",\"dataFiles\":"
               "[\"s3://b/e/data/BILLING_PERIOD=2024-09/2024-09-09T00:00:00.000Z-x2/"
               "e-00001.csv\"]}");
    case_ingest(&it, "e");
    case_expect(&it, FACTS, "2024-09|1|0.1\n");
    case_expect(&it, "select region, tags from cost c join tag_set t on t.id = tag_set_id",
                "eu-west-1|{\"user_a\":\"1\",\"user_b\":\"2\"}\n");
    case_expect(&it, "select format, status from source order by path",
                "|left_alone\ncur2|ok\n|left_alone\n");
    case_end(&it);
}

Test(delivery, a_second_export_of_a_month_is_a_conflict_unless_told_to_replace)
{
    struct ingest_case it = case_new();
    case_write(&it, "one/a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_write(&it, "two/a.csv", CASE_HEADER CASE_LINE("0.2", ""));
    case_ingest(&it, "one");
    case_ingest(&it, "two");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    cr_expect(strstr(it.problems.text, "--replace") != NULL);
    case_expect(&it, FACTS, "2024-09|011122223333|0.1\n");
    case_expect(&it, "select count(*) from source", "1\n");
    it.options.replace = true;
    case_ingest(&it, "two");
    cr_expect_eq(it.outcome.n_paths_unusable, 0);
    case_expect(&it, FACTS, "2024-09|011122223333|0.2\n");
    case_expect(&it, "select count(*) from source", "1\n");
    case_end(&it);
}

Test(delivery, a_folder_replaces_its_own_month)
{
    struct ingest_case it = case_new();
    case_write(&it, "one/a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_ingest(&it, "one");
    case_write(&it, "one/a.csv", CASE_HEADER CASE_LINE("0.25", "") CASE_LINE("1", "x"));
    case_ingest(&it, "one");
    case_expect(&it, FACTS, "2024-09|011122223333|1.25\n");
    case_expect(&it, "select count(*) from delivery", "1\n");
    case_end(&it);
}

Test(delivery, each_row_counts_in_its_own_month)
{
    static const char august[] = "011122223333,2024-08-01,2,Usage,2024-08-01,,p,u,o,1,USD,4,,\n";
    struct ingest_case it = case_new();
    char *CLEANUP(mem_freep) both = mem_format("%s%s%s", CASE_HEADER, august, CASE_LINE("0.1", ""));
    case_write(&it, "one/a.csv", both);
    case_ingest(&it, "one");
    case_expect(&it, FACTS, "2024-08|011122223333|4\n2024-09|011122223333|0.1\n");
    /* Another folder takes September; August stays, and the first file is no longer "the same". */
    case_write(&it, "two/a.csv", CASE_HEADER CASE_LINE("0.2", ""));
    it.options.replace = true;
    case_ingest(&it, "two");
    case_expect(&it, FACTS, "2024-08|011122223333|4\n2024-09|011122223333|0.2\n");
    it.options.replace = false;
    case_ingest(&it, "one");
    cr_expect_eq(it.outcome.n_paths_unusable, 1);
    case_end(&it);
}

Test(delivery, the_order_and_the_cutting_into_files_do_not_matter)
{
    static const char sums[] = "select resource, t.tags, dec_sum(unblended), dec_sum(usage),"
                               " sum(n_lines) from cost join tag_set t on t.id = tag_set_id"
                               " group by 1, 2 order by 1, 2";
    struct ingest_case one = case_new();
    struct ingest_case two = case_new();
    case_write(&one, "a.csv",
               CASE_HEADER CASE_LINE("0.1", "a") CASE_LINE("0.2", "b") CASE_LINE("0.3", "a"));
    case_write(&two, "z.csv", CASE_HEADER CASE_LINE("0.1", "a"));
    case_write(&two, "b.csv", CASE_HEADER CASE_LINE("0.3", "a") CASE_LINE("0.2", "b"));
    case_ingest(&one, "");
    case_ingest(&two, "");
    char *CLEANUP(mem_freep) expected = test_query(one.store, sums);
    case_expect(&two, sums, expected);
    case_end(&one);
    case_end(&two);
}

Test(delivery, a_bill_beside_its_own_gzip_counts_once)
{
    struct ingest_case it = case_new();
    unsigned char out[4096];
    size_t size = case_gzip(CASE_HEADER CASE_LINE("0.1", ""), out, sizeof out);
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_write_bytes(&it, "a.csv.gz", out, size);
    for (int i = 0; i < 2; i++) {
        case_ingest(&it, "");
        cr_expect_eq(it.outcome.n_paths_unusable, 0);
        case_expect(&it, FACTS, "2024-09|011122223333|0.1\n");
        case_expect(&it, "select path, status, message from source order by path",
                    "a.csv|ok|\na.csv.gz|left_alone|holds the same as 'a.csv'\n");
    }
    case_end(&it);
}

Test(delivery, files_of_one_folder_given_one_by_one_are_one_delivery)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_write(&it, "b.csv", CASE_HEADER CASE_LINE("0.2", ""));
    char *CLEANUP(mem_freep) a = mem_format("%s/a.csv", it.dir);
    char *CLEANUP(mem_freep) b = mem_format("%s/b.csv", it.dir);
    const char *const paths[] = {b, a, b};
    struct err err = ERR_INIT;
    struct diag_sink sink = {case_problem, &it.problems};
    cr_assert_eq(ingest_run(it.store, paths, 3, &it.options, sink, &it.outcome, &err), 0);
    cr_expect_eq(it.outcome.n_paths_unusable, 0);
    case_expect(&it, FACTS, "2024-09|011122223333|0.3\n");
    case_end(&it);
}

/* A run that ends before its transaction does leaves the old month. */
Test(delivery, a_store_that_fails_midway_keeps_the_old_month)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.1", ""));
    case_ingest(&it, "");
    struct err err = ERR_INIT;
    cr_assert_eq(store_run(it.store, "trap",
                           "create temp trigger full before insert on main.bill_month begin"
                           " select raise(abort, 'disk full'); end",
                           &err),
                 0, "%s", err.text);
    case_write(&it, "a.csv", CASE_HEADER CASE_LINE("0.2", ""));
    const char *const paths[] = {it.dir};
    struct diag_sink sink = {case_problem, &it.problems};
    cr_expect_lt(ingest_run(it.store, paths, 1, &it.options, sink, &it.outcome, &err), 0);
    cr_assert_eq(store_run(it.store, "untrap", "drop trigger full", &err), 0);
    case_expect(&it, FACTS, "2024-09|011122223333|0.1\n");
    case_ingest(&it, "");
    case_expect(&it, FACTS, "2024-09|011122223333|0.2\n");
    case_end(&it);
}
