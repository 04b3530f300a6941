/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

#include "base/units.h"

#include <math.h>
#include <string.h>

/* The best of a block. */
struct best {
    const struct tare_grid_row *fastest;  /* NULL: none has a time, or all leak */
    const struct tare_grid_row *smallest; /* NULL: none was weighed, or all leak */
    size_t failed;
};

static struct best best_of(const struct tare_grid *grid)
{
    struct best best = {0};

    for (size_t i = 0; i < grid->row_count; i++) {
        const struct tare_grid_row *row = &grid->rows[i];

        best.failed += tare_row_has_failed(row->row);
        if (!tare_grid_competes(grid, i))
            continue;
        if (!best.fastest || row->row->time_ns < best.fastest->row->time_ns)
            best.fastest = row;
        if (!isnan(row->row->deep_bytes) &&
            (!best.smallest || row->row->deep_bytes < best.smallest->row->deep_bytes))
            best.smallest = row;
    }
    return best;
}

static void put_left(struct tare_html *html, const char *text)
{
    tare_html_cell(html, &(struct tare_html_cell){.text = text, .left = true});
}

static void put_best(struct tare_html *html, const struct best *best)
{
    const struct tare_grid_row *row = best->fastest;
    const char *verdict = row ? row->cells[TARE_GRID_VERDICT].text : "-";
    bool is_unsure = row && row->row->verdict && strcmp(row->row->verdict, "unsure") == 0;
    bool is_better = row && row->cells[TARE_GRID_VERDICT].tone == TARE_GRID_BETTER;

    put_left(html, row ? row->label : "-");
    tare_html_cell(html,
                   &(struct tare_html_cell){.text = row ? row->cells[TARE_GRID_TIME].text : "-",
                                            .value = row ? row->row->time_ns : NAN});
    tare_html_cell(html, &(struct tare_html_cell){.text = is_unsure ? "unsure" : verdict,
                                                  .value = row ? row->row->ratio : NAN,
                                                  .classes = is_better ? "good" : NULL});
    row = best->smallest;
    put_left(html, row ? row->label : "-");
    tare_html_cell(html,
                   &(struct tare_html_cell){.text = row ? row->cells[TARE_GRID_DEEP].text : "-",
                                            .value = row ? row->row->deep_bytes : NAN});
}

static void put_front(struct tare_html *html, const struct tare_grid *grid)
{
    struct tare_buf names = TARE_BUF_INIT;

    for (size_t i = 0; i < grid->row_count; i++)
        if (grid->rows[i].on_front)
            tare_buf_printf(&names, "%s%s", names.length ? ", " : "", grid->rows[i].label);
    tare_html_cell(html, &(struct tare_html_cell){.text = names.length ? names.text : "-",
                                                  .left = true,
                                                  .classes = "wrap"});
    html->failed = html->failed || names.failed;
    tare_buf_free(&names);
}

static void put_line(struct tare_html_page *page, const struct tare_grid *grid)
{
    const struct tare_block *block = grid->block;
    struct tare_html *html = &page->html;
    struct best best = best_of(grid);
    char slug[TARE_HTML_SLUG_BYTES], count[32];
    struct tare_buf place = TARE_BUF_INIT;

    tare_html_slug(slug, page->params->result, block->group);
    tare_html_put(html, "<tr><th scope=\"row\"><a href=\"#g-");
    tare_html_text(html, slug);
    tare_html_put(html, "\">");
    tare_html_text(html, grid->name);
    tare_html_put(html, "</a>");
    if (grid->title) {
        tare_html_put(html, "<span class=\"sub\">");
        tare_html_text(html, grid->title);
        tare_html_put(html, "</span>");
    }
    tare_html_put(html, "</th>");
    put_best(html, &best);
    put_front(html, grid);
    tare_grid_place(&place, block);
    tare_html_cell(html, &(struct tare_html_cell){.text = place.length ? place.text : "-",
                                                  .value = block->size});
    html->failed = html->failed || place.failed;
    tare_buf_free(&place);
    snprintf(count, sizeof count, "%zu", best.failed);
    tare_html_cell(html, &(struct tare_html_cell){.text = best.failed ? count : "-",
                                                  .value = (double)best.failed,
                                                  .classes = best.failed ? "bad" : NULL});
    tare_html_put(html, "</tr>\n");
}

static int put_table(struct tare_html_page *page, struct tare_err *err)
{
    static const struct {
        const char *text;
        bool left;
    } heads[] = {{"group", true},        {"fastest", true},  {"time", false},
                 {"vs baseline", false}, {"smallest", true}, {"deep size", false},
                 {"on the front", true}, {"at", false},      {"failed", false}};
    const struct tare_result *result = page->params->result;

    tare_html_put(&page->html, "<p class=\"note hint\">The table scrolls sideways.</p>\n");
    tare_html_table_begin(&page->html, "sort", "The best of each group, at its largest size");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        tare_html_head(&page->html, heads[i].text, heads[i].left);
    tare_html_put(&page->html, "</tr></thead>\n<tbody>");
    for (size_t i = 0; i < result->block_count; i++) {
        struct tare_grid grid;

        if (!tare_html_is_main(page, i))
            continue;
        if (tare_grid_make(&grid, &result->block[i], err))
            return -1;
        put_line(page, &grid);
        tare_grid_free(&grid);
    }
    tare_html_table_end(&page->html);
    return 0;
}

/* How many cases there are, and each that failed with its reason. */
static void put_failures(struct tare_html_page *page)
{
    const struct tare_result *result = page->params->result;
    size_t cases = 0, failed = 0;

    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            if (page->params->group && strcmp(result->block[i].group, page->params->group) != 0)
                continue;
            cases++;
            failed += tare_row_has_failed(&result->block[i].row[j]);
        }
    tare_html_format(&page->html, "<p>%zu case%s measured, %s%zu%s failed.</p>\n", cases,
                     cases == 1 ? "" : "s", failed ? "<strong class=\"bad\">" : "", failed,
                     failed ? "</strong>" : "");
    if (!failed)
        return;
    tare_html_put(&page->html, "<ul class=\"notes\">\n");
    for (size_t i = 0; i < result->block_count; i++)
        for (size_t j = 0; j < result->block[i].row_count; j++) {
            const struct tare_row *row = &result->block[i].row[j];

            if (!tare_row_has_failed(row) ||
                (page->params->group && strcmp(result->block[i].group, page->params->group) != 0))
                continue;
            tare_html_put(&page->html, "<li><span class=\"bad\">");
            tare_html_text(&page->html, row->id);
            tare_html_put(&page->html, "</span> ");
            tare_html_text(&page->html, row->status);
            tare_html_put(&page->html, row->reason && *row->reason ? ": " : "");
            tare_html_text(&page->html, row->reason);
            tare_html_put(&page->html, "</li>\n");
        }
    tare_html_put(&page->html, "</ul>\n");
}

static void put_fact(struct tare_html *html, const char *text, bool *has_any)
{
    if (!text || !*text)
        return;
    tare_html_put(html, *has_any ? " · " : "");
    tare_html_text(html, text);
    *has_any = true;
}

/* When, on what, with what. */
static void put_facts(struct tare_html_page *page)
{
    const struct tare_result *result = page->params->result;
    bool has_any = false;

    tare_html_put(&page->html, "<p class=\"note\">");
    put_fact(&page->html, result->started_utc, &has_any);
    put_fact(&page->html, result->machine.brand.value, &has_any);
    if (result->build_count == 1)
        put_fact(&page->html, result->build[0].compiler, &has_any);
    put_fact(&page->html, result->allocator, &has_any);
    tare_html_put(&page->html, "</p>\n");
}

int tare_html_summary(struct tare_html_page *page, struct tare_err *err)
{
    const struct tare_result *result = page->params->result;
    struct tare_html *html = &page->html;
    const char *notice = page->params->notice;

    put_facts(page);
    tare_html_put(html, "</header>\n<main>\n<section id=\"summary\">\n<h2>Summary</h2>\n");
    put_failures(page);
    tare_html_put(html, "<p>The machine: ");
    tare_html_text(html,
                   result->fitness ? result->fitness : "how fit it was is not told by this result");
    tare_html_put(html, ".</p>\n");
    if (!result->finished)
        tare_html_put(html, "<p class=\"bad\">The run was cut short: not all that was planned is "
                            "here.</p>\n");
    if (notice && *notice) {
        tare_html_put(html, "<p class=\"note\">About the pictures: ");
        tare_html_text(html, notice);
        tare_html_put(html, ".</p>\n");
    }
    if (put_table(page, err))
        return -1;
    tare_html_put(html, "<p class=\"note\">On the front: no other variant is both faster and "
                        "smaller. Deep size: requested bytes of all that can be reached.</p>\n"
                        "</section>\n");
    return 0;
}
