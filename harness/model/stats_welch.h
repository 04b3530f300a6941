/* SPDX-License-Identifier: MIT */
/*
 * Two independent samples: what is left to compare runs by that were not interleaved. The rules of
 * model/stats.h hold.
 *
 * Welch's t (Welch 1947), which does not take the two variances for equal; R's
 * t.test(a, b, var.equal = FALSE). That of a pair is Yuen's (1974), of means that are trimmed from
 * 20 values on (stats_trim.h), with fewer just Welch's; it is widened for skew as
 * tare_stats_mean_interval() is.
 */
#ifndef TARE_MODEL_STATS_WELCH_H
#define TARE_MODEL_STATS_WELCH_H

#include <stddef.h>

#include "model/stats_pair.h"

struct tare_stats_welch {
    double difference; /* mean(a) - mean(b), in the unit of the values; NAN where one is empty */
    double standard_error; /* sqrt(v_a + v_b), v = variance / count; NAN where one is below 2 */
    double df; /* (v_a + v_b)^2 / (v_a^2 / (n_a - 1) + v_b^2 / (n_b - 1)) (Satterthwaite 1946), not
                * whole; n_a + n_b - 2 where neither has any spread; NAN where one is below 2 */
    double lo; /* NAN where one is below 2; equal to the difference without any spread */
    double hi;
    double p_value; /* two-sided, of no difference. Without any spread: 1 where there is none, else
                     * 0; NAN where one is below 2 */
};

struct tare_stats_welch_params {
    const double *a; /* [a_count] */
    size_t a_count;
    const double *b; /* [b_count] */
    size_t b_count;
    double level; /* two-sided error of the interval; 0: 0.05 */
};

struct tare_stats_welch tare_stats_welch(const struct tare_stats_welch_params *params);

struct tare_stats_unpaired_params {
    const struct tare_stats_trimmed *a; /* of the logs of the arm's independent values: set medians,
                                         * or their means by link */
    const struct tare_stats_trimmed *b; /* of the baseline's */
    double level;                       /* two-sided error of the interval; 0: 0.05 */
    double clock_reach;                 /* as that of struct tare_stats_pair_params */
};

/*
 * An arm against the same arm of another run, as a pair that tare_stats_block_judge() takes.
 * set_count and unit_count are those of the smaller sample, and what needs TARE_STATS_MIN_SETS
 * values is NAN where either has fewer. log_stddev is sqrt(variance_a + variance_b), so that K sets
 * of each have a standard error of log_stddev / sqrt(K), which `sets_needed` is found by (with K -
 * 1 degrees of freedom).
 *
 * `more` is that of a mean of df + 1 values whose skewness is the difference's, (k_a - k_b) / (v_a
 * + v_b)^1.5 with k = third cumulant / count^2: tails that are alike cancel, one alone does not.
 * Misses of Welch's nominal 95 % and with it, in per cent, of exponential values against steady
 * ones, K 5: 12.1, 7.5; K 10: 10.1, 5.5; against exponential ones, K 10: 3.8, 3.4.
 */
struct tare_stats_pair tare_stats_pair_unpaired(const struct tare_stats_unpaired_params *params);

#endif
