/* SPDX-License-Identifier: MIT */
#include "cmd/print.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/csv.h"
#include "model/json.h"
#include "model/store.h"
#include "report/gnuplot.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/plots.h"
#include "report/text.h"

/* 0: no terminal, or one that does not tell. */
#define COLUMNS_UNKNOWN   80
#define STATEMENT_COLUMNS 64

static int columns_of(int fd)
{
    struct winsize size;

    return isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int colours_of_terminal(void)
{
    const char *term = getenv("TERM");

    if (!term || strcmp(term, "dumb") == 0)
        return 0;
    return strstr(term, "256color") ? 256 : 16;
}

static int choose_colours(const struct tare_options *options)
{
    const char *no_color = getenv("NO_COLOR");
    int colours = colours_of_terminal();

    if (options->color == TARE_OPTIONS_NEVER)
        return 0;
    if (options->color == TARE_OPTIONS_ALWAYS)
        return colours ? colours : 16;
    return (no_color && *no_color) || !isatty(STDOUT_FILENO) ? 0 : colours;
}

/* The character set of the locale, without a word to the rest of the program: numbers keep their
 * point. A file gets UTF-8. */
static bool takes_unicode(void)
{
    locale_t locale;
    bool utf8;

    if (!isatty(STDOUT_FILENO))
        return true;
    locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!locale)
        return false;
    utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return utf8;
}

struct tare_table_style tare_print_style(const struct tare_options *options)
{
    return (struct tare_table_style){.width_columns = columns_of(STDOUT_FILENO),
                                     .colours = choose_colours(options),
                                     .unicode = takes_unicode(),
                                     .weigh = options->weigh};
}

bool tare_print_has_progress(void)
{
    const char *term = getenv("TERM");

    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

void tare_print_progress(const struct tare_progress *progress)
{
    struct tare_buf line = TARE_BUF_INIT;
    int columns = columns_of(STDERR_FILENO);

    if (progress)
        tare_progress_line(&line, progress, columns > 1 ? (size_t)columns - 1 : 79);
    fprintf(stderr, "\r%s\033[K", line.failed ? "" : line.text);
    fflush(stderr);
    tare_buf_free(&line);
}

int tare_print_result(const struct tare_options *options, const struct tare_result *result,
                      struct tare_err *err)
{
    struct tare_table_style style = tare_print_style(options);

    switch (options->format) {
    case TARE_OPTIONS_CSV:
        return tare_csv_write_summary(stdout, result, err);
    case TARE_OPTIONS_JSON:
        return tare_json_write(stdout, result, err);
    case TARE_OPTIONS_MARKDOWN:
        return options->weigh ? tare_markdown_write_weighed(stdout, result, err)
                              : tare_markdown_write(stdout, result, err);
    case TARE_OPTIONS_LINE: /* nothing where it was interrupted */
        if (!result->block_count)
            return 0;
        return tare_line_write(stdout, result, options->unit, &style, err);
    case TARE_OPTIONS_TABLE:
        break;
    }
    return tare_table_write(stdout, result, &style, err);
}

/* Draws the plots; why some are missing goes to `notice`. */
static void draw(const struct tare_print_pictures *pictures, char *notice, size_t notice_bytes)
{
    bool shows = tare_print_has_progress();
    struct tare_plots_outcome outcome;
    struct tare_err err = {0};

    if (shows)
        fprintf(stderr, "\rdrawing the plots\033[K");
    if (tare_plots_write_group(pictures->folder, pictures->result, pictures->group, &outcome, &err))
        snprintf(notice, notice_bytes, "%s", err.text);
    else
        snprintf(notice, notice_bytes, "%s", outcome.notice);
    if (shows)
        fprintf(stderr, "\r\033[K");
    if (*notice)
        fprintf(stderr, "tare: %s\n", notice);
}

static int write_page(FILE *file, const void *data, struct tare_err *err)
{
    return tare_html_write(file, data, err);
}

/* "report.html", or "report-sum_x.html" for one group, which leaves that of all as it is. */
static void name_page(struct tare_buf *name, const struct tare_print_pictures *pictures)
{
    char plot[TARE_GNUPLOT_NAME_BYTES];

    tare_buf_puts(name, "report");
    if (pictures->group) {
        tare_gnuplot_name(plot, pictures->result, pictures->group, TARE_GNUPLOT_TIME);
        tare_buf_printf(name, "-%.*s", (int)(strlen(plot) - strlen("-time")), plot);
    }
    tare_buf_puts(name, ".html");
}

int tare_print_pictures(const struct tare_print_pictures *pictures, struct tare_err *err)
{
    struct tare_buf plots = TARE_BUF_INIT, name = TARE_BUF_INIT;
    char notice[TARE_PLOTS_NOTICE_BYTES] = "";
    struct tare_html_params page = {.result = pictures->result,
                                    .title = pictures->title,
                                    .group = pictures->group,
                                    .notice = notice};
    int status;

    if (!pictures->no_plots)
        draw(pictures, notice, sizeof notice);
    tare_buf_printf(&plots, "%s/plots", pictures->folder);
    if (pictures->no_plots && access(plots.text, F_OK))
        snprintf(notice, sizeof notice, "none were drawn, as --no-plots asks; tare report does");
    name_page(&name, pictures);
    page.plots = plots.text;
    status = plots.failed || name.failed
                 ? tare_err_memory(err)
                 : tare_store_put(pictures->folder, name.text, write_page, &page, err);
    tare_buf_free(&name);
    tare_buf_free(&plots);
    return status;
}

void tare_print_plots_in_terminal(const struct tare_options *options,
                                  const struct tare_result *result)
{
    int columns = columns_of(STDOUT_FILENO);
    struct tare_gnuplot_terminal terminal = {.columns =
                                                 columns > 0 ? (size_t)columns : COLUMNS_UNKNOWN,
                                             .colours = choose_colours(options) >= 256,
                                             .unicode = takes_unicode()};
    struct tare_plots_outcome outcome;
    struct tare_err err = {0};

    if (tare_plots_terminal(stdout, result, &terminal, &outcome, &err))
        fprintf(stderr, "tare: %s\n", err.text);
    else if (*outcome.notice)
        fprintf(stderr, "tare: %s\n", outcome.notice);
}

void tare_print_statements(const struct tare_options *options, const char *const *statement,
                           size_t count)
{
    struct tare_table_style style = tare_print_style(options);
    struct tare_buf line = TARE_BUF_INIT;

    for (size_t i = 0; i < count; i++) {
        tare_buf_printf(&line, "stmt_%zu  ", i + 1);
        tare_text_show(
            &line, statement[i],
            (struct tare_text_style){.columns = STATEMENT_COLUMNS, .unicode = style.unicode});
        tare_buf_puts(&line, "\n");
    }
    if (line.length)
        printf("%s\n", line.text);
    tare_buf_free(&line);
}
