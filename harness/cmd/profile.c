/* SPDX-License-Identifier: MIT */
/* tare profile: what each line of a case costs. */
#define _GNU_SOURCE /* asprintf */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "cmd/command.h"
#include "cmd/describe.h"
#include "cmd/options.h"
#include "cmd/print.h"
#include "conduct/child.h"
#include "conduct/conductor.h"
#include "profile/sampling.h"
#include "profile/simulate.h"
#include "profile/source.h"
#include "report/profile.h"

#define DEFAULT_TIME_NS UINT64_C(5000000000)
#define SIMULATED       10   /* iterations */
#define SIMULATE_NS     60e9 /* of a run; it takes 40 to 60 times as long as the case */

enum view { VIEW_LINES, VIEW_FUNCTIONS };

struct profile_options {
    const char *exe;
    const char *id; /* of the case */
    const char *function;
    uint64_t time_ns;
    enum view view;
    bool help;
    struct tare_options print; /* format, colours, seed */
};

static int set_time(struct profile_options *options, const char *value, struct tare_err *err)
{
    return tare_units_parse_duration(value, &options->time_ns, err);
}

static int set_format(struct profile_options *options, const char *value, struct tare_err *err)
{
    if (strcmp(value, "markdown") == 0)
        return tare_err_set(err, TARE_ERR_USAGE, "--format: '%s': expected table, json or csv",
                            value);
    return tare_options_set(&options->print, "format", value, err);
}

static int set_value(struct profile_options *options, const char *name, const char *value,
                     struct tare_err *err)
{
    if (strcmp(name, "function") == 0) {
        options->function = value;
        return 0;
    }
    if (strcmp(name, "time") == 0)
        return set_time(options, value, err);
    if (strcmp(name, "format") == 0)
        return set_format(options, value, err);
    return tare_options_set(&options->print, name, value, err);
}

static bool set_switch(struct profile_options *options, const char *name)
{
    if (strcmp(name, "lines") == 0)
        options->view = VIEW_LINES;
    else if (strcmp(name, "functions") == 0)
        options->view = VIEW_FUNCTIONS;
    else if (strcmp(name, "help") == 0)
        options->help = true;
    else
        return false;
    return true;
}

/* argv[*index] begins with "--"; may take the next one for its value. */
static int parse_flag(struct profile_options *options, int argc, char **argv, int *index,
                      struct tare_err *err)
{
    static const char *const valued[] = {"function", "time", "format", "color", "seed", NULL};
    const char *argument = argv[*index] + 2;
    size_t length = strcspn(argument, "=");

    if (set_switch(options, argument))
        return 0;
    for (size_t i = 0; valued[i]; i++) {
        if (strlen(valued[i]) != length || strncmp(valued[i], argument, length) != 0)
            continue;
        if (argument[length])
            return set_value(options, valued[i], argument + length + 1, err);
        if (*index + 1 >= argc)
            return tare_err_set(err, TARE_ERR_USAGE, "--%s needs a value", valued[i]);
        return set_value(options, valued[i], argv[++*index], err);
    }
    return tare_err_set(err, TARE_ERR_USAGE, "no flag '%s': see tare help profile", argv[*index]);
}

static int parse(struct profile_options *options, int argc, char **argv, struct tare_err *err)
{
    *options = (struct profile_options){.time_ns = DEFAULT_TIME_NS};
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            if (parse_flag(options, argc, argv, &i, err))
                return -1;
        } else if (!options->exe) {
            options->exe = argv[i];
        } else if (!options->id) {
            options->id = argv[i];
        } else {
            return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected one executable and one case",
                                argv[i]);
        }
    }
    if (!options->help && !options->id)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "expected tare profile EXE CASE: tare run --list EXE names the cases");
    return 0;
}

struct profiling {
    const struct profile_options *options;
    struct tare_plan plan;
    const struct tare_plan_block *block;
    size_t arm;
    struct tare_clock clock;
    struct tare_cpus cpus;
    struct tare_dwarf_cache dwarf;
    struct tare_profile profile;
    char *entry;
    char *library;
};

static int find_case(struct profiling *p, struct tare_err *err)
{
    for (size_t i = 0; i < p->plan.block_count; i++)
        for (size_t j = 0; j < p->plan.block[i].arm_count; j++)
            if (strcmp(p->plan.block[i].arm[j].id, p->options->id) == 0) {
                p->block = &p->plan.block[i];
                p->arm = j;
                return 0;
            }
    return tare_err_set(err, TARE_ERR_USAGE, "'%s' has no case '%s': see tare run --list %s",
                        p->options->exe, p->options->id, p->options->exe);
}

/* The function that TARE_CASE makes of the case. */
static int name_entry(struct profiling *p, struct tare_err *err)
{
    const struct tare_listed *item = p->block->arm[p->arm].item;

    if (asprintf(&p->entry, "tare_run_%s_of_%s", item->group, item->variant) < 0) {
        p->entry = NULL;
        return tare_err_memory(err);
    }
    return 0;
}

static int prepare(struct profiling *p, struct tare_err *err)
{
    static const char *const libraries[] = {"libtare-sample.so", "../lib/libtare-sample.so", NULL};
    const struct profile_options *options = p->options;

    if (tare_plan_add_build(&p->plan, tare_describe_name(options->exe), options->exe, NULL, err) ||
        tare_plan_make(&p->plan, &(struct tare_plan_wishes){.full = true}, err) ||
        find_case(p, err) || name_entry(p, err) ||
        tare_clock_open(&p->clock, options->print.clock, err) || tare_cpus_read(&p->cpus, "/", err))
        return -1;
    p->library = tare_describe_find(libraries, err);
    p->profile.id = strdup(options->id);
    p->profile.function = options->function ? strdup(options->function) : NULL;
    if (!p->profile.id || (options->function && !p->profile.function))
        return tare_err_memory(err);
    return p->library ? tare_cpus_pin(p->cpus.cpu[0], err) : -1;
}

static int sample(struct profiling *p, struct tare_err *err)
{
    const struct tare_options *print = &p->options->print;

    return tare_sampling_run(&p->profile,
                             &(struct tare_sampling_params){.plan = &p->plan,
                                                            .block = p->block,
                                                            .arm = p->arm,
                                                            .clock = &p->clock,
                                                            .cpus = &p->cpus,
                                                            .dwarf = &p->dwarf,
                                                            .library = p->library,
                                                            .entry = p->entry,
                                                            .time_ns = (double)p->options->time_ns,
                                                            .seed = print->seed_known
                                                                        ? print->seed
                                                                        : tare_conduct_draw_seed()},
                             err);
}

static int simulate(struct profiling *p, struct tare_err *err)
{
    struct tare_machine_caches caches;

    tare_machine_caches_read(&caches, "/", (int)p->cpus.cpu[0]);
    return tare_simulate_run(
        &p->profile,
        &(struct tare_simulate_params){.build = p->block->arm[p->arm].build + p->plan.build,
                                       .id = p->options->id,
                                       .entry = p->entry,
                                       .dwarf = &p->dwarf,
                                       .caches = &caches,
                                       .iterations = SIMULATED,
                                       .limit_ns = SIMULATE_NS},
        err);
}

static int measure(struct profiling *p, struct tare_err *err)
{
    int result;

    tare_child_catch_signals(true);
    result = sample(p, err) || simulate(p, err) ? -1 : 0;
    tare_child_catch_signals(false);
    return result;
}

static int show(struct profiling *p, struct tare_err *err)
{
    struct tare_table_style style = tare_print_style(&p->options->print);

    if (p->options->print.format == TARE_OPTIONS_JSON)
        return tare_profile_write_json(stdout, &p->profile, err);
    if (p->options->print.format == TARE_OPTIONS_CSV)
        return tare_profile_write_csv(stdout, &p->profile, err);
    return p->options->view == VIEW_FUNCTIONS
               ? tare_profile_write_functions(stdout, &p->profile, &style, err)
               : tare_profile_write_lines(stdout, &p->profile, &style, err);
}

static int profile_case(struct profiling *p, struct tare_err *err)
{
    size_t shown;

    if (prepare(p, err) || measure(p, err))
        return -1;
    tare_profile_sort(&p->profile, TARE_PROFILE_TIME);
    shown = tare_profile_choose(&p->profile, p->entry);
    if (!shown && p->options->function)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "no sample of '%s' lay in a function '%s': is it called in the loop, "
                            "and is the executable built with -g?",
                            p->options->id, p->options->function);
    return tare_profile_read_source(&p->profile, p->options->exe, err) || show(p, err) ? -1 : 0;
}

static void help(void)
{
    printf("\n"
           "  --lines                what each line takes, with what it calls (the default)\n"
           "  --functions            what each function takes, itself and with what it calls\n"
           "  --function NAME        the lines of this function alone; default: those of the case "
           "and\n"
           "                         of all functions in its file or beside it\n"
           "  --time T               to sample for (default 5s)\n"
           "  --seed N               of the data (default: drawn)\n"
           "  --format NAME          table, json or csv (default table)\n"
           "  --color WHEN           auto, always or never (default auto)\n"
           "\nExit status: 0 fine, 2 usage, 4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    struct profile_options options;
    struct profiling p = {.options = &options};
    struct tare_err err = {0};
    int status = parse(&options, argc, argv, &err);

    tare_profile_init(&p.profile);
    if (status == 0 && options.help)
        help();
    else if (status == 0)
        status = profile_case(&p, &err);
    tare_profile_free(&p.profile);
    tare_dwarf_cache_free(&p.dwarf);
    tare_plan_free(&p.plan);
    free(p.entry);
    free(p.library);
    return status ? tare_command_fail(&err) : TARE_EXIT_FINE;
}

const struct tare_command tare_command_profile = {
    .name = "profile",
    .arguments = "EXE CASE [FLAGS]",
    .purpose = "what each line of a case takes",
    .run = run,
    .help = help,
};
