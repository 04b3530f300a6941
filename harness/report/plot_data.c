/* SPDX-License-Identifier: MIT */
#include "report/plot_data.h"

#include "base/buf.h"
#include "base/units.h"
#include "report/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNIT_COLUMNS_MAX 24

/* In what the blocks of the group differ, besides variant and size. */
struct differences {
    bool builds, threads, params;
};

static bool is_of(const struct tare_block *block, const char *group)
{
    return block->group && !strcmp(block->group, group);
}

static struct differences differences_of(const struct tare_result *result, const char *group)
{
    struct differences differ = {false, false, false};
    double threads = NAN, param = NAN;

    for (size_t i = 0; i < result->block_count; i++) {
        const struct tare_block *block = &result->block[i];

        if (!is_of(block, group))
            continue;
        differ.builds = differ.builds || block->compares_builds;
        differ.threads = differ.threads || (!isnan(threads) && threads != block->threads);
        differ.params = differ.params || (!isnan(param) && param != block->param);
        threads = block->threads;
        param = block->param;
    }
    return differ;
}

static char *make_label(const struct tare_block *block, const struct tare_row *row,
                        struct differences differ)
{
    struct tare_buf label = TARE_BUF_INIT;

    tare_buf_puts(&label, row->variant && *row->variant ? row->variant : "-");
    if (differ.builds)
        tare_buf_printf(&label, " · %s", row->build ? row->build : "-");
    if (differ.params)
        tare_buf_printf(&label, " · %s %s", block->param_name ? block->param_name : "parameter",
                        tare_units_count(block->param).text);
    if (differ.threads)
        tare_buf_printf(&label, " · %s thread%s", tare_units_count(block->threads).text,
                        block->threads == 1 ? "" : "s");
    return tare_buf_steal(&label);
}

/* Index of the series called `label`, which it takes over; added where it is new. */
static int find_series(struct tare_plot_data *data, char *label, size_t *index)
{
    struct tare_plot_series *series;

    if (!label)
        return -1;
    for (*index = 0; *index < data->series_count; ++*index)
        if (!strcmp(data->series[*index].label, label)) {
            free(label);
            return 0;
        }
    series = realloc(data->series, (data->series_count + 1) * sizeof(*series));
    if (!series) {
        free(label);
        return -1;
    }
    data->series = series;
    data->series[data->series_count++] = (struct tare_plot_series){.label = label};
    return 0;
}

/* An empty loop's time says nothing of the variant. */
static bool shows_time(const struct tare_row *row)
{
    return row->time_ns > 0 && (tare_row_is(row, "ok") || tare_row_is(row, "unsteady"));
}

static int add_point(struct tare_plot_data *data, const struct tare_block *block,
                     const struct tare_row *row, struct differences differ)
{
    struct tare_plot_point *points =
        realloc(data->points, (data->point_count + 1) * sizeof(*points));
    bool shown = shows_time(row);
    size_t series;

    if (!points)
        return -1;
    data->points = points;
    if (find_series(data, make_label(block, row, differ), &series))
        return -1;
    points[data->point_count++] =
        (struct tare_plot_point){.row = row,
                                 .series = series,
                                 .size = block->size,
                                 .time_ns = shown ? row->time_ns : NAN,
                                 .time_lo_ns = shown ? row->time_lo_ns : NAN,
                                 .time_hi_ns = shown ? row->time_hi_ns : NAN,
                                 .bytes = row->deep_bytes,
                                 .is_baseline = row == tare_block_baseline(block)};
    if (row->status && !tare_row_is(row, "ok"))
        data->series[series].status = row->status;
    data->series[series].has_time = data->series[series].has_time || shown;
    return 0;
}

/* Times an item where all have one and not all handle a single one; bytes likewise. */
static void choose_units(struct tare_plot_data *data)
{
    bool several = false;

    data->per_item = data->bytes_per_item = true;
    for (size_t i = 0; i < data->point_count; i++) {
        const struct tare_plot_point *point = &data->points[i];

        if (!isnan(point->time_ns) && !(point->row->items > 0))
            data->per_item = false;
        if (!isnan(point->bytes) && isnan(point->row->bytes_per_item))
            data->bytes_per_item = false;
        several = several || point->row->items > 1;
    }
    data->per_item = data->per_item && several;
    for (size_t i = 0; i < data->point_count; i++) {
        struct tare_plot_point *point = &data->points[i];

        if (data->per_item) {
            point->time_ns /= point->row->items;
            point->time_lo_ns /= point->row->items;
            point->time_hi_ns /= point->row->items;
        }
        if (data->bytes_per_item)
            point->bytes = point->row->bytes_per_item;
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static int gather_sizes(struct tare_plot_data *data)
{
    size_t kept = 0;

    data->sizes = calloc(data->point_count + 1, sizeof(*data->sizes));
    if (!data->sizes)
        return -1;
    for (size_t i = 0; i < data->point_count; i++)
        if (!isnan(data->points[i].size) && !isnan(data->points[i].time_ns))
            data->sizes[data->size_count++] = data->points[i].size;
    qsort(data->sizes, data->size_count, sizeof(*data->sizes), compare);
    for (size_t i = 0; i < data->size_count; i++)
        if (!kept || data->sizes[i] != data->sizes[kept - 1])
            data->sizes[kept++] = data->sizes[i];
    data->size_count = kept;
    return 0;
}

int tare_plot_data_make(struct tare_plot_data *data, const struct tare_result *result,
                        const char *group, struct tare_err *err)
{
    struct differences differ = differences_of(result, group);

    *data = (struct tare_plot_data){.title = group,
                                    .unit = "item",
                                    .confidence = tare_result_confidence(result),
                                    .replicates = tare_result_replicates(result)};
    for (size_t i = 0; i < result->block_count; i++) {
        const struct tare_block *block = &result->block[i];
        size_t replicates;

        if (!is_of(block, group))
            continue;
        data->title = block->title && *block->title ? block->title : group;
        data->unit = block->unit && *block->unit ? block->unit : "item";
        replicates = block->layouts > 1 ? block->layouts : block->sets;
        data->sets = replicates > data->sets ? replicates : data->sets;
        for (size_t j = 0; j < block->row_count; j++)
            if (add_point(data, block, &block->row[j], differ))
                goto failed;
    }
    choose_units(data);
    if (gather_sizes(data))
        goto failed;
    return 0;
failed:
    tare_plot_data_free(data);
    return tare_err_memory(err);
}

void tare_plot_data_say_replicates(const struct tare_plot_data *data, struct tare_buf *text)
{
    int length = (int)strlen(data->replicates) - (data->sets == 1);

    if (data->sets)
        tare_buf_printf(text, " over %zu %.*s", data->sets, length, data->replicates);
}

/* NAN, which stands for none, comes first. */
static int compare_numbers(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

int tare_plot_data_compare_places(const struct tare_plot_point *a, const struct tare_plot_point *b)
{
    int order = compare_numbers(a->row->param, b->row->param);

    return order ? order : compare_numbers(a->row->threads, b->row->threads);
}

void tare_plot_data_per_operation(struct tare_plot_data *data)
{
    data->per_item = false;
    for (size_t i = 0; i < data->point_count; i++) {
        struct tare_plot_point *point = &data->points[i];
        bool shown = !isnan(point->time_ns);

        point->time_ns = shown ? point->row->time_ns : NAN;
        point->time_lo_ns = shown ? point->row->time_lo_ns : NAN;
        point->time_hi_ns = shown ? point->row->time_hi_ns : NAN;
    }
}

void tare_plot_data_free(struct tare_plot_data *data)
{
    for (size_t i = 0; i < data->series_count; i++)
        free(data->series[i].label);
    free(data->series);
    free(data->points);
    free(data->sizes);
    *data = (struct tare_plot_data){0};
}

static void title_per(char title[TARE_PLOT_AXIS_TITLE_BYTES], const char *what, const char *unit)
{
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, unit,
                   (struct tare_text_style){.columns = UNIT_COLUMNS_MAX, .unicode = true});
    snprintf(title, TARE_PLOT_AXIS_TITLE_BYTES, "%s per %.64s", what, shown.text);
    tare_buf_free(&shown);
}

void tare_plot_data_time_title(const struct tare_plot_data *data,
                               char title[TARE_PLOT_AXIS_TITLE_BYTES])
{
    title_per(title, "time", data->per_item ? data->unit : "operation");
}

void tare_plot_data_bytes_title(const struct tare_plot_data *data,
                                char title[TARE_PLOT_AXIS_TITLE_BYTES])
{
    if (data->bytes_per_item)
        title_per(title, "requested bytes", "item");
    else
        snprintf(title, TARE_PLOT_AXIS_TITLE_BYTES, "deep size, requested bytes");
}
