/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

/* One line on stderr that says how far an ingest is: bytes, share done, rate and time
 * left. Only on a terminal, not in the first second, at most four times a second. */

#include <stdint.h>

/* Has the shape of ingest_options.progress; `context` is not used. */
void progress_show(void *context, uint64_t done_bytes, uint64_t total_bytes);

/* Takes the line away, so that a message can be printed in its place. */
void progress_clear(void);

#endif
