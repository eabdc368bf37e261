/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/terraform.h"

#include <string.h>

#include "ingest/answer.h"
#include "ingest/scope.h"
#include "support/err.h"

static const char format[] = "terraform";
static const char call_name[] = "terraform.show";

enum { PEEK_BYTES = 1 << 16 };

/* --- recognition ---------------------------------------------------------- */

struct seen_keys {
    bool format_version;
    bool terraform_version;
    bool lineage;
};

static void see_key(void *context, struct slice key)
{
    struct seen_keys *seen = context;
    seen->format_version |= slice_is(key, "format_version");
    seen->terraform_version |= slice_is(key, "terraform_version");
    seen->lineage |= slice_is(key, "lineage");
}

bool terraform_is(struct call_table *calls, const struct input_file *file)
{
    (void)calls;
    struct slice path = slice_of(file->location);
    if (!slice_ends(path, SLICE_LITERAL(".json")) && !slice_ends(path, SLICE_LITERAL(".tfstate"))) {
        return false;
    }
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct seen_keys seen = {false, false, false};
    struct err err = ERR_INIT;
    if (answer_read(&answer, file->location, file->shown, PEEK_BYTES, &err) == 0) {
        answer_keys(strbuf_slice(&answer.text), see_key, &seen);
    }
    return seen.terraform_version && (seen.format_version || seen.lineage);
}

/* --- reduction ------------------------------------------------------------ */

struct reduction {
    json_t *regions; /* object used as a set */
    json_t *resources;
    json_t *changes;
};

static void add_region(struct reduction *out, struct slice region)
{
    if (region.size && scope_is_region(region)) {
        json_object_setn_new(out->regions, region.text, region.size, json_true());
    }
}

static struct slice region_of(const json_t *values)
{
    const char *region = json_string_value(json_object_get(values, "region"));
    if (region) {
        return slice_of(region);
    }
    const char *part = json_string_value(json_object_get(values, "arn"));
    if (!part || strncmp(part, "arn:", 4) != 0) {
        return (struct slice){"", 0};
    }
    for (int i = 0; i < 3 && part; i++) {
        part = strchr(part, ':');
        part = part ? part + 1 : NULL;
    }
    return part ? (struct slice){part, strcspn(part, ":")} : (struct slice){"", 0};
}

static bool is_managed_aws(const json_t *resource)
{
    const char *type = json_string_value(json_object_get(resource, "type"));
    const char *mode = json_string_value(json_object_get(resource, "mode"));
    return type && strncmp(type, "aws_", 4) == 0 && (!mode || strcmp(mode, "managed") == 0);
}

static void copy_text(json_t *to, const json_t *from, const char *key)
{
    json_t *value = json_object_get(from, key);
    if (json_is_string(value)) {
        json_object_set(to, key, value);
    }
}

static void add_resource(struct reduction *out, const json_t *resource, const json_t *values)
{
    if (!is_managed_aws(resource)) {
        return;
    }
    json_t *kept = json_object();
    copy_text(kept, resource, "address");
    copy_text(kept, resource, "type");
    copy_text(kept, values, "arn");
    copy_text(kept, values, "id");
    struct slice region = region_of(values);
    if (region.size) {
        json_object_set_new(kept, "region", json_stringn(region.text, region.size));
        add_region(out, region);
    }
    json_array_append_new(out->resources, kept);
}

/* A module of `values`, and the modules below it; depth is capped when the JSON is parsed. */
static void add_module(struct reduction *out, const json_t *module)
{
    size_t i = 0;
    json_t *member = NULL;
    json_array_foreach(json_object_get(module, "resources"), i, member)
    {
        add_resource(out, member, json_object_get(member, "values"));
    }
    json_array_foreach(json_object_get(module, "child_modules"), i, member)
    {
        add_module(out, member);
    }
}

/* The constant region of the provider that a resource of the configuration uses. */
static void add_provider_regions(struct reduction *out, const json_t *module,
                                 const json_t *providers)
{
    size_t i = 0;
    json_t *resource = NULL;
    json_array_foreach(json_object_get(module, "resources"), i, resource)
    {
        const char *key = json_string_value(json_object_get(resource, "provider_config_key"));
        if (!key || !is_managed_aws(resource)) {
            continue;
        }
        const json_t *region = json_object_get(
            json_object_get(json_object_get(json_object_get(providers, key), "expressions"),
                            "region"),
            "constant_value");
        if (json_is_string(region)) {
            add_region(out, slice_of(json_string_value(region)));
        }
    }
    const char *name = NULL;
    json_t *module_call = NULL;
    json_object_foreach(json_object_get(module, "module_calls"), name, module_call)
    {
        add_provider_regions(out, json_object_get(module_call, "module"), providers);
    }
}

static void add_changes(struct reduction *out, const json_t *changes)
{
    size_t i = 0;
    json_t *change = NULL;
    json_array_foreach(changes, i, change)
    {
        json_t *actions = json_object_get(json_object_get(change, "change"), "actions");
        const char *first = json_string_value(json_array_get(actions, 0));
        if (is_managed_aws(change) && first && strcmp(first, "no-op") != 0) {
            json_t *kept = json_object();
            copy_text(kept, change, "address");
            copy_text(kept, change, "type");
            json_object_set(kept, "actions", actions);
            json_array_append_new(out->changes, kept);
        }
    }
}

static void add_raw_state(struct reduction *out, const json_t *page)
{
    size_t i = 0;
    json_t *resource = NULL;
    json_array_foreach(json_object_get(page, "resources"), i, resource)
    {
        size_t n = 0;
        json_t *instance = NULL;
        json_array_foreach(json_object_get(resource, "instances"), n, instance)
        {
            add_resource(out, resource, json_object_get(instance, "attributes"));
        }
    }
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static json_t *sorted_keys(json_t *set)
{
    const char **keys = mem_array(json_object_size(set) + 1, sizeof(char *));
    size_t n = 0;
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(set, key, value)
    {
        keys[n++] = key;
    }
    qsort(keys, n, sizeof(char *), compare_keys);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(list, json_string(keys[i]));
    }
    free(keys);
    return list;
}

/* What is kept of the file; a new reference. */
static json_t *reduce(const json_t *page, int64_t *ret_n_resources)
{
    struct reduction out = {json_object(), json_array(), json_array()};
    const json_t *planned = json_object_get(page, "planned_values");
    const json_t *configuration = json_object_get(page, "configuration");
    const char *kind = "state";
    if (json_object_get(page, "lineage")) {
        kind = "raw_state";
        add_raw_state(&out, page);
    } else if (planned || json_object_get(page, "resource_changes")) {
        kind = "plan";
        add_module(&out, json_object_get(planned, "root_module"));
        add_provider_regions(&out, json_object_get(configuration, "root_module"),
                             json_object_get(configuration, "provider_config"));
        add_changes(&out, json_object_get(page, "resource_changes"));
    } else {
        add_module(&out, json_object_get(json_object_get(page, "values"), "root_module"));
    }
    *ret_n_resources = (int64_t)json_array_size(out.resources);
    json_t *body = json_object();
    json_object_set_new(body, "kind", json_string(kind));
    copy_text(body, page, "terraform_version");
    json_object_set_new(body, "regions", sorted_keys(out.regions));
    json_object_set_new(body, "resources", out.resources);
    json_object_set_new(body, "changes", out.changes);
    json_decref(out.regions);
    return body;
}

/* --- a file --------------------------------------------------------------- */

int terraform_load(struct facts *facts, const struct input_file *file, struct err *err)
{
    struct evidence_loader *loader = facts->loader;
    struct answer CLEANUP(answer_release) answer = ANSWER_INIT;
    struct evidence evidence = evidence_of_file(file, format, answer.sha256);
    struct err problem = ERR_INIT;
    int rc = answer_read(&answer, file->location, file->shown, 0, &problem);
    evidence.bytes = answer.bytes;
    rc = rc < 0 ? rc : answer_parse(&answer, file->shown, &problem);
    if (rc == 0 && json_array_size(answer.pages) != 1) {
        rc = FAIL(&problem, ERR_INPUT, "%s: holds more than one document", file->shown);
    }
    if (rc < 0) {
        return evidence_refuse(loader, &evidence, DIAG_BAD_JSON, problem.text, err);
    }
    rc = evidence_add(loader, &evidence, err);
    if (rc != 0) {
        return rc;
    }
    json_t *CLEANUP(json_decrefp) pages = json_array();
    json_array_append_new(pages, reduce(json_array_get(answer.pages, 0), &evidence.rows_read));
    evidence.rows_kept = evidence.rows_read;
    evidence.status = evidence.rows_read ? "ok" : "empty";
    struct evidence document = evidence;
    document.account = "";
    document.region = "";
    document.call = call_name;
    document.item = file->path;
    rc = facts_add_documents(facts, &document, pages, err);
    return rc < 0 ? rc : evidence_finish(loader, &evidence, err);
}
