/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_CHARGE_H
#define INGEST_CHARGE_H

/* What a line item costs on every basis. The rules by line type follow the Cloud
 * Intelligence Dashboards' summary view:
 *
 *   type                     amortized                       net amortized
 *   SavingsPlanCoveredUsage  savings plan effective cost     the same, net
 *   SavingsPlanNegation      0                               0
 *   SavingsPlanRecurringFee  commitment - used commitment    that x net / gross commitment
 *   SavingsPlanUpfrontFee    0                               0
 *   DiscountedUsage          reservation effective cost      the same, net
 *   RIFee                    unused upfront + recurring fee  the same, net
 *   Fee of a reservation     0                               0
 *   Refund of an SP's fee    0                               0
 *   ...Discount              unblended                       0 where there are net columns
 *   everything else          unblended                       net unblended
 *
 * A net value that is empty is its gross value. A file without the columns of
 * reservations (or of savings plans) cannot be amortized: there amortized is unblended.
 * Split cost columns re-describe cost that is billed elsewhere and are never read. */

#include <stdbool.h>

#include "ingest/columns.h"
#include "support/decimal.h"

enum basis {
    BASIS_USAGE, /* quantity; only of line types that are usage */
    BASIS_UNBLENDED,
    BASIS_NET,
    BASIS_AMORTIZED,
    BASIS_NET_AMORTIZED,
    BASIS_LIST,
    BASIS_N,
};

/* The amounts of one line; index column - COL_FIRST_AMOUNT. */
struct amounts {
    struct decimal value[COL_N_AMOUNTS]; /* 0 where empty */
    bool given[COL_N_AMOUNTS];           /* the cell is not empty */
};

struct charge {
    struct decimal on[BASIS_N];
    bool is_usage;
};

/* The line's texts come from the row. Returns NULL, or what is wrong as the end of a
 * sentence (a result out of range). */
const char *charge_of_line(const struct columns *columns, const struct row *row,
                           const struct amounts *amounts, struct charge *ret_charge);

#endif
