/* SPDX-License-Identifier: MIT */
#include "report/plot_forest.h"

#include <math.h>
#include <stdlib.h>

#include "base/units.h"
#include "report/axis.h"
#include "report/script.h"

#define ROW_PX  22
#define HEAD_PX 84
#define FOOT_PX 74
#define LEFT_PX 280

/* Data blocks; the last is of bytes. */
enum { UNDECIDED, FASTER, SLOWER, BYTES, KINDS };

struct forest {
    struct tare_script *script;
    const struct tare_compare *compare;
    size_t *shown; /* [count], indices of rows */
    size_t count;
    size_t total; /* that could be shown */
    struct tare_axis x;
    struct tare_axis y;
};

static bool can_show(const struct tare_compare_row *row)
{
    return row->pair.ratio > 0 && row->pair.ratio_lo > 0 && isfinite(row->pair.ratio_hi);
}

/* New by base; NAN where one is unknown or nothing. */
static double bytes_ratio(const struct tare_compare_row *row)
{
    double ratio = row->next->deep_bytes / row->base->deep_bytes;

    return ratio > 0 && isfinite(ratio) ? ratio : NAN;
}

/* How many differ more than the row `index`; of equals the first ones do. */
static size_t rank_of(const struct tare_compare *compare, size_t index)
{
    double own = fabs(compare->row[index].pair.log_ratio);
    size_t rank = 0;

    for (size_t i = 0; i < compare->both_count; i++) {
        double other = can_show(&compare->row[i]) ? fabs(compare->row[i].pair.log_ratio) : -1;

        rank += other > own || (other == own && i < index);
    }
    return rank;
}

static void gather(struct forest *forest)
{
    const struct tare_compare *compare = forest->compare;

    for (size_t i = 0; i < compare->both_count; i++)
        forest->total += can_show(&compare->row[i]);
    for (size_t i = 0; i < compare->both_count; i++)
        if (can_show(&compare->row[i]) && (forest->total <= TARE_PLOT_FOREST_ROWS_MAX ||
                                           rank_of(compare, i) < TARE_PLOT_FOREST_ROWS_MAX))
            forest->shown[forest->count++] = i;
}

static void lay_out(struct forest *forest)
{
    static const double ticks[] = {0.001, 0.01, 0.02, 0.05, 0.1, 0.2,  0.3,  0.5,  0.7, 0.8,
                                   0.9,   0.95, 0.98, 0.99, 1,   1.01, 1.02, 1.05, 1.1, 1.2,
                                   1.5,   2,    3,    5,    10,  20,   50,   100,  1000};
    struct tare_script *script = forest->script;
    struct tare_axis *x = &forest->x;
    double lo = 1;
    double hi = 1;
    double inside[sizeof ticks / sizeof *ticks];
    size_t count = 0;

    for (size_t i = 0; i < forest->count; i++) {
        const struct tare_compare_row *row = &forest->compare->row[forest->shown[i]];

        lo = fmin(lo, fmin(row->pair.ratio_lo, bytes_ratio(row)));
        hi = fmax(hi, fmax(row->pair.ratio_hi, bytes_ratio(row)));
    }
    script->height_px = HEAD_PX + FOOT_PX + ROW_PX * (double)(forest->count + 1);
    script->left_px = LEFT_PX;
    script->right_px = TARE_SCRIPT_WIDTH_PX - 36;
    script->bottom_px = FOOT_PX;
    script->top_px = script->height_px - HEAD_PX;
    *x = (struct tare_axis){.unit = TARE_AXIS_COUNT,
                            .is_log = true,
                            .lo = lo,
                            .hi = hi,
                            .from_px = script->left_px,
                            .to_px = script->right_px};
    tare_axis_widen(x, 0.05, 1.05);
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++)
        if (ticks[i] >= x->lo && ticks[i] <= x->hi &&
            (ticks[i] == 1 || fabs(log(ticks[i])) > log(x->hi / x->lo) / 20))
            inside[count++] = ticks[i];
    tare_axis_set_ticks_at(x, inside, count);
    forest->y = (struct tare_axis){.is_vertical = true,
                                   .lo = 0,
                                   .hi = (double)forest->count + 1,
                                   .from_px = script->bottom_px,
                                   .to_px = script->top_px};
}

static int kind_of(const struct tare_compare_row *row)
{
    if (row->pair.verdict == TARE_STATS_FASTER)
        return FASTER;
    return row->pair.verdict == TARE_STATS_SLOWER ? SLOWER : UNDECIDED;
}

/* From the top down: x, ends of the interval, y. NaN keeps a block from being empty. */
static void put_data(const struct forest *forest)
{
    for (int kind = 0; kind < KINDS; kind++) {
        tare_script_data(forest->script, "ratio", (size_t)kind);
        tare_script_row(forest->script, (const double[]){NAN, NAN, NAN, NAN}, 4);
        for (size_t i = 0; i < forest->count; i++) {
            const struct tare_compare_row *row = &forest->compare->row[forest->shown[i]];
            double y = (double)(forest->count - i);

            if (kind == BYTES)
                tare_script_row(forest->script, (const double[]){bytes_ratio(row), NAN, NAN, y}, 4);
            else if (kind == kind_of(row))
                tare_script_row(
                    forest->script,
                    (const double[]){row->pair.ratio, row->pair.ratio_lo, row->pair.ratio_hi, y},
                    4);
        }
        tare_script_data_end(forest->script);
    }
}

static void put_labels(const struct forest *forest)
{
    const struct tare_compare *compare = forest->compare;
    double one_px = tare_axis_px(&forest->x, 1);

    tare_script_join(forest->script, &(struct tare_script_line){.x0_px = one_px,
                                                                .x1_px = one_px,
                                                                .y0_px = forest->script->bottom_px,
                                                                .y1_px = forest->script->top_px,
                                                                .colour = TARE_SCRIPT_DARK,
                                                                .width = 1});
    for (size_t i = 0; i < forest->count; i++) {
        const struct tare_row *arm = tare_compare_arm(&compare->row[forest->shown[i]]);
        struct tare_buf name = TARE_BUF_INIT;
        struct tare_buf shown = TARE_BUF_INIT;

        tare_buf_puts(&name, arm->id);
        if (compare->has_builds && arm->build)
            tare_buf_printf(&name, " %s", arm->build);
        tare_script_show(&shown, name.text);
        tare_script_put(forest->script,
                        &(struct tare_script_text){
                            .text = shown.text,
                            .x_px = forest->script->left_px - 10,
                            .y_px = tare_axis_px(&forest->y, (double)(forest->count - i)),
                            .colour = TARE_SCRIPT_DARK,
                            .align = TARE_SCRIPT_RIGHT});
        tare_script_drop(forest->script, &shown);
        tare_script_drop(forest->script, &name);
    }
}

static void put_head(const struct forest *forest)
{
    struct tare_buf title = TARE_BUF_INIT;
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_buf_printf(&title, "%s against %s", forest->compare->next_name,
                    forest->compare->base_name);
    tare_buf_puts(&subtitle,
                  "dots: time with its interval, green faster, red slower, grey neither · "
                  "squares: deep size");
    if (forest->count < forest->total)
        tare_buf_printf(&subtitle, " · the %zu of %zu that differ most", forest->count,
                        forest->total);
    tare_script_head(forest->script, title.text, subtitle.text);
    tare_script_drop(forest->script, &title);
    tare_script_drop(forest->script, &subtitle);
}

static void write_script(struct forest *forest)
{
    static const char *const colours[] = {"#8a8f98", "#009e73", "#d55e00"};
    struct tare_buf plot = TARE_BUF_INIT;

    lay_out(forest);
    tare_script_begin(forest->script, forest->compare->next->tare_version);
    put_data(forest);
    put_head(forest);
    tare_script_frame(forest->script);
    tare_script_axis(forest->script, &forest->x, "ratio, new by base: left of 1 is better", true);
    tare_script_hide_axis(forest->script, &forest->y);
    put_labels(forest);
    tare_script_foot(forest->script, "not interleaved: the runs were at two times");
    tare_buf_printf(&plot, "$ratio%d using 1:4 with points pt 4 ps 0.9 lw 1.2 lc rgb '#0072b2'",
                    BYTES);
    for (int kind = 0; kind < BYTES; kind++)
        tare_buf_printf(&plot,
                        ", \\\n    $ratio%d using 1:4:2:3 with xerrorbars pt 7 ps 0.6 lw 1.5 "
                        "lc rgb '%s'",
                        kind, colours[kind]);
    tare_script_end(forest->script, plot.text);
    tare_script_drop(forest->script, &plot);
}

int tare_plot_forest(FILE *file, const struct tare_compare *compare, struct tare_err *err)
{
    struct tare_script script = {.buf = TARE_BUF_INIT, .name = TARE_PLOT_FOREST_NAME};
    struct forest forest = {.script = &script,
                            .compare = compare,
                            .shown = calloc(compare->both_count + 1, sizeof *forest.shown)};
    int outcome = 0;

    if (!forest.shown)
        return tare_err_memory(err);
    gather(&forest);
    if (!forest.count) {
        outcome = 1;
    } else {
        write_script(&forest);
        if (script.buf.failed)
            outcome = tare_err_memory(err);
        else if (fwrite(script.buf.text, 1, script.buf.length, file) != script.buf.length ||
                 fflush(file))
            outcome = tare_err_errno(err, "cannot write the script of the plot");
    }
    tare_buf_free(&script.buf);
    free(forest.shown);
    return outcome;
}
