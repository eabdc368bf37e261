/* SPDX-License-Identifier: Apache-2.0 */
/* Reads lines "op a b places" and prints the result, so that another decimal
 * implementation can be asked the same (check_decimal.py). */

#include <stdio.h>
#include <string.h>

#include "support/decimal.h"

static void answer(const char *op, struct decimal a, struct decimal b, unsigned places)
{
    struct decimal value = a;
    bool ok = true;
    if (strcmp(op, "add") == 0) {
        ok = decimal_add(a, b, &value);
    } else if (strcmp(op, "sub") == 0) {
        ok = decimal_sub(a, b, &value);
    } else if (strcmp(op, "mul") == 0) {
        ok = decimal_mul(a, b, &value);
    } else if (strcmp(op, "div") == 0) {
        ok = decimal_div(a, b, places, &value);
    } else {
        value = decimal_round(a, places);
    }
    char text[DECIMAL_TEXT_SIZE];
    decimal_format(value, 0, text);
    puts(ok ? text : "range");
}

int main(void)
{
    char op[8];
    char a_text[96];
    char b_text[96];
    unsigned places = 0;
    while (scanf("%7s %95s %95s %u", op, a_text, b_text, &places) == 4) {
        struct decimal a = DECIMAL_ZERO;
        struct decimal b = DECIMAL_ZERO;
        if (!decimal_read(slice_of(a_text), &a) || !decimal_read(slice_of(b_text), &b)) {
            puts("unreadable");
        } else {
            answer(op, a, b, places);
        }
    }
    return 0;
}
