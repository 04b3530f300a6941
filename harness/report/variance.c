/* SPDX-License-Identifier: MIT */
#include "report/variance.h"

#include <math.h>
#include <stdio.h>

#include "base/units.h"
#include "report/table_below.h"

#define INDENT 4

static void put_percent(char *cell, double ratio)
{
    tare_sheet_text(cell, isnan(ratio) ? "-" : tare_units_percent(ratio).text);
}

/* Of a sample of any process of any link. */
static double deviation(const struct tare_stats_components *variance)
{
    double sum = 0;

    for (int i = 0; i < TARE_STATS_LEVELS; i++)
        sum += isnan(variance->level[i].variance) ? 0 : variance->level[i].variance;
    return sqrt(sum);
}

static const char *what_to_repeat(enum tare_stats_level best)
{
    switch (best) {
    case TARE_STATS_LAYOUT:
        return "layouts";
    case TARE_STATS_PROCESS:
        return "processes";
    case TARE_STATS_SAMPLE:
        return "samples";
    case TARE_STATS_LEVELS:
        break;
    }
    return "-";
}

static bool is_known(const struct tare_row *row)
{
    return !isnan(row->variance.level[TARE_STATS_SAMPLE].variance);
}

static void add_row(struct tare_sheet *sheet, const char *label, const struct tare_row *row)
{
    const struct tare_stats_component *level = row->variance.level;
    char(*cells)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(sheet);

    tare_sheet_text(cells[0], label);
    put_percent(cells[1], level[TARE_STATS_LAYOUT].share);
    put_percent(cells[2], level[TARE_STATS_PROCESS].share);
    put_percent(cells[3], level[TARE_STATS_SAMPLE].share);
    put_percent(cells[4], deviation(&row->variance));
    tare_sheet_text(cells[5], what_to_repeat(row->variance.best));
    tare_sheet_count(cells[6], level[TARE_STATS_SAMPLE].repeat);
    tare_sheet_count(cells[7], level[TARE_STATS_PROCESS].repeat);
}

bool tare_variance_sheet(struct tare_sheet *sheet, const struct tare_block *block)
{
    static const char *const headings[] = {"<where the variance comes from",
                                           "layout",
                                           "process",
                                           "sample",
                                           "deviation",
                                           "<to repeat",
                                           "samples a process",
                                           "processes a layout",
                                           NULL};
    bool joined = false;

    tare_sheet_open(sheet, headings);
    for (size_t i = 0; i < block->row_count && block->layouts > 1; i++) {
        const struct tare_row *row = &block->row[i];

        if (!is_known(row))
            continue;
        add_row(sheet, block->compares_builds ? row->build : row->variant, row);
        joined |= row->variance.joined;
    }
    return joined;
}

void tare_variance_show(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_block *block)
{
    struct tare_sheet sheet;
    char note[128];
    bool joined;

    if (!block->layouts)
        return;
    if (block->layouts == 1) {
        tare_table_note(out, style, NULL,
                        "one layout: what another link would change cannot be told");
        return;
    }
    joined = tare_variance_sheet(&sheet, block);
    tare_sheet_show(out, style, INDENT, &sheet);
    tare_sheet_free(&sheet);
    if (joined) {
        snprintf(note, sizeof note,
                 "one set a layout: its share holds that of processes; --sets %zu would tell them "
                 "apart",
                 2 * block->layouts);
        tare_table_note(out, style, NULL, note);
    }
}
