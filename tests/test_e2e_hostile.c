/* SPDX-License-Identifier: MIT */
/* Cases that a harness gets wrong easily (tests/fixtures/hostile.c). */
#include <criterion/criterion.h>

#include "support_csv.h"
#include "support_tare.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Test(e2e_hostile, junk_in_the_shared_page_costs_its_own_row)
{
    struct tare_run run = tare_run("", "hostile", "--filter '^junk/'");

    tare_run_expect_measured(&run, "junk/sibling");
    tare_run_expect(&run, "junk/then_hangs", "status", "failed");
    cr_expect(strstr(tare_run_cell(&run, "junk/then_hangs", "reason"), "junk") != NULL,
              "reason: %s", tare_run_cell(&run, "junk/then_hangs", "reason"));
    cr_expect(strcmp(tare_run_cell(&run, "junk/then_exits", "status"), "failed") == 0 ||
                  strcmp(tare_run_cell(&run, "junk/then_exits", "status"), "exited") == 0,
              "status: %s", tare_run_cell(&run, "junk/then_exits", "status"));
    cr_expect_eq(run.run.status, 1, "status %d: %s", run.run.status, run.run.err);
    tare_run_free(&run);
}

/* About 300 us a sample of an operation of about 1 ns: not the 2 ms of the first call by 300 us. */
Test(e2e_hostile, a_slow_first_call_does_not_decide_the_iterations)
{
    struct tare_run run = tare_run("", "hostile", "--filter '^first_call/' --no-weigh");
    char *path = tare_run_path(run.folder, "samples.csv");
    struct csv samples = csv_read(path);
    size_t column = csv_column(&samples, "iterations");

    cr_assert_gt(samples.rows, 1, "no samples (%s)", samples.problem ? samples.problem : "read");
    cr_expect_gt(atof(samples.cell[samples.columns + column]), 20000, "%s iterations a sample",
                 samples.cell[samples.columns + column]);
    csv_free(&samples);
    free(path);
    tare_run_free(&run);
}

Test(e2e_hostile, weights_are_of_the_first_sets_data)
{
    static const char *const sets[] = {"--sets 1", "--sets 2", "--sets 4"};

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        char arguments[64];
        struct tare_run run;

        snprintf(arguments, sizeof(arguments), "--filter '^drawn/' --seed 7 %s", sets[i]);
        run = tare_run("", "hostile", arguments);
        tare_run_expect(&run, "drawn/block", "bytes_per_item", "1");
        tare_run_free(&run);
    }
}

static bool has_two_cores(const struct tare_run *run)
{
    return strcmp(tare_run_cell(run, "team/allocates/threads:2", "status"), "skipped") != 0;
}

Test(e2e_hostile, allocations_an_operation_are_those_of_one_thread)
{
    struct tare_run run;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = tare_run("", "hostile", "--filter '^team/allocates'");
    tare_run_expect(&run, "team/allocates", "allocs_per_op", "1");
    tare_run_expect(&run, "team/allocates", "alloc_bytes_per_op", "100");
    if (has_two_cores(&run)) {
        tare_run_expect(&run, "team/allocates/threads:2", "allocs_per_op", "1");
        tare_run_expect(&run, "team/allocates/threads:2", "alloc_bytes_per_op", "100");
    }
    tare_run_free(&run);
}

Test(e2e_hostile, a_thread_that_breaks_fails_the_case_and_hangs_nobody)
{
    struct tare_run run = tare_run("", "hostile", "--filter '^team/' --no-weigh");

    if (has_two_cores(&run))
        tare_run_expect(&run, "team/one_breaks/threads:2", "status", "failed");
    tare_run_free(&run);
}

Test(e2e_hostile, an_exit_status_after_the_case_returned_is_told)
{
    struct tare_run run = tare_run("", "hostile", "--filter '^at_exit/' --no-weigh");

    tare_run_expect(&run, "at_exit/leaves", "status", "exited");
    cr_expect(strstr(tare_run_cell(&run, "at_exit/leaves", "reason"), "23") != NULL, "reason: %s",
              tare_run_cell(&run, "at_exit/leaves", "reason"));
    tare_run_free(&run);
}
