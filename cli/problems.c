/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/problems.h"

#include <inttypes.h>
#include <stdbool.h>

#include "cli/terminal.h"
#include "support/err.h"

enum { SHOWN = 10 }; /* of each kind */

static void add(void *context, const struct diagnostic *problem)
{
    struct problems *problems = context;
    bool wanted = problem->level != DIAG_NOTE || terminal_verbose();
    if (!wanted || problems->n[problem->code]++ >= SHOWN) {
        return;
    }
    const char *column = problem->column ? problem->column : "";
    if (problem->row > 0) {
        terminal_say("%s:%" PRId64 ":%s%s %s", problem->path, problem->row, column,
                     column[0] ? ":" : "", problem->text);
    } else {
        terminal_say("%s:%s%s %s", problem->path, column, column[0] ? ":" : "", problem->text);
    }
}

struct diag_sink problems_sink(struct problems *problems)
{
    return (struct diag_sink){add, problems};
}

void problems_end(const struct problems *problems)
{
    for (int code = 0; code < DIAG_N; code++) {
        if (problems->n[code] > SHOWN) {
            terminal_say("... and %" PRId64 " more of the kind %s; `drledger sources` counts them",
                         problems->n[code] - SHOWN, diag_code_name((enum diag_code)code));
        }
    }
}
