/* SPDX-License-Identifier: MIT */
/* What a case may use (tests/fixtures/features.c), from its loop to the columns. */
#include <criterion/criterion.h>

#include "support_tare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Lines "NAME VALUE" of the notes: how many distinct values has this name, all `common` to both? */
static size_t distinct_draws(const char *notes, const char *name, const char *other)
{
    size_t count = 0;
    char mine[64], theirs[64];
    unsigned long long value;

    for (const char *at = notes; at != NULL && *at != '\0'; at = strchr(at, '\n') + 1) {
        if (sscanf(at, "%63s %llu", mine, &value) != 2 || strcmp(mine, name) != 0)
            continue;
        snprintf(mine, sizeof(mine), "%s %llu\n", name, value);
        snprintf(theirs, sizeof(theirs), "%s %llu\n", other, value);
        cr_expect(strstr(notes, theirs) != NULL, "%s drew %llu, %s never did", name, value, other);
        count += strstr(notes, mine) == at;
    }
    return count;
}

Test(e2e_features, random_is_common_to_variants_and_redrawn_for_sets)
{
    char *folder = run_folder_new();
    char before[192], arguments[192], path[128];
    struct tare_run run;
    char *notes;

    snprintf(path, sizeof(path), "%s/notes", folder);
    snprintf(before, sizeof(before), "FIXTURE_NOTES=%s", path);
    snprintf(arguments, sizeof(arguments), "%s/fixtures/features --filter '^random/'",
             run_build_folder());
    run = tare_run_in(folder, before, arguments);
    notes = run_read_file(path, NULL);
    tare_run_expect_measured(&run, "random/one");
    tare_run_expect_measured(&run, "random/two");
    tare_run_expect_measured(&run, "random/in_loop");
    cr_assert_not_null(notes, "the cases noted nothing");
    cr_expect_geq(distinct_draws(notes, "one", "two"), 3, "fewer than 3 draws in 3 sets:\n%s",
                  notes);
    cr_expect_geq(distinct_draws(notes, "two", "one"), 3, "fewer than 3 draws in 3 sets:\n%s",
                  notes);
    free(notes);
    tare_run_free(&run);
}

Test(e2e_features, seed_repeats_the_draws)
{
    struct tare_run a = tare_run("", "features", "--filter '^random/one' --seed 5");
    struct tare_run b = tare_run("", "features", "--filter '^random/one' --seed 5");
    struct tare_run c = tare_run("", "features", "--filter '^random/one' --seed 6");

    tare_run_expect(&b, "random/one", "check", tare_run_cell(&a, "random/one", "check"));
    cr_expect_str_neq(tare_run_cell(&c, "random/one", "check"),
                      tare_run_cell(&a, "random/one", "check"), "another seed, the same draws");
    tare_run_free(&a);
    tare_run_free(&b);
    tare_run_free(&c);
}

static double number(const struct tare_run *run, const char *id, const char *column)
{
    return atof(tare_run_cell(run, id, column));
}

static const char *counter(const struct csv *counters, const char *name)
{
    size_t key = csv_column(counters, "name"), value = csv_column(counters, "value");

    for (size_t row = 1; counters->problem == NULL && row < counters->rows; row++)
        if (strcmp(counters->cell[row * counters->columns + key], name) == 0)
            return counters->cell[row * counters->columns + value];
    return "(none)";
}

Test(e2e_features, numbers_of_a_case_reach_their_columns)
{
    struct tare_run run = tare_run("", "features", "--filter '^numbers/'");
    char *path = tare_run_path(run.folder, "counters.csv");
    struct csv counters = csv_read(path);
    double time_ns = number(&run, "numbers/all", "time_ns");

    tare_run_expect(&run, "numbers/all", "items", "1000");
    cr_expect_float_eq(number(&run, "numbers/all", "item_ns") * 1000 / time_ns, 1, 1e-4,
                       "item_ns is %s of %g ns by 1000",
                       tare_run_cell(&run, "numbers/all", "item_ns"), time_ns);
    cr_expect_float_eq(number(&run, "numbers/all", "bytes_per_s") * time_ns / 4096e9, 1, 1e-4,
                       "bytes_per_s is %s for 4096 bytes in %g ns",
                       tare_run_cell(&run, "numbers/all", "bytes_per_s"), time_ns);
    cr_expect_null(counters.problem, "counters.csv: %s", counters.problem);
    cr_expect_str_eq(counter(&counters, "probes, mean"), "1.5", "probes, mean is %s",
                     counter(&counters, "probes, mean"));
    cr_expect_str_eq(counter(&counters, "replaced"), "2", "the last value wins: %s",
                     counter(&counters, "replaced"));
    cr_expect(strstr(counter(&counters, "not a number"), "nan") == NULL, "a NaN was written");
    csv_free(&counters);
    free(path);
    tare_run_free(&run);
}

Test(e2e_features, params_are_crossed_with_sizes)
{
    static const char *const expected[][2] = {{"params/sum/4/param:50", "4050"},
                                              {"params/sum/4/param:75", "4075"},
                                              {"params/sum/8/param:50", "8050"},
                                              {"params/sum/8/param:75", "8075"}};
    struct tare_run run = tare_run("", "features", "--filter '^params/'");

    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    cr_expect_eq(run.summary.rows, 5, "%zu rows", run.summary.rows);
    for (size_t i = 0; i < COUNT(expected); i++) {
        tare_run_expect_measured(&run, expected[i][0]);
        tare_run_expect(&run, expected[i][0], "check", expected[i][1]);
    }
    tare_run_free(&run);
}

Test(e2e_features, param_is_filtered_by_its_name)
{
    struct tare_run run = tare_run("", "features", "--filter 'params/sum/8/load:75'");

    cr_expect_eq(run.summary.rows, 2, "%zu rows", run.summary.rows);
    tare_run_expect_measured(&run, "params/sum/8/param:75");
    tare_run_free(&run);
}

Test(e2e_features, cold_takes_one_iteration_a_sample)
{
    struct tare_run run = tare_run("", "features", "--filter '^cold/'");

    tare_run_expect_measured(&run, "cold/touch");
    tare_run_expect(&run, "cold/touch", "iterations", tare_run_cell(&run, "cold/touch", "samples"));
    cr_expect(strstr(run.run.out, "cold") != NULL, "the table does not say cold: %s", run.run.out);
    tare_run_free(&run);
}

static bool has_two_cores(void)
{
    struct run run = run_shell(5, "test $(nproc) -ge 2");
    bool has = run.status == 0;

    run_free(&run);
    return has;
}

Test(e2e_features, threads_share_their_storage)
{
    struct tare_run run = tare_run("", "features", "--filter '^threads/share'");

    tare_run_expect_measured(&run, "threads/share");
    tare_run_expect(&run, "threads/share", "check", "5");
    tare_run_expect(&run, "threads/share/threads:1024", "status", "skipped");
    cr_expect_str_not_empty(tare_run_cell(&run, "threads/share/threads:1024", "reason"),
                            "skipped without a reason");
    if (has_two_cores())
        tare_run_expect_measured(&run, "threads/share/threads:2");
    tare_run_free(&run);
}

Test(e2e_features, thread_that_ends_badly_costs_its_row)
{
    struct tare_run run;

    if (!has_two_cores())
        cr_skip_test("one core");
    run = tare_run("", "features", "--filter '^threads/one_.*/threads:2$|^threads/share$'");
    cr_expect_eq(run.run.status, 1, "status %d: %s", run.run.status, run.run.err);
    tare_run_expect(&run, "threads/one_crashes/threads:2", "status", "crashed");
    cr_expect(
        strcmp(tare_run_cell(&run, "threads/one_leaves/threads:2", "status"), "failed") == 0 ||
            strcmp(tare_run_cell(&run, "threads/one_leaves/threads:2", "status"), "no_loop") == 0,
        "a thread that never loops: %s",
        tare_run_cell(&run, "threads/one_leaves/threads:2", "status"));
    tare_run_expect_measured(&run, "threads/share");
    tare_run_free(&run);
}

Test(e2e_features, fresh_inputs_are_in_balance)
{
    struct tare_run run = tare_run("", "features", "--filter '^fresh/'");

    cr_expect_eq(run.run.status, 1, "status %d: %s", run.run.status, run.run.err);
    tare_run_expect_measured(&run, "fresh/balanced");
    tare_run_expect_measured(&run, "fresh/without_callbacks");
    tare_run_expect(&run, "fresh/left_by_break", "status", "failed");
    tare_run_free(&run);
}

Test(e2e_features, empty_statement_is_flagged)
{
    struct tare_run run = tare_run("", "plain", "--filter '^(nothing|other)/'");

    tare_run_expect(&run, "nothing/at_all", "status", "empty");
    cr_expect_str_not_empty(tare_run_cell(&run, "nothing/at_all", "reason"), "no hint");
    cr_expect_str_neq(tare_run_cell(&run, "other/first", "status"), "empty",
                      "fifty multiplies are not empty");
    tare_run_free(&run);
}

Test(e2e_features, one_case_runs_plainly)
{
    struct run run = run_shell(20, "%s/fixtures/plain --exec chain/single/10 --iterations 1000",
                               run_build_folder());

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    run_free(&run);
    run = run_shell(20, "%s/fixtures/failing --exec crash/in_setup --iterations 1",
                    run_build_folder());
    cr_expect_eq(run.status, 128 + 11, "a crash is the user's to see: status %d", run.status);
    run_free(&run);
    run = run_shell(20, "%s/fixtures/plain --exec chain/missing/10 --iterations 1",
                    run_build_folder());
    cr_expect_eq(run.status, 2, "a case that is not there: status %d", run.status);
    run_free(&run);
}
