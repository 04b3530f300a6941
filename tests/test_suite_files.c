/* SPDX-License-Identifier: MIT */
/* Adding a family of cases is one file, and nothing else is to be edited. */
#define _GNU_SOURCE
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

static const char family[] =
    "#include \"case.h\"\n"
    "TARE_GROUP(dropped, .title = \"Count to n\", .sizes = TARE_SIZES(7))\n"
    "TARE_CASE(dropped, up)\n"
    "{\n"
    "    char *bytes = must_alloc(tare_size(t), 1);\n"
    "    tare_weigh(t, bytes);\n"
    "    tare_check(t, tare_size(t));\n"
    "    tare_loop(t)\n"
    "        for (size_t i = 0; i < tare_size(t); i++)\n"
    "            tare_keep(i);\n"
    "    free(bytes);\n"
    "}\n";

/*
 * A copy of the sources and of what is built, where only the file itself is left to compile. The
 * variables that were given to make come with MAKEFLAGS, so that they are those of the copy, too.
 */
static char *tree_new(void)
{
    char *folder = run_folder_new();
    struct run run =
        run_shell(60,
                  "cp -a Makefile bench harness include .ci %s && mkdir -p %s/build && "
                  "cp -a %s/obj %s/libtare.a %s/build",
                  folder, folder, run_build_folder(), run_build_folder(), folder);

    cr_assert_eq(run.status, 0, "not copied: %s", run.err);
    run_free(&run);
    return folder;
}

static void build(const char *folder)
{
    struct run run = run_shell(300, "make -C %s BUILD=build build/bench 2>&1", folder);

    cr_assert_eq(run.status, 0, "not built: %s", run.out);
    run_free(&run);
}

static void write_family(const char *folder)
{
    char *path = NULL;
    FILE *file;

    cr_assert_geq(asprintf(&path, "%s/bench/dropped.c", folder), 0, "out of memory");
    file = fopen(path, "w");
    cr_assert_not_null(file, "cannot write '%s'", path);
    cr_assert_geq(fputs(family, file), 0, "cannot write '%s'", path);
    cr_assert_eq(fclose(file), 0, "cannot write '%s'", path);
    free(path);
}

/* Is the case in the list, among those that were there before? */
static bool is_listed(const char *folder)
{
    struct run run = run_shell(30, "%s/tare run %s/build/bench --list", run_build_folder(), folder);
    bool listed = strstr(run.out, "dropped/up/7\n") != NULL;

    cr_assert_eq(run.status, 0, "status %d: %s", run.status, run.err);
    cr_expect(strstr(run.out, "sum_x/aos/") != NULL, "the suite is gone: %s", run.out);
    run_free(&run);
    return listed;
}

Test(suite_files, one_file_is_built_listed_and_run, .timeout = 600)
{
    char *folder, *arguments = NULL;
    struct tare_run run;

    tare_run_skip_if_sanitized("it is about the Makefile");
    folder = tree_new();
    write_family(folder);
    build(folder);
    cr_expect(is_listed(folder), "the case is not listed");
    cr_assert_geq(asprintf(&arguments, "%s/build/bench --filter ^dropped/", folder), 0,
                  "out of memory");
    run = tare_run_in(run_folder_new(), "", arguments);
    tare_run_expect_measured(&run, "dropped/up/7");
    tare_run_expect(&run, "dropped/up/7", "check", "7");
    tare_run_expect(&run, "dropped/up/7", "deep_bytes", "7");
    tare_run_free(&run);
    free(arguments);
    run_folder_remove(folder);
}

Test(suite_files, a_deleted_file_takes_its_cases_away, .timeout = 600)
{
    char *folder;
    struct run removed;

    tare_run_skip_if_sanitized("it is about the Makefile");
    folder = tree_new();
    write_family(folder);
    build(folder);
    removed = run_shell(10, "rm %s/bench/dropped.c", folder);
    cr_assert_eq(removed.status, 0, "%s", removed.err);
    build(folder);
    cr_expect(!is_listed(folder), "the case is still listed");
    run_free(&removed);
    run_folder_remove(folder);
}
