/* SPDX-License-Identifier: MIT */
/*
 * How time grows with size: rule 9 of the statistics. The rules of model/stats.h hold.
 *
 * On log scales a law T = c f(n) is log T = log c + log f(n): one constant and the spread are all
 * that is fitted, whichever law. The exponent is the slope of log T over log n, fitted for itself.
 * Neither asks why: a structure that leaves a cache grows faster than its operations.
 */
#ifndef TARE_MODEL_STATS_GROWTH_H
#define TARE_MODEL_STATS_GROWTH_H

#include <stdbool.h>
#include <stddef.h>

enum tare_stats_law {
    TARE_STATS_LAW_NONE = 0, /* it cannot be told */
    TARE_STATS_LAW_ONE,
    TARE_STATS_LAW_LOG,
    TARE_STATS_LAW_N,
    TARE_STATS_LAW_N_LOG,
    TARE_STATS_LAW_SQUARE,
    TARE_STATS_LAW_COUNT,
};

/* "", "1", "log n", "n", "n log n", "n^2". */
const char *tare_stats_law_name(enum tare_stats_law law);

/* The law of that name; TARE_STATS_LAW_NONE for any other text. */
enum tare_stats_law tare_stats_law_of(const char *name);

/* Logarithm of the law at `n`: 0, log log n, log n, ...; not finite where the law is 0. */
double tare_stats_law_log(enum tare_stats_law law, double n);

/* A law is told apart from this many sizes on, the exponent from 2. */
#define TARE_STATS_GROWTH_SIZES_MIN 3
/* Laws whose AICc is less than this apart are not told apart (Burnham and Anderson 2002, 2.6). */
#define TARE_STATS_GROWTH_AMBIGUOUS 2

/* Times at one size. */
struct tare_stats_growth_point {
    double size;              /* above 0 */
    const double *set_log_ns; /* [set_count], the log of each set's median, the caller's */
    size_t set_count;         /* at least 1 */
};

struct tare_stats_growth {
    double exponent; /* NAN below 2 sizes */
    double
        exponent_lo; /* 95 % interval, NAN below 3 sets: Student's t on the slopes of the sets, */
    double exponent_hi;      /* the k-th of each size taken together, as many as all sizes have */
    enum tare_stats_law law; /* the least AICc; NONE below 3 sizes */
    enum tare_stats_law runner_up; /* the next */
    double aicc;                   /* of the law, up to a constant; NAN without a law */
    double delta;                  /* by which the runner-up's exceeds it; NAN without */
    double misfit;                 /* root mean square distance of the times from the law, as a */
                                   /* share of time; NAN without */
    bool ambiguous;                /* delta is below TARE_STATS_GROWTH_AMBIGUOUS */
};

struct tare_stats_growth_params {
    const struct tare_stats_growth_point *points; /* [point_count], ascending in size, distinct */
    size_t point_count;
    double *scratch; /* [2 * point_count + the most set_count], contents lost */
};

/*
 * The exponent is the slope of the means over sets at each size (stats_trim.h), on which the laws
 * are compared too, m points: AICc = m log(RSS / m) + 2 k +
 * 2 k (k + 1) / (m - k - 1) with k = 2 (Hurvich and Tsai 1989). k is the same for all laws, so the
 * penalty cancels in `delta`, and it is left out below m = 4, where it has no value. Sets are
 * not points of their own: they share the way in which a law does not fit, and as points they would
 * make any difference certain. RSS is not taken to be below the squared standard errors of the
 * means, so that a chance fit is no proof. A law that is 0 at a size (log n at 1) is left out.
 */
struct tare_stats_growth tare_stats_growth_fit(const struct tare_stats_growth_params *params);

#endif
