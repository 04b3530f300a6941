/* SPDX-License-Identifier: MIT */
/*
 * The flags of `tare run`, from the command line and from TARE_<FLAG> in the environment, which the
 * command line overrides. A new flag is one line in the table of options_flags.c. Other commands
 * take some of them, and some of their own.
 */
#ifndef TARE_CMD_OPTIONS_H
#define TARE_CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/gate.h"
#include "report/line.h"
#include "sys/clock.h"
#include "sys/perf.h"

#define TARE_OPTIONS_LIST_MAX 64

enum tare_options_format {
    TARE_OPTIONS_TABLE,
    TARE_OPTIONS_CSV,
    TARE_OPTIONS_JSON,
    TARE_OPTIONS_MARKDOWN,
    TARE_OPTIONS_LINE, /* that of tare timeit; --format does not know it */
};

enum tare_options_color { TARE_OPTIONS_AUTO, TARE_OPTIONS_ALWAYS, TARE_OPTIONS_NEVER };

/* A command that takes some of the flags. */
struct tare_options_command {
    const char *name;
    const char *const *flags; /* without the dashes, NULL at the end; NULL: those of tare run */
    bool out_is_file;         /* --out names a file, stdout without it */
};

/* Strings point into argv or the environment. */
struct tare_options {
    /* Whose flags these are. */
    const struct tare_options_command *command;
    const char *filter;      /* NULL: all cases */
    const char *baseline;    /* NULL: each group's own */
    const char *layouts;     /* pattern of relinked executables; NULL: none */
    const char *out;         /* folder of results; NULL: none is kept, as tare timeit has it */
    const char *resume;      /* NULL: not; empty: the latest unfinished run; else its folder */
    const char *only;        /* of tare report: the group; NULL: all */
    const char *title;       /* of tare report: that of its page; NULL: the run's name */
    const char *db;          /* the history; NULL: history.db in the folder of results */
    const char *since;       /* of tare history, as typed; NULL: all runs */
    const char *to;          /* of tare export: the format; NULL: not said */
    const char *plot_folder; /* of tare compare; NULL: no plot */
    uint64_t sizes[TARE_OPTIONS_LIST_MAX];
    size_t size_count;
    uint64_t threads[TARE_OPTIONS_LIST_MAX];
    size_t thread_count;
    uint64_t min_time_ns; /* 0: not said */
    uint64_t budget_ns;   /* 0: none */
    uint64_t sets;        /* 0: not said */
    uint64_t iterations;  /* a sample, as tare timeit -n; 0: calibrated */
    uint64_t seed;
    bool seed_known;
    double margin_ratio;
    double precision_ratio; /* 0: not said */
    struct tare_gate gate;
    enum tare_clock_kind clock;
    enum tare_options_format format;
    struct tare_line_unit unit; /* of TARE_OPTIONS_LINE */
    enum tare_options_color color;
    bool list;
    bool quick;
    bool full;
    bool no_plots;
    bool plot_in_terminal; /* of tare report */
    bool no_weigh;
    bool instructions; /* counts them too */
    struct tare_perf_event counter[TARE_PERF_EVENTS_MAX];
    size_t counter_count;
    bool weigh;   /* shows what weighing found out */
    bool profile; /* by line too, and keeps it */
    bool fail_on_leak;
    bool no_history;
    bool draw; /* of tare history */
    bool help;
    const char *env[TARE_OPTIONS_LIST_MAX]; /* LABEL:VAR=VALUE ... */
    size_t env_count;
    const char *exe[TARE_OPTIONS_LIST_MAX]; /* [LABEL=]EXE, or what else has no dash in front */
    size_t exe_count;
};

/*
 * Fills `options` from the environment and then from argv[1..]. 0, or -1 with TARE_ERR_USAGE that
 * names the flag, what stood there and what was expected.
 */
int tare_options_parse(struct tare_options *options, int argc, char **argv, struct tare_err *err);

/* Is the argument, "--NAME" or "--NAME=VALUE", a flag, and does it need the next one for its value?
 */
enum tare_options_word { TARE_OPTIONS_UNKNOWN, TARE_OPTIONS_WHOLE, TARE_OPTIONS_WANTS_VALUE };
enum tare_options_word tare_options_look_up(const char *argument);

/* "; did you mean --filter?" where the argument, "--fliter" or "--fliter=x", is near to a flag of
 * the command (NULL: tare run); else `text` stays. */
void tare_options_suggest(const struct tare_options_command *command, const char *argument,
                          char *text, size_t bytes);

/* Prints a line a flag to stdout. */
void tare_options_help(void);

/* Sets the flag `name` (without dashes) for a command that reads its flags itself. 0, or -1 with
 * TARE_ERR_USAGE that names the flag and what it takes. */
int tare_options_set(struct tare_options *options, const char *name, const char *value,
                     struct tare_err *err);

/* As tare_options_parse(), where flags and variables of other commands are not known. */
int tare_options_parse_for(const struct tare_options_command *command, struct tare_options *options,
                           int argc, char **argv, struct tare_err *err);

/* Prints a line for each of its flags to stdout. */
void tare_options_print(const struct tare_options_command *command);

#endif
