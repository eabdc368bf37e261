/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "analysis/analysis.h"
#include "analysis/pipeline.h"
#include "store/store.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "tests/lib/testlib.h"

#define FACTS  SOURCE_DIR "/tests/analysis/spend/facts.sql"
#define POLICY SOURCE_DIR "/tests/analysis/spend/policy.json"

static struct store *facts(void)
{
    struct err err = ERR_INIT;
    struct store *store = test_store();
    char *CLEANUP(mem_freep) sql = test_read(FACTS, NULL);
    cr_assert_eq(store_run(store, "facts", sql, &err), 0, "%s", err.text);
    return store;
}

static void pipeline(struct store *store, const struct analysis_options *options)
{
    struct err err = ERR_INIT;
    cr_assert_eq(pipeline_run(store, options, &err), 0, "%s", err.text);
}

static json_t *analysis(const struct analysis_options *options)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = facts();
    json_t *result = NULL;
    cr_assert_eq(analysis_run(store, options, &result, &err), 0, "%s", err.text);
    return result;
}

static void expect_rows(struct store *store, const char *sql, const char *wanted)
{
    char *CLEANUP(mem_freep) got = test_query(store, sql);
    cr_expect_str_eq(got, wanted, "%s\ngot:\n%swanted:\n%s", sql, got, wanted);
}

static const char *text(const json_t *result, const char *section, const char *key)
{
    const char *value = json_string_value(json_object_get(json_object_get(result, section), key));
    return value ? value : "null";
}

/* The exact sum of "cost" over an array of result.spend. */
static void expect_sum(const json_t *result, const char *array, const char *wanted)
{
    struct decimal total = DECIMAL_ZERO;
    const json_t *rows = json_object_get(json_object_get(result, "spend"), array);
    cr_assert(json_is_array(rows), "%s", array);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        struct decimal cost = DECIMAL_ZERO;
        const char *value = json_string_value(json_object_get(json_array_get(rows, i), "cost"));
        cr_assert(decimal_read(slice_of(value), &cost));
        cr_assert(decimal_add(total, cost, &total));
    }
    char sum[DECIMAL_TEXT_SIZE];
    decimal_format(total, 2, sum);
    cr_expect_str_eq(sum, wanted, "%s adds up to %s, not %s", array, sum, wanted);
}

Test(spend, every_breakdown_adds_up_to_the_same_total_whatever_the_basis)
{
    static const char *const bases[] = {"unblended", "net", "amortized", "net-amortized", "list"};
    static const char *const arrays[] = {"by_tier",          "by_mechanism", "by_storage_class",
                                         "by_method",        "by_account",   "by_region",
                                         "by_application",   "by_resource",  "by_strategy",
                                         "by_tier_strategy", "lines"};
    for (size_t i = 0; i < 5; i++) {
        for (int with_policy = 0; with_policy < 2; with_policy++) {
            struct analysis_options options = {.cost_basis = bases[i],
                                               .policy_path = with_policy ? POLICY : NULL};
            json_t *result = analysis(&options);
            for (size_t j = 0; j < sizeof arrays / sizeof *arrays; j++) {
                expect_sum(result, arrays[j], text(result, "spend", "dr_total"));
            }
            json_decref(result);
        }
    }
}

Test(spend, the_bill_is_dr_and_the_rest_to_the_last_digit)
{
    struct store *CLEANUP(store_closep) store = facts();
    pipeline(store, &(struct analysis_options){.policy_path = POLICY, .cost_basis = "unblended"});
    expect_rows(store,
                "select dec_sum(cost), dec_sum(iif(mechanism is null, cost, null)),"
                " dec_sum(iif(mechanism is not null, cost, null)) from bill_line where month = "
                "'2024-09'",
                "62.2450000000000001|43.7|18.5450000000000001\n");
}

Test(spend, each_amount_goes_to_a_tier_by_the_first_method_that_gives_one)
{
    struct store *CLEANUP(store_closep) store = facts();
    pipeline(store, &(struct analysis_options){.policy_path = POLICY});
    expect_rows(store,
                "select first_line, mechanism, coalesce(tier, 'none'), method from bill_line"
                " where month = '2024-09' and mechanism is not null order by first_line",
                "2|backup_storage|tier-0|lineage\n"
                "3|backup_storage|tier-0|lineage\n"
                "4|backup_storage|none|unallocated\n"
                "5|backup_storage|tier-3|tag\n"
                "6|snapshot_storage|tier-0|lineage\n"
                "7|snapshot_storage|tier-0|tag\n"
                "8|snapshot_storage|tier-3|assigned\n"
                "9|snapshot_storage|none|unallocated\n"
                "15|standby_resources|tier-3|direct\n"
                "16|standby_resources|none|unallocated\n"
                "18|failover_routing|none|unallocated\n"
                "19|unclassified|none|unallocated\n"
                "20|archive_storage|tier-3|direct\n"
                "21|backup_storage|tier-3|direct\n");
}

Test(spend, a_line_lies_in_the_region_of_its_usage_type_then_of_the_file_then_of_its_service)
{
    struct store *CLEANUP(store_closep) store = facts();
    pipeline(store, &(struct analysis_options){0});
    expect_rows(store,
                "select distinct region from bill_line where line_type = 'Tax'"
                " or product_code in ('AmazonRoute53', 'AWSBackup') order by 1",
                "eu-west-1\nglobal\n");
}

Test(spend, a_resource_pays_for_itself_and_its_members_but_not_for_its_copies)
{
    struct store *CLEANUP(store_closep) store = facts();
    pipeline(store, &(struct analysis_options){.policy_path = POLICY, .cost_basis = "unblended"});
    expect_rows(store,
                "select arn, coalesce(own_cost, 'none'), dr_cost from resource_cost order by arn",
                "arn:aws:ec2:eu-central-1:444455556666:instance/i-9|0|6\n"
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-1|0.7|0\n"
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1|1|2\n"
                "arn:aws:rds:eu-west-1:111122223333:cluster:orders|10|0.4\n"
                "arn:aws:rds:eu-west-1:111122223333:db:ledger|20|4.5250000000000001\n"
                "arn:aws:s3:::app-logs|0|0.3\n");
}

Test(spend, the_population_is_sources_less_what_the_policy_takes_out)
{
    struct store *CLEANUP(store_closep) store = facts();
    pipeline(store, &(struct analysis_options){.policy_path = POLICY});
    expect_rows(store,
                "select name, region, role, in_scope, tier, tier_method, standby from "
                "known_resource order by name, region",
                "app-logs|eu-west-1|source|0|tier-3|default|0\n"
                "i-1|eu-west-1|source|1|tier-3|default|0\n"
                "i-9|eu-central-1|source|1|tier-3|default|1\n"
                "ledger|eu-west-1|source|1|tier-0|assign|0\n"
                "ledger-ro|eu-west-1|replica|0|tier-0|assign|0\n"
                "orders|eu-west-1|source|1|tier-3|default|0\n"
                "orders-1|eu-west-1|member|0|tier-3|default|0\n"
                "sessions|eu-central-1|replica|0|tier-3|default|0\n"
                "sessions|eu-west-1|source|1|tier-3|default|0\n"
                "vol-1|eu-west-1|source|1|tier-0|tag|0\n");
}

Test(spend, the_totals_name_their_month_currency_and_budget)
{
    json_t *result = analysis(&(struct analysis_options){.policy_path = POLICY});
    cr_expect_str_eq(json_string_value(json_object_get(result, "month")), "2024-09");
    cr_expect_str_eq(json_string_value(json_object_get(result, "as_of")), "2024-10-01T05:00:00Z");
    cr_expect_str_eq(json_string_value(json_object_get(result, "currency")), "USD");
    cr_expect_str_eq(json_string_value(json_object_get(result, "organization")), "Example Corp");
    cr_expect_str_eq(text(result, "spend", "bill_total"), "60.2450000000000001");
    cr_expect_str_eq(text(result, "spend", "dr_total"), "18.5450000000000001");
    cr_expect_str_eq(text(result, "spend", "dr_share"), "0.3078");
    cr_expect_str_eq(text(result, "spend", "previous_dr_total"), "1.00");
    cr_expect_str_eq(text(result, "spend", "budget"), "50000.00");
    cr_expect_str_eq(text(result, "spend", "unattributed_transfer"), "0.70");
    json_t *notes = json_object_get(result, "notes");
    cr_assert_eq(json_array_size(notes), 1);
    cr_expect(strstr(json_string_value(json_array_get(notes, 0)), "EUR"));
    json_decref(result);
}

Test(spend, gb_months_are_storage_that_was_used_and_no_discount)
{
    json_t *result = analysis(&(struct analysis_options){.policy_path = POLICY});
    char *CLEANUP(mem_freep) got = json_dumps(
        json_object_get(json_object_get(result, "spend"), "by_storage_class"), JSON_COMPACT);
    cr_expect_str_eq(got, "[{\"storage_class\":\"archive\",\"cost\":\"0.30\",\"gb_months\":\"7\"},"
                          "{\"storage_class\":\"cold\",\"cost\":\"0.30\",\"gb_months\":\"20\"},"
                          "{\"storage_class\":\"warm\",\"cost\":\"10.0350000000000001\","
                          "\"gb_months\":\"189.5\"},"
                          "{\"storage_class\":\"none\",\"cost\":\"7.91\",\"gb_months\":\"0\"}]");
    json_decref(result);
}

Test(spend, the_reconciliation_covers_every_line_and_every_currency)
{
    json_t *result = analysis(&(struct analysis_options){0});
    char *CLEANUP(mem_freep) got = json_dumps(
        json_object_get(json_object_get(result, "spend"), "reconciliation"), JSON_COMPACT);
    cr_expect_str_eq(
        got, "[{\"invoice_id\":\"INV-1\",\"payer\":\"999900000000\",\"entity\":\"AWS EMEA "
             "SARL\",\"currency\":\"EUR\",\"lines\":1,\"unblended\":\"7.10\"},"
             "{\"invoice_id\":\"INV-1\",\"payer\":\"999900000000\",\"entity\":\"AWS EMEA "
             "SARL\",\"currency\":\"USD\",\"lines\":22,\"unblended\":\"62.2450000000000001\"}]");
    json_decref(result);
}

Test(spend, a_source_states_its_control_total_unless_currencies_mix)
{
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = facts();
    json_t *result = NULL;
    cr_assert_eq(analysis_sources(store, &result, &err), 0, "%s", err.text);
    json_t *sources = json_object_get(result, "sources");
    json_t *august = json_array_get(sources, 2);
    json_t *september = json_array_get(sources, 3);
    cr_expect_str_eq(json_string_value(json_object_get(august, "control_total")), "3.00");
    cr_expect(json_is_null(json_object_get(september, "control_total")));
    cr_expect_str_eq(
        json_string_value(json_object_get(json_object_get(september, "control_totals"), "EUR")),
        "7.10");
    json_decref(result);
}

Test(spend, a_copy_s_cost_is_its_source_s_over_every_step_between)
{
    static const char copies[] =
        "insert into snapshot (source_id, pointer, arn, id, kind, account, region, resource_arn,"
        " origin, state, copy_of_arn) values"
        " (3, '/s1', 'arn:aws:ec2:eu-west-1::snapshot/snap-a', 'snap-a', 'ebs', '111122223333',"
        " 'eu-west-1', 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1', 'manual', 'completed',"
        " null),"
        " (3, '/s2', 'arn:aws:ec2:eu-central-1::snapshot/snap-b', 'snap-b', 'ebs', '111122223333',"
        " 'eu-central-1', null, 'copy', 'completed', 'arn:aws:ec2:eu-west-1::snapshot/snap-a'),"
        " (3, '/s3', 'arn:aws:ec2:eu-central-1::snapshot/snap-c', 'snap-c', 'ebs', '777788889999',"
        " 'eu-central-1', null, 'copy', 'completed', 'arn:aws:ec2:eu-west-1::snapshot/snap-z');"
        "insert into document values (3, '', '111122223333', 'eu-central-1',"
        " 'drs.describe-source-servers', '', '{\"items\":[{\"arn\":\"arn:aws:drs:eu-central-1:"
        "111122223333:source-server/s-1\",\"sourceProperties\":{\"identificationHints\":"
        "{\"awsInstanceID\":\"i-1\"}}}]}');"
        "insert into usage_kind values (20, 'AWSElasticDisasterRecovery', 'EUC1-DRS-Replication',"
        " 'Normal-Replication', 'hours');"
        "update cost set resource = 'arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-b'"
        " where first_line = 7 and source_id = 2;"
        "update cost set resource = 'snap-c' where first_line = 8 and source_id = 2;"
        "update cost set usage_id = 20, resource ="
        " 'arn:aws:drs:eu-central-1:111122223333:source-server/s-1' where first_line = 18;";
    struct err err = ERR_INIT;
    struct store *CLEANUP(store_closep) store = facts();
    cr_assert_eq(store_run(store, "copies", copies, &err), 0, "%s", err.text);
    pipeline(store, &(struct analysis_options){.policy_path = POLICY});
    expect_rows(store,
                "select first_line, mechanism, tier, method, coalesce(source_arn, 'none') from "
                "bill_line where month = '2024-09' and first_line in (7, 8, 18) order by 1",
                "7|snapshot_storage|tier-0|lineage|"
                "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1\n"
                "8|snapshot_storage|tier-3|assigned|none\n"
                "18|drs_replication|tier-3|lineage|"
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-1\n");
}
