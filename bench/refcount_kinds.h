/* SPDX-License-Identifier: MIT */
/*
 * A graph of refcount.c and the ways to know when its nodes are no longer needed. Each kind has a
 * struct for a node, one for a graph, and
 *
 *     KIND_new(graph)               a node of the graph, its fields not set
 *     KIND_hold(node)               the node, held once more
 *     KIND_let_go(node)             gives up one hold
 *     KIND_drop(graph)              gives up the hold on the root: all of the graph is freed
 *
 * The bytes are those of one node, as asked of malloc. Included by refcount.c only.
 */
#ifndef BENCH_REFCOUNT_KINDS_H
#define BENCH_REFCOUNT_KINDS_H

#include <stdatomic.h>

#include "chunks.h"

/*
 * Node i leads to nodes 2i + 1 and 2i + 2, which makes a tree of all, and to one node behind it
 * that is drawn: no cycles, and the last nodes are shared by many. The longest way through it is
 * short (some e * ln n steps), so that the functions here may recurse.
 */
enum { EDGES = 3 };

#define NO_NODE UINT32_MAX

struct plan {
    size_t count;
    struct planned {
        uint32_t value;
        uint32_t edge[EDGES]; /* NO_NODE: none */
    } * at;
};

/* Of tare_size(t) nodes; the caller frees `at`. */
static struct plan plan_draw(struct tare *t)
{
    size_t n = tare_size(t);
    struct plan plan = {n, must_alloc(n, sizeof(*plan.at))};

    for (size_t i = 0; i < n; i++) {
        struct planned *node = &plan.at[i];
        size_t behind = n - 1 - i;
        uint64_t bits = tare_random(t);

        node->value = bits & 0xffff;
        for (size_t k = 0; k < 2; k++)
            node->edge[k] = 2 * i + 1 + k < n ? (uint32_t)(2 * i + 1 + k) : NO_NODE;
        node->edge[2] = behind > 0 ? (uint32_t)(i + 1 + (bits >> 16) % behind) : NO_NODE;
    }
    return plan;
}

/* counts, 40 bytes: a node is freed with its last hold. Every hold writes to what it holds. */
struct counts {
    uint64_t count;
    uint64_t value;
    struct counts *edge[EDGES];
};

struct counts_graph {
    struct counts *root;
};

static inline struct counts *counts_new(struct counts_graph *graph)
{
    struct counts *node = must_alloc(1, sizeof(*node));

    (void)graph;
    node->count = 0;
    return node;
}

static inline struct counts *counts_hold(struct counts *node)
{
    node->count++;
    return node;
}

static void counts_let_go(struct counts *node)
{
    if (--node->count != 0)
        return;
    for (size_t k = 0; k < EDGES; k++)
        if (node->edge[k] != NULL)
            counts_let_go(node->edge[k]);
    free(node);
}

static void counts_drop(struct counts_graph *graph)
{
    counts_let_go(graph->root);
}

/*
 * atomic, 40 bytes: the same where threads may hold and let go at once. One thread runs here, and
 * pays for the locked instruction alone. (The orders are those of C++'s shared_ptr: nothing is read
 * off an increment, and the thread that frees has to see what the others did.)
 */
struct atomic {
    _Atomic uint64_t count;
    uint64_t value;
    struct atomic *edge[EDGES];
};

struct atomic_graph {
    struct atomic *root;
};

static inline struct atomic *atomic_new(struct atomic_graph *graph)
{
    struct atomic *node = must_alloc(1, sizeof(*node));

    (void)graph;
    atomic_init(&node->count, 0);
    return node;
}

static inline struct atomic *atomic_hold(struct atomic *node)
{
    atomic_fetch_add_explicit(&node->count, 1, memory_order_relaxed);
    return node;
}

static void atomic_let_go(struct atomic *node)
{
    if (atomic_fetch_sub_explicit(&node->count, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t k = 0; k < EDGES; k++)
        if (node->edge[k] != NULL)
            atomic_let_go(node->edge[k]);
    free(node);
}

static void atomic_drop(struct atomic_graph *graph)
{
    atomic_let_go(graph->root);
}

/*
 * arena, 32 bytes: nobody counts. Nodes are cut from chunks, one behind the other, and go with
 * them: all at once, and none before.
 */
struct arena {
    uint64_t value;
    struct arena *edge[EDGES];
};

struct arena_graph {
    struct arena *root;
    struct chunk *chunks; /* the newest first */
};

static inline struct arena *arena_new(struct arena_graph *graph)
{
    return chunks_cut(&graph->chunks, sizeof(struct arena));
}

static inline struct arena *arena_hold(struct arena *node)
{
    return node;
}

static inline void arena_let_go(struct arena *node)
{
    (void)node;
}

static void arena_drop(struct arena_graph *graph)
{
    chunks_end(&graph->chunks);
}

/*
 * mark_sweep, 40 bytes: nobody counts, all nodes are on one list, and a collection marks what the
 * roots lead to and frees what they do not. Each collection passes over all that lives.
 */
struct swept {
    struct swept *next;
    uint64_t marked : 1;
    uint64_t value : 63;
    struct swept *edge[EDGES];
};

struct swept_graph {
    struct swept *root;
    struct swept *kept; /* another root, whose nodes are on the same list; NULL: none */
    struct swept *all;
};

static inline struct swept *swept_new(struct swept_graph *graph)
{
    struct swept *node = must_alloc(1, sizeof(*node));

    node->next = graph->all;
    node->marked = 0;
    graph->all = node;
    return node;
}

static inline struct swept *swept_hold(struct swept *node)
{
    return node;
}

static inline void swept_let_go(struct swept *node)
{
    (void)node;
}

static void swept_mark(struct swept *node)
{
    if (node == NULL || node->marked)
        return;
    node->marked = 1;
    for (size_t k = 0; k < EDGES; k++)
        swept_mark(node->edge[k]);
}

static void swept_collect(struct swept_graph *graph)
{
    struct swept **link = &graph->all;

    swept_mark(graph->root);
    swept_mark(graph->kept);
    while (*link != NULL) {
        struct swept *node = *link;

        if (node->marked) {
            node->marked = 0;
            link = &node->next;
        } else {
            *link = node->next;
            free(node);
        }
    }
}

static void swept_drop(struct swept_graph *graph)
{
    graph->root = NULL;
    swept_collect(graph);
}

/* Puts the nodes of `other` before those of `graph`, whose collections keep its root from now on.
 * `last` is the last on the list of `other`. */
static void swept_join(struct swept_graph *graph, struct swept_graph other, struct swept *last)
{
    last->next = graph->all;
    graph->all = other.all;
    graph->kept = other.root;
}

/* Nodes on the list, dead or alive. */
static size_t swept_count(const struct swept_graph *graph)
{
    size_t count = 0;

    for (const struct swept *node = graph->all; node != NULL; node = node->next)
        count++;
    return count;
}

#endif
