/* SPDX-License-Identifier: MIT */
/* tare profile: what each line of a case costs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "cmd/command.h"
#include "cmd/describe.h"
#include "cmd/print.h"
#include "cmd/profile_draw.h"
#include "cmd/profile_options.h"
#include "conduct/child.h"
#include "conduct/conductor.h"
#include "dwarf/lines.h"
#include "profile/allocations.h"
#include "profile/disassemble.h"
#include "profile/hits.h"
#include "profile/memory.h"
#include "profile/sampling.h"
#include "profile/simulate.h"
#include "profile/source.h"
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
    bool has_failed; /* a case */
    char *entry;
    char *file;
    char *library;      /* libtare-sample.so */
    char *heap_library; /* libtare-heap.so */
};

/* One whose id begins so, as without its size, or else the nearest. */
static int tell_no_case(const struct profiling *p, const char *id, struct tare_err *err)
{
    struct tare_near near = {.word = id};
    const char *longer = NULL;
    size_t length = strlen(id);

    for (size_t i = 0; i < p->plan.block_count; i++)
        for (size_t j = 0; j < p->plan.block[i].arm_count; j++) {
            const char *known = p->plan.block[i].arm[j].id;

            tare_near_offer(&near, known);
            if (!longer && length && strncmp(known, id, length) == 0 && known[length] == '/')
                longer = known;
        }
    if (longer)
        near.best = longer;
    return tare_err_set(err, TARE_ERR_USAGE, "'%s' has no case '%s'%s%s%s: see tare run --list %s",
                        p->options->exe, id, near.best ? "; did you mean '" : "",
                        near.best ? near.best : "", near.best ? "'?" : "", p->options->exe);
}

/* The case of that name, and the function that TARE_CASE makes of it. */
static int choose(struct profiling *p, const char *id, struct tare_err *err)
{
    for (size_t i = 0; i < p->plan.block_count; i++)
        for (size_t j = 0; j < p->plan.block[i].arm_count; j++) {
            const struct tare_plan_arm *arm = &p->plan.block[i].arm[j];

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
    return tell_no_case(p, id, err);
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
    p->subject.seed = tare_conduct_data_seed(p->subject.seed, 0);
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
    result = p->options->view == TARE_PROFILE_VIEW_MEMORY
                 ? tare_memory_run(&p->profile, &p->subject, p->heap_library, err)
             : tare_sampling_run(&p->profile, &sampling, err) ||
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
    static int (*const sheets[])(FILE *, const struct tare_profile *, struct tare_err *) = {
        [TARE_PROFILE_VIEW_LINES] = tare_profile_write_csv,
        [TARE_PROFILE_VIEW_FUNCTIONS] = tare_profile_write_functions_csv,
        [TARE_PROFILE_VIEW_ASM] = tare_profile_write_asm_csv,
        [TARE_PROFILE_VIEW_MEMORY] = tare_profile_write_memory_csv};
    struct tare_table_style style = tare_print_style(&p->options->print);

    if (p->options->print.format == TARE_OPTIONS_JSON)
        return tare_profile_write_json(stdout, &p->profile, err);
    if (p->options->print.format == TARE_OPTIONS_CSV)
        return sheets[p->options->view](stdout, &p->profile, err);
    if (p->options->view == TARE_PROFILE_VIEW_MEMORY)
        return tare_profile_write_memory(stdout, &p->profile, p->entry, &style, err);
    return views[p->options->view](stdout, &p->profile, &style, err);
}

/* Did any pass come to the case? Where none did, each says why. */
static bool was_seen(const struct tare_profile *profile)
{
    bool seen = profile->memory.known;

    for (int m = 0; m < TARE_PROFILE_METRICS; m++)
        seen |= profile->pass[m].known;
    return seen;
}

/* Of "FILE:LINE" the function whose line it is; a name stays. 0 or -1. */
static int find_function(struct profiling *p, struct tare_err *err)
{
    const char *wanted = p->options->function;
    const char *colon = strrchr(wanted, ':');
    size_t length = colon ? (size_t)(colon - wanted) : 0;
    const struct tare_profile_line *found = NULL;

    if (!length || !colon[1] || colon[1 + strspn(colon + 1, "0123456789")])
        return 0;
    for (size_t i = 0; i < p->profile.line_count; i++) {
        const struct tare_profile_line *line = &p->profile.line[i];
        size_t whole = strlen(line->source);

        if (line->line == atoi(colon + 1) && whole >= length &&
            strncmp(line->source + whole - length, wanted, length) == 0 &&
            (whole == length || line->source[whole - length - 1] == '/'))
            found = line;
    }
    if (!found && was_seen(&p->profile))
        return tare_err_set(err, TARE_ERR_USAGE,
                            "nothing of '%s' was seen at the line '%s': it is not executed in the "
                            "loop, or the compiler left no code there",
                            p->subject.id, wanted);
    free(p->profile.function);
    p->profile.function = strdup(found ? found->function : wanted);
    return p->profile.function ? 0 : tare_err_memory(err);
}

static int tell_no_function(struct profiling *p, struct tare_err *err)
{
    static const char *const made[] = {
        [TARE_DWARF_DISSOLVED] =
            "the compiler inlined it or optimized it away, and nothing of it is left in the loop: "
            "__attribute__((noinline)) keeps it",
        [TARE_DWARF_COMPILED] = "it has code, but is not called in the loop"};
    struct tare_dwarf_file *file = tare_dwarf_cache_open(&p->dwarf, p->file, err);
    const char *function = p->options->function;
    struct tare_near near = {.word = function};
    enum tare_dwarf_made how = file ? tare_dwarf_file_function(file, function) : TARE_DWARF_UNKNOWN;

    if (!file)
        return -1;
    if (how != TARE_DWARF_UNKNOWN)
        return tare_err_set(err, TARE_ERR_USAGE, "nothing of '%s' was seen in a function '%s': %s",
                            p->subject.id, function, made[how]);
    for (size_t i = 0; i < p->profile.function_count; i++)
        tare_near_offer(&near, p->profile.functions[i].function);
    return tare_err_set(err, TARE_ERR_USAGE,
                        "nothing of '%s' was seen in a function '%s'%s%s%s: is it called in the "
                        "loop, not optimized away, and is the executable built with -g?",
                        p->subject.id, function, near.best ? "; did you mean '" : "",
                        near.best ? near.best : "", near.best ? "'" : "");
}

/* What is shown, and the text of it. */
static int look_up(struct profiling *p, struct tare_err *err)
{
    const struct tare_profile_options *options = p->options;
    struct tare_dwarf_file *file;
    size_t shown;

    tare_profile_sort(&p->profile, TARE_PROFILE_TIME);
    tare_profile_sort_functions(&p->profile, options->order);
    if (options->function && find_function(p, err))
        return -1;
    shown = tare_profile_choose(&p->profile, p->entry);
    if (!shown && options->function && was_seen(&p->profile))
        return tell_no_function(p, err);
    if (!shown && was_seen(&p->profile) &&
        tare_profile_note(&p->profile, err, "%s",
                          p->profile.memory.known && !(p->profile.memory.peak_bytes > 0)
                              ? "the case did not change the heap"
                              : "no lines of the case are known: build the executable with -g and "
                                "do not strip it"))
        return -1;
    if (options->view == TARE_PROFILE_VIEW_ASM && tare_disassemble(&p->profile, &p->subject, err))
        return -1;
    file = tare_dwarf_cache_open(&p->dwarf, p->file, err);
    return file ? tare_profile_read_source(&p->profile, file, options->exe, err) : -1;
}

static int draw(struct profiling *p, struct tare_err *err)
{
    const struct tare_profile_options *options = p->options;

    if (options->flame && tare_profile_draw_flame(&p->profile, options->flame, err))
        return -1;
    return options->plot ? tare_profile_draw_memory(&p->profile, options->plot, p->entry, err) : 0;
}

/* All of it but the table. p->profile is to be freed. */
static int make(struct profiling *p, const char *id, struct tare_err *err)
{
    const char *function = p->options->function;

    tare_profile_init(&p->profile);
    p->profile.id = strdup(id);
    p->profile.function = function ? strdup(function) : NULL;
    if (!p->profile.id || (function && !p->profile.function))
        return tare_err_memory(err);
    if (choose(p, id, err) || measure(p, err))
        return -1;
    if (p->profile.failure) {
        fprintf(stderr, "tare: '%s' %s\n", id, p->profile.failure);
        p->has_failed = true;
    }
    return look_up(p, err) || draw(p, err) ? -1 : 0;
}

static int profile_case(struct profiling *p, const char *id, struct tare_err *err)
{
    int result = make(p, id, err) || show(p, err) ? -1 : 0;

    tare_profile_free(&p->profile);
    return result;
}

/* The instructions of two cases, side by side. */
static int profile_pair(struct profiling *p, struct tare_err *err)
{
    struct tare_table_style style = tare_print_style(&p->options->print);
    int result = make(p, p->options->id[0], err);
    struct tare_profile first = p->profile;

    tare_profile_init(&p->profile);
    if (result == 0)
        result = make(p, p->options->id[1], err) ||
                 tare_profile_write_asm_pair(stdout, &first, &p->profile, &style, err);
    tare_profile_free(&first);
    tare_profile_free(&p->profile);
    return result ? -1 : 0;
}

static int profile_all(struct profiling *p, struct tare_err *err)
{
    const struct tare_profile_options *options = p->options;

    if (options->view == TARE_PROFILE_VIEW_ASM && options->id_count == 2)
        return profile_pair(p, err);
    for (size_t i = 0; i < options->id_count; i++)
        if (profile_case(p, options->id[i], err))
            return -1;
    return 0;
}

static void help(void)
{
    printf(
        "\n"
        "  --lines                what each line takes, with what it calls (the default)\n"
        "  --functions            what each function takes, itself and with what it calls; with\n"
        "                         --function NAME its callers and callees too\n"
        "  --asm                  its instructions, by objdump, with what each takes itself;\n"
        "                         of two cases side by side\n"
        "  --memory               how each line of the case, run once, changed the live heap\n"
        "  --plot FILE            of --memory: the live heap as it went, its lines marked, as "
        "FILE.svg,\n"
        "                         FILE.png and the gnuplot script FILE.gp\n"
        "  --sort KEY             functions by self (default), cumulative, calls, percall or "
        "name\n"
        "  --flame FILE           the stacks of the samples: a graph in FILE.svg, folded in "
        "FILE.folded\n"
        "  --function NAME        the lines of this function alone, also as FILE:LINE; default: "
        "those "
        "of the case "
        "and\n"
        "                         of all functions in its file or beside it\n"
        "  --hits EXE2            how often each line is executed, by gcov: EXE2 is built of "
        "the same\n"
        "                         sources with --coverage (make profile CASE=... does all)\n"
        "  --time T               to sample for (default 5s)\n"
        "  --seed N               of the data (default: drawn): that of set 1 of tare run --seed N "
        "of "
        "the\n"
        "                         case's group and size alone\n"
        "  --format NAME          table, json or csv (default table)\n"
        "  --color WHEN           auto, always or never (default auto)\n"
        "  --help                 print this\n"
        "\nExit status: 0 fine, 1 a case failed, 2 usage, 4 tare failed.\n");
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
    if (status == 0 && !options.help)
        status = profile_all(&p, &err);
    tare_dwarf_cache_free(&p.dwarf);
    tare_plan_free(&p.plan);
    free(p.entry);
    free(p.file);
    free(p.library);
    free(p.heap_library);
    if (status)
        return tare_command_fail(&err);
    return p.has_failed ? TARE_EXIT_FINDING : TARE_EXIT_FINE;
}

const struct tare_command tare_command_profile = {
    .name = "profile",
    .arguments = "EXE CASE... [FLAGS]",
    .purpose = "what each line of a case takes",
    .run = run,
    .help = help,
};
