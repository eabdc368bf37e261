/* SPDX-License-Identifier: Apache-2.0 */
#include "support/sha256.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/mem.h"

struct sha256 {
    EVP_MD_CTX *context;
};

/* libcrypto can only fail here when memory is out. */
static void must(int ok)
{
    if (ok != 1) {
        fputs("drledger: libcrypto failed to compute a SHA-256\n", stderr);
        abort();
    }
}

struct sha256 *sha256_new(void)
{
    struct sha256 *hash = mem_alloc(sizeof *hash);
    hash->context = EVP_MD_CTX_new();
    must(hash->context != NULL);
    must(EVP_DigestInit_ex(hash->context, EVP_sha256(), NULL));
    return hash;
}

void sha256_add(struct sha256 *hash, const void *bytes, size_t size)
{
    must(EVP_DigestUpdate(hash->context, bytes, size));
}

static void write_hex(const unsigned char *digest, unsigned int size, char *ret_hex)
{
    static const char digits[] = "0123456789abcdef";
    for (unsigned int i = 0; i < size; i++) {
        ret_hex[2 * i] = digits[digest[i] >> 4];
        ret_hex[2 * i + 1] = digits[digest[i] & 15];
    }
    ret_hex[2 * size] = '\0';
}

void sha256_hex(struct sha256 *hash, char ret_hex[SHA256_HEX_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    must(EVP_DigestFinal_ex(hash->context, digest, &size));
    write_hex(digest, size, ret_hex);
}

void sha256_keyed(struct slice key, struct slice text, char ret_hex[SHA256_HEX_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    must(HMAC(EVP_sha256(), key.text, (int)key.size, (const unsigned char *)text.text, text.size,
              digest, &size) != NULL);
    write_hex(digest, size, ret_hex);
}

void sha256_free(struct sha256 *hash)
{
    if (hash) {
        EVP_MD_CTX_free(hash->context);
        free(hash);
    }
}

void sha256_of(const void *bytes, size_t size, char ret_hex[SHA256_HEX_SIZE])
{
    struct sha256 *hash = sha256_new();
    sha256_add(hash, bytes, size);
    sha256_hex(hash, ret_hex);
    sha256_free(hash);
}
