/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "model/stats.h"
#include "report/gnuplot_kinds.h"
#include "report/plot_rows.h"
#include "report/plot_samples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW_PX       60
#define HEAD_PX      84
#define VALUE_GAP_PX 12
#define VALUE_SHIFT  9 /* of the two lines at the right from the middle of the row */
#define RIGHT_PX     22
#define DRAWN_MAX    400  /* samples in a picture */
#define HALF         0.40 /* of a row, from its middle to the strip's edge */
#define SPIKE        2    /* times as far as the 5th and 95th percentile a strip reaches */
#define LEAST_REACH  1e-3 /* of the median: less is the clock's grain */

struct strip {
    struct tare_plot_samples samples; /* by set and round */
    double lo_ns;                     /* least and greatest */
    double hi_ns;
    double reach_ns; /* from the median to the edge of the strip */
    char range[96];  /* "-0.4 % .. +12 %" */
};

struct strips {
    struct tare_script *script;
    struct tare_plot_rows rows;
    struct strip *items; /* [rows.count] */
    struct tare_axis x;
    size_t sets;
    size_t total;
    size_t drawn;
    bool has_spikes; /* some stand at the edge of their strip */
    double *scratch; /* [the most samples of a row] */
};

/* "-0.4 % .. +12 %", "-3.0 % .. 25.1x" */
static void describe(struct strip *strip)
{
    double median = strip->samples.median_ns;
    double below = 100 * (1 - strip->lo_ns / median), above = 100 * (strip->hi_ns / median - 1);
    char high[64];

    *strip->range = '\0';
    if (!(median > 0))
        return;
    if (strip->hi_ns == strip->lo_ns) {
        snprintf(strip->range, sizeof(strip->range), "all alike");
        return;
    }
    if (above >= 1000)
        snprintf(high, sizeof(high), "%s", tare_units_ratio(strip->hi_ns / median).text);
    else
        snprintf(high, sizeof(high), above < 10 ? "+%.1f %%" : "+%.0f %%", above);
    snprintf(strip->range, sizeof(strip->range), below < 10 ? "-%.1f %% .. %s" : "-%.0f %% .. %s",
             below, high);
}

static int make_strip(struct strips *strips, size_t index)
{
    struct strip *strip = &strips->items[index];
    const struct tare_row *row = strips->rows.items[index].point->row;
    double *sorted;
    size_t count;

    if (tare_plot_samples_make(&strip->samples, row))
        return -1;
    count = strip->samples.count;
    sorted = calloc(count, sizeof(*sorted));
    if (!sorted)
        return -1;
    memcpy(sorted, strip->samples.time_ns, count * sizeof(*sorted));
    tare_stats_sort(sorted, count);
    strip->lo_ns = sorted[0];
    strip->hi_ns = sorted[count - 1];
    strip->reach_ns = fmax(tare_stats_quantile(sorted, count, 0.95) - strip->samples.median_ns,
                           strip->samples.median_ns - tare_stats_quantile(sorted, count, 0.05));
    strip->reach_ns = fmax(SPIKE * strip->reach_ns, LEAST_REACH * fabs(strip->samples.median_ns));
    if (!(strip->reach_ns > 0))
        strip->reach_ns = 1;
    free(sorted);
    describe(strip);
    strips->total += count;
    for (size_t i = 0; i < count; i++)
        if (row->sample[i].process > strips->sets)
            strips->sets = row->sample[i].process;
    return 0;
}

/* Where a time lies in its strip, -1 to 1: spikes stand at the edge. */
static double height(struct strips *strips, const struct strip *strip, double time_ns)
{
    double far = (time_ns - strip->samples.median_ns) / strip->reach_ns;

    strips->has_spikes = strips->has_spikes || fabs(far) > 1.0001;
    return fmin(fmax(far, -1), 1);
}

/* What is drawn for a few samples in a row: their median, lest the line runs along the slow half of
 * them, or else the spike among them that is farthest from the strip's. */
static double drawn_ns(const struct strips *strips, const struct strip *strip,
                       const double *time_ns, size_t count)
{
    double farthest = time_ns[0];

    for (size_t i = 1; i < count; i++)
        if (fabs(time_ns[i] - strip->samples.median_ns) > fabs(farthest - strip->samples.median_ns))
            farthest = time_ns[i];
    if (fabs(farthest - strip->samples.median_ns) > strip->reach_ns)
        return farthest;
    memcpy(strips->scratch, time_ns, count * sizeof(*time_ns));
    tare_stats_sort(strips->scratch, count);
    return tare_stats_median(strips->scratch, count);
}

/* One set: its samples from left to right of its place, and its median as a line. */
static void put_set(struct strips *strips, size_t index, size_t from, size_t to)
{
    struct strip *strip = &strips->items[index];
    const struct tare_row *row = strips->rows.items[index].point->row;
    size_t cap = DRAWN_MAX / strips->rows.count + 1;
    size_t stride = (row->sample_count + cap - 1) / cap;
    double set = (double)row->sample[from].process;

    for (size_t i = from; i < to; i += stride) {
        size_t end = i + stride < to ? i + stride : to;
        double share = ((double)(i + end) / 2 - (double)from) / (double)(to - from);
        double time_ns = drawn_ns(strips, strip, strip->samples.time_ns + i, end - i);

        tare_script_row(strips->script,
                        (double[]){set - 0.45 + 0.9 * share,
                                   (double)index + 1 - HALF * height(strips, strip, time_ns)},
                        2);
        strips->drawn++;
    }
    tare_script_gap(strips->script);
}

static size_t set_end(const struct tare_row *row, size_t from)
{
    size_t to = from;

    while (to < row->sample_count && row->sample[to].process == row->sample[from].process)
        to++;
    return to;
}

static void put_medians(struct strips *strips)
{
    tare_script_data(strips->script, "set", 1);
    for (size_t i = 0; i < strips->rows.count; i++) {
        const struct tare_row *row = strips->rows.items[i].point->row;
        struct strip *strip = &strips->items[i];

        for (size_t from = 0, to; from < row->sample_count; from = to) {
            double median, far;

            to = set_end(row, from);
            memcpy(strips->scratch, strip->samples.time_ns + from, (to - from) * sizeof(median));
            tare_stats_sort(strips->scratch, to - from);
            median = tare_stats_median(strips->scratch, to - from);
            far = fmin(fmax((median - strip->samples.median_ns) / strip->reach_ns, -1), 1);
            tare_script_row(strips->script,
                            (double[]){(double)row->sample[from].process - 0.45,
                                       (double)i + 1 - HALF * far, 0.9},
                            3);
        }
    }
    tare_script_data_end(strips->script);
}

static int put_data(struct strips *strips)
{
    size_t most = 0;

    for (size_t i = 0; i < strips->rows.count; i++)
        if (strips->items[i].samples.count > most)
            most = strips->items[i].samples.count;
    strips->scratch = calloc(most + 1, sizeof(*strips->scratch));
    if (!strips->scratch)
        return -1;
    for (size_t i = 0; i < strips->rows.count; i++) {
        const struct tare_row *row = strips->rows.items[i].point->row;

        tare_script_data(strips->script, "strip", i + 1);
        for (size_t from = 0, to; from < row->sample_count; from = to) {
            to = set_end(row, from);
            put_set(strips, i, from, to);
        }
        tare_script_data_end(strips->script);
    }
    put_medians(strips);
    return 0;
}

static int lay_out(struct strips *strips)
{
    struct tare_script *script = strips->script;
    double value_px = 0, *numbers = calloc(strips->sets + 1, sizeof(*numbers));

    if (!numbers)
        return -1;
    tare_plot_rows_lay_out(script, &strips->rows, ROW_PX, HEAD_PX);
    for (size_t i = 0; i < strips->rows.count; i++) {
        const struct strip *strip = &strips->items[i];

        value_px = fmax(value_px, tare_script_text_px(script, strip->range, TARE_SCRIPT_SMALL_PX));
        value_px = fmax(value_px,
                        tare_script_text_px(script, tare_units_time(strip->samples.median_ns).text,
                                            TARE_SCRIPT_TEXT_PX));
    }
    script->right_px = tare_script_width_px(script) - RIGHT_PX - value_px - VALUE_GAP_PX;
    for (size_t i = 0; i < strips->sets; i++)
        numbers[i] = (double)i + 1;
    strips->x = (struct tare_axis){.unit = TARE_AXIS_COUNT,
                                   .lo = 0.5,
                                   .hi = (double)strips->sets + 0.5,
                                   .cell_px = tare_script_cell_px(script),
                                   .from_px = script->left_px,
                                   .to_px = script->right_px};
    tare_axis_set_ticks_at(&strips->x, numbers, strips->sets);
    free(numbers);
    return 0;
}

static void put_head(const struct strips *strips)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_plot_rows_say_size(&subtitle, &strips->rows);
    tare_buf_puts(&subtitle, "samples in the order taken, each arm on a scale of its own · "
                             "right: median and range · lines: sets' medians");
    if (strips->has_spikes)
        tare_buf_puts(&subtitle, " · spikes stand at the edge");
    if (strips->drawn < strips->total)
        tare_buf_printf(&subtitle, " · of each %.0f samples their median or spike is drawn",
                        ceil((double)strips->total / (double)strips->drawn));
    tare_script_head(strips->script, strips->rows.data->title, subtitle.text);
    tare_script_drop(strips->script, &subtitle);
}

static void put_row(const struct strips *strips, size_t index)
{
    struct tare_script *script = strips->script;
    const struct strip *strip = &strips->items[index];
    double y_px = tare_plot_rows_y_px(script, &strips->rows, index);
    double x_px = script->right_px + VALUE_GAP_PX;

    tare_script_put(
        script, &(struct tare_script_text){.text = tare_units_time(strip->samples.median_ns).text,
                                           .x_px = x_px,
                                           .y_px = y_px + VALUE_SHIFT,
                                           .colour = TARE_SCRIPT_BLACK});
    tare_script_put(script, &(struct tare_script_text){.text = strip->range,
                                                       .x_px = x_px,
                                                       .y_px = y_px - VALUE_SHIFT - 1,
                                                       .font_px = TARE_SCRIPT_SMALL_PX,
                                                       .colour = TARE_SCRIPT_GREY});
    tare_script_join(script, &(struct tare_script_line){.x0_px = script->left_px,
                                                        .y0_px = y_px,
                                                        .x1_px = script->right_px,
                                                        .y1_px = y_px,
                                                        .colour = TARE_SCRIPT_GRID,
                                                        .width = 1});
}

/* Between two sets. */
static void put_borders(const struct strips *strips)
{
    struct tare_script *script = strips->script;

    for (size_t i = 0; i <= strips->sets && !script->columns; i++) {
        double x_px = tare_axis_px(&strips->x, (double)i + 0.5);

        tare_script_join(script, &(struct tare_script_line){.x0_px = x_px,
                                                            .y0_px = script->bottom_px,
                                                            .x1_px = x_px,
                                                            .y1_px = script->top_px,
                                                            .colour = TARE_SCRIPT_GRID,
                                                            .width = 1});
    }
}

static void put_plot(const struct strips *strips)
{
    struct tare_buf plot = TARE_BUF_INIT;

    /* The one sample of a set is its median. */
    for (size_t i = 0; i < strips->rows.count; i++)
        tare_buf_printf(&plot, "%s$strip%zu using 1:2 with lines lw 1 lc rgb '%s'",
                        i ? ", \\\n    " : "", i + 1,
                        tare_script_colour(strips->rows.items[i].point->series));
    if (!strips->script->columns)
        tare_buf_printf(&plot,
                        ", \\\n    $set1 using 1:2:3:(0) with vectors nohead lw 1.6 lc rgb '%s'",
                        TARE_SCRIPT_BLACK);
    tare_script_end(strips->script, plot.text);
    tare_script_drop(strips->script, &plot);
}

static int write_script(struct strips *strips, const struct tare_result *result)
{
    struct tare_axis y = tare_plot_rows_axis(&strips->rows);
    struct tare_script *script = strips->script;

    if (lay_out(strips))
        return -1;
    tare_script_begin(script, result->tare_version);
    if (put_data(strips))
        return -1;
    put_head(strips);
    tare_script_frame(script);
    tare_script_axis(script, &strips->x, "set: each a fresh process", false);
    tare_script_hide_axis(script, &y);
    tare_plot_rows_put(script, &strips->rows);
    for (size_t i = 0; i < strips->rows.count; i++)
        put_row(strips, i);
    put_borders(strips);
    put_plot(strips);
    return 0;
}

static int fill(struct strips *strips, const struct tare_result *result)
{
    strips->items = calloc(strips->rows.count + 1, sizeof(*strips->items));
    if (!strips->items)
        return -1;
    for (size_t i = 0; i < strips->rows.count; i++)
        if (make_strip(strips, i))
            return -1;
    return write_script(strips, result);
}

int tare_gnuplot_samples(struct tare_script *script, const struct tare_result *result,
                         const struct tare_plot_data *data, struct tare_err *err)
{
    struct strips strips = {.script = script};
    int outcome = tare_plot_rows_make(&strips.rows, data, tare_plot_samples_has, err);

    if (!outcome)
        outcome = strips.rows.count ? fill(&strips, result) : 1;
    if (outcome < 0)
        tare_err_memory(err);
    for (size_t i = 0; strips.items && i < strips.rows.count; i++)
        tare_plot_samples_free(&strips.items[i].samples);
    free(strips.items);
    free(strips.scratch);
    tare_plot_rows_free(&strips.rows);
    return outcome;
}
