/* SPDX-License-Identifier: MIT */
/*
 * The snippets of the self-test (selftest.c). Arms a to f do the same work; plus_N does N % more of
 * it by construction: more multiplications, nodes, pairs of malloc and free, searches, lookups. All
 * arms of a snippet come through one function, so that code and alignment are the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "list.h"

#define CHAIN       1000
#define LIST        4096  /* 256 KB */
#define LARGE_LIST  20000 /* 1.28 MB */
#define PAIRS       200
#define SEARCHES    400
#define KEYS        1024
#define LOOKUPS     1000
#define SLOTS       4096
#define GOLDEN      UINT64_C(0x9e3779b97f4a7c15)
#define BLOCK_BYTES 64

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

__attribute__((noinline)) static uint64_t multiply(uint64_t x, size_t count)
{
    while (count--) {
        x *= GOLDEN;
        tare_keep(x);
    }
    return x;
}

static void run_chain(struct tare *t, double more)
{
    size_t count = (size_t)(CHAIN * more + 0.5);
    uint64_t x = tare_random(t) | 1;

    tare_loop(t) {
        x = multiply(x, count); /* else one operation begins before the last has ended */
        tare_keep(x);
    }
}

static void run_list(struct tare *t, double nodes_wanted)
{
    size_t count = (size_t)(nodes_wanted + 0.5);
    struct node *nodes = list_new(t, count);
    const struct node *at;

    at = nodes;
    tare_loop(t) {
        at = list_chase(at, count); /* once around */
        tare_keep(at);
    }
    free(nodes);
}

__attribute__((noinline)) static void take_and_give(size_t count, size_t bytes)
{
    while (count--) {
        void *block = malloc(bytes);

        tare_keep(block);
        free(block);
    }
}

static void run_malloc(struct tare *t, double more)
{
    size_t count = (size_t)(PAIRS * more + 0.5);

    tare_loop(t)
        take_and_give(count, BLOCK_BYTES);
}

__attribute__((noinline)) static size_t search_all(const int *sorted, const int *wanted,
                                                   size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        size_t low = 0;
        size_t high = KEYS;

        while (low < high) {
            size_t middle = (low + high) / 2;

            if (sorted[middle] < wanted[i])
                low = middle + 1;
            else
                high = middle;
            tare_keep(low); /* a branch, not a conditional move */
        }
        found += low;
    }
    return found;
}

static void run_search(struct tare *t, double more)
{
    size_t count = (size_t)(SEARCHES * more + 0.5);
    int *sorted = must(calloc(KEYS, sizeof *sorted));
    int *wanted = must(calloc(count, sizeof *wanted));

    for (int i = 0; i < KEYS; i++)
        sorted[i] = 16 * i;
    for (size_t i = 0; i < count; i++)
        wanted[i] = (int)(tare_random(t) % (16 * KEYS));
    tare_loop(t)
        tare_keep(search_all(sorted, wanted, count));
    free(wanted);
    free(sorted);
}

__attribute__((noinline)) static uint64_t look_up_all(const uint64_t *slots, const uint64_t *wanted,
                                                      size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)((wanted[i] * GOLDEN) >> 52);

        while (slots[at] && slots[at] != wanted[i])
            at = (at + 1) % SLOTS;
        sum += slots[at];
    }
    return sum;
}

/* Open addressing, half full; a key is looked up again and again once all were. */
static void run_hash(struct tare *t, double more)
{
    size_t count = (size_t)(LOOKUPS * more + 0.5);
    uint64_t *slots = must(calloc(SLOTS, sizeof *slots));
    uint64_t *wanted = must(calloc(count, sizeof *wanted));

    for (size_t i = 0; i < SLOTS / 2; i++) {
        uint64_t key = tare_random(t) | 1;
        size_t at = (size_t)((key * GOLDEN) >> 52);

        while (slots[at])
            at = (at + 1) % SLOTS;
        slots[at] = key;
        if (i < count)
            wanted[i] = key;
    }
    tare_loop(t)
        tare_keep(look_up_all(slots, wanted, count));
    free(wanted);
    free(slots);
}

TARE_GROUP(chain, .title = "1000 dependent multiplications")
TARE_GROUP(list, .title = "Chase a shuffled list of 256 KB")
TARE_GROUP(large_list, .title = "Chase a shuffled list of 1.28 MB")
TARE_GROUP(malloc_free, .title = "200 pairs of malloc and free of 64 bytes")
TARE_GROUP(search, .title = "400 binary searches among 1024 keys, with branches")
TARE_GROUP(hash, .title = "1000 lookups in an open hash table of 4096 slots")

#define CASE_OF(group, name, run, work)                                                            \
    TARE_CASE(group, name)                                                                         \
    {                                                                                              \
        run(t, work);                                                                              \
    }
#define ARM(name, more)                                                                            \
    CASE_OF(chain, name, run_chain, more)                                                          \
    CASE_OF(list, name, run_list, LIST *(more))                                                    \
    CASE_OF(large_list, name, run_list, LARGE_LIST *(more))                                        \
    CASE_OF(malloc_free, name, run_malloc, more)                                                   \
    CASE_OF(search, name, run_search, more)                                                        \
    CASE_OF(hash, name, run_hash, more)

ARM(a, 1)
ARM(b, 1)
ARM(c, 1)
ARM(d, 1)
ARM(e, 1)
ARM(f, 1)
ARM(plus_0_3, 1.003)
ARM(plus_1, 1.01)
ARM(plus_2, 1.02)
ARM(plus_5, 1.05)

/* What other harnesses were measured with, for the spread from run to run. */
TARE_GROUP(repeat, .title = "Run to run")

TARE_CASE(repeat, chain_64)
{
    uint64_t x = tare_random(t) | 1;

    tare_loop(t) {
        x = multiply(x, 64);
        tare_keep(x);
    }
}

__attribute__((noinline)) static int sum_of(const int *values, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

TARE_CASE(repeat, sum_1000)
{
    int *values = must(calloc(1000, sizeof *values));

    for (int i = 0; i < 1000; i++)
        values[i] = i;
    tare_loop(t)
        tare_keep(sum_of(values, 1000));
    free(values);
}

TARE_CASE(repeat, malloc_free)
{
    tare_loop(t)
        take_and_give(1, BLOCK_BYTES);
}
