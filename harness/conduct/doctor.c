/* SPDX-License-Identifier: MIT */
#include "conduct/doctor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>

#include "conduct/plan.h"
#include "model/stats_pair.h"
#include "sys/sibling.h"

/* This program, even where its file has been replaced. */
#define SELF "/proc/self/exe"

/* /proc/stat tells steal in steps of 10 ms: 2 % of the first, 5 % of the second. */
#define WATCH_NS       500e6
#define QUICK_WATCH_NS 200e6

/*
 * Pairs are measured as `tare run` measures by default, in 10 sets, but with the fewest rounds that
 * a set takes (40 samples of 300 us). The budget, of which each pair gets its share, makes that
 * fewer sets or rounds where the machine is slow, and keeps the whole below 15 s.
 */
#define SETS            10
#define QUICK_SETS      5
#define SET_NS          12e6
#define BUDGET_NS       12e9
#define QUICK_BUDGET_NS 4e9
#define FILTER          "^doctor_"
#define QUICK_FILTER    "^doctor_.*:[1-4]$"

static bool is_aslr_off_here(void)
{
    int persona = personality(0xffffffff);

    return persona != -1 && (persona & ADDR_NO_RANDOMIZE);
}

static double moved_pages(const struct tare_machine_swap *swap)
{
    return swap->moved_pages_count.known ? (double)swap->moved_pages_count.value : NAN;
}

/* Reads the clock again and again on the core that measures, and looks for its sibling. */
static void keep_busy(struct tare_fitness_watch *watch, const struct tare_clock *clock,
                      double busy_ns)
{
    struct tare_sibling sibling = {.count = 0};
    double begin_ns = tare_clock_now_ns();
    uint64_t last = tare_clock_ticks(clock);

    do {
        for (int i = 0; i < 4096; i++) {
            uint64_t now = tare_clock_ticks(clock);

            watch->backward_count += now < last;
            last = now;
        }
        watch->readings_count += 4096;
        tare_sibling_probe(&sibling);
        watch->busy_ns = tare_clock_now_ns() - begin_ns;
    } while (watch->busy_ns < busy_ns);
    watch->sibling_ratio = tare_sibling_share(&sibling, &sibling);
}

struct test {
    struct tare_doctor *doctor;
    const struct tare_doctor_params *params;
    struct tare_plan plan;
};

static void on_progress(void *context, const struct tare_conduct_place *place)
{
    const struct test *test = context;

    if (test->params->progress)
        test->params->progress(test->params->context, test->plan.block[place->block].arm[0].id,
                               place);
}

static int on_finished(void *context, size_t index, struct tare_block *block, struct tare_err *err)
{
    const struct test *test = context;

    (void)index;
    return tare_result_add_block(&test->doctor->measured, block, err);
}

/* By the number of the pair, so that each kind of work has its pairs where the budget runs out. */
static int compare_blocks(const void *a, const void *b)
{
    const struct tare_plan_block *x = a;
    const struct tare_plan_block *y = b;

    if (x->param != y->param)
        return x->param < y->param ? -1 : 1;
    return strcmp(x->arm[0].id, y->arm[0].id);
}

static int make_plan(struct test *test, struct tare_err *err)
{
    const struct tare_plan_wishes wishes = {.filter = test->params->quick ? QUICK_FILTER : FILTER};

    if (tare_plan_add_build(&test->plan, "tare", SELF, NULL, err) ||
        tare_plan_make(&test->plan, &wishes, err))
        return -1;
    qsort(test->plan.block, test->plan.block_count, sizeof *test->plan.block, compare_blocks);
    return 0;
}

static enum tare_conduct_end measure(struct test *test, struct tare_err *err)
{
    bool quick = test->params->quick;
    size_t sets = quick ? QUICK_SETS : SETS;
    struct tare_settings settings = {.sets = sets,
                                     .min_time_ns = (double)sets * SET_NS,
                                     .budget_ns = quick ? QUICK_BUDGET_NS : BUDGET_NS,
                                     .margin_ratio = TARE_STATS_MARGIN_RATIO,
                                     .seed = tare_conduct_draw_seed()};

    return tare_conduct_run(&(struct tare_conduct_params){.plan = &test->plan,
                                                          .settings = &settings,
                                                          .clock = &test->doctor->clock,
                                                          .unweighed = TARE_MISSING_UNASKED,
                                                          .progress = on_progress,
                                                          .finished = on_finished,
                                                          .context = test},
                            err);
}

/* Whatever goes wrong with it costs the self-test and not the other checks. */
static int test_self(struct tare_doctor *doctor, const struct tare_doctor_params *params,
                     struct tare_err *err)
{
    struct test test = {.doctor = doctor, .params = params};
    struct tare_err cause = {0};
    enum tare_conduct_end end = TARE_CONDUCT_FAILED;
    int status;

    doctor->has_selftest = true;
    if (make_plan(&test, &cause) == 0)
        end = measure(&test, &cause);
    doctor->interrupted = end == TARE_CONDUCT_INTERRUPTED;
    status = tare_selftest_make(&doctor->selftest, &doctor->measured, err);
    if (end == TARE_CONDUCT_FAILED || end == TARE_CONDUCT_INTERRUPTED)
        snprintf(doctor->selftest.reason, sizeof doctor->selftest.reason, "%.*s",
                 (int)sizeof doctor->selftest.reason - 1,
                 end == TARE_CONDUCT_FAILED ? cause.text : "interrupted");
    tare_plan_free(&test.plan);
    return status;
}

static void watch_busy(struct tare_doctor *doctor, const char *root, double busy_ns)
{
    struct tare_machine_noise noise[2];
    struct tare_err err = {0};
    bool pinned;

    doctor->watch.waited_ns = NAN;
    doctor->watch.sibling_ratio = NAN;
    if (doctor->clock_err.code)
        return;
    pinned = doctor->cpus.count && tare_cpus_pin(doctor->cpus.cpu[0], &err) == 0;
    tare_machine_noise_read(&noise[0], root, TARE_MACHINE_UNKNOWN, 0);
    keep_busy(&doctor->watch, &doctor->clock, busy_ns);
    tare_machine_noise_read(&noise[1], root, TARE_MACHINE_UNKNOWN, 0);
    if (pinned)
        tare_cpus_unpin(&doctor->cpus);
    noise[0] = tare_machine_noise_between(&noise[0], &noise[1]);
    if (noise[0].has_wait)
        doctor->watch.waited_ns = (double)noise[0].run_queue_wait_ns;
}

/* Steal and swapping are those of the whole look, the self-test among it. */
static int watch(struct tare_doctor *doctor, const struct tare_doctor_params *params,
                 struct tare_err *err)
{
    int cpu = doctor->cpus.count ? (int)doctor->cpus.cpu[0] : TARE_MACHINE_UNKNOWN;
    double begin_ns = tare_clock_now_ns();
    struct tare_machine_swap after;
    struct tare_machine_noise noise[2];
    int status = 0;

    tare_machine_noise_read(&noise[0], params->root, cpu, 0);
    watch_busy(doctor, params->root, params->quick ? QUICK_WATCH_NS : WATCH_NS);
    if (params->self_test && !doctor->clock_err.code)
        status = test_self(doctor, params, err);
    tare_machine_noise_read(&noise[1], params->root, cpu, 0);
    tare_machine_swap_read(&after, params->root);
    noise[0] = tare_machine_noise_between(&noise[0], &noise[1]);
    doctor->watch.watched_ns = tare_clock_now_ns() - begin_ns;
    doctor->watch.steal_ns = noise[0].has_steal ? (double)noise[0].steal_ns : NAN;
    doctor->watch.moved_pages_count = moved_pages(&after) - moved_pages(&doctor->swap);
    return status;
}

int tare_doctor_look(struct tare_doctor *doctor, const struct tare_doctor_params *params,
                     struct tare_err *err)
{
    *doctor = (struct tare_doctor){.aslr_off_here = is_aslr_off_here()};
    tare_result_init(&doctor->measured);
    if (tare_machine_read(&doctor->machine, params->root, err))
        return -1;
    tare_machine_swap_read(&doctor->swap, params->root);
    tare_cpus_read(&doctor->cpus, params->root ? params->root : "/", &doctor->cpus_err);
    tare_clock_open(&doctor->clock, TARE_CLOCK_MONOTONIC, &doctor->clock_err);
    return watch(doctor, params, err);
}

void tare_doctor_free(struct tare_doctor *doctor)
{
    tare_result_free(&doctor->measured);
}

void tare_doctor_judge(const struct tare_doctor *doctor, struct tare_fitness *fitness)
{
    const struct tare_fitness_facts facts = {
        .machine = &doctor->machine,
        .swap = &doctor->swap,
        .clock = doctor->clock_err.code ? NULL : &doctor->clock,
        .clock_reason = doctor->clock_err.text,
        .usable_cores_count = doctor->cpus.count,
        .cores_reason = doctor->cpus_err.text,
        .aslr_off_here = doctor->aslr_off_here,
        .watch = &doctor->watch,
        .selftest = doctor->has_selftest ? &doctor->selftest : NULL,
    };

    tare_fitness_judge(fitness, &facts);
}

char *tare_doctor_line(const struct tare_machine *machine, const struct tare_clock *clock,
                       struct tare_err *err)
{
    struct tare_machine_swap swap;
    struct tare_cpus cpus = {.count = 0};
    struct tare_err cpus_err = {0};
    struct tare_fitness fitness;
    struct tare_buf line = TARE_BUF_INIT;
    char *text;

    tare_machine_swap_read(&swap, "/");
    tare_cpus_read(&cpus, "/", &cpus_err);
    tare_fitness_judge(&fitness, &(struct tare_fitness_facts){.machine = machine,
                                                              .swap = &swap,
                                                              .clock = clock,
                                                              .usable_cores_count = cpus.count,
                                                              .cores_reason = cpus_err.text,
                                                              .aslr_off_here = is_aslr_off_here()});
    tare_fitness_line(&fitness, &line);
    text = tare_buf_steal(&line);
    if (!text)
        tare_err_memory(err);
    return text;
}
