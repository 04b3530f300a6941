/* SPDX-License-Identifier: MIT */
/*
 * One run of a case in one thread, and the team of threads that run it together. Internal to
 * measure/: the public header knows `struct tare` by name only.
 */
#ifndef TARE_MEASURE_STATE_H
#define TARE_MEASURE_STATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <tare.h>

#include "measure/wire.h"

/* What the run that just ended was for. */
enum tare_step {
    TARE_STEP_NONE, /* before the first run */
    TARE_STEP_CALIBRATE,
    TARE_STEP_WARM,
    TARE_STEP_PRIME,
    TARE_STEP_SAMPLE,
    TARE_STEP_FIRST,   /* weighing: the iteration that is not counted */
    TARE_STEP_COUNTED, /* weighing: those that are */
    TARE_STEP_PLAIN,   /* --exec */
    TARE_STEP_DONE,    /* no run will follow */
};

/* Callbacks of tare_loop_fresh. */
struct tare_fresh {
    bool used;
    void (*prepare)(void *arg, size_t i);
    void (*dispose)(void *arg, size_t i);
    void *arg;
};

/* Samples that tell what an iteration takes when the arm has its caches. */
#define TARE_RECENT 12

/* Storage of tare_shared, one entry a call. */
struct tare_shared_block {
    void *memory;
    size_t bytes;
};
#define TARE_SHARED_MAX 64

/*
 * The threads of one case. Thread 0 leads: it takes the conductor's orders and hands `count` to
 * the others with `generation`; each answers with its elapsed time and raises `arrived`.
 */
struct tare_team {
    unsigned thread_count;
    _Atomic uint32_t generation; /* futex: raised when `count` is set */
    _Atomic uint32_t started;    /* threads at the start line of this run */
    _Atomic uint32_t arrived;    /* threads that ended this run */
    _Atomic uint32_t broken;     /* a thread left its loop wrongly or never came to it */
    uint64_t count;              /* iterations of the run; 0: leave the loop */
    double elapsed_ns[TARE_WIRE_THREADS_MAX];
    pthread_mutex_t gate; /* held by the leader until the case may be entered */
    pthread_mutex_t shared_lock;
    struct tare_shared_block shared[TARE_SHARED_MAX];
    unsigned shared_count;
};

struct tare {
    const struct tare_job *job;
    struct tare_case_report *report;
    struct tare_wire *wire; /* NULL: a plain run without a conductor */
    struct tare_team *team;
    unsigned thread;
    uint32_t generation; /* of the team's runs, the last that this thread saw */
    struct tare_clock clock;
    uint64_t random[4];
    unsigned shared_calls;

    enum tare_step step;
    bool in_run;
    bool in_loop;
    uint64_t start_ticks;
    uint64_t end_ticks; /* of the run before, so that start_ticks may not be lower */
    uint64_t count;     /* iterations of the current run */
    struct tare_fresh fresh;

    uint64_t plain_iterations;
    uint64_t entry_ticks;  /* when the case was entered, later when its loop was left */
    double untimed_ns;     /* of the current order: preparing, disposing, emptying the caches */
    double spent_ns;       /* of the current order, all runs */
    double last_ns;        /* of the run before, same step; of priming, of the window before */
    double best_ns;        /* least run of this step */
    double window_ns;      /* priming: the granules of the current window, */
    unsigned window_begin; /* which goes from this one on */
    unsigned window_end;   /* to before this one */
    double warm_ns;      /* priming: the granules since it was last asked whether they are warm, */
    unsigned warm_count; /* and how many they are */
    unsigned repeats;    /* runs of the current step */
    double recent_ns[TARE_RECENT]; /* an iteration in the last samples of this process */
    unsigned recent_count;         /* samples so far */
    unsigned capped_turns;         /* in a row, whose priming hit its cap */
    const char *cold;              /* memory that empties the caches; NULL: none */
    int64_t rss_entry_bytes;
    int64_t faults_entry;
    bool peak_was_reset;
};

/* Sets the end of the case once; the first reason wins. */
void tare_state_end(struct tare *t, enum tare_end how, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
