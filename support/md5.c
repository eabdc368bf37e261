/* SPDX-License-Identifier: Apache-2.0 */
#include "support/md5.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/mem.h"

struct md5 {
    EVP_MD_CTX *context;
};

struct md5 *md5_new(void)
{
    struct md5 *CLEANUP(md5_freep) hash = mem_alloc(sizeof *hash);
    hash->context = EVP_MD_CTX_new();
    if (!hash->context || EVP_DigestInit_ex(hash->context, EVP_md5(), NULL) != 1) {
        return NULL;
    }
    return TAKE(hash);
}

void md5_add(struct md5 *hash, const void *bytes, size_t size)
{
    EVP_DigestUpdate(hash->context, bytes, size);
}

void md5_hex(struct md5 *hash, char ret_hex[MD5_HEX_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE] = {0};
    EVP_DigestFinal_ex(hash->context, digest, NULL);
    for (size_t i = 0; i < (MD5_HEX_SIZE - 1) / 2; i++) {
        snprintf(ret_hex + 2 * i, 3, "%02x", digest[i]);
    }
}

void md5_free(struct md5 *hash)
{
    if (hash) {
        EVP_MD_CTX_free(hash->context);
        free(hash);
    }
}
