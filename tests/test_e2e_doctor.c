/* SPDX-License-Identifier: MIT */
/*
 * tare doctor as a program. What it finds is this machine's and none of the test's business; that
 * its exit status is its verdict's, that its self-test measures, and that a machine which is truly
 * unfit (address space randomization turned off by setarch) is called so, is.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* BEFORE tare doctor ARGUMENTS --json; the caller drops the tree. */
static json_t *ask(const char *before, const char *arguments, int *status)
{
    struct run run = run_shell(TARE_RUN_LIMIT_S, "%s %s/tare doctor %s --json", before,
                               run_build_folder(), arguments);
    json_error_t error;
    json_t *root = json_loads(run.out, JSON_REJECT_DUPLICATES, &error);

    *status = run.status;
    cr_assert_not_null(root, "%s doctor %s: status %d: %s: '%s' %s", before, arguments, run.status,
                       error.text, run.out, run.err);
    run_free(&run);
    return root;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static const json_t *find_check(const json_t *root, const char *name)
{
    size_t i;
    json_t *check;

    json_array_foreach(json_object_get(root, "checks"), i, check)
    {
        if (strcmp(text_of(check, "name"), name) == 0)
            return check;
    }
    return NULL;
}

static void expect_status_of_verdict(const json_t *root, int status)
{
    const char *verdict = text_of(root, "verdict");

    cr_expect_eq(status, strcmp(verdict, "unfit") == 0 ? 3 : 0, "%s, but status %d", verdict,
                 status);
    cr_expect_eq(strncmp(text_of(root, "line"), verdict, strlen(verdict)), 0, "%s: %s", verdict,
                 text_of(root, "line"));
}

Test(e2e_doctor, the_exit_status_is_that_of_the_verdict, .timeout = 60)
{
    int status;
    json_t *root = ask("", "--no-self-test", &status);

    expect_status_of_verdict(root, status);
    cr_expect(json_is_null(json_object_get(root, "self_test")), "there is a self-test");
    cr_expect_null(find_check(root, "self_pairs"), "its check was made");
    cr_expect_not_null(find_check(root, "clock_order"), "the clock was not watched");
    json_decref(root);
}

Test(e2e_doctor, a_machine_without_aslr_is_unfit, .timeout = 60)
{
    struct run able = run_shell(10, "setarch -R true");
    int status = able.status;
    json_t *root;

    run_free(&able);
    if (status != 0)
        cr_skip_test("setarch -R does not work here");
    root = ask("setarch -R", "--no-self-test", &status);
    cr_expect_eq(status, 3, "status %d", status);
    cr_expect_str_eq(text_of(root, "verdict"), "unfit", "%s", text_of(root, "verdict"));
    cr_expect_str_eq(text_of(find_check(root, "aslr"), "verdict"), "unfit", "aslr");
    cr_expect_not_null(strstr(text_of(root, "line"), "no ASLR"), "%s", text_of(root, "line"));
    json_decref(root);
}

Test(e2e_doctor, one_core_is_enough_with_caution, .timeout = 60)
{
    int status;
    json_t *root =
        ask("taskset -c $(taskset -cp $$ | sed 's/.*[ ,-]//')", "--quick --no-self-test", &status);
    const json_t *cores = find_check(root, "cores");

    expect_status_of_verdict(root, status);
    cr_expect_str_eq(text_of(cores, "verdict"), "caution", "%s", text_of(cores, "value"));
    cr_expect_eq(json_number_value(json_object_get(cores, "number")), 1, "%s",
                 text_of(cores, "value"));
    json_decref(root);
}

/* A work of the self-test that was measured: pairs, sets, a time, and a change that 10 s can see
 * unless it was cut short by a loaded machine. */
static void expect_measured(const json_t *work)
{
    const char *group = text_of(work, "group");

    cr_expect_gt(json_integer_value(json_object_get(work, "pairs")), 0, "%s: pairs", group);
    cr_expect_gt(json_integer_value(json_object_get(work, "sets")), 0, "%s: sets", group);
    cr_expect_gt(json_number_value(json_object_get(work, "time_ns")), 0, "%s: time", group);
    cr_expect_gt(json_number_value(json_object_get(work, "set_wall_ns")), 0, "%s: wall", group);
    cr_expect(json_is_number(json_object_get(work, "log_stddev")), "%s: spread", group);
}

Test(e2e_doctor, the_self_test_measures_tare_itself, .timeout = 120)
{
    int status;
    json_t *root = ask("", "--quick", &status);
    const json_t *test = json_object_get(root, "self_test");
    const json_t *works = json_object_get(test, "works");

    expect_status_of_verdict(root, status);
    cr_expect(json_is_null(json_object_get(test, "reason")), "%s", text_of(test, "reason"));
    cr_assert_eq(json_array_size(works), 2, "%zu works", json_array_size(works));
    expect_measured(json_array_get(works, 0));
    expect_measured(json_array_get(works, 1));
    cr_expect_str_eq(text_of(json_array_get(works, 0), "group"), "doctor_cpu", "the first");
    cr_expect_str_neq(text_of(find_check(root, "self_pairs"), "verdict"), "unknown", "pairs");
    json_decref(root);
}

Test(e2e_doctor, says_what_is_wrong_with_a_command_line, .timeout = 60)
{
    static const struct {
        const char *arguments;
        int status;
        const char *expected;
    } runs[] = {
        {"--nonesuch", 2, "no flag '--nonesuch'"},
        {"build/bench", 2, "takes no argument, found 'build/bench'"},
        {"--color", 2, "--color needs a value"},
        {"--color=red", 2, "--color: 'red': expected auto, always or never"},
        {"--help", 0, ""},
    };

    for (size_t i = 0; i < COUNT(runs); i++) {
        struct run run = run_shell(30, "%s/tare doctor %s", run_build_folder(), runs[i].arguments);

        cr_expect_eq(run.status, runs[i].status, "%s: status %d", runs[i].arguments, run.status);
        cr_expect_not_null(strstr(run.err, runs[i].expected), "%s: %s", runs[i].arguments, run.err);
        run_free(&run);
    }
}

Test(e2e_doctor, colours_are_for_those_who_want_them, .timeout = 60)
{
    struct run plain = run_shell(30, "%s/tare doctor --quick --no-self-test", run_build_folder());
    struct run painted = run_shell(
        30, "NO_COLOR= %s/tare doctor --quick --no-self-test --color always", run_build_folder());

    cr_expect_null(strchr(plain.out, '\033'), "no terminal: %s", plain.out);
    cr_expect_not_null(strchr(painted.out, '\033'), "asked for: %s", painted.out);
    run_free(&plain);
    run_free(&painted);
}

Test(e2e_doctor, its_line_stands_in_every_result, .timeout = 60)
{
    struct tare_run run = tare_run("", "plain", "--filter other/first --no-weigh");
    char *path = tare_run_path(run.folder, "result.json");
    json_t *result = json_load_file(path, 0, NULL);
    const char *line = text_of(result, "fitness");
    const char *shown = strstr(run.run.out, "machine: ");

    cr_assert_not_null(shown, "not below the table: %s", run.run.out);
    cr_expect_not_null(strstr(line, "clock"), "result.json has the line '%s'", line);
    cr_expect_eq(strncmp(shown + strlen("machine: "), line, strlen(line)), 0, "'%s', not '%s'",
                 shown, line);
    json_decref(result);
    free(path);
    tare_run_free(&run);
}
