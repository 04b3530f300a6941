/* SPDX-License-Identifier: MIT */
/* The weigh process of a case, with libtare-heap.so, watched for a pass of a profile. */
#ifndef TARE_PROFILE_WATCH_H
#define TARE_PROFILE_WATCH_H

#include <stdbool.h>

#include "base/err.h"
#include "conduct/arm.h"
#include "conduct/child.h"
#include "heap/reader.h"
#include "profile/subject.h"

struct tare_watch {
    struct tare_arm arm;
    struct tare_child child;
    struct tare_heap_table table;
};

struct tare_watch_params {
    const struct tare_subject *subject;
    const char *library; /* path of libtare-heap.so */
    bool once;           /* the statement of the loop once, not TARE_WEIGH_ITERATIONS times */
    /* The process stands at MARK_ENTER, BEGIN, END or LEFT; at the last two the table was seen to
     * be whole. 0, or -1 where the harness failed. */
    int (*look)(struct tare_watch *watch, enum tare_mark mark, void *context);
    /* The rest cannot be had, and why. */
    void (*miss)(const char *why, void *context);
    void *context;
};

/*
 * Runs the process until it has returned, ended or misses something; `fate` is how it ended, to be
 * looked at where MARK_LEFT was not. 0, or -1 where the harness failed or was interrupted.
 */
int tare_watch_run(const struct tare_watch_params *params, struct tare_fate *fate,
                   struct tare_err *err);

#endif
