/* SPDX-License-Identifier: MIT */
#include "report/html.h"

#include "report/growth.h"
#include "report/html_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_of_page(const struct tare_html_page *page, const struct tare_block *block)
{
    return !page->params->group || strcmp(block->group, page->params->group) == 0;
}

bool tare_html_begins_group(const struct tare_html_page *page, size_t block)
{
    const struct tare_block *blocks = page->params->result->block;

    for (size_t i = 0; i < block; i++)
        if (strcmp(blocks[i].group, blocks[block].group) == 0)
            return false;
    return is_of_page(page, &blocks[block]);
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Do they differ in their size alone? */
static bool are_family(const struct tare_block *a, const struct tare_block *b)
{
    if (strcmp(a->group, b->group) != 0 || !same_number(a->param, b->param) ||
        !same_number(a->threads, b->threads) || a->compares_builds != b->compares_builds)
        return false;
    return !a->compares_builds || !a->row_count || !b->row_count || !a->row[0].variant ||
           !b->row[0].variant || strcmp(a->row[0].variant, b->row[0].variant) == 0;
}

bool tare_html_is_main(const struct tare_html_page *page, size_t block)
{
    const struct tare_result *result = page->params->result;

    for (size_t i = block + 1; i < result->block_count; i++)
        if (are_family(&result->block[block], &result->block[i]))
            return false;
    return is_of_page(page, &result->block[block]);
}

/* The blocks of the group that are main ones, or those that are not. */
static int put_blocks(struct tare_html_page *page, const char *group, bool main_ones,
                      struct tare_err *err)
{
    const struct tare_result *result = page->params->result;

    for (size_t i = 0; i < result->block_count; i++)
        if (strcmp(result->block[i].group, group) == 0 && tare_html_is_main(page, i) == main_ones &&
            tare_html_block(page, &result->block[i], main_ones, err))
            return -1;
    return 0;
}

static int put_other_sizes(struct tare_html_page *page, const char *group, struct tare_err *err)
{
    const struct tare_result *result = page->params->result;
    bool has_any = false;
    int status;

    for (size_t i = 0; i < result->block_count; i++)
        has_any |= strcmp(result->block[i].group, group) == 0 && !tare_html_is_main(page, i);
    if (!has_any)
        return 0;
    tare_html_put(&page->html, "<details><summary>Smaller sizes</summary>\n");
    status = put_blocks(page, group, false, err);
    tare_html_put(&page->html, "</details>\n");
    return status;
}

static void put_growth(struct tare_html_page *page, const char *group)
{
    struct tare_sheet sheet;

    tare_growth_sheet(&sheet, page->params->result, group);
    if (sheet.row_count > 1) {
        tare_html_put(&page->html, "<details><summary>How time grows with n</summary>\n");
        tare_html_sheet(&page->html, &sheet);
        tare_html_put(&page->html, "</details>\n");
    }
    tare_sheet_free(&sheet);
}

/* The title that the group has by any of its blocks. */
static void put_title(struct tare_html_page *page, const char *group)
{
    const struct tare_result *result = page->params->result;
    const char *title = group;
    char slug[TARE_HTML_SLUG_BYTES];

    for (size_t i = 0; i < result->block_count; i++)
        if (strcmp(result->block[i].group, group) == 0 && *result->block[i].title)
            title = result->block[i].title;
    tare_html_slug(slug, result, group);
    tare_html_put(&page->html, "<section id=\"g-");
    tare_html_text(&page->html, slug);
    tare_html_put(&page->html, "\">\n<h2>");
    tare_html_text(&page->html, title);
    tare_html_put(&page->html, "</h2>\n<p class=\"name\">");
    tare_html_text(&page->html, group);
    tare_html_put(&page->html, "</p>\n");
    for (size_t i = 0; i < result->lesson_count; i++)
        if (strcmp(result->lesson[i].group, group) == 0) {
            tare_html_put(&page->html, "<p class=\"lesson\">");
            tare_html_text(&page->html, result->lesson[i].text);
            tare_html_put(&page->html, "</p>\n");
        }
}

int tare_html_group(struct tare_html_page *page, const char *group, struct tare_err *err)
{
    put_title(page, group);
    if (tare_html_plots(page, group, err) || put_blocks(page, group, true, err) ||
        put_other_sizes(page, group, err))
        return -1;
    put_growth(page, group);
    tare_html_source(page, group);
    tare_html_repeat(page, group);
    tare_html_put(&page->html, "</section>\n");
    return 0;
}

/* Nothing may be fetched, whatever a name in the result says; a data URL keeps browsers from asking
 * a server for an icon. */
static void begin(struct tare_html_page *page, const char *title)
{
    struct tare_html *html = &page->html;

    tare_html_put(html,
                  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
                  "<link rel=\"icon\" href=\"data:,\">\n<title>");
    tare_html_text(html, title);
    tare_html_put(html, "</title>\n<style>\n");
    tare_html_put(html, tare_html_style);
    tare_html_put(html, "</style>\n</head>\n<body>\n<header>\n<h1>");
    tare_html_text(html, title);
    tare_html_put(html, "</h1>\n");
}

static void end(struct tare_html_page *page)
{
    tare_html_put(&page->html, "</main>\n<footer><p>Made by tare ");
    tare_html_text(&page->html, page->params->result->tare_version);
    tare_html_put(&page->html, " from result.json.</p></footer>\n<script>\n");
    tare_html_put(&page->html, tare_html_script);
    tare_html_put(&page->html, "</script>\n</body>\n</html>\n");
}

static int put_page(struct tare_html_page *page, struct tare_err *err)
{
    const struct tare_html_params *params = page->params;
    const struct tare_result *result = params->result;

    begin(page, params->title ? params->title : result->name);
    if (tare_html_summary(page, err))
        return -1;
    for (size_t i = 0; i < result->block_count; i++)
        if (tare_html_begins_group(page, i) && tare_html_group(page, result->block[i].group, err))
            return -1;
    tare_html_method(page);
    end(page);
    return page->html.failed ? tare_err_memory(err) : 0;
}

/* How large the page is without pictures (with the words in their place). 0 or -1. */
static int measure(const struct tare_html_page *like, size_t *bytes, struct tare_err *err)
{
    struct tare_html_page page = *like;
    char *text = NULL;
    int status;

    page.html.file = open_memstream(&text, bytes);
    if (!page.html.file)
        return tare_err_memory(err);
    status = put_page(&page, err);
    if (ferror(page.html.file) && status == 0)
        status = tare_err_memory(err);
    if (fclose(page.html.file) && status == 0)
        status = tare_err_memory(err);
    free(text);
    return status;
}

int tare_html_write(FILE *file, const struct tare_html_params *params, struct tare_err *err)
{
    struct tare_html_page page = {.html = {.file = file}, .params = params};
    size_t bytes;

    if (measure(&page, &bytes, err))
        return -1;
    page.without_samples = bytes > TARE_HTML_BYTES_MAX;
    if (page.without_samples && measure(&page, &bytes, err))
        return -1;
    page.plot_bytes_max = bytes < TARE_HTML_BYTES_MAX ? TARE_HTML_BYTES_MAX - bytes : 0;
    if (put_page(&page, err))
        return -1;
    if (fflush(file) || ferror(file))
        return tare_err_errno(err, "cannot write the page");
    return 0;
}
