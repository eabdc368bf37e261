/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <criterion/criterion.h>

#include "support/asset.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/sha256.h"
#include "support/strbuf.h"
#include "support/utf8.h"

Test(utf8, decodes_only_what_is_well_formed)
{
    static const struct {
        const char *bytes;
        size_t size;
        uint32_t code_point;
        size_t length;
    } cases[] = {
        {"a", 1, 'a', 1},
        {"\xC5\xA1", 2, 0x161, 2},
        {"\xE2\x82\xAC", 3, 0x20AC, 3},
        {"\xF0\x9F\x98\x80", 4, 0x1F600, 4},
        {"\xC3", 1, 0xFFFD, 1}, /* cut off */
        {"\xC3"
         "A",
         2, 0xFFFD, 1},                     /* no continuation */
        {"\xC0\xAF", 2, 0xFFFD, 1},         /* overlong */
        {"\xED\xA0\x80", 3, 0xFFFD, 1},     /* surrogate */
        {"\xF4\x90\x80\x80", 4, 0xFFFD, 1}, /* above U+10FFFF */
        {"\xFF", 1, 0xFFFD, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = 0;
        cr_expect_eq(utf8_decode(cases[i].bytes, cases[i].size, &length), cases[i].code_point,
                     "case %zu", i);
        cr_expect_eq(length, cases[i].length, "case %zu", i);
    }
    cr_expect(utf8_valid("Škoda €", strlen("Škoda €")));
    cr_expect(utf8_valid("\xEF\xBF\xBD", 3),
              "a replacement character that is really there is valid");
    cr_expect_not(utf8_valid("a\xFF", 2));
}

Test(utf8, encodes_what_it_decodes)
{
    static const uint32_t points[] = {0x41, 0x161, 0x20AC, 0xFFFD, 0x1F600, 0x10FFFF};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        char bytes[4];
        size_t length = 0;
        size_t size = utf8_encode(points[i], bytes);
        cr_expect_eq(utf8_decode(bytes, size, &length), points[i]);
        cr_expect_eq(length, size);
    }
}

Test(err, cuts_a_long_message_between_characters)
{
    char *CLEANUP(mem_freep) name = mem_alloc(3 * ERR_TEXT_SIZE);
    for (size_t i = 0; i + 1 < ERR_TEXT_SIZE; i++) {
        memcpy(name + 2 * i, "\xC5\xA1", 2);
    }
    struct err err = ERR_INIT;
    cr_expect_eq(FAIL(&err, ERR_INPUT, "x%s", name), ERR_INPUT);
    cr_expect(utf8_valid(err.text, strlen(err.text)));
    err_prefix(&err, "file '%s': ", "a.csv");
    cr_expect(strncmp(err.text, "file 'a.csv': x", 15) == 0);
    cr_expect(utf8_valid(err.text, strlen(err.text)));
}

Test(strbuf, grows_clears_and_gives_away_its_text)
{
    struct strbuf CLEANUP(strbuf_release) buf = STRBUF_INIT;
    cr_expect_str_eq(buf.text, "");
    for (int i = 0; i < 1000; i++) {
        strbuf_addf(&buf, "%d,", i);
    }
    cr_expect_eq(buf.size, strlen(buf.text));
    strbuf_clear(&buf);
    cr_expect_str_eq(buf.text, "");
    strbuf_adds(&buf, "abc");
    char *CLEANUP(mem_freep) text = strbuf_detach(&buf);
    cr_expect_str_eq(text, "abc");
    cr_expect_eq(buf.size, 0);
}

Test(mem, arena_blocks_are_zeroed_aligned_and_apart)
{
    struct arena arena = ARENA_INIT;
    for (size_t size = 1; size < 200000; size = size * 3 + 1) {
        unsigned char *bytes = arena_alloc(&arena, size);
        cr_expect_eq((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            cr_assert_eq(bytes[i], 0);
            bytes[i] = 0xAA;
        }
    }
    cr_expect_str_eq(arena_format(&arena, "%s-%d", "a", 7), "a-7");
    arena_release(&arena);
    cr_expect_null(arena.blocks);
}

Test(sha256, gives_the_digest_of_fips_180)
{
    char hex[SHA256_HEX_SIZE];
    sha256_of("abc", 3, hex);
    cr_expect_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    struct sha256 *hash = sha256_new();
    sha256_add(hash, "a", 1);
    sha256_add(hash, "bc", 2);
    char parts[SHA256_HEX_SIZE];
    sha256_hex(hash, parts);
    sha256_free(hash);
    cr_expect_str_eq(parts, hex);
}

Test(asset, is_found_by_its_whole_name)
{
    static const struct asset table[] = {{"a.sql", "x", 1}, {"b.sql", "y", 1}, {NULL, NULL, 0}};
    cr_expect_eq(asset_find(table, "b.sql"), &table[1]);
    cr_expect_null(asset_find(table, "b"));
}
