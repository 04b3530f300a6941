/* SPDX-License-Identifier: MIT */
/*
 * What counts cannot free: a tree whose children know their parent. Python counts, and has gc for
 * the cycles, which looks for what is held from within alone. The trees are in refcount_cycle.h.
 *
 * 10,000 nodes of 40 bytes are 480 KB in glibc's blocks, 10,000 members of 64 bytes 800 KB, less
 * than an L2 of 1 to 2 MiB; 50,000 are 2.4 and 4 MB.
 */
#include "refcount_cycle.h"

/*
 * What gives a tree back all of whose nodes lie on cycles but for a root alone. `weak_parent` does
 * not let children hold their parent, so that there is no cycle. `trial_deletion` collects a tree
 * that nobody holds, `trial_live` one that is held and stays: that is what a collector costs who
 * makes no garbage, and why CPython looks but now and then (at first when 700 more containers have
 * come than gone, by gc's default).
 *
 * `counts` frees nothing, whatever n is, and takes the time of that: a hold is taken and given up,
 * while the children go on holding the root. When the last hold from without is given up, after the
 * loop, all of the tree is left behind, as the only leak of this suite that is meant: leaked and
 * cyclic bytes are its deep size. A time without the freeing wins nothing, and is marked so.
 */
TARE_GROUP(cycle, .title = "A tree of n nodes that know their parent, and what frees it",
           .unit = "node", .sizes = TARE_SIZES(1000, 10000, 50000, TARE_FULL(200000)),
           .baseline = "trial_deletion")

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
    tare_refs(t, root);
    tare_counter(t, "count_of_node", (double)root->count);
    tare_items(t, 1); /* the root alone is touched */
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
