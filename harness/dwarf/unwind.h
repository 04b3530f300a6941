/* SPDX-License-Identifier: MIT */
/*
 * Who called whom, from registers and a copy of the top of a stack that were taken in a process
 * earlier. Frames are found by the call frame information of its modules, so that code needs no
 * frame pointer.
 */
#ifndef TARE_DWARF_UNWIND_H
#define TARE_DWARF_UNWIND_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct tare_dwarf_unwinder;

/* Reads which modules the process has mapped; it must be there still. NULL with `err`. To be
 * closed. */
struct tare_dwarf_unwinder *tare_dwarf_unwinder_open(pid_t pid, struct tare_err *err);
void tare_dwarf_unwinder_close(struct tare_dwarf_unwinder *unwinder);

struct tare_dwarf_stack {
    uint64_t pc;
    const uint64_t *reg; /* by their numbers in DWARF: 16 on x86-64, 32 on aarch64 */
    uint64_t address;    /* of bytes[0] in the process */
    const unsigned char *bytes;
    size_t byte_count;
};

/*
 * Addresses in the process, innermost first: where it stood, then the last byte of each call.
 * Returns how many, `room` at most; the outermost ones are missing where the copy of the stack or
 * the frame information ends before them.
 */
size_t tare_dwarf_unwind(struct tare_dwarf_unwinder *unwinder, const struct tare_dwarf_stack *stack,
                         uint64_t *addresses, size_t room);

#endif
