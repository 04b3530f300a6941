/* SPDX-License-Identifier: MIT */
/*
 * Who knows when a node of a graph is no longer needed? Each holder, by counts; nobody, and all go
 * at once; or a collector that looks. Python does the first and, for cycles, the last:
 * sys.getrefcount tells the count, gc finds what counts cannot. The ways are in refcount_kinds.h,
 * the cycles in refcount_cycle.h.
 *
 * What it answers to in Python: an object of CPython begins with its count and its type, 16 bytes;
 * one that can lie on a cycle has two links before them, 16 bytes (24 until 3.7). Of these the
 * kinds have the count, the link or neither: 40, 40 and 32 bytes a node.
 *
 * 10,000 nodes of 48 bytes each in glibc's blocks are half of an L2 of 1 MiB.
 */
#include "refcount_cycle.h"
#include "refcount_kinds.h"

#define KIND counts
#include "refcount_graph.h"
#define KIND atomic
#include "refcount_graph.h"
#define KIND arena
#include "refcount_graph.h"
#define KIND swept
#include "refcount_graph.h"

#define GRAPH_SIZES TARE_SIZES(10000, TARE_FULL(30000))

/* tare_refs of counts: what sys.getrefcount says of the node that most lead to, by the walk; the
 * counter has what the node says itself. */
TARE_GROUP(refcount_build, .title = "Build a graph of n nodes, three edges each", .unit = "node",
           .sizes = GRAPH_SIZES, .baseline = "counts")

/* A list is copied and the copy dropped: who counts writes to each of its items, twice. */
TARE_GROUP(refcount_share, .title = "Take a second hold on n nodes and give it up", .unit = "node",
           .sizes = GRAPH_SIZES, .baseline = "counts")

/* Fewer nodes: the drop of an arena takes so little that a sample wants hundreds of them. */
TARE_GROUP(refcount_drop, .title = "Drop the root of a graph of n nodes: all of it is freed",
           .unit = "node", .sizes = TARE_SIZES(2000, TARE_FULL(30000)), .baseline = "counts")

/*
 * What counts cannot free. `counts` is what they do then, a hold taken and given up, whatever hangs
 * on it; the tree that was weighed is left behind for good, as the only leak of this suite that is
 * meant: leaked and cyclic bytes are its deep size. `weak_parent` does not let children hold their
 * parent. `trial_deletion` collects a tree that nobody holds, `trial_live` one that is held and
 * stays: that is what a collector costs who makes no garbage, and why CPython looks but now and
 * then (at first when 700 more containers have come than gone, by gc's default).
 */
TARE_GROUP(cycle, .title = "A tree of n nodes that know their parent, and what frees it",
           .unit = "node", .sizes = TARE_SIZES(1000, 10000, 100000), .baseline = "trial_deletion")

/* What the groups of graphs work on. `graphs` has TARE_FRESH_MAX graphs of one kind. */
struct work {
    struct plan plan;
    void *nodes; /* an array of as many pointers to nodes */
    void *graphs;
};

static struct work work_new(struct tare *t, size_t graph_bytes)
{
    struct work work = {.plan = plan_draw(t)};

    heap_keep();
    work.nodes = must_alloc(work.plan.count, sizeof(void *));
    work.graphs = must_alloc(TARE_FRESH_MAX, graph_bytes);
    tare_items(t, work.plan.count);
    return work;
}

static void work_free(struct work *work)
{
    free(work->plan.at);
    free(work->nodes);
    free(work->graphs);
}

/* What arenas have cut, to be named before they are weighed. */
static void name_chunks(struct tare *t, const struct arena_graph *graph)
{
    for (const struct chunk *chunk = graph->chunks; chunk != NULL; chunk = chunk->next)
        tare_region(t, chunk->bytes, sizeof(chunk->bytes));
}

static void counts_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    ((struct counts_graph *)work->graphs)[i] = counts_build(&work->plan, work->nodes);
}

static void counts_dispose(void *arg, size_t i)
{
    struct work *work = arg;

    counts_drop(&((struct counts_graph *)work->graphs)[i]);
}

static void atomic_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    ((struct atomic_graph *)work->graphs)[i] = atomic_build(&work->plan, work->nodes);
}

static void atomic_dispose(void *arg, size_t i)
{
    struct work *work = arg;

    atomic_drop(&((struct atomic_graph *)work->graphs)[i]);
}

static void arena_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    ((struct arena_graph *)work->graphs)[i] = arena_build(&work->plan, work->nodes);
}

static void arena_dispose(void *arg, size_t i)
{
    struct work *work = arg;

    arena_drop(&((struct arena_graph *)work->graphs)[i]);
}

static void swept_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    ((struct swept_graph *)work->graphs)[i] = swept_build(&work->plan, work->nodes);
}

static void swept_dispose(void *arg, size_t i)
{
    struct work *work = arg;

    swept_drop(&((struct swept_graph *)work->graphs)[i]);
}

TARE_CASE(refcount_build, counts)
{
    struct work work = work_new(t, sizeof(struct counts_graph));
    struct counts **nodes = work.nodes;
    struct counts_graph *graphs = work.graphs;
    struct counts_graph graph = counts_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_refs(t, nodes[work.plan.count - 1]);
    tare_counter(t, "count_of_node", (double)nodes[work.plan.count - 1]->count);
    tare_check(t, counts_sum(nodes, work.plan.count));
    counts_drop(&graph);
    tare_loop_fresh(t, heap_tidy_first, counts_dispose, &work)
        graphs[tare_i] = counts_build(&work.plan, nodes);
    work_free(&work);
}

TARE_CASE(refcount_build, atomic)
{
    struct work work = work_new(t, sizeof(struct atomic_graph));
    struct atomic **nodes = work.nodes;
    struct atomic_graph *graphs = work.graphs;
    struct atomic_graph graph = atomic_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, atomic_sum(nodes, work.plan.count));
    atomic_drop(&graph);
    tare_loop_fresh(t, heap_tidy_first, atomic_dispose, &work)
        graphs[tare_i] = atomic_build(&work.plan, nodes);
    work_free(&work);
}

TARE_CASE(refcount_build, arena)
{
    struct work work = work_new(t, sizeof(struct arena_graph));
    struct arena **nodes = work.nodes;
    struct arena_graph *graphs = work.graphs;
    struct arena_graph graph = arena_build(&work.plan, nodes);

    name_chunks(t, &graph);
    tare_weigh(t, graph);
    tare_check(t, arena_sum(nodes, work.plan.count));
    arena_drop(&graph);
    tare_loop_fresh(t, heap_tidy_first, arena_dispose, &work)
        graphs[tare_i] = arena_build(&work.plan, nodes);
    work_free(&work);
}

TARE_CASE(refcount_build, mark_sweep)
{
    struct work work = work_new(t, sizeof(struct swept_graph));
    struct swept **nodes = work.nodes;
    struct swept_graph *graphs = work.graphs;
    struct swept_graph graph = swept_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, swept_sum(nodes, work.plan.count));
    swept_drop(&graph);
    tare_loop_fresh(t, heap_tidy_first, swept_dispose, &work)
        graphs[tare_i] = swept_build(&work.plan, nodes);
    work_free(&work);
}

TARE_CASE(refcount_share, counts)
{
    struct work work = work_new(t, sizeof(struct counts_graph));
    struct counts **nodes = work.nodes;
    struct counts **held = must_alloc(work.plan.count, sizeof(struct counts *));
    struct counts_graph graph = counts_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, counts_sum(nodes, work.plan.count));
    tare_loop(t)
        counts_share(nodes, held, work.plan.count);
    counts_drop(&graph);
    free(held);
    work_free(&work);
}

TARE_CASE(refcount_share, atomic)
{
    struct work work = work_new(t, sizeof(struct atomic_graph));
    struct atomic **nodes = work.nodes;
    struct atomic **held = must_alloc(work.plan.count, sizeof(struct atomic *));
    struct atomic_graph graph = atomic_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, atomic_sum(nodes, work.plan.count));
    tare_loop(t)
        atomic_share(nodes, held, work.plan.count);
    atomic_drop(&graph);
    free(held);
    work_free(&work);
}

TARE_CASE(refcount_share, arena)
{
    struct work work = work_new(t, sizeof(struct arena_graph));
    struct arena **nodes = work.nodes;
    struct arena **held = must_alloc(work.plan.count, sizeof(struct arena *));
    struct arena_graph graph = arena_build(&work.plan, nodes);

    name_chunks(t, &graph);
    tare_weigh(t, graph);
    tare_check(t, arena_sum(nodes, work.plan.count));
    tare_loop(t)
        arena_share(nodes, held, work.plan.count);
    arena_drop(&graph);
    free(held);
    work_free(&work);
}

TARE_CASE(refcount_share, mark_sweep)
{
    struct work work = work_new(t, sizeof(struct swept_graph));
    struct swept **nodes = work.nodes;
    struct swept **held = must_alloc(work.plan.count, sizeof(struct swept *));
    struct swept_graph graph = swept_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, swept_sum(nodes, work.plan.count));
    tare_loop(t)
        swept_share(nodes, held, work.plan.count);
    swept_drop(&graph);
    free(held);
    work_free(&work);
}

TARE_CASE(refcount_drop, counts)
{
    struct work work = work_new(t, sizeof(struct counts_graph));
    struct counts **nodes = work.nodes;
    struct counts_graph *graphs = work.graphs;
    struct counts_graph graph = counts_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, counts_sum(nodes, work.plan.count));
    counts_drop(&graph);
    tare_loop_fresh(t, counts_prepare, NULL, &work)
        counts_drop_it(&graphs[tare_i]);
    work_free(&work);
}

TARE_CASE(refcount_drop, atomic)
{
    struct work work = work_new(t, sizeof(struct atomic_graph));
    struct atomic **nodes = work.nodes;
    struct atomic_graph *graphs = work.graphs;
    struct atomic_graph graph = atomic_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, atomic_sum(nodes, work.plan.count));
    atomic_drop(&graph);
    tare_loop_fresh(t, atomic_prepare, NULL, &work)
        atomic_drop_it(&graphs[tare_i]);
    work_free(&work);
}

TARE_CASE(refcount_drop, arena)
{
    struct work work = work_new(t, sizeof(struct arena_graph));
    struct arena **nodes = work.nodes;
    struct arena_graph *graphs = work.graphs;
    struct arena_graph graph = arena_build(&work.plan, nodes);

    name_chunks(t, &graph);
    tare_weigh(t, graph);
    tare_check(t, arena_sum(nodes, work.plan.count));
    arena_drop(&graph);
    tare_loop_fresh(t, arena_prepare, NULL, &work)
        arena_drop_it(&graphs[tare_i]);
    work_free(&work);
}

TARE_CASE(refcount_drop, mark_sweep)
{
    struct work work = work_new(t, sizeof(struct swept_graph));
    struct swept **nodes = work.nodes;
    struct swept_graph *graphs = work.graphs;
    struct swept_graph graph = swept_build(&work.plan, nodes);

    tare_weigh(t, graph);
    tare_check(t, swept_sum(nodes, work.plan.count));
    swept_drop(&graph);
    tare_loop_fresh(t, swept_prepare, NULL, &work)
        swept_drop_it(&graphs[tare_i]);
    work_free(&work);
}

/* What the group cycle works on: as many trees or lists as a sample has iterations. */
struct cycle {
    size_t count;
    uint64_t *values;
    void *nodes;          /* an array of `count` pointers to nodes */
    struct tree **trees;  /* TARE_FRESH_MAX */
    struct member *lists; /* TARE_FRESH_MAX */
};

static struct cycle cycle_new(struct tare *t)
{
    size_t n = tare_size(t);
    struct cycle cycle = {.count = n, .values = must_alloc(n, sizeof(*cycle.values))};

    for (size_t i = 0; i < n; i++)
        cycle.values[i] = tare_random(t) & 0xffff;
    heap_keep();
    cycle.nodes = must_alloc(n, sizeof(void *));
    cycle.trees = must_alloc(TARE_FRESH_MAX, sizeof(struct tree *));
    cycle.lists = must_alloc(TARE_FRESH_MAX, sizeof(*cycle.lists));
    tare_items(t, n);
    return cycle;
}

static void cycle_free(struct cycle *cycle)
{
    free(cycle->values);
    free(cycle->nodes);
    free(cycle->trees);
    free(cycle->lists);
}

TARE_CASE(cycle, counts)
{
    struct cycle cycle = cycle_new(t);
    struct tree *root = tree_build(cycle.values, cycle.count, PARENT_HELD, cycle.nodes);

    tare_weigh(t, root);
    tare_check(t, tree_sum(root));
    tare_loop(t)
        tree_hold_and_let_go(root);
    tree_let_go(root, PARENT_HELD);
    cycle_free(&cycle);
}

static void prepare_weak(void *arg, size_t i)
{
    struct cycle *cycle = arg;

    heap_tidy_first(NULL, i);
    cycle->trees[i] = tree_build(cycle->values, cycle->count, PARENT_WEAK, cycle->nodes);
}

TARE_CASE(cycle, weak_parent)
{
    struct cycle cycle = cycle_new(t);
    struct tree *root = tree_build(cycle.values, cycle.count, PARENT_WEAK, cycle.nodes);

    tare_weigh(t, root);
    tare_check(t, tree_sum(root));
    tree_drop_weak(root);
    tare_loop_fresh(t, prepare_weak, NULL, &cycle)
        tree_drop_weak(cycle.trees[tare_i]);
    cycle_free(&cycle);
}

/* A tree that nobody holds any more. */
static void prepare_garbage(void *arg, size_t i)
{
    struct cycle *cycle = arg;

    heap_tidy_first(NULL, i);
    member_let_go(member_build(cycle->values, cycle->count, &cycle->lists[i], cycle->nodes));
}

TARE_CASE(cycle, trial_deletion)
{
    struct cycle cycle = cycle_new(t);
    struct member list;
    struct member *root = member_build(cycle.values, cycle.count, &list, cycle.nodes);
    size_t collected;

    tare_weigh(t, root);
    tare_check(t, member_sum(root));
    member_let_go(root);
    collected = member_collect(&list);
    if (collected != cycle.count)
        tare_fail(t, "collected %zu of %zu nodes", collected, cycle.count);
    tare_loop_fresh(t, prepare_garbage, NULL, &cycle)
        tare_keep(member_collect(&cycle.lists[tare_i]));
    cycle_free(&cycle);
}

/*
 * Four pointers of the graph lead to the root, by the walk: two of its children and two of the
 * list, which are no holds. Its count is three: less the two of its children that leaves one from
 * without, which is what a collection finds out.
 */
TARE_CASE(cycle, trial_live)
{
    struct cycle cycle = cycle_new(t);
    struct member list;
    struct member *root = member_build(cycle.values, cycle.count, &list, cycle.nodes);
    size_t collected = member_collect(&list);

    if (collected != 0)
        tare_fail(t, "collected %zu nodes that are held", collected);
    tare_weigh(t, root);
    tare_refs(t, root);
    tare_counter(t, "count_of_node", (double)root->count);
    tare_check(t, member_sum(root));
    tare_loop(t)
        tare_keep(member_collect(&list));
    member_let_go(root);
    member_collect(&list);
    cycle_free(&cycle);
}
