/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

#include "report/variance.h"

#include <math.h>
#include <string.h>

#define OUTPUT_LINES_MAX 60

static bool is_shown(const struct tare_grid *grid, size_t column)
{
    return column == TARE_GRID_TIME || (grid->has[column] && column != TARE_GRID_SAMPLES);
}

/* What a cell is sorted by. */
static double value_of(const struct tare_row *row, size_t column)
{
    switch (column) {
    case TARE_GRID_TIME:
        return row->time_ns;
    case TARE_GRID_INTERVAL:
        return (row->time_hi_ns - row->time_lo_ns) / row->time_ns;
    case TARE_GRID_VERDICT:
        return row->ratio;
    case TARE_GRID_ITEM:
        return row->item_ns;
    case TARE_GRID_DEEP:
        return row->deep_bytes;
    case TARE_GRID_PER_ITEM:
        return row->bytes_per_item;
    case TARE_GRID_BLOCKS:
        return row->blocks;
    case TARE_GRID_ALLOCS:
        return row->allocs_per_op;
    default:
        return NAN;
    }
}

static void put_headings(struct tare_html *html, const struct tare_grid *grid)
{
    tare_html_head(html, grid->block->compares_builds ? "build" : "variant", true);
    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++) {
        if (!is_shown(grid, column))
            continue;
        if (column == TARE_GRID_VERDICT) {
            struct tare_buf heading = TARE_BUF_INIT;

            tare_buf_printf(&heading, "%s %s", tare_grid_headings[column],
                            grid->baseline ? grid->baseline : "baseline");
            tare_html_head(html, heading.text, false);
            html->failed = html->failed || heading.failed;
            tare_buf_free(&heading);
        } else {
            tare_html_head(html, tare_grid_headings[column], false);
        }
    }
    tare_html_put(html, "</tr></thead>\n<tbody>");
}

static const char *classes_of(enum tare_grid_tone tone)
{
    return tone == TARE_GRID_BETTER ? "good" : tone == TARE_GRID_WORSE ? "bad" : NULL;
}

static void put_row(struct tare_html *html, const struct tare_grid *grid,
                    const struct tare_grid_row *row)
{
    size_t columns = 0;

    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++)
        columns += is_shown(grid, column);
    tare_html_put(html, "<tr><th scope=\"row\">");
    tare_html_text(html, row->label);
    tare_html_put(html, row->on_front ? " <span class=\"front\">front</span></th>" : "</th>");
    if (row->spans) {
        tare_html_format(html, "<td class=\"l %s\" colspan=\"%zu\">",
                         tare_row_has_failed(row->row) ? "bad" : "soft", columns);
        tare_html_text(html, row->message);
        tare_html_put(html, "</td>");
    }
    for (size_t column = 0; column < TARE_GRID_COLUMNS && !row->spans; column++)
        if (is_shown(grid, column))
            tare_html_cell(
                html, &(struct tare_html_cell){.text = row->cells[column].text,
                                               .value = value_of(row->row, column),
                                               .classes = classes_of(row->cells[column].tone)});
    tare_html_put(html, "</tr>\n");
}

static void put_outputs(struct tare_html *html, const struct tare_grid *grid)
{
    for (size_t i = 0; i < grid->row_count; i++) {
        const struct tare_row *row = grid->rows[i].row;

        if (tare_row_is(row, "ok") || !row->output || !*row->output)
            continue;
        tare_html_put(html, "<details><summary>What ");
        tare_html_text(html, grid->rows[i].label);
        tare_html_put(html, " printed</summary>\n<pre class=\"scroll\" tabindex=\"0\">");
        tare_html_lines(
            html, &(struct tare_html_lines){.text = row->output, .lines_max = OUTPUT_LINES_MAX});
        tare_html_put(html, "</pre></details>\n");
    }
}

static void put_notes(struct tare_html *html, const struct tare_grid *grid)
{
    tare_html_put(html, grid->note_count ? "<ul class=\"notes\">\n" : "");
    for (size_t i = 0; i < grid->note_count; i++) {
        tare_html_put(html, "<li>");
        tare_html_text(html, grid->notes[i]);
        tare_html_put(html, "</li>\n");
    }
    tare_html_put(html, grid->note_count ? "</ul>\n" : "");
}

static void put_variance(struct tare_html *html, const struct tare_block *block)
{
    struct tare_sheet sheet;
    bool joined = tare_variance_sheet(&sheet, block);

    tare_html_sheet(html, &sheet);
    tare_sheet_free(&sheet);
    tare_html_put(html, joined ? "<p class=\"note\">One set a layout: its share holds that of "
                                 "processes.</p>\n"
                               : "");
    tare_html_put(html, block->layouts == 1 ? "<p class=\"note\">One layout: what another link "
                                              "would change cannot be told.</p>\n"
                                            : "");
}

/* Name and facts: "sum_x · n = 250,000 · 10 sets". */
static void make_caption(struct tare_buf *caption, const struct tare_grid *grid)
{
    tare_buf_puts(caption, grid->name);
    if (*grid->facts)
        tare_buf_printf(caption, " · %s", grid->facts);
}

int tare_html_block(struct tare_html_page *page, const struct tare_block *block, bool is_main,
                    struct tare_err *err)
{
    struct tare_html *html = &page->html;
    struct tare_buf caption = TARE_BUF_INIT;
    struct tare_grid grid;

    if (tare_grid_make(&grid, block, err))
        return -1;
    make_caption(&caption, &grid);
    tare_html_table_begin(html, "sort", caption.text);
    put_headings(html, &grid);
    for (size_t i = 0; i < grid.row_count; i++)
        put_row(html, &grid, &grid.rows[i]);
    tare_html_table_end(html);
    put_notes(html, &grid);
    put_variance(html, block);
    put_outputs(html, &grid);
    tare_html_profile(page, block);
    if (is_main) {
        tare_html_samples(page, &grid);
        tare_html_weighing(page, block);
    }
    html->failed = html->failed || caption.failed;
    tare_buf_free(&caption);
    tare_grid_free(&grid);
    return 0;
}
