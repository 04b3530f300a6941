/* SPDX-License-Identifier: MIT */
/* tare compare: two stored results, and a gate over them. */
#include <stdio.h>

#include "cmd/command.h"
#include "cmd/compare_plot.h"
#include "cmd/gated.h"
#include "cmd/options.h"
#include "cmd/print.h"
#include "cmd/stored.h"
#include "conduct/looks.h"
#include "model/compare.h"
#include "model/csv_compare.h"
#include "model/json_compare.h"
#include "report/compare.h"

static const char *const flags[] = {"fail-above", "format", "margin", "plot",
                                    "color",      "help",   NULL};
static const struct tare_options_command command = {.name = "compare", .flags = flags};

/* Looks at the precision while a run went on cost certainty: rule 7 of the statistics. */
static double level_of(const struct tare_result *base, const struct tare_result *next)
{
    bool looked = base->settings.precision_ratio > 0 || next->settings.precision_ratio > 0;

    return looked ? TARE_LOOKS_LEVEL : TARE_STATS_LEVEL;
}

static int print(const struct tare_options *options, const struct tare_compare *compare,
                 struct tare_err *err)
{
    struct tare_table_style style = tare_print_style(options);

    switch (options->format) {
    case TARE_OPTIONS_CSV:
        return tare_csv_write_compare(stdout, compare, err);
    case TARE_OPTIONS_JSON:
        return tare_json_write_compare(stdout, compare, err);
    case TARE_OPTIONS_MARKDOWN:
        return tare_compare_write_markdown(stdout, compare, err);
    case TARE_OPTIONS_LINE:
    case TARE_OPTIONS_TABLE:
        break;
    }
    return tare_compare_write(stdout, compare, &style, err);
}

/* Returns the exit status. */
static int compare_results(const struct tare_options *options, const struct tare_result *base,
                           const struct tare_result *next)
{
    struct tare_compare compare;
    struct tare_err err = {0};
    int status = TARE_EXIT_FINE;

    if (tare_compare_make(&compare,
                          &(struct tare_compare_params){.base = base,
                                                        .next = next,
                                                        .base_name = options->exe[0],
                                                        .next_name = options->exe[1],
                                                        .level = level_of(base, next),
                                                        .margin_ratio = options->margin_ratio},
                          &err))
        return tare_command_fail(&err);
    if (tare_gated_check_compare(&options->gate, &compare, &err) ||
        print(options, &compare, &err) ||
        (options->plot_folder && tare_compare_plot(options->plot_folder, &compare, &err)))
        status = tare_command_fail(&err);
    else if (tare_gated_compare(&options->gate, &compare))
        status = TARE_EXIT_FINDING;
    tare_compare_free(&compare);
    return status;
}

static void help(void)
{
    tare_options_print(&command);
    printf(
        "\nBASE and NEW are folders of runs, their result.json, or JSON of Google Benchmark, "
        "whose\n"
        "repetitions then stand for sets. Cases are matched by id, and\n"
        "by the build's label where a run has several. The runs were not interleaved: their\n"
        "ratios are unpaired (Welch's t over the sets). tare run old=EXE new=EXE sees more.\n"
        "\n--fail-above 5%% stops a case that is called slower and is so by more than 5 %%, and\n"
        "one that fails, does nothing or is missing now; 'deep_bytes=0%%,allocs_per_op=0' one\n"
        "whose exact quantity grew. What may be slower by more and is unsure does not pass.\n"
        "\nExit status: 0 fine, 1 --fail-above let something not pass, 2 usage, or results that "
        "cannot\n"
        "be compared, 4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    struct tare_options options;
    struct tare_result result[2];
    struct tare_err err = {0};
    int status;

    if (tare_options_parse_for(&command, &options, argc, argv, &err))
        return tare_command_fail(&err);
    if (options.help) {
        printf("usage: tare compare %s\n", tare_command_compare.arguments);
        help();
        return TARE_EXIT_FINE;
    }
    if (options.exe_count != 2) {
        tare_err_set(&err, TARE_ERR_USAGE, "found %zu result%s: expected tare compare BASE NEW",
                     options.exe_count, options.exe_count == 1 ? "" : "s");
        return tare_command_fail(&err);
    }
    if (tare_stored_read_pair(options.exe, result, &err))
        status = tare_command_fail(&err);
    else
        status = compare_results(&options, &result[0], &result[1]);
    tare_result_free(&result[1]);
    tare_result_free(&result[0]);
    return status;
}

const struct tare_command tare_command_compare = {
    .name = "compare",
    .arguments = "BASE NEW [FLAGS]",
    .purpose = "ratios, bytes and allocations of two stored results, and how comparable they are",
    .run = run,
    .help = help,
};
