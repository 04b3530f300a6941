/* SPDX-License-Identifier: MIT */
#include "report/grid.h"

#include "base/buf.h"
#include "base/units.h"
#include "report/front.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HISTOGRAM_BINS 8

const char *const tare_grid_headings[TARE_GRID_COLUMNS] = {
    [TARE_GRID_TIME] = "time",       [TARE_GRID_INTERVAL] = "±",
    [TARE_GRID_VERDICT] = "vs",      [TARE_GRID_ITEM] = "ns/item",
    [TARE_GRID_DEEP] = "deep size",  [TARE_GRID_PER_ITEM] = "B/item",
    [TARE_GRID_BLOCKS] = "blocks",   [TARE_GRID_ALLOCS] = "allocs/op",
    [TARE_GRID_SAMPLES] = "samples",
};

static const char *or_dash(const char *text)
{
    return text && *text ? text : "-";
}

static bool shows_time(const struct tare_row *row)
{
    return !isnan(row->time_ns) &&
           (tare_row_is(row, "ok") || tare_row_is(row, "empty") || tare_row_is(row, "unsteady"));
}

static double time_of(const struct tare_sample *sample)
{
    return sample->iterations ? sample->elapsed_ns / (double)sample->iterations : 0;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Counts the samples by bins between Tukey's outer fences, those beyond them in the end bins. */
static void count_bins(double *times, size_t count, size_t bins[HISTOGRAM_BINS])
{
    double low, high, spread;

    qsort(times, count, sizeof(*times), compare);
    spread = 3 * (times[count * 3 / 4] - times[count / 4]);
    low = fmax(times[0], times[count / 4] - spread);
    high = fmin(times[count - 1], times[count * 3 / 4] + spread);
    for (size_t i = 0; i < count; i++) {
        double at = high > low ? (times[i] - low) / (high - low) * HISTOGRAM_BINS : 0;

        bins[(size_t)fmin(fmax(at, 0), HISTOGRAM_BINS - 1)]++;
    }
}

/* Bars from ▁ for an empty bin, and ▂ for one sample, to █ for the fullest. */
static int draw_histogram(struct tare_grid_cell *cell, const struct tare_row *row,
                          struct tare_err *err)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    size_t bins[HISTOGRAM_BINS] = {0}, most = 1;
    double *times;

    if (!row->sample_count)
        return 0;
    times = malloc(row->sample_count * sizeof(*times));
    if (!times)
        return tare_err_memory(err);
    for (size_t i = 0; i < row->sample_count; i++)
        times[i] = time_of(&row->sample[i]);
    count_bins(times, row->sample_count, bins);
    free(times);
    for (size_t i = 0; i < HISTOGRAM_BINS; i++)
        most = bins[i] > most ? bins[i] : most;
    for (size_t i = 0; i < HISTOGRAM_BINS; i++)
        strcat(cell->text, bars[bins[i] ? 1 + (bins[i] * 6 + most - 1) / most : 0]);
    return 0;
}

static void put(struct tare_grid_cell *cell, struct tare_units_text value)
{
    snprintf(cell->text, sizeof(cell->text), "%s", value.text);
}

static void put_interval(struct tare_grid_cell *cell, const struct tare_row *row)
{
    double half_ns = (row->time_hi_ns - row->time_lo_ns) / 2;

    if (half_ns >= 0 && row->time_ns > 0)
        snprintf(cell->text, sizeof(cell->text), "±%s",
                 tare_units_percent(half_ns / row->time_ns).text);
}

/* What more of would settle a verdict: links, where those are the unit of replication. */
static const char *unit_of(const struct tare_block *block)
{
    return block->layouts > 1 ? "layouts" : "sets";
}

static void put_verdict(struct tare_grid_cell *cell, const struct tare_row *row,
                        const struct tare_row *baseline, const char *unit)
{
    size_t size = sizeof(cell->text);

    if (tare_row_is(row, "empty")) {
        snprintf(cell->text, size, "empty");
    } else if (row == baseline) {
        snprintf(cell->text, size, "baseline");
    } else if (!row->verdict || !*row->verdict) {
        if (row->ratio > 0)
            put(cell, tare_units_ratio(row->ratio));
    } else if (!strcmp(row->verdict, "faster") && row->ratio > 0) {
        snprintf(cell->text, size, "%s faster", tare_units_ratio(1 / row->ratio).text);
        cell->tone = TARE_GRID_BETTER;
    } else if (!strcmp(row->verdict, "slower") && row->ratio > 0) {
        snprintf(cell->text, size, "%s slower", tare_units_ratio(row->ratio).text);
        cell->tone = TARE_GRID_WORSE;
    } else if (!strcmp(row->verdict, "unsure") && row->sets_needed > 0) {
        snprintf(cell->text, size, "unsure (needs %s %s)", tare_units_count(row->sets_needed).text,
                 unit);
    } else {
        snprintf(cell->text, size, "%.32s", row->verdict);
    }
}

/* A time without the freeing is not better. */
static void mark_leak(struct tare_grid_cell *cell)
{
    size_t length = strlen(cell->text);

    snprintf(cell->text + length, sizeof(cell->text) - length, length ? " (leaks)" : "leaks");
    cell->tone = TARE_GRID_PLAIN;
}

static int fill_cells(struct tare_grid_row *grid_row, const struct tare_row *baseline,
                      const char *unit, struct tare_err *err)
{
    struct tare_grid_cell *cells = grid_row->cells;
    const struct tare_row *row = grid_row->row;

    put(&cells[TARE_GRID_TIME], tare_units_time(row->time_ns));
    put_interval(&cells[TARE_GRID_INTERVAL], row);
    put_verdict(&cells[TARE_GRID_VERDICT], row, baseline, unit);
    if (!strncmp(cells[TARE_GRID_VERDICT].text, "unsure (", 8))
        snprintf(grid_row->brief_verdict, sizeof(grid_row->brief_verdict), "unsure (%s %s)",
                 tare_units_count(row->sets_needed).text, unit);
    if (!tare_front_admits(row))
        mark_leak(&cells[TARE_GRID_VERDICT]);
    put(&cells[TARE_GRID_ITEM], tare_units_number(row->item_ns));
    put(&cells[TARE_GRID_DEEP], tare_units_bytes(row->deep_bytes));
    put(&cells[TARE_GRID_PER_ITEM], tare_units_number(row->bytes_per_item));
    put(&cells[TARE_GRID_BLOCKS], tare_units_count(row->blocks));
    put(&cells[TARE_GRID_ALLOCS], tare_units_count(row->allocs_per_op));
    if (baseline && row->deep_bytes < baseline->deep_bytes && tare_front_admits(row))
        cells[TARE_GRID_DEEP].tone = TARE_GRID_BETTER;
    else if (baseline && row->deep_bytes > baseline->deep_bytes)
        cells[TARE_GRID_DEEP].tone = TARE_GRID_WORSE;
    return draw_histogram(&cells[TARE_GRID_SAMPLES], row, err);
}

static char *make_message(const struct tare_row *row, struct tare_err *err)
{
    struct tare_buf buf = TARE_BUF_INIT;
    char *message;

    tare_buf_puts(&buf, tare_row_is(row, "ok") ? "no time was had" : or_dash(row->status));
    if (row->reason && *row->reason)
        tare_buf_printf(&buf, ": %s", row->reason);
    message = tare_buf_steal(&buf);
    if (!message)
        tare_err_memory(err);
    return message;
}

static int fill_row(struct tare_grid *grid, size_t index, const struct tare_row *baseline,
                    struct tare_err *err)
{
    struct tare_grid_row *grid_row = &grid->rows[index];
    const struct tare_row *row = &grid->block->row[index];

    grid_row->row = row;
    grid_row->label = or_dash(grid->block->compares_builds ? row->build : row->variant);
    grid_row->spans = !shows_time(row);
    if (row == baseline)
        grid->baseline = grid_row->label;
    if (grid_row->spans) {
        grid_row->message = make_message(row, err);
        if (!grid_row->message)
            return -1;
    } else if (fill_cells(grid_row, baseline, unit_of(grid->block), err)) {
        return -1;
    }
    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++) {
        char *text = grid_row->cells[column].text;

        if (!*text)
            strcpy(text, "-");
        else if (strcmp(text, "-") != 0)
            grid->has[column] = true;
    }
    return 0;
}

static void separate(struct tare_buf *facts)
{
    if (facts->length)
        tare_buf_puts(facts, " · ");
}

bool tare_grid_is_timed(const struct tare_grid *grid, size_t row)
{
    return !grid->rows[row].spans && !tare_row_is(grid->rows[row].row, "empty");
}

void tare_grid_place(struct tare_buf *out, const struct tare_block *block)
{
    size_t begin = out->length;

    if (!isnan(block->size))
        tare_buf_printf(out, "n = %s", tare_units_count(block->size).text);
    if (!isnan(block->param))
        tare_buf_printf(out, "%s%s = %s", out->length > begin ? ", " : "",
                        block->param_name ? block->param_name : "parameter",
                        tare_units_count(block->param).text);
    if (block->threads > 1)
        tare_buf_printf(out, "%s%s threads", out->length > begin ? ", " : "",
                        tare_units_count(block->threads).text);
}

bool tare_grid_competes(const struct tare_grid *grid, size_t row)
{
    return tare_grid_is_timed(grid, row) && tare_front_admits(grid->rows[row].row);
}

/* Which rows are on the front of time and bytes, `known` of which have both: an array of row_count,
 * the caller's to free(). NULL where memory is short. */
static struct tare_front_point *find_front(const struct tare_grid *grid, size_t *known,
                                           struct tare_err *err)
{
    struct tare_front_point *points = calloc(grid->row_count + 1, sizeof(*points));

    *known = 0;
    if (!points) {
        tare_err_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < grid->row_count; i++) {
        const struct tare_row *row = &grid->block->row[i];
        bool counts = tare_grid_competes(grid, i);

        points[i] = (struct tare_front_point){.time_ns = counts ? row->time_ns : NAN,
                                              .time_lo_ns = row->time_lo_ns,
                                              .time_hi_ns = row->time_hi_ns,
                                              .bytes = row->deep_bytes};
        *known += counts && !isnan(row->deep_bytes);
    }
    tare_front_mark(points, grid->row_count);
    return points;
}

static void add_front(struct tare_buf *facts, struct tare_grid *grid, struct tare_err *err)
{
    size_t known, count = 0, named = 0;
    struct tare_front_point *points = find_front(grid, &known, err);

    if (!points) {
        facts->failed = true;
        return;
    }
    for (size_t i = 0; i < grid->row_count; i++) {
        count += points[i].on_front;
        grid->rows[i].on_front = points[i].on_front && known > 1;
    }
    if (known > 1)
        separate(facts);
    if (known > 1 && count > 3)
        tare_buf_printf(facts, "%zu are on the front", count);
    for (size_t i = 0; i < grid->row_count && known > 1 && count <= 3; i++)
        if (points[i].on_front)
            tare_buf_printf(facts, "%s%s", named++ ? ", " : "", grid->rows[i].label);
    if (named)
        tare_buf_puts(facts, named > 1 ? " are on the front" : " is on the front");
    free(points);
}

static char *make_facts(struct tare_grid *grid, struct tare_err *err)
{
    const struct tare_block *block = grid->block;
    struct tare_buf facts = TARE_BUF_INIT;

    if (!isnan(block->size))
        tare_buf_printf(&facts, "n = %s", tare_units_count(block->size).text);
    if (!isnan(block->param)) {
        separate(&facts);
        tare_buf_printf(&facts, "%s = %s", block->param_name ? block->param_name : "parameter",
                        tare_units_count(block->param).text);
    }
    if (block->threads > 1) {
        separate(&facts);
        tare_buf_printf(&facts, "%s threads", tare_units_count(block->threads).text);
    }
    if (block->row_count && block->row[0].cold) {
        separate(&facts);
        tare_buf_puts(&facts, "cold");
    }
    if (block->sets) {
        separate(&facts);
        tare_buf_printf(&facts, "%zu set%s", block->sets, block->sets == 1 ? "" : "s");
        if (block->layouts)
            tare_buf_printf(&facts, " of %zu layout%s", block->layouts,
                            block->layouts == 1 ? "" : "s");
    }
    add_front(&facts, grid, err);
    return tare_buf_steal(&facts);
}

static char *make_name(const struct tare_block *block)
{
    struct tare_buf name = TARE_BUF_INIT;

    tare_buf_puts(&name, or_dash(block->group));
    if (block->compares_builds && block->row_count && block->row[0].variant)
        tare_buf_printf(&name, "/%s", block->row[0].variant);
    return tare_buf_steal(&name);
}

int tare_grid_make(struct tare_grid *grid, const struct tare_block *block, struct tare_err *err)
{
    const struct tare_row *baseline = tare_block_baseline(block);

    *grid = (struct tare_grid){.block = block, .row_count = block->row_count};
    grid->rows = calloc(block->row_count + 1, sizeof(*grid->rows));
    if (!grid->rows)
        return tare_err_memory(err);
    for (size_t i = 0; i < block->row_count; i++)
        if (fill_row(grid, i, baseline, err))
            goto failed;
    grid->name = make_name(block);
    if (block->title && *block->title && strcmp(block->title, or_dash(block->group)) != 0)
        grid->title = block->title;
    grid->facts = make_facts(grid, err);
    if (!grid->name || !grid->facts) {
        tare_err_memory(err);
        goto failed;
    }
    if (tare_grid_add_notes(grid, err))
        goto failed;
    return 0;
failed:
    tare_grid_free(grid);
    return -1;
}

void tare_grid_free(struct tare_grid *grid)
{
    for (size_t i = 0; i < grid->row_count && grid->rows; i++)
        free(grid->rows[i].message);
    for (size_t i = 0; i < grid->note_count; i++)
        free(grid->notes[i]);
    free(grid->rows);
    free(grid->notes);
    free(grid->name);
    free(grid->facts);
    *grid = (struct tare_grid){0};
}
