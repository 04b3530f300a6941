/* SPDX-License-Identifier: MIT */
/* tare export: a stored result in the formats of other tools. */
#include <stdio.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/stored.h"
#include "model/csv.h"
#include "model/store.h"
#include "report/export.h"
#include "report/markdown.h"

static const char *const flags[] = {"to", "out", "help", NULL};
static const struct tare_options_command command = {
    .name = "export", .flags = flags, .out_is_file = true};

typedef int writer(FILE *file, const struct tare_result *result, struct tare_err *err);

/* A new format: its writer, and a line here. */
static const struct format {
    const char *name;
    writer *write;
    bool has_failed; /* arms without a time are in it */
} formats[] = {
    {"gbench", tare_export_gbench, false},   {"benchfmt", tare_export_benchfmt, false},
    {"bmf", tare_export_bmf, false},         {"hyperfine", tare_export_hyperfine, false},
    {"markdown", tare_markdown_write, true}, {"csv", tare_csv_write_summary, true},
};

static const struct format *find(const char *name, struct tare_err *err)
{
    for (size_t i = 0; name && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    tare_err_set(err, TARE_ERR_USAGE,
                 "--to: %s%s%s: expected gbench, benchfmt, bmf, hyperfine, markdown or csv",
                 name ? "'" : "", name ? name : "no format", name ? "'" : "");
    return NULL;
}

struct job {
    const struct format *format;
    const struct tare_result *result;
};

static int write_job(FILE *file, const void *data, struct tare_err *err)
{
    const struct job *job = data;

    return job->format->write(file, job->result, err);
}

static int export(const struct tare_options *options, struct tare_err *err)
{
    const struct format *format = find(options->to, err);
    struct tare_result result;
    size_t left_out;
    int status;

    if (!format || tare_stored_read(options->exe[0], &result, err))
        return -1;
    left_out = format->has_failed ? 0 : tare_export_left_out(&result);
    status = options->out ? tare_store_write_file(options->out, write_job,
                                                  &(struct job){format, &result}, err)
                          : format->write(stdout, &result, err);
    if (status == 0 && left_out)
        fprintf(stderr, "tare: %zu case%s without a time %s left out: %s has no place for %s\n",
                left_out, left_out == 1 ? "" : "s", left_out == 1 ? "is" : "are", format->name,
                left_out == 1 ? "it" : "them");
    tare_result_free(&result);
    return status;
}

static void help(void)
{
    tare_options_print(&command);
    printf(
        "\nRUN is the folder of a run or its result.json. Without --out FILE it goes to stdout.\n"
        "\n  gbench     JSON of Google Benchmark, a repetition a set\n"
        "  benchfmt   the Go benchmark format, for benchstat; a line a set\n"
        "  bmf        Bencher Metric Format: latency with its interval, bytes, allocations\n"
        "  hyperfine  as its --export-json, seconds an operation, a time a set\n"
        "  markdown   the table, for a pull request\n"
        "  csv        summary.csv\n"
        "\nWhat is unavailable is left out. tare compare reads gbench too.\n"
        "\nExit status: 0 fine, 2 usage or no result, 4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    struct tare_options options;
    struct tare_err err = {0};

    if (tare_options_parse_for(&command, &options, argc, argv, &err))
        return tare_command_fail(&err);
    if (options.help) {
        printf("usage: tare export %s\n", tare_command_export.arguments);
        help();
        return TARE_EXIT_FINE;
    }
    if (options.exe_count != 1) {
        tare_err_set(&err, TARE_ERR_USAGE,
                     "found %zu results: expected tare export --to FORMAT RUN", options.exe_count);
        return tare_command_fail(&err);
    }
    return export(&options, &err) ? tare_command_fail(&err) : TARE_EXIT_FINE;
}

const struct tare_command tare_command_export = {
    .name = "export",
    .arguments = "--to FORMAT RUN [FLAGS]",
    .purpose = "a stored result as gbench, benchfmt, bmf, hyperfine, markdown or csv",
    .run = run,
    .help = help,
};
