/* SPDX-License-Identifier: MIT */
/*
 * What the header's loops compile to at -O2: the statement and one counter in a register.
 * The cases are in tests/header/loops.c.
 */
#include <criterion/criterion.h>

#include "support_loop.h"
#include "support_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct compiler {
    const char *command;
    const char *flags;
    const char *objdump;
    enum loop_machine machine;
    const char *parameters; /* behind a function's name: C++ shows them */
};

#if defined(__aarch64__)
#define NATIVE LOOP_AARCH64
#else
#define NATIVE LOOP_X86_64
#endif
#define C_FLAGS   "-x c -std=gnu11"
#define CXX_FLAGS "-x c++ -std=gnu++17"
#define ARM_FLAGS "--target=aarch64-linux-gnu -ffreestanding"

static const struct compiler gcc = {"gcc", C_FLAGS, "objdump", NATIVE, ""};
static const struct compiler gxx = {"g++", CXX_FLAGS, "objdump", NATIVE, "(tare*)"};
static const struct compiler clang = {"clang", C_FLAGS, "objdump", NATIVE, ""};
static const struct compiler clangxx = {"clang++", CXX_FLAGS, "objdump", NATIVE, "(tare*)"};
static const struct compiler clang_arm = {"clang", C_FLAGS " " ARM_FLAGS, "llvm-objdump",
                                          LOOP_AARCH64, ""};

/* What the loop of a case holds beside its counter. */
static const struct expectation {
    const char *name;
    size_t loads;
    size_t stores;
    size_t others; /* instructions that neither count nor touch memory, at most */
} expectations[] = {
    {"loop_of_empty", 0, 0, 0},
    {"loop_of_keep_int", 0, 0, 0},
    {"loop_of_keep_pointer", 0, 0, 0},
    {"loop_of_keep_double", 0, 0, 0},
    {"loop_of_keep_member", 1, 0, 0},
    {"loop_of_keep_member_weighed", 1, 0, 0},
    {"loop_of_keep_real_member", 1, 0, 0},
    {"loop_of_walk", 1, 0, 0},
    {"loop_of_walk_weighed", 1, 0, 0},
    {"loop_of_write", 0, 1, 0},
    {"fresh_of_empty", 0, 0, 1}, /* clang subtracts what it also needs behind the loop */
    {"wrong_of_stored", 0, 1, 0},
    {"wrong_of_pointer_escaped", 2, 0, 0},
};

/* The disassembly of tests/header/loops.c; NULL where a tool is missing. The caller frees. */
static char *disassemble(const struct compiler *compiler)
{
    char *folder;
    struct run run;
    char *text = NULL;

    if (!run_has_command(compiler->command) || !run_has_command(compiler->objdump))
        return NULL;
    folder = run_folder_new();
    run = run_shell(30,
                    "%s %s -O2 -Iinclude -c tests/header/loops.c -o %s/loops.o && "
                    "%s -d -C --no-show-raw-insn %s/loops.o",
                    compiler->command, compiler->flags, folder, compiler->objdump, folder);
    cr_assert_eq(run.status, 0, "%s failed: %s", compiler->command, run.err);
    text = run.out;
    free(run.err);
    run_folder_remove(folder);
    return text;
}

static struct loop loop_of(const char *disassembly, const char *name,
                           const struct compiler *compiler)
{
    char function[96];
    const char *problem;
    struct loop loop = {0};

    snprintf(function, sizeof(function), "tare_run_%s%s", name, compiler->parameters);
    cr_assert(loop_find(disassembly, function, compiler->machine, &loop, &problem), "%s, %s: %s",
              compiler->command, name, problem);
    return loop;
}

static void expect(const char *disassembly, const struct expectation *expected,
                   const struct compiler *compiler)
{
    struct loop loop = loop_of(disassembly, expected->name, compiler);
    size_t memory = expected->loads + expected->stores;
    char *text = loop_text(&loop);

    cr_expect_eq(loop.loads, expected->loads, "%s %s, %s: %zu loads, not %zu:\n%s",
                 compiler->command, compiler->flags, expected->name, loop.loads, expected->loads,
                 text);
    cr_expect_eq(loop.stores, expected->stores, "%s %s, %s: %zu stores, not %zu:\n%s",
                 compiler->command, compiler->flags, expected->name, loop.stores, expected->stores,
                 text);
    cr_expect_leq(loop.count, loop.counting + memory + expected->others,
                  "%s %s, %s: more than the statement and the counter:\n%s", compiler->command,
                  compiler->flags, expected->name, text);
    cr_expect(loop.counting >= 2 && loop.counting <= 3,
              "%s %s, %s: %zu instructions count, not 2 or 3:\n%s", compiler->command,
              compiler->flags, expected->name, loop.counting, text);
    cr_expect_eq(loop.calls, 0, "%s %s, %s: a call in the loop:\n%s", compiler->command,
                 compiler->flags, expected->name, text);
    free(text);
}

static void expect_all(const struct compiler *compiler)
{
    char *disassembly = disassemble(compiler);

    if (disassembly == NULL)
        cr_skip_test("no %s or no %s here", compiler->command, compiler->objdump);
    for (size_t i = 0; i < sizeof(expectations) / sizeof(expectations[0]); i++)
        expect(disassembly, &expectations[i], compiler);
    free(disassembly);
}

Test(header_code, loop_is_statement_and_counter_with_gcc)
{
    expect_all(&gcc);
}

Test(header_code, loop_is_statement_and_counter_with_clang)
{
    expect_all(&clang);
}

Test(header_code, loop_is_statement_and_counter_with_gxx)
{
    expect_all(&gxx);
}

Test(header_code, loop_is_statement_and_counter_with_clangxx)
{
    expect_all(&clangxx);
}

Test(header_code, loop_is_statement_and_counter_on_aarch64)
{
    expect_all(&clang_arm);
}

static void expect_same(const struct compiler *compiler, const char *plain, const char *weighed,
                        bool same)
{
    char *disassembly = disassemble(compiler);
    struct loop a, b;
    char *text;

    if (disassembly == NULL)
        cr_skip_test("no %s or no %s here", compiler->command, compiler->objdump);
    a = loop_of(disassembly, plain, compiler);
    b = loop_of(disassembly, weighed, compiler);
    text = loop_text(&b);
    cr_expect_eq(loop_same(&a, &b), same, "%s: %s is %s %s:\n%s", compiler->command, weighed,
                 same ? "not the loop of" : "the loop of", plain, text);
    free(text);
    free(disassembly);
}

Test(header_code, weighing_changes_no_loop_with_gcc)
{
    expect_same(&gcc, "loop_of_keep_member", "loop_of_keep_member_weighed", true);
    expect_same(&gcc, "loop_of_walk", "loop_of_walk_weighed", true);
    expect_same(&gcc, "loop_of_keep_member", "wrong_of_pointer_escaped", false);
}

Test(header_code, weighing_changes_no_loop_with_clang)
{
    expect_same(&clang, "loop_of_keep_member", "loop_of_keep_member_weighed", true);
    expect_same(&clang, "loop_of_walk", "loop_of_walk_weighed", true);
    expect_same(&clang, "loop_of_keep_member", "wrong_of_pointer_escaped", false);
}

/* A loop whose jump straddles a cache line can take twice as long (STATISTICS.md, rule 5): what
 * BENCH_FLAGS built, as tare.pc has them, begins its loops at one. */
Test(header_code, timed_loops_begin_a_cache_line)
{
    static const char *const cases[] = {"chain_of_single", "chain_of_doubled"};
    struct run run;

    if (getenv("TARE_TEST_SAN"))
        cr_skip_test("sanitizers put code of theirs into the loops");
    run = run_shell(30, "objdump -d --no-show-raw-insn %s/fixtures/plain", run_build_folder());
    cr_assert_eq(run.status, 0, "objdump failed: %s", run.err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct loop loop = loop_of(run.out, cases[i], &gcc);

        cr_expect_eq(loop.instruction[0].address % 64, 0, "%s: its loop begins at %#jx", cases[i],
                     (uintmax_t)loop.instruction[0].address);
    }
    run_free(&run);
}

/* The functions of cases in a disassembly, and how many of them do not begin a cache line. */
static size_t count_functions(const char *disassembly, size_t *astray)
{
    static const char mark[] = " <tare_run_";
    size_t count = 0;

    *astray = 0;
    for (const char *at = strstr(disassembly, mark); at; at = strstr(at + 1, mark)) {
        const char *line = at;

        while (line > disassembly && line[-1] != '\n')
            line--;
        if (at - line != 16 || strncmp(at + strcspn(at, "\n") - 2, ">:", 2) != 0)
            continue; /* a jump into it */
        count++;
        *astray += strtoull(line, NULL, 16) % 64 != 0;
    }
    return count;
}

/* Who builds without the flags of tare.pc still has his cases at fixed places in a line. */
Test(header_code, cases_begin_a_cache_line_without_flags)
{
    static const struct compiler *const compilers[] = {&gcc, &clang};

    for (size_t i = 0; i < sizeof(compilers) / sizeof(compilers[0]); i++) {
        char *disassembly = disassemble(compilers[i]);
        size_t count, astray;

        if (disassembly == NULL)
            continue;
        count = count_functions(disassembly, &astray);
        cr_expect(count >= 10, "%s: %zu cases were found", compilers[i]->command, count);
        cr_expect_eq(astray, 0, "%s: %zu of %zu cases begin within a line", compilers[i]->command,
                     astray, count);
        free(disassembly);
    }
}

/* That the checker can fail: each of these loops would break an expectation. */
Test(header_code, checker_sees_what_is_wrong)
{
    char *disassembly = disassemble(&gcc);
    const char *problem;
    struct loop loop;

    if (disassembly == NULL)
        cr_skip_test("no gcc or no objdump here");
    loop = loop_of(disassembly, "wrong_of_stored", &gcc);
    cr_expect_eq(loop.stores, 1, "the volatile store was not seen");
    loop = loop_of(disassembly, "wrong_of_pointer_escaped", &gcc);
    cr_expect_eq(loop.loads, 2, "the reload of the pointer was not seen");
    loop = loop_of(disassembly, "wrong_of_counter_in_memory", &gcc);
    cr_expect(loop.loads > 0 && loop.stores > 0, "the counter in memory was not seen");
    cr_expect_not(
        loop_find(disassembly, "tare_run_wrong_of_optimised_away", NATIVE, &loop, &problem),
        "a loop was seen where the compiler removed it");
    cr_expect_str_eq(problem, "no loop", "problem is '%s'", problem);
    cr_expect_not(loop_find(disassembly, "tare_run_wrong_of_nothing", NATIVE, &loop, &problem),
                  "a function was seen that is not there");
    cr_expect_str_eq(problem, "no such function", "problem is '%s'", problem);
    free(disassembly);
}

static const char operand_kinds[] = "0000000000000000 <f>:\n"
                                    "   0:\tmov    (%rbx),%edx\n"
                                    "   2:\tmov    %edx,0x8(%rsp)\n"
                                    "   4:\taddl   $0x1,0x8(%rsp)\n"
                                    "   6:\tcmpl   $0x1,0x8(%rsp)\n"
                                    "   8:\timul   $0x3,0x8(%rsp),%rax\n"
                                    "   a:\tlea    0x8(%rsp),%rax\n"
                                    "   c:\tnopw   0x0(%rax,%rax,1)\n"
                                    "   e:\tmov    %fs:0x28,%rax\n"
                                    "  10:\tmov    %rax,0x0(%rip)        # 17 <f+0x17>\n"
                                    "  12:\tlock cmpxchg %rcx,(%rdi)\n"
                                    "  14:\tsub    $0x1,%rax\n"
                                    "  16:\tjne    0 <f>\n"
                                    "\n";

Test(header_code, checker_tells_loads_from_stores)
{
    static const struct {
        bool loads;
        bool stores;
    } expected[] = {{true, false}, {false, true},  {true, true},   {true, false},
                    {true, false}, {false, false}, {false, false}, {true, false},
                    {false, true}, {true, true},   {false, false}, {false, false}};
    const char *problem;
    struct loop loop;

    cr_assert(loop_find(operand_kinds, "f", LOOP_X86_64, &loop, &problem), "%s", problem);
    cr_assert_eq(loop.count, sizeof(expected) / sizeof(expected[0]), "%zu instructions",
                 loop.count);
    for (size_t i = 0; i < loop.count; i++) {
        cr_expect_eq(loop.instruction[i].loads, expected[i].loads, "loads of '%s %s'",
                     loop.instruction[i].mnemonic, loop.instruction[i].operands);
        cr_expect_eq(loop.instruction[i].stores, expected[i].stores, "stores of '%s %s'",
                     loop.instruction[i].mnemonic, loop.instruction[i].operands);
    }
    cr_expect_eq(loop.counting, 2, "%zu instructions count", loop.counting);
}
