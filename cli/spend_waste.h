/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_SPEND_WASTE_H
#define CLI_SPEND_WASTE_H

/* `drledger spend --waste`: the result's "waste" as tables. */

#include <jansson.h>

void spend_waste_print(const json_t *result);

#endif
