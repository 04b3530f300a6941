/* SPDX-License-Identifier: MIT */
#include "conduct/summary.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "conduct/looks.h"
#include "conduct/samples.h"
#include "conduct/summary_variance.h"
#include "conduct/summary_weight.h"
#include "model/stats.h"
#include "model/stats_arm.h"
#include "model/stats_pair.h"

/* An operation is empty where it takes no longer than an empty loop and this many deviations. */
#define EMPTY_DEVIATIONS 3
/* The empty loop of two places in memory differs by about this. */
#define EMPTY_SLACK_RATIO 0.1
#define COARSE            "the clock's steps are %s of the samples"

/* The error of each interval and test: smaller where there may be several looks. */
static double level_of(const struct tare_summary_params *params)
{
    return params->asked->precision_ratio > 0 ? TARE_LOOKS_LEVEL : TARE_STATS_LEVEL;
}

static bool has_times(const struct tare_row *row)
{
    return tare_row_is(row, TARE_FATE_OK) || tare_row_is(row, TARE_FATE_EMPTY) ||
           tare_row_is(row, TARE_FATE_UNSTEADY);
}

/* To do nothing is not to do it faster. */
static bool is_comparable(const struct tare_row *row)
{
    return has_times(row) && !tare_row_is(row, TARE_FATE_EMPTY);
}

static int set_text(char **field, const char *text, struct tare_err *err)
{
    char *copy = strdup(text);

    if (!copy)
        return tare_err_memory(err);
    free(*field);
    *field = copy;
    return 0;
}

static int set_status(struct tare_row *row, const char *status, const char *reason,
                      struct tare_err *err)
{
    return set_text(&row->status, status, err) || (reason && set_text(&row->reason, reason, err));
}

static int name_row(struct tare_row *row, const struct tare_arm *arm,
                    const struct tare_block_params *asked, struct tare_err *err)
{
    const struct tare_plan_block *block = asked->block;
    const struct tare_plan_arm *baseline = &block->arm[block->baseline];

    if (set_text(&row->build, arm->build->label, err) ||
        set_text(&row->group, arm->plan->item->group, err) ||
        set_text(&row->variant, arm->plan->item->variant, err) ||
        set_text(&row->id, arm->plan->id, err) ||
        set_text(&row->baseline,
                 block->compares_builds ? asked->plan->build[baseline->build].label
                                        : baseline->item->variant,
                 err))
        return -1;
    row->size = block->has_size ? (double)block->size : NAN;
    row->param = block->has_param ? (double)block->param : NAN;
    row->threads = (double)block->threads;
    row->cold = arm->job.cold;
    return 0;
}

/* Samples and what the arm's process was, whatever its status. */
static int copy_samples(struct tare_row *row, const struct tare_arm *arm, struct tare_err *err)
{
    double iterations = 0;

    row->sample = calloc(arm->sample_count + 1, sizeof *row->sample);
    if (!row->sample)
        return tare_err_memory(err);
    if (arm->sample_count)
        memcpy(row->sample, arm->sample, arm->sample_count * sizeof *row->sample);
    row->sample_count = arm->sample_count;
    for (size_t i = 0; i < arm->sample_count; i++)
        iterations += (double)arm->sample[i].iterations;
    row->samples = (double)arm->sample_count;
    row->iterations = iterations;
    if (arm->output && set_text(&row->output, arm->output, err))
        return -1;
    return 0;
}

static int copy_report(struct tare_row *row, const struct tare_arm *arm, struct tare_err *err)
{
    const struct tare_case_report *report = &arm->report;

    if (!arm->reported)
        return 0;
    row->check = (struct tare_hash){report->check, report->checked};
    if (report->items > 0)
        row->items = report->items;
    if (report->rss_increase_bytes >= 0)
        row->rss_increase_bytes = report->rss_increase_bytes;
    if (report->rss_peak_bytes >= 0)
        row->rss_peak_bytes = report->rss_peak_bytes;
    if (report->minor_faults >= 0)
        row->minor_faults = report->minor_faults;
    for (uint32_t i = 0; i < report->counter_count; i++) {
        char name[sizeof report->counter[i].name];

        memcpy(name, report->counter[i].name, sizeof name);
        name[sizeof name - 1] = '\0';
        if (tare_row_add_counter(row, name, report->counter[i].value, err))
            return -1;
    }
    return 0;
}

static void set_times(struct tare_row *row, const struct tare_stats_arm *stats,
                      const struct tare_arm *arm)
{
    row->time_ns = stats->time_ns;
    row->time_lo_ns = stats->time_lo_ns;
    row->time_hi_ns = stats->time_hi_ns;
    row->min_ns = stats->min_ns;
    row->median_ns = stats->median_ns;
    row->mean_ns = stats->mean_ns;
    row->stddev_ns = stats->stddev_ns;
    row->mad_ns = stats->mad_ns;
    row->p99_ns = stats->p99_ns;
    row->processes = (double)stats->set_count;
    row->outliers = (double)stats->outlier_count;
    row->many_modes = stats->multimodal;
    row->skewed = stats->skewed;
    if (row->items > 0)
        row->item_ns = row->time_ns / row->items;
    if (arm->report.bytes > 0 && row->time_ns > 0)
        row->bytes_per_s = arm->report.bytes / row->time_ns * 1e9;
    row->capped_turns = arm->turn_count ? (double)arm->capped_count / (double)arm->turn_count : NAN;
}

/* Median over sets of each set's median, for display and later comparison. */
static int set_set_times(struct tare_row *row, const struct tare_samples *samples,
                         struct tare_err *err)
{
    double *scratch = calloc(samples->longest + 1, sizeof *scratch);

    row->set_time_ns = calloc(samples->set_count + 1, sizeof *row->set_time_ns);
    if (!scratch || !row->set_time_ns) {
        free(scratch);
        return tare_err_memory(err);
    }
    for (size_t i = 0; i < samples->set_count; i++)
        if (samples->set[i].count)
            row->set_time_ns[row->set_count++] = tare_stats_set_median(&samples->set[i], scratch);
    free(scratch);
    return 0;
}

static int set_prime(struct tare_row *row, const struct tare_arm *arm, struct tare_err *err)
{
    double *sorted = malloc((arm->sample_count + 1) * sizeof *sorted);

    if (!sorted)
        return tare_err_memory(err);
    if (arm->sample_count)
        memcpy(sorted, arm->prime_ns, arm->sample_count * sizeof *sorted);
    tare_stats_sort(sorted, arm->sample_count);
    row->prime_ns = tare_stats_median(sorted, arm->sample_count);
    free(sorted);
    return 0;
}

/* Has the compiler removed the work? */
static bool is_empty(const struct tare_row *row, const struct tare_arm *arm)
{
    double empty_ns = arm->report.empty_loop_ns;
    double limit_ns = empty_ns * (1 + EMPTY_SLACK_RATIO) + EMPTY_DEVIATIONS * row->mad_ns;

    return row->time_ns <= limit_ns && row->time_ns < 2 * empty_ns + 0.01;
}

static int judge_alone(struct tare_row *row, const struct tare_arm *arm,
                       const struct tare_stats_arm *stats, struct tare_err *err)
{
    if (is_empty(row, arm))
        return set_status(row, TARE_FATE_EMPTY,
                          "no slower than an empty loop: has the compiler removed the work? use "
                          "tare_keep on the result and tare_hide on constant input",
                          err);
    if (arm->cold_starts > stats->set_count / 2)
        return set_status(row, TARE_FATE_UNSTEADY,
                          "no steady state: in most sets no two windows of the warm-up agreed",
                          err);
    if (!stats->steady)
        return set_status(row, TARE_FATE_UNSTEADY,
                          "no steady state: in most sets the first and the second half of the "
                          "samples differ",
                          err);
    return 0;
}

static int summarize_times(struct tare_row *row, const struct tare_arm *arm,
                           const struct tare_samples *samples,
                           const struct tare_summary_params *params, struct tare_err *err)
{
    struct tare_stats_arm stats;

    if (tare_samples_summarize(&stats, samples, level_of(params), err))
        return -1;
    set_times(row, &stats, arm);
    if (tare_summary_variance(row, arm, samples->set, params, err) ||
        set_set_times(row, samples, err) || set_prime(row, arm, err))
        return -1;
    return judge_alone(row, arm, &stats, err);
}

static int summarize_arm(struct tare_row *row, const struct tare_summary_params *params,
                         size_t index, const struct tare_samples *samples, struct tare_err *err)
{
    const struct tare_arm *arm = &params->run->arm[index];
    const char *status = arm->fate.status ? arm->fate.status : TARE_FATE_OK;

    if (name_row(row, arm, params->asked, err) ||
        set_status(row, status, arm->fate.status ? arm->fate.reason : NULL, err) ||
        copy_samples(row, arm, err) || copy_report(row, arm, err))
        return -1;
    if (arm->fate.status)
        return 0;
    if (!arm->sample_count)
        return set_status(row, TARE_FATE_INTERRUPTED, "no set was completed", err);
    if (summarize_times(row, arm, samples, params, err))
        return -1;
    return params->weight ? tare_summary_weight(row, arm, &params->weight[index], err)
                          : tare_summary_unweighed(row, params->unweighed, err);
}

static int put_verdict(struct tare_row *row, const struct tare_stats_pair *pair,
                       struct tare_err *err)
{
    row->ratio = pair->ratio;
    row->ratio_lo = pair->ratio_lo;
    row->ratio_hi = pair->ratio_hi;
    if (pair->skewed)
        row->skewed = true;
    if (pair->verdict == TARE_STATS_UNSURE && pair->sets_needed)
        row->sets_needed = (double)pair->sets_needed;
    return pair->verdict == TARE_STATS_NONE
               ? 0
               : set_text(&row->verdict, tare_stats_verdict_name(pair->verdict), err);
}

/* All arms that gave times against the baseline, judged together. */
static int compare(struct tare_block *block, const struct tare_summary_params *params,
                   const struct tare_samples *samples, struct tare_err *err)
{
    size_t baseline = params->asked->block->baseline;
    struct tare_stats_pair *pairs = calloc(block->row_count, sizeof *pairs);
    size_t *of_row = calloc(block->row_count, sizeof *of_row);
    double *scratch = calloc(2 * block->row_count + 1, sizeof *scratch);
    size_t count = 0;
    int result = -1;

    if (!pairs || !of_row || !scratch) {
        tare_err_memory(err);
        goto out;
    }
    for (size_t i = 0; i < block->row_count; i++) {
        if (i == baseline || !is_comparable(&block->row[i]) ||
            !is_comparable(&block->row[baseline]))
            continue;
        of_row[count] = i;
        if (tare_samples_compare(
                &pairs[count++],
                &(struct tare_samples_pair){&samples[i], &samples[baseline], level_of(params)},
                err))
            goto out;
    }
    tare_stats_block_judge(
        &(struct tare_stats_block){.pairs = pairs,
                                   .pair_count = count,
                                   .scratch = scratch,
                                   .rule = {.level = level_of(params),
                                            .margin_ratio = params->margin_ratio,
                                            .floor_ratio = TARE_STATS_FLOOR_RATIO}});
    result = 0;
    for (size_t i = 0; i < count && result == 0; i++)
        result = put_verdict(&block->row[of_row[i]], &pairs[i], err);
    if (is_comparable(&block->row[baseline]))
        block->row[baseline].ratio = 1;
out:
    free(pairs);
    free(of_row);
    free(scratch);
    return result;
}

/* What a step of the clock is in the samples of a row and, where it has a ratio, of the baseline.
 */
static double clock_share_of(const struct tare_block *block, size_t row,
                             const struct tare_summary_params *params,
                             const struct tare_samples *samples)
{
    size_t baseline = params->asked->block->baseline;

    return expm1(samples[row].clock_reach +
                 (block->row[row].verdict ? samples[baseline].clock_reach : 0));
}

/* No number of sets would settle these. */
static int note_coarse_clock(struct tare_block *block, const struct tare_summary_params *params,
                             const struct tare_samples *samples, struct tare_err *err)
{
    for (size_t i = 0; i < block->row_count; i++) {
        struct tare_row *row = &block->row[i];
        double share = clock_share_of(block, i, params, samples);
        char text[160];

        if (!row->verdict ||
            strcmp(row->verdict, tare_stats_verdict_name(TARE_STATS_UNSURE)) != 0 ||
            share <= params->margin_ratio || fabs(log(row->ratio)) > log1p(share))
            continue;
        snprintf(text, sizeof text, COARSE "; longer samples tell more",
                 tare_units_percent(share).text);
        if (set_text(&row->note, text, err))
            return -1;
    }
    return 0;
}

/* "" where the row is within the precision that was asked for. */
static void tell_precision(char *text, size_t bytes, const struct tare_row *row,
                           const struct tare_summary_params *params, double clock_share)
{
    double asked = params->asked->precision_ratio;
    size_t sets = params->run->sets;
    double half = row->verdict
                      ? tare_stats_half_width(row->ratio, row->ratio_lo, row->ratio_hi)
                      : tare_stats_half_width(row->time_ns, row->time_lo_ns, row->time_hi_ns);

    *text = '\0';
    if (half > asked && clock_share > asked)
        snprintf(text, bytes, COARSE ", not within %s as asked for",
                 tare_units_percent(clock_share).text, tare_units_percent(asked).text);
    else if (half > asked)
        snprintf(text, bytes, "within %s after %zu sets, not %s as asked for",
                 tare_units_percent(half).text, sets, tare_units_percent(asked).text);
    else if (isnan(half) && row->time_ns > 0)
        snprintf(text, bytes, "no interval after %zu sets, to be within %s as asked for", sets,
                 tare_units_percent(asked).text);
}

/* What was asked for is told where the last look did not reach it: of ratios, and of times where
 * there is none. */
static int note_precision(struct tare_block *block, const struct tare_summary_params *params,
                          const struct tare_samples *samples, struct tare_err *err)
{
    double asked = params->asked->precision_ratio;
    bool has_ratios = false;

    for (size_t i = 0; i < block->row_count; i++)
        has_ratios = has_ratios || block->row[i].verdict;
    for (size_t i = 0; asked > 0 && i < block->row_count; i++) {
        struct tare_row *row = &block->row[i];
        char text[160];

        if (!has_times(row) || (has_ratios && !row->verdict))
            continue;
        tell_precision(text, sizeof text, row, params, clock_share_of(block, i, params, samples));
        if (*text && set_text(&row->note, text, err))
            return -1;
    }
    return 0;
}

static int name_block(struct tare_block *block, const struct tare_summary_params *params,
                      struct tare_err *err)
{
    const struct tare_plan_block *plan = params->asked->block;
    const struct tare_listed *item = plan->arm[0].item;

    block->size = plan->has_size ? (double)plan->size : NAN;
    block->param = plan->has_param ? (double)plan->param : NAN;
    block->threads = (double)plan->threads;
    block->compares_builds = plan->compares_builds;
    if (set_text(&block->group, item->group, err) ||
        set_text(&block->title, *item->title ? item->title : item->group, err) ||
        set_text(&block->unit, *item->unit ? item->unit : "item", err))
        return -1;
    return *item->param_name ? set_text(&block->param_name, item->param_name, err) : 0;
}

static void add_books(struct tare_block *block, const struct tare_block_run *run)
{
    block->sets = run->sets;
    block->wall_ns = run->wall_ns;
    block->steal_ns = run->steal_ns;
    block->others_ns = run->others_ns;
    block->waited_ns = run->waited_ns;
    block->switches = run->switches;
    block->sibling_ratio = run->sibling_ratio;
    block->sampled_ns = 0;
    block->primed_ns = 0;
    block->setup_ns = 0;
    for (size_t i = 0; i < run->arm_count; i++) {
        block->sampled_ns += run->arm[i].sampled_ns;
        block->primed_ns += run->arm[i].primed_ns;
        block->setup_ns += run->arm[i].setup_ns;
    }
}

int tare_summary_make(struct tare_block *block, const struct tare_summary_params *params,
                      struct tare_err *err)
{
    const struct tare_block_run *run = params->run;
    struct tare_samples *samples = calloc(run->arm_count, sizeof *samples);
    int result = -1;

    tare_block_init(block);
    block->row = calloc(run->arm_count, sizeof *block->row);
    if (!samples || !block->row) {
        tare_err_memory(err);
        goto out;
    }
    if (name_block(block, params, err))
        goto out;
    add_books(block, run);
    if (tare_summary_layouts(block, params, err))
        goto out;
    for (size_t i = 0; i < run->arm_count; i++) {
        tare_row_init(&block->row[i]);
        block->row_count++;
        if (tare_samples_make(&samples[i], &run->arm[i], run->sets, err) ||
            summarize_arm(&block->row[i], params, i, &samples[i], err))
            goto out;
    }
    result = compare(block, params, samples, err) ||
                     note_coarse_clock(block, params, samples, err) ||
                     note_precision(block, params, samples, err)
                 ? -1
                 : 0;
out:
    for (size_t i = 0; samples && i < run->arm_count; i++)
        tare_samples_free(&samples[i]);
    free(samples);
    if (result)
        tare_block_free(block);
    return result;
}
