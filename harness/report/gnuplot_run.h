/* SPDX-License-Identifier: MIT */
/*
 * Runs gnuplot on scripts, one process for all. What it writes to stderr is kept, made printable.
 */
#ifndef TARE_REPORT_GNUPLOT_RUN_H
#define TARE_REPORT_GNUPLOT_RUN_H

#include <stddef.h>

#define TARE_GNUPLOT_RUN_REASON_BYTES 512

struct tare_gnuplot_run {
    const char *folder;         /* where it runs; NULL: here */
    const char *const *scripts; /* [script_count], relative to `folder`; none: it reads `in_fd` */
    size_t script_count;
    int in_fd; /* -1: /dev/null; likewise `out_fd` */
    int out_fd;
    char reason[TARE_GNUPLOT_RUN_REASON_BYTES]; /* set: why it failed; empty: it did not say */
};

enum tare_gnuplot_ran { TARE_GNUPLOT_DONE, TARE_GNUPLOT_ABSENT, TARE_GNUPLOT_FAILED };

/* gnuplot ends at the first script that fails. One that takes longer than a minute and two seconds
 * a script is killed and has failed. */
enum tare_gnuplot_ran tare_gnuplot_run(struct tare_gnuplot_run *run);

#endif
