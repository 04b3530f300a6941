/* SPDX-License-Identifier: MIT */
/*
 * Where the variance of a time comes from: samples within a process, processes of one link, links.
 * After Kalibera and Jones (2013; in full arXiv:2007.10899), who call these levels of repetition.
 * The rules of model/stats.h hold.
 *
 * The model is y = mu + layout + process + sample on logs of time, each effect independent with a
 * mean of 0: variances are squares of relative deviations. What samples of one process have in
 * common for a while (they depend on each other) counts in part as the process's.
 */
#ifndef TARE_MODEL_STATS_COMPONENTS_H
#define TARE_MODEL_STATS_COMPONENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/stats_arm.h"

/* From the lowest up. */
enum tare_stats_level {
    TARE_STATS_SAMPLE,
    TARE_STATS_PROCESS,
    TARE_STATS_LAYOUT,
    TARE_STATS_LEVELS, /* as a level: none */
};

struct tare_stats_component {
    double variance; /* unbiased estimate, of the logs; NAN: unavailable */
    double share;    /* of the sum of those that are available, 0..1; NAN where that is 0 */
    bool negative;   /* the estimate came out below 0, and stands as 0 */
    double cost_ns;  /* as it was given */
    /* How many of them for one of the next level up give the least variance of the mean for their
     * cost. NAN at the highest level that varies, of which it takes as many as the precision does,
     * and where it is unavailable. */
    double repeat;
};

struct tare_stats_components {
    struct tare_stats_component level[TARE_STATS_LEVELS];
    size_t count[TARE_STATS_LEVELS]; /* samples, sets and links that were used */
    bool joined; /* one set a link: the layout's variance holds the process's, which is NAN */
    /* More of this level, with all below it in proportion, lower the variance of the mean most for
     * what they cost; TARE_STATS_LEVELS: unknown. */
    enum tare_stats_level best;
};

struct tare_stats_components_params {
    const struct tare_stats_set *sets; /* [set_count] */
    size_t set_count;
    size_t layout_count;               /* set s is of link s % this; 0 or 1: no level of layout */
    double cost_ns[TARE_STATS_LEVELS]; /* wall time of one more, those below it left out; NAN */
};

/*
 * Estimates by the analysis of variance of a nested design that may be unbalanced (Searle, Casella
 * and McCulloch 1992, 5.3): with n_ij samples in set j of link i, n_i in the link, N in all, a
 * links and b sets,
 *   E(MS sample) = s, E(MS process) = s + k1 p, E(MS layout) = s + k2 p + k3 l,
 *   k1 = (N - sum n_ij^2 / n_i) / (b - a), k2 = (sum n_ij^2 / n_i - sum n_ij^2 / N) / (a - 1),
 *   k3 = (N - sum n_i^2 / N) / (a - 1).
 * Balanced, these are the T_i^2 of Kalibera and Jones. NAN where a level has no repetition: no two
 * samples in a set, one set, one link; all where a sample is not above 0.
 *
 * `repeat` is their r_i = ceil(sqrt(c_{i+1} / c_i x T_i^2 / T_{i+1}^2)). A level that does not vary
 * needs one; its cost is then part of the next one's.
 *
 * `best` compares, for each level, the share of the variance of the mean that comes from it and
 * below with the share of the cost that goes into it and below: where that quotient is greatest,
 * one more per cent of cost buys most. At the optimum all are 1.
 */
struct tare_stats_components tare_stats_components_estimate(
    const struct tare_stats_components_params *params);

/*
 * Draws values[count] in to within 3 x 1.4826 x MAD of their median, using `scratch` [count]. A
 * time is made of medians, which spikes do not move; in the mean squares of logs one sample that
 * was preempted would outweigh all else (99 % of the variance on a busy machine). To be done set by
 * set before estimating. Values above 0 stay above 0.
 */
void tare_stats_draw_in(double *values, size_t count, double *scratch);

/* Nothing is known. */
void tare_stats_components_init(struct tare_stats_components *components);

/* "sample", "process", "layout"; "" for TARE_STATS_LEVELS. */
const char *tare_stats_level_name(enum tare_stats_level level);

#endif
