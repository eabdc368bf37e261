/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/shape.h"

#include <string.h>

#include "support/asset.h"
#include "support/slice.h"
#include "support/strbuf.h"

extern const struct asset ingest_assets[];

enum shape_kind { SHAPE_OBJECT, SHAPE_LIST, SHAPE_OBJECTS /* a list of objects */ };

struct check {
    enum shape_kind kind;
    shape_fault_fn *report;
    void *context;
    struct err *err;
};

/* A value with its place: where it hangs, so that it can be replaced, and its pointer. */
struct node {
    json_t *parent;
    struct slice key; /* of an object, else empty */
    size_t index;     /* of a list */
    json_t *value;
};

static int refuse(const struct check *check, const struct node *node, const char *pointer,
                  const char *why)
{
    if (node->key.size > 0) {
        json_object_setn_new(node->parent, node->key.text, node->key.size, json_null());
    } else {
        json_array_set_new(node->parent, node->index, json_null());
    }
    return check->report(check->context, pointer, why, check->err);
}

static int check_elements(const struct check *check, json_t *list, struct strbuf *pointer)
{
    size_t mark = pointer->size;
    int rc = 0;
    for (size_t i = 0; rc >= 0 && i < json_array_size(list); i++) {
        struct node node = {list, {"", 0}, i, json_array_get(list, i)};
        if (json_is_object(node.value)) {
            continue;
        }
        strbuf_addf(pointer, "/%zu", i);
        rc = refuse(check, &node, pointer->text, "is no object");
        pointer->size = mark;
    }
    return rc;
}

static int check_value(const struct check *check, const struct node *node, struct strbuf *pointer)
{
    if (json_is_null(node->value)) {
        return 0;
    }
    if (check->kind == SHAPE_OBJECT) {
        return json_is_object(node->value) ? 0 : refuse(check, node, pointer->text, "is no object");
    }
    if (!json_is_array(node->value)) {
        return refuse(check, node, pointer->text, "is no list");
    }
    return check->kind == SHAPE_OBJECTS ? check_elements(check, node->value, pointer) : 0;
}

static int walk(const struct check *check, json_t *value, struct slice path,
                struct strbuf *pointer);

static int walk_elements(const struct check *check, json_t *list, struct slice path,
                         struct strbuf *pointer)
{
    size_t mark = pointer->size;
    int rc = 0;
    for (size_t i = 0; rc >= 0 && i < json_array_size(list); i++) {
        strbuf_addf(pointer, "/%zu", i);
        rc = walk(check, json_array_get(list, i), path, pointer);
        pointer->size = mark;
    }
    return rc;
}

/* Follows `path` ("items[].failback") below an object. What lies above the end of the path
 * has a row of its own: where it has another shape, nothing is looked for below it. */
static int walk(const struct check *check, json_t *value, struct slice path, struct strbuf *pointer)
{
    if (!json_is_object(value)) {
        return 0;
    }
    struct slice step = slice_cut(&path, '.');
    bool in_list = slice_ends(step, SLICE_LITERAL("[]"));
    step.size -= in_list ? 2 : 0;
    json_t *member = json_object_getn(value, step.text, step.size);
    if (!member) {
        return 0;
    }
    size_t mark = pointer->size;
    strbuf_addc(pointer, '/');
    strbuf_add(pointer, step.text, step.size);
    int rc = 0;
    if (path.size == 0) {
        struct node node = {value, step, 0, member};
        rc = check_value(check, &node, pointer);
    } else if (in_list) {
        rc = walk_elements(check, member, path, pointer);
    } else {
        rc = walk(check, member, path, pointer);
    }
    pointer->size = mark;
    return rc;
}

static int walk_pages(const struct check *check, json_t *pages, struct slice path)
{
    struct strbuf CLEANUP(strbuf_release) pointer = STRBUF_INIT;
    return json_array_size(pages) == 1 ? walk(check, json_array_get(pages, 0), path, &pointer)
                                       : walk_elements(check, pages, path, &pointer);
}

static enum shape_kind kind_of(struct slice name)
{
    return slice_is(name, "object") ? SHAPE_OBJECT
           : slice_is(name, "list") ? SHAPE_LIST
                                    : SHAPE_OBJECTS;
}

int shape_check(const char *call, json_t *pages, shape_fault_fn *report, void *context,
                struct err *err)
{
    struct slice rest = slice_of(asset_find(ingest_assets, "shapes.csv")->text);
    int rc = 0;
    while (rc >= 0 && rest.size > 0) {
        struct slice row = slice_cut(&rest, '\n');
        struct slice name = slice_cut(&row, ',');
        if (!slice_is(name, call)) {
            continue;
        }
        struct slice path = slice_cut(&row, ',');
        struct check check = {kind_of(row), report, context, err};
        rc = walk_pages(&check, pages, path);
    }
    return rc;
}
