/* SPDX-License-Identifier: MIT */
#include "report/html_svg_tag.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool tare_html_piece_is(struct tare_html_piece piece, const char *word)
{
    return strlen(word) == piece.length && memcmp(piece.at, word, piece.length) == 0;
}

bool tare_html_piece_among(struct tare_html_piece piece, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (tare_html_piece_is(piece, words[i]))
            return true;
    return false;
}

const char *tare_html_take_tag(const char *at, struct tare_html_tag *tag)
{
    const char *end = strchr(at, '>');
    const char *name = at + 1;

    if (!end)
        return NULL;
    *tag = (struct tare_html_tag){.closes = *name == '/', .is_empty = end[-1] == '/'};
    name += tag->closes;
    tag->name = (struct tare_html_piece){name, strcspn(name, " \t\r\n/>")};
    tag->attributes.at = name + tag->name.length;
    if (tag->attributes.at > end)
        return NULL;
    tag->attributes.length = (size_t)(end - tag->attributes.at);
    return end + 1;
}

bool tare_html_take_attribute(struct tare_html_piece *rest, struct tare_html_piece *name,
                              struct tare_html_piece *value)
{
    const char *at = rest->at, *end = rest->at + rest->length, *close;

    while (at < end && (isspace((unsigned char)*at) || *at == '/'))
        at++;
    name->at = at;
    while (at < end && *at != '=' && !isspace((unsigned char)*at))
        at++;
    name->length = (size_t)(at - name->at);
    while (at < end && (isspace((unsigned char)*at) || *at == '='))
        at++;
    if (at >= end || !name->length || (*at != '"' && *at != '\''))
        return false;
    close = memchr(at + 1, *at, (size_t)(end - at - 1));
    if (!close)
        return false;
    *value = (struct tare_html_piece){at + 1, (size_t)(close - at - 1)};
    rest->length = (size_t)(end - close - 1);
    rest->at = close + 1;
    return true;
}

struct tare_html_piece tare_html_attribute(const struct tare_html_tag *tag, const char *wanted)
{
    struct tare_html_piece rest = tag->attributes, name, value;

    while (tare_html_take_attribute(&rest, &name, &value))
        if (tare_html_piece_is(name, wanted))
            return value;
    return (struct tare_html_piece){"", 0};
}

const char *tare_html_skip_element(const char *at, const struct tare_html_tag *tag)
{
    char end[32];
    const char *found;

    if (tag->is_empty)
        return at;
    if (tag->name.length + 4 > sizeof end)
        return NULL;
    snprintf(end, sizeof end, "</%.*s>", (int)tag->name.length, tag->name.at);
    found = strstr(at, end);
    return found ? found + strlen(end) : NULL;
}
