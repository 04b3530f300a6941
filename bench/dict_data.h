/* SPDX-License-Identifier: MIT */
/*
 * What a dictionary of dict.c is built from and asked for: n pairs of a string and an integer. A
 * representation is a set of four functions on an opaque dictionary which owns copies of its keys.
 */
#ifndef BENCH_DICT_DATA_H
#define BENCH_DICT_DATA_H

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "case.h"

enum { KEY_BYTES = 16 }; /* "user:0badcafe" and its end, rounded up */

struct pair {
    char key[KEY_BYTES];
    uint64_t value;
};

struct pairs {
    size_t count;
    struct pair *at;
};

struct keys {
    size_t count;
    char (*at)[KEY_BYTES];
};

typedef void *(*dict_build_fn)(const struct pairs *pairs); /* never NULL but for an empty tree */
typedef uint64_t (*dict_find_fn)(const void *dict, const char *key); /* 0 without that key */

/* A bijection of 32 bits (the finalizer of MurmurHash3): distinct keys without a look at others. */
static inline uint32_t scramble(uint32_t x)
{
    x = (x ^ x >> 16) * 0x85ebca6b;
    x = (x ^ x >> 13) * 0xc2b2ae35;
    return x ^ x >> 16;
}

/* tare_size(t) pairs with distinct keys in random order; the caller frees `at`. */
static inline struct pairs pairs_draw(struct tare *t)
{
    size_t n = tare_size(t);
    struct pairs pairs = {n, must_alloc(n, sizeof(*pairs.at))};
    uint32_t first = (uint32_t)tare_random(t);

    for (size_t i = 0; i < n; i++) {
        struct pair *pair = &pairs.at[i];

        snprintf(pair->key, sizeof(pair->key), "user:%08" PRIx32, scramble(first + (uint32_t)i));
        pair->value = random_below(t, 1000000);
    }
    return pairs;
}

/*
 * `count` keys, evenly spread over the order of insertion: the way that a scan has to go to them is
 * that of the average key in each draw. The caller frees `at`.
 */
static inline struct keys keys_spread(const struct pairs *pairs, size_t count)
{
    struct keys keys = {count, must_alloc(count, KEY_BYTES)};

    for (size_t i = 0; i < count; i++)
        memcpy(keys.at[i], pairs->at[(2 * i + 1) * pairs->count / (2 * count)].key, KEY_BYTES);
    return keys;
}

/* Every key once, in random order. The caller frees `at`. */
static inline struct keys keys_shuffled(struct tare *t, const struct pairs *pairs)
{
    struct keys keys = keys_spread(pairs, pairs->count);

    shuffle(t, keys.at, keys.count, KEY_BYTES);
    return keys;
}

/*
 * The sum of the values of all keys. Inlined, so that `find` is a direct call: a representation is
 * timed and not a call through a pointer.
 */
__attribute__((always_inline)) static inline uint64_t find_each(const void *dict, dict_find_fn find,
                                                                const struct keys *keys)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < keys->count; i++)
        sum += find(dict, keys->at[i]);
    return sum;
}

#endif
