/* SPDX-License-Identifier: MIT */
/*
 * What allocator.c does with an allocator. Included once a kind, with KIND defined; why a file and
 * not a macro, says packing_record.h. FREES: it takes single nodes back.
 *
 *     KIND_build(heap, values, n)   a balanced search tree of the keys 0 .. n - 1
 *     KIND_drop(heap, root)         frees it, node by node or all at once
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
#else
OPERATION void KIND_VERB(drop)(struct KIND_VERB(heap) * heap, struct node *root)
{
    (void)root;
    KIND_VERB(end)(heap);
}
#endif

#undef PASTE_
#undef PASTE
#undef KIND_VERB
#undef KIND
#undef FREES
