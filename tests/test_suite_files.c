/* SPDX-License-Identifier: MIT */
/*
 * Adding a family of cases is one file, and nothing else is to be edited; and the suite is built
 * where the libraries of some of its variants are not.
 */
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

static void build_with(const char *folder, const char *variables)
{
    struct run run =
        run_shell(500, "make -C %s BUILD=build %s build/bench 2>&1", folder, variables);

    cr_assert_eq(run.status, 0, "not built: %s", run.out);
    run_free(&run);
}

static void build(const char *folder)
{
    build_with(folder, "");
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char *path = NULL;
    FILE *file;

    cr_assert_geq(asprintf(&path, "%s/%s", folder, name), 0, "out of memory");
    file = fopen(path, "w");
    cr_assert_not_null(file, "cannot write '%s'", path);
    cr_assert_geq(fputs(text, file), 0, "cannot write '%s'", path);
    cr_assert_eq(fclose(file), 0, "cannot write '%s'", path);
    free(path);
}

static void write_family(const char *folder)
{
    write_file(folder, "bench/dropped.c", family);
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

/* Knows all packages but those that only some variants of the suite use. */
static const char few_packages[] =
    "#!/bin/sh\n"
    "case \" $* \" in *' glib-2.0 '* | *' gmp '* | *' libcbor '*) exit 1 ;; esac\n"
    "exec pkg-config \"$@\"\n";

static void expect_skipped(const struct tare_run *run, const char *id, const char *packages)
{
    char *reason = NULL;

    tare_run_expect(run, id, "status", "skipped");
    cr_assert_geq(asprintf(&reason, "built without %s: `make deps` installs it", packages), 0,
                  "out of memory");
    tare_run_expect(run, id, "reason", reason);
    free(reason);
}

Test(suite_files, cases_without_their_library_are_skipped, .timeout = 600)
{
    char *folder, *arguments = NULL;
    struct tare_run run;

    tare_run_skip_if_sanitized("it is about the Makefile");
    folder = tree_new();
    write_file(folder, "few-packages", few_packages);
    build_with(folder, "PKG_CONFIG='sh ./few-packages' WERROR=-Werror");
    cr_assert_geq(asprintf(&arguments,
                           "%s/build/bench --no-weigh --filter '^(set_common|slots_build|big_sum)/'"
                           " --sizes 100",
                           folder),
                  0, "out of memory");
    run = tare_run_in(run_folder_new(), "", arguments);
    expect_skipped(&run, "set_common/ghashtable/100", "libglib2.0-dev");
    expect_skipped(&run, "slots_build/glib/100", "libglib2.0-dev");
    expect_skipped(&run, "big_sum/tree/100", "libgmp-dev");
    expect_skipped(&run, "big_sum/cbor/100", "libgmp-dev and libcbor-dev");
    tare_run_expect_measured(&run, "set_common/hash_open/100");
    tare_run_expect_measured(&run, "slots_build/fields/100");
    tare_run_free(&run);
    free(arguments);
    run_folder_remove(folder);
}
