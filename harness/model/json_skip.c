/* SPDX-License-Identifier: MIT */
#include "model/json_skip.h"

#include <stdbool.h>
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

/* Behind the brace of the object whose key the string at `at` is, where that key is "sample". */
static char *sample_object(char *at, char *end)
{
    static const char key[] = "\"sample\"";

    if ((size_t)(end - at) < sizeof key - 1 || memcmp(at, key, sizeof key - 1) != 0)
        return NULL;
    for (at += sizeof key - 1; at < end && is_space(*at); at++)
        ;
    if (at == end || *at != ':')
        return NULL;
    for (at++; at < end && is_space(*at); at++)
        ;
    return at < end && *at == '{' ? at + 1 : NULL;
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

size_t tare_json_skip_samples(char *text, size_t length)
{
    struct skip skip = {text, text + length, text};
    char *quote;

    while ((quote = memchr(skip.at, '"', (size_t)(skip.end - skip.at)))) {
        char *object = sample_object(quote, skip.end);

        copy_to(&skip, object ? object : behind_string(quote, skip.end));
        if (object)
            empty_lists(&skip);
    }
    copy_to(&skip, skip.end);
    return (size_t)(skip.to - text);
}
