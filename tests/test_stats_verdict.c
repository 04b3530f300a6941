/* SPDX-License-Identifier: MIT */
/* Verdicts, and what arms and pairs say where little or nothing can be said. */
#include <criterion/criterion.h>
#include <math.h>

#include "model/stats_arm.h"
#include "model/stats_pair.h"

static double half_width_of(const struct tare_stats_arm *arm)
{
    return tare_stats_half_width(arm->time_ns, arm->time_lo_ns, arm->time_hi_ns);
}

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* One pair of a block, by the estimate and standard error of its log ratio, and its verdict. */
struct judged {
    const char *what;
    size_t set_count;
    double log_ratio, standard_error, p_value;
    enum tare_stats_verdict verdict;
    size_t sets_needed; /* where it is exactly known, else 0 */
};

static struct tare_stats_pair pair_of(const struct judged *row)
{
    return (struct tare_stats_pair){.set_count = row->set_count,
                                    .unit_count = row->set_count,
                                    .log_ratio = row->log_ratio,
                                    .log_stddev =
                                        row->standard_error * sqrt((double)row->set_count),
                                    .standard_error = row->standard_error,
                                    .df = (double)row->set_count - 1,
                                    .p_value = row->p_value};
}

static void judge_alone(struct tare_stats_pair *pair, struct tare_stats_rule rule)
{
    double room[2];

    tare_stats_block_judge(
        &(struct tare_stats_block){.pairs = pair, .pair_count = 1, .scratch = room, .rule = rule});
}

Test(stats_verdict, each_has_its_place)
{
    /* K = 5: t(0.95) = 2.132, t(0.975) = 2.776; log(1.005) = 0.0049875, log(1.001) = 0.0009995 */
    const struct judged rows[] = {
        {"inside the margin", 5, 0.001, 0.001, 0.37, TARE_STATS_SAME, 0},
        {"inside, although it excludes 1", 5, 0.002, 0.0005, 0.016, TARE_STATS_SAME, 0},
        {"just inside", 5, 0.0, 0.002339, 1, TARE_STATS_SAME, 0},
        {"just outside", 5, 0.0, 0.002341, 1, TARE_STATS_UNSURE, 0},
        {"inside below 1", 5, -0.004, 0.0004, 0.0006, TARE_STATS_SAME, 0},
        {"slower", 5, 0.01, 0.002, 0.0075, TARE_STATS_SLOWER, 0},
        {"faster", 5, -0.01, 0.002, 0.0075, TARE_STATS_FASTER, 0},
        {"includes 1", 5, 0.01, 0.005, 0.116, TARE_STATS_UNSURE, 0},
        {"two sets", 2, 0.5, 0.001, NAN, TARE_STATS_UNSURE, 3},
        {"one set", 1, 0.5, NAN, NAN, TARE_STATS_UNSURE, 3},
        {"no ratio", 5, NAN, NAN, NAN, TARE_STATS_NONE, 0},
        {"no spread, equal", 5, 0, 0, 1, TARE_STATS_SAME, 0},
        {"no spread, apart", 5, 0.02, 0, 0, TARE_STATS_SLOWER, 0},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tare_stats_pair pair = pair_of(&rows[i]);

        judge_alone(&pair, (struct tare_stats_rule)TARE_STATS_RULE_DEFAULT);
        cr_expect(pair.verdict == rows[i].verdict, "%s: '%s'", rows[i].what,
                  tare_stats_verdict_name(pair.verdict));
        if (rows[i].sets_needed || rows[i].verdict != TARE_STATS_UNSURE)
            cr_expect(pair.sets_needed == rows[i].sets_needed, "%s: %zu sets needed", rows[i].what,
                      pair.sets_needed);
        else
            cr_expect(pair.sets_needed > rows[i].set_count, "%s: %zu sets needed", rows[i].what,
                      pair.sets_needed);
    }
}

Test(stats_verdict, difference_below_the_floor_is_none)
{
    struct tare_stats_rule rule = {.level = 0.05, .margin_ratio = 0.0002, .floor_ratio = 0.001};
    struct judged row = {"", 5, 0.0009, 0.0001, 0.00084, TARE_STATS_UNSURE, 0};
    struct tare_stats_pair pair = pair_of(&row);

    judge_alone(&pair, rule);
    cr_expect(pair.verdict == TARE_STATS_UNSURE, "beyond the margin, below the floor");
    cr_expect(pair.sets_needed == 0, "no number of sets can settle that");
    rule.floor_ratio = 0.0008;
    judge_alone(&pair, rule);
    cr_expect(pair.verdict == TARE_STATS_SLOWER, "above a lower floor");
}

Test(stats_verdict, holm_counts_the_pairs_of_the_block)
{
    struct judged row = {"", 5, 0.01, 0.0029, 0.026, TARE_STATS_SLOWER, 0};
    struct judged plain = {"", 5, 0.01, 0.006, 0.17, TARE_STATS_UNSURE, 0};
    struct tare_stats_pair pairs[2] = {pair_of(&row), pair_of(&plain)};
    double scratch[4];

    judge_alone(&pairs[0], (struct tare_stats_rule)TARE_STATS_RULE_DEFAULT);
    cr_expect(pairs[0].verdict == TARE_STATS_SLOWER, "0.026 alone");
    tare_stats_block_judge(&(struct tare_stats_block){
        .pairs = pairs, .pair_count = 2, .scratch = scratch, .rule = TARE_STATS_RULE_DEFAULT});
    cr_expect(pairs[0].verdict == TARE_STATS_UNSURE, "0.052 among two");
    cr_expect(fabs(pairs[0].p_adjusted - 0.052) < 1e-15, "adjusted to %g", pairs[0].p_adjusted);
    tare_stats_block_judge(&(struct tare_stats_block){.rule = TARE_STATS_RULE_DEFAULT});
}

Test(stats_verdict, equal_pairs_need_equally_many_sets)
{
    struct judged row = {"", 5, 0.01, 0.006, 0.17, TARE_STATS_UNSURE, 0};
    struct tare_stats_pair pairs[2] = {pair_of(&row), pair_of(&row)};
    struct tare_stats_pair alone = pair_of(&row);
    double room[4];

    judge_alone(&alone, (struct tare_stats_rule)TARE_STATS_RULE_DEFAULT);
    tare_stats_block_judge(&(struct tare_stats_block){
        .pairs = pairs, .pair_count = 2, .scratch = room, .rule = TARE_STATS_RULE_DEFAULT});
    cr_expect(pairs[0].sets_needed == pairs[1].sets_needed, "%zu and %zu", pairs[0].sets_needed,
              pairs[1].sets_needed);
    cr_expect(pairs[0].sets_needed > alone.sets_needed, "%zu, alone %zu", pairs[0].sets_needed,
              alone.sets_needed);
}

Test(stats_verdict, names)
{
    cr_expect_str_eq(tare_stats_verdict_name(TARE_STATS_NONE), "", "none");
    cr_expect_str_eq(tare_stats_verdict_name(TARE_STATS_SAME), "same", "same");
    cr_expect_str_eq(tare_stats_verdict_name(TARE_STATS_FASTER), "faster", "faster");
    cr_expect_str_eq(tare_stats_verdict_name(TARE_STATS_SLOWER), "slower", "slower");
    cr_expect_str_eq(tare_stats_verdict_name(TARE_STATS_UNSURE), "unsure", "unsure");
}

static const double tens[] = {10, 10, 10, 10};
static const double nines[] = {9, 9, 9};
static const double none[] = {0, 10, -0.5};
static double scratch[64];

static struct tare_stats_arm arm_of(const struct tare_stats_set *sets, size_t set_count)
{
    return tare_stats_arm_summarize(
        &(struct tare_stats_arm_params){.sets = sets, .set_count = set_count, .scratch = scratch});
}

static struct tare_stats_pair compare(const struct tare_stats_set *arm,
                                      const struct tare_stats_set *baseline, size_t set_count)
{
    return tare_stats_pair_compare(&(struct tare_stats_pair_params){
        .arm = arm, .baseline = baseline, .set_count = set_count, .scratch = scratch});
}

Test(stats_verdict, arm_without_spread)
{
    const struct tare_stats_set sets[] = {{tens, 4}, {NULL, 0}, {tens, 3}, {tens, 4}};
    struct tare_stats_arm arm = arm_of(sets, 4);

    cr_expect(arm.set_count == 3, "the empty set is left out");
    cr_expect(arm.sample_count == 11, "samples");
    cr_expect(arm.time_ns == 10 && arm.time_lo_ns == 10 && arm.time_hi_ns == 10, "a point");
    cr_expect(half_width_of(&arm) == 0, "half width");
    cr_expect(arm.stddev_ns == 0 && arm.mad_ns == 0 && arm.outlier_count == 0, "spread");
    cr_expect(arm.steady && !arm.multimodal && !arm.skewed, "flags");
}

Test(stats_verdict, arm_with_too_little)
{
    const struct tare_stats_set sets[] = {{tens, 4}, {nines, 3}};
    struct tare_stats_arm two = arm_of(sets, 2);
    struct tare_stats_arm one = arm_of(sets, 1);
    struct tare_stats_arm nothing = arm_of(NULL, 0);

    cr_expect(two.time_ns == 9.5 && isnan(two.time_lo_ns) && isnan(two.time_hi_ns), "two sets");
    cr_expect(one.time_ns == 10 && isnan(one.time_lo_ns), "one set");
    cr_expect(isnan(half_width_of(&one)), "half width");
    cr_expect(isnan(nothing.time_ns) && isnan(nothing.min_ns) && isnan(nothing.p99_ns), "none");
    cr_expect(nothing.set_count == 0 && nothing.steady && !nothing.multimodal, "none: flags");
    cr_expect(isnan(half_width_of(&nothing)), "none: half width");
}

Test(stats_verdict, arm_that_takes_no_time)
{
    const struct tare_stats_set sets[] = {{none, 3}, {none, 3}, {none, 3}};
    struct tare_stats_arm arm = arm_of(sets, 3);

    cr_expect(arm.time_ns == 0 && arm.min_ns == -0.5, "time");
    cr_expect(isnan(arm.time_lo_ns) && isnan(arm.time_hi_ns), "no interval on logs");
    cr_expect(isnan(arm.mode_separation) && !arm.multimodal, "no modes on logs");
}

Test(stats_verdict, interval_holds_the_time)
{
    /* Six sets at 1 and four at 2: the median is below the interval of the mean of the logs. */
    static const double low[] = {1};
    static const double high[] = {2};
    struct tare_stats_set sets[10];
    struct tare_stats_arm arm;

    for (size_t s = 0; s < 10; s++)
        sets[s] = (struct tare_stats_set){s < 6 ? low : high, 1};
    arm = arm_of(sets, 10);
    cr_expect(arm.time_ns == 1 && arm.time_lo_ns == 1, "widened to %g", arm.time_lo_ns);
    cr_expect(arm.time_hi_ns > 1.5 && arm.time_hi_ns < 2, "upper end %g", arm.time_hi_ns);
    cr_expect(half_width_of(&arm) == arm.time_hi_ns - 1, "the wider side");
}

Test(stats_verdict, pair_with_too_little)
{
    const struct tare_stats_set arm[] = {{tens, 4}, {tens, 4}, {NULL, 0}};
    const struct tare_stats_set baseline[] = {{nines, 3}, {nines, 3}, {nines, 3}};
    struct tare_stats_pair two = compare(arm, baseline, 3);
    struct tare_stats_pair nothing = compare(NULL, NULL, 0);

    cr_expect(two.set_count == 2 && fabs(two.ratio - 10 / 9.) < 1e-15, "sets of both alone");
    cr_expect(isnan(two.ratio_lo) && isnan(two.ratio_hi90) && isnan(two.p_value), "unavailable");
    cr_expect(nothing.set_count == 0 && isnan(nothing.ratio) && isnan(nothing.df), "nothing");
}

Test(stats_verdict, pair_without_spread)
{
    const struct tare_stats_set arm[] = {{tens, 4}, {tens, 4}, {tens, 4}};
    const struct tare_stats_set baseline[] = {{nines, 3}, {nines, 3}, {nines, 3}};
    struct tare_stats_pair apart = compare(arm, baseline, 3);
    struct tare_stats_pair equal = compare(arm, arm, 3);

    cr_expect(apart.p_value == 0 && apart.ratio_lo == apart.ratio_hi, "a point");
    cr_expect(equal.p_value == 1 && equal.ratio == 1 && equal.log_stddev == 0, "equal");
}

Test(stats_verdict, pair_that_takes_no_time)
{
    const struct tare_stats_set arm[] = {{none, 3}, {nines, 3}, {nines, 3}};
    const struct tare_stats_set baseline[] = {{nines, 3}, {nines, 3}, {nines, 3}};
    struct tare_stats_pair pair = compare(arm, baseline, 3);

    cr_expect(isnan(pair.ratio) && isnan(pair.p_value), "no ratio");
    judge_alone(&pair, (struct tare_stats_rule)TARE_STATS_RULE_DEFAULT);
    cr_expect(pair.verdict == TARE_STATS_NONE && pair.sets_needed == 0, "no verdict");
}

/* Where the ends are left out, a set without a ratio is not: wherever it stands. */
Test(stats_verdict, one_of_many_sets_that_takes_no_time)
{
    struct tare_stats_set arm[20], baseline[20];

    for (size_t at = 0; at < 20; at++) {
        struct tare_stats_pair pair;

        for (size_t s = 0; s < 20; s++) {
            arm[s] = (struct tare_stats_set){s == at ? none : tens, 3};
            baseline[s] = (struct tare_stats_set){nines, 3};
        }
        pair = compare(arm, baseline, 20);
        cr_expect(isnan(pair.ratio) && isnan(pair.p_value), "a ratio with set %zu", at);
    }
}

Test(stats_verdict, rounds_are_matched)
{
    /* The machine slows down by half in round 2: the ratio of each round stays 2. */
    static const double slow[] = {20, 30, 22, 21, 50};
    static const double fast[] = {10, 15, 11, 10.5};
    const struct tare_stats_set arm[] = {{slow, 5}, {slow, 5}, {slow, 5}};
    const struct tare_stats_set baseline[] = {{fast, 4}, {fast, 4}, {fast, 4}};

    cr_expect(fabs(compare(arm, baseline, 3).ratio - 2) < 1e-15, "arm over baseline");
    cr_expect(fabs(compare(baseline, arm, 3).ratio - 0.5) < 1e-15, "baseline over arm");
}

/* Two windows of 20 samples around their levels, alternating by `spread_ns` to either side. */
static bool windows_agree(double first_ns, double second_ns, double spread_ns)
{
    double ns[40];
    double room[40];

    for (size_t i = 0; i < 40; i++)
        ns[i] = (i < 20 ? first_ns : second_ns) + (i % 2 ? spread_ns : -spread_ns);
    return tare_stats_is_steady(&(struct tare_stats_set){ns, 40}, room);
}

Test(stats_verdict, steady_within_tolerance_or_noise)
{
    /* 3 standard errors: 3 x 2 x 1.2533 x 1.4826 x 10 x sqrt(2 / 20) = 35 */
    cr_expect(windows_agree(100, 102.9, 0), "2.9 %% without noise");
    cr_expect(!windows_agree(100, 103.1, 0), "3.1 %% without noise");
    cr_expect(!windows_agree(103.1, 100, 0), "the same, getting faster");
    cr_expect(windows_agree(100, 134, 10), "34 with 10 of noise");
    cr_expect(!windows_agree(100, 137, 10), "37 with 10 of noise");
    cr_expect(windows_agree(0, 100, 0), "without time nothing can be told");
}

/* D of 100 values of which the upper `high_count` lie around 10 and the others in [0, 1). */
static double separation(size_t high_count)
{
    double sorted[100];
    double gap;

    for (size_t i = 0; i < 100; i++)
        sorted[i] = (double)i / 100 + (i >= 100 - high_count ? 9 : 0);
    return tare_stats_modes(sorted, 100, &gap);
}

Test(stats_verdict, modes_hold_a_tenth)
{
    double gap = 0;

    cr_expect(separation(50) > TARE_STATS_MODES_D, "halves: %g", separation(50));
    cr_expect(separation(15) > TARE_STATS_MODES_D, "15 of 100: %g", separation(15));
    cr_expect(separation(85) > TARE_STATS_MODES_D, "85 of 100: %g", separation(85));
    cr_expect(separation(8) == 0, "8 of 100: %g", separation(8));
    cr_expect(separation(92) == 0, "92 of 100: %g", separation(92));
    cr_expect(isnan(tare_stats_modes(tens, 4, &gap)) && isnan(gap), "too few");
}
