/* SPDX-License-Identifier: MIT */
/*
 * The arms of the coupling study (coupling.c): twelve identical variants each of a pointer chase
 * over a shuffled list of `size` bytes, of a chain of multiplications, and of a small list among
 * large siblings.
 */
#include "list.h"

#define CHAIN       100
#define SMALL_BYTES (16 << 10)
#define LARGE_BYTES (1 << 20)
#define TABLE_BYTES (1 << 19) /* 2^16 words of 8 bytes: the index is the top 16 bits */

/* All arms come here, so that code and its alignment are the same. */
static void run_list(struct tare *t, size_t bytes)
{
    size_t count = bytes / NODE_BYTES;
    struct node *nodes = list_new(t, count);

    tare_items(t, count);
    tare_loop(t)
        tare_keep(list_chase(nodes, count));
    free(nodes);
}

/* An operation touches one line of many: two granules agree however cold the table is. */
static void run_table(struct tare *t)
{
    size_t count = TABLE_BYTES / sizeof(uint64_t);
    uint64_t *table = calloc(count, sizeof *table);
    uint64_t x = 1;

    if (!table)
        abort();
    for (size_t i = 0; i < count; i++)
        table[i] = tare_random(t);
    tare_loop(t) {
        x = x * UINT64_C(6364136223846793005) + table[x >> 48];
        tare_keep(x);
    }
    free(table);
}

static void run_chain(struct tare *t)
{
    uint64_t x = tare_random(t);

    tare_loop(t) {
        for (int i = 0; i < CHAIN; i++) {
            x *= UINT64_C(0x9e3779b97f4a7c15);
            tare_keep(x);
        }
    }
}

TARE_GROUP(list, .title = "Chase a shuffled list of n bytes",
           .sizes = TARE_SIZES(16 << 10, 256 << 10, 512 << 10, 768 << 10, 1 << 20, 4 << 20,
                               8 << 20))
TARE_GROUP(table, .title = "Walk at random over a table of 512 KB, one step an operation")
TARE_GROUP(chain, .title = "100 dependent multiplications")
TARE_GROUP(mixed, .title = "Chase 16 KB (arm a) among siblings that chase 1 MB")

#define ARM(name, mixed_bytes)                                                                     \
    TARE_CASE(list, name)                                                                          \
    {                                                                                              \
        run_list(t, tare_size(t));                                                                 \
    }                                                                                              \
    TARE_CASE(chain, name)                                                                         \
    {                                                                                              \
        run_chain(t);                                                                              \
    }                                                                                              \
    TARE_CASE(table, name)                                                                         \
    {                                                                                              \
        run_table(t);                                                                              \
    }                                                                                              \
    TARE_CASE(mixed, name)                                                                         \
    {                                                                                              \
        run_list(t, mixed_bytes);                                                                  \
    }

ARM(a, SMALL_BYTES)
ARM(b, LARGE_BYTES)
ARM(c, LARGE_BYTES)
ARM(d, LARGE_BYTES)
ARM(e, LARGE_BYTES)
ARM(f, LARGE_BYTES)
ARM(g, LARGE_BYTES)
ARM(h, LARGE_BYTES)
ARM(i, LARGE_BYTES)
ARM(j, LARGE_BYTES)
ARM(k, LARGE_BYTES)
ARM(l, LARGE_BYTES)
