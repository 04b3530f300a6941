/* SPDX-License-Identifier: MIT */
/* tare timeit: from a statement on the command line to its line, its table or its error. */
#include <criterion/criterion.h>

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define QUICK        "-r 3 --min-time 3ms "
#define LIGHT        QUICK "--no-weigh "
/* Multiplies that wait for each other: no compiler and no core hides them behind the loop. */
#define CHAIN "-s 'unsigned x = 3;' 'x = x * x * x * x + 7' "

/* `tare timeit ARGUMENTS` in the folder, where its cache is too; `before` in front of it. */
static struct run time_in(const char *folder, const char *before, const char *arguments)
{
    struct run run =
        run_shell(TARE_RUN_LIMIT_S, "cd %s && %s XDG_CACHE_HOME=%s/cache %s/tare timeit %s", folder,
                  before, folder, run_build_folder(), arguments);

    cr_assert_neq(run.status, RUN_TIMED_OUT, "timeit %s: %s", arguments, run.err);
    cr_assert_neq(run.status, 127, "no tare: %s", run.err);
    return run;
}

static char *new_folder(void)
{
    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    return run_folder_new();
}

static void expect_in(const char *text, const char *part)
{
    cr_expect(strstr(text, part) != NULL, "no '%s' in: %.3000s", part, text);
}

static void expect_match(const char *text, const char *pattern)
{
    regex_t regex;

    cr_assert_eq(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0, "%s", pattern);
    cr_expect_eq(regexec(&regex, text, 0, NULL, 0), 0, "'%s' does not match: %s", pattern, text);
    regfree(&regex);
}

/* How often the wrapper of the compiler was called for a program. */
static size_t count_calls(const char *folder)
{
    struct run run = run_shell(5, "cat %s/calls 2>/dev/null | wc -l", folder);
    size_t count = strtoul(run.out, NULL, 10);

    run_free(&run);
    return count;
}

/* A compiler in the folder that counts the programs it makes, and takes `pause`. Objects are made
 * to look at the code of short statements. */
static void make_counting_compiler(const char *folder, const char *pause)
{
    struct run run = run_shell(
        5,
        "printf '#!/bin/sh\\ncase \" $* \" in *\" -c \"*) ;; *) echo x >>%s/calls ;; esac\\n"
        "sleep %s\\nexec cc \"$@\"\\n' "
        ">%s/counting && chmod +x %s/counting",
        folder, pause, folder, folder);

    cr_assert_eq(run.status, 0, "%s", run.err);
    run_free(&run);
}

#define NUMBER "[0-9.,]+"

Test(e2e_timeit, one_statement_is_one_line)
{
    char *folder = new_folder();
    struct run run = time_in(folder, "", QUICK CHAIN);
    struct run left = run_shell(5, "ls -A %s", folder);

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_match(run.out, "^[0-9]+ loops, best of 3: " NUMBER " ns per loop \\(median " NUMBER
                          " ns, 95 % " NUMBER "\\.\\." NUMBER "; 0 allocs\\)\n$");
    cr_expect_str_eq(left.out, "cache\n", "it left: %s", left.out);
    run_free(&left);
    run_free(&run);
    run_folder_remove(folder);
}

#define SUM                                                                                        \
    "-s 'int a[1000] = {0};' "                                                                     \
    "'long s = 0; for (int i = 0; i < 1000; i++) s += a[i]; tare_keep(s);'"

Test(e2e_timeit, examples_of_python)
{
    static const char *const examples[] = {
        (SUM),
        "-s 'char s[] = \"a-b-c-d\";' 'strchr(s, 0x64)'",
        "-s 'const double x = 1.1;' 'sqrt(x) / 3'",
        "'free(tare_hide(malloc(100)))'",
    };

    for (size_t i = 0; i < COUNT(examples); i++) {
        char *folder = new_folder();
        char arguments[256];
        struct run run;

        snprintf(arguments, sizeof arguments, QUICK "%s", examples[i]);
        run = time_in(folder, "", arguments);
        cr_expect_eq(run.status, 0, "%s: status %d: %s", examples[i], run.status, run.err);
        expect_in(run.out, " per loop (median ");
        expect_in(run.out, i == 3 ? "; 1 alloc)" : "; 0 allocs)");
        run_free(&run);
        run_folder_remove(folder);
    }
}

Test(e2e_timeit, removed_statement_is_a_finding)
{
    char *folder = new_folder();
    struct run run = time_in(folder, "", LIGHT "-s 'int x = 3;' '{ x * x; }'");

    cr_expect_eq(run.status, 1, "status %d: %s", run.status, run.out);
    expect_in(run.out, "empty: ");
    expect_in(run.err, "tare: <stmt 1> was removed by the compiler");
    expect_in(run.err, "tare_keep(RESULT)");
    expect_in(run.err, "tare_hide(1.1)");
    run_free(&run);
    run_folder_remove(folder);
}

/* More values than there are registers: hiding them alone takes longer than an empty loop. */
#define MANY                                                                                       \
    "-s 'long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, "     \
    "l = 12, m = 13, n = 14, o = 15, p = 16, q = 17, r = 18, s = 19, u = 20, v = 21, w = 22, "     \
    "x = 23, y = 24;' "
#define SUM_OF_MANY "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+u+v+w+x+y"

Test(e2e_timeit, statement_without_instructions_is_removed)
{
    static const struct {
        const char *compiler;
        const char *arguments;
        int status;
    } rows[] = {
        {"gcc", "--cflags '-O0 -w' -s 'long x = 3;' '{ x * x; }'", 1},
        {"gcc", "--cflags '-O0 -w' -s 'long x = 3, y = 4;' '{ x * y; }' 'x * y' 'x += y'", 1},
        {"gcc", "--cflags '-O0 -w' -s 'long x = 3, y = 4;' 'x += y;'", 0},
        {"clang", "--cflags '-O0 -w' -s 'long x = 3;' 'if (0) x++;'", 1},
        {"clang", "--cflags '-O0 -w' -s 'long x = 3, y = 4;' 'x * y'", 0},
        {"gcc", MANY "'{" SUM_OF_MANY ";}'", 1},
        {"gcc", MANY "'" SUM_OF_MANY "'", 0},
        {"clang", MANY "'{" SUM_OF_MANY ";}'", 1},
        {"clang", MANY "'" SUM_OF_MANY "'", 0},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        char *folder = new_folder();
        char arguments[512];
        struct run run;

        snprintf(arguments, sizeof arguments, LIGHT "--cc %s %s", rows[i].compiler,
                 rows[i].arguments);
        if (run_has_command(rows[i].compiler)) {
            run = time_in(folder, "", arguments);
            cr_expect_eq(run.status, rows[i].status, "%s: status %d: %s%s", arguments, run.status,
                         run.out, run.err);
            cr_expect_eq(strstr(run.err,
                                "tare: <stmt 1> was removed by the compiler, or costs "
                                "nothing: its instructions are those of an empty "
                                "statement. Keep what it computes, tare_keep(RESULT)") != NULL,
                         rows[i].status == 1, "%s: %s", arguments, run.err);
            cr_expect(strstr(run.err, "<stmt 2> was") == NULL, "%s: %s", arguments, run.err);
            run_free(&run);
        }
        run_folder_remove(folder);
    }
}

Test(e2e_timeit, several_statements_are_a_table)
{
    char *folder = new_folder();
    struct run run = time_in(folder, "",
                             LIGHT "-s 'unsigned x = 3;' 'x = x * x * x + 7' "
                                   "'for (int i = 0; i < 100; i++) x = x * x + 7;'");

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_in(run.out, "stmt_1  x = x * x * x + 7\nstmt_2  for (int i = 0;");
    expect_in(run.out, "vs stmt_1");
    expect_in(run.out, "x slower");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit, builds_are_compared)
{
    char *folder = new_folder();
    bool both = run_has_command("gcc") && run_has_command("clang");
    struct run run = time_in(folder, "",
                             both ? LIGHT CHAIN "--cc gcc,clang --cflags=-O0,-O2 --format csv"
                                  : LIGHT CHAIN "--cc cc --cflags=-O0,-O2 --format csv");

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_match(run.out, both ? "\ngcc -O0,timeit,stmt_1,,1,ok" : "\n-O0,timeit,stmt_1,,1,ok");
    expect_match(run.out, both ? "\nclang -O2,timeit,stmt_1,.*,faster," : "\n-O2,.*,faster,");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit, errors_stand_at_the_users_line)
{
    static const char *const compilers[] = {"gcc", "clang"};

    for (size_t i = 0; i < COUNT(compilers); i++) {
        char *folder = new_folder();
        char arguments[256];
        struct run run;

        if (!run_has_command(compilers[i])) {
            run_folder_remove(folder);
            continue;
        }
        snprintf(arguments, sizeof arguments,
                 LIGHT "--cc %s -s 'int x = 3;' 'x + 1' 'x + 2;\nx * yonder'", compilers[i]);
        run = time_in(folder, "", arguments);
        cr_expect_eq(run.status, 2, "%s: status %d: %s", compilers[i], run.status, run.err);
        cr_expect_str_empty(run.out, "%s: %s", compilers[i], run.out);
        expect_in(run.err, "<stmt 2>:2: error: ");
        expect_in(run.err, "yonder'");
        expect_in(run.err, "\n    x * yonder\n        ^\n");
        cr_expect(strstr(run.err, "<timeit>") == NULL && strstr(run.err, "source.c") == NULL,
                  "%s tells of our source: %s", compilers[i], run.err);
        run_free(&run);
        run_folder_remove(folder);
    }
}

/* Mistakes: status 2, nothing on stdout, and these words on stderr. */
static const struct {
    const char *before;
    const char *arguments;
    const char *words;
} mistakes[] = {
    {"", "", "no statement"},
    {"", "''", "<stmt 1>: '' is empty"},
    {"", "'f(x'", "<stmt 1>:1:2: error: '(' is not closed\n    f(x\n     ^\n"},
    {"", "x '} x; {'", "<stmt 2>:1:1: error: '}' closes nothing"},
    {"", "-s 'char c = \"a;' x", "<setup>:1:10: error: '\"' is not closed"},
    {"", "--weigh 'x)' x", "<weigh>:1:2: error"},
    {"", "-s 'int x = y;' x", "<setup>:1: error: "},
    {"", "'nowhere_defined(3)'", "<stmt 1>:1: error: implicit declaration of function"},
    {"", "'x +'", "<stmt 1>:1: error: expected expression"},
    {"", "-s 'int g(void);' 'g()'", "undefined reference to `g'"},
    {"", "--cc no-such-cc 1", "no compiler 'no-such-cc'"},
    {"", "--cc ./no-such-cc 1", "no compiler './no-such-cc'"},
    {"PATH=/nowhere", "1", "no compiler: none of cc, gcc and clang"},
    {"", "--cc gcc,,clang 1", "--cc: 'gcc,,clang'"},
    {"", "--cflags '-DA=\"b' 1", "a \" is not closed"},
    {"", "--cflags=-Qbogus 1", "-Qbogus"},
    {"", "--cc cc,cc 1", "--cc: 'cc' stands there twice"},
    {"", "--link no_such_library 1", "no_such_library"},
    {"", "--include no_such_header.h 1",
     "<include>:1: error: no_such_header.h: No such file or directory\n"
     "    #include <no_such_header.h>\n"},
    {"", "--cc clang --include stdio.h --include '\"absent.h\"' 1",
     "<include>:2: error: 'absent.h' file not found\n    #include \"absent.h\"\n"},
    {"", "-f /dev/null", "-f '/dev/null' is no plain file: expected a C file"},
    {"echo 'int main(void) { return 0; }' >main.c &&", "-f main.c", "-f 'main.c': '"},
    {"echo 'int one;' >none.c &&", "-f none.c", "-f 'none.c': cannot list the cases of"},
    {"", "-n 0 1", "-n: '0': expected 1"},
    {"", "-n many 1", "many"},
    {"", "-r -3 1", "-r: '-3'"},
    {"", "-r", "-r needs a value"},
    {"", "-u parsec 1", "-u: 'parsec': expected nsec"},
    {"", "-u nsec 1 2", "-u is for the line of one statement"},
    {"", "-q 1", "no flag '-q'"},
    {"", "--bogus 1", "no flag '--bogus': see tare help timeit"},
    {"", "--resume 1", "no flag '--resume': see tare help timeit\n"},
    {"", "--cflgas=-O2 1", "no flag '--cflgas=-O2': see tare help timeit; did you mean --cflags?"},
    {"", "--mintime 1s 1", "see tare help timeit; did you mean --min-time?"},
    {"", "--min-time", "--min-time needs a value"},
    {"", "--precision 1% -r 3 1", "leave -r out"},
    {"", "--fail-above 3% 1 2", "--fail-above holds one build against another"},
    {"", "--fail-above 3% -r 2 --cflags=-O1,-O2 1", "--fail-above: a limit of time needs 3 sets"},
    {"", "-f nowhere.c", "cannot open 'nowhere.c'"},
    {"", "-f .", "is a folder"},
    {"", "-f x.c 1", "-f 'x.c' is a whole bench file"},
    {"", "- -", "stdin can be read once"},
};

Test(e2e_timeit, mistakes_are_quoted)
{
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        char *folder = new_folder();
        struct run run = time_in(folder, mistakes[i].before, mistakes[i].arguments);

        cr_expect_eq(run.status, 2, "timeit %s: status %d: %s", mistakes[i].arguments, run.status,
                     run.err);
        cr_expect(strstr(run.err, mistakes[i].words) != NULL, "timeit %s: no '%s' in: %s",
                  mistakes[i].arguments, mistakes[i].words, run.err);
        cr_expect_str_empty(run.out, "timeit %s: %s", mistakes[i].arguments, run.out);
        run_free(&run);
        run_folder_remove(folder);
    }
}

Test(e2e_timeit, cache_that_cannot_be_made_is_named)
{
    char *folder = new_folder();
    struct run run =
        run_shell(20, "XDG_CACHE_HOME=/proc/nowhere %s/tare timeit 1", run_build_folder());

    cr_expect_eq(run.status, 4, "status %d", run.status);
    expect_in(run.err, "cannot make the cache '/proc/nowhere/tare'");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit, what_was_compiled_is_not_compiled_again)
{
    static const struct {
        const char *arguments;
        size_t calls; /* of the compiler, all in all */
    } steps[] = {
        {CHAIN, 1},
        {CHAIN, 1},
        {"-s 'unsigned x = 3;' 'x = x * x * x * x + 8' ", 2},
        {CHAIN "--cflags -O1 ", 3},
        {CHAIN, 3},
        {CHAIN "--include own.h ", 4},
        {CHAIN "--include own.h ", 4},
    };
    char *folder = new_folder();
    struct run changed;
    char arguments[256];
    struct run run;

    make_counting_compiler(folder, "0");
    run = run_shell(5, "echo '#define OWN 1' >%s/own.h", folder);
    run_free(&run);
    for (size_t i = 0; i < COUNT(steps); i++) {
        snprintf(arguments, sizeof arguments, LIGHT "--cc ./counting %s", steps[i].arguments);
        run = time_in(folder, "", arguments);
        cr_expect_eq(run.status, 0, "step %zu: status %d: %s", i, run.status, run.err);
        cr_expect_eq(count_calls(folder), steps[i].calls, "step %zu: %zu calls", i,
                     count_calls(folder));
        run_free(&run);
    }
    changed = run_shell(5, "echo '#define OWN 2' >%s/own.h", folder);
    run = time_in(folder, "", LIGHT "--cc ./counting " CHAIN "--include own.h");
    cr_expect_eq(count_calls(folder), 5, "a header that changed: %zu calls", count_calls(folder));
    run_free(&run);
    run_free(&changed);
    run_folder_remove(folder);
}

Test(e2e_timeit, two_at_once_do_not_meet)
{
    char *folder = new_folder();
    struct run_process process[2];
    struct run left;

    make_counting_compiler(folder, "0.3");
    for (size_t i = 0; i < COUNT(process); i++)
        process[i] = run_start("cd %s && XDG_CACHE_HOME=%s/cache %s/tare timeit " LIGHT
                               "--cc ./counting " CHAIN,
                               folder, folder, run_build_folder());
    for (size_t i = 0; i < COUNT(process); i++) {
        struct run run = run_wait(&process[i], TARE_RUN_LIMIT_S);

        cr_expect_eq(run.status, 0, "run %zu: status %d: %s", i, run.status, run.err);
        expect_in(run.out, " per loop (median ");
        run_free(&run);
    }
    cr_expect_eq(count_calls(folder), 2, "both compile: %zu calls", count_calls(folder));
    left = run_shell(5, "ls %s/cache/tare | sed 's/[0-9a-f]\\{16\\}/KEY/' | sort -u", folder);
    cr_expect_str_eq(left.out, "KEY.deps\ntimeit-KEY\n", "the cache holds: %s", left.out);
    run_free(&left);
    run_folder_remove(folder);
}

Test(e2e_timeit, statement_from_standard_input)
{
    char *folder = new_folder();
    struct run run =
        time_in(folder, "printf 'x = x * x * x * x\\n + 7' |", LIGHT "-s 'unsigned x = 3;' -");

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_in(run.out, " per loop (median ");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit, whole_bench_file)
{
    char *folder = new_folder();
    struct run made =
        run_shell(5,
                  "printf '#include <tare.h>\\n#include \"own.h\"\\nTARE_CASE(mine, one)\\n{\\n"
                  "    unsigned x = 3;\\n    tare_loop(t)\\n        tare_keep(x = x * x * x * OWN "
                  "+ 7);\\n}\\n' "
                  ">%s/mine.c && echo '#define OWN 3' >%s/own.h",
                  folder, folder);
    struct run run = time_in(folder, "", LIGHT "-f mine.c --format csv");

    cr_assert_eq(made.status, 0, "%s", made.err);
    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_match(run.out, "\n[^,]+,mine,one,,1,ok,");
    run_free(&run);
    run_free(&made);
    made = run_shell(5, "sed -i 's/OWN + 7/OWM + 7/' %s/mine.c", folder);
    run = time_in(folder, "", LIGHT "-f mine.c");
    cr_expect_eq(run.status, 2, "status %d: %s", run.status, run.err);
    expect_in(run.err, "/mine.c:7:");
    expect_in(run.err, "OWM");
    run_free(&run);
    run_free(&made);
    run_folder_remove(folder);
}

Test(e2e_timeit, letters_mean_what_they_mean_in_python)
{
    char *folder = new_folder();
    struct run run = time_in(folder, "", "-pvn 1000 -r4 -u usec --no-weigh --min-time 3ms " CHAIN);

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_in(run.out, ", best of 4: ");
    expect_match(run.out, " us per loop \\(median " NUMBER " us, 95 % " NUMBER "\\.\\." NUMBER
                          "\\)\nset 1, 1,000 loops a sample, us: " NUMBER " ");
    expect_in(run.out, "\nset 4, 1,000 loops a sample, us: ");
    expect_in(run.err, ": ");
    expect_in(run.err, "-std=gnu11 -g ");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit, results_are_kept_where_asked_for)
{
    char *folder = new_folder();
    struct run run = time_in(folder, "",
                             QUICK "--out kept -p --format csv --weigh p "
                                   "-s 'char *p = malloc(1000); unsigned x = 3;' "
                                   "'x = x * x * x * p[3] + 7'");
    char *path;
    char *text;

    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_in(run.out, ",1,1000,");
    expect_in(run.err, "results in kept/");
    cr_assert(asprintf(&path, "%s/kept", folder) > 0, "out of memory");
    text = tare_run_path(path, "result.json");
    free(path);
    path = text;
    text = run_read_file(path, NULL);
    cr_assert_not_null(text, "no '%s'", path);
    expect_in(text, "CLOCK_THREAD_CPUTIME_ID");
    expect_in(text, "\"flags\": \"-O2\"");
    expect_in(text, "\"command\": \"tare timeit -r 3 ");
    free(text);
    free(path);
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit, crash_costs_its_row)
{
    char *folder = new_folder();
    struct run run = time_in(folder, "", LIGHT "'*(volatile int *)8'");

    cr_expect_eq(run.status, 1, "status %d: %s", run.status, run.err);
    expect_in(run.out, "crashed: SIGSEGV");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_timeit, help_names_every_flag)
{
    static const char *const flags[] = {"-s, --setup", "-n, --number",  "-r, --repeat",
                                        "-u, --unit",  "-p, --process", "-v, --verbose",
                                        "-f, --file",  "--cc",          "--cflags",
                                        "--include",   "--link",        "--weigh"};
    struct run run = run_shell(10, "%s/tare help timeit", run_build_folder());

    cr_expect_eq(run.status, 0, "status %d", run.status);
    for (size_t i = 0; i < COUNT(flags); i++)
        expect_in(run.out, flags[i]);
    run_free(&run);
}
