/* SPDX-License-Identifier: MIT */
/* How many sets there are: by default, with a precision that is reached or not, with a budget. */
#include <criterion/criterion.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support_csv.h"
#include "support_run.h"
#include "support_tare.h"

/* The sets that a run of one case of a fixture with these flags took, and what it printed. */
static long count_sets_of(const char *fixture, const char *id, const char *flags, char **printed)
{
    char *folder = run_folder_new();
    char *path = NULL;
    struct run run;
    struct csv summary;
    const char *cell;
    long sets;

    run =
        run_shell(60,
                  "%s/tare run %s/fixtures/%s --filter '^%s$' --no-plots --no-weigh --color never "
                  "--out '%s' %s",
                  run_build_folder(), run_build_folder(), fixture, id, folder, flags);
    cr_assert_eq(run.status, 0, "%s: status %d: %s", flags, run.status, run.err);
    cr_assert_geq(asprintf(&path, "%s/latest/summary.csv", folder), 0, "out of memory");
    summary = csv_read(path);
    cell = csv_cell(&summary, id, "processes");
    cr_assert_not_null(cell, "%s: no cell: %s", flags, summary.problem);
    sets = strtol(cell, NULL, 10);
    if (printed) {
        *printed = run.out;
        run.out = NULL;
    }
    csv_free(&summary);
    run_free(&run);
    run_folder_remove(folder);
    free(path);
    return sets;
}

static long count_sets(const char *flags, char **printed)
{
    return count_sets_of("plain", "chain/single/10", flags, printed);
}

Test(e2e_sets, are_ten_by_default_and_five_when_quick)
{
    cr_expect_eq(count_sets("--min-time 5ms", NULL), 10);
    cr_expect_eq(count_sets("--min-time 5ms --quick", NULL), 5);
    cr_expect_eq(count_sets("--min-time 5ms --sets 4", NULL), 4);
}

Test(e2e_sets, a_precision_ends_them_at_a_look)
{
    char *printed;

    cr_expect_eq(count_sets("--min-time 5ms --precision 90%", &printed), 5);
    cr_expect_null(strstr(printed, "as asked for"), "it was reached: %s", printed);
    cr_expect_not_null(strstr(printed, "98.2 %"), "the level is told: %s", printed);
    free(printed);
}

Test(e2e_sets, a_precision_that_is_not_reached_takes_all, .timeout = 120)
{
    char *printed;

    cr_expect_eq(
        count_sets_of("restless", "restless/drawn", "--min-time 5ms --precision 1%", &printed), 40);
    cr_expect_not_null(strstr(printed, "after 40 sets, not 1.0 % as"), "not told: %s", printed);
    free(printed);
}

/* Samples take about 300 us, and there is no clock of less than 1 ns here. */
Test(e2e_sets, a_precision_below_the_steps_of_the_clock_is_not_pursued)
{
    char *printed;

    cr_expect_eq(count_sets("--min-time 5ms --precision 0.0001%", &printed), 5);
    cr_expect_not_null(strstr(printed, "the clock's steps are 0.0"), "not told: %s", printed);
    cr_expect_not_null(strstr(printed, "not within 0.0001 % as"), "of what: %s", printed);
    free(printed);
}

/* How many fit is the machine's business: at least what a verdict needs, at most 400. */
Test(e2e_sets, a_budget_takes_as_many_as_fit, .timeout = 120)
{
    long sets = count_sets("--budget 20s --min-time 1ms", NULL);

    cr_expect(sets > 10 && sets <= 400, "%ld sets", sets);
    cr_expect_eq(count_sets("--budget 20s --sets 4 --min-time 5ms", NULL), 4, "as many as asked");
}

/* Round 0 of each set is everybody's and nobody's: what it meets are cold caches. */
Test(e2e_sets, the_first_round_of_each_is_dropped)
{
    struct tare_run run = tare_run("", "plain", "--filter chain/.*/10$ --sets 3 --no-weigh");
    char *path = tare_run_path(run.folder, "samples.csv");
    struct csv samples = csv_read(path);
    size_t round = csv_column(&samples, "round");
    size_t process = csv_column(&samples, "process");
    size_t firsts = 0;

    cr_assert(samples.rows > 6 && round < samples.columns && process < samples.columns,
              "no samples: %s %s", samples.problem, run.run.err);
    for (size_t i = 1; i < samples.rows; i++) {
        const char *const *row = (const char *const *)&samples.cell[i * samples.columns];

        cr_expect_neq(strtol(row[round], NULL, 10), 0, "set %s keeps its first round",
                      row[process]);
        firsts += strcmp(row[round], "1") == 0;
    }
    cr_expect_eq(firsts, 6, "two arms in three sets, but %zu begin at 1", firsts);
    csv_free(&samples);
    free(path);
    tare_run_free(&run);
}

/* Rule 4: what the machine did meanwhile is kept for each block, where the kernel tells. */
Test(e2e_sets, say_what_disturbed_them)
{
    static const struct {
        const char *key, *source;
    } rows[] = {
        {"steal_ns", "/proc/stat"},
        {"waited_ns", "/proc/self/schedstat"},
        {"switches", "/proc/self/status"},
    };
    struct tare_run run = tare_run("", "plain", "--filter other/first --sets 3 --no-weigh");
    char *path = tare_run_path(run.folder, "result.json");
    json_t *result = json_load_file(path, 0, NULL);
    const json_t *block = json_array_get(json_object_get(result, "blocks"), 0);

    cr_assert_not_null(block, "no block: %s", run.run.err);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (access(rows[i].source, R_OK) == 0)
            cr_expect(json_is_number(json_object_get(block, rows[i].key)), "no %s, although '%s'",
                      rows[i].key, rows[i].source);
    json_decref(result);
    free(path);
    tare_run_free(&run);
}
