/* SPDX-License-Identifier: MIT */
/*
 * The record of layout.c, and its layouts that are found by an index: aos, soa, soa_blocks, boxed.
 * Included by layout.c only.
 */
#ifndef BENCH_LAYOUT_ARRAYS_H
#define BENCH_LAYOUT_ARRAYS_H

#include "case.h"

/* Unsigned, so that however many updates a loop makes, wrapping is defined. */
struct record {
    uint64_t x, y, z;
    uint32_t id, flags;
};

static struct record record_draw(struct tare *t, size_t i)
{
    uint64_t bits = tare_random(t);

    return (struct record){
        .x = bits & 0xfffff,
        .y = bits >> 20 & 0xfffff,
        .z = bits >> 40 & 0xfffff,
        .id = (uint32_t)i,
        .flags = (uint32_t)(bits >> 60),
    };
}

/* Each field takes in the next, so that sum_x after one update vouches for all five. */
static inline void record_update(struct record *r)
{
    r->flags += 1;
    r->id += r->flags;
    r->z += r->id;
    r->y += r->z;
    r->x += r->y;
}

/*
 * aos, array of structs, 32 bytes: what C does by itself, a NumPy structured array. Two records
 * share a cache line, of which sum_x wants a quarter.
 */
static struct record *aos_new(struct tare *t, size_t n)
{
    struct record *records = must_alloc(n, sizeof(*records));

    for (size_t i = 0; i < n; i++)
        records[i] = record_draw(t, i);
    return records;
}

OPERATION uint64_t aos_sum(const struct record *records, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += records[i].x;
    return sum;
}

OPERATION uint64_t aos_get(const struct record *records, size_t n)
{
    uint64_t state = n, sum = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t x = records[place_next(&state, n)].x;

        sum += x;
        state += x;
    }
    return sum;
}

OPERATION void aos_update(struct record *records, size_t n)
{
    for (size_t i = 0; i < n; i++)
        record_update(&records[i]);
}

/*
 * soa, struct of arrays, 32 bytes: a NumPy array (or a Pandas column) for each field. sum_x reads
 * nothing but x. What is compared at -O2: clang 14 makes vectors of both soa loops, gcc 12 (which
 * asks for -O3 where it does not know the length) of none: one addition a cycle for aos and soa
 * alike, so that inside L1 they tie and only the cache lines tell them apart.
 */
struct soa {
    uint64_t *x, *y, *z;
    uint32_t *id, *flags;
};

static struct soa *soa_new(struct tare *t, size_t n)
{
    struct soa *soa = must_alloc(1, sizeof(*soa));

    *soa = (struct soa){
        .x = must_alloc(n, sizeof(*soa->x)),
        .y = must_alloc(n, sizeof(*soa->y)),
        .z = must_alloc(n, sizeof(*soa->z)),
        .id = must_alloc(n, sizeof(*soa->id)),
        .flags = must_alloc(n, sizeof(*soa->flags)),
    };
    for (size_t i = 0; i < n; i++) {
        struct record r = record_draw(t, i);

        soa->x[i] = r.x;
        soa->y[i] = r.y;
        soa->z[i] = r.z;
        soa->id[i] = r.id;
        soa->flags[i] = r.flags;
    }
    return soa;
}

static void soa_free(struct soa *soa)
{
    free(soa->x);
    free(soa->y);
    free(soa->z);
    free(soa->id);
    free(soa->flags);
    free(soa);
}

OPERATION uint64_t soa_sum(const struct soa *soa, size_t n)
{
    const uint64_t *x = soa->x;
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

OPERATION uint64_t soa_get(const struct soa *soa, size_t n)
{
    const uint64_t *x = soa->x;
    uint64_t state = n, sum = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t value = x[place_next(&state, n)];

        sum += value;
        state += value;
    }
    return sum;
}

OPERATION void soa_update(struct soa *soa, size_t n)
{
    uint64_t *x = soa->x, *y = soa->y, *z = soa->z;
    uint32_t *id = soa->id, *flags = soa->flags;

    for (size_t i = 0; i < n; i++) {
        flags[i] += 1;
        id[i] += flags[i];
        z[i] += id[i];
        y[i] += z[i];
        x[i] += y[i];
    }
}

/*
 * soa_blocks, an array of small structs of arrays, 32 bytes: a block is 8 records, the x of which
 * fill one cache line. sum_x reads one line in four, a record has all its fields within 256 bytes
 * and thus one page, and the whole is one block of malloc. The row groups of a Parquet file are
 * the same thought on disk. What is compared at -O2: a length of 8 is known, so that gcc 12 too
 * makes vectors of the update (of the sum only clang 14 does), and that shows more than the lines.
 */
enum { BLOCK_RECORDS = LINE_BYTES / sizeof(uint64_t) };

struct soa_block {
    uint64_t x[BLOCK_RECORDS], y[BLOCK_RECORDS], z[BLOCK_RECORDS];
    uint32_t id[BLOCK_RECORDS], flags[BLOCK_RECORDS];
};

_Static_assert(sizeof(struct soa_block) == BLOCK_RECORDS * sizeof(struct record),
               "a block is as large as its records in an array");

/* The last block has room left where n is no multiple of BLOCK_RECORDS; it is not written. */
static struct soa_block *soa_blocks_new(struct tare *t, size_t n)
{
    size_t count = (n + BLOCK_RECORDS - 1) / BLOCK_RECORDS;
    struct soa_block *blocks = must_alloc_lines(count, sizeof(*blocks));

    for (size_t i = 0; i < n; i++) {
        struct soa_block *block = &blocks[i / BLOCK_RECORDS];
        struct record r = record_draw(t, i);
        size_t j = i % BLOCK_RECORDS;

        block->x[j] = r.x;
        block->y[j] = r.y;
        block->z[j] = r.z;
        block->id[j] = r.id;
        block->flags[j] = r.flags;
    }
    return blocks;
}

/* Of the first `count` records; for all blocks but the last this is a constant. */
static inline uint64_t soa_block_sum(const struct soa_block *block, size_t count)
{
    uint64_t sum = 0;

    for (size_t j = 0; j < count; j++)
        sum += block->x[j];
    return sum;
}

static inline void soa_block_update(struct soa_block *block, size_t count)
{
    for (size_t j = 0; j < count; j++) {
        block->flags[j] += 1;
        block->id[j] += block->flags[j];
        block->z[j] += block->id[j];
        block->y[j] += block->z[j];
        block->x[j] += block->y[j];
    }
}

OPERATION uint64_t soa_blocks_sum(const struct soa_block *blocks, size_t n)
{
    size_t full = n / BLOCK_RECORDS;
    uint64_t sum = 0;

    for (size_t i = 0; i < full; i++)
        sum += soa_block_sum(&blocks[i], BLOCK_RECORDS);
    return sum + soa_block_sum(&blocks[full], n % BLOCK_RECORDS);
}

OPERATION uint64_t soa_blocks_get(const struct soa_block *blocks, size_t n)
{
    uint64_t state = n, sum = 0;

    for (size_t i = 0; i < n; i++) {
        size_t place = place_next(&state, n);
        uint64_t x = blocks[place / BLOCK_RECORDS].x[place % BLOCK_RECORDS];

        sum += x;
        state += x;
    }
    return sum;
}

OPERATION void soa_blocks_update(struct soa_block *blocks, size_t n)
{
    size_t full = n / BLOCK_RECORDS;

    for (size_t i = 0; i < full; i++)
        soa_block_update(&blocks[i], BLOCK_RECORDS);
    soa_block_update(&blocks[full], n % BLOCK_RECORDS);
}

/*
 * boxed, an array of pointers to objects with a header, 56 bytes and one block: a Python list of
 * objects, each with its count of references and its type (sys.getsizeof of the list shows the 8
 * bytes a pointer alone). Only the layout is Python's: no dispatch, no counting.
 */
struct type {
    const char *name;
};

struct object {
    uint64_t reference_count;
    const struct type *type;
    struct record record;
};

static const struct type record_type = {"record"};

static struct object **boxed_new(struct tare *t, size_t n)
{
    struct object **objects = must_alloc(n, sizeof(struct object *));

    for (size_t i = 0; i < n; i++) {
        objects[i] = must_alloc(1, sizeof(*objects[i]));
        *objects[i] = (struct object){1, &record_type, record_draw(t, i)};
    }
    return objects;
}

static void boxed_free(struct object **objects, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(objects[i]);
    free(objects);
}

OPERATION uint64_t boxed_sum(struct object *const *objects, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += objects[i]->record.x;
    return sum;
}

OPERATION uint64_t boxed_get(struct object *const *objects, size_t n)
{
    uint64_t state = n, sum = 0;

    for (size_t i = 0; i < n; i++) {
        uint64_t x = objects[place_next(&state, n)]->record.x;

        sum += x;
        state += x;
    }
    return sum;
}

OPERATION void boxed_update(struct object **objects, size_t n)
{
    for (size_t i = 0; i < n; i++)
        record_update(&objects[i]->record);
}

#endif
