/* SPDX-License-Identifier: MIT */
/* Ends before the end: Ctrl-C keeps what is finished, and no child outlives the conductor. */
#include <criterion/criterion.h>
#include <glob.h>
#include <jansson.h>

#include "support_tare.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A run on a copy of a fixture, so that its processes are told from those of other tests. */
struct long_run {
    char *folder;
    char copy[128];
    struct run_process process;
};

static struct long_run begin(const char *fixture, const char *arguments)
{
    struct long_run run = {.folder = run_folder_new()};
    struct run copied;

    snprintf(run.copy, sizeof(run.copy), "%s/%s", run.folder, fixture);
    copied = run_shell(10, "cp %s/fixtures/%s %s", run_build_folder(), fixture, run.copy);
    cr_assert_eq(copied.status, 0, "%s", copied.err);
    run_free(&copied);
    run.process = run_start("exec %s/tare run %s --no-plots --no-weigh --sets 3 --out %s/out %s",
                            run_build_folder(), run.copy, run.folder, arguments);
    cr_assert_gt(run.process.pid, 0, "cannot start tare");
    return run;
}

static void end(struct long_run *run)
{
    run_folder_remove(run->folder);
    run->folder = NULL;
}

static bool has_finished_block(const struct long_run *run)
{
    char pattern[192];
    glob_t found = {0};
    bool has;

    snprintf(pattern, sizeof(pattern), "%s/out/*/blocks/*.json", run->folder);
    has = glob(pattern, 0, NULL, &found) == 0;
    globfree(&found);
    return has;
}

static bool has_child(const struct long_run *run)
{
    return run_count_processes(run->copy) > 0;
}

/* Waits until it holds, 20 s at most; returns whether it does. */
static bool wait_until(bool (*holds)(const struct long_run *run), const struct long_run *run)
{
    const struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};

    for (int i = 0; i < 4000 && !holds(run); i++)
        nanosleep(&pause, NULL);
    return holds(run);
}

static json_t *result_of(const struct long_run *run)
{
    char path[192];
    json_t *result;

    snprintf(path, sizeof(path), "%s/out/latest/result.json", run->folder);
    result = json_load_file(path, 0, NULL);
    cr_assert_not_null(result, "no %s", path);
    return result;
}

static struct csv table_of(const struct long_run *run, const char *file)
{
    char path[192];

    snprintf(path, sizeof(path), "%s/out/latest/%s", run->folder, file);
    return csv_read(path);
}

static size_t count_status(const struct csv *summary, const char *status)
{
    size_t column = csv_column(summary, "status"), count = 0;

    for (size_t row = 1; summary->problem == NULL && row < summary->rows; row++)
        count += strcmp(summary->cell[row * summary->columns + column], status) == 0;
    return count;
}

static void expect_resumable(const struct long_run *run)
{
    struct csv summary = table_of(run, "summary.csv");
    json_t *result = result_of(run);

    cr_expect_null(summary.problem, "summary.csv: %s", summary.problem);
    cr_expect_geq(count_status(&summary, "ok") + count_status(&summary, "unsteady"), 1,
                  "no finished row was kept");
    cr_expect(json_is_false(json_object_get(result, "finished")), "the result says finished");
    json_decref(result);
    csv_free(&summary);
}

/* The time of a case, "" where it was not measured. */
static char *time_of(const struct long_run *run, const char *id)
{
    struct csv summary = table_of(run, "summary.csv");
    const char *cell = csv_cell(&summary, id, "time_ns");
    char *copy = strdup(cell != NULL ? cell : "");

    csv_free(&summary);
    return copy;
}

static void expect_resumed(const struct long_run *run)
{
    char *before = time_of(run, "chain/single/10");
    struct run resumed = run_shell(TARE_RUN_LIMIT_S,
                                   "%s/tare run %s --no-plots --no-weigh --min-time 10ms --sets 3 "
                                   "--out %s/out --resume",
                                   run_build_folder(), run->copy, run->folder);
    struct csv summary = table_of(run, "summary.csv");
    char *after = time_of(run, "chain/single/10");
    json_t *result = result_of(run);

    cr_expect_eq(resumed.status, 0, "--resume: status %d: %s", resumed.status, resumed.err);
    cr_expect_eq(count_status(&summary, "interrupted"), 0, "--resume left rows interrupted");
    cr_expect_eq(summary.rows, 9, "%zu rows, not 8", summary.rows - 1);
    cr_expect(json_is_true(json_object_get(result, "finished")), "not finished after --resume");
    cr_expect_str_not_empty(before, "the first block was not kept");
    cr_expect_str_eq(before, after, "--resume measured again what was finished: %s, %s", before,
                     after);
    json_decref(result);
    csv_free(&summary);
    free(before);
    free(after);
    run_free(&resumed);
}

static void interrupt_and_resume(int signal_number, bool whole_group)
{
    struct long_run run = begin("plain", "--min-time 100ms");
    struct run ended;

    cr_assert(wait_until(has_finished_block, &run), "no block was finished in 20 s");
    cr_assert(wait_until(has_child, &run), "no child is running");
    kill(whole_group ? -run.process.pid : run.process.pid, signal_number);
    ended = run_wait(&run.process, 5);
    cr_expect_eq(ended.status, 1, "signal %d: status %d: %s", signal_number, ended.status,
                 ended.err);
    cr_expect_eq(run_wait_until_gone(run.copy, 5), 0, "children outlive the conductor");
    run_free(&ended);
    expect_resumable(&run);
    expect_resumed(&run);
    end(&run);
}

Test(e2e_signals, ctrl_c_keeps_finished_blocks)
{
    interrupt_and_resume(SIGINT, true);
}

Test(e2e_signals, sigint_to_the_conductor_alone)
{
    interrupt_and_resume(SIGINT, false);
}

Test(e2e_signals, sigterm_keeps_finished_blocks)
{
    interrupt_and_resume(SIGTERM, false);
}

/* Where nothing can be cleaned up the blocks lie there all the same. */
Test(e2e_signals, sigkill_leaves_no_child_and_can_be_resumed)
{
    struct long_run run = begin("plain", "--min-time 100ms");
    struct run ended, resumed;
    struct csv summary;

    cr_assert(wait_until(has_finished_block, &run), "no block was finished in 20 s");
    cr_assert(wait_until(has_child, &run), "no child is running");
    kill(run.process.pid, SIGKILL);
    ended = run_wait(&run.process, 5);
    cr_expect_eq(ended.status, 128 + SIGKILL, "status %d", ended.status);
    cr_expect_eq(run_wait_until_gone(run.copy, 5), 0, "children outlive the conductor");
    run_free(&ended);
    resumed = run_shell(TARE_RUN_LIMIT_S,
                        "%s/tare run %s --no-plots --no-weigh --min-time 10ms --sets 3 "
                        "--out %s/out --resume",
                        run_build_folder(), run.copy, run.folder);
    summary = table_of(&run, "summary.csv");
    cr_expect_eq(resumed.status, 0, "--resume: status %d: %s", resumed.status, resumed.err);
    cr_expect_eq(summary.rows, 9, "%zu rows, not 8", summary.rows - 1);
    csv_free(&summary);
    run_free(&resumed);
    end(&run);
}

/* A child that hangs in its set-up has not even come to the conductor's first order. */
Test(e2e_signals, sigkill_reaches_children_that_hang)
{
    struct long_run run = begin("failing", "--filter hang/in_setup");
    struct run ended;

    cr_assert(wait_until(has_child, &run), "no child is running");
    kill(run.process.pid, SIGKILL);
    ended = run_wait(&run.process, 5);
    cr_expect_eq(run_wait_until_gone(run.copy, 5), 0, "children outlive the conductor");
    run_free(&ended);
    end(&run);
}

/* What a case forked and left behind goes with the run. */
Test(e2e_signals, forked_processes_do_not_outlive_the_run)
{
    struct long_run run = begin("noisy", "--filter forks_and_leaves --min-time 10ms");
    struct run ended = run_wait(&run.process, TARE_RUN_LIMIT_S);

    cr_expect_eq(ended.status, 0, "status %d: %s", ended.status, ended.err);
    cr_expect_eq(run_wait_until_gone(run.copy, 5), 0, "forked processes outlive the run");
    run_free(&ended);
    end(&run);
}

Test(e2e_signals, nothing_to_resume_is_an_error)
{
    struct tare_run run = tare_run("", "plain", "--filter first --resume --no-weigh");

    cr_expect_eq(run.run.status, 2, "status %d: %s", run.run.status, run.run.err);
    cr_expect_str_not_empty(run.run.err, "not a word");
    tare_run_free(&run);
}

Test(e2e_signals, budget_ends_a_run_that_can_be_resumed)
{
    struct tare_run run = tare_run("", "plain", "--budget 1ms --no-weigh");
    json_t *result;
    char *path = tare_run_path(run.folder, "result.json");

    result = json_load_file(path, 0, NULL);
    cr_assert_not_null(result, "no result: %s", run.run.err);
    cr_expect_eq(json_object_size(result) > 0, true, "an empty result");
    cr_expect_null(run.summary.problem, "%s", run.summary.problem);
    json_decref(result);
    free(path);
    tare_run_free(&run);
}
