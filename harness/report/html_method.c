/* SPDX-License-Identifier: MIT */
#include "report/html_parts.h"

#include "base/units.h"

#include <math.h>

static void put_item(struct tare_html *html, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    tare_html_put(html, "<tr><th scope=\"row\">");
    tare_html_text(html, name);
    tare_html_put(html, "</th><td class=\"l\">");
    tare_html_text(html, text);
    tare_html_put(html, "</td></tr>\n");
}

static void put_builds(struct tare_html *html, const struct tare_result *result)
{
    for (size_t i = 0; i < result->build_count; i++) {
        const struct tare_build *build = &result->build[i];
        struct tare_buf text = TARE_BUF_INIT;

        tare_buf_puts(&text, build->path);
        if (*build->environment)
            tare_buf_printf(&text, ", with %s", build->environment);
        if (build->compiler)
            tare_buf_printf(&text, " · %s", build->compiler);
        if (build->flags)
            tare_buf_printf(&text, " %s", build->flags);
        if (build->revision)
            tare_buf_printf(&text, " · revision %s", build->revision);
        put_item(html, build->label, text.text);
        html->failed = html->failed || text.failed;
        tare_buf_free(&text);
    }
}

static void put_settings(struct tare_html *html, const struct tare_result *result)
{
    const struct tare_settings *settings = &result->settings;
    struct tare_buf text = TARE_BUF_INIT;

    tare_buf_printf(&text, "%zu sets of fresh processes, %s of samples a case in all, seed %llu",
                    settings->sets, tare_units_time(settings->min_time_ns).text,
                    (unsigned long long)settings->seed);
    if (settings->precision_ratio > 0)
        tare_buf_printf(&text, ", until within %s",
                        tare_units_percent(settings->precision_ratio).text);
    if (settings->budget_ns > 0)
        tare_buf_printf(&text, ", within %s", tare_units_duration(settings->budget_ns).text);
    if (result->layout_count)
        tare_buf_printf(&text, ", %zu layouts", result->layout_count);
    put_item(html, "settings", text.text);
    tare_buf_reset(&text);
    tare_buf_printf(&text, "%s, a reading costs %s", result->clock_name,
                    tare_units_time(result->clock_cost_ns).text);
    put_item(html, "clock", text.text);
    html->failed = html->failed || text.failed;
    tare_buf_free(&text);
}

static void put_legend(struct tare_html *html, const struct tare_result *result)
{
    const struct tare_settings *settings = &result->settings;

    tare_html_format(html,
                     "<p>Time is that of one operation: the median over sets of processes of each "
                     "set's median; ± is half of its %s %% interval over %s. vs is a ratio of "
                     "times, paired by set and round, since variants take turns on one core",
                     tare_result_confidence(result), tare_result_replicates(result));
    if (settings->margin_ratio > 0)
        tare_html_format(html, "; same is within ±%s",
                         tare_units_percent(settings->margin_ratio).text);
    tare_html_format(html,
                     "; unsure needs more %s. Bytes come from a process apart and are exact. "
                     "Figures speak of %s on this machine.</p>\n",
                     tare_result_replicates(result),
                     result->layout_count > 1 ? "the code, over its layouts," : "this executable");
}

void tare_html_method(struct tare_html_page *page)
{
    const struct tare_result *result = page->params->result;
    const struct tare_machine *machine = &result->machine;
    struct tare_html *html = &page->html;

    tare_html_put(html, "<section id=\"method\">\n<h2>How it was measured</h2>\n");
    put_legend(html, result);
    tare_html_table_begin(html, "sheet facts", "The run and the machine");
    tare_html_head(html, "what", true);
    tare_html_head(html, "was", true);
    tare_html_put(html, "</tr></thead>\n<tbody>");
    put_item(html, "command", result->command);
    put_item(html, "begun", result->started_utc);
    put_builds(html, result);
    put_settings(html, result);
    put_item(html, "allocator", result->allocator);
    put_item(html, "processor", machine->brand.value);
    put_item(html, "system", machine->os.value);
    put_item(html, "kernel", machine->kernel_release.value);
    put_item(html, "fitness", result->fitness);
    tare_html_table_end(html);
    tare_html_put(html, "</section>\n");
}
