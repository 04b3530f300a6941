/* SPDX-License-Identifier: MIT */
/*
 * What fragment.c does with an allocator. Included once a kind, with KIND defined; why a file and
 * not a macro, says packing_record.h. FREES: it takes single nodes back.
 *
 *     KIND_fill(heap, nodes, n)               n nodes, one by one
 *     KIND_halve(heap, nodes, order, n)       frees nodes[order[i]], i below n / 2
 *     KIND_free_rest(heap, nodes, order, n)   frees the others, and what the heap holds
 */
#define PASTE_(kind, verb) kind##_##verb
#define PASTE(kind, verb)  PASTE_(kind, verb)
#define KIND_VERB(verb)    PASTE(KIND, verb)

static void KIND_VERB(fill)(struct KIND_VERB(heap) * heap, struct node **nodes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        nodes[i] = KIND_VERB(alloc)(heap);
        *nodes[i] = (struct node){.key = i, .value = i};
    }
}

#ifdef FREES
/* The first half of them, in their order. */
OPERATION void KIND_VERB(halve)(struct KIND_VERB(heap) * heap, struct node **nodes,
                                const uint32_t *order, size_t n)
{
    for (size_t i = 0; i < n / 2; i++)
        KIND_VERB(free)(heap, nodes[order[i]]);
}

static void KIND_VERB(free_rest)(struct KIND_VERB(heap) * heap, struct node **nodes,
                                 const uint32_t *order, size_t n)
{
    for (size_t i = n / 2; i < n; i++)
        KIND_VERB(free)(heap, nodes[order[i]]);
    KIND_VERB(end)(heap);
}
#endif

#undef PASTE_
#undef PASTE
#undef KIND_VERB
#undef KIND
#undef FREES
