/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/call_failure.h"

#include <string.h>

#include "support/err.h"
#include "support/utf8.h"

enum { MAX_CODE = 100 };

/* The CLI prints "An error occurred (CODE) when calling the X operation: ...", often after a
 * blank line and sometimes after warnings of Python. */
static const char error_start[] = "An error occurred (";

static struct slice line_at(struct slice text, size_t at)
{
    size_t end = at;
    while (end < text.size && text.text[end] != '\n' && text.text[end] != '\r') {
        end++;
    }
    return (struct slice){text.text + at, end - at};
}

static struct slice telling_line(struct slice text)
{
    const char *found =
        text.size ? memmem(text.text, text.size, error_start, sizeof error_start - 1) : NULL;
    if (found) {
        return line_at(text, (size_t)(found - text.text));
    }
    for (size_t at = 0; at < text.size;) {
        struct slice line = line_at(text, at);
        for (size_t i = 0; i < line.size; i++) {
            if (line.text[i] != ' ' && line.text[i] != '\t') {
                return line;
            }
        }
        at += line.size + 1;
    }
    return (struct slice){"", 0};
}

static void code_of(struct slice line, char ret_code[MAX_CODE])
{
    ret_code[0] = '\0';
    struct slice start = SLICE_LITERAL(error_start);
    if (!slice_starts(line, start)) {
        return;
    }
    struct slice rest = slice_from(line, start.size);
    const char *end = memchr(rest.text, ')', rest.size);
    if (end && end - rest.text < MAX_CODE) {
        snprintf(ret_code, MAX_CODE, "%.*s", (int)(end - rest.text), rest.text);
    }
}

static bool is_denied(const char *code)
{
    static const char *const starts[] = {"AccessDenied", "Unauthorized", "NotAuthorized",
                                         "Authorization"};
    static const char *const codes[] = {"403",       "AllAccessDisabled",  "AuthFailure",
                                        "Forbidden", "ForbiddenException", "OptInRequired"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (strncmp(code, starts[i], strlen(starts[i])) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (strcmp(code, codes[i]) == 0) {
            return true;
        }
    }
    return false;
}

void call_failure_read(const struct call *call, struct slice text, struct failure *ret_failure)
{
    struct slice line = telling_line(text);
    char code[MAX_CODE];
    code_of(line, code);
    if (call && code[0] && words_have(&call->not_configured, code)) {
        ret_failure->status = "not_configured";
    } else {
        ret_failure->status = is_denied(code) ? "denied" : "failed";
    }
    size_t size =
        line.size < sizeof ret_failure->message - 1 ? line.size : sizeof ret_failure->message - 1;
    if (utf8_valid(line.text, line.size)) {
        memcpy(ret_failure->message, line.text, size);
        ret_failure->message[size] = '\0';
        utf8_trim_tail(ret_failure->message);
    } else {
        snprintf(ret_failure->message, sizeof ret_failure->message, "%s",
                 code[0] ? code : "stderr is no UTF-8 text");
    }
    if (!ret_failure->message[0]) {
        snprintf(ret_failure->message, sizeof ret_failure->message, "the call printed nothing");
    }
}
