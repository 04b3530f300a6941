/* SPDX-License-Identifier: MIT */
#include "model/stats_shift.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "model/stats.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"
#include "model/stats_welch.h"

#define CLIP_SD   3
#define MAD_TO_SD 1.4826 /* of normal values */

/* A search under way. `shifts` holds the splits, rising; only `at` is set. */
struct search {
    const struct tare_stats_shift_params *params;
    struct tare_stats_shift *shifts;
    size_t count;
    double level;
    double least;
    double *clipped; /* [count] */
    double *scratch; /* [count] */
};

struct range {
    size_t from;
    size_t to; /* behind the last */
};

size_t tare_stats_shift_scratch(size_t count)
{
    return 2 * count + 2;
}

/* What the values scatter by at least: as their own intervals say, and never less than what is
 * never called a difference. */
static double least_stddev(const struct search *search, struct range range)
{
    double sum = 0;
    size_t known = 0;

    for (size_t i = range.from; search->params->errors && i < range.to; i++)
        if (isfinite(search->params->errors[i])) {
            sum += search->params->errors[i] * search->params->errors[i];
            known++;
        }
    return fmax(known ? sqrt(sum / (double)known) : 0, TARE_STATS_FLOOR_RATIO);
}

static double difference_stddev(const struct search *search, struct range range)
{
    size_t count = range.to - range.from - 1;

    for (size_t i = 0; i < count; i++)
        search->scratch[i] = fabs(search->params->values[range.from + i + 1] -
                                  search->params->values[range.from + i]);
    return MAD_TO_SD * tare_stats_median_of(search->scratch, count) / sqrt(2);
}

/* Fills search->clipped for the range: values drawn in to its median. */
static void clip(const struct search *search, struct range range)
{
    size_t count = range.to - range.from;
    double reach = CLIP_SD * fmax(difference_stddev(search, range), least_stddev(search, range));
    double middle;

    memcpy(search->scratch, &search->params->values[range.from], count * sizeof(double));
    middle = tare_stats_median_of(search->scratch, count);
    for (size_t i = range.from; i < range.to; i++)
        search->clipped[i] = fmin(fmax(search->params->values[i], middle - reach), middle + reach);
}

/* The split with the greatest t, and that; the values are those of clip(). */
static size_t best_split(const struct search *search, struct range range, double *best_t)
{
    const double *values = search->clipped;
    double count = (double)(range.to - range.from);
    double least = least_stddev(search, range);
    double mean = tare_stats_mean(&values[range.from], range.to - range.from);
    double total = 0, sum = 0;
    size_t best = range.from;

    *best_t = 0;
    for (size_t i = range.from; i < range.to; i++)
        total += (values[i] - mean) * (values[i] - mean);
    for (size_t i = range.from + 1; i < range.to; i++) {
        double before = (double)(i - range.from), behind = count - before;
        double between, variance, t;

        sum += values[i - 1] - mean; /* all sum to 0: the part behind has -sum */
        if (before < TARE_STATS_SHIFT_RUNS_MIN || behind < TARE_STATS_SHIFT_RUNS_MIN)
            continue;
        between = sum * sum * count / (before * behind);
        variance = fmax((total - between) / (count - 2), least * least);
        t = sqrt(between / variance);
        if (t > *best_t) {
            *best_t = t;
            best = i;
        }
    }
    return best;
}

/* Splits the range, and its parts; they are found in rising order. */
static void split(struct search *search, struct range range)
{
    size_t count = range.to - range.from;
    size_t splits, at;
    double t;

    if (count < 2 * TARE_STATS_SHIFT_RUNS_MIN)
        return;
    splits = count - 2 * TARE_STATS_SHIFT_RUNS_MIN + 1;
    clip(search, range);
    at = best_split(search, range, &t);
    if (at == range.from ||
        (double)splits * tare_stats_t_two_sided(t, (double)count - 2) >= search->level)
        return;
    split(search, (struct range){range.from, at});
    search->shifts[search->count++].at = at;
    split(search, (struct range){at, range.to});
}

static struct range segment(const struct search *search, size_t index)
{
    return (struct range){index ? search->shifts[index - 1].at : 0,
                          index < search->count ? search->shifts[index].at : search->params->count};
}

/* Welch's t of the segments before and behind a split, each drawn in to its own median. */
static void compare(const struct search *search, size_t index)
{
    struct tare_stats_shift *shift = &search->shifts[index];
    struct range before = segment(search, index), behind = segment(search, index + 1);
    struct tare_stats_welch welch;
    double error, least, reach;

    clip(search, before);
    clip(search, behind);
    welch = tare_stats_welch(&(struct tare_stats_welch_params){
        .a = &search->clipped[behind.from],
        .a_count = behind.to - behind.from,
        .b = &search->clipped[before.from],
        .b_count = before.to - before.from,
    });
    least = sqrt(pow(least_stddev(search, before), 2) / (double)(before.to - before.from) +
                 pow(least_stddev(search, behind), 2) / (double)(behind.to - behind.from));
    error = fmax(welch.standard_error, least);
    reach = tare_stats_t_quantile(1 - TARE_STATS_LEVEL / 2, welch.df) * error;
    shift->difference = welch.difference;
    shift->difference_lo = welch.difference - reach;
    shift->difference_hi = welch.difference + reach;
    shift->p_adjusted = tare_stats_t_two_sided(welch.difference / error, welch.df);
}

/* Is the first a poorer change than the second? One that is too small is the poorest. */
static bool is_poorer(const struct search *search, const struct tare_stats_shift *a,
                      const struct tare_stats_shift *b)
{
    bool a_is_small = fabs(a->difference) < search->least;
    bool b_is_small = fabs(b->difference) < search->least;

    return a_is_small != b_is_small ? a_is_small : a->p_adjusted > b->p_adjusted;
}

static void adjust(const struct search *search)
{
    double *p = search->clipped, *adjusted = search->scratch;

    for (size_t i = 0; i < search->count; i++)
        p[i] = search->shifts[i].p_adjusted;
    tare_stats_holm_adjust(p, search->count, adjusted);
    for (size_t i = 0; i < search->count; i++)
        search->shifts[i].p_adjusted = adjusted[i];
}

/* Compares all neighbours, and drops the poorest split where it is none. Was one dropped? */
static bool drop_poorest(struct search *search)
{
    size_t worst = 0;

    if (!search->count)
        return false;
    for (size_t i = 0; i < search->count; i++)
        compare(search, i);
    adjust(search);
    for (size_t i = 1; i < search->count; i++)
        if (is_poorer(search, &search->shifts[i], &search->shifts[worst]))
            worst = i;
    if (fabs(search->shifts[worst].difference) >= search->least &&
        search->shifts[worst].p_adjusted < search->level)
        return false;
    memmove(&search->shifts[worst], &search->shifts[worst + 1],
            (search->count - worst - 1) * sizeof *search->shifts);
    search->count--;
    return true;
}

size_t tare_stats_shift_find(const struct tare_stats_shift_params *params,
                             struct tare_stats_shift *shifts)
{
    struct search search = {
        .params = params,
        .shifts = shifts,
        .level = params->level > 0 ? params->level : TARE_STATS_SHIFT_LEVEL,
        .least = params->least > 0 ? params->least : log1p(TARE_STATS_MARGIN_RATIO),
        .clipped = params->scratch,
        .scratch = params->scratch + params->count + 1,
    };

    split(&search, (struct range){0, params->count});
    while (drop_poorest(&search))
        ;
    return search.count;
}
