/* SPDX-License-Identifier: MIT */
/*
 * Does an arm read the same alone and among its siblings? An A/A comparison cannot tell: without
 * priming all arms are wrong alike, by 20 times (STATISTICS.md). So this drives the real conductor
 * over blocks of 1, 2, 6 and 12 arms of the same work, a set of each in turn and in shuffled order,
 * and compares arm `a` of each block with arm `a` alone, set by set.
 *
 *     coupling [RUNS [SETS [FILTER]]]     default 5 runs of 10 sets
 *
 * Prints each run and the median of the runs. Exit status 1 where among twelve and alone differ by
 * more than 2 % in that median (4 % from 768 KB to 1 MB, where the time depends on the pages that a
 * process happens to get). Random steps over a table are shown and not judged: of those no granule
 * tells whether the table is back in the cache, and among twelve 1.02 to 1.05 was seen.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "conduct/block.h"
#include "model/stats.h"
#include "model/stats_t.h"
#include "study.h"

#define COMPANIES 4 /* sizes of a block */
#define RUNS_MAX  50
#define SETS_MAX  200

static const char *const company_letters[COMPANIES] = {"a", "ab", "a-f", "a-l"};
static const char *const company_names[COMPANIES] = {"alone", "2", "6", "12"};

struct work {
    const char *name;
    const char *filter; /* printf format: the letters of the variants */
    double limit_ratio;
};

static const struct work works[] = {
    {"list 16 KB", "^list/[%s]/16384$", 0.02},
    {"list 256 KB", "^list/[%s]/262144$", 0.02},
    {"list 512 KB", "^list/[%s]/524288$", 0.02},
    {"list 768 KB", "^list/[%s]/786432$", 0.04},
    {"list 1 MB", "^list/[%s]/1048576$", 0.04},
    {"list 8 MB", "^list/[%s]/8388608$", 0.02},
    {"list 4 MB", "^list/[%s]/4194304$", 0.04},
    {"table 512 KB", "^table/[%s]$", INFINITY},
    {"chain", "^chain/[%s]$", 0.02},
    {"16 KB among 1 MB", "^mixed/[%s]$", 0.02},
};
#define WORKS (sizeof works / sizeof *works)

static void make_plan(struct study *study, const struct work *work, int company,
                      struct tare_plan *plan)
{
    char filter[64];

    snprintf(filter, sizeof filter, work->filter, company_letters[company]);
    study_plan(study, filter, NULL, plan);
}

/* One set of the block: the median of arm `a`, in ns an operation. */
static double run_set(struct study *study, const struct tare_plan *plan)
{
    struct tare_block_run run;
    struct tare_block_params params = study_block(study, plan);
    const struct tare_arm *arm;
    double *op_ns;
    double median_ns;

    params.sets = 1;
    params.min_time_ns = 20e6;
    if (tare_block_measure(&run, &params, &study->err))
        study_die(study, &study->err);
    arm = &run.arm[0];
    if (arm->fate.status) {
        tare_err_set(&study->err, TARE_ERR_SYSTEM, "%s: %s: %s", arm->plan->id, arm->fate.status,
                     arm->fate.reason);
        study_die(study, &study->err);
    }
    op_ns = calloc(arm->sample_count, sizeof *op_ns);
    for (size_t i = 0; op_ns && i < arm->sample_count; i++)
        op_ns[i] = arm->sample[i].elapsed_ns / (double)arm->sample[i].iterations;
    tare_stats_sort(op_ns, arm->sample_count);
    median_ns = tare_stats_median(op_ns, arm->sample_count);
    free(op_ns);
    tare_block_run_free(&run);
    return median_ns;
}

/* Sets of all companies in turn, in an order that is drawn anew; median_ns[company][set]. */
static void run_sets(struct study *study, const struct tare_plan plans[COMPANIES], size_t sets,
                     double median_ns[COMPANIES][SETS_MAX])
{
    for (size_t set = 0; set < sets; set++) {
        size_t order[COMPANIES];

        study_shuffle(study, order, COMPANIES);
        for (size_t i = 0; i < COMPANIES; i++)
            median_ns[order[i]][set] = run_set(study, &plans[order[i]]);
    }
}

/* Geometric mean of company / alone over the sets, and half of its 95 % interval in per cent. */
static double compare(const double *alone_ns, const double *company_ns, size_t sets, double *half)
{
    struct tare_stats_interval interval;
    double logs[SETS_MAX];

    for (size_t i = 0; i < sets; i++)
        logs[i] = log(company_ns[i] / alone_ns[i]);
    interval = tare_stats_t_interval(logs, sets, 0.05);
    *half = 100 * (interval.hi - interval.mean);
    return exp(interval.mean);
}

/* One run of one work: prints a line, keeps the ratios. */
static void run_work(struct study *study, const struct work *work, size_t sets,
                     double ratio[COMPANIES])
{
    static double median_ns[COMPANIES][SETS_MAX];
    struct tare_plan plans[COMPANIES] = {{0}};
    double sorted[SETS_MAX];

    for (int i = 0; i < COMPANIES; i++)
        make_plan(study, work, i, &plans[i]);
    run_sets(study, plans, sets, median_ns);
    memcpy(sorted, median_ns[0], sets * sizeof *sorted);
    tare_stats_sort(sorted, sets);
    printf("  %-18s %10s", work->name, tare_units_time(tare_stats_median(sorted, sets)).text);
    for (int i = 1; i < COMPANIES; i++) {
        double half;

        ratio[i] = compare(median_ns[0], median_ns[i], sets, &half);
        printf("   %6.3f ±%5.1f %%", ratio[i], half);
    }
    printf("\n");
    fflush(stdout);
    for (int i = 0; i < COMPANIES; i++)
        tare_plan_free(&plans[i]);
}

static double median_of_runs(double (*ratio)[WORKS][COMPANIES], size_t runs, size_t work,
                             int company)
{
    double values[RUNS_MAX];

    for (size_t i = 0; i < runs; i++)
        values[i] = ratio[i][work][company];
    tare_stats_sort(values, runs);
    return tare_stats_median(values, runs);
}

/* Prints the medians and which of them are beyond their limit. Returns how many are. */
static int judge(double (*ratio)[WORKS][COMPANIES], size_t runs, const bool *ran)
{
    int beyond = 0;

    printf("median of %zu runs, ratio of the time to that alone\n", runs);
    for (size_t w = 0; w < WORKS; w++) {
        bool is_beyond;

        if (!ran[w])
            continue;
        is_beyond = fabs(median_of_runs(ratio, runs, w, COMPANIES - 1) - 1) > works[w].limit_ratio;
        printf("  %-18s", works[w].name);
        for (int i = 1; i < COMPANIES; i++)
            printf("   %s: %.3f", company_names[i], median_of_runs(ratio, runs, w, i));
        if (isinf(works[w].limit_ratio))
            printf("   not judged\n");
        else
            printf("   %s %.0f %%\n", is_beyond ? "BEYOND" : "within", works[w].limit_ratio * 100);
        beyond += is_beyond;
    }
    return beyond;
}

int main(int argc, char **argv)
{
    static double ratio[RUNS_MAX][WORKS][COMPANIES];
    struct study study = {.name = "coupling"};
    size_t runs = argc > 1 ? study_parse_count(&study, argv[1], RUNS_MAX, "runs") : 5;
    size_t sets = argc > 2 ? study_parse_count(&study, argv[2], SETS_MAX, "sets") : 10;
    bool ran[WORKS] = {false};

    study_open(&study, argv[0], "coupling_cases");
    for (size_t run = 0; run < runs; run++) {
        printf("run %zu of %zu: time alone, ratio among 2, 6, 12 (95 %% interval over %zu sets)\n",
               run + 1, runs, sets);
        for (size_t w = 0; w < WORKS; w++)
            if (argc < 4 || strstr(works[w].name, argv[3])) {
                run_work(&study, &works[w], sets, ratio[run][w]);
                ran[w] = true;
            }
    }
    study_close(&study);
    return judge(ratio, runs, ran) ? 1 : 0;
}
