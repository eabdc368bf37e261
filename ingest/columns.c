/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/columns.h"

#include <string.h>

#include "ingest/rows.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

enum need { OPTIONAL, REQUIRED };

struct meaning {
    enum column column;
    enum need need;
    const char *name;
};

static const struct meaning legacy[] = {
    {COL_PAYER, REQUIRED, "bill/PayerAccountId"},
    {COL_PERIOD_START, REQUIRED, "bill/BillingPeriodStartDate"},
    {COL_ACCOUNT, REQUIRED, "lineItem/UsageAccountId"},
    {COL_LINE_TYPE, REQUIRED, "lineItem/LineItemType"},
    {COL_START, REQUIRED, "lineItem/UsageStartDate"},
    {COL_END, OPTIONAL, "lineItem/UsageEndDate"},
    {COL_PRODUCT, REQUIRED, "lineItem/ProductCode"},
    {COL_USAGE_TYPE, REQUIRED, "lineItem/UsageType"},
    {COL_OPERATION, REQUIRED, "lineItem/Operation"},
    {COL_UNIT, OPTIONAL, "pricing/unit"},
    {COL_CURRENCY, REQUIRED, "lineItem/CurrencyCode"},
    {COL_INVOICE, OPTIONAL, "bill/InvoiceId"},
    {COL_ENTITY, OPTIONAL, "bill/InvoicingEntity"},
    {COL_RESOURCE, OPTIONAL, "lineItem/ResourceId"},
    {COL_REGION, OPTIONAL, "product/region"},
    {COL_REGION_CODE, OPTIONAL, "product/regionCode"},
    {COL_ZONE, OPTIONAL, "lineItem/AvailabilityZone"},
    {COL_DESCRIPTION, OPTIONAL, "lineItem/LineItemDescription"},
    {COL_RESERVATION, OPTIONAL, "reservation/ReservationARN"},
    {COL_USAGE, REQUIRED, "lineItem/UsageAmount"},
    {COL_UNBLENDED, REQUIRED, "lineItem/UnblendedCost"},
    {COL_NET_UNBLENDED, OPTIONAL, "lineItem/NetUnblendedCost"},
    {COL_LIST, OPTIONAL, "pricing/publicOnDemandCost"},
    {COL_RI_EFFECTIVE, OPTIONAL, "reservation/EffectiveCost"},
    {COL_RI_NET_EFFECTIVE, OPTIONAL, "reservation/NetEffectiveCost"},
    {COL_RI_UNUSED_UPFRONT, OPTIONAL, "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod"},
    {COL_RI_NET_UNUSED_UPFRONT, OPTIONAL,
     "reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod"},
    {COL_RI_UNUSED_RECURRING, OPTIONAL, "reservation/UnusedRecurringFee"},
    {COL_RI_NET_UNUSED_RECURRING, OPTIONAL, "reservation/NetUnusedRecurringFee"},
    {COL_SP_EFFECTIVE, OPTIONAL, "savingsPlan/SavingsPlanEffectiveCost"},
    {COL_SP_NET_EFFECTIVE, OPTIONAL, "savingsPlan/NetSavingsPlanEffectiveCost"},
    {COL_SP_COMMITTED, OPTIONAL, "savingsPlan/TotalCommitmentToDate"},
    {COL_SP_USED, OPTIONAL, "savingsPlan/UsedCommitment"},
    {COL_SP_RECURRING, OPTIONAL, "savingsPlan/RecurringCommitmentForBillingPeriod"},
    {COL_SP_NET_RECURRING, OPTIONAL, "savingsPlan/NetRecurringCommitmentForBillingPeriod"},
    {COL_SP_UPFRONT, OPTIONAL, "savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod"},
    {COL_SP_NET_UPFRONT, OPTIONAL, "savingsPlan/NetAmortizedUpfrontCommitmentForBillingPeriod"},
};

/* CUR 2.0, and legacy reports as Athena holds them. */
static const struct meaning snake[] = {
    {COL_PAYER, REQUIRED, "bill_payer_account_id"},
    {COL_PERIOD_START, REQUIRED, "bill_billing_period_start_date"},
    {COL_ACCOUNT, REQUIRED, "line_item_usage_account_id"},
    {COL_LINE_TYPE, REQUIRED, "line_item_line_item_type"},
    {COL_START, REQUIRED, "line_item_usage_start_date"},
    {COL_END, OPTIONAL, "line_item_usage_end_date"},
    {COL_PRODUCT, REQUIRED, "line_item_product_code"},
    {COL_USAGE_TYPE, REQUIRED, "line_item_usage_type"},
    {COL_OPERATION, REQUIRED, "line_item_operation"},
    {COL_UNIT, OPTIONAL, "pricing_unit"},
    {COL_CURRENCY, REQUIRED, "line_item_currency_code"},
    {COL_INVOICE, OPTIONAL, "bill_invoice_id"},
    {COL_ENTITY, OPTIONAL, "bill_invoicing_entity"},
    {COL_RESOURCE, OPTIONAL, "line_item_resource_id"},
    {COL_REGION, OPTIONAL, "product_region"},
    {COL_REGION_CODE, OPTIONAL, "product_region_code"},
    {COL_ZONE, OPTIONAL, "line_item_availability_zone"},
    {COL_DESCRIPTION, OPTIONAL, "line_item_line_item_description"},
    {COL_RESERVATION, OPTIONAL, "reservation_reservation_a_r_n"},
    {COL_TAGS, OPTIONAL, "resource_tags"},
    {COL_MORE_TAGS, OPTIONAL, "tags"},
    {COL_PRODUCT_MAP, OPTIONAL, "product"},
    {COL_USAGE, REQUIRED, "line_item_usage_amount"},
    {COL_UNBLENDED, REQUIRED, "line_item_unblended_cost"},
    {COL_NET_UNBLENDED, OPTIONAL, "line_item_net_unblended_cost"},
    {COL_LIST, OPTIONAL, "pricing_public_on_demand_cost"},
    {COL_RI_EFFECTIVE, OPTIONAL, "reservation_effective_cost"},
    {COL_RI_NET_EFFECTIVE, OPTIONAL, "reservation_net_effective_cost"},
    {COL_RI_UNUSED_UPFRONT, OPTIONAL,
     "reservation_unused_amortized_upfront_fee_for_billing_period"},
    {COL_RI_NET_UNUSED_UPFRONT, OPTIONAL,
     "reservation_net_unused_amortized_upfront_fee_for_billing_period"},
    {COL_RI_UNUSED_RECURRING, OPTIONAL, "reservation_unused_recurring_fee"},
    {COL_RI_NET_UNUSED_RECURRING, OPTIONAL, "reservation_net_unused_recurring_fee"},
    {COL_SP_EFFECTIVE, OPTIONAL, "savings_plan_savings_plan_effective_cost"},
    {COL_SP_NET_EFFECTIVE, OPTIONAL, "savings_plan_net_savings_plan_effective_cost"},
    {COL_SP_COMMITTED, OPTIONAL, "savings_plan_total_commitment_to_date"},
    {COL_SP_USED, OPTIONAL, "savings_plan_used_commitment"},
    {COL_SP_RECURRING, OPTIONAL, "savings_plan_recurring_commitment_for_billing_period"},
    {COL_SP_NET_RECURRING, OPTIONAL, "savings_plan_net_recurring_commitment_for_billing_period"},
    {COL_SP_UPFRONT, OPTIONAL, "savings_plan_amortized_upfront_commitment_for_billing_period"},
    {COL_SP_NET_UPFRONT, OPTIONAL,
     "savings_plan_net_amortized_upfront_commitment_for_billing_period"},
};

static const struct meaning focus[] = {
    {COL_PAYER, REQUIRED, "BillingAccountId"},   {COL_PERIOD_START, REQUIRED, "BillingPeriodStart"},
    {COL_ACCOUNT, REQUIRED, "SubAccountId"},     {COL_LINE_TYPE, REQUIRED, "ChargeCategory"},
    {COL_START, REQUIRED, "ChargePeriodStart"},  {COL_END, OPTIONAL, "ChargePeriodEnd"},
    {COL_PRODUCT, OPTIONAL, "x_ServiceCode"}, /* one of the two is required */
    {COL_PRODUCT_NAME, OPTIONAL, "ServiceName"}, {COL_USAGE_TYPE, OPTIONAL, "x_UsageType"},
    {COL_USAGE_TYPE, OPTIONAL, "SkuMeter"}, /* where 1.2 put the usage type */
    {COL_OPERATION, OPTIONAL, "x_Operation"},    {COL_UNIT, OPTIONAL, "ConsumedUnit"},
    {COL_CURRENCY, REQUIRED, "BillingCurrency"}, {COL_INVOICE, OPTIONAL, "InvoiceId"},
    {COL_ENTITY, OPTIONAL, "InvoiceIssuerName"}, {COL_RESOURCE, OPTIONAL, "ResourceId"},
    {COL_REGION, OPTIONAL, "RegionId"},          {COL_ZONE, OPTIONAL, "AvailabilityZone"},
    {COL_CHARGE_CLASS, OPTIONAL, "ChargeClass"}, {COL_TAGS, OPTIONAL, "Tags"},
    {COL_USAGE, REQUIRED, "ConsumedQuantity"},   {COL_UNBLENDED, REQUIRED, "BilledCost"},
    {COL_EFFECTIVE, REQUIRED, "EffectiveCost"},  {COL_LIST, OPTIONAL, "ListCost"},
};

struct family {
    const struct meaning *meanings;
    size_t n_meanings;
    struct slice tag_prefix; /* of a column per tag, before the tag's key; empty: none */
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct family families[] = {
    {legacy, COUNT(legacy), {"resourceTags/", 13}},
    {snake, COUNT(snake), {"resource_tags_", 14}},
    {focus, COUNT(focus), {"", 0}},
};

/* From this many known required columns on, a file is a bill with something missing
 * and no longer some other CSV. */
enum { RECOGNISED_FROM = 4 };

const char *bill_format_name(enum bill_format format)
{
    static const char *const names[] = {
        [BILL_NONE] = "",
        [BILL_LEGACY] = "cur-legacy",
        [BILL_CUR2] = "cur2",
        [BILL_ATHENA] = "cur-athena",
        [BILL_FOCUS_10] = "focus-1.0",
        [BILL_FOCUS_12] = "focus-1.2",
    };
    return names[format];
}

static size_t count_columns(const struct row *header, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < header->n_fields; i++) {
        n += slice_is(header->fields[i], name);
    }
    return n;
}

static const struct family *recognise(const struct row *header)
{
    const struct family *best = NULL;
    size_t best_known = RECOGNISED_FROM - 1;
    for (size_t f = 0; f < COUNT(families); f++) {
        size_t known = 0;
        for (size_t i = 0; i < families[f].n_meanings; i++) {
            const struct meaning *meaning = &families[f].meanings[i];
            known += meaning->need == REQUIRED && count_columns(header, meaning->name) > 0;
        }
        if (known > best_known) {
            best = &families[f];
            best_known = known;
        }
    }
    return best;
}

static enum bill_format format_of(const struct family *family, const struct row *header)
{
    if (family->meanings == legacy) {
        return BILL_LEGACY;
    }
    if (family->meanings == focus) {
        bool newer = count_columns(header, "SkuMeter") || count_columns(header, "InvoiceId") ||
                     count_columns(header, "SkuPriceDetails");
        return newer ? BILL_FOCUS_12 : BILL_FOCUS_10;
    }
    /* Athena's tables have a column per tag and partition columns, CUR 2.0 has maps. */
    bool partitions = count_columns(header, "year") && count_columns(header, "month");
    for (size_t i = 0; i < header->n_fields && !partitions; i++) {
        partitions = slice_starts(header->fields[i], family->tag_prefix);
    }
    return partitions ? BILL_ATHENA : BILL_CUR2;
}

static int find_column(const struct row *header, const char *file, const struct meaning *meaning,
                       struct columns *columns, struct err *err)
{
    size_t n = count_columns(header, meaning->name);
    if (meaning->need == REQUIRED && n != 1) {
        return FAIL(err, ERR_INPUT, "'%s': the required column '%s' %s; the file was not used",
                    file, meaning->name, n ? "occurs more than once" : "is missing");
    }
    if (n == 0 || columns->has[meaning->column]) {
        return 0;
    }
    for (size_t i = 0; i < header->n_fields; i++) {
        if (slice_is(header->fields[i], meaning->name)) {
            columns->has[meaning->column] = true;
            columns->at[meaning->column] = i;
            columns->names[meaning->column] = meaning->name;
            columns->wanted[i] = true;
            break;
        }
    }
    return 0;
}

static int by_key(const void *a, const void *b)
{
    const struct tag_column *x = a;
    const struct tag_column *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void find_tags(const struct row *header, const struct family *family,
                      struct columns *columns)
{
    if (family->tag_prefix.size == 0) {
        return;
    }
    columns->tags = mem_array(header->n_fields, sizeof *columns->tags);
    for (size_t i = 0; i < header->n_fields; i++) {
        struct slice name = slice_of(columns->header[i]);
        if (slice_starts(name, family->tag_prefix) && name.size > family->tag_prefix.size) {
            columns->tags[columns->n_tags++] =
                (struct tag_column){i, name.text + family->tag_prefix.size};
            columns->wanted[i] = true;
        }
    }
    qsort(columns->tags, columns->n_tags, sizeof *columns->tags, by_key);
}

int columns_read(const struct row *header, const char *name, struct columns *ret_columns,
                 struct err *err)
{
    struct columns columns = {0};
    const struct family *family = recognise(header);
    *ret_columns = columns;
    if (!family) {
        return 0;
    }
    columns.format = format_of(family, header);
    columns.n_fields = header->n_fields;
    columns.min_fields = header->n_fields - (header->fields[header->n_fields - 1].size == 0);
    columns.header = mem_array(header->n_fields, sizeof *columns.header);
    for (size_t i = 0; i < header->n_fields; i++) {
        struct strbuf name_text = STRBUF_INIT;
        strbuf_add_utf8(&name_text, header->fields[i]);
        columns.header[i] = strbuf_detach(&name_text);
    }
    columns.wanted = mem_array(header->n_fields, sizeof *columns.wanted);
    int rc = 0;
    for (size_t i = 0; i < family->n_meanings && rc == 0; i++) {
        rc = find_column(header, name, &family->meanings[i], &columns, err);
    }
    if (rc == 0 && !columns.has[COL_PRODUCT] && !columns.has[COL_PRODUCT_NAME]) {
        rc = FAIL(err, ERR_INPUT,
                  "'%s': the required column 'ServiceName' (or 'x_ServiceCode') is missing; the "
                  "file was not used",
                  name);
    }
    if (rc < 0) {
        columns_release(&columns);
        return rc;
    }
    find_tags(header, family, &columns);
    *ret_columns = columns;
    return 0;
}

void columns_release(struct columns *columns)
{
    for (size_t i = 0; i < columns->n_fields; i++) {
        free(columns->header[i]);
    }
    free(columns->header);
    free(columns->tags);
    free(columns->wanted);
    *columns = (struct columns){0};
}

struct slice columns_get(const struct columns *columns, const struct row *row, enum column column)
{
    if (!columns->has[column]) {
        return (struct slice){"", 0};
    }
    struct slice cell = row->fields[columns->at[column]];
    if (cell.size == 4 && memcmp(cell.text, "NULL", 4) == 0) {
        return (struct slice){"", 0};
    }
    return cell;
}
