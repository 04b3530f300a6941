/* SPDX-License-Identifier: MIT */
/* tare profile: what each line of a case costs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "cmd/command.h"
#include "cmd/describe.h"
#include "cmd/print.h"
#include "cmd/profile_options.h"
#include "conduct/child.h"
#include "conduct/conductor.h"
#include "profile/allocations.h"
#include "profile/disassemble.h"
#include "profile/hits.h"
#include "profile/sampling.h"
#include "profile/simulate.h"
#include "profile/source.h"
#include "report/flame.h"
#include "report/profile.h"

#define HITS_NS     20e9 /* of a run of the case built with --coverage */
#define SIMULATE_NS 60e9 /* of a run; it takes 40 to 60 times as long as the case */

struct profiling {
    const struct tare_profile_options *options;
    struct tare_plan plan;
    struct tare_subject subject;
    struct tare_clock clock;
    struct tare_cpus cpus;
    struct tare_dwarf_cache dwarf;
    struct tare_profile profile;
    char *entry;
    char *file;
    char *library;      /* libtare-sample.so */
    char *heap_library; /* libtare-heap.so */
};

/* The case of that name, and the function that TARE_CASE makes of it. */
static int choose(struct profiling *p, const char *id, struct tare_err *err)
{
    struct tare_near near = {.word = id};

    for (size_t i = 0; i < p->plan.block_count; i++)
        for (size_t j = 0; j < p->plan.block[i].arm_count; j++) {
            const struct tare_plan_arm *arm = &p->plan.block[i].arm[j];

            tare_near_offer(&near, arm->id);
            if (strcmp(arm->id, id) != 0)
                continue;
            free(p->entry);
            p->entry =
                tare_buf_format(err, "tare_run_%s_of_%s", arm->item->group, arm->item->variant);
            p->subject.id = id;
            p->subject.entry = p->entry;
            p->subject.block = &p->plan.block[i];
            p->subject.arm = j;
            return p->entry ? 0 : -1;
        }
    return tare_err_set(err, TARE_ERR_USAGE, "'%s' has no case '%s': see tare run --list %s%s%s%s",
                        p->options->exe, id, p->options->exe, near.best ? "; did you mean '" : "",
                        near.best ? near.best : "", near.best ? "'?" : "");
}

static int find_libraries(struct profiling *p, struct tare_err *err)
{
    static const char *const libraries[] = {"libtare-sample.so", "../lib/libtare-sample.so", NULL};

    p->library = tare_describe_find(libraries, err);
    p->heap_library = p->library ? tare_describe_library(err) : NULL;
    return p->heap_library ? 0 : -1;
}

static int prepare(struct profiling *p, struct tare_err *err)
{
    const struct tare_options *print = &p->options->print;

    if (tare_plan_add_build(&p->plan, tare_describe_name(p->options->exe), p->options->exe, NULL,
                            err) ||
        tare_plan_make(&p->plan, &(struct tare_plan_wishes){.full = true}, err))
        return -1;
    for (size_t i = 0; i < p->options->id_count; i++)
        if (choose(p, p->options->id[i], err))
            return -1;
    p->file = realpath(p->options->exe, NULL);
    if (!p->file)
        return tare_err_errno(err, "cannot find '%s'", p->options->exe);
    p->subject.file = p->file;
    p->subject.plan = &p->plan;
    p->subject.clock = &p->clock;
    p->subject.cpus = &p->cpus;
    p->subject.dwarf = &p->dwarf;
    p->subject.seed = print->seed_known ? print->seed : tare_conduct_draw_seed();
    return tare_clock_open(&p->clock, print->clock, err) || tare_cpus_read(&p->cpus, "/", err) ||
                   find_libraries(p, err) || tare_cpus_pin(p->cpus.cpu[0], err)
               ? -1
               : 0;
}

static int measure(struct profiling *p, struct tare_err *err)
{
    struct tare_machine_caches caches;
    const struct tare_sampling_params sampling = {
        .subject = &p->subject, .library = p->library, .time_ns = (double)p->options->time_ns};
    const struct tare_simulate_params simulation = {
        .subject = &p->subject, .caches = &caches, .limit_ns = SIMULATE_NS};
    const struct tare_hits_params hits = {
        .subject = &p->subject, .exe = p->options->hits, .limit_ns = HITS_NS};
    int result;

    tare_machine_caches_read(&caches, "/", (int)p->cpus.cpu[0]);
    tare_child_catch_signals(true);
    result = tare_sampling_run(&p->profile, &sampling, err) ||
                     tare_simulate_run(&p->profile, &simulation, err) ||
                     tare_allocations_run(&p->profile, &p->subject, p->heap_library, err) ||
                     tare_hits_run(&p->profile, &hits, err)
                 ? -1
                 : 0;
    tare_child_catch_signals(false);
    return result;
}

static int show(struct profiling *p, struct tare_err *err)
{
    static int (*const views[])(FILE *, const struct tare_profile *,
                                const struct tare_table_style *, struct tare_err *) = {
        [TARE_PROFILE_VIEW_LINES] = tare_profile_write_lines,
        [TARE_PROFILE_VIEW_FUNCTIONS] = tare_profile_write_functions,
        [TARE_PROFILE_VIEW_ASM] = tare_profile_write_asm};
    struct tare_table_style style = tare_print_style(&p->options->print);

    if (p->options->print.format == TARE_OPTIONS_JSON)
        return tare_profile_write_json(stdout, &p->profile, err);
    if (p->options->print.format == TARE_OPTIONS_CSV)
        return tare_profile_write_csv(stdout, &p->profile, err);
    return views[p->options->view](stdout, &p->profile, &style, err);
}

/* What is shown, and the text of it. */
static int look_up(struct profiling *p, struct tare_err *err)
{
    const struct tare_profile_options *options = p->options;
    size_t shown;

    tare_profile_sort(&p->profile, TARE_PROFILE_TIME);
    tare_profile_sort_functions(&p->profile, options->order);
    shown = tare_profile_choose(&p->profile, p->entry);
    if (!shown && options->function)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "no sample of '%s' lay in a function '%s': is it called in the loop, "
                            "and is the executable built with -g?",
                            p->subject.id, options->function);
    if (!shown && tare_profile_note(&p->profile, err,
                                    "no lines of the case are known: build the executable with -g "
                                    "and do not strip it"))
        return -1;
    if (options->view == TARE_PROFILE_VIEW_ASM && tare_disassemble(&p->profile, &p->subject, err))
        return -1;
    return tare_profile_read_source(&p->profile, options->exe, err);
}

/* To the file that --flame names; nothing half-written stays. */
static int draw(struct profiling *p, struct tare_err *err)
{
    const char *path = p->options->flame;
    const char *dot = path ? strrchr(path, '.') : NULL;
    bool is_svg = dot && strcmp(dot, ".svg") == 0;
    FILE *file;
    int result;

    if (!path)
        return 0;
    if (!p->profile.stack_count)
        return tare_profile_note(&p->profile, err, "no flame graph: there are no samples");
    file = fopen(path, "we");
    if (!file)
        return tare_err_errno(err, "cannot write '%s'", path);
    result = is_svg ? tare_flame_write_svg(file, &p->profile, err)
                    : tare_flame_write_folded(file, &p->profile, err);
    if (fclose(file) && result == 0)
        result = tare_err_errno(err, "cannot write '%s'", path);
    if (result)
        remove(path);
    return result;
}

static int profile_case(struct profiling *p, const char *id, struct tare_err *err)
{
    const char *function = p->options->function;
    int result = -1;

    tare_profile_init(&p->profile);
    p->profile.id = strdup(id);
    p->profile.function = function ? strdup(function) : NULL;
    if (!p->profile.id || (function && !p->profile.function))
        tare_err_memory(err);
    else
        result =
            choose(p, id, err) || measure(p, err) || look_up(p, err) || draw(p, err) || show(p, err)
                ? -1
                : 0;
    tare_profile_free(&p->profile);
    return result;
}

static void help(void)
{
    printf(
        "\n"
        "  --lines                what each line takes, with what it calls (the default)\n"
        "  --functions            what each function takes, itself and with what it calls; with\n"
        "                         --function NAME its callers and callees too\n"
        "  --asm                  its instructions, by objdump, with what each takes itself\n"
        "  --sort KEY             functions by self (default), cumulative, calls, percall or "
        "name\n"
        "  --flame FILE           the stacks of the samples, folded, or as a graph in FILE.svg\n"
        "  --function NAME        the lines of this function alone; default: those of the case "
        "and\n"
        "                         of all functions in its file or beside it\n"
        "  --hits EXE2            how often each line is executed, by gcov: EXE2 is built of "
        "the same\n"
        "                         sources with --coverage (make profile CASE=... does all)\n"
        "  --time T               to sample for (default 5s)\n"
        "  --seed N               of the data (default: drawn)\n"
        "  --format NAME          table, json or csv (default table)\n"
        "  --color WHEN           auto, always or never (default auto)\n"
        "  --help                 print this\n"
        "\nExit status: 0 fine, 2 usage, 4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    struct tare_profile_options options;
    struct profiling p = {.options = &options};
    struct tare_err err = {0};
    int status = tare_profile_options_parse(&options, argc, argv, &err);

    if (status == 0 && options.help) {
        printf("usage: tare profile %s\n", tare_command_profile.arguments);
        help();
    } else if (status == 0) {
        status = prepare(&p, &err);
    }
    for (size_t i = 0; i < options.id_count && status == 0 && !options.help; i++)
        status = profile_case(&p, options.id[i], &err);
    tare_dwarf_cache_free(&p.dwarf);
    tare_plan_free(&p.plan);
    free(p.entry);
    free(p.file);
    free(p.library);
    free(p.heap_library);
    return status ? tare_command_fail(&err) : TARE_EXIT_FINE;
}

const struct tare_command tare_command_profile = {
    .name = "profile",
    .arguments = "EXE CASE... [FLAGS]",
    .purpose = "what each line of a case takes",
    .run = run,
    .help = help,
};
