/* SPDX-License-Identifier: MIT */
/*
 * Counters of the processor and of the kernel by perf_event_open(2), of the threads of another
 * process, in user space alone. They are opened stopped, in groups that the processor can count at
 * once; where there are more groups than counters the kernel gives each a share of the time, and
 * what is read is scaled to the whole of it.
 */
#ifndef TARE_SYS_PERF_H
#define TARE_SYS_PERF_H

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

#define TARE_PERF_EVENTS_MAX   16
#define TARE_PERF_REASON_BYTES 320

/* As perf(1) spells them: "cycles", "L1-dcache-load-misses", "r01c2" (raw, hexadecimal). */
struct tare_perf_event {
    char name[48];
    uint32_t type;           /* PERF_TYPE_* */
    uint64_t config;         /* of that type */
    const char *not_in_user; /* why it counts nothing in user space; NULL: it does */
};

/* The event of that name. 0, or -1 with TARE_ERR_USAGE that names the nearest one. */
int tare_perf_find(const char *name, struct tare_perf_event *event, struct tare_err *err);

/* What an event counted. */
struct tare_perf_count {
    double value;         /* scaled; NAN: unavailable */
    double running_ratio; /* of the time, that it was counted for; below 1: multiplexed */
    char reason[TARE_PERF_REASON_BYTES]; /* why it is unavailable; empty */
};

struct tare_perf;

/*
 * Opens the events, [event_count], for each thread that the process has now; stopped. An event that
 * cannot be had is not an error: its count says why. `root` is where /proc and /sys are looked for
 * ("/"). NULL without memory, or where the process is gone.
 */
struct tare_perf *tare_perf_open(pid_t pid, const struct tare_perf_event *event, size_t event_count,
                                 const char *root, struct tare_err *err);
void tare_perf_close(struct tare_perf *perf);

/* Starts from zero, or stops, all of them. */
void tare_perf_start(struct tare_perf *perf);
void tare_perf_stop(struct tare_perf *perf);

/* What they counted between the last start and stop, over all threads: count[event_count]. */
void tare_perf_read(const struct tare_perf *perf, struct tare_perf_count *count);

/* Why perf_event_open() failed with `error_number` (errno) for an event of `type`, in words. */
void tare_perf_explain(int error_number, uint32_t type, const char *root, char *reason,
                       size_t bytes);

#endif
