/* SPDX-License-Identifier: MIT */
/*
 * What allocator.c does with an allocator. Included once a kind, with KIND defined; why a file and
 * not a macro, says packing_record.h. FREES: it takes single nodes back.
 *
 *     KIND_build(heap, values, n)             a balanced search tree of the keys 0 .. n - 1
 *     KIND_drop(heap, root)                   frees it, node by node or all at once
 *     KIND_fill(heap, nodes, n)               n nodes, one by one
 *     KIND_halve(heap, nodes, order, n)       frees nodes[order[i]], i below n / 2
 *     KIND_free_rest(heap, nodes, order, n)   frees the others, and what the heap holds
 */
#define PASTE_(kind, verb) kind##_##verb
#define PASTE(kind, verb)  PASTE_(kind, verb)
#define KIND_VERB(verb)    PASTE(KIND, verb)

/* The keys from begin to end, a parent before its children. */
static struct node *KIND_VERB(subtree)(struct KIND_VERB(heap) * heap, const uint64_t *values,
                                       size_t begin, size_t end)
{
    size_t middle = begin + (end - begin) / 2;
    struct node *node;

    if (begin == end)
        return NULL;
    node = KIND_VERB(alloc)(heap);
    node->key = middle;
    node->value = values[middle];
    node->left = KIND_VERB(subtree)(heap, values, begin, middle);
    node->right = KIND_VERB(subtree)(heap, values, middle + 1, end);
    return node;
}

OPERATION struct node *KIND_VERB(build)(struct KIND_VERB(heap) * heap, const uint64_t *values,
                                        size_t n)
{
    return KIND_VERB(subtree)(heap, values, 0, n);
}

#ifdef FREES
static void KIND_VERB(free_subtree)(struct KIND_VERB(heap) * heap, struct node *node)
{
    if (node == NULL)
        return;
    KIND_VERB(free_subtree)(heap, node->left);
    KIND_VERB(free_subtree)(heap, node->right);
    KIND_VERB(free)(heap, node);
}

OPERATION void KIND_VERB(drop)(struct KIND_VERB(heap) * heap, struct node *root)
{
    KIND_VERB(free_subtree)(heap, root);
}

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
#else
OPERATION void KIND_VERB(drop)(struct KIND_VERB(heap) * heap, struct node *root)
{
    (void)root;
    KIND_VERB(end)(heap);
}
#endif

static void KIND_VERB(fill)(struct KIND_VERB(heap) * heap, struct node **nodes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        nodes[i] = KIND_VERB(alloc)(heap);
        *nodes[i] = (struct node){.key = i, .value = i};
    }
}

#undef PASTE_
#undef PASTE
#undef KIND_VERB
#undef KIND
#undef FREES
