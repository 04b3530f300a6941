/* SPDX-License-Identifier: MIT */
#include "study_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "conduct/block.h"
#include "model/stats_pair.h"

/* The shortest comparison has the sets that tare takes by default. With more time, sets are what
 * buys precision: arms differ from process to process more than within one (malloc and free by 8 %
 * here, at two speeds). What does not fit into the budget is left out. */
#define SETS          10
#define SETS_BUDGET_S 0.25
#define SETS_A_SECOND 400

/* Promised of two equal arms, in per cent. */
#define CALLED_POOLED 5.0
#define CALLED_CELL   9.0
/* Fewer trials do not show what is promised of a cell. */
#define TRIALS_MIN 100

#define EQUAL(snippet, budget, load, trials)                                                       \
    {                                                                                              \
        snippet, "b", 0, budget, load, trials, 0                                                   \
    }
#define SIX(snippet, budget, trials)                                                               \
    {                                                                                              \
        snippet, NULL, 0, budget, STUDY_QUIET, trials, 0                                           \
    }
#define MORE(snippet, arm, effect, budget, trials, least)                                          \
    {                                                                                              \
        snippet, arm, effect, budget, STUDY_QUIET, trials, least                                   \
    }
#define EQUALS(snippet)                                                                            \
    EQUAL(snippet, 0.25, STUDY_QUIET, 200), EQUAL(snippet, 0.5, STUDY_QUIET, 20),                  \
        EQUAL(snippet, 1, STUDY_QUIET, 10), EQUAL(snippet, 2, STUDY_QUIET, 5),                     \
        EQUAL(snippet, 0.25, STUDY_SAME_CORE, 200), EQUAL(snippet, 0.25, STUDY_OTHER_CORE, 200),   \
        SIX(snippet, 0.25, 100)
#define MORES(snippet)                                                                             \
    MORE(snippet, "plus_1", 1, 0.25, 20, 0), MORE(snippet, "plus_2", 2, 0.25, 20, 0),              \
        MORE(snippet, "plus_5", 5, 0.25, 20, 0), MORE(snippet, "plus_1", 1, 1, 25, 0)

/* A new cell is one line here. */
const struct study_cell study_cells[] = {
    EQUALS("chain"),
    EQUALS("list"),
    EQUALS("malloc_free"),
    EQUALS("search"),
    EQUALS("hash"),
    MORES("chain"),
    MORES("list"),
    MORES("malloc_free"),
    MORES("search"),
    MORES("hash"),
    MORE("chain", "plus_1", 1, 0.5, 200, 95),
    MORE("chain", "plus_0_3", 0.3, 1, 200, 90),
    MORE("list", "plus_2", 2, 1, 200, 95),
    MORE("malloc_free", "plus_2", 2, 1, 200, 95),
    MORE("hash", "plus_2", 2, 1, 200, 95),
    MORE("search", "plus_2", 2, 1, 25, 0),
};
const size_t study_cell_count = sizeof study_cells / sizeof *study_cells;

struct study_trial study_cell_trial(const struct study_cell *cell, char *room)
{
    double budget_ns = 1e9 * cell->budget_s * (cell->arm ? 1 : 3);

    if (cell->arm)
        snprintf(room, 64, "^%s/(a|%s)$", cell->snippet, cell->arm);
    else
        snprintf(room, 64, "^%s/[a-f]$", cell->snippet);
    return (struct study_trial){
        .filter = room,
        .baseline = "a",
        .sets = cell->budget_s > SETS_BUDGET_S ? (size_t)(cell->budget_s * SETS_A_SECOND) : SETS,
        .min_time_ns = 1e9 * cell->budget_s / 2,
        .budget_ns = budget_ns,
        .margin_ratio =
            cell->effect_percent > 0 ? cell->effect_percent / 100 / 3 : TARE_STATS_MARGIN_RATIO,
        .load = cell->load};
}

static bool is_verdict(const struct tare_row *row, enum tare_stats_verdict verdict)
{
    return row->verdict && strcmp(row->verdict, tare_stats_verdict_name(verdict)) == 0;
}

/* What is promised to be rare of equal arms, and frequent of others. */
static bool is_called(const struct study_cell *cell, const struct tare_row *row)
{
    return is_verdict(row, TARE_STATS_SLOWER) ||
           (!(cell->effect_percent > 0) && is_verdict(row, TARE_STATS_FASTER));
}

void study_tally_add(struct study_tally *tally, const struct study_cell *cell,
                     const struct tare_block *block)
{
    bool called = false;

    tally->trials++;
    tally->wall_s += block->wall_ns / 1e9;
    tally->sets += block->sets;
    for (size_t i = 0; i < block->row_count; i++) {
        const struct tare_row *row = &block->row[i];

        if (!row->verdict)
            continue;
        tally->comparisons++;
        called = called || is_called(cell, row);
        tally->same += is_verdict(row, TARE_STATS_SAME);
        tally->unsure += is_verdict(row, TARE_STATS_UNSURE);
        tally->log_ratio_sum += log(row->ratio);
        tally->log_ratio_squares += log(row->ratio) * log(row->ratio);
    }
    tally->called += called;
}

static double percent(size_t part, size_t whole)
{
    return whole ? 100 * (double)part / (double)whole : 0;
}

/* 95 % interval of a share in per cent (Wilson 1927). */
static void wilson(size_t part, size_t whole, double *lo, double *hi)
{
    const double z = 1.959964;
    double n = (double)whole;
    double p = whole ? (double)part / n : 0;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

    *lo = whole ? 100 * fmax(0, middle - half) : 0;
    *hi = whole ? 100 * fmin(1, middle + half) : 100;
}

static void print_cell(const struct study_cell *cell, const struct study_tally *tally)
{
    double n = (double)tally->comparisons;
    double mean = tally->log_ratio_sum / n;
    double variance = (tally->log_ratio_squares - n * mean * mean) / (n - 1);
    double lo;
    double hi;

    wilson(tally->called, tally->trials, &lo, &hi);
    printf("| %s | %g %% | %g s | %s | %s | %.0f | %zu | %.1f (%.1f-%.1f) | %.1f | %.1f | %+.2f %% "
           "| %.2f %% "
           "| %.2f s |\n",
           cell->snippet, cell->effect_percent, cell->budget_s, study_load_name(cell->load),
           cell->arm ? "2" : "6", (double)tally->sets / (double)tally->trials, tally->trials,
           percent(tally->called, tally->trials), lo, hi, percent(tally->same, tally->comparisons),
           percent(tally->unsure, tally->comparisons), 100 * expm1(mean),
           tally->comparisons > 1 ? 100 * sqrt(fmax(variance, 0)) : 0,
           tally->wall_s / (double)tally->trials);
}

/* Prints one promise; returns whether it is broken, which few trials do not tell. */
static bool promise(const char *what, size_t trials, double got, double limit, bool at_most)
{
    bool few = trials < TRIALS_MIN;
    bool broken = !few && (at_most ? got > limit : got < limit);

    printf("- %s: %.1f %%, promised %s %g %%: %s\n", what, got, at_most ? "at most" : "at least",
           limit,
           few      ? "too few trials to tell"
           : broken ? "BROKEN"
                    : "kept");
    return broken;
}

static int judge_equals(const struct study_tally *tallies)
{
    size_t all = 0;
    size_t wrong = 0;
    double worst = 0;
    const struct study_cell *worst_cell = NULL;
    char what[160];
    int broken;

    for (size_t i = 0; i < study_cell_count; i++) {
        const struct study_cell *cell = &study_cells[i];
        size_t n = tallies[i].trials;

        if (cell->effect_percent > 0 || !n)
            continue;
        all += n;
        wrong += tallies[i].called;
        if (n >= TRIALS_MIN && percent(tallies[i].called, n) >= worst) {
            worst = percent(tallies[i].called, n);
            worst_cell = cell;
        }
    }
    snprintf(what, sizeof what, "equal arms called different, all %zu trials", all);
    broken = promise(what, all, percent(wrong, all), CALLED_POOLED, true);
    if (!worst_cell)
        return broken;
    snprintf(what, sizeof what, "worst cell of %d trials or more (%s, %s, %s arms)", TRIALS_MIN,
             worst_cell->snippet, study_load_name(worst_cell->load), worst_cell->arm ? "2" : "6");
    return broken + promise(what, TRIALS_MIN, worst, CALLED_CELL, true);
}

static int judge_differences(const struct study_tally *tallies)
{
    int broken = 0;

    for (size_t i = 0; i < study_cell_count; i++) {
        const struct study_cell *cell = &study_cells[i];
        size_t n = tallies[i].trials;
        char what[96];

        if (!(cell->least_called_percent > 0) || !n)
            continue;
        snprintf(what, sizeof what, "%s, %g %% more work, %g s: called slower", cell->snippet,
                 cell->effect_percent, cell->budget_s);
        broken +=
            promise(what, n, percent(tallies[i].called, n), cell->least_called_percent, false);
    }
    return broken;
}

int study_cells_report(const struct study_tally *tallies)
{
    printf("\n| snippet | more work | budget | machine | arms | sets | trials | called "
           "different, %% "
           "(95 %%) | same, %% | unsure, %% | mean ratio | sd of it | wall |\n"
           "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < study_cell_count; i++)
        if (tallies[i].trials)
            print_cell(&study_cells[i], &tallies[i]);
    printf("\n");
    return judge_equals(tallies) + judge_differences(tallies);
}
