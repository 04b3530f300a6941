/* SPDX-License-Identifier: MIT */
/*
 * The innermost loop of a function, read from the text of `objdump -d --no-show-raw-insn` (GNU or
 * LLVM), for tests of what a macro compiles to. Knows x86-64 in AT&T syntax and aarch64.
 */
#ifndef TARE_TESTS_SUPPORT_LOOP_H
#define TARE_TESTS_SUPPORT_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOOP_INSTRUCTIONS_MAX 64

enum loop_machine { LOOP_X86_64, LOOP_AARCH64 };

struct loop_instruction {
    uint64_t address;
    char mnemonic[24];
    char operands[104];
    uint64_t target; /* of a jump, else 0 */
    bool jumps;
    bool loads;  /* reads memory */
    bool stores; /* writes memory */
    bool calls;
};

/* From the target of a backward jump to that jump. */
struct loop {
    size_t count;
    struct loop_instruction instruction[LOOP_INSTRUCTIONS_MAX];
    size_t loads;
    size_t stores;
    size_t calls;
    size_t counting; /* additions, subtractions, comparisons and jumps between registers alone */
};

/*
 * Finds the shortest backward jump of `function`. True, or false with `*problem` saying what is
 * missing (a static string). A loop with a jump out of its middle counts as one.
 */
bool loop_find(const char *disassembly, const char *function, enum loop_machine machine,
               struct loop *loop, const char **problem);

/* Do both do the same: equal mnemonics in order, and memory in the same places? */
bool loop_same(const struct loop *a, const struct loop *b);

/* The loop's text, for messages; the caller frees. */
char *loop_text(const struct loop *loop);

#endif
