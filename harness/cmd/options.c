/* SPDX-License-Identifier: MIT */
#include "cmd/options.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "cmd/options_flags.h"
#include "model/stats_pair.h"

static const struct tare_options_command of_run = {.name = "run"};

/* The flag of that name as the command knows it: its own before that of all. NULL stands for a
 * command that reads its own. */
static const struct tare_options_flag *find(const struct tare_options_command *command,
                                            const char *name, size_t length)
{
    const struct tare_options_flag *found = NULL;

    for (size_t i = 0; i < tare_options_flag_count; i++) {
        bool is_own = command && tare_options_flags[i].of &&
                      strcmp(tare_options_flags[i].of, command->name) == 0;

        if (strlen(tare_options_flags[i].name) == length &&
            strncmp(tare_options_flags[i].name, name, length) == 0 &&
            (is_own || (!tare_options_flags[i].of && !found)))
            found = &tare_options_flags[i];
    }
    return found;
}

static bool is_among(const char *name, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool takes(const struct tare_options_command *command, const struct tare_options_flag *flag)
{
    return find(command, flag->name, strlen(flag->name)) == flag &&
           (flag->of || !command->flags || is_among(flag->name, command->flags));
}

/* Sets the flag, and puts its name in front of what is wrong. */
static int apply(struct tare_options *options, const struct tare_options_flag *flag,
                 const char *shown, const char *value, struct tare_err *err)
{
    struct tare_err cause = {0};

    if (flag->set(options, value, &cause) == 0)
        return 0;
    return tare_err_set(err, cause.code, "%s: %s", shown, cause.text);
}

int tare_options_set(struct tare_options *options, const char *name, const char *value,
                     struct tare_err *err)
{
    char shown[64];

    snprintf(shown, sizeof shown, "--%s", name);
    return apply(options, find(options->command, name, strlen(name)), shown, value, err);
}

/* TARE_MIN_TIME for min-time. */
static void name_variable(const struct tare_options_flag *flag, char *name, size_t bytes)
{
    snprintf(name, bytes, "TARE_%s", flag->name);
    for (char *c = name; *c; c++)
        *c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
}

static int parse_environment(struct tare_options *options, struct tare_err *err)
{
    for (size_t i = 0; i < tare_options_flag_count; i++) {
        char name[64];
        const char *value;

        if (tare_options_flags[i].many || !takes(options->command, &tare_options_flags[i]))
            continue;
        name_variable(&tare_options_flags[i], name, sizeof name);
        value = getenv(name);
        if (value && *value && apply(options, &tare_options_flags[i], name, value, err))
            return -1;
    }
    return 0;
}

void tare_options_suggest(const struct tare_options_command *command, const char *argument,
                          char *text, size_t bytes)
{
    char name[32];
    struct tare_near near = {.word = name};

    if (strncmp(argument, "--", 2) != 0)
        return;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(argument + 2, "="), argument + 2);
    for (size_t i = 0; i < tare_options_flag_count; i++)
        if (takes(command ? command : &of_run, &tare_options_flags[i]))
            tare_near_offer(&near, tare_options_flags[i].name);
    if (near.best && near.distance > 0)
        snprintf(text, bytes, "; did you mean --%s?", near.best);
}

static int refuse(const struct tare_options *options, const char *argument, struct tare_err *err)
{
    char meant[64] = "";

    tare_options_suggest(options->command, argument, meant, sizeof meant);
    return tare_err_set(err, TARE_ERR_USAGE, "no flag '%s': see tare help %s%s", argument,
                        options->command->name, meant);
}

/* argv[*index] begins with "--"; may take the next one for its value. */
static int parse_flag(struct tare_options *options, int argc, char **argv, int *index,
                      struct tare_err *err)
{
    const char *name = argv[*index] + 2;
    size_t length = strcspn(name, "=");
    const struct tare_options_flag *flag = find(options->command, name, length);
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    char shown[64];

    if (!flag || !takes(options->command, flag))
        return refuse(options, argv[*index], err);
    snprintf(shown, sizeof shown, "--%s", flag->name);
    if (!value && flag->value && !flag->optional) {
        if (*index + 1 >= argc)
            return tare_err_set(err, TARE_ERR_USAGE, "%s needs a value: %s", shown, flag->value);
        value = argv[++*index];
    }
    return apply(options, flag, shown, value ? value : "", err);
}

static int add_exe(struct tare_options *options, const char *exe, struct tare_err *err)
{
    if (options->exe_count == TARE_OPTIONS_LIST_MAX)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': there may be %d executables", exe,
                            TARE_OPTIONS_LIST_MAX);
    options->exe[options->exe_count++] = exe;
    return 0;
}

int tare_options_parse(struct tare_options *options, int argc, char **argv, struct tare_err *err)
{
    return tare_options_parse_for(&of_run, options, argc, argv, err);
}

int tare_options_parse_for(const struct tare_options_command *command, struct tare_options *options,
                           int argc, char **argv, struct tare_err *err)
{
    *options = (struct tare_options){.command = command,
                                     .out = command->out_is_file ? NULL : "results",
                                     .margin_ratio = TARE_STATS_MARGIN_RATIO};
    if (parse_environment(options, err))
        return -1;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            if (parse_flag(options, argc, argv, &i, err))
                return -1;
        } else if (argv[i][0] == '-') {
            return refuse(options, argv[i], err);
        } else if (add_exe(options, argv[i], err)) {
            return -1;
        }
    }
    if (options->fail_on_leak && options->no_weigh)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--fail-on-leak needs the weighing: leave --no-weigh out");
    if (options->weigh && options->format == TARE_OPTIONS_CSV)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--weigh does not show with --format=csv: expected table or markdown "
                            "(result.json has all of it)");
    if (options->precision_ratio > 0 && options->sets)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--precision finds the number of sets itself: leave --sets out");
    return 0;
}

enum tare_options_word tare_options_look_up(const char *argument)
{
    size_t length = strncmp(argument, "--", 2) == 0 ? strcspn(argument + 2, "=") : 0;
    const struct tare_options_flag *flag = length ? find(&of_run, argument + 2, length) : NULL;

    if (!flag)
        return TARE_OPTIONS_UNKNOWN;
    return flag->value && !flag->optional && !argument[2 + length] ? TARE_OPTIONS_WANTS_VALUE
                                                                   : TARE_OPTIONS_WHOLE;
}

void tare_options_print(const struct tare_options_command *command)
{
    printf("\n");
    for (size_t i = 0; i < tare_options_flag_count; i++) {
        char left[64];

        if (!takes(command, &tare_options_flags[i]))
            continue;
        snprintf(left, sizeof left, tare_options_flags[i].optional ? "--%s[=%s]" : "--%s %s",
                 tare_options_flags[i].name,
                 tare_options_flags[i].value ? tare_options_flags[i].value : "");
        printf("  %-22s %s\n", left, tare_options_flags[i].doc);
    }
}

void tare_options_help(void)
{
    tare_options_print(&of_run);
    printf("\nEach flag but --env also as TARE_<FLAG> in the environment, as TARE_MIN_TIME=1s.\n"
           "Exit status: 0 fine, 1 a case failed, 2 usage, 3 machine unfit, 4 tare failed.\n");
}
