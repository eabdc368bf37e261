/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/explain.h"

#include <strings.h>

#include "analysis/analysis.h"
#include "analysis/query.h"
#include "analysis/rule.h"
#include "store/store.h"
#include "support/asset.h"
#include "support/cleanup.h"
#include "support/err.h"

extern const struct asset analysis_assets[];

static void json_free(json_t **owner)
{
    json_decref(*owner);
}

int explain_open(struct store *store, struct err *err)
{
    const struct asset *script = asset_find(analysis_assets, "explain/create.sql");
    return store_run(store, script->name, script->text, err);
}

/* --- a rule ----------------------------------------------------------------- */

static const struct rule *find_rule(const struct rule_set *set, const char *id)
{
    for (size_t i = 0; i < set->n; i++) {
        if (strcasecmp(set->rules[i].id, id) == 0) {
            return &set->rules[i];
        }
    }
    return NULL;
}

/* Puts the policy's values into a rule's "params", which hold the defaults. */
static int put_values(struct store *store, json_t *params, struct err *err)
{
    json_t *CLEANUP(json_free) own = NULL;
    int rc =
        query_array(store, "policy parameters", "select name, value from policy_param", &own, err);
    size_t i = 0;
    json_t *param = NULL;
    json_array_foreach(params, i, param)
    {
        json_object_set(param, "value", json_object_get(param, "default"));
        size_t j = 0;
        json_t *policy = NULL;
        json_array_foreach(own, j, policy)
        {
            if (json_equal(json_object_get(policy, "name"), json_object_get(param, "name"))) {
                json_object_set(param, "value", json_object_get(policy, "value"));
            }
        }
    }
    return rc;
}

int explain_rule(struct store *store, const struct analysis_options *options, const char *id,
                 json_t **ret_answer, struct err *err)
{
    struct rule_set CLEANUP(rule_set_release) set = RULE_SET_INIT;
    int rc = rule_set_load(options->rules_dir, &set, err);
    const struct rule *rule = rc == 0 ? find_rule(&set, id) : NULL;
    if (!rule) {
        *ret_answer = json_null();
        return rc;
    }
    json_t *CLEANUP(json_free) answer = rule_describe(rule);
    json_t *CLEANUP(json_free) keys = json_pack("{s:s}", "rule", rule->id);
    rc = put_values(store, json_object_get(answer, "params"), err);
    if (rc < 0 || (rc = query_sections_of(store, "explain/rule", keys, answer, err)) < 0) {
        return rc;
    }
    json_object_set_new(answer, "sql", json_string(rule->sql));
    *ret_answer = TAKE(answer);
    return 0;
}

/* --- a resource ------------------------------------------------------------- */

int explain_match(struct store *store, const char *name, json_t **ret_resources, struct err *err)
{
    const struct asset *query = asset_find(analysis_assets, "explain/match.sql");
    json_t *CLEANUP(json_free) keys = json_pack("{s:s}", "name", name);
    return query_array_of(store, query->name, query->text, keys, ret_resources, err);
}

int explain_resource(struct store *store, const char *resource, json_t **ret_answer,
                     struct err *err)
{
    json_t *CLEANUP(json_free) keys = json_pack("{s:s}", "resource", resource);
    json_t *CLEANUP(json_free) answer = json_copy(keys);
    int rc = query_sections_of(store, "explain/resource", keys, answer, err);
    if (rc == 0) {
        *ret_answer = TAKE(answer);
    }
    return rc;
}
