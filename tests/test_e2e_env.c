/* SPDX-License-Identifier: MIT */
/* Builds that are one executable in several environments, and two executables side by side. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static double number(const struct csv *csv, const char *build, const char *id, const char *column)
{
    size_t row = csv_row(csv, build, id);
    size_t at = csv_column(csv, column);

    cr_assert(row > 0 && at < csv->columns, "no %s of %s in %s", column, id, build);
    return strtod(csv->cell[row * csv->columns + at], NULL);
}

static bool has_jemalloc(void)
{
    struct run run = run_shell(10, "LD_PRELOAD=libjemalloc.so.2 true");
    bool has = run.status == 0 && strstr(run.err, "cannot be preloaded") == NULL;

    run_free(&run);
    return has;
}

/* What a case asks for is the same under any allocator, and exact; what it gets is the
 * allocator's: a node of 24 bytes takes 24 of glibc's and 32 of jemalloc's, and a table of 100
 * lists, 2400 bytes in all, 3200. */
Test(e2e_env, another_allocator_is_timed_and_weighed, .timeout = 60)
{
    static const char *const ids[] = {"weigh/list/100", "weigh/tree/100", "weigh/hash_table/100"};
    struct tare_run run;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    if (!has_jemalloc())
        cr_skip_test("libjemalloc.so.2 is not installed (libjemalloc2)");
    run = tare_run("", "weighs",
                   "--env 'jemalloc:LD_PRELOAD=libjemalloc.so.2' "
                   "--filter '^weigh/(list|tree|hash_table)/'");
    cr_assert_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    for (size_t i = 0; i < COUNT(ids); i++) {
        const struct csv *csv = &run.summary;

        cr_expect_gt(number(csv, "jemalloc", ids[i], "time_ns"), 0);
        cr_expect_eq(number(csv, "jemalloc", ids[i], "deep_bytes"),
                     number(csv, "weighs", ids[i], "deep_bytes"), "%s", ids[i]);
        cr_expect_eq(number(csv, "jemalloc", ids[i], "blocks"),
                     number(csv, "weighs", ids[i], "blocks"), "%s", ids[i]);
    }
    cr_expect_eq(number(&run.summary, "jemalloc", ids[0], "deep_bytes"), 2400);
    cr_expect_eq(number(&run.summary, "jemalloc", ids[0], "usable_bytes"), 3200);
    cr_expect_eq(number(&run.summary, "weighs", ids[0], "usable_bytes"), 2400);
    tare_run_free(&run);
}

/* Mistakes: status 2, nothing measured, and these words. FIXTURES stands for their folder. */
static const struct {
    const char *arguments;
    const char *words;
} mistakes[] = {
    {"plain --env 'x:LD_PRELOAD=libabsent.so'",
     "object 'libabsent.so' from LD_PRELOAD cannot be preloaded"},
    {"a=plain b=plain --env x:A=1", "--env 'x:A=1' is one executable's: there are 2"},
    {"plain --env x", "--env: 'x': expected LABEL:VARIABLE=VALUE"},
    {"plain --env :A=1", "--env: ':A=1': expected LABEL:VARIABLE=VALUE"},
    {"plain --env 'x:A=1 B'", "'B' in 'x:A=1 B': expected VARIABLE=VALUE"},
    {"plain --env plain:A=1", "two builds are called 'plain'"},
    {"old=plain new=allocates",
     "no case stands in all builds: 'old' and 'new' have none in common"},
    {"old=plain old=allocates", "two builds are called 'old'"},
    {"old=plain new=/bin/true", "'/bin/true' is not a tare bench executable"},
    {"old=plain new=absent", "cannot open 'absent': No such file or directory"},
    {"old=plain new=", "'new=': expected LABEL=EXE"},
    {"=plain", "'=plain': expected LABEL=EXE"},
};

Test(e2e_env, mistakes_are_named)
{
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        char *folder = run_folder_new();
        struct run run =
            run_shell(20, "cd %s/fixtures && %s/tare run %s --quick --out %s/out",
                      run_build_folder(), run_build_folder(), mistakes[i].arguments, folder);
        struct run left = run_shell(5, "ls -A %s", folder);

        cr_expect_eq(run.status, 2, "%s: status %d: %s", mistakes[i].arguments, run.status,
                     run.err);
        cr_expect_not_null(strstr(run.err, mistakes[i].words), "%s: %s", mistakes[i].arguments,
                           run.err);
        cr_expect_str_empty(run.out, "%s: %s", mistakes[i].arguments, run.out);
        cr_expect_str_empty(left.out, "%s left %s", mistakes[i].arguments, left.out);
        run_free(&left);
        run_free(&run);
        run_folder_remove(folder);
    }
}

/* A bench of these cases, linked with these flags, in the folder; false: it cannot be linked. */
static bool make_bench(const char *folder, const char *name, const char *cases, const char *flags)
{
    struct run made =
        run_shell(60,
                  "{ echo '#include <tare.h>'; for name in %s; do echo "
                  "\"TARE_CASE(g, $name) { unsigned x = 3; tare_loop(t) tare_keep("
                  "x = x * x * x * x + 7); }\"; done; } >%s/%s.c && gcc -std=gnu11 "
                  "-O2 -Iinclude %s %s/%s.c -o %s/%s -pthread %s/libtare.a -lm",
                  cases, folder, name, flags, folder, name, folder, name, run_build_folder());
    bool done = made.status == 0;

    run_free(&made);
    return done;
}

Test(e2e_env, preload_of_a_static_program_is_refused)
{
    char *folder = run_folder_new();
    struct run run;

    tare_run_skip_if_sanitized("its library links with nothing else");
    if (!make_bench(folder, "still", "one", "-static"))
        cr_skip_test("no static C library");
    run = run_shell(20, "%s/tare run %s/still --env x:LD_PRELOAD=libm.so.6 --quick --out %s/out",
                    run_build_folder(), folder, folder);
    cr_expect_eq(run.status, 2, "status %d", run.status);
    cr_expect_not_null(strstr(run.err, "/still' is linked statically: LD_PRELOAD of 'x' does "
                                       "nothing to it"),
                       "%s", run.err);
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_env, cases_of_one_build_only_are_listed)
{
    char *folder = run_folder_new();
    char arguments[512];
    struct tare_run run;

    tare_run_skip_if_sanitized("its library links with nothing else");
    cr_assert(make_bench(folder, "old", "one two gone", "") &&
              make_bench(folder, "new", "fresh one two", ""));
    snprintf(arguments, sizeof arguments, "%s/old %s/new --no-weigh", folder, folder);
    run = tare_run_in(folder, "", arguments);
    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    cr_expect_not_null(strstr(run.run.err, "tare: 2 cases are left out, not in all builds:\n"
                                           "  g/gone: in 'old' only\n"
                                           "  g/fresh: in 'new' only\n"),
                       "%s", run.run.err);
    cr_expect_gt(csv_row(&run.summary, "new", "g/two"), 0);
    cr_expect_eq(csv_row(&run.summary, "new", "g/fresh"), 0);
    tare_run_free(&run);
}
