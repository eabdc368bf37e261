/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_PROBLEMS_H
#define CLI_PROBLEMS_H

/* Shows what is wrong in the data while it is read: the first few of each kind on
 * stderr as `path:row:column: text`, at the end how many more there were. All of
 * them are in the database and in the reports. */

#include <stdint.h>

#include "support/diag.h"

struct problems {
    int64_t n[DIAG_N]; /* per kind, of those worth showing */
};

/* A sink that counts and shows; `problems` starts zeroed and must outlive it. */
struct diag_sink problems_sink(struct problems *problems);

/* Says how many of each kind were not shown. */
void problems_end(const struct problems *problems);

#endif
