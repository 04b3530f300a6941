/* SPDX-License-Identifier: MIT */
/*
 * The allocators of allocator.c when half of what they gave out has come back, here and there. It
 * is why a Python process that has dropped half of its objects is seldom half as large: an arena of
 * pymalloc goes back to the system when all of it is free.
 */
#include "allocator_kinds.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define KIND single
#define FREES
#include "allocator_half.h"
#define KIND pool
#define FREES
#include "allocator_half.h"
#define KIND arena
#include "allocator_half.h"
#define KIND slab
#define FREES
#include "allocator_half.h"

/*
 * Half of n nodes is freed in random order. A page goes back to the system when all on it is free,
 * and of some 85 to 126 nodes a page one at least stays: whatever the allocator, resident memory
 * stays what it was for twice as much. `arena_moved` cannot free a node; it moves the living ones
 * into a new arena and frees the old one whole, which C allows who owns all pointers, and CPython
 * never does. Counters: `live_bytes`, 32 a living node; `resident_bytes`, what building all nodes
 * and freeing half of them added to the resident memory without a file behind it (Anonymous of
 * /proc/self/smaps_rollup), when malloc_trim(0) has given back every page that is free.
 */
TARE_GROUP(fragment, .title = "Free half of n nodes at random: which pages come back",
           .unit = "freed node", .sizes = TARE_SIZES(10000, TARE_FULL(30000), TARE_FULL(100000)),
           .baseline = "malloc")

/* What fragment works on. */
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

    for (size_t i = 0; i < n; i++)
        shatter.order[i] = (uint32_t)i;
    shuffle(t, shatter.order, n, sizeof(*shatter.order));
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
    size_t living = shatter->count - shatter->count / 2;

    tare_counter(t, "live_bytes", (double)(living * sizeof(struct node)));
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

    heap_tidy_first(NULL, i);
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

TARE_CASE(fragment, malloc)
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

    heap_tidy_first(NULL, i);
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

TARE_CASE(fragment, pool)
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

    heap_tidy_first(NULL, i);
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

TARE_CASE(fragment, slab)
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

    heap_tidy_first(NULL, i);
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

TARE_CASE(fragment, arena_moved)
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
