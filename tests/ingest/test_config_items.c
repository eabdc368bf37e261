/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/ingest/inventory_fixture.h"

Test(config_items, give_resources_and_tags_and_the_last_version_counts)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, "111122223333_Config_eu-west-1_ConfigHistory.json",
        "{\"fileVersion\":\"1.0\",\"configurationItems\":["
        "{\"ARN\":\"arn:aws:ec2:eu-west-1:111122223333:volume/vol-1\",\"resourceType\":"
        "\"AWS::EC2::Volume\",\"resourceId\":\"vol-1\",\"awsAccountId\":\"111122223333\","
        "\"awsRegion\":\"eu-west-1\",\"configurationItemStatus\":\"OK\",\"tags\":{\"a\":\"1\"},"
        "\"configuration\":{\"size\":8,\"encrypted\":true,\"state\":\"in-use\",\"attachments\":[{"
        "\"instanceId\":\"i-1\"}]}},"
        "{\"ARN\":\"arn:aws:rds:eu-west-1:111122223333:db:d\",\"resourceType\":"
        "\"AWS::RDS::DBInstance\",\"resourceId\":\"db-X\",\"resourceName\":\"d\",\"awsAccountId\":"
        "\"111122223333\",\"awsRegion\":\"eu-west-1\",\"configurationItemStatus\":\"OK\","
        "\"configuration\":{\"engine\":\"postgres\",\"backupRetentionPeriod\":7}},"
        "{\"ARN\":\"arn:aws:s3:::gone\",\"resourceType\":\"AWS::S3::Bucket\",\"resourceId\":"
        "\"gone\",\"awsAccountId\":\"111122223333\",\"awsRegion\":\"eu-west-1\","
        "\"configurationItemStatus\":\"ResourceDiscovered\",\"configuration\":{}},"
        "{\"ARN\":\"arn:aws:s3:::gone\",\"resourceType\":\"AWS::S3::Bucket\",\"resourceId\":"
        "\"gone\",\"awsAccountId\":\"111122223333\",\"awsRegion\":\"eu-west-1\","
        "\"configurationItemStatus\":\"ResourceDeleted\"},"
        "{\"resourceType\":\"AWS::IAM::Role\",\"resourceId\":\"r\"},"
        "{\"arn\":\"arn:aws:ec2:eu-west-1:111122223333:volume/vol-1\",\"resourceType\":"
        "\"AWS::EC2::Volume\",\"resourceId\":\"vol-1\",\"accountId\":\"111122223333\","
        "\"awsRegion\":\"eu-west-1\",\"tags\":{\"a\":\"2\"},\"configuration\":"
        "\"{\\\"size\\\":16,\\\"state\\\":\\\"available\\\"}\"}]}");
    cr_expect_eq(folder_ingest(&f), 1);
    EXPECT_ROWS(&f,
                "select name, type, state, parent_arn, detail, attributes ->> '$.Size', attributes "
                "->> '$.BackupRetentionPeriod' from resource order by name",
                "d|RDS||-|0|-|7\nvol-1|EBS|available|-|0|16|-\n");
    EXPECT_ROWS(&f, "select arn, key, value from resource_tag",
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1|a|2\n");
    EXPECT_ROWS(&f, "select format, status, rows_kept from source", "aws-config|ok|6\n");
}

Test(config_items, are_also_the_strings_of_an_advanced_query)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, "111122223333/eu-west-1/configservice.select-resource-config.json",
        "{\"Results\":["
        "\"{\\\"arn\\\":\\\"arn:aws:rds:eu-west-1:111122223333:db:d\\\",\\\"resourceType\\\":"
        "\\\"AWS::RDS::DBInstance\\\",\\\"resourceId\\\":\\\"db-X\\\",\\\"resourceName\\\":"
        "\\\"d\\\",\\\"accountId\\\":\\\"111122223333\\\",\\\"awsRegion\\\":\\\"eu-west-1\\\","
        "\\\"resourceCreationTime\\\":1.611066134335E12,\\\"tags\\\":[{\\\"key\\\":\\\"a\\\","
        "\\\"value\\\":\\\"1\\\",\\\"tag\\\":\\\"a=1\\\"}],\\\"configuration\\\":{"
        "\\\"engine\\\":\\\"postgres\\\",\\\"backupRetentionPeriod\\\":5.0,"
        "\\\"dBInstanceStatus\\\":\\\"available\\\"}}\","
        "\"{\\\"arn\\\":\\\"arn:aws:ec2:eu-west-1:111122223333:volume/vol-1\\\","
        "\\\"resourceType\\\":\\\"AWS::EC2::Volume\\\",\\\"resourceId\\\":\\\"vol-1\\\","
        "\\\"accountId\\\":\\\"111122223333\\\",\\\"awsRegion\\\":\\\"eu-west-1\\\","
        "\\\"configuration\\\":{\\\"size\\\":8.0,\\\"state\\\":{\\\"value\\\":\\\"in-use\\\"},"
        "\\\"attachments\\\":[]}}\","
        "\"{\\\"COUNT(*)\\\":4.0}\",\"no JSON\"],\"QueryInfo\":{}}");
    cr_expect_eq(folder_ingest(&f), 1);
    EXPECT_ROWS(&f,
                "select name, type, created_at, state, attributes ->> '$.Size', attributes ->> "
                "'$.BackupRetentionPeriod', pointer from resource order by name",
                "d|RDS|2021-01-19T14:22:14Z|available|-|5|/Results/0\n"
                "vol-1|EBS|-|in-use|8|-|/Results/1\n");
    EXPECT_ROWS(&f, "select arn, key, value from resource_tag",
                "arn:aws:rds:eu-west-1:111122223333:db:d|a|1\n");
    EXPECT_ROWS(&f, "select call, status, rows_kept, rows_rejected from source",
                "configservice.select-resource-config|truncated|2|2\n");
}
