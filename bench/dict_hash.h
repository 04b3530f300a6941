/* SPDX-License-Identifier: MIT */
/*
 * hash_open: open addressing with linear probing, the hash kept beside the key so that a wrong slot
 * is passed without a look at its key, at most three quarters full; Python's dict is of this kind.
 * Included by dict.c only.
 */
#ifndef BENCH_DICT_HASH_H
#define BENCH_DICT_HASH_H

#include "dict_data.h"

struct slot {
    char *key; /* NULL: free */
    uint64_t hash;
    uint64_t value;
};

struct hash {
    size_t count;
    size_t capacity; /* a power of two */
    struct slot *slots;
};

/* FNV-1a, 64 bits (Fowler, Noll and Vo). */
static inline uint64_t hash_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * 0x100000001b3;
    return hash;
}

/* The slot that holds the key, else the free one where it belongs; one is always free. */
static inline struct slot *hash_probe(const struct hash *dict, const char *key, uint64_t hash)
{
    for (uint64_t i = hash;; i++) {
        struct slot *slot = &dict->slots[i & (dict->capacity - 1)];

        if (slot->key == NULL || (slot->hash == hash && strcmp(slot->key, key) == 0))
            return slot;
    }
}

static void hash_resize(struct hash *dict, size_t capacity)
{
    struct hash old = *dict;

    dict->capacity = capacity;
    dict->slots = calloc(capacity, sizeof(*dict->slots));
    if (dict->slots == NULL)
        abort();
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].key != NULL)
            *hash_probe(dict, old.slots[i].key, old.slots[i].hash) = old.slots[i];
    free(old.slots);
}

static void hash_set(struct hash *dict, const char *key, uint64_t value)
{
    if (dict->count >= dict->capacity / 4 * 3)
        hash_resize(dict, dict->capacity * 2);

    uint64_t hash = hash_of(key);
    struct slot *slot = hash_probe(dict, key, hash);

    if (slot->key == NULL) {
        *slot = (struct slot){.key = must_copy(key), .hash = hash};
        dict->count++;
    }
    slot->value = value;
}

static void *hash_build(const struct pairs *pairs)
{
    struct hash *dict = must_alloc(1, sizeof(*dict));

    *dict = (struct hash){0};
    hash_resize(dict, 8);
    for (size_t i = 0; i < pairs->count; i++)
        hash_set(dict, pairs->at[i].key, pairs->at[i].value);
    return dict;
}

static uint64_t hash_find(const void *dict, const char *key)
{
    return hash_probe(dict, key, hash_of(key))->value; /* of a free slot it is 0 */
}

OPERATION uint64_t hash_sum(const struct hash *dict)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < dict->capacity; i++)
        sum += dict->slots[i].value;
    return sum;
}

static void hash_free(void *dict)
{
    struct hash *hash = dict;

    for (size_t i = 0; i < hash->capacity; i++)
        free(hash->slots[i].key);
    free(hash->slots);
    free(hash);
}

#endif
