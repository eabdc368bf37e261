/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <jansson.h>

#include "ingest/shape.h"
#include "support/err.h"
#include "support/strbuf.h"
#include "tests/lib/testlib.h"

static int note(void *context, const char *pointer, const char *why, struct err *err)
{
    (void)err;
    strbuf_addf(context, "%s %s; ", pointer, why);
    return 0;
}

/* What is wrong with an answer, and what is left of it. */
static void expect(const char *call, const char *pages, const char *faults, const char *left)
{
    json_t *answer = json_loads(pages, 0, NULL);
    json_t *rest = json_loads(left, 0, NULL);
    struct strbuf text = STRBUF_INIT;
    struct err err = ERR_INIT;
    cr_assert_eq(shape_check(call, answer, note, &text, &err), 0);
    cr_expect_str_eq(text.text, faults, "%s: %s", pages, text.text);
    cr_expect(json_equal(answer, rest), "%s", pages);
    strbuf_release(&text);
    json_decref(answer);
    json_decref(rest);
}

Test(shape, takes_what_aws_answers_and_what_it_leaves_out)
{
    static const char answer[] =
        "[{\"HealthChecks\":[{\"Id\":\"a\",\"HealthCheckConfig\":{\"Regions\":[\"x\"]}},"
        "{\"HealthCheckConfig\":null}]}]";
    expect("route53.list-health-checks", answer, "", answer);
    expect("route53.list-health-checks", "[{}]", "", "[{}]");
}

Test(shape, replaces_what_stands_where_an_object_or_a_list_belongs)
{
    expect("route53.list-health-checks", "[{\"HealthChecks\":\"none\"}]",
           "/HealthChecks is no list; ", "[{\"HealthChecks\":null}]");
    expect("route53.list-health-checks", "[{\"HealthChecks\":[\"x\",{\"HealthCheckConfig\":[]}]}]",
           "/HealthChecks/0 is no object; /HealthChecks/1/HealthCheckConfig is no object; ",
           "[{\"HealthChecks\":[null,{\"HealthCheckConfig\":null}]}]");
}

Test(shape, counts_the_page_where_there_are_several)
{
    expect("route53.list-health-checks", "[{\"HealthChecks\":[]},{\"HealthChecks\":7}]",
           "/1/HealthChecks is no list; ", "[{\"HealthChecks\":[]},{\"HealthChecks\":null}]");
}

Test(shape, knows_nothing_of_a_call_that_is_not_listed)
{
    expect("madeup.list-things", "[{\"Things\":\"x\"}]", "", "[{\"Things\":\"x\"}]");
}

static int stop(void *context, const char *pointer, const char *why, struct err *err)
{
    (void)pointer;
    (void)why;
    ++*(int *)context;
    return FAIL(err, ERR_STORE, "full");
}

Test(shape, ends_when_a_fault_cannot_be_told)
{
    json_t *pages = json_loads("[{\"HealthChecks\":[1,2,3]}]", 0, NULL);
    struct err err = ERR_INIT;
    int n = 0;
    cr_expect_eq(shape_check("route53.list-health-checks", pages, stop, &n, &err), ERR_STORE);
    cr_expect_eq(n, 1);
    json_decref(pages);
}
