/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "report/front.h"
#include "report/gnuplot_kinds.h"
#include "report/place.h"
#include "report/plot_rows.h"
#include "report/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define HEIGHT_PX    520
#define FOOT_PX      74 /* below the frame */
#define LABEL_HEIGHT 20
#define LINE_HALF_PX 2 /* half the width that a line of the front takes for labels */

struct pareto {
    struct tare_script *script;
    const struct tare_plot_data *data;
    const struct tare_plot_point **points; /* by place, time, bytes */
    struct tare_front_point *fronts;       /* the same points */
    struct tare_place_label *labels;
    struct tare_buf *texts; /* shown */
    struct tare_place_box *lines;
    size_t count;
    size_t line_count;
    struct tare_plot_rows rows; /* for the names of those that have no such point */
    double size;                /* of all points; NAN: none */
    struct tare_axis x, y;
};

static bool is_point(const struct tare_plot_point *point)
{
    return point->time_ns > 0 && point->bytes >= 0;
}

static int compare_points(const void *a, const void *b)
{
    const struct tare_plot_point *x = *(const struct tare_plot_point *const *)a;
    const struct tare_plot_point *y = *(const struct tare_plot_point *const *)b;
    int order = tare_plot_data_compare_places(x, y);

    if (order)
        return order;
    if (x->time_ns != y->time_ns)
        return x->time_ns < y->time_ns ? -1 : 1;
    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return (x > y) - (x < y);
}

static void gather(struct pareto *pareto)
{
    const struct tare_plot_data *data = pareto->data;

    pareto->size = NAN;
    for (size_t i = 0; i < data->point_count; i++)
        if (is_point(&data->points[i]))
            pareto->size = fmax(pareto->size, data->points[i].size);
    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];

        if (is_point(point) && (isnan(pareto->size) || point->size == pareto->size))
            pareto->points[pareto->count++] = point;
    }
    qsort(pareto->points, pareto->count, sizeof(*pareto->points), compare_points);
    for (size_t i = 0; i < pareto->count; i++)
        pareto->fronts[i] = (struct tare_front_point){
            .time_ns = tare_front_admits(pareto->points[i]->row) ? pareto->points[i]->time_ns : NAN,
            .time_lo_ns = pareto->points[i]->time_lo_ns,
            .time_hi_ns = pareto->points[i]->time_hi_ns,
            .bytes = pareto->points[i]->bytes};
    for (size_t i = 1; i < pareto->count; i++)
        pareto->fronts[i].place =
            pareto->fronts[i - 1].place +
            (tare_plot_data_compare_places(pareto->points[i - 1], pareto->points[i]) != 0);
    tare_front_mark(pareto->fronts, pareto->count);
}

static void lay_out(struct pareto *pareto)
{
    struct tare_script *script = pareto->script;
    struct tare_axis *x = &pareto->x, *y = &pareto->y;

    script->height_px = HEIGHT_PX + tare_script_foot_px(script, pareto->rows.missing.text);
    script->right_px = tare_script_width_px(script) - 36;
    script->bottom_px = FOOT_PX + tare_script_foot_px(script, pareto->rows.missing.text);
    script->top_px = script->height_px - 84;
    *x = (struct tare_axis){.unit = TARE_AXIS_TIME,
                            .is_log = true,
                            .lo = INFINITY,
                            .cell_px = tare_script_cell_px(script),
                            .to_px = script->right_px};
    *y = (struct tare_axis){.unit = TARE_AXIS_BYTES,
                            .is_log = true,
                            .is_vertical = true,
                            .lo = INFINITY,
                            .from_px = script->bottom_px,
                            .to_px = script->top_px};
    for (size_t i = 0; i < pareto->count; i++) {
        x->lo = fmin(x->lo, pareto->points[i]->time_ns);
        x->hi = fmax(x->hi, pareto->points[i]->time_ns);
        y->lo = fmin(y->lo, pareto->points[i]->bytes);
        y->hi = fmax(y->hi, pareto->points[i]->bytes);
    }
    y->is_log = y->lo > 0;
    tare_axis_widen(x, 0.12, 1.15);
    tare_axis_widen(y, 0.12, 1.15);
    tare_axis_set_ticks(y);
    script->left_px = tare_script_left_px(script, y);
    x->from_px = script->left_px;
    tare_axis_set_ticks(x);
}

static void add_line(struct pareto *pareto, double x0, double y0, double x1, double y1)
{
    pareto->lines[pareto->line_count++] =
        (struct tare_place_box){fmin(x0, x1) - LINE_HALF_PX, fmin(y0, y1) - LINE_HALF_PX,
                                fmax(x0, x1) + LINE_HALF_PX, fmax(y0, y1) + LINE_HALF_PX};
}

/* The front as gnuplot's steps draw it: across, then down. */
static void gather_lines(struct pareto *pareto)
{
    double last_x = NAN, last_y = NAN;
    size_t place = 0;

    for (size_t i = 0; i < pareto->count; i++) {
        double x = pareto->labels[i].point_x, y = pareto->labels[i].point_y;

        if (!pareto->fronts[i].on_front)
            continue;
        if (!isnan(last_x) && pareto->fronts[i].place == place) {
            add_line(pareto, last_x, last_y, x, last_y);
            add_line(pareto, x, last_y, x, y);
        }
        place = pareto->fronts[i].place;
        last_x = x;
        last_y = y;
    }
}

static void place(struct pareto *pareto)
{
    const struct tare_script *script = pareto->script;

    for (size_t i = 0; i < pareto->count; i++) {
        const struct tare_plot_point *point = pareto->points[i];

        pareto->texts[i] = (struct tare_buf)TARE_BUF_INIT;
        tare_script_show(&pareto->texts[i], pareto->data->series[point->series].label);
        pareto->labels[i] = (struct tare_place_label){
            .point_x = tare_axis_px(&pareto->x, point->time_ns),
            .point_y = tare_axis_px(&pareto->y, point->bytes),
            .width = tare_script_text_px(script, pareto->texts[i].text, TARE_SCRIPT_TEXT_PX),
            .height = LABEL_HEIGHT};
    }
    gather_lines(pareto);
    tare_place_labels(
        &(struct tare_place_scene){.labels = pareto->labels,
                                   .label_count = pareto->count,
                                   .lines = pareto->lines,
                                   .line_count = pareto->line_count,
                                   .area = {script->left_px - 20, script->bottom_px + 2,
                                            script->right_px + 30, script->top_px + 14}});
}

static double clamp(double value, double lo, double hi)
{
    return fmin(fmax(value, lo), hi);
}

static void put_labels(const struct pareto *pareto)
{
    for (size_t i = 0; i < pareto->count; i++) {
        const struct tare_place_label *label = &pareto->labels[i];
        const struct tare_place_box *box = &label->box;
        const char *colour = pareto->fronts[i].on_front ? TARE_SCRIPT_BLUE : TARE_SCRIPT_GREY;
        double centre = (box->x0 + box->x1) / 2;
        enum tare_script_align align = box->x0 > label->point_x   ? TARE_SCRIPT_LEFT
                                       : box->x1 < label->point_x ? TARE_SCRIPT_RIGHT
                                                                  : TARE_SCRIPT_CENTRE;

        tare_script_put(pareto->script,
                        &(struct tare_script_text){.text = pareto->texts[i].text,
                                                   .x_px = align == TARE_SCRIPT_LEFT    ? box->x0
                                                           : align == TARE_SCRIPT_RIGHT ? box->x1
                                                                                        : centre,
                                                   .y_px = (box->y0 + box->y1) / 2,
                                                   .colour = colour,
                                                   .align = align});
        if (label->needs_line)
            tare_script_join(pareto->script, &(struct tare_script_line){
                                                 .x0_px = label->point_x,
                                                 .y0_px = label->point_y,
                                                 .x1_px = clamp(label->point_x, box->x0, box->x1),
                                                 .y1_px = clamp(label->point_y, box->y0, box->y1),
                                                 .colour = TARE_SCRIPT_PALE,
                                                 .width = 0.7});
    }
}

/* The front of each place is a line of its own. */
static void put_data(const struct pareto *pareto)
{
    for (size_t block = 1; block <= 2; block++) {
        size_t place = 0, count = 0;

        tare_script_data(pareto->script, block == 1 ? "front" : "others", block);
        for (size_t i = 0; i < pareto->count; i++) {
            if (pareto->fronts[i].on_front != (block == 1))
                continue;
            if (count++ && pareto->fronts[i].place != place)
                tare_script_gap(pareto->script);
            place = pareto->fronts[i].place;
            tare_script_row(pareto->script,
                            (double[]){pareto->points[i]->time_ns, pareto->points[i]->bytes}, 2);
        }
        tare_script_data_end(pareto->script);
    }
}

static bool has_others(const struct pareto *pareto)
{
    for (size_t i = 0; i < pareto->count; i++)
        if (!pareto->fronts[i].on_front)
            return true;
    return false;
}

static void put_head(const struct pareto *pareto)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_buf_puts(&subtitle, "time against bytes");
    if (!isnan(pareto->size))
        tare_buf_printf(&subtitle, " at n = %s", tare_units_count(pareto->size).text);
    tare_buf_puts(&subtitle,
                  pareto->y.is_log ? " · axes logarithmic" : " · axis of time logarithmic");
    tare_buf_puts(&subtitle,
                  " · down and left is better · filled: on the front, none surely beats it");
    tare_script_head(pareto->script, pareto->data->title, subtitle.text);
    tare_script_drop(pareto->script, &subtitle);
}

static void write_script(struct pareto *pareto, const struct tare_result *result)
{
    char time[TARE_PLOT_AXIS_TITLE_BYTES], bytes[TARE_PLOT_AXIS_TITLE_BYTES];
    struct tare_buf plot = TARE_BUF_INIT;

    lay_out(pareto);
    place(pareto);
    tare_plot_data_time_title(pareto->data, time);
    tare_plot_data_bytes_title(pareto->data, bytes);
    tare_script_begin(pareto->script, result->tare_version);
    put_data(pareto);
    put_head(pareto);
    tare_script_frame(pareto->script);
    tare_script_axis(pareto->script, &pareto->x, time, true);
    tare_script_axis(pareto->script, &pareto->y, bytes, true);
    if (!pareto->script->columns)
        tare_buf_puts(&pareto->script->buf, "set grid xtics ytics\n");
    put_labels(pareto);
    tare_script_foot(pareto->script, pareto->rows.missing.text);
    tare_buf_puts(&plot,
                  "$front1 using 1:2 with steps lw 1.5 lc rgb '" TARE_SCRIPT_FADED "', \\\n");
    if (has_others(pareto))
        tare_buf_puts(&plot, "    $others2 using 1:2 with points pt 6 ps 0.65 lw 1.5 "
                             "lc rgb '" TARE_SCRIPT_GREY "', \\\n");
    tare_buf_puts(&plot,
                  "    $front1 using 1:2 with points pt 7 ps 0.75 lc rgb '" TARE_SCRIPT_BLUE "'");
    tare_script_end(pareto->script, plot.text);
    for (size_t i = 0; i < pareto->count; i++)
        tare_script_drop(pareto->script, &pareto->texts[i]);
    tare_script_drop(pareto->script, &plot);
}

int tare_gnuplot_pareto(struct tare_script *script, const struct tare_result *result,
                        const struct tare_plot_data *data, struct tare_err *err)
{
    size_t room = data->point_count + 1;
    struct pareto pareto = {.script = script,
                            .data = data,
                            .points = calloc(room, sizeof(*pareto.points)),
                            .fronts = calloc(room, sizeof(*pareto.fronts)),
                            .labels = calloc(room, sizeof(*pareto.labels)),
                            .texts = calloc(room, sizeof(*pareto.texts)),
                            .lines = calloc(2 * room, sizeof(*pareto.lines))};
    int outcome = 1;

    if (tare_plot_rows_make(&pareto.rows, data, is_point, err)) {
        outcome = -1;
    } else if (!pareto.points || !pareto.fronts || !pareto.labels || !pareto.texts ||
               !pareto.lines) {
        outcome = tare_err_memory(err);
    } else {
        gather(&pareto);
        if (pareto.count) {
            write_script(&pareto, result);
            outcome = 0;
        }
    }
    tare_plot_rows_free(&pareto.rows);
    free(pareto.points);
    free(pareto.fronts);
    free(pareto.labels);
    free(pareto.texts);
    free(pareto.lines);
    return outcome;
}
