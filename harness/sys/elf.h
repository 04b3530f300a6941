/* SPDX-License-Identifier: MIT */
/*
 * What an executable file says of itself before it is run: whether it is a tare bench at all, and
 * how it was linked. It neither runs the file nor reads its DWARF.
 */
#ifndef TARE_SYS_ELF_H
#define TARE_SYS_ELF_H

#include <stdbool.h>

#include "base/err.h"

#define TARE_ELF_BUILD_ID_BYTES 65

struct tare_elf_facts {
    bool has_cases;      /* a section named tare_cases: linked with libtare.a */
    bool is_pie;         /* type ET_DYN: loaded at an address drawn anew by each exec */
    bool is_static;      /* no PT_INTERP: LD_PRELOAD does nothing to it */
    bool has_debug_info; /* .debug_info, or .zdebug_info of old compilers */
    bool is_stripped;    /* no .symtab */
    bool has_asan;       /* AddressSanitizer, linked in or needed; not seen where both linked in
                            by -static-libasan and stripped */
    char build_id[TARE_ELF_BUILD_ID_BYTES]; /* hexadecimal; empty where the linker wrote none */
};

/*
 * Reads the facts of `path`, a file that this user may execute and this machine can: an ELF
 * executable (position independent or not) of this class, byte order and architecture.
 * Returns 0, or -1 with TARE_ERR_INPUT (missing, a directory, not executable, no ELF, a shared
 * library or object file, for another machine, damaged) or TARE_ERR_SYSTEM, `facts` being zeroed.
 */
int tare_elf_read(const char *path, struct tare_elf_facts *facts, struct tare_err *err);

/*
 * The same, asking whether `path` is a tare bench executable. Where `is_bench` is NULL, an
 * executable that is none is an error (TARE_ERR_INPUT) that says what to link; otherwise the
 * answer goes to `*is_bench` (false after an error) and the return value is 0. `facts` may be NULL.
 */
int tare_elf_bench(const char *path, bool *is_bench, struct tare_elf_facts *facts,
                   struct tare_err *err);

#endif
