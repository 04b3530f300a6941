/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "report/gnuplot_kinds.h"
#include "report/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW_PX          42
#define HEAD_PX         84 /* above the frame */
#define FOOT_PX         74 /* below it */
#define TEXT_GAP_PX     10
#define DOTS_FROM_RATIO 30 /* slowest to fastest: bars of a linear axis would show nothing */

struct bar {
    const struct tare_plot_point *point;
    struct tare_buf label;   /* shown */
    struct tare_buf verdict; /* "3.12x faster", or the failure */
    struct tare_units_text value;
    double end_ns; /* to where bar or whisker reaches */
};

struct bars {
    struct tare_script *script;
    const struct tare_plot_data *data;
    struct bar *items;
    size_t count;
    struct tare_axis x;
    bool are_dots;
};

/* Failed ones last, in the order of the file. */
static int compare_bars(const void *a, const void *b)
{
    const struct tare_plot_point *x = ((const struct bar *)a)->point;
    const struct tare_plot_point *y = ((const struct bar *)b)->point;

    if (isnan(x->time_ns) || isnan(y->time_ns))
        return isnan(x->time_ns) && isnan(y->time_ns) ? (x > y) - (x < y)
                                                      : isnan(x->time_ns) - isnan(y->time_ns);
    if (x->time_ns != y->time_ns)
        return x->time_ns < y->time_ns ? -1 : 1;
    return (x > y) - (x < y);
}

static void describe(struct bar *bar)
{
    const struct tare_row *row = bar->point->row;
    const char *verdict = row->verdict ? row->verdict : "";

    if (isnan(bar->point->time_ns)) {
        struct tare_buf reason = TARE_BUF_INIT;

        tare_buf_printf(&reason, "%s%s%s", row->status ? row->status : "-",
                        row->reason && *row->reason ? ": " : "", row->reason ? row->reason : "");
        tare_text_show(&bar->verdict, reason.text,
                       (struct tare_text_style){.columns = 60, .unicode = true});
        tare_buf_free(&reason);
    } else if (bar->point->is_baseline) {
        tare_buf_puts(&bar->verdict, "baseline");
    } else if (!strcmp(verdict, "faster") && row->ratio > 0) {
        tare_buf_printf(&bar->verdict, "%s faster", tare_units_ratio(1 / row->ratio).text);
    } else if (!strcmp(verdict, "slower") && row->ratio > 0) {
        tare_buf_printf(&bar->verdict, "%s slower", tare_units_ratio(row->ratio).text);
    } else {
        tare_buf_puts(&bar->verdict, verdict);
    }
}

static bool gather(struct bars *bars)
{
    const struct tare_plot_data *data = bars->data;
    double least = INFINITY, most = 0;

    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];
        struct bar *bar = &bars->items[bars->count++];

        *bar = (struct bar){
            .point = point, .label = TARE_BUF_INIT, .verdict = TARE_BUF_INIT, .end_ns = NAN};
        tare_script_show(&bar->label, data->series[point->series].label);
        describe(bar);
        bar->value = tare_units_time(point->time_ns);
        bar->end_ns = fmax(point->time_ns, point->time_hi_ns);
        if (!isnan(point->time_ns)) {
            least = fmin(least, point->time_ns);
            most = fmax(most, point->time_ns);
        }
    }
    qsort(bars->items, bars->count, sizeof(*bars->items), compare_bars);
    bars->are_dots = most > least * DOTS_FROM_RATIO;
    return most > 0;
}

static void set_axis(struct bars *bars, double right_px)
{
    double lo = INFINITY, hi = 0;

    for (size_t i = 0; i < bars->count; i++)
        if (!isnan(bars->items[i].point->time_ns)) {
            lo = fmin(lo, fmin(bars->items[i].point->time_ns, bars->items[i].point->time_lo_ns));
            hi = fmax(hi, bars->items[i].end_ns);
        }
    bars->are_dots = bars->are_dots && lo > 0;
    bars->script->right_px = right_px;
    bars->x = (struct tare_axis){.unit = TARE_AXIS_TIME,
                                 .is_log = bars->are_dots,
                                 .lo = bars->are_dots ? lo : 0,
                                 .hi = hi,
                                 .from_px = bars->script->left_px,
                                 .to_px = right_px};
    tare_axis_widen(&bars->x, 0.02, 1.5);
}

/* Has the bar room for its verdict, left of its whisker? */
static bool holds_verdict(const struct bars *bars, const struct bar *bar)
{
    double least_ns = fmin(bar->point->time_ns, bar->point->time_lo_ns);

    return !bars->are_dots && tare_axis_px(&bars->x, least_ns) - bars->x.from_px >
                                  tare_axis_text_px(bar->verdict.text, TARE_SCRIPT_SMALL_PX) + 24;
}

/* Where the texts behind the bar end. */
static double text_end_px(const struct bars *bars, const struct bar *bar)
{
    double end = tare_axis_px(&bars->x, bar->end_ns) + TEXT_GAP_PX +
                 tare_axis_text_px(bar->value.text, TARE_SCRIPT_TEXT_PX);

    if (*bar->verdict.text && !holds_verdict(bars, bar))
        end += TEXT_GAP_PX + tare_axis_text_px(bar->verdict.text, TARE_SCRIPT_SMALL_PX);
    return end;
}

static bool fits(const struct bars *bars)
{
    for (size_t i = 0; i < bars->count; i++)
        if (!isnan(bars->items[i].point->time_ns) &&
            text_end_px(bars, &bars->items[i]) > TARE_SCRIPT_WIDTH_PX - 20)
            return false;
    return true;
}

/* Room for the labels at the left, and the widest frame that leaves room for all texts. */
static void lay_out(struct bars *bars)
{
    struct tare_script *script = bars->script;
    double label_px = 0, right_px = TARE_SCRIPT_WIDTH_PX - 24;

    for (size_t i = 0; i < bars->count; i++)
        label_px =
            fmax(label_px, tare_axis_text_px(bars->items[i].label.text, TARE_SCRIPT_TEXT_PX));
    script->height_px = HEAD_PX + FOOT_PX + ROW_PX * (double)bars->count;
    script->left_px = 40 + fmin(label_px, 340);
    script->bottom_px = FOOT_PX;
    script->top_px = script->height_px - HEAD_PX;
    do {
        set_axis(bars, right_px);
        right_px -= 8;
    } while (!fits(bars) && right_px > script->left_px + 100);
    tare_axis_set_ticks(&bars->x);
}

static double row_px(const struct bars *bars, size_t index)
{
    return bars->script->top_px - ROW_PX * ((double)index + 0.5);
}

static void put_text(const struct bars *bars, size_t index, struct tare_script_text text)
{
    text.y_px = row_px(bars, index);
    tare_script_put(bars->script, &text);
}

static void put_verdict(const struct bars *bars, size_t index, double x_px, const char *colour)
{
    if (*bars->items[index].verdict.text)
        put_text(bars, index,
                 (struct tare_script_text){.text = bars->items[index].verdict.text,
                                           .x_px = x_px,
                                           .font_px = TARE_SCRIPT_SMALL_PX,
                                           .colour = colour});
}

static void put_row(const struct bars *bars, size_t index)
{
    const struct bar *bar = &bars->items[index];
    double start = bars->script->left_px, end;
    bool failed = isnan(bar->point->time_ns);

    put_text(bars, index,
             (struct tare_script_text){.text = bar->label.text,
                                       .x_px = start - 12,
                                       .colour = failed ? TARE_SCRIPT_GREY : TARE_SCRIPT_BLACK,
                                       .align = TARE_SCRIPT_RIGHT});
    if (failed) {
        put_verdict(bars, index, start + TEXT_GAP_PX, TARE_SCRIPT_GREY);
        return;
    }
    end = tare_axis_px(&bars->x, bar->end_ns) + TEXT_GAP_PX;
    put_text(bars, index,
             (struct tare_script_text){
                 .text = bar->value.text, .x_px = end, .colour = TARE_SCRIPT_BLACK});
    if (holds_verdict(bars, bar))
        put_verdict(bars, index, start + TEXT_GAP_PX, index ? "#333a45" : "#ffffff");
    else
        put_verdict(bars, index,
                    end + tare_axis_text_px(bar->value.text, TARE_SCRIPT_TEXT_PX) + TEXT_GAP_PX,
                    TARE_SCRIPT_GREY);
    if (bars->are_dots)
        tare_script_join(bars->script, &(struct tare_script_line){
                                           .x0_px = start,
                                           .y0_px = row_px(bars, index),
                                           .x1_px = tare_axis_px(&bars->x, bar->point->time_ns),
                                           .y1_px = row_px(bars, index),
                                           .colour = TARE_SCRIPT_GRID,
                                           .width = 1});
}

/* Row, time, interval; the whiskers apart, since not each bar has one. */
static bool put_data(const struct bars *bars, const char *name, bool are_whiskers)
{
    bool some = false;

    tare_script_data(bars->script, name, 1);
    for (size_t i = 0; i < bars->count; i++) {
        const struct tare_plot_point *point = bars->items[i].point;

        if (isnan(point->time_ns) || (are_whiskers && isnan(point->time_lo_ns)))
            continue;
        some = true;
        tare_script_row(
            bars->script,
            (double[]){(double)i + 1, point->time_ns, point->time_lo_ns, point->time_hi_ns},
            are_whiskers ? 4 : 2);
    }
    tare_script_data_end(bars->script);
    return some;
}

static void put_head(const struct bars *bars)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    if (bars->data->size_count)
        tare_buf_printf(&subtitle, "n = %s · ", tare_units_count(bars->data->sizes[0]).text);
    tare_buf_puts(&subtitle, "whiskers: 95 % interval");
    if (bars->data->sets)
        tare_buf_printf(&subtitle, " over %zu sets", bars->data->sets);
    if (bars->are_dots)
        tare_buf_puts(&subtitle, " · logarithmic axis");
    tare_script_head(bars->script, bars->data->title, subtitle.text);
    tare_script_drop(bars->script, &subtitle);
}

static void write_script(const struct bars *bars, const struct tare_result *result)
{
    static const char dots[] = "$bars1 using 2:1:($1 == 1 ? 0x0072b2 : 0x7c8896) with points pt 7 "
                               "ps 0.75 lc rgb variable";
    static const char boxes[] = "$bars1 using (0):1:(0):2:($1 - 0.31):($1 + 0.31):"
                                "($1 == 1 ? 0x0072b2 : 0xa9b4c2) with boxxyerror lc rgb variable";
    struct tare_axis y = {.is_vertical = true, .lo = (double)bars->count + 0.5, .hi = 0.5};
    char title[TARE_PLOT_AXIS_TITLE_BYTES + 32], time[TARE_PLOT_AXIS_TITLE_BYTES];
    struct tare_buf plot = TARE_BUF_INIT;

    tare_plot_data_time_title(bars->data, time);
    snprintf(title, sizeof(title), "%s  (less is better)", time);
    tare_script_begin(bars->script, result->tare_version);
    put_data(bars, "bars", false);
    tare_buf_puts(&plot, bars->are_dots ? dots : boxes);
    if (put_data(bars, "whiskers", true))
        tare_buf_puts(&plot, ", \\\n    $whiskers1 using 2:1:3:4 with xerrorbars pt 0 lw 1.6 "
                             "lc rgb '#222222'");
    put_head(bars);
    tare_script_frame(bars->script);
    tare_script_axis(bars->script, &bars->x, title, true);
    tare_script_hide_axis(bars->script, &y);
    for (size_t i = 0; i < bars->count; i++)
        put_row(bars, i);
    tare_script_end(bars->script, plot.text);
    tare_script_drop(bars->script, &plot);
}

int tare_gnuplot_bars(struct tare_script *script, const struct tare_result *result,
                      const struct tare_plot_data *data, struct tare_err *err)
{
    struct bars bars = {.script = script, .data = data};
    int outcome = 1;

    bars.items = calloc(data->point_count + 1, sizeof(*bars.items));
    if (!bars.items)
        return tare_err_memory(err);
    if (gather(&bars)) {
        lay_out(&bars);
        write_script(&bars, result);
        outcome = 0;
    }
    for (size_t i = 0; i < bars.count; i++) {
        tare_script_drop(script, &bars.items[i].label);
        tare_script_drop(script, &bars.items[i].verdict);
    }
    free(bars.items);
    return outcome;
}
