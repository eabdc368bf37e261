/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

int main(void)
{
    puts("drledger " DRLEDGER_VERSION);
    return 0;
}
