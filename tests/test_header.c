/* SPDX-License-Identifier: MIT */
/* <tare.h> as its users meet it: compilers, languages, warnings and linkers. */
#include <criterion/criterion.h>

#include "support_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARNINGS "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"

static void skip_without(const char *command)
{
    if (!run_has_command(command))
        cr_skip_test("no %s here", command);
}

static void skip_without_library(void)
{
    struct run run = run_shell(5, "test -r %s/libtare.a", run_build_folder());
    int status = run.status;

    run_free(&run);
    if (status != 0)
        cr_skip_test("no %s/libtare.a", run_build_folder());
    if (getenv("TARE_TEST_SAN") != NULL)
        cr_skip_test("sanitized: the library does not link without its run time");
}

static void expect_silence(const char *compiler, const char *language)
{
    static const char *const optimisations[] = {"-O0", "-O2"};

    skip_without(compiler);
    for (size_t i = 0; i < 2; i++) {
        struct run run =
            run_shell(60, "%s %s %s " WARNINGS " -Iinclude -c tests/header/uses.c -o /dev/null",
                      compiler, language, optimisations[i]);

        cr_expect_eq(run.status, 0, "%s %s %s: status %d: %s", compiler, language, optimisations[i],
                     run.status, run.err);
        run_free(&run);
    }
}

Test(header, compiles_silently_with_gcc)
{
    expect_silence("gcc", "-x c -std=gnu11");
}

Test(header, compiles_silently_with_gxx)
{
    expect_silence("g++", "-x c++ -std=gnu++17");
}

Test(header, compiles_silently_with_clang)
{
    expect_silence("clang", "-x c -std=gnu11");
}

Test(header, compiles_silently_with_clangxx)
{
    expect_silence("clang++", "-x c++ -std=gnu++17");
}

/* That the silence means something: the same flags do speak of a user's own mistake. */
Test(header, leaves_the_users_warnings_on)
{
    static const char *const compilers[][2] = {{"gcc", "-x c -std=gnu11"},
                                               {"g++", "-x c++ -std=gnu++17"},
                                               {"clang", "-x c -std=gnu11"},
                                               {"clang++", "-x c++ -std=gnu++17"}};

    for (size_t i = 0; i < 4; i++) {
        struct run run;

        if (!run_has_command(compilers[i][0]))
            continue;
        run = run_shell(60,
                        "printf '#include <tare.h>\\nTARE_GROUP(g)\\nTARE_CASE(g, c)\\n"
                        "{ int lost; tare_loop(t) tare_keep(1); }\\nstruct empty { };\\n' | "
                        "%s %s " WARNINGS " -Iinclude -c -o /dev/null -",
                        compilers[i][0], compilers[i][1]);
        cr_expect_neq(run.status, 0, "%s said nothing of an unused variable", compilers[i][0]);
        cr_expect(strstr(run.err, "lost") != NULL, "%s said: %s", compilers[i][0], run.err);
        run_free(&run);
    }
}

/* Links tests/header/NAME.c... with libtare.a into FOLDER/bench. */
static struct run link_cases(const char *compiler, const char *linker_flags, const char *folder,
                             const char *names)
{
    return run_shell(60,
                     "set -e; for name in %s; do "
                     "%s -std=gnu11 -O2 -ffunction-sections -fdata-sections -Iinclude "
                     "-c tests/header/$name.c -o %s/$name.o; done; "
                     "%s %s -o %s/bench %s/*.o %s/libtare.a",
                     names, compiler, folder, compiler, linker_flags, folder, folder,
                     run_build_folder());
}

static void expect_case_runs(const char *folder, const char *name, const char *how)
{
    struct run run = run_shell(20, "%s/bench --exec %s --iterations 2", folder, name);

    cr_expect_eq(run.status, 0, "%s, case %s: status %d: %s", how, name, run.status, run.err);
    run_free(&run);
}

static void expect_all_cases(const char *compiler, const char *linker_flags)
{
    static const char *const names[] = {"first/a/1", "first/b/2", "second/c", "undeclared/d"};
    char *folder = run_folder_new();
    struct run run = link_cases(compiler, linker_flags, folder, "cases_a cases_b");

    cr_assert_eq(run.status, 0, "%s %s: %s", compiler, linker_flags, run.err);
    run_free(&run);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        expect_case_runs(folder, names[i], linker_flags);
    run = run_shell(20, "%s/bench --exec first/missing --iterations 2", folder);
    cr_expect_eq(run.status, 2, "%s: a case that is not there: status %d", linker_flags,
                 run.status);
    run_free(&run);
    run_folder_remove(folder);
}

Test(header, collected_sections_keep_every_case_with_gnu_ld)
{
    skip_without("gcc");
    skip_without("ld.bfd");
    skip_without_library();
    expect_all_cases("gcc", "-fuse-ld=bfd -Wl,--gc-sections");
}

Test(header, collected_sections_keep_every_case_with_lld)
{
    skip_without("clang");
    skip_without("ld.lld");
    skip_without_library();
    expect_all_cases("clang", "-fuse-ld=lld -Wl,--gc-sections");
}

Test(header, collected_sections_keep_every_case_of_gcc_with_lld)
{
    skip_without("gcc");
    skip_without("ld.lld");
    skip_without_library();
    expect_all_cases("gcc", "-fuse-ld=lld -Wl,--gc-sections");
}

/* Both ways in: the executable itself, and `tare`, which asks it for its cases. */
static const char *const entries[] = {"--exec first/a/1 --iterations 1", "--list"};

static void expect_refusal(const char *names, const char *const words[])
{
    char *folder;
    struct run run;

    skip_without("gcc");
    skip_without_library();
    folder = run_folder_new();
    run = link_cases("gcc", "-Wl,--gc-sections", folder, names);
    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        run = run_shell(20, "TARE=%s/tare %s/bench %s", run_build_folder(), folder, entries[i]);
        cr_expect_eq(run.status, 2, "%s: status %d: %s", entries[i], run.status, run.err);
        for (size_t j = 0; words[j] != NULL; j++)
            cr_expect(strstr(run.err, words[j]) != NULL, "%s: no '%s' in: %s", entries[i], words[j],
                      run.err);
        run_free(&run);
    }
    run_folder_remove(folder);
}

Test(header, no_case_is_a_clear_error)
{
    static const char *const words[] = {"no case", NULL};

    expect_refusal("cases_none", words);
}

Test(header, same_case_twice_is_an_error)
{
    static const char *const words[] = {"first/a", "cases_a.c", "cases_twice.c", NULL};

    expect_refusal("cases_a cases_twice", words);
}
