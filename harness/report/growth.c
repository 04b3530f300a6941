/* SPDX-License-Identifier: MIT */
#include "report/growth.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "model/growth.h"
#include "report/table_below.h"

#define INDENT 2

void tare_growth_name(struct tare_buf *out, const struct tare_result *result,
                      const struct tare_growth *growth)
{
    tare_buf_printf(out, "%s/%s", growth->group, growth->variant);
    if (result->build_count > 1)
        tare_buf_printf(out, " · %s", growth->build);
    if (!isnan(growth->param))
        tare_buf_printf(out, " · %s", tare_units_count(growth->param).text);
    if (growth->threads > 1)
        tare_buf_printf(out, " · %s threads", tare_units_count(growth->threads).text);
}

/* How far the times lie from the law: "12 %"; why there is none. */
static void put_misfit(char *cell, const struct tare_growth *growth)
{
    if (growth->fit.law == TARE_STATS_LAW_NONE)
        tare_sheet_text(cell, growth->sizes < TARE_STATS_GROWTH_SIZES_MIN ? "too few sizes" : "-");
    else
        tare_sheet_text(cell, tare_units_percent(expm1(growth->fit.misfit)).text);
}

void tare_growth_sheet(struct tare_sheet *sheet, const struct tare_result *result,
                       const char *group)
{
    static const char *const headings[] = {"<case",  "<exponent of n", "<grows as",
                                           "off by", "sizes",          NULL};

    tare_sheet_open(sheet, headings);
    for (size_t i = 0; i < result->growth_count; i++) {
        const struct tare_growth *growth = &result->growth[i];
        struct tare_buf name = TARE_BUF_INIT;
        char(*row)[TARE_SHEET_CELL_BYTES];
        char text[TARE_GROWTH_TEXT_BYTES];

        if (group && strcmp(growth->group, group) != 0)
            continue;
        row = tare_sheet_add(sheet);
        tare_growth_name(&name, result, growth);
        tare_sheet_text(row[0], name.text);
        tare_growth_exponent(growth, text);
        tare_sheet_text(row[1], text);
        tare_growth_law(growth, text);
        tare_sheet_text(row[2], text);
        put_misfit(row[3], growth);
        tare_sheet_count(row[4], growth->sizes);
        sheet->failed = sheet->failed || name.failed;
        tare_buf_free(&name);
    }
}

void tare_growth_show(struct tare_buf *out, const struct tare_table_style *style,
                      const struct tare_result *result)
{
    struct tare_sheet sheet;

    if (!result->growth_count)
        return;
    tare_table_paint(out, tare_table_bold(style), "growth");
    tare_buf_puts(out, "  How time grows with n\n");
    tare_growth_sheet(&sheet, result, NULL);
    tare_sheet_show(out, style, INDENT, &sheet);
    out->failed = out->failed || sheet.failed;
    tare_sheet_free(&sheet);
    tare_buf_puts(out, "\n");
}
