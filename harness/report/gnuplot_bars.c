/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "report/front.h"
#include "report/gnuplot_kinds.h"
#include "report/plot_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW_PX          42
#define HEAD_PX         84 /* above the frame */
#define TEXT_GAP_PX     10
#define RIGHT_PX        20 /* between the texts and the picture's edge */
#define DOTS_FROM_RATIO 30 /* slowest to fastest: bars of a linear axis would show nothing */

struct bar {
    const struct tare_plot_point *point;
    struct tare_buf verdict; /* "3.12x faster" */
    struct tare_units_text value;
    double end_ns; /* to where bar or whisker reaches */
    bool is_fastest;
};

struct bars {
    struct tare_script *script;
    struct tare_plot_rows rows;
    struct bar *items; /* [rows.count] */
    struct tare_axis x;
    bool are_dots;
};

static void describe(struct bar *bar)
{
    const struct tare_row *row = bar->point->row;
    const char *verdict = row->verdict ? row->verdict : "";

    if (bar->point->is_baseline)
        tare_buf_puts(&bar->verdict, "baseline");
    else if (!strcmp(verdict, "faster") && row->ratio > 0)
        tare_buf_printf(&bar->verdict, "%s faster", tare_units_ratio(1 / row->ratio).text);
    else if (!strcmp(verdict, "slower") && row->ratio > 0)
        tare_buf_printf(&bar->verdict, "%s slower", tare_units_ratio(row->ratio).text);
    else
        tare_buf_puts(&bar->verdict, verdict);
    if (!tare_front_admits(row))
        tare_buf_puts(&bar->verdict, *bar->verdict.text ? " (leaks)" : "leaks");
}

static void gather(struct bars *bars)
{
    const struct tare_plot_point *fastest = NULL; /* of the place */
    double lo_ns = INFINITY, hi_ns = 0;

    for (size_t i = 0; i < bars->rows.count; i++) {
        struct bar *bar = &bars->items[i];

        *bar = (struct bar){.point = bars->rows.items[i].point, .verdict = TARE_BUF_INIT};
        describe(bar);
        bar->value = tare_units_time(bar->point->time_ns);
        bar->is_fastest = tare_front_admits(bar->point->row) &&
                          (!fastest || tare_plot_data_compare_places(fastest, bar->point) != 0);
        if (bar->is_fastest)
            fastest = bar->point;
        lo_ns = fmin(lo_ns, bar->point->time_ns);
        hi_ns = fmax(hi_ns, bar->point->time_ns);
        bar->end_ns = fmax(bar->point->time_ns, bar->point->time_hi_ns);
    }
    bars->are_dots = hi_ns > lo_ns * DOTS_FROM_RATIO;
}

static void set_axis(struct bars *bars, double right_px)
{
    double lo = INFINITY, hi = 0;

    for (size_t i = 0; i < bars->rows.count; i++) {
        lo = fmin(lo, fmin(bars->items[i].point->time_ns, bars->items[i].point->time_lo_ns));
        hi = fmax(hi, bars->items[i].end_ns);
    }
    bars->are_dots = bars->are_dots && lo > 0;
    bars->script->right_px = right_px;
    bars->x = (struct tare_axis){.unit = TARE_AXIS_TIME,
                                 .is_log = bars->are_dots,
                                 .lo = bars->are_dots ? lo : 0,
                                 .hi = hi,
                                 .cell_px = tare_script_cell_px(bars->script),
                                 .from_px = bars->script->left_px,
                                 .to_px = right_px};
    tare_axis_widen(&bars->x, 0.02, 1.5);
}

/* Has the bar room for its verdict, left of its whisker? */
static bool holds_verdict(const struct bars *bars, const struct bar *bar)
{
    double least_ns = fmin(bar->point->time_ns, bar->point->time_lo_ns);

    return !bars->are_dots && !bars->script->columns &&
           tare_axis_px(&bars->x, least_ns) - bars->x.from_px >
               tare_script_text_px(bars->script, bar->verdict.text, TARE_SCRIPT_SMALL_PX) + 24;
}

/* Where the texts behind the bar end. */
static double text_end_px(const struct bars *bars, const struct bar *bar)
{
    double end = tare_axis_px(&bars->x, bar->end_ns) + TEXT_GAP_PX +
                 tare_script_text_px(bars->script, bar->value.text, TARE_SCRIPT_TEXT_PX);

    if (*bar->verdict.text && !holds_verdict(bars, bar))
        end += TEXT_GAP_PX +
               tare_script_text_px(bars->script, bar->verdict.text, TARE_SCRIPT_SMALL_PX);
    return end;
}

static bool fits(const struct bars *bars)
{
    for (size_t i = 0; i < bars->rows.count; i++)
        if (text_end_px(bars, &bars->items[i]) > tare_script_width_px(bars->script) - RIGHT_PX)
            return false;
    return true;
}

/* The widest frame that leaves room for all texts. */
static void lay_out(struct bars *bars)
{
    double right_px = tare_script_width_px(bars->script) - RIGHT_PX - 4;

    tare_plot_rows_lay_out(bars->script, &bars->rows, ROW_PX, HEAD_PX);
    do {
        set_axis(bars, right_px);
        right_px -= 8;
    } while (!fits(bars) && right_px > bars->script->left_px + 100);
    tare_axis_set_ticks(&bars->x);
}

static void put_text(const struct bars *bars, size_t index, struct tare_script_text text)
{
    text.y_px = tare_plot_rows_y_px(bars->script, &bars->rows, index);
    if (*text.text)
        tare_script_put(bars->script, &text);
}

static void put_row(const struct bars *bars, size_t index)
{
    const struct bar *bar = &bars->items[index];
    double end = tare_axis_px(&bars->x, bar->end_ns) + TEXT_GAP_PX;
    struct tare_script_text verdict = {.text = bar->verdict.text, .font_px = TARE_SCRIPT_SMALL_PX};

    put_text(bars, index,
             (struct tare_script_text){
                 .text = bar->value.text, .x_px = end, .colour = TARE_SCRIPT_BLACK});
    if (holds_verdict(bars, bar)) {
        verdict.x_px = bars->script->left_px + TEXT_GAP_PX;
        verdict.colour = bar->is_fastest ? TARE_SCRIPT_PAPER : TARE_SCRIPT_INK;
    } else {
        verdict.x_px = end + TEXT_GAP_PX +
                       tare_script_text_px(bars->script, bar->value.text, TARE_SCRIPT_TEXT_PX);
        verdict.colour = TARE_SCRIPT_GREY;
    }
    put_text(bars, index, verdict);
    if (bars->are_dots)
        tare_script_join(bars->script,
                         &(struct tare_script_line){
                             .x0_px = bars->script->left_px,
                             .y0_px = tare_plot_rows_y_px(bars->script, &bars->rows, index),
                             .x1_px = tare_axis_px(&bars->x, bar->point->time_ns),
                             .y1_px = tare_plot_rows_y_px(bars->script, &bars->rows, index),
                             .colour = TARE_SCRIPT_GRID,
                             .width = 2});
}

/* Row and time, the fastest apart from the others, for its colour. Returns how many there are; a
 * block without data is not written. */
static size_t put_data(const struct bars *bars, const char *name, bool fastest)
{
    size_t count = 0;

    for (size_t i = 0; i < bars->rows.count; i++) {
        if (bars->items[i].is_fastest != fastest)
            continue;
        if (!count++)
            tare_script_data(bars->script, name, 1);
        tare_script_row(bars->script, (double[]){(double)i + 1, bars->items[i].point->time_ns}, 2);
    }
    if (count)
        tare_script_data_end(bars->script);
    return count;
}

/* Where there is an interval. Returns how many there are. */
static size_t put_intervals(const struct bars *bars)
{
    size_t count = 0;

    tare_script_data(bars->script, "whiskers", 1);
    for (size_t i = 0; i < bars->rows.count; i++) {
        const struct tare_plot_point *point = bars->items[i].point;

        if (isnan(point->time_lo_ns) || isnan(point->time_hi_ns))
            continue;
        tare_script_row(
            bars->script,
            (double[]){(double)i + 1, point->time_ns, point->time_lo_ns, point->time_hi_ns}, 4);
        count++;
    }
    tare_script_data_end(bars->script);
    return count;
}

static void put_head(const struct bars *bars)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_plot_rows_say_size(&subtitle, &bars->rows);
    tare_buf_printf(&subtitle, "whiskers: %s %% interval", bars->rows.data->confidence);
    tare_plot_data_say_replicates(bars->rows.data, &subtitle);
    if (bars->are_dots)
        tare_buf_puts(&subtitle, " · logarithmic axis");
    tare_script_head(bars->script, bars->rows.data->title, subtitle.text);
    tare_script_drop(bars->script, &subtitle);
}

static void begin_plot(struct tare_buf *plot, const char *name)
{
    tare_buf_printf(plot, "%s$%s1 using ", plot->length ? ", \\\n    " : "", name);
}

static void put_marks(const struct bars *bars, struct tare_buf *plot, const char *name,
                      const char *colour)
{
    begin_plot(plot, name);
    if (bars->are_dots)
        tare_buf_puts(plot, "2:1 with points pt 7 ps 0.75");
    else if (bars->script->columns)
        tare_buf_puts(plot, "(0):1:2:(0) with vectors nohead");
    else
        tare_buf_puts(plot, "(0):1:(0):2:($1 - 0.31):($1 + 0.31) with boxxyerror");
    tare_buf_printf(plot, " lc rgb '%s'", colour);
}

/* gnuplot warns of a plot that has no point. */
static void put_whiskers(struct tare_buf *plot, size_t count)
{
    if (!count)
        return;
    begin_plot(plot, "whiskers");
    tare_buf_printf(plot, "2:1:3:4 with xerrorbars pt 0 lw 1.6 lc rgb '%s'", TARE_SCRIPT_BLACK);
}

/* Dots lie on whiskers, those on bars. */
static void put_plot(const struct bars *bars, struct tare_buf *plot)
{
    bool has_fastest = put_data(bars, "fastest", true);
    bool has_others = put_data(bars, "others", false);
    size_t intervals = put_intervals(bars);

    if (bars->are_dots)
        put_whiskers(plot, intervals);
    if (has_fastest)
        put_marks(bars, plot, "fastest", TARE_SCRIPT_BLUE);
    if (has_others)
        put_marks(bars, plot, "others", bars->are_dots ? TARE_SCRIPT_GREY : TARE_SCRIPT_PALE);
    if (!bars->are_dots)
        put_whiskers(plot, intervals);
}

static void write_script(const struct bars *bars, const struct tare_result *result)
{
    struct tare_axis y = tare_plot_rows_axis(&bars->rows);
    char title[TARE_PLOT_AXIS_TITLE_BYTES + 32], time[TARE_PLOT_AXIS_TITLE_BYTES];
    struct tare_buf plot = TARE_BUF_INIT;

    tare_plot_data_time_title(bars->rows.data, time);
    snprintf(title, sizeof(title), "%s  (less is better)", time);
    tare_script_begin(bars->script, result->tare_version);
    put_plot(bars, &plot);
    put_head(bars);
    tare_script_frame(bars->script);
    tare_script_axis(bars->script, &bars->x, title, true);
    tare_script_hide_axis(bars->script, &y);
    tare_plot_rows_put(bars->script, &bars->rows);
    for (size_t i = 0; i < bars->rows.count; i++)
        put_row(bars, i);
    tare_script_end(bars->script, plot.text);
    tare_script_drop(bars->script, &plot);
}

int tare_gnuplot_bars(struct tare_script *script, const struct tare_result *result,
                      const struct tare_plot_data *data, struct tare_err *err)
{
    struct bars bars = {.script = script};
    int outcome = -1;

    if (tare_plot_rows_make(&bars.rows, data, tare_plot_rows_has_time, err))
        goto out;
    bars.items = calloc(bars.rows.count + 1, sizeof(*bars.items));
    if (!bars.items) {
        tare_err_memory(err);
        goto out;
    }
    outcome = bars.rows.count == 0;
    if (!outcome) {
        gather(&bars);
        lay_out(&bars);
        write_script(&bars, result);
    }
    for (size_t i = 0; i < bars.rows.count; i++)
        tare_script_drop(script, &bars.items[i].verdict);
out:
    free(bars.items);
    tare_plot_rows_free(&bars.rows);
    return outcome;
}
