/* SPDX-License-Identifier: MIT */
/*
 * Simulated benchmarks with known truth, from a fixed seed: intervals must miss it as often as
 * they say. Samples within a process follow AR(0.6) with 1 % of noise and 5 % of spikes; processes
 * differ by a normal effect; all arms of a set share the machine's drift.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "conduct/looks.h"
#include "model/stats.h"
#include "model/stats_arm.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"
#include "support_random.h"

#define SETS_MAX 10
#define ROUNDS   16
#define TRIALS   10000

/* `count` samples of one process around `level_ns`. */
static void simulate(double *sample_ns, size_t count, double level_ns)
{
    double noise = support_random_normal();

    for (size_t i = 0; i < count; i++) {
        noise = i ? 0.6 * noise + 0.8 * support_random_normal() : noise;
        sample_ns[i] =
            level_ns * exp(0.01 * noise +
                           (support_random_uniform() < 0.05 ? support_random_exponential() : 0));
    }
}

/* How a process differs from others, on the log scale. */
struct effect {
    double sd;
    bool skewed; /* exponential: a few processes are much slower; else normal */
};

static double draw(struct effect effect)
{
    return effect.sd * (effect.skewed ? support_random_exponential() - 1 : support_random_normal());
}

static double samples[2][SETS_MAX][ROUNDS];
static struct tare_stats_set sets[2][SETS_MAX];
static double scratch[2 * SETS_MAX + SETS_MAX * ROUNDS];

/* Two arms that take the same time, in `set_count` sets. */
static void simulate_pair(size_t set_count, const struct effect effects[2])
{
    for (size_t s = 0; s < set_count; s++) {
        double drift = exp(0.05 * support_random_normal());

        for (size_t a = 0; a < 2; a++) {
            simulate(samples[a][s], ROUNDS, 100 * drift * exp(draw(effects[a])));
            sets[a][s] = (struct tare_stats_set){samples[a][s], ROUNDS};
        }
    }
}

/* The interval that a careless tool would give: the median of all samples as if independent,
 * between the order statistics n / 2 +- 1.96 sqrt(n) / 2 (Conover 1999, 3.2). */
static bool pooled_misses(size_t set_count)
{
    double logs[SETS_MAX * ROUNDS];
    double half_width;
    size_t count = 0;

    for (size_t s = 0; s < set_count; s++)
        for (size_t i = 0; i < ROUNDS; i++)
            logs[count++] = log(samples[0][s][i] / samples[1][s][i]);
    tare_stats_sort(logs, count);
    half_width = 0.98 / sqrt((double)count);
    return tare_stats_quantile(logs, count, 0.5 - half_width) > 0 ||
           tare_stats_quantile(logs, count, 0.5 + half_width) < 0;
}

/* Shares of trials, in percent. */
struct misses {
    double ratio;  /* 95 % interval of the ratio leaves out 1 */
    double ninety; /* 90 % interval */
    double pooled; /* the careless interval */
    double called; /* verdicts faster or slower, all of them wrong */
};

static struct misses run_pairs(size_t set_count, const struct effect effects[2])
{
    struct misses misses = {0};
    const double share = 100.0 / TRIALS;

    for (size_t trial = 0; trial < TRIALS; trial++) {
        struct tare_stats_pair pair;

        simulate_pair(set_count, effects);
        pair = tare_stats_pair_compare(&(struct tare_stats_pair_params){
            .arm = sets[0], .baseline = sets[1], .set_count = set_count, .scratch = scratch});
        tare_stats_block_judge(&(struct tare_stats_block){
            .pairs = &pair, .pair_count = 1, .scratch = scratch, .rule = TARE_STATS_RULE_DEFAULT});
        misses.ratio += pair.ratio_lo > 1 || pair.ratio_hi < 1 ? share : 0;
        misses.ninety += pair.ratio_lo90 > 1 || pair.ratio_hi90 < 1 ? share : 0;
        misses.pooled += pooled_misses(set_count) ? share : 0;
        misses.called +=
            pair.verdict == TARE_STATS_FASTER || pair.verdict == TARE_STATS_SLOWER ? share : 0;
    }
    return misses;
}

static const size_t set_counts[] = {3, 5, 10};
static const struct effect effects[] = {{0, false}, {0.005, false}, {0.02, false}};
static const struct effect skewed = {0.04, true};

Test(stats_grid, ratio_intervals_miss_as_often_as_they_say)
{
    for (size_t k = 0; k < 3; k++)
        for (size_t d = 0; d < 3; d++) {
            struct misses misses;

            support_random_state = 1 + 10 * k + d;
            misses = run_pairs(set_counts[k], (struct effect[]){effects[d], effects[d]});
            cr_expect(misses.ratio >= 3 && misses.ratio <= 8, "K %zu, sd %g: 95 %% misses %g %%",
                      set_counts[k], effects[d].sd, misses.ratio);
            cr_expect(misses.ninety >= 6 && misses.ninety <= 13, "K %zu, sd %g: 90 %% misses %g %%",
                      set_counts[k], effects[d].sd, misses.ninety);
            cr_expect(misses.called <= 8, "K %zu, sd %g: %g %% of equal arms called different",
                      set_counts[k], effects[d].sd, misses.called);
            cr_expect(misses.pooled > 15,
                      "K %zu, sd %g: the grid must show that pooling misses, but it does in %g %%",
                      set_counts[k], effects[d].sd, misses.pooled);
        }
}

/* An arm whose processes are skewed against one that is steady: the ratio is skewed too. */
Test(stats_grid, ratio_intervals_hold_where_processes_are_skewed)
{
    for (size_t k = 0; k < 3; k++) {
        struct misses misses;

        support_random_state = 51 + k;
        misses = run_pairs(set_counts[k], (struct effect[]){skewed, effects[0]});
        cr_expect(misses.ratio <= 8, "K %zu: 95 %% misses %g %%", set_counts[k], misses.ratio);
        cr_expect(misses.called <= 8, "K %zu: %g %% of equal arms called different", set_counts[k],
                  misses.called);
    }
}

/* Many sets of equal arms, of which a few are far off, either way. */
static void simulate_far(double *logs, size_t count)
{
    for (size_t s = 0; s < count; s++) {
        double far = support_random_uniform() < 0.04 ? support_random_exponential() : 0;

        logs[s] = 0.05 * support_random_normal() + (support_random_uniform() < 0.5 ? far : -far);
    }
}

/* As a run over a budget may have them. */
Test(stats_grid, far_processes_do_not_carry_the_mean_away)
{
    static const size_t counts[] = {20, 50, 200};

    for (size_t k = 0; k < 3; k++) {
        double misses = 0;
        double width = 0;
        double plain_width = 0;

        support_random_state = 31 + k;
        for (size_t trial = 0; trial < TRIALS; trial++) {
            double logs[200];
            struct tare_stats_interval plain, interval;
            struct tare_stats_trimmed trimmed;

            simulate_far(logs, counts[k]);
            plain = tare_stats_t_interval(logs, counts[k], 0.05);
            trimmed = tare_stats_trim(logs, counts[k]);
            interval = tare_stats_mean_interval(&trimmed, 0.05);
            misses += interval.lo > 0 || interval.hi < 0 ? 100.0 / TRIALS : 0;
            width += interval.hi - interval.lo;
            plain_width += plain.hi - plain.lo;
        }
        cr_expect(misses >= 3 && misses <= 8, "%zu sets: misses %g %%", counts[k], misses);
        cr_expect(counts[k] < 50 || width < 0.6 * plain_width, "%zu sets: %g times as wide as t's",
                  counts[k], width / plain_width);
    }
}

/* Share of trials, in per cent, in which one of the looks that --precision takes at equal sets
 * calls a difference. */
static double looks_that_err(double level)
{
    double called = 0;

    for (size_t trial = 0; trial < TRIALS; trial++) {
        double logs[TARE_LOOKS_SETS_MAX];
        bool wrong = false;

        for (size_t sets_done = 1; sets_done <= TARE_LOOKS_SETS_MAX; sets_done++) {
            double room[TARE_LOOKS_SETS_MAX];
            struct tare_stats_trimmed trimmed;
            struct tare_stats_interval interval;

            logs[sets_done - 1] = 0.01 * support_random_normal();
            if (!tare_looks_at(sets_done))
                continue;
            memcpy(room, logs, sets_done * sizeof *logs);
            trimmed = tare_stats_trim(room, sets_done);
            interval = tare_stats_mean_interval(&trimmed, level);
            wrong = wrong || interval.lo > 0 || interval.hi < 0;
        }
        called += wrong ? 100.0 / TRIALS : 0;
    }
    return called;
}

Test(stats_grid, preset_looks_err_as_often_as_one)
{
    double preset;
    double careless;

    support_random_state = 77;
    preset = looks_that_err(TARE_LOOKS_LEVEL);
    careless = looks_that_err(0.05);
    cr_expect(preset >= 3 && preset <= 8, "four looks at %g err in %g %%", TARE_LOOKS_LEVEL,
              preset);
    cr_expect(careless > 9, "the grid must show that looks at 0.05 err, not in %g %%", careless);
}

/* What the log of a set's median is on average: spikes push it a little above the level's. */
static double true_log_median(void)
{
    double sum = 0;

    for (size_t i = 0; i < 20000; i++) {
        simulate(samples[0][0], ROUNDS, 100);
        tare_stats_sort(samples[0][0], ROUNDS);
        sum += log(tare_stats_median(samples[0][0], ROUNDS));
    }
    return sum / 20000;
}

struct arm_misses {
    double widened; /* of the interval that is given */
    double plain;   /* of Student's t alone */
    double flagged; /* called skewed */
};

static bool plain_misses(size_t set_count, double truth_ns)
{
    struct tare_stats_interval interval;
    double logs[SETS_MAX];

    for (size_t s = 0; s < set_count; s++)
        logs[s] = log(tare_stats_set_median(&sets[0][s], scratch));
    interval = tare_stats_t_interval(logs, set_count, 0.05);
    return interval.lo > log(truth_ns) || interval.hi < log(truth_ns);
}

static struct arm_misses run_arms(size_t set_count, struct effect effect, double truth_ns)
{
    struct arm_misses misses = {0};
    const double share = 100.0 / TRIALS;

    for (size_t trial = 0; trial < TRIALS; trial++) {
        struct tare_stats_arm arm;

        for (size_t s = 0; s < set_count; s++) {
            simulate(samples[0][s], ROUNDS, 100 * exp(draw(effect)));
            sets[0][s] = (struct tare_stats_set){samples[0][s], ROUNDS};
        }
        arm = tare_stats_arm_summarize(&(struct tare_stats_arm_params){
            .sets = sets[0], .set_count = set_count, .scratch = scratch});
        misses.widened += arm.time_lo_ns > truth_ns || arm.time_hi_ns < truth_ns ? share : 0;
        misses.plain += plain_misses(set_count, truth_ns) ? share : 0;
        misses.flagged += arm.skewed ? share : 0;
    }
    return misses;
}

Test(stats_grid, time_intervals_miss_as_often_as_they_say)
{
    double truth_ns;

    support_random_state = 99;
    truth_ns = exp(true_log_median());
    for (size_t k = 0; k < 3; k++)
        for (size_t d = 0; d < 3; d++) {
            double misses;

            support_random_state = 101 + 10 * k + d;
            misses = run_arms(set_counts[k], effects[d], truth_ns).widened;
            cr_expect(misses >= 3 && misses <= 8, "K %zu, sd %g: misses %g %%", set_counts[k],
                      effects[d].sd, misses);
        }
}

Test(stats_grid, time_intervals_hold_where_processes_are_skewed)
{
    double truth_ns;

    support_random_state = 99;
    truth_ns = exp(true_log_median());
    for (size_t k = 0; k < 3; k++) {
        struct arm_misses misses;

        support_random_state = 151 + k;
        misses = run_arms(set_counts[k], skewed, truth_ns);
        cr_expect(misses.widened <= 8, "K %zu: misses %g %%", set_counts[k], misses.widened);
        cr_expect(misses.plain > 9, "K %zu: the grid must show that t alone misses, not %g %%",
                  set_counts[k], misses.plain);
        cr_expect(set_counts[k] < 10 || misses.flagged > 30, "K %zu: %g %% flagged", set_counts[k],
                  misses.flagged);
    }
}

Test(stats_grid, skew_is_flagged_where_it_is)
{
    size_t normals = 0;
    size_t skews = 0;

    support_random_state = 7;
    for (size_t trial = 0; trial < TRIALS; trial++) {
        double values[10];

        for (size_t i = 0; i < 10; i++)
            values[i] = support_random_normal();
        normals += tare_stats_is_skewed(tare_stats_skewness(values, 10), 10);
        for (size_t i = 0; i < 10; i++)
            values[i] = exp(1.5 * support_random_normal());
        skews += tare_stats_is_skewed(tare_stats_skewness(values, 10), 10);
    }
    cr_expect(normals < TRIALS * 8 / 100, "%zu of %d normal ones", normals, TRIALS);
    cr_expect(skews > TRIALS * 50 / 100, "%zu of %d lognormal ones", skews, TRIALS);
}

#define MODE_SETS   5
#define MODE_ROUNDS 60

/* What the samples of an arm look like, and how often of 100 it is called multimodal. */
struct shape {
    const char *what;
    double spread;     /* sd of lognormal noise */
    double spikes;     /* share of samples that are slowed down by an exponential factor */
    double second;     /* share of samples at the second speed, in runs of 10 */
    double factor;     /* the second speed's time by the first's */
    double process_sd; /* among processes */
    double step;       /* samples are rounded to this many ns; 0: not */
    size_t least, most;
};

static double shaped(const struct shape *shape, size_t turn, double level_ns)
{
    static bool second;
    double ns;

    if (turn % 10 == 0)
        second = support_random_uniform() < shape->second;
    ns = level_ns * exp(shape->spread * support_random_normal()) * (second ? shape->factor : 1);
    if (support_random_uniform() < shape->spikes)
        ns *= exp(support_random_exponential());
    return shape->step > 0 ? round(ns / shape->step) * shape->step : ns;
}

static bool called_multimodal(const struct shape *shape)
{
    static double ns[MODE_SETS][MODE_ROUNDS];
    static double room[2 * MODE_SETS + MODE_SETS * MODE_ROUNDS];
    struct tare_stats_set mode_sets[MODE_SETS];

    for (size_t s = 0; s < MODE_SETS; s++) {
        double level_ns = 100 * exp(shape->process_sd * support_random_normal());

        for (size_t i = 0; i < MODE_ROUNDS; i++)
            ns[s][i] = shaped(shape, i, level_ns);
        mode_sets[s] = (struct tare_stats_set){ns[s], MODE_ROUNDS};
    }
    return tare_stats_arm_summarize(&(struct tare_stats_arm_params){
                                        .sets = mode_sets, .set_count = MODE_SETS, .scratch = room})
        .multimodal;
}

Test(stats_grid, two_speeds_are_flagged_and_nothing_else)
{
    static const struct shape shapes[] = {
        {"normal", 0.01, 0, 0, 1, 0, 0, 0, 1},
        {"heavy lognormal", 0.7, 0, 0, 1, 0, 0, 0, 1},
        {"5 % of spikes", 0.005, 0.05, 0, 1, 0, 0, 0, 1},
        {"9 % of spikes", 0.001, 0.09, 0, 1, 0, 0, 0, 1},
        {"processes that differ", 0.001, 0.02, 0, 1, 0.1, 0, 0, 1},
        {"a coarse clock", 0.0005, 0, 0, 1, 0, 0.1, 0, 1},
        {"a loop at 0.27 and 0.52 ns", 0.01, 0.02, 0.5, 0.52 / 0.27, 0, 0, 99, 100},
        {"a third 10 % slower", 0.01, 0.02, 0.33, 1.1, 0.02, 0, 95, 100},
        {"modes without spread", 0, 0, 0.4, 1.05, 0, 0, 99, 100},
        {"modes within 1 %", 0.0001, 0, 0.5, 1.008, 0, 0, 0, 1},
    };

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t flagged = 0;

        support_random_state = 1000 + i;
        for (size_t trial = 0; trial < 100; trial++)
            flagged += called_multimodal(&shapes[i]);
        cr_expect(flagged >= shapes[i].least && flagged <= shapes[i].most, "%s: %zu of 100",
                  shapes[i].what, flagged);
    }
}

/* Of 500 sets, how many are steady when the last part of each takes `factor` of the first's. */
static size_t count_steady(double factor, size_t rounds)
{
    double ns[64];
    double room[64];
    size_t steady = 0;

    for (size_t trial = 0; trial < 500; trial++) {
        simulate(ns, rounds, 100);
        for (size_t i = 0; i < rounds / 3; i++)
            ns[i] /= factor;
        steady += tare_stats_is_steady(&(struct tare_stats_set){ns, rounds}, room);
    }
    return steady;
}

Test(stats_grid, steady_means_that_the_halves_agree)
{
    support_random_state = 5;
    cr_expect(count_steady(1, 40) >= 495, "steady throughout");
    cr_expect(count_steady(0.995, 40) >= 490, "half a percent matters not");
    cr_expect(count_steady(0.5, 40) <= 5, "a third at twice the time");
    cr_expect(count_steady(0.5, 7) == 500, "too few rounds to tell");
}
