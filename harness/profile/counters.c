/* SPDX-License-Identifier: MIT */
#include "profile/counters.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "conduct/block.h"

#define TURN_NS   5e6   /* of the short turns: many times what handing over takes */
#define ENOUGH_NS 200e6 /* of all turns together, */
#define PAIRS_MAX 16    /* or so many pairs */
#define LENGTHS   2     /* N and 2 N iterations */
#define WARM_MAX  16    /* turns until each event had its share of the counters */

struct counting {
    const struct tare_subject *subject;
    struct tare_arm arm;
    struct tare_perf *perf;
    size_t event_count;
    struct tare_perf_count *count;
    double sum[LENGTHS][TARE_PERF_EVENTS_MAX];
    double iterations[LENGTHS]; /* that ran, in each thread */
};

static void miss_all(struct counting *c, const char *why)
{
    for (size_t i = 0; i < c->event_count; i++) {
        c->count[i].value = NAN;
        if (!c->count[i].reason[0])
            snprintf(c->count[i].reason, sizeof c->count[i].reason, "%.*s",
                     (int)sizeof c->count[i].reason - 1, why);
    }
}

static int start(struct counting *c, struct tare_err *err)
{
    tare_subject_arm(c->subject, &c->arm);
    return tare_child_start(&c->arm.child,
                            &(struct tare_child_params){.build = c->arm.build,
                                                        .job = &c->arm.job,
                                                        .cpu = (int)c->subject->cpus->cpu[0],
                                                        .cold_fd = -1,
                                                        .limit_ns = c->arm.limit_ns},
                            err);
}

/* How many iterations a short turn takes; 0: the case ended before. */
static uint64_t calibrate(struct counting *c)
{
    const struct tare_turn_order order = {
        .order = TARE_ORDER_CALIBRATE, .target_ns = TURN_NS, .cap_ns = TARE_BLOCK_ONCE_NS};

    return tare_arm_turn(&c->arm, &order) ? c->arm.child.wire->ran.iterations : 0;
}

/* Returns whether the case came back from it; adds its time to `*spent_ns`. */
static bool take_turn(struct counting *c, uint64_t iterations, double *sum, double *spent_ns)
{
    const struct tare_turn_order order = {.order = TARE_ORDER_SAMPLE, .iterations = iterations};
    bool came_back;

    tare_perf_start(c->perf);
    came_back = tare_arm_turn(&c->arm, &order);
    tare_perf_stop(c->perf);
    tare_perf_read(c->perf, c->count);
    for (size_t i = 0; i < c->event_count; i++)
        sum[i] += c->count[i].value;
    *spent_ns += came_back ? c->arm.child.wire->ran.elapsed_ns : 0;
    return came_back;
}

static size_t count_missing(const struct counting *c)
{
    size_t missing = 0;

    for (size_t i = 0; i < c->event_count; i++)
        missing += isnan(c->count[i].value) ? 1 : 0;
    return missing;
}

/* Events take turns on the counters by the kernel's tick, which may be longer than a turn of ours:
 * the first turns may have nothing of one. Their counts are dropped. A turn may have a limit: a
 * short one takes half of what a long one came to. */
static bool warm(struct counting *c, uint64_t *iterations)
{
    double dropped[TARE_PERF_EVENTS_MAX] = {0};
    double spent_ns = 0;
    size_t refused;
    size_t turns = 0;

    tare_perf_read(c->perf, c->count);
    refused = count_missing(c);
    do
        if (tare_child_interrupted() || !take_turn(c, 2 * *iterations, dropped, &spent_ns))
            return false;
    while (count_missing(c) > refused && ++turns < WARM_MAX);
    *iterations = c->arm.child.wire->ran.iterations / 2;
    return *iterations > 0;
}

static bool take_turns(struct counting *c, uint64_t iterations)
{
    double spent_ns = 0;

    if (!warm(c, &iterations))
        return false;
    for (size_t pair = 0; pair < PAIRS_MAX && (spent_ns < ENOUGH_NS || !pair); pair++)
        for (uint64_t i = 0; i < LENGTHS; i++) {
            if (tare_child_interrupted() ||
                !take_turn(c, (i + 1) * iterations, c->sum[i], &spent_ns))
                return false;
            c->iterations[i] += (double)c->arm.child.wire->ran.iterations;
        }
    return true;
}

/* Of an operation of one thread. */
static void conclude(struct counting *c)
{
    double operations = (c->iterations[1] - c->iterations[0]) * c->arm.job.thread_count;

    for (size_t i = 0; i < c->event_count; i++) {
        double more = c->sum[1][i] - c->sum[0][i];

        /* fmax() takes no NAN over: what a turn did not count would be 0 */
        c->count[i].value = isnan(more) ? NAN : fmax(more, 0) / operations;
        if (isnan(more) && !c->count[i].reason[0])
            snprintf(c->count[i].reason, sizeof c->count[i].reason,
                     "it was not on the processor in all turns: other events had its counters");
    }
}

static int run(struct counting *c, const struct tare_perf_event *event, struct tare_err *err)
{
    char why[TARE_SUBJECT_WHY_BYTES];
    uint64_t iterations;

    if (start(c, err))
        return -1;
    iterations = c->arm.child.alive ? calibrate(c) : 0;
    if (iterations) {
        c->perf = tare_perf_open(c->arm.child.proc.pid, event, c->event_count, "/", err);
        if (!c->perf)
            return -1;
        if (take_turns(c, iterations)) {
            if (c->arm.child.wire->ran.fresh)
                miss_all(c, "the case makes a fresh input for each operation (tare_loop_fresh), "
                            "which would be counted with it");
            else
                conclude(c);
            return 0;
        }
    }
    if (tare_child_interrupted())
        return tare_err_set(err, TARE_ERR_SYSTEM, "interrupted");
    tare_subject_explain(NULL, "the case", &c->arm.child.fate, why);
    miss_all(c, why);
    return 0;
}

int tare_counters_run(const struct tare_subject *subject, const struct tare_perf_event *event,
                      size_t event_count, struct tare_perf_count *count, struct tare_err *err)
{
    struct counting c = {.subject = subject, .event_count = event_count, .count = count};
    int result;

    memset(count, 0, event_count * sizeof *count);
    c.arm.child.wire_fd = c.arm.child.proc.output_fd = -1;
    result = run(&c, event, err);
    tare_perf_close(c.perf);
    tare_arm_free(&c.arm);
    return result;
}
