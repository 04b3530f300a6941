/* SPDX-License-Identifier: MIT */
#include "sys/clock.h"

#include <errno.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

/*
 * 96 readings with windows of 32: 2 us of the TSC, 30 us where a reading is a system call,
 * and the granularity counts a 32nd.
 */
enum {
    READINGS_COUNT = 96,
    WINDOW_STEPS = 32,
    WARM_UP_COUNT = 8,
    OPEN_PASSES_COUNT = 8,
    BRACKETS_COUNT = 32,
};

static const uint64_t CALIBRATION_NS = UINT64_C(20000000);
/* Above the 10 ms tick of kernels that count CPU time by ticks. */
static const uint64_t ADVANCE_LIMIT_NS = UINT64_C(50000000);
static const double CALIBRATION_ERROR_MAX_RATIO = 1e-3;

static const struct tare_clock reference = {.kind = TARE_CLOCK_MONOTONIC, .ns_per_tick = 1.0};

const char *tare_clock_name(enum tare_clock_kind kind)
{
    switch (kind) {
    case TARE_CLOCK_MONOTONIC:
        return "CLOCK_MONOTONIC_RAW";
    case TARE_CLOCK_CPU:
        return "CLOCK_THREAD_CPUTIME_ID";
    case TARE_CLOCK_TSC:
#if defined(__aarch64__)
        return "CNTVCT_EL0 (isb)";
#else
        return "TSC (lfence; rdtsc)";
#endif
    }
    return "unknown clock";
}

int tare_clock_parse(const char *word, enum tare_clock_kind *kind, struct tare_err *err)
{
    static const struct {
        const char *word;
        enum tare_clock_kind kind;
    } words[] = {
        {"monotonic", TARE_CLOCK_MONOTONIC},
        {"tsc", TARE_CLOCK_TSC},
        {"cpu", TARE_CLOCK_CPU},
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i].word) == 0) {
            *kind = words[i].kind;
            return 0;
        }
    }
    return tare_err_set(err, TARE_ERR_USAGE, "unknown clock '%s': choose monotonic, tsc or cpu",
                        word);
}

/* The bracket whose two readings of the reference lie closest. */
static const struct tare_clock_bracket *tightest(const struct tare_clock_bracket *brackets,
                                                 size_t count)
{
    const struct tare_clock_bracket *best = brackets;

    for (size_t i = 1; i < count; i++)
        if (brackets[i].after_ns - brackets[i].before_ns < best->after_ns - best->before_ns)
            best = &brackets[i];
    return best;
}

int tare_clock_calibrate(const struct tare_clock_bracket *start,
                         const struct tare_clock_bracket *end, size_t count, double *ns_per_tick,
                         double *error_ratio, struct tare_err *err)
{
    const struct tare_clock_bracket *first = tightest(start, count);
    const struct tare_clock_bracket *last = tightest(end, count);
    double first_width_ns = (double)(first->after_ns - first->before_ns);
    double last_width_ns = (double)(last->after_ns - last->before_ns);
    double distance_ns;
    double error;

    if (last->ticks <= first->ticks)
        return tare_err_set(err, TARE_ERR_UNFIT, "cannot calibrate '%s': it did not advance",
                            tare_clock_name(TARE_CLOCK_TSC));
    if (last->before_ns <= first->after_ns)
        return tare_err_set(err, TARE_ERR_UNFIT, "cannot calibrate '%s': '%s' did not advance",
                            tare_clock_name(TARE_CLOCK_TSC), tare_clock_name(TARE_CLOCK_MONOTONIC));
    distance_ns =
        (double)(last->before_ns - first->before_ns) + (last_width_ns - first_width_ns) / 2;
    error = (first_width_ns + last_width_ns) / 2 / distance_ns;
    if (error > CALIBRATION_ERROR_MAX_RATIO)
        return tare_err_set(err, TARE_ERR_UNFIT,
                            "cannot calibrate '%s': its rate is uncertain by %.2f %%",
                            tare_clock_name(TARE_CLOCK_TSC), error * 100);
    *ns_per_tick = distance_ns / (double)(last->ticks - first->ticks);
    *error_ratio = error;
    return 0;
}

double tare_clock_cost_ticks(const uint64_t *readings, size_t count, size_t window)
{
    uint64_t least = UINT64_MAX;

    for (size_t i = window; i < count; i++) {
        uint64_t span = readings[i] - readings[i - window];

        if (readings[i] >= readings[i - window] && span < least)
            least = span;
    }
    return least == UINT64_MAX ? 0 : (double)least / (double)window;
}

uint64_t tare_clock_step_ticks(const uint64_t *readings, size_t count)
{
    uint64_t least = 0;

    for (size_t i = 1; i < count; i++) {
        uint64_t step = readings[i] - readings[i - 1];

        if (readings[i] > readings[i - 1] && (least == 0 || step < least))
            least = step;
    }
    return least;
}

void tare_clock_measure_cost(struct tare_clock *clock)
{
    uint64_t readings[READINGS_COUNT];
    uint64_t step;

    for (int i = 0; i < WARM_UP_COUNT; i++)
        readings[i] = tare_clock_ticks(clock);
    for (int i = 0; i < READINGS_COUNT; i++)
        readings[i] = tare_clock_ticks(clock);
    clock->cost_ns =
        tare_clock_cost_ticks(readings, READINGS_COUNT, WINDOW_STEPS) * clock->ns_per_tick;
    step = tare_clock_step_ticks(readings, READINGS_COUNT);
    if (step != 0)
        clock->resolution_ns = tare_clock_ns(clock, step);
}

/* Reads until the clock has moved, for those too coarse to do so within measure_cost. */
static int wait_for_step(struct tare_clock *clock, struct tare_err *err)
{
    uint64_t deadline_ns = tare_clock_ticks(&reference) + ADVANCE_LIMIT_NS;
    uint64_t first = tare_clock_ticks(clock);
    uint64_t now;

    do {
        now = tare_clock_ticks(clock);
        if (now > first) {
            clock->resolution_ns = tare_clock_ns(clock, now - first);
            return 0;
        }
    } while (tare_clock_ticks(&reference) < deadline_ns);
    return tare_err_set(err, TARE_ERR_UNFIT, "clock '%s' does not advance",
                        tare_clock_name(clock->kind));
}

/* The best of several passes: at the start nobody waits, and one pass may meet an interrupt. */
static void measure_best_cost(struct tare_clock *clock)
{
    struct tare_clock best = *clock;

    for (int pass = 0; pass < OPEN_PASSES_COUNT; pass++) {
        tare_clock_measure_cost(clock);
        if (pass == 0 || clock->cost_ns < best.cost_ns)
            best.cost_ns = clock->cost_ns;
        if (clock->resolution_ns < best.resolution_ns)
            best.resolution_ns = clock->resolution_ns;
    }
    *clock = best;
}

/*
 * Invariant: counts at one rate in all P, C and T states (Intel SDM volume 3B, "Invariant TSC"; AMD
 * APM volume 3, CPUID Fn8000_0007 EDX bit 8). aarch64's virtual counter always does (Arm ARM, "The
 * Generic Timer").
 */
static int check_tsc(struct tare_err *err)
{
#if defined(__x86_64__)
    unsigned int eax;
    unsigned int ebx;
    unsigned int ecx;
    unsigned int edx;

    if (__get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && (edx & 1u << 8))
        return 0;
    return tare_err_set(err, TARE_ERR_UNFIT,
                        "clock 'tsc' cannot be used: the time stamp counter of this processor is "
                        "not invariant; use --clock monotonic");
#elif defined(__aarch64__)
    (void)err;
    return 0;
#else
    return tare_err_set(err, TARE_ERR_UNFIT,
                        "clock 'tsc' cannot be used on this architecture; use --clock monotonic");
#endif
}

static int check_posix(enum tare_clock_kind kind, clockid_t id, struct tare_err *err)
{
    struct timespec now;

    if (clock_gettime(id, &now) == 0)
        return 0;
    return tare_err_set(err, TARE_ERR_UNFIT, "clock '%s' cannot be read: %s", tare_clock_name(kind),
                        strerror(errno));
}

static void read_brackets(const struct tare_clock *clock, struct tare_clock_bracket *brackets)
{
    for (int i = 0; i < BRACKETS_COUNT; i++) {
        brackets[i].before_ns = tare_clock_ticks(&reference);
        brackets[i].ticks = tare_clock_ticks(clock);
        brackets[i].after_ns = tare_clock_ticks(&reference);
    }
}

static int calibrate_tsc(struct tare_clock *clock, struct tare_err *err)
{
    struct tare_clock_bracket start[BRACKETS_COUNT];
    struct tare_clock_bracket end[BRACKETS_COUNT];
    struct timespec pause = {.tv_nsec = (long)CALIBRATION_NS};

    read_brackets(clock, start);
    while (nanosleep(&pause, &pause) != 0 && errno == EINTR)
        continue;
    read_brackets(clock, end);
    return tare_clock_calibrate(start, end, BRACKETS_COUNT, &clock->ns_per_tick,
                                &clock->ns_per_tick_error_ratio, err);
}

int tare_clock_open(struct tare_clock *clock, enum tare_clock_kind kind, struct tare_err *err)
{
    *clock = (struct tare_clock){.kind = kind, .ns_per_tick = 1.0};

    if (check_posix(TARE_CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, err) != 0)
        return -1;
    if (kind == TARE_CLOCK_CPU && check_posix(kind, CLOCK_THREAD_CPUTIME_ID, err) != 0)
        return -1;
    if (kind == TARE_CLOCK_TSC && (check_tsc(err) != 0 || calibrate_tsc(clock, err) != 0))
        return -1;
    if (wait_for_step(clock, err) != 0)
        return -1;
    measure_best_cost(clock);
    return 0;
}
