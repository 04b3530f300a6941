/* SPDX-License-Identifier: MIT */
/*
 * What the families of cases share. Not a part of tare: a case of another project needs none of it.
 */
#ifndef BENCH_CASE_H
#define BENCH_CASE_H

#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

#include <tare.h>

/*
 * An operation that a loop times is a function of its own: the compiler cannot fit it to the case
 * around it, and a profiler or a disassembler shows it by its name.
 */
#if __has_attribute(noipa)
#define OPERATION __attribute__((noipa)) static
#else
#define OPERATION __attribute__((noinline)) static
#endif

/*
 * Memory for `count` > 0 objects of `bytes` > 0 bytes, or death: a case without its data has
 * nothing to measure, and a crash costs its own row alone. The caller frees.
 */
static inline void *must_alloc(size_t count, size_t bytes)
{
    if (count == 0 || bytes == 0 || count > SIZE_MAX / bytes)
        abort();

    void *memory = malloc(count * bytes);
    if (memory == NULL)
        abort();
    return memory;
}

/* The same at the begin of a cache line; `count * bytes` is a multiple of LINE_BYTES. */
enum { LINE_BYTES = 64 };

static inline void *must_alloc_lines(size_t count, size_t bytes)
{
    if (count == 0 || bytes == 0 || count > SIZE_MAX / bytes || count * bytes % LINE_BYTES != 0)
        abort();

    void *memory = aligned_alloc(LINE_BYTES, count * bytes);
    if (memory == NULL)
        abort();
    return memory;
}

/*
 * From here on what is freed stays with the process. For cases that build the same thing again and
 * again: else glibc gives memory back after some of them and faults it in again for the next, by
 * the sizes of the blocks, and that is what is compared.
 */
static inline void heap_keep(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20); /* the most that it takes; no block here has more */
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

/*
 * Makes one of the free blocks that lie side by side, as glibc does where a large block is wanted.
 * Small blocks are given out again in the order in which they came back, so that what is built
 * after a graph was dropped lies scattered, more in each sample than in the one before. After this
 * it lies in order, as in a fresh process.
 */
static inline void heap_tidy(void)
{
    void *large = must_alloc(1, 65536);

    tare_keep_ptr(large);
    free(large);
}

/* The same before each sample, as `prepare` of tare_loop_fresh. */
static inline void heap_tidy_first(void *arg, size_t i)
{
    (void)arg;
    if (i == 0)
        heap_tidy();
}

/* Stands for a case of a library that was not there when the suite was built. */
#define CASE_WITHOUT(group, variant, package)                                                      \
    TARE_CASE(group, variant)                                                                      \
    {                                                                                              \
        tare_skip(t, "built without %s: `make deps` installs it", package);                        \
    }

/* The block, shrunk to `bytes` > 0 of what it had, or death. */
static inline void *must_fit(void *memory, size_t bytes)
{
    void *fitted = realloc(memory, bytes);

    if (fitted == NULL)
        abort();
    return fitted;
}

/* Uniform in 0 .. limit - 1; the bias of the remainder is below limit / 2^64. */
static inline uint64_t random_below(struct tare *t, uint64_t limit)
{
    return tare_random(t) % limit;
}

/*
 * Random places in 0 .. n - 1, n below 2^32, for an operation that visits them: a linear
 * congruential generator (Knuth's MMIX) in a register, so that no array of indices competes for the
 * cache. Any state begins a sequence; the same state, the same places. The next place does not wait
 * for what lies at this one, unless the operation adds that to the state.
 */
static inline size_t place_next(uint64_t *state, size_t n)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)((*state >> 32) * n >> 32);
}

#endif
