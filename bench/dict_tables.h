/* SPDX-License-Identifier: MIT */
/*
 * Dictionaries by the hash tables that C programs take from a library: GLib's and uthash. Included
 * by dict.c only.
 */
#ifndef BENCH_DICT_TABLES_H
#define BENCH_DICT_TABLES_H

#include "dict_data.h"

#ifdef HAVE_GLIB
#include <glib.h>

/*
 * ghashtable: open addressing with quadratic probing, the hashes in an array of their own, the
 * values in the place of pointers. It calls g_str_hash and g_str_equal through pointers.
 */
static void *ghashtable_build(const struct pairs *pairs)
{
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, free, NULL);

    for (size_t i = 0; i < pairs->count; i++)
        g_hash_table_insert(table, must_copy(pairs->at[i].key),
                            GSIZE_TO_POINTER(pairs->at[i].value));
    return table;
}

static uint64_t ghashtable_find(const void *dict, const char *key)
{
    return GPOINTER_TO_SIZE(g_hash_table_lookup((GHashTable *)dict, key));
}

static void ghashtable_free(void *dict)
{
    g_hash_table_destroy(dict);
}
#endif

#if __has_include(<uthash.h>)
#include <uthash.h>
#define HAVE_UTHASH

/*
 * uthash: chains, whose links lie in the item, as do those of the order of insertion: a block of 72
 * bytes for each key besides the key. The dictionary is the first item.
 */
struct linked {
    char *key;
    uint64_t value;
    UT_hash_handle hh;
};

static void *linked_build(const struct pairs *pairs)
{
    struct linked *dict = NULL;

    for (size_t i = 0; i < pairs->count; i++) {
        struct linked *item = must_alloc(1, sizeof(*item));

        item->key = must_copy(pairs->at[i].key);
        item->value = pairs->at[i].value;
        HASH_ADD_KEYPTR(hh, dict, item->key, strlen(item->key), item);
    }
    return dict;
}

static uint64_t linked_find(const void *dict, const char *key)
{
    const struct linked *head = dict;
    const struct linked *found;

    HASH_FIND_STR(head, key, found);
    return found == NULL ? 0 : found->value;
}

static void linked_free(void *dict)
{
    struct linked *head = dict;
    struct linked *item;
    struct linked *next;

    HASH_ITER(hh, head, item, next)
    {
        HASH_DEL(head, item);
        free(item->key);
        free(item);
    }
}
#endif

#endif
