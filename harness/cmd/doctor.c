/* SPDX-License-Identifier: MIT */
/* tare doctor: is this machine fit to measure, and what can be seen on it? */
#include <stdio.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/print.h"
#include "conduct/doctor.h"
#include "model/json_fitness.h"
#include "report/doctor.h"

struct doctor_options {
    bool json;
    bool quick;
    bool no_self_test;
    bool help;
    struct tare_options print; /* colours */
};

static int parse(struct doctor_options *options, int argc, char **argv, struct tare_err *err)
{
    *options = (struct doctor_options){0};
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];

        if (strcmp(argument, "--json") == 0)
            options->json = true;
        else if (strcmp(argument, "--quick") == 0)
            options->quick = true;
        else if (strcmp(argument, "--no-self-test") == 0)
            options->no_self_test = true;
        else if (strcmp(argument, "--help") == 0)
            options->help = true;
        else if (strncmp(argument, "--color=", 8) == 0) {
            if (tare_options_set(&options->print, "color", argument + 8, err))
                return -1;
        } else if (strcmp(argument, "--color") == 0) {
            if (i + 1 >= argc)
                return tare_err_set(err, TARE_ERR_USAGE, "--color needs a value");
            if (tare_options_set(&options->print, "color", argv[++i], err))
                return -1;
        } else {
            return tare_err_set(err, TARE_ERR_USAGE, "%s '%s': see tare help doctor",
                                *argument == '-' ? "no flag" : "takes no argument, found",
                                argument);
        }
    }
    return 0;
}

static void on_progress(void *context, const char *id, const struct tare_conduct_place *place)
{
    (void)context;
    tare_print_progress(&(struct tare_progress){
        .id = id, .done_ratio = place->done_ratio, .left_ns = place->left_ns});
}

static int show(const struct doctor_options *options, const struct tare_doctor *doctor,
                const struct tare_fitness *fitness, struct tare_err *err)
{
    const struct tare_selftest *selftest = doctor->has_selftest ? &doctor->selftest : NULL;
    struct tare_table_style style = tare_print_style(&options->print);

    return options->json ? tare_fitness_write_json(stdout, fitness, selftest, err)
                         : tare_doctor_write(stdout, fitness, &style, err);
}

/* A finding where a signal ended it, as with tare run: what was seen is shown all the same. */
static int status_of(const struct tare_doctor *doctor, const struct tare_fitness *fitness)
{
    if (fitness->verdict == TARE_FITNESS_UNFIT)
        return TARE_EXIT_UNFIT;
    return doctor->interrupted ? TARE_EXIT_FINDING : TARE_EXIT_FINE;
}

static int examine(const struct doctor_options *options)
{
    struct tare_doctor doctor;
    struct tare_fitness fitness;
    struct tare_err err = {0};
    bool shows = tare_print_has_progress();
    int status;

    if (tare_doctor_look(&doctor,
                         &(struct tare_doctor_params){.quick = options->quick,
                                                      .self_test = !options->no_self_test,
                                                      .progress = shows ? on_progress : NULL},
                         &err)) {
        tare_doctor_free(&doctor);
        return tare_command_fail(&err);
    }
    if (shows)
        tare_print_progress(NULL);
    tare_doctor_judge(&doctor, &fitness);
    status = show(options, &doctor, &fitness, &err) ? tare_command_fail(&err)
                                                    : status_of(&doctor, &fitness);
    tare_doctor_free(&doctor);
    return status;
}

static void help(void)
{
    printf("\n"
           "  --quick                a third of the time: fewer pairs in the self-test\n"
           "  --no-self-test         the checks alone, 0.5 s\n"
           "  --json                 as harness/model/doctor.schema.json describes it\n"
           "  --color WHEN           auto, always or never (default auto)\n"
           "\n"
           "The self-test measures pairs of identical arms as tare run does: how many are called\n"
           "different, and the smallest change that comparing two arms for 1 s and for 10 s\n"
           "would see (80 %% power, 5 %% level).\n"
           "\nExit status: 0 fit or caution, 2 usage, 3 unfit, 4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    struct doctor_options options;
    struct tare_err err = {0};

    if (parse(&options, argc, argv, &err))
        return tare_command_fail(&err);
    if (options.help) {
        printf("usage: tare doctor %s\n", tare_command_doctor.arguments);
        help();
        return TARE_EXIT_FINE;
    }
    return examine(&options);
}

const struct tare_command tare_command_doctor = {
    .name = "doctor",
    .arguments = "[FLAGS]",
    .purpose = "is this machine fit to measure: clock, cores, noise, and identical arms compared",
    .run = run,
    .help = help,
};
