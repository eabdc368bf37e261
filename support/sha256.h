/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_SHA256_H
#define SUPPORT_SHA256_H

/* SHA-256 by OpenSSL's libcrypto, as lower-case hex. */

#include <stddef.h>

#include "support/slice.h"

enum { SHA256_HEX_SIZE = 65 };

struct sha256;

struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *hash, const void *bytes, size_t size);
void sha256_hex(struct sha256 *hash, char ret_hex[SHA256_HEX_SIZE]); /* ends the hash */
void sha256_free(struct sha256 *hash);

/* HMAC-SHA256 of a text. */
void sha256_keyed(struct slice key, struct slice text, char ret_hex[SHA256_HEX_SIZE]);

void sha256_of(const void *bytes, size_t size, char ret_hex[SHA256_HEX_SIZE]);

#endif
