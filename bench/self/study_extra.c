/* SPDX-License-Identifier: MIT */
#include "study_extra.h"

#include <errno.h>
#include <math.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conduct/child.h"
#include "model/stats.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"
#include "study_trial.h"

#define RUNS   12
#define SPAWNS 100
/* Promised where a process that does nothing takes less than half of it. */
#define SPAWN_MS 2
#define PASSES   5000
#define PILOTS   30
/* Fewer tell nothing: of 3, one more or less is 33 %. */
#define PILOTS_MIN 10
#define PASS       80000 /* multiplications, about 60 us */
#define SETS       10
/* As --budget takes them: processes differ more than samples. */
#define REPEAT_SETS 120
/* The core's units count as its own where they were shared for no more than this. A run that has
 * them not is taken again, tried at most so often: the promises are for a quiet machine. */
#define QUIET_PERCENT 2
#define TRIES         20

static const char *kept(bool is_kept)
{
    return is_kept ? "kept" : "BROKEN";
}

/* How a promise of the pilots fares; adds it to `broken` where it is. */
static const char *judge(size_t pilots, bool is_kept, int *broken)
{
    if (pilots < PILOTS_MIN)
        return "too few trials to tell";
    *broken += !is_kept;
    return kept(is_kept);
}

/* What a promise is for is a quiet machine: whether it is one is told by what needs no harness. */
struct repeat {
    const char *name;
    const char *filter;
    double limit_percent;
    bool
        needs_units; /* of the core, which a sibling takes; else its clock alone, and only a bare */
                     /* chain tells whether that was steady */
};

static const struct repeat repeats[] = {
    {"chain of 64 multiplications", "^repeat/chain_64$", 0.2, false},
    {"sum of 1000 ints", "^repeat/sum_1000$", 2, true},
    {"malloc and free of 64 bytes", "^repeat/malloc_free$", 1.3, true},
};
#define REPEATS (sizeof repeats / sizeof *repeats)

/* What the runs found. */
struct repeated {
    double time_ns[REPEATS][RUNS];
    double sibling_ratio[REPEATS]; /* the most of the runs */
    size_t set_aside[REPEATS];     /* runs beside those, whose core was shared */
    double bare_ns[RUNS];
    double ratio[RUNS];
};

/* What this machine's own clock rate lets repeat: dependent multiplications in this process,
 * without a harness, for 0.3 s; the median of its passes. */
static double time_bare_chain(const struct study *study)
{
    static double pass_ns[PASSES];
    uint64_t x = study->random[0] | 1;

    for (size_t i = 0; i < PASSES; i++) {
        double start_ns = tare_clock_now_ns();

        for (int k = 0; k < PASS; k++) {
            x *= UINT64_C(0x9e3779b97f4a7c15);
            __asm__ volatile("" : "+r"(x));
        }
        pass_ns[i] = (tare_clock_now_ns() - start_ns) / PASS * 64;
    }
    tare_stats_sort(pass_ns, PASSES);
    return tare_stats_median(pass_ns, PASSES);
}

static double variation_percent(const double *time_ns)
{
    return 100 * tare_stats_stddev(time_ns, RUNS) / tare_stats_mean(time_ns, RUNS);
}

/* The ratio of two equal chains: what a drift of the clock's rate leaves alone. */
static double ratio_of_chains(struct study *study)
{
    struct tare_block block;
    double ratio;

    study_try(study,
              &(struct study_trial){.filter = "^chain/(a|b)$",
                                    .baseline = "a",
                                    .sets = REPEAT_SETS,
                                    .min_time_ns = 0.3e9,
                                    .budget_ns = 0.6e9},
              &block);
    if (tare_child_interrupted())
        return NAN;
    ratio = block.row[1].ratio;
    tare_block_free(&block);
    return ratio;
}

static bool is_shared(const struct repeat *repeat, const struct tare_block *block)
{
    return repeat->needs_units && 100 * block->sibling_ratio > QUIET_PERCENT;
}

/* The k-th of what is repeated, once; of several tries the last. */
static void take_run(struct study *study, struct repeated *found, size_t k, size_t run)
{
    struct tare_block block;
    bool again = true;

    for (size_t tries = 1; again; tries++) {
        study_try(study,
                  &(struct study_trial){.filter = repeats[k].filter,
                                        .sets = REPEAT_SETS,
                                        .min_time_ns = 0.3e9,
                                        .budget_ns = 0.3e9},
                  &block);
        if (tare_child_interrupted())
            return;
        again = is_shared(&repeats[k], &block) && tries < TRIES;
        found->set_aside[k] += again;
        if (!again) {
            found->time_ns[k][run] = block.row[0].time_ns;
            found->sibling_ratio[k] = fmax(found->sibling_ratio[k], block.sibling_ratio);
        }
        tare_block_free(&block);
    }
}

static void repeat_once(struct study *study, struct repeated *found, size_t run)
{
    found->bare_ns[run] = time_bare_chain(study);
    found->ratio[run] = ratio_of_chains(study);
    for (size_t k = 0; k < REPEATS && !tare_child_interrupted(); k++)
        take_run(study, found, k, run);
}

/* Prints one promise; returns whether it is broken. */
static bool judge_repeat(const struct repeated *found, size_t i)
{
    const struct repeat *repeat = &repeats[i];
    double percent = variation_percent(found->time_ns[i]);
    double bare_percent = variation_percent(found->bare_ns);
    double shared_percent = 100 * found->sibling_ratio[i];

    printf("- %s: %.2f ns, coefficient of variation %.2f %%", repeat->name,
           tare_stats_mean(found->time_ns[i], RUNS), percent);
    if (found->set_aside[i])
        printf(" (beside %zu set aside, the core's units being shared)", found->set_aside[i]);
    printf(", promised at most %g %%: ", repeat->limit_percent);
    if (percent <= repeat->limit_percent)
        printf("kept\n");
    else if (bare_percent > repeat->limit_percent)
        printf("not to be told here, a bare loop varies by %.2f %%\n", bare_percent);
    else if (repeat->needs_units && !(shared_percent <= QUIET_PERCENT))
        printf("not to be told here, the core's units were shared in up to %.1f %% of the rounds\n",
               shared_percent);
    else {
        printf("BROKEN\n");
        return true;
    }
    return false;
}

int study_repeat(struct study *study)
{
    static struct repeated found;
    int broken = 0;

    found = (struct repeated){.sibling_ratio = {0}};
    for (size_t run = 0; run < RUNS; run++) {
        repeat_once(study, &found, run);
        if (tare_child_interrupted())
            return 0;
    }
    printf("\nRun to run, %d runs of 0.3 s a case; 64 multiplications in a bare loop vary by %.2f "
           "%%:\n",
           RUNS, variation_percent(found.bare_ns));
    for (size_t i = 0; i < REPEATS; i++)
        broken += judge_repeat(&found, i);
    printf("- ratio of two equal chains: coefficient of variation %.2f %%\n",
           variation_percent(found.ratio));
    return broken;
}

/* From spawn to its end, of a program that does nothing; NAN: there is none. What a process costs
 * on this machine, whoever starts it. */
static double empty_process_ms(void)
{
    char *const argv[] = {"true", NULL};
    double start_ns = tare_clock_now_ns();
    pid_t pid;
    int status = 0;
    pid_t ended;

    if (posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ) != 0)
        return NAN;
    do
        ended = waitpid(pid, &status, 0);
    while (ended < 0 && errno == EINTR);
    return ended == pid && status == 0 ? (tare_clock_now_ns() - start_ns) / 1e6 : NAN;
}

static double first_turn_ms(struct study *study, const struct tare_plan *plan)
{
    struct tare_arm arm;
    double start_ns = tare_clock_now_ns();
    double ms;

    tare_arm_init(&arm, plan, &plan->block[0], 0);
    arm.job.clock = study->clock;
    if (tare_child_start(&arm.child,
                         &(struct tare_child_params){.build = arm.build,
                                                     .job = &arm.job,
                                                     .cpu = (int)study->cpus.cpu[0],
                                                     .cold_fd = -1,
                                                     .limit_ns = arm.limit_ns},
                         &study->err))
        study_die(study, &study->err);
    ms = (tare_clock_now_ns() - start_ns) / 1e6;
    tare_arm_free(&arm);
    return ms;
}

int study_spawn(struct study *study)
{
    struct tare_plan plan;
    double ms[SPAWNS], empty_ms[SPAWNS];
    size_t count = 0;
    bool is_broken, is_slow;
    double median;

    study_plan(study, "^repeat/malloc_free$", NULL, &plan);
    for (; count < SPAWNS && !tare_child_interrupted(); count++) {
        empty_ms[count] = empty_process_ms();
        ms[count] = first_turn_ms(study, &plan);
    }
    tare_plan_free(&plan);
    if (!count)
        return 0;
    tare_stats_sort(ms, count);
    median = tare_stats_median(ms, count);
    tare_stats_sort(empty_ms, count);
    is_slow = 2 * tare_stats_median(empty_ms, count) > SPAWN_MS;
    is_broken = !(median < SPAWN_MS) && !is_slow;
    printf("\nFrom spawn to the first turn, %zu processes, in turn with as many that do nothing "
           "(true):\n- median %.2f ms, 9 of 10 below %.2f ms, promised below %d ms: %s\n"
           "- one that does nothing, from spawn to its end: median %.2f ms\n",
           count, median, tare_stats_quantile(ms, count, 0.9), SPAWN_MS,
           median < SPAWN_MS ? kept(true)
           : is_slow         ? "this machine is too slow to tell"
                             : kept(false),
           tare_stats_median(empty_ms, count));
    return is_broken;
}

/* One comparison of the large list with that which is 2 % longer. */
static void try_large(struct study *study, size_t sets, struct tare_block *block)
{
    study_try(study,
              &(struct study_trial){.filter = "^large_list/(a|plus_2)$",
                                    .baseline = "a",
                                    .sets = sets,
                                    .min_time_ns = 20e6 * (double)sets,
                                    .margin_ratio = 0.02 / 3},
              block);
}

static const struct tare_row *row_of_longer(const struct tare_block *block)
{
    return block->row[0].verdict ? &block->row[0] : &block->row[1];
}

/* The sets that settle a difference with a chance of 80 %, effect and spread a set being known. */
static size_t sets_for(double effect, double stddev)
{
    for (size_t k = TARE_STATS_MIN_SETS; k < TARE_STATS_SETS_LIMIT; k++) {
        double df = (double)(k - 1);
        double reach = tare_stats_t_quantile(0.975, df) + tare_stats_t_quantile(0.8, df);

        if (fabs(effect) >= reach * stddev / sqrt((double)k))
            return k;
    }
    return TARE_STATS_SETS_LIMIT;
}

/* What the pilots found. */
struct pilots {
    size_t count;
    size_t settled; /* in the pilot itself */
    double log_ratio[PILOTS];
    double variance; /* of a set, mean over the pilots */
    double predicted[PILOTS];
    size_t predicted_count;
};

static bool run_pilots(struct study *study, size_t count, struct pilots *pilots)
{
    for (size_t i = 0; i < count; i++) {
        struct tare_block block;
        const struct tare_row *row;
        double half;

        try_large(study, SETS, &block);
        if (tare_child_interrupted())
            return false;
        row = row_of_longer(&block);
        half = log(row->ratio_hi / row->ratio_lo) / 2 / tare_stats_t_quantile(0.975, SETS - 1);
        pilots->log_ratio[pilots->count++] = log(row->ratio);
        pilots->variance += half * half * SETS / (double)count;
        if (strcmp(row->verdict, tare_stats_verdict_name(TARE_STATS_SLOWER)) == 0)
            pilots->settled++;
        else
            pilots->predicted[pilots->predicted_count++] =
                row->sets_needed > 0 ? row->sets_needed : TARE_STATS_SETS_LIMIT;
        tare_block_free(&block);
    }
    return true;
}

int study_predict(struct study *study, double scale)
{
    struct pilots pilots = {0};
    size_t count = (size_t)ceil(PILOTS * scale);
    size_t slower = 0;
    size_t needed;
    size_t sets;
    double effect;
    int broken = 0;

    if (!run_pilots(study, count, &pilots))
        return 0;
    effect = tare_stats_mean(pilots.log_ratio, pilots.count);
    needed = sets_for(effect, sqrt(pilots.variance));
    tare_stats_sort(pilots.predicted, pilots.predicted_count);
    sets = pilots.predicted_count > pilots.settled
               ? (size_t)tare_stats_median(pilots.predicted, pilots.predicted_count)
               : SETS;
    printf(
        "\nA list of 1.28 MB that is 2 %% longer, %zu pilots of %d sets: ratio %+.2f %%, a set's "
        "spread %.2f %%; settled by %zu\n",
        pilots.count, SETS, 100 * expm1(effect), 100 * sqrt(pilots.variance), pilots.settled);
    printf("- sets needed: predicted %s%zu (median), by the spread of all %zu, promised within a "
           "factor of 2: %s\n",
           sets == SETS ? "at most " : "", sets, needed,
           judge(count, needed <= 2 * sets && (sets <= 2 * needed || sets == SETS), &broken));
    for (size_t i = 0; i < count; i++) {
        struct tare_block block;

        try_large(study, sets, &block);
        if (tare_child_interrupted())
            return broken;
        slower +=
            strcmp(row_of_longer(&block)->verdict, tare_stats_verdict_name(TARE_STATS_SLOWER)) == 0;
        tare_block_free(&block);
    }
    printf("- called slower with as many sets: %.0f %% of %zu, promised at least 80 %%: %s\n",
           100 * (double)slower / (double)count, count,
           judge(count, slower * 10 >= count * 8, &broken));
    return broken;
}
