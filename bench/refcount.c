/* SPDX-License-Identifier: MIT */
/*
 * Who knows when a node of a graph is no longer needed? Each holder, by counts; nobody, and all go
 * at once; or a collector that looks. Python does the first and, for cycles, the last:
 * sys.getrefcount tells the count, gc finds what counts cannot (cycle.c). The ways are in
 * refcount_kinds.h.
 *
 * What it answers to in Python: an object of CPython begins with its count and its type, 16 bytes;
 * one that can lie on a cycle has two links before them, 16 bytes (24 until 3.7). Of these the
 * kinds have the count, the link or neither: 40, 40 and 32 bytes a node.
 *
 * 10,000 nodes of 48 bytes each in glibc's blocks are a half or a quarter of an L2 of 1 to 2 MiB.
 */
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
TARE_GROUP(refcount_build, .title = "Build a graph of n nodes: a count is a write an edge",
           .unit = "node", .sizes = GRAPH_SIZES, .baseline = "counts")

/* A list is copied and the copy dropped: who counts writes to each of its items, twice. */
TARE_GROUP(refcount_share, .title = "Hold n nodes once more and let go: who counts, writes",
           .unit = "node", .sizes = TARE_SIZES(1000, 10000, TARE_FULL(30000)), .baseline = "counts")

/*
 * The last hold is given up, and n nodes are freed. `mark_sweep` does what it takes to find out: a
 * second graph of n nodes, which lives, is marked, and all 2n nodes are passed over; the time a
 * node is that of a freed one.
 *
 * Fewer nodes: the drop of an arena takes so little that a sample wants hundreds of them (669 were
 * seen), of the other kinds far fewer. As all of them stand ready before the first is dropped, the
 * arms meet their nodes in different caches, `arena` in the farthest; it reads the head of each
 * chunk alone.
 */
TARE_GROUP(refcount_drop, .title = "Drop a graph of n nodes: one by one, at once, or collected",
           .unit = "node", .sizes = TARE_SIZES(2000, TARE_FULL(30000)), .baseline = "counts")

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

/* Two graphs on one list, of which a collection keeps the second. */
static struct swept_graph swept_build_two(const struct work *work)
{
    struct swept **nodes = work->nodes;
    struct swept_graph graph = swept_build(&work->plan, nodes);
    struct swept_graph kept = swept_build(&work->plan, nodes);

    swept_join(&graph, kept, nodes[work->plan.count - 1]);
    return graph;
}

static void swept_prepare(void *arg, size_t i)
{
    struct work *work = arg;

    heap_tidy_first(NULL, i);
    ((struct swept_graph *)work->graphs)[i] = swept_build_two(work);
}

/* All that is left of it. */
static void swept_dispose(void *arg, size_t i)
{
    struct swept_graph *graph = (struct swept_graph *)((struct work *)arg)->graphs + i;

    graph->kept = NULL;
    swept_drop(graph);
}

/* A collection that frees too much or too little is not what is timed. */
static void swept_expect(struct tare *t, const struct swept_graph *graph, size_t expected)
{
    size_t count = swept_count(graph);

    if (count != expected)
        tare_fail(t, "%zu nodes on the list instead of %zu", count, expected);
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

    chunks_name(t, graph.chunks);
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

    chunks_name(t, graph.chunks);
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

    chunks_name(t, graph.chunks);
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
    swept_expect(t, &graph, 0);
    graph = swept_build_two(&work);
    swept_expect(t, &graph, 2 * work.plan.count);
    swept_drop_it(&graph);
    swept_expect(t, &graph, work.plan.count); /* half was freed, half was kept */
    graphs[0] = graph;
    swept_dispose(&work, 0);
    tare_loop_fresh(t, swept_prepare, swept_dispose, &work)
        swept_drop_it(&graphs[tare_i]);
    work_free(&work);
}
