/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/ingest/inventory_fixture.h"

#define ARN "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1"

Test(audit_report, reads_the_csv_of_backup_jobs_by_the_letters_of_its_columns)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, "reports/2024-09-02.csv",
        "\"Report Time Period Start\",\"Account ID\",\"Region\",\"Backup Job ID\",\"Job Status\","
        "\"Resource Type\",\"Resource ARN\",\"Backup Plan ARN\",\"Creation Date\",\"Completion "
        "Date\",\"Backup Size in Bytes\",\"Backup Vault Name\",\"Is Parent Job\",\"Something "
        "New\"\r\n"
        "2024-09-01T00:00:00Z,111122223333,eu-west-1,JOB-1,COMPLETED,EBS," ARN
        ",arn:aws:backup:eu-west-1:111122223333:backup-plan:p-1,2024-09-01T05:00:00.000Z,"
        "2024-09-01T05:30:00.000Z,1024,v,false,x\r\n"
        "2024-09-01T00:00:00Z,111122223333,eu-west-1,JOB-2,FAILED,EBS," ARN
        ",,2024-09-01T06:00:00.000Z,,,v,,\r\n"
        "2024-09-01T00:00:00Z,111122223333,eu-west-1,,FAILED,EBS," ARN ",,,,,v,,\r\n"
        "too,few,fields\r\n");
    cr_expect_eq(folder_ingest(&f), 1);
    EXPECT_ROWS(&f,
                "select pointer, id, state, plan_id, completed_at, bytes, is_parent, vault_arn "
                "from backup_job order by id",
                "2|JOB-1|COMPLETED|p-1|2024-09-01T05:30:00Z|1024|0|"
                "arn:aws:backup:eu-west-1:111122223333:backup-vault:v\n"
                "3|JOB-2|FAILED|-|-|-|-|arn:aws:backup:eu-west-1:111122223333:backup-vault:v\n");
    EXPECT_ROWS(&f, "select line, column_name, message from diagnostic order by line",
                "4|backupjobid|is missing\n5||has more or fewer fields than the header\n");
    EXPECT_ROWS(&f,
                "select format, status, call, rows_read, rows_kept, rows_rejected, newest_event "
                "from source",
                "backup-audit-report|ok|-|4|2|2|2024-09-01T05:30:00Z\n");
    folder_ingest(&f);
    cr_expect_eq(f.outcome.n_files_unchanged, 1);
    EXPECT_ROWS(&f, "select count(*) from backup_job", "2\n");
}

Test(audit_report, reads_both_generations_and_every_kind_of_json)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, "old.json",
        "{\"reportItems\":[{\"reportTimePeriod\":\"2021-07-14T00:00:00Z - "
        "2021-07-15T00:00:00Z\",\"accountId\":\"112233445566\",\"region\":\"us-west-2\","
        "\"restoreJobId\":\"R-1\",\"jobStatus\":\"COMPLETED\",\"recoveryPointArn\":"
        "\"arn:p\",\"sourceResourceArn\":\"" ARN
        "\",\"creationDate\":\"2021-07-14T23:53:47.229Z\",\"percentDone\":\"0.00%\"}]}");
    folder_put_text(
        &f, "copy.json",
        "{\"reportItems\":[{\"reportTimePeriodStart\":\"2021-07-14T00:00:00Z\","
        "\"accountId\":\"112233445566\",\"region\":\"us-west-2\",\"copyJobId\":\"C-1\","
        "\"jobStatus\":\"COMPLETED\",\"resourceArn\":\"" ARN
        "\",\"destinationBackupVaultArn\":\"arn:aws:backup:eu-west-1:112233445566:"
        "backup-vault:dr\",\"creationDate\":\"2021-07-14T01:00:00Z\",\"completionDate\":"
        "\"2021-07-14T02:00:00Z\"}]}");
    folder_put_text(&f, "controls.json",
                    "{\"reportItems\":[{\"accountId\":\"112233445566\",\"region\":\"us-west-2\","
                    "\"frameworkName\":\"f\",\"controlName\":\"c\",\"controlComplianceStatus\":"
                    "\"NON_COMPLIANT\",\"numResourcesNonCompliant\":2}]}");
    folder_put_text(&f, "empty.json", "{\"reportItems\":[]}");
    cr_expect_eq(folder_ingest(&f), 4);
    EXPECT_ROWS(&f, "select id, status, resource_arn, created_at from restore_job",
                "R-1|COMPLETED|" ARN "|2021-07-14T23:53:47Z\n");
    EXPECT_ROWS(&f, "select id, completed_at, pointer from copy_job",
                "C-1|2021-07-14T02:00:00Z|/reportItems/0\n");
    EXPECT_ROWS(&f, "select call, item, body ->> '$.controlcompliancestatus' from document",
                "backup-audit-report.control-compliance|c|NON_COMPLIANT\n");
    EXPECT_ROWS(&f, "select path, status from source where status <> 'ok'", "empty.json|empty\n");
}

Test(audit_report, leaves_other_csv_files_to_others)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, "a.csv", "identity/LineItemId,bill/PayerAccountId\n1,2\n");
    cr_expect_eq(folder_ingest(&f), 0);
    EXPECT_ROWS(&f, "select count(*) from source", "0\n");
}

Test(audit_report, a_damaged_file_leaves_what_was_loaded_from_it_before)
{
    static const char good[] = "Account ID,Region,Backup Job ID,Job Status,Resource ARN\n"
                               "111122223333,eu-west-1,J,COMPLETED," ARN "\n";
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(&f, "a.csv", good);
    folder_ingest(&f);
    char *CLEANUP(mem_freep) bad = mem_format("%s111122223333,\"eu-west-1,J,x", good);
    folder_put_text(&f, "a.csv", bad);
    folder_ingest(&f);
    cr_expect_eq(f.outcome.n_files_refused, 1);
    EXPECT_ROWS(&f, "select id from backup_job", "J\n");
}
