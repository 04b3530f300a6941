/* SPDX-License-Identifier: MIT */
#include "conduct/summary_variance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/stats_components.h"

int tare_summary_layouts(struct tare_block *block, const struct tare_summary_params *params,
                         struct tare_err *err)
{
    const struct tare_plan *plan = params->asked->plan;

    if (!plan->layout_count)
        return 0;
    block->set_layout = calloc(block->sets + 1, sizeof *block->set_layout);
    if (!block->set_layout)
        return tare_err_memory(err);
    for (size_t i = 0; i < block->sets; i++)
        block->set_layout[i] = (uint32_t)tare_block_layout(plan, i + 1) + 1;
    block->layouts = block->sets < plan->layout_count ? block->sets : plan->layout_count;
    return 0;
}

/* An arm's share of a link: the mean of the times that are known, by all arms. NAN: none is. */
static double link_cost_ns(const struct tare_plan *plan)
{
    double sum_ns = 0;
    size_t known = 0;
    size_t arms = 0;

    for (size_t i = 0; i < plan->layout_count; i++)
        if (!isnan(plan->layout[i].link_ns)) {
            sum_ns += plan->layout[i].link_ns;
            known++;
        }
    for (size_t i = 0; i < plan->block_count; i++)
        arms += plan->block[i].arm_count;
    return known && arms ? sum_ns / (double)known / (double)arms : NAN;
}

/* The samples of all sets drawn in, and the sets they make, which point into them. */
static void draw_in(double *op_ns, struct tare_stats_set *drawn, const struct tare_stats_set *sets,
                    size_t set_count, double *scratch)
{
    for (size_t i = 0; i < set_count; i++) {
        drawn[i] = (struct tare_stats_set){.sample_ns = op_ns, .count = sets[i].count};
        if (!sets[i].count)
            continue;
        memcpy(op_ns, sets[i].sample_ns, sets[i].count * sizeof *op_ns);
        tare_stats_draw_in(op_ns, sets[i].count, scratch);
        op_ns += sets[i].count;
    }
}

int tare_summary_variance(struct tare_row *row, const struct tare_arm *arm,
                          const struct tare_stats_set *sets,
                          const struct tare_summary_params *params, struct tare_err *err)
{
    const struct tare_plan *plan = params->asked->plan;
    size_t set_count = params->run->sets;
    double *op_ns = calloc(2 * arm->sample_count + 1, sizeof *op_ns);
    struct tare_stats_set *drawn = calloc(set_count + 1, sizeof *drawn);
    struct tare_stats_components_params estimate = {
        .sets = drawn, .set_count = set_count, .layout_count = plan->layout_count};
    double processes = 0;
    int result = -1;

    if (!op_ns || !drawn) {
        tare_err_memory(err);
        goto out;
    }
    draw_in(op_ns, drawn, sets, set_count, op_ns + arm->sample_count);
    for (size_t i = 0; i < set_count; i++)
        processes += sets[i].count > 0;
    estimate.cost_ns[TARE_STATS_SAMPLE] =
        arm->sample_count ? arm->turns_ns / (double)arm->sample_count : NAN;
    estimate.cost_ns[TARE_STATS_PROCESS] = processes > 0 ? arm->process_ns / processes : NAN;
    estimate.cost_ns[TARE_STATS_LAYOUT] = link_cost_ns(plan);
    row->variance = tare_stats_components_estimate(&estimate);
    result = 0;
out:
    free(op_ns);
    free(drawn);
    return result;
}
