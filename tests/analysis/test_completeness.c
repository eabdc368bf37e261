/* SPDX-License-Identifier: Apache-2.0 */
#include "support/strbuf.h"
#include "tests/analysis/coverage_world.h"

/* The missing calls, joined by spaces. */
static char *missing(const struct world *world)
{
    struct strbuf text = STRBUF_INIT;
    size_t i = 0;
    json_t *name = NULL;
    json_array_foreach(json_object_get(world_headline(world), "missing"), i, name)
    {
        strbuf_adds(&text, i ? " " : "");
        strbuf_adds(&text, json_string_value(name));
    }
    return strbuf_detach(&text);
}

static void expect_missing(struct world *world, const char *expected)
{
    world_run(world, NULL);
    char *CLEANUP(mem_freep) text = missing(world);
    cr_expect_str_eq(text, expected);
    cr_expect_eq(json_is_true(json_object_get(world_headline(world), "complete")), !*expected);
    world_close(world);
}

Test(completeness, an_inventory_with_every_call_is_complete)
{
    struct world world;
    world_open(&world);
    expect_missing(&world, "");
}

Test(completeness, denied_failed_truncated_and_never_made_are_missing_alike)
{
    static const char *const statuses[] = {NULL, "denied", "failed", "truncated", "refused"};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct world world;
        world_open(&world);
        world_without(&world, "backup.list-backup-plans", statuses[i]);
        expect_missing(&world, ACCOUNT "/" REGION "/backup.list-backup-plans");
    }
}

Test(completeness, an_empty_list_and_not_configured_are_answers)
{
    struct world world;
    world_open(&world);
    world_without(&world, "backup.list-backup-plans", "empty");
    world_without(&world, "drs.describe-source-servers", "not_configured");
    expect_missing(&world, "");
}

Test(completeness, every_item_that_a_list_names_needs_its_own_answer)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "S3", BUCKET("b"), "", "{}");
    world_resource(&world, "S3", BUCKET("c"), "", "{}");
    world_add(&world,
              "delete from source where call = 's3api.get-bucket-versioning' and item = 'c'");
    world_resource(&world, "DynamoDB", TABLE("t"), "", "{}");
    world_without(&world, "dynamodb.describe-continuous-backups", "denied");
    world_plan(&world, "p", "{}");
    world_sql(&world, "update backup_plan set detail = 0");
    world_sql(&world, "update backup_selection set detail = 0, body = null");
    world_sql(&world,
              "insert into backup_vault(source_id, pointer, arn, name, account, region,"
              " type) values (1, '/0', 'arn:v', 'v', '" ACCOUNT "', '" REGION "', 'BACKUP_VAULT')");
    expect_missing(&world, ACCOUNT "/eu-west-1/backup.get-backup-plan " ACCOUNT
                                   "/eu-west-1/backup.get-backup-selection " ACCOUNT
                                   "/eu-west-1/backup.list-recovery-points-by-backup-vault " ACCOUNT
                                   "/eu-west-1/dynamodb.describe-continuous-backups " ACCOUNT
                                   "/global/s3api.get-bucket-versioning");
}

Test(completeness, a_service_that_not_everybody_uses_is_asked_for_where_there_is_a_sign_of_it)
{
    struct world world;
    world_open(&world);
    world_point(&world, "arn:aws:fsx:eu-west-1:111122223333:file-system/fs-1", "FSx", "f",
                "COMPLETED", FRESH);
    expect_missing(&world, ACCOUNT "/eu-west-1/fsx.describe-file-systems " ACCOUNT
                                   "/eu-west-1/fsx.describe-volumes");
}

Test(completeness, snapshots_of_a_service_are_asked_for_where_it_has_a_resource)
{
    static const char cluster[] = "arn:aws:redshift:eu-west-1:111122223333:cluster:c";
    for (int used = 0; used < 2; used++) {
        struct world world;
        world_open(&world);
        world_call(&world, "redshift.describe-clusters", "", used ? "ok" : "empty");
        if (used) {
            world_resource(&world, "Redshift", cluster, "", "{}");
        }
        expect_missing(&world,
                       used ? ACCOUNT "/" REGION "/redshift.describe-cluster-snapshots" : "");
    }
}

Test(completeness, nothing_loaded_is_not_complete_and_has_no_percentage)
{
    struct world world = {.store = test_store()};
    world_run(&world, NULL);
    cr_expect(json_is_false(json_object_get(world_headline(&world), "complete")));
    cr_expect(json_is_null(json_object_get(world_headline(&world), "by_count")));
    cr_expect(json_is_null(json_object_get(world_headline(&world), "by_cost")));
    world_close(&world);
}

/* --- the law: no file taken away raises a figure that is not marked ---------- */

/* Facts with a source each, so that each can be taken away. */
static void fill_law_world(struct world *world)
{
    world_open(world);
    world_volume(world, VOLUME("vol-1"));
    world_volume(world, VOLUME("vol-2"));
    world_volume(world, VOLUME("vol-3"));
    world_resource(world, "RDS", DB("a"), "",
                   "{\"BackupRetentionPeriod\":7,\"LatestRestorableTime\":\"" FRESH "\"}");
    world_resource(world, "RDS", DB("b"), "", "{}");
    world_resource(world, "DynamoDB", TABLE("t"), "", "{}");
    world_resource(world, "S3", BUCKET("b"), "", "{}");
    world_tag(world, VOLUME("vol-1"), "backup", "daily");
    world_plan(world, "p", "{\"Resources\":[\"*\"],\"NotResources\":[\"" VOLUME("vol-3") "\"]}");
    world_point(world, VOLUME("vol-1"), "EBS", "r1", "COMPLETED", FRESH);
    world_point(world, VOLUME("vol-2"), "EBS", "r2", "COMPLETED", OLD);
    world_snapshot(world, VOLUME("vol-3"), "snap-3", "manual", FRESH);
    world_call(world, "backup.list-recovery-points-by-backup-vault", "main", "ok");
    static const struct {
        const char *table;
        const char *call;
    } owners[] = {
        {"region_opt_in", "backup.describe-region-settings"},
        {"recovery_point", "backup.list-recovery-points-by-backup-vault"},
        {"backup_plan", "backup.list-backup-plans"},
        {"backup_selection", "backup.list-backup-selections"},
        {"snapshot", "ec2.describe-snapshots"},
        {"resource_tag", "resourcegroupstaggingapi.get-resources"},
    };
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
        world_add(world, "update %s set source_id = (select id from source where call = '%s')",
                  owners[i].table, owners[i].call);
    }
    world_sql(world, "update resource set source_id = (select id from source where call ="
                     " case type when 'EBS' then 'ec2.describe-volumes'"
                     " when 'RDS' then 'rds.describe-db-instances'"
                     " when 'S3' then 's3api.list-buckets' else 'dynamodb.list-tables' end)");
}

Test(completeness, no_file_taken_away_raises_a_figure_that_is_not_marked)
{
    struct world whole;
    fill_law_world(&whole);
    char *CLEANUP(mem_freep) n_text = test_query(whole.store, "select max(id) from source");
    long n = strtol(n_text, NULL, 10);
    world_run(&whole, NULL);
    const char *by_count = json_string_value(json_object_get(world_headline(&whole), "by_count"));
    cr_assert_str_eq(by_count, "0.4286", "three of seven");
    size_t n_raised = 0;
    for (long id = 2; id <= n; id++) {
        struct world less;
        fill_law_world(&less);
        world_add(&less, "delete from source where id = %ld", id);
        world_run(&less, NULL);
        const json_t *headline = world_headline(&less);
        const char *left = json_string_value(json_object_get(headline, "by_count"));
        bool raised = left && strcmp(left, by_count) > 0;
        n_raised += raised;
        cr_expect(!raised || json_is_false(json_object_get(headline, "complete")),
                  "without source %ld: %s", id, left);
        world_close(&less);
    }
    cr_expect_gt(n_raised, 0, "taking the list of what is unprotected away does raise it");
    world_close(&whole);
}

static json_t *coverage_of(const struct world *world, const char *section)
{
    return json_object_get(json_object_get(world->result, "coverage"), section);
}

static json_int_t count_of(const json_t *row, const char *key)
{
    return json_integer_value(json_object_get(row, key));
}

Test(completeness, every_call_is_listed_with_how_it_ended)
{
    static const struct {
        const char *in_source;
        const char *listed;
    } endings[] = {{"ok", "collected"},       {"empty", "empty"},
                   {"failed", "failed"},      {"not_configured", "not_configured"},
                   {"denied", "refused"},     {NULL, "never_run"},
                   {"truncated", "truncated"}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct world world;
        world_open(&world);
        world_without(&world, "ec2.describe-volumes", endings[i].in_source);
        world_run(&world, NULL);
        json_t *call = world_find(coverage_of(&world, "calls"), "call", "ec2.describe-volumes");
        cr_expect_str_eq(json_string_value(json_object_get(call, "status")), endings[i].listed);
        cr_expect_eq(count_of(call, endings[i].listed), 1);
        cr_expect(json_is_true(json_object_get(call, "needed")));
        world_close(&world);
    }
}

Test(completeness, a_call_made_per_item_counts_each_item_once)
{
    struct world world;
    world_open(&world);
    world_resource(&world, "S3", BUCKET("answered"), "", "{}");
    world_resource(&world, "S3", BUCKET("denied"), "", "{}");
    world_resource(&world, "S3", BUCKET("forgotten"), "", "{}");
    world_sql(&world, "update source set status = 'denied'"
                      " where call = 's3api.get-bucket-versioning' and item = 'denied';"
                      "delete from source"
                      " where call = 's3api.get-bucket-versioning' and item = 'forgotten'");
    world_run(&world, NULL);
    json_t *call = world_find(coverage_of(&world, "calls"), "call", "s3api.get-bucket-versioning");
    cr_expect_eq(count_of(call, "not_configured"), 1);
    cr_expect_eq(count_of(call, "refused"), 1);
    cr_expect_eq(count_of(call, "never_run"), 1);
    cr_expect_str_eq(json_string_value(json_object_get(call, "status")), "never_run");
    world_close(&world);
}

Test(completeness, the_places_add_up_to_the_calls)
{
    struct world world;
    world_open(&world);
    world_without(&world, "backup.list-backup-plans", "denied");
    world_without(&world, "ec2.describe-snapshots", NULL);
    world_run(&world, NULL);
    static const char *const outcomes[] = {"collected", "empty",     "not_configured", "refused",
                                           "failed",    "truncated", "never_run"};
    json_int_t items = 0;
    json_int_t ended = 0;
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(coverage_of(&world, "collection"), i, row)
    {
        items += count_of(row, "items");
    }
    json_array_foreach(coverage_of(&world, "calls"), i, row)
    {
        for (size_t at = 0; at < sizeof outcomes / sizeof *outcomes; at++) {
            ended += count_of(row, outcomes[at]);
        }
    }
    cr_expect_gt(items, 20);
    cr_expect_eq(items, ended);
    world_close(&world);
}
