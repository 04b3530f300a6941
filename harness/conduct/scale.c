/* SPDX-License-Identifier: MIT */
#include "conduct/scale.h"

#include <math.h>
#include <stdint.h>

#include "measure/schedule.h"

/* A set of inputs that are made afresh takes at most about so many times the sampled time asked
 * for: a sample of 4096 statements of a nanosecond, of which thousands would fit, and its priming
 * cost a millisecond of making them. */
#define FRESH_RATIO 3
/* Where somebody fixed the iterations of a sample, and too few of them, the time asked for would
 * take a hundred thousand turns, of 50 us each with priming and hand-over. */
#define FIXED_ROUNDS 200

/* The least and the greatest iterations of arms that are up and run from `least` to ALIKE times it;
 * `least` is the smallest count above `floor`. Returns false where there is none. */
static bool find_alike(const struct tare_block_run *run, uint64_t floor, uint64_t *least,
                       uint64_t *most)
{
    *least = UINT64_MAX;
    *most = 0;
    for (size_t i = 0; i < run->arm_count; i++)
        if (tare_arm_is_up(&run->arm[i]) && run->arm[i].iterations > floor &&
            run->arm[i].iterations < *least)
            *least = run->arm[i].iterations;
    for (size_t i = 0; i < run->arm_count; i++)
        if (tare_arm_is_up(&run->arm[i]) && run->arm[i].iterations >= *least &&
            run->arm[i].iterations / TARE_BLOCK_ALIKE <= *least && run->arm[i].iterations > *most)
            *most = run->arm[i].iterations;
    return *most > 0;
}

/* Arms of like speed run the same count of iterations, in the middle of what each would take. */
static void share_iterations(struct tare_block_run *run)
{
    uint64_t least;
    uint64_t most;

    for (uint64_t floor = 0; find_alike(run, floor, &least, &most); floor = most)
        for (size_t i = 0; i < run->arm_count; i++)
            if (run->arm[i].iterations >= least && run->arm[i].iterations <= most)
                run->arm[i].iterations = (uint64_t)ceil(sqrt((double)least * (double)most));
}

static void fix_iterations(struct tare_block_run *run, uint64_t iterations)
{
    for (size_t i = 0; i < run->arm_count; i++)
        run->arm[i].iterations = iterations;
}

/* What a round takes, priming and the making of inputs included. */
static double fresh_round_ns(const struct tare_arm *arm)
{
    double timed_ns = arm->op_ns * (double)arm->iterations + TARE_PRIME_WARM_NS;

    return timed_ns * (1 + arm->untimed_ratio);
}

/*
 * Rounds a set: what fits the sampled time that is asked for, 40 or more for operations below a
 * sample's length, 3 above; a cold sample costs a walk over memory, so 5 have to do.
 */
static size_t choose_rounds(const struct tare_block_params *params, const struct tare_arm *arm)
{
    double ms = arm->plan->item->min_time_ms;
    double wanted_ns = (ms > 0 ? ms * 1e6 : params->min_time_ns) / (double)params->sets;
    double sample_ns = arm->op_ns * (double)arm->iterations;
    size_t least = arm->op_ns < TARE_BLOCK_SAMPLE_NS ? 40 : 3;
    double rounds = ceil(wanted_ns / sample_ns);

    if (arm->job.cold)
        return 5;
    rounds = fmin(rounds, params->iterations ? FIXED_ROUNDS : 100000);
    if (arm->untimed_ratio > 0)
        rounds = fmin(rounds, FRESH_RATIO * wanted_ns / fresh_round_ns(arm));
    return rounds < (double)least ? least : (size_t)rounds;
}

/* Wall time that the sets of this block will take, at these rounds. */
static double estimate_ns(const struct tare_block_params *params, const struct tare_block_run *run)
{
    double set_ns = 0;

    for (size_t i = 0; i < run->arm_count; i++) {
        const struct tare_arm *arm = &run->arm[i];

        if (tare_arm_is_up(arm))
            set_ns += 2e6 + arm->child.used_ns +
                      (double)(arm->rounds + 1) * arm->op_ns *
                          ((double)arm->iterations + (double)arm->granule * 3);
    }
    return set_ns * (double)params->sets;
}

/* The least rounds that a set needs of an arm. Where there are many sets, fewer do. */
static size_t least_rounds(const struct tare_block_params *params, const struct tare_arm *arm)
{
    size_t few = tare_block_has_many_sets(params) ? 5 : 8;
    size_t least = arm->op_ns < TARE_BLOCK_SAMPLE_NS ? few : 3;

    return least < arm->rounds ? least : arm->rounds;
}

/* Fewer rounds where the budget is short; what then is still too long costs sets. */
static void fit_budget(const struct tare_block_params *params, struct tare_block_run *run)
{
    double share = params->budget_ns / estimate_ns(params, run);

    if (params->budget_ns <= 0 || share >= 1)
        return;
    for (size_t i = 0; i < run->arm_count; i++) {
        struct tare_arm *arm = &run->arm[i];

        if (arm->rounds)
            arm->rounds =
                (size_t)fmax((double)least_rounds(params, arm), (double)arm->rounds * share);
    }
}

/* Short operations take as many rounds as the one that needs most, so that who runs beside whom is
 * the same all through a set: a sibling that draws power slows the core's clock for all (3.3 % were
 * seen), and one that leaves early would split the samples of the others in two. */
static void share_rounds(struct tare_block_run *run)
{
    size_t most = 0;
    size_t limit = SIZE_MAX; /* of those whose inputs are costly */

    for (size_t i = 0; i < run->arm_count; i++)
        if (tare_arm_is_up(&run->arm[i]) && run->arm[i].op_ns < TARE_BLOCK_SAMPLE_NS &&
            run->arm[i].rounds > most)
            most = run->arm[i].rounds;
    for (size_t i = 0; i < run->arm_count; i++)
        if (tare_arm_is_up(&run->arm[i]) && run->arm[i].untimed_ratio > 1 &&
            run->arm[i].rounds < limit)
            limit = run->arm[i].rounds;
    if (most > limit)
        most = limit;
    for (size_t i = 0; i < run->arm_count; i++)
        if (run->arm[i].op_ns < TARE_BLOCK_SAMPLE_NS && !run->arm[i].job.cold)
            run->arm[i].rounds = most;
}

void tare_scale_settle(const struct tare_block_params *params, struct tare_block_run *run)
{
    if (params->iterations)
        fix_iterations(run, params->iterations);
    else
        share_iterations(run);
    for (size_t i = 0; i < run->arm_count; i++) {
        struct tare_arm *arm = &run->arm[i];

        if (!tare_arm_is_up(arm))
            continue;
        arm->granule = (uint64_t)ceil(TARE_BLOCK_GRANULE_NS / arm->op_ns);
        if (arm->granule > arm->iterations)
            arm->granule = arm->iterations;
        if (arm->job.cold)
            arm->granule = 0;
        arm->rounds = choose_rounds(params, arm);
    }
    share_rounds(run);
    fit_budget(params, run);
}

bool tare_scale_suffices(const struct tare_block_params *params, const struct tare_block_run *run,
                         size_t round, size_t rounds)
{
    for (size_t i = 0; i < run->arm_count; i++) {
        const struct tare_arm *arm = &run->arm[i];

        if (tare_arm_is_up(arm) && round * arm->rounds / rounds < least_rounds(params, arm))
            return false;
    }
    return true;
}
