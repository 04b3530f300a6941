/* SPDX-License-Identifier: MIT */
#include "report/profile.h"

#include <string.h>

#include "report/profile_cells.h"
#include "report/table_below.h"
#include "report/text.h"

#define LINE_COLUMNS 6

static void put_headings(struct tare_buf *out, const struct tare_profile *profile)
{
    tare_profile_put_right(out, "line", LINE_COLUMNS);
    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        if (profile->pass[m].known)
            tare_profile_put_right(out, tare_profile_names[m].heading, TARE_PROFILE_METRIC_COLUMNS);
    tare_buf_puts(out, "  source\n");
}

static void put_line(struct tare_buf *out, const struct tare_profile *profile,
                     const struct tare_profile_line *line, const struct tare_table_style *style)
{
    struct tare_buf text = TARE_BUF_INIT;
    char number[16];
    size_t used = LINE_COLUMNS + 2;

    snprintf(number, sizeof number, "%d", line->line);
    tare_profile_put_right(&text, number, LINE_COLUMNS);
    for (int m = 0; m < TARE_PROFILE_METRICS; m++) {
        struct tare_buf cell = TARE_BUF_INIT;

        if (!profile->pass[m].known)
            continue;
        tare_profile_show_metric(&cell, profile, m, line->with_callees[m], style->unicode);
        tare_profile_put_right(&text, cell.text, TARE_PROFILE_METRIC_COLUMNS);
        used += TARE_PROFILE_METRIC_COLUMNS;
        tare_buf_free(&cell);
    }
    if (line->text) {
        tare_buf_puts(&text, "  ");
        tare_profile_put_source(&text, line->text, used, style);
    }
    tare_table_paint(out, tare_profile_heat(profile, line->with_callees[TARE_PROFILE_TIME], style),
                     text.text);
    tare_buf_puts(out, "\n");
    tare_buf_free(&text);
}

static bool is_same_function(const struct tare_profile_line *a, const struct tare_profile_line *b)
{
    return strcmp(a->function, b->function) == 0 && strcmp(a->source, b->source) == 0;
}

static void put_function(struct tare_buf *out, const struct tare_profile *profile,
                         const struct tare_profile_line *line, const struct tare_table_style *style)
{
    struct tare_buf name = TARE_BUF_INIT;

    tare_text_show(&name, line->function, (struct tare_text_style){.unicode = style->unicode});
    tare_table_paint(out, tare_table_bold(style), name.text);
    tare_buf_puts(out, "  ");
    tare_text_show(out, tare_profile_base_name(line->source),
                   (struct tare_text_style){.unicode = style->unicode});
    if (profile->pass[TARE_PROFILE_TIME].known)
        tare_buf_printf(out, "  %.1f %% of time", 100 * tare_profile_share(profile, line->rank));
    tare_buf_puts(out, "\n");
    put_headings(out, profile);
    tare_buf_free(&name);
}

int tare_profile_write_lines(FILE *file, const struct tare_profile *profile,
                             const struct tare_table_style *style, struct tare_err *err)
{
    const struct tare_profile_line *before = NULL;
    struct tare_buf out = TARE_BUF_INIT;

    tare_profile_put_summary(&out, profile, style);
    for (size_t i = 0; i < profile->line_count; i++) {
        const struct tare_profile_line *line = &profile->line[i];

        if (!line->is_shown)
            continue;
        if (!before || !is_same_function(before, line)) {
            tare_buf_puts(&out, before ? "\n" : "");
            put_function(&out, profile, line, style);
        }
        put_line(&out, profile, line, style);
        before = line;
    }
    tare_buf_puts(&out, "\n");
    tare_profile_put_notes(&out, profile, style);
    return tare_profile_write_out(file, &out, err);
}
