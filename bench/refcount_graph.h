/* SPDX-License-Identifier: MIT */
/*
 * What refcount.c does to graphs of a kind. Included once a kind, with KIND defined; why a file and
 * not a macro, says packing_record.h.
 *
 *     KIND_build(plan, nodes)      the graph of the plan, its root held once; fills nodes[count]
 *     KIND_share(nodes, held, n)   takes a second hold on each node, and gives them up
 *     KIND_drop_it(graph)          KIND_drop, as an operation
 *     KIND_sum(nodes, n)           of all values
 */
#define PASTE_(kind, verb) kind##_##verb
#define PASTE(kind, verb)  PASTE_(kind, verb)
#define KIND_VERB(verb)    PASTE(KIND, verb)

/* The last node first: those that a node leads to are there when it comes. */
OPERATION struct KIND_VERB(graph) KIND_VERB(build)(const struct plan *plan, struct KIND **nodes)
{
    struct KIND_VERB(graph) graph = {0};

    for (size_t i = plan->count; i-- > 0;) {
        const struct planned *planned = &plan->at[i];
        struct KIND *node = KIND_VERB(new)(&graph);

        node->value = planned->value;
        for (size_t k = 0; k < EDGES; k++)
            node->edge[k] =
                planned->edge[k] == NO_NODE ? NULL : KIND_VERB(hold)(nodes[planned->edge[k]]);
        nodes[i] = node;
    }
    graph.root = KIND_VERB(hold)(nodes[0]);
    return graph;
}

OPERATION void KIND_VERB(share)(struct KIND *const *nodes, struct KIND **held, size_t n)
{
    for (size_t i = 0; i < n; i++)
        held[i] = KIND_VERB(hold)(nodes[i]);
    tare_keep_ptr(held);
    for (size_t i = 0; i < n; i++)
        KIND_VERB(let_go)(held[i]);
}

OPERATION void KIND_VERB(drop_it)(struct KIND_VERB(graph) * graph)
{
    KIND_VERB(drop)(graph);
}

static uint64_t KIND_VERB(sum)(struct KIND *const *nodes, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += nodes[i]->value;
        for (size_t k = 0; k < EDGES; k++)
            sum += nodes[i]->edge[k] == NULL ? 0 : nodes[i]->edge[k]->value;
    }
    return sum;
}

#undef PASTE_
#undef PASTE
#undef KIND_VERB
#undef KIND
