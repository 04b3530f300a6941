/* SPDX-License-Identifier: MIT */
/*
 * Dictionaries in the order of their keys, both with what libc brings: qsort and bsearch, and the
 * red-black tree behind tsearch. Included by dict.c only, which asks for the GNU functions.
 */
#ifndef BENCH_DICT_ORDERED_H
#define BENCH_DICT_ORDERED_H

#include <search.h>

#include "dict_data.h"

struct item {
    char *key;
    uint64_t value;
};

static struct item item_make(const struct pair *pair)
{
    return (struct item){must_copy(pair->key), pair->value};
}

static int item_compare(const void *a, const void *b)
{
    return strcmp(((const struct item *)a)->key, ((const struct item *)b)->key);
}

/*
 * sorted_array: one block of items and the keys; the lightest that still finds in log n steps.
 * Filled first and sorted once; to insert later would move half of it.
 */
struct sorted {
    size_t count;
    struct item items[];
};

static void *sorted_build(const struct pairs *pairs)
{
    struct sorted *sorted = must_alloc(1, sizeof(*sorted) + pairs->count * sizeof(*sorted->items));

    sorted->count = pairs->count;
    for (size_t i = 0; i < pairs->count; i++)
        sorted->items[i] = item_make(&pairs->at[i]);
    qsort(sorted->items, sorted->count, sizeof(*sorted->items), item_compare);
    return sorted;
}

static uint64_t sorted_find(const void *dict, const char *key)
{
    const struct sorted *sorted = dict;
    struct item wanted = {.key = (char *)key};
    const struct item *found =
        bsearch(&wanted, sorted->items, sorted->count, sizeof(wanted), item_compare);

    return found == NULL ? 0 : found->value;
}

OPERATION uint64_t sorted_sum(const struct sorted *sorted)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < sorted->count; i++)
        sum += sorted->items[i].value;
    return sum;
}

static void sorted_free(void *dict)
{
    struct sorted *sorted = dict;

    for (size_t i = 0; i < sorted->count; i++)
        free(sorted->items[i].key);
    free(sorted);
}

/*
 * rb_tree: glibc's tsearch, three blocks a key: its node (the item and two children, the colour in
 * a low bit of one of them), the item and the key.
 */
static void *tree_build(const struct pairs *pairs)
{
    void *root = NULL;

    for (size_t i = 0; i < pairs->count; i++) {
        struct item *item = must_alloc(1, sizeof(*item));

        *item = item_make(&pairs->at[i]);
        if (tsearch(item, &root, item_compare) == NULL)
            abort();
    }
    return root;
}

static uint64_t tree_find(const void *dict, const char *key)
{
    void *root = (void *)dict;
    struct item wanted = {.key = (char *)key};
    struct item *const *found = tfind(&wanted, &root, item_compare);

    return found == NULL ? 0 : (*found)->value;
}

static void tree_add_value(const void *node, VISIT visit, void *sum)
{
    if (visit == postorder || visit == leaf) /* of the three visits in order, the middle one */
        *(uint64_t *)sum += (*(struct item *const *)node)->value;
}

OPERATION uint64_t tree_sum(const void *root)
{
    uint64_t sum = 0;

    twalk_r(root, tree_add_value, &sum);
    return sum;
}

static void tree_free_item(void *item)
{
    free(((struct item *)item)->key);
    free(item);
}

static void tree_free(void *dict)
{
    tdestroy(dict, tree_free_item);
}

#endif
