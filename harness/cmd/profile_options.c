/* SPDX-License-Identifier: MIT */
#include "cmd/profile_options.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"

#define DEFAULT_TIME_NS UINT64_C(5000000000)

static int set_time(struct tare_profile_options *options, const char *value, struct tare_err *err)
{
    if (tare_units_parse_duration(value, &options->time_ns, err))
        return -1;
    return options->time_ns
               ? 0
               : tare_err_set(err, TARE_ERR_USAGE, "--time: '%s': expected a time above 0", value);
}

static int set_program(struct tare_profile_options *options, const char *value,
                       struct tare_err *err)
{
    options->hits = value;
    return access(value, X_OK) ? tare_err_set(err, TARE_ERR_USAGE, "--hits: cannot run '%s': %s",
                                              value, strerror(errno))
                               : 0;
}

static int set_order(struct tare_profile_options *options, const char *value, struct tare_err *err)
{
    for (int i = 0; i < TARE_PROFILE_ORDERS; i++)
        if (strcmp(value, tare_profile_orders[i]) == 0) {
            options->order = (enum tare_profile_order)i;
            return 0;
        }
    return tare_err_set(err, TARE_ERR_USAGE,
                        "--sort: '%s': expected self, cumulative, calls, percall or name", value);
}

static int set_format(struct tare_profile_options *options, const char *value, struct tare_err *err)
{
    if (strcmp(value, "markdown") == 0)
        return tare_err_set(err, TARE_ERR_USAGE, "--format: '%s': expected table, json or csv",
                            value);
    return tare_options_set(&options->print, "format", value, err);
}

static int set_value(struct tare_profile_options *options, const char *name, const char *value,
                     struct tare_err *err)
{
    if (!*value)
        return tare_err_set(err, TARE_ERR_USAGE, "--%s: '': expected a %s", name,
                            strcmp(name, "function") == 0 ? "function, or FILE:LINE" : "value");
    if (strcmp(name, "function") == 0) {
        options->function = value;
        return 0;
    }
    if (strcmp(name, "flame") == 0) {
        options->flame = value;
        return 0;
    }
    if (strcmp(name, "plot") == 0) {
        if (value[strlen(value) - 1] == '/')
            return tare_err_set(err, TARE_ERR_USAGE, "--plot: '%s': expected a file", value);
        options->plot = value;
        return 0;
    }
    if (strcmp(name, "sort") == 0)
        return set_order(options, value, err);
    if (strcmp(name, "hits") == 0)
        return set_program(options, value, err);
    if (strcmp(name, "time") == 0)
        return set_time(options, value, err);
    if (strcmp(name, "format") == 0)
        return set_format(options, value, err);
    return tare_options_set(&options->print, name, value, err);
}

/* A view or --help: 1, or 0 where it is neither; -1 where another view was asked for. */
static int set_switch(struct tare_profile_options *options, const char *name, struct tare_err *err)
{
    static const char *const views[] = {[TARE_PROFILE_VIEW_LINES] = "lines",
                                        [TARE_PROFILE_VIEW_FUNCTIONS] = "functions",
                                        [TARE_PROFILE_VIEW_ASM] = "asm",
                                        [TARE_PROFILE_VIEW_MEMORY] = "memory"};

    if (strcmp(name, "help") == 0) {
        options->help = true;
        return 1;
    }
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        if (strcmp(name, views[i]) != 0)
            continue;
        if (options->view_known && options->view != i)
            return tare_err_set(err, TARE_ERR_USAGE, "--%s and --%s: expected one view",
                                views[options->view], name);
        options->view = (enum tare_profile_view)i;
        options->view_known = true;
        return 1;
    }
    return 0;
}

/* argv[*index] begins with "--"; may take the next one for its value. */
static int parse_flag(struct tare_profile_options *options, int argc, char **argv, int *index,
                      struct tare_err *err)
{
    static const char *const valued[] = {"function", "hits",   "flame", "plot", "sort",
                                         "time",     "format", "color", "seed", NULL};
    const char *argument = argv[*index] + 2;
    size_t length = strcspn(argument, "=");

    int is_switch = set_switch(options, argument, err);

    if (is_switch)
        return is_switch < 0 ? -1 : 0;
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

/* Do the flags go together? */
static int check(const struct tare_profile_options *options, struct tare_err *err)
{
    bool is_memory = options->view == TARE_PROFILE_VIEW_MEMORY;
    const char *drawn = options->flame ? "--flame" : options->plot ? "--plot" : NULL;

    if (!options->help && !options->id_count)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "expected tare profile EXE CASE: tare run --list EXE names the cases");
    if (options->id_count > 1 && options->print.format != TARE_OPTIONS_TABLE)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "'%s': csv and json have one case: expected no second one",
                            options->id[1]);
    if (is_memory && (options->flame || options->hits))
        return tare_err_set(err, TARE_ERR_USAGE, "%s: --memory takes no samples and counts no hits",
                            options->flame ? "--flame" : "--hits");
    if (options->plot && !is_memory)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--plot draws the live heap: expected --memory --plot FILE; --flame "
                            "draws the time");
    if (options->id_count > 1 && drawn)
        return tare_err_set(err, TARE_ERR_USAGE, "'%s': %s has one case: expected no second one",
                            options->id[1], drawn);
    return 0;
}

int tare_profile_options_parse(struct tare_profile_options *options, int argc, char **argv,
                               struct tare_err *err)
{
    *options = (struct tare_profile_options){.time_ns = DEFAULT_TIME_NS};
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            if (parse_flag(options, argc, argv, &i, err))
                return -1;
        } else if (!options->exe) {
            options->exe = argv[i];
        } else if (options->id_count < TARE_PROFILE_CASES_MAX) {
            options->id[options->id_count++] = argv[i];
        } else {
            return tare_err_set(err, TARE_ERR_USAGE, "'%s': expected %d cases at most", argv[i],
                                TARE_PROFILE_CASES_MAX);
        }
    }
    return check(options, err);
}
