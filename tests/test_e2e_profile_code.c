/* SPDX-License-Identifier: MIT */
/* tare profile: functions, instructions and stacks. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_profile.h"
#include "support_tare.h"

/* What callgrind counted at each instruction, and at the instructions of a line together. */
Test(e2e_profile_code, instructions_have_their_counts, .timeout = 120)
{
    json_t *found;
    double steps = 0;
    double all = 0;
    size_t index;
    json_t *code;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind") || !run_has_command("objdump"))
        cr_skip_test("no valgrind or no objdump");
    found = support_profile_json("chain/steps/20 --asm --time 50ms --format json");
    json_array_foreach(json_object_get(found, "instructions"), index, code)
    {
        double count = json_number_value(
            json_object_get(json_object_get(code, "self"), "instructions_per_op"));

        if (strcmp(json_string_value(json_object_get(code, "function")), "burn") != 0)
            continue;
        all += count;
        if (json_integer_value(json_object_get(code, "line")) ==
                support_profile_line("while (count--)") &&
            count > 1)
            steps = count;
    }
    cr_expect_eq(steps, 20, "the loop's instructions are executed %g times", steps);
    cr_expect_gt(all, 3 * 20);
    json_decref(found);
}

/* Two stand beside each other; a line names the right file, also of a header. */
Test(e2e_profile_code, two_cases_stand_side_by_side, .timeout = 60)
{
    struct run run;
    const char *line;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    if (!run_has_command("objdump"))
        cr_skip_test("no objdump");
    run = support_profile("", "chain/steps/10 chain/steps/20 --asm --time 50ms");
    cr_assert_eq(run.status, 0, "%s", run.err);
    line = strstr(run.out, "\nchain/steps/10  ");
    cr_assert_not_null(line, "%s", run.out);
    support_profile_expect_in(line, "│chain/steps/20\n");
    line = strstr(line, "│burn\n");
    cr_assert_not_null(line, "%s", run.out);
    support_profile_expect_in(line, "while (count--)");
    support_profile_expect_in(line, "profiled.c:15 ");
    run_free(&run);
}

Test(e2e_profile_code, places_are_those_of_the_table_of_lines, .timeout = 120)
{
    json_t *found, *code;
    size_t index, seen = 0;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    if (!run_has_command("objdump"))
        cr_skip_test("no objdump");
    found = support_profile_json("split/three --asm --time 50ms --format json");
    json_array_foreach(json_object_get(found, "instructions"), index, code)
    {
        const char *source = json_string_value(json_object_get(code, "source"));
        long long line = json_integer_value(json_object_get(code, "line"));

        if (strcmp(json_string_value(json_object_get(code, "function")), "burn") != 0)
            continue;
        seen++;
        cr_expect(strstr(source, "profiled.c") &&
                      line >= support_profile_line("static uint64_t burn(") - 2 &&
                      line <= support_profile_line("/* Inlined: what"),
                  "%s:%lld", source, line);
    }
    cr_expect_gt(seen, 0);
    json_decref(found);
}

Test(e2e_profile_code, cases_come_one_after_the_other, .timeout = 60)
{
    struct run run;
    const char *second;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    if (!run_has_command("objdump"))
        cr_skip_test("no objdump");
    run = support_profile("", "chain/steps/10 chain/steps/20 --time 50ms");
    second = strstr(run.out, "chain/steps/20: ");
    support_profile_expect_in(run.out, "chain/steps/10: ");
    cr_assert_not_null(second);
    support_profile_expect_in(run.out, "while (count--)");
    support_profile_expect_in(second, "while (count--)");
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

Test(e2e_profile_code, functions_have_their_calls, .timeout = 120)
{
    json_t *found;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind"))
        cr_skip_test("no valgrind");
    found = support_profile_json("heap/lines --time 50ms --format json");
    cr_expect_eq(function_value(found, "make", NULL, "calls_per_op"), 52);
    cr_expect_eq(function_value(found, "nest", NULL, "calls_per_op"), 50);
    json_decref(found);
}

/* What functions spent themselves adds up to what the case did. */
Test(e2e_profile_code, instructions_of_functions_add_up, .timeout = 120)
{
    static const char key[] = "instructions_per_op";
    json_t *found;
    json_t *function;
    size_t index;
    double sum = 0;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind"))
        cr_skip_test("no valgrind");
    found = support_profile_json("split/three --time 50ms --format json");
    json_array_foreach(json_object_get(found, "functions"), index, function) sum +=
        json_number_value(json_object_get(json_object_get(function, "self"), key));
    cr_expect_eq(function_value(found, SPLIT, "with_callees", key), sum);
    cr_expect_eq(function_value(found, "burn", NULL, "calls_per_op"), 2);
    json_decref(found);
}

/* Each view has rows of its own; a line stands for its function. */
Test(e2e_profile_code, views_have_files_of_their_own, .timeout = 120)
{
    struct csv csv;
    struct run run;
    char arguments[128];

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind") || !run_has_command("objdump"))
        cr_skip_test("no valgrind or no objdump");
    csv = support_profile_csv("", "split/three --functions --time 50ms --format csv");
    for (size_t row = 1; row < csv.rows; row++)
        if (strcmp(csv.cell[row * csv.columns], "burn") == 0)
            cr_expect_eq(support_profile_number(&csv, row, "calls_per_op"), 2);
        else
            cr_expect_str_eq(csv.cell[row * csv.columns + 3], "", "%s is called",
                             csv.cell[row * csv.columns]);
    csv_free(&csv);
    csv = support_profile_csv("", "split/three --asm --time 50ms --format csv");
    cr_expect_lt(csv_column(&csv, "instruction"), csv.columns);
    cr_expect_gt(csv.rows, 5);
    csv_free(&csv);
    snprintf(arguments, sizeof arguments, "split/three --time 50ms --function profiled.c:%d",
             support_profile_line("while (count--)"));
    run = support_profile("", arguments);
    cr_assert_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "\nburn  profiled.c");
    cr_expect_null(strstr(run.out, "tare_run_split_of_three  profiled.c"), "%s", run.out);
    run_free(&run);
}

/* A tree that was moved as a whole still has its text; relative paths are the compiler's. */
Test(e2e_profile_code, moved_sources_are_found, .timeout = 120)
{
    char *folder;
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    folder = run_folder_new();
    run = run_shell(60, "cd / && %s/tare profile %s/fixtures/profiled split/three --time 50ms",
                    run_build_folder(), run_build_folder());
    support_profile_expect_in(run.out, "x = burn(x, 7000);");
    run_free(&run);
    run =
        run_shell(60,
                  "mkdir -p %s/old/src && printf '#include <tare.h>\n\nTARE_CASE(moved, case)\n{\n"
                  "    unsigned x = 1;\n\n    tare_loop(t)\n        tare_keep(x *= 3);\n}\n' "
                  ">%s/old/src/m.c && cc -O1 -g -Iinclude %s/old/src/m.c %s/libtare.a -pthread "
                  "-o %s/old/exe && mv %s/old %s/new && %s/tare profile %s/new/exe moved/case "
                  "--time 50ms",
                  folder, folder, folder, run_build_folder(), folder, folder, folder,
                  run_build_folder(), folder);
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "tare_keep(x *= 3);");
    support_profile_expect_in(run.out, "new/src/m.c'");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_profile_code, flame_graphs_are_written, .timeout = 60)
{
    char *folder;
    char arguments[512];
    char *text;
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    folder = run_folder_new();
    snprintf(arguments, sizeof arguments, "split/three --time 300ms --flame %s/f", folder);
    run = support_profile("PATH=/nowhere", arguments);
    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
    snprintf(arguments, sizeof arguments, "%s/f.folded", folder);
    text = run_read_file(arguments, NULL);
    support_profile_expect_in(text, SPLIT ";burn ");
    free(text);
    snprintf(arguments, sizeof arguments, "%s/f.svg", folder);
    text = run_read_file(arguments, NULL);
    support_profile_expect_in(text, "<title>burn (");
    free(text);
    snprintf(arguments, sizeof arguments, "split/three --time 50ms --flame %s/none/f.svg", folder);
    run = support_profile("PATH=/nowhere", arguments);
    cr_expect_eq(run.status, 4);
    support_profile_expect_in(run.err, "none/f.svg");
    run_free(&run);
    run_folder_remove(folder);
}

/* The same in two builds of one executable; a limit below that of a longer chain stops it. */
Test(e2e_profile_code, a_run_counts_instructions, .timeout = 180)
{
    struct tare_run run;
    char *path;
    char *text;

    tare_run_skip_if_sanitized("valgrind runs no program with AddressSanitizer");
    if (!run_has_command("valgrind"))
        cr_skip_test("no valgrind");
    run = tare_run("", "profiled",
                   "--instructions --no-weigh --filter chain --env twice:A=1 "
                   "--fail-above instructions=0%");
    cr_expect_eq(run.run.status, 0, "%s%s", run.run.out, run.run.err);
    path = tare_run_path(run.folder, "counters.csv");
    text = run_read_file(path, NULL);
    {
        struct csv csv = csv_parse(text);
        double counts[3] = {0};

        cr_assert_null(csv.problem, "%s", csv.problem);
        cr_assert_eq(csv.rows, 7);
        for (size_t i = 0; i < 6; i++) {
            double count = support_profile_number(&csv, i + 1, "value");

            if (counts[i / 2] > 0)
                cr_expect_eq(count, counts[i / 2], "%g and %g", count, counts[i / 2]);
            counts[i / 2] = count;
        }
        cr_expect_eq(counts[2] - counts[1], counts[1] - counts[0]);
        cr_expect_eq(fmod(counts[1] - counts[0], 10), 0);
        cr_expect_gt(counts[0], 20);
        csv_free(&csv);
    }
    free(text);
    free(path);
    tare_run_free(&run);
}

/* A function without code is not one that is misspelt. */
Test(e2e_profile_code, functions_without_code_are_told, .timeout = 120)
{
    static const struct {
        const char *function;
        const char *says;
    } known[] = {{"folded", "inlined it or optimized it away"},
                 {"elsewhere", "it has code, but is not called in the loop"},
                 {"nosuch", "is it called in the loop"}};
    char *folder;
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    folder = run_folder_new();
    run = run_shell(60,
                    "gcc -std=gnu11 -O2 -g -Iinclude -pthread -o %s/dissolved "
                    "tests/fixtures/profiled/dissolved.c %s/libtare.a -lm",
                    folder, run_build_folder());
    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        run = run_shell(TARE_RUN_LIMIT_S,
                        "PATH=/nowhere %s/tare profile %s/dissolved code/gone --time 50ms "
                        "--function %s",
                        run_build_folder(), folder, known[i].function);
        cr_expect_eq(run.status, 2, "%s: %d", known[i].function, run.status);
        support_profile_expect_in(run.err, known[i].says);
        run_free(&run);
    }
    run = run_shell(TARE_RUN_LIMIT_S,
                    "PATH=/nowhere %s/tare profile %s/dissolved code/gone --time 50ms --function "
                    "inlined",
                    run_build_folder(), folder);
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "\ninlined  dissolved.c");
    run_free(&run);
    run_folder_remove(folder);
}

/* Text that is not what was compiled is not shown, and that is said. */
Test(e2e_profile_code, changed_sources_are_told, .timeout = 120)
{
    char *folder;
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    folder = run_folder_new();
    run = run_shell(60,
                    "cp tests/fixtures/profiled/dissolved.c %s/d.c && gcc -std=gnu11 -O2 -g "
                    "-Iinclude -pthread -o %s/d %s/d.c %s/libtare.a -lm && touch -d tomorrow "
                    "%s/d.c && PATH=/nowhere %s/tare profile %s/d code/gone --time 50ms",
                    folder, folder, folder, run_build_folder(), folder, run_build_folder(), folder);
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "d.c' changed since the executable was built");
    cr_expect_null(strstr(run.out, "x *= 3;"), "%s", run.out);
    run_free(&run);
    run_folder_remove(folder);
}

/* The unit of the code is then not that of the functions inlined into it. */
Test(e2e_profile_code, lines_are_known_after_link_time_optimization, .timeout = 120)
{
    char *folder;
    struct run run;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    folder = run_folder_new();
    run = run_shell(60,
                    "gcc -std=gnu11 -O2 -g -flto -Iinclude -pthread -o %s/whole "
                    "tests/fixtures/profiled/dissolved.c %s/libtare.a -lm",
                    folder, run_build_folder());
    if (run.status != 0)
        cr_skip_test("no -flto");
    run_free(&run);
    run =
        run_shell(TARE_RUN_LIMIT_S, "PATH=/nowhere %s/tare profile %s/whole code/gone --time 100ms",
                  run_build_folder(), folder);
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "\ninlined  dissolved.c");
    support_profile_expect_in(run.out, "x = inlined(x);");
    run_free(&run);
    run_folder_remove(folder);
}
