/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

#include "report/weighing.h"

#include <string.h>

struct folded {
    struct tare_html *html;
    bool in_list; /* notes that follow one another are one list */
};

static void end_list(struct folded *folded)
{
    if (folded->in_list)
        tare_html_put(folded->html, "</ul>\n");
    folded->in_list = false;
}

static void put_note(void *context, const char *label, const char *text)
{
    struct folded *folded = context;

    tare_html_put(folded->html, folded->in_list ? "<li>" : "<ul class=\"notes\"><li>");
    folded->in_list = true;
    if (label) {
        tare_html_text(folded->html, label);
        tare_html_put(folded->html, ": ");
    }
    tare_html_text(folded->html, text);
    tare_html_put(folded->html, "</li>\n");
}

static void put_sheet(void *context, const struct tare_sheet *sheet)
{
    struct folded *folded = context;
    struct tare_sheet shown = *sheet;
    bool is_cut = sheet->rows_max && sheet->row_count > sheet->rows_max + 1;

    end_list(folded);
    if (is_cut)
        shown.row_count = sheet->rows_max + 1;
    tare_html_sheet(folded->html, &shown);
    if (is_cut)
        tare_html_format(folded->html, "<p class=\"note\">and %zu more</p>\n",
                         sheet->row_count - shown.row_count);
}

void tare_html_weighing(struct tare_html_page *page, const struct tare_block *block)
{
    struct folded folded = {.html = &page->html};
    const struct tare_weighing_sink sink = {
        .context = &folded, .note = put_note, .sheet = put_sheet};
    bool has_any = false;

    for (size_t i = 0; i < block->row_count; i++)
        has_any |= block->row[i].weighing != NULL;
    if (!has_any)
        return;
    tare_html_put(&page->html, "<details><summary>What the bytes are: types, padding, who holds "
                               "them</summary>\n");
    for (size_t i = 0; i < block->row_count; i++) {
        const struct tare_row *row = &block->row[i];
        const char *label = block->compares_builds ? row->build : row->variant;

        if (!row->weighing)
            continue;
        tare_html_put(&page->html, "<details class=\"inner\"><summary>");
        tare_html_text(&page->html, label ? label : "-");
        tare_html_put(&page->html, "</summary>\n");
        tare_weighing_tell(&sink, NULL, row->weighing);
        end_list(&folded);
        tare_html_put(&page->html, "</details>\n");
    }
    tare_html_put(&page->html, "</details>\n");
}
