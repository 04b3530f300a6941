/* SPDX-License-Identifier: MIT */
#include "model/stats_components.h"

#include <math.h>
#include <string.h>

#include "model/stats.h"

/* Sums of the design and of squares, as the header names them. */
struct sums {
    double origin_ns;    /* logs are taken against it, to keep digits */
    double links;        /* a */
    double sets;         /* b */
    double samples;      /* N */
    double grand;        /* sum of all logs */
    double set_mean;     /* sum over sets of n_ij (mean)^2 */
    double link_mean;    /* the same over links */
    double squares;      /* sum of the squares of all logs */
    double set_by_link;  /* sum n_ij^2 / n_i */
    double set_squares;  /* sum n_ij^2 */
    double link_squares; /* sum n_i^2 */
    bool unusable;       /* a sample is not above 0 */
};

const char *tare_stats_level_name(enum tare_stats_level level)
{
    static const char *const names[] = {"sample", "process", "layout", ""};

    return names[level];
}

/* Adds a set; returns the sum of its logs. */
static double add_set(struct sums *sums, const struct tare_stats_set *set)
{
    double count = (double)set->count;
    double sum = 0;

    for (size_t i = 0; i < set->count; i++) {
        double log_time;

        if (!(set->sample_ns[i] > 0)) {
            sums->unusable = true;
            return 0;
        }
        log_time = log(set->sample_ns[i] / sums->origin_ns);
        sum += log_time;
        sums->squares += log_time * log_time;
    }
    sums->sets++;
    sums->set_mean += sum * sum / count;
    sums->set_squares += count * count;
    return sum;
}

static void add_link(struct sums *sums, const struct tare_stats_components_params *params,
                     size_t first, size_t step)
{
    double squares_before = sums->set_squares;
    double count = 0;
    double sum = 0;

    for (size_t s = first; s < params->set_count; s += step)
        if (params->sets[s].count) {
            sum += add_set(sums, &params->sets[s]);
            count += (double)params->sets[s].count;
        }
    if (count <= 0)
        return;
    sums->links++;
    sums->samples += count;
    sums->grand += sum;
    sums->link_mean += sum * sum / count;
    sums->link_squares += count * count;
    sums->set_by_link += (sums->set_squares - squares_before) / count;
}

/* Without a level of layout, one link that holds all; with one, as many as there are. Where each
 * has one set, `joined`, the sets are the links. */
static struct sums add_up(const struct tare_stats_components_params *params)
{
    size_t links = params->layout_count > 1 ? params->layout_count : 1;
    struct sums sums = {0};

    for (size_t s = 0; s < params->set_count && !(sums.origin_ns > 0); s++)
        if (params->sets[s].count)
            sums.origin_ns = params->sets[s].sample_ns[0];
    sums.unusable = !(sums.origin_ns > 0);
    for (size_t link = 0; link < links && !sums.unusable; link++)
        add_link(&sums, params, link, links);
    return sums;
}

static void set_variance(struct tare_stats_component *component, double variance)
{
    component->negative = variance < 0;
    component->variance = fmax(variance, 0);
}

/* A level's mean square; rounding may leave a sum of squares below 0. */
static double mean_square(double sum_of_squares, double degrees)
{
    return fmax(sum_of_squares, 0) / degrees;
}

static void estimate(struct tare_stats_components *result, const struct sums *sums)
{
    struct tare_stats_component *level = result->level;
    double n = sums->samples;
    double total = sums->grand * sums->grand / n;
    double process = 0;
    double sample;

    if (n <= sums->sets)
        return;
    sample = mean_square(sums->squares - sums->set_mean, n - sums->sets);
    set_variance(&level[TARE_STATS_SAMPLE], sample);
    if (sums->sets > sums->links) {
        double k1 = (n - sums->set_by_link) / (sums->sets - sums->links);

        process =
            (mean_square(sums->set_mean - sums->link_mean, sums->sets - sums->links) - sample) / k1;
        set_variance(&level[TARE_STATS_PROCESS], process);
    }
    if (sums->links > 1) {
        double between = mean_square(sums->link_mean - total, sums->links - 1);
        double k2 = (sums->set_by_link - sums->set_squares / n) / (sums->links - 1);
        double k3 = (n - sums->link_squares / n) / (sums->links - 1);

        result->joined = !(sums->sets > sums->links);
        set_variance(&level[TARE_STATS_LAYOUT], (between - sample - k2 * process) / k3);
    }
}

static void share(struct tare_stats_component *level)
{
    double sum = 0;

    for (int i = 0; i < TARE_STATS_LEVELS; i++)
        sum += isnan(level[i].variance) ? 0 : level[i].variance;
    for (int i = 0; i < TARE_STATS_LEVELS; i++)
        if (sum > 0)
            level[i].share = level[i].variance / sum;
}

/* What one more of the level costs; where the process's is joined to the layout's, both. */
static double cost_of(const struct tare_stats_components *result, const double *cost_ns, int i)
{
    return i == TARE_STATS_LAYOUT && result->joined ? cost_ns[i] + cost_ns[TARE_STATS_PROCESS]
                                                    : cost_ns[i];
}

/* The next level up that varies; TARE_STATS_LEVELS: none. Sums up the cost on the way. */
static int next_up(const struct tare_stats_components *result, const double *cost_ns, int i,
                   double *cost)
{
    *cost = 0;
    for (i++; i < TARE_STATS_LEVELS; i++) {
        if (isnan(result->level[i].variance))
            continue;
        *cost += cost_of(result, cost_ns, i);
        if (result->level[i].variance > 0)
            break;
    }
    return i;
}

static void plan_repeats(struct tare_stats_components *result, const double *cost_ns)
{
    struct tare_stats_component *level = result->level;
    double own = 0; /* cost of the level and of those below it that do not vary */

    for (int i = 0; i < TARE_STATS_LEVELS; i++) {
        double above_cost;
        int above;

        if (isnan(level[i].variance))
            continue;
        own += cost_of(result, cost_ns, i);
        above = next_up(result, cost_ns, i, &above_cost);
        if (!(level[i].variance > 0)) {
            level[i].repeat = 1;
            continue;
        }
        if (above < TARE_STATS_LEVELS && own > 0 && above_cost > 0)
            level[i].repeat =
                fmax(1, ceil(sqrt(above_cost / own * level[i].variance / level[above].variance)));
        own = 0;
    }
}

static enum tare_stats_level find_best(const struct tare_stats_components *result,
                                       const double *cost_ns)
{
    enum tare_stats_level best = TARE_STATS_LEVELS;
    double most = 0;
    double variance = 0;
    double cost = 0;

    for (int i = 0; i < TARE_STATS_LEVELS; i++) {
        if (isnan(result->level[i].variance))
            continue;
        variance += result->level[i].variance / (double)result->count[i];
        cost += cost_of(result, cost_ns, i) * (double)result->count[i];
        if (!(cost > 0))
            return TARE_STATS_LEVELS;
        if (variance / cost > most) {
            most = variance / cost;
            best = (enum tare_stats_level)i;
        }
    }
    return best;
}

void tare_stats_draw_in(double *values, size_t count, double *scratch)
{
    double median;
    double reach;

    if (!count)
        return;
    memcpy(scratch, values, count * sizeof *values);
    tare_stats_sort(scratch, count);
    median = tare_stats_median(scratch, count);
    reach = 3 * 1.4826 * tare_stats_mad(scratch, count);
    for (size_t i = 0; i < count; i++)
        values[i] = fmin(fmax(values[i], median - reach), median + reach);
}

void tare_stats_components_init(struct tare_stats_components *components)
{
    *components = (struct tare_stats_components){.best = TARE_STATS_LEVELS};
    for (int i = 0; i < TARE_STATS_LEVELS; i++)
        components->level[i] = (struct tare_stats_component){
            .variance = NAN, .share = NAN, .repeat = NAN, .cost_ns = NAN};
}

struct tare_stats_components tare_stats_components_estimate(
    const struct tare_stats_components_params *params)
{
    struct tare_stats_components result;
    struct sums sums = add_up(params);

    tare_stats_components_init(&result);
    for (int i = 0; i < TARE_STATS_LEVELS; i++)
        result.level[i].cost_ns = params->cost_ns[i];
    if (sums.unusable)
        return result;
    result.count[TARE_STATS_SAMPLE] = (size_t)sums.samples;
    result.count[TARE_STATS_PROCESS] = (size_t)sums.sets;
    result.count[TARE_STATS_LAYOUT] = (size_t)sums.links;
    estimate(&result, &sums);
    share(result.level);
    plan_repeats(&result, params->cost_ns);
    result.best = find_best(&result, params->cost_ns);
    return result;
}
