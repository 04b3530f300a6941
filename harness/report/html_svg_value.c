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

/* Tenths of pixels. */
struct pen {
    long x, y;
};

static long tenths(double pixels)
{
    return lround(fmin(fmax(pixels, -1e6), 1e6) * 10);
}

static void put_step(struct tare_buf *out, const struct pen *from, const struct pen *to, char *last)
{
    double dx = (double)(to->x - from->x) / 10, dy = (double)(to->y - from->y) / 10;
    char command = to->y == from->y ? 'h' : to->x == from->x ? 'v' : 'l';
    bool again = command == *last;

    if (!again)
        tare_buf_add(out, &command, 1);
    put_number(out, command == 'v' ? dy : dx, 1, again);
    if (command == 'l')
        put_number(out, dy, 1, true);
    *last = command;
}

static bool take_point(struct tare_html_piece value, size_t *i, struct pen *pen)
{
    long numbers[2];

    for (int k = 0; k < 2; k++) {
        while (*i < value.length && (value.at[*i] == ' ' || value.at[*i] == ','))
            ++*i;
        if (*i >= value.length || !begins_number(value, *i))
            return false;
        numbers[k] = tenths(take_number(value, i));
    }
    *pen = (struct pen){numbers[0], numbers[1]};
    return true;
}

/* Of moves and lines to absolute points, as gnuplot writes them. False: there is more. */
static bool put_lines(struct tare_buf *out, struct tare_html_piece value, bool *draws)
{
    struct pen at = {0}, moved = {0}, to;
    bool has_moved = false;
    char command = '\0', last = '\0';

    for (size_t i = 0; i < value.length;) {
        char c = value.at[i];

        if (isspace((unsigned char)c) || c == ',') {
            i++;
        } else if (c == 'M' || c == 'L') {
            command = c;
            i++;
        } else if (c == 'Z' || c == 'z') {
            tare_buf_puts(out, last ? "z" : "");
            last = 'z';
            i++;
        } else if (!command || !take_point(value, &i, &to)) {
            return false;
        } else if (command == 'M') {
            moved = to;
            has_moved = true;
            command = 'L';
        } else {
            if (has_moved) {
                tare_buf_puts(out, "M");
                put_number(out, (double)moved.x / 10, 1, false);
                put_number(out, (double)moved.y / 10, 1, true);
                at = moved;
                last = 'M';
                has_moved = false;
            }
            *draws = true;
            put_step(out, &at, &to, &last);
            at = to;
        }
    }
    return true;
}

bool tare_html_svg_path(struct tare_buf *out, struct tare_html_piece value)
{
    size_t begin = out->length;
    bool draws = false;

    if (put_lines(out, value, &draws))
        return draws;
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
        {TARE_SCRIPT_BLACK, "ink"}, {TARE_SCRIPT_DARK, "dark"}, {TARE_SCRIPT_GREY, "grey"},
        {TARE_SCRIPT_PALE, "pale"}, {TARE_SCRIPT_GRID, "grid"}, {"#ffffff", "paper"},
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
