/* SPDX-License-Identifier: MIT */
/*
 * One arm's times: rules 4 and 6 of the statistics. The rules of model/stats.h hold.
 *
 * The unit of replication is the set: a fresh process. Samples within a set depend on each other
 * and share its memory layout, so that no interval is ever made from samples pooled over sets;
 * figures over all samples are descriptions.
 */
#ifndef TARE_MODEL_STATS_ARM_H
#define TARE_MODEL_STATS_ARM_H

#include <stdbool.h>
#include <stddef.h>

/* An interval, a test and a verdict need this many sets: with 2, a 95 % interval is 12.7 standard
 * errors to either side and says nothing. */
#define TARE_STATS_MIN_SETS 3

/* The error of an interval or a verdict where nothing else is asked for: intervals of 95 %. */
#define TARE_STATS_LEVEL 0.05

/* The samples of one arm in one set, in the order of the rounds, the first round already dropped.
 * A sample is the mean time of its iterations, tared: ns per operation, finite; it may be 0 or
 * less where the compiler removed the work. */
struct tare_stats_set {
    const double *sample_ns; /* [count], the caller's */
    size_t count;            /* 0: the arm did not run in this set, which is then left out */
};

struct tare_stats_arm {
    size_t set_count;    /* sets that have samples */
    size_t unit_count;   /* independent values among them: links where sets share those */
    size_t sample_count; /* over all sets */
    double time_ns;      /* median over sets of the set's median; NAN without samples */
    double time_lo_ns;   /* 95 % interval (or as `level` says): Student's t on the logs of the */
    double time_hi_ns;   /* set medians, widened for skew (tare_stats_mean_interval()). Centred */
    /* on their (trimmed) geometric mean, widened where it would leave time_ns out. */
    /* Both NAN below 3 sets, where a set median is not above 0 or where a */
    /* step of the clock has no bounds; else each a step away at least. */
    double min_ns;          /* from here on over all samples; NAN without */
    double median_ns;       /* as the other moments a description, not an estimate */
    double mean_ns;         /* spikes included: nothing is dropped */
    double stddev_ns;       /* NAN below 2 samples */
    double mad_ns;          /* raw, see tare_stats_mad() */
    double p99_ns;          /* of sample means, not of single operations */
    size_t outlier_count;   /* Tukey's fences within each set, summed */
    double mode_separation; /* tare_stats_modes() of log(sample / lower tenth of its set); NAN */
                            /* where it cannot be had */
    bool multimodal;        /* the samples of a process lie at two speeds: the median is one of */
                            /* them, or between, however narrow its interval */
    size_t unsteady_count;  /* sets that are not steady, see tare_stats_is_steady() */
    bool steady;            /* at least half of the sets are */
    bool skewed;            /* the logs of the set medians are: an interval by t alone would miss */
                            /* more often than it says (12 % for 5 % was measured) */
};

struct tare_stats_arm_params {
    const struct tare_stats_set *sets; /* [set_count] */
    size_t set_count;
    size_t layout_count; /* set s is of link s % this; 0 or 1: all are of one. With more, time and
                          * interval are made from the means by link, see tare_stats_by_layout() */
    double level;        /* two-sided error of the interval; 0: 0.05 */
    double clock_reach;  /* the interval reaches at least so far to either side, in logs: log(1 +
                          * resolution of the clock / length of a sample). Sets that agree to the
                          * step agree to no more than that. INFINITY: there is no interval */
    double *scratch;     /* [tare_stats_arm_scratch()], contents lost */
};

/*
 * Rule 5: sets that share a link are not independent, so that the unit of replication is the link
 * where there are several. Replaces values[set_count], INFINITY where a set has none, by the means
 * over the sets of each link in the order of links, without those that have no set. Below 2 links
 * the values stay, without those that are missing. Returns how many there are.
 */
size_t tare_stats_by_layout(double *values, size_t set_count, size_t layout_count);

/* Doubles of scratch that tare_stats_arm_summarize() needs. */
size_t tare_stats_arm_scratch(const struct tare_stats_set *sets, size_t set_count);

struct tare_stats_arm tare_stats_arm_summarize(const struct tare_stats_arm_params *params);

/* The median of a set's samples, using `scratch` [set->count]; NAN without samples. */
double tare_stats_set_median(const struct tare_stats_set *set, double *scratch);

/*
 * The larger distance from a time or ratio to an end of its interval, as a share of it: what stands
 * behind +- in a table. NAN where the interval is unavailable or `value` is not above 0.
 */
double tare_stats_half_width(double value, double lo, double hi);

/*
 * Whether two successive windows of a set, its first and second half, agree: the medians differ by
 * at most 3 % (what rule 2b of priming calls alike), or by at most 3 standard errors of the
 * difference. The standard error of a median is taken as 1.2533 x 1.4826 x MAD / sqrt(n) (normal
 * values), doubled for samples that depend on each other (AR(0.6): sqrt((1 + 0.6) / (1 - 0.6)) =
 * 2). Below 8 samples, or with a median that is not above 0, nothing can be told: true. Needs
 * `scratch` [set->count].
 */
bool tare_stats_is_steady(const struct tare_stats_set *set, double *scratch);

/*
 * How far apart two modes are: Ashman's D (Ashman, Bird and Zepf 1994), |c1 - c2| / sqrt((s1^2 +
 * s2^2) / 2), over the best split of the ascending values in two parts of at least 10 % each. Best
 * is least in the sum of absolute deviations from the part's median c; s is 1.4826 x MAD, so that
 * spikes move neither. Sets `*gap` to |c1 - c2|.
 *
 * 0 where the best split lies at 10 % itself, since the smaller part is then a tail or a smaller
 * one's upper end, and where all values are equal; INFINITY where both s are 0 and the medians
 * differ; NAN, also in `*gap`, below TARE_STATS_MODES_MIN values.
 *
 * Splitting values of one mode yields a D too: about 2.3 for normal, 2.7 for uniform, 2.5 for
 * exponential ones. At 100 of them D exceeds TARE_STATS_MODES_D in less than 0.3 % of cases, for
 * normal values of which 5 % are spikes and for AR(0.6) in none of 2000.
 */
double tare_stats_modes(const double *sorted, size_t count, double *gap);

#define TARE_STATS_MODES_MIN 100
#define TARE_STATS_MODES_D   5.0
/* Closer modes are not reported: steps of the clock look like that, and they do not mislead. On the
 * logs that tare_stats_arm_summarize() looks at it is 1 %, or two steps of the clock. */
#define TARE_STATS_MODES_GAP 0.01

#endif
