/* SPDX-License-Identifier: MIT */
/* tare history and tare export on results of runs, and a consumer of Google Benchmark's JSON. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_run.h"
#include "support_tare.h"

#define COMPARE_PY "/usr/share/benchmark/compare.py"

static struct run in(const char *folder, const char *command)
{
    return run_shell(30, "cd %s && PATH=%s:$PATH && %s", folder, run_build_folder(), command);
}

static void expect(const char *folder, const char *command, int status, const char *part)
{
    struct run run = in(folder, command);

    cr_expect_eq(run.status, status, "%s: status %d, %s", command, run.status, run.err);
    cr_expect(strstr(status ? run.err : run.out, part) != NULL, "%s: %s%s", command, run.out,
              run.err);
    run_free(&run);
}

#ifdef HAVE_SQLITE3
Test(e2e_history, each_run_adds_itself_where_its_results_are, .timeout = 120)
{
    struct tare_run run = tare_run("", "plain", "--filter chain/single --no-weigh --seed 1");
    struct tare_run more;
    char *folder = strdup(run.folder), arguments[512];

    snprintf(arguments, sizeof arguments,
             "%s/fixtures/plain --filter chain/single/10$ --no-weigh --seed 2", run_build_folder());
    more = tare_run_in(strdup(folder), "", arguments);
    expect(folder, "tare history --out .", 0, "2 runs");
    expect(folder, "tare history chain/single/10 --db history.db", 0, "revision");
    expect(folder, "tare history chain/single/10 --db history.db --format csv | wc -l", 0, "3\n");
    snprintf(arguments, sizeof arguments,
             "%s/fixtures/plain --filter chain/single/10$ --no-weigh --no-history",
             run_build_folder());
    run_free(&more.run);
    csv_free(&more.summary);
    more = tare_run_in(more.folder, "", arguments);
    expect(folder, "tare history --out .", 0, "2 runs");
    expect(folder, "tare history --out . --plot", 2, "expected tare history CASE --plot");
    if (run_has_command("gnuplot"))
        expect(folder,
               "tare history --out . chain/single --plot >/dev/null && cd plots && "
               "for n in 10 100; do test -s history-chain-single-$n.png || exit 9; done; "
               "cat history-chain-single-10.svg",
               0, "</svg>");
    expect(folder, "tare history --out . chain/sngle", 2, "no case 'chain/sngle' in the history");
    expect(folder, "tare history --out . --since soon", 2, "--since: 'soon': expected a date");
    expect(folder, "tare history --out . --since 2026-02-30", 2, "--since: '2026-02-30'");
    expect(folder, "tare history --out . --since 1d", 0, "2 runs");
    expect(folder, "tare history --out nowhere", 2, "cannot open the history 'nowhere/history.db'");
    expect(folder, "tare history a b", 2, "found 2 cases");
    expect(folder, "tare history --out . --format json", 2, "expected table or csv");
    run_free(&more.run);
    csv_free(&more.summary);
    free(more.folder);
    free(folder);
    tare_run_free(&run);
}

/* The run is what was asked for. */
Test(e2e_history, what_cannot_be_written_is_a_notice, .timeout = 120)
{
    struct tare_run run =
        tare_run("", "plain", "--filter chain/single/10$ --no-weigh --db /nonexistent/history.db");

    cr_expect_eq(run.run.status, 0, "%s", run.run.err);
    cr_expect_not_null(strstr(run.run.err, "the run is not in the history: cannot use the history "
                                           "'/nonexistent/history.db'"),
                       "%s", run.run.err);
    tare_run_expect_measured(&run, "chain/single/10");
    tare_run_free(&run);
    run = tare_run("f() { for a; do [ \"$p\" = --out ] && echo 'some notes of mine, and more of "
                   "them, more than a hundred bytes long, that should be left as they are, please' "
                   ">\"$a/history.db\"; p=$a; done; \"$@\"; }; f",
                   "plain", "--filter chain/single/10$ --no-weigh");
    cr_expect_eq(run.run.status, 0, "%s", run.run.err);
    cr_expect_not_null(strstr(run.run.err, "is no history of tare: no database"), "%s",
                       run.run.err);
    expect(run.folder, "cat history.db", 0, "left as they are, please");
    tare_run_free(&run);
}

/* Six runs at once that all find no database. */
Test(e2e_history, runs_at_once_do_not_lose_each_other, .timeout = 120)
{
    char *folder = run_folder_new(), command[1024];

    snprintf(command, sizeof command,
             "for i in 1 2 3 4 5 6; do tare run %s/fixtures/plain --filter nothing --sets 3 "
             "--min-time 1ms --no-weigh --no-plots --seed $i --out . >out$i 2>&1 & done; wait; "
             "! grep -h history out?; tare history --out .",
             run_build_folder());
    expect(folder, command, 0, ": 6 runs");
    run_folder_remove(folder);
}
#endif

Test(e2e_export, every_format_goes_to_stdout_and_to_a_file, .timeout = 120)
{
    static const struct {
        const char *format;
        const char *part;
    } formats[] = {
        {"gbench", "\"run_name\": \"chain/single/10\""},
        {"benchfmt", "BenchmarkChain/variant=single/size=10 "},
        {"bmf", "\"latency\""},
        {"hyperfine", "\"command\": \"chain/single/10\""},
        {"markdown", "chain"},
        {"csv", "build,group,variant,size"},
    };
    struct tare_run run = tare_run("", "plain", "--filter chain");

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char command[256];

        snprintf(command, sizeof command, "tare export --to %s latest", formats[i].format);
        expect(run.folder, command, 0, formats[i].part);
        snprintf(command, sizeof command,
                 "tare export latest/result.json --to=%s --out x.%s && tare export --to %s latest "
                 "| cmp - x.%s && cat x.%s",
                 formats[i].format, formats[i].format, formats[i].format, formats[i].format,
                 formats[i].format);
        expect(run.folder, command, 0, formats[i].part);
    }
    expect(run.folder, "tare export latest", 2, "--to: no format: expected gbench, benchfmt");
    expect(run.folder, "tare export --to xml latest", 2, "--to: 'xml': expected gbench, benchfmt");
    expect(run.folder, "tare export --to csv", 2, "found 0 results");
    expect(run.folder, "tare export --to csv nonesuch", 2, "cannot open 'nonesuch'");
    expect(run.folder, "tare export --to csv latest --out no/such/x", 4, "no/such/x");
    expect(run.folder, "TARE_OUT=elsewhere tare export --to csv latest", 0, "build,group");
    expect(run.folder, "tare export --to gbench latest --out g.json && tare compare latest g.json",
           0, "a result of Google Benchmark: it says nothing of");
    tare_run_free(&run);
}

/* As Google Benchmark writes by itself: one repetition. */
Test(e2e_export, one_repetition_has_a_ratio_and_no_interval)
{
    char *folder = run_folder_new();

    expect(
        folder,
        "w() { echo '{\"context\": {}, \"benchmarks\": [{\"name\": \"BM\", \"run_type\": "
        "\"iteration\", \"iterations\": 9, \"real_time\": '$1', \"cpu_time\": '$1', "
        "\"time_unit\": \"ns\"}]}'; }; w 50 >a.json && w 100 >b.json && tare compare a.json b.json",
        0, "2.00x, unknown");
    run_folder_remove(folder);
}

Test(e2e_export, google_benchmarks_own_tool_reads_it, .timeout = 120)
{
    struct run has = run_shell(20, "test -f " COMPARE_PY " && /usr/bin/python3 -c 'import scipy'");
    struct tare_run run;

    if (has.status != 0)
        cr_skip("needs libbenchmark-tools and python3-scipy");
    run_free(&has);
    run = tare_run("", "plain", "--filter chain");
    expect(run.folder,
           "tare export --to gbench latest --out g.json && "
           "/usr/bin/python3 " COMPARE_PY " --no-color benchmarks g.json g.json",
           0, "chain/single/10_pvalue");
    tare_run_free(&run);
}
