/* SPDX-License-Identifier: MIT */
/*
 * gnuplot's SVG made slim: a report holds a few hundred of them. Nothing that is drawn changes but
 * by a twentieth of a pixel.
 */
#ifndef TARE_REPORT_SVG_H
#define TARE_REPORT_SVG_H

#include "base/buf.h"

/*
 * Appends `svg`, as gnuplot 5.4 writes it, without definitions that nothing uses, groups without
 * content, lines without length, titles of plots and what every group repeats: the font stands at
 * the root once, colours read #rrggbb, coordinates have one digit behind the point. What it does
 * not know stays as it is.
 */
void tare_svg_slim(struct tare_buf *buf, const char *svg);

#endif
