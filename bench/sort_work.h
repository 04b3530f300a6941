/* SPDX-License-Identifier: MIT */
/*
 * The input of a sort, which consumes it: each iteration of a sample gets a copy of the array of
 * items, made and freed while the clock stands. What the items lead to is not copied. Each copy is
 * in an order of its own, drawn by its number: of one order over and over, a branch predictor knows
 * a few hundred items by heart, and a sort looks ten times as fast as it is.
 *
 *     struct sort_work work = sort_work_new(items, n, sizeof(*items));
 *     tare_loop_fresh(t, sort_work_prepare, sort_work_dispose, &work)
 *         ..._sort(work.copies[tare_i], n, ...);
 *     sort_work_free(&work);
 */
#ifndef BENCH_SORT_WORK_H
#define BENCH_SORT_WORK_H

#include <string.h>

#include "case.h"

struct sort_work {
    const void *items; /* not owned */
    size_t count;
    size_t item_bytes;
    void **copies; /* TARE_FRESH_MAX of them */
};

/* Of items of up to SORT_ITEM_BYTES bytes. */
enum { SORT_ITEM_BYTES = 16 };

static inline struct sort_work sort_work_new(const void *items, size_t count, size_t item_bytes)
{
    if (item_bytes > SORT_ITEM_BYTES)
        abort();
    return (struct sort_work){items, count, item_bytes, must_alloc(TARE_FRESH_MAX, sizeof(void *))};
}

static inline void sort_work_prepare(void *arg, size_t i)
{
    const struct sort_work *work = arg;
    char *copy = must_alloc(work->count, work->item_bytes);
    uint64_t state = i;

    memcpy(copy, work->items, work->count * work->item_bytes);
    for (size_t left = work->count; left > 1; left--) {
        char *a = copy + (left - 1) * work->item_bytes;
        char *b = copy + place_next(&state, left) * work->item_bytes;
        char item[SORT_ITEM_BYTES];

        memcpy(item, a, work->item_bytes);
        memmove(a, b, work->item_bytes); /* it may be the same */
        memcpy(b, item, work->item_bytes);
    }
    work->copies[i] = copy;
}

static inline void sort_work_dispose(void *arg, size_t i)
{
    const struct sort_work *work = arg;

    free(work->copies[i]);
}

static inline void sort_work_free(struct sort_work *work)
{
    free(work->copies);
}

#endif
