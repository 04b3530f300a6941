/* SPDX-License-Identifier: MIT */
#include "report/history.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "report/sheet.h"
#include "report/table_below.h"
#include "report/text.h"

#define BARS_MAX    24
#define RANGE_LEAST 0.05 /* log: smaller changes do not fill the height of the bars */
#define DATE_CHARS  16   /* "2026-11-22 19:30" */

static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

void tare_history_put_change(struct tare_buf *out, const struct tare_stats_shift *shift)
{
    double ratio = exp(fabs(shift->difference));
    const char *word = shift->difference > 0 ? "slower" : "faster";

    /* Of what it takes now, or took before: as a ratio, both ways alike. */
    if (ratio < 2)
        tare_buf_printf(out, "%s %s", tare_units_percent(fabs(expm1(shift->difference))).text,
                        word);
    else
        tare_buf_printf(out, "%s %s", tare_units_ratio(ratio).text, word);
}

/* "2026-11-22 19:30" of "2026-11-22T19:30:00Z". */
static void put_date(struct tare_buf *out, const char *started_utc)
{
    for (size_t i = 0; started_utc[i] && i < DATE_CHARS; i++)
        tare_buf_add(out, started_utc[i] == 'T' ? " " : &started_utc[i], 1);
}

static void to_cell(char *cell, struct tare_buf *text)
{
    tare_sheet_text(cell, text->failed ? "-" : text->text);
    tare_buf_free(text);
}

static bool is_marked(const struct tare_history_series *series, size_t from, size_t to)
{
    for (size_t i = 0; i < series->shift_count; i++)
        if (series->shift[i].at >= from && series->shift[i].at < to)
            return true;
    return false;
}

/* Least and greatest log of a time, drawn apart where they are close. */
static void find_range(const struct tare_history_series *series, double *lo, double *hi)
{
    double middle;

    *lo = INFINITY;
    *hi = -INFINITY;
    for (size_t i = 0; i < series->point_count; i++)
        if (tare_history_has_time(&series->point[i])) {
            *lo = fmin(*lo, log(series->point[i].time_ns));
            *hi = fmax(*hi, log(series->point[i].time_ns));
        }
    middle = (*lo + *hi) / 2;
    *lo = fmin(*lo, middle - RANGE_LEAST / 2);
    *hi = fmax(*hi, middle + RANGE_LEAST / 2);
}

/* The mean of points from..to between the logs of the least and the greatest time of the series. */
struct bar {
    size_t from;
    size_t to;
    double lo;
    double hi;
};

/* A bar; a space where none has a time. */
static void put_bar(struct tare_buf *out, const struct tare_history_series *series,
                    const struct bar *bar)
{
    double sum = 0;
    size_t count = 0;

    for (size_t i = bar->from; i < bar->to; i++)
        if (tare_history_has_time(&series->point[i])) {
            sum += log(series->point[i].time_ns);
            count++;
        }
    if (count)
        tare_buf_puts(
            out, bars[(size_t)fmin((sum / (double)count - bar->lo) / (bar->hi - bar->lo) * 8, 7)]);
    else
        tare_buf_puts(out, " ");
}

/* As many bars as there is room for, each of as many runs. */
static void put_bars(struct tare_buf *out, const struct tare_history_series *series)
{
    size_t count = series->point_count < BARS_MAX ? series->point_count : BARS_MAX;
    struct bar bar;

    find_range(series, &bar.lo, &bar.hi);
    for (size_t i = 0; i < count; i++) {
        bar.from = series->point_count * i / count;
        bar.to = series->point_count * (i + 1) / count;
        if (is_marked(series, bar.from, bar.to))
            tare_buf_puts(out, "│");
        put_bar(out, series, &bar);
    }
}

static void put_time(struct tare_buf *out, const struct tare_history_point *point)
{
    double half_ns = (point->time_hi_ns - point->time_lo_ns) / 2;

    if (!(point->time_ns > 0)) {
        tare_buf_puts(out, point->status);
        return;
    }
    tare_buf_puts(out, tare_units_time(point->time_ns).text);
    if (isfinite(half_ns))
        tare_buf_printf(out, " ±%s", tare_units_percent(half_ns / point->time_ns).text);
    if (strcmp(point->status, "ok") != 0)
        tare_buf_printf(out, " %s", point->status);
}

/* "8.1 % slower 2026-11-22 19:30, 1a2b3c"; nothing where there is no change. */
static void put_last_change(struct tare_buf *out, const struct tare_history *history,
                            const struct tare_history_series *series)
{
    const struct tare_stats_shift *shift;
    const struct tare_history_point *point;

    if (!series->shift_count)
        return;
    shift = &series->shift[series->shift_count - 1];
    point = &series->point[shift->at];
    tare_history_put_change(out, shift);
    tare_buf_puts(out, " from ");
    put_date(out, history->run[point->run].started_utc);
    if (*point->revision)
        tare_buf_printf(out, " (%.20s)", point->revision);
    if (series->shift_count > 1)
        tare_buf_printf(out, ", %zu before", series->shift_count - 1);
}

/* Settings of the series that are shown; each has a letter, in the order of their appearance. */
struct letters {
    const struct tare_history *history;
    size_t setting[26];
    size_t count; /* those beyond have no letter */
};

static void find_letters(struct letters *letters, const struct tare_history *history)
{
    *letters = (struct letters){.history = history};
    for (size_t i = 0; i < history->series_count; i++) {
        size_t setting = history->series[i].setting, j = 0;

        while (j < letters->count && letters->setting[j] != setting)
            j++;
        if (j == letters->count && j < sizeof letters->setting / sizeof *letters->setting)
            letters->setting[letters->count++] = setting;
    }
}

static char letter_of(const struct letters *letters, size_t setting)
{
    for (size_t i = 0; i < letters->count; i++)
        if (letters->setting[i] == setting)
            return (char)('A' + i);
    return '?';
}

/* "sum_x/aos/1000 (old) A" */
static void put_name(struct tare_buf *out, const struct letters *letters,
                     const struct tare_history_series *series)
{
    tare_buf_puts(out, series->id);
    if (letters->history->has_builds)
        tare_buf_printf(out, " (%s)", series->build);
    if (letters->count > 1)
        tare_buf_printf(out, "  %c", letter_of(letters, series->setting));
}

static void show_series(struct tare_buf *out, const struct letters *letters,
                        const struct tare_table_style *style)
{
    const struct tare_history *history = letters->history;
    struct tare_sheet sheet;

    tare_sheet_open(&sheet, (const char *[]){"<case", "runs", "<times", "last", "<changed", NULL});
    for (size_t i = 0; i < history->series_count; i++) {
        const struct tare_history_series *series = &history->series[i];
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);
        struct tare_buf name = TARE_BUF_INIT, times = TARE_BUF_INIT, last = TARE_BUF_INIT;
        struct tare_buf change = TARE_BUF_INIT;

        put_name(&name, letters, series);
        put_bars(&times, series);
        put_time(&last, &series->point[series->point_count - 1]);
        put_last_change(&change, history, series);
        to_cell(row[0], &name);
        tare_sheet_count(row[1], (double)series->point_count);
        to_cell(row[2], &times);
        to_cell(row[3], &last);
        to_cell(row[4], &change);
    }
    tare_sheet_show(out, style, TARE_SHEET_GAP, &sheet);
    tare_sheet_free(&sheet);
}

/* "8.1 % slower (7.2..9.0 %)" */
static void put_interval(struct tare_buf *out, const struct tare_stats_shift *shift)
{
    tare_history_put_change(out, shift);
    tare_buf_printf(out, " (%+.1f..%+.1f %%)", 100 * expm1(shift->difference_lo),
                    100 * expm1(shift->difference_hi));
}

static void show_runs(struct tare_buf *out, const struct letters *letters,
                      const struct tare_history_series *series,
                      const struct tare_history_view *view, const struct tare_table_style *style)
{
    size_t count = series->point_count;
    size_t first = view->latest_max && count > view->latest_max ? count - view->latest_max : 0;
    struct tare_sheet sheet;
    struct tare_buf name = TARE_BUF_INIT;

    put_name(&name, letters, series);
    tare_buf_puts(out, "\n");
    tare_text_show(out, name.text, (struct tare_text_style){.unicode = style->unicode});
    if (first)
        tare_buf_printf(out, "  the last %zu of %zu runs (--since shows more)", count - first,
                        count);
    tare_buf_puts(out, "\n");
    tare_buf_free(&name);
    tare_sheet_open(&sheet, (const char *[]){"<run", "<revision", "time", "deep size", "allocs/op",
                                             "<changed", NULL});
    for (size_t i = first; i < count; i++) {
        const struct tare_history_point *point = &series->point[i];
        const struct tare_stats_shift *shift = tare_history_shift_at(series, i);
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);
        struct tare_buf date = TARE_BUF_INIT, time = TARE_BUF_INIT, change = TARE_BUF_INIT;

        put_date(&date, letters->history->run[point->run].started_utc);
        put_time(&time, point);
        if (shift)
            put_interval(&change, shift);
        to_cell(row[0], &date);
        tare_sheet_text(row[1], point->revision);
        to_cell(row[2], &time);
        tare_sheet_bytes(row[3], point->deep_bytes);
        tare_sheet_count(row[4], point->allocs_per_op);
        to_cell(row[5], &change);
    }
    tare_sheet_show(out, style, TARE_SHEET_GAP, &sheet);
    tare_sheet_free(&sheet);
}

/* Is the fact the same in all settings that are shown? */
static bool is_common(const struct letters *letters, size_t fact)
{
    const struct tare_history_setting *all = letters->history->setting;

    for (size_t i = 1; i < letters->count; i++)
        if (strcmp(tare_history_fact(&all[letters->setting[i]], fact),
                   tare_history_fact(&all[letters->setting[0]], fact)) != 0)
            return false;
    return true;
}

/* What the settings differ in; where there is one only, nothing. */
static void show_settings(struct tare_buf *out, const struct letters *letters,
                          const struct tare_table_style *style)
{
    for (size_t i = 0; i < letters->count && letters->count > 1; i++) {
        const struct tare_history_setting *setting =
            &letters->history->setting[letters->setting[i]];
        struct tare_buf text = TARE_BUF_INIT;
        char label[2] = {(char)('A' + i)};

        for (size_t fact = 0; fact < TARE_HISTORY_FACTS; fact++) {
            const char *value = tare_history_fact(setting, fact);

            if (!is_common(letters, fact))
                tare_buf_printf(&text, "%s%s %s", text.length ? " · " : "",
                                tare_history_fact_names[fact], *value ? value : "unknown");
        }
        out->failed |= text.failed;
        tare_table_note(out, style, label, text.text);
        tare_buf_free(&text);
    }
    if (letters->count > 1)
        tare_table_note(out, style, NULL,
                        "letters: machine, compiler or settings differ; times are compared within "
                        "a letter only");
}

static void show(struct tare_buf *out, const struct tare_history *history,
                 const struct tare_history_view *view, const struct tare_table_style *style)
{
    struct letters letters;
    struct tare_buf heading = TARE_BUF_INIT;

    find_letters(&letters, history);
    tare_buf_printf(&heading, "%s: %zu run%s", view->path, history->run_count,
                    history->run_count == 1 ? "" : "s");
    if (history->run_count) {
        tare_buf_puts(&heading, ", ");
        put_date(&heading, history->run[0].started_utc);
        tare_buf_puts(&heading, " to ");
        put_date(&heading, history->run[history->run_count - 1].started_utc);
    }
    tare_text_show(out, heading.text, (struct tare_text_style){.unicode = style->unicode});
    tare_buf_puts(out, "\n");
    tare_buf_free(&heading);
    show_series(out, &letters, style);
    for (size_t i = 0; view->shows_runs && i < history->series_count; i++)
        show_runs(out, &letters, &history->series[i], view, style);
    tare_buf_puts(out, "\n");
    show_settings(out, &letters, style);
    tare_table_note(out, style, NULL,
                    "│ where the level of the times changed: at least 3 runs on both sides, error "
                    "1 % a series (harness/model/stats_shift.h); runs are not interleaved, so a "
                    "machine that drifts changes levels too");
}

int tare_history_write(FILE *file, const struct tare_history *history,
                       const struct tare_history_view *view, const struct tare_table_style *style,
                       struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    int result = 0;

    show(&out, history, view, style);
    if (out.failed)
        result = tare_err_memory(err);
    else if (fwrite(out.text, 1, out.length, file) != out.length || fflush(file))
        result = tare_err_errno(err, "cannot write the history");
    tare_buf_free(&out);
    return result;
}
