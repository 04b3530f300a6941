/* SPDX-License-Identifier: MIT */
/*
 * What `tare doctor` measures for its self-test: pairs of identical arms, registered in tare itself
 * as any bench executable registers its cases, so that it needs no other file. A pair is a value of
 * the parameter: the plan makes a block of each.
 */
#include <stdlib.h>

#include <tare.h>

#define CHAIN      64
#define LIST_BYTES (256 << 10) /* beyond the first cache, within most second ones */
#define NODE_BYTES 64

struct node {
    struct node *next;
    char rest[NODE_BYTES - sizeof(struct node *)];
};

/* Both arms of a pair come here, so that code and its alignment are the same. */
static __attribute__((noinline)) void run_chain(struct tare *t)
{
    uint64_t x = tare_random(t);

    tare_items(t, CHAIN);
    tare_loop(t) {
        for (int i = 0; i < CHAIN; i++) {
            x *= UINT64_C(0x9e3779b97f4a7c15);
            tare_keep(x);
        }
    }
}

static __attribute__((noinline)) const struct node *chase(const struct node *node, size_t count)
{
    while (count--)
        node = node->next;
    return node;
}

/* Links the nodes in random order, in a single cycle (Sattolo 1986). */
static void link_nodes(struct tare *t, struct node *nodes, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count - 1; i > 0; i--) {
        size_t j = (size_t)(tare_random(t) % i);
        size_t kept = order[i];

        order[i] = order[j];
        order[j] = kept;
    }
    for (size_t i = 0; i < count; i++)
        nodes[order[i]].next = &nodes[order[(i + 1) % count]];
}

static __attribute__((noinline)) void run_list(struct tare *t)
{
    size_t count = LIST_BYTES / NODE_BYTES;
    struct node *nodes = aligned_alloc(NODE_BYTES, LIST_BYTES);
    size_t *order = calloc(count, sizeof *order);

    if (nodes && order) {
        link_nodes(t, nodes, order, count);
        tare_items(t, count);
        tare_loop(t)
            tare_keep(chase(nodes, count));
    } else {
        tare_fail(t, "out of memory");
    }
    free(order);
    free(nodes);
}

TARE_GROUP(doctor_cpu, .title = "64 dependent multiplies", .baseline = "a",
           .params = TARE_PARAMS("pair", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
/* Priming makes them ten times as long: fewer pairs, so that each gets its sets. */
TARE_GROUP(doctor_memory, .title = "a shuffled list of 256 KiB", .baseline = "a",
           .params = TARE_PARAMS("pair", 1, 2, 3, 4, 5, 6))

TARE_CASE(doctor_cpu, a)
{
    run_chain(t);
}

TARE_CASE(doctor_cpu, b)
{
    run_chain(t);
}

TARE_CASE(doctor_memory, a)
{
    run_list(t);
}

TARE_CASE(doctor_memory, b)
{
    run_list(t);
}
