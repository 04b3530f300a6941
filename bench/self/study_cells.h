/* SPDX-License-Identifier: MIT */
/* The cells of the self-test: what is compared, how often, and what came out. */
#ifndef TARE_BENCH_STUDY_CELLS_H
#define TARE_BENCH_STUDY_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/result.h"
#include "study_trial.h"

struct study_cell {
    const char *snippet;
    const char *arm;       /* against arm a; NULL: arms b to f, all of which are equal to it */
    double effect_percent; /* more work, by construction */
    double budget_s;       /* wall time of a comparison of two */
    enum study_load load;
    size_t trials;               /* of a whole study */
    double least_called_percent; /* of a true difference; 0: not promised */
};

/* What came of a cell. A trial of six arms is five comparisons, which are judged together. */
struct study_tally {
    size_t trials;
    size_t called; /* of which some verdict said "different" of equal arms, "slower" of others */
    size_t sets;   /* that were completed, all trials */
    size_t comparisons;
    size_t same;
    size_t unsure;
    double log_ratio_sum;
    double log_ratio_squares;
    double wall_s;
};

extern const struct study_cell study_cells[];
extern const size_t study_cell_count;

/* How the cell is tried. `filter` is written to `room` [64]. A/A is judged with the margin that
 * users have, a difference with a third of itself. */
struct study_trial study_cell_trial(const struct study_cell *cell, char *room);

/* Adds a trial's block. */
void study_tally_add(struct study_tally *tally, const struct study_cell *cell,
                     const struct tare_block *block);

/* Prints the table in Markdown and, below, what it shows against what was promised. Returns how
 * many promises are not kept. */
int study_cells_report(const struct study_tally *tallies);

#endif
