/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "support/err.h"
#include "support/minisign.h"
#include "support/strbuf.h"

/* Made by minisign 0.11 (-G -W) for this test. */
static const char secret[] =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIq6AJkIc"
    "6kpHl0+fJ5zj7Iawx3XGQ/4JM4U9PUlWbIJSkLzohQsgDzAOEy3DUzldqB9ZeLNY2PpB3z03yCFRbbea"
    "UVI88IMOAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    "\n";
static const char public[] = "RWQiroAmQhzqSjAOEy3DUzldqB9ZeLNY2PpB3z03yCFRbbeaUVI88IMO";

static void sign(const char *text, const char *comment, struct strbuf *signature)
{
    struct err err = ERR_INIT;
    cr_assert(eq(int, minisign_sign(slice_of(secret), slice_of(text), comment, signature, &err), 0),
              "%s", err.text);
}

static int verify(const char *key, const char *text, struct slice signature, struct err *err)
{
    struct strbuf CLEANUP(strbuf_release) comment = STRBUF_INIT;
    return minisign_verify(slice_of(key), slice_of(text), signature, &comment, err);
}

Test(minisign, what_is_signed_verifies_with_its_comment)
{
    struct strbuf CLEANUP(strbuf_release) signature = STRBUF_INIT;
    struct strbuf CLEANUP(strbuf_release) comment = STRBUF_INIT;
    struct err err = ERR_INIT;

    sign("hello", "a comment", &signature);
    cr_expect(eq(int,
                 minisign_verify(slice_of(public), slice_of("hello"), strbuf_slice(&signature),
                                 &comment, &err),
                 0),
              "%s", err.text);
    cr_expect(eq(str, comment.text, "a comment"));
}

Test(minisign, another_text_or_any_altered_line_is_refused)
{
    struct strbuf CLEANUP(strbuf_release) signature = STRBUF_INIT;
    struct err err = ERR_INIT;

    sign("hello", "a comment", &signature);
    cr_expect(lt(int, verify(public, "hellp", strbuf_slice(&signature), &err), 0));
    size_t first = (size_t)(strchr(signature.text, '\n') - signature.text) + 1;
    for (size_t i = first; i < signature.size; i++) {
        char was = signature.text[i];
        signature.text[i] = was == 'A' ? 'B' : 'A';
        cr_expect(lt(int, verify(public, "hello", strbuf_slice(&signature), &err), 0),
                  "altered at byte %zu", i);
        signature.text[i] = was;
    }
    cr_expect(eq(int, verify(public, "hello", strbuf_slice(&signature), &err), 0));
}

Test(minisign, what_is_no_key_and_what_needs_a_password_is_said)
{
    struct strbuf CLEANUP(strbuf_release) signature = STRBUF_INIT;
    struct err err = ERR_INIT;
    char locked[sizeof secret];

    cr_expect(not(minisign_is_public_key(slice_of("RWQ="))));
    cr_expect(minisign_is_public_key(slice_of(public)));
    cr_expect(
        eq(int, minisign_sign(slice_of(public), slice_of("x"), "c", &signature, &err), ERR_INPUT));
    cr_expect(strstr(err.text, "secret key") != NULL, "%s", err.text);
    (void)snprintf(locked, sizeof locked, "%s", secret);
    memcpy(strstr(locked, "RWQAAE"), "RWRTY0", 6);
    cr_expect(
        eq(int, minisign_sign(slice_of(locked), slice_of("x"), "c", &signature, &err), ERR_INPUT));
    cr_expect(strstr(err.text, "password") != NULL, "%s", err.text);
    cr_expect(eq(sz, signature.size, 0));
}
