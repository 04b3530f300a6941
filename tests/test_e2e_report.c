/* SPDX-License-Identifier: MIT */
/* tare report: what a run made is made again, byte for byte. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

static struct run report(const char *before, const char *folder, const char *arguments)
{
    return run_shell(TARE_RUN_LIMIT_S, "cd %s && %s %s/tare report %s --color never", folder,
                     before, run_build_folder(), arguments);
}

/* Takes away all but result.json, and puts what was there into `kept`. */
static void strip(const char *folder)
{
    struct run run = run_shell(20,
                               "cd %s && cp -r latest/ kept && cd latest/ && rm -rf plots && "
                               "rm -f summary.csv samples.csv counters.csv report.html && ls -A",
                               folder);

    cr_assert_eq(run.status, 0, "%s", run.err);
    cr_assert_str_eq(run.out, "result.json\n", "left: %s", run.out);
    run_free(&run);
}

static void expect_same_again(const char *fixture, const char *arguments, const char *flags)
{
    struct tare_run first = tare_run("", fixture, arguments);
    struct run again, diff;

    cr_assert_leq(first.run.status, 1, "status %d: %s", first.run.status, first.run.err);
    strip(first.folder);
    again = report("", first.folder, flags);
    cr_expect_eq(again.status, 0, "status %d: %s", again.status, again.err);
    cr_expect_str_eq(again.out, first.run.out, "printed first:\n%s\nthen:\n%s", first.run.out,
                     again.out);
    diff = run_shell(20, "cd %s && diff -r kept latest/", first.folder);
    cr_expect_eq(diff.status, 0, "%s%s", diff.out, diff.err);
    run_free(&diff);
    run_free(&again);
    tare_run_free(&first);
}

Test(e2e_report, table_files_and_plots_are_those_of_the_run, .timeout = 120)
{
    expect_same_again("plain", "--filter '^(chain|other)/' --no-plots=0", "latest");
}

Test(e2e_report, what_was_weighed_counted_and_failed_is_there_too, .timeout = 120)
{
    expect_same_again("features", "--filter '^(params|numbers)/' --weigh",
                      "latest/result.json --weigh --no-plots");
    expect_same_again("failing", "--filter '^crash/' --no-weigh", "latest --no-plots");
}

Test(e2e_report, other_forms_are_those_of_the_run, .timeout = 120)
{
    static const char *const formats[] = {"csv", "json", "markdown"};

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char flags[128];
        char arguments[128];

        snprintf(arguments, sizeof arguments, "--filter '^chain/' --format %s", formats[i]);
        snprintf(flags, sizeof flags, "latest --no-plots --format %s", formats[i]);
        expect_same_again("plain", arguments, flags);
    }
}

Test(e2e_report, without_gnuplot_it_says_so, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^chain/'");
    struct run again = report("PATH=/nonexistent", run.folder, "latest");
    struct run page = run_shell(10,
                                "grep -c 'pictures: no plots: gnuplot is not installed' "
                                "%s/latest/report.html",
                                run.folder);

    cr_expect_eq(again.status, 0, "status %d", again.status);
    cr_expect_str_eq(page.out, "1\n", "the page says it: %s", page.out);
    run_free(&page);
    cr_expect_not_null(strstr(again.err, "gnuplot is not installed"), "%s", again.err);
    cr_expect_str_eq(again.out, run.run.out, "%s", again.out);
    run_free(&again);
    tare_run_free(&run);
}

Test(e2e_report, only_one_group, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^(chain|other)/'");
    struct run again, left;

    strip(run.folder);
    again = report("", run.folder, "latest --only other");
    left = run_shell(20,
                     "cd %s/latest/ && ls && grep -c 'id=.g-' report-other.html && ls plots | grep "
                     "-c '^other' && ls plots | grep "
                     "-v '^other'",
                     run.folder);
    cr_expect_eq(again.status, 0, "status %d: %s", again.status, again.err);
    cr_expect(strstr(again.out, "other") && !strstr(again.out, "chain"), "%s", again.out);
    cr_expect(strncmp(left.out, "plots\nreport-other.html\nresult.json\n1\n", 38) == 0 &&
                  left.status == 1,
              "what is of all groups stays away, and plots of others: %s", left.out);
    run_free(&left);
    run_free(&again);
    again = report("", run.folder, "latest --only nonesuch");
    cr_expect_eq(again.status, 2, "status %d", again.status);
    cr_expect_not_null(strstr(again.err, "--only 'nonesuch': the result has no such group"), "%s",
                       again.err);
    run_free(&again);
    tare_run_free(&run);
}

/* What the page shows of the source is what the run kept, be the file there or not. */
Test(e2e_report, the_source_is_of_the_result, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^other/'");
    struct run page =
        run_shell(10, "grep -c 'TARE_CASE(other, first)' %s/latest/report.html", run.folder);
    struct run moved =
        run_shell(TARE_RUN_LIMIT_S,
                  "cd %s && cp %s/fixtures/plain . && %s/tare run ./plain --filter '^other/' "
                  "--sets 3 --min-time 1ms --no-plots --out there >/dev/null 2>&1; "
                  "grep -c 'plain.c&#39; was not found' there/latest/report.html",
                  run.folder, run_build_folder(), run_build_folder());

    cr_expect_str_eq(page.out, "1\n", "the case's source: %s%s", page.out, page.err);
    cr_expect(strtol(moved.out, NULL, 10) > 0, "why there is none: %s%s", moved.out, moved.err);
    run_free(&moved);
    run_free(&page);
    tare_run_free(&run);
}

Test(e2e_report, a_title_is_that_of_the_page, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^other/'");
    struct run again = report("", run.folder, "latest --no-plots --title 'A <b> & c'");
    struct run page =
        run_shell(10, "grep -c '<h1>A &lt;b&gt; &amp; c</h1>' %s/latest/report.html", run.folder);

    cr_expect_eq(again.status, 0, "status %d: %s", again.status, again.err);
    cr_expect_str_eq(page.out, "1\n", "%s%s", page.out, page.err);
    run_free(&page);
    run_free(&again);
    tare_run_free(&run);
}

Test(e2e_report, plots_in_the_terminal, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^other/'");
    struct run again = report("", run.folder, "latest --no-plots --plot term");
    struct run absent = report("PATH=/nonexistent", run.folder, "latest --no-plots --plot term");
    struct run wrong = report("", run.folder, "latest --plot paper");

    cr_expect_eq(again.status, 0, "status %d: %s", again.status, again.err);
    if (!strstr(again.err, "not installed")) {
        cr_expect(strncmp(again.out, run.run.out, strlen(run.run.out)) == 0,
                  "the table comes first: %s", again.out);
        cr_expect_not_null(strstr(again.out, "time per operation  (less is better)"), "%s",
                           again.out);
    }
    cr_expect_eq(absent.status, 0, "status %d: %s", absent.status, absent.err);
    cr_expect_not_null(strstr(absent.err, "no plots: gnuplot is not installed"), "%s", absent.err);
    cr_expect_str_eq(absent.out, run.run.out, "the table alone: %s", absent.out);
    cr_expect_eq(wrong.status, 2, "status %d", wrong.status);
    cr_expect_not_null(strstr(wrong.err, "--plot: 'paper': expected term"), "%s", wrong.err);
    run_free(&wrong);
    run_free(&absent);
    run_free(&again);
    tare_run_free(&run);
}

Test(e2e_report, a_file_of_another_name_replaces_nothing, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^other/'");
    struct run again, left;

    strip(run.folder);
    left = run_shell(10, "cd %s/latest/ && cp result.json mine.json", run.folder);
    run_free(&left);
    again = report("", run.folder, "latest/mine.json");
    left = run_shell(10, "ls %s/latest/", run.folder);
    cr_expect_eq(again.status, 0, "status %d: %s", again.status, again.err);
    cr_expect_str_eq(again.out, run.run.out, "%s", again.out);
    cr_expect_not_null(strstr(again.err, "no files are made again"), "%s", again.err);
    cr_expect_str_eq(left.out, "mine.json\nresult.json\n", "%s", left.out);
    run_free(&left);
    run_free(&again);
    tare_run_free(&run);
}

Test(e2e_report, a_file_that_cannot_be_written_is_named, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter '^other/'");
    struct run again;

    strip(run.folder);
    again = run_shell(20, "cd %s/latest/ && mkdir summary.csv && %s/tare report . --no-plots",
                      run.folder, run_build_folder());
    cr_expect_eq(again.status, 4, "status %d: %s", again.status, again.err);
    cr_expect_not_null(strstr(again.err, "summary.csv"), "%s", again.err);
    cr_expect_not_null(strstr(again.out, "other"), "the table is shown all the same: %s",
                       again.out);
    run_free(&again);
    tare_run_free(&run);
}

Test(e2e_report, bad_input_is_named)
{
    static const struct {
        const char *arguments;
        const char *part;
    } cases[] = {
        {"", "found 0 results: expected tare report RUN"},
        {"a b", "found 2 results"},
        {"/nonexistent/x", "cannot open '/nonexistent/x': No such file"},
        {".", "'.' holds no result.json"},
        {"x --format xml", "--format: 'xml': expected"},
        {"x --sets 3", "no flag '--sets': see tare help report"},
        {"x -v", "no flag '-v': see tare help report"},
    };
    char *folder = run_folder_new();

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run = report("", folder, cases[i].arguments);

        cr_expect_eq(run.status, 2, "'%s': status %d", cases[i].arguments, run.status);
        cr_expect_not_null(strstr(run.err, cases[i].part), "'%s': %s", cases[i].arguments, run.err);
        cr_expect_str_empty(run.out, "'%s': %s", cases[i].arguments, run.out);
        run_free(&run);
    }
    run_folder_remove(folder);
}
