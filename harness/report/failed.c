/* SPDX-License-Identifier: MIT */
#include "report/failed.h"

#include <string.h>

#include "report/text.h"

#define INDENT     2
#define FAILED_MAX 6

static const char *or_dash(const char *text)
{
    return text && *text ? text : "-";
}

bool tare_failed_any(const struct tare_result *result)
{
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++)
            if (tare_row_has_failed(&result->block[i].row[j]))
                return true;
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(or_dash(a), or_dash(b)) == 0;
}

/* The same variant in the same way, at another size. */
static bool same_failure(const struct tare_row *a, const struct tare_row *b)
{
    return tare_row_has_failed(a) && tare_row_has_failed(b) && same_text(a->group, b->group) &&
           same_text(a->variant, b->variant) && same_text(a->build, b->build) &&
           same_text(a->status, b->status);
}

/* How many failures are like the row's; before it, or in all. */
static size_t count_like(const struct tare_result *result, const struct tare_row *row, bool before)
{
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            if (before && &result->block[i].row[j] == row)
                return count;
            count += same_failure(&result->block[i].row[j], row);
        }
    return count;
}

/* One line a failure, cut to the width: the tables above have the whole reason. */
static void put_failed(struct tare_buf *out, const struct tare_table_style *style,
                       const struct tare_result *result, const struct tare_row *row)
{
    struct tare_buf line = TARE_BUF_INIT;
    size_t width = style->width_columns > 0 ? (size_t)style->width_columns : 0;
    size_t like = count_like(result, row, false);

    tare_text_show(&line, or_dash(row->id),
                   (struct tare_text_style){.columns = 40, .unicode = true});
    if (result->build_count > 1)
        tare_buf_printf(&line, " of %s", or_dash(row->build));
    if (like > 1)
        tare_buf_printf(&line, " and %zu more of it", like - 1);
    tare_buf_printf(&line, ": %s%s%s", or_dash(row->status),
                    row->reason && *row->reason ? ": " : "", row->reason ? row->reason : "");
    tare_text_pad(out, (size_t)2 * INDENT);
    tare_text_show(out, line.text,
                   (struct tare_text_style){.columns = width > 20 ? width - (size_t)2 * INDENT : 0,
                                            .unicode = style->unicode});
    tare_buf_puts(out, "\n");
    out->failed = out->failed || line.failed;
    tare_buf_free(&line);
}

void tare_failed_show(struct tare_buf *out, const struct tare_table_style *style,
                      const struct tare_result *result)
{
    size_t count = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];

            if (!tare_row_has_failed(row) || count_like(result, row, true) || count++ >= FAILED_MAX)
                continue;
            if (count == 1)
                tare_buf_puts(out, "  failed\n");
            put_failed(out, style, result, row);
        }
    if (count > FAILED_MAX)
        tare_buf_printf(out, "    and %zu more\n", count - FAILED_MAX);
    if (count == 0)
        tare_buf_puts(out, "  nothing failed\n");
}
