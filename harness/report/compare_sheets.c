/* SPDX-License-Identifier: MIT */
#include "report/compare_sheets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "model/gate.h"
#include "model/number.h"
#include "report/text.h"

#define LABEL_COLUMNS_MAX 64

enum { CASE, BASE, NEXT, VERDICT, INTERVAL };

void tare_compare_put_name(struct tare_buf *out, const struct tare_compare *compare,
                           const struct tare_compare_row *row)
{
    const struct tare_row *arm = tare_compare_arm(row);
    struct tare_buf name = TARE_BUF_INIT;

    tare_buf_puts(&name, arm->id);
    if (compare->has_builds && arm->build)
        tare_buf_printf(&name, " (%s)", arm->build);
    tare_text_show(out, name.text,
                   (struct tare_text_style){.columns = LABEL_COLUMNS_MAX, .unicode = true});
    out->failed |= name.failed;
    tare_buf_free(&name);
}

static void put_name_cell(char *cell, const struct tare_compare *compare,
                          const struct tare_compare_row *row)
{
    struct tare_buf name = TARE_BUF_INIT;

    tare_compare_put_name(&name, compare, row);
    tare_sheet_text(cell, name.text);
    tare_buf_free(&name);
}

/* "1.05x slower"; where there is no ratio, what became of the case. */
static void put_verdict(char *cell, const struct tare_compare_row *row)
{
    const struct tare_stats_pair *pair = &row->pair;
    const char *base = row->base->status ? row->base->status : "-";
    const char *next = row->next->status ? row->next->status : "-";

    if (pair->verdict == TARE_STATS_NONE && strcmp(base, next) == 0)
        tare_sheet_text(cell, next);
    else if (pair->verdict == TARE_STATS_NONE)
        snprintf(cell, TARE_SHEET_CELL_BYTES, "%s, was %s", next, base);
    else if (pair->verdict == TARE_STATS_FASTER)
        snprintf(cell, TARE_SHEET_CELL_BYTES, "%s faster", tare_units_ratio(1 / pair->ratio).text);
    else if (pair->verdict == TARE_STATS_SLOWER)
        snprintf(cell, TARE_SHEET_CELL_BYTES, "%s slower", tare_units_ratio(pair->ratio).text);
    else if (pair->verdict == TARE_STATS_UNSURE && pair->sets_needed)
        snprintf(cell, TARE_SHEET_CELL_BYTES, "unsure (needs %s sets of each)",
                 tare_units_count((double)pair->sets_needed).text);
    else
        tare_sheet_text(cell, tare_stats_verdict_name(pair->verdict));
}

/* One sample or two of each give a ratio and no interval. */
static void put_interval(char *cell, const struct tare_stats_pair *pair)
{
    if (isnan(pair->ratio))
        tare_sheet_text(cell, "-");
    else if (isnan(pair->ratio_lo))
        snprintf(cell, TARE_SHEET_CELL_BYTES, "%.44s, unknown", tare_units_ratio(pair->ratio).text);
    else
        snprintf(cell, TARE_SHEET_CELL_BYTES, "%.44s to %.44s",
                 tare_units_ratio(pair->ratio_lo).text, tare_units_ratio(pair->ratio_hi).text);
}

void tare_compare_open_times(struct tare_sheet *sheet, const struct tare_compare *compare)
{
    char interval[32];
    const char *headings[] = {"<case", "base", "new", "<verdict", interval, NULL};

    snprintf(interval, sizeof interval, "<new / base, %g %%", 100 * (1 - compare->level));
    tare_sheet_open(sheet, headings);
    sheet->kept_columns = INTERVAL;
    for (size_t i = 0; i < compare->both_count; i++) {
        const struct tare_compare_row *row = &compare->row[i];
        char(*cells)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(sheet);

        put_name_cell(cells[CASE], compare, row);
        tare_sheet_text(cells[BASE], tare_units_time(row->base->time_ns).text);
        tare_sheet_text(cells[NEXT], tare_units_time(row->next->time_ns).text);
        put_verdict(cells[VERDICT], row);
        put_interval(cells[INTERVAL], &row->pair);
    }
}

static void put_quantity(char *cell, enum tare_field_id field, double value)
{
    if (tare_fields[field].unit == TARE_UNIT_BYTES)
        tare_sheet_bytes(cell, value);
    else
        tare_sheet_count(cell, value);
}

/* "+12 %"; a number that came from nothing has no share. */
static void put_change(char *cell, double base, double next)
{
    if (isnan(base) || isnan(next) || base == 0)
        tare_sheet_text(cell, "-");
    else
        snprintf(cell, TARE_SHEET_CELL_BYTES, "%s%s", next > base ? "+" : "",
                 tare_units_percent(next / base - 1).text);
}

bool tare_compare_is_weighed(const struct tare_row *row)
{
    for (size_t i = 0; i < TARE_GATE_EXACT_COUNT; i++)
        if (isfinite(tare_row_number(row, tare_gate_exact[i])))
            return true;
    return false;
}

static void add_exact(struct tare_sheet *sheet, const struct tare_compare *compare,
                      const struct tare_compare_row *row, enum tare_field_id field)
{
    double base = tare_row_number(row->base, field);
    double next = tare_row_number(row->next, field);
    char(*cells)[TARE_SHEET_CELL_BYTES];

    if (base == next || (isnan(base) && isnan(next)))
        return;
    cells = tare_sheet_add(sheet);
    put_name_cell(cells[0], compare, row);
    tare_sheet_text(cells[1], tare_fields[field].name);
    put_quantity(cells[2], field, base);
    put_quantity(cells[3], field, next);
    if (strcmp(cells[2], cells[3]) == 0) { /* in full, where rounded they are alike */
        tare_sheet_text(cells[2], tare_number_text(base).text);
        tare_sheet_text(cells[3], tare_number_text(next).text);
    }
    put_change(cells[4], base, next);
}

void tare_compare_open_exact(struct tare_sheet *sheet, const struct tare_compare *compare)
{
    static const char *const headings[] = {"<case", "<quantity", "base", "new", "change", NULL};

    tare_sheet_open(sheet, headings);
    sheet->kept_columns = 4;
    for (size_t i = 0; i < compare->both_count; i++) {
        const struct tare_compare_row *row = &compare->row[i];
        bool both = tare_compare_is_weighed(row->base) && tare_compare_is_weighed(row->next);

        for (size_t j = 0; both && j < TARE_GATE_EXACT_COUNT; j++)
            add_exact(sheet, compare, row, tare_gate_exact[j]);
    }
}
