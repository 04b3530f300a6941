/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "support_tare.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORT "--sets 3 --min-time 10ms --no-plots --color never"

char *tare_run_path(const char *folder, const char *file)
{
    char *path = NULL;

    cr_assert_geq(asprintf(&path, "%s/latest/%s", folder, file), 0, "out of memory");
    return path;
}

struct tare_run tare_run_in(char *folder, const char *before, const char *arguments)
{
    struct tare_run result = {.folder = folder};
    char *path = tare_run_path(folder, "summary.csv");

    result.run = run_shell(TARE_RUN_LIMIT_S, "%s %s/tare run " SHORT " --out '%s' %s", before,
                           run_build_folder(), folder, arguments);
    cr_assert_neq(result.run.status, RUN_TIMED_OUT, "tare run %s: not done after %d s: %s",
                  arguments, TARE_RUN_LIMIT_S, result.run.err);
    cr_assert_neq(result.run.status, 127, "no tare: %s", result.run.err);
    result.summary = csv_read(path);
    free(path);
    return result;
}

struct tare_run tare_run(const char *before, const char *fixture, const char *arguments)
{
    struct tare_run result;
    char *all = NULL;

    cr_assert_geq(asprintf(&all, "%s/fixtures/%s %s", run_build_folder(), fixture, arguments), 0,
                  "out of memory");
    result = tare_run_in(run_folder_new(), before, all);
    free(all);
    return result;
}

void tare_run_free(struct tare_run *run)
{
    run_free(&run->run);
    csv_free(&run->summary);
    run_folder_remove(run->folder);
    run->folder = NULL;
}

const char *tare_run_cell(const struct tare_run *run, const char *id, const char *column)
{
    const char *cell = csv_cell(&run->summary, id, column);

    cr_assert_not_null(cell, "no %s of %s (%s); status %d, stderr: %s", column, id,
                       run->summary.problem != NULL ? run->summary.problem : "no such cell",
                       run->run.status, run->run.err);
    return cell;
}

void tare_run_expect(const struct tare_run *run, const char *id, const char *column,
                     const char *expected)
{
    const char *cell = tare_run_cell(run, id, column);

    cr_expect_str_eq(cell, expected, "%s of %s is '%s', not '%s' (reason: '%s')", column, id, cell,
                     expected, tare_run_cell(run, id, "reason"));
}

void tare_run_expect_measured(const struct tare_run *run, const char *id)
{
    const char *status = tare_run_cell(run, id, "status");

    cr_expect(strcmp(status, "ok") == 0 || strcmp(status, "unsteady") == 0 ||
                  strcmp(status, "empty") == 0,
              "%s is %s: %s", id, status, tare_run_cell(run, id, "reason"));
    cr_expect_str_not_empty(tare_run_cell(run, id, "time_ns"), "%s has no time", id);
    cr_expect_str_eq(tare_run_cell(run, id, "processes"), "3", "%s has %s sets, not 3", id,
                     tare_run_cell(run, id, "processes"));
}

void tare_run_skip_if_sanitized(const char *why)
{
    if (getenv("TARE_TEST_SAN") != NULL)
        cr_skip_test("sanitized: %s", why);
}
