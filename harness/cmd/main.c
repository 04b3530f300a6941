/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include <tare.h>

#include "cmd/command.h"

/* A new command: one file in this folder, and its line here. */
static const struct tare_command *const commands[] = {
    &tare_command_run,
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

static int help(const char *name)
{
    const struct tare_command *command = find(name);

    if (!command) {
        fprintf(stderr, "tare: no command '%s': see tare help\n", name);
        return TARE_EXIT_USAGE;
    }
    printf("usage: tare %s %s\n%s\n", command->name, command->arguments, command->purpose);
    if (command->help)
        command->help();
    return TARE_EXIT_FINE;
}

int main(int argc, char **argv)
{
    const struct tare_command *command;

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
    if (!command) {
        fprintf(stderr, "tare: no command '%s': expected one of", argv[1]);
        for (size_t i = 0; i < COMMAND_COUNT; i++)
            fprintf(stderr, " %s", commands[i]->name);
        fprintf(stderr, "; see tare help\n");
        return TARE_EXIT_USAGE;
    }
    return command->run(argc - 1, argv + 1);
}
