/* SPDX-License-Identifier: MIT */
/* tare profile: allocations by line, and how often lines are executed. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_profile.h"
#include "support_tare.h"

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
        row = support_profile_row(csv, HEAP, line);
        cr_assert(row, "no line %d", line);
        for (int i = 0; i < 3; i++)
            cr_expect_eq(support_profile_number(csv, row, columns[i]), known[i],
                         "%s of line %d: %g, not %g", columns[i], line,
                         support_profile_number(csv, row, columns[i]), known[i]);
        count++;
    }
    fclose(file);
    return count;
}

/* Directly, through a callee called from two lines, in libc, inlined, by realloc, in recursion. */
Test(e2e_profile_memory, allocations_are_those_of_each_line, .timeout = 120)
{
    struct csv csv;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    csv = support_profile_csv("", "heap/lines --time 50ms --format csv");
    cr_expect_eq(expect_heap_lines(&csv), 7);
    cr_expect_eq(support_profile_sum(&csv, "make", "self_allocs_per_op", NULL), 52);
    cr_expect_eq(support_profile_sum(&csv, "make_inlined", "self_alloc_bytes_per_op", NULL), 300);
    csv_free(&csv);
}

/* What the lines of the case say is what the library counted in another run. */
Test(e2e_profile_memory, allocations_add_up, .timeout = 120)
{
    struct tare_run run;
    struct csv csv;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    csv = support_profile_csv("", "heap/lines --time 50ms --format csv");
    run = tare_run("", "profiled", "--filter heap/lines");
    cr_expect_eq(support_profile_sum(&csv, HEAP, "allocs_per_op", NULL),
                 strtod(tare_run_cell(&run, "heap/lines", "allocs_per_op"), NULL));
    cr_expect_eq(support_profile_sum(&csv, HEAP, "alloc_bytes_per_op", NULL),
                 strtod(tare_run_cell(&run, "heap/lines", "alloc_bytes_per_op"), NULL));
    cr_expect_eq(support_profile_sum(&csv, HEAP, "live_bytes", NULL),
                 strtod(tare_run_cell(&run, "heap/lines", "leaked_bytes"), NULL));
    tare_run_free(&run);
    csv_free(&csv);
}

static double hits_of(const struct csv *csv, const char *function, const char *part)
{
    size_t row = support_profile_row(csv, function, support_profile_line(part));

    return row ? support_profile_number(csv, row, "hits_per_op") : 0;
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

Test(e2e_profile_memory, hits_are_those_of_the_code, .timeout = 120)
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
    csv = support_profile_csv("", arguments);
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
Test(e2e_profile_memory, hits_that_cannot_be_had_are_told, .timeout = 120)
{
    char *folder;
    char arguments[512];
    struct run run;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    folder = build_for_gcov("-O0");
    snprintf(arguments, sizeof arguments, "heap/lines --time 50ms --hits %s/covered", folder);
    run = support_profile("", arguments);
    support_profile_expect_in(run.out, "is it built with --coverage");
    support_profile_expect_in(run.out, "char *kept");
    run_free(&run);
    snprintf(arguments, sizeof arguments, "heap/lines --time 50ms --hits %s/fixtures/sites",
             run_build_folder());
    run = support_profile("", arguments);
    support_profile_expect_in(run.out, "no case 'heap/lines' here");
    run_free(&run);
    run_folder_remove(folder);
}

/* Run once: what each line added and gave back, in the order of execution. */
Test(e2e_profile_memory, lines_change_the_live_heap_in_order, .timeout = 60)
{
    static const struct {
        const char *part;
        double live, increment, occurrences;
    } known[] = {
        {"/* kept", 4000, 4000, 1},     {"/* one", 4100, 100, 1},       {"/* two", 4128, 28, 1},
        {"/* copy", 4135, 7, 1},        {"/* three", 4435, 300, 1},     {"/* grown", 4535, 100, 1},
        {"/* nested 50", 4535, 0, 100}, {"free(one)", 4335, -200, 1},   {"free(two)", 4307, -28, 1},
        {"free(copy)", 4300, -7, 1},    {"free(three)", 4000, -300, 1},
    };
    size_t next = 0;
    struct csv csv;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    csv = support_profile_csv("", "heap/lines --memory --format csv");
    for (size_t row = 1; row < csv.rows; row++) {
        if (strcmp(csv.cell[row * csv.columns], HEAP) != 0)
            continue;
        cr_assert_lt(next, sizeof known / sizeof *known);
        cr_expect_eq(atoi(csv.cell[row * csv.columns + 2]), support_profile_line(known[next].part),
                     "%s", known[next].part);
        cr_expect_eq(support_profile_number(&csv, row, "live_bytes"), known[next].live, "%s",
                     known[next].part);
        cr_expect_eq(support_profile_number(&csv, row, "increment_bytes"), known[next].increment,
                     "%s", known[next].part);
        cr_expect_eq(support_profile_number(&csv, row, "occurrences"), known[next].occurrences,
                     "%s", known[next].part);
        next++;
    }
    cr_expect_eq(next, sizeof known / sizeof *known);
    csv_free(&csv);
}

Test(e2e_profile_memory, the_live_heap_is_drawn_with_its_lines, .timeout = 60)
{
    struct run run;
    char mark[32];

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    run = support_profile("", "heap/lines --memory");
    cr_assert_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.out, "live heap over 111 changes");
    snprintf(mark, sizeof mark, "^%d", support_profile_line("free(one)"));
    support_profile_expect_in(run.out, mark);
    cr_expect_null(strstr(run.out, "not known"), "%s", run.out);
    run_free(&run);
    run = support_profile("", "split/crashes --memory");
    support_profile_expect_in(run.out, "crashed: SIGABRT");
    run_free(&run);
    run = support_profile("", "heap/lines --memory --flame x");
    cr_expect_eq(run.status, 2);
    run_free(&run);
}

/* As SVG and PNG by a script that stays without gnuplot; FILE may have any of their suffixes. */
Test(e2e_profile_memory, the_live_heap_is_drawn, .timeout = 60)
{
    char *folder;
    char arguments[512];
    char *script;
    struct run run;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    folder = run_folder_new();
    snprintf(arguments, sizeof arguments, "heap/lines --memory --plot %s/h.svg", folder);
    run = support_profile("PATH=/nowhere", arguments);
    cr_expect_eq(run.status, 0, "%s", run.err);
    support_profile_expect_in(run.err, "no plot: gnuplot is not installed");
    run_free(&run);
    snprintf(arguments, sizeof arguments, "%s/h.gp", folder);
    script = run_read_file(arguments, NULL);
    cr_assert_not_null(script, "no %s", arguments);
    support_profile_expect_in(script, "$memory1 << EOD\n0 0\n1 4000\n2 4100\n");
    support_profile_expect_in(script, "$lines1 << EOD\n0.5 4000\n1.5 4100\n");
    support_profile_expect_in(script, "'char *kept = make(4000); /* k");
    support_profile_expect_in(script, "'free(three);'");
    free(script);
    snprintf(arguments, sizeof arguments, "heap/lines --memory --plot %s/none/h", folder);
    run = support_profile("", arguments);
    cr_expect_eq(run.status, 4, "%s", run.err);
    support_profile_expect_in(run.err, "none/h.gp");
    run_free(&run);
    if (run_has_command("gnuplot")) {
        snprintf(arguments, sizeof arguments, "heap/lines --memory --plot %s/p.png", folder);
        run = support_profile("", arguments);
        run_free(&run);
        run =
            run_shell(10, "grep -c fsteps %s/p.gp && head -c 4 %s/p.png && grep -o '<svg' %s/p.svg",
                      folder, folder, folder);
        cr_expect_eq(run.status, 0, "%s", run.err);
        support_profile_expect_in(run.out, "PNG");
        run_free(&run);
    }
    run_folder_remove(folder);
}

/* Of the data of set 1, as what the run weighs. */
Test(e2e_profile_memory, a_seed_draws_the_data_of_the_run, .timeout = 120)
{
    struct tare_run run;
    char kept[64];
    double bytes;
    char *path, *text;
    struct csv csv;

    tare_run_skip_if_sanitized("a sanitizer's malloc is not weighed");
    run = tare_run("PATH=/nowhere", "profiled", "--filter drawn --seed 7 --profile --no-plots");
    bytes = strtod(tare_run_cell(&run, "drawn/bytes", "alloc_bytes_per_op"), NULL);
    cr_assert_gt(bytes, 0);
    path = tare_run_path(run.folder, "result.json");
    text = run_read_file(path, NULL);
    text = text ? text : strdup("");
    /* once of the row, once of the line that allocates */
    snprintf(kept, sizeof kept, "\"alloc_bytes_per_op\": %.0f", bytes);
    cr_assert_not_null(strstr(text, kept), "no %s", kept);
    support_profile_expect_in(strstr(text, kept) + 1, kept);
    csv = support_profile_csv("PATH=/nowhere", "drawn/bytes --seed 7 --time 50ms --format csv");
    cr_expect_eq(support_profile_sum(&csv, "tare_run_drawn_of_bytes", "alloc_bytes_per_op", NULL),
                 bytes);
    csv_free(&csv);
    free(text);
    free(path);
    tare_run_free(&run);
}
