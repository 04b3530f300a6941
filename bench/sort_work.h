/* SPDX-License-Identifier: MIT */
/*
 * The input of a sort, which consumes it: each iteration of a sample gets a copy of the array of
 * items, made and freed while the clock stands. What the items lead to is not copied. Each copy is
 * in an order of its own, and no order comes back in the next sample: of orders that do, branch
 * predictors learn up to 2,000 items by heart (measured with 2,000: 3.9 ns an item, against 31 in
 * orders that are new).
 *
 *     struct sort_work work = sort_work_new(t, items, n, sizeof(*items));
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
    uint64_t state; /* of the orders that are drawn; goes on from sample to sample */
    void **copies;  /* TARE_FRESH_MAX of them */
};

/* Of items of up to SHUFFLE_BYTES bytes. */
static inline struct sort_work sort_work_new(struct tare *t, const void *items, size_t count,
                                             size_t item_bytes)
{
    return (struct sort_work){.items = items,
                              .count = count,
                              .item_bytes = item_bytes,
                              .state = tare_random(t),
                              .copies = must_alloc(TARE_FRESH_MAX, sizeof(void *))};
}

static inline size_t sort_work_draw(void *state, size_t limit)
{
    return place_next(state, limit);
}

static inline void sort_work_prepare(void *arg, size_t i)
{
    struct sort_work *work = arg;
    char *copy = must_alloc(work->count, work->item_bytes);

    memcpy(copy, work->items, work->count * work->item_bytes);
    shuffle_by(copy, work->count, work->item_bytes, sort_work_draw, &work->state);
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
