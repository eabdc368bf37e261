# SPDX-License-Identifier: Apache-2.0
"""The same invented lines of a bill as every format that AWS exports."""

import csv
import io
import json

PAYER = "999900000000"


class Line:
    """One line item. `kind` is CUR's line item type; amounts are texts. `amortized` is what
    the line costs after commitments; where it is None, that is its cost."""

    def __init__(self, product, usage_type, operation, cost, *, resource="", tags=None,
                 account="111122223333", region="", kind="Usage", usage="1", unit="GB-Mo",
                 invoice="INV-1", currency="USD", payer=PAYER, month="2024-09", **more):
        self.__dict__.update(locals())
        self.amortized = more.get("amortized")


def legacy(lines):
    keys = sorted({key for line in lines for key in line.tags or {}})
    columns = {
        "identity/LineItemId": lambda l: "x",
        "bill/PayerAccountId": lambda l: l.payer, "bill/InvoiceId": lambda l: l.invoice,
        "bill/InvoicingEntity": lambda l: "AWS EMEA SARL",
        "bill/BillingPeriodStartDate": lambda l: f"{l.month}-01T00:00:00Z",
        "lineItem/UsageAccountId": lambda l: l.account, "lineItem/LineItemType": lambda l: l.kind,
        "lineItem/UsageStartDate": lambda l: f"{l.month}-02T00:00:00Z",
        "lineItem/UsageEndDate": lambda l: f"{l.month}-03T00:00:00Z",
        "lineItem/ProductCode": lambda l: l.product, "lineItem/UsageType": lambda l: l.usage_type,
        "lineItem/Operation": lambda l: l.operation, "lineItem/ResourceId": lambda l: l.resource,
        "lineItem/UsageAmount": lambda l: l.usage, "lineItem/CurrencyCode": lambda l: l.currency,
        "lineItem/UnblendedCost": lambda l: l.cost, "product/region": lambda l: l.region,
        "pricing/unit": lambda l: l.unit,
        "savingsPlan/SavingsPlanEffectiveCost": lambda l: l.amortized or "",
        "reservation/EffectiveCost": lambda l: l.amortized or "0"}
    columns.update({f"resourceTags/user:{key}": lambda l, key=key: (l.tags or {}).get(key, "")
                    for key in keys})
    return write(columns, lines)


def snake(lines, tag_columns):
    columns = {
        "bill_payer_account_id": lambda l: l.payer, "bill_invoice_id": lambda l: l.invoice,
        "bill_invoicing_entity": lambda l: "AWS EMEA SARL",
        "bill_billing_period_start_date": lambda l: f"{l.month}-01T00:00:00.000Z",
        "line_item_usage_account_id": lambda l: l.account,
        "line_item_line_item_type": lambda l: l.kind,
        "line_item_usage_start_date": lambda l: f"{l.month}-02T00:00:00.000Z",
        "line_item_usage_end_date": lambda l: f"{l.month}-03T00:00:00.000Z",
        "line_item_product_code": lambda l: l.product,
        "line_item_usage_type": lambda l: l.usage_type,
        "line_item_operation": lambda l: l.operation,
        "line_item_resource_id": lambda l: l.resource,
        "line_item_usage_amount": lambda l: l.usage,
        "line_item_currency_code": lambda l: l.currency,
        "line_item_unblended_cost": lambda l: l.cost, "product_region_code": lambda l: l.region,
        "pricing_unit": lambda l: l.unit,
        "savings_plan_savings_plan_effective_cost": lambda l: l.amortized or "",
        "reservation_effective_cost": lambda l: l.amortized or "0"}
    if tag_columns:
        keys = sorted({key for line in lines for key in line.tags or {}})
        columns.update({"resource_tags_user_" + key.replace("-", "_"):
                        lambda l, key=key: (l.tags or {}).get(key, "") for key in keys})
        columns.update({"year": lambda l: l.month[:4], "month": lambda l: l.month[5:]})
    else:
        columns["resource_tags"] = lambda l: json.dumps(
            {"user_" + key.replace("-", "_"): value for key, value in (l.tags or {}).items()})
    return write(columns, lines)


def cur2(lines):
    return snake(lines, tag_columns=False)


def athena(lines):
    return snake(lines, tag_columns=True)


def focus(lines, usage_type):
    category = {"Usage": "Usage", "Tax": "Tax", "Credit": "Credit", "Refund": "Adjustment",
                "SavingsPlanCoveredUsage": "Usage", "DiscountedUsage": "Usage"}
    columns = {
        "BillingAccountId": lambda l: l.payer, "SubAccountId": lambda l: l.account,
        "BillingPeriodStart": lambda l: f"{l.month}-01T00:00:00Z",
        "ChargePeriodStart": lambda l: f"{l.month}-02T00:00:00Z",
        "ChargePeriodEnd": lambda l: f"{l.month}-03T00:00:00Z",
        "BillingCurrency": lambda l: l.currency,
        # what a commitment covers is billed with the commitment
        "BilledCost": lambda l: "0" if l.amortized else l.cost,
        "EffectiveCost": lambda l: l.amortized or l.cost,
        "ListCost": lambda l: l.cost, "ChargeCategory": lambda l: category[l.kind],
        "ConsumedQuantity": lambda l: l.usage, "ConsumedUnit": lambda l: l.unit,
        "ServiceName": lambda l: "a name in words", "x_ServiceCode": lambda l: l.product,
        "x_Operation": lambda l: l.operation, "RegionId": lambda l: l.region,
        "ResourceId": lambda l: l.resource, "Tags": lambda l: json.dumps(l.tags or {}),
        usage_type: lambda l: l.usage_type}
    if usage_type == "SkuMeter":
        columns["InvoiceId"] = lambda l: l.invoice
    return write(columns, lines)


def focus10(lines):
    return focus(lines, "x_UsageType")


def focus12(lines):
    return focus(lines, "SkuMeter")


def write(columns, lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([value(line) for value in columns.values()])
    return out.getvalue()


FORMATS = {"cur-legacy": legacy, "cur2": cur2, "cur-athena": athena, "focus-1.0": focus10,
           "focus-1.2": focus12}
