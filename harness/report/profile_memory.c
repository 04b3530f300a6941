/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "report/profile.h"
#include "report/profile_cells.h"
#include "report/table_below.h"
#include "report/text.h"

#define LINE_COLUMNS  6
#define BYTES_COLUMNS 14
#define COUNT_COLUMNS 13
#define PLOT_ROWS     8
#define PLOT_COLUMNS  64
#define MARKS_MAX     8 /* rows of line numbers under the plot */

static void put_bytes(struct tare_buf *out, double bytes, bool is_signed)
{
    struct tare_buf text = TARE_BUF_INIT;

    tare_buf_printf(&text, "%s%s",
                    bytes < 0                ? "-"
                    : is_signed && bytes > 0 ? "+"
                                             : "",
                    tare_units_bytes(fabs(bytes)).text);
    tare_profile_put_right(out, text.text, BYTES_COLUMNS);
    tare_buf_free(&text);
}

static void put_change(struct tare_buf *out, const struct tare_profile *profile,
                       const struct tare_profile_change *change,
                       const struct tare_table_style *style)
{
    char number[16];

    snprintf(number, sizeof number, "%d", change->line);
    tare_profile_put_right(out, number, LINE_COLUMNS);
    put_bytes(out, change->live_bytes, false);
    put_bytes(out, change->increment_bytes, true);
    tare_profile_put_right(out, tare_units_count(change->occurrences).text, COUNT_COLUMNS);
    tare_buf_puts(out, "  ");
    tare_profile_put_source(out, tare_profile_change_text(profile, change),
                            LINE_COLUMNS + 2 * BYTES_COLUMNS + COUNT_COLUMNS + 2, style);
    tare_buf_puts(out, "\n");
}

static size_t column_of(double event, double events)
{
    double column = events > 0 ? (event - 1) / events * PLOT_COLUMNS : 0;

    return column < 0 ? 0 : column >= PLOT_COLUMNS ? PLOT_COLUMNS - 1 : (size_t)column;
}

/* The greatest level in each column. Levels stand for all events since the one before. */
static void fill(const struct tare_profile_memory *memory, double events, double *column)
{
    double from = 1;

    for (size_t i = 0; i < memory->level_count; i++) {
        size_t begin = column_of(from, events);
        size_t end = column_of(memory->level[i].event, events);

        for (size_t c = begin; c <= end; c++)
            if (c == end || i == 0 || c > begin)
                column[c] = fmax(column[c], memory->level[i].live_bytes);
        from = memory->level[i].event;
    }
}

static void put_bar(struct tare_buf *out, double level, int row, bool unicode)
{
    static const char *const eighths[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double part = fmin(fmax(level * PLOT_ROWS - row, 0), 1);

    if (unicode)
        tare_buf_puts(out, eighths[(int)ceil(part * 8)]);
    else
        tare_buf_puts(out, part > 0.5 ? "#" : part > 0 ? "." : " ");
}

/* Numbers of the lines, each under the column in which it changed the heap first. */
static void put_marks(struct tare_buf *out, const struct tare_profile *profile,
                      const char *function, double events)
{
    char row[MARKS_MAX][PLOT_COLUMNS + 16];
    size_t used[MARKS_MAX] = {0};

    for (size_t i = 0; i < profile->memory.change_count; i++) {
        const struct tare_profile_change *change = &profile->memory.change[i];
        size_t at = column_of(change->first_event, events);
        size_t r = 0;

        if (!tare_profile_change_is_shown(profile, change, function))
            continue;
        while (r < MARKS_MAX && used[r] > at)
            r++;
        if (r == MARKS_MAX)
            continue;
        memset(row[r] + used[r], ' ', at - used[r]);
        used[r] = at + (size_t)snprintf(row[r] + at, sizeof row[r] - at, "^%d ", change->line);
    }
    for (size_t r = 0; r < MARKS_MAX && used[r]; r++) {
        tare_text_pad(out, BYTES_COLUMNS + 1);
        tare_buf_add(out, row[r], used[r] - 1);
        tare_buf_puts(out, "\n");
    }
}

static void put_plot(struct tare_buf *out, const struct tare_profile *profile, const char *function,
                     const struct tare_table_style *style)
{
    const struct tare_profile_memory *memory = &profile->memory;
    double events = memory->level_count ? memory->level[memory->level_count - 1].event : 0;
    double column[PLOT_COLUMNS] = {0};

    if (!(events > 0) || !(memory->peak_bytes > 0))
        return;
    fill(memory, events, column);
    tare_buf_printf(out, "\nlive heap over %s changes; ^ where a line changed it first\n",
                    tare_units_count(events).text);
    for (int row = PLOT_ROWS - 1; row >= 0; row--) {
        tare_profile_put_right(out,
                               row == PLOT_ROWS - 1 ? tare_units_bytes(memory->peak_bytes).text
                               : row == 0           ? "0 B"
                                                    : "",
                               BYTES_COLUMNS);
        tare_buf_puts(out, style->unicode ? "│" : "|");
        for (size_t c = 0; c < PLOT_COLUMNS; c++)
            put_bar(out, column[c] / memory->peak_bytes, row, style->unicode);
        while (out->length && out->text[out->length - 1] == ' ')
            out->text[--out->length] = '\0';
        tare_buf_puts(out, "\n");
    }
    put_marks(out, profile, function, events);
}

static void put_summary(struct tare_buf *out, const struct tare_profile *profile,
                        const struct tare_table_style *style)
{
    const struct tare_profile_memory *memory = &profile->memory;

    tare_text_show(out, profile->id, (struct tare_text_style){.unicode = style->unicode});
    if (memory->known)
        tare_buf_printf(
            out, ", run once: peak %s, %s %s", tare_units_bytes(memory->peak_bytes).text,
            tare_units_bytes(fabs(memory->end_bytes)).text,
            memory->end_bytes < 0 ? "fewer live after it than before" : "live after it");
    tare_buf_puts(out, "\n\n");
}

static void put_rest(struct tare_buf *out, const struct tare_profile_memory *memory,
                     const struct tare_table_style *style)
{
    double rest = memory->end_bytes - memory->placed_bytes;
    struct tare_buf text = TARE_BUF_INIT;

    if (memory->missing)
        tare_table_note(out, style, "memory", memory->missing);
    if (memory->known)
        tare_table_note(out, style, NULL,
                        "requested bytes, above what lived as the case was entered; live heap: "
                        "after the line's last change; occurrences: calls that changed the heap");
    if (memory->known && rest != 0) {
        tare_buf_printf(&text,
                        "%s%s were changed by calls whose lines are not known: munmap, the "
                        "harness, the last call of a function (which the compiler makes a jump), "
                        "code without unwind tables",
                        rest < 0 ? "-" : "+", tare_units_bytes(fabs(rest)).text);
        tare_table_note(out, style, NULL, text.text);
    }
    tare_buf_free(&text);
}

int tare_profile_write_memory(FILE *file, const struct tare_profile *profile, const char *function,
                              const struct tare_table_style *style, struct tare_err *err)
{
    const struct tare_profile_memory *memory = &profile->memory;
    struct tare_buf out = TARE_BUF_INIT;

    put_summary(&out, profile, style);
    if (memory->known) {
        tare_profile_put_right(&out, "line", LINE_COLUMNS);
        tare_profile_put_right(&out, "live heap", BYTES_COLUMNS);
        tare_profile_put_right(&out, "increment", BYTES_COLUMNS);
        tare_profile_put_right(&out, "occurrences", COUNT_COLUMNS);
        tare_buf_puts(&out, "  source\n");
    }
    for (size_t i = 0; i < memory->change_count; i++)
        if (tare_profile_change_is_shown(profile, &memory->change[i], function))
            put_change(&out, profile, &memory->change[i], style);
    put_plot(&out, profile, function, style);
    tare_buf_puts(&out, "\n");
    put_rest(&out, memory, style);
    tare_profile_put_notes(&out, profile, style);
    return tare_profile_write_out(file, &out, err);
}
