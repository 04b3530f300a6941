/* SPDX-License-Identifier: MIT */
/* tare history: the cases over the runs of a results folder, and where their times changed. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/print.h"
#include "model/csv_history.h"
#include "model/history.h"
#include "report/history.h"
#include "report/plot_history.h"

#define RUNS_SHOWN_MAX 30

static const char *const flags[] = {"since", "plot", "db", "out", "format", "color", "help", NULL};
static const struct tare_options_command command = {.name = "history", .flags = flags};

struct when {
    char utc[32]; /* empty: all */
};

/* "12h", "30d", "8w": that long ago. */
static int parse_age(const char *text, struct when *when)
{
    static const struct {
        char letter;
        long seconds;
    } units[] = {{'h', 3600}, {'d', 86400}, {'w', 604800}};
    char *end;
    long count = isdigit((unsigned char)*text) ? strtol(text, &end, 10) : -1;

    for (size_t i = 0; count >= 0 && count < 100000 && i < sizeof units / sizeof *units; i++)
        if (*end == units[i].letter && !end[1]) {
            time_t then = time(NULL) - count * units[i].seconds;
            struct tm utc;

            gmtime_r(&then, &utc);
            strftime(when->utc, sizeof when->utc, "%Y-%m-%dT%H:%M:%SZ", &utc);
            return 0;
        }
    return -1;
}

/* A date, or a date and a time down to minutes or seconds, that is one. */
static int parse_date(const char *text, struct when *when)
{
    static const char *const formats[] = {"%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S",
                                          "%Y-%m-%dT%H:%M:%SZ"};

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct tm parts = {0};
        const char *end = strptime(text, formats[i], &parts);
        char again[32];

        if (end && !*end &&
            timegm(&parts) != -1 && /* which makes the 30th of February another day */
            strftime(again, sizeof again, formats[i], &parts) > 0 &&
            strcmp(again, text) == 0) { /* strptime takes blanks and single digits */
            snprintf(when->utc, sizeof when->utc, "%s", text);
            return 0;
        }
    }
    return -1;
}

static int parse_since(const char *text, struct when *when, struct tare_err *err)
{
    *when = (struct when){0};
    if (!text || parse_age(text, when) == 0 || parse_date(text, when) == 0)
        return 0;
    return tare_err_set(err, TARE_ERR_USAGE,
                        "--since: '%s': expected a date as 2026-11-22 or 2026-11-22T19:30 (UTC), "
                        "or an age as 12h, 30d or 8w",
                        text);
}

/* One case was named, by its whole id. */
static bool is_of_one_case(const struct tare_options *options, const struct tare_history *history)
{
    return options->exe_count && history->series_count &&
           strcmp(history->series[0].id, options->exe[0]) == 0;
}

static int show(const struct tare_options *options, const char *path,
                const struct tare_history *history, struct tare_err *err)
{
    struct tare_table_style style = tare_print_style(options);
    struct tare_history_view view = {.path = path,
                                     .shows_runs = is_of_one_case(options, history),
                                     .latest_max = options->since ? 0 : RUNS_SHOWN_MAX};

    return options->format == TARE_OPTIONS_CSV
               ? tare_csv_write_history(stdout, history, err)
               : tare_history_write(stdout, history, &view, &style, err);
}

/* Beside the database; a picture that cannot be had is a notice. */
static int draw(const char *path, const struct tare_history *history, struct tare_err *err)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    struct tare_plots_outcome outcome;
    int status;

    if (!folder)
        return tare_err_memory(err);
    status = tare_plot_history_write(folder, history, &outcome, err);
    if (status == 0 && *outcome.notice)
        fprintf(stderr, "tare: %s\n", outcome.notice);
    else if (status == 0)
        fprintf(stderr, "%zu plot%s in %s/plots\n", outcome.plots_count,
                outcome.plots_count == 1 ? "" : "s", folder);
    free(folder);
    return status;
}

static int follow(const struct tare_options *options, const char *path, struct tare_err *err)
{
    struct tare_history history;
    struct when since;
    int status;

    if (parse_since(options->since, &since, err) ||
        tare_history_read(
            &history,
            &(struct tare_history_params){.path = path,
                                          .name = options->exe_count ? options->exe[0] : NULL,
                                          .since = since.utc},
            err))
        return -1;
    if (!history.series_count)
        fprintf(stderr, "tare: no run since %s\n", since.utc);
    status = show(options, path, &history, err);
    if (status == 0 && options->draw)
        status = draw(path, &history, err);
    tare_history_free(&history);
    return status;
}

static int check(const struct tare_options *options, struct tare_err *err)
{
    if (options->exe_count > 1)
        return tare_err_set(err, TARE_ERR_USAGE, "found %zu cases: expected tare history [CASE]",
                            options->exe_count);
    if (options->draw && !options->exe_count)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--plot draws a plot a case: expected tare history CASE --plot");
    if (options->format != TARE_OPTIONS_TABLE && options->format != TARE_OPTIONS_CSV)
        return tare_err_set(err, TARE_ERR_USAGE, "--format: expected table or csv of a history");
    return 0;
}

static void help(void)
{
    tare_options_print(&command);
    printf(
        "\nCASE is a case's id, of which each run is shown, or what stands before a '/' in it: a\n"
        "group, a variant. --plot draws those into plots/ beside the history. Each tare run adds\n"
        "a row a case to history.db in the folder of its results; --no-history does not. A case\n"
        "has a line for each machine, kernel, compiler, flags and clock it was measured with:\n"
        "those are told apart and never compared.\n"
        "A bar stands where the level of the times changed, as at least 3 runs on both sides say\n"
        "(binary segmentation by t, Welch and Holm between neighbours, error 1 %% a series).\n"
        "\nExit status: 0 fine, 2 usage, no history or no such case, 3 built without sqlite3,\n"
        "4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    struct tare_options options;
    struct tare_buf path = TARE_BUF_INIT;
    struct tare_err err = {0};
    int status;

    if (tare_options_parse_for(&command, &options, argc, argv, &err))
        return tare_command_fail(&err);
    if (options.help) {
        printf("usage: tare history %s\n", tare_command_history.arguments);
        help();
        return TARE_EXIT_FINE;
    }
    if (options.db)
        tare_buf_puts(&path, options.db);
    else
        tare_buf_printf(&path, "%s/history.db", options.out);
    if (path.failed)
        tare_err_memory(&err);
    status = err.code || check(&options, &err) || follow(&options, path.text, &err)
                 ? tare_command_fail(&err)
                 : TARE_EXIT_FINE;
    tare_buf_free(&path);
    return status;
}

const struct tare_command tare_command_history = {
    .name = "history",
    .arguments = "[CASE] [FLAGS]",
    .purpose = "cases over the runs that were made, and where their times changed",
    .run = run,
    .help = help,
};
