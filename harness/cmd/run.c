/* SPDX-License-Identifier: MIT */
/* tare run: measures, weighs, writes the results. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/units.h"
#include "cmd/command.h"
#include "cmd/describe.h"
#include "cmd/environment.h"
#include "cmd/gated.h"
#include "cmd/options.h"
#include "cmd/session.h"
#include "conduct/layouts.h"
#include "conduct/plan.h"

/* "LABEL=EXE" or "EXE", whose label is its file name. A path with '=' in a folder is no label. */
static int add_exe(struct tare_plan *plan, const char *exe, struct tare_err *err)
{
    const char *equals = strchr(exe, '=');
    const char *slash = strchr(exe, '/');
    char *label;
    int result;

    if (!equals || (slash && slash < equals))
        return tare_plan_add_build(plan, tare_describe_name(exe), exe, NULL, err);
    if (equals == exe || !equals[1])
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected LABEL=EXE", exe);
    label = strndup(exe, (size_t)(equals - exe));
    if (!label)
        return tare_err_memory(err);
    result = tare_plan_add_build(plan, label, equals + 1, NULL, err);
    free(label);
    return result;
}

/* Has any group that runs a list of threads, for --threads to replace? */
static bool any_threads(const struct tare_plan *plan)
{
    for (size_t i = 0; i < plan->block_count; i++)
        if (plan->block[i].arm[0].item->threads.count)
            return true;
    return false;
}

/* The links that the pattern matches are the executable. */
static int add_layouts(struct tare_plan *plan, const struct tare_options *options,
                       struct tare_err *err)
{
    const char *first;

    if (options->exe_count)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--layouts '%s': the links are the executable, '%s' cannot be one too",
                            options->layouts, options->exe[0]);
    if (tare_layouts_find(plan, options->layouts, err))
        return -1;
    first = plan->layout[0].path;
    return tare_plan_add_build(plan, tare_describe_name(first), first, NULL, err) ||
                   tare_layouts_check(plan, err)
               ? -1
               : 0;
}

static void tell_left_out(const struct tare_plan *plan, const char *filter)
{
    struct tare_buf lines = TARE_BUF_INIT;
    size_t count = tare_plan_left_out(plan, filter, &lines);

    if (count)
        fprintf(stderr, "tare: %zu case%s left out, not in all builds:\n%s", count,
                count == 1 ? " is" : "s are", lines.text);
    tare_buf_free(&lines);
}

static int make_plan(struct tare_plan *plan, const struct tare_options *options,
                     struct tare_err *err)
{
    const struct tare_plan_wishes wishes = {.filter = options->filter,
                                            .baseline = options->baseline,
                                            .sizes = options->size_count ? options->sizes : NULL,
                                            .size_count = options->size_count,
                                            .threads =
                                                options->thread_count ? options->threads : NULL,
                                            .thread_count = options->thread_count,
                                            .full = options->full};

    if (options->layouts && add_layouts(plan, options, err))
        return -1;
    if (!options->exe_count && !options->layouts)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "no executable: expected tare run [LABEL=]EXE... [FLAGS]");
    for (size_t i = 0; i < options->exe_count; i++)
        if (add_exe(plan, options->exe[i], err))
            return -1;
    if (options->env_count && options->exe_count > 1)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--env '%s' is one executable's: there are %zu, and it does not say "
                            "whose",
                            options->env[0], options->exe_count);
    for (size_t i = 0; i < options->env_count; i++)
        if (tare_environment_add(plan, options->env[i], err))
            return -1;
    if (tare_gated_check(options, plan, err))
        return -1;
    if (tare_plan_make(plan, &wishes, err))
        return -1;
    if (options->precision_ratio > 0 && plan->layout_count && plan->layout_count < 3)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--precision: intervals are over layouts and need 3, there are %zu",
                            plan->layout_count);
    if (plan->layout_count == 1)
        fprintf(stderr, "tare: one layout only, '%s': nothing can be said of others\n",
                plan->layout[0].path);
    if (options->thread_count && !any_threads(plan))
        fprintf(stderr, "tare: --threads changes nothing: no group here has threads\n");
    tell_left_out(plan, options->filter);
    return 0;
}

/* Fitted to the suite here, 126 arms: 150 s by default, 41 s with --quick. Operations that are long
 * in themselves cost more. */
static double estimate_ns(const struct tare_options *options, size_t arms)
{
    double sampled_ns = tare_describe_settings(options).min_time_ns;
    double estimate_ns = (double)arms * (5 * sampled_ns + 200e6);

    return options->budget_ns ? fmin(estimate_ns, (double)options->budget_ns) : estimate_ns;
}

static int list(const struct tare_options *options, const struct tare_plan *plan)
{
    size_t arms = 0;

    for (size_t i = 0; i < plan->block_count; i++)
        for (size_t j = 0; j < plan->block[i].arm_count; j++) {
            const struct tare_plan_arm *arm = &plan->block[i].arm[j];

            arms++;
            if (arm->build == 0)
                printf("%s\n", arm->id);
        }
    fprintf(stderr, "%zu arm%s, about %s\n", arms, arms == 1 ? "" : "s",
            tare_units_duration(estimate_ns(options, arms)).text);
    return fflush(stdout) || ferror(stdout) ? TARE_EXIT_BROKEN : TARE_EXIT_FINE;
}

static int measure(const struct tare_options *options, const struct tare_plan *plan, char **argv)
{
    struct tare_session session;
    struct tare_err err = {0};
    int status;

    if (tare_session_open(&session, options, plan, argv, &err))
        return tare_command_fail(&err);
    status = tare_session_run(&session);
    tare_session_close(&session);
    return status;
}

static int run(int argc, char **argv)
{
    struct tare_options options;
    struct tare_plan plan = {0};
    struct tare_err err = {0};
    int status;

    if (tare_options_parse(&options, argc, argv, &err))
        return tare_command_fail(&err);
    if (options.help) {
        printf("usage: tare run %s\n", tare_command_run.arguments);
        tare_options_help();
        return TARE_EXIT_FINE;
    }
    if (make_plan(&plan, &options, &err))
        status = tare_command_fail(&err);
    else
        status = options.list ? list(&options, &plan) : measure(&options, &plan, argv);
    tare_plan_free(&plan);
    return status;
}

const struct tare_command tare_command_run = {
    .name = "run",
    .arguments = "[LABEL=]EXE... [FLAGS]",
    .purpose = "measures and weighs the cases of a bench executable; several are compared",
    .run = run,
    .help = tare_options_help,
};
