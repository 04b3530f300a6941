/* SPDX-License-Identifier: MIT */
#include "model/json_skip.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A text that is copied onto itself. */
struct skip {
    char *at; /* where it is read */
    char *end;
    char *to; /* where it is written, never behind `at` */
};

static void copy_to(struct skip *skip, const char *end)
{
    size_t length = (size_t)(end - skip->at);

    memmove(skip->to, skip->at, length);
    skip->to += length;
    skip->at += length;
}

/* Behind the string that begins at the quote `at`; `end` where it is cut short. */
static char *behind_string(char *at, char *end)
{
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\' && at + 1 < end)
            at++;
    return at < end ? at + 1 : end;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The brace of the object whose key the string at `at` is, where it is this one, with its quotes.
 */
static char *object_of(const char *key, char *at, char *end)
{
    size_t length = strlen(key);

    if ((size_t)(end - at) < length || memcmp(at, key, length) != 0)
        return NULL;
    for (at += length; at < end && is_space(*at); at++)
        ;
    if (at == end || *at != ':')
        return NULL;
    for (at++; at < end && is_space(*at); at++)
        ;
    return at < end && *at == '{' ? at : NULL;
}

/* Leaves out what stands before the bracket that closes a list, but the ends of lines. */
static void drop_list(struct skip *skip)
{
    char *close = memchr(skip->at, ']', (size_t)(skip->end - skip->at));
    char *end = close ? close : skip->end;
    char *newline;

    while ((newline = memchr(skip->at, '\n', (size_t)(end - skip->at)))) {
        *skip->to++ = '\n';
        skip->at = newline + 1;
    }
    skip->at = end;
}

/* From behind the brace of the object to the one that closes it. */
static void empty_lists(struct skip *skip)
{
    while (skip->at < skip->end && *skip->at != '}') {
        if (*skip->at == '"') {
            copy_to(skip, behind_string(skip->at, skip->end));
        } else {
            bool is_list = *skip->at == '[';

            *skip->to++ = *skip->at++;
            if (is_list)
                drop_list(skip);
        }
    }
}

/* Leaves out an object, for which "null" stands then, but the ends of its lines. */
static void drop_object(struct skip *skip)
{
    static const char null[] = "null";
    char *at = skip->at;
    size_t newlines = 0;
    size_t depth = 0;

    do {
        if (*at == '"') {
            at = behind_string(at, skip->end);
            continue;
        }
        depth += *at == '{';
        depth -= *at == '}';
        newlines += *at == '\n';
        at++;
    } while (depth && at < skip->end);
    if (!depth && at - skip->at >= (ptrdiff_t)(sizeof null - 1 + newlines)) {
        memcpy(skip->to, null, sizeof null - 1);
        skip->to += sizeof null - 1;
        memset(skip->to, '\n', newlines);
        skip->to += newlines;
        skip->at = at;
    } else { /* cut short, or as good as empty */
        copy_to(skip, at);
    }
}

size_t tare_json_skip_details(char *text, size_t length)
{
    struct skip skip = {text, text + length, text};
    char *quote;

    while ((quote = memchr(skip.at, '"', (size_t)(skip.end - skip.at)))) {
        char *sample = object_of("\"sample\"", quote, skip.end);
        char *weighing = sample ? NULL : object_of("\"weighing\"", quote, skip.end);

        if (sample) {
            copy_to(&skip, sample + 1);
            empty_lists(&skip);
        } else if (weighing) {
            copy_to(&skip, weighing);
            drop_object(&skip);
        } else {
            copy_to(&skip, behind_string(quote, skip.end));
        }
    }
    copy_to(&skip, skip.end);
    return (size_t)(skip.to - text);
}
