/* SPDX-License-Identifier: MIT */
/*
 * The clocks that time a sample: each names its source and knows what one tick is in nanoseconds,
 * what reading it costs and the smallest step it was seen to make. It neither sleeps between
 * samples nor decides how long one is; that is the loop's.
 *
 * Part of libtare.a: needs libc alone, allocates nothing, prints nothing.
 *
 * A sample is `first = ticks; work; last = ticks`, and the work took
 * tare_clock_ns(clock, last - first) - clock->cost_ns.
 */
#ifndef TARE_SYS_CLOCK_H
#define TARE_SYS_CLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/err.h"

enum tare_clock_kind {
    TARE_CLOCK_MONOTONIC, /* CLOCK_MONOTONIC_RAW: time that passes, not steered by NTP */
    TARE_CLOCK_CPU,       /* CLOCK_THREAD_CPUTIME_ID: time that this thread ran */
    TARE_CLOCK_TSC,       /* x86 time stamp counter, aarch64 virtual counter: time that passes */
};

/* Plain data without pointers: one process may calibrate it and others copy it. */
struct tare_clock {
    enum tare_clock_kind kind;
    double ns_per_tick;
    double ns_per_tick_error_ratio; /* bound of the error of ns_per_tick; 0 for the POSIX clocks */
    double cost_ns;       /* what a sample of nothing reads; see tare_clock_cost_ticks() */
    double resolution_ns; /* smallest non-zero step between two readings in a row */
};

/* One reading of the counter between two of the reference clock. */
struct tare_clock_bracket {
    uint64_t before_ns;
    uint64_t ticks;
    uint64_t after_ns;
};

/*
 * Makes `clock` ready for use by this process and its copies: checks that the machine has it,
 * calibrates the TSC against CLOCK_MONOTONIC_RAW (which takes 20 ms), measures cost and resolution.
 * Returns 0, or -1 with TARE_ERR_UNFIT where the machine has no such clock, its TSC is not
 * invariant, or the clock does not advance; `clock` is then not to be used.
 */
int tare_clock_open(struct tare_clock *clock, enum tare_clock_kind kind, struct tare_err *err);

/*
 * Measures cost_ns and resolution_ns anew, for a process that copied `clock`: below 50 us.
 * resolution_ns stays as it was where no step was seen.
 */
void tare_clock_measure_cost(struct tare_clock *clock);

/* The source in full, for results: "CLOCK_MONOTONIC_RAW", "TSC (lfence; rdtsc)". Static text. */
const char *tare_clock_name(enum tare_clock_kind kind);

/*
 * Turns the words of --clock, "monotonic", "tsc" and "cpu", into a kind. Returns 0, or -1 with
 * TARE_ERR_USAGE for any other word, `kind` being untouched.
 */
int tare_clock_parse(const char *word, enum tare_clock_kind *kind, struct tare_err *err);

/*
 * Raw ticks: nanoseconds for the POSIX clocks, counts for the TSC. Memory accesses are not moved
 * over it by the compiler; `lfence` (x86) and `isb` (aarch64) wait until the instructions before
 * it are done, so that the end of a sample does not overtake the work.
 */
static inline uint64_t tare_clock_ticks(const struct tare_clock *clock)
{
#if defined(__x86_64__)
    if (clock->kind == TARE_CLOCK_TSC) {
        uint32_t low;
        uint32_t high;

        __asm__ volatile("lfence\n\trdtsc" : "=a"(low), "=d"(high) : : "memory");
        return (uint64_t)high << 32 | low;
    }
#elif defined(__aarch64__)
    if (clock->kind == TARE_CLOCK_TSC) {
        uint64_t count;

        __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(count) : : "memory");
        return count;
    }
#endif
    struct timespec now;

    clock_gettime(clock->kind == TARE_CLOCK_CPU ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC_RAW,
                  &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* Nanoseconds of a difference of two readings, below 0 where the clock went back; the cost of
 * reading is still in it. */
static inline double tare_clock_ns(const struct tare_clock *clock, uint64_t ticks_difference)
{
    return (double)(int64_t)ticks_difference * clock->ns_per_tick;
}

/* Time of the wall since some moment, for limits and books and not for samples. */
static inline double tare_clock_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The arithmetic of the above as pure functions over readings. */

/*
 * Nanoseconds a tick, from the tightest bracket of `start` and that of `end` (each of `count`
 * brackets, count >= 1): the counter was read somewhere within each bracket, so the slope between
 * the middles is off by at most half the sum of the widths over the distance, which goes to
 * `*error_ratio`. Returns 0, or -1 with TARE_ERR_UNFIT where the counter or the reference did not
 * advance, or where the error may exceed 0.1 %.
 */
int tare_clock_calibrate(const struct tare_clock_bracket *start,
                         const struct tare_clock_bracket *end, size_t count, double *ns_per_tick,
                         double *error_ratio, struct tare_err *err);

/*
 * Ticks from one reading to the next with nothing between, from `count` readings in a row: the
 * least over all windows of `window` steps of the window's mean step (1 <= window < count). A
 * window averages the granularity of a coarse clock away, which a minimum of single steps would
 * keep, and the least of them is one that no interrupt hit. A window over which the clock went back
 * does not count; 0 where all did.
 */
double tare_clock_cost_ticks(const uint64_t *readings, size_t count, size_t window);

/* The smallest step forward of `count` readings in a row; 0 where there was none. */
uint64_t tare_clock_step_ticks(const uint64_t *readings, size_t count);

#endif
