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

static bool is_said(const struct tare_row *row, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (row->counter[i].reason &&
            strcmp(row->counter[i].reason, row->counter[index].reason) == 0)
            return true;
    return false;
}

/* "counter:cycles, counter:instructions unavailable: REASON". Those of the other rows have the same
 * reasons, since it is the same machine. */
static void put_reasons(struct tare_buf *out, const struct tare_table_style *style,
                        const struct tare_row *row)
{
    for (size_t i = 0; i < row->counter_count; i++) {
        struct tare_buf names = TARE_BUF_INIT;

        if (!row->counter[i].reason || is_said(row, i))
            continue;
        for (size_t k = i; k < row->counter_count; k++)
            if (row->counter[k].reason &&
                strcmp(row->counter[k].reason, row->counter[i].reason) == 0)
                tare_buf_printf(&names, "%s%s", names.length ? ", " : "", row->counter[k].name);
        if (isnan(row->counter[i].value))
            tare_buf_puts(&names, " unavailable");
        tare_table_note(out, style, names.text, row->counter[i].reason);
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
    put_reasons(out, style, names);
}
