/* SPDX-License-Identifier: MIT */
/* Values of attributes of gnuplot's SVG, made short. Part of report/html_svg.h. */
#ifndef TARE_REPORT_HTML_SVG_VALUE_H
#define TARE_REPORT_HTML_SVG_VALUE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* A piece of the file. */
struct tare_html_piece {
    const char *at;
    size_t length;
};

/* Appends the piece with its numbers rounded to `decimals`. */
void tare_html_svg_numbers(struct tare_buf *out, struct tare_html_piece value, int decimals);

/* Appends the data of a path, or, where `closed`, of a polygon with these points: relative, in
 * tenths of pixels, where there are many points in whole ones. False, and nothing that counts,
 * where it draws nothing. */
bool tare_html_svg_path(struct tare_buf *out, struct tare_html_piece value, bool closed);

/* Appends a colour: "var(--p-NAME)" for one of the palette, "var(--t-NAME)" where `of_text`, else
 * as short as it can be. */
void tare_html_svg_colour(struct tare_buf *out, struct tare_html_piece value, bool of_text);

#endif
