/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings are new, fixed and persistent between two results. */
#include <stdbool.h>
#include <string.h>

#include "analysis/difference.h"
#include "support/mem.h"
#include "support/strbuf.h"

static const char *text_of(const json_t *row, const char *key)
{
    const char *text = json_string_value(json_object_get(row, key));
    return text ? text : "";
}

static bool is_open(const json_t *finding)
{
    const char *verdict = text_of(finding, "verdict");
    return strcmp(verdict, "fail") == 0 || strcmp(verdict, "insufficient_data") == 0;
}

static void put_key(const json_t *finding, struct strbuf *ret_key)
{
    static const char *const keys[] = {"rule", "resource", "account", "region"};
    strbuf_clear(ret_key);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        strbuf_adds(ret_key, text_of(finding, keys[i]));
        strbuf_addc(ret_key, '\n');
    }
}

/* A new object: key of a finding -> the finding. */
static json_t *index_of(const json_t *findings)
{
    struct strbuf CLEANUP(strbuf_release) key = STRBUF_INIT;
    json_t *index = json_object();
    size_t i = 0;
    json_t *finding = NULL;
    json_array_foreach(findings, i, finding)
    {
        put_key(finding, &key);
        json_object_set(index, key.text, finding);
    }
    return index;
}

/* Whether the rule was asked with all the evidence that it needs. */
static bool is_complete(const json_t *coverage, const char *rule)
{
    size_t i = 0;
    json_t *row = NULL;
    json_array_foreach(json_object_get(coverage, "rules"), i, row)
    {
        if (strcmp(text_of(row, "id"), rule) == 0) {
            return json_is_true(json_object_get(row, "complete"));
        }
    }
    return false;
}

/* A copy of the finding with both verdicts; NULL: there was, or is, none. */
static json_t *changed(const json_t *finding, const char *before, const char *now)
{
    static const char *const kept[] = {"rule",    "resource",  "account", "region",      "tier",
                                       "overlay", "exception", "reason",  "monthly_cost"};
    json_t *row = json_object();
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        json_t *value = json_object_get(finding, kept[i]);
        json_object_set_new(row, kept[i], value ? json_incref(value) : json_null());
    }
    json_object_set_new(row, "before", before ? json_string(before) : json_null());
    json_object_set_new(row, "verdict", now ? json_string(now) : json_null());
    return row;
}

/* What is open now: new, or persistent. */
static void add_open(const json_t *after, const json_t *then, json_t *ret_new,
                     json_t *ret_persistent)
{
    struct strbuf CLEANUP(strbuf_release) key = STRBUF_INIT;
    size_t i = 0;
    json_t *finding = NULL;
    json_array_foreach(json_object_get(after, "findings"), i, finding)
    {
        if (!is_open(finding)) {
            continue;
        }
        put_key(finding, &key);
        const json_t *old = json_object_get(then, key.text);
        json_array_append_new(
            old && is_open(old) ? ret_persistent : ret_new,
            changed(finding, old ? text_of(old, "verdict") : NULL, text_of(finding, "verdict")));
    }
}

/* What was open before and is not now: fixed, unless the evidence for that is missing. */
static void add_closed(const json_t *before, const json_t *after, const json_t *now,
                       json_t *ret_fixed, json_t *ret_persistent)
{
    struct strbuf CLEANUP(strbuf_release) key = STRBUF_INIT;
    size_t i = 0;
    json_t *finding = NULL;
    json_array_foreach(json_object_get(before, "findings"), i, finding)
    {
        put_key(finding, &key);
        const json_t *later = json_object_get(now, key.text);
        if (!is_open(finding) || (later && is_open(later))) {
            continue;
        }
        bool fixed = later || is_complete(after, text_of(finding, "rule"));
        json_array_append_new(fixed ? ret_fixed : ret_persistent,
                              changed(later ? later : finding, text_of(finding, "verdict"),
                                      later ? text_of(later, "verdict") : NULL));
    }
}

json_t *difference_findings(const json_t *before, const json_t *after)
{
    json_t *then = index_of(json_object_get(before, "findings"));
    json_t *now = index_of(json_object_get(after, "findings"));
    json_t *opened = json_array();
    json_t *fixed = json_array();
    json_t *persistent = json_array();
    add_open(after, then, opened, persistent);
    add_closed(before, after, now, fixed, persistent);
    json_decref(then);
    json_decref(now);
    return json_pack("{s:o, s:o, s:o}", "new", opened, "fixed", fixed, "persistent", persistent);
}
