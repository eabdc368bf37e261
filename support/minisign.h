/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_MINISIGN_H
#define SUPPORT_MINISIGN_H

/* Ed25519 signatures in the format of minisign (jedisct1.github.io/minisign), by
 * OpenSSL's libcrypto: what one of the two signs the other accepts. The text is hashed
 * with BLAKE2b-512 first ("prehashed"); the trusted comment is signed too. */

#include <stdbool.h>

#include "support/slice.h"

struct err;
struct strbuf;

/* Appends a .minisig file. `key` is the text of a secret key file without password
 * (`minisign -G -W`); the trusted comment must be one line. */
int minisign_sign(struct slice key, struct slice text, const char *trusted_comment,
                  struct strbuf *ret_signature, struct err *err);

/* Whether a text is a public key: a file's text, or its one line of base64. */
bool minisign_is_public_key(struct slice key);

/* 0 when the signature is the public key's over this text and its trusted comment, which
 * is then appended; ERR_INPUT when it is not. */
int minisign_verify(struct slice key, struct slice text, struct slice signature,
                    struct strbuf *ret_trusted_comment, struct err *err);

#endif
