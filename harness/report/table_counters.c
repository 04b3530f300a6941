/* SPDX-License-Identifier: MIT */
#include "report/table_counters.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "model/gate.h"
#include "report/differences.h"
#include "report/sheet.h"
#include "report/table_below.h"

#define INDENT 2

static bool is_shown(const struct tare_counter *counter)
{
    return tare_counter_is_column(counter) || strcmp(counter->name, TARE_GATE_INSTRUCTIONS) == 0;
}

static size_t count_shown(const struct tare_row *row)
{
    size_t count = 0;

    for (size_t i = 0; i < row->counter_count; i++)
        count += is_shown(&row->counter[i]);
    return count;
}

/* The row that has most of them names the columns. */
static const struct tare_row *widest(const struct tare_block *block)
{
    const struct tare_row *found = NULL;

    for (size_t i = 0; i < block->row_count; i++)
        if (count_shown(&block->row[i]) > (found ? count_shown(found) : 0))
            found = &block->row[i];
    return found;
}

static void put_row(struct tare_sheet *sheet, const struct tare_block *block,
                    const struct tare_row *row, const struct tare_row *names)
{
    char(*cells)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(sheet);
    size_t column = 1;

    tare_sheet_text(cells[0], block->compares_builds ? row->build : row->variant);
    for (size_t i = 0; i < names->counter_count && column < sheet->columns; i++) {
        const struct tare_counter *counter = tare_row_counter(row, names->counter[i].name);

        if (!is_shown(&names->counter[i]))
            continue;
        tare_sheet_text(cells[column++], !counter                ? ""
                                         : isnan(counter->value) ? "-"
                                         : counter->value == 0
                                             ? "0"
                                             : tare_units_number(counter->value).text);
    }
}

static bool has_reason(const struct tare_row *row, size_t count, const char *reason)
{
    for (size_t i = 0; i < count; i++)
        if (row->counter[i].reason && strcmp(row->counter[i].reason, reason) == 0)
            return true;
    return false;
}

static bool is_said(const struct tare_block *block, size_t row, size_t counter)
{
    const char *reason = block->row[row].counter[counter].reason;

    for (size_t i = 0; i < row; i++)
        if (has_reason(&block->row[i], block->row[i].counter_count, reason))
            return true;
    return has_reason(&block->row[row], counter, reason);
}

/* "counter:cycles, counter:instructions unavailable: REASON", each reason once; in front of it the
 * variant, where it is not the first row's. */
static void put_reasons(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_block *block, size_t index)
{
    const struct tare_row *row = &block->row[index];

    for (size_t i = 0; i < row->counter_count; i++) {
        struct tare_buf names = TARE_BUF_INIT;
        const char *reason = row->counter[i].reason;

        if (!reason || is_said(block, index, i))
            continue;
        if (index)
            tare_buf_printf(&names, "%s: ", block->compares_builds ? row->build : row->variant);
        for (size_t k = i; k < row->counter_count; k++)
            if (row->counter[k].reason && strcmp(row->counter[k].reason, reason) == 0)
                tare_buf_printf(&names, "%s%s", k > i ? ", " : "", row->counter[k].name);
        if (isnan(row->counter[i].value))
            tare_buf_puts(&names, " unavailable");
        tare_table_note(out, style, names.text, reason);
        tare_buf_free(&names);
    }
}

void tare_table_differences(struct tare_buf *out, const struct tare_table_style *style,
                            const struct tare_block *block)
{
    const char *missing = tare_differences_missing(block);
    struct tare_sheet sheet;

    tare_differences_sheet(&sheet, block);
    tare_sheet_show(out, style, INDENT, &sheet);
    if (missing)
        tare_table_note(out, style, "profile", missing);
    out->failed = out->failed || sheet.failed;
    tare_sheet_free(&sheet);
}

void tare_table_counters(struct tare_buf *out, const struct tare_table_style *style,
                         const struct tare_block *block)
{
    const char *headings[TARE_SHEET_COLUMNS_MAX + 1] = {"<of an operation"};
    const struct tare_row *names = widest(block);
    struct tare_sheet sheet;
    size_t column = 1;

    if (!names)
        return;
    for (size_t i = 0; i < names->counter_count && column < TARE_SHEET_COLUMNS_MAX; i++)
        if (is_shown(&names->counter[i]))
            headings[column++] = names->counter[i].name;
    tare_sheet_open(&sheet, headings);
    for (size_t i = 0; i < block->row_count; i++)
        put_row(&sheet, block, &block->row[i], names);
    tare_sheet_show(out, style, INDENT, &sheet);
    out->failed = out->failed || sheet.failed;
    tare_sheet_free(&sheet);
    for (size_t i = 0; i < block->row_count; i++)
        put_reasons(out, style, block, i);
}
