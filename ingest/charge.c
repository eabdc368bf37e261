/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/charge.h"

#include "support/err.h"

enum line_kind {
    LINE_OTHER,
    LINE_USAGE,
    LINE_DISCOUNTED_USAGE,
    LINE_COVERED_USAGE,
    LINE_NEGATION,
    LINE_SP_RECURRING,
    LINE_SP_UPFRONT,
    LINE_RI_FEE,
    LINE_FEE,
    LINE_REFUND,
    LINE_DISCOUNT,
};

static enum line_kind kind_of(struct slice type)
{
    static const struct {
        const char *name;
        enum line_kind kind;
    } kinds[] = {
        {"Usage", LINE_USAGE},
        {"DiscountedUsage", LINE_DISCOUNTED_USAGE},
        {"SavingsPlanCoveredUsage", LINE_COVERED_USAGE},
        {"SavingsPlanNegation", LINE_NEGATION},
        {"SavingsPlanRecurringFee", LINE_SP_RECURRING},
        {"SavingsPlanUpfrontFee", LINE_SP_UPFRONT},
        {"RIFee", LINE_RI_FEE},
        {"Fee", LINE_FEE},
        {"Refund", LINE_REFUND},
        {"FlatRateSubscription", LINE_USAGE},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (slice_is(type, kinds[i].name)) {
            return kinds[i].kind;
        }
    }
    return slice_ends(type, SLICE_LITERAL("Discount")) ? LINE_DISCOUNT : LINE_OTHER;
}

static struct decimal value_of(const struct amounts *amounts, enum column column)
{
    return amounts->value[column - COL_FIRST_AMOUNT];
}

static bool is_given(const struct amounts *amounts, enum column column)
{
    return amounts->given[column - COL_FIRST_AMOUNT];
}

static struct decimal net_of(const struct amounts *amounts, enum column net, enum column gross)
{
    return value_of(amounts, is_given(amounts, net) ? net : gross);
}

/* commitment x net / gross: of the recurring part, for an all-upfront plan of the
 * amortized upfront part, else of the fee itself. */
static bool scale_to_net(const struct amounts *amounts, struct decimal unused,
                         struct decimal *ret_net)
{
    static const enum column pairs[][2] = {{COL_SP_NET_RECURRING, COL_SP_RECURRING},
                                           {COL_SP_NET_UPFRONT, COL_SP_UPFRONT},
                                           {COL_NET_UNBLENDED, COL_UNBLENDED}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct decimal gross = value_of(amounts, pairs[i][1]);
        if (is_given(amounts, pairs[i][0]) && decimal_sign(gross)) {
            return decimal_scale(unused, value_of(amounts, pairs[i][0]), gross, ret_net);
        }
    }
    *ret_net = unused;
    return true;
}

/* The purchase of a whole savings plan given back: its fee was amortized to 0 as well. */
static bool refunds_savings_plan(const struct columns *columns, const struct row *row)
{
    return slice_is(columns_get(columns, row, COL_PRODUCT), "ComputeSavingsPlans") &&
           slice_starts(columns_get(columns, row, COL_DESCRIPTION),
                        SLICE_LITERAL("Refund for one-time fee for Savings Plan ID"));
}

static void set_amortized(struct charge *charge, struct decimal gross, struct decimal net)
{
    charge->on[BASIS_AMORTIZED] = gross;
    charge->on[BASIS_NET_AMORTIZED] = net;
}

static bool amortize_savings_plan(enum line_kind kind, const struct amounts *amounts,
                                  struct charge *charge)
{
    struct decimal zero = DECIMAL_ZERO;
    struct decimal unused = DECIMAL_ZERO;
    struct decimal net = DECIMAL_ZERO;
    switch (kind) {
    case LINE_COVERED_USAGE:
        set_amortized(charge, value_of(amounts, COL_SP_EFFECTIVE),
                      net_of(amounts, COL_SP_NET_EFFECTIVE, COL_SP_EFFECTIVE));
        return true;
    case LINE_SP_RECURRING:
        if (!decimal_sub(value_of(amounts, COL_SP_COMMITTED), value_of(amounts, COL_SP_USED),
                         &unused) ||
            !scale_to_net(amounts, unused, &net)) {
            return false;
        }
        set_amortized(charge, unused, net);
        return true;
    default:
        set_amortized(charge, zero, zero);
        return true;
    }
}

static bool amortize_reservation(enum line_kind kind, const struct amounts *amounts,
                                 struct charge *charge)
{
    struct decimal gross = DECIMAL_ZERO;
    struct decimal net = DECIMAL_ZERO;
    if (kind == LINE_DISCOUNTED_USAGE) {
        gross = value_of(amounts, COL_RI_EFFECTIVE);
        net = net_of(amounts, COL_RI_NET_EFFECTIVE, COL_RI_EFFECTIVE);
    } else if (kind == LINE_RI_FEE) {
        if (!decimal_add(value_of(amounts, COL_RI_UNUSED_UPFRONT),
                         value_of(amounts, COL_RI_UNUSED_RECURRING), &gross) ||
            !decimal_add(net_of(amounts, COL_RI_NET_UNUSED_UPFRONT, COL_RI_UNUSED_UPFRONT),
                         net_of(amounts, COL_RI_NET_UNUSED_RECURRING, COL_RI_UNUSED_RECURRING),
                         &net)) {
            return false;
        }
    }
    set_amortized(charge, gross, net);
    return true;
}

static bool is_savings_plan(enum line_kind kind, const struct columns *columns,
                            const struct row *row)
{
    return kind == LINE_COVERED_USAGE || kind == LINE_NEGATION || kind == LINE_SP_RECURRING ||
           kind == LINE_SP_UPFRONT || (kind == LINE_REFUND && refunds_savings_plan(columns, row));
}

static bool is_reservation(enum line_kind kind, const struct columns *columns,
                           const struct row *row)
{
    return kind == LINE_DISCOUNTED_USAGE || kind == LINE_RI_FEE ||
           (kind == LINE_FEE && columns_get(columns, row, COL_RESERVATION).size > 0);
}

static const char *cur_charge(const struct columns *columns, const struct row *row,
                              const struct amounts *amounts, struct charge *charge)
{
    enum line_kind kind = kind_of(columns_get(columns, row, COL_LINE_TYPE));
    struct decimal zero = DECIMAL_ZERO;
    struct decimal unblended = value_of(amounts, COL_UNBLENDED);
    bool in_net = kind == LINE_DISCOUNT && columns->has[COL_NET_UNBLENDED];
    charge->is_usage =
        kind == LINE_USAGE || kind == LINE_DISCOUNTED_USAGE || kind == LINE_COVERED_USAGE;
    charge->on[BASIS_USAGE] = charge->is_usage ? value_of(amounts, COL_USAGE) : zero;
    charge->on[BASIS_UNBLENDED] = unblended;
    charge->on[BASIS_NET] = in_net ? zero : net_of(amounts, COL_NET_UNBLENDED, COL_UNBLENDED);
    charge->on[BASIS_LIST] = is_given(amounts, COL_LIST) ? value_of(amounts, COL_LIST) : unblended;
    if (kind == LINE_NEGATION) {
        charge->on[BASIS_LIST] = zero;
    }
    set_amortized(charge, unblended, charge->on[BASIS_NET]);
    bool in_range = true;
    if (columns->has[COL_SP_EFFECTIVE] && is_savings_plan(kind, columns, row)) {
        in_range = amortize_savings_plan(kind, amounts, charge);
    } else if (columns->has[COL_RI_EFFECTIVE] && is_reservation(kind, columns, row)) {
        in_range = amortize_reservation(kind, amounts, charge);
    }
    return in_range ? NULL : "gives an amortized cost that is out of range";
}

/* FOCUS: what is billed is net of discounts. A commitment's purchase has an effective
 * cost of 0, and its list cost comes again with the usage that it covers. */
static const char *focus_charge(const struct columns *columns, const struct row *row,
                                const struct amounts *amounts, struct charge *charge)
{
    struct slice category = columns_get(columns, row, COL_LINE_TYPE);
    struct decimal billed = value_of(amounts, COL_UNBLENDED);
    struct decimal effective = value_of(amounts, COL_EFFECTIVE);
    struct decimal zero = DECIMAL_ZERO;
    charge->is_usage = slice_is(category, "Usage");
    charge->on[BASIS_USAGE] = charge->is_usage ? value_of(amounts, COL_USAGE) : zero;
    charge->on[BASIS_UNBLENDED] = billed;
    charge->on[BASIS_NET] = billed;
    set_amortized(charge, effective, effective);
    charge->on[BASIS_LIST] = is_given(amounts, COL_LIST) ? value_of(amounts, COL_LIST) : billed;
    if (slice_is(category, "Purchase") && decimal_sign(billed) && !decimal_sign(effective)) {
        charge->on[BASIS_LIST] = zero;
    }
    return NULL;
}

const char *charge_of_line(const struct columns *columns, const struct row *row,
                           const struct amounts *amounts, struct charge *ret_charge)
{
    return columns_is_focus(columns) ? focus_charge(columns, row, amounts, ret_charge)
                                     : cur_charge(columns, row, amounts, ret_charge);
}
