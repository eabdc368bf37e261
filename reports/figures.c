/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/figures.h"

#include <string.h>

#include "reports/value.h"
#include "support/banned.h"
#include "support/mem.h"

enum { N_RISKS = 3, RATIO_PLACES = 4 };

static json_t *amount_json(struct decimal value, unsigned min_places)
{
    char text[DECIMAL_TEXT_SIZE];

    decimal_format(value, min_places, text);
    return json_string(text);
}

static json_t *ratio_json(struct decimal part, struct decimal whole)
{
    struct decimal ratio;

    if (decimal_sign(whole) <= 0 || !decimal_div(part, whole, RATIO_PLACES, &ratio)) {
        return json_null();
    }
    return amount_json(ratio, 0);
}

/* Sum of an amount over an array; what has no amount adds nothing. */
static struct decimal sum_of(const json_t *rows, const char *key)
{
    struct decimal sum = DECIMAL_ZERO;
    struct decimal value;
    const json_t *row = NULL;
    size_t i = 0;

    json_array_foreach(rows, i, row)
    {
        if (value_decimal_at(row, key, &value)) {
            decimal_add(sum, value, &sum);
        }
    }
    return sum;
}

static long long count_where(const json_t *rows, const char *key, const char *wanted)
{
    long long n = 0;
    const json_t *row = NULL;
    size_t i = 0;

    json_array_foreach(rows, i, row)
    {
        n += strcmp(value_text(row, key), wanted) == 0;
    }
    return n;
}

/* {"amount", "ratio", "up", "down"} of now against then; null when either is unknown. */
static json_t *difference(const json_t *now_value, const json_t *then_value)
{
    struct decimal now;
    struct decimal then;
    struct decimal change;

    if (!value_decimal(now_value, &now) || !value_decimal(then_value, &then) ||
        !decimal_sub(now, then, &change)) {
        return json_null();
    }
    return json_pack("{s:o,s:o,s:o,s:o,s:b,s:b}", "amount", amount_json(change, 2), "size",
                     amount_json(decimal_abs(change), 2), "ratio", ratio_json(change, then),
                     "size_ratio", ratio_json(decimal_abs(change), then), "up",
                     decimal_sign(change) > 0, "down", decimal_sign(change) < 0);
}

/* --- coverage --------------------------------------------------------------- */

static json_t *verdicts(const json_t *rules, const json_t *findings)
{
    return json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "rules",
                     (json_int_t)json_array_size(rules), "pass",
                     (json_int_t)count_where(rules, "verdict", "pass"), "fail",
                     (json_int_t)count_where(rules, "verdict", "fail"), "insufficient_data",
                     (json_int_t)count_where(rules, "verdict", "insufficient_data"),
                     "not_applicable", (json_int_t)count_where(rules, "verdict", "not_applicable"),
                     "failures", (json_int_t)count_where(findings, "verdict", "fail"), "unknown",
                     (json_int_t)count_where(findings, "verdict", "insufficient_data"), "excepted",
                     (json_int_t)count_where(findings, "overlay", "excepted"), "expired",
                     (json_int_t)count_where(findings, "overlay", "exception_expired"));
}

struct risk {
    const json_t *rule;
    const json_t *worst; /* the open failure with the highest monthly cost */
    struct decimal worst_cost;
    struct decimal cost;
    bool cost_known;    /* of one failure at least */
    long long failures; /* without those that an exception covers */
};

static int severity_rank(const char *severity)
{
    static const char *const order[] = {"critical", "high", "medium", "low"};
    int rank = 0;

    while (rank < 4 && strcmp(order[rank], severity) != 0) {
        rank++;
    }
    return rank;
}

static bool risk_before(const struct risk *a, const struct risk *b)
{
    int order = severity_rank(value_text(a->rule, "severity")) -
                severity_rank(value_text(b->rule, "severity"));

    order = order ? order : decimal_compare(b->cost, a->cost);
    order = order ? order : (a->failures < b->failures) - (a->failures > b->failures);
    return order < 0 ||
           (order == 0 && strcmp(value_text(a->rule, "id"), value_text(b->rule, "id")) < 0);
}

static struct risk risk_of(const json_t *rule, const json_t *findings)
{
    struct risk risk = {.rule = rule};
    const char *id = value_text(rule, "id");
    const json_t *finding = NULL;
    size_t i = 0;

    json_array_foreach(findings, i, finding)
    {
        struct decimal cost = DECIMAL_ZERO;

        if (strcmp(value_text(finding, "rule"), id) != 0 ||
            strcmp(value_text(finding, "verdict"), "fail") != 0 ||
            strcmp(value_text(finding, "overlay"), "excepted") == 0) {
            continue;
        }
        risk.failures++;
        risk.cost_known |= value_decimal_at(finding, "monthly_cost", &cost);
        decimal_add(risk.cost, cost, &risk.cost);
        if (!risk.worst || decimal_compare(cost, risk.worst_cost) > 0) {
            risk.worst = finding;
            risk.worst_cost = cost;
        }
    }
    return risk;
}

/* Failing rules by severity, then by the monthly cost of what fails. */
static json_t *risks(const json_t *rules, const json_t *findings)
{
    struct risk top[N_RISKS];
    size_t n = 0;
    json_t *list = json_array();
    const json_t *rule = NULL;
    size_t i = 0;

    json_array_foreach(rules, i, rule)
    {
        struct risk risk = risk_of(rule, findings);
        size_t place = n;

        while (place > 0 && risk_before(&risk, &top[place - 1])) {
            place--;
        }
        if (risk.failures == 0 || place == N_RISKS) {
            continue;
        }
        n += n < N_RISKS;
        memmove(top + place + 1, top + place, (n - place - 1) * sizeof *top);
        top[place] = risk;
    }
    for (i = 0; i < n; i++) {
        const char *title = value_text(top[i].rule, "title");
        const char *id = value_text(top[i].rule, "id");

        json_array_append_new(
            list, json_pack("{s:s,s:s,s:s,s:I,s:o,s:s,s:s,s:s}", "rule", id, "title",
                            *title ? title : id, "severity", value_text(top[i].rule, "severity"),
                            "failures", (json_int_t)top[i].failures, "monthly_cost",
                            top[i].cost_known ? amount_json(top[i].cost, 2) : json_null(), "worst",
                            value_text(top[i].worst, "resource"), "reason",
                            value_text(top[i].worst, "reason"), "remediation",
                            value_text(top[i].rule, "remediation")));
    }
    return list;
}

/* --- the rest ----------------------------------------------------------------- */

static json_t *tiering(const json_t *proposals)
{
    struct decimal saving = DECIMAL_ZERO;
    struct decimal value;
    const json_t *row = NULL;
    size_t i = 0;

    json_array_foreach(proposals, i, row)
    {
        if (strcmp(value_text(row, "verdict"), "accept") == 0 &&
            value_decimal_at(row, "net_12_months", &value)) {
            decimal_add(saving, value, &saving);
        }
    }
    return json_pack("{s:I,s:I,s:I,s:I,s:o}", "accepted",
                     (json_int_t)count_where(proposals, "verdict", "accept"), "rejected",
                     (json_int_t)count_where(proposals, "verdict", "reject"), "held",
                     (json_int_t)count_where(proposals, "verdict", "held"), "cannot_tell",
                     (json_int_t)count_where(proposals, "verdict", "cannot_tell"), "net_12_months",
                     amount_json(saving, 2));
}

static long long total(const json_t *rows, const char *key)
{
    long long n = 0;
    const json_t *row = NULL;
    size_t i = 0;

    json_array_foreach(rows, i, row)
    {
        n += value_int(row, key);
    }
    return n;
}

static json_t *recovery(const json_t *result)
{
    const json_t *rpo = value_at(result, "/recovery/rpo");
    const json_t *rto = value_at(result, "/recovery/rto");

    return json_pack(
        "{s:I,s:I,s:I,s:I,s:I,s:I}", "resources", (json_int_t)total(rpo, "resources"), "met",
        (json_int_t)total(rpo, "met"), "breached", (json_int_t)total(rpo, "breached"), "unknown",
        (json_int_t)total(rpo, "unknown"), "restores", (json_int_t)total(rto, "restores"),
        "failed_restores", (json_int_t)total(rto, "failures"));
}

static json_t *unallocated(const json_t *result)
{
    const json_t *row = NULL;
    size_t i = 0;

    json_array_foreach(value_at(result, "/spend/by_tier"), i, row)
    {
        struct decimal cost;
        struct decimal dr_total;

        if (strcmp(value_text(row, "tier"), "unallocated") == 0 &&
            value_decimal_at(row, "cost", &cost) &&
            value_decimal_at(result, "/spend/dr_total", &dr_total)) {
            return json_pack("{s:o,s:o}", "cost", amount_json(cost, 2), "share",
                             ratio_json(cost, dr_total));
        }
    }
    return json_null();
}

/* Whether a month that the charts show is not final yet. */
static bool has_estimate(const json_t *months)
{
    const json_t *month = NULL;
    size_t i = 0;

    json_array_foreach(months, i, month)
    {
        if (json_is_true(value_at(month, "estimated"))) {
            return true;
        }
    }
    return false;
}

static json_t *inputs(const json_t *sources)
{
    return json_pack("{s:I,s:o,s:I,s:I,s:I}", "files", (json_int_t)json_array_size(sources),
                     "kinds", figures_source_kinds(sources), "rows_read",
                     (json_int_t)total(sources, "rows_read"), "rows_kept",
                     (json_int_t)total(sources, "rows_kept"), "rows_rejected",
                     (json_int_t)total(sources, "rows_rejected"));
}

json_t *figures_of(const json_t *result)
{
    const json_t *spend = value_at(result, "/spend");
    const json_t *dr_total = value_at(spend, "dr_total");
    const json_t *rules = value_at(result, "/coverage/rules");
    const json_t *findings = value_at(result, "/coverage/findings");
    const json_t *sources = value_at(result, "/sources");
    bool bill = *value_text(result, "/month") != '\0' && dr_total;
    bool inventory = value_int(result, "/coverage/headline/in_scope") > 0;

    return json_pack("{s:b,s:b,s:b,s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "loaded",
                     bill || inventory, "bill", bill, "inventory", inventory, "estimated",
                     has_estimate(value_at(spend, "by_month")), "inputs", inputs(sources), "change",
                     difference(bill ? dr_total : NULL, value_at(spend, "previous_dr_total")),
                     "budget", difference(bill ? dr_total : NULL, value_at(spend, "budget")),
                     "unallocated", unallocated(result), "unclassified",
                     amount_json(sum_of(value_at(spend, "unclassified"), "cost"), 2), "verdicts",
                     verdicts(rules, findings), "risks", risks(rules, findings), "exposed",
                     figures_exposed(value_at(result, "/resources")), "tiering",
                     tiering(value_at(result, "/tiering/proposals")), "recovery", recovery(result));
}
