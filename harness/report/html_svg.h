/* SPDX-License-Identifier: MIT */
/*
 * gnuplot's SVG as part of a page: what says nothing is left out (empty groups, values that are
 * inherited or defaults, markers that nothing uses, hundredths of pixels), ids are made the plot's
 * own, and colours of the plots' palette become variables of the page's style, so that they follow
 * its theme: --p-NAME for ink, lines and marks, --t-NAME for text. The headline is left out: in the
 * page it is that of the group, and every figure has a caption. Elements and attributes that
 * gnuplot does not need are not passed on.
 */
#ifndef TARE_REPORT_HTML_SVG_H
#define TARE_REPORT_HTML_SVG_H

#include "base/buf.h"

#include <stddef.h>

struct tare_html_svg {
    const char *text;  /* the file */
    size_t number;     /* of the plot in the page: its ids begin with it */
    const char *label; /* what it shows, for those who do not see it; raw */
};

/* Appends an <svg>. 0, or -1 and `out` as it was: the text is none of gnuplot's. */
int tare_html_svg(struct tare_buf *out, const struct tare_html_svg *svg);

#endif
