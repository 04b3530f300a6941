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
 * process happens to get).
 */
#include <libgen.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "conduct/block.h"
#include "conduct/child.h"
#include "conduct/plan.h"
#include "measure/hash.h"
#include "model/stats.h"
#include "model/stats_t.h"
#include "sys/clock.h"
#include "sys/cpus.h"

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
    {"table 512 KB", "^table/[%s]$", 0.02},
    {"chain", "^chain/[%s]$", 0.02},
    {"16 KB among 1 MB", "^mixed/[%s]$", 0.02},
};
#define WORKS (sizeof works / sizeof *works)

struct study {
    char *cases; /* path of coupling_cases */
    struct tare_clock clock;
    struct tare_cpus cpus;
    uint64_t random[4];
    size_t sets;
    struct tare_err err;
};

static int die(const struct tare_err *err)
{
    fprintf(stderr, "coupling: %s\n", err->text);
    exit(4);
}

static void make_plan(struct study *study, const struct work *work, int company,
                      struct tare_plan *plan)
{
    char filter[64];
    struct tare_plan_wishes wishes = {.filter = filter};

    snprintf(filter, sizeof filter, work->filter, company_letters[company]);
    if (tare_plan_add_build(plan, "self", study->cases, NULL, &study->err) ||
        tare_plan_make(plan, &wishes, &study->err))
        die(&study->err);
}

/* One set of the block: the median of arm `a`, in ns an operation. */
static double run_set(struct study *study, const struct tare_plan *plan)
{
    struct tare_block_run run;
    struct tare_block_params params = {.plan = plan,
                                       .block = &plan->block[0],
                                       .clock = &study->clock,
                                       .cpus = &study->cpus,
                                       .cold_fd = -1,
                                       .seed = tare_hash_random(study->random),
                                       .sets = 1,
                                       .min_time_ns = 20e6};
    const struct tare_arm *arm;
    double *op_ns;
    double median_ns;

    if (tare_block_measure(&run, &params, &study->err))
        die(&study->err);
    arm = &run.arm[0];
    if (arm->fate.status) {
        tare_err_set(&study->err, TARE_ERR_SYSTEM, "%s: %s: %s", arm->plan->id, arm->fate.status,
                     arm->fate.reason);
        die(&study->err);
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
static void run_sets(struct study *study, const struct tare_plan plans[COMPANIES],
                     double median_ns[COMPANIES][SETS_MAX])
{
    for (size_t set = 0; set < study->sets; set++) {
        int order[COMPANIES] = {0, 1, 2, 3};

        for (int i = COMPANIES - 1; i > 0; i--) {
            int j = (int)(tare_hash_random(study->random) % (uint64_t)(i + 1));
            int kept = order[i];

            order[i] = order[j];
            order[j] = kept;
        }
        for (int i = 0; i < COMPANIES; i++)
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
static void run_work(struct study *study, const struct work *work, double ratio[COMPANIES])
{
    static double median_ns[COMPANIES][SETS_MAX];
    struct tare_plan plans[COMPANIES] = {{0}};
    double sorted[SETS_MAX];

    for (int i = 0; i < COMPANIES; i++)
        make_plan(study, work, i, &plans[i]);
    run_sets(study, plans, median_ns);
    memcpy(sorted, median_ns[0], study->sets * sizeof *sorted);
    tare_stats_sort(sorted, study->sets);
    printf("  %-18s %10s", work->name,
           tare_units_time(tare_stats_median(sorted, study->sets)).text);
    for (int i = 1; i < COMPANIES; i++) {
        double half;

        ratio[i] = compare(median_ns[0], median_ns[i], study->sets, &half);
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
        printf("   %s %.0f %%\n", is_beyond ? "BEYOND" : "within", works[w].limit_ratio * 100);
        beyond += is_beyond;
    }
    return beyond;
}

static size_t parse_count(const char *text, size_t most, const char *what)
{
    struct tare_err err = {0};
    uint64_t count;

    if (tare_units_parse_count(text, &count, &err) || count < 1 || count > most) {
        fprintf(stderr, "coupling: %s '%s': expected 1 to %zu\n", what, text, most);
        exit(2);
    }
    return (size_t)count;
}

int main(int argc, char **argv)
{
    static double ratio[RUNS_MAX][WORKS][COMPANIES];
    struct study study = {.sets = argc > 2 ? parse_count(argv[2], SETS_MAX, "sets") : 10};
    size_t runs = argc > 1 ? parse_count(argv[1], RUNS_MAX, "runs") : 5;
    bool ran[WORKS] = {false};

    if (asprintf(&study.cases, "%s/coupling_cases", dirname(argv[0])) < 0)
        return 4;
    if (tare_clock_open(&study.clock, TARE_CLOCK_MONOTONIC, &study.err) ||
        tare_cpus_read(&study.cpus, "/", &study.err) ||
        tare_cpus_pin(study.cpus.cpu[0], &study.err))
        die(&study.err);
    tare_child_catch_signals(true);
    tare_hash_seed(study.random, (uint64_t)getpid());
    for (size_t run = 0; run < runs; run++) {
        printf("run %zu of %zu: time alone, ratio among 2, 6, 12 (95 %% interval over %zu sets)\n",
               run + 1, runs, study.sets);
        for (size_t w = 0; w < WORKS; w++)
            if (argc < 4 || strstr(works[w].name, argv[3])) {
                run_work(&study, &works[w], ratio[run][w]);
                ran[w] = true;
            }
    }
    free(study.cases);
    return judge(ratio, runs, ran) ? 1 : 0;
}
