/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "reports/figures.h"
#include "reports/value.h"
#include "support/mem.h"

static json_t *amount_json(struct decimal value)
{
    char text[DECIMAL_TEXT_SIZE];

    decimal_format(value, 2, text);
    return json_string(text);
}

static void add_count(json_t *group, const char *key, json_int_t n)
{
    json_object_set_new(group, key,
                        json_integer(json_integer_value(json_object_get(group, key)) + n));
}

static void add_amount(json_t *group, const char *key, const json_t *amount)
{
    struct decimal sum = DECIMAL_ZERO;
    struct decimal value = DECIMAL_ZERO;

    (void)value_decimal_at(group, key, &sum);
    if (value_decimal(amount, &value) && decimal_add(sum, value, &sum)) {
        json_object_set_new(group, key, amount_json(sum));
    }
}

/* The member of `groups` with this key, made of `first` (stolen) when there is none. */
static json_t *group_of(json_t *groups, const char *key, json_t *first)
{
    json_t *group = json_object_get(groups, key);

    if (group) {
        json_decref(first);
        return group;
    }
    json_object_set_new(groups, key, first);
    return first;
}

static int by_cost(const void *a, const void *b)
{
    const json_t *x = *(const json_t *const *)a;
    const json_t *y = *(const json_t *const *)b;
    struct decimal cost_x = DECIMAL_ZERO;
    struct decimal cost_y = DECIMAL_ZERO;

    (void)value_decimal_at(x, "cost", &cost_x);
    (void)value_decimal_at(y, "cost", &cost_y);
    int order = decimal_compare(cost_y, cost_x);
    long long more = value_int(y, "resources") - value_int(x, "resources");

    order = order ? order : (more > 0) - (more < 0);
    return order ? order : strcmp(value_text(x, "application"), value_text(y, "application"));
}

static int by_format(const void *a, const void *b)
{
    const json_t *x = *(const json_t *const *)a;
    const json_t *y = *(const json_t *const *)b;
    int order = strcmp(value_text(x, "format"), value_text(y, "format"));

    return order ? order : strcmp(value_text(x, "status"), value_text(y, "status"));
}

/* The groups in order; releases groups. */
static json_t *list_of(json_t *groups, int (*order)(const void *, const void *))
{
    const json_t **rows = mem_array(json_object_size(groups) + 1, sizeof(const json_t *));
    json_t *list = json_array();
    const char *key = NULL;
    json_t *group = NULL;
    size_t n = 0;

    json_object_foreach(groups, key, group)
    {
        rows[n++] = group;
    }
    qsort(rows, n, sizeof(const json_t *), order);
    for (size_t i = 0; i < n; i++) {
        json_array_append(list, (json_t *)rows[i]);
    }
    free(rows);
    json_decref(groups);
    return list;
}

json_t *figures_exposed(const json_t *resources)
{
    json_t *groups = json_object();
    const json_t *resource = NULL;
    size_t i = 0;

    json_array_foreach((json_t *)resources, i, resource)
    {
        const char *application = value_text(resource, "application");
        const char *state = value_text(resource, "state");

        if (strcmp(state, "protected") == 0 || strcmp(state, "protected_elsewhere") == 0) {
            continue;
        }
        json_t *group =
            group_of(groups, application,
                     json_pack("{s:s?,s:i,s:i}", "application", *application ? application : NULL,
                               "resources", 0, "unknown", 0));
        add_count(group, "resources", 1);
        add_count(group, "unknown", strcmp(state, "unknown") == 0);
        add_amount(group, "cost", value_at(resource, "own_cost"));
    }
    return list_of(groups, by_cost);
}

json_t *figures_source_kinds(const json_t *sources)
{
    json_t *groups = json_object();
    const json_t *source = NULL;
    size_t i = 0;

    json_array_foreach((json_t *)sources, i, source)
    {
        const char *format = value_text(source, "format");
        const char *status = value_text(source, "status");
        char *key = mem_format("%s\n%s", format, status);
        json_t *group = group_of(groups, key,
                                 json_pack("{s:s?,s:s,s:i}", "format", *format ? format : NULL,
                                           "status", status, "files", 0));

        add_count(group, "files", 1);
        add_count(group, "rows_read", value_int(source, "rows_read"));
        add_count(group, "rows_kept", value_int(source, "rows_kept"));
        add_count(group, "rows_rejected", value_int(source, "rows_rejected"));
        free(key);
    }
    return list_of(groups, by_format);
}
