/* SPDX-License-Identifier: Apache-2.0 */
#ifndef INGEST_SOURCE_KEY_H
#define INGEST_SOURCE_KEY_H

/* SQL for the id of a new row of the table `source`, whose path is bound as :path and whose
 * SHA-256 as `digest`. Analysis settles ties by this id, so it follows from the file and not
 * from the order in which files were loaded. Where a twin has it already, it is the next. */
#define SOURCE_ID(digest)                                                                          \
    "(select coalesce((select max(id) + 1 from source where id between k and k + 999), k)"         \
    " from (select source_key(:path, " digest ") as k))"

#endif
