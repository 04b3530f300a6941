/* SPDX-License-Identifier: MIT */
/*
 * One process of an arm, seen from the conductor: started, given turns one at a time, ended. What
 * goes wrong with it becomes its fate and is never an error of ours; errors are those of the
 * harness itself (no memory, no page).
 */
#ifndef TARE_CONDUCT_CHILD_H
#define TARE_CONDUCT_CHILD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "conduct/fate.h"
#include "conduct/plan.h"
#include "measure/wire.h"
#include "sys/proc.h"

struct tare_child {
    struct tare_proc proc;
    struct tare_wire *wire; /* NULL: not started */
    int wire_fd;
    enum tare_mode mode;
    bool alive;      /* it can be given turns */
    double limit_ns; /* of its own time: set-up and turns */
    double used_ns;
    char limit_text[64];
    struct tare_fate fate;
};

struct tare_child_params {
    const struct tare_plan_build *build;
    const char *path; /* of the executable; NULL: the build's */
    const struct tare_job *job;
    char *const *more_variables; /* NULL at the end; NULL: none */
    int cpu;
    int cold_fd;         /* memory that empties the caches; -1: none */
    const int *more_fds; /* descriptors it inherits beside; NULL: none */
    size_t more_fd_count;
    double limit_ns;
    unsigned padding_bytes; /* length of a variable that moves its stack */
};

/* Adds "LD_PRELOAD=..." for a library of ours that the child inherits as descriptor `library`:
 * ahead of what the build preloads, or else the environment that tare has. */
void tare_child_preload(struct tare_buf *variable, const struct tare_plan_build *build,
                        int library);

/*
 * Starts the process and waits until it stands at its first mark: READY, LEFT, or one of a
 * weighing child. Returns 0 (look at the fate and at `alive`) or -1 where the harness failed.
 */
int tare_child_start(struct tare_child *child, const struct tare_child_params *params,
                     struct tare_err *err);

/*
 * Gives it one turn and waits for it to come back. Returns whether it did, with a mark other than
 * LEFT; if not, its fate is set or it has returned, and it is alive no more.
 */
bool tare_child_turn(struct tare_child *child, const struct tare_turn_order *order);

/* The mark it stands at. */
enum tare_mark tare_child_mark(const struct tare_child *child);

/*
 * After its mark was LEFT: waits until it is gone, and takes its fate from how it exited and from
 * what the case said of itself.
 */
void tare_child_end(struct tare_child *child);

/* Kills it where it lives; frees all. */
void tare_child_free(struct tare_child *child);

/* Asked to stop? Set by the signals that the conductor takes (SIGINT, SIGTERM, SIGHUP). */
bool tare_child_interrupted(void);

/*
 * Catches those signals, and SIGCHLD so that the end of a child wakes the conductor at once. The
 * second call puts back what was there.
 */
void tare_child_catch_signals(bool on);

#endif
