/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

#include "base/units.h"

#include <math.h>

/* The picture of a row's samples: so many columns, each from the least to the greatest of its
 * samples, so that no spike is lost however many there are. */
#define COLUMNS_MAX 60
#define STEP        4
#define HEIGHT      28

struct span {
    double lo, hi; /* NAN: no sample */
};

static double time_of(const struct tare_sample *sample)
{
    return sample->iterations ? sample->elapsed_ns / (double)sample->iterations : NAN;
}

static size_t columns_of(const struct tare_row *row)
{
    return row->sample_count < COLUMNS_MAX ? row->sample_count : COLUMNS_MAX;
}

static struct span span_of(const struct tare_row *row, size_t from, size_t to)
{
    struct span span = {NAN, NAN};

    for (size_t i = from; i < to; i++) {
        span.lo = fmin(span.lo, time_of(&row->sample[i]));
        span.hi = fmax(span.hi, time_of(&row->sample[i]));
    }
    return span;
}

static int height_of(double time_ns, const struct span *all)
{
    double at = all->hi > all->lo ? (time_ns - all->lo) / (all->hi - all->lo) : 0.5;

    return (int)lround(1 + (1 - at) * (HEIGHT - 2));
}

/* A thin line where a fresh process begins. */
static void put_sets(struct tare_html *html, const struct tare_row *row, size_t columns)
{
    bool has_any = false;

    for (size_t i = 1; i < row->sample_count; i++) {
        if (row->sample[i].process == row->sample[i - 1].process)
            continue;
        tare_html_format(html, "%sM%zu 0v%d", has_any ? "" : "<path class=\"set\" d=\"",
                         i * columns / row->sample_count * STEP, HEIGHT);
        has_any = true;
    }
    tare_html_put(html, has_any ? "\"/>" : "");
}

static void put_picture(struct tare_html *html, const struct tare_row *row)
{
    size_t columns = columns_of(row);
    struct span all = span_of(row, 0, row->sample_count);

    if (!columns || !isfinite(all.lo) || !isfinite(all.hi))
        return;
    tare_html_format(html,
                     "<svg class=\"spark\" viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\" "
                     "aria-hidden=\"true\">",
                     columns * STEP, HEIGHT);
    put_sets(html, row, columns);
    tare_html_put(html, "<path d=\"");
    for (size_t i = 0; i < columns; i++) {
        struct span span =
            span_of(row, i * row->sample_count / columns, (i + 1) * row->sample_count / columns);
        int top = isfinite(span.hi) ? height_of(span.hi, &all) : 0;

        if (isfinite(span.lo) && isfinite(span.hi))
            tare_html_format(html, "M%zu %dv%d", i * STEP + STEP / 2, top,
                             height_of(span.lo, &all) - top);
    }
    tare_html_put(html, "\"/></svg>");
}

static void put_time(struct tare_html *html, double time_ns)
{
    tare_html_cell(html,
                   &(struct tare_html_cell){.text = tare_units_time(time_ns).text, .value = NAN});
}

static void put_count(struct tare_html *html, double count)
{
    tare_html_cell(html,
                   &(struct tare_html_cell){.text = tare_units_count(count).text, .value = NAN});
}

void tare_html_samples(struct tare_html_page *page, const struct tare_grid *grid)
{
    static const char *const heads[] = {"min", "median",   "mean",    "p99",       "std dev",
                                        "MAD", "outliers", "samples", "processes", "iterations"};
    struct tare_html *html = &page->html;
    bool has_any = false;

    for (size_t i = 0; i < grid->row_count; i++)
        has_any |= grid->rows[i].row->sample_count > 0;
    if (!has_any)
        return;
    if (page->without_samples) {
        tare_html_put(html, "<p class=\"note\">The samples would make the page too large: they are "
                            "in samples.csv.</p>\n");
        return;
    }
    tare_html_put(html, "<details><summary>Samples</summary>\n");
    tare_html_table_begin(html, "wide", "Samples and their spread");
    tare_html_head(html, grid->block->compares_builds ? "build" : "variant", true);
    tare_html_head(html, "in the order taken", true);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        tare_html_head(html, heads[i], false);
    tare_html_put(html, "</tr></thead>\n<tbody>");
    for (size_t i = 0; i < grid->row_count; i++) {
        const struct tare_row *row = grid->rows[i].row;

        if (!row->sample_count)
            continue;
        tare_html_row_begin(html, grid->rows[i].label);
        tare_html_put(html, "<td class=\"l\">");
        put_picture(html, row);
        tare_html_put(html, "</td>");
        put_time(html, row->min_ns);
        put_time(html, row->median_ns);
        put_time(html, row->mean_ns);
        put_time(html, row->p99_ns);
        put_time(html, row->stddev_ns);
        put_time(html, row->mad_ns);
        put_count(html, row->outliers);
        put_count(html, row->samples);
        put_count(html, row->processes);
        put_count(html, row->iterations);
        tare_html_put(html, "</tr>\n");
    }
    tare_html_table_end(html);
    tare_html_put(html, "<p class=\"note\">A bar reaches from the least to the greatest of its "
                        "samples, each row on its own scale; thin lines: a fresh process. A sample "
                        "is a mean over its iterations.</p></details>\n");
}
