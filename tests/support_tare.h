/* SPDX-License-Identifier: MIT */
/*
 * End-to-end runs: the built `tare` on a fixture, into a results folder of its own, short sets,
 * and what the run left there.
 */
#ifndef TARE_TESTS_SUPPORT_TARE_H
#define TARE_TESTS_SUPPORT_TARE_H

#include "support_csv.h"
#include "support_run.h"

#define TARE_RUN_LIMIT_S 60

struct tare_run {
    char *folder; /* what --out named */
    struct run run;
    struct csv summary; /* of the run's result; `problem` set where there is none */
};

/*
 * tare run $TARE_BUILD/fixtures/FIXTURE --sets 3 --min-time 10ms --no-plots --out FOLDER ARGUMENTS,
 * `before` (variables or a command) in front of it. Fails the test where `tare` or the fixture is
 * not built, or where the run takes more than TARE_RUN_LIMIT_S. Ends in tare_run_free().
 */
struct tare_run tare_run(const char *before, const char *fixture, const char *arguments);

/* The same with several executables or none, whatever `arguments` says, in a folder given. */
struct tare_run tare_run_in(char *folder, const char *before, const char *arguments);

void tare_run_free(struct tare_run *run);

/* The file of the newest result in the folder; the caller frees. */
char *tare_run_path(const char *folder, const char *file);

/* The summary's cell; fails the test where there is none. */
const char *tare_run_cell(const struct tare_run *run, const char *id, const char *column);

/* Fails the test, and goes on, where the cell is not `expected`. */
void tare_run_expect(const struct tare_run *run, const char *id, const char *column,
                     const char *expected);

/* A case that was measured to the end: ok, or unsteady or empty, as a loaded machine may have it.
 */
void tare_run_expect_measured(const struct tare_run *run, const char *id);

/* Skips the test where the programs are built with sanitizers. */
void tare_run_skip_if_sanitized(const char *why);

#endif
