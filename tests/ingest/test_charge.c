/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/ingest/ingest_case.h"

/* One line of each type on every basis, as the table in charge.h says. */

#define BASES "select unblended, net, amortized, net_amortized, list, usage from cost"

static const char *const columns[] = {"lineItem/LineItemType",
                                      "lineItem/UnblendedCost",
                                      "lineItem/NetUnblendedCost",
                                      "pricing/publicOnDemandCost",
                                      "reservation/EffectiveCost",
                                      "reservation/NetEffectiveCost",
                                      "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
                                      "reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod",
                                      "reservation/UnusedRecurringFee",
                                      "reservation/NetUnusedRecurringFee",
                                      "reservation/ReservationARN",
                                      "savingsPlan/SavingsPlanEffectiveCost",
                                      "savingsPlan/NetSavingsPlanEffectiveCost",
                                      "savingsPlan/TotalCommitmentToDate",
                                      "savingsPlan/UsedCommitment",
                                      "savingsPlan/RecurringCommitmentForBillingPeriod",
                                      "savingsPlan/NetRecurringCommitmentForBillingPeriod",
                                      "savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod",
                                      "savingsPlan/NetAmortizedUpfrontCommitmentForBillingPeriod",
                                      "lineItem/LineItemDescription",
                                      "lineItem/ProductCode"};

enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* "name=value" pairs by the ends of column names -> the line's figures on every basis. */
static void expect_charge(const char *const *cells, const char *without, const char *expected)
{
    struct ingest_case it = case_new();
    struct strbuf CLEANUP(strbuf_release) header = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) line = STRBUF_INIT;
    strbuf_adds(&header, "bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"
                         "lineItem/UsageStartDate,lineItem/UsageType,lineItem/Operation,"
                         "lineItem/UsageAmount,lineItem/CurrencyCode");
    strbuf_adds(&line, "1,2024-09-01,2,2024-09-01,u,o,3,USD");
    for (int i = 0; i < N_COLUMNS; i++) {
        if (without && strstr(columns[i], without)) {
            continue;
        }
        strbuf_addf(&header, ",%s", columns[i]);
        strbuf_addc(&line, ',');
        for (const char *const *cell = cells; *cell; cell++) {
            const char *equals = strchr(*cell, '=');
            struct slice name = {*cell, (size_t)(equals - *cell)};
            if (slice_is(name, strchr(columns[i], '/') + 1)) {
                strbuf_adds(&line, equals + 1);
            }
        }
    }
    char *CLEANUP(mem_freep) text = mem_format("%s\n%s\n", header.text, line.text);
    case_write(&it, "a.csv", text);
    case_ingest(&it, "a.csv");
    cr_expect_str_eq(it.problems.text, "");
    case_expect(&it, BASES, expected);
    case_end(&it);
}

#define CELLS(...) ((const char *const[]){__VA_ARGS__, NULL})

Test(charge, usage_is_unblended_and_its_own_net)
{
    expect_charge(CELLS("LineItemType=Usage", "UnblendedCost=10", "NetUnblendedCost=9",
                        "publicOnDemandCost=12"),
                  NULL, "10|9|10|9|12|3\n");
    expect_charge(CELLS("LineItemType=Usage", "UnblendedCost=10"), NULL, "10|10|10|10|10|3\n");
}

Test(charge, tax_credit_and_unknown_types_are_kept_and_are_no_usage)
{
    expect_charge(CELLS("LineItemType=Tax", "UnblendedCost=1"), NULL, "1|1|1|1|1|0\n");
    expect_charge(CELLS("LineItemType=Credit", "UnblendedCost=-1", "publicOnDemandCost=0.0"), NULL,
                  "-1|-1|-1|-1|0|0\n");
    expect_charge(CELLS("LineItemType=Newfangled", "UnblendedCost=2"), NULL, "2|2|2|2|2|0\n");
}

Test(charge, savings_plan_usage_costs_its_effective_cost_and_negation_nothing)
{
    expect_charge(CELLS("LineItemType=SavingsPlanCoveredUsage", "UnblendedCost=10",
                        "NetUnblendedCost=9", "publicOnDemandCost=10", "SavingsPlanEffectiveCost=7",
                        "NetSavingsPlanEffectiveCost=6"),
                  NULL, "10|9|7|6|10|3\n");
    expect_charge(CELLS("LineItemType=SavingsPlanNegation", "UnblendedCost=-10",
                        "NetUnblendedCost=-9", "publicOnDemandCost=-10"),
                  NULL, "-10|-9|0|0|0|0\n");
}

Test(charge, a_savings_plan_fee_counts_as_far_as_it_is_unused)
{
    expect_charge(CELLS("LineItemType=SavingsPlanRecurringFee", "UnblendedCost=5",
                        "NetUnblendedCost=4", "TotalCommitmentToDate=10", "UsedCommitment=8",
                        "RecurringCommitmentForBillingPeriod=5",
                        "NetRecurringCommitmentForBillingPeriod=4"),
                  NULL, "5|4|2|1.6|5|0\n");
    expect_charge(CELLS("LineItemType=SavingsPlanRecurringFee", "UnblendedCost=0",
                        "TotalCommitmentToDate=10", "UsedCommitment=8",
                        "RecurringCommitmentForBillingPeriod=0",
                        "NetRecurringCommitmentForBillingPeriod=0",
                        "AmortizedUpfrontCommitmentForBillingPeriod=10",
                        "NetAmortizedUpfrontCommitmentForBillingPeriod=9"),
                  NULL, "0|0|2|1.8|0|0\n");
    expect_charge(CELLS("LineItemType=SavingsPlanRecurringFee", "UnblendedCost=5",
                        "NetUnblendedCost=4", "TotalCommitmentToDate=10", "UsedCommitment=8"),
                  NULL, "5|4|2|1.6|5|0\n");
    expect_charge(CELLS("LineItemType=SavingsPlanUpfrontFee", "UnblendedCost=100"), NULL,
                  "100|100|0|0|100|0\n");
}

Test(charge, reservations_are_spread_over_their_usage)
{
    expect_charge(CELLS("LineItemType=DiscountedUsage", "UnblendedCost=0", "EffectiveCost=4",
                        "NetEffectiveCost=3", "publicOnDemandCost=6"),
                  NULL, "0|0|4|3|6|3\n");
    expect_charge(CELLS("LineItemType=RIFee", "UnblendedCost=30",
                        "UnusedAmortizedUpfrontFeeForBillingPeriod=2", "UnusedRecurringFee=1",
                        "NetUnusedRecurringFee=0.5"),
                  NULL, "30|30|3|2.5|30|0\n");
    expect_charge(CELLS("LineItemType=Fee", "UnblendedCost=50", "ReservationARN=arn:ri"), NULL,
                  "50|50|0|0|50|0\n");
    expect_charge(CELLS("LineItemType=Fee", "UnblendedCost=50"), NULL, "50|50|50|50|50|0\n");
}

Test(charge, only_the_refund_of_a_savings_plans_fee_is_no_cost)
{
    expect_charge(CELLS("LineItemType=Refund", "UnblendedCost=-8",
                        "ProductCode=ComputeSavingsPlans",
                        "LineItemDescription=Refund for one-time fee for Savings Plan ID: 1"),
                  NULL, "-8|-8|0|0|-8|0\n");
    expect_charge(CELLS("LineItemType=Refund", "UnblendedCost=-8",
                        "ProductCode=ComputeSavingsPlans", "LineItemDescription=EDP refund"),
                  NULL, "-8|-8|-8|-8|-8|0\n");
}

Test(charge, discount_lines_are_in_the_net_columns_already)
{
    expect_charge(CELLS("LineItemType=EdpDiscount", "UnblendedCost=-2"), NULL, "-2|0|-2|0|-2|0\n");
    expect_charge(CELLS("LineItemType=EdpDiscount", "UnblendedCost=-2"), "Net",
                  "-2|-2|-2|-2|-2|0\n");
}

Test(charge, a_file_without_commitment_columns_is_not_amortized)
{
    expect_charge(CELLS("LineItemType=SavingsPlanCoveredUsage", "UnblendedCost=10"), "savingsPlan/",
                  "10|10|10|10|10|3\n");
    expect_charge(CELLS("LineItemType=RIFee", "UnblendedCost=30"), "reservation/",
                  "30|30|30|30|30|0\n");
}

/* The line type and the product come from the right columns as well. */
Test(charge, focus_has_billed_effective_and_list_cost)
{
    struct ingest_case it = case_new();
    case_write(&it, "a.csv",
               "BillingAccountId,BillingPeriodStart,SubAccountId,ChargeCategory,ChargeClass,"
               "ChargePeriodStart,ServiceName,x_ServiceCode,SkuMeter,BillingCurrency,"
               "ConsumedQuantity,BilledCost,EffectiveCost,ListCost,Tags\n"
               "1,2024-09-01,2,Usage,Correction,2024-09-01,Simple Storage,AmazonS3,EU-Bytes,USD,"
               "4,1,2,3,\"{\"\"k\"\":\"\"v\"\"}\"\n"
               "1,2024-09-01,2,Purchase,NULL,2024-09-01,Compute,NULL,NULL,USD,NULL,9,0,9,{}\n"
               "1,2024-09-01,2,Tax,Correction,2024-09-01,Tax,,,USD,,0.5,0.5,,\n");
    case_ingest(&it, "a.csv");
    cr_expect_str_eq(it.problems.text, "");
    case_expect(&it,
                "select line_type, product_code, usage_type, tags, usage, unblended, net,"
                " amortized, net_amortized, list from cost c join usage_kind u on u.id = usage_id"
                " join tag_set t on t.id = tag_set_id order by c.id",
                "Usage (Correction)|AmazonS3|EU-Bytes|{\"k\":\"v\"}|4|1|1|2|2|3\n"
                "Purchase|Compute||{}|0|9|9|0|0|0\n"
                "Tax|Tax||{}|0|0.5|0.5|0.5|0.5|0.5\n");
    case_expect(&it, "select format from source", "focus-1.2\n");
    case_end(&it);
}
