/* SPDX-License-Identifier: MIT */
/* What packing.c counts with in several threads, and where. Included by packing.c only. */
#ifndef BENCH_PACKING_COUNTERS_H
#define BENCH_PACKING_COUNTERS_H

#include "case.h"

/* What a thread looks at in an operation. To draw an event takes a nanosecond, to count it in a
 * register or on a line that is one's own nothing beside that. */
enum { EVENTS = 1000 };

/* Whether the next event counts: every second one does, and no compiler sees which. */
static inline uint64_t event_next(uint64_t *state)
{
    return place_next(state, 2);
}

/* A counter for each thread, side by side: eight share a cache line, and storage that threads share
 * comes from tare in whole lines. */
struct adjacent {
    uint64_t count;
};

/* A counter for each thread on a line of its own: 56 bytes of padding. */
struct own_line {
    _Alignas(LINE_BYTES) uint64_t count;
};

_Static_assert(sizeof(struct own_line) == LINE_BYTES, "8 bytes of count, 56 of padding");

/*
 * Counts in memory, event by event, as a counter does that others may read at any time: relaxed
 * loads and stores are plain ones, of which the compiler leaves none out.
 */
OPERATION void count_in_memory(uint64_t *count)
{
    uint64_t state = 0;

    for (int i = 0; i < EVENTS; i++) {
        uint64_t now = __atomic_load_n(count, __ATOMIC_RELAXED);

        __atomic_store_n(count, now + event_next(&state), __ATOMIC_RELAXED);
    }
}

/* Counts in a register, and in memory once, at the end. */
OPERATION void count_at_end(uint64_t *count)
{
    uint64_t state = 0, counted = 0;

    for (int i = 0; i < EVENTS; i++)
        counted += event_next(&state);
    __atomic_store_n(count, __atomic_load_n(count, __ATOMIC_RELAXED) + counted, __ATOMIC_RELAXED);
}

/* Counts in memory that all threads write: a locked instruction, and the line goes round. */
OPERATION void count_atomically(uint64_t *count)
{
    uint64_t state = 0;

    for (int i = 0; i < EVENTS; i++)
        __atomic_fetch_add(count, event_next(&state), __ATOMIC_RELAXED);
}

#endif
