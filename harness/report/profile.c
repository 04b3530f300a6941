/* SPDX-License-Identifier: MIT */
#include "report/profile.h"

#include <string.h>

#include "report/profile_cells.h"
#include "report/table_below.h"
#include "report/text.h"

#define LINE_COLUMNS 6
#define SELVES_MAX   20 /* lines of the second table */

static void put_headings(struct tare_buf *out, const struct tare_profile *profile, const char *last)
{
    tare_profile_put_right(out, "line", LINE_COLUMNS);
    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        if (profile->pass[m].known)
            tare_profile_put_right(out, tare_profile_names[m].heading, tare_profile_columns(m));
    tare_buf_printf(out, "  %s\n", last);
}

static void put_line(struct tare_buf *out, const struct tare_profile *profile,
                     const struct tare_profile_line *line, const double *weights,
                     const struct tare_table_style *style)
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
        tare_profile_show_metric(&cell, profile, m, weights[m], style->unicode);
        tare_profile_put_right(&text, cell.text, tare_profile_columns(m));
        used += tare_profile_columns(m);
        tare_buf_free(&cell);
    }
    if (line->text) {
        tare_buf_puts(&text, "  ");
        tare_profile_put_source(&text, line->text, used, style);
    }
    while (text.length && text.text[text.length - 1] == ' ')
        text.text[--text.length] = '\0';
    tare_table_paint(out, tare_profile_heat(profile, weights[TARE_PROFILE_TIME], style), text.text);
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
    put_headings(out, profile, "source");
    tare_buf_free(&name);
}

static bool is_spent(const struct tare_profile *profile, const double *weights)
{
    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        if (profile->pass[m].known && m != TARE_PROFILE_HITS && weights[m] > 0)
            return true;
    return false;
}

static double heaviest(const struct tare_profile *profile, const struct tare_profile_line *line)
{
    return profile->pass[TARE_PROFILE_TIME].known ? line->self[TARE_PROFILE_TIME]
                                                  : line->self[TARE_PROFILE_INSTRUCTIONS];
}

/* Lines of code that has no debug information have the name of their function alone. */
static void put_place(struct tare_buf *out, const struct tare_profile_line *line,
                      const struct tare_table_style *style)
{
    struct tare_buf place = TARE_BUF_INIT;

    tare_buf_printf(&place, "%s", line->function);
    if (line->line)
        tare_buf_printf(&place, "  %s:%d", tare_profile_base_name(line->source), line->line);
    tare_text_show(out, place.text, (struct tare_text_style){.unicode = style->unicode});
    tare_buf_free(&place);
}

/* Indices of the lines that spent most themselves, at most `room`; how many there are. */
static size_t find_heaviest(const struct tare_profile *profile, size_t *index, size_t room)
{
    size_t count = 0;

    for (size_t i = 0; i < profile->line_count; i++) {
        size_t at = count;

        if (!is_spent(profile, profile->line[i].self))
            continue;
        while (at > 0 && heaviest(profile, &profile->line[index[at - 1]]) <
                             heaviest(profile, &profile->line[i]))
            at--;
        if (at == room)
            continue;
        count += count < room;
        memmove(index + at + 1, index + at, (count - at - 1) * sizeof *index);
        index[at] = i;
    }
    return count;
}

/* The second table: callees, inlined functions and libraries by what they spent themselves. */
static void put_selves(struct tare_buf *out, const struct tare_profile *profile,
                       const struct tare_table_style *style)
{
    size_t index[SELVES_MAX];
    size_t count = find_heaviest(profile, index, SELVES_MAX);

    if (!count)
        return;
    tare_buf_puts(out, "\n");
    tare_table_paint(out, tare_table_bold(style),
                     "Each line by itself: callees and inlined functions apart");
    tare_buf_puts(out, "\n");
    put_headings(out, profile, "where");
    for (size_t i = 0; i < count; i++) {
        struct tare_profile_line line = profile->line[index[i]];
        struct tare_buf place = TARE_BUF_INIT;

        put_place(&place, &line, style);
        line.text = place.text;
        put_line(out, profile, &line, line.self, style);
        tare_buf_free(&place);
    }
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
        put_line(&out, profile, line, line->with_callees, style);
        before = line;
    }
    if (!profile->function)
        put_selves(&out, profile, style);
    tare_buf_puts(&out, "\n");
    tare_profile_put_notes(&out, profile, style);
    return tare_profile_write_out(file, &out, err);
}
