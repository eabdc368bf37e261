/* SPDX-License-Identifier: Apache-2.0 */
#include "support/diag.h"

const char *diag_code_name(enum diag_code code)
{
    static const char *const names[DIAG_N] = {
        [DIAG_FIELD_COUNT] = "field_count", [DIAG_BAD_AMOUNT] = "bad_amount",
        [DIAG_BAD_DATE] = "bad_date",       [DIAG_NUL_BYTE] = "nul_byte",
        [DIAG_BAD_VALUE] = "bad_value",     [DIAG_BAD_JSON] = "bad_json",
        [DIAG_BAD_UTF8] = "bad_utf8",       [DIAG_MISPLACED] = "misplaced",
        [DIAG_LEFT_ALONE] = "left_alone",   [DIAG_REFUSED] = "refused",
    };
    return names[code];
}
