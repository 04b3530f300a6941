/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "model/stats.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"

const char *tare_stats_verdict_name(enum tare_stats_verdict verdict)
{
    static const char *const names[] = {"", "same", "faster", "slower", "unsure"};

    return names[verdict];
}

/* The index of the smallest p that is not adjusted yet; `count` when there is none. */
static size_t next_p(const double *p, size_t count, const double *adjusted)
{
    size_t next = count;

    for (size_t i = 0; i < count; i++)
        if (isnan(adjusted[i]) && !isnan(p[i]) && (next == count || p[i] < p[next]))
            next = i;
    return next;
}

struct ranked {
    double p;
    size_t index;
};

static int by_p(const void *a, const void *b)
{
    const struct ranked *one = a;
    const struct ranked *two = b;

    if (one->p != two->p)
        return one->p < two->p ? -1 : 1;
    return one->index < two->index ? -1 : 1;
}

/* The indices of what is not NAN, `left` of them, from the smallest p up; NULL without memory. */
static struct ranked *rank(const double *p, size_t count, size_t left)
{
    struct ranked *order = malloc((left + 1) * sizeof *order);
    size_t filled = 0;

    for (size_t i = 0; order && i < count; i++)
        if (!isnan(p[i]))
            order[filled++] = (struct ranked){p[i], i};
    if (order)
        qsort(order, left, sizeof *order, by_p);
    return order;
}

void tare_stats_holm_adjust(const double *p, size_t count, double *adjusted)
{
    double largest = 0;
    size_t left = 0; /* hypotheses not rejected so far, thus the factor of the next */
    struct ranked *order;
    size_t next;

    for (size_t i = 0; i < count; i++) {
        adjusted[i] = NAN;
        left += isnan(p[i]) ? 0 : 1;
    }
    /* Without memory for the order each is searched for, which takes 0.2 s for 10,000. */
    order = rank(p, count, left);
    for (size_t i = 0; left > 0; i++, left--) {
        next = order ? order[i].index : next_p(p, count, adjusted);
        largest = fmin(fmax(largest, (double)left * p[next]), 1);
        adjusted[next] = largest;
    }
    free(order);
}

/* What has to be known to see how many sets would settle a pair. */
struct outlook {
    const struct tare_stats_pair *pair;
    const struct tare_stats_rule *rule;
    double factor; /* Holm's, by which the pair's p was multiplied */
};

static double least_difference(const struct tare_stats_pair *pair,
                               const struct tare_stats_rule *rule)
{
    return fmax(log1p(rule->floor_ratio), pair->clock_reach);
}

static bool would_settle(const struct outlook *outlook, size_t set_count)
{
    const struct tare_stats_rule *rule = outlook->rule;
    double df = (double)(set_count - 1);
    double error = outlook->pair->log_stddev / sqrt((double)set_count);
    double distance = fabs(outlook->pair->log_ratio);
    double room = log1p(rule->margin_ratio) - distance;

    /* A quantile takes a microsecond or more: only those that can decide. */
    if (distance > least_difference(outlook->pair, rule) &&
        distance >= error * (tare_stats_t_quantile(1 - rule->level / 2 / outlook->factor, df) +
                             tare_stats_t_quantile(0.8, df)))
        return true;
    return room >= outlook->pair->clock_reach &&
           room >= error * (tare_stats_t_quantile(1 - rule->level, df) +
                            tare_stats_t_quantile(0.9, df));
}

/* More sets never unsettle: bisection. */
static size_t predict_sets(const struct outlook *outlook)
{
    size_t low = outlook->pair->unit_count;
    size_t high = TARE_STATS_SETS_LIMIT;

    if (!would_settle(outlook, high))
        return 0;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (would_settle(outlook, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static bool is_same(const struct tare_stats_pair *pair, const struct tare_stats_rule *rule)
{
    double errors = tare_stats_t_quantile(1 - rule->level, pair->df);
    double lo = pair->log_ratio - tare_stats_pair_reach(pair, errors, pair->more.lo);
    double hi = pair->log_ratio + tare_stats_pair_reach(pair, errors, pair->more.hi);

    return lo >= -log1p(rule->margin_ratio) && hi <= log1p(rule->margin_ratio);
}

static bool is_different(const struct tare_stats_pair *pair, const struct tare_stats_rule *rule)
{
    return pair->p_adjusted < rule->level && fabs(pair->log_ratio) > least_difference(pair, rule);
}

static void judge(struct tare_stats_pair *pair, const struct tare_stats_rule *rule, double factor)
{
    struct outlook outlook = {pair, rule, factor};

    pair->sets_needed = 0;
    if (isnan(pair->log_ratio)) {
        pair->verdict = TARE_STATS_NONE;
    } else if (pair->unit_count < TARE_STATS_MIN_SETS) {
        pair->verdict = TARE_STATS_UNSURE;
        pair->sets_needed = TARE_STATS_MIN_SETS;
    } else if (is_same(pair, rule)) {
        pair->verdict = TARE_STATS_SAME;
    } else if (is_different(pair, rule)) {
        pair->verdict = pair->log_ratio < 0 ? TARE_STATS_FASTER : TARE_STATS_SLOWER;
    } else {
        pair->verdict = TARE_STATS_UNSURE;
        pair->sets_needed = predict_sets(&outlook);
    }
}

/* Moves what is not NAN to the front, in order. Returns how many that are. */
static size_t rise(double *p, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (!isnan(p[i]))
            p[kept++] = p[i];
    tare_stats_sort(p, kept);
    return kept;
}

/* Holm's factor of a p: how many of those that rise are not smaller, itself among them. */
static double factor_of(double p, const double *rising, size_t count)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rising[middle] < p)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && !isnan(p) ? (double)(count - low) : 1;
}

void tare_stats_block_judge(const struct tare_stats_block *block)
{
    double *p = block->scratch;
    double *adjusted = block->scratch + block->pair_count;
    size_t count;

    for (size_t i = 0; i < block->pair_count; i++)
        p[i] = block->pairs[i].p_value;
    tare_stats_holm_adjust(p, block->pair_count, adjusted);
    count = rise(p, block->pair_count);
    for (size_t i = 0; i < block->pair_count; i++) {
        block->pairs[i].p_adjusted = adjusted[i];
        judge(&block->pairs[i], &block->rule, factor_of(block->pairs[i].p_value, p, count));
    }
}
