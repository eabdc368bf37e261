/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_TEMPLATE_H
#define REPORTS_TEMPLATE_H

/* Templates say what a report shows and in which order; they are JSON files in
 * templates/, compiled in and replaceable by files of the same name.
 *
 * Texts hold placeholders {path|kind|otherwise}: `path` leads into report.json from its
 * root ("/spend/dr_total") or, inside a row, from the row ("cost"); `kind` is one of
 * format.h; `otherwise` is printed when there is no value ("not known" by default).
 * "{{" is a brace. A text may also be a list of {"when", "text"} of which the first
 * that holds is taken.
 * A condition is a path that must be set, "!path" that must not be, or "path=value"; a
 * list of them must hold altogether. */

#include <stdbool.h>

#include <jansson.h>

#include "support/strbuf.h"

struct err;

struct scope {
    const json_t *root;
    const json_t *item; /* the row; NULL outside of one */
};

/* The JSON file `name` ("finops.json"): from dir when that has one, else built in.
 * Owned by the caller. */
int template_load(const char *dir, const char *name, json_t **ret_json, struct err *err);

const json_t *scope_value(struct scope scope, const char *path);
bool scope_holds(struct scope scope, const json_t *condition);

/* Adds the text with its placeholders filled in; nothing when text is NULL. A kind
 * that does not exist is an error of the template. */
int scope_expand(struct scope scope, const json_t *text, struct strbuf *out, struct err *err);

#endif
