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
#define _GNU_SOURCE
#include "allocator_kinds.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define KIND single
#define FREES
#include "allocator_ops.h"
#define KIND pool
#define FREES
#include "allocator_ops.h"
#define KIND arena
#include "allocator_ops.h"
#define KIND slab
#define FREES
#include "allocator_ops.h"

/* Kept by malloc between samples; 10,000 nodes are 320 to 480 KB. */
TARE_GROUP(allocator_build, .title = "Build a tree of n nodes", .unit = "node",
           .sizes = TARE_SIZES(10000, TARE_FULL(30000)), .baseline = "malloc")

/* Fewer nodes, as an arena takes so little that a sample wants hundreds of them. What pool and slab
 * hold when the last node came back is given back while the clock stands. */
TARE_GROUP(allocator_free, .title = "Free a tree of n nodes", .unit = "node",
           .sizes = TARE_SIZES(2000, TARE_FULL(30000)), .baseline = "malloc")

/*
 * Half of n nodes is freed in random order. A page goes back to the system when all on it is free,
 * and of some 85 to 126 nodes a page one at least stays: whatever the allocator, resident memory
 * stays what it was for twice as much. `arena_moved` cannot free a node; it moves the living ones
 * into a new arena and frees the old one whole, which C allows who owns all pointers, and CPython
 * never does. Counters: `live_bytes`, 32 a living node; `resident_bytes`, what building all nodes
 * and freeing half of them added to the resident memory without a file behind it (Anonymous of
 * /proc/self/smaps_rollup), when malloc_trim(0) has given back every page that is free.
 */
TARE_GROUP(allocator_fragment, .title = "Free every second of n nodes, in random order",
           .unit = "freed node", .sizes = TARE_SIZES(10000, TARE_FULL(30000)), .baseline = "malloc")

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

/* Before each sample, see heap_tidy. */
static void tidy(void *arg, size_t i)
{
    (void)arg;
    if (i == 0)
        heap_tidy();
}

static void single_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    tidy(NULL, i);
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
    tare_loop_fresh(t, tidy, single_dispose, &work)
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

    tidy(NULL, i);
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
    tare_loop_fresh(t, tidy, pool_dispose, &work)
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

    tidy(NULL, i);
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
    tare_loop_fresh(t, tidy, arena_dispose, &work)
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

    tidy(NULL, i);
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
    tare_loop_fresh(t, tidy, slab_dispose, &work)
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

/* What allocator_fragment works on. */
struct shatter {
    size_t count;
    uint32_t *order;      /* of all nodes: the first half is freed */
    struct node ***nodes; /* TARE_FRESH_MAX arrays of `count` */
    void *heaps;          /* TARE_FRESH_MAX, of one kind */
};

static struct shatter shatter_new(struct tare *t, size_t heap_bytes)
{
    size_t n = tare_size(t);
    struct shatter shatter = {.count = n, .order = must_alloc(n, sizeof(*shatter.order))};

    for (size_t i = 0; i < n; i++) { /* the shuffle of Fisher and Yates, from the inside out */
        size_t other = random_below(t, i + 1);

        shatter.order[i] = shatter.order[other];
        shatter.order[other] = (uint32_t)i;
    }
    shatter.nodes = must_alloc(TARE_FRESH_MAX, sizeof(struct node **));
    shatter.heaps = calloc(TARE_FRESH_MAX, heap_bytes);
    if (shatter.heaps == NULL)
        abort();
    tare_items(t, n / 2);
    tare_elements(t, n - n / 2);
    return shatter;
}

static void shatter_free(struct shatter *shatter)
{
    free(shatter->order);
    free(shatter->nodes);
    free(shatter->heaps);
}

/* Room for n pointers, in memory that is there: what is built behind them counts alone. */
static struct node **nodes_new(size_t n)
{
    struct node **nodes = must_alloc(n, sizeof(struct node *));

    memset(nodes, 0xff, n * sizeof(struct node *));
    tare_keep_ptr(nodes);
    return nodes;
}

/* Anonymous resident memory, when malloc has given back every page that is free; -1: not known. */
static double resident_bytes(void)
{
    char text[512];
    int fd = open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
    const char *line;
    ssize_t got;

    if (fd < 0)
        return -1;
    malloc_trim(0);
    got = read(fd, text, sizeof(text) - 1);
    close(fd);
    text[got > 0 ? got : 0] = '\0';
    line = strstr(text, "\nAnonymous:");
    return line == NULL ? -1 : strtod(line + strlen("\nAnonymous:"), NULL) * 1024;
}

/* The nodes that were not freed: pointers to the others are taken out. */
static uint64_t sum_living(const struct shatter *shatter, struct node **nodes)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < shatter->count / 2; i++)
        nodes[shatter->order[i]] = NULL;
    for (size_t i = 0; i < shatter->count; i++)
        sum += nodes[i] == NULL ? 0 : nodes[i]->key + nodes[i]->value;
    return sum;
}

static void tell(struct tare *t, const struct shatter *shatter, double resident_before)
{
    double resident = resident_bytes();

    tare_counter(t, "live_bytes",
                 (double)((shatter->count - shatter->count / 2) * sizeof(struct node)));
    if (resident >= 0 && resident_before >= 0)
        tare_counter(t, "resident_bytes", resident - resident_before);
}

/* arena_moved: the living nodes go where they lie side by side. */
OPERATION void arena_halve(struct arena_heap *heap, struct node **nodes, const uint32_t *order,
                           size_t n)
{
    struct arena_heap moved = {0};

    for (size_t i = n / 2; i < n; i++) {
        struct node *node = arena_alloc(&moved);

        *node = *nodes[order[i]];
        nodes[order[i]] = node;
    }
    arena_end(heap);
    *heap = moved;
}

static void arena_free_rest(struct arena_heap *heap, struct node **nodes, const uint32_t *order,
                            size_t n)
{
    (void)nodes;
    (void)order;
    (void)n;
    arena_end(heap);
}

static void single_fill_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    tidy(NULL, i);
    shatter->nodes[i] = must_alloc(shatter->count, sizeof(struct node *));
    single_fill((struct single_heap *)shatter->heaps + i, shatter->nodes[i], shatter->count);
}

static void single_free_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    single_free_rest((struct single_heap *)shatter->heaps + i, shatter->nodes[i], shatter->order,
                     shatter->count);
    free(shatter->nodes[i]);
}

TARE_CASE(allocator_fragment, malloc)
{
    struct shatter shatter = shatter_new(t, sizeof(struct single_heap));
    struct single_heap *heaps = shatter.heaps;
    struct single_heap heap = {0};
    struct node **nodes = nodes_new(shatter.count);
    double resident_before = resident_bytes();

    single_fill(&heap, nodes, shatter.count);
    single_halve(&heap, nodes, shatter.order, shatter.count);
    tell(t, &shatter, resident_before);
    tare_check(t, sum_living(&shatter, nodes));
    single_name(t, &heap);
    tare_weigh(t, nodes);
    single_free_rest(&heap, nodes, shatter.order, shatter.count);
    free(nodes);
    heap_keep();
    tare_loop_fresh(t, single_fill_one, single_free_one, &shatter)
        single_halve(&heaps[tare_i], shatter.nodes[tare_i], shatter.order, shatter.count);
    shatter_free(&shatter);
}

static void pool_fill_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    tidy(NULL, i);
    shatter->nodes[i] = must_alloc(shatter->count, sizeof(struct node *));
    pool_fill((struct pool_heap *)shatter->heaps + i, shatter->nodes[i], shatter->count);
}

static void pool_free_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    pool_free_rest((struct pool_heap *)shatter->heaps + i, shatter->nodes[i], shatter->order,
                   shatter->count);
    free(shatter->nodes[i]);
}

TARE_CASE(allocator_fragment, pool)
{
    struct shatter shatter = shatter_new(t, sizeof(struct pool_heap));
    struct pool_heap *heaps = shatter.heaps;
    struct pool_heap heap = {0};
    struct node **nodes = nodes_new(shatter.count);
    double resident_before = resident_bytes();

    pool_fill(&heap, nodes, shatter.count);
    pool_halve(&heap, nodes, shatter.order, shatter.count);
    tell(t, &shatter, resident_before);
    tare_check(t, sum_living(&shatter, nodes));
    pool_name(t, &heap);
    tare_weigh(t, nodes);
    tare_weigh(t, heap);
    pool_free_rest(&heap, nodes, shatter.order, shatter.count);
    free(nodes);
    heap_keep();
    tare_loop_fresh(t, pool_fill_one, pool_free_one, &shatter)
        pool_halve(&heaps[tare_i], shatter.nodes[tare_i], shatter.order, shatter.count);
    shatter_free(&shatter);
}

static void slab_fill_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    tidy(NULL, i);
    shatter->nodes[i] = must_alloc(shatter->count, sizeof(struct node *));
    slab_fill((struct slab_heap *)shatter->heaps + i, shatter->nodes[i], shatter->count);
}

static void slab_free_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    slab_free_rest((struct slab_heap *)shatter->heaps + i, shatter->nodes[i], shatter->order,
                   shatter->count);
    free(shatter->nodes[i]);
}

TARE_CASE(allocator_fragment, slab)
{
    struct shatter shatter = shatter_new(t, sizeof(struct slab_heap));
    struct slab_heap *heaps = shatter.heaps;
    struct slab_heap heap = {0};
    struct node **nodes = nodes_new(shatter.count);
    double resident_before = resident_bytes();

    slab_fill(&heap, nodes, shatter.count);
    slab_halve(&heap, nodes, shatter.order, shatter.count);
    tell(t, &shatter, resident_before);
    tare_check(t, sum_living(&shatter, nodes));
    slab_name(t, &heap);
    tare_weigh(t, nodes);
    tare_weigh(t, heap);
    slab_free_rest(&heap, nodes, shatter.order, shatter.count);
    free(nodes);
    heap_keep();
    tare_loop_fresh(t, slab_fill_one, slab_free_one, &shatter)
        slab_halve(&heaps[tare_i], shatter.nodes[tare_i], shatter.order, shatter.count);
    shatter_free(&shatter);
}

static void arena_fill_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    tidy(NULL, i);
    shatter->nodes[i] = must_alloc(shatter->count, sizeof(struct node *));
    arena_fill((struct arena_heap *)shatter->heaps + i, shatter->nodes[i], shatter->count);
}

static void arena_free_one(void *arg, size_t i)
{
    struct shatter *shatter = arg;

    arena_free_rest((struct arena_heap *)shatter->heaps + i, shatter->nodes[i], shatter->order,
                    shatter->count);
    free(shatter->nodes[i]);
}

TARE_CASE(allocator_fragment, arena_moved)
{
    struct shatter shatter = shatter_new(t, sizeof(struct arena_heap));
    struct arena_heap *heaps = shatter.heaps;
    struct arena_heap heap = {0};
    struct node **nodes = nodes_new(shatter.count);
    double resident_before = resident_bytes();

    arena_fill(&heap, nodes, shatter.count);
    arena_halve(&heap, nodes, shatter.order, shatter.count);
    tell(t, &shatter, resident_before);
    tare_check(t, sum_living(&shatter, nodes));
    arena_name(t, &heap);
    tare_weigh(t, nodes);
    tare_weigh(t, heap);
    arena_free_rest(&heap, nodes, shatter.order, shatter.count);
    free(nodes);
    heap_keep();
    tare_loop_fresh(t, arena_fill_one, arena_free_one, &shatter)
        arena_halve(&heaps[tare_i], shatter.nodes[tare_i], shatter.order, shatter.count);
    shatter_free(&shatter);
}
