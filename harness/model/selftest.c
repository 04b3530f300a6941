/* SPDX-License-Identifier: MIT */
#include "model/selftest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/stats.h"
#include "model/stats_pair.h"
#include "model/stats_t.h"

double tare_selftest_detectable(double log_stddev, double clock_reach, size_t sets)
{
    const struct tare_stats_rule rule = TARE_STATS_RULE_DEFAULT;
    double error;
    double critical;
    double df;

    if (sets < TARE_STATS_MIN_SETS || !isfinite(log_stddev))
        return NAN;
    df = (double)(sets - 1);
    error = log_stddev / sqrt((double)sets);
    critical = fmax(tare_stats_t_quantile(1 - TARE_SELFTEST_LEVEL / 2, df) * error,
                    fmax(log1p(rule.floor_ratio), clock_reach));
    return expm1(critical + tare_stats_t_quantile(TARE_SELFTEST_POWER, df) * error);
}

double tare_selftest_tail(size_t count, size_t trials, double p)
{
    double below = 0;
    double term = pow(1 - p, (double)trials);

    for (size_t k = 0; k < count && k <= trials; k++) {
        below += term;
        term *= (double)(trials - k) / (double)(k + 1) * p / (1 - p);
    }
    return fmin(fmax(1 - below, 0), 1);
}

/* The operations' times of one set of an arm, in the order of the rounds; how many. */
static size_t take_set(const struct tare_row *row, size_t set, double *op_ns)
{
    size_t count = 0;

    for (size_t i = 0; i < row->sample_count; i++)
        if (row->sample[i].process == set)
            op_ns[count++] = row->sample[i].elapsed_ns / (double)row->sample[i].iterations;
    return count;
}

/* What is summed up over the pairs of a work. */
struct sums {
    struct tare_selftest_work *work;
    double squares; /* of the sets' log(ratio) */
    double wall_ns; /* of `wall_sets` sets */
    size_t wall_sets;
    double clock_resolution_ns;
    double clock_reach; /* the greatest of a pair */
    double time_ns[64]; /* of the first pairs: the median of them is that of all */
    size_t time_count;
};

static int add_sets(struct sums *sums, const struct tare_block *block, struct tare_err *err)
{
    const struct tare_row *a = &block->row[0];
    const struct tare_row *b = &block->row[1];
    size_t room = a->sample_count + b->sample_count + 1;
    double *scratch = calloc(2 * room, sizeof *scratch);

    if (!scratch)
        return tare_err_memory(err);
    for (size_t set = 1; set <= block->sets; set++) {
        struct tare_stats_set base = {.sample_ns = scratch};
        struct tare_stats_set arm;
        double log_ratio;

        base.count = take_set(a, set, scratch);
        arm = (struct tare_stats_set){.sample_ns = scratch + base.count};
        arm.count = take_set(b, set, scratch + base.count);
        log_ratio = tare_stats_set_log_ratio(&arm, &base, scratch + room);
        if (!isfinite(log_ratio))
            continue;
        sums->squares += log_ratio * log_ratio;
        sums->work->set_count++;
    }
    free(scratch);
    return 0;
}

static bool is_measured(const struct tare_row *row)
{
    return row->sample_count > 0 && isfinite(row->time_ns);
}

static bool is_different(const struct tare_block *block)
{
    for (size_t i = 0; i < block->row_count; i++) {
        const char *verdict = block->row[i].verdict;

        if (verdict && (strcmp(verdict, "faster") == 0 || strcmp(verdict, "slower") == 0))
            return true;
    }
    return false;
}

static int add_pair(struct tare_selftest *selftest, struct sums *sums,
                    const struct tare_block *block, struct tare_err *err)
{
    for (size_t i = 0; i < 2; i++) {
        const struct tare_row *row = &block->row[i];

        if (is_measured(row))
            continue;
        if (!selftest->reason[0])
            snprintf(selftest->reason, sizeof selftest->reason, "%s: %s%s%s",
                     row->id ? row->id : "an arm", row->status ? row->status : "not measured",
                     row->reason ? ": " : "", row->reason ? row->reason : "");
        return 0;
    }
    sums->work->pair_count++;
    sums->clock_reach = fmax(sums->clock_reach,
                             tare_row_clock_reach(&block->row[0], sums->clock_resolution_ns) +
                                 tare_row_clock_reach(&block->row[1], sums->clock_resolution_ns));
    sums->work->different_count += is_different(block);
    if (sums->time_count < sizeof sums->time_ns / sizeof *sums->time_ns)
        sums->time_ns[sums->time_count++] = block->row[0].time_ns;
    if (isfinite(block->wall_ns)) {
        sums->wall_ns += block->wall_ns;
        sums->wall_sets += block->sets;
    }
    return add_sets(sums, block, err);
}

/* How many sets of this work fit into that time. */
static size_t sets_in(const struct tare_selftest_work *work, double time_ns)
{
    double sets = floor(time_ns / work->set_wall_ns);

    return sets >= 1 ? (size_t)fmin(sets, TARE_STATS_SETS_LIMIT) : 0;
}

static void conclude(struct sums *sums)
{
    struct tare_selftest_work *work = sums->work;

    tare_stats_sort(sums->time_ns, sums->time_count);
    work->time_ns = tare_stats_median(sums->time_ns, sums->time_count);
    work->log_stddev = work->set_count ? sqrt(sums->squares / (double)work->set_count) : NAN;
    work->set_wall_ns =
        sums->wall_sets && sums->wall_ns > 0 ? sums->wall_ns / (double)sums->wall_sets : NAN;
    work->detects_1s_ratio =
        tare_selftest_detectable(work->log_stddev, sums->clock_reach, sets_in(work, 1e9));
    work->detects_10s_ratio =
        tare_selftest_detectable(work->log_stddev, sums->clock_reach, sets_in(work, 10e9));
}

static bool is_pair_of(const struct tare_block *block, const char *group)
{
    return block->row_count == 2 && block->group && strcmp(block->group, group) == 0;
}

/* The pairs of one group, `first` being the first block of them. */
static int make_work(struct tare_selftest *selftest, const struct tare_result *result, size_t first,
                     struct tare_err *err)
{
    const struct tare_block *block = &result->block[first];
    struct sums sums = {.work = &selftest->work[selftest->work_count++],
                        .clock_resolution_ns = result->clock_resolution_ns};

    *sums.work = (struct tare_selftest_work){.group = block->group, .title = block->title};
    for (size_t i = first; i < result->block_count; i++)
        if (is_pair_of(&result->block[i], block->group) &&
            add_pair(selftest, &sums, &result->block[i], err))
            return -1;
    conclude(&sums);
    selftest->pair_count += sums.work->pair_count;
    selftest->different_count += sums.work->different_count;
    return 0;
}

static bool is_known(const struct tare_selftest *selftest, const struct tare_block *block)
{
    for (size_t i = 0; i < selftest->work_count; i++)
        if (is_pair_of(block, selftest->work[i].group))
            return true;
    return false;
}

int tare_selftest_make(struct tare_selftest *selftest, const struct tare_result *result,
                       struct tare_err *err)
{
    *selftest = (struct tare_selftest){0};
    for (size_t i = 0; i < result->block_count; i++) {
        const struct tare_block *block = &result->block[i];

        if (block->row_count != 2 || !block->group || is_known(selftest, block))
            continue;
        if (selftest->work_count == TARE_SELFTEST_WORKS_MAX)
            break;
        if (make_work(selftest, result, i, err))
            return -1;
    }
    if (!selftest->pair_count && !selftest->reason[0])
        snprintf(selftest->reason, sizeof selftest->reason, "no pair was measured");
    return 0;
}
