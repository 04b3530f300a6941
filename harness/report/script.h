/* SPDX-License-Identifier: MIT */
/*
 * Parts that all gnuplot scripts share: size, fonts, colours, quoting, headline, frame and the two
 * terminals. Positions are pixels of the SVG, y upwards; the PNG has twice as many. The palette is
 * that of Okabe and Ito, which the colour-blind can tell apart; markers and dashes differ too, for
 * grey paper.
 *
 * A script may draw in the reader's terminal instead: `columns` is then its width. A cell counts as
 * TARE_SCRIPT_CELL_WIDTH_PX by TARE_SCRIPT_CELL_HEIGHT_PX, so that one layout serves both.
 */
#ifndef TARE_REPORT_SCRIPT_H
#define TARE_REPORT_SCRIPT_H

#include "base/buf.h"
#include "report/axis.h"

#include <stdbool.h>
#include <stddef.h>

#define TARE_SCRIPT_WIDTH_PX  900
#define TARE_SCRIPT_TEXT_PX   16 /* font sizes */
#define TARE_SCRIPT_SMALL_PX  13
#define TARE_SCRIPT_LABEL_MAX 30 /* columns of a label before it is cut */
#define TARE_SCRIPT_EDGE_PX   22 /* from the picture's edges to its texts */

#define TARE_SCRIPT_CELL_WIDTH_PX  9.6
#define TARE_SCRIPT_CELL_HEIGHT_PX 20

/* All that is not a series' colour: the report's dark page replaces these. */
#define TARE_SCRIPT_PAPER "#ffffff" /* background */
#define TARE_SCRIPT_BLACK "#222222" /* headlines, names, values */
#define TARE_SCRIPT_INK   "#333a45" /* on a pale bar */
#define TARE_SCRIPT_DARK  "#555b66" /* axes */
#define TARE_SCRIPT_GREY  "#6b7280" /* what is said in passing */
#define TARE_SCRIPT_LINE  "#9aa3af" /* caches, sets */
#define TARE_SCRIPT_PALE  "#a9b4c2" /* bars that are not the fastest */
#define TARE_SCRIPT_GRID  "#e4e7ec"
#define TARE_SCRIPT_BLUE  "#0072b2" /* the fastest, the front */
#define TARE_SCRIPT_FADED "#9cc3de" /* the line of the front */

struct tare_script {
    struct tare_buf buf; /* start with TARE_BUF_INIT; asked for failure once, at the end */
    const char *name;    /* base name of the files */
    size_t columns;      /* of the terminal that it draws in; 0: it makes SVG and PNG */
    bool colours;        /* of that terminal */
    double height_px;
    double left_px; /* the frame's edges */
    double right_px;
    double bottom_px;
    double top_px;
    int label_count;
    int line_count;
    int square_count;
};

enum tare_script_align { TARE_SCRIPT_LEFT, TARE_SCRIPT_CENTRE, TARE_SCRIPT_RIGHT };

struct tare_script_text {
    const char *text; /* raw */
    double x_px;      /* the end given by `align`; y at half the height */
    double y_px;
    double font_px; /* 0: TARE_SCRIPT_TEXT_PX */
    const char *colour;
    enum tare_script_align align;
    bool is_upright; /* turned by 90 degrees */
};

struct tare_script_line {
    double x0_px, y0_px, x1_px, y1_px;
    const char *colour;
    double width;
    bool is_dashed;
};

/* Colour of the `index`-th series, of which there are eight; its dash type and its marker (pt),
 * which no two of 32 have in common with the colour. */
const char *tare_script_colour(size_t index);
int tare_script_dash(size_t index);
int tare_script_marker(size_t index);

/* Width of the picture, and upper estimate of that of `text` in it. */
double tare_script_width_px(const struct tare_script *script);
double tare_script_text_px(const struct tare_script *script, const char *text, double font_px);

/* For the `cell_px` of its axes: 0 where it makes SVG and PNG. */
double tare_script_cell_px(const struct tare_script *script);

/* Appends `text` in quotes of gnuplot, made harmless, cut to `columns` (0: not). */
void tare_script_quote(struct tare_buf *buf, const char *text, size_t columns);

/* Frees a text that went into the script; had it failed, so has the script. */
void tare_script_drop(struct tare_script *script, struct tare_buf *text);

/* `text` as a label shows it, for measuring: made harmless and cut. The caller frees `shown`. */
void tare_script_show(struct tare_buf *shown, const char *text);

/* Where the frame begins so that the labels of an upright axis, whose ticks are set, have room
 * beside its title. */
double tare_script_left_px(const struct tare_script *script, const struct tare_axis *y);

/* Data comes first: named blocks of numbers, a row a line; NaN where there is none. */
void tare_script_begin(struct tare_script *script, const char *version);
void tare_script_data(struct tare_script *script, const char *name, size_t index);
void tare_script_row(struct tare_script *script, const double *values, size_t count);
void tare_script_gap(struct tare_script *script); /* a curve breaks here */
void tare_script_data_end(struct tare_script *script);

/* Headline and what it says below it, in two lines at most, then frame and axes. */
void tare_script_head(struct tare_script *script, const char *title, const char *subtitle);
void tare_script_frame(struct tare_script *script);
void tare_script_axis(struct tare_script *script, const struct tare_axis *axis, const char *title,
                      bool has_grid);
void tare_script_hide_axis(struct tare_script *script, const struct tare_axis *axis);

void tare_script_put(struct tare_script *script, const struct tare_script_text *text);
/* In a terminal only dashed lines are drawn: others would hide what they lead to. */
void tare_script_join(struct tare_script *script, const struct tare_script_line *line);

/* A square of a key, from `x_px` to the right, its middle at `y_px`: a mark and no letter, so that
 * it has the very colour of what it explains. In a terminal, a letter. */
void tare_script_square(struct tare_script *script, double x_px, double y_px, const char *colour);

/*
 * Small lines at the foot, TARE_SCRIPT_FOOT_LINES at most, the last cut where there is more; none
 * where `text` is empty. The frame is laid out above the height that they take.
 */
#define TARE_SCRIPT_FOOT_LINES 3
double tare_script_foot_px(const struct tare_script *script, const char *text);
void tare_script_foot(struct tare_script *script, const char *text);

/* Draws `plot`, the arguments of the plot command, as SVG and PNG beside the script, or in the
 * terminal. */
void tare_script_end(struct tare_script *script, const char *plot);

#endif
