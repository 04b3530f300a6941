/* SPDX-License-Identifier: MIT */
/* A list for studies of the cache: one line a node, linked in random order. */
#ifndef TARE_BENCH_SELF_LIST_H
#define TARE_BENCH_SELF_LIST_H

#include <stddef.h>
#include <stdlib.h>
#include <tare.h>

#define NODE_BYTES 64

struct node {
    struct node *next;
    char rest[NODE_BYTES - sizeof(struct node *)];
};

/* `count` > 0 nodes in one cycle (Sattolo 1986: all cyclic orders are equally likely), or death.
 * The caller frees. */
static inline struct node *list_new(struct tare *t, size_t count)
{
    struct node *nodes = aligned_alloc(NODE_BYTES, count * sizeof *nodes);
    size_t *order = calloc(count, sizeof *order);

    if (!nodes || !order)
        abort();
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
    free(order);
    return nodes;
}

__attribute__((noinline)) static const struct node *list_chase(const struct node *node,
                                                               size_t count)
{
    while (count--)
        node = node->next;
    return node;
}

#endif
