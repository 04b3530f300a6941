/* SPDX-License-Identifier: MIT */
/*
 * Where the labels of a plot go so that they do not collide. Pure geometry in pixels, y upwards.
 */
#ifndef TARE_REPORT_PLACE_H
#define TARE_REPORT_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Moves `y` [count], rising, so that neighbours are `gap` apart and all lie within lo..hi, by the
 * least sum of squares (isotonic regression by pooling adjacent violators, Barlow et al. 1972). A
 * gap for which there is no room is made smaller.
 */
struct tare_place_column {
    double *y;
    size_t count;
    double gap;
    double lo;
    double hi;
};
void tare_place_spread(const struct tare_place_column *column);

struct tare_place_box {
    double x0, y0, x1, y1;
};

struct tare_place_label {
    double point_x; /* what is labelled */
    double point_y;
    double width;
    double height;
    struct tare_place_box box; /* set: where the label goes */
    bool needs_line;           /* set: only a line to its point says whose it is */
};

struct tare_place_scene {
    struct tare_place_label *labels;
    size_t label_count;
    const struct tare_place_box *lines; /* thin boxes that labels had better not cross */
    size_t line_count;
    struct tare_place_box area; /* labels stay within */
};

/*
 * Places each label beside its point: of eight directions and nine distances that which overlaps
 * least, the near before the far; a few rounds, each label in turn while the others stay.
 */
void tare_place_labels(const struct tare_place_scene *scene);

#endif
