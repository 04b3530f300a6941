/* SPDX-License-Identifier: MIT */
/*
 * One arm against its baseline, and the verdicts of a block: rules 3 and 8 of the statistics. The
 * rules of model/stats.h and the unit of replication of model/stats_arm.h hold.
 *
 * All is done on logs of ratios, where twice as fast and twice as slow are equally far from equal.
 * A ratio below 1 says that the arm takes less time than the baseline: it is faster.
 */
#ifndef TARE_MODEL_STATS_PAIR_H
#define TARE_MODEL_STATS_PAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "model/stats_arm.h"
#include "model/stats_t.h"

enum tare_stats_verdict {
    TARE_STATS_NONE = 0, /* not judged: the baseline itself, or no ratio could be had */
    TARE_STATS_SAME,
    TARE_STATS_FASTER,
    TARE_STATS_SLOWER,
    TARE_STATS_UNSURE,
};

/* "", "same", "faster", "slower", "unsure". */
const char *tare_stats_verdict_name(enum tare_stats_verdict verdict);

struct tare_stats_pair {
    size_t set_count;  /* sets in which both arms have samples */
    size_t unit_count; /* independent values, K below: links where sets share those, else sets */
    double log_ratio; /* mean over sets, trimmed where they are many (stats_trim.h), of the set's */
                      /* median over rounds of log(arm / baseline); NAN without sets, where a */
                      /* sample is not > 0 or clock_reach is INFINITY */
    double log_stddev; /* standard_error times sqrt(K), which is the standard deviation of the */
                       /* sets where nothing is trimmed; NAN below 2 sets */
    double standard_error;             /* NAN below 2 sets */
    double df;                         /* that of the mean; NAN below 2 sets */
    double ratio;                      /* exp(log_ratio) */
    struct tare_stats_skew_reach more; /* by which intervals and tests reach beyond t; 0 for */
                                       /* values that are not skewed */
    double clock_reach; /* intervals reach at least so far to either side, in logs, and what is less
                         * is no difference; see tare_stats_pair_params */
    double ratio_lo;    /* 95 % interval (or as `level` says), not adjusted; NAN below 3 sets */
    double ratio_hi;
    double
        ratio_lo90; /* 90 % (of twice the level), that of the test for `same`; NAN below 3 sets */
    double ratio_hi90;
    double p_value; /* two-sided t test of log_ratio = 0, its standard error widened by `more` on */
    /* the side of 0; NAN below 3 sets. Without any spread: 1 where log_ratio is 0, */
    /* else 0 */
    bool skewed; /* among sets: an interval by t alone would miss more often than it says */

    /* Set by tare_stats_block_judge(): */
    double p_adjusted; /* Holm, within the block; NAN where p_value is */
    enum tare_stats_verdict verdict;
    size_t sets_needed; /* unsure: the K predicted to settle it, below; 0: settled, or no K would */
};

struct tare_stats_pair_params {
    const struct tare_stats_set *arm; /* [set_count] */
    const struct tare_stats_set
        *baseline; /* [set_count], same sets, same rounds. Rounds that only */
                   /* one of them has, at the end, are left out */
    size_t set_count;
    size_t layout_count; /* set s is of link s % this; 0 or 1: all are of one. With more, the values
                          * are the means by link, see tare_stats_by_layout() */
    double level;        /* two-sided error of the intervals; 0: 0.05 */
    double clock_reach;  /* of both arms together, see tare_stats_arm_params */
    double *scratch;     /* [tare_stats_pair_scratch()], contents lost */
};

/* Doubles of scratch that tare_stats_pair_compare() needs. */
size_t tare_stats_pair_scratch(const struct tare_stats_set *arm, size_t set_count);

/* The fields above the judge's; those are NAN, TARE_STATS_NONE and 0. */
struct tare_stats_pair tare_stats_pair_compare(const struct tare_stats_pair_params *params);

/* How far an interval of so many standard errors (a quantile of t) reaches to a side, in logs;
 * `more` is that of the side. */
double tare_stats_pair_reach(const struct tare_stats_pair *pair, double errors, double more);

/* Sets the intervals and p_value of a pair by its log_ratio, standard_error, df, more and
 * clock_reach; `level` is their two-sided error. */
void tare_stats_pair_test(struct tare_stats_pair *pair, double level);

/* The median over rounds of log(arm / baseline) in one set, using `scratch` [the smaller count];
 * NAN without a common round or where a sample is not above 0. */
double tare_stats_set_log_ratio(const struct tare_stats_set *arm,
                                const struct tare_stats_set *baseline, double *scratch);

/* Holm's (1979) step-down adjustment: adjusted[i] for p[i], in the same order, both [count]; R's
 * p.adjust(p, "holm"). NAN stays NAN and does not count as a test. The arrays must not overlap. */
void tare_stats_holm_adjust(const double *p, size_t count, double *adjusted);

/* When two arms are called the same, and when different. */
struct tare_stats_rule {
    double level; /* two-sided error of a block, in (0, 0.5): 0.05; 0.0182 for preset looks */
    double margin_ratio; /* `same` means within +-this: 0.005 */
    double floor_ratio;  /* a difference below this is never called one: 0.001, since arms of one */
                         /* block showed repeatable offsets of 0.01-0.02 % of unknown cause */
};

#define TARE_STATS_MARGIN_RATIO 0.005
#define TARE_STATS_FLOOR_RATIO  0.001
#define TARE_STATS_RULE_DEFAULT                                                                    \
    {                                                                                              \
        .level = TARE_STATS_LEVEL, .margin_ratio = TARE_STATS_MARGIN_RATIO,                        \
        .floor_ratio = TARE_STATS_FLOOR_RATIO                                                      \
    }

struct tare_stats_block {
    struct tare_stats_pair *pairs; /* [pair_count]: every arm of the block but the baseline */
    size_t pair_count;
    double *scratch; /* [2 * pair_count] */
    struct tare_stats_rule rule;
};

/*
 * Fills in the judge's fields of all pairs. In this order:
 * - none: log_ratio is unavailable;
 * - unsure: fewer than TARE_STATS_MIN_SETS sets; sets_needed says that minimum;
 * - same: the interval of error 2 x level (90 %) lies within +-log(1 + margin): two one-sided
 *   tests (Schuirmann 1987), not adjusted;
 * - faster, slower: p_adjusted < level, thus Holm's interval excludes 1, and |log_ratio| >
 *   log(1 + floor) and beyond what the clock's steps allow;
 * - unsure: else.
 *
 * `sets_needed` takes ratio and spread as they were measured for the truth, keeps the pair's
 * factor of Holm's, and is the smallest K above the present one that settles the verdict with a
 * chance of about 80 % (Chow, Shao and Wang 2008, 3.2): |log_ratio| >= (t(1 - level / (2 factor)) +
 * t(0.8)) s / sqrt(K) for a difference, margin - |log_ratio| >= (t(1 - level) + t(0.9)) s / sqrt(K)
 * for `same`, whichever is less. 0 above TARE_STATS_SETS_LIMIT.
 */
void tare_stats_block_judge(const struct tare_stats_block *block);

/* More sets than anybody runs: to be told a number beyond it is no advice. */
#define TARE_STATS_SETS_LIMIT 1000

#endif
