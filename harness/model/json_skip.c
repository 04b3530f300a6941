/* SPDX-License-Identifier: MIT */
#include "model/json_skip.h"

#include <stdbool.h>
#include <string.h>

struct skip {
    const char *begin;
    const char *at; /* where it is read */
    const char *end;
    char *to; /* where it is written */
};

static void copy_to(struct skip *skip, const char *end)
{
    size_t length = (size_t)(end - skip->at);

    memcpy(skip->to, skip->at, length);
    skip->to += length;
    skip->at += length;
}

/* Behind the string that begins at the quote `at`; `end` where it is cut short. */
static const char *behind_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\' && at + 1 < end)
            at++;
    return at < end ? at + 1 : end;
}

bool tare_json_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The brace of the object whose key the string at `at` is, where it is this one, with its quotes.
 */
static const char *object_of(const char *key, const char *at, const char *end)
{
    size_t length = strlen(key);

    if ((size_t)(end - at) < length || memcmp(at, key, length) != 0)
        return NULL;
    for (at += length; at < end && tare_json_is_space(*at); at++)
        ;
    if (at == end || *at != ':')
        return NULL;
    for (at++; at < end && tare_json_is_space(*at); at++)
        ;
    return at < end && *at == '{' ? at : NULL;
}

/* Behind the brace that closes the object at `at`; NULL where it is cut short. */
static const char *behind_object(const char *at, const char *end)
{
    size_t depth = 0;

    while (at < end) {
        if (*at == '"') {
            at = behind_string(at, end);
            continue;
        }
        depth += *at == '{';
        depth -= *at == '}';
        at++;
        if (!depth)
            return at;
    }
    return NULL;
}

/*
 * The same where a line begins with the object's key: what closes it stands below the key, as the
 * writer indents. No string has a line's end in it. Where others indented otherwise, so that this
 * is a brace further in, more braces are closed than opened in what is left, and no parser takes
 * it. Most of a file goes by here.
 */
static const char *behind_indented(const struct skip *skip, const char *key, const char *at)
{
    const char *line = key;
    size_t indent;

    while (line > skip->begin && line[-1] == ' ')
        line--;
    if (line == skip->begin || line[-1] != '\n')
        return behind_object(at, skip->end);
    indent = (size_t)(key - line);
    while ((at = memchr(at, '}', (size_t)(skip->end - at)))) {
        const char *first = at - indent;

        if (first[-1] == '\n' && memcmp(first, line, indent) == 0)
            return at + 1;
        at++;
    }
    return NULL;
}

/* Leaves out an object, for which "null" stands then. */
static void drop_object(struct skip *skip, const char *key)
{
    static const char null[] = "null";
    const char *behind = behind_indented(skip, key, skip->at);

    if (!behind || behind - skip->at < (ptrdiff_t)sizeof null - 1) {
        copy_to(skip, behind ? behind : skip->end); /* cut short, or as good as empty */
        return;
    }
    memcpy(skip->to, null, sizeof null - 1);
    skip->to += sizeof null - 1;
    skip->at = behind;
}

/* The object at the key at `at`, where it is one that nobody asks for. */
static const char *dropped_at(const char *at, const char *end)
{
    static const char *const keys[] = {"\"sample\"", "\"weighing\"", "\"variance\"", "\"profile\""};
    const char *object = NULL;

    for (size_t i = 0; i < sizeof keys / sizeof *keys && !object; i++)
        object = object_of(keys[i], at, end);
    return object;
}

size_t tare_json_skip_details(char *to, const char *text, size_t length)
{
    struct skip skip = {.begin = text, .at = text, .end = text + length, .to = to};
    const char *quote;

    while ((quote = memchr(skip.at, '"', (size_t)(skip.end - skip.at)))) {
        const char *object = dropped_at(quote, skip.end);

        copy_to(&skip, object ? object : behind_string(quote, skip.end));
        if (object)
            drop_object(&skip, quote);
    }
    copy_to(&skip, skip.end);
    return (size_t)(skip.to - to);
}
