/* SPDX-License-Identifier: MIT */
#include "report/svg.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX                 32
#define DEFINITIONS_MAX           64 /* gnuplot 5.4 has 16 */
#define TENTHS(x)                 (round((x)*10) / 10)
#define IS_LITERAL(text, literal) (strncmp(text, literal, sizeof(literal) - 1) == 0)

struct attribute {
    const char *name, *value;
    size_t name_length, value_length;
};

struct group {
    size_t begin;   /* of its tag in what was written */
    size_t content; /* behind the tag */
    bool is_bare;   /* its tag was left out */
};

struct slimming {
    struct tare_buf *buf;
    const char *svg;
    struct group groups[DEPTH_MAX];
    size_t depth;
    bool in_text;
};

static bool is(const struct attribute *attribute, const char *name, const char *value)
{
    return attribute->name_length == strlen(name) &&
           !memcmp(attribute->name, name, attribute->name_length) &&
           (!value || (attribute->value_length == strlen(value) &&
                       !memcmp(attribute->value, value, attribute->value_length)));
}

/* The next attribute of the tag at *at, which ends at `end`; false: there is none. */
static bool next_attribute(const char **at, const char *end, struct attribute *attribute)
{
    const char *close;
    char quote;

    while (*at < end && (isspace((unsigned char)**at) || **at == '/'))
        ++*at;
    attribute->name = *at;
    while (*at < end && **at != '=' && !isspace((unsigned char)**at))
        ++*at;
    attribute->name_length = (size_t)(*at - attribute->name);
    while (*at < end && (**at == '=' || isspace((unsigned char)**at)))
        ++*at;
    quote = *at < end ? **at : '\0';
    if (!attribute->name_length || (quote != '\'' && quote != '"'))
        return false;
    attribute->value = ++*at;
    close = memchr(*at, quote, (size_t)(end - *at));
    if (!close)
        return false;
    attribute->value_length = (size_t)(close - attribute->value);
    *at = close + 1;
    return true;
}

/* What every group repeats, and what the root says for all; a tag that lost all of it is left out.
 */
static bool is_needless(const struct attribute *attribute)
{
    return is(attribute, "font-family", NULL) || is(attribute, "class", NULL) ||
           is(attribute, "shape-rendering", NULL) || is(attribute, "color", "black") ||
           is(attribute, "fill", "none") || is(attribute, "stroke", "currentColor") ||
           is(attribute, "stroke-width", "1.00") || is(attribute, "stroke-linecap", "butt") ||
           is(attribute, "stroke-linejoin", "miter");
}

/* Copies the value with its numbers rounded to a tenth. */
static void put_numbers(struct tare_buf *buf, const char *at, size_t length)
{
    const char *end = at + length;

    while (at < end) {
        size_t number = strspn(at, "-0123456789.");

        if (at + number > end)
            number = (size_t)(end - at);
        if (number && memchr(at, '.', number))
            tare_buf_printf(buf, "%.10g", TENTHS(strtod(at, NULL)) + 0.0);
        else
            tare_buf_add(buf, at, number ? number : 1);
        at += number ? number : 1;
    }
}

/* A path of gnuplot's: "M1.00,2.00 L3.00,2.00". Upright and level lines have one number. False
 * where it is something else: `buf` is then as it was. */
static bool put_path(struct tare_buf *buf, const char *value, size_t length)
{
    const char *end = value + length;
    size_t before = buf->length;
    double last_x = NAN, last_y = NAN;

    while (value < end) {
        char letter, *rest;
        double x, y;

        if (isspace((unsigned char)*value)) {
            value++;
            continue;
        }
        letter = *value++;
        x = TENTHS(strtod(value, &rest)) + 0.0;
        if ((letter != 'M' && letter != 'L') || rest == value || *rest != ',') {
            buf->length = before;
            return false;
        }
        y = TENTHS(strtod(rest + 1, &rest)) + 0.0;
        value = rest;
        if (letter == 'L' && y == last_y)
            tare_buf_printf(buf, "H%.10g", x);
        else if (letter == 'L' && x == last_x)
            tare_buf_printf(buf, "V%.10g", y);
        else
            tare_buf_printf(buf, "%c%.10g,%.10g", letter, x, y);
        last_x = x;
        last_y = y;
    }
    return true;
}

/* "rgb( 0, 114, 178)" and "rgb(0,114,178)". */
static bool put_colour(struct tare_buf *buf, const char *value)
{
    unsigned red, green, blue;

    if (sscanf(value, "rgb(%u ,%u ,%u)", &red, &green, &blue) != 3)
        return false;
    tare_buf_printf(buf, "#%02x%02x%02x", red & 255, green & 255, blue & 255);
    return true;
}

static void put_attribute(struct tare_buf *buf, const struct attribute *attribute)
{
    tare_buf_puts(buf, " ");
    tare_buf_add(buf, attribute->name, attribute->name_length);
    tare_buf_puts(buf, "=\"");
    if (is(attribute, "d", NULL) && put_path(buf, attribute->value, attribute->value_length)) {
    } else if (is(attribute, "d", NULL) || is(attribute, "points", NULL) ||
               is(attribute, "transform", NULL) || is(attribute, "font-size", NULL)) {
        put_numbers(buf, attribute->value, attribute->value_length);
    } else if (!IS_LITERAL(attribute->value, "rgb(") || !put_colour(buf, attribute->value)) {
        tare_buf_add(buf, attribute->value, attribute->value_length);
    }
    tare_buf_puts(buf, "\"");
}

/* Is there a path that goes nowhere: to points alone? */
static bool is_without_length(const char *tag, const char *end)
{
    struct attribute attribute;
    const char *at = tag + sizeof("<path") - 1;

    if (!IS_LITERAL(tag, "<path"))
        return false;
    while (next_attribute(&at, end, &attribute))
        if (is(&attribute, "d", NULL))
            return !memchr(attribute.value, 'L', attribute.value_length);
    return false;
}

/* The tag from `tag` to its '>' at `end`, without what is needless; false: nothing was left of it.
 */
static bool put_tag(struct slimming *slimming, const char *tag, const char *end)
{
    size_t name = strcspn(tag, " \t\n/>"), kept = 0;
    const char *at = tag + name;
    bool is_root = IS_LITERAL(tag, "<svg"), is_canvas = false;
    struct attribute attribute;

    tare_buf_add(slimming->buf, tag, name);
    while (next_attribute(&at, end, &attribute)) {
        bool is_id = is(&attribute, "id", NULL);

        is_canvas = is_canvas || is(&attribute, "id", "gnuplot_canvas");
        if (is_id || is_needless(&attribute))
            continue;
        put_attribute(slimming->buf, &attribute);
        kept++;
    }
    if (is_root) {
        const char *font = strstr(slimming->svg, "font-family=\"");

        if (font) {
            tare_buf_puts(slimming->buf, " font-family=\"");
            tare_buf_add(slimming->buf, font + 13, strcspn(font + 13, "\""));
            tare_buf_puts(slimming->buf, "\"");
        }
    } else if (is_canvas) {
        tare_buf_puts(slimming->buf, " fill=\"none\" stroke=\"currentColor\"");
    }
    tare_buf_puts(slimming->buf, end[-1] == '/' ? "/>" : ">");
    return kept || is_canvas;
}

static void cut(struct tare_buf *buf, size_t length)
{
    buf->length = length;
    if (buf->capacity)
        buf->text[length] = '\0';
}

static void open_group(struct slimming *slimming, const char *tag, const char *end)
{
    struct group *group = &slimming->groups[slimming->depth++];

    group->begin = slimming->buf->length;
    group->is_bare = !put_tag(slimming, tag, end);
    if (group->is_bare)
        cut(slimming->buf, group->begin);
    group->content = slimming->buf->length;
}

static void close_group(struct slimming *slimming)
{
    const struct group *group = &slimming->groups[--slimming->depth];

    if (slimming->buf->length == group->content)
        cut(slimming->buf, group->begin);
    else if (!group->is_bare)
        tare_buf_puts(slimming->buf, "</g>\n");
}

/* Is `id` referred to between `from` and `to`? */
static bool is_used(const char *from, const char *to, const char *id, size_t id_length)
{
    for (const char *at = from; (at = memchr(at, '#', (size_t)(to - at))); at++)
        if (!strncmp(at + 1, id, id_length) &&
            (at[1 + id_length] == '\'' || at[1 + id_length] == ')'))
            return true;
    return false;
}

struct definition {
    const char *line;
    size_t length;
    bool is_kept;
};

/* Does the body, or a definition kept behind the `index`-th, refer to that? */
static bool is_needed(const struct definition *definitions, size_t index, size_t count,
                      const char *body)
{
    const char *id = strstr(definitions[index].line, "id='") + 4;
    size_t length = strcspn(id, "'");

    if (is_used(body, body + strlen(body), id, length))
        return true;
    for (size_t i = index + 1; i < count; i++)
        if (definitions[i].is_kept &&
            is_used(definitions[i].line, definitions[i].line + definitions[i].length, id, length))
            return true;
    return false;
}

/* The markers that the picture has, each a line of gnuplot's list; one may be made of an earlier
 * one. Filters serve boxes around text, of which there are none. Returns the list's end. */
static const char *put_definitions(struct slimming *slimming, const char *at)
{
    const char *end = strstr(at, "</defs>"), *body = end ? end + 7 : at + strlen(at);
    struct definition definitions[DEFINITIONS_MAX];
    size_t count = 0;
    bool some = false;

    while (at < body && count < DEFINITIONS_MAX) {
        const char *line = at + strspn(at, " \t"), *id = strstr(line, "id='");

        at += strcspn(at, "\n");
        at += *at == '\n';
        if (id && id < at && *line == '<' && !IS_LITERAL(line, "<f"))
            definitions[count++] = (struct definition){.line = line, .length = (size_t)(at - line)};
    }
    for (size_t i = count; i-- > 0;)
        definitions[i].is_kept = is_needed(definitions, i, count, body);
    for (size_t i = 0; i < count; i++)
        if (definitions[i].is_kept) {
            tare_buf_puts(slimming->buf, some ? "" : "<defs>");
            tare_buf_add(slimming->buf, definitions[i].line, definitions[i].length);
            some = true;
        }
    tare_buf_puts(slimming->buf, some ? "</defs>\n" : "");
    return body;
}

/* Does the element at `at` go with all it holds? Then returns what follows it. */
static const char *skip_element(const char *at)
{
    static const char *const names[] = {"title", "desc"};

    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(names[i]);
        char close[16];

        if (strncmp(at + 1, names[i], length) != 0 || at[1 + length] != '>')
            continue;
        snprintf(close, sizeof(close), "</%s>", names[i]);
        at = strstr(at, close);
        return at ? at + strlen(close) : NULL;
    }
    return NULL;
}

/* Writes the element's tag, or leaves it out; returns what follows it. */
static const char *take_tag(struct slimming *slimming, const char *tag)
{
    const char *end = strchr(tag, '>'), *behind = skip_element(tag);

    if (behind)
        return behind;
    if (!end)
        end = tag + strlen(tag) - 1;
    if (IS_LITERAL(tag, "<defs>"))
        return put_definitions(slimming, end + 1);
    if (IS_LITERAL(tag, "<text"))
        slimming->in_text = true;
    if (IS_LITERAL(tag, "</text"))
        slimming->in_text = false;
    if (IS_LITERAL(tag, "</g>") && slimming->depth)
        close_group(slimming);
    else if (IS_LITERAL(tag, "<g") && isspace((unsigned char)tag[2]) && slimming->depth < DEPTH_MAX)
        open_group(slimming, tag, end);
    else if (tag[1] == '/' || tag[1] == '?')
        tare_buf_add(slimming->buf, tag, (size_t)(end + 1 - tag));
    else if (!is_without_length(tag, end))
        put_tag(slimming, tag, end);
    return end + 1;
}

void tare_svg_slim(struct tare_buf *buf, const char *svg)
{
    struct slimming slimming = {.buf = buf, .svg = svg};

    while (*svg) {
        size_t text = strcspn(svg, "<");

        if (slimming.in_text)
            tare_buf_add(buf, svg, text);
        svg += text;
        if (*svg)
            svg = take_tag(&slimming, svg);
    }
    tare_buf_puts(buf, "\n");
}
