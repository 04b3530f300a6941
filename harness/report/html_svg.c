/* SPDX-License-Identifier: MIT */
#include "report/html_svg.h"

#include "report/html_svg_tag.h"
#include "report/html_svg_value.h"
#include "report/html_write.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX   24
#define VALUE_BYTES 40
#define MARKERS_MAX 16 /* gpPt0 to gpPt15 */
#define HEADLINE_PX 36 /* of the picture's height */

/* Attributes that elements inherit: one that says what is inherited already is left out. */
static const char *const inherited[] = {
    "fill",           "color",           "stroke",           "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "font-size",
    "text-anchor",    "font-weight",
};
#define INHERITED (sizeof inherited / sizeof *inherited)

/* What the root of ours has by the page's style, and what SVG begins with. */
static const char *const initial[INHERITED] = {
    "none", "var(--p-ink)", "currentColor", "1", "butt", "miter", "none", "16", "start", "normal",
};

/* Others that are passed on. */
static const char *const passed[] = {
    "d",  "points", "transform", "x",  "y",       "width",      "height",         "cx",
    "cy", "r",      "rx",        "ry", "dx",      "dy",         "fill-opacity",   "stroke-opacity",
    "x1", "y1",     "x2",        "y2", "opacity", "font-style", "baseline-shift", "xlink:href",
};

struct level {
    char value[INHERITED][VALUE_BYTES];
    struct tare_html_piece name; /* of the element */
    size_t begin;                /* of the output, before the tag */
    size_t inside;               /* behind the tag */
    bool shown;                  /* it has tags; a group without attributes has none */
};

struct walk {
    struct tare_buf *out;
    const struct tare_html_svg *svg;
    const char *at;
    struct level level[DEPTH_MAX];
    size_t depth;
    struct tare_html_piece marker[MARKERS_MAX]; /* elements of the file's <defs>, whole */
    bool used[MARKERS_MAX];
    size_t dots; /* of the output: where the last path of dots begins and ends */
    size_t dots_end;
    char view_box[2 * VALUE_BYTES];
    bool is_beheaded; /* there was a headline */
};

static void cut(struct tare_buf *out, size_t length)
{
    if (length >= out->length)
        return;
    out->length = length;
    out->text[length] = '\0';
}

/* 6 of "gpPt6" behind `prefix`; -1: none of the markers. */
static int marker_of(struct tare_html_piece value, const char *prefix)
{
    size_t length = strlen(prefix);
    char *end;
    long number;

    if (value.length <= length || strncmp(value.at, prefix, length) != 0)
        return -1;
    number = strtol(value.at + length, &end, 10);
    return end == value.at + value.length && number >= 0 && number < MARKERS_MAX ? (int)number : -1;
}

/* Within double quotes nothing may end them. */
static void put_value(struct tare_buf *out, struct tare_html_piece value)
{
    for (size_t i = 0; i < value.length; i++)
        if (!strchr("\"<>&", value.at[i]))
            tare_buf_add(out, value.at + i, 1);
}

/* Appends the value as it is to be; false: the whole element says nothing. */
static bool put_short(struct walk *walk, struct tare_buf *out, struct tare_html_piece name,
                      struct tare_html_piece value, bool of_text)
{
    int marker;

    if (tare_html_piece_is(name, "fill") || tare_html_piece_is(name, "stroke") ||
        tare_html_piece_is(name, "color")) {
        tare_html_svg_colour(out, value, of_text && tare_html_piece_is(name, "fill"));
    } else if (tare_html_piece_is(name, "d")) {
        return tare_html_svg_path(out, value, false);
    } else if (tare_html_piece_is(name, "points")) {
        return tare_html_svg_path(out, value, true);
    } else if (tare_html_piece_is(name, "xlink:href")) {
        marker = marker_of(value, "#gpPt");
        if (marker < 0)
            return false;
        walk->used[marker] = true;
        tare_buf_printf(out, "#p%zu-%d", walk->svg->number, marker);
    } else if (tare_html_piece_is(name, "transform") &&
               memmem(value.at, value.length, "scale", 5)) {
        tare_html_svg_numbers(out, value, 2);
    } else if (tare_html_piece_is(name, "transform") || tare_html_piece_is(name, "x") ||
               tare_html_piece_is(name, "y")) {
        tare_html_svg_numbers(out, value, 1);
    } else {
        tare_html_svg_numbers(out, value, 3);
    }
    return true;
}

/* Attributes that are written otherwise here. */
static void put_name(struct tare_buf *out, struct tare_html_piece name)
{
    if (tare_html_piece_is(name, "xlink:href"))
        tare_buf_puts(out, "href");
    else if (tare_html_piece_is(name, "points"))
        tare_buf_puts(out, "d");
    else
        tare_buf_add(out, name.at, name.length);
}

/* Appends the attributes that say something, and sets what the level inherits on. */
static bool put_attributes(struct walk *walk, const struct tare_html_tag *tag, struct level *level)
{
    struct tare_html_piece rest = tag->attributes, name, value;
    bool of_text = tare_html_piece_is(tag->name, "text") ||
                   tare_html_piece_is(tag->name, "tspan") ||
                   tare_html_attribute(tag, "font-size").length > 0;

    while (tare_html_take_attribute(&rest, &name, &value)) {
        struct tare_buf brief = TARE_BUF_INIT;
        bool says = true;

        if (!tare_html_piece_among(name, inherited, INHERITED) &&
            !tare_html_piece_among(name, passed, sizeof passed / sizeof *passed))
            continue;
        if (of_text && tare_html_piece_is(name, "stroke"))
            continue; /* the page's style has none */
        if (!put_short(walk, &brief, name, value, of_text)) {
            tare_buf_free(&brief);
            return false;
        }
        for (size_t i = 0; i < INHERITED; i++)
            if (tare_html_piece_is(name, inherited[i]) && brief.length < VALUE_BYTES) {
                says = strcmp(level->value[i], brief.text) != 0;
                strcpy(level->value[i], brief.text);
            }
        if (says) {
            tare_buf_puts(walk->out, " ");
            put_name(walk->out, name);
            tare_buf_puts(walk->out, "=\"");
            put_value(walk->out, (struct tare_html_piece){brief.text, brief.length});
            tare_buf_puts(walk->out, "\"");
        }
        walk->out->failed = walk->out->failed || brief.failed;
        tare_buf_free(&brief);
    }
    return true;
}

/* The white sheet that gnuplot draws on. */
static bool is_ground(const struct walk *walk, const struct tare_html_tag *tag)
{
    struct tare_html_piece fill = tare_html_attribute(tag, "fill");

    return tare_html_piece_is(tag->name, "rect") && walk->depth <= 2 &&
           (tare_html_piece_is(fill, "#ffffff") || tare_html_piece_is(fill, "rgb(255, 255, 255)"));
}

/* A round dot of gnuplot's pointtype 7 as a line of no length, many of one colour and size in one
 * path: a tenth of what a <use> takes. False: it is another marker. */
static bool put_dot(struct walk *walk, const struct tare_html_tag *tag)
{
    struct tare_html_piece transform = tare_html_attribute(tag, "transform");
    struct tare_html_piece colour = tare_html_attribute(tag, "color");
    struct tare_buf *out = walk->out, key = TARE_BUF_INIT;
    char copy[96];
    double x, y, scale;

    if (!tare_html_piece_is(tag->name, "use") ||
        !tare_html_piece_is(tare_html_attribute(tag, "xlink:href"), "#gpPt6") || !colour.length ||
        transform.length >= sizeof copy)
        return false;
    memcpy(copy, transform.at, transform.length);
    copy[transform.length] = '\0';
    if (sscanf(copy, "translate(%lf,%lf) scale(%lf)", &x, &y, &scale) != 3)
        return false;
    tare_buf_puts(&key, "<path class=\"dot\" stroke=\"");
    tare_html_svg_colour(&key, colour, false);
    tare_buf_printf(&key, "\" stroke-width=\"%.3g\" d=\"", 2 * scale);
    if (walk->dots_end && out->length == walk->dots_end && key.length <= out->length - walk->dots &&
        memcmp(out->text + walk->dots, key.text, key.length) == 0) {
        cut(out, out->length - strlen("\"/>"));
    } else {
        walk->dots = out->length;
        tare_buf_add(out, key.text, key.length);
    }
    tare_buf_printf(out, "M%.1f %.1fh0\"/>", x, y);
    walk->dots_end = out->length;
    out->failed = out->failed || key.failed;
    tare_buf_free(&key);
    return true;
}

/* Opens an element, or writes an empty one. False: it is none that gnuplot needs. */
static bool put_element(struct walk *walk, const struct tare_html_tag *tag)
{
    static const char *const known[] = {"g",   "path",   "polygon", "polyline", "line", "rect",
                                        "use", "circle", "ellipse", "text",     "tspan"};
    struct tare_buf *out = walk->out;
    struct level *level = &walk->level[walk->depth];
    size_t begin = out->length;

    if (!tare_html_piece_among(tag->name, known, sizeof known / sizeof *known) ||
        walk->depth + 1 >= DEPTH_MAX)
        return false;
    if (tag->is_empty && put_dot(walk, tag))
        return true;
    *level = walk->level[walk->depth - 1];
    level->name = tag->name;
    level->begin = begin;
    tare_buf_puts(out, "<");
    if (tare_html_piece_is(tag->name, "polygon"))
        tare_buf_puts(out, "path"); /* shorter, as it takes relative steps */
    else
        tare_buf_add(out, tag->name.at, tag->name.length);
    if (is_ground(walk, tag) || !put_attributes(walk, tag, level)) {
        cut(out, begin);
        return tag->is_empty;
    }
    level->shown = !tare_html_piece_is(tag->name, "g") || out->length > begin + 2;
    if (!level->shown)
        cut(out, begin);
    else
        tare_buf_puts(out, tag->is_empty ? "/>" : ">");
    level->inside = out->length;
    walk->depth += !tag->is_empty;
    return true;
}

/* A group that holds one text and nothing else gives it its attributes, and its place by x and y
 * where it only moves it. */
static void merge_text(struct walk *walk, const struct level *level)
{
    static const char open[] = "<text>", close[] = "</text>", move[] = " transform=\"translate(";
    struct tare_buf *out = walk->out, merged = TARE_BUF_INIT;
    const char *tag = out->text + level->begin, *inside = out->text + level->inside;
    const char *rest = tag + strlen("<g");
    double x, y;
    int moved = 0;

    if (!level->shown || strncmp(inside, open, strlen(open)) != 0 ||
        strstr(inside, close) != out->text + out->length - strlen(close)) {
        tare_buf_puts(out, level->shown ? "</g>" : "");
        return;
    }
    tare_buf_puts(&merged, "<text");
    if (strncmp(rest, move, strlen(move)) == 0 &&
        sscanf(rest + strlen(move), "%lf,%lf)\"%n", &x, &y, &moved) == 2 && moved) {
        tare_buf_printf(&merged, " x=\"%.5g\" y=\"%.5g\"", x, y);
        rest += strlen(move) + (size_t)moved;
    }
    tare_buf_add(&merged, rest, (size_t)(inside - rest));
    tare_buf_puts(&merged, inside + strlen(open));
    cut(out, level->begin);
    tare_buf_add(out, merged.text, merged.length);
    out->failed = out->failed || merged.failed;
    tare_buf_free(&merged);
}

/* The one bold text of a picture is its headline, which in the page is that of the group. */
static bool is_headline(const struct walk *walk, const struct level *level)
{
    static const char begin[] = "<text><tspan font-weight=\"bold\">";

    return walk->out->length >= level->begin + strlen(begin) &&
           memcmp(walk->out->text + level->begin, begin, strlen(begin)) == 0;
}

static bool close_element(struct walk *walk, const struct tare_html_tag *tag)
{
    struct level *level;

    if (walk->depth < 2)
        return tare_html_piece_is(tag->name, "svg");
    level = &walk->level[--walk->depth];
    if (tag->name.length != level->name.length ||
        memcmp(tag->name.at, level->name.at, tag->name.length) != 0)
        return false;
    if (walk->out->length == level->inside) {
        cut(walk->out, level->begin);
    } else if (is_headline(walk, level)) {
        cut(walk->out, level->begin);
        walk->is_beheaded = true;
    } else if (tare_html_piece_is(tag->name, "g")) {
        merge_text(walk, level);
    } else if (level->shown) {
        tare_buf_puts(walk->out, "</");
        tare_buf_add(walk->out, tag->name.at, tag->name.length);
        tare_buf_puts(walk->out, ">");
    }
    return true;
}

/* Notes the markers between `at` and `end`. */
static void read_markers(struct walk *walk, const char *at, const char *end)
{
    struct tare_html_tag tag;

    while ((at = strchr(at, '<')) && at < end) {
        const char *behind = tare_html_take_tag(at, &tag);
        int marker = behind ? marker_of(tare_html_attribute(&tag, "id"), "gpPt") : -1;

        if (!behind)
            return;
        if (marker >= 0 && tag.is_empty)
            walk->marker[marker] = (struct tare_html_piece){at, (size_t)(behind - at)};
        at = behind;
    }
}

/* Text between tags; entities of gnuplot stay as they are. */
static void put_text(struct walk *walk, const char *text, size_t length)
{
    const struct level *level = &walk->level[walk->depth - 1];

    if (!tare_html_piece_is(level->name, "text") && !tare_html_piece_is(level->name, "tspan"))
        return;
    for (size_t i = 0; i < length; i++) {
        size_t word = strspn(text + i + 1, "abcdefghijklmnopqrstuvwxyz#0123456789");

        if (text[i] == '&' && !(word && text[i + 1 + word] == ';'))
            tare_buf_puts(walk->out, "&amp;");
        else
            tare_buf_add(walk->out, text + i, 1);
    }
}

/* The element that begins with the tag, and what lies up to the next tag. */
static bool take_element(struct walk *walk, const struct tare_html_tag *tag)
{
    static const char *const left_out[] = {"title", "desc", "filter", "clipPath", "image"};

    if (tag->closes)
        return close_element(walk, tag);
    if (tare_html_piece_is(tag->name, "svg")) {
        struct tare_html_piece view_box = tare_html_attribute(tag, "viewBox");

        snprintf(walk->view_box, sizeof walk->view_box, "%.*s", (int)view_box.length, view_box.at);
        return *walk->view_box && strspn(walk->view_box, "0123456789. ") == strlen(walk->view_box);
    }
    if (tare_html_piece_is(tag->name, "defs") ||
        tare_html_piece_among(tag->name, left_out, sizeof left_out / sizeof *left_out)) {
        const char *behind = tare_html_skip_element(walk->at, tag);

        if (behind && tare_html_piece_is(tag->name, "defs"))
            read_markers(walk, walk->at, behind);
        walk->at = behind ? behind : walk->at;
        return behind;
    }
    return put_element(walk, tag);
}

static bool walk_all(struct walk *walk)
{
    while (*walk->at) {
        size_t length = strcspn(walk->at, "<");
        struct tare_html_tag tag;

        put_text(walk, walk->at, length);
        walk->at += length;
        if (!*walk->at)
            break;
        if (walk->at[1] == '?' || walk->at[1] == '!') {
            walk->at += strcspn(walk->at, ">");
            walk->at += *walk->at == '>';
            continue;
        }
        walk->at = tare_html_take_tag(walk->at, &tag);
        if (!walk->at || !take_element(walk, &tag))
            return false;
    }
    return walk->depth == 1 && *walk->view_box;
}

/* A marker's element under its own id, after the one that it may be made of. */
static void put_marker(struct walk *walk, int marker, bool *is_put)
{
    struct tare_html_tag tag;
    int other;

    if (is_put[marker] || !walk->marker[marker].length)
        return;
    is_put[marker] = true;
    tare_html_take_tag(walk->marker[marker].at, &tag);
    other = marker_of(tare_html_attribute(&tag, "xlink:href"), "#gpPt");
    if (other >= 0)
        put_marker(walk, other, is_put);
    tare_buf_puts(walk->out, "<");
    tare_buf_add(walk->out, tag.name.at, tag.name.length);
    tare_buf_printf(walk->out, " id=\"p%zu-%d\"", walk->svg->number, marker);
    put_attributes(walk, &tag, &walk->level[1]);
    tare_buf_puts(walk->out, "/>");
}

static void begin_level(struct level *level)
{
    *level = (struct level){.name = {"svg", 3}};
    for (size_t i = 0; i < INHERITED; i++)
        strcpy(level->value[i], initial[i]);
}

/* What is left of the picture where its headline went. */
static void cut_view_box(struct walk *walk)
{
    double x, y, width, height;

    if (walk->is_beheaded &&
        sscanf(walk->view_box, "%lf %lf %lf %lf", &x, &y, &width, &height) == 4 &&
        height > 2 * HEADLINE_PX)
        snprintf(walk->view_box, sizeof walk->view_box, "%g %g %g %g", x, y + HEADLINE_PX, width,
                 height - HEADLINE_PX);
}

int tare_html_svg(struct tare_buf *out, const struct tare_html_svg *svg)
{
    struct tare_buf body = TARE_BUF_INIT;
    struct walk *walk = calloc(1, sizeof *walk);
    bool is_put[MARKERS_MAX] = {false};
    size_t begin = out->length;
    int status = -1;

    if (!walk) {
        out->failed = true;
        return -1;
    }
    *walk = (struct walk){.out = &body, .svg = svg, .at = svg->text, .depth = 1};
    begin_level(&walk->level[0]);
    if (walk_all(walk) && body.length) {
        cut_view_box(walk);
        tare_buf_printf(out, "<svg class=\"plot\" viewBox=\"%s\" role=\"img\" aria-label=\"",
                        walk->view_box);
        tare_html_escape(out, svg->label, 0);
        tare_buf_puts(out, "\"><defs>");
        walk->out = out;
        for (int i = 0; i < MARKERS_MAX; i++) {
            /* Its own attributes are all there are: a <defs> inherits nothing that counts. */
            for (size_t k = 0; k < INHERITED; k++)
                walk->level[1].value[k][0] = '\0';
            if (walk->used[i])
                put_marker(walk, i, is_put);
        }
        tare_buf_puts(out, "</defs>");
        tare_buf_add(out, body.text, body.length);
        tare_buf_puts(out, "</svg>");
        status = 0;
    }
    out->failed = out->failed || body.failed;
    if (status)
        cut(out, begin);
    tare_buf_free(&body);
    free(walk);
    return status;
}
