/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/value.h"

#include <string.h>

static const json_t *step(const json_t *value, const char *key, size_t size)
{
    size_t index = 0;

    if (json_is_object(value)) {
        return json_object_getn(value, key, size);
    }
    if (!json_is_array(value) || size == 0 || size > 9) {
        return NULL;
    }
    for (size_t i = 0; i < size; i++) {
        if (key[i] < '0' || key[i] > '9') {
            return NULL;
        }
        index = index * 10 + (size_t)(key[i] - '0');
    }
    return json_array_get(value, index);
}

const json_t *value_at(const json_t *root, const char *path)
{
    const json_t *value = root;

    while (value && *path) {
        path += *path == '/';
        size_t size = strcspn(path, "/");
        value = step(value, path, size);
        path += size;
    }
    return json_is_null(value) ? NULL : value;
}

const char *value_text(const json_t *root, const char *path)
{
    const char *text = json_string_value(value_at(root, path));
    return text ? text : "";
}

long long value_int(const json_t *root, const char *path)
{
    return json_integer_value(value_at(root, path));
}

bool value_decimal(const json_t *value, struct decimal *ret_value)
{
    if (json_is_integer(value)) {
        *ret_value = decimal_of_int(json_integer_value(value));
        return true;
    }
    return json_is_string(value) &&
           decimal_read((struct slice){json_string_value(value), json_string_length(value)},
                        ret_value);
}

bool value_decimal_at(const json_t *root, const char *path, struct decimal *ret_value)
{
    return value_decimal(value_at(root, path), ret_value);
}

bool value_is_set(const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
    case JSON_FALSE:
        return false;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_INTEGER:
        return json_integer_value(value) != 0;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_OBJECT:
        return json_object_size(value) > 0;
    default:
        return true;
    }
}
