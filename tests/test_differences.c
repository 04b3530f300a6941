/* SPDX-License-Identifier: MIT */
/* Which lines differ between arms that were profiled. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/row_profile.h"
#include "report/differences.h"
#include "support_profile.h"
#include "support_tare.h"

static struct tare_row_line line_of(int line, double time_ns, double error_ns, double instructions)
{
    return (struct tare_row_line){.function = (char *)"f",
                                  .source = (char *)"/x/a.c",
                                  .text = (char *)"  x += 1;",
                                  .line = line,
                                  .time_ns = time_ns,
                                  .time_error_ns = error_ns,
                                  .instructions = instructions,
                                  .allocs = NAN,
                                  .alloc_bytes = NAN};
}

/* Those that differ: by instructions, by time beyond the root of the squared errors, or since one
 * arm alone has them; the greatest difference first. Unknown is not different. */
Test(differences, lines_that_differ_are_told)
{
    struct tare_row_line first[] = {line_of(1, 100, 5, 10), line_of(2, 50, 5, 10),
                                    line_of(3, 10, 9, 10), line_of(4, NAN, NAN, NAN),
                                    line_of(5, 3, 1, 7)};
    struct tare_row_line second[] = {line_of(1, 300, 5, 10), line_of(2, 51, 5, 12),
                                     line_of(3, 20, 9, 10), line_of(4, NAN, NAN, NAN)};
    struct tare_row_profile profile[] = {{5, first, NULL}, {4, second, (char *)"allocs/op: no"}};
    struct tare_row row[3] = {{.variant = (char *)"a", .profile = &profile[0]},
                              {.variant = (char *)"b", .profile = &profile[1]},
                              {.variant = (char *)"c"}};
    struct tare_block block = {.row = row, .row_count = 3};
    struct tare_sheet sheet;

    tare_differences_sheet(&sheet, &block);
    cr_assert_eq(sheet.row_count, 4);
    cr_expect_str_eq(sheet.rows[0][1], "a");
    cr_expect_str_eq(sheet.rows[0][2], "b");
    cr_expect_str_eq(sheet.rows[1][0], "a.c:1  x += 1;");
    cr_expect_str_eq(sheet.rows[1][2], "300 ns, 10.0 instr");
    cr_expect_str_eq(sheet.rows[2][0], "a.c:5  x += 1;");
    cr_expect_str_eq(sheet.rows[2][2], "");
    cr_expect_str_eq(sheet.rows[3][0], "a.c:2  x += 1;");
    cr_expect_str_eq(tare_differences_missing(&block), "allocs/op: no");
    tare_sheet_free(&sheet);
    block.row_count = 1; /* nothing to hold it against */
    tare_differences_sheet(&sheet, &block);
    cr_expect_eq(sheet.row_count, 1);
    cr_expect_null(tare_differences_missing(&block));
    tare_sheet_free(&sheet);
}

/* 12 is more than the root of 8 * 8 + 8 * 8, 11.3, and less than the sum of the errors. */
Test(differences, errors_add_as_those_of_a_difference)
{
    struct tare_row_line first[] = {line_of(1, 100, 8, 1), line_of(2, 100, 8, 1)};
    struct tare_row_line second[] = {line_of(1, 112, 8, 1), line_of(2, 111, 8, 1)};
    struct tare_row_profile profile[] = {{2, first, NULL}, {2, second, NULL}};
    struct tare_row row[2] = {{.variant = (char *)"a", .profile = &profile[0]},
                              {.variant = (char *)"b", .profile = &profile[1]}};
    struct tare_block block = {.row = row, .row_count = 2};
    struct tare_sheet sheet;

    tare_differences_sheet(&sheet, &block);
    cr_assert_eq(sheet.row_count, 2);
    cr_expect_str_eq(sheet.rows[1][0], "a.c:1  x += 1;");
    tare_sheet_free(&sheet);
}

/* Where an arm kept no more lines, what is not among them spent as much as the last, or less. */
Test(differences, a_line_that_was_cut_is_not_zero)
{
    struct tare_row_line first[TARE_ROW_LINES_MAX];
    struct tare_row_line second[] = {line_of(90, 900, 1, 5), line_of(91, 4, 1, 5),
                                     line_of(92, 0, 0, 50)};
    struct tare_row_profile profile[] = {{TARE_ROW_LINES_MAX, first, NULL}, {3, second, NULL}};
    struct tare_row row[2] = {{.variant = (char *)"a", .profile = &profile[0]},
                              {.variant = (char *)"b", .profile = &profile[1]}};
    struct tare_block block = {.row = row, .row_count = 2};
    struct tare_sheet sheet;

    for (int i = 0; i < TARE_ROW_LINES_MAX; i++)
        first[i] = line_of(i + 1, 1000 - i, 1, 5); /* the last: 961 ns */
    first[TARE_ROW_LINES_MAX - 1].time_ns = 12;
    tare_differences_sheet(&sheet, &block);
    /* all of the first, which the second does not have at all, and of the second that above 12 ns
     */
    cr_assert_eq(sheet.row_count, TARE_ROW_LINES_MAX + 2);
    for (size_t i = 1; i < sheet.row_count; i++)
        if (strncmp(sheet.rows[i][0], "a.c:90 ", 7) == 0) {
            cr_expect_str_eq(sheet.rows[i][1], "<= 12.0 ns");
            cr_expect_str_eq(sheet.rows[i][2], "900 ns, 5.00 instr");
        } else {
            cr_expect_str_eq(sheet.rows[i][2], "", "%s", sheet.rows[i][0]);
        }
    tare_sheet_free(&sheet);
}

/* Sorted by time and nothing else known, the last kept having none: no limit is told. */
Test(differences, what_nothing_is_known_of_is_not_zero)
{
    struct tare_row_line first[TARE_ROW_LINES_MAX];
    struct tare_row_line second[] = {line_of(90, 900, 1, NAN)};
    struct tare_row_profile profile[] = {{TARE_ROW_LINES_MAX, first, NULL}, {1, second, NULL}};
    struct tare_row row[2] = {{.variant = (char *)"a", .profile = &profile[0]},
                              {.variant = (char *)"b", .profile = &profile[1]}};
    struct tare_block block = {.row = row, .row_count = 2};
    struct tare_sheet sheet;

    for (int i = 0; i < TARE_ROW_LINES_MAX; i++)
        first[i] = line_of(i + 1, NAN, NAN, NAN);
    second[0].allocs = 3;
    for (int i = 0; i < TARE_ROW_LINES_MAX; i++)
        first[i].allocs = 40 - i;
    tare_differences_sheet(&sheet, &block);
    for (size_t i = 1; i < sheet.row_count; i++)
        cr_expect_null(strstr(sheet.rows[i][1], "nan"), "%s", sheet.rows[i][1]);
    cr_expect_eq(sheet.row_count, TARE_ROW_LINES_MAX + 1, "%zu", sheet.row_count);
    tare_sheet_free(&sheet);
}

/* Kept with the result: the table and the page say it, and tare report says it again. */
Test(differences, a_run_keeps_its_profiles, .timeout = 180)
{
    struct tare_run run;
    char *path, *page;
    struct run again;

    tare_run_skip_if_sanitized("the sampler is not built with sanitizers");
    run = tare_run("", "profiled", "--filter '^differ/' --profile");
    cr_assert_eq(run.run.status, 0, "%s%s", run.run.out, run.run.err);
    support_profile_expect_in(run.run.out, "lines that differ");
    support_profile_expect_in(run.run.out, "profiled.c:");
    path = tare_run_path(run.folder, "report.html");
    page = run_read_file(path, NULL);
    cr_assert_not_null(page);
    support_profile_expect_in(page, "Which lines differ");
    again = run_shell(60, "%s/tare report --no-plots %s/latest", run_build_folder(), run.folder);
    cr_expect_eq(again.status, 0, "%s", again.err);
    support_profile_expect_in(again.out, "lines that differ");
    run_free(&again);
    free(page);
    free(path);
    tare_run_free(&run);
}
