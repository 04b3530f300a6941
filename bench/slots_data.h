/* SPDX-License-Identifier: MIT */
/*
 * What the objects of slots.c hold: four attributes, and the names by which they are found. Equal
 * names are one `struct name`, which knows its hash, as CPython interns the names of attributes and
 * keeps the hash of a string in it: to compare names is to compare pointers, in every variant.
 */
#ifndef BENCH_SLOTS_DATA_H
#define BENCH_SLOTS_DATA_H

#include "case.h"

enum { X, Y, COLOUR, WEIGHT, ATTRIBUTES };

struct name {
    const char *text;
    uint32_t hash;
};

static struct name names[ATTRIBUTES] = {{"x", 0}, {"y", 0}, {"colour", 0}, {"weight", 0}};

/* Of one object, by attribute. */
struct values {
    uint64_t at[ATTRIBUTES];
};

/* Of all objects, in order. */
struct inputs {
    size_t count;
    struct values *at;
};

/* FNV-1a, 32 bits (Fowler, Noll and Vo). */
static void names_hash(void)
{
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        names[i].hash = 0x811c9dc5;
        for (const char *c = names[i].text; *c != '\0'; c++)
            names[i].hash = (names[i].hash ^ (unsigned char)*c) * 0x01000193;
    }
}

/* The values of tare_size(t) objects, below 65,536 each; makes the names ready. The caller frees
 * `at`. */
static struct inputs inputs_draw(struct tare *t)
{
    size_t n = tare_size(t);
    struct inputs inputs = {n, must_alloc(n, sizeof(*inputs.at))};

    names_hash();
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = tare_random(t);

        for (size_t k = 0; k < ATTRIBUTES; k++)
            inputs.at[i].at[k] = bits >> 16 * k & 0xffff;
    }
    return inputs;
}

#endif
