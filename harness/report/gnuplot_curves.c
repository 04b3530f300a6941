/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "model/growth.h"
#include "report/gnuplot_kinds.h"
#include "report/place.h"
#include "report/plot_law.h"
#include "report/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEIGHT_PX    520
#define LABEL_PX     19 /* least distance of two labels, middle to middle */
#define LAW_PX       17 /* more where the law stands below the name, whose _ is above its ^ */
#define HEAD_PX      84
#define CACHE_PX     20 /* a row of cache names above the frame */
#define CACHE_ROWS   2
#define FOOT_PX      74
#define LABEL_MAX_PX 340
#define LABEL_GAP_PX 26 /* from the frame to the labels, for the lines that lead there */

struct curve {
    size_t series;
    struct tare_buf label; /* shown */
    struct tare_plot_law law;
    double last_size; /* where it ends */
    double last_ns;
    double label_y_px;
};

struct curves {
    struct tare_script *script;
    const struct tare_plot_data *data;
    struct curve *items; /* those that have a time, in the order of the series */
    size_t count;
    struct tare_axis x, y;
    double bytes_per_item; /* of the baseline at the largest size; NAN: unknown */
    const char *bytes_of;  /* its label */
    bool has_caches;
    bool has_growth;
};

static void name_curve(struct curves *curves, struct curve *curve, const struct tare_result *result)
{
    const struct tare_plot_data *data = curves->data;
    const struct tare_growth *growth = NULL;

    tare_script_show(&curve->label, data->series[curve->series].label);
    for (size_t i = 0; !growth && i < data->point_count; i++)
        if (data->points[i].series == curve->series)
            growth = tare_growth_of(result, data->points[i].row);
    curve->law = tare_plot_law_make(data, curve->series, growth);
    curves->has_growth = curves->has_growth || *curve->law.text;
}

static void gather_curves(struct curves *curves, const struct tare_result *result)
{
    const struct tare_plot_data *data = curves->data;

    for (size_t i = 0; i < data->series_count; i++)
        if (data->series[i].has_time) {
            curves->items[curves->count] = (struct curve){.series = i, .label = TARE_BUF_INIT};
            name_curve(curves, &curves->items[curves->count++], result);
        }
    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];

        for (size_t j = 0; j < curves->count; j++) {
            struct curve *curve = &curves->items[j];

            if (curve->series == point->series && point->time_ns > 0 &&
                !(point->size < curve->last_size)) {
                curve->last_size = point->size;
                curve->last_ns = point->time_ns;
            }
        }
    }
}

/* The size at which a structure fills a cache follows from the bytes of its items. */
static void find_item_bytes(struct curves *curves)
{
    double size = 0;

    curves->bytes_per_item = NAN;
    for (size_t i = 0; i < curves->data->point_count; i++) {
        const struct tare_plot_point *point = &curves->data->points[i];

        if (point->is_baseline && point->row->bytes_per_item > 0 && point->size > size) {
            size = point->size;
            curves->bytes_per_item = point->row->bytes_per_item;
            curves->bytes_of = curves->data->series[point->series].label;
        }
    }
}

static double cache_size(const struct curves *curves, const struct tare_machine_cache *cache)
{
    double size = (double)cache->size_bytes / curves->bytes_per_item;
    bool holds_data = cache->type != TARE_MACHINE_CACHE_INSTRUCTION && cache->size_bytes > 0;

    return holds_data && size > curves->x.lo && size < curves->x.hi ? size : NAN;
}

static void find_ranges(struct curves *curves)
{
    const struct tare_plot_data *data = curves->data;
    struct tare_axis *x = &curves->x, *y = &curves->y;

    *x = (struct tare_axis){.unit = TARE_AXIS_COUNT,
                            .is_log = data->sizes[0] > 0, /* of nothing there is no logarithm */
                            .lo = data->sizes[0],
                            .hi = data->sizes[data->size_count - 1]};
    *y = (struct tare_axis){
        .unit = TARE_AXIS_TIME, .is_log = true, .is_vertical = true, .lo = INFINITY, .hi = 0};
    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];

        if (isnan(point->time_ns))
            continue;
        y->lo = fmin(y->lo, point->time_lo_ns > 0 ? point->time_lo_ns : point->time_ns);
        y->hi = fmax(y->hi, fmax(point->time_ns, point->time_hi_ns));
    }
    tare_axis_widen(x, 0.02, 1.5);
    tare_axis_widen(y, 0.06, 1.5);
}

static void find_caches(struct curves *curves, const struct tare_machine_caches *caches)
{
    for (size_t i = 0; i < caches->count; i++)
        curves->has_caches = curves->has_caches || !isnan(cache_size(curves, &caches->items[i]));
}

/* Of a label, with its law. */
static double label_height_px(const struct curves *curves)
{
    if (curves->script->columns)
        return TARE_SCRIPT_CELL_HEIGHT_PX *
               (curves->has_growth ? 2.15 : 1.05); /* rows are rounded */
    return LABEL_PX + (curves->has_growth ? LAW_PX : 0);
}

static void lay_out(struct curves *curves, const char *foot)
{
    struct tare_script *script = curves->script;
    double label_px = 0;

    for (size_t i = 0; i < curves->count; i++) {
        const struct curve *curve = &curves->items[i];

        label_px =
            fmax(label_px, tare_script_text_px(script, curve->label.text, TARE_SCRIPT_TEXT_PX));
        label_px =
            fmax(label_px, tare_script_text_px(script, curve->law.text, TARE_SCRIPT_SMALL_PX));
    }
    script->bottom_px = FOOT_PX + tare_script_foot_px(script, foot);
    script->height_px = fmax(HEIGHT_PX, HEAD_PX + script->bottom_px + CACHE_ROWS * CACHE_PX +
                                            label_height_px(curves) * (double)(curves->count + 1));
    script->right_px =
        tare_script_width_px(script) - LABEL_GAP_PX - 16 - fmin(label_px, LABEL_MAX_PX);
    script->top_px = script->height_px - HEAD_PX - (curves->has_caches ? CACHE_ROWS * CACHE_PX : 0);
    curves->x.to_px = script->right_px;
    curves->y.from_px = script->bottom_px;
    curves->y.to_px = script->top_px;
    curves->x.cell_px = tare_script_cell_px(script);
    tare_axis_set_ticks(&curves->y);
    script->left_px = tare_script_left_px(script, &curves->y);
    curves->x.from_px = script->left_px;
    tare_axis_set_ticks_at(&curves->x, curves->data->sizes, curves->data->size_count);
}

/* Name and size above the frame, in the first row with room; none of a cache without room. */
static void put_caches(const struct curves *curves, const struct tare_machine_caches *caches)
{
    struct tare_script *script = curves->script;
    double taken_px[CACHE_ROWS] = {0, 0};

    for (size_t i = 0; i < caches->count; i++) {
        const struct tare_machine_cache *cache = &caches->items[i];
        double x = tare_axis_px(&curves->x, cache_size(curves, cache)), half;
        struct tare_axis_tick bytes = {.value = (double)cache->size_bytes};
        char name[64];
        size_t row = 0;

        if (isnan(x))
            continue;
        tare_axis_label(&(struct tare_axis){.unit = TARE_AXIS_BYTES, .is_log = true}, &bytes);
        snprintf(name, sizeof(name), "L%d%s %s", cache->level,
                 cache->type == TARE_MACHINE_CACHE_DATA ? "d" : "", bytes.label);
        half = tare_script_text_px(script, name, TARE_SCRIPT_SMALL_PX) / 2;
        while (row < CACHE_ROWS && x - half < taken_px[row] + 10)
            row++;
        if (row == CACHE_ROWS)
            continue;
        taken_px[row] = x + half;
        tare_script_put(
            script, &(struct tare_script_text){.text = name,
                                               .x_px = x,
                                               .y_px = script->top_px + 14 + CACHE_PX * (double)row,
                                               .font_px = TARE_SCRIPT_SMALL_PX,
                                               .colour = TARE_SCRIPT_GREY,
                                               .align = TARE_SCRIPT_CENTRE});
        tare_script_join(
            script, &(struct tare_script_line){.x0_px = x,
                                               .y0_px = script->bottom_px,
                                               .x1_px = x,
                                               .y1_px = script->top_px + 4 + CACHE_PX * (double)row,
                                               .colour = TARE_SCRIPT_LINE,
                                               .width = 1,
                                               .is_dashed = true});
    }
}

static int compare_ends(const void *a, const void *b)
{
    const struct curve *x = *(const struct curve *const *)a, *y = *(const struct curve *const *)b;

    if (x->last_ns != y->last_ns)
        return x->last_ns < y->last_ns ? -1 : 1;
    return (x->series < y->series) - (x->series > y->series);
}

static int spread_labels(struct curves *curves, struct tare_err *err)
{
    struct curve **order = calloc(curves->count, sizeof(struct curve *));
    double *y = calloc(curves->count, sizeof(*y));

    if (!order || !y) {
        free(order);
        free(y);
        return tare_err_memory(err);
    }
    for (size_t i = 0; i < curves->count; i++)
        order[i] = &curves->items[i];
    qsort(order, curves->count, sizeof(struct curve *), compare_ends);
    for (size_t i = 0; i < curves->count; i++)
        y[i] = tare_axis_px(&curves->y, order[i]->last_ns);
    tare_place_spread(&(struct tare_place_column){.y = y,
                                                  .count = curves->count,
                                                  .gap = label_height_px(curves),
                                                  .lo = curves->script->bottom_px,
                                                  .hi = curves->script->top_px});
    for (size_t i = 0; i < curves->count; i++)
        order[i]->label_y_px = y[i];
    free(order);
    free(y);
    return 0;
}

/* A line leads from the end of the curve to its label where that is not beside it. */
static void put_label(const struct curves *curves, const struct curve *curve)
{
    struct tare_script *script = curves->script;
    double x = tare_axis_px(&curves->x, curve->last_size) + 6;
    double y = tare_axis_px(&curves->y, curve->last_ns);
    double label_x = script->right_px + LABEL_GAP_PX;
    double law_y_px =
        curve->label_y_px - (script->columns ? TARE_SCRIPT_CELL_HEIGHT_PX : LAW_PX + 1);
    const char *colour = tare_script_colour(curve->series);

    tare_script_put(script, &(struct tare_script_text){.text = curve->label.text,
                                                       .x_px = label_x,
                                                       .y_px = curve->label_y_px,
                                                       .colour = colour});
    if (*curve->law.text)
        tare_script_put(script, &(struct tare_script_text){.text = curve->law.text,
                                                           .x_px = label_x,
                                                           .y_px = law_y_px,
                                                           .font_px = TARE_SCRIPT_SMALL_PX,
                                                           .colour = TARE_SCRIPT_GREY});
    if (fabs(curve->label_y_px - y) > 3 || curve->last_size < curves->x.hi / 1.5)
        tare_script_join(script, &(struct tare_script_line){.x0_px = x,
                                                            .y0_px = y,
                                                            .x1_px = label_x - 4,
                                                            .y1_px = curve->label_y_px,
                                                            .colour = colour,
                                                            .width = 0.6});
}

/* Its times at the sizes, which are dense enough for the laws that bend; no law holds at 0, nor
 * does a logarithm at 1. */
static void put_law(const struct curves *curves, size_t index)
{
    const struct tare_plot_law *law = &curves->items[index].law;

    tare_script_data(curves->script, "law", index + 1);
    for (size_t i = 0; i < curves->data->size_count; i++) {
        double size = curves->data->sizes[i];
        double ns = tare_plot_law_ns(law, size);

        if (size > 0 && isfinite(ns) && ns > 0)
            tare_script_row(curves->script, (double[]){size, ns}, 2);
    }
    tare_script_data_end(curves->script);
}

/* One block a curve, by rising size, broken where a size between has no time. */
static void put_data(const struct curves *curves)
{
    const struct tare_plot_data *data = curves->data;

    for (size_t i = 0; i < curves->count; i++) {
        tare_script_data(curves->script, "curve", i + 1);
        for (size_t j = 0; j < data->size_count; j++) {
            bool found = false;

            for (size_t k = 0; k < data->point_count; k++) {
                const struct tare_plot_point *point = &data->points[k];

                if (point->series != curves->items[i].series || point->size != data->sizes[j] ||
                    isnan(point->time_ns))
                    continue;
                tare_script_row(
                    curves->script,
                    (double[]){point->size, point->time_ns,
                               isnan(point->time_lo_ns) ? point->time_ns : point->time_lo_ns,
                               isnan(point->time_hi_ns) ? point->time_ns : point->time_hi_ns},
                    4);
                found = true;
            }
            if (!found)
                tare_script_gap(curves->script);
        }
        tare_script_data_end(curves->script);
        if (curves->items[i].law.law && !curves->script->columns)
            put_law(curves, i);
    }
}

static void put_head(const struct curves *curves)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_buf_printf(&subtitle, "bands: %s %% interval", curves->data->confidence);
    tare_plot_data_say_replicates(curves->data, &subtitle);
    tare_buf_puts(&subtitle,
                  curves->x.is_log ? " · both axes logarithmic" : " · axis of time logarithmic");
    if (curves->has_growth)
        tare_buf_puts(&subtitle, " · right, and pale lines: how time grows");
    tare_script_head(curves->script, curves->data->title, subtitle.text);
    tare_script_drop(curves->script, &subtitle);
}

/* What the lines of the caches mean, and what has no curve. */
static void make_foot(struct curves *curves, struct tare_buf *foot)
{
    if (curves->has_caches) {
        tare_buf_puts(foot, "cache lines: where ");
        tare_script_show(foot, curves->bytes_of);
        tare_buf_printf(foot, ", at %s an item, fills L1, L2, L3",
                        tare_units_bytes(curves->bytes_per_item).text);
    }
    for (size_t i = 0, missing = 0; i < curves->data->series_count; i++)
        if (!curves->data->series[i].has_time) {
            tare_buf_puts(foot, missing++ ? ", " : foot->length ? " · left out: " : "left out: ");
            tare_script_show(foot, curves->data->series[i].label);
            if (curves->data->series[i].status)
                tare_buf_printf(foot, " (%s)", curves->data->series[i].status);
        }
}

static void put_plot(const struct curves *curves)
{
    struct tare_buf plot = TARE_BUF_INIT;

    for (size_t i = 0; i < curves->count && !curves->script->columns; i++)
        tare_buf_printf(&plot,
                        "%s$curve%zu using 1:3:4 with filledcurves fs transparent solid 0.18 "
                        "lc rgb '%s'",
                        i ? ", \\\n    " : "", i + 1, tare_script_colour(curves->items[i].series));
    for (size_t i = 0; i < curves->count && !curves->script->columns; i++)
        if (curves->items[i].law.law)
            tare_buf_printf(&plot, ", \\\n    $law%zu using 1:2 with lines lw 0.7 lc rgb '%s'",
                            i + 1, TARE_SCRIPT_PALE);
    for (size_t i = 0; i < curves->count; i++)
        tare_buf_printf(&plot,
                        "%s$curve%zu using 1:2 with linespoints lw 2 dt %d pt %d ps 0.5 "
                        "lc rgb '%s'",
                        plot.length ? ", \\\n    " : "", i + 1,
                        tare_script_dash(curves->items[i].series),
                        tare_script_marker(curves->items[i].series),
                        tare_script_colour(curves->items[i].series));
    tare_script_end(curves->script, plot.text);
    tare_script_drop(curves->script, &plot);
}

static int write_script(struct curves *curves, const struct tare_result *result,
                        struct tare_err *err)
{
    char title[TARE_PLOT_AXIS_TITLE_BYTES];
    struct tare_buf foot = TARE_BUF_INIT;

    find_item_bytes(curves);
    find_ranges(curves);
    find_caches(curves, &result->machine.caches);
    make_foot(curves, &foot);
    lay_out(curves, foot.text);
    if (spread_labels(curves, err)) {
        tare_buf_free(&foot);
        return -1;
    }
    tare_plot_data_time_title(curves->data, title);
    tare_script_begin(curves->script, result->tare_version);
    put_data(curves);
    put_head(curves);
    tare_script_frame(curves->script);
    tare_script_axis(curves->script, &curves->x, "n", false);
    tare_script_axis(curves->script, &curves->y, title, true);
    put_caches(curves, &result->machine.caches);
    for (size_t i = 0; i < curves->count; i++)
        put_label(curves, &curves->items[i]);
    tare_script_foot(curves->script, foot.text);
    tare_script_drop(curves->script, &foot);
    put_plot(curves);
    return 0;
}

int tare_gnuplot_curves(struct tare_script *script, const struct tare_result *result,
                        const struct tare_plot_data *data, struct tare_err *err)
{
    struct curves curves = {.script = script, .data = data};
    int outcome = 1;

    curves.items = calloc(data->series_count + 1, sizeof(*curves.items));
    if (!curves.items)
        return tare_err_memory(err);
    gather_curves(&curves, result);
    if (curves.count)
        outcome = write_script(&curves, result, err);
    for (size_t i = 0; i < curves.count; i++) {
        tare_script_drop(script, &curves.items[i].label);
    }
    free(curves.items);
    return outcome;
}
