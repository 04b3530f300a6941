/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "report/gnuplot_kinds.h"
#include "report/place.h"
#include "report/plot_rows.h"

#include <math.h>
#include <stdlib.h>

#define HEIGHT_PX    440
#define LABEL_PX     19 /* least distance of two labels, middle to middle */
#define HEAD_PX      84
#define FOOT_PX      74
#define DRAWN_MAX    320
#define LABEL_MAX_PX 430 /* a label cut to its width, and its peak */
#define LABEL_GAP_PX 26  /* from the frame to the labels, for the lines that lead there */

struct line {
    const struct tare_weighing *weighing;
    size_t series;
    struct tare_buf label; /* shown, with its peak */
    double label_y_px;
};

struct heap {
    struct tare_script *script;
    const struct tare_plot_data *data;
    struct line *lines; /* by rising peak */
    size_t count;
    struct tare_plot_rows rows; /* for the names of those that failed */
    size_t without;             /* arms of that size whose case allocates nothing */
    double size;                /* of all lines; NAN: none */
    struct tare_axis x, y;
};

static bool has_not_failed(const struct tare_plot_point *point)
{
    return !tare_row_has_failed(point->row);
}

static bool has_line(const struct tare_plot_point *point)
{
    const struct tare_weighing *weighing = point->row->weighing;

    return has_not_failed(point) && weighing && weighing->point_count > 1 &&
           weighing->peak_bytes > 0 && weighing->point[weighing->point_count - 1].time_ns > 0;
}

static int compare_peaks(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    if (x->weighing->peak_bytes != y->weighing->peak_bytes)
        return x->weighing->peak_bytes < y->weighing->peak_bytes ? -1 : 1;
    return (x->series < y->series) - (x->series > y->series);
}

static void gather(struct heap *heap)
{
    const struct tare_plot_data *data = heap->data;

    heap->size = NAN;
    for (size_t i = 0; i < data->point_count; i++)
        if (has_line(&data->points[i]))
            heap->size = fmax(heap->size, data->points[i].row->size);
    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];
        const struct tare_weighing *weighing = point->row->weighing;

        if (!isnan(heap->size) && point->row->size != heap->size)
            continue;
        if (has_line(point)) {
            struct line *line = &heap->lines[heap->count++];

            *line = (struct line){
                .weighing = weighing, .series = point->series, .label = TARE_BUF_INIT};
            tare_script_show(&line->label, data->series[point->series].label);
            tare_buf_printf(&line->label, "  %s", tare_units_bytes(weighing->peak_bytes).text);
        } else if (weighing && weighing->peak_bytes == 0) {
            heap->without++;
        }
    }
    qsort(heap->lines, heap->count, sizeof(*heap->lines), compare_peaks);
}

static void lay_out(struct heap *heap)
{
    static const double shares[] = {0, 0.2, 0.4, 0.6, 0.8, 1};
    struct tare_script *script = heap->script;
    double label_px = 0;

    for (size_t i = 0; i < heap->count; i++)
        label_px = fmax(
            label_px, tare_script_text_px(script, heap->lines[i].label.text, TARE_SCRIPT_TEXT_PX));
    script->bottom_px = FOOT_PX + tare_script_foot_px(script, heap->rows.missing.text);
    script->height_px =
        fmax(HEIGHT_PX, HEAD_PX + script->bottom_px + LABEL_PX * (double)(heap->count + 1));
    script->right_px =
        tare_script_width_px(script) - LABEL_GAP_PX - 16 - fmin(label_px, LABEL_MAX_PX);
    script->top_px = script->height_px - HEAD_PX;
    heap->x = (struct tare_axis){.unit = TARE_AXIS_SHARE,
                                 .hi = 1,
                                 .cell_px = tare_script_cell_px(script),
                                 .to_px = script->right_px};
    heap->y = (struct tare_axis){.unit = TARE_AXIS_BYTES,
                                 .is_vertical = true,
                                 .hi = heap->lines[heap->count - 1].weighing->peak_bytes,
                                 .from_px = script->bottom_px,
                                 .to_px = script->top_px};
    tare_axis_widen(&heap->y, 0.06, 1);
    tare_axis_set_ticks(&heap->y);
    script->left_px = tare_script_left_px(script, &heap->y);
    heap->x.from_px = script->left_px;
    tare_axis_set_ticks_at(&heap->x, shares, sizeof shares / sizeof *shares);
}

static int spread_labels(struct heap *heap, struct tare_err *err)
{
    double *y = calloc(heap->count, sizeof(*y));

    if (!y)
        return tare_err_memory(err);
    for (size_t i = 0; i < heap->count; i++)
        y[i] = tare_axis_px(&heap->y, heap->lines[i].weighing->peak_bytes);
    tare_place_spread(&(struct tare_place_column){
        .y = y,
        .count = heap->count,
        .gap = heap->script->columns ? TARE_SCRIPT_CELL_HEIGHT_PX : LABEL_PX,
        .lo = heap->script->bottom_px,
        .hi = heap->script->top_px});
    for (size_t i = 0; i < heap->count; i++)
        heap->lines[i].label_y_px = y[i];
    free(y);
    return 0;
}

/* Time as a share of the case's, live bytes: the greatest since the point before. Of the points of
 * a picture no more than DRAWN_MAX are drawn: one for each few, the greatest of them. */
static void put_line(const struct heap *heap, size_t index)
{
    const struct tare_weighing *weighing = heap->lines[index].weighing;
    size_t last = weighing->point_count - 1, most = DRAWN_MAX / heap->count + 1;
    size_t stride = (weighing->point_count + most - 1) / most;
    double whole_ns = weighing->point[last].time_ns, live_bytes = 0;

    tare_script_data(heap->script, "heap", index + 1);
    tare_script_row(heap->script, (double[]){0, 0}, 2);
    for (size_t i = 0; i <= last; i++) {
        live_bytes = fmax(live_bytes, weighing->point[i].live_bytes);
        if (i % stride != stride - 1 && i + 1 < last)
            continue;
        tare_script_row(heap->script, (double[]){weighing->point[i].time_ns / whole_ns, live_bytes},
                        2);
        live_bytes = 0;
    }
    tare_script_data_end(heap->script);
}

static void put_data(const struct heap *heap)
{
    for (size_t i = 0; i < heap->count; i++)
        put_line(heap, i);
}

/* Beside the frame, at the height of its peak, to which a line leads. */
static void put_label(const struct heap *heap, const struct line *line)
{
    struct tare_script *script = heap->script;
    double label_x = script->right_px + LABEL_GAP_PX;
    const char *colour = tare_script_colour(line->series);

    tare_script_put(script, &(struct tare_script_text){.text = line->label.text,
                                                       .x_px = label_x,
                                                       .y_px = line->label_y_px,
                                                       .colour = colour});
    tare_script_join(script, &(struct tare_script_line){
                                 .x0_px = script->right_px,
                                 .y0_px = tare_axis_px(&heap->y, line->weighing->peak_bytes),
                                 .x1_px = label_x - 4,
                                 .y1_px = line->label_y_px,
                                 .colour = colour,
                                 .width = 1});
}

static void put_head(const struct heap *heap)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_buf_puts(&subtitle, "live heap from the case's entry to its return");
    if (!isnan(heap->size))
        tare_buf_printf(&subtitle, " at n = %s", tare_units_count(heap->size).text);
    tare_buf_puts(&subtitle, " · labels: the peak");
    if (heap->without)
        tare_buf_printf(&subtitle, " · %zu more without heap", heap->without);
    tare_script_head(heap->script, heap->data->title, subtitle.text);
    tare_script_drop(heap->script, &subtitle);
}

static void put_plot(const struct heap *heap)
{
    struct tare_buf plot = TARE_BUF_INIT;

    for (size_t i = heap->count; i-- > 0;) /* the highest below the others */
        tare_buf_printf(&plot, "%s$heap%zu using 1:2 with fsteps lw 2 dt %d lc rgb '%s'",
                        plot.length ? ", \\\n    " : "", i + 1,
                        tare_script_dash(heap->lines[i].series),
                        tare_script_colour(heap->lines[i].series));
    tare_script_end(heap->script, plot.text);
    tare_script_drop(heap->script, &plot);
}

static int write_script(struct heap *heap, const struct tare_result *result, struct tare_err *err)
{
    lay_out(heap);
    if (spread_labels(heap, err))
        return -1;
    tare_script_begin(heap->script, result->tare_version);
    put_data(heap);
    put_head(heap);
    tare_script_frame(heap->script);
    tare_script_axis(heap->script, &heap->x, "time, as a share of the weighed run", false);
    tare_script_axis(heap->script, &heap->y, "live heap", true);
    for (size_t i = 0; i < heap->count; i++)
        put_label(heap, &heap->lines[i]);
    tare_script_foot(heap->script, heap->rows.missing.text);
    put_plot(heap);
    return 0;
}

int tare_gnuplot_heap(struct tare_script *script, const struct tare_result *result,
                      const struct tare_plot_data *data, struct tare_err *err)
{
    struct heap heap = {.script = script, .data = data};
    int outcome = 1;

    heap.lines = calloc(data->point_count + 1, sizeof(*heap.lines));
    if (!heap.lines)
        return tare_err_memory(err);
    if (tare_plot_rows_make(&heap.rows, data, has_not_failed, err))
        outcome = -1;
    else
        gather(&heap);
    if (heap.count)
        outcome = write_script(&heap, result, err);
    for (size_t i = 0; i < heap.count; i++)
        tare_script_drop(script, &heap.lines[i].label);
    tare_plot_rows_free(&heap.rows);
    free(heap.lines);
    return outcome;
}
