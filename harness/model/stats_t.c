/* SPDX-License-Identifier: MIT */
#include "model/stats_t.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "model/stats.h"

static double away_from_zero(double value)
{
    return fabs(value) < DBL_MIN / DBL_EPSILON ? DBL_MIN / DBL_EPSILON : value;
}

/* The j-th partial numerator of the fraction, j >= 1. */
static double partial(size_t j, double a, double b, double x)
{
    size_t half = j / 2;
    double m = (double)half;

    if (j % 2)
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
}

/*
 * 1 + d1 / (1 + d2 / ...) of DLMF 8.17.22, by Lentz's method as modified by Thompson and Barnett
 * (1986). For x < (a + 1) / (a + b + 2) it takes about sqrt(max(a, b)) steps.
 */
static double fraction(double a, double b, double x)
{
    double value = 1;
    double c = 1;
    double d = 0;

    for (size_t j = 1; j < 100000; j++) {
        double term = partial(j, a, b, x);

        d = 1 / away_from_zero(1 + term * d);
        c = away_from_zero(1 + term / c);
        value *= c * d;
        if (fabs(c * d - 1) < DBL_EPSILON)
            break;
    }
    return value;
}

static double log_gamma(double x)
{
    int sign;

    return lgamma_r(x, &sign); /* lgamma() writes a global */
}

/* I_x(a, b) with y = 1 - x, given apart so that neither loses digits near 0 or 1. */
static double incomplete_beta(double a, double b, double x, double y)
{
    double front;

    if (x <= 0 || y <= 0)
        return x <= 0 ? 0 : 1;
    if (x > (a + 1) / (a + b + 2))
        return 1 - incomplete_beta(b, a, y, x);
    front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(y));
    return front / (a * fraction(a, b, x));
}

/* P(|T| >= t) and its complement for t >= 0, each by its own fraction where it is small. */
static double outside(double t, double df)
{
    double square = t * t;

    return incomplete_beta(df / 2, 0.5, df / (df + square), square / (df + square));
}

static double inside(double t, double df)
{
    double square = t * t;

    return incomplete_beta(0.5, df / 2, square / (df + square), df / (df + square));
}

double tare_stats_t_two_sided(double t, double df)
{
    return isinf(t) ? 0 : outside(fabs(t), df);
}

double tare_stats_t_cdf(double t, double df)
{
    if (t < 0)
        return tare_stats_t_two_sided(t, df) / 2;
    return 1 - tare_stats_t_two_sided(t, df) / 2;
}

/* Density of |T| at t >= 0: twice that of T (DLMF 8.17.1 differentiated). */
static double density(double t, double df)
{
    return 2 * exp(log_gamma((df + 1) / 2) - log_gamma(df / 2) - (df + 1) / 2 * log1p(t * t / df)) /
           sqrt(df * M_PI);
}

/*
 * The t > 0 where P(|T| >= t) is `share` (tail), or P(|T| < t) is (else). Newton on the log of the
 * probability over the log of t: concave, and straight at its far end (a power of t), so that the
 * steps neither overshoot far nor slow down. A step is at most a factor e. It converges
 * quadratically: after a step of 1e-9 nothing is left to gain.
 */
static double solve(double share, bool tail, double df)
{
    double t = 1;

    for (int i = 0; i < 200; i++) {
        double now = tail ? outside(t, df) : inside(t, df);
        double slope = (tail ? -1 : 1) * t * density(t, df) / now;
        double step = fmin(fmax(log(share / now) / slope, -1), 1);

        t *= exp(step);
        if (fabs(step) < 1e-9)
            break;
    }
    return t;
}

double tare_stats_t_quantile(double p, double df)
{
    double upper = p < 0.5 ? p : 1 - p; /* exact above 0.5 */
    double t;

    if (p <= 0 || p >= 1)
        return p <= 0 ? -INFINITY : INFINITY;
    if (p == 0.5)
        return 0;
    t = upper < 0.25 ? solve(2 * upper, true, df) : solve(1 - 2 * upper, false, df);
    return p < 0.5 ? -t : t;
}

struct tare_stats_interval tare_stats_t_interval(const double *values, size_t count, double level)
{
    struct tare_stats_interval out = {.mean = tare_stats_mean(values, count), .lo = NAN, .hi = NAN};
    double reach;

    if (count < 2)
        return out;
    reach = tare_stats_stddev(values, count) / sqrt((double)count) *
            tare_stats_t_quantile(1 - level / 2, (double)(count - 1));
    out.lo = out.mean - reach;
    out.hi = out.mean + reach;
    return out;
}

struct tare_stats_skew_reach tare_stats_skew_reach(const struct tare_stats_trimmed *trimmed)
{
    double skewness = trimmed->skewness;
    double share =
        TARE_STATS_SKEW_REACH * fabs(skewness) / (double)(trimmed->count ? trimmed->count : 1);

    return (struct tare_stats_skew_reach){.lo = skewness < 0 ? share : 0,
                                          .hi = skewness > 0 ? share : 0};
}

struct tare_stats_interval tare_stats_mean_interval(const struct tare_stats_trimmed *trimmed,
                                                    double level)
{
    struct tare_stats_interval out = {.mean = trimmed->mean, .lo = NAN, .hi = NAN};
    struct tare_stats_skew_reach more = tare_stats_skew_reach(trimmed);
    double reach;

    if (trimmed->count < 2)
        return out;
    reach = trimmed->standard_error * tare_stats_t_quantile(1 - level / 2, trimmed->df);
    out.lo = out.mean - reach * (1 + more.lo);
    out.hi = out.mean + reach * (1 + more.hi);
    return out;
}
