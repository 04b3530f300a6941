/* SPDX-License-Identifier: MIT */
/*
 * Is tare's "slower" true? Comparisons whose truth is known, made as a user makes them and judged
 * as a user's are: two arms that are equal (A/A: how often are they called different?) and two of
 * which one does more work by construction (A/B: how often is it called slower?).
 *
 *     selftest [--share PERCENT] [--only PART] [--csv FILE]
 *
 * All cells take their trials in turn, in an order that is drawn anew each time, so that a change
 * of the machine hits all alike and an interrupted study is one with fewer trials. --share 8% takes
 * that many of the trials (whole: about an hour). PART is the snippet of some cells or, of what
 * stands beside them, repeat, spawn or predict. Prints the table and what it shows against what
 * was promised; exit status 1 where a promise is broken.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "conduct/child.h"
#include "study_cells.h"
#include "study_extra.h"

struct selftest {
    struct study study;
    double share;
    const char *only; /* NULL: all parts */
    const char *csv_path;
    FILE *csv; /* NULL: none */
    struct study_tally *tallies;
    size_t done;
    size_t all;
};

static int usage(const char *problem, const char *subject)
{
    fprintf(stderr, "selftest: %s '%s': expected [--share PERCENT] [--only PART] [--csv FILE]\n",
            problem, subject);
    return 2;
}

static int parse(struct selftest *selftest, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        struct tare_err err = {0};
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;

        if (!value)
            return usage("no value after", argv[i]);
        if (strcmp(argv[i], "--only") == 0)
            selftest->only = value;
        else if (strcmp(argv[i], "--csv") == 0)
            selftest->csv_path = value;
        else if (strcmp(argv[i], "--share") != 0)
            return usage("no flag", argv[i]);
        else if (tare_units_parse_percent(value, &selftest->share, &err) || selftest->share > 1 ||
                 selftest->share <= 0)
            return usage("no share", value);
    }
    return 0;
}

static bool wants(const struct selftest *selftest, const char *part)
{
    return !selftest->only || strcmp(selftest->only, part) == 0;
}

static bool is_wanted(const struct selftest *selftest, const struct study_cell *cell)
{
    return study_load_possible(&selftest->study, cell->load) && wants(selftest, cell->snippet);
}

static size_t trials_of(const struct selftest *selftest, const struct study_cell *cell)
{
    return is_wanted(selftest, cell) ? (size_t)ceil((double)cell->trials * selftest->share) : 0;
}

static void write_csv(const struct selftest *selftest, const struct study_cell *cell, size_t trial,
                      const struct tare_block *block)
{
    for (size_t i = 0; selftest->csv && i < block->row_count; i++) {
        const struct tare_row *row = &block->row[i];

        if (row->verdict)
            fprintf(selftest->csv, "%s,%g,%g,%s,%zu,%zu,%s,%s,%.6f,%.6f,%.6f,%zu,%.3f\n",
                    cell->snippet, cell->effect_percent, cell->budget_s,
                    study_load_name(cell->load), block->row_count, trial, row->variant,
                    row->verdict, row->ratio, row->ratio_lo, row->ratio_hi, block->sets,
                    block->wall_ns / 1e9);
    }
}

static void try_cell(struct selftest *selftest, size_t index)
{
    const struct study_cell *cell = &study_cells[index];
    struct study_tally *tally = &selftest->tallies[index];
    char filter[64];
    struct study_trial trial = study_cell_trial(cell, filter);
    struct tare_block block;

    study_try(&selftest->study, &trial, &block);
    if (!tare_child_interrupted()) {
        study_tally_add(tally, cell, &block);
        write_csv(selftest, cell, tally->trials, &block);
    }
    tare_block_free(&block);
    selftest->done++;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K%zu of %zu trials", selftest->done, selftest->all);
}

/* Each cell is due when its share of trials is behind that of the study. */
static void run_cells(struct selftest *selftest)
{
    size_t *order = calloc(study_cell_count, sizeof *order);
    size_t most = 0;

    for (size_t i = 0; i < study_cell_count; i++) {
        size_t trials = trials_of(selftest, &study_cells[i]);

        most = trials > most ? trials : most;
        selftest->all += trials;
    }
    for (size_t turn = 1; order && turn <= most; turn++) {
        study_shuffle(&selftest->study, order, study_cell_count);
        for (size_t k = 0; k < study_cell_count && !tare_child_interrupted(); k++) {
            size_t trials = trials_of(selftest, &study_cells[order[k]]);

            if (turn * trials / most > (turn - 1) * trials / most)
                try_cell(selftest, order[k]);
        }
    }
    free(order);
}

static void open_csv(struct selftest *selftest)
{
    if (!selftest->csv_path)
        return;
    selftest->csv = fopen(selftest->csv_path, "w");
    if (!selftest->csv) {
        tare_err_errno(&selftest->study.err, "cannot write '%s'", selftest->csv_path);
        study_die(&selftest->study, &selftest->study.err);
    }
    setlinebuf(selftest->csv);
    fprintf(selftest->csv,
            "snippet,more_work_percent,budget_s,machine,arms,trial,arm,verdict,ratio,"
            "ratio_lo,ratio_hi,sets,wall_s\n");
}

static void close_csv(struct selftest *selftest)
{
    if (!selftest->csv || fclose(selftest->csv) == 0)
        return;
    tare_err_errno(&selftest->study.err, "cannot write '%s'", selftest->csv_path);
    study_die(&selftest->study, &selftest->study.err);
}

/* Whether the part `name`, which stands beside the cells, is to run. */
static bool goes_on(const struct selftest *selftest, const char *name)
{
    return !tare_child_interrupted() && wants(selftest, name);
}

int main(int argc, char **argv)
{
    struct selftest selftest = {.study = {.name = "selftest"}, .share = 1};
    int status = parse(&selftest, argc, argv);
    int broken = 0;

    if (status)
        return status;
    selftest.tallies = calloc(study_cell_count, sizeof *selftest.tallies);
    if (!selftest.tallies)
        return 4;
    study_open(&selftest.study, argv[0], "selftest_cases");
    open_csv(&selftest);
    if (selftest.study.cpus.count < 2)
        printf("One core only: no cells with a hog on the other.\n");
    run_cells(&selftest);
    broken = study_cells_report(selftest.tallies);
    if (goes_on(&selftest, "repeat"))
        broken += study_repeat(&selftest.study);
    if (goes_on(&selftest, "spawn"))
        broken += study_spawn(&selftest.study);
    if (goes_on(&selftest, "predict"))
        broken += study_predict(&selftest.study, selftest.share);
    close_csv(&selftest);
    study_close(&selftest.study);
    free(selftest.tallies);
    return broken ? 1 : 0;
}
