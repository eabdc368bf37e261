/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/elements.h"

#include <string.h>

#include "support/cleanup.h"
#include "support/utc.h"

struct walk {
    const struct call *call;
    int (*see)(void *context, json_t *element, const char *pointer);
    void *context;
    struct strbuf pointer; /* of the place where the walk is */
};

static bool fits(const struct call *call, const json_t *element)
{
    const char *pointer = NULL;
    return !elements_fault(call, element, &pointer);
}

/* A member that is no JSON goes on as the string it is: `see` rejects it. */
static int see_member(struct walk *walk, json_t *member)
{
    json_t *CLEANUP(json_decrefp) inner = NULL;
    if (walk->call->text_elements && json_is_string(member)) {
        inner = json_loadb(json_string_value(member), json_string_length(member),
                           JSON_REJECT_DUPLICATES, NULL);
    }
    return walk->see(walk->context, inner ? inner : member, walk->pointer.text);
}

static int walk_array(struct walk *walk, json_t *array, const char *rest);

/* Follows `rest` of an items pointer down from `value`; 1 if it leads nowhere. */
static int walk_pointer(struct walk *walk, json_t *value, const char *rest)
{
    size_t mark = walk->pointer.size;
    while (value && rest[0] == '/') {
        size_t size = strcspn(rest + 1, "/");
        if (rest[1] == '*') {
            break;
        }
        strbuf_add(&walk->pointer, rest, size + 1);
        value = json_object_getn(value, rest + 1, size);
        rest += size + 1;
    }
    int rc = json_is_array(value) ? walk_array(walk, value, rest) : 1;
    walk->pointer.size = mark;
    walk->pointer.text[mark] = '\0';
    return rc;
}

/* `rest` is "" where the array's members are the elements, or "/" "*" and where to go on. */
static int walk_array(struct walk *walk, json_t *array, const char *rest)
{
    size_t mark = walk->pointer.size;
    size_t i = 0;
    json_t *member = NULL;
    json_array_foreach(array, i, member)
    {
        strbuf_addf(&walk->pointer, "/%zu", i);
        int rc = 0;
        if (rest[0] == '\0') {
            rc = see_member(walk, member);
        } else {
            rc = walk_pointer(walk, member, rest + 2);
        }
        walk->pointer.size = mark;
        walk->pointer.text[mark] = '\0';
        if (rc < 0) {
            return rc;
        }
    }
    return 0;
}

/* {"CreatedBy_BackupPlanId": x} -> {"CreatedBy": {"BackupPlanId": x}}, in place. */
static void unflatten(json_t *element)
{
    json_t *CLEANUP(json_decrefp) flat = json_copy(element);
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(flat, key, value)
    {
        const char *underscore = strchr(key, '_');
        if (!underscore || underscore == key || !underscore[1]) {
            continue;
        }
        json_t *parent = json_object_getn(element, key, (size_t)(underscore - key));
        if (!parent) {
            parent = json_object();
            json_object_setn_new(element, key, (size_t)(underscore - key), parent);
        }
        if (json_is_object(parent)) {
            json_object_set(parent, underscore + 1, value);
            json_object_del(element, key);
            unflatten(parent);
        }
    }
}

static int walk_page(struct walk *walk, json_t *page, const char **ret_shape)
{
    const struct call *call = walk->call;
    if (json_is_array(page) && call->items) {
        return walk_array(walk, page, "");
    }
    if (!json_is_object(page)) {
        *ret_shape = "holds something else than this call's answer";
        return 0;
    }
    if (!call->items) {
        return walk->see(walk->context, page, walk->pointer.text);
    }
    int rc = walk_pointer(walk, page, call->items);
    if (rc != 1 || json_object_size(page) == 0) {
        return rc < 0 ? rc : 0;
    }
    unflatten(page);
    if (call->required.n > 0 && fits(call, page)) {
        return walk->see(walk->context, page, walk->pointer.text);
    }
    *ret_shape = "holds neither the list of this call's answer nor an element of it";
    return 0;
}

int elements_each(const struct call *call, json_t *pages,
                  int (*see)(void *context, json_t *element, const char *pointer), void *context,
                  const char **ret_shape)
{
    struct walk walk = {call, see, context, STRBUF_INIT};
    size_t n = json_array_size(pages);
    int rc = 0;
    *ret_shape = NULL;
    for (size_t i = 0; i < n && rc >= 0 && !*ret_shape; i++) {
        strbuf_clear(&walk.pointer);
        if (n > 1) {
            strbuf_addf(&walk.pointer, "/%zu", i);
        }
        rc = walk_page(&walk, json_array_get(pages, i), ret_shape);
    }
    strbuf_release(&walk.pointer);
    return rc;
}

bool elements_truncated(const struct call *call, const json_t *pages)
{
    static const char *const flags[] = {"IsTruncated", "Truncated"};
    static const char *const tokens[] = {
        "NextToken",
        "nextToken",
        "NextMarker",
        "PaginationToken",
        "ContinuationToken",
        "LastEvaluatedTableName",
        "NextPageToken",
        "LastEvaluatedBackupArn",
        "Marker",
    };
    const json_t *last = json_array_get(pages, json_array_size(pages) - 1);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        const json_t *flag = json_object_get(last, flags[i]);
        if (json_is_boolean(flag)) {
            return json_is_true(flag);
        }
    }
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        /* EFS repeats the Marker of the request and continues by NextMarker. */
        if (strcmp(tokens[i], "Marker") == 0 && call &&
            strncmp(call->names.list[0], "efs.", 4) == 0) {
            continue;
        }
        if (json_string_length(json_object_get(last, tokens[i])) > 0) {
            return true;
        }
    }
    return false;
}

bool elements_all_lists_empty(const json_t *pages)
{
    size_t n_lists = 0;
    size_t i = 0;
    json_t *page = NULL;
    json_array_foreach(pages, i, page)
    {
        const char *key = NULL;
        json_t *value = NULL;
        json_object_foreach(page, key, value)
        {
            if (json_is_array(value)) {
                n_lists++;
                if (json_array_size(value) > 0) {
                    return false;
                }
            } else if (json_is_object(value) && json_object_size(value) > 0) {
                return false;
            }
        }
    }
    return n_lists > 0;
}

static bool is_time(const json_t *value)
{
    int64_t seconds = 0;
    if (json_is_string(value)) {
        return utc_parse((struct slice){json_string_value(value), json_string_length(value)},
                         &seconds);
    }
    return json_is_number(value) && json_number_value(value) >= 0 &&
           json_number_value(value) < 1e15;
}

const char *elements_fault(const struct call *call, const json_t *element, const char **ret_pointer)
{
    for (size_t i = 0; i < call->required.n; i++) {
        *ret_pointer = call->required.list[i];
        const json_t *value = call_value(element, *ret_pointer);
        if (!value || json_is_null(value)) {
            return "is missing";
        }
        if (words_have(&call->times, *ret_pointer)) {
            continue; /* judged below: it may be a number */
        }
        if (!json_is_string(value)) {
            return "is no text";
        }
        if (json_string_length(value) == 0) {
            return "is empty";
        }
    }
    for (size_t i = 0; i < call->times.n; i++) {
        *ret_pointer = call->times.list[i];
        const json_t *value = call_value(element, *ret_pointer);
        if (value && !json_is_null(value) && !is_time(value)) {
            return "is no time";
        }
    }
    return NULL;
}
