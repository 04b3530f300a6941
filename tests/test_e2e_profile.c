/* SPDX-License-Identifier: MIT */
/* tare profile: lines whose share of the time and whose instructions are known. */
#include <criterion/criterion.h>

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_csv.h"
#include "support_tare.h"

#define SPLIT "tare_run_split_of_three"
#define CHAIN "tare_run_chain_of_steps"
#define HEAP  "tare_run_heap_of_lines"

static struct run profile(const char *before, const char *arguments)
{
    struct run run = run_shell(TARE_RUN_LIMIT_S, "%s %s/tare profile %s/fixtures/profiled %s",
                               before, run_build_folder(), run_build_folder(), arguments);

    cr_assert_neq(run.status, RUN_TIMED_OUT, "profile %s: %s", arguments, run.err);
    return run;
}

static double number_at(const struct csv *csv, size_t row, const char *column)
{
    size_t index = csv_column(csv, column);

    cr_assert_lt(index, csv->columns, "no column '%s'", column);
    return strtod(csv->cell[row * csv->columns + index], NULL);
}

/* The sum of a column over the lines of a function; the weights of its lines by falling size go to
 * `largest` [3]. */
static double sum_of(const struct csv *csv, const char *function, const char *column,
                     double *largest)
{
    double sum = 0;

    for (size_t row = 1; row < csv->rows; row++) {
        double weight;

        if (strcmp(csv->cell[row * csv->columns], function) != 0)
            continue;
        weight = number_at(csv, row, column);
        sum += weight;
        for (int i = 0; largest && i < 3; i++)
            if (weight > largest[i]) {
                double smaller = largest[i];

                largest[i] = weight;
                weight = smaller;
            }
    }
    return sum;
}

static struct csv profile_csv(const char *before, const char *arguments)
{
    struct run run = profile(before, arguments);
    struct csv csv;

    cr_assert_eq(run.status, 0, "%s%s", run.out, run.err);
    csv = csv_parse(run.out);
    cr_assert_null(csv.problem, "%s", csv.problem);
    run_free(&run);
    return csv;
}

/* Three points at 5 s; here the error of the share itself: six of its standard deviations at the
 * samples that there are, so that chance fails one run in a hundred millions. */
Test(e2e_profile, lines_get_their_share_of_the_time, .timeout = 120)
{
    static const double shares[] = {0.7, 0.2, 0.1};
    struct csv csv;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    csv = profile_csv("", "split/three --time 2s --format csv");
    {
        double largest[3] = {0};
        double samples = sum_of(&csv, SPLIT, "samples", largest);

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
    csv = profile_csv("", "split/three --time 1s --format csv");
    cr_expect_gt(sum_of(&csv, "burn_inlined", "self_samples", NULL), 0);
    cr_expect_gt(sum_of(&csv, "burn", "self_samples", NULL),
                 sum_of(&csv, "burn_inlined", "self_samples", NULL));
    csv_free(&csv);
}

static double instructions_of(const char *arguments)
{
    struct csv csv = profile_csv("", arguments);
    double sum = sum_of(&csv, CHAIN, "instructions_per_op", NULL);

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

static void expect_in(const char *text, const char *part)
{
    cr_expect(strstr(text, part) != NULL, "no '%s' in: %.3000s", part, text);
}

/* The row of a line of a function; 0: there is none. */
static size_t row_of(const struct csv *csv, const char *function, int line)
{
    for (size_t row = 1; row < csv->rows; row++)
        if (strcmp(csv->cell[row * csv->columns], function) == 0 &&
            atoi(csv->cell[row * csv->columns + 2]) == line)
            return row;
    return 0;
}

/* Each line of the fixture with a comment of its name and three numbers. Returns how many. */
static size_t expect_heap_lines(const struct csv *csv)
{
    static const char *const columns[] = {"allocs_per_op", "alloc_bytes_per_op", "live_bytes"};
    FILE *file = fopen("tests/fixtures/profiled.c", "r");
    char text[256];
    size_t count = 0;

    cr_assert_not_null(file);
    for (int line = 1; fgets(text, sizeof text, file); line++) {
        const char *comment = strstr(text, "/*");
        double known[3];
        size_t row;

        if (!comment ||
            sscanf(comment, "/* %*s %lf %lf %lf */", &known[0], &known[1], &known[2]) != 3)
            continue;
        row = row_of(csv, HEAP, line);
        cr_assert(row, "no line %d", line);
        for (int i = 0; i < 3; i++)
            cr_expect_eq(number_at(csv, row, columns[i]), known[i], "%s of line %d: %g, not %g",
                         columns[i], line, number_at(csv, row, columns[i]), known[i]);
        count++;
    }
    fclose(file);
    return count;
}

/* Directly, through a callee called from two lines, in libc, inlined, by realloc, in recursion. */
Test(e2e_profile, allocations_are_those_of_each_line, .timeout = 120)
{
    struct csv csv;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    csv = profile_csv("", "heap/lines --time 50ms --format csv");
    cr_expect_eq(expect_heap_lines(&csv), 7);
    cr_expect_eq(sum_of(&csv, "make", "self_allocs_per_op", NULL), 52);
    cr_expect_eq(sum_of(&csv, "make_inlined", "self_alloc_bytes_per_op", NULL), 300);
    csv_free(&csv);
}

/* What the lines of the case say is what the library counted in another run. */
Test(e2e_profile, allocations_add_up, .timeout = 120)
{
    struct tare_run run;
    struct csv csv;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    csv = profile_csv("", "heap/lines --time 50ms --format csv");
    run = tare_run("", "profiled", "--filter heap/lines");
    cr_expect_eq(sum_of(&csv, HEAP, "allocs_per_op", NULL),
                 strtod(tare_run_cell(&run, "heap/lines", "allocs_per_op"), NULL));
    cr_expect_eq(sum_of(&csv, HEAP, "alloc_bytes_per_op", NULL),
                 strtod(tare_run_cell(&run, "heap/lines", "alloc_bytes_per_op"), NULL));
    cr_expect_eq(sum_of(&csv, HEAP, "live_bytes", NULL),
                 strtod(tare_run_cell(&run, "heap/lines", "leaked_bytes"), NULL));
    tare_run_free(&run);
    csv_free(&csv);
}

/* The first line of the fixture with that text. */
static int line_with(const char *part)
{
    FILE *file = fopen("tests/fixtures/profiled.c", "r");
    char text[256];
    int line = 0;
    bool found = false;

    cr_assert_not_null(file);
    while (!found && fgets(text, sizeof text, file)) {
        line++;
        found = strstr(text, part) != NULL;
    }
    fclose(file);
    cr_assert(found, "no '%s'", part);
    return line;
}

static double hits_of(const struct csv *csv, const char *function, const char *part)
{
    size_t row = row_of(csv, function, line_with(part));

    return row ? number_at(csv, row, "hits_per_op") : 0;
}

/* A folder with the fixture built for gcov, beside the sources or not. */
static char *build_for_gcov(const char *flags)
{
    char *folder = run_folder_new();
    struct run built = run_shell(60,
                                 "gcc -std=gnu11 %s -Iinclude -pthread tests/fixtures/profiled.c "
                                 "%s/libtare.a -lm -o %s/covered",
                                 flags, run_build_folder(), folder);

    cr_assert_eq(built.status, 0, "%s", built.err);
    run_free(&built);
    return folder;
}

Test(e2e_profile, hits_are_those_of_the_code, .timeout = 120)
{
    char *folder;
    char arguments[512];
    struct csv csv;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    if (!run_has_command("gcov"))
        cr_skip_test("no gcov");
    folder = build_for_gcov("-O0 -g --coverage");
    snprintf(arguments, sizeof arguments, "heap/lines --time 50ms --format csv --hits %s/covered",
             folder);
    csv = profile_csv("", arguments);
    cr_expect_eq(hits_of(&csv, HEAP, "/* one 1"), 1);
    cr_expect_eq(hits_of(&csv, HEAP, "/* nested 50"), 1);
    cr_expect_eq(hits_of(&csv, HEAP, "/* kept"), 0);
    cr_expect_eq(hits_of(&csv, "make", "/* make */"), 52);
    cr_expect_eq(hits_of(&csv, "make_inlined", "/* make_inlined */"), 1);
    cr_expect_eq(hits_of(&csv, "nest", "/* nested */"), 50);
    cr_expect_eq(hits_of(&csv, "nest", "/* nest */"), 49);
    csv_free(&csv);
    run_folder_remove(folder);
}

/* An executable that counts nothing, or another: the reason, and the table all the same. */
Test(e2e_profile, hits_that_cannot_be_had_are_told, .timeout = 120)
{
    char *folder;
    char arguments[512];
    struct run run;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    folder = build_for_gcov("-O0");
    snprintf(arguments, sizeof arguments, "heap/lines --time 50ms --hits %s/covered", folder);
    run = profile("", arguments);
    expect_in(run.out, "is it built with --coverage");
    expect_in(run.out, "char *kept");
    run_free(&run);
    snprintf(arguments, sizeof arguments, "heap/lines --time 50ms --hits %s/fixtures/sites",
             run_build_folder());
    run = profile("", arguments);
    expect_in(run.out, "no case 'heap/lines' here");
    run_free(&run);
    run_folder_remove(folder);
}

/* What is missing costs its columns, with the reason, and never the table. */
Test(e2e_profile, a_missing_tool_costs_its_columns, .timeout = 60)
{
    char before[512];
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    snprintf(before, sizeof before, "PATH=%s", "/nowhere");
    run = profile(before, "chain/steps/10 --time 100ms --asm");
    expect_in(run.out, "there is no objdump in PATH");
    run_free(&run);
    run = profile(before, "chain/steps/10 --time 100ms");
    cr_expect_eq(run.status, 0, "%s", run.err);
    expect_in(run.out, "there is no valgrind in PATH");
    expect_in(run.out, "burn(x, count)");
    run_free(&run);
}

static json_t *profile_json(const char *arguments)
{
    struct run run = profile("", arguments);
    json_t *found = json_loads(run.out, 0, NULL);

    cr_assert_not_null(found, "%.300s%s", run.out, run.err);
    run_free(&run);
    return found;
}

/* What callgrind counted at each instruction, and at the instructions of a line together. */
Test(e2e_profile, instructions_have_their_counts, .timeout = 120)
{
    json_t *found;
    double steps = 0;
    double all = 0;
    size_t index;
    json_t *code;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind") || !run_has_command("objdump"))
        cr_skip_test("no valgrind or no objdump");
    found = profile_json("chain/steps/20 --asm --time 50ms --format json");
    json_array_foreach(json_object_get(found, "instructions"), index, code)
    {
        double count = json_number_value(
            json_object_get(json_object_get(code, "self"), "instructions_per_op"));

        if (strcmp(json_string_value(json_object_get(code, "function")), "burn") != 0)
            continue;
        all += count;
        if (json_integer_value(json_object_get(code, "line")) == line_with("while (count--)") &&
            count > 1)
            steps = count;
    }
    cr_expect_eq(steps, 20, "the loop's instructions are executed %g times", steps);
    cr_expect_gt(all, 3 * 20);
    json_decref(found);
}

Test(e2e_profile, cases_come_one_after_the_other, .timeout = 60)
{
    struct run run;
    const char *second;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    if (!run_has_command("objdump"))
        cr_skip_test("no objdump");
    run = profile("", "chain/steps/10 chain/steps/20 --asm --time 50ms");
    second = strstr(run.out, "chain/steps/20: ");
    expect_in(run.out, "chain/steps/10: ");
    cr_assert_not_null(second);
    expect_in(run.out, "while (count--)");
    expect_in(second, "while (count--)");
    run_free(&run);
}

/* The value of a key in the list's object that has `name` as its function. */
static double function_value(const json_t *profile, const char *name, const char *part,
                             const char *key)
{
    size_t index;
    json_t *function;

    json_array_foreach(json_object_get(profile, "functions"), index, function)
    {
        if (strcmp(json_string_value(json_object_get(function, "function")), name) == 0)
            return json_number_value(
                json_object_get(part ? json_object_get(function, part) : function, key));
    }
    cr_assert_fail("no function %s", name);
    return NAN;
}

Test(e2e_profile, functions_have_their_calls, .timeout = 120)
{
    json_t *found;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind"))
        cr_skip_test("no valgrind");
    found = profile_json("heap/lines --time 50ms --format json");
    cr_expect_eq(function_value(found, "make", NULL, "calls_per_op"), 52);
    cr_expect_eq(function_value(found, "nest", NULL, "calls_per_op"), 50);
    json_decref(found);
}

/* What functions spent themselves adds up to what the case did. */
Test(e2e_profile, instructions_of_functions_add_up, .timeout = 120)
{
    static const char key[] = "instructions_per_op";
    json_t *found;
    json_t *function;
    size_t index;
    double sum = 0;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind"))
        cr_skip_test("no valgrind");
    found = profile_json("split/three --time 50ms --format json");
    json_array_foreach(json_object_get(found, "functions"), index, function) sum +=
        json_number_value(json_object_get(json_object_get(function, "self"), key));
    cr_expect_eq(function_value(found, SPLIT, "with_callees", key), sum);
    cr_expect_eq(function_value(found, "burn", NULL, "calls_per_op"), 2);
    json_decref(found);
}

Test(e2e_profile, flame_graphs_are_written, .timeout = 60)
{
    char *folder;
    char arguments[512];
    char *text;
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    folder = run_folder_new();
    snprintf(arguments, sizeof arguments, "split/three --time 300ms --flame %s/f.txt", folder);
    run = profile("PATH=/nowhere", arguments);
    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
    snprintf(arguments, sizeof arguments, "%s/f.txt", folder);
    text = run_read_file(arguments, NULL);
    expect_in(text, SPLIT ";burn ");
    free(text);
    snprintf(arguments, sizeof arguments, "split/three --time 50ms --flame %s/none/f.svg", folder);
    run = profile("PATH=/nowhere", arguments);
    cr_expect_eq(run.status, 4);
    expect_in(run.err, "none/f.svg");
    run_free(&run);
    run_folder_remove(folder);
}

/* What the figures leave out is said. */
Test(e2e_profile, limits_are_said, .timeout = 60)
{
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    run = profile("PATH=/nowhere", "limits/fresh/threads:2 --time 200ms");
    expect_in(run.out, "fresh inputs");
    expect_in(run.out, "main thread of 2");
    run_free(&run);
}

Test(e2e_profile, a_crash_is_told, .timeout = 60)
{
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    run = profile("", "split/crashes --time 100ms");
    expect_in(run.out, "SIGABRT");
    run_free(&run);
}

struct refusal {
    const char *arguments;
    const char *says;
};

static const struct refusal refusals[] = {
    {"", "expected tare profile EXE CASE"},
    {"split/none", "has no case 'split/none'"},
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
};

Test(e2e_profile, bad_input_is_named, .timeout = 120)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct run run = profile("", refusals[i].arguments);

        cr_expect_eq(run.status, 2, "'%s' gives %d", refusals[i].arguments, run.status);
        expect_in(run.err, refusals[i].says);
        run_free(&run);
    }
}
