/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/ingest/inventory_fixture.h"

static const char statuses[] = "select call, item, status, message from source order by call, item";

#define SCOPE  "111122223333/eu-west-1/"
#define GLOBAL "111122223333/global/"

#define POINT(id, created)                                                                         \
    "{\"RecoveryPointArn\":\"arn:aws:backup:eu-west-1:111122223333:recovery-point:" id "\","       \
    "\"BackupVaultName\":\"v\",\"BackupVaultArn\":\"arn:aws:backup:eu-west-1:111122223333:"        \
    "backup-vault:v\",\"ResourceArn\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/t\","        \
    "\"ResourceType\":\"DynamoDB\",\"Status\":\"COMPLETED\",\"CreationDate\":" created             \
    ",\"IsEncrypted\":true,\"BackupSizeInBytes\":1024,\"Lifecycle\":{\"DeleteAfterDays\":35},"     \
    "\"CalculatedLifecycle\":{\"DeleteAt\":\"2099-01-01T00:00:00+00:00\"}}"

Test(inventory, tells_four_kinds_of_absence_apart)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "backup.list-backup-vaults.json", "{\"BackupVaultList\": []}");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-versioning/empty.json", "");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-versioning/braces.json", "{}\n");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-versioning/no-output.rc", "0\n");
    folder_put_text(
        &f, GLOBAL "s3api.get-bucket-replication/b.err",
        "\nAn error occurred (ReplicationConfigurationNotFoundError) when calling the "
        "GetBucketReplication operation: The replication configuration was not found\n");
    folder_put_text(&f, GLOBAL "s3api.get-bucket-replication/b.rc", "254\n");
    folder_put_text(&f, GLOBAL "s3api.list-buckets.err",
                    "\nAn error occurred (AccessDenied) when calling the ListBuckets operation: "
                    "Access Denied\n");
    folder_put_text(&f, SCOPE "backup.list-backup-plans.json.err",
                    "\nAn error occurred (ThrottlingException) when calling the ListBackupPlans "
                    "operation (reached max retries: 4): Rate exceeded\n");
    cr_expect_eq(folder_ingest(&f), 8);
    EXPECT_ROWS(&f, "select call, item, status from source order by call, item",
                "backup.list-backup-plans||failed\n"
                "backup.list-backup-vaults||empty\n"
                "s3api.get-bucket-replication|b|not_configured\n"
                "s3api.get-bucket-versioning|braces|not_configured\n"
                "s3api.get-bucket-versioning|empty|not_configured\n"
                "s3api.get-bucket-versioning|no-output|not_configured\n"
                "s3api.list-buckets||denied\n");
    EXPECT_ROWS(&f, "select message from source where status = 'denied'",
                "An error occurred (AccessDenied) when calling the ListBuckets operation: Access "
                "Denied\n");
    EXPECT_ROWS(&f, "select count(*) from document", "0\n");
}

Test(inventory, an_empty_file_of_a_list_without_exit_code_is_a_failure)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "backup.list-backup-plans.json", "");
    folder_put_text(&f, SCOPE "backup.list-copy-jobs.json", "\n");
    folder_put_text(&f, SCOPE "backup.list-copy-jobs.err", "Unable to locate credentials\n");
    folder_ingest(&f);
    EXPECT_ROWS(&f, statuses,
                "backup.list-backup-plans||failed|the file is empty and no exit code says that "
                "the call worked\n"
                "backup.list-copy-jobs||failed|Unable to locate credentials\n");
}

Test(inventory, an_answer_counts_only_when_its_call_did_not_fail)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "backup.list-backup-plans.json", "{\"BackupPlansList\": []}");
    folder_put_text(&f, SCOPE "backup.list-backup-plans.rc", "1");
    folder_put_text(&f, SCOPE "backup.list-backup-plans.err", "Connection was closed\n");
    folder_put_text(&f, SCOPE "backup.list-copy-jobs.json", "{\"CopyJobs\": []}");
    folder_put_text(&f, SCOPE "backup.list-copy-jobs.rc", "0");
    folder_put_text(&f, SCOPE "backup.list-copy-jobs.err", "urllib3: InsecureRequestWarning\n");
    folder_ingest(&f);
    EXPECT_ROWS(&f, statuses,
                "backup.list-backup-plans||failed|Connection was closed\n"
                "backup.list-copy-jobs||empty|\n");
}

Test(inventory, reads_epoch_and_iso_times_alike)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "backup.list-recovery-points-by-backup-vault/v.json",
                    "{\"RecoveryPoints\": [" POINT("a", "1600721892.929") "," POINT(
                        "b", "\"2020-09-21T22:58:12.929000+02:00\"") "]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select pointer, created_at, delete_after_days, encrypted from recovery_point",
                "/RecoveryPoints/0|2020-09-21T20:58:12Z|35|1\n"
                "/RecoveryPoints/1|2020-09-21T20:58:12Z|35|1\n");
    EXPECT_ROWS(&f, "select newest_event, rows_read, rows_kept, rows_rejected from source",
                "2020-09-21T20:58:12Z|2|2|0\n");
}

Test(inventory, joins_pages_and_notices_a_token_that_is_left_over)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "backup.list-recovery-points-by-backup-vault/whole.json",
        "{\"RecoveryPoints\": [" POINT("a", "1") "], \"NextToken\": \"n\"}\n"
                                                 "{\"RecoveryPoints\": [" POINT("b", "2") "]}\n");
    folder_put_text(&f, SCOPE "backup.list-recovery-points-by-backup-vault/part.json",
                    "{\"RecoveryPoints\": [" POINT("c", "3") "], \"NextToken\": \"n\"}\n");
    folder_put_text(&f, GLOBAL "iam.get-account-authorization-details.json",
                    "{\"UserDetailList\": [], \"RoleDetailList\": [{\"RoleName\": \"r\"}], "
                    "\"IsTruncated\": true, \"Marker\": \"m\"}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select item, status from source order by item",
                "|truncated\npart|truncated\nwhole|ok\n");
    EXPECT_ROWS(&f, "select arn_part(arn, 5), pointer from recovery_point order by arn",
                "recovery-point:a|/0/RecoveryPoints/0\n"
                "recovery-point:b|/1/RecoveryPoints/0\n"
                "recovery-point:c|/RecoveryPoints/0\n");
}

Test(inventory, reads_json_lines_flattened_or_not)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, SCOPE "backup.list-backup-jobs.json",
        "{\"BackupJobId\":\"1\",\"ResourceArn\":\"r\",\"ResourceType\":\"EBS\",\"State\":"
        "\"COMPLETED\",\"CreationDate\":\"2024-09-01T00:00:00Z\",\"CreatedBy_BackupPlanId\":"
        "\"p\"}\n"
        "{\"BackupJobId\":\"2\",\"ResourceArn\":\"r\",\"ResourceType\":\"EBS\",\"State\":"
        "\"FAILED\",\"CreationDate\":\"2024-09-02T00:00:00Z\",\"CreatedBy\":{\"BackupPlanId\":"
        "\"q\"}}\r\n");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select id, state, plan_id, pointer from backup_job order by id",
                "1|COMPLETED|p|/0\n2|FAILED|q|/1\n");
    EXPECT_ROWS(&f, "select status, rows_kept from source", "ok|2\n");
}

Test(inventory, reads_utf16_and_byte_order_marks)
{
    static const char text[] = "{\"TableNames\": [\"t\xC3\xA9\"]}\r\n";
    struct folder CLEANUP(folder_release) f = folder_new();
    struct strbuf CLEANUP(strbuf_release) little = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) big = STRBUF_INIT;
    strbuf_add(&little, "\xFF\xFE", 2);
    strbuf_add(&big, "\xFE\xFF", 2);
    for (const char *c = text; *c; c++) {
        bool two = *c == '\xC3';
        char unit = two ? '\xE9' : *c;
        strbuf_add(&little, (const char[]){unit, 0}, 2);
        strbuf_add(&big, (const char[]){0, unit}, 2);
        c += two;
    }
    folder_put(&f, "111122223333/eu-west-1/dynamodb.list-tables.json", little.text, little.size);
    folder_put(&f, "111122223333/eu-west-2/dynamodb.list-tables.json", big.text, big.size);
    folder_put_text(&f, "111122223333/eu-west-3/dynamodb.list-tables.json",
                    "\xEF\xBB\xBF{\"TableNames\": [\"t\xC3\xA9\"]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select arn from resource order by arn",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/t\xC3\xA9\n"
                "arn:aws:dynamodb:eu-west-2:111122223333:table/t\xC3\xA9\n"
                "arn:aws:dynamodb:eu-west-3:111122223333:table/t\xC3\xA9\n");
}

Test(inventory, a_newer_file_replaces_the_facts_of_its_call_only)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "dynamodb.list-tables.json", "{\"TableNames\": [\"a\", \"b\"]}");
    folder_put_text(&f, "111122223333/eu-west-2/dynamodb.list-tables.json",
                    "{\"TableNames\": [\"z\"]}");
    folder_ingest(&f);
    folder_put_text(&f, SCOPE "dynamodb.list-tables.json", "{\"TableNames\": [\"b\", \"c\"]}");
    folder_ingest(&f);
    cr_expect_eq(f.outcome.n_files_unchanged, 1);
    cr_expect_eq(f.outcome.n_files_read, 1);
    EXPECT_ROWS(&f, "select name from resource order by name", "b\nc\nz\n");
    EXPECT_ROWS(&f, "select count(*) from source", "2\n");
    EXPECT_ROWS(&f, "select count(*) from delivery", "1\n");
}

Test(inventory, ingesting_twice_is_ingesting_once)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "dynamodb.list-tables.json", "{\"TableNames\": [\"a\", \"b\"]}");
    folder_put_text(&f, SCOPE "backup.list-backup-plans.err", "no network\n");
    folder_put_text(&f, SCOPE "some-service.describe-things.json", "{\"Things\": [1]}");
    folder_ingest(&f);
    char *CLEANUP(mem_freep) before =
        test_query(f.store, "select id, call, sha256, status from source order by id");
    folder_ingest(&f);
    cr_expect_eq(f.outcome.n_files_unchanged, 3);
    cr_expect_eq(f.n_used, 3);
    EXPECT_ROWS(&f, "select id, call, sha256, status from source order by id", before);
    EXPECT_ROWS(&f, "select count(*) from resource", "2\n");
}

Test(inventory, keeps_calls_it_does_not_know_as_documents)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "some-service.describe-things.json", "{\"Things\": [1]}");
    folder_put_text(&f, SCOPE "some-service.list-others.json", "{\"Others\": []}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select call, body from document order by call",
                "some-service.describe-things|{\"Things\":[1]}\n"
                "some-service.list-others|{\"Others\":[]}\n");
    EXPECT_ROWS(&f, "select call, status from source order by call",
                "some-service.describe-things|ok\nsome-service.list-others|empty\n");
}

Test(inventory, rejects_malformed_elements_and_goes_on)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "backup.list-recovery-points-by-backup-vault/v.json",
                    "{\"RecoveryPoints\": [" POINT("a", "\"yesterday\"") ", 7, " POINT(
                        "b", "1") ", {\"RecoveryPointArn\": {}}]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select pointer from recovery_point", "/RecoveryPoints/2\n");
    EXPECT_ROWS(&f, "select column_name, code, message from diagnostic order by column_name",
                "/RecoveryPoints/0/CreationDate|bad_value|is no time\n"
                "/RecoveryPoints/1|bad_value|is no object\n"
                "/RecoveryPoints/3/RecoveryPointArn|bad_value|is no text\n");
    EXPECT_ROWS(&f, "select status, message, rows_read, rows_kept, rows_rejected from source",
                "truncated|3 of 4 elements were rejected|4|1|3\n");
}

Test(inventory, rejects_an_element_whose_value_does_not_fit_its_column)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "backup.list-backup-vaults.json",
                    "{\"BackupVaultList\": [{\"BackupVaultName\": \"a\", \"BackupVaultArn\": "
                    "\"arn:a\", \"MinRetentionDays\": \"seven\"}, {\"BackupVaultName\": \"b\", "
                    "\"BackupVaultArn\": \"arn:b\", \"MinRetentionDays\": 7}]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select name, min_retention_days from backup_vault", "b|7\n");
    cr_expect_eq(f.outcome.rows_rejected, 1);
}

Test(inventory, refuses_what_is_no_json_and_names_the_place)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    struct strbuf CLEANUP(strbuf_release) deep = STRBUF_INIT;
    for (int i = 0; i < 100000; i++) {
        strbuf_addc(&deep, '[');
    }
    folder_put(&f, SCOPE "backup.list-copy-jobs.json", deep.text, deep.size);
    folder_put_text(&f, SCOPE "backup.list-backup-plans.json",
                    "{\"BackupPlansList\": []}\n{\"BackupPlansList\": [,]}");
    folder_put_text(&f, SCOPE "backup.list-backup-jobs.json",
                    "{\"BackupJobs\": [], \"BackupJobs\": [{}]}");
    folder_put_text(&f, SCOPE "backup.list-restore-jobs.json",
                    "{\"RestoreJobs\": [{\"BackupSizeInBytes\": 99999999999999999999}]}");
    folder_ingest(&f);
    cr_expect_eq(f.outcome.n_files_refused, 4);
    cr_expect_eq(f.n_used, 0);
    EXPECT_ROWS(&f, "select count(*) from source", "0\n");
    cr_expect(strstr(f.problems.text, "backup.list-backup-plans.json: line 2, column 22"), "%s",
              f.problems.text);
    cr_expect(strstr(f.problems.text, "nested deeper than 256"), "%s", f.problems.text);
    folder_put_text(&f, SCOPE "backup.list-backup-plans.json", "{\"BackupPlansList\": []}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select call, status from source where call is not null",
                "backup.list-backup-plans|empty\n");
    EXPECT_ROWS(&f, "select count(*) from source", "4\n");
}

Test(inventory, a_broken_file_leaves_the_facts_of_its_call)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "dynamodb.list-tables.json", "{\"TableNames\": [\"a\"]}");
    folder_ingest(&f);
    folder_put_text(&f, SCOPE "dynamodb.list-tables.json", "{\"TableNames\": [\"a\"");
    folder_put_text(&f, SCOPE "backup.list-copy-jobs.json", "{\"CopyJobs\": []}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select name from resource", "a\n");
    EXPECT_ROWS(&f, "select status from source order by status", "empty\nok\nrefused\n");
}

Test(inventory, two_files_of_one_call_are_told_and_the_second_refused)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, SCOPE "dynamodb.list-tables.json", "{\"TableNames\": [\"a\"]}");
    folder_put_text(&f, "copy/" SCOPE "dynamodb.list-tables.json", "{\"TableNames\": [\"b\"]}");
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select name from resource", "a\n");
    EXPECT_ROWS(&f, "select path, code from diagnostic join source on source.id = source_id",
                "copy/" SCOPE "dynamodb.list-tables.json|misplaced\n");
}

Test(inventory, takes_the_scope_from_the_content_where_the_path_does_not_say)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, "exports/my points.json",
                    "{\"BackupVaultList\": [{\"BackupVaultName\": \"v\", \"BackupVaultArn\": "
                    "\"arn:aws:backup:eu-west-1:111122223333:backup-vault:v\"}]}");
    folder_put_text(&f, "exports/dynamodb.list-tables.json", "{\"TableNames\": [\"a\"]}");
    folder_put_text(&f, "exports/unknown.json", "{\"format_version\": \"1.0\"}");
    cr_expect_eq(folder_ingest(&f), 2);
    EXPECT_ROWS(&f, "select account, region, name from backup_vault", "111122223333|eu-west-1|v\n");
    EXPECT_ROWS(&f, "select path, status from source where status = 'refused'",
                "exports/dynamodb.list-tables.json|refused\n");
    f.options.account = "444455556666";
    f.options.region = "us-east-1";
    folder_ingest(&f);
    EXPECT_ROWS(&f, "select arn from resource",
                "arn:aws:dynamodb:us-east-1:444455556666:table/a\n");
    EXPECT_ROWS(&f, "select count(*) from source where status = 'refused'", "0\n");
}
