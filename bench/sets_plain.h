/* SPDX-License-Identifier: MIT */
/*
 * Sets of numbers by hand, each of them one block or two but for the tree. The bytes that are given
 * are those of one member among 60,000, as asked of malloc. Included by sets.c only.
 */
#ifndef BENCH_SETS_PLAIN_H
#define BENCH_SETS_PLAIN_H

#include <string.h>

#include "sets_data.h"

/*
 * hash_open, 8.7 bytes: open addressing with linear probing, at most three quarters full. Python's
 * set is of this kind, with 16 bytes a slot (hash and pointer) and at most three fifths full, and
 * the objects besides. A slot holds the number plus one, so that 0 is a free one.
 */
struct hash_set {
    size_t count;
    size_t capacity; /* a power of two */
    uint32_t *slots;
};

/* Multiplicative hashing (Knuth, volume 3, 6.4): from the upper half of a product with 2^64 / phi,
 * whose lowest bits depend on every bit of the number. */
static inline size_t hash_home(const struct hash_set *set, uint32_t number)
{
    return (size_t)(number * 0x9e3779b97f4a7c15u >> 32) & (set->capacity - 1);
}

/* The slot that holds the number, else the free one where it belongs; one is always free. */
static inline uint32_t *hash_probe(const struct hash_set *set, uint32_t number)
{
    for (size_t i = hash_home(set, number);; i++) {
        uint32_t *slot = &set->slots[i & (set->capacity - 1)];

        if (*slot == 0 || *slot == number + 1)
            return slot;
    }
}

static void hash_grow(struct hash_set *set, size_t capacity)
{
    struct hash_set old = *set;

    set->capacity = capacity;
    set->slots = calloc(capacity, sizeof(*set->slots));
    if (set->slots == NULL)
        abort();
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i] != 0)
            *hash_probe(set, old.slots[i] - 1) = old.slots[i];
    free(old.slots);
}

static void *hash_new(const struct numbers *members)
{
    struct hash_set *set = must_alloc(1, sizeof(*set));

    *set = (struct hash_set){0};
    hash_grow(set, 8);
    for (size_t i = 0; i < members->count; i++) {
        if (set->count >= set->capacity / 4 * 3)
            hash_grow(set, set->capacity * 2);
        *hash_probe(set, members->at[i]) = members->at[i] + 1;
        set->count++; /* members are distinct */
    }
    return set;
}

static inline bool hash_has(const void *set, uint32_t number)
{
    return *hash_probe(set, number) != 0;
}

OPERATION size_t hash_common(const struct hash_set *a, const struct hash_set *b)
{
    size_t common = 0;

    for (size_t i = 0; i < a->capacity; i++)
        if (a->slots[i] != 0)
            common += hash_has(b, a->slots[i] - 1);
    return common;
}

static void hash_free(void *set)
{
    free(((struct hash_set *)set)->slots);
    free(set);
}

/* sorted_array, 4 bytes: what frozen data may be, as to add a member moves half of the others. */
struct sorted_set {
    size_t count;
    uint32_t items[];
};

static int number_compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static void *sorted_new(const struct numbers *members)
{
    size_t bytes = members->count * sizeof(uint32_t);
    struct sorted_set *set = must_alloc(1, sizeof(*set) + bytes);

    set->count = members->count;
    memcpy(set->items, members->at, bytes);
    qsort(set->items, set->count, sizeof(*set->items), number_compare);
    return set;
}

/* The half that may hold the number, until one item is left. */
static inline bool sorted_has(const void *sorted, uint32_t number)
{
    const struct sorted_set *set = sorted;
    const uint32_t *low = set->items;

    for (size_t left = set->count; left > 1; left -= left / 2)
        low += low[left / 2] <= number ? left / 2 : 0;
    return *low == number;
}

/* Both are read through once, side by side. */
OPERATION size_t sorted_common(const struct sorted_set *a, const struct sorted_set *b)
{
    size_t common = 0;

    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t x = a->items[i], y = b->items[j];

        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return common;
}

/*
 * bitset, 1 byte: a bit for each number that there could be, 8 of them a member here. It pays by
 * the range and not by the members: with one number in use of 1000 it would take 125 bytes.
 */
struct bit_set {
    size_t words;
    uint64_t bits[];
};

enum { WORD_BITS = 64 };

static void *bits_new(const struct numbers *members)
{
    size_t words = members->count * CELL_NUMBERS / WORD_BITS + 1;
    struct bit_set *set = must_alloc(1, sizeof(*set) + words * sizeof(*set->bits));

    set->words = words;
    memset(set->bits, 0, words * sizeof(*set->bits));
    for (size_t i = 0; i < members->count; i++)
        set->bits[members->at[i] / WORD_BITS] |= 1ull << members->at[i] % WORD_BITS;
    return set;
}

static inline bool bits_has(const void *set, uint32_t number)
{
    return ((const struct bit_set *)set)->bits[number / WORD_BITS] >> number % WORD_BITS & 1;
}

OPERATION size_t bits_common(const struct bit_set *a, const struct bit_set *b)
{
    size_t common = 0;

    for (size_t i = 0; i < a->words; i++)
        common += (size_t)__builtin_popcountll(a->bits[i] & b->bits[i]);
    return common;
}

/*
 * tree, 24 bytes and one block: a search tree which nothing balances. Members come in random order,
 * so a search takes 1.39 log2 n steps on average (Knuth, volume 3, 6.2.2); in sorted order it would
 * take n / 2, which is why libraries balance theirs.
 */
struct tree_node {
    struct tree_node *child[2];
    uint32_t number;
};

/* The place of the node with that number, or where it would hang. */
static inline struct tree_node **tree_probe(struct tree_node **place, uint32_t number)
{
    while (*place != NULL && (*place)->number != number)
        place = &(*place)->child[(*place)->number < number];
    return place;
}

static void *tree_new(const struct numbers *members)
{
    struct tree_node *root = NULL;

    /* The analyzer does not see what hangs below the root.
     * NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
    for (size_t i = 0; i < members->count; i++) {
        struct tree_node *node = must_alloc(1, sizeof(*node));

        *node = (struct tree_node){.number = members->at[i]};
        *tree_probe(&root, members->at[i]) = node;
    }
    return root;
}

static inline bool tree_has(const void *set, uint32_t number)
{
    struct tree_node *root = (struct tree_node *)set;

    return *tree_probe(&root, number) != NULL;
}

static void tree_free(void *set)
{
    struct tree_node *root = set;

    if (root == NULL)
        return;
    tree_free(root->child[0]);
    tree_free(root->child[1]);
    free(root);
}

#endif
