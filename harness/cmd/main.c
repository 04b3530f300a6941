/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <tare.h>

#include "base/near.h"
#include "cmd/command.h"
#include "measure/child.h"

/* A new command: one file in this folder, and its line here. */
static const struct tare_command *const commands[] = {
    &tare_command_run,    &tare_command_timeit,  &tare_command_compare,
    &tare_command_report, &tare_command_history, &tare_command_export,
    &tare_command_layout, &tare_command_profile, &tare_command_doctor,
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static const struct tare_command *find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_commands(FILE *out)
{
    fprintf(out, "tare " TARE_VERSION ": times and weighs C\n\nusage:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  tare %s %s\n      %s\n", commands[i]->name, commands[i]->arguments,
                commands[i]->purpose);
    fprintf(out, "  tare help COMMAND\n  tare --version\n");
}

static int refuse(const char *name)
{
    struct tare_near near = {.word = name};

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        tare_near_offer(&near, commands[i]->name);
    fprintf(stderr, "tare: no command '%s': expected one of", name);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(stderr, " %s", commands[i]->name);
    fprintf(stderr, "; see tare help");
    if (near.best)
        fprintf(stderr, "; did you mean %s?", near.best);
    fprintf(stderr, "\n");
    return TARE_EXIT_USAGE;
}

static int help(const char *name)
{
    const struct tare_command *command = find(name);

    if (!command)
        return refuse(name);
    printf("usage: tare %s %s\n%s\n", command->name, command->arguments, command->purpose);
    if (command->help)
        command->help();
    return TARE_EXIT_FINE;
}

static void on_pipe(int signal_number)
{
    (void)signal_number;
}

/* A reader that goes away makes a write fail and ends nothing. A handler, not SIG_IGN: that one
 * would outlive exec in the processes that are measured. */
static void survive_closed_pipes(void)
{
    struct sigaction action = {.sa_handler = on_pipe, .sa_flags = SA_RESTART};

    sigaction(SIGPIPE, &action, NULL);
}

int main(int argc, char **argv)
{
    const struct tare_command *command;
    int status;

    /* The self-test of tare doctor measures tare itself. */
    if (tare_child_serves(argc, argv, &status))
        return status;
    survive_closed_pipes();
    if (argc < 2) {
        print_commands(stderr);
        return TARE_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("tare " TARE_VERSION "\n");
        return TARE_EXIT_FINE;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
        strcmp(argv[1], "-h") == 0) {
        if (argc > 2)
            return help(argv[2]);
        print_commands(stdout);
        return TARE_EXIT_FINE;
    }
    command = find(argv[1]);
    if (!command)
        return refuse(argv[1]);
    return command->run(argc - 1, argv + 1);
}
