/* SPDX-License-Identifier: MIT */
/* The flags of `tare run` and their TARE_<FLAG>, on tests/fixtures/plain.c. */
#include <criterion/criterion.h>
#include <jansson.h>

#include "support_tare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool holds(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static struct run list(const char *before, const char *arguments)
{
    return run_shell(20, "%s %s/tare run %s/fixtures/plain --list %s", before, run_build_folder(),
                     run_build_folder(), arguments);
}

Test(e2e_flags, list_names_cases_and_makes_nothing)
{
    char *folder = run_folder_new();
    struct run run = run_shell(20, "cd %s && %s/tare run %s/fixtures/plain --list", folder,
                               run_build_folder(), run_build_folder());
    struct run left = run_shell(5, "ls -A %s", folder);

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    cr_expect(holds(run.out, "chain/single/10") && holds(run.out, "chain/doubled/100") &&
                  holds(run.out, "other/first") && holds(run.out, "nothing/at_all"),
              "cases are missing: %s", run.out);
    cr_expect(holds(run.out, "full/only/10") && !holds(run.out, "full/only/20"),
              "without --full the larger size runs: %s", run.out);
    cr_expect_str_empty(left.out, "--list left files: %s", left.out);
    run_free(&left);
    run_free(&run);
    run_folder_remove(folder);
}

/* As with sizes, the groups that have threads get those of the flag. */
Test(e2e_flags, threads_replace_those_of_the_groups)
{
    struct run run = run_shell(20, "%s/tare run %s/fixtures/features --list --threads 3",
                               run_build_folder(), run_build_folder());

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    cr_expect(holds(run.out, "threads/share/threads:3"), "no three threads: %s", run.out);
    cr_expect_not(holds(run.out, "threads:2"), "two threads: %s", run.out);
    cr_expect_not(holds(run.out, "numbers/all/threads"), "threads where none were: %s", run.out);
    run_free(&run);
}

Test(e2e_flags, executable_is_the_command_on_itself)
{
    struct run own = run_shell(20, "PATH=%s:$PATH %s/fixtures/plain --list --filter chain",
                               run_build_folder(), run_build_folder());
    struct run ours = list("", "--filter chain");

    cr_expect_eq(own.status, 0, "status %d: %s", own.status, own.err);
    cr_expect_str_eq(own.out, ours.out, "'%s' is not '%s'", own.out, ours.out);
    run_free(&own);
    run_free(&ours);
}

/* What --list shows under other flags; `without` must not be in it. */
static const struct {
    const char *before;
    const char *arguments;
    const char *with;
    const char *without;
} lists[] = {
    {"", "--filter chain", "chain/single/100", "other/"},
    {"", "--filter='^other/(first|none)$'", "other/first", "other/second"},
    {"", "--filter single/10$", "chain/single/10", "chain/single/100"},
    {"", "--full", "full/only/20", "full/only/30"},
    {"", "--sizes 7,9 --filter chain", "chain/single/9", "chain/single/10"},
    {"TARE_FILTER=chain", "", "chain/single/10", "other/"},
    {"TARE_FILTER=chain", "--filter other", "other/first", "chain/"},
    {"TARE_SIZES=7", "--filter chain", "chain/single/7", "chain/single/10"},
    {"TARE_FULL=1", "", "full/only/20", "full/only/30"},
};

Test(e2e_flags, list_follows_the_flags)
{
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct run run = list(lists[i].before, lists[i].arguments);

        cr_expect_eq(run.status, 0, "%s %s: status %d: %s", lists[i].before, lists[i].arguments,
                     run.status, run.err);
        cr_expect(holds(run.out, lists[i].with), "%s %s: no '%s' in: %s", lists[i].before,
                  lists[i].arguments, lists[i].with, run.out);
        cr_expect_not(holds(run.out, lists[i].without), "%s %s: '%s' in: %s", lists[i].before,
                      lists[i].arguments, lists[i].without, run.out);
        run_free(&run);
    }
}

static json_t *result_of(const struct tare_run *run)
{
    char *path = tare_run_path(run->folder, "result.json");
    json_error_t error = {0};
    json_t *result = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

    cr_assert_not_null(result, "%s: %s; status %d, stderr: %s", path, error.text, run->run.status,
                       run->run.err);
    free(path);
    return result;
}

static double setting(const json_t *result, const char *name)
{
    const json_t *value = json_object_get(json_object_get(result, "settings"), name);

    cr_assert_not_null(value, "no setting '%s'", name);
    if (json_is_string(value)) /* a whole uint64_t, which a JSON number need not keep */
        return strtod(json_string_value(value), NULL);
    return json_is_boolean(value) ? json_is_true(value) : json_number_value(value);
}

/* What result.json says was asked for. */
static const struct {
    const char *before;
    const char *arguments;
    const char *setting;
    double value;
} settings[] = {
    {"", "--margin 5%", "margin_ratio", 0.05},
    {"", "--seed 42", "seed", 42},
    {"", "--sets 4", "sets", 4},
    {"", "--quick", "quick", 1},
    {"", "--budget 50s", "budget_ns", 50e9},
    {"", "--min-time 2ms", "min_time_ns", 2e6},
    {"TARE_SEED=43", "", "seed", 43},
    {"TARE_SEED=43", "--seed 44", "seed", 44},
    {"TARE_MARGIN=2%", "", "margin_ratio", 0.02},
    {"TARE_BUDGET=1m", "", "budget_ns", 60e9},
    {"TARE_QUICK=1", "", "quick", 1},
};

Test(e2e_flags, settings_are_in_the_result)
{
    char arguments[128];

    for (size_t i = 0; i < COUNT(settings); i++) {
        struct tare_run run;
        json_t *result;
        double value;

        snprintf(arguments, sizeof(arguments), "--filter first --no-weigh %s",
                 settings[i].arguments);
        run = tare_run(settings[i].before, "plain", arguments);
        result = result_of(&run);
        value = setting(result, settings[i].setting);
        cr_expect_float_eq(value, settings[i].value, 1e-9 * settings[i].value, "%s %s: %s is %g",
                           settings[i].before, settings[i].arguments, settings[i].setting, value);
        json_decref(result);
        tare_run_free(&run);
    }
}

Test(e2e_flags, baseline_is_the_groups_the_first_or_the_users)
{
    struct tare_run run = tare_run("", "plain", "--filter '^(chain/.*/100|other)' --no-weigh");

    tare_run_expect(&run, "chain/doubled/100", "baseline", "single");
    tare_run_expect(&run, "other/second", "baseline", "first");
    cr_expect_str_eq(tare_run_cell(&run, "chain/doubled/100", "verdict"), "slower",
                     "twice the links: %s", tare_run_cell(&run, "chain/doubled/100", "verdict"));
    cr_expect_str_empty(tare_run_cell(&run, "chain/single/100", "verdict"),
                        "the baseline has a verdict");
    tare_run_free(&run);
    run = tare_run("", "plain", "--filter chain/.*/100 --no-weigh --baseline doubled");
    tare_run_expect(&run, "chain/single/100", "baseline", "doubled");
    tare_run_expect(&run, "chain/single/100", "verdict", "faster");
    tare_run_free(&run);
}

Test(e2e_flags, two_builds_are_compared_case_by_case)
{
    char *folder = run_folder_new();
    char arguments[256];
    struct tare_run run;

    snprintf(arguments, sizeof(arguments),
             "old=%s/fixtures/plain new=%s/fixtures/plain --filter other --no-weigh",
             run_build_folder(), run_build_folder());
    run = tare_run_in(folder, "", arguments);
    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    cr_expect_eq(run.summary.rows, 5, "%zu rows, not 2 x 2", run.summary.rows - 1);
    cr_expect_neq(csv_row(&run.summary, "old", "other/first"), 0, "no row of old");
    cr_expect_neq(csv_row(&run.summary, "new", "other/first"), 0, "no row of new");
    tare_run_free(&run);
}

Test(e2e_flags, clocks_are_named)
{
    static const char *const clocks[] = {"monotonic", "cpu", "tsc"};

    for (size_t i = 0; i < COUNT(clocks); i++) {
        char arguments[96];
        struct tare_run run;

        snprintf(arguments, sizeof(arguments), "--filter first --no-weigh --clock %s", clocks[i]);
        run = tare_run("", "plain", arguments);
        if (strcmp(clocks[i], "tsc") == 0 && run.run.status == 3) {
            cr_expect_str_not_empty(run.run.err, "an unfit machine without a word");
        } else {
            json_t *result = result_of(&run);

            cr_expect_eq(run.run.status, 0, "--clock %s: status %d: %s", clocks[i], run.run.status,
                         run.run.err);
            tare_run_expect_measured(&run, "other/first");
            json_decref(result);
        }
        tare_run_free(&run);
    }
}

Test(e2e_flags, stdout_is_the_format_asked_for)
{
    struct tare_run run = tare_run("", "plain", "--filter other --no-weigh --format csv");
    struct csv csv = csv_parse(run.run.out);
    json_t *json;

    cr_expect_null(csv.problem, "stdout is no CSV: %s", csv.problem);
    cr_expect_eq(csv.rows, 3, "%zu rows of CSV", csv.rows);
    csv_free(&csv);
    tare_run_free(&run);

    run = tare_run("", "plain", "--filter other --no-weigh --format=json");
    json = json_loads(run.run.out, JSON_REJECT_DUPLICATES, NULL);
    cr_expect_not_null(json, "stdout is no JSON: %s", run.run.out);
    json_decref(json);
    tare_run_free(&run);

    run = tare_run("TARE_FORMAT=markdown", "plain", "--filter other --no-weigh");
    cr_expect(holds(run.run.out, "|") && holds(run.run.out, "first"), "no Markdown: %s",
              run.run.out);
    tare_run_free(&run);

    run = tare_run("", "plain", "--filter other --no-weigh");
    cr_expect(holds(run.run.out, "first") && holds(run.run.out, "second"), "no table: %s",
              run.run.out);
    tare_run_free(&run);
}

Test(e2e_flags, colour_only_when_asked_for)
{
    static const struct {
        const char *before;
        const char *flag;
        bool coloured;
    } ways[] = {
        {"", "--color always", true},
        {"", "--color never", false},
        {"", "--color auto", false}, /* stdout is no terminal */
        {"TARE_COLOR=always", "", true},
        {"NO_COLOR=1", "", false},
        {"NO_COLOR=1", "--color always", true}, /* the flag is nearer to the user */
    };

    for (size_t i = 0; i < COUNT(ways); i++) {
        char *folder = run_folder_new();
        struct run run =
            run_shell(TARE_RUN_LIMIT_S,
                      "%s %s/tare run %s/fixtures/plain --filter chain --no-weigh "
                      "--sets 3 --min-time 10ms --no-plots --out %s %s",
                      ways[i].before, run_build_folder(), run_build_folder(), folder, ways[i].flag);

        cr_expect_eq(run.status, 0, "%s %s: status %d: %s", ways[i].before, ways[i].flag,
                     run.status, run.err);
        cr_expect_eq(holds(run.out, "\033["), ways[i].coloured, "%s %s: %s", ways[i].before,
                     ways[i].flag, run.out);
        run_free(&run);
        run_folder_remove(folder);
    }
}

Test(e2e_flags, help_is_no_error)
{
    struct run run = run_shell(10, "%s/tare --help", run_build_folder());

    cr_expect_eq(run.status, 0, "tare --help: status %d: %s", run.status, run.err);
    cr_expect(holds(run.out, "run"), "tare --help: %s", run.out);
    run_free(&run);
    run = run_shell(10, "%s/tare run --help", run_build_folder());
    cr_expect_eq(run.status, 0, "tare run --help: status %d: %s", run.status, run.err);
    cr_expect(holds(run.out, "--filter") && holds(run.out, "--resume"), "tare run --help: %s",
              run.out);
    run_free(&run);
    run = run_shell(10, "%s/tare --version", run_build_folder());
    cr_expect_eq(run.status, 0, "tare --version: status %d: %s", run.status, run.err);
    run_free(&run);
}
