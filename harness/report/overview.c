/* SPDX-License-Identifier: MIT */
#include "report/overview.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "report/failed.h"
#include "report/grid.h"
#include "report/sheet.h"
#include "report/table_below.h"
#include "report/text.h"

#define INDENT         2
#define BLOCKS_MIN     3
#define GROUPS_MAX     40  /* where nothing failed: the whole suite, on a screen of 48 lines; */
#define GROUPS_FEW     32  /* where something did */
#define NARROW_COLUMNS 110 /* below: one name a cell, so that all three columns of names fit 80 */

/* The first names, and how many there are in all. */
struct names {
    struct tare_buf text;
    size_t count;
    size_t most;
};

static const char *or_dash(const char *text)
{
    return text && *text ? text : "-";
}

static void add_name(struct names *names, const char *name)
{
    if (names->count++ >= names->most)
        return;
    tare_buf_puts(&names->text, names->count > 1 ? ", " : "");
    tare_text_show(&names->text, name,
                   (struct tare_text_style){.columns = names->most > 1 ? 18 : 14, .unicode = true});
}

static struct names no_names(const struct tare_table_style *style)
{
    bool narrow = style->width_columns > 0 && style->width_columns < NARROW_COLUMNS;

    return (struct names){TARE_BUF_INIT, 0, narrow ? 1 : 2};
}

static void put_names(char *cell, struct names *names)
{
    if (names->count > names->most)
        tare_buf_printf(&names->text, " +%zu", names->count - names->most);
    tare_sheet_text(cell, names->count ? names->text.text : "-");
    tare_buf_free(&names->text);
}

/* The row of the least time; row_count: none was timed without a leak. */
static size_t find_fastest(const struct tare_grid *grid)
{
    size_t fastest = grid->row_count;

    for (size_t i = 0; i < grid->row_count; i++)
        if (tare_grid_competes(grid, i) &&
            (fastest == grid->row_count ||
             grid->rows[i].row->time_ns < grid->rows[fastest].row->time_ns))
            fastest = i;
    return fastest;
}

/* With those that are level with it: that it cannot be told from by their intervals. */
static void put_fastest(char *cell, const struct tare_table_style *style,
                        const struct tare_grid *grid, size_t fastest)
{
    struct names names = no_names(style);

    if (fastest < grid->row_count)
        add_name(&names, grid->rows[fastest].label);
    for (size_t i = 0; fastest < grid->row_count && i < grid->row_count; i++)
        if (i != fastest && tare_grid_competes(grid, i) &&
            grid->rows[i].row->time_lo_ns <= grid->rows[fastest].row->time_hi_ns)
            add_name(&names, grid->rows[i].label);
    put_names(cell, &names);
}

/* All of the least bytes. */
static void put_smallest(char *cell, const struct tare_table_style *style,
                         const struct tare_grid *grid)
{
    struct names names = no_names(style);
    double least = INFINITY;

    for (size_t i = 0; i < grid->row_count; i++)
        if (tare_grid_competes(grid, i))
            least = fmin(least, grid->rows[i].row->deep_bytes);
    for (size_t i = 0; i < grid->row_count; i++)
        if (tare_grid_competes(grid, i) && grid->rows[i].row->deep_bytes == least)
            add_name(&names, grid->rows[i].label);
    put_names(cell, &names);
}

static void put_front(char *cell, const struct tare_table_style *style,
                      const struct tare_grid *grid)
{
    struct names names = no_names(style);

    for (size_t i = 0; i < grid->row_count; i++)
        if (grid->rows[i].on_front)
            add_name(&names, grid->rows[i].label);
    put_names(cell, &names);
}

static void put_place(char *cell, const struct tare_block *block)
{
    struct tare_buf text = TARE_BUF_INIT;

    tare_grid_place(&text, block);
    tare_sheet_text(cell, text.length ? text.text : "-");
    tare_buf_free(&text);
}

static bool same_group(const struct tare_block *a, const struct tare_block *b)
{
    return strcmp(or_dash(a->group), or_dash(b->group)) == 0;
}

static bool is_first_of_group(const struct tare_result *result, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (same_group(&result->block[i], &result->block[index]))
            return false;
    return true;
}

/* The block that speaks for the group: the last of its largest. */
static const struct tare_block *find_largest(const struct tare_result *result, size_t first)
{
    const struct tare_block *largest = &result->block[first];

    for (size_t i = first + 1; i < result->block_count; i++)
        if (same_group(&result->block[i], largest) && !(result->block[i].size < largest->size))
            largest = &result->block[i];
    return largest;
}

/* How the fastest stands to the baseline, in as few words as there are. */
static void put_verdict(char *cell, const struct tare_grid *grid, size_t fastest)
{
    const char *verdict =
        fastest < grid->row_count ? grid->rows[fastest].cells[TARE_GRID_VERDICT].text : "-";

    tare_sheet_text(cell, strncmp(verdict, "unsure", 6) == 0 ? "unsure" : verdict);
}

static void add_group(struct tare_sheet *sheet, const struct tare_table_style *style,
                      const struct tare_block *block, struct tare_err *err)
{
    char(*row)[TARE_SHEET_CELL_BYTES];
    struct tare_grid grid;
    size_t fastest;

    if (tare_grid_make(&grid, block, err))
        return;
    row = tare_sheet_add(sheet);
    fastest = find_fastest(&grid);
    tare_sheet_text(row[0], or_dash(block->group));
    put_fastest(row[1], style, &grid, fastest);
    put_smallest(row[2], style, &grid);
    put_front(row[3], style, &grid);
    put_verdict(row[4], &grid, fastest);
    put_place(row[5], block);
    tare_grid_free(&grid);
}

static bool show_groups(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_result *result)
{
    static const char *const headings[] = {
        "<group", "<fastest", "<smallest", "<on the front", "<fastest vs baseline", "<at", NULL};
    struct tare_err err = {0};
    struct tare_sheet sheet;

    tare_sheet_open(&sheet, headings);
    sheet.rows_max = tare_failed_any(result) ? GROUPS_FEW : GROUPS_MAX;
    for (size_t i = 0; i < result->block_count && !err.code; i++)
        if (is_first_of_group(result, i))
            add_group(&sheet, style, find_largest(result, i), &err);
    tare_sheet_show(out, style, INDENT, &sheet);
    tare_sheet_free(&sheet);
    return !err.code;
}

/* Verdicts on one build against the first. */
struct verdicts {
    size_t faster, slower, same, unsure;
    const struct tare_row *best, *worst; /* NULL: none was faster, slower */
};

static void count_verdict(struct verdicts *verdicts, const struct tare_row *row)
{
    const char *verdict = row->verdict ? row->verdict : "";

    if (strcmp(verdict, "faster") == 0) {
        verdicts->faster++;
        if (!verdicts->best || row->ratio < verdicts->best->ratio)
            verdicts->best = row;
    } else if (strcmp(verdict, "slower") == 0) {
        verdicts->slower++;
        if (!verdicts->worst || row->ratio > verdicts->worst->ratio)
            verdicts->worst = row;
    }
    verdicts->same += strcmp(verdict, "same") == 0;
    verdicts->unsure += strcmp(verdict, "unsure") == 0;
}

static bool is_of_build(const struct tare_row *row, const struct tare_build *build)
{
    return row->build && build->label && strcmp(row->build, build->label) == 0;
}

static void put_extreme(char *cell, const struct tare_row *row, bool faster)
{
    struct tare_buf text = TARE_BUF_INIT;

    if (row)
        tare_buf_printf(&text, "%s ", tare_units_ratio(faster ? 1 / row->ratio : row->ratio).text);
    if (row)
        tare_text_show(&text, or_dash(row->id),
                       (struct tare_text_style){.columns = 32, .unicode = true});
    tare_sheet_text(cell, row ? text.text : "-");
    tare_buf_free(&text);
}

static void show_builds(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_result *result)
{
    static const char *const headings[] = {"<build", "faster",      "slower",      "same",
                                           "unsure", "<fastest by", "<slowest by", NULL};
    struct tare_sheet sheet;

    tare_sheet_open(&sheet, headings);
    sheet.rows_max = GROUPS_MAX;
    sheet.kept_columns = 5;
    for (size_t i = 1; i < result->build_count; i++) {
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);
        struct verdicts verdicts = {0};

        for (size_t j = 0; j < result->block_count; j++)
            for (size_t k = 0; k < result->block[j].row_count; k++)
                if (is_of_build(&result->block[j].row[k], &result->build[i]))
                    count_verdict(&verdicts, &result->block[j].row[k]);
        tare_sheet_text(row[0], or_dash(result->build[i].label));
        tare_sheet_count(row[1], (double)verdicts.faster);
        tare_sheet_count(row[2], (double)verdicts.slower);
        tare_sheet_count(row[3], (double)verdicts.same);
        tare_sheet_count(row[4], (double)verdicts.unsure);
        put_extreme(row[5], verdicts.best, true);
        put_extreme(row[6], verdicts.worst, false);
    }
    tare_sheet_show(out, style, INDENT, &sheet);
    tare_sheet_free(&sheet);
}

static void put_heading(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_result *result)
{
    size_t groups = 0, rows = 0;

    for (size_t i = 0; i < result->block_count; i++) {
        groups += is_first_of_group(result, i);
        rows += result->block[i].row_count;
    }
    tare_table_paint(out, tare_table_bold(style), "summary");
    tare_buf_printf(out, "  %zu group%s, %s arms\n", groups, groups == 1 ? "" : "s",
                    tare_units_count((double)rows).text);
}

void tare_overview_show(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_result *result)
{
    bool compares_builds = false;

    if (result->block_count < BLOCKS_MIN)
        return;
    for (size_t i = 0; i < result->block_count; i++)
        compares_builds |= result->block[i].compares_builds;
    put_heading(out, style, result);
    if (compares_builds && result->build_count > 1)
        show_builds(out, style, result);
    else
        out->failed |= !show_groups(out, style, result);
    tare_failed_show(out, style, result);
    tare_buf_puts(out, "\n");
}
