/* SPDX-License-Identifier: MIT */
/* Bad input and bad surroundings: a clear error or a stated loss, and nothing measured is lost. */
#include <criterion/criterion.h>

#include "support_tare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Mistakes of usage: status 2, a line on stderr that quotes the culprit, nothing on stdout. */
static const struct {
    const char *before;
    const char *arguments; /* %s, once: the build folder */
    const char *quoted;
} mistakes[] = {
    {"", "run %s/fixtures/plain --bogus", "--bogus"},
    {"", "run %s/fixtures/plain --filte chain", "--filte"},
    {"", "run %s/fixtures/plain --sets", "--sets"},
    {"", "run %s/fixtures/plain --sets many", "many"},
    {"", "run %s/fixtures/plain --sets 0", "0"},
    {"", "run %s/fixtures/plain --sets -3", "-3"},
    {"", "run %s/fixtures/plain --sets 3x", "3x"},
    {"", "run %s/fixtures/plain --sets 99999999999999999999", "99999999999999999999"},
    {"", "run %s/fixtures/plain --min-time 5parsecs", "5parsecs"},
    {"", "run %s/fixtures/plain --min-time nan", "nan"},
    {"", "run %s/fixtures/plain --min-time -1s", "-1s"},
    {"", "run %s/fixtures/plain --min-time ''", "min-time"},
    {"", "run %s/fixtures/plain --budget soon", "soon"},
    {"", "run %s/fixtures/plain --margin wide", "wide"},
    {"", "run %s/fixtures/plain --margin -1%%", "-1%"},
    {"", "run %s/fixtures/plain --sizes 10,few", "few"},
    {"", "run %s/fixtures/plain --sizes ,", "sizes"},
    {"", "run %s/fixtures/plain --threads 0", "0"},
    {"", "run %s/fixtures/plain --seed dice", "dice"},
    {"", "run %s/fixtures/plain --clock sundial", "sundial"},
    {"", "run %s/fixtures/plain --format papyrus", "papyrus"},
    {"", "run %s/fixtures/plain --color mauve", "mauve"},
    {"", "run %s/fixtures/plain --filter '('", "("},
    {"", "run %s/fixtures/plain --filter 'a{2,1}'", "a{2,1}"},
    {"", "run %s/fixtures/plain --filter no_such_case", "no_such_case"},
    {"", "run %s/fixtures/plain --baseline no_such_variant", "no_such_variant"},
    {"TARE_SETS=many", "run %s/fixtures/plain", "TARE_SETS"},
    {"TARE_MIN_TIME=5parsecs", "run %s/fixtures/plain", "TARE_MIN_TIME"},
    {"", "run %s/fixtures/missing", "missing"},
    {"", "run %s/fixtures", "fixtures"},
    {"", "run %s/libtare.a", "libtare.a"},
    {"", "run /bin/true --out %s/never", "/bin/true"},
    {"", "run ./README.md --out %s/never", "README.md"},
    {"", "run x=%s/fixtures/plain x=/bin/true", "x"},
    {"", "run --out %s/never", "run"},
    {"", "run --layouts '%s/no-*/bench'", "/no-*/bench"},
    {"", "run %s/fixtures/plain --layouts 'x*'", "fixtures/plain"},
    {"TARE_LAYOUTS='x*'", "run %s/fixtures/plain", "x*"},
    {"", "run --layouts '%s/libtare.a'", "libtare.a"},
    {"", "frobnicate %s", "frobnicate"},
};

Test(e2e_bad_input, mistake_is_quoted)
{
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        char arguments[256];
        char *folder = run_folder_new();
        struct run run, left;

        /* The format is the table's own. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(arguments, sizeof(arguments), mistakes[i].arguments, run_build_folder());
#pragma GCC diagnostic pop
        run = run_shell(20, "cd %s && %s %s/tare %s", folder, mistakes[i].before,
                        run_build_folder(), arguments);
        left = run_shell(5, "ls -A %s", folder);
        cr_expect_eq(run.status, 2, "tare %s: status %d, stdout: %s, stderr: %s", arguments,
                     run.status, run.out, run.err);
        cr_expect(strstr(run.err, mistakes[i].quoted) != NULL, "tare %s: no '%s' in: %s", arguments,
                  mistakes[i].quoted, run.err);
        cr_expect_str_empty(run.out, "tare %s: stdout: %s", arguments, run.out);
        cr_expect_str_empty(left.out, "tare %s left: %s", arguments, left.out);
        run_free(&left);
        run_free(&run);
        run_folder_remove(folder);
    }
}

Test(e2e_bad_input, results_folder_that_cannot_be_written)
{
    static const char *const places[] = {"/dev/null/results", "/proc/results", "/etc/hostname"};

    for (size_t i = 0; i < COUNT(places); i++) {
        struct run run = run_shell(20, "%s/tare run %s/fixtures/plain --filter first --out %s",
                                   run_build_folder(), run_build_folder(), places[i]);

        cr_expect_eq(run.status, 4, "--out %s: status %d: %s", places[i], run.status, run.err);
        cr_expect(strstr(run.err, places[i]) != NULL, "--out %s is not quoted: %s", places[i],
                  run.err);
        run_free(&run);
    }
}

/* In a disk of `kilobytes`: the status, the table and what is left there, on stdout behind it. */
static struct run run_on_small_disk(unsigned kilobytes, const char *folder)
{
    return run_shell(TARE_RUN_LIMIT_S,
                     "unshare -m sh -c 'mount -t tmpfs -o size=%uk tmpfs %s || exit 99; "
                     "%s/tare run %s/fixtures/plain --no-weigh --no-plots --sets 3 --min-time "
                     "10ms --out %s; status=$?; echo; find %s -name \"*.json\" -size +0; "
                     "find %s -name \"*.tmp*\"; exit $status'",
                     kilobytes, folder, run_build_folder(), run_build_folder(), folder, folder,
                     folder);
}

Test(e2e_bad_input, full_disk_loses_nothing_measured)
{
    char *folder = run_folder_new();
    struct run run = run_on_small_disk(48, folder);

    if (run.status == 99 || strstr(run.err, "unshare") != NULL) {
        run_folder_remove(folder);
        cr_skip_test("no mount namespace here: %s", run.err);
    }
    cr_expect_eq(run.status, 4, "status %d: %s", run.status, run.err);
    cr_expect(strstr(run.err, "No space left on device") != NULL, "stderr: %s", run.err);
    cr_expect(strstr(run.out, "single") != NULL && strstr(run.out, "first") != NULL,
              "what was measured is not shown: %s", run.out);
    cr_expect(strstr(run.out, "/run.json") != NULL && strstr(run.out, "/blocks/") != NULL,
              "finished blocks are not kept: %s", run.out);
    cr_expect(strstr(run.out, ".tmp") == NULL, "temporary files stay: %s", run.out);
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_bad_input, no_gnuplot_is_a_notice)
{
    char *folder = run_folder_new();
    struct run run = run_shell(TARE_RUN_LIMIT_S,
                               "PATH=/nonexistent %s/tare run %s/fixtures/plain --filter other "
                               "--no-weigh --sets 3 --min-time 10ms --out %s",
                               run_build_folder(), run_build_folder(), folder);
    char *path = tare_run_path(folder, "summary.csv");
    struct csv summary = csv_read(path);

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    cr_expect(strstr(run.err, "gnuplot") != NULL, "nothing is said of gnuplot: %s", run.err);
    cr_expect_eq(summary.rows, 3, "%zu rows", summary.rows);
    csv_free(&summary);
    free(path);
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_bad_input, plots_are_made_where_gnuplot_is)
{
    struct run run, plots;
    char *folder;

    if (!run_has_command("gnuplot"))
        cr_skip_test("no gnuplot here");
    folder = run_folder_new();
    run = run_shell(TARE_RUN_LIMIT_S,
                    "%s/tare run %s/fixtures/plain --filter chain --sets 3 --min-time 10ms "
                    "--out %s",
                    run_build_folder(), run_build_folder(), folder);
    plots =
        run_shell(10, "cd %s/latest/plots && ls && find . -size 0 -printf 'empty: %%p'", folder);
    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    cr_expect(strstr(plots.out, ".svg") != NULL && strstr(plots.out, ".png") != NULL &&
                  strstr(plots.out, "empty:") == NULL,
              "plots: %s", plots.out);
    run_free(&plots);
    run_free(&run);
    run_folder_remove(folder);
}

/* Whoever reads our stdout may go away; the result is still written. */
Test(e2e_bad_input, closed_stdout_keeps_the_result)
{
    char *folder = run_folder_new();
    struct run run =
        run_shell(TARE_RUN_LIMIT_S,
                  "{ %s/tare run %s/fixtures/plain --filter other --no-weigh "
                  "--no-plots --sets 3 --min-time 10ms --out %s; echo $? >&2; } | true",
                  run_build_folder(), run_build_folder(), folder);
    char *path = tare_run_path(folder, "summary.csv");
    struct csv summary = csv_read(path);

    cr_expect_eq(summary.rows, 3, "%zu rows (%s); stderr: %s", summary.rows,
                 summary.problem != NULL ? summary.problem : "read", run.err);
    csv_free(&summary);
    free(path);
    run_free(&run);
    run_folder_remove(folder);
}
