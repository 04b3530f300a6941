/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "support_loop.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTION_INSTRUCTIONS_MAX 512

static bool begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_any(const char *word, const char *const list[])
{
    for (size_t i = 0; list[i] != NULL; i++)
        if (begins(word, list[i]))
            return true;
    return false;
}

/* Behind the next comma outside of parentheses; NULL: this is the last operand. */
static const char *next_operand(const char *operand)
{
    int depth = 0;

    for (const char *c = operand; *c != '\0'; c++) {
        depth += (*c == '(') - (*c == ')');
        if (*c == ',' && depth == 0)
            return c + 1;
    }
    return NULL;
}

/* `8(%rsp)`, `%fs:0x28` and `0x404028` are memory; `%rax`, `$0x1` and `%st(1)` are not. */
static bool is_memory(const char *operand)
{
    if (*operand == '%')
        return operand[strcspn(operand, ":,")] == ':';
    return *operand != '$' && *operand != '\0';
}

/* AT&T syntax writes to the last operand, if to any. */
static void judge_x86_64(struct loop_instruction *instruction)
{
    static const char *const untouched[] = {"lea", "nop", "prefetch", "data16", "cs", NULL};
    static const char *const reading[] = {"cmp",  "test", "ucomis", "comis", "mul",
                                          "imul", "div",  "idiv",   "ptest", NULL};
    static const char *const overwriting[] = {"mov", "set", "vmov", "pextr", NULL};
    const char *name = instruction->mnemonic;
    const char *operand = instruction->operands;

    instruction->jumps = *name == 'j';
    instruction->calls = begins(name, "call");
    instruction->stores = begins(name, "push") || instruction->calls;
    instruction->loads = begins(name, "pop") || begins(name, "ret");
    if (instruction->jumps || instruction->calls || is_any(name, untouched))
        return;
    for (const char *next; (next = next_operand(operand)) != NULL; operand = next)
        instruction->loads |= is_memory(operand);
    if (is_memory(operand)) {
        instruction->stores |= !is_any(name, reading) || begins(name, "cmpxchg");
        instruction->loads |= !is_any(name, overwriting);
    }
}

static void judge_aarch64(struct loop_instruction *instruction)
{
    static const char *const jumps[] = {"cbz", "cbnz", "tbz", "tbnz", "b.", NULL};
    const char *name = instruction->mnemonic;

    instruction->jumps = is_any(name, jumps) || strcmp(name, "b") == 0;
    instruction->calls = strcmp(name, "bl") == 0 || strcmp(name, "blr") == 0;
    instruction->loads = begins(name, "ld") || begins(name, "cas") || begins(name, "swp");
    instruction->stores = begins(name, "st") || begins(name, "cas") || begins(name, "swp");
}

/* Adds, subtracts, compares or jumps, and touches no memory. */
static bool counts(const struct loop_instruction *instruction)
{
    static const char *const names[] = {"add", "sub", "inc", "dec", "cmp", "test", NULL};

    return (instruction->jumps || is_any(instruction->mnemonic, names)) && !instruction->loads &&
           !instruction->stores;
}

/* Where a jump goes: the last hexadecimal number in front of `<symbol+0x..>`. */
static uint64_t target_of(const char *operands)
{
    const char *end = strchr(operands, '<');
    const char *at = end != NULL ? end : operands + strlen(operands);

    while (at > operands && isspace((unsigned char)at[-1]))
        at--;
    while (at > operands && (isxdigit((unsigned char)at[-1]) || at[-1] == 'x'))
        at--;
    return strtoull(at, NULL, 16);
}

/* "  18:\tsub    $0x1,%rax"; false where the line is none. */
static bool parse_line(const char *line, enum loop_machine machine,
                       struct loop_instruction *instruction)
{
    char *end, *comment;

    *instruction = (struct loop_instruction){.address = strtoull(line, &end, 16)};
    if (end == line || *end != ':' ||
        sscanf(end + 1, " %23s %103[^\n]", instruction->mnemonic, instruction->operands) < 1)
        return false;
    comment = strstr(instruction->operands, " # ");
    if (comment != NULL)
        *comment = '\0';
    if (machine == LOOP_X86_64)
        judge_x86_64(instruction);
    else
        judge_aarch64(instruction);
    if (instruction->jumps)
        instruction->target = target_of(instruction->operands);
    return true;
}

/* The instructions of the function, at most FUNCTION_INSTRUCTIONS_MAX. */
static size_t parse_function(const char *disassembly, const char *function,
                             enum loop_machine machine, struct loop_instruction *list)
{
    char head[160];
    const char *at;
    size_t count = 0;

    snprintf(head, sizeof(head), "<%s>:\n", function);
    at = strstr(disassembly, head);
    if (at == NULL)
        return 0;
    for (at = strchr(at, '\n') + 1; *at != '\0' && *at != '\n'; at++) {
        if (count < FUNCTION_INSTRUCTIONS_MAX)
            count += parse_line(at, machine, &list[count]);
        at = strchrnul(at, '\n');
        if (*at == '\0')
            break;
    }
    return count;
}

/* Index of the instruction where the jump `last` goes back to; `last` + 1 where it does not. */
static size_t first_of_loop(const struct loop_instruction *list, size_t last)
{
    size_t first = 0;

    if (!list[last].jumps || list[last].target > list[last].address)
        return last + 1;
    while (first <= last && list[first].address != list[last].target)
        first++;
    return first;
}

static void take(struct loop *loop, const struct loop_instruction *list, size_t count)
{
    *loop = (struct loop){.count = count};
    for (size_t i = 0; i < count; i++) {
        loop->instruction[i] = list[i];
        loop->loads += list[i].loads;
        loop->stores += list[i].stores;
        loop->calls += list[i].calls;
        loop->counting += counts(&list[i]);
    }
}

bool loop_find(const char *disassembly, const char *function, enum loop_machine machine,
               struct loop *loop, const char **problem)
{
    static struct loop_instruction list[FUNCTION_INSTRUCTIONS_MAX];
    size_t count = parse_function(disassembly, function, machine, list);
    size_t best = LOOP_INSTRUCTIONS_MAX + 1;

    *problem = count == 0 ? "no such function" : "no loop";
    for (size_t last = 0; last < count; last++) {
        size_t first = first_of_loop(list, last);

        if (first <= last && last - first + 1 < best) {
            best = last - first + 1;
            take(loop, &list[first], best);
        }
    }
    return best <= LOOP_INSTRUCTIONS_MAX;
}

bool loop_same(const struct loop *a, const struct loop *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->instruction[i].mnemonic, b->instruction[i].mnemonic) != 0 ||
            a->instruction[i].loads != b->instruction[i].loads ||
            a->instruction[i].stores != b->instruction[i].stores)
            return false;
    return true;
}

char *loop_text(const struct loop *loop)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);

    for (size_t i = 0; i < loop->count; i++)
        fprintf(out, "%s %s\n", loop->instruction[i].mnemonic, loop->instruction[i].operands);
    fclose(out);
    return text;
}
