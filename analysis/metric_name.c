/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/metric_name.h"

#include <stdbool.h>
#include <string.h>

#include "support/err.h"

enum { NAME_MEMBERS = 5 }; /* of a list's member that may take part in its name */

void metric_place_release(struct metric_place *place)
{
    strbuf_release(&place->name);
    strbuf_release(&place->element);
    strbuf_release(&place->pattern);
    json_decref(place->keys);
}

/* --- members of lists -------------------------------------------------------- */

/* The first `n` members with '/' between; false if one of them is no text. */
static bool leading_name(const json_t *element, size_t n, struct strbuf *ret_name)
{
    const char *key = NULL;
    json_t *value = NULL;
    strbuf_clear(ret_name);
    size_t i = 0;
    json_object_foreach((json_t *)element, key, value)
    {
        if (i == n) {
            break;
        }
        if (!json_is_string(value)) {
            return false;
        }
        strbuf_adds(ret_name, i++ ? "/" : "");
        strbuf_adds(ret_name, json_string_value(value));
    }
    return i == n && ret_name->size > 0;
}

static bool is_unique(const json_t *list, size_t index, size_t n, const char *name)
{
    struct strbuf CLEANUP(strbuf_release) other = STRBUF_INIT;
    size_t i = 0;
    json_t *element = NULL;
    json_array_foreach(list, i, element)
    {
        if (i != index && leading_name(element, n, &other) && strcmp(other.text, name) == 0) {
            return false;
        }
    }
    return true;
}

void metric_element_name(const json_t *list, size_t index, struct strbuf *ret_name)
{
    for (size_t n = 1; n <= NAME_MEMBERS; n++) {
        if (!leading_name(json_array_get(list, index), n, ret_name)) {
            break;
        }
        if (is_unique(list, index, n, ret_name->text)) {
            return;
        }
    }
    strbuf_clear(ret_name);
    strbuf_addf(ret_name, "%zu", index);
}

/* Whether `rest` begins with `name` as a whole step. */
static bool is_step(const char *rest, const struct strbuf *name)
{
    return strncmp(rest, name->text, name->size) == 0 &&
           (rest[name->size] == '.' || rest[name->size] == '\0');
}

/* The member that the beginning of `rest` names, by the longest name that fits, if only one
 * has it; *ret_size is the length of that name. */
static const json_t *element_by_name(const json_t *list, const char *rest, size_t *ret_size)
{
    struct strbuf CLEANUP(strbuf_release) name = STRBUF_INIT;
    const json_t *found = NULL;
    size_t best = 0;
    size_t i = 0;
    json_t *element = NULL;
    json_array_foreach(list, i, element)
    {
        for (size_t n = 1; n <= NAME_MEMBERS && leading_name(element, n, &name); n++) {
            if (is_step(rest, &name) && name.size >= best) {
                found = name.size > best ? element : NULL;
                best = name.size;
            }
        }
    }
    *ret_size = best;
    return found;
}

static const json_t *element_by_place(const json_t *list, const char *rest, size_t *ret_size)
{
    size_t index = 0;
    size_t n = 0;
    for (; rest[n] >= '0' && rest[n] <= '9' && n < 9; n++) {
        index = index * 10 + (size_t)(rest[n] - '0');
    }
    *ret_size = n;
    return n > 0 && (rest[n] == '.' || rest[n] == '\0') ? json_array_get(list, index) : NULL;
}

/* --- the way down ------------------------------------------------------------ */

/* What the SQL of a metric may ask for by name. */
static void keep_keys(struct metric_place *place, const json_t *object)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)object, key, value)
    {
        if (json_is_string(value) || json_is_integer(value)) {
            json_object_set(place->keys, key, value);
        }
    }
}

static void add_step(struct metric_place *place, const char *step, size_t size)
{
    strbuf_adds(&place->name, place->name.size ? "." : "");
    strbuf_add(&place->name, step, size);
}

static void step_into_member(struct metric_place *place, const char *key, size_t size)
{
    place->value = json_object_getn(place->value, key, size);
    add_step(place, key, size);
    strbuf_adds(&place->pattern, place->pattern.size ? "/" : "");
    strbuf_add(&place->pattern, key, size);
}

static size_t step_into_list(struct metric_place *place, const char *rest)
{
    size_t size = 0;
    const json_t *element = element_by_name(place->value, rest, &size);
    if (!element) {
        element = element_by_place(place->value, rest, &size);
    }
    place->value = element;
    if (element) {
        add_step(place, rest, size);
        strbuf_clear(&place->element);
        strbuf_adds(&place->element, place->name.text);
        keep_keys(place, element);
    }
    return size;
}

/* The amount that is meant when only its object is named. */
static void step_into_default(struct metric_place *place)
{
    static const char *const defaults[] = {"cost", "unblended", "amount"};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults && json_is_object(place->value);
         i++) {
        if (json_object_get(place->value, defaults[i])) {
            step_into_member(place, defaults[i], strlen(defaults[i]));
        }
    }
}

void metric_place_find(const json_t *result, const char *name, struct metric_place *ret_place)
{
    struct metric_place *place = ret_place;
    place->keys = json_object();
    place->value = result;
    keep_keys(place, result);
    const char *rest = name;
    while (place->value && *rest) {
        size_t size = strcspn(rest, ".");
        if (json_is_array(place->value)) {
            size = step_into_list(place, rest);
        } else {
            step_into_member(place, rest, size);
        }
        rest += size;
        rest += *rest == '.';
    }
    step_into_default(place);
    if (json_is_object(place->value) || json_is_array(place->value)) {
        place->value = NULL;
    }
}
