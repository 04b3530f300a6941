/* SPDX-License-Identifier: MIT */
/* tare profile: lines whose share of the time and whose instructions are known. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_profile.h"
#include "support_tare.h"

/* Three points at 5 s; here the error of the share itself: six of its standard deviations at the
 * samples that there are, so that chance fails one run in a hundred millions. */
Test(e2e_profile, lines_get_their_share_of_the_time, .timeout = 120)
{
    static const double shares[] = {0.7, 0.2, 0.1};
    struct csv csv;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    csv = support_profile_csv("", "split/three --time 2s --format csv");
    {
        double largest[3] = {0};
        double samples = support_profile_sum(&csv, SPLIT, "samples", largest);

        cr_assert_gt(samples, 100, "%g samples in 2 s", samples);
        for (int i = 0; i < 3; i++) {
            double deviation = sqrt(shares[i] * (1 - shares[i]) / samples);

            cr_expect_lt(fabs(largest[i] / samples - shares[i]), 0.02 + 6 * deviation,
                         "%g of %g samples instead of %g", largest[i], samples, shares[i]);
        }
    }
    csv_free(&csv);
}

/* Weights of the inlined function stand at its own lines too, as those that it spent itself. */
Test(e2e_profile, inlined_code_is_charged_to_its_call, .timeout = 120)
{
    struct csv csv;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    csv = support_profile_csv("", "split/three --time 1s --format csv");
    cr_expect_gt(support_profile_sum(&csv, "burn_inlined", "self_samples", NULL), 0);
    cr_expect_gt(support_profile_sum(&csv, "burn", "self_samples", NULL),
                 support_profile_sum(&csv, "burn_inlined", "self_samples", NULL));
    csv_free(&csv);
}

static double instructions_of(const char *arguments)
{
    struct csv csv = support_profile_csv("", arguments);
    double sum = support_profile_sum(&csv, CHAIN, "instructions_per_op", NULL);

    csv_free(&csv);
    return sum;
}

Test(e2e_profile, instructions_are_exact, .timeout = 180)
{
    double ten, twenty, thirty;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (run_shell(10, "valgrind --version").status != 0)
        cr_skip_test("no valgrind");
    ten = instructions_of("chain/steps/10 --time 50ms --format csv");
    twenty = instructions_of("chain/steps/20 --time 50ms --format csv");
    thirty = instructions_of("chain/steps/30 --time 50ms --format csv");
    cr_expect_gt(ten, 20);
    cr_expect_eq(thirty - twenty, twenty - ten, "%g, %g, %g", ten, twenty, thirty);
    cr_expect_eq(fmod(twenty - ten, 10), 0, "%g a step", (twenty - ten) / 10);
    cr_expect_eq(instructions_of("chain/steps/20 --time 50ms --format csv"), twenty,
                 "another run says otherwise");
}

/* What is missing costs its columns, with the reason, and never the table. */
Test(e2e_profile, a_missing_tool_costs_its_columns, .timeout = 60)
{
    char before[512];
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    snprintf(before, sizeof before, "PATH=%s", "/nowhere");
    run = support_profile(before, "chain/steps/10 --time 100ms --asm");
    support_profile_expect_in(run.out, "there is no objdump in PATH");
    run_free(&run);
    run = support_profile(before, "chain/steps/10 --time 100ms");
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "there is no valgrind in PATH");
    support_profile_expect_in(run.out, "burn(x, count)");
    run_free(&run);
}

/* What the figures leave out is said. */
Test(e2e_profile, limits_are_said, .timeout = 60)
{
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    run = support_profile("PATH=/nowhere", "limits/fresh/threads:2 --time 200ms");
    support_profile_expect_in(run.out, "fresh inputs");
    support_profile_expect_in(run.out, "main thread of 2");
    run_free(&run);
}

Test(e2e_profile, a_crash_is_told, .timeout = 60)
{
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    run = support_profile("", "split/crashes --time 100ms");
    cr_expect_eq(run.status, 1, "%d", run.status);
    support_profile_expect_in(run.out, "time %: the case crashed: SIGABRT");
    support_profile_expect_in(run.err, "'split/crashes' crashed: SIGABRT");
    run_free(&run);
    run = support_profile("", "split/crashes --memory");
    cr_expect_eq(run.status, 1, "%d", run.status);
    support_profile_expect_in(run.out, "memory: the case crashed: SIGABRT");
    run_free(&run);
    run = support_profile("PATH=/nowhere", "split/crashes --time 50ms --format json");
    cr_expect_eq(run.status, 1, "%d", run.status);
    support_profile_expect_in(run.out, "\"failure\": \"crashed: SIGABRT\"");
    run_free(&run);
}

/* A finding is exit status 1, by whichever view; to be skipped is none. */
Test(e2e_profile, a_case_that_fails_is_a_finding, .timeout = 60)
{
    static const struct {
        const char *arguments;
        int status;
        const char *says;
    } known[] = {{"say/fails --time 50ms", 1, "failed: found 7"},
                 {"say/fails --memory", 1, "failed: found 7"},
                 {"crash/in_teardown --memory", 1, "crashed: SIGSEGV"},
                 {"say/skips --time 50ms", 0, "skipped: needs 2"},
                 {"say/skips --memory", 0, "skipped: needs 2"},
                 {"say/fine --memory", 0, "did not change the heap"}};

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct run run =
            run_shell(TARE_RUN_LIMIT_S, "PATH=/nowhere %s/tare profile %s/fixtures/failing %s 2>&1",
                      run_build_folder(), run_build_folder(), known[i].arguments);

        cr_expect_eq(run.status, known[i].status, "%s: %d", known[i].arguments, run.status);
        support_profile_expect_in(run.out, known[i].says);
        run_free(&run);
    }
}

Test(e2e_profile, a_stripped_executable_is_told, .timeout = 60)
{
    char *folder;
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    folder = run_folder_new();
    run = run_shell(TARE_RUN_LIMIT_S,
                    "strip -o %s/bare %s/fixtures/profiled && %s/tare profile %s/bare split/three "
                    "--time 50ms",
                    folder, run_build_folder(), run_build_folder(), folder);
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "no lines of the case are known");
    support_profile_expect_in(run.out, "stripped?");
    run_free(&run);
    run_folder_remove(folder);
}

/* Ctrl-C ends it at once, callgrind included, and leaves no file of its own. */
Test(e2e_profile, an_interrupt_ends_it, .timeout = 60)
{
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    run = run_shell(TARE_RUN_LIMIT_S,
                    "timeout -s INT 2 %s/tare profile %s/fixtures/profiled "
                    "split/three --time 30s; test $? = 124 && echo was stopped",
                    run_build_folder(), run_build_folder());
    support_profile_expect_in(run.err, "interrupted");
    support_profile_expect_in(run.out, "was stopped");
    run_free(&run);
}

#ifdef __x86_64__
/* What valgrind does not know is told with what mends it, and costs its columns. */
Test(e2e_profile, unknown_instructions_are_told, .timeout = 60)
{
    char *folder;
    struct run run;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind"))
        cr_skip_test("no valgrind");
    folder = run_folder_new();
    run = run_shell(60,
                    "gcc -std=gnu11 -O2 -g -mavx512f -Iinclude -pthread -o %s/avx512 "
                    "tests/fixtures/profiled/avx512.c %s/libtare.a -lm",
                    folder, run_build_folder());
    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
    run = run_shell(TARE_RUN_LIMIT_S, "%s/tare profile %s/avx512 wide/add --time 50ms",
                    run_build_folder(), folder);
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "build with -march=x86-64-v3 at most");
    run_free(&run);
    run_folder_remove(folder);
}
#endif

struct refusal {
    const char *arguments;
    const char *says;
};

static const struct refusal refusals[] = {
    {"", "expected tare profile EXE CASE"},
    {"split/none", "has no case 'split/none'"},
    {"split/thre", "; did you mean 'split/three'?"},
    {"split/three more", "has no case 'more'"},
    {"split/three chain/steps/10 --format csv", "'chain/steps/10': csv and json have one case"},
    {"split/three --time", "--time needs a value"},
    {"split/three --time 5x", "5x"},
    {"split/three --format markdown", "expected table, json or csv"},
    {"split/three --hits /nowhere", "--hits: cannot run '/nowhere'"},
    {"split/three --sort size", "--sort: 'size': expected self"},
    {"split/three chain/steps/10 --flame f.svg", "'chain/steps/10': --flame has one case"},
    {"split/three --sets 3", "no flag '--sets'"},
    {"split/three --time 50ms --function nothing", "a function 'nothing'"},
    {"split/three --time 50ms --function brn", "did you mean 'burn'"},
    {"split/three --time 50ms --function profiled.c:9999", "at the line 'profiled.c:9999'"},
    {"heap/lines --plot f.svg", "expected --memory --plot FILE"},
    {"heap/lines --memory --plot nowhere/", "--plot: 'nowhere/': expected a file"},
    {"heap/lines split/three --memory --plot f.svg", "'split/three': --plot has one case"},
    {"split/three --function ''", "--function: ''"},
    {"split/three --flame ''", "--flame: ''"},
    {"split/three --time 0", "expected a time above 0"},
    {"heap/lines --memory --asm", "--memory and --asm: expected one view"},
    {"split/thre", "did you mean 'split/three'"},
    {"chain/steps", "did you mean 'chain/steps/10'"},
};

Test(e2e_profile, bad_input_is_named, .timeout = 120)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct run run = support_profile("", refusals[i].arguments);

        cr_expect_eq(run.status, 2, "'%s' gives %d", refusals[i].arguments, run.status);
        support_profile_expect_in(run.err, refusals[i].says);
        run_free(&run);
    }
}
