/* SPDX-License-Identifier: MIT */
/*
 * The commands of `tare`. A new one is one file with a `struct tare_command` and one line in the
 * table of main.c. Only here are errors printed and the process ended.
 */
#ifndef TARE_CMD_COMMAND_H
#define TARE_CMD_COMMAND_H

#include "base/err.h"

/* Exit statuses. */
enum tare_exit {
    TARE_EXIT_FINE = 0,
    TARE_EXIT_FINDING = 1, /* a case that failed */
    TARE_EXIT_USAGE = 2,
    TARE_EXIT_UNFIT = 3,  /* the machine cannot do what was asked */
    TARE_EXIT_BROKEN = 4, /* the harness itself failed */
};

struct tare_command {
    const char *name;
    const char *arguments;             /* "[LABEL=]EXE... [FLAGS]" */
    const char *purpose;               /* one line */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name; returns the exit status */
    void (*help)(void);                /* prints flags to stdout; NULL: there are none */
};

extern const struct tare_command tare_command_run;
extern const struct tare_command tare_command_timeit;
extern const struct tare_command tare_command_layout;
extern const struct tare_command tare_command_doctor;
extern const struct tare_command tare_command_compare;
extern const struct tare_command tare_command_report;
extern const struct tare_command tare_command_profile;
extern const struct tare_command tare_command_history;
extern const struct tare_command tare_command_export;

/* 0, or -1 with TARE_ERR_USAGE where what the command line names cannot be read. */
int tare_command_check_readable(const char *path, struct tare_err *err);

/* Prints the error to stderr. Returns the exit status that goes with it. */
int tare_command_fail(const struct tare_err *err);

#endif
