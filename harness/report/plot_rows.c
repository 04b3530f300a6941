/* SPDX-License-Identifier: MIT */
#include "report/plot_rows.h"

#include "base/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FOOT_PX         74  /* below the frame */
#define LABEL_MAX_PX    340 /* a label of TARE_SCRIPT_LABEL_MAX wide letters would take more */
#define LABEL_GAP_PX    12
#define TERMINAL_ROW_PX 44 /* rows that are higher take three lines, others one */

bool tare_plot_rows_has_time(const struct tare_plot_point *point)
{
    return !isnan(point->time_ns);
}

static int compare_rows(const void *a, const void *b)
{
    const struct tare_plot_point *x = ((const struct tare_plot_row *)a)->point;
    const struct tare_plot_point *y = ((const struct tare_plot_row *)b)->point;
    int order = tare_plot_data_compare_places(x, y);

    if (order)
        return order;
    if (isnan(x->time_ns) != isnan(y->time_ns))
        return isnan(x->time_ns) - isnan(y->time_ns);
    if (x->time_ns < y->time_ns || x->time_ns > y->time_ns)
        return x->time_ns < y->time_ns ? -1 : 1;
    return (x > y) - (x < y);
}

static void add_missing(struct tare_plot_rows *rows, const struct tare_plot_point *point)
{
    const char *status = point->row->status ? point->row->status : "ok";

    tare_buf_puts(&rows->missing, rows->missing.length ? ", " : "left out: ");
    tare_script_show(&rows->missing, rows->data->series[point->series].label);
    if (strcmp(status, "ok") != 0)
        tare_buf_printf(&rows->missing, " (%s)", status);
}

int tare_plot_rows_make(struct tare_plot_rows *rows, const struct tare_plot_data *data,
                        bool (*accepts)(const struct tare_plot_point *point), struct tare_err *err)
{
    *rows = (struct tare_plot_rows){.data = data,
                                    .size = NAN,
                                    .missing = TARE_BUF_INIT,
                                    .items = calloc(data->point_count + 1, sizeof(*rows->items))};
    if (!rows->items)
        return tare_err_memory(err);
    for (size_t i = 0; i < data->point_count; i++)
        if (accepts(&data->points[i]))
            rows->size = fmax(rows->size, data->points[i].size);
    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];
        struct tare_plot_row *row = &rows->items[rows->count];

        if (!isnan(rows->size) && point->size != rows->size)
            continue;
        if (!accepts(point)) {
            add_missing(rows, point);
            continue;
        }
        *row = (struct tare_plot_row){.point = point, .label = TARE_BUF_INIT};
        tare_script_show(&row->label, data->series[point->series].label);
        rows->count++;
    }
    qsort(rows->items, rows->count, sizeof(*rows->items), compare_rows);
    return rows->missing.failed ? tare_err_memory(err) : 0;
}

void tare_plot_rows_free(struct tare_plot_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        tare_buf_free(&rows->items[i].label);
    free(rows->items);
    tare_buf_free(&rows->missing);
    *rows = (struct tare_plot_rows){0};
}

static double whole_cells(double px)
{
    return TARE_SCRIPT_CELL_HEIGHT_PX * ceil(px / TARE_SCRIPT_CELL_HEIGHT_PX);
}

void tare_plot_rows_lay_out(struct tare_script *script, struct tare_plot_rows *rows, double row_px,
                            double head_px)
{
    double label_px = 0;

    for (size_t i = 0; i < rows->count; i++) {
        double width = tare_script_text_px(script, rows->items[i].label.text, TARE_SCRIPT_TEXT_PX);

        label_px = fmax(label_px, width);
        script->buf.failed = script->buf.failed || rows->items[i].label.failed;
    }
    script->bottom_px = FOOT_PX + tare_script_foot_px(script, rows->missing.text);
    if (script->columns) { /* a row's middle is that of a cell */
        row_px = TARE_SCRIPT_CELL_HEIGHT_PX * (row_px > TERMINAL_ROW_PX ? 3 : 1);
        head_px = whole_cells(head_px);
        script->bottom_px = whole_cells(script->bottom_px);
    }
    rows->row_px = row_px;
    script->height_px = head_px + script->bottom_px + row_px * (double)rows->count;
    script->left_px = TARE_SCRIPT_EDGE_PX + LABEL_GAP_PX + fmin(label_px, LABEL_MAX_PX) + 6;
    script->top_px = script->height_px - head_px;
}

double tare_plot_rows_y_px(const struct tare_script *script, const struct tare_plot_rows *rows,
                           size_t index)
{
    return script->top_px - rows->row_px * ((double)index + 0.5);
}

struct tare_axis tare_plot_rows_axis(const struct tare_plot_rows *rows)
{
    return (struct tare_axis){.is_vertical = true, .lo = (double)rows->count + 0.5, .hi = 0.5};
}

void tare_plot_rows_put(struct tare_script *script, const struct tare_plot_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        tare_script_put(script,
                        &(struct tare_script_text){.text = rows->items[i].label.text,
                                                   .x_px = script->left_px - LABEL_GAP_PX,
                                                   .y_px = tare_plot_rows_y_px(script, rows, i),
                                                   .colour = TARE_SCRIPT_BLACK,
                                                   .align = TARE_SCRIPT_RIGHT});
    tare_script_foot(script, rows->missing.text);
}

void tare_plot_rows_say_size(struct tare_buf *buf, const struct tare_plot_rows *rows)
{
    if (!isnan(rows->size))
        tare_buf_printf(buf, "n = %s · ", tare_units_count(rows->size).text);
}
