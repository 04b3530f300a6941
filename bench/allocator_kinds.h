/* SPDX-License-Identifier: MIT */
/*
 * The allocators of allocator.c. Each has a struct for a heap, which begins as zeroes, and
 *
 *     KIND_alloc(heap)         a node, its fields not set
 *     KIND_free(heap, node)    takes it back
 *     KIND_end(heap)           gives back all that the heap holds, nodes too
 *     KIND_name(t, heap)       tells tare what is carved; before the nodes are weighed
 *
 * Included by allocator.c only.
 */
#ifndef BENCH_ALLOCATOR_KINDS_H
#define BENCH_ALLOCATOR_KINDS_H

#include "chunks.h"

struct node {
    struct node *left, *right;
    uint64_t key, value;
};

_Static_assert(sizeof(struct node) == 32, "a node of glibc's takes 48");

/* malloc, one block a node: 32 bytes and in glibc 16 more, its header of 8 rounded up to 16. */
struct single_heap {
    char unused;
};

static inline struct node *single_alloc(struct single_heap *heap)
{
    (void)heap;
    return must_alloc(1, sizeof(struct node));
}

static inline void single_free(struct single_heap *heap, struct node *node)
{
    (void)heap;
    free(node);
}

static inline void single_end(struct single_heap *heap)
{
    (void)heap;
}

static inline void single_name(struct tare *t, const struct single_heap *heap)
{
    (void)t;
    (void)heap;
}

/* arena: nodes one behind the other, and no way back but for all of them at once. */
struct arena_heap {
    struct chunk *chunks;
};

static inline struct node *arena_alloc(struct arena_heap *heap)
{
    return chunks_cut(&heap->chunks, sizeof(struct node));
}

static inline void arena_end(struct arena_heap *heap)
{
    chunks_end(&heap->chunks);
}

static inline void arena_name(struct tare *t, const struct arena_heap *heap)
{
    chunks_name(t, heap->chunks);
}

/*
 * pool: the same, and one list of the nodes that came back, linked through themselves. The last one
 * back is the first out, wherever it lies; a chunk is never given back.
 */
struct pool_heap {
    struct chunk *chunks;
    struct node *unused;
};

static inline struct node *pool_alloc(struct pool_heap *heap)
{
    struct node *node = heap->unused;

    if (node == NULL)
        return chunks_cut(&heap->chunks, sizeof(struct node));
    heap->unused = node->left;
    return node;
}

static inline void pool_free(struct pool_heap *heap, struct node *node)
{
    node->left = heap->unused;
    heap->unused = node;
}

static inline void pool_end(struct pool_heap *heap)
{
    chunks_end(&heap->chunks);
    heap->unused = NULL;
}

static inline void pool_name(struct tare *t, const struct pool_heap *heap)
{
    chunks_name(t, heap->chunks);
}

/*
 * slab (Bonwick 1994): a page of nodes with a list of its own, found from a node by its address.
 * Pages that have a free node are on a list of the heap, and the first of them is filled before
 * others, so that nodes born together lie together. Pages come 16 at a time from malloc.
 */
enum { SLAB_BYTES = 4096, SLAB_NODES = 126, SPAN_SLABS = 16 };

struct slab {
    struct slab *next, *previous; /* of those with a free node */
    struct node *unused;          /* came back */
    uint32_t used;                /* nodes that are out */
    uint32_t cut;                 /* nodes that ever were */
    char rest[32];
    struct node nodes[SLAB_NODES];
};

_Static_assert(sizeof(struct slab) == SLAB_BYTES, "a slab is a page");

struct span {
    struct span *next;
    struct slab *slabs; /* SPAN_SLABS of them */
};

struct slab_heap {
    struct slab *open;
    struct span *spans;
};

static void slab_link(struct slab_heap *heap, struct slab *slab)
{
    slab->previous = NULL;
    slab->next = heap->open;
    if (heap->open != NULL)
        heap->open->previous = slab;
    heap->open = slab;
}

static void slab_unlink(struct slab_heap *heap, struct slab *slab)
{
    if (slab->previous == NULL)
        heap->open = slab->next;
    else
        slab->previous->next = slab->next;
    if (slab->next != NULL)
        slab->next->previous = slab->previous;
}

static void slab_grow(struct slab_heap *heap)
{
    struct span *span = must_alloc(1, sizeof(*span));

    span->slabs = aligned_alloc(SLAB_BYTES, SPAN_SLABS * sizeof(*span->slabs));
    if (span->slabs == NULL)
        abort();
    span->next = heap->spans;
    heap->spans = span;
    for (size_t i = SPAN_SLABS; i-- > 0;) {
        struct slab *slab = &span->slabs[i];

        slab->unused = NULL;
        slab->used = slab->cut = 0;
        slab_link(heap, slab);
    }
}

static inline struct node *slab_alloc(struct slab_heap *heap)
{
    struct slab *slab;
    struct node *node;

    if (heap->open == NULL)
        slab_grow(heap);
    slab = heap->open;
    node = slab->unused;
    if (node != NULL)
        slab->unused = node->left;
    else
        node = &slab->nodes[slab->cut++];
    if (++slab->used == SLAB_NODES)
        slab_unlink(heap, slab);
    return node;
}

static inline void slab_free(struct slab_heap *heap, struct node *node)
{
    struct slab *slab = (struct slab *)((uintptr_t)node & ~(uintptr_t)(SLAB_BYTES - 1));

    node->left = slab->unused;
    slab->unused = node;
    if (slab->used-- == SLAB_NODES)
        slab_link(heap, slab);
}

static void slab_end(struct slab_heap *heap)
{
    while (heap->spans != NULL) {
        struct span *next = heap->spans->next;

        free(heap->spans->slabs);
        free(heap->spans);
        heap->spans = next;
    }
    heap->open = NULL;
}

static void slab_name(struct tare *t, const struct slab_heap *heap)
{
    for (const struct span *span = heap->spans; span != NULL; span = span->next)
        for (size_t i = 0; i < SPAN_SLABS; i++)
            tare_region(t, span->slabs[i].nodes, sizeof(span->slabs[i].nodes));
}

#endif
