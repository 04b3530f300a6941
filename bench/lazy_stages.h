/* SPDX-License-Identifier: MIT */
/*
 * The pipeline of lazy.c (generate, map, filter, sum) with no iterator in it: as arrays, each made
 * whole before the next stage begins, or as one loop. Included by lazy.c only.
 */
#ifndef BENCH_LAZY_STAGES_H
#define BENCH_LAZY_STAGES_H

#include <stdbool.h>

#include "case.h"

/* What the pipeline starts from: `count` > 0 numbers from `first` up, as Python's range has them.
 */
struct range {
    uint64_t first;
    size_t count;
};

/* The stages. Squares are odd in turn: the filter is a branch that every core foresees. */
static inline uint64_t map(uint64_t x)
{
    return x * x; /* modulo 2^64 */
}

static inline bool passes(uint64_t square)
{
    return square % 2 != 0;
}

static struct range range_draw(struct tare *t)
{
    return (struct range){.first = tare_random(t), .count = tare_size(t)};
}

/* lists: an array a stage, 20 bytes a number; Python's list comprehensions, each under a name. */
struct lists {
    uint64_t *generated;
    uint64_t *mapped;
    uint64_t *filtered; /* fitted when its length is known */
    size_t filtered_count;
};

/* Arrays as long as can be: 24 bytes a number. */
static struct lists lists_alloc(size_t count)
{
    return (struct lists){
        .generated = must_alloc(count, sizeof(uint64_t)),
        .mapped = must_alloc(count, sizeof(uint64_t)),
        .filtered = must_alloc(count, sizeof(uint64_t)),
    };
}

/* By value, so that the count is not in memory that the arrays might be. */
static inline struct lists lists_fill(struct lists lists, struct range range)
{
    lists.filtered_count = 0;
    for (size_t i = 0; i < range.count; i++)
        lists.generated[i] = range.first + i;
    for (size_t i = 0; i < range.count; i++)
        lists.mapped[i] = map(lists.generated[i]);
    for (size_t i = 0; i < range.count; i++)
        if (passes(lists.mapped[i]))
            lists.filtered[lists.filtered_count++] = lists.mapped[i];
    return lists;
}

static struct lists lists_new(struct range range)
{
    struct lists lists = lists_fill(lists_alloc(range.count), range);

    lists.filtered = must_fit(
        lists.filtered, (lists.filtered_count > 0 ? lists.filtered_count : 1) * sizeof(uint64_t));
    return lists;
}

static void lists_free(struct lists *lists)
{
    free(lists->generated);
    free(lists->mapped);
    free(lists->filtered);
}

static inline uint64_t array_sum(const uint64_t *items, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += items[i];
    return sum;
}

/* The sum of the first `limit` that pass, or of all. */
OPERATION uint64_t lists_run(struct range range, size_t limit)
{
    struct lists lists = lists_new(range);
    uint64_t sum =
        array_sum(lists.filtered, limit < lists.filtered_count ? limit : lists.filtered_count);

    lists_free(&lists);
    return sum;
}

/* The same in arrays that are there, whatever they hold. */
OPERATION uint64_t lists_rerun(struct lists lists, struct range range)
{
    lists = lists_fill(lists, range);
    return array_sum(lists.filtered, lists.filtered_count);
}

/* in_place: one array which each stage rewrites, 8 bytes a number while it is longest. */
struct list {
    uint64_t *items;
    size_t count;
};

static struct list list_new(struct range range)
{
    struct list list = {must_alloc(range.count, sizeof(uint64_t)), 0};

    for (size_t i = 0; i < range.count; i++)
        list.items[i] = range.first + i;
    for (size_t i = 0; i < range.count; i++)
        list.items[i] = map(list.items[i]);
    for (size_t i = 0; i < range.count; i++)
        if (passes(list.items[i]))
            list.items[list.count++] = list.items[i];
    return list;
}

OPERATION uint64_t list_run(struct range range)
{
    struct list list = list_new(range);
    uint64_t sum = array_sum(list.items, list.count);

    free(list.items);
    return sum;
}

/*
 * fused: what the pipeline means, written by hand as one loop; the compiler may widen it. As it
 * reads no memory, clang would call it once for all iterations if its input were not hidden.
 */
OPERATION uint64_t fused_run(struct range range)
{
    size_t count = tare_hide(range.count);
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t square = map(range.first + i);

        if (passes(square))
            sum += square;
    }
    return sum;
}

OPERATION uint64_t fused_run_first(struct range range, size_t limit)
{
    size_t count = tare_hide(range.count);
    uint64_t sum = 0;

    for (size_t i = 0; i < count && limit > 0; i++) {
        uint64_t square = map(range.first + i);

        if (passes(square)) {
            sum += square;
            limit--;
        }
    }
    return sum;
}

#endif
