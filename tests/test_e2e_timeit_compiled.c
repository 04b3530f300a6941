/* SPDX-License-Identifier: MIT */
/* tare timeit: what it links is part of what it finds again, and what it says of the code. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "support_tare.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Writes mine.o, libmine.a and mine.map in the folder, anew and of other contents. */
static void write_own(const char *folder, int added)
{
    struct run run =
        run_shell(20,
                  "cd %s && echo 'int mine(int); int mine(int x) { return x + %d; }' >mine.c && "
                  "cc -O1 -c mine.c && rm -f libmine.a && ar rc libmine.a mine.o && "
                  "echo '{ global: made_%d; };' >mine.map",
                  folder, added, added);

    cr_assert_eq(run.status, 0, "%s%s", run.out, run.err);
    run_free(&run);
}

/* A compiler whose linker knows of no list of what it linked. */
static void write_old_compiler(const char *folder)
{
    struct run run = run_shell(
        5,
        "cd %s && printf '#!/bin/sh\\ncase \"$*\" in *--dependency-file*) echo \"ld: unrecognized "
        "option --dependency-file\" >&2; exit 1;; esac\\nexec cc \"$@\"\\n' >old && chmod +x old",
        folder);

    cr_assert_eq(run.status, 0, "%s%s", run.out, run.err);
    run_free(&run);
}

/* Was the program found in the folder's cache? */
static bool finds(const char *folder, const char *arguments)
{
    struct run run = run_shell(TARE_RUN_LIMIT_S,
                               "cd %s && XDG_CACHE_HOME=%s/cache %s/tare timeit -v -r 3 "
                               "--min-time 3ms --no-weigh -s 'int mine(int); int x = 3;' %s "
                               "'mine(x) * mine(x + 1) / (x + 1)'",
                               folder, folder, run_build_folder(), arguments);
    bool found = strstr(run.err, ": compiled before") != NULL;

    cr_expect_eq(run.status, 0, "'%s': status %d, %s", arguments, run.status, run.err);
    run_free(&run);
    return found;
}

Test(e2e_timeit_compiled, what_was_linked_and_changed_is_linked_anew, .timeout = 120)
{
    static const struct {
        const char *arguments;
        bool is_found; /* where nothing changed */
    } cases[] = {
        {"--link mine.o", true},
        {"--link ./mine.o", true},
        {"--cflags=-L. --link mine", true},
        {"--cflags=-Wl,--version-script=mine.map --link mine.o", true},
        {"--cc ./old --link mine.o", false},
    };
    char *folder;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    folder = run_folder_new();
    write_old_compiler(folder);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *arguments = cases[i].arguments;

        write_own(folder, 1);
        cr_expect_not(finds(folder, arguments), "'%s': found before it was made", arguments);
        cr_expect_eq(finds(folder, arguments), cases[i].is_found, "'%s': nothing changed",
                     arguments);
        write_own(folder, 2);
        cr_expect_not(finds(folder, arguments), "'%s': the old one was found", arguments);
    }
    run_folder_remove(folder);
}

Test(e2e_timeit_compiled, what_would_be_dropped_is_refused)
{
    static const struct {
        const char *arguments;
        const char *part;
    } cases[] = {
        {"--sizes 10,20 1", "--sizes: a statement has none"},
        {"--threads 2 1", "--threads: a statement has none"},
        {"-r 3 --sets 5 1", "-r and --sets are one"},
        {"-p --clock tsc 1", "-p is a clock"},
        {"--cc gcc,clang,gcc 1", "--cc: 'gcc' stands there twice"},
        {"--cflags=-O2,-O2 1", "--cflags: '-O2' stands there twice"},
        {"--cflags=-O1,-O2 --env a:X=1 1", "--env is of one build"},
        {"--env a 1", "--env: 'a': expected LABEL:VARIABLE=VALUE"},
        {"--cc true 1", "/true' compiled nothing: expected a C compiler"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct run run = run_shell(TARE_RUN_LIMIT_S, "%s/tare timeit %s", run_build_folder(),
                                   cases[i].arguments);

        cr_expect_eq(run.status, 2, "'%s': status %d", cases[i].arguments, run.status);
        cr_expect_not_null(strstr(run.err, cases[i].part), "'%s': %s", cases[i].arguments, run.err);
        run_free(&run);
    }
}

/* What --cc says of optimising holds: the default -O2 behind it would undo it. */
Test(e2e_timeit_compiled, a_level_behind_cc_is_kept)
{
    struct run run;
    char *folder;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    folder = run_folder_new();
    run = run_shell(TARE_RUN_LIMIT_S,
                    "cd %s && XDG_CACHE_HOME=%s/cache %s/tare timeit -v -r 3 --min-time 3ms "
                    "--no-weigh --cc 'cc -O1' -s 'long x = 3;' 'x * x * x * x * x'",
                    folder, folder, run_build_folder());
    cr_expect_not_null(strstr(run.err, "cc -O1 "), "%s", run.err);
    cr_expect_null(strstr(run.err, "-O2"), "%s", run.err);
    run_free(&run);
    run_folder_remove(folder);
}

/* An addition is hidden behind the loop, where the machine is quiet enough to tell. */
Test(e2e_timeit_compiled, a_statement_behind_the_loop_is_not_called_removed)
{
    struct run run;
    char *folder;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    folder = run_folder_new();
    run = run_shell(TARE_RUN_LIMIT_S,
                    "cd %s && XDG_CACHE_HOME=%s/cache %s/tare timeit -r 3 --min-time 3ms "
                    "--no-weigh -s 'int x = 3;' 'x + 1;'",
                    folder, folder, run_build_folder());
    cr_expect_eq(strstr(run.err, "<stmt 1> takes no longer than a turn of the loop") != NULL,
                 strstr(run.out, "empty: ") != NULL, "%s%s", run.out, run.err);
    cr_expect_null(strstr(run.err, "was removed"), "%s", run.err);
    run_free(&run);
    run_folder_remove(folder);
}

/* tare timeit ARGUMENTS, in a folder where a file is open at its end. */
static struct run light(const char *folder, const char *arguments)
{
    return run_shell(TARE_RUN_LIMIT_S,
                     "cd %s && printf '#include <tare.h>\\nint f(\\n' >open.c && "
                     "XDG_CACHE_HOME=%s/cache %s/tare timeit -r 3 --min-time 3ms --no-weigh %s",
                     folder, folder, run_build_folder(), arguments);
}

/* Whatever the time says of them: that their value was found is told of no others. */
Test(e2e_timeit_compiled, a_value_found_while_compiling_is_told)
{
    static const struct {
        const char *arguments;
        bool is_folded;
    } rows[] = {
        {"--cc gcc '3 * 4 + 1'", true},
        {"--cc gcc 'sqrt(1.1)'", true},
        {"--cc gcc -s 'double x = 1.1;' 'x * x'", false},
        {"--cc gcc -s 'struct { int a, b; } q = {1, 2};' 'q.a + q.b'", false},
        {"--cc gcc -s 'const int a[] = {1, 2};' 'a[0] + a[1]'", false},
        {"--cc gcc -s 'typedef int two[2]; two a = {1, 2};' 'a[0] + a[1]'", false},
        {"--cc clang -s 'typedef int two[2]; two a = {1, 2};' 'a[0] + a[1]'", false},
        {"--cc gcc -s 'int n = 2; int a[n]; a[0] = a[1] = 1;' 'a[0] + a[1]'", false},
    };
    char *folder;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    folder = run_folder_new();
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct run run = light(folder, rows[i].arguments);

        cr_expect_leq(run.status, 1, "%s: status %d: %s", rows[i].arguments, run.status, run.err);
        cr_expect_eq(strstr(run.err, "was removed by the compiler, which found its value") != NULL,
                     rows[i].is_folded && strstr(run.out, "empty: "), "%s: %s%s", rows[i].arguments,
                     run.out, run.err);
        run_free(&run);
    }
    run_folder_remove(folder);
}

Test(e2e_timeit_compiled, an_environment_is_a_build)
{
    struct run run;
    char *folder;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    folder = run_folder_new();
    run = light(folder, "--env 'other:A=1 B=2' --format csv 'getenv(\"B\")' 'getppid()'");
    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    cr_expect_not_null(strstr(run.out, "\nother,timeit,stmt_2,,1,"), "%s", run.out);
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit_compiled, what_is_wrong_is_shown_where_it_is)
{
    static const char *const rows[][2] = {
        {"-f open.c", "/open.c:2:"},
        {"-s 'static int f(void) { return 1; }' 'f()'", "put functions into a header, --include"},
        {"--weigh 'p +' -s 'int *p = 0;' 'p == 0'", "<weigh>:1: error: expected expression before"},
        {"--weigh q -s 'int *p = 0;' 'p == 0'", "<weigh>:1: error: 'q' undeclared"},
    };
    char *folder;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    folder = run_folder_new();
    for (size_t i = 0; i < COUNT(rows) && run_has_command("gcc"); i++) {
        char arguments[128];
        struct run run;

        snprintf(arguments, sizeof arguments, "--cc gcc %s", rows[i][0]);
        run = light(folder, arguments);
        cr_expect_eq(run.status, 2, "%s: status %d", arguments, run.status);
        cr_expect_not_null(strstr(run.err, rows[i][1]), "%s: %s", arguments, run.err);
        run_free(&run);
    }
    run_folder_remove(folder);
}

Test(e2e_timeit_compiled, what_a_line_cannot_say_makes_the_table)
{
    struct run run;
    char *folder;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    folder = run_folder_new();
    run = run_shell(TARE_RUN_LIMIT_S,
                    "cd %s && XDG_CACHE_HOME=%s/cache %s/tare timeit -r 3 --min-time 3ms "
                    "--no-weigh --counters page-faults -s 'unsigned x = 3;' 'x = x * x * x + 7'",
                    folder, folder, run_build_folder());
    cr_expect_eq(run.status, 0, "status %d: %s%s", run.status, run.out, run.err);
    cr_expect_not_null(strstr(run.out, "counter:page-faults"), "%s", run.out);
    run_free(&run);
    run_folder_remove(folder);
}
