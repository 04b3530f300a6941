/* SPDX-License-Identifier: MIT */
/*
 * The machine code of one function of a relocatable object. Nothing is disassembled: in an object
 * (RELA, as x86-64 and aarch64 have it) every operand that depends on where the linker puts things
 * is zero and listed apart, so that functions which do the same by the same instructions have the
 * same bytes. Calls within a section are such operands only with -ffunction-sections.
 */
#ifndef TARE_SYS_ELF_CODE_H
#define TARE_SYS_ELF_CODE_H

#include <stddef.h>

#include "base/err.h"

struct tare_elf_code {
    unsigned char *bytes; /* [count]; NULL: none */
    size_t count;
};

/*
 * Reads the function `symbol` of the object file `path`. 0, or -1 with TARE_ERR_INPUT (no object,
 * damaged, no such function in it, as where it holds no machine code yet: -flto) or
 * TARE_ERR_SYSTEM. `code` is to be freed in either case.
 */
int tare_elf_code_read(const char *path, const char *symbol, struct tare_elf_code *code,
                       struct tare_err *err);
void tare_elf_code_free(struct tare_elf_code *code);

#endif
