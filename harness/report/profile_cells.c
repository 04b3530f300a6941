/* SPDX-License-Identifier: MIT */
#include "report/profile_cells.h"

#include <math.h>
#include <string.h>

#include "base/units.h"
#include "report/table_below.h"
#include "report/text.h"

#define GAP_COLUMNS    2
#define METRIC_COLUMNS 11 /* at least: "12.3 ±0.4", "1023.9 KiB" */
#define TAB_COLUMNS    4
#define SOURCE_COLUMNS 20   /* at least: a narrow terminal wraps rather than hides its subject */
#define COLD_RATIO     0.01 /* of the time: dim */

/* From yellow to red, readable on a light and on a dark ground. */
static const struct {
    double from_ratio; /* of the time */
    const char *of_256;
    const char *of_16;
} heats[] = {{0.40, "\033[1;38;5;160m", "\033[1;31m"},
             {0.15, "\033[38;5;202m", "\033[31m"},
             {0.05, "\033[38;5;172m", "\033[33m"}};

const char *tare_profile_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

size_t tare_profile_columns(int metric)
{
    size_t heading = tare_text_columns(tare_profile_names[metric].heading) + GAP_COLUMNS;

    return heading > METRIC_COLUMNS ? heading : METRIC_COLUMNS;
}

double tare_profile_share(const struct tare_profile *profile, double samples)
{
    return samples / profile->pass[TARE_PROFILE_TIME].total;
}

/* "12.3 ±0.4", in per cent. */
void tare_profile_show_share(struct tare_buf *cell, const struct tare_profile *profile,
                             double samples, bool unicode)
{
    double share = tare_profile_share(profile, samples);
    double error = tare_profile_share_error(share, profile->pass[TARE_PROFILE_TIME].total);

    tare_buf_printf(cell, "%.1f %s%.1f", 100 * share, unicode ? "±" : "+-", 100 * error);
}

void tare_profile_show_metric(struct tare_buf *cell, const struct tare_profile *profile, int metric,
                              double weight, bool unicode)
{
    if (!(weight > 0))
        return;
    if (metric == TARE_PROFILE_TIME)
        tare_profile_show_share(cell, profile, weight, unicode);
    else if (metric == TARE_PROFILE_BYTES || metric == TARE_PROFILE_LIVE)
        tare_buf_puts(cell, tare_units_bytes(weight).text);
    else
        tare_buf_puts(cell, tare_units_number(weight).text);
}

void tare_profile_put_right(struct tare_buf *out, const char *text, size_t columns)
{
    size_t taken = tare_text_columns(text);

    tare_text_pad(out, taken < columns ? columns - taken : 1);
    tare_buf_puts(out, text);
}

/* Its source with blanks for tabs, cut to what is left of the width. */
void tare_profile_put_source(struct tare_buf *out, const char *text, size_t used,
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

const char *tare_profile_heat(const struct tare_profile *profile, double samples,
                              const struct tare_table_style *style)
{
    double share;

    if (!profile->pass[TARE_PROFILE_TIME].known)
        return "";
    share = tare_profile_share(profile, samples);
    if (share < COLD_RATIO)
        return tare_table_dim(style);
    for (size_t i = 0; i < sizeof heats / sizeof *heats; i++)
        if (share >= heats[i].from_ratio)
            return !style->colours ? "" : style->colours >= 256 ? heats[i].of_256 : heats[i].of_16;
    return "";
}

void tare_profile_put_notes(struct tare_buf *out, const struct tare_profile *profile,
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
void tare_profile_put_summary(struct tare_buf *out, const struct tare_profile *profile,
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

int tare_profile_write_out(FILE *file, struct tare_buf *out, struct tare_err *err)
{
    int status = 0;

    if (out->failed)
        status = tare_err_memory(err);
    else if (fwrite(out->text, 1, out->length, file) != out->length || fflush(file))
        status = tare_err_errno(err, "cannot write the profile");
    tare_buf_free(out);
    return status;
}
