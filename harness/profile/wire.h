/* SPDX-License-Identifier: MIT */
/*
 * The samples of a profile: what libtare-sample.so writes and `tare profile` reads, in one memfd
 * that both map. A sample is the registers and the top of the stack where the timer met the case;
 * it is unwound later, by the reader, so that the process that is measured pays for a copy of some
 * kilobytes a millisecond and nothing else.
 *
 * The reader makes the memfd and names it in the environment as TARE_SAMPLE_FD=<number>;
 * LD_PRELOAD=/proc/self/fd/<number> names the library, as its first entry. The library takes both
 * out of its environment. To start or stop the timer, the reader sets `wanted` and sends
 * TARE_SAMPLE_SIGNAL to the main thread; `ticking` then says so. One thread, the main one, is
 * sampled.
 */
#ifndef TARE_PROFILE_WIRE_H
#define TARE_PROFILE_WIRE_H

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>

#define TARE_SAMPLE_FD_VARIABLE "TARE_SAMPLE_FD"
#define TARE_SAMPLE_SIGNAL      SIGPROF
#define TARE_SAMPLE_MAGIC       UINT64_C(0x454c504d41534554) /* "TESAMPLE" in memory order */
#define TARE_SAMPLE_VERSION     1u

/* Odd, so that it does not march in step with the case; 1 kHz, since at ten times that the case
 * runs slower, and at a hundred times the profile is of the sampler. */
#define TARE_SAMPLE_PERIOD_NS UINT64_C(997003)

#define TARE_SAMPLE_STACK_BYTES 8192
#define TARE_SAMPLE_REGISTERS   32 /* by their numbers in DWARF: 16 on x86-64, 32 on aarch64 */

struct tare_sample_record {
    uint64_t pc;
    uint64_t reg[TARE_SAMPLE_REGISTERS];
    uint64_t stack_address; /* of the copy's first byte */
    uint64_t stack_bytes;   /* of the copy */
    unsigned char stack[TARE_SAMPLE_STACK_BYTES];
};

struct tare_sample_page {
    uint64_t magic;
    uint32_t version;
    uint32_t record_bytes;
    uint64_t capacity;  /* records */
    uint64_t period_ns; /* of the timer */
    _Atomic uint32_t attached;
    _Atomic uint32_t wanted;
    _Atomic uint32_t ticking;
    _Atomic uint64_t count;    /* records written */
    _Atomic uint64_t lost;     /* ticks for which there was no room */
    _Atomic uint64_t overruns; /* ticks that came before the one before was handled */
    struct tare_sample_record record[];
};

#endif
