/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/redact.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "reports/template.h"
#include "support/asset.h"
#include "support/cleanup.h"
#include "support/decimal.h"
#include "support/err.h"
#include "support/mem.h"
#include "support/sha256.h"
#include "support/strbuf.h"
#include "support/utc.h"

extern const struct asset template_assets[];

enum { ACCOUNT_DIGITS = 12, KEYED_DIGITS = 12, WORD_MAX = 64 };

enum treatment { TREAT_TEXT, TREAT_KEEP, TREAT_NAME, TREAT_WITHHOLD };

struct redactor {
    json_t *treatments; /* key, or "section/key" -> enum treatment */
    json_t *words;      /* lower-case words that drledger ships */
    json_t *plain;      /* what stands for no name where a name would */
    json_t *names;      /* original -> pseudonym */
    json_t *phrases;    /* originals that hold blanks or the like */
    struct slice key;
    size_t n_accounts;
    size_t n_names;
};

static void redactor_release(struct redactor *redactor)
{
    json_decref(redactor->treatments);
    json_decref(redactor->words);
    json_decref(redactor->plain);
    json_decref(redactor->names);
    json_decref(redactor->phrases);
}

/* --- characters ------------------------------------------------------------------------ */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* What holds a name together; '/' and ':' separate the parts of paths and ARNs. */
static bool is_run(char c)
{
    return is_word(c) || c == '-' || c == '_' || c == '.';
}

static bool all_digits(struct slice text)
{
    size_t n = 0;
    while (n < text.size && isdigit((unsigned char)text.text[n])) {
        n++;
    }
    return n == text.size && n > 0;
}

static struct slice part_until(struct slice text, const char *separators)
{
    size_t n = 0;
    while (n < text.size && !strchr(separators, text.text[n])) {
        n++;
    }
    return (struct slice){text.text, n};
}

static size_t run_size(struct slice text)
{
    size_t n = 0;
    while (n < text.size && is_run(text.text[n])) {
        n++;
    }
    return n;
}

/* --- what is harmless -------------------------------------------------------------------- */

static void learn_words(struct redactor *redactor, struct slice text)
{
    while (text.size > 0) {
        char word[WORD_MAX + 1];
        size_t n = 0;

        while (n < text.size && is_word(text.text[n])) {
            if (n < WORD_MAX) {
                word[n] = (char)tolower((unsigned char)text.text[n]);
            }
            n++;
        }
        if (n > 0 && n <= WORD_MAX) {
            word[n] = '\0';
            json_object_set_new_nocheck(redactor->words, word, json_true());
        }
        text = slice_from(text, n > 0 ? n : 1);
    }
}

/* The string literals of a query, and the comments a rule opens with: its front matter.
 * Other comments may hold examples. */
static void learn_query(struct redactor *redactor, struct slice rest, bool is_rule)
{
    while (rest.size > 0) {
        struct slice line = part_until(rest, "\n");
        const char *comment = memmem(line.text, line.size, "--", 2);
        struct slice code = {line.text, comment ? (size_t)(comment - line.text) : line.size};

        is_rule = is_rule && comment == line.text;
        if (is_rule) {
            learn_words(redactor, line);
        }
        for (struct slice at = code; at.size > 0;) {
            struct slice outside = part_until(at, "'");
            at = slice_from(at, outside.size + (outside.size < at.size));
            struct slice inside = part_until(at, "'");
            learn_words(redactor, inside);
            at = slice_from(at, inside.size + (inside.size < at.size));
        }
        rest = slice_from(rest, line.size + (line.size < rest.size));
    }
}

static void learn_assets(struct redactor *redactor, const struct asset *assets)
{
    for (const struct asset *asset = assets; asset->name; asset++) {
        struct slice name = slice_of(asset->name);
        struct slice text = {asset->text, asset->size};

        if (slice_ends(name, SLICE_LITERAL(".csv"))) {
            learn_words(redactor, text);
        } else if (slice_ends(name, SLICE_LITERAL(".sql"))) {
            learn_query(redactor, text, slice_starts(name, SLICE_LITERAL("rules/")));
        }
    }
}

static void read_list(const json_t *file, const char *list, json_t *set, json_t *value)
{
    json_t *item = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(file, list), i, item)
    {
        json_object_set(set, json_string_value(item), value);
    }
    json_decref(value);
}

static int read_settings(struct redactor *redactor, struct err *err)
{
    json_t *CLEANUP(json_decrefp) file = NULL;
    int rc = template_load(NULL, "redaction.json", &file, err);

    if (rc == 0) {
        read_list(file, "keep", redactor->treatments, json_integer(TREAT_KEEP));
        read_list(file, "names", redactor->treatments, json_integer(TREAT_NAME));
        read_list(file, "withheld", redactor->treatments, json_integer(TREAT_WITHHOLD));
        read_list(file, "plain", redactor->plain, json_true());
        read_list(file, "words", redactor->words, json_true());
    }
    return rc;
}

static enum treatment treatment_of(const struct redactor *redactor, const char *section,
                                   const char *key)
{
    char *CLEANUP(mem_freep) path = mem_format("%s/%s", section, key);
    const json_t *treatment = json_object_get(redactor->treatments, path);

    treatment = treatment ? treatment : json_object_get(redactor->treatments, key);
    return treatment ? (enum treatment)json_integer_value(treatment) : TREAT_TEXT;
}

/* --- pseudonyms --------------------------------------------------------------------------- */

static const char *known_pseudonym(const struct redactor *redactor, struct slice name)
{
    return json_string_value(json_object_getn(redactor->names, name.text, name.size));
}

static const char *pseudonym_of(struct redactor *redactor, struct slice name)
{
    const char *known = known_pseudonym(redactor, name);
    bool is_account = all_digits(name) && name.size == ACCOUNT_DIGITS;
    const char *kind = is_account ? "account" : "name";
    char digest[SHA256_HEX_SIZE];
    json_t *pseudonym = NULL;

    if (known) {
        return known;
    }
    if (redactor->key.size > 0) {
        sha256_keyed(redactor->key, name, digest);
        pseudonym = json_sprintf("%s-%.*s", kind, KEYED_DIGITS, digest);
    } else {
        size_t *n = is_account ? &redactor->n_accounts : &redactor->n_names;
        pseudonym = json_sprintf("%s-%zu", kind, ++*n);
    }
    json_object_setn_new(redactor->names, name.text, name.size, pseudonym);
    if (run_size(name) < name.size) {
        json_array_append_new(redactor->phrases, json_stringn(name.text, name.size));
    }
    return json_string_value(pseudonym);
}

/* --- text ---------------------------------------------------------------------------------- */

static bool is_harmless_word(const struct redactor *redactor, struct slice word)
{
    char lower[WORD_MAX + 1];

    if (all_digits(word)) {
        return word.size < ACCOUNT_DIGITS;
    }
    if (word.size > WORD_MAX) {
        return false;
    }
    for (size_t i = 0; i < word.size; i++) {
        lower[i] = (char)tolower((unsigned char)word.text[i]);
    }
    lower[word.size] = '\0';
    return json_object_get(redactor->words, lower) != NULL;
}

/* "35m", "2d", "1y": a number and one letter. */
static bool is_measure(struct slice run)
{
    return run.size > 1 && run.size < ACCOUNT_DIGITS &&
           isalpha((unsigned char)run.text[run.size - 1]) &&
           all_digits((struct slice){run.text, run.size - 1});
}

static bool is_harmless(const struct redactor *redactor, struct slice run)
{
    struct decimal amount;

    if (is_measure(run) || (memchr(run.text, '.', run.size) && decimal_read(run, &amount))) {
        return true;
    }
    while (run.size > 0) {
        struct slice word = part_until(run, "-_.");
        if (word.size > 0 && !is_harmless_word(redactor, word)) {
            return false;
        }
        run = slice_from(run, word.size + (word.size < run.size));
    }
    return true;
}

/* "critical-dr.json" is judged part by part, "108.60" is not. */
static bool is_dotted(const struct redactor *redactor, struct slice run)
{
    return memchr(run.text, '.', run.size) &&
           !(isdigit((unsigned char)*run.text) && is_harmless(redactor, run));
}

static void add_run(struct redactor *redactor, struct slice run, bool is_name, struct strbuf *out)
{
    bool is_plain = run.size == 0 || json_object_getn(redactor->plain, run.text, run.size) != NULL;
    bool is_hidden = !is_plain && (is_name || known_pseudonym(redactor, run));

    if (!is_plain && !is_hidden && is_dotted(redactor, run)) {
        struct slice first = part_until(run, ".");
        add_run(redactor, first, false, out);
        strbuf_addc(out, '.');
        add_run(redactor, slice_from(run, first.size + 1), false, out);
    } else if (is_plain || (!is_hidden && is_harmless(redactor, run))) {
        strbuf_add(out, run.text, run.size);
    } else {
        strbuf_adds(out, pseudonym_of(redactor, run));
    }
}

/* Punctuation at the end of a run belongs to the sentence. */
static struct slice next_run(struct slice text)
{
    struct slice run = {text.text, run_size(text)};

    while (run.size > 0 && !is_word(run.text[run.size - 1])) {
        run.size--;
    }
    return run;
}

/* A time is kept whole: its letters are no words. */
static struct slice next_time(struct slice text)
{
    enum { TIME_SIZE = 20 };
    int64_t seconds = 0;
    struct slice time = {text.text, TIME_SIZE};
    bool is_time = text.size >= TIME_SIZE && text.text[10] == 'T' && text.text[19] == 'Z' &&
                   utc_parse(time, &seconds);
    return is_time ? time : (struct slice){text.text, 0};
}

/* A name of several words that the text goes on with. */
static struct slice next_phrase(const struct redactor *redactor, struct slice text)
{
    json_t *item = NULL;
    size_t i = 0;

    json_array_foreach(redactor->phrases, i, item)
    {
        struct slice phrase = {json_string_value(item), json_string_length(item)};
        if (slice_starts(text, phrase)) {
            return phrase;
        }
    }
    return (struct slice){text.text, 0};
}

static void add_text(struct redactor *redactor, struct slice text, struct strbuf *out)
{
    while (text.size > 0) {
        struct slice time = next_time(text);
        struct slice phrase = next_phrase(redactor, text);
        struct slice run = next_run(text);

        if (time.size > 0) {
            strbuf_add(out, time.text, time.size);
            text = slice_from(text, time.size);
        } else if (phrase.size > 0) {
            strbuf_adds(out, known_pseudonym(redactor, phrase));
            text = slice_from(text, phrase.size);
        } else if (run.size > 0) {
            add_run(redactor, run, false, out);
            text = slice_from(text, run.size);
        } else {
            strbuf_addc(out, *text.text);
            text = slice_from(text, 1);
        }
    }
}

/* The parts of an ARN say of what kind it is and stay where they are drledger's words; the
 * last one is always a name. Of "plan-rule:ID/NAME" and the like all but the first are. */
static void add_name(struct redactor *redactor, struct slice name, struct strbuf *out)
{
    static const char separators[] = ":/";
    bool is_arn = slice_starts(name, SLICE_LITERAL("arn:"));
    bool is_first = true;
    bool is_last = part_until(name, separators).size == name.size;
    const char *known = known_pseudonym(redactor, name);

    if (known || is_last) {
        strbuf_adds(out, known ? known : name.size ? pseudonym_of(redactor, name) : "");
        return;
    }
    while (!is_last) {
        struct slice part = part_until(name, separators);
        is_last = part.size == name.size;
        add_run(redactor, part, part.size > 0 && (is_last || !(is_arn || is_first)), out);
        is_first = false;
        if (!is_last) {
            strbuf_addc(out, name.text[part.size]);
            name = slice_from(name, part.size + 1);
        }
    }
}

/* "unallocated" is nobody's name; "tier:tier-0", "type:RDS" and "account:ID/REGION" name
 * nothing but what other keys do. */
static bool names_nobody(const struct redactor *redactor, struct slice name)
{
    return json_object_getn(redactor->plain, name.text, name.size) ||
           slice_starts(name, SLICE_LITERAL("tier:")) ||
           slice_starts(name, SLICE_LITERAL("type:")) ||
           slice_starts(name, SLICE_LITERAL("account:"));
}

static void add_value(struct redactor *redactor, enum treatment treatment, struct slice text,
                      struct strbuf *out)
{
    if (treatment == TREAT_KEEP || text.size == 0) {
        strbuf_add(out, text.text, text.size);
    } else if (treatment == TREAT_WITHHOLD) {
        strbuf_adds(out, "withheld");
    } else if (treatment == TREAT_NAME && !names_nobody(redactor, text)) {
        add_name(redactor, text, out);
    } else {
        add_text(redactor, text, out);
    }
}

/* --- the tree -------------------------------------------------------------------------------- */

/* An amount stands alone in its value; an account id that does is under a key for names. */
static bool is_amount(enum treatment treatment, const char *text)
{
    struct decimal amount;
    return treatment == TREAT_TEXT && decimal_read(slice_of(text), &amount);
}

static json_t *redact_value(struct redactor *redactor, const char *section, const char *key,
                            const json_t *value);

static json_t *redact_string(struct redactor *redactor, enum treatment treatment,
                             const json_t *value)
{
    const char *text = json_string_value(value);
    struct strbuf CLEANUP(strbuf_release) out = STRBUF_INIT;

    if (is_amount(treatment, text) && !known_pseudonym(redactor, slice_of(text))) {
        return json_incref((json_t *)value);
    }
    add_value(redactor, treatment, (struct slice){text, json_string_length(value)}, &out);
    return json_stringn(out.text, out.size);
}

static json_t *redact_object(struct redactor *redactor, const char *section, const json_t *object)
{
    json_t *copy = json_object();
    const char *key = NULL;
    json_t *value = NULL;

    json_object_foreach((json_t *)object, key, value)
    {
        json_object_set_new(copy, key,
                            redact_value(redactor, *section ? section : key, key, value));
    }
    return copy;
}

static json_t *redact_value(struct redactor *redactor, const char *section, const char *key,
                            const json_t *value)
{
    json_t *item = NULL;
    size_t i = 0;

    if (json_is_object(value)) {
        return redact_object(redactor, section, value);
    }
    if (json_is_array(value)) {
        json_t *copy = json_array();
        json_array_foreach((json_t *)value, i, item)
        {
            json_array_append_new(copy, redact_value(redactor, section, key, item));
        }
        return copy;
    }
    return json_is_string(value)
               ? redact_string(redactor, treatment_of(redactor, section, key), value)
               : json_incref((json_t *)value);
}

/* Names everywhere first, so that they are known when texts are read. */
static void meet_names(struct redactor *redactor, const char *section, const char *key,
                       const json_t *value)
{
    const char *name = NULL;
    json_t *item = NULL;
    size_t i = 0;

    json_array_foreach(json_is_array(value) ? (json_t *)value : NULL, i, item)
    {
        meet_names(redactor, section, key, item);
    }
    json_object_foreach(json_is_object(value) ? (json_t *)value : NULL, name, item)
    {
        meet_names(redactor, *section ? section : name, name, item);
    }
    if (json_is_string(value) && treatment_of(redactor, section, key) == TREAT_NAME) {
        struct strbuf CLEANUP(strbuf_release) unused = STRBUF_INIT;
        add_value(redactor, TREAT_NAME, slice_of(json_string_value(value)), &unused);
    }
}

int redact_result(const json_t *result, const struct asset *shipped, struct slice key,
                  json_t **ret_result, struct err *err)
{
    struct redactor CLEANUP(redactor_release) redactor = {.treatments = json_object(),
                                                          .words = json_object(),
                                                          .plain = json_object(),
                                                          .names = json_object(),
                                                          .phrases = json_array(),
                                                          .key = key};
    int rc = read_settings(&redactor, err);

    if (rc < 0) {
        return rc;
    }
    learn_assets(&redactor, shipped);
    meet_names(&redactor, "", "", result);
    *ret_result = redact_value(&redactor, "", "", result);
    return 0;
}
