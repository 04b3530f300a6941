/* SPDX-License-Identifier: MIT */
/* Runs the programs of others that the passes of a profile use, and the case alone under them. */
#ifndef TARE_PROFILE_TOOL_H
#define TARE_PROFILE_TOOL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "conduct/plan.h"

/* The path of a program in PATH, to be freed; NULL: it is not there. */
char *tare_tool_find(const char *name);

struct tare_tool_params {
    const char *doing; /* "under callgrind": for the reason */
    const struct tare_plan_build *build;
    char *const *arguments; /* the first is the path; NULL at the end */
    char *const *variables; /* "NAME=value", NULL at the end; NULL: none */
    const char *hint_on;    /* where it wrote this, `hint` is part of the reason; NULL: none */
    const char *hint;
    const char *output; /* path of the file that its stdout goes to; NULL: for the reason */
    double limit_ns;
};

/* Runs it to its end. 0; 1: it did not end well, `why` says it; -1 where the harness failed. */
int tare_tool_run(const struct tare_tool_params *params, struct tare_buf *why,
                  struct tare_err *err);

/*
 * A pass that counts runs the case alone (--exec) twice, first with few iterations and then with
 * TARE_TOOL_ITERATIONS more: what the second has beyond the first is theirs. So set-up and the
 * harness cancel, and counts are exact.
 */
#define TARE_TOOL_ITERATIONS 10

/* Makes one of the runs; those of the first count negative. Returns as tare_tool_run(). */
typedef int tare_tool_count(void *context, int sign, const char *iterations, struct tare_err *err);

int tare_tool_difference(tare_tool_count *count, void *context, struct tare_err *err);

#endif
