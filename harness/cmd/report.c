/* SPDX-License-Identifier: MIT */
/* tare report: table, files and plots of a stored result, made again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/print.h"
#include "cmd/stored.h"
#include "model/growth.h"
#include "model/store.h"

static const char *const flags[] = {"format", "only",  "title", "no-plots", "plot",
                                    "weigh",  "color", "help",  NULL};
static const struct tare_options_command command = {.name = "report", .flags = flags};

/* The folder of the run at `path`, to be freed; NULL where `path` is a file that no run wrote under
 * that name (nothing beside it is to be replaced), or without memory. */
static char *folder_of(const char *path, struct tare_err *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    struct tare_buf folder = TARE_BUF_INIT;
    char *text;

    if (tare_stored_is_folder(path))
        tare_buf_puts(&folder, path);
    else if (strcmp(name, "result.json") != 0)
        return NULL;
    else if (!slash)
        tare_buf_puts(&folder, ".");
    else
        tare_buf_add(&folder, path, slash == path ? 1 : (size_t)(slash - path));
    text = tare_buf_steal(&folder);
    if (!text)
        tare_err_memory(err);
    return text;
}

static int check_group(const struct tare_result *result, const char *group, struct tare_err *err)
{
    for (size_t i = 0; i < result->block_count; i++)
        if (strcmp(result->block[i].group, group) == 0)
            return 0;
    return tare_err_set(err, TARE_ERR_USAGE, "--only '%s': the result has no such group", group);
}

/* Keeps what is of the group alone, and frees the rest. */
static void keep_group(struct tare_result *result, const char *group)
{
    size_t blocks = 0;
    size_t growths = 0;

    for (size_t i = 0; i < result->block_count; i++)
        if (strcmp(result->block[i].group, group) == 0)
            result->block[blocks++] = result->block[i];
        else
            tare_block_free(&result->block[i]);
    for (size_t i = 0; i < result->growth_count; i++)
        if (strcmp(result->growth[i].group, group) == 0)
            result->growth[growths++] = result->growth[i];
        else
            tare_growth_free(&result->growth[i]);
    result->block_count = blocks;
    result->growth_count = growths;
}

/* The files are of all groups, and so is the numbering of plots' names. */
static int write_files(const struct tare_options *options, const struct tare_result *result,
                       struct tare_err *err)
{
    char *folder = folder_of(options->exe[0], err);
    int status = err->code ? -1 : 0;

    if (!folder) {
        if (!err->code)
            fprintf(stderr, "tare: no files are made again: '%s' is no folder of a run\n",
                    options->exe[0]);
        return status;
    }
    if (!options->only)
        status = tare_store_remake(folder, result, err);
    if (status == 0)
        status = tare_print_pictures(&(struct tare_print_pictures){.folder = folder,
                                                                   .result = result,
                                                                   .group = options->only,
                                                                   .title = options->title,
                                                                   .no_plots = options->no_plots},
                                     err);
    if (status == 0)
        fprintf(stderr, "results in %s\n", folder);
    free(folder);
    return status;
}

static int report(const struct tare_options *options, struct tare_err *err)
{
    struct tare_result result;
    int status;

    if (tare_stored_read(options->exe[0], &result, err))
        return -1;
    if (options->only && check_group(&result, options->only, err)) {
        tare_result_free(&result);
        return -1;
    }
    status = write_files(options, &result, err);
    if (options->only)
        keep_group(&result, options->only);
    if (tare_print_result(options, &result, err)) /* also where files could not be written */
        status = -1;
    else if (options->plot_in_terminal)
        tare_print_plots_in_terminal(options, &result);
    tare_result_free(&result);
    return status;
}

static void help(void)
{
    tare_options_print(&command);
    printf(
        "\nRUN is the folder of a run or its result.json. The table goes to stdout; summary.csv,\n"
        "samples.csv, plots/ and report.html are made again in the folder, as the run made them.\n"
        "With --only only the plots of that group are, and report-GROUP.html.\n"
        "With --plot term the plots are also drawn below the table.\n"
        "\nExit status: 0 fine, without gnuplot too, 2 usage or no result, 4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    struct tare_options options;
    struct tare_err err = {0};

    if (tare_options_parse_for(&command, &options, argc, argv, &err))
        return tare_command_fail(&err);
    if (options.help) {
        printf("usage: tare report %s\n", tare_command_report.arguments);
        help();
        return TARE_EXIT_FINE;
    }
    if (options.exe_count != 1) {
        tare_err_set(&err, TARE_ERR_USAGE, "found %zu results: expected tare report RUN",
                     options.exe_count);
        return tare_command_fail(&err);
    }
    return report(&options, &err) ? tare_command_fail(&err) : TARE_EXIT_FINE;
}

const struct tare_command tare_command_report = {
    .name = "report",
    .arguments = "RUN [FLAGS]",
    .purpose = "the table, files and plots of a stored result again",
    .run = run,
    .help = help,
};
