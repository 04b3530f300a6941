/* SPDX-License-Identifier: MIT */
/* Tags of gnuplot's SVG, taken apart. Part of report/html_svg.h; knows no XML but what is there. */
#ifndef TARE_REPORT_HTML_SVG_TAG_H
#define TARE_REPORT_HTML_SVG_TAG_H

#include "report/html_svg_value.h"

#include <stdbool.h>
#include <stddef.h>

/* A tag: "<name attributes>". */
struct tare_html_tag {
    struct tare_html_piece name;
    struct tare_html_piece attributes;
    bool closes;   /* </name> */
    bool is_empty; /* <name/> */
};

bool tare_html_piece_is(struct tare_html_piece piece, const char *word);
bool tare_html_piece_among(struct tare_html_piece piece, const char *const *words, size_t count);

/* Takes the tag at `at`, which is a '<'. Returns what is behind it; NULL: it does not end. */
const char *tare_html_take_tag(const char *at, struct tare_html_tag *tag);

/* The next `name="value"` of the attributes, blanks around the sign or not; false at their end. */
bool tare_html_take_attribute(struct tare_html_piece *rest, struct tare_html_piece *name,
                              struct tare_html_piece *value);

/* The value of the tag's attribute; of no length where it has none. */
struct tare_html_piece tare_html_attribute(const struct tare_html_tag *tag, const char *wanted);

/* Behind the end of the element whose open tag stands before `at`. NULL: it does not end. */
const char *tare_html_skip_element(const char *at, const struct tare_html_tag *tag);

#endif
