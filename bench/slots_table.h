/* SPDX-License-Identifier: MIT */
/*
 * Objects of slots.c that are a table of attributes each, as a Python object with a __dict__ is:
 * names can be added to one alone, and every one pays for that. Each lookup stands for itself, as
 * in a program: the name is hidden, else the compiler would hash it once for all objects. Included
 * by slots.c only.
 */
#ifndef BENCH_SLOTS_TABLE_H
#define BENCH_SLOTS_TABLE_H

#include <string.h>

#include "slots_data.h"

/*
 * table_open, 144 bytes in two blocks: open addressing with linear probing by the hash that the
 * name brings along, from 8 places on (CPython's PyDict_MINSIZE), at most three quarters in use.
 */
struct attribute {
    const struct name *name; /* NULL: free */
    uint64_t value;
};

struct table {
    uint32_t count;
    uint32_t capacity; /* a power of two */
    struct attribute *attributes;
};

enum { TABLE_LEAST = 8 };

/* The place of the name, else the free one where it belongs; one is always free. */
static inline struct attribute *table_probe(const struct table *table, const struct name *name)
{
    for (uint32_t i = name->hash;; i++) {
        struct attribute *place = &table->attributes[i & (table->capacity - 1)];

        if (place->name == name || place->name == NULL)
            return place;
    }
}

static void table_resize(struct table *table, uint32_t capacity)
{
    struct table old = *table;

    table->capacity = capacity;
    table->attributes = must_alloc(capacity, sizeof(*table->attributes));
    memset(table->attributes, 0, capacity * sizeof(*table->attributes));
    for (uint32_t i = 0; i < old.capacity; i++)
        if (old.attributes[i].name != NULL)
            *table_probe(table, old.attributes[i].name) = old.attributes[i];
    free(old.attributes);
}

static void table_set(struct table *table, const struct name *name, uint64_t value)
{
    if (table->count >= table->capacity / 4 * 3)
        table_resize(table, table->capacity == 0 ? TABLE_LEAST : 2 * table->capacity);

    struct attribute *place = table_probe(table, name);

    table->count += place->name == NULL;
    *place = (struct attribute){name, value};
}

static struct table **table_build(const struct inputs *inputs)
{
    struct table **objects = must_alloc(inputs->count, sizeof(struct table *));

    for (size_t i = 0; i < inputs->count; i++) {
        objects[i] = must_alloc(1, sizeof(*objects[i]));
        *objects[i] = (struct table){0};
        for (size_t k = 0; k < ATTRIBUTES; k++)
            table_set(objects[i], &names[k], inputs->at[i].at[k]);
    }
    return objects;
}

static void table_free(struct table **objects, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(objects[i]->attributes);
        free(objects[i]);
    }
    free(objects);
}

OPERATION uint64_t table_get(struct table *const *objects, size_t n, const struct name *name)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += table_probe(objects[i], tare_hide(name))->value;
    return sum;
}

#if __has_include(<uthash.h>)
#include <uthash.h>
#define HAVE_UTHASH

/*
 * uthash, 864 bytes in six blocks: a block of 72 for each attribute, of which 56 link it three
 * ways (in the bucket, in the order of insertion, to the table), a head of 64, and 32 buckets from
 * the start. An object is the pointer to its first attribute. The key is the pointer to the name.
 */
struct linked {
    const struct name *name;
    uint64_t value;
    UT_hash_handle hh;
};

static struct linked *linked_new(const struct values *values)
{
    struct linked *object = NULL;

    for (size_t k = 0; k < ATTRIBUTES; k++) {
        struct linked *attribute = must_alloc(1, sizeof(*attribute));

        attribute->name = &names[k];
        attribute->value = values->at[k];
        HASH_ADD_PTR(object, name, attribute);
    }
    return object;
}

static struct linked **linked_build(const struct inputs *inputs)
{
    struct linked **objects = must_alloc(inputs->count, sizeof(struct linked *));

    for (size_t i = 0; i < inputs->count; i++)
        objects[i] = linked_new(&inputs->at[i]);
    return objects;
}

static void linked_free(struct linked **objects, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct linked *attribute;
        struct linked *next;

        HASH_ITER(hh, objects[i], attribute, next)
        {
            HASH_DEL(objects[i], attribute);
            free(attribute);
        }
    }
    free(objects);
}

OPERATION uint64_t linked_get(struct linked *const *objects, size_t n, const struct name *name)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        const struct name *wanted = tare_hide(name);
        struct linked *found;

        HASH_FIND_PTR(objects[i], &wanted, found);
        sum += found->value;
    }
    return sum;
}
#endif

#ifdef HAVE_GLIB
#include <glib.h>

/* glib: a GHashTable an object, by the pointer to the name, the value in the place of a pointer. */
static GHashTable **glib_build(const struct inputs *inputs)
{
    GHashTable **objects = must_alloc(inputs->count, sizeof(GHashTable *));

    for (size_t i = 0; i < inputs->count; i++) {
        objects[i] = g_hash_table_new(NULL, NULL);
        for (size_t k = 0; k < ATTRIBUTES; k++)
            g_hash_table_insert(objects[i], &names[k], GSIZE_TO_POINTER(inputs->at[i].at[k]));
    }
    return objects;
}

static void glib_free(GHashTable **objects, size_t n)
{
    for (size_t i = 0; i < n; i++)
        g_hash_table_destroy(objects[i]);
    free(objects);
}

OPERATION uint64_t glib_get(GHashTable *const *objects, size_t n, const struct name *name)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += GPOINTER_TO_SIZE(g_hash_table_lookup(objects[i], tare_hide(name)));
    return sum;
}
#endif

#endif
