/* SPDX-License-Identifier: MIT */
/*
 * n nodes of a tree, all of one size, from malloc one by one and from three allocators that are
 * made for that. Python does this below every object: pymalloc cuts pools of 4 KiB (16 since 3.10),
 * each for one size of block, from arenas of 256 KiB (1 MiB since 3.10), and an arena goes back to
 * the system when the last block in it is free, not before. The allocators are in
 * allocator_kinds.h, what is done with them in allocator_ops.h.
 *
 * What tare knows as regions are the chunks and slabs: the deep size has the nodes in them that the
 * tree leads to, and `--weigh` says how much of them it does not.
 */
#include "allocator_kinds.h"

#define KIND single
#define FREES
#include "allocator_tree.h"
#define KIND pool
#define FREES
#include "allocator_tree.h"
#define KIND arena
#include "allocator_tree.h"
#define KIND slab
#define FREES
#include "allocator_tree.h"

/* Kept by malloc between samples; 10,000 nodes are 320 to 480 KB. */
TARE_GROUP(allocator_build, .title = "Build a tree of n nodes", .unit = "node",
           .sizes = TARE_SIZES(10000, TARE_FULL(30000)), .baseline = "malloc")

/* Fewer nodes, as an arena takes so little that a sample wants hundreds of them. What pool and slab
 * hold when the last node came back is given back while the clock stands. */
TARE_GROUP(allocator_free, .title = "Free a tree of n nodes", .unit = "node",
           .sizes = TARE_SIZES(2000, TARE_FULL(30000)), .baseline = "malloc")

static uint64_t tree_sum(const struct node *tree)
{
    return tree == NULL ? 0
                        : tree->key * tree->value + tree_sum(tree->left) + tree_sum(tree->right);
}

/* What the groups of trees work on: a tree and its heap an iteration of a sample. */
struct work {
    size_t count;
    uint64_t *values;
    struct node **roots; /* TARE_FRESH_MAX */
    void *heaps;         /* TARE_FRESH_MAX, of one kind */
};

static struct work work_new(struct tare *t, size_t heap_bytes)
{
    struct work work = {.count = tare_size(t)};

    work.values = must_alloc(work.count, sizeof(*work.values));
    for (size_t i = 0; i < work.count; i++)
        work.values[i] = tare_random(t) & 0xffff;
    work.roots = must_alloc(TARE_FRESH_MAX, sizeof(struct node *));
    work.heaps = calloc(TARE_FRESH_MAX, heap_bytes);
    if (work.heaps == NULL)
        abort();
    heap_keep();
    tare_items(t, work.count);
    return work;
}

static void work_free(struct work *work)
{
    free(work->values);
    free(work->roots);
    free(work->heaps);
}

static void single_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    work->roots[i] = single_build((struct single_heap *)work->heaps + i, work->values, work->count);
}

static void single_dispose(void *arg, size_t i)
{
    struct work *work = arg;
    struct single_heap *heap = (struct single_heap *)work->heaps + i;

    single_drop(heap, work->roots[i]);
    single_end(heap);
}

static void single_end_one(void *arg, size_t i)
{
    single_end((struct single_heap *)((struct work *)arg)->heaps + i);
}

/* A tree, weighed and freed. */
static void single_show(struct tare *t, const struct work *work)
{
    struct single_heap heap = {0};
    struct node *root = single_build(&heap, work->values, work->count);

    single_name(t, &heap);
    tare_weigh(t, root);
    tare_check(t, tree_sum(root));
    single_drop(&heap, root);
    single_end(&heap);
}

TARE_CASE(allocator_build, malloc)
{
    struct work work = work_new(t, sizeof(struct single_heap));
    struct single_heap *heaps = work.heaps;

    single_show(t, &work);
    tare_loop_fresh(t, heap_tidy_first, single_dispose, &work)
        work.roots[tare_i] = single_build(&heaps[tare_i], work.values, work.count);
    work_free(&work);
}

TARE_CASE(allocator_free, malloc)
{
    struct work work = work_new(t, sizeof(struct single_heap));
    struct single_heap *heaps = work.heaps;

    single_show(t, &work);
    tare_loop_fresh(t, single_prepare, single_end_one, &work)
        single_drop(&heaps[tare_i], work.roots[tare_i]);
    work_free(&work);
}

static void pool_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    work->roots[i] = pool_build((struct pool_heap *)work->heaps + i, work->values, work->count);
}

static void pool_dispose(void *arg, size_t i)
{
    struct work *work = arg;
    struct pool_heap *heap = (struct pool_heap *)work->heaps + i;

    pool_drop(heap, work->roots[i]);
    pool_end(heap);
}

static void pool_end_one(void *arg, size_t i)
{
    pool_end((struct pool_heap *)((struct work *)arg)->heaps + i);
}

/* A tree, weighed and freed. */
static void pool_show(struct tare *t, const struct work *work)
{
    struct pool_heap heap = {0};
    struct node *root = pool_build(&heap, work->values, work->count);

    pool_name(t, &heap);
    tare_weigh(t, root);
    tare_weigh(t, heap);
    tare_check(t, tree_sum(root));
    pool_drop(&heap, root);
    pool_end(&heap);
}

TARE_CASE(allocator_build, pool)
{
    struct work work = work_new(t, sizeof(struct pool_heap));
    struct pool_heap *heaps = work.heaps;

    pool_show(t, &work);
    tare_loop_fresh(t, heap_tidy_first, pool_dispose, &work)
        work.roots[tare_i] = pool_build(&heaps[tare_i], work.values, work.count);
    work_free(&work);
}

TARE_CASE(allocator_free, pool)
{
    struct work work = work_new(t, sizeof(struct pool_heap));
    struct pool_heap *heaps = work.heaps;

    pool_show(t, &work);
    tare_loop_fresh(t, pool_prepare, pool_end_one, &work)
        pool_drop(&heaps[tare_i], work.roots[tare_i]);
    work_free(&work);
}

static void arena_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    work->roots[i] = arena_build((struct arena_heap *)work->heaps + i, work->values, work->count);
}

static void arena_dispose(void *arg, size_t i)
{
    struct work *work = arg;
    struct arena_heap *heap = (struct arena_heap *)work->heaps + i;

    arena_drop(heap, work->roots[i]);
    arena_end(heap);
}

static void arena_end_one(void *arg, size_t i)
{
    arena_end((struct arena_heap *)((struct work *)arg)->heaps + i);
}

/* A tree, weighed and freed. */
static void arena_show(struct tare *t, const struct work *work)
{
    struct arena_heap heap = {0};
    struct node *root = arena_build(&heap, work->values, work->count);

    arena_name(t, &heap);
    tare_weigh(t, root);
    tare_weigh(t, heap);
    tare_check(t, tree_sum(root));
    arena_drop(&heap, root);
    arena_end(&heap);
}

TARE_CASE(allocator_build, arena)
{
    struct work work = work_new(t, sizeof(struct arena_heap));
    struct arena_heap *heaps = work.heaps;

    arena_show(t, &work);
    tare_loop_fresh(t, heap_tidy_first, arena_dispose, &work)
        work.roots[tare_i] = arena_build(&heaps[tare_i], work.values, work.count);
    work_free(&work);
}

TARE_CASE(allocator_free, arena)
{
    struct work work = work_new(t, sizeof(struct arena_heap));
    struct arena_heap *heaps = work.heaps;

    arena_show(t, &work);
    tare_loop_fresh(t, arena_prepare, arena_end_one, &work)
        arena_drop(&heaps[tare_i], work.roots[tare_i]);
    work_free(&work);
}

static void slab_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    work->roots[i] = slab_build((struct slab_heap *)work->heaps + i, work->values, work->count);
}

static void slab_dispose(void *arg, size_t i)
{
    struct work *work = arg;
    struct slab_heap *heap = (struct slab_heap *)work->heaps + i;

    slab_drop(heap, work->roots[i]);
    slab_end(heap);
}

static void slab_end_one(void *arg, size_t i)
{
    slab_end((struct slab_heap *)((struct work *)arg)->heaps + i);
}

/* A tree, weighed and freed. */
static void slab_show(struct tare *t, const struct work *work)
{
    struct slab_heap heap = {0};
    struct node *root = slab_build(&heap, work->values, work->count);

    slab_name(t, &heap);
    tare_weigh(t, root);
    tare_weigh(t, heap);
    tare_check(t, tree_sum(root));
    slab_drop(&heap, root);
    slab_end(&heap);
}

TARE_CASE(allocator_build, slab)
{
    struct work work = work_new(t, sizeof(struct slab_heap));
    struct slab_heap *heaps = work.heaps;

    slab_show(t, &work);
    tare_loop_fresh(t, heap_tidy_first, slab_dispose, &work)
        work.roots[tare_i] = slab_build(&heaps[tare_i], work.values, work.count);
    work_free(&work);
}

TARE_CASE(allocator_free, slab)
{
    struct work work = work_new(t, sizeof(struct slab_heap));
    struct slab_heap *heaps = work.heaps;

    slab_show(t, &work);
    tare_loop_fresh(t, slab_prepare, slab_end_one, &work)
        slab_drop(&heaps[tare_i], work.roots[tare_i]);
    work_free(&work);
}
