/* SPDX-License-Identifier: Apache-2.0 */
#include "support/minisign.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdint.h>

#include "support/cleanup.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/strbuf.h"

enum {
    ALGORITHM_SIZE = 2,
    KEY_ID_SIZE = 8,
    SEED_SIZE = 32,
    PUBLIC_SIZE = 32,
    SIGNATURE_SIZE = 64,
    DIGEST_SIZE = 64,
    PUBLIC_KEY_SIZE = ALGORITHM_SIZE + KEY_ID_SIZE + PUBLIC_SIZE,
    SIGNATURE_BLOB_SIZE = ALGORITHM_SIZE + KEY_ID_SIZE + SIGNATURE_SIZE,

    /* Of a secret key: algorithm, kdf, checksum, salt, opslimit, memlimit, then the key
     * id, the seed with the public key behind it, and a checksum. */
    KDF_AT = ALGORITHM_SIZE,
    KEY_ID_AT = 3 * ALGORITHM_SIZE + 32 + 8 + 8,
    SEED_AT = KEY_ID_AT + KEY_ID_SIZE,
    SECRET_KEY_SIZE = SEED_AT + SEED_SIZE + PUBLIC_SIZE + 32,

    BASE64_SIZE = (SECRET_KEY_SIZE + 2) / 3 * 4 + 1,
    COMMENT_MAX = 1024,
};

static const char trusted_prefix[] = "trusted comment: ";

static void free_key(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

static void free_context(EVP_MD_CTX **context)
{
    EVP_MD_CTX_free(*context);
}

/* --- lines of base64 ------------------------------------------------------------------ */

static struct slice next_line(struct slice *rest)
{
    const char *end = memchr(rest->text, '\n', rest->size);
    struct slice line = {rest->text, end ? (size_t)(end - rest->text) : rest->size};

    *rest = slice_from(*rest, end ? line.size + 1 : line.size);
    line.size -= line.size && line.text[line.size - 1] == '\r';
    return line;
}

/* Only the one way to write these bytes is read: libcrypto would ignore odd bits. */
static bool decode(struct slice line, unsigned char *ret_bytes, size_t size)
{
    unsigned char bytes[BASE64_SIZE];
    unsigned char again[BASE64_SIZE];
    size_t padding = (3 - size % 3) % 3;

    if (line.size != (size + 2) / 3 * 4 || line.size >= sizeof bytes ||
        EVP_DecodeBlock(bytes, (const unsigned char *)line.text, (int)line.size) !=
            (int)(size + padding)) {
        return false;
    }
    (void)EVP_EncodeBlock(again, bytes, (int)size);
    bool canonical = memcmp(again, line.text, line.size) == 0;
    memcpy(ret_bytes, bytes, size);
    OPENSSL_cleanse(bytes, sizeof bytes);
    OPENSSL_cleanse(again, sizeof again);
    return canonical;
}

static void encode(struct strbuf *out, const unsigned char *bytes, size_t size)
{
    unsigned char text[BASE64_SIZE];

    strbuf_add(out, (const char *)text, (size_t)EVP_EncodeBlock(text, bytes, (int)size));
    strbuf_addc(out, '\n');
}

/* The line of base64 of a key file: its second, or the only one. */
static struct slice key_line(struct slice key)
{
    static const char prefix[] = "untrusted comment:";
    struct slice rest = key;
    struct slice line = next_line(&rest);

    return slice_starts(line, SLICE_LITERAL(prefix)) ? next_line(&rest) : line;
}

static void hash(struct slice text, unsigned char ret_digest[DIGEST_SIZE])
{
    unsigned int size = 0;
    (void)EVP_Digest(text.text, text.size, ret_digest, &size, EVP_blake2b512(), NULL);
}

/* What the global signature is over: the signature, then the trusted comment. */
static void add_global(struct strbuf *out, const unsigned char *signature, struct slice comment)
{
    strbuf_add(out, (const char *)signature, SIGNATURE_SIZE);
    strbuf_add(out, comment.text, comment.size);
}

/* --- signing -------------------------------------------------------------------------- */

static int read_secret(struct slice text, unsigned char secret[SECRET_KEY_SIZE], struct err *err)
{
    if (!decode(key_line(text), secret, SECRET_KEY_SIZE) ||
        memcmp(secret, "Ed", ALGORITHM_SIZE) != 0) {
        return FAIL(err, ERR_INPUT, "this is no minisign secret key");
    }
    if (secret[KDF_AT] != 0 || secret[KDF_AT + 1] != 0) {
        return FAIL(err, ERR_INPUT,
                    "the key is protected by a password; drledger asks for none: use"
                    " one made with `minisign -G -W`, or sign with minisign");
    }
    return 0;
}

static bool sign(EVP_PKEY *key, struct slice text, unsigned char ret_signature[SIGNATURE_SIZE])
{
    EVP_MD_CTX *CLEANUP(free_context) context = EVP_MD_CTX_new();
    size_t size = SIGNATURE_SIZE;

    return context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
           EVP_DigestSign(context, ret_signature, &size, (const unsigned char *)text.text,
                          text.size) == 1;
}

static int sign_with(const unsigned char *secret, struct slice text, const char *trusted_comment,
                     struct strbuf *out, struct err *err)
{
    EVP_PKEY *CLEANUP(free_key) key =
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, secret + SEED_AT, SEED_SIZE);
    struct strbuf CLEANUP(strbuf_release) global = STRBUF_INIT;
    unsigned char blob[SIGNATURE_BLOB_SIZE] = "ED";
    unsigned char global_signature[SIGNATURE_SIZE];
    unsigned char public[PUBLIC_SIZE];
    unsigned char digest[DIGEST_SIZE];
    size_t size = PUBLIC_SIZE;

    if (!key || EVP_PKEY_get_raw_public_key(key, public, &size) != 1 ||
        memcmp(public, secret + SEED_AT + SEED_SIZE, PUBLIC_SIZE) != 0) {
        return FAIL(err, ERR_INPUT, "the secret key is damaged");
    }
    hash(text, digest);
    memcpy(blob + ALGORITHM_SIZE, secret + KEY_ID_AT, KEY_ID_SIZE);
    bool done = sign(key, (struct slice){(const char *)digest, DIGEST_SIZE},
                     blob + ALGORITHM_SIZE + KEY_ID_SIZE);
    add_global(&global, blob + ALGORITHM_SIZE + KEY_ID_SIZE, slice_of(trusted_comment));
    if (!done || !sign(key, strbuf_slice(&global), global_signature)) {
        return FAIL(err, ERR_OUTPUT, "libcrypto cannot sign");
    }
    strbuf_adds(out, "untrusted comment: signature of a drledger evidence package\n");
    encode(out, blob, sizeof blob);
    strbuf_addf(out, "%s%s\n", trusted_prefix, trusted_comment);
    encode(out, global_signature, sizeof global_signature);
    return 0;
}

int minisign_sign(struct slice key, struct slice text, const char *trusted_comment,
                  struct strbuf *ret_signature, struct err *err)
{
    unsigned char secret[SECRET_KEY_SIZE];
    int rc = read_secret(key, secret, err);

    rc = rc < 0 ? rc : sign_with(secret, text, trusted_comment, ret_signature, err);
    OPENSSL_cleanse(secret, sizeof secret);
    return rc;
}

/* --- verifying ------------------------------------------------------------------------ */

static bool is_signed(EVP_PKEY *key, struct slice text, const unsigned char *signature)
{
    EVP_MD_CTX *CLEANUP(free_context) context = EVP_MD_CTX_new();

    return context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
           EVP_DigestVerify(context, signature, SIGNATURE_SIZE, (const unsigned char *)text.text,
                            text.size) == 1;
}

static bool read_public(struct slice key, unsigned char ret_public[PUBLIC_KEY_SIZE])
{
    return decode(key_line(key), ret_public, PUBLIC_KEY_SIZE) &&
           memcmp(ret_public, "Ed", ALGORITHM_SIZE) == 0;
}

bool minisign_is_public_key(struct slice key)
{
    unsigned char public[PUBLIC_KEY_SIZE];
    return read_public(key, public);
}

int minisign_verify(struct slice key, struct slice text, struct slice signature,
                    struct strbuf *ret_trusted_comment, struct err *err)
{
    struct slice rest = signature;
    unsigned char public[PUBLIC_KEY_SIZE];
    unsigned char blob[SIGNATURE_BLOB_SIZE];
    unsigned char global_signature[SIGNATURE_SIZE];
    unsigned char digest[DIGEST_SIZE];
    struct strbuf CLEANUP(strbuf_release) global = STRBUF_INIT;

    if (!read_public(key, public)) {
        return FAIL(err, ERR_INPUT, "the key is no minisign public key");
    }
    (void)next_line(&rest);
    bool read = decode(next_line(&rest), blob, sizeof blob);
    struct slice comment = next_line(&rest);
    read = read && slice_starts(comment, SLICE_LITERAL(trusted_prefix)) &&
           comment.size < COMMENT_MAX &&
           decode(next_line(&rest), global_signature, sizeof global_signature) && rest.size == 0;
    if (!read || memcmp(blob, "ED", ALGORITHM_SIZE) != 0) {
        return FAIL(err, ERR_INPUT, "this is no signature of minisign's prehashed kind");
    }
    if (memcmp(blob + ALGORITHM_SIZE, public + ALGORITHM_SIZE, KEY_ID_SIZE) != 0) {
        return FAIL(err, ERR_INPUT, "it was made with another key");
    }
    EVP_PKEY *CLEANUP(free_key) verifier = EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, NULL, public + ALGORITHM_SIZE + KEY_ID_SIZE, PUBLIC_SIZE);
    comment = slice_from(comment, sizeof trusted_prefix - 1);
    hash(text, digest);
    add_global(&global, blob + ALGORITHM_SIZE + KEY_ID_SIZE, comment);
    if (!verifier ||
        !is_signed(verifier, (struct slice){(const char *)digest, DIGEST_SIZE},
                   blob + ALGORITHM_SIZE + KEY_ID_SIZE) ||
        !is_signed(verifier, strbuf_slice(&global), global_signature)) {
        return FAIL(err, ERR_INPUT, "it is not a signature over this text");
    }
    strbuf_add(ret_trusted_comment, comment.text, comment.size);
    return 0;
}
