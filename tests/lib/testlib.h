/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_LIB_TESTLIB_H
#define TESTS_LIB_TESTLIB_H

/* Shared by all tests. Paths returned are the caller's to free. */

#include <stdbool.h>
#include <stddef.h>

struct store;

char *test_dir(void); /* a fresh empty folder below /tmp */
void test_remove_dir(const char *dir);
void test_write(const char *path, const char *bytes, size_t size); /* makes parent folders */
char *test_read(const char *path, size_t *ret_size); /* NUL-terminated; aborts if it cannot */
struct store *test_store(void);                      /* a new database in memory */
char *test_query(struct store *store,
                 const char *sql); /* rows as "a|b\n", NULL as "-"; aborts on error */

/* A file below the real AWS files beside the project, or NULL where they are absent:
 * then the test says so with cr_skip. */
char *test_shared_data(const char *path);

#endif
