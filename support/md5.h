/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_MD5_H
#define SUPPORT_MD5_H

/* MD5 by OpenSSL's libcrypto, as lower-case hex: only to see whether a file is the one that
 * AWS wrote, where AWS says no better digest. No defence against malice. */

#include <stddef.h>

#include "support/cleanup.h"

enum { MD5_HEX_SIZE = 33 };

struct md5;

struct md5 *md5_new(void); /* NULL on a machine whose policy forbids MD5 */
void md5_add(struct md5 *hash, const void *bytes, size_t size);
void md5_hex(struct md5 *hash, char ret_hex[MD5_HEX_SIZE]); /* ends the hash */
void md5_free(struct md5 *hash);
DEFINE_CLEANUP(md5_free, struct md5 *)

#endif
