/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/theme.h"
#include "support/err.h"

static char folder[] = "/tmp/drledger-theme-XXXXXX";
static char path[64];

static void begin(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/theme.json", folder);
}

static void end(void)
{
    unlink(path);
    rmdir(folder);
}

TestSuite(theme, .init = begin, .fini = end);

static int load(const char *text, struct theme *theme, struct err *err)
{
    FILE *file = fopen(path, "w");

    cr_assert(file != NULL);
    (void)fputs(text, file);
    (void)fclose(file);
    return theme_load(folder, NULL, theme, err);
}

Test(theme, a_theme_names_only_what_it_changes)
{
    struct theme theme;
    struct err err = ERR_INIT;

    cr_assert(
        eq(int,
           load("{\"organization\":\"Škoda\",\"classification\":\"Secret\",\"page\":\"Letter\","
                "\"colours\":{\"ink\":\"#000080\"},\"sizes\":{\"title\":20.5}}",
                &theme, &err),
           0),
        "%s", err.text);
    cr_expect(eq(str, (char *)theme.organization, "Škoda"));
    cr_expect(eq(str, (char *)theme.classification, "Secret"));
    cr_expect(eq(u32, theme.ink, 0x80));
    cr_expect(eq(u32, theme.fill[0], 0x0072b2));
    cr_expect(eq(dbl, theme.page_width, 612));
    cr_expect(eq(dbl, theme.title_size, 20.5));
    theme_release(&theme);
}

Test(theme, a_bad_theme_is_refused_and_named)
{
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"{\"colors\":{}}", "there is no /colors"},
        {"{\"colours\":{\"ink\":\"black\"}}", "/colours/ink must be a colour"},
        {"{\"colours\":{\"bad\":\"#0072B\"}}", "/colours/bad must be a colour"},
        {"{\"colours\":{\"good\":\"#00FF00\"}}", "/colours/good is text, and #00FF00 is too light"},
        {"{\"colours\":{\"series\":[]}}", "/colours/series must hold 6 pairs, not 0"},
        {"{\"sizes\":{\"note\":2}}", "/sizes/note must be a length from 6 to 14 points"},
        {"{\"margin\":\"wide\"}", "/margin is of another kind"},
        {"{\"page\":\"A3\"}", "no page is called 'A3'"},
        {"[]", "must be an object"},
        {"{\"page\":\"A4\",}", "theme.json, line 1, column"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct theme theme;
        struct err err = ERR_INIT;

        cr_expect(lt(int, load(bad[i].text, &theme, &err), 0), "%s", bad[i].text);
        cr_expect(strstr(err.text, bad[i].says) != NULL, "%s: %s", bad[i].text, err.text);
    }
}
