/* SPDX-License-Identifier: MIT */
#include "report/html_svg_value.h"

#include "report/script.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of gnuplot are short; longer ones are cut. */
#define NUMBER_BYTES 32

static bool begins_number(struct tare_html_piece value, size_t i)
{
    char c = value.at[i];
    char next = i + 1 < value.length ? value.at[i + 1] : '\0';

    return isdigit((unsigned char)c) ||
           ((c == '-' || c == '+' || c == '.') && (isdigit((unsigned char)next) || next == '.'));
}

/* Reads the number at `*i` and moves behind it. */
static double take_number(struct tare_html_piece value, size_t *i)
{
    char copy[NUMBER_BYTES];
    size_t length = value.length - *i < sizeof copy - 1 ? value.length - *i : sizeof copy - 1;
    char *end;
    double number;

    memcpy(copy, value.at + *i, length);
    copy[length] = '\0';
    number = strtod(copy, &end);
    *i += end > copy ? (size_t)(end - copy) : 1;
    return isfinite(number) ? number : 0;
}

/* "-.5" for -0.50: as short as a number can be written. */
static void put_number(struct tare_buf *out, double number, int decimals, bool follows)
{
    char text[64];
    char *at = text;

    snprintf(text, sizeof text, "%.*f", decimals, number);
    if (strchr(text, '.')) {
        char *end = text + strlen(text);

        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            end[-1] = '\0';
    }
    if (strcmp(text, "-0") == 0)
        strcpy(text, "0");
    if (text[0] == '0' && text[1] == '.')
        at++;
    else if (strncmp(text, "-0.", 3) == 0)
        *++at = '-';
    if (follows && *at != '-')
        tare_buf_puts(out, " ");
    tare_buf_puts(out, at);
}

void tare_html_svg_numbers(struct tare_buf *out, struct tare_html_piece value, int decimals)
{
    for (size_t i = 0; i < value.length;) {
        if (begins_number(value, i)) {
            put_number(out, take_number(value, &i), decimals, false);
        } else {
            tare_buf_add(out, value.at + i, 1);
            i++;
        }
    }
    while (out->length && out->text[out->length - 1] == ' ')
        out->text[--out->length] = '\0';
}

/* Lines of more points than these go by whole pixels: they are many to a pixel of the page. */
#define FINE_POINTS_MAX 48

/* Where a line is, in tenths of pixels. */
struct pen {
    long x, y;
};

struct line {
    struct tare_buf *out;
    struct pen at;
    struct pen moved;
    bool has_moved; /* to `moved`, which is not written yet */
    char last;      /* command that was written */
    bool is_coarse;
};

static long tenths(const struct line *line, double pixels)
{
    double bound = fmin(fmax(pixels, -1e6), 1e6);

    return line->is_coarse ? 10 * lround(bound) : lround(10 * bound);
}

static void put_step(struct line *line, const struct pen *to)
{
    double dx = (double)(to->x - line->at.x) / 10, dy = (double)(to->y - line->at.y) / 10;
    char command = to->y == line->at.y ? 'h' : to->x == line->at.x ? 'v' : 'l';
    bool again = command == line->last;

    if (line->is_coarse && dx == 0 && dy == 0)
        return;
    if (!again)
        tare_buf_add(line->out, &command, 1);
    put_number(line->out, command == 'v' ? dy : dx, 1, again);
    if (command == 'l')
        put_number(line->out, dy, 1, true);
    line->last = command;
    line->at = *to;
}

/* Takes what the command needs: H and V change one coordinate of where the line is. */
static bool take_point(const struct line *line, struct tare_html_piece value, size_t *i,
                       char command, struct pen *pen)
{
    const struct pen *at = line->has_moved ? &line->moved : &line->at;
    long numbers[2] = {at->x, at->y};

    for (int k = command == 'V'; k < (command == 'H' ? 1 : 2); k++) {
        while (*i < value.length && (value.at[*i] == ' ' || value.at[*i] == ','))
            ++*i;
        if (*i >= value.length || !begins_number(value, *i))
            return false;
        numbers[k] = tenths(line, take_number(value, i));
    }
    *pen = (struct pen){numbers[0], numbers[1]};
    return true;
}

static void draw_to(struct line *line, const struct pen *to)
{
    if (line->has_moved) {
        tare_buf_puts(line->out, "M");
        put_number(line->out, (double)line->moved.x / 10, 1, false);
        put_number(line->out, (double)line->moved.y / 10, 1, true);
        line->at = line->moved;
        line->last = 'M';
        line->has_moved = false;
    }
    put_step(line, to);
}

/* Moves and lines to absolute points, as gnuplot writes them. False: there is more. */
static bool put_lines(struct line *line, struct tare_html_piece value, char command)
{
    struct pen to;

    for (size_t i = 0; i < value.length;) {
        char c = value.at[i];

        if (isspace((unsigned char)c) || c == ',') {
            i++;
        } else if (c == 'M' || c == 'L' || ((c == 'H' || c == 'V') && command)) {
            command = c;
            i++;
        } else if (c == 'Z' || c == 'z') {
            tare_buf_puts(line->out, line->last ? "z" : "");
            line->last = 'z';
            i++;
        } else if (!command || !take_point(line, value, &i, command, &to)) {
            return false;
        } else if (command == 'M') {
            line->moved = to;
            line->has_moved = true;
            command = 'L';
        } else {
            draw_to(line, &to);
        }
    }
    return true;
}

static size_t count_points(struct tare_html_piece value)
{
    size_t count = 0;

    for (size_t i = 0; i < value.length; i++)
        count += strchr(",HV", value.at[i]) != NULL;
    return count;
}

bool tare_html_svg_path(struct tare_buf *out, struct tare_html_piece value, bool closed)
{
    struct line line = {.out = out, .is_coarse = count_points(value) > FINE_POINTS_MAX};
    size_t begin = out->length;

    if (put_lines(&line, value, closed ? 'M' : '\0')) {
        tare_buf_puts(out, closed && line.last ? "z" : "");
        return line.last != '\0';
    }
    if (closed)
        return false;
    out->length = begin;
    if (out->capacity)
        out->text[begin] = '\0';
    tare_html_svg_numbers(out, value, 2);
    return true;
}

/* 0xRRGGBB from "#rrggbb" or "rgb(r, g, b)"; -1: it is neither. */
static long parse_colour(struct tare_html_piece value)
{
    char copy[NUMBER_BYTES];
    unsigned r, g, b;

    if (value.length >= sizeof copy)
        return -1;
    memcpy(copy, value.at, value.length);
    copy[value.length] = '\0';
    if (sscanf(copy, "#%2x%2x%2x", &r, &g, &b) == 3 && value.length == 7)
        return (long)(r << 16 | g << 8 | b);
    if (sscanf(copy, "rgb(%u, %u, %u)", &r, &g, &b) == 3 && r < 256 && g < 256 && b < 256)
        return (long)(r << 16 | g << 8 | b);
    return -1;
}

/* Names of the palette of report/script.h in the page's style. */
static const char *name_of(long colour)
{
    static const struct {
        const char *colour;
        const char *name;
    } others[] = {
        {TARE_SCRIPT_BLACK, "ink"}, {TARE_SCRIPT_INK, "on"},      {TARE_SCRIPT_DARK, "dark"},
        {TARE_SCRIPT_GREY, "grey"}, {TARE_SCRIPT_LINE, "mid"},    {TARE_SCRIPT_PALE, "pale"},
        {TARE_SCRIPT_GRID, "grid"}, {TARE_SCRIPT_FADED, "front"}, {TARE_SCRIPT_PAPER, "paper"},
        {"#f0e442", "8"}, /* yellow of the same palette */
    };
    static const char *const series[] = {"0", "1", "2", "3", "4", "5", "6", "7"};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (parse_colour((struct tare_html_piece){others[i].colour, 7}) == colour)
            return others[i].name;
    for (size_t i = 0; i < sizeof series / sizeof *series; i++)
        if (parse_colour((struct tare_html_piece){tare_script_colour(i), 7}) == colour)
            return series[i];
    return NULL;
}

void tare_html_svg_colour(struct tare_buf *out, struct tare_html_piece value, bool of_text)
{
    long colour = value.length == 5 && memcmp(value.at, "black", 5) == 0
                      ? parse_colour((struct tare_html_piece){TARE_SCRIPT_BLACK, 7})
                      : parse_colour(value);
    const char *name = colour < 0 ? NULL : name_of(colour);

    if (name)
        tare_buf_printf(out, "var(--%c-%s)", of_text ? 't' : 'p', name);
    else if (colour >= 0)
        tare_buf_printf(out, "#%06lx", (unsigned long)colour);
    else
        tare_buf_add(out, value.at, value.length);
}
