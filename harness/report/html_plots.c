/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

#include "base/units.h"
#include "report/front.h"
#include "report/gnuplot.h"
#include "report/html_svg.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KIND_BYTES 32
#define KINDS_MAX  16
/* gnuplot's are below 100 KB. */
#define SVG_BYTES_MAX (2 << 20)
/* Made short, they take 5 KB on average. */
#define FIGURE_BYTES_MAX (40 << 10)

/* What a plot of a kind shows, in the order of the page; kinds not named here follow by name. */
static const struct {
    const char *kind;
    const char *shows;
} order[] = {
    {"time", "time of each variant"},
    {"median", "time of each variant with its interval, and ratios"},
    {"pareto", "time against bytes"},
    {"density", "density of the samples of each variant"},
    {"samples", "samples in the order they were taken"},
    {"bytes", "what the bytes of each variant are"},
    {"heap", "live heap over the course of the case"},
    {"history", "times over earlier runs"},
};
#define ORDERED (sizeof order / sizeof *order)

struct kinds {
    size_t count;
    char name[KINDS_MAX][KIND_BYTES];
};

void tare_html_slug(char slug[TARE_HTML_SLUG_BYTES], const struct tare_result *result,
                    const char *group)
{
    char name[TARE_GNUPLOT_NAME_BYTES];

    tare_gnuplot_name(name, result, group, TARE_GNUPLOT_TIME);
    name[strlen(name) - strlen("-time")] = '\0';
    snprintf(slug, TARE_HTML_SLUG_BYTES, "%s", name);
}

static size_t rank(const char *kind)
{
    size_t i = 0;

    while (i < ORDERED && strcmp(order[i].kind, kind) != 0)
        i++;
    return i;
}

static int by_order(const void *a, const void *b)
{
    size_t first = rank(a), second = rank(b);

    return first != second ? (first > second) - (first < second) : strcmp(a, b);
}

/* Is the file SLUG-KIND.svg? Its kind then goes to `kind`. */
static bool take_kind(const char *file, const char *slug, char kind[KIND_BYTES])
{
    size_t begin = strlen(slug), length;

    if (strncmp(file, slug, begin) != 0 || file[begin] != '-')
        return false;
    file += begin + 1;
    for (length = 0; islower((unsigned char)file[length]) || file[length] == '_'; length++)
        ;
    if (!length || length >= KIND_BYTES || strcmp(file + length, ".svg") != 0)
        return false;
    memcpy(kind, file, length);
    kind[length] = '\0';
    return true;
}

static void find_kinds(struct kinds *kinds, const char *plots, const char *slug)
{
    DIR *folder = plots ? opendir(plots) : NULL;
    struct dirent *entry;

    kinds->count = 0;
    while (folder && kinds->count < KINDS_MAX && (entry = readdir(folder)))
        kinds->count += take_kind(entry->d_name, slug, kinds->name[kinds->count]);
    if (folder)
        closedir(folder);
    qsort(kinds->name, kinds->count, KIND_BYTES, by_order);
}

/* "soa is the fastest, 86.7 µs" of the largest size that has times. */
static void say_fastest(struct tare_buf *label, const struct tare_html_page *page,
                        const char *group)
{
    const struct tare_result *result = page->params->result;
    const struct tare_row *fastest = NULL;
    const struct tare_block *of = NULL;

    for (size_t i = 0; i < result->block_count; i++) {
        const struct tare_block *block = &result->block[i];

        if (strcmp(block->group, group) != 0 || !tare_html_is_main(page, i) || fastest)
            continue;
        of = block;
        for (size_t j = 0; j < block->row_count; j++)
            if (!isnan(block->row[j].time_ns) && !tare_row_is(&block->row[j], "empty") &&
                tare_front_admits(&block->row[j]) &&
                (!fastest || block->row[j].time_ns < fastest->time_ns))
                fastest = &block->row[j];
    }
    if (!fastest)
        return;
    if (isnan(of->size))
        tare_buf_puts(label, " The fastest is ");
    else
        tare_buf_printf(label, " At n = %s the fastest is ", tare_units_count(of->size).text);
    tare_buf_printf(label, "%s, %s.",
                    of->compares_builds && fastest->build ? fastest->build
                    : fastest->variant                    ? fastest->variant
                                                          : "-",
                    tare_units_time(fastest->time_ns).text);
}

static void make_label(struct tare_buf *label, const struct tare_html_page *page, const char *group,
                       const char *kind)
{
    size_t place = rank(kind);

    tare_buf_printf(label, "Plot of %s: %s.", group, place < ORDERED ? order[place].shows : kind);
    if (strcmp(kind, "time") == 0)
        say_fastest(label, page, group);
    tare_buf_puts(label, " The figures are in the tables of the group.");
}

/* "Time against bytes" */
static void put_caption(struct tare_html *html, const char *kind)
{
    const char *shows = rank(kind) < ORDERED ? order[rank(kind)].shows : kind;
    char first[2] = {(char)toupper((unsigned char)shows[0]), '\0'};

    tare_html_put(html, "<figcaption>");
    tare_html_text(html, first);
    tare_html_text(html, shows + 1);
    tare_html_put(html, "</figcaption>");
}

/* Puts a figure in. False: the file is none that can be shown. */
static bool put_figure(struct tare_html_page *page, const char *path, const char *kind,
                       const char *label)
{
    struct tare_buf text = TARE_BUF_INIT, svg = TARE_BUF_INIT;
    bool shown = page->plot_bytes < page->plot_bytes_max && tare_buf_read_file(&text, path) == 0 &&
                 text.length <= SVG_BYTES_MAX &&
                 tare_html_svg(&svg, &(struct tare_html_svg){.text = text.text,
                                                             .number = ++page->plot_count,
                                                             .label = label}) == 0 &&
                 svg.length <= FIGURE_BYTES_MAX &&
                 page->plot_bytes + svg.length <= page->plot_bytes_max;

    page->html.failed = page->html.failed || text.failed;
    if (shown) {
        page->plot_bytes += svg.length;
        tare_html_put(&page->html, "<figure class=\"scroll\" tabindex=\"0\">");
        put_caption(&page->html, kind);
        tare_html_take(&page->html, &svg);
        tare_html_put(&page->html, "</figure>\n");
    }
    tare_buf_free(&svg);
    tare_buf_free(&text);
    return shown;
}

static void put_kinds(struct tare_html_page *page, const char *group, const char *slug,
                      const struct kinds *kinds)
{
    tare_html_put(&page->html, "<p class=\"note hint\">Pictures and tables scroll sideways.</p>\n"
                               "<div class=\"plots\">\n");
    for (size_t i = 0; i < kinds->count; i++) {
        struct tare_buf path = TARE_BUF_INIT, label = TARE_BUF_INIT;

        tare_buf_printf(&path, "%s/%s-%s.svg", page->params->plots, slug, kinds->name[i]);
        make_label(&label, page, group, kinds->name[i]);
        if (!put_figure(page, path.text, kinds->name[i], label.text)) {
            tare_html_put(&page->html, "<p class=\"note\">No picture: plots/");
            tare_html_text(&page->html, slug);
            tare_html_format(&page->html,
                             "-%s.svg would make the page too large, or is not "
                             "as gnuplot writes it.</p>\n",
                             kinds->name[i]);
        }
        page->html.failed = page->html.failed || path.failed || label.failed;
        tare_buf_free(&label);
        tare_buf_free(&path);
    }
    tare_html_put(&page->html, "</div>\n");
}

int tare_html_plots(struct tare_html_page *page, const char *group, struct tare_err *err)
{
    char slug[TARE_HTML_SLUG_BYTES];
    struct kinds *kinds = malloc(sizeof *kinds);

    if (!kinds)
        return tare_err_memory(err);
    tare_html_slug(slug, page->params->result, group);
    find_kinds(kinds, page->params->plots, slug);
    if (kinds->count)
        put_kinds(page, group, slug, kinds);
    else
        tare_html_put(&page->html, "<p class=\"note\">No pictures of this group.</p>\n");
    free(kinds);
    return 0;
}
