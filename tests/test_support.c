/* SPDX-License-Identifier: MIT */
/* What the other tests lean on can itself fail. */
#include <criterion/criterion.h>

#include "support_csv.h"
#include "support_run.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *text;
    size_t rows;
    const char *problem; /* NULL: well formed */
} csv_texts[] = {
    {"", 0, NULL},
    {"a,b\n1,2\n", 2, NULL},
    {"a,b\r\n1,2\r\n", 2, NULL},
    {"a,b\n\"1,\n\"\"x\"\"\",\n", 2, NULL},
    {"a,b\n1,2", 1, "record 2: a record does not end in a line's end"},
    {"a,b\n1\n", 2, "record 2: not as many fields as the header"},
    {"a,b\n1,2,3\n", 2, "record 2: not as many fields as the header"},
    {"a,b\n1,x\"y\n", 2, "record 2: a quote within a plain field"},
    {"a,b\n1,\"y\n", 1, "record 2: a quoted field does not end"},
    {"a,b\n1,\"y\"z\n", 1, "record 2: a record does not end in a line's end"},
};

Test(support, csv_reader_is_strict)
{
    for (size_t i = 0; i < COUNT(csv_texts); i++) {
        struct csv csv = csv_parse(csv_texts[i].text);

        cr_expect_eq(csv.rows, csv_texts[i].rows, "'%s': %zu rows", csv_texts[i].text, csv.rows);
        if (csv_texts[i].problem == NULL)
            cr_expect_null(csv.problem, "'%s': %s", csv_texts[i].text, csv.problem);
        else
            cr_expect(csv.problem != NULL && strcmp(csv.problem, csv_texts[i].problem) == 0,
                      "'%s': %s", csv_texts[i].text, csv.problem);
        csv_free(&csv);
    }
}

Test(support, csv_cells_are_found_by_id)
{
    struct csv csv = csv_parse("build,group,variant,size,param,threads,status\n"
                               "x,g,v,10,,1,one\n"
                               "x,g,v,10,75,1,two\n"
                               "x,g,v,,,2,three\n"
                               "y,g,v,10,,1,\"fo,\"\"ur\"\n");
    size_t row = csv_row(&csv, "y", "g/v/10");

    cr_expect_str_eq(csv_cell(&csv, "g/v/10", "status"), "one", "the first build");
    cr_expect_str_eq(csv_cell(&csv, "g/v/10/param:75", "status"), "two", "a parameter");
    cr_expect_str_eq(csv_cell(&csv, "g/v/threads:2", "status"), "three", "threads");
    cr_expect_str_eq(csv.cell[row * csv.columns + 6], "fo,\"ur", "the other build");
    cr_expect_null(csv_cell(&csv, "g/v", "status"), "no such case");
    cr_expect_null(csv_cell(&csv, "g/v/10", "colour"), "no such column");
    csv_free(&csv);
}

Test(support, run_tells_how_a_command_ended)
{
    struct run run = run_shell(10, "printf out; printf err >&2; exit 7");

    cr_expect_eq(run.status, 7, "status %d", run.status);
    cr_expect_str_eq(run.out, "out", "stdout '%s'", run.out);
    cr_expect_str_eq(run.err, "err", "stderr '%s'", run.err);
    run_free(&run);
    run = run_shell(10, "kill -SEGV $$");
    cr_expect_eq(run.status, 128 + 11, "status %d", run.status);
    run_free(&run);
    run = run_shell(1, "sleep 30");
    cr_expect_eq(run.status, RUN_TIMED_OUT, "status %d", run.status);
    run_free(&run);
}

Test(support, processes_are_counted_by_their_executable, .timeout = 30)
{
    char *folder = run_folder_new();
    char path[64];
    struct run copied = run_shell(10, "cp /bin/sleep %s/", folder);
    struct run_process process = run_start("exec %s/sleep 30", folder);
    struct run run;

    cr_assert_eq(copied.status, 0, "%s", copied.err);
    snprintf(path, sizeof(path), "%s/sleep", folder);
    while (run_count_processes(path) == 0)
        ;
    cr_expect_eq(run_count_processes(path), 1, "%zu processes", run_count_processes(path));
    run = run_wait(&process, 1);
    cr_expect_eq(run.status, RUN_TIMED_OUT, "status %d", run.status);
    cr_expect_eq(run_wait_until_gone(path, 5), 0, "it is still there");
    run_free(&copied);
    run_free(&run);
    run_folder_remove(folder);
}
