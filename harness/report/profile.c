/* SPDX-License-Identifier: MIT */
#include "report/profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "report/sheet.h"
#include "report/table_below.h"
#include "report/text.h"

#define LINE_COLUMNS   6
#define METRIC_COLUMNS 12
#define TAB_COLUMNS    4
#define SOURCE_COLUMNS                                                                             \
    20 /* at least: a narrow terminal wraps rather than hides what it is about                     \
        */
#define FUNCTIONS_MAX 20
#define HOT_RATIO     0.10 /* of the time: in bold */
#define COLD_RATIO    0.01 /* dim */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static double share_of(const struct tare_profile *profile, double samples)
{
    return samples / profile->pass[TARE_PROFILE_TIME].total;
}

/* "12.3 ±0.4", in per cent. */
static void show_share(struct tare_buf *cell, const struct tare_profile *profile, double samples,
                       bool unicode)
{
    double share = share_of(profile, samples);
    double error = tare_profile_share_error(share, profile->pass[TARE_PROFILE_TIME].total);

    tare_buf_printf(cell, "%.1f %s%.1f", 100 * share, unicode ? "±" : "+-", 100 * error);
}

static void show_metric(struct tare_buf *cell, const struct tare_profile *profile, int metric,
                        double weight, bool unicode)
{
    if (!(weight > 0))
        return;
    if (metric == TARE_PROFILE_TIME)
        show_share(cell, profile, weight, unicode);
    else if (metric == TARE_PROFILE_BYTES || metric == TARE_PROFILE_LIVE)
        tare_buf_puts(cell, tare_units_bytes(weight).text);
    else
        tare_buf_puts(cell, tare_units_number(weight).text);
}

static void put_right(struct tare_buf *out, const char *text, size_t columns)
{
    size_t taken = tare_text_columns(text);

    tare_text_pad(out, taken < columns ? columns - taken : 1);
    tare_buf_puts(out, text);
}

static void put_headings(struct tare_buf *out, const struct tare_profile *profile)
{
    put_right(out, "line", LINE_COLUMNS);
    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        if (profile->pass[m].known)
            put_right(out, tare_profile_names[m].heading, METRIC_COLUMNS);
    tare_buf_puts(out, "  source\n");
}

/* Its source with blanks for tabs, cut to what is left of the width. */
static void put_source(struct tare_buf *out, const char *text, size_t used,
                       const struct tare_table_style *style)
{
    size_t width = style->width_columns > 0 ? (size_t)style->width_columns : 0;
    struct tare_text_style cut = {.unicode = style->unicode};
    struct tare_buf blank = TARE_BUF_INIT;

    for (; *text; text++)
        tare_buf_add(&blank, *text == '\t' ? "    " : text, *text == '\t' ? TAB_COLUMNS : 1);
    if (width)
        cut.columns = width > used + SOURCE_COLUMNS ? width - used : SOURCE_COLUMNS;
    tare_text_show(out, blank.text, cut);
    tare_buf_free(&blank);
}

static const char *heat_of(const struct tare_profile *profile, const struct tare_profile_line *line,
                           const struct tare_table_style *style)
{
    double share;

    if (!profile->pass[TARE_PROFILE_TIME].known)
        return "";
    share = share_of(profile, line->with_callees[TARE_PROFILE_TIME]);
    return share >= HOT_RATIO    ? tare_table_bold(style)
           : share >= COLD_RATIO ? ""
                                 : tare_table_dim(style);
}

static void put_line(struct tare_buf *out, const struct tare_profile *profile,
                     const struct tare_profile_line *line, const struct tare_table_style *style)
{
    struct tare_buf text = TARE_BUF_INIT;
    char number[16];
    size_t used = LINE_COLUMNS + 2;

    snprintf(number, sizeof number, "%d", line->line);
    put_right(&text, number, LINE_COLUMNS);
    for (int m = 0; m < TARE_PROFILE_METRICS; m++) {
        struct tare_buf cell = TARE_BUF_INIT;

        if (!profile->pass[m].known)
            continue;
        show_metric(&cell, profile, m, line->with_callees[m], style->unicode);
        put_right(&text, cell.text, METRIC_COLUMNS);
        used += METRIC_COLUMNS;
        tare_buf_free(&cell);
    }
    if (line->text) {
        tare_buf_puts(&text, "  ");
        put_source(&text, line->text, used, style);
    }
    tare_table_paint(out, heat_of(profile, line, style), text.text);
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
    tare_text_show(out, base_name(line->source),
                   (struct tare_text_style){.unicode = style->unicode});
    if (profile->pass[TARE_PROFILE_TIME].known)
        tare_buf_printf(out, "  %.1f %% of time", 100 * share_of(profile, line->rank));
    tare_buf_puts(out, "\n");
    put_headings(out, profile);
    tare_buf_free(&name);
}

static void put_notes(struct tare_buf *out, const struct tare_profile *profile,
                      const struct tare_table_style *style)
{
    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        if (profile->pass[m].missing)
            tare_table_note(out, style, tare_profile_names[m].heading, profile->pass[m].missing);
    for (size_t i = 0; i < profile->note_count; i++)
        tare_table_note(out, style, NULL, profile->note[i]);
}

/* "sum_x/list/10000: 4,812 samples in 5.01 s; the sampler takes the case 1.003 times (0.998 ..) as
 * long". */
static void put_summary(struct tare_buf *out, const struct tare_profile *profile,
                        const struct tare_table_style *style)
{
    const struct tare_profile_pass *time = &profile->pass[TARE_PROFILE_TIME];

    tare_text_show(out, profile->id, (struct tare_text_style){.unicode = style->unicode});
    if (time->known)
        tare_buf_printf(out, ": %s samples, one every %s", tare_units_count(time->total).text,
                        tare_units_time(profile->period_ns).text);
    if (isfinite(profile->slowdown_lo))
        tare_buf_printf(out, "; with them it takes %.3f times as long (%.3f to %.3f)",
                        profile->slowdown, profile->slowdown_lo, profile->slowdown_hi);
    tare_buf_puts(out, "\n\n");
}

static int write_out(FILE *file, struct tare_buf *out, struct tare_err *err)
{
    int status = 0;

    if (out->failed)
        status = tare_err_memory(err);
    else if (fwrite(out->text, 1, out->length, file) != out->length || fflush(file))
        status = tare_err_errno(err, "cannot write the profile");
    tare_buf_free(out);
    return status;
}

int tare_profile_write_lines(FILE *file, const struct tare_profile *profile,
                             const struct tare_table_style *style, struct tare_err *err)
{
    const struct tare_profile_line *before = NULL;
    struct tare_buf out = TARE_BUF_INIT;

    put_summary(&out, profile, style);
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
    put_notes(&out, profile, style);
    return write_out(file, &out, err);
}

/* What a function took itself. */
struct taken {
    const struct tare_profile_line *line; /* its first */
    double self;
    double with_callees;
};

static int by_self(const void *first, const void *second)
{
    const struct taken *a = first;
    const struct taken *b = second;

    if (a->self == b->self)
        return a->with_callees < b->with_callees ? 1 : a->with_callees > b->with_callees ? -1 : 0;
    return a->self < b->self ? 1 : -1;
}

/* The lines are sorted by function. Returns how many functions there are; `taken` has room for
 * line_count. */
static size_t sum_functions(const struct tare_profile *profile, struct taken *taken)
{
    size_t count = 0;

    for (size_t i = 0; i < profile->line_count; i++) {
        const struct tare_profile_line *line = &profile->line[i];

        if (!count || !is_same_function(taken[count - 1].line, line))
            taken[count++] = (struct taken){.line = line};
        taken[count - 1].self += line->self[TARE_PROFILE_TIME];
        taken[count - 1].with_callees += line->with_callees[TARE_PROFILE_TIME];
    }
    qsort(taken, count, sizeof *taken, by_self);
    return count;
}

static void add_function(struct tare_sheet *sheet, const struct tare_profile *profile,
                         const struct taken *taken, const struct tare_table_style *style)
{
    char(*cells)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(sheet);
    double weights[] = {taken->self, taken->with_callees};

    for (int i = 0; i < 2; i++) {
        struct tare_buf cell = TARE_BUF_INIT;

        show_share(&cell, profile, weights[i], style->unicode);
        tare_sheet_text(cells[i], cell.text);
        tare_buf_free(&cell);
    }
    tare_sheet_text(cells[2], taken->line->function);
    tare_sheet_text(cells[3], base_name(taken->line->source));
}

int tare_profile_write_functions(FILE *file, const struct tare_profile *profile,
                                 const struct tare_table_style *style, struct tare_err *err)
{
    static const char *const headings[] = {"self %", "with callees %", "<function", "<file", NULL};
    struct taken *taken = calloc(profile->line_count + 1, sizeof *taken);
    struct tare_buf out = TARE_BUF_INIT;
    struct tare_sheet sheet;
    size_t count;

    if (!taken)
        return tare_err_memory(err);
    put_summary(&out, profile, style);
    tare_sheet_open(&sheet, headings);
    sheet.rows_max = FUNCTIONS_MAX;
    count = profile->pass[TARE_PROFILE_TIME].known ? sum_functions(profile, taken) : 0;
    for (size_t i = 0; i < count; i++)
        add_function(&sheet, profile, &taken[i], style);
    tare_sheet_show(&out, style, 0, &sheet);
    tare_sheet_free(&sheet);
    free(taken);
    tare_buf_puts(&out, "\n");
    put_notes(&out, profile, style);
    return write_out(file, &out, err);
}
