/* SPDX-License-Identifier: MIT */
/*
 * A process of ours: started, listened to, ended. It dies with us (PR_SET_PDEATHSIG), heads a
 * process group of its own so that what it starts can be killed with it, and what it writes to
 * stdout and stderr is kept here: the first and the last 64 KiB.
 *
 * A started process is ended by tare_proc_kill() or by itself and tare_proc_ended(); then
 * tare_proc_free() frees the rest.
 */
#ifndef TARE_SYS_PROC_H
#define TARE_SYS_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

#define TARE_PROC_KEEP_BYTES 65536

struct tare_proc {
    pid_t pid;  /* 0: none was started */
    bool ended; /* reaped; `status` is that of waitpid(2) */
    int status;
    int output_fd;         /* read end of its stdout and stderr, non-blocking; -1: closed */
    struct tare_buf head;  /* first TARE_PROC_KEEP_BYTES of its output */
    char *tail;            /* ring of the last TARE_PROC_KEEP_BYTES; NULL: nothing beyond head */
    uint64_t output_bytes; /* that it wrote in all */
};

struct tare_proc_params {
    const char *path;
    char *const *arguments;   /* NULL at the end */
    char *const *environment; /* NULL at the end */
    const int *kept_fds;      /* descriptors it inherits under their numbers, beside 0, 1 and 2 */
    size_t kept_count;
    int cpu; /* it may run on this one alone; -1: as we do */
};

/* Starts it; stdin is /dev/null. Returns 0, or -1 with `err` (the path is named). */
int tare_proc_start(struct tare_proc *proc, const struct tare_proc_params *params,
                    struct tare_err *err);

/* Takes what it has written so far; never waits. */
void tare_proc_drain(struct tare_proc *proc);

/* Has it ended? Reaps it, and kills what it started and left behind; never waits. */
bool tare_proc_ended(struct tare_proc *proc);

/* Waits until it has ended, `limit_ns` at most, reading its output. Returns whether it has. */
bool tare_proc_wait(struct tare_proc *proc, double limit_ns);

/* Kills it and its group, and reaps it. Nothing for one that has ended. */
void tare_proc_kill(struct tare_proc *proc);

/* Adds its output to `text`; a line says how many bytes were left out in the middle. */
void tare_proc_output(const struct tare_proc *proc, struct tare_buf *text);

/* How it ended, for people: "SIGSEGV", "exit status 3". It must have ended. */
void tare_proc_describe(const struct tare_proc *proc, struct tare_buf *text);

/* Kills it where it still runs; frees all. */
void tare_proc_free(struct tare_proc *proc);

#endif
