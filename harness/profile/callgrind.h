/* SPDX-License-Identifier: MIT */
/*
 * Reads what callgrind wrote with --dump-instr=yes --dump-line=no: what was spent at each
 * instruction, and in what it calls. The format: "Callgrind Format Specification" in valgrind's
 * manual; addresses are those of the object file.
 */
#ifndef TARE_PROFILE_CALLGRIND_H
#define TARE_PROFILE_CALLGRIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

/* The two flags that have callgrind collect within the function `entry` alone: as C has its name,
 * and as valgrind demangles that of C++. */
#define TARE_CALLGRIND_WITHIN_BYTES 320
void tare_callgrind_within(const char *entry, char (*flags)[TARE_CALLGRIND_WITHIN_BYTES]);

/* What valgrind writes of an instruction that it does not know, and what helps. */
#define TARE_CALLGRIND_UNKNOWN "unhandled instruction"
#define TARE_CALLGRIND_UNKNOWN_HINT                                                                \
    "valgrind does not know an instruction of it: build with -march=x86-64-v3 at most"

enum tare_callgrind_event {
    TARE_CALLGRIND_INSTRUCTIONS, /* Ir */
    TARE_CALLGRIND_D1_MISSES,    /* D1mr + D1mw */
    TARE_CALLGRIND_MISPREDICTS,  /* Bcm + Bim */
    TARE_CALLGRIND_EVENTS,
};

/* A line of costs. */
struct tare_callgrind_cost {
    const char *object;        /* path, valid during the call */
    uint64_t address;          /* in it */
    bool is_call;              /* spent in what it calls; else by the instruction itself */
    const char *called_object; /* of a call: where it leads, and how often it was made */
    uint64_t called_address;
    uint64_t calls;
    uint64_t count[TARE_CALLGRIND_EVENTS];
};

/* Takes one. 0, or -1 with `err`: the reading ends. */
typedef int tare_callgrind_take(void *context, const struct tare_callgrind_cost *cost,
                                struct tare_err *err);

/* 0, or -1 with TARE_ERR_INPUT, which names the line that is none of callgrind's, or what `take`
 * said. */
int tare_callgrind_read(FILE *file, tare_callgrind_take *take, void *context, struct tare_err *err);

#endif
