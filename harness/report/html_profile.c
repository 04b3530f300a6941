/* SPDX-License-Identifier: MIT */
#include "report/differences.h"
#include "report/html_parts.h"

void tare_html_profile(struct tare_html_page *page, const struct tare_block *block)
{
    struct tare_html *html = &page->html;
    const char *missing = tare_differences_missing(block);
    struct tare_sheet sheet;

    tare_differences_sheet(&sheet, block);
    if (sheet.row_count > 1 || missing)
        tare_html_put(html, "<details open><summary>Which lines differ</summary>\n");
    if (sheet.rows_max && sheet.row_count > sheet.rows_max + 1)
        sheet.row_count = sheet.rows_max + 1;
    tare_html_sheet(html, &sheet);
    if (missing) {
        tare_html_put(html, "<p class=\"note\">Unavailable: ");
        tare_html_text(html, missing);
        tare_html_put(html, "</p>\n");
    }
    if (sheet.row_count > 1 || missing)
        tare_html_put(html, "</details>\n");
    html->failed = html->failed || sheet.failed;
    tare_sheet_free(&sheet);
}
