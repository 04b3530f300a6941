/* SPDX-License-Identifier: MIT */
#include "report/plot_history.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tare.h>

#include "base/units.h"
#include "report/gnuplot_run.h"
#include "report/history.h"
#include "report/script.h"

#define HEIGHT_PX   440
#define HEAD_PX     84
#define FOOT_PX     74
#define RIGHT_PX    (TARE_SCRIPT_WIDTH_PX - 64)
#define CHANGE_PX   17 /* lines of the texts of changes */
#define CHANGES_MAX 4  /* of those lines */
#define DATES_MAX   6
#define DAY_CHARS   10 /* of "2026-11-22T19:30:00Z" */
#define NAME_BYTES  160

/* The series of one case. */
struct plot {
    struct tare_script script;
    const struct tare_history *history;
    size_t first, behind; /* of the series */
    struct tare_axis x, y;
};

static size_t case_end(const struct tare_history *history, size_t first)
{
    size_t i = first + 1;

    while (i < history->series_count &&
           strcmp(history->series[i].id, history->series[first].id) == 0)
        i++;
    return i;
}

/* Runs from 1 on, times from the least end of an interval to the greatest. False without a time. */
static bool find_range(struct plot *plot)
{
    double lo_ns = INFINITY, hi_ns = 0, first = INFINITY, last = 0;

    for (size_t i = plot->first; i < plot->behind; i++)
        for (size_t j = 0; j < plot->history->series[i].point_count; j++) {
            const struct tare_history_point *point = &plot->history->series[i].point[j];

            if (!tare_history_has_time(point))
                continue;
            lo_ns = fmin(lo_ns, fmin(point->time_ns, point->time_lo_ns));
            hi_ns = fmax(hi_ns, fmax(point->time_ns, point->time_hi_ns));
            first = fmin(first, (double)point->run + 1);
            last = fmax(last, (double)point->run + 1);
        }
    plot->x.lo = first - 0.5;
    plot->x.hi = last + 0.5;
    plot->y.lo = fmax(lo_ns - 0.08 * (hi_ns - lo_ns) - 0.002 * hi_ns, 0);
    plot->y.hi = hi_ns + 0.08 * (hi_ns - lo_ns) + 0.002 * hi_ns;
    return hi_ns > 0;
}

/* Ticks at some of the runs, with the days they began; within a day, with the hours. */
static void set_dates(struct plot *plot)
{
    size_t first = (size_t)(plot->x.lo + 0.5), last = (size_t)(plot->x.hi - 0.5);
    size_t count = last - first + 1 < DATES_MAX ? last - first + 1 : DATES_MAX;
    const char *before = NULL, *begun;

    for (size_t i = 0; i < count; i++) {
        size_t run = count > 1 ? first + (last - first) * i / (count - 1) : first;
        struct tare_axis_tick *tick = &plot->x.ticks[plot->x.tick_count++];

        tick->value = (double)run;
        begun = plot->history->run[run - 1].started_utc;
        if (before && strlen(begun) > DAY_CHARS && strncmp(before, begun, DAY_CHARS) == 0)
            snprintf(tick->label, sizeof tick->label, "%.5s", begun + DAY_CHARS + 1);
        else
            snprintf(tick->label, sizeof tick->label, "%.10s", begun);
        before = begun;
    }
}

static size_t count_changes(const struct plot *plot)
{
    size_t count = 0;

    for (size_t i = plot->first; i < plot->behind; i++)
        count += plot->history->series[i].shift_count;
    return count;
}

static void lay_out(struct plot *plot)
{
    struct tare_script *script = &plot->script;
    double texts_px = CHANGE_PX * fmin((double)count_changes(plot), CHANGES_MAX);

    /* Texts of changes stand above all points. */
    plot->y.hi += (plot->y.hi - plot->y.lo) * texts_px / (HEIGHT_PX - HEAD_PX - FOOT_PX - texts_px);
    script->height_px = HEIGHT_PX;
    script->right_px = RIGHT_PX;
    script->bottom_px = FOOT_PX;
    script->top_px = HEIGHT_PX - HEAD_PX;
    plot->y.unit = TARE_AXIS_TIME;
    plot->y.is_vertical = true;
    plot->y.from_px = script->bottom_px;
    plot->y.to_px = script->top_px;
    tare_axis_set_ticks(&plot->y);
    script->left_px = tare_script_left_px(script, &plot->y);
    plot->x.unit = TARE_AXIS_COUNT;
    plot->x.from_px = script->left_px;
    plot->x.to_px = script->right_px;
    set_dates(plot);
}

static void put_data(struct plot *plot)
{
    for (size_t i = plot->first; i < plot->behind; i++) {
        const struct tare_history_series *series = &plot->history->series[i];

        tare_script_data(&plot->script, "history", i - plot->first + 1);
        for (size_t j = 0; j < series->point_count; j++)
            if (tare_history_has_time(&series->point[j]))
                tare_script_row(&plot->script,
                                (double[]){(double)series->point[j].run + 1,
                                           series->point[j].time_ns, series->point[j].time_lo_ns,
                                           series->point[j].time_hi_ns},
                                4);
        tare_script_data_end(&plot->script);
    }
}

/* A dashed line before the first run of the new level, and what changed beside its top. */
static void put_change(struct plot *plot, const struct tare_history_series *series,
                       const struct tare_stats_shift *shift, size_t number)
{
    double x_px = tare_axis_px(&plot->x, (double)series->point[shift->at].run + 0.5);
    struct tare_script *script = &plot->script;
    size_t index = (size_t)(series - &plot->history->series[plot->first]);
    bool is_left = x_px > (script->left_px + script->right_px) / 2;
    struct tare_buf text = TARE_BUF_INIT;

    tare_history_put_change(&text, shift);
    if (*series->point[shift->at].revision)
        tare_buf_printf(&text, ", %.12s", series->point[shift->at].revision);
    tare_script_join(script, &(struct tare_script_line){.x0_px = x_px,
                                                        .y0_px = script->bottom_px,
                                                        .x1_px = x_px,
                                                        .y1_px = script->top_px,
                                                        .colour = tare_script_colour(index),
                                                        .width = 1,
                                                        .is_dashed = true});
    tare_script_put(script,
                    &(struct tare_script_text){
                        .text = text.text,
                        .x_px = x_px + (is_left ? -8 : 8),
                        .y_px = script->top_px - 10 - CHANGE_PX * (double)(number % CHANGES_MAX),
                        .font_px = TARE_SCRIPT_SMALL_PX,
                        .colour = tare_script_colour(index),
                        .align = is_left ? TARE_SCRIPT_RIGHT : TARE_SCRIPT_LEFT});
    tare_script_drop(script, &text);
}

/* The series' number behind its last point, where there are several. */
static void put_number(struct plot *plot, size_t index)
{
    const struct tare_history_series *series = &plot->history->series[index];
    size_t last = series->point_count;
    char number[24];

    while (last > 0 && !tare_history_has_time(&series->point[last - 1]))
        last--;
    if (!last || plot->behind - plot->first < 2)
        return;
    snprintf(number, sizeof number, "%zu", index - plot->first + 1);
    tare_script_put(
        &plot->script,
        &(struct tare_script_text){
            .text = number,
            .x_px = tare_axis_px(&plot->x, (double)series->point[last - 1].run + 1) + 12,
            .y_px = tare_axis_px(&plot->y, series->point[last - 1].time_ns),
            .colour = tare_script_colour(index - plot->first)});
}

/* How the setting differs from that of the case's first series: "flags -O3". */
static void put_difference(struct tare_buf *out, const struct plot *plot, size_t index)
{
    const struct tare_history *history = plot->history;
    const struct tare_history_series *series = &history->series[index];
    const struct tare_history_setting *first =
        &history->setting[history->series[plot->first].setting];
    const struct tare_history_setting *own = &history->setting[series->setting];

    if (history->has_builds)
        tare_buf_printf(out, " %s", series->build);
    for (size_t i = 0; i < TARE_HISTORY_FACTS; i++)
        if (strcmp(tare_history_fact(first, i), tare_history_fact(own, i)) != 0)
            tare_buf_printf(out, " %s %s", tare_history_fact_names[i], tare_history_fact(own, i));
}

static void put_texts(struct plot *plot)
{
    struct tare_buf subtitle = TARE_BUF_INIT, foot = TARE_BUF_INIT;
    size_t changes = 0;

    tare_buf_puts(&subtitle, "time of an operation, with its 95 % interval, over the runs");
    if (plot->behind - plot->first > 1)
        tare_buf_printf(&subtitle,
                        " · %zu settings, never compared: in what they differ from 1 stands below",
                        plot->behind - plot->first);
    tare_script_head(&plot->script, plot->history->series[plot->first].id, subtitle.text);
    for (size_t i = plot->first; i < plot->behind; i++) {
        for (size_t j = 0; j < plot->history->series[i].shift_count; j++)
            put_change(plot, &plot->history->series[i], &plot->history->series[i].shift[j],
                       changes++);
        put_number(plot, i);
        if (i > plot->first) {
            tare_buf_printf(&foot, "%s%zu:", foot.length ? " · " : "", i - plot->first + 1);
            put_difference(&foot, plot, i);
        }
    }
    tare_script_foot(&plot->script, foot.text);
    tare_script_drop(&plot->script, &subtitle);
    tare_script_drop(&plot->script, &foot);
}

static void write_script(struct plot *plot)
{
    struct tare_buf command = TARE_BUF_INIT;

    lay_out(plot);
    tare_script_begin(&plot->script, TARE_VERSION);
    put_data(plot);
    put_texts(plot);
    tare_script_frame(&plot->script);
    tare_script_axis(&plot->script, &plot->x, "run", false);
    tare_script_axis(&plot->script, &plot->y, "time", true);
    for (size_t i = 0; i < plot->behind - plot->first; i++)
        tare_buf_printf(&command,
                        "%s$history%zu using 1:2 with lines lw 1 dt %d lc rgb '%s', \\\n"
                        "    $history%zu using 1:2:3:4 with yerrorbars pt 7 ps 0.5 lw 1.2 "
                        "lc rgb '%s'",
                        i ? ", \\\n    " : "", i + 1, tare_script_dash(i), tare_script_colour(i),
                        i + 1, tare_script_colour(i));
    tare_script_end(&plot->script, command.text);
    tare_script_drop(&plot->script, &command);
}

int tare_plot_history_script(FILE *file, const struct tare_history *history, size_t first,
                             const char *name, struct tare_err *err)
{
    struct plot plot = {.script = {.buf = TARE_BUF_INIT, .name = name},
                        .history = history,
                        .first = first,
                        .behind = case_end(history, first)};
    int outcome = 0;

    if (!find_range(&plot))
        return 1;
    write_script(&plot);
    if (plot.script.buf.failed)
        outcome = tare_err_memory(err);
    else if (fwrite(plot.script.buf.text, 1, plot.script.buf.length, file) !=
                 plot.script.buf.length ||
             fflush(file))
        outcome = tare_err_errno(err, "cannot write the script of plot '%s'", name);
    tare_buf_free(&plot.script.buf);
    return outcome;
}

/* "history-sum_x-aos-1000": a part of an id holds neither '-' nor what else is replaced. */
static void make_name(char name[NAME_BYTES], const char *id)
{
    size_t length = (size_t)snprintf(name, NAME_BYTES, "history-");

    for (; *id && length < NAME_BYTES - 1; id++) {
        unsigned char c = (unsigned char)*id;

        name[length++] = *id == '/' ? '-' : c < 0x80 && isalnum(c) ? *id : '_';
    }
    name[length] = '\0';
}

/* 0, 1 where there is nothing to draw, or -1. */
static int draw(const char *folder, const struct tare_history *history, size_t first,
                struct tare_plots_outcome *outcome, struct tare_err *err)
{
    struct tare_gnuplot_run run = {.folder = folder, .in_fd = -1, .out_fd = -1};
    struct tare_buf path = TARE_BUF_INIT;
    char name[NAME_BYTES], script[NAME_BYTES + 16];
    FILE *file;
    int written;

    make_name(name, history->series[first].id);
    snprintf(script, sizeof script, "plots/%s.gp", name);
    tare_buf_printf(&path, "%s/%s", folder, script);
    file = path.failed ? NULL : fopen(path.text, "we");
    if (!file) {
        written = tare_err_errno(err, "cannot write '%s'", path.text);
        tare_buf_free(&path);
        return written;
    }
    written = tare_plot_history_script(file, history, first, name, err);
    if (fclose(file) && written == 0)
        written = tare_err_errno(err, "cannot write '%s'", path.text);
    if (written)
        remove(path.text);
    tare_buf_free(&path);
    if (written)
        return written;
    outcome->scripts_count++;
    run.scripts = (const char *const[]){script};
    run.script_count = 1;
    switch (tare_gnuplot_run(&run)) {
    case TARE_GNUPLOT_DONE:
        outcome->plots_count++;
        break;
    case TARE_GNUPLOT_ABSENT:
        snprintf(outcome->notice, sizeof outcome->notice,
                 "no plots: gnuplot is not installed (Debian: gnuplot-nox); its scripts are in "
                 "plots/");
        break;
    case TARE_GNUPLOT_FAILED:
        snprintf(outcome->notice, sizeof outcome->notice, "gnuplot failed on '%s': %s", name,
                 run.reason);
        break;
    }
    return 0;
}

int tare_plot_history_write(const char *folder, const struct tare_history *history,
                            struct tare_plots_outcome *outcome, struct tare_err *err)
{
    struct tare_buf plots = TARE_BUF_INIT;
    int result = 0;

    *outcome = (struct tare_plots_outcome){0};
    tare_buf_printf(&plots, "%s/plots", folder);
    if (plots.failed)
        result = tare_err_memory(err);
    else if (mkdir(plots.text, 0777) && errno != EEXIST)
        result = tare_err_errno(err, "cannot make folder '%s'", plots.text);
    tare_buf_free(&plots);
    for (size_t i = 0; result == 0 && i < history->series_count; i = case_end(history, i))
        if (draw(folder, history, i, outcome, err) < 0)
            result = -1;
    return result;
}
