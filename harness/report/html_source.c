/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

#include <string.h>

static void put_case(struct tare_html *html, const struct tare_source *source)
{
    tare_html_put(html, "<p class=\"note\">");
    tare_html_text(html, source->variant);
    tare_html_put(html, ", ");
    tare_html_text(html, *source->file ? source->file : "-");
    tare_html_format(html, ":%zu", source->line);
    if (!source->text) {
        tare_html_put(html, ". The source is not shown: ");
        tare_html_text(html, source->missing ? source->missing : "it was not kept");
        tare_html_put(html, ".</p>\n");
        return;
    }
    tare_html_put(html, "</p>\n<pre class=\"scroll code\" tabindex=\"0\" role=\"region\" "
                        "aria-label=\"source of ");
    tare_html_text(html, source->variant);
    tare_html_put(html, "\"><code>");
    tare_html_lines(html, &(struct tare_html_lines){.text = source->text, .first = source->line});
    tare_html_put(html, "</code></pre>\n");
}

void tare_html_source(struct tare_html_page *page, const char *group)
{
    const struct tare_result *result = page->params->result;
    bool has_any = false;

    tare_html_put(&page->html, "<details><summary>Source code of the cases</summary>\n");
    for (size_t i = 0; i < result->source_count; i++)
        if (strcmp(result->source[i].group, group) == 0) {
            put_case(&page->html, &result->source[i]);
            has_any = true;
        }
    if (!has_any)
        tare_html_put(&page->html,
                      "<p class=\"note\">This result was made before results kept the source."
                      "</p>\n");
    tare_html_put(&page->html, "</details>\n");
}

/* The group as a regular expression that finds it alone, for the shell: names of cases are those of
 * C, but a result may come from anywhere. */
static void add_filter(struct tare_buf *words, const char *group)
{
    tare_buf_puts(words, "--filter '^");
    for (const char *at = group; *at; at++) {
        if (*at == '\'')
            tare_buf_puts(words, "'\\''");
        else if (strchr(".[]\\()*+?{}|^$", *at))
            tare_buf_printf(words, "\\%c", *at);
        else
            tare_buf_add(words, at, 1);
    }
    tare_buf_puts(words, "/'");
}

static void put_command(struct tare_html *html, const struct tare_buf *words)
{
    tare_html_put(html, "<pre class=\"scroll\" tabindex=\"0\"><code>");
    tare_html_text(html, words->text);
    tare_html_put(html, "</code></pre>\n");
}

void tare_html_repeat(struct tare_html_page *page, const char *group)
{
    const struct tare_result *result = page->params->result;
    const struct tare_row *first = NULL;
    struct tare_buf words = TARE_BUF_INIT;

    tare_html_put(&page->html, "<details><summary>How to repeat it</summary>\n");
    tare_buf_printf(&words, "%s ", result->command);
    add_filter(&words, group);
    tare_buf_printf(&words, " --seed %llu", (unsigned long long)result->settings.seed);
    put_command(&page->html, &words);
    for (size_t i = 0; i < result->block_count && !first; i++)
        if (strcmp(result->block[i].group, group) == 0 && result->block[i].row_count)
            first = &result->block[i].row[0];
    if (first && first->id && result->build_count) {
        tare_html_put(&page->html,
                      "<p class=\"note\">One case in one process, for gdb and perf:</p>\n");
        tare_buf_reset(&words);
        tare_buf_printf(&words, "%s --exec %s --iterations 100", result->build[0].path, first->id);
        put_command(&page->html, &words);
    }
    page->html.failed = page->html.failed || words.failed;
    tare_buf_free(&words);
    tare_html_put(&page->html, "</details>\n");
}
