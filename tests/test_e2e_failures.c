/* SPDX-License-Identifier: MIT */
/* Cases that end badly (tests/fixtures/failing.c): each costs its own row and nothing else. */
#include <criterion/criterion.h>

#include "support_tare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outcome {
    const char *id;
    const char *status; /* NULL: measured */
    const char *reason; /* part of it; NULL: anything but nothing */
};

static void expect_outcome(const struct tare_run *run, const struct outcome *expected)
{
    const char *reason = tare_run_cell(run, expected->id, "reason");

    if (expected->status == NULL) {
        tare_run_expect_measured(run, expected->id);
        return;
    }
    tare_run_expect(run, expected->id, "status", expected->status);
    cr_expect_str_not_empty(reason, "%s has no reason", expected->id);
    if (expected->reason != NULL)
        cr_expect(strstr(reason, expected->reason) != NULL, "the reason of %s, '%s', has no '%s'",
                  expected->id, reason, expected->reason);
    cr_expect_str_empty(tare_run_cell(run, expected->id, "ratio"), "%s has a ratio", expected->id);
}

/* Runs a group of the fixture; all its rows have to be in the table, and a finding is status 1. */
static struct tare_run run_group(const char *group, const struct outcome *expected, size_t count)
{
    char filter[64];
    struct tare_run run;

    snprintf(filter, sizeof(filter), "--filter '^%s/'", group);
    run = tare_run("", "failing", filter);
    cr_expect_eq(run.run.status, 1, "%s: status %d, stderr: %s", group, run.run.status,
                 run.run.err);
    cr_expect_eq(run.summary.rows, count + 1, "%s: %zu rows, not %zu", group, run.summary.rows - 1,
                 count);
    for (size_t i = 0; i < count; i++)
        expect_outcome(&run, &expected[i]);
    return run;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void expect_group(const char *group, const struct outcome *expected, size_t count)
{
    struct tare_run run = run_group(group, expected, count);

    tare_run_free(&run);
}

Test(e2e_failures, crash_is_named_and_its_output_shown)
{
    static const struct outcome expected[] = {
        {"crash/fine", NULL, NULL},
        {"crash/in_setup", "crashed", "SIGSEGV"},
        {"crash/in_loop", "crashed", "SIGSEGV"},
        {"crash/in_teardown", "crashed", "SIGSEGV"},
        {"crash/aborts", "crashed", "SIGABRT"},
        {"crash/killed", "crashed", "SIGKILL"},
        {"crash/interrupted", "crashed", "SIGINT"},
    };
    struct tare_run run = run_group("crash", expected, COUNT(expected));
    char *json_path = tare_run_path(run.folder, "result.json");
    char *json = run_read_file(json_path, NULL);

    cr_expect(strstr(run.run.out, "printed before the crash") != NULL ||
                  strstr(run.run.err, "printed before the crash") != NULL,
              "what a crashed case printed is not shown: %s%s", run.run.out, run.run.err);
    cr_expect(strstr(run.run.out, "about to abort") != NULL ||
                  strstr(run.run.err, "about to abort") != NULL,
              "what an aborted case said on stderr is not shown: %s%s", run.run.out, run.run.err);
    cr_expect(json != NULL && strstr(json, "printed before the crash") != NULL,
              "what a crashed case printed is not in result.json");
    free(json);
    free(json_path);
    tare_run_free(&run);
}

Test(e2e_failures, hang_ends_at_its_limit)
{
    static const struct outcome expected[] = {
        {"hang/fine", NULL, NULL},         {"hang/in_setup", "timeout", NULL},
        {"hang/in_loop", "timeout", NULL}, {"hang/in_teardown", "timeout", NULL},
        {"hang/asleep", "timeout", NULL},
    };

    expect_group("hang", expected, COUNT(expected));
}

Test(e2e_failures, early_exit_is_a_failure_even_with_status_0)
{
    static const struct outcome expected[] = {
        {"leave/fine", NULL, NULL},
        {"leave/status_3_in_setup", "exited", "3"},
        {"leave/status_3_in_loop", "exited", "3"},
        {"leave/status_0_in_setup", "exited", "0"},
        {"leave/status_0_in_loop", "exited", "0"},
        {"leave/status_0_in_teardown", "exited", "0"},
    };

    expect_group("leave", expected, COUNT(expected));
}

Test(e2e_failures, loop_has_to_run_to_its_end)
{
    static const struct outcome expected[] = {
        {"loop/fine", NULL, NULL},
        {"loop/none", "no_loop", NULL},
        {"loop/left_by_break", "failed", "break"},
        {"loop/left_by_break_at_once", "failed", "break"},
        {"loop/left_by_return", "failed", "return"},
        {"loop/left_by_goto", "failed", "goto"},
        {"loop/twice", "failed", NULL},
    };

    expect_group("loop", expected, COUNT(expected));
}

Test(e2e_failures, case_says_its_reason)
{
    static const struct outcome expected[] = {
        {"say/fine", NULL, NULL},
        {"say/skips", "skipped", "needs 2 \"moons\", has one"},
        {"say/skips_and_returns", "skipped", "not here"},
        {"say/fails", "failed", "found 7"},
        {"say/fails_behind_the_loop", "failed", "the sum is wrong"},
    };

    expect_group("say", expected, COUNT(expected));
}

Test(e2e_failures, skipping_is_no_finding)
{
    struct tare_run run = tare_run("", "failing", "--filter '^say/(fine|skips)$'");

    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    tare_run_expect(&run, "say/skips", "status", "skipped");
    tare_run_free(&run);
}

Test(e2e_failures, variants_that_disagree_are_found)
{
    static const struct outcome expected[] = {
        {"check/right", NULL, NULL},
        {"check/right_too", NULL, NULL},
        {"check/wrong", "disagrees", NULL},
        {"check/silent", NULL, NULL},
    };
    struct tare_run run = run_group("check", expected, COUNT(expected));

    tare_run_expect(&run, "check/right", "check", "18446744073709551615");
    tare_run_expect(&run, "check/right_too", "check", "18446744073709551615");
    tare_run_expect(&run, "check/wrong", "check", "18446744073709551614");
    tare_run_expect(&run, "check/silent", "check", "");
    tare_run_free(&run);
}

Test(e2e_failures, bytes_that_differ_are_found)
{
    static const struct outcome expected[] = {
        {"check_bytes/right", NULL, NULL},
        {"check_bytes/right_too", NULL, NULL},
        {"check_bytes/wrong", "disagrees", NULL},
    };

    expect_group("check_bytes", expected, COUNT(expected));
}

/* Junk on descriptors, floods and forks reach neither the conductor nor the siblings. */
Test(e2e_failures, noise_harms_nobody)
{
    static const char *const quiet[] = {
        "noisy/quiet",  "noisy/closes_all", "noisy/writes_to_all", "noisy/writes_to_all_in_loop",
        "noisy/floods", "noisy/forks",      "noisy/forks_in_loop", "noisy/forks_and_leaves"};
    struct tare_run run = tare_run("", "noisy", "--filter '^noisy/' --no-weigh");

    for (size_t i = 0; i < COUNT(quiet); i++)
        tare_run_expect_measured(&run, quiet[i]);
    tare_run_expect(&run, "noisy/floods_then_fails", "status", "failed");
    cr_expect_eq(run.run.status, 1, "status %d: %s", run.run.status, run.run.err);
    tare_run_free(&run);
}

Test(e2e_failures, output_is_kept_by_its_ends)
{
    struct tare_run run = tare_run("", "noisy", "--filter '/floods'");
    const char *shown = strstr(run.run.out, "the first line") != NULL ? run.run.out : run.run.err;

    cr_expect(strstr(shown, "the first line") != NULL, "the first line is not shown");
    cr_expect(strstr(shown, "the last line") != NULL, "the last line is not shown");
    cr_expect_lt(run.run.out_bytes + run.run.err_bytes, 512 * 1024, "%zu bytes were printed",
                 run.run.out_bytes + run.run.err_bytes);
    tare_run_free(&run);
}
