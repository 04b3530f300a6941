/* SPDX-License-Identifier: MIT */
/*
 * Objects of slots.c whose attributes are the same for all of a kind, so that names need not lie in
 * each of them. Included by slots.c only.
 */
#ifndef BENCH_SLOTS_FIXED_H
#define BENCH_SLOTS_FIXED_H

#include "slots_data.h"

/* fields, 32 bytes: the compiler knows the names and leaves none; to read one is one load. */
struct fields {
    uint64_t x, y, colour, weight;
};

static struct fields **fields_build(const struct inputs *inputs)
{
    struct fields **objects = must_alloc(inputs->count, sizeof(struct fields *));

    for (size_t i = 0; i < inputs->count; i++) {
        const uint64_t *value = inputs->at[i].at;

        objects[i] = must_alloc(1, sizeof(*objects[i]));
        *objects[i] = (struct fields){value[X], value[Y], value[COLOUR], value[WEIGHT]};
    }
    return objects;
}

static void fields_free(struct fields **objects, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(objects[i]);
    free(objects);
}

OPERATION uint64_t fields_weight(struct fields *const *objects, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += objects[i]->weight;
    return sum;
}

static uint64_t fields_sum(struct fields *const *objects, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += objects[i]->x + objects[i]->y + objects[i]->colour + objects[i]->weight;
    return sum;
}

/*
 * slot_array, 40 bytes and one shape of 40 for all: the object has the values, its shape (V8's
 * hidden class, CPython's type with __slots__, and since PEP 412 the keys that the dictionaries of
 * one class share) says which name is which. A reader keeps the shape that it saw last and the slot
 * it found there, the inline cache of Hölzle, Chambers and Ungar (1991): a compare an object.
 */
struct shape {
    size_t count;
    const struct name *names[];
};

struct slotted {
    const struct shape *shape;
    uint64_t slots[];
};

static const struct shape *shape_new(void)
{
    struct shape *shape = must_alloc(1, sizeof(*shape) + ATTRIBUTES * sizeof(*shape->names));

    shape->count = ATTRIBUTES;
    for (size_t i = 0; i < ATTRIBUTES; i++)
        shape->names[i] = &names[i];
    return shape;
}

/* A name that is not there is a mistake of the case. */
static size_t shape_find(const struct shape *shape, const struct name *name)
{
    for (size_t i = 0; i < shape->count; i++)
        if (shape->names[i] == name)
            return i;
    abort();
}

static struct slotted **slotted_build(const struct inputs *inputs)
{
    struct slotted **objects = must_alloc(inputs->count, sizeof(struct slotted *));
    const struct shape *shape = shape_new();

    for (size_t i = 0; i < inputs->count; i++) {
        struct slotted *object =
            must_alloc(1, sizeof(*object) + shape->count * sizeof(*object->slots));

        object->shape = shape;
        for (size_t k = 0; k < ATTRIBUTES; k++)
            object->slots[shape_find(shape, &names[k])] = inputs->at[i].at[k];
        objects[i] = object;
    }
    return objects;
}

static void slotted_free(struct slotted **objects, size_t n)
{
    free((void *)objects[0]->shape);
    for (size_t i = 0; i < n; i++)
        free(objects[i]);
    free(objects);
}

OPERATION uint64_t slotted_get(struct slotted *const *objects, size_t n, const struct name *name)
{
    const struct shape *seen = NULL;
    size_t slot = 0;
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++) {
        if (objects[i]->shape != seen) {
            seen = objects[i]->shape;
            slot = shape_find(seen, name);
        }
        sum += objects[i]->slots[slot];
    }
    return sum;
}

#endif
