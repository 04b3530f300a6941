/* SPDX-License-Identifier: MIT */
#include "conduct/samples.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "model/stats.h"

void tare_samples_free(struct tare_samples *samples)
{
    free(samples->op_ns);
    free(samples->round);
    free(samples->set);
    *samples = (struct tare_samples){0};
}

/* `scratch` has room for all samples of the arm. */
static double find_clock_reach(const struct tare_arm *arm, size_t sets, double *scratch)
{
    size_t count = 0;
    double median_ns;

    for (size_t i = 0; i < arm->sample_count; i++)
        if (arm->sample[i].process <= sets)
            scratch[count++] = arm->sample[i].elapsed_ns;
    median_ns = tare_stats_median_of(scratch, count);
    return median_ns > 0 ? log1p(arm->clock_resolution_ns / median_ns) : INFINITY;
}

int tare_samples_make(struct tare_samples *samples, const struct tare_arm *arm, size_t sets,
                      struct tare_err *err)
{
    *samples = (struct tare_samples){.set_count = sets, .layout_count = arm->layout_count};
    samples->op_ns = calloc(arm->sample_count + 1, sizeof *samples->op_ns);
    samples->round = calloc(arm->sample_count + 1, sizeof *samples->round);
    samples->set = calloc(sets + 1, sizeof *samples->set);
    if (!samples->op_ns || !samples->round || !samples->set)
        return tare_err_memory(err);
    samples->clock_reach = find_clock_reach(arm, sets, samples->op_ns);
    for (size_t i = 0; i < arm->sample_count; i++) {
        struct tare_stats_set *set = &samples->set[arm->sample[i].process - 1];

        if (arm->sample[i].process > sets)
            continue;
        samples->op_ns[i] = arm->sample[i].elapsed_ns / (double)arm->sample[i].iterations;
        samples->round[i] = arm->sample[i].round;
        if (!set->count)
            set->sample_ns = &samples->op_ns[i];
        set->count++;
        if (set->count > samples->longest)
            samples->longest = set->count;
    }
    return 0;
}

int tare_samples_summarize(struct tare_stats_arm *stats, const struct tare_samples *samples,
                           double level, struct tare_err *err)
{
    size_t room = tare_stats_arm_scratch(samples->set, samples->set_count);
    double *scratch = calloc(room + 1, sizeof *scratch);

    if (!scratch)
        return tare_err_memory(err);
    *stats = tare_stats_arm_summarize(
        &(struct tare_stats_arm_params){.sets = samples->set,
                                        .set_count = samples->set_count,
                                        .layout_count = samples->layout_count,
                                        .level = level,
                                        .clock_reach = samples->clock_reach,
                                        .scratch = scratch});
    free(scratch);
    return 0;
}

static const uint32_t *rounds_of(const struct tare_samples *samples, size_t set)
{
    const struct tare_stats_set *of = &samples->set[set];

    return of->count ? samples->round + (of->sample_ns - samples->op_ns) : NULL;
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* Set `set` of `from` or, where `to` has fewer samples in it, for each of those the one of the
 * nearest round; `room` has space for them. Both are in the order of their rounds. */
static struct tare_stats_set match(const struct tare_samples *from, const struct tare_samples *to,
                                   size_t set, double *room)
{
    const struct tare_stats_set *all = &from->set[set];
    const uint32_t *round = rounds_of(from, set);
    const uint32_t *wanted = rounds_of(to, set);
    size_t count = to->set[set].count;
    size_t at = 0;

    if (all->count <= count)
        return *all;
    for (size_t i = 0; i < count; i++) {
        while (at + 1 < all->count &&
               distance(round[at + 1], wanted[i]) < distance(round[at], wanted[i]))
            at++;
        room[i] = all->sample_ns[at];
    }
    return (struct tare_stats_set){room, count};
}

int tare_samples_compare(struct tare_stats_pair *pair, const struct tare_samples_pair *params,
                         struct tare_err *err)
{
    const struct tare_samples *arm = params->arm;
    const struct tare_samples *baseline = params->baseline;
    size_t sets = arm->set_count;
    size_t longest = arm->longest > baseline->longest ? arm->longest : baseline->longest;
    struct tare_stats_set *matched = calloc(2 * sets + 1, sizeof *matched);
    double *room = calloc(sets * longest + 1, sizeof *room);
    double *scratch = calloc(longest + sets + 1, sizeof *scratch);
    int result = -1;

    assert(arm->set && baseline->set);
    if (!matched || !room || !scratch) {
        tare_err_memory(err);
        goto out;
    }
    for (size_t i = 0; i < sets; i++) {
        matched[i] = match(arm, baseline, i, room + i * longest);
        matched[sets + i] = match(baseline, arm, i, room + i * longest);
    }
    *pair = tare_stats_pair_compare(
        &(struct tare_stats_pair_params){.arm = matched,
                                         .baseline = matched + sets,
                                         .set_count = sets,
                                         .layout_count = arm->layout_count,
                                         .level = params->level,
                                         .clock_reach = arm->clock_reach + baseline->clock_reach,
                                         .scratch = scratch});
    result = 0;
out:
    free(matched);
    free(room);
    free(scratch);
    return result;
}
