/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "model/stats.h"
#include "model/stats_density.h"
#include "report/gnuplot_kinds.h"
#include "report/plot_rows.h"
#include "report/plot_samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROW_PX           46
#define HEAD_PX          84
#define VALUE_GAP_PX     12
#define RIGHT_PX         22
#define RIDGE_POINTS     48 /* of a ridge, and two in each gap */
#define POINTS_MAX       (3 * RIDGE_POINTS)
#define RIDGE_MIN        5    /* samples; fewer are drawn one by one */
#define SAMPLES_MAX      400  /* for a ridge: a bandwidth looks at all pairs */
#define BASE             0.30 /* of a row, below its middle: what the ridge stands on */
#define RIDGE            0.70 /* its height */
#define LOG_FROM_RATIO   4
#define REACH_BANDWIDTHS 3
#define NARROW           0.08 /* of the axis: a ridge that shows no modes any more */
#define OWN_REACH        3    /* times as far as an arm's 1st and 99th percentile usually lie */

struct ridge {
    double *values; /* ascending, on the scale of the axis; owned */
    size_t count;
    double bandwidth; /* 0: drawn sample by sample */
};

struct ridge_point {
    double at, height;
};

struct density {
    struct tare_script *script;
    struct tare_plot_rows rows;
    struct tare_plot_samples *samples; /* [rows.count] ascending */
    struct ridge *ridges;              /* [rows.count] */
    struct tare_axis x;
    bool is_own;   /* the axis shows each arm about its own median, as a share of that */
    size_t beyond; /* samples that the axis leaves out */
    size_t total;
};

static double on_axis(const struct density *density, size_t index, double time_ns)
{
    return density->is_own ? time_ns / density->samples[index].median_ns - 1 : time_ns;
}

static double on_scale(const struct density *density, double at)
{
    return density->x.is_log ? log(at) : at;
}

static double off_scale(const struct density *density, double value)
{
    return density->x.is_log ? exp(value) : value;
}

/* Are the arms so far apart that what most of them do is a line on a common axis? */
static bool are_narrow(const struct density *density, double lo, double hi)
{
    size_t narrow = 0;

    for (size_t i = 0; i < density->rows.count; i++) {
        const struct tare_plot_samples *of = &density->samples[i];
        double ratio = tare_stats_quantile(of->time_ns, of->count, 0.99) /
                       tare_stats_quantile(of->time_ns, of->count, 0.01);

        narrow += log(ratio) < NARROW * log(hi / lo);
    }
    return 2 * narrow > density->rows.count;
}

/* How far the quantile p of the arms lies from their medians: the farthest, but not much farther
 * than is usual; a share of the median, 0 or above. NAN without memory. */
static double own_reach(const struct density *density, double p)
{
    double *reach = calloc(density->rows.count, sizeof(*reach)), usual, most;

    if (!reach)
        return NAN;
    for (size_t i = 0; i < density->rows.count; i++) {
        const struct tare_plot_samples *of = &density->samples[i];

        reach[i] = fabs(on_axis(density, i, tare_stats_quantile(of->time_ns, of->count, p)));
    }
    tare_stats_sort(reach, density->rows.count);
    usual = tare_stats_median(reach, density->rows.count);
    most = reach[density->rows.count - 1];
    free(reach);
    return usual > 0 ? fmin(most, OWN_REACH * usual) : most;
}

static bool holds_middle_halves(const struct density *density, const struct tare_axis *x)
{
    for (size_t i = 0; i < density->rows.count; i++) {
        const struct tare_plot_samples *of = &density->samples[i];

        if (on_axis(density, i, tare_stats_quantile(of->time_ns, of->count, 0.25)) < x->lo ||
            on_axis(density, i, tare_stats_quantile(of->time_ns, of->count, 0.75)) > x->hi)
            return false;
    }
    return true;
}

/* The axis about the arms' own medians, unless an arm is so much wider than the others that half
 * of its samples would not be seen. 0, 1 where so, or -1 without memory. */
static int set_own_range(struct density *density)
{
    struct tare_axis x = density->x;
    double below, above;

    density->is_own = true;
    below = own_reach(density, 0.01);
    above = own_reach(density, 0.99);
    x.unit = TARE_AXIS_SHARE;
    x.is_log = false;
    x.lo = -1.1 * fmax(below, 0.01);
    x.hi = 1.1 * fmax(above, 0.01);
    if (isnan(below) || isnan(above))
        return -1;
    density->is_own = holds_middle_halves(density, &x);
    if (density->is_own)
        density->x = x;
    return !density->is_own;
}

/* From the lowest to the highest hundredth of any row: spikes shall not flatten the rest. 0, or -1
 * without memory. */
static int find_range(struct density *density)
{
    double lo = INFINITY, hi = -INFINITY, least = INFINITY;
    int outcome;

    for (size_t i = 0; i < density->rows.count; i++) {
        const struct tare_plot_samples *of = &density->samples[i];

        lo = fmin(lo, tare_stats_quantile(of->time_ns, of->count, 0.01));
        hi = fmax(hi, tare_stats_quantile(of->time_ns, of->count, 0.99));
        least = fmin(least, of->time_ns[0]);
        density->total += of->count;
    }
    density->x = (struct tare_axis){.unit = TARE_AXIS_TIME,
                                    .is_log = least > 0 && hi > lo * LOG_FROM_RATIO,
                                    .lo = lo,
                                    .hi = hi,
                                    .cell_px = tare_script_cell_px(density->script)};
    outcome = density->x.is_log && are_narrow(density, lo, hi) ? set_own_range(density) : 1;
    if (outcome < 0)
        return -1;
    if (outcome)
        tare_axis_widen(&density->x, hi > lo ? 0.06 : 0.02, 1.02);
    for (size_t i = 0; i < density->rows.count; i++)
        for (size_t j = 0; j < density->samples[i].count; j++) {
            double at = on_axis(density, i, density->samples[i].time_ns[j]);

            density->beyond += at < density->x.lo || at > density->x.hi;
        }
    return 0;
}

/* Every k-th of the ascending samples stands for all of them. */
static int make_ridge(const struct density *density, size_t index)
{
    const struct tare_plot_samples *of = &density->samples[index];
    struct ridge *ridge = &density->ridges[index];
    size_t stride = (of->count + SAMPLES_MAX - 1) / SAMPLES_MAX;

    ridge->values = calloc(of->count + 1, sizeof(*ridge->values));
    if (!ridge->values)
        return -1;
    for (size_t i = stride / 2; i < of->count; i += stride)
        ridge->values[ridge->count++] = on_scale(density, on_axis(density, index, of->time_ns[i]));
    if (of->count >= RIDGE_MIN)
        ridge->bandwidth = tare_stats_bandwidth(ridge->values, ridge->count);
    return 0;
}

static void lay_out(struct density *density)
{
    struct tare_script *script = density->script;
    double value_px = 0;

    tare_plot_rows_lay_out(script, &density->rows, ROW_PX, HEAD_PX);
    for (size_t i = 0; i < density->rows.count; i++)
        value_px =
            fmax(value_px,
                 tare_script_text_px(script, tare_units_time(density->samples[i].median_ns).text,
                                     TARE_SCRIPT_TEXT_PX));
    script->right_px = tare_script_width_px(script) - RIGHT_PX - value_px - VALUE_GAP_PX;
    density->x.from_px = script->left_px;
    density->x.to_px = script->right_px;
    tare_axis_set_ticks(&density->x);
}

static struct ridge_point point_at(const struct ridge *ridge, double at)
{
    return (struct ridge_point){
        at, tare_stats_density(ridge->values, ridge->count, ridge->bandwidth, at)};
}

/* A third of the points evenly, the others where the samples are. */
static void choose_points(const struct density *density, const struct ridge *ridge,
                          struct ridge_point points[POINTS_MAX])
{
    double reach = REACH_BANDWIDTHS * ridge->bandwidth, at[RIDGE_POINTS];
    double lo = fmax(ridge->values[0] - reach, on_scale(density, density->x.lo));
    double hi = fmin(ridge->values[ridge->count - 1] + reach, on_scale(density, density->x.hi));

    for (size_t i = 0; i < RIDGE_POINTS; i++) {
        double share = (double)i / (RIDGE_POINTS - 1);

        if (i % 3 == 0 || i == RIDGE_POINTS - 1)
            at[i] = lo + (hi - lo) * share;
        else
            at[i] = tare_stats_quantile(ridge->values, ridge->count, share) +
                    ((double)(i % 5) - 2) * ridge->bandwidth;
        at[i] = fmin(fmax(at[i], lo), hi);
    }
    tare_stats_sort(at, RIDGE_POINTS);
    for (size_t i = 0; i < RIDGE_POINTS; i++)
        points[i] = point_at(ridge, at[i]);
}

/* Where a mode ends in the midst of a wide gap, a point at its foot, lest its flank leads through
 * all of the gap. */
static size_t add_feet(const struct ridge *ridge, struct ridge_point points[POINTS_MAX])
{
    struct ridge_point with[POINTS_MAX];
    double reach = REACH_BANDWIDTHS * ridge->bandwidth;
    size_t count = 0;

    for (size_t i = 0; i < RIDGE_POINTS; i++) {
        with[count++] = points[i];
        if (i + 1 == RIDGE_POINTS || points[i + 1].at - points[i].at < 2 * reach)
            continue;
        with[count++] = point_at(ridge, points[i].at + reach);
        with[count++] = point_at(ridge, points[i + 1].at - reach);
    }
    memcpy(points, with, count * sizeof(*points));
    return count;
}

/* x and its ridge, closed below, each ridge as high as the others. */
static void put_ridge(const struct density *density, size_t index)
{
    const struct ridge *ridge = &density->ridges[index];
    double base = (double)index + 1 + BASE, most = 0;
    struct ridge_point points[POINTS_MAX];
    size_t count;

    choose_points(density, ridge, points);
    count = add_feet(ridge, points);
    for (size_t i = 0; i < count; i++)
        most = fmax(most, points[i].height);
    tare_script_data(density->script, "ridge", index + 1);
    tare_script_row(density->script, (double[]){off_scale(density, points[0].at), base}, 2);
    for (size_t i = 0; i < count; i++)
        tare_script_row(density->script,
                        (double[]){off_scale(density, points[i].at),
                                   base - RIDGE * (most > 0 ? points[i].height / most : 0)},
                        2);
    tare_script_row(density->script, (double[]){off_scale(density, points[count - 1].at), base}, 2);
    tare_script_data_end(density->script);
}

static void put_data(const struct density *density)
{
    tare_script_data(density->script, "median", 1);
    for (size_t i = 0; i < density->rows.count; i++) {
        const struct tare_plot_samples *of = &density->samples[i];
        double q1 = on_axis(density, i, tare_stats_quantile(of->time_ns, of->count, 0.25));
        double q3 = on_axis(density, i, tare_stats_quantile(of->time_ns, of->count, 0.75));

        tare_script_row(
            density->script,
            (double[]){on_axis(density, i, of->median_ns), (double)i + 1 + BASE, q1, q3 - q1}, 4);
    }
    tare_script_data_end(density->script);
    for (size_t i = 0; i < density->rows.count; i++) {
        const struct tare_plot_samples *of = &density->samples[i];

        if (density->ridges[i].bandwidth > 0) {
            put_ridge(density, i);
            continue;
        }
        tare_script_data(density->script, "ridge", i + 1);
        for (size_t j = 0; j < of->count; j++)
            if (!j || of->time_ns[j] != of->time_ns[j - 1])
                tare_script_row(density->script,
                                (double[]){on_axis(density, i, of->time_ns[j]),
                                           (double)i + 1 + BASE, -RIDGE / 2},
                                3);
        tare_script_data_end(density->script);
    }
}

static void put_head(const struct density *density)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_plot_rows_say_size(&subtitle, &density->rows);
    tare_buf_printf(&subtitle,
                    "density of the samples (Sheather-Jones)%s · dot: median, bar: middle half",
                    density->is_own ? ", each arm about its own median" : "");
    if (density->x.is_log)
        tare_buf_puts(&subtitle, " · logarithmic axis");
    if (density->beyond)
        tare_buf_printf(&subtitle, " · %s of %s samples %s beyond the axis",
                        tare_units_count((double)density->beyond).text,
                        tare_units_count((double)density->total).text,
                        density->beyond == 1 ? "lies" : "lie");
    tare_script_head(density->script, density->rows.data->title, subtitle.text);
    tare_script_drop(density->script, &subtitle);
}

static void put_plot(const struct density *density)
{
    struct tare_buf plot = TARE_BUF_INIT;

    for (size_t i = 0; i < density->rows.count; i++) {
        const char *colour = tare_script_colour(density->rows.items[i].point->series);

        tare_buf_puts(&plot, i ? ", \\\n    " : "");
        if (!(density->ridges[i].bandwidth > 0)) {
            tare_buf_printf(&plot,
                            "$ridge%zu using 1:2:(0):3 with vectors nohead lw 1.5 lc rgb '%s'",
                            i + 1, colour);
            continue;
        }
        if (!density->script->columns)
            tare_buf_printf(&plot,
                            "$ridge%zu using 1:2 with filledcurves closed "
                            "fs transparent solid 0.35 lc rgb '%s', \\\n    ",
                            i + 1, colour);
        tare_buf_printf(&plot, "$ridge%zu using 1:2 with lines lw 1.2 lc rgb '%s'", i + 1, colour);
    }
    tare_buf_printf(&plot,
                    ", \\\n    $median1 using 3:2:4:(0) with vectors nohead lw 4 lc rgb '%s'",
                    TARE_SCRIPT_DARK);
    if (!density->script->columns)
        tare_buf_printf(&plot, ", \\\n    $median1 using 1:2 with points pt 7 ps 0.75 lc rgb '%s'",
                        TARE_SCRIPT_PAPER);
    tare_buf_printf(&plot, ", \\\n    $median1 using 1:2 with points pt 7 ps 0.55 lc rgb '%s'",
                    TARE_SCRIPT_BLACK);
    tare_script_end(density->script, plot.text);
    tare_script_drop(density->script, &plot);
}

static void write_script(struct density *density, const struct tare_result *result)
{
    struct tare_axis y = tare_plot_rows_axis(&density->rows);
    struct tare_script *script = density->script;

    lay_out(density);
    tare_script_begin(script, result->tare_version);
    put_data(density);
    put_head(density);
    tare_script_frame(script);
    tare_script_axis(
        script, &density->x,
        density->is_own
            ? "time of a sample against the median of its arm, which stands at the right"
            : "time per operation, a sample's mean  (less is better)",
        true);
    tare_script_hide_axis(script, &y);
    tare_plot_rows_put(script, &density->rows);
    for (size_t i = 0; i < density->rows.count; i++) {
        double y_px = tare_plot_rows_y_px(script, &density->rows, i);
        double base_px = y_px - BASE * ROW_PX;

        tare_script_put(script, &(struct tare_script_text){
                                    .text = tare_units_time(density->samples[i].median_ns).text,
                                    .x_px = script->right_px + VALUE_GAP_PX,
                                    .y_px = y_px,
                                    .colour = TARE_SCRIPT_BLACK});
        tare_script_join(script, &(struct tare_script_line){.x0_px = script->left_px,
                                                            .y0_px = base_px,
                                                            .x1_px = script->right_px,
                                                            .y1_px = base_px,
                                                            .colour = TARE_SCRIPT_GRID,
                                                            .width = 1});
    }
    put_plot(density);
}

static int fill(struct density *density, const struct tare_result *result)
{
    size_t room = density->rows.count + 1;

    density->samples = calloc(room, sizeof(*density->samples));
    density->ridges = calloc(room, sizeof(*density->ridges));
    if (!density->samples || !density->ridges)
        return -1;
    for (size_t i = 0; i < density->rows.count; i++) {
        if (tare_plot_samples_make(&density->samples[i], density->rows.items[i].point->row))
            return -1;
        tare_stats_sort(density->samples[i].time_ns, density->samples[i].count);
    }
    if (find_range(density))
        return -1;
    for (size_t i = 0; i < density->rows.count; i++)
        if (make_ridge(density, i))
            return -1;
    write_script(density, result);
    return 0;
}

int tare_gnuplot_density(struct tare_script *script, const struct tare_result *result,
                         const struct tare_plot_data *data, struct tare_err *err)
{
    struct density density = {.script = script};
    int outcome = tare_plot_rows_make(&density.rows, data, tare_plot_samples_has, err);

    if (!outcome)
        outcome = density.rows.count ? fill(&density, result) : 1;
    if (outcome < 0)
        tare_err_memory(err);
    for (size_t i = 0; i < density.rows.count; i++) {
        if (density.samples)
            tare_plot_samples_free(&density.samples[i]);
        if (density.ridges)
            free(density.ridges[i].values);
    }
    free(density.samples);
    free(density.ridges);
    tare_plot_rows_free(&density.rows);
    return outcome;
}
