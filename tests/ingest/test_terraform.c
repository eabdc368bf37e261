/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/ingest/inventory_fixture.h"

Test(terraform, keeps_of_a_state_what_tells_regions_and_no_secret)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, "prod/state.json",
        "{\"format_version\":\"1.0\",\"terraform_version\":\"1.9.0\",\"values\":{\"root_module\":{"
        "\"resources\":[{\"address\":\"aws_db_instance.a\",\"mode\":\"managed\",\"type\":"
        "\"aws_db_instance\",\"values\":{\"id\":\"a\",\"arn\":\"arn:aws:rds:eu-west-1:111122223333:"
        "db:a\",\"password\":\"hunter2\"}},{\"address\":\"random_id.r\",\"mode\":\"managed\","
        "\"type\":\"random_id\",\"values\":{}}],\"child_modules\":[{\"resources\":[{\"address\":"
        "\"module.dr.aws_s3_bucket.b\",\"mode\":\"managed\",\"type\":\"aws_s3_bucket\",\"values\":{"
        "\"arn\":\"arn:aws:s3:::b\",\"region\":\"eu-central-1\"}}]}]}}}");
    cr_expect_eq(folder_ingest(&f), 1);
    EXPECT_ROWS(&f,
                "select call, item, body ->> '$.kind', body ->> '$.regions', "
                "body ->> '$.resources[0].arn', body like '%hunter2%' from document",
                "terraform.show|prod/state.json|state|[\"eu-central-1\",\"eu-west-1\"]|"
                "arn:aws:rds:eu-west-1:111122223333:db:a|0\n");
    EXPECT_ROWS(&f, "select format, status, rows_kept from source", "terraform|ok|2\n");
}

Test(terraform, takes_the_regions_of_a_plan_from_the_providers_that_it_uses)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    folder_put_text(
        &f, "plan.json",
        "{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.0\",\"planned_values\":{"
        "\"root_module\":{\"resources\":[{\"address\":\"aws_instance.a\",\"mode\":\"managed\","
        "\"type\":\"aws_instance\",\"values\":{}}]}},\"resource_changes\":[{\"address\":"
        "\"aws_instance.a\",\"mode\":\"managed\",\"type\":\"aws_instance\",\"change\":{\"actions\":"
        "[\"create\"]}},{\"address\":\"aws_instance.b\",\"type\":\"aws_instance\",\"change\":{"
        "\"actions\":[\"no-op\"]}}],\"configuration\":{\"provider_config\":{\"aws\":{\"name\":"
        "\"aws\",\"expressions\":{\"region\":{\"constant_value\":\"eu-west-1\"}}},\"aws.dr\":{"
        "\"expressions\":{\"region\":{\"constant_value\":\"eu-central-1\"}}},\"aws.idle\":{"
        "\"expressions\":{\"region\":{\"constant_value\":\"us-east-1\"}}}},\"root_module\":{"
        "\"resources\":[{\"type\":\"aws_instance\",\"provider_config_key\":\"aws\"}],"
        "\"module_calls\":{\"m\":{\"module\":{\"resources\":[{\"type\":\"aws_instance\","
        "\"provider_config_key\":\"aws.dr\"}]}}}}}}");
    folder_ingest(&f);
    EXPECT_ROWS(
        &f, "select body ->> '$.kind', body ->> '$.regions', body ->> '$.changes' from document",
        "plan|[\"eu-central-1\",\"eu-west-1\"]|[{\"address\":\"aws_instance.a\",\"type\":"
        "\"aws_instance\",\"actions\":[\"create\"]}]\n");
}

#define STATE                                                                                      \
    "{\"version\":4,\"terraform_version\":\"1.9.0\",\"serial\":%d,\"lineage\":\"l\","              \
    "\"resources\":[{\"mode\":\"managed\",\"type\":\"aws_ebs_volume\",\"name\":\"v\","             \
    "\"instances\":[{\"attributes\":{\"id\":\"vol-1\",\"arn\":\"arn:aws:ec2:eu-west-1:"            \
    "111122223333:volume/vol-1\"}}]}]}"

Test(terraform, reads_raw_state_and_replaces_it)
{
    struct folder CLEANUP(folder_release) f = folder_new();
    for (int serial = 1; serial <= 2; serial++) {
        char *CLEANUP(mem_freep) text = mem_format(STATE, serial);
        folder_put_text(&f, "terraform.tfstate", text);
        folder_ingest(&f);
    }
    EXPECT_ROWS(&f, "select body ->> '$.kind', body ->> '$.regions' from document",
                "raw_state|[\"eu-west-1\"]\n");
}
